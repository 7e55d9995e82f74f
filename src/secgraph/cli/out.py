"""Put answers out: to the terminal, into a pipe, into a file.

Decides between a table and CSV; makes no answer itself.
"""

import contextlib
import os
import sys

from secgraph.errors import BadFile, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from secgraph.query.catalog import Query
    from secgraph.query.result import Result


# What moves the cursor, changes colours, renames the window, breaks a line or turns the order of
# letters round (Unicode's property Bidi_Control); tab and line feed do not.
_COMMANDS = dict.fromkeys(
    [
        *range(9),
        *range(11, 32),
        *range(127, 160),
        0x061C,
        *(0x200E, 0x200F),
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    ],
    "\N{REPLACEMENT CHARACTER}",
)


def plain(words: str) -> str:
    """Give words without marks that a terminal takes for commands: labels may be anybody's."""
    return words.translate(_COMMANDS)


def default() -> str:
    """Give the format that is meant where none is named: a table on a terminal, CSV in a pipe."""
    return "table" if sys.stdout.isatty() else "csv"


def table(rows: "Sequence[dict[str, str]]", kind: str | None) -> None:
    """Print rows that no query gave, in the same formats as answers."""
    kind = kind or default()
    if kind == "table":
        from secgraph.cli import table

        table.listed(rows)
    else:
        from secgraph.query.result import Result

        write(Result.of(rows).serialize(kind))


def text(words: str) -> None:
    """Print words; on a terminal a long line is broken, the rest set in under its beginning."""
    if sys.stdout.isatty():
        words = "\n".join(_wrapped(line) for line in plain(words).split("\n"))
    print(words)


def _wrapped(line: str) -> str:
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return (
        textwrap.fill(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        if len(line) > width
        else line
    )


def strangers(paths: "Iterable[str]") -> None:
    """Name files that are the text of no document, on standard error."""
    for path in paths:
        note = f"secgraph: {path} is the text of no document, and is left out"
        print(plain(note), file=sys.stderr)


def write(data: bytes) -> None:
    """Write text in UTF-8 to standard output: whole, but on a terminal without commands to it.

    Every format keeps every character in a file and in a pipe. What is shown on a terminal is for
    the eye, in whichever format.
    """
    if sys.stdout.isatty():
        data = plain(data.decode("utf-8", "replace")).encode()
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def folder(files: "Mapping[str, bytes]", path: str) -> None:
    """Write files into a folder, each in one step and in their order; what else is there stays.

    Raises:
        BadFile: The folder cannot be made, or a file not written.
    """
    _make_folder(path)
    for name, data in files.items():
        _make_folder(os.path.dirname(os.path.join(path, name)))
        save(data, os.path.join(path, name))


def new_folder(files: "Mapping[str, bytes]", path: str) -> None:
    """Write files into a folder that is made in one step: it is there as a whole or not at all.

    Raises:
        BadFile: The folder is there already, or cannot be made.
    """
    path = os.path.normpath(path)
    beside = f"{path}.{os.getpid()}.part"
    _make_folder(os.path.dirname(path) or ".")
    try:
        with interruptible():
            folder(files, beside)
            if os.path.lexists(path):
                raise BadFile(path, "is there already, and nothing is written over")
            os.rename(beside, path)
    except OSError as error:
        raise BadFile(path, f"cannot be made ({error.strerror})") from error
    finally:
        if os.path.isdir(beside):
            import shutil

            shutil.rmtree(beside)


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise BadFile(path, f"is no folder and cannot be made one ({error.strerror})") from error


def save(data: bytes, path: str | None) -> None:
    """Write *data* to a file in one step, or to standard output: never half a file.

    A link stays a link, and what is no file, such as ``/dev/stdout`` or a pipe, is written to and
    never replaced.

    Raises:
        BadFile: The file cannot be written.
    """
    if path is None:
        write(data)
        return
    real = os.path.realpath(path)
    beside = f"{real}.{os.getpid()}.part"
    try:
        # What is written is removed also where the process is ended by a signal.
        with interruptible():
            _save(data, path, real, beside)
    except OSError as error:
        raise BadFile(path, f"cannot be written ({error.strerror})") from error
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def _save(data: bytes, path: str, real: str, beside: str) -> None:
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as device:
            device.write(data)
        return
    with open(beside, "wb") as file:
        file.write(data)
    if os.path.exists(real):
        # Who may read and write it stays as it was.
        os.chmod(beside, os.stat(real).st_mode & 0o7777)
    os.replace(beside, real)


@contextlib.contextmanager
def interruptible() -> "Iterator[None]":
    """Have an interrupt and a TERM raise KeyboardInterrupt, so that what was begun is removed."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.default_int_handler) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def answer(result: "Result", arguments: "argparse.Namespace", query: "Query | None" = None) -> None:
    """Put the answer to a question out as the options say.

    Raises:
        UsageError: The options do not go together.
        BadFile: The file cannot be written, or its name names no format.
    """
    if arguments.view:
        if arguments.guard_formulas:
            raise UsageError(
                "--guard-formulas is for csv and tsv; leave it out or leave out --view"
            )
        _draw(result, arguments)
        return
    output: str | None = arguments.output
    kind = arguments.format or (default() if output is None else _format_of(output))
    evidence = arguments.evidence or arguments.text is not None
    if arguments.guard_formulas and kind not in ("csv", "tsv"):
        raise UsageError("--guard-formulas is for csv and tsv; say --format csv, or leave it out")
    if kind == "table" and result.triples is None and output is None:
        from secgraph.cli import table

        table.answer(result, query, result.backing(arguments.text) if evidence else None)
        for line in _elsewhere(result, arguments):
            text(line)
        return
    if evidence and result.truth is None and result.triples is None:
        result = result.with_evidence(arguments.text)
    save(
        result.serialize(
            "csv" if kind == "table" else kind, guard_formulas=arguments.guard_formulas
        ),
        output,
    )
    lines = _elsewhere(result, arguments)
    if lines:
        headline, *commands = lines
        note = f"{headline} {'; '.join(map(str.strip, commands))}".strip()
        print(plain(f"secgraph: no rows; {note}"), file=sys.stderr)


def _elsewhere(result: "Result", arguments: "argparse.Namespace") -> "list[str]":
    """Say which questions have rows for the values of one that has none: a line, then commands."""
    if len(result) or result.elsewhere is None:
        return []
    from secgraph.cli import options
    from secgraph.query import commands

    values, questions = result.elsewhere.values, result.elsewhere.questions
    about = " and ".join(values)
    if not questions:
        return [f"no question has rows for {about}"]
    again = options.repeated(arguments)
    if arguments.queries is not None:
        again += ["--queries", arguments.queries]
    return [
        f"for {about} there are rows in",
        *(f"  {commands.run(name, given, again)}" for name, given in questions),
    ]


def _draw(result: "Result", arguments: "argparse.Namespace") -> None:
    from secgraph.drawing import views

    view, output = arguments.view, arguments.output
    if sys.stdout.isatty() and not output:
        raise UsageError(f"--view {view} draws an SVG file; name it with -o FILE.svg")
    other = output and not output.endswith(".svg") and _names_format(output)
    if arguments.format or other:
        raise UsageError(
            f"--view {view} draws SVG and nothing else; leave out --format, and name a file that "
            "ends in .svg"
        )
    save(views.draw(result, view), output)


def _format_of(path: str) -> str:
    """Tell the format from the name of the file."""
    from secgraph.query.result import FORMATS

    ending = os.path.splitext(path)[1].lower().lstrip(".")
    kind = {"md": "markdown", "htm": "html", "srj": "json", "srx": "xml"}.get(ending, ending)
    if kind not in FORMATS:
        raise BadFile(
            path,
            "cannot tell the format from its name; end it in .csv, .tsv, .json, .xml, .md or "
            f".html, or say --format {'|'.join(FORMATS)}",
        )
    return kind


def _names_format(path: str) -> bool:
    """Whether the name of a file names one of the formats of rows."""
    try:
        return bool(_format_of(path))
    except BadFile:
        return False
