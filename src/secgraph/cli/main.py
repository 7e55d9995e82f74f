"""Take the command line apart and hand it to the module of its verb.

Exit codes: 0 done, 1 a check found something, 2 put wrongly or a file missing, 3 the store failed.
Of ask: 0 asserted in a document's own voice or a fact, 1 denied, 4 silent, 5 contested, 6 possible,
supposed, recommended or committed to, 7 only reported. No verb gives 70 a meaning: an error that
nobody expected, in one line, whose trace --debug shows.
"""

import io
import os
import signal
import sys

from secgraph.cli import out
from secgraph.cli.verbs import VERBS, arguments, module, parser
from secgraph.errors import EngineError, RowsRejected, SecgraphError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

UNEXPECTED = 70
"""The exit code of an error that nobody expected; EX_SOFTWARE of sysexits.h."""


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run the command line and give its exit code."""
    # Python's own handler cannot interrupt a query; the system's can.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _open_streams()
    if "_ARGCOMPLETE" in os.environ:
        from secgraph.cli import completion

        completion.complete()
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        # Where the encoding lacks a character, its number is printed rather than nothing at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has had enough, as with `| head`.
        _drop_output()
        return 0
    except SecgraphError as error:
        if "--debug" in words:
            _show_trace()
        _say(str(error))
        if isinstance(error, EngineError):
            return 3
        return 1 if isinstance(error, RowsRejected) else 2
    except SystemExit:
        raise
    except BaseException as error:  # of any library; what is none of ours ends here, in one line
        return _unexpected(error, debug="--debug" in words)
    return code


def _run(words: "list[str]") -> int:
    _check_characters(words)
    words = _with_verb_first(words)
    words = _help_of_question(words) or _with_one_text(words)
    chosen = arguments(words)
    if not sys.stdout.isatty() or getattr(chosen, "no_pager", False):
        return _act(chosen)
    from secgraph.cli import pager

    with pager.paged(chosen.verb or ""):
        return _act(chosen)


def _with_verb_first(words: "list[str]") -> "list[str]":
    """Put options that stand before the verb behind it, where every verb takes them too."""
    place = next((place for place, word in enumerate(words) if word[:1] != "-"), 0)
    if not set(words[:place]) <= {"--no-pager", "--debug"}:
        return words
    return [*words[place : place + 1], *words[:place], *words[place + 1 :]]


def _with_one_text(words: "list[str]") -> "list[str]":
    """Make one argument of the words that stand behind ``find``, which is what find makes of them.

    The parser takes longer over thousands of arguments than the search over one.
    """
    if words[:1] != ["find"]:
        return words
    end = next((place for place, word in enumerate(words) if word[:1] == "-"), len(words))
    return ["find", " ".join(words[1:end]), *words[end:]] if end > 1 else words


def _check_characters(words: "list[str]") -> None:
    """Refuse arguments that the system could not write; thousands at once, as a search has them."""
    whole = "".join(words)
    if "\0" in whole:
        raise UsageError("an argument holds the character NUL, which no name of a file can")
    try:
        os.fsencode(whole)
    except UnicodeEncodeError as error:
        word = next(word for word in words if error.object[error.start] in word)
        raise UsageError(
            f"the argument {word!a} holds half a character, which this system cannot write"
        ) from error


def _unexpected(error: BaseException, *, debug: bool) -> int:
    """Say in one line what has failed that is no error of the package, and give the exit code."""
    if debug:
        _show_trace()
    if isinstance(error, KeyboardInterrupt):
        _say("interrupted")
        return 130
    if isinstance(error, MemoryError):
        _say("there is not enough memory for this; ask for less, or read less at a time")
        return 3
    if isinstance(error, OSError):
        _say(_of_system(error))
        return 2
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    reason = out.plain(str(error))[:200]
    _say(
        f"unexpected {type(error).__name__}{place}: {reason}; this is a fault of secgraph: please "
        "report it with what --debug shows"
    )
    return UNEXPECTED


def _of_system(error: OSError) -> str:
    """Say what the system refused, and where."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
        return f"{name}: {reason}"
    try:
        os.getcwd()
    except OSError:
        return "the current folder is not there any more; go to another"
    _drop_output()
    return f"standard output cannot be written, or input not read ({reason})"


def _say(message: str) -> None:
    """Print a message in one line on standard error."""
    print(f"secgraph: {out.plain(' '.join(message.split()))}", file=sys.stderr)


def _show_trace() -> None:
    import traceback

    traceback.print_exc()


def _open_streams() -> None:
    """Put something in the place of standard streams that are closed.

    Else the next file that is opened takes the number of one, and what is printed goes into it.
    """
    if sys.stdin is not None and sys.stdout is not None and sys.stderr is not None:
        return
    while os.open(os.devnull, os.O_RDONLY) <= 2:
        pass
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        # Who writes to it learns that it cannot be.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _drop_output() -> None:
    """Keep the interpreter from trying again to write what could not be written."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # it is no file of the system
        return


def _act(chosen: "argparse.Namespace") -> int:
    if chosen.version:
        from secgraph.dataset import release

        out.text(f"secgraph {release.version()}")
        return 0
    if chosen.verb in VERBS:
        return module(chosen.verb).act(chosen)
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
