"""The verbs that ask: run, ask, sparql.

Takes the user's words apart and puts the answer out; answers nothing itself.
"""

import os
import sys

from secgraph.cli import out
from secgraph.errors import BadFile, BadValue, UsageError
from secgraph.namespaces import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.query.catalog import Query
    from secgraph.query.result import Result
    from secgraph.query.sessions import Session
    from secgraph.syntax.federation import Services


def session(
    data: "list[str] | None" = None,
    queries: str | None = None,
    services: "Services" = False,
    *,
    links: bool = True,
    store: str | None = None,
) -> "Session":
    """Give the session that answers: of the release, or with the user's own RDF beside it, or of a store on disk, or with the user's own queries.

    Raises:
        UsageError: RDF is to be put beside a store on disk.
    """
    from secgraph.query import sessions

    if not data and queries is None and services is False and links and store is None:
        return sessions.session()
    from secgraph.dataset import release
    from secgraph.query import catalog
    from secgraph.stores.memory import Embedded

    if store is not None:
        if data:
            raise UsageError(
                "--data puts files beside the graph in memory, which --store does not ask; leave one of them out"
            )
        from secgraph import imports

        engine = Embedded(imports.opened(store), services=services)
    else:
        engine = Embedded(release.store(data or (), links=links), services=services)
    return sessions.Session(engine, catalog.Catalog(queries) if queries is not None else None)


def asked(arguments: "argparse.Namespace") -> "Session":
    """Give the session of the store that the user names; that of the graph in memory if none.

    Raises:
        UsageError: Options that speak of a store are given without one, or with the user's own RDF.
    """
    if arguments.endpoint is not None and arguments.store is not None:
        raise UsageError(
            "--endpoint names a server and --store a folder on this disk; leave one of them out"
        )
    services = _services(arguments)
    if arguments.endpoint is None:
        if arguments.graph is not None or arguments.default_graph:
            raise UsageError(
                "--graph and --default-graph speak of a store; name it with --endpoint"
            )
        data, queries = getattr(arguments, "data", None), getattr(arguments, "queries", None)
        links = (
            arguments.verb != "run"
            or bool(data)
            or queries is not None
            or _looks_at_links(arguments.name)
        )
        return session(data, queries, services, links=links, store=arguments.store)
    if services is not False:
        raise UsageError(
            "the store follows SERVICE by rules of its own; leave out --service and --allow-service, or --endpoint"
        )
    from secgraph.cli import stores

    return stores.session(arguments)


def _looks_at_links(name: str) -> bool:
    """Whether a saved question needs the links: most do not, and start sooner without."""
    from secgraph.dataset import release
    from secgraph.query import catalog

    return release.looks_at_links(catalog.packaged().get(name).text)


def _services(arguments: "argparse.Namespace") -> "Services":
    """Say which other stores a query may ask: none, unless the user says so."""
    given: list[str] = getattr(arguments, "service", None) or []
    if not given:
        return bool(getattr(arguments, "allow_service", False))
    if arguments.allow_service:
        raise UsageError(
            "--allow-service lets a query ask any store, --service the named ones only; say one of them"
        )
    from secgraph.syntax import federation

    return dict(federation.address(pair) for pair in given)


def run(arguments: "argparse.Namespace") -> int:
    """Answer a saved question."""
    params: dict[str, str] = {}
    for pair in arguments.params:
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadValue(pair, "give values as name=value, such as actor=Japan")
        if name in params:
            raise BadValue(pair, f"{name} is given twice")
        params[name] = value
    asking = asked(arguments)
    if arguments.show:
        out.write(asking.text(arguments.name, params).encode())
        return 0
    _put(
        asking.run(arguments.name, params, arguments.timeout),
        arguments,
        asking.queries.get(arguments.name),
    )
    if arguments.text is not None:
        from secgraph.cli import passages

        passages.note_strangers(asking, arguments.text)
    return 0


def sparql(arguments: "argparse.Namespace") -> int:
    """Answer a query in SPARQL."""
    text = _query(arguments.query)
    _put(asked(arguments).sparql(text, arguments.timeout), arguments)
    return 0


def _put(result: "Result", arguments: "argparse.Namespace", query: "Query | None" = None) -> None:
    """Put an answer out as the options say."""
    if arguments.view:
        from secgraph.drawing import views

        if sys.stdout.isatty() and not arguments.output:
            raise UsageError(f"--view {arguments.view} draws an SVG file; name it with -o FILE.svg")
        if arguments.format or (
            arguments.output
            and not arguments.output.endswith(".svg")
            and _is_named(arguments.output)
        ):
            raise UsageError(
                f"--view {arguments.view} draws SVG and nothing else; leave out --format, and name a file that ends in .svg"
            )
        out.save(views.draw(result, arguments.view), arguments.output)
        return
    kind = arguments.format or (
        out.default() if arguments.output is None else _by_name(arguments.output)
    )
    evidence = arguments.evidence or arguments.text is not None
    if kind == "table" and result.triples is None and arguments.output is None:
        from secgraph.cli import table

        table.answer(result, query, result.backing(arguments.text) if evidence else None)
        return
    if evidence and result.truth is None and result.triples is None:
        result = result.with_evidence(arguments.text)
    out.save(result.serialize("csv" if kind == "table" else kind), arguments.output)


def _by_name(path: str) -> str:
    """Tell the format from the name of the file."""
    from secgraph.query.result import FORMATS

    ending = os.path.splitext(path)[1].lower().lstrip(".")
    kind = {"md": "markdown", "htm": "html", "srj": "json", "srx": "xml"}.get(ending, ending)
    if kind not in FORMATS:
        raise BadFile(
            path,
            f"cannot tell the format from its name; end it in .csv, .tsv, .json, .xml, .md or .html, or say --format {'|'.join(FORMATS)}",
        )
    return kind


def _is_named(path: str) -> bool:
    """Whether the name of a file promises one of the formats of rows."""
    try:
        return bool(_by_name(path))
    except BadFile:
        return False


def _query(query: str) -> str:
    if query == "-":
        try:
            return sys.stdin.buffer.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadFile("standard input", "cannot be read as UTF-8 text") from error
    if os.path.isfile(query):
        try:
            with open(query, encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(query, "cannot be read as UTF-8 text") from error
    if query.endswith((".rq", ".sparql", ".ru")) and not any(mark in query for mark in " {\n"):
        raise BadFile(query, "is not there")
    return query


def ask(arguments: "argparse.Namespace") -> int:
    """Say whether something is said, denied, both, only supposed, or not spoken of."""
    from secgraph.claims import verdict

    found = verdict.ask(
        arguments.subject, arguments.relation, arguments.object, engine=asked(arguments).engine
    )
    lines = [f"{found.subject} – {found.relation} – {found.object}: {found.verdict}"]
    if found.verdict == verdict.SILENT:
        lines.append("  nobody says it, and nobody denies it; silence is no denial")
    for voice in found.voices:
        force = voice.force if voice.polarity == "affirmed" else f"{voice.force}, {voice.polarity}"
        told = [voice.holder, force, voice.hedge, voice.stance, voice.note]
        told += [voice.document] if len({each.document for each in found.voices}) > 1 else []
        lines += [
            f"  {voice.evidence}  {voice.says}: {voice.text}  [{curie(voice.claim)}]",
            f"      {'; '.join(filter(None, told))}",
        ]
    out.text("\n".join(lines))
    return {
        verdict.SAID: 0,
        verdict.DENIED: 1,
        verdict.SILENT: 4,
        verdict.BOTH: 5,
        verdict.SUPPOSED: 6,
    }[found.verdict]
