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
    from secgraph.query.citation import Citation
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


_ENDINGS = {
    "feather": "arrow",
    "htm": "html",
    "md": "markdown",
    "srj": "json",
    "srx": "xml",
}
"""Further endings of the names of files, and their formats."""


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


def replaced_folder(files: "Mapping[str, bytes]", path: str) -> None:
    """Write files into a folder beside *path*, which then takes its place.

    Raises:
        BadFile: The folder cannot be made, or the former one not be moved away.
    """
    import shutil

    beside, former = f"{path}.{os.getpid()}.part", f"{path}.{os.getpid()}.former"
    _make_folder(os.path.dirname(path) or ".")
    try:
        with interruptible():
            for name, data in files.items():
                target = os.path.join(beside, name)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "xb") as file:
                    file.write(data)
            if os.path.lexists(path):
                os.rename(path, former)
            os.rename(beside, path)
    except OSError as error:
        if os.path.isdir(former) and not os.path.lexists(path):
            os.rename(former, path)
        raise BadFile(path, f"cannot be made ({error.strerror})") from error
    finally:
        for folder in (beside, former):
            if os.path.isdir(folder):
                shutil.rmtree(folder)


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
    if arguments.cite is not None:
        _check_cite(arguments)
        cite(result.citation, arguments)
        return
    all_rows = len(result)
    if arguments.limit is not None:
        from secgraph.query import shaping

        result = shaping.first_rows(result, arguments.limit)
    if arguments.view:
        _draw(result, arguments)
    else:
        _write_answer(result, arguments, query)
    _report(result, all_rows, arguments.output)


def _write_answer(result: "Result", arguments: "argparse.Namespace", query: "Query | None") -> None:
    output: str | None = arguments.output
    footer = result.note
    kind = arguments.format or (default() if output is None else _format_of(output))
    _check_options(arguments, kind)
    evidence = arguments.evidence or arguments.text is not None
    if arguments.coordinates or arguments.wkt:
        from secgraph.drawing import places

        if arguments.coordinates:
            result = places.with_coordinates(result)
        if arguments.wkt:
            result = places.with_text(result)
    if kind == "table" and result.triples is None and output is None:
        from secgraph.cli import table

        table.answer(result, query, result.backing(arguments.text) if evidence else None)
        for line in _elsewhere(result, arguments):
            text(line)
        return
    if evidence and result.truth is None and result.triples is None:
        result = result.with_evidence(arguments.text)
    if arguments.labels:
        from secgraph.query import shaping

        result = shaping.with_days(shaping.labelled(result))
    data = _serialized(result, kind, arguments)
    if arguments.metadata and output is not None:
        described = _metadata(result, output, query)
        save(data, output)
        save(described, _metadata_path(output))
    else:
        save(data, output)
    lines = _elsewhere(result, arguments)
    if lines:
        headline, *commands = lines
        note = f"{headline} {'; '.join(map(str.strip, commands))}".strip()
        print(plain(f"secgraph: no rows; {note}"), file=sys.stderr)
    if footer:
        _note(footer)


def _check_options(arguments: "argparse.Namespace", kind: str) -> None:
    """Refuse options that do not go with the format."""
    if arguments.guard_formulas and kind not in ("csv", "tsv"):
        raise UsageError("--guard-formulas is for csv and tsv; say --format csv, or leave it out")
    if arguments.metadata and (kind != "csv" or arguments.output is None):
        raise UsageError("--metadata stands beside a table in CSV; name one with -o FILE.csv")
    if arguments.output is None and sys.stdout.isatty() and kind in ("xlsx", "parquet", "arrow"):
        raise UsageError(f"{kind} is no text to be shown; name a file with -o FILE.{kind}")


def _serialized(result: "Result", kind: str, arguments: "argparse.Namespace") -> bytes:
    if kind == "geojson":
        from secgraph.drawing import places

        return places.geojson(result)
    return result.serialize(
        "csv" if kind == "table" else kind, guard_formulas=arguments.guard_formulas
    )


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


def _metadata(result: "Result", output: str, query: "Query | None") -> bytes:
    """Give the description of a table in CSV."""
    from secgraph.query import dictionary

    sets = (*(query.sets if query else ()), "evidence", "evidenceAt", "evidenceIri")
    return dictionary.csvw(result, os.path.basename(output), sets)


def _metadata_path(output: str) -> str:
    from secgraph.query import dictionary

    return output + dictionary.SUFFIX


def _report(result: "Result", all_rows: int, output: str | None) -> None:
    """Say how many rows there are, where some are left out, or a file was written unseen."""
    cut = len(result) < all_rows
    rows = f"{len(result):,} of {all_rows:,} rows" if cut else _counted(len(result))
    if output is not None and sys.stderr.isatty():
        _note(f"wrote {rows} to {output}" if result.triples is None else f"wrote {output}")
    elif cut:
        _note(f"{rows}; without --limit all are given")


def _counted(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"


def _note(words: str) -> None:
    print(plain(f"secgraph: {words}"), file=sys.stderr)


def saved(data: bytes, path: str | None) -> None:
    """Write as :func:`save` does, and name the file on a terminal."""
    save(data, path)
    if path is not None and sys.stderr.isatty():
        _note(f"wrote {path}")


def _check_cite(arguments: "argparse.Namespace") -> None:
    """Refuse options that ask for the answer itself, where references are asked for."""
    others = ("format", "view", "evidence", "guard_formulas", "metadata", "coordinates", "wkt")
    for name in (*others, "labels"):
        if getattr(arguments, name):
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"--cite gives references and not the answer; leave out {option}")


def cite(works: "Citation", arguments: "argparse.Namespace") -> None:
    """Put out what an answer rests on, in the form that ``--cite`` names."""
    from secgraph.cli import options
    from secgraph.query import references

    words = references.write(works.asked_with(options.repeated(arguments)), arguments.cite)
    saved(words.encode(), getattr(arguments, "output", None))


def _draw(result: "Result", arguments: "argparse.Namespace") -> None:
    from secgraph.drawing import views

    if arguments.guard_formulas:
        raise UsageError("--guard-formulas is for csv and tsv; leave it out or leave out --view")
    for name in ("metadata", "labels", "coordinates", "wkt"):
        if getattr(arguments, name):
            raise UsageError(f"--{name} is for tables; leave it out or leave out --view")
    view, output = arguments.view, arguments.output
    if sys.stdout.isatty() and not output:
        raise UsageError(f"--view {view} draws a file; name it with -o FILE.svg, .png or .pdf")
    save(views.draw(result, view, format=figure_format(output, arguments.format, view)), output)


def figure_format(output: str | None, format: str | None, option: str) -> str:
    """Tell the format of a figure from the name of its file; SVG where it has none.

    Raises:
        UsageError: The name or ``--format`` is that of something else.
    """
    from secgraph.drawing.canvas import FORMATS

    ending = os.path.splitext(output or "")[1].lower().lstrip(".")
    if format or (ending and ending not in FORMATS):
        raise UsageError(
            f"--view {option} draws a figure and nothing else; leave out --format, and name a file "
            "that ends in .svg, .png or .pdf"
        )
    return ending if ending in FORMATS else "svg"


def _format_of(path: str) -> str:
    """Tell the format from the name of the file."""
    from secgraph.query.result import FILES, FORMATS

    ending = os.path.splitext(path)[1].lower().lstrip(".")
    kind = _ENDINGS.get(ending, ending)
    if kind in (*FORMATS, *FILES, "geojson") and kind != "edges":
        return kind
    advice = {
        **dict.fromkeys(
            ("svg", "png", "pdf"), "is a figure; say what to draw, such as --view graph"
        ),
        "bib": "is a bibliography; say --cite bibtex",
        "ris": "is a bibliography; say --cite ris",
    }.get(
        ending,
        "cannot tell the format from its name; end it in .csv, .tsv, .json, .xml, .md, .html, "
        ".xlsx, .parquet, .arrow, .graphml, .gexf or .geojson, or say --format "
        f"{'|'.join((*FORMATS, *FILES, 'geojson'))}",
    )
    raise BadFile(path, advice)
