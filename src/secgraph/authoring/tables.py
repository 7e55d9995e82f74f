"""Show a file of claims as tables for a spreadsheet, and make the file of the tables again.

Canonical files come back byte for byte, also where a spreadsheet has saved the tables. Comments are
not shown and so are lost.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from secgraph.authoring import terms, writing
from secgraph.authoring.keys import HEAD_KEYS, KIND_KEYS, SOURCE_KEYS, THING_KEYS
from secgraph.authoring.syntax import Block, Claim, File, Passage
from secgraph.errors import BadFile
from secgraph.syntax import textfile

CLAIMS, THINGS, DOCUMENT = "claims.tsv", "things.tsv", "document.tsv"
TABLES = (DOCUMENT, THINGS, CLAIMS)

JOIN = " \u2016 "
"""Stands between several lines of one kind in a cell."""

_FACETS = terms.FACETS
CLAIM_COLUMNS = (
    "passage",
    "letter",
    "subject",
    "not",
    "kind",
    "object",
    "qualifiers",
    *_FACETS,
    "doubts",
    "evidence",
    "paraphrase",
    "note",
    "steps",
    "triggers",
    "signs",
    "mentions",
    "reason",
)
THING_COLUMNS = ("what", "name", "class", *dict.fromkeys((*THING_KEYS, *KIND_KEYS, *SOURCE_KEYS)))
DOCUMENT_COLUMNS = ("key", "value")
_COLUMNS = {CLAIMS: CLAIM_COLUMNS, THINGS: THING_COLUMNS, DOCUMENT: DOCUMENT_COLUMNS}

_SAFE = re.compile(r"[^\W\d_]")
_CHANGED = re.compile(
    r"(?:true|false|inf|nan|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|"
    r"march|april|june|july|august|september|october|november|december|mon|tue|wed|thu|fri|sat|sun"
    r"|am|pm)\b",
    re.IGNORECASE,
)


def guard(cell: str) -> str:
    """Give a cell that a spreadsheet takes for text: with an apostrophe before what it would not.

    Formulas, numbers, dates and truth values are told from words by how they begin.
    """
    if not cell or (_SAFE.match(cell) and not _CHANGED.match(cell)):
        return cell
    return f"'{cell}"


def unguard(cell: str) -> str:
    """Give a cell without the apostrophe that guards it."""
    return cell.strip().removeprefix("'")


# ---- from a file to tables ----


def write(file: File) -> dict[str, str]:
    """Give the tables of a file, by their names."""
    return {
        DOCUMENT: _table(DOCUMENT_COLUMNS, _document(file)),
        THINGS: _table(THING_COLUMNS, _things(file)),
        CLAIMS: _table(CLAIM_COLUMNS, _claims(file)),
    }


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard(row.get(column, "")) for column in columns])
    return text.getvalue()


def _document(file: File) -> Iterator[dict[str, str]]:
    yield {"key": "document", "value": file.head.name}
    for key in HEAD_KEYS:
        if key in file.head.values:
            yield {"key": key, "value": file.head.values[key]}


def _things(file: File) -> Iterator[dict[str, str]]:
    for what, blocks in (
        ("source", file.sources),
        ("kind", file.kinds),
        ("thing", file.things),
    ):
        for block in blocks:
            yield {"what": what, "name": block.name, "class": block.form, **block.values}


def _claims(file: File) -> Iterator[dict[str, str]]:
    for passage in file.passages:
        own = _of_passage(passage)
        if own or not passage.claims:
            yield {"passage": passage.identifier, **own}
        for claim in passage.claims:
            yield {"passage": passage.identifier, **_of_claim(claim)}


def _of_passage(passage: Passage) -> dict[str, str]:
    cells = {
        "reason": passage.reason,
        "mentions": JOIN.join(f"{one.span} = {one.name.text}" for one in passage.pointings),
        "steps": JOIN.join(_of_step(passage)),
        "signs": " ; ".join(map(str, passage.signs)),
    }
    return {key: value for key, value in cells.items() if value}


def _of_step(passage: Passage) -> Iterator[str]:
    for step in passage.steps:
        yield writing.step(step)
        if step.sentence:
            yield f"= {step.sentence}"


def _of_claim(claim: Claim) -> dict[str, str]:
    content = claim.content
    return {
        "letter": claim.letter,
        "subject": writing.terms(content.subjects),
        "not": "not" if claim.denied else "",
        "kind": content.relation,
        "object": writing.terms(content.objects),
        "qualifiers": " ; ".join(map(writing.qualifier, content.qualifiers)),
        **{key: writing.facet(value) for key, value in claim.facets},
        "doubts": " ".join(f"?{doubt}" for doubt in claim.doubts),
        "evidence": writing.evidence(claim),
        "paraphrase": claim.paraphrase,
        "note": claim.note,
        "steps": JOIN.join(map(writing.step, claim.steps)),
        "triggers": writing.triggers(claim),
        "signs": " ; ".join(map(str, claim.signs)),
    }


# ---- from tables to a file ----


class _Add(Protocol):
    """Adds lines of a file, with the table and the row that they come from."""

    def __call__(self, table: str, row: int, *more: str) -> None:
        """Add them."""


@dataclass(frozen=True, slots=True)
class Back:
    """A file of claims made of tables.

    Attributes:
        text: The file.
        places: For each of its lines the table and the row that it comes from.
    """

    text: str
    places: list[tuple[str, int]]

    def place(self, line: int) -> tuple[str, int]:
        """Give the table and the row of a line; the first one for none."""
        return self.places[min(max(line, 1), len(self.places)) - 1]


def read(paths: Mapping[str, str]) -> Back:
    """Make a file of tables.

    Args:
        paths: By the name of a table, the path of its file.

    Raises:
        BadFile: A table is missing or damaged; with the row.
    """
    lines: list[str] = []
    places: list[tuple[str, int]] = []

    def add(table: str, row: int, *more: str) -> None:
        lines.extend(more)
        places.extend([(paths[table], row)] * len(more))

    _read_document(paths, add)
    _read_things(paths, add)
    _read_claims(paths, add)
    return Back("\n".join(lines) + "\n", places)


def _rows(path: str, table: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a table with their numbers, in whichever order the columns stand."""
    cells = csv.reader(io.StringIO(textfile.with_line_feeds(textfile.read(path))), delimiter="\t")
    try:
        table_rows = list(cells)
    except csv.Error as error:
        raise BadFile(path, f"is no table with tabs between its cells ({error})") from error
    header = [unguard(cell) for cell in table_rows[0]] if table_rows else []
    known = _COLUMNS[table]
    missing = [name for name in known[:2] if name not in header]
    if missing:
        raise BadFile(path, f"has no column {missing[0]}; restore the first row", 1)
    strange = [name for name in header if name and name not in known]
    if strange:
        raise BadFile(path, f"has the column {strange[0]!r}, which is none; remove it", 1)
    for number, row in enumerate(table_rows[1:], 2):
        values = {
            name: unguard(cell) for name, cell in zip(header, row, strict=False) if name and cell
        }
        if any("\n" in value for value in values.values()):
            raise BadFile(path, "has a line end in a cell; write one line", number)
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            raise BadFile(path, "has more cells than columns; remove the last ones", number)
        if values:
            yield number, values


def _read_document(paths: Mapping[str, str], add: _Add) -> None:
    slug, values, first = "", {}, 1
    for number, row in _rows(paths[DOCUMENT], DOCUMENT):
        key, value = row.get("key", ""), row.get("value", "")
        if key == "document":
            slug, first = value, number
        else:
            values[key] = value, number
    add(DOCUMENT, first, f"document {slug}")
    for key, (value, number) in values.items():
        add(DOCUMENT, number, f"  {key}  {value}")


def _read_things(paths: Mapping[str, str], add: _Add) -> None:
    for number, row in _rows(paths[THINGS], THINGS):
        what = row.get("what", "")
        if what not in ("thing", "kind", "source"):
            raise BadFile(paths[THINGS], f"what is {what!r}; write thing, kind or source", number)
        keys = writing.BLOCKS[what]
        other = [key for key in row if key not in ("what", "name", "class", *keys)]
        if other:
            raise BadFile(paths[THINGS], f"a {what} has no {other[0]}; remove it", number)
        block = Block(row.get("name", ""), row.get("class", ""))
        block.values = {key: row[key] for key in keys if key in row}
        add(THINGS, number, *writing.block(what, block))


def _read_claims(paths: Mapping[str, str], add: _Add) -> None:
    before = ""
    for number, row in _rows(paths[CLAIMS], CLAIMS):
        name, letter = row.get("passage", ""), row.get("letter", "")
        if name != before or not letter:
            reason = f" -- {row['reason']}" if not letter and "reason" in row else ""
            add(CLAIMS, number, "", f"{name}{reason}")
        if letter:
            add(CLAIMS, number, *_claim_lines(letter, row))
        else:
            own = [f"~ {one}" for one in _parts(row, "mentions")]
            own += [
                f"   {one}" if one.startswith("= ") else f"> {one}" for one in _parts(row, "steps")
            ]
            own += [f"@ {row['signs']}"] if "signs" in row else []
            add(CLAIMS, number, *own)
        before = name


def _parts(row: Mapping[str, str], key: str) -> list[str]:
    return [part.strip() for part in row.get(key, "").split(JOIN.strip()) if part.strip()]


def _claim_lines(letter: str, row: Mapping[str, str]) -> list[str]:
    negation = "not " if row.get("not") else ""
    core = " | ".join(
        (row.get("subject", ""), negation + row.get("kind", ""), row.get("object", ""))
    )
    parts = [core, row.get("qualifiers", "")]
    parts += [f"{key} {row[key]}" for key in _FACETS if key in row]
    line = " ; ".join(filter(None, parts))
    if "doubts" in row:
        line += f" {row['doubts']}"
    lines = [f"{letter}  {line}"]
    if "evidence" in row:
        lines.append(f'   " {row["evidence"]}')
    if "paraphrase" in row:
        lines.append(f"   = {row['paraphrase']}")
    if "note" in row:
        lines.append(f"   note {row['note']}")
    lines += [f"   > {one}" for one in _parts(row, "steps")]
    if "triggers" in row:
        lines.append(f"   ! {row['triggers']}")
    if "signs" in row:
        lines.append(f"   @ {row['signs']}")
    return lines
