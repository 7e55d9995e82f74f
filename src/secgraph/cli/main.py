"""Take the command line apart and hand each verb what it needs.

Exit codes: 0 done, 1 a check found something, 2 put wrongly or a file missing, 3 the store failed.
Of ask: 0 said, 1 denied, 4 silent, 5 said and denied, 6 only supposed or proposed.
"""

import io
import os
import signal
import sys

from secgraph.cli import out
from secgraph.cli.asking import ask, run, session, sparql
from secgraph.cli.grammar import parser
from secgraph.errors import BadFile, EngineError, RowsRejected, SecgraphError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run the command line and give its exit code."""
    # Python's own handler cannot interrupt a query; the system's can.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if "_ARGCOMPLETE" in os.environ:
        from secgraph.cli import completion

        completion.complete()
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        # Where the encoding has no such character, it is told by its number rather than not at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    given = list(sys.argv[1:] if argv is None else argv)
    given = _explained(given) or given
    arguments = parser(given[0] if given else None).parse_args(given)
    try:
        code = _verb(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has had enough, as with `| head`; keep the interpreter from complaining at
        # exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SecgraphError as error:
        print(f"secgraph: {out.plain(' '.join(str(error).split()))}", file=sys.stderr)
        return 3 if isinstance(error, EngineError) else 1 if isinstance(error, RowsRejected) else 2
    return code


def _explained(given: "Sequence[str]") -> "list[str] | None":
    """Give what explains the question of `run NAME --help`, whose help stands in its header; None where that is not what is wanted."""
    if given[:1] != ["run"] or not {"-h", "--help"} & set(given[1:]):
        return None
    import contextlib

    try:
        with contextlib.redirect_stderr(io.StringIO()):
            wanted = parser("run").parse_args(
                [word for word in given if word not in ("-h", "--help")]
            )
    except SystemExit:
        return None
    return [
        "queries",
        wanted.name,
        *(["--queries", wanted.queries] if wanted.queries is not None else []),
    ]


def _verb(arguments: "argparse.Namespace") -> int:
    if arguments.version:
        from secgraph.dataset import release

        out.text(f"secgraph {release.version()}")
        return 0
    if arguments.verb is None:
        from secgraph.cli import show

        out.text(show.overview(session()))
        return 0
    return {
        "run": run,
        "ask": ask,
        "sparql": sparql,
        "queries": _queries,
        "show": _show,
        "coverage": _coverage,
        "passage": _passage,
        "find": _find,
        "check": _check,
        "export": _export,
        "build": _build,
        "reason": _reason,
        "links": _links,
        "load": _store,
        "unload": _store,
        "describe": _store,
        "import": _import,
        "test-claims": _test_claims,
    }[arguments.verb](arguments)


def _test_claims(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import record

    return record.tested(session(store=arguments.store), arguments)


def _queries(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import library

    return library.queries(arguments)


def _links(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import linking

    return linking.links(arguments)


def _show(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import show

    out.text(show.thing(session(store=arguments.store), arguments.thing))
    return 0


def _coverage(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import passages

    asked = session()
    counted = passages.rows(asked, arguments.text)
    passages.note_strangers(asked, arguments.text)
    if arguments.output:
        if not arguments.output.endswith(".svg"):
            raise BadFile(arguments.output, "is drawn as SVG; give a name that ends in .svg")
        out.save(
            passages.draw(counted, f"Claims by passage (secgraph {asked.release})"),
            arguments.output,
        )
    elif (arguments.format or out.default()) == "table":
        passages.heat(counted)
    else:
        out.table(counted, arguments.format)
    return 0


def _passage(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import passages

    asked = session()
    out.text(passages.one(asked, arguments.name, arguments.text))
    passages.note_strangers(asked, arguments.text)
    return 0


def _find(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import show

    words = " ".join(arguments.words)
    found = show.find(session(store=arguments.store), words) if words.strip() else []
    if not found:
        raise UsageError(f"nothing has {words!r} in its name; try a shorter word, or fewer of them")
    out.table(found, arguments.format)
    return 0


def _check(arguments: "argparse.Namespace") -> int:
    from secgraph.checks.runner import check

    if sys.stderr.isatty():
        print("checking; this takes some seconds …", file=sys.stderr)
    report = check(arguments.files, text=arguments.text)
    for finding in report.findings:
        out.text(str(finding))
    for part, reason in report.omitted.items():
        out.text(f"left out: {part} ({reason})")
    found = "nothing found" if report.ok else f"{len(report.findings)} found"
    out.text(f"{found}; looked at {', '.join(report.parts)}")
    return 0 if report.ok else 1


def _export(arguments: "argparse.Namespace") -> int:
    from secgraph.dataset import serialize

    out.save(serialize.write(arguments.format), arguments.output)
    return 0


def _build(arguments: "argparse.Namespace") -> int:
    from secgraph.publish import build

    made = build.files()
    out.folder({file.name: file.data for file in made}, arguments.output)
    out.text(
        "\n".join(
            f"{os.path.join(arguments.output, file.name)}  {len(file.data):,} bytes"
            for file in made
        )
    )
    return 0


def _store(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import stores

    return {"load": stores.load, "unload": stores.unload, "describe": stores.describe}[
        arguments.verb
    ](arguments)


def _import(arguments: "argparse.Namespace") -> int:
    from secgraph.cli import datasets

    return datasets.imported(arguments)


def _reason(arguments: "argparse.Namespace") -> int:
    if arguments.date is not None:
        from secgraph.claims import inference

        if arguments.files:
            raise UsageError("--date speaks of the facts of the graph alone; leave the files out")
        out.save(inference.direct(arguments.date), arguments.output)
        return 0
    from secgraph.cli import reasons

    if sys.stderr.isatty():
        print("reasoning; this takes some seconds …", file=sys.stderr)
    text, sound = reasons.report(session(), arguments.files)
    if sound and arguments.output:
        reasons.write(arguments.files, arguments.output)
    out.text(text)
    return 0 if sound else 1
