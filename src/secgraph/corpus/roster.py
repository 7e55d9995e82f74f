"""Read who spoke: the spreadsheet beside the speeches.

Joins nothing with files, and corrects no name.
"""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from secgraph.corpus.adapter import Adapter
from secgraph.errors import BadFile, MissingExtra

Key = tuple[int, str]
"""A session and a code."""


@dataclass(slots=True)
class Roster:
    """Speakers and their posts.

    Attributes:
        rows: By session and code.
        respelt: The codes of the spreadsheet that are spelt otherwise in the names of files.
        twice: Keys that stand there more than once; the first row counts.
        nameless: The rows without a session or a code.
    """

    rows: dict[Key, tuple[str, str]] = field(default_factory=dict)
    respelt: dict[str, str] = field(default_factory=dict)
    twice: list[Key] = field(default_factory=list)
    nameless: int = 0


def read(adapter: Adapter, content: bytes, path: str) -> Roster:
    """Read a spreadsheet.

    Args:
        adapter: Says what its columns hold, and which codes are spelt otherwise.
        content: The bytes of the file.
        path: Of the archive, for messages.

    Raises:
        BadFile: It is no workbook, or lacks a column.
        MissingExtra: What reads workbooks is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra("corpus", "reading the table of speakers") from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        head = [str(cell or "").strip() for cell in next(rows)]
    except (zipfile.BadZipFile, KeyError, ValueError, StopIteration, OSError) as error:
        raise BadFile(path, f"its table of speakers is no workbook ({error})") from error
    names = adapter.speakers
    missing = [
        names[key] for key in ("session", "code", "speaker", "post") if names[key] not in head
    ]
    if missing:
        raise BadFile(path, f"its table of speakers has no column {', '.join(missing)}")
    places = [head.index(names[key]) for key in ("session", "code", "speaker", "post")]
    roster = Roster()
    for row in rows:
        _add(roster, adapter, [row[place] if place < len(row) else None for place in places])
    return roster


def _add(roster: Roster, adapter: Adapter, cells: list[Any]) -> None:
    session, *words = cells
    written, speaker, post = ("" if word is None else str(word) for word in words)
    code = " ".join(written.split())
    if not isinstance(session, int) or not code:
        roster.nameless += any(cell not in (None, "") for cell in cells)
        return
    code = adapter.speaker_codes.get(code, code)
    if code != written:
        roster.respelt[written] = code
    key = (session, code)
    if key in roster.rows:
        roster.twice.append(key)
        return
    roster.rows[key] = (" ".join(speaker.split()), " ".join(post.split()))
