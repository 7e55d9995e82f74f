"""A small corpus of speeches in our own words, packed as the real one is."""

import csv
import io
import tarfile
from pathlib import Path

import openpyxl

from support.command import secgraph
from support.paths import FIXTURES

TEXTS = FIXTURES / "corpus" / "texts"
TABLE = "Speakers_by_session.xlsx"


def speakers() -> bytes:
    """The table of speakers, as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    with (FIXTURES / "corpus" / "speakers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def texts() -> dict[str, bytes]:
    """The speeches, by the names that they have in an archive."""
    return {
        f"TXT/{path.relative_to(TEXTS)}": path.read_bytes() for path in sorted(TEXTS.rglob("*.txt"))
    }


def members() -> dict[str, bytes]:
    """Everything that stands in the archive, files that are no speech among them."""
    files = {"README.txt": b"About.", TABLE: speakers(), **texts()}
    folder = "TXT/Session 73 - 2018"
    files |= {
        f"{folder}/.Rhistory": b"x <- 1",
        f"{folder}/DEU_73_2018.txt": "Größe".encode("latin-1"),
        f"{folder}/FIN_73_2018.txt": b"\xef\xbb\xbf \n",
        f"{folder}/XYZ_73_2018.txt": b"Nobody speaks.",
        f"{folder}/GBR_72_2018.txt": b"In another year.",
    }
    return files


def pack(path: Path, files: dict[str, bytes]) -> Path:
    """Write an archive, the files of a folder together."""
    with tarfile.open(path, "w:gz") as tar:
        for name, content in sorted(files.items()):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def added(place: Path) -> Path:
    """Pack the small corpus as ``small.tgz`` into a folder, add it beside, and give where it is."""
    archive = pack(place / "small.tgz", members())
    folder = place / "small"
    done = secgraph("corpus", "add", "ungdc", str(archive), "-o", str(folder))
    assert done.returncode == 0, done.stderr
    return folder
