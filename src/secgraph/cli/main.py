"""Take the command line apart and hand each verb what it needs.

Exit codes: 0 done, 1 a check found something, 2 put wrongly or a file missing, 3 the store failed. Of ask: 0 said, 1 denied, 4 silent,
5 said and denied, 6 only supposed or proposed.
"""

import argparse
import os
import signal
import sys

from secgraph.cli.grammar import parser
from secgraph.errors import BadFile, BadValue, EngineError, SecgraphError, UsageError
from secgraph.names import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from secgraph.answer import Session


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run the command line and give its exit code."""
    # Python's own handler cannot interrupt a query; the system's can.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    given = list(sys.argv[1:] if argv is None else argv)
    arguments = parser(given[0] if given else None).parse_args(given)
    try:
        code = _verb(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has had enough, as with `| head`; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SecgraphError as error:
        print(f"secgraph: {' '.join(str(error).split())}", file=sys.stderr)
        return 3 if isinstance(error, EngineError) else 2
    return code


def _verb(arguments: argparse.Namespace) -> int:
    if arguments.version:
        from secgraph import release

        _print(f"secgraph {release.version()}")
        return 0
    if arguments.verb is None:
        from secgraph.cli import show

        _print(show.overview(_session([])))
        return 0
    return {
        "run": _run,
        "ask": _ask,
        "sparql": _sparql,
        "queries": _queries,
        "show": _show,
        "coverage": _coverage,
        "passage": _passage,
        "find": _find,
        "check": _check,
        "export": _export,
        "reason": _reason,
    }[arguments.verb](arguments)


def _session(data: "list[str]") -> "Session":
    from secgraph import answer

    if not data:
        return answer.session()
    from secgraph import release
    from secgraph.engines.embedded import Embedded

    return answer.Session(Embedded(release.store(data)))


def _asked(arguments: argparse.Namespace) -> "Session":
    """Give the session of the store that the user names; that of the graph in memory if none."""
    if arguments.endpoint is None:
        if arguments.graph is not None or arguments.default_graph:
            raise UsageError("--graph and --default-graph speak of a store; name it with --endpoint")
        return _session(getattr(arguments, "data", []))
    from secgraph.cli import stores

    return stores.session(arguments)


def _run(arguments: argparse.Namespace) -> int:
    params: dict[str, str] = {}
    for pair in arguments.params:
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadValue(pair, "give values as name=value, such as actor=Japan")
        if name in params:
            raise BadValue(pair, f"{name} is given twice")
        params[name] = value
    session = _asked(arguments)
    if arguments.show:
        _write(session.text(arguments.name, params).encode())
        return 0
    result = session.run(arguments.name, params, arguments.timeout)
    kind = arguments.format or _default()
    if kind == "table":
        from secgraph.cli import table

        table.answer(result, session.queries.get(arguments.name), session.values(arguments.name, params))
    else:
        _write(result.serialize(kind))
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    from secgraph import verdicts

    found = verdicts.ask(arguments.subject, arguments.relation, arguments.object, engine=_asked(arguments).engine)
    lines = [f"{found.subject} – {found.relation} – {found.object}: {found.verdict}"]
    if found.verdict == verdicts.SILENT:
        lines.append("  nobody says it, and nobody denies it; silence is no denial")
    for voice in found.voices:
        force = voice.force if voice.polarity == "affirmed" else f"{voice.force}, {voice.polarity}"
        told = [voice.holder, force, voice.hedge, voice.stance, voice.note]
        lines += [f"  {voice.evidence}  {voice.says}: {voice.text}  [{curie(voice.claim)}]", f"      {'; '.join(filter(None, told))}"]
    _print("\n".join(lines))
    return {verdicts.SAID: 0, verdicts.DENIED: 1, verdicts.SILENT: 4, verdicts.BOTH: 5, verdicts.SUPPOSED: 6}[found.verdict]


def _sparql(arguments: argparse.Namespace) -> int:
    text = _text(arguments.query)
    result = _asked(arguments).sparql(text, arguments.timeout)
    kind = arguments.format or _default()
    if kind == "table" and result.triples is None:
        from secgraph.cli import table

        table.answer(result)
    else:
        _write(result.serialize("csv" if kind == "table" else kind))
    return 0


def _text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if os.path.isfile(query):
        try:
            with open(query, encoding="utf-8") as file:
                return file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(query, "cannot be read as UTF-8 text") from error
    if query.endswith((".rq", ".sparql", ".ru")) and not any(mark in query for mark in " {\n"):
        raise BadFile(query, "is not there")
    return query


def _queries(arguments: argparse.Namespace) -> int:
    from secgraph.cli import show

    if arguments.name:
        _print(show.question(_session([]), arguments.name))
    else:
        _table(show.questions(_session([])), None)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from secgraph.cli import show

    _print(show.thing(_session([]), arguments.thing))
    return 0


def _coverage(arguments: argparse.Namespace) -> int:
    from secgraph.cli import passages

    session = _session([])
    counted = passages.rows(session, arguments.text)
    if arguments.output:
        if not arguments.output.endswith(".svg"):
            raise BadFile(arguments.output, "is drawn as SVG; give a name that ends in .svg")
        _save(passages.draw(counted, f"Claims by passage (secgraph {session.release})"), arguments.output)
    elif (arguments.format or _default()) == "table":
        passages.heat(counted)
    else:
        _table(counted, arguments.format)
    return 0


def _passage(arguments: argparse.Namespace) -> int:
    from secgraph.cli import passages

    _print(passages.one(_session([]), arguments.name, arguments.text))
    return 0


def _find(arguments: argparse.Namespace) -> int:
    from secgraph.cli import show

    found = show.find(_session([]), arguments.word) if arguments.word.strip() else []
    if not found:
        raise UsageError(f"nothing has {arguments.word!r} in its name; try a shorter word")
    _table(found, arguments.format)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from secgraph.checks import check

    if sys.stderr.isatty():
        print("checking; this takes some seconds …", file=sys.stderr)
    report = check(arguments.files, text=arguments.text)
    for finding in report.findings:
        _print(str(finding))
    for part, reason in report.omitted.items():
        _print(f"left out: {part} ({reason})")
    found = "nothing found" if report.ok else f"{len(report.findings)} found"
    _print(f"{found}; looked at {', '.join(report.parts)}")
    return 0 if report.ok else 1


def _export(arguments: argparse.Namespace) -> int:
    from secgraph import release

    _save(release.dump(arguments.format), arguments.output)
    return 0


def _reason(arguments: argparse.Namespace) -> int:
    if arguments.date is not None:
        from secgraph import rules

        if arguments.files:
            raise UsageError("--date speaks of the facts of the graph alone; leave the files out")
        _save(rules.direct(arguments.date), arguments.output)
        return 0
    from secgraph.cli import reasons

    if sys.stderr.isatty():
        print("reasoning; this takes some seconds …", file=sys.stderr)
    text, concluded = reasons.report(_session([]), arguments.files)
    if concluded is not None and arguments.output:
        _save(concluded, arguments.output)
    _print(text)
    return 0 if concluded is not None else 1


def _default() -> str:
    return "table" if sys.stdout.isatty() else "csv"


def _table(rows: "list[dict[str, str]]", kind: str | None) -> None:
    """Print rows that no query gave, in the same formats as answers."""
    kind = kind or _default()
    if kind == "table":
        from secgraph.cli import table

        table.plain(rows)
    else:
        from secgraph.results import Result

        _write(Result.of(rows).serialize(kind))


def _print(text: str) -> None:
    if sys.stdout.isatty():
        text = "\n".join(_wrapped(line) for line in text.split("\n"))
    print(text)


def _wrapped(line: str) -> str:
    """Break a line at the width of the terminal, the rest set in under its beginning."""
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) if len(line) > width else line


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _save(data: bytes, path: str | None) -> None:
    """Write *data* to a file in one step, or to standard output: never half a file."""
    if path is None:
        _write(data)
        return
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:
            file.write(data)
        os.replace(beside, path)
    except OSError as error:
        if os.path.exists(beside):
            os.unlink(beside)
        raise BadFile(path, f"cannot be written ({error.strerror})") from error
