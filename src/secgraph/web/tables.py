"""Lay the rows of an answer out for a page: the claim's sentence first, its standing in words.

Makes no HTML; what a cell is, is said by its kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from secgraph.namespaces import curies
from secgraph.query.about import Backing
from secgraph.query.result import Result
from secgraph.web.context import Claim, Context, Passage
from secgraph.web.links import Links

DENIED, REPORTED, OPEN, PLAIN = "denied", "reported", "open", "plain"
"""How a standing is marked, beside its words: dashed, dotted, thin or plain."""

_SENTENCES = (
    ("text", "claim"),
    ("first", "claim"),
    ("otherText", "otherClaim"),
    ("otherText", "other"),
    ("second", "otherClaim"),
)
"""Columns that say in words what a column beside them names."""

_FIRST = ("otherClaim", "other")
"""Columns that follow the sentence of a claim at once."""

_SIDES = {"claim": "", "otherClaim": "other", "other": "other"}
"""Columns of claims, and how the columns begin that are about each."""

_BELOW = ("standing", "holder", "evidence", "document")
"""What is said of a claim below its sentence, and has no column of its own then."""

LONG = 40
"""A text of more characters is a sentence and not a name."""

_TAGS = ("polarity", "standing", "otherStanding", "option", "outcome")


def mark(words: str, polarity: str = "") -> str:
    """Give how a standing or a polarity is marked."""
    if "report" in words:
        return REPORTED
    if "denied" in words or "denial" in words or polarity == "denied":
        return DENIED
    if words in ("asserted", "affirmed", "for", "consistent", ""):
        return PLAIN
    return OPEN


@dataclass(slots=True)
class Part:
    """A piece of a cell: words, with a link where they name something."""

    words: str
    href: str = ""


@dataclass(slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        column: Its heading.
        parts: What it holds.
        mark: How a standing is marked; empty for what is none.
        note: What is said below, in small.
        below: What else is said of a claim below its sentence.
    """

    column: str
    parts: list[Part] = field(default_factory=list)
    mark: str = ""
    note: str = ""
    below: "list[Cell]" = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """Whether it holds a sentence, which needs room."""
        return any(len(part.words) > LONG for part in self.parts)


@dataclass(slots=True)
class Row:
    """A row: the cell that it is about, and the others.

    Attributes:
        head: Its first cell, the claim's sentence where there is one.
        cells: The others.
        anchor: An identifier on the page, that of the claim; empty where there is none.
    """

    head: Cell
    cells: list[Cell]
    anchor: str = ""


@dataclass(slots=True)
class Table:
    """A table of an answer.

    Attributes:
        columns: Headings.
        rows: The rows.
        document: The document of all rows, where there is one only; its column is left out.
        href: The link to it.
    """

    columns: list[str]
    rows: list[Row]
    document: str = ""
    href: str = ""


def heading(column: str) -> str:
    """Give a column's heading in words: ``otherHolder`` is *other holder*."""
    return "".join(f" {mark.lower()}" if mark.isupper() else mark for mark in column)


def table(
    context: Context, links: Links, result: Result, backings: Sequence[Sequence[Backing]]
) -> Table:
    """Lay out an answer.

    Args:
        context: What the pages are made of.
        links: Where things are.
        result: The answer.
        backings: The passages and sources behind each row.
    """
    rows = result.rows
    key = _key(context, result.shown, rows)
    sides = _sides(context, key, result.shown, rows)
    hidden = {key} | _hidden(context, rows)
    hidden.update(name for names in sides.values() for name in names)
    documents = {row.get("document", "") for row in rows}
    is_pair = "otherDocument" in result.columns
    shared = documents.pop() if len(documents) == 1 and not is_pair else ""
    if shared:
        hidden.add("document")
        sides = {side: [one for one in names if one != "document"] for side, names in sides.items()}
    names = [name for name in result.shown if name not in hidden]
    names = [name for name in names if not rows or any(row.get(name) for row in rows)]
    names.sort(key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    layout = _Layout(context, links, key, names, sides)
    laid = [layout.row(row, backing) for row, backing in zip(rows, backings, strict=True)]
    is_claim = key in ("claim", *(column for column, _ in _SENTENCES))
    href = links.thing(rows[0].get("documentIri", "")) if shared else ""
    head = "claim" if is_claim else heading(key)
    return Table([head, *map(heading, names)], laid, shared, href)


def _key(context: Context, shown: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Give the column that a row is about: a claim, if its rows have one, else the first."""
    if rows and "claim" in shown and all(row["claim"] in context.claims for row in rows):
        return "claim"
    return shown[0] if shown else ""


def _hidden(context: Context, rows: Sequence[Mapping[str, str]]) -> set[str]:
    """Give the columns whose words the sentence of a claim says already."""
    if not rows:
        return set()
    hidden = {
        column
        for column, claim in _SENTENCES
        if column in rows[0]
        and claim in rows[0]
        and all(
            row[claim] in context.claims and row[column] == context.claims[row[claim]].text
            for row in rows
        )
    }
    if "claim" in rows[0] and "relation" in rows[0]:
        hidden.add("relation")
    if all(row.get("standing") for row in rows):
        hidden.add("polarity")  # the standing says it, and whose it is
    return hidden


def _sides(
    context: Context, key: str, shown: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> dict[str, list[str]]:
    """Give for each column of claims the columns that are about them."""
    sides = {}
    for column, begin in _SIDES.items():
        values = {row.get(column, "") for row in rows}
        if values and values <= context.claims.keys() and (column == key or begin):
            names = (_joined(begin, name) for name in _BELOW)
            sides[column] = [name for name in names if name in shown]
    return sides


def _joined(begin: str, name: str) -> str:
    return f"{begin}{name[0].upper()}{name[1:]}" if begin else name


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the rows of an answer are laid out: the column that they are about, and the others."""

    context: Context
    links: Links
    key: str
    names: Sequence[str]
    sides: Mapping[str, Sequence[str]]

    def row(self, row: Mapping[str, str], backing: Sequence[Backing]) -> Row:
        """Lay out a row."""
        claim = self.context.claims.get(row.get(self.key, ""))
        head = self._cell(row, self.key, backing)
        if claim and row.get("relation"):
            denied = "denied: " if claim.polarity == "denied" else ""
            head.note = f"{denied}{row['relation']}"
        anchor = claim.iri.rpartition("/")[2] if claim else ""
        return Row(head, [self._cell(row, name, backing) for name in self.names], anchor)

    def _cell(self, row: Mapping[str, str], name: str, backing: Sequence[Backing]) -> Cell:
        cell = _cell(self.context, self.links, row, name, backing)
        about = (
            _cell(self.context, self.links, row, one, backing) for one in self.sides.get(name, ())
        )
        cell.below = [one for one in about if one.parts]
        return cell


def _sentence(links: Links, claim: Claim) -> Cell:
    return Cell("claim", [Part(claim.text, links.thing(claim.iri))])


def _cell(
    context: Context, links: Links, row: Mapping[str, str], name: str, backing: Sequence[Backing]
) -> Cell:
    """Give a cell of a column: a link, a sentence, passages, or a standing with whose it is."""
    value, iri = row.get(name, ""), row.get(f"{name}Iri", "")
    cell = Cell(heading(name))
    if value in context.claims:
        cell.parts = _sentence(links, context.claims[value]).parts
    elif name in _TAGS and value:
        cell.parts, cell.mark = [Part(value)], mark(value)
        cell.note = _whose(context, row, name, value)
    elif name == "evidence" and backing and "otherEvidence" not in row:
        cell.parts = [Part(one.identifier, links.thing(one.iri)) for one in backing]
    elif name.lower().endswith("evidence"):
        cell.parts = [_passage(context, links, row, name, part) for part in value.split()]
    elif value:
        target = iri if " " not in iri else ""
        href = links.thing(target or value)
        cell.parts = [Part(curies(value), href)]
    return cell


def _whose(context: Context, row: Mapping[str, str], name: str, value: str) -> str:
    """Say whose view it is that is only reported."""
    claim = context.claims.get(row.get("otherClaim" if name.startswith("other") else "claim", ""))
    if "report" not in value:
        return ""
    if claim:
        return context.voice(claim)
    holder = row.get("otherHolder" if name.startswith("other") else "holder", "")
    return f"held by {holder}" if holder else ""


def _passage(
    context: Context, links: Links, row: Mapping[str, str], name: str, identifier: str
) -> Part:
    """Give the link to a passage by its identifier and the document of the row."""
    home = row.get("otherDocumentIri" if name.startswith("other") else "documentIri", "")
    passage = find_passage(context, home, identifier)
    return Part(identifier, links.thing(passage.iri) if passage else "")


def find_passage(context: Context, document: str, identifier: str) -> Passage | None:
    """Give the passage of a document that has an identifier."""
    return context.identified.get((document, identifier.rpartition("#")[2]))
