"""Read the texts of a folder, with the table that says whose they are.

Looks into no subfolder; a text without a row is not read.
"""

import csv
import io
import os
import re
from collections.abc import Iterator

from secgraph.corpus.adapter import Adapter, Member
from secgraph.corpus.archive import File, Session, Skipped, unreadable
from secgraph.errors import BadFile
from secgraph.syntax import textfile

_DATE = re.compile(r"(\d{4})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")

_NEEDED = ("file", "state", "date")
"""What the table says of each text at least."""


class Folder:
    """A folder of texts; the documents of a year are a session.

    Attributes:
        skipped: The files that are not read, with the reason.
        table: Nothing: speakers stand in the table of the folder.
    """

    table: bytes | None = None

    def __init__(self, adapter: Adapter, path: str) -> None:
        self._adapter, self._path = adapter, path
        self.skipped: list[Skipped] = []
        self._rows: dict[str, dict[str, str]] = {}

    def about(self, slug: str) -> dict[str, str]:
        """Give what the table says of a document."""
        return self._rows[slug]

    def sessions(self) -> Iterator[Session]:
        """Give the documents, year by year.

        Raises:
            BadFile: There is no table, a row of it cannot be used, or two files are one document.
        """
        table = os.path.join(self._path, self._adapter.table)
        if not os.path.isdir(self._path):
            raise BadFile(self._path, "is no folder of texts")
        if not os.path.isfile(table):
            needed = ", ".join(self._adapter.columns[one] for one in _NEEDED)
            raise BadFile(table, f"is not there; the table of the texts has the columns {needed}")
        members = self._members(table)
        try:
            present = sorted(os.listdir(self._path))
        except OSError as error:
            raise BadFile(self._path, f"cannot be read ({error.strerror})") from error
        for name in present:
            if name not in members and name != self._adapter.table:
                self.skipped.append(Skipped(name, f"no row of {self._adapter.table} names it"))
        years: dict[int, list[tuple[str, Member]]] = {}
        for name, member in sorted(members.items()):
            years.setdefault(member.year, []).append((name, member))
        count = 0
        for year, pairs in sorted(years.items()):
            session = Session(year)
            for name, member in pairs:
                content = self._content(name)
                if content is not None:
                    session.files.append(File(name, member, content))
            count += len(session.files)
            if session.files:
                yield session
        if not count:
            raise BadFile(self._path, "holds no text that a row of its table names")

    def texts(self, names: set[str]) -> Iterator[tuple[str, bytes]]:
        """Give the content of some files."""
        for name in sorted(names):
            path = os.path.join(self._path, name)
            if os.path.basename(name) == name and os.path.isfile(path):
                with open(path, "rb") as file:
                    yield name, file.read()

    def _content(self, name: str) -> bytes | None:
        try:
            with open(os.path.join(self._path, name), "rb") as file:
                content = file.read()
        except OSError as error:
            self.skipped.append(Skipped(name, f"cannot be read ({error.strerror})"))
            return None
        reason = unreadable(content)
        if reason:
            self.skipped.append(Skipped(name, reason))
        return None if reason else content

    def _members(self, table: str) -> dict[str, Member]:
        names = self._adapter.columns
        reader = csv.DictReader(io.StringIO(textfile.read(table), newline=""))
        head = reader.fieldnames or []
        missing = [names[one] for one in _NEEDED if names[one] not in head]
        if missing:
            raise BadFile(table, f"has no column {', '.join(missing)}", 1)
        members: dict[str, Member] = {}
        for line, row in enumerate(reader, 2):
            about = {key: (row.get(column) or "").strip() for key, column in names.items()}
            name, member = about["file"], self._member(about, table, line)
            if name in members or member.slug in self._rows:
                raise BadFile(table, f"{name} stands twice, or two files are {member.slug}", line)
            members[name] = member
            self._rows[member.slug] = about
        return members

    def _member(self, about: dict[str, str], table: str, line: int) -> Member:
        slug = self._adapter.slug(about["file"])
        if slug is None:
            raise BadFile(table, f"{about['file']!r} is no name of a .txt or .md file", line)
        date = _DATE.fullmatch(about["date"])
        if date is None:
            raise BadFile(table, f"{about['date']!r} is no date such as 2021-09-21", line)
        year = int(date[1])
        if self._adapter.state(about["state"], year) is None:
            raise BadFile(table, f"no state is called {about['state']!r}", line)
        return Member(slug, year, about["state"], year)
