"""Take the command line apart and hand it to the module of its verb.

Exit codes: 0 done, 1 a check found something, 2 put wrongly or a file missing, 3 the store failed.
Of ask: 0 said, 1 denied, 4 silent, 5 said and denied, 6 only supposed or proposed.
"""

import io
import os
import signal
import sys

from secgraph.cli import out
from secgraph.cli.verbs import VERBS, module, parser
from secgraph.errors import EngineError, RowsRejected, SecgraphError

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
        # Where the encoding lacks a character, its number is printed rather than nothing at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if argv is None else argv)
    words = _help_of_question(words) or words
    try:
        arguments = parser(words[0] if words else None).parse_args(words)
        code = _act(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has had enough, as with `| head`; keep the interpreter from complaining.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SecgraphError as error:
        print(f"secgraph: {out.plain(' '.join(str(error).split()))}", file=sys.stderr)
        if isinstance(error, EngineError):
            return 3
        return 1 if isinstance(error, RowsRejected) else 2
    return code


def _act(arguments: "argparse.Namespace") -> int:
    if arguments.version:
        from secgraph.dataset import release

        out.text(f"secgraph {release.version()}")
        return 0
    if arguments.verb in VERBS:
        return module(arguments.verb).act(arguments)
    from secgraph.query import describe, sessions

    out.text(describe.overview(sessions.session()))
    return 0


def _help_of_question(words: "Sequence[str]") -> "list[str] | None":
    """Give the words that explain the question of ``run NAME --help``.

    Returns:
        None where that is not what is wanted: the help of a question stands in its header.
    """
    if words[:1] != ["run"] or not {"-h", "--help"} & set(words[1:]):
        return None
    import contextlib

    rest = [word for word in words if word not in ("-h", "--help")]
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            run = parser("run").parse_args(rest)
    except SystemExit:
        return None
    folder = ["--queries", run.queries] if run.queries is not None else []
    return ["queries", run.name, *folder]
