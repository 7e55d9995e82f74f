"""Draw answers as tables on a terminal, with rich.

Loaded only where a table is wanted. Leaves out what every row says alike, and says that below.
"""

import re

import rich.box
import rich.console
import rich.padding
import rich.table
import rich.text

from secgraph.cli.out import plain
from secgraph.namespaces import curie, curies
from secgraph.query import asof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from secgraph.query.about import Backing
    from secgraph.query.catalog import Query
    from secgraph.query.hits import Hit
    from secgraph.query.result import Result

COMFORT = 20
"""A column needs this much, or what its longest value needs.

Where that is more than there is, rows are drawn as blocks.
"""

NARROW = 12
"""The least width of a column of texts in a table of numbers that has too little room."""

GAP = 2
"""Blanks between the columns of such a table."""

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""A number; a code such as 036 is none."""

ROOM = 5
"""More columns than these are hard to read at 80 characters.

What all rows share then moves below the table.
"""


def answer(
    result: "Result",
    query: "Query | None" = None,
    backing: "Sequence[Sequence[Backing]] | None" = None,
) -> None:
    """Print the answer to a query, with what it asked above and how to go on below.

    Args:
        result: The answer.
        query: The saved query, if it was one.
        backing: What stands behind each row, to be listed below; None where that was not asked for.
    """
    console = rich.console.Console(highlight=False)
    if query is not None:
        console.print(_text(query.summary, style="bold"))
        if result.subtitle:
            console.print(_text(result.subtitle))
    if result.truth is not None:
        console.print("yes" if result.truth else "no")
        return
    rows = result.rows
    names = [name for name in result.shown if name not in _needless(rows)]
    if backing is not None and not any(
        "evidence" in name.lower() or name in ("source", "passage") for name in names
    ):
        names = [*names, "evidence"]
        rows = [
            {**row, "evidence": " ".join(passage.identifier for passage in passages)}
            for row, passages in zip(rows, backing, strict=True)
        ]
    same = (
        {name: rows[0][name] for name in names if len({row[name] for row in rows}) == 1}
        if len(rows) > 1 and len(names) > ROOM
        else {}
    )
    # An empty column says nothing; one that is the same all the way down says it once.
    _draw(console, [name for name in names if name not in same], rows)
    shared = [f"{name} {curies(value)}" for name, value in same.items() if value]
    if shared:
        console.print(_text("in every row: " + "; ".join(shared), style="dim"))
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    claims = [row["claim"] for row in rows if row.get("claim")]
    silent = "" if rows else "; the graph is silent, which denies nothing"
    hint = f"; 'secgraph show {curie(claims[0])}' says all about that claim" if claims else ""
    where = (
        "; P10.S2 is paragraph 10, sentence 2"
        if rows and any("evidence" in name.lower() for name in names)
        else ""
    )
    console.print(_text(count + silent + where + hint, style="dim"))
    if result.note:
        console.print(_text(result.note, style="dim"))
    if undated := asof.note(result):
        console.print(_text(undated, style="dim"))
    if backing is not None:
        _behind(console, backing)


def _needless(rows: "Sequence[Mapping[str, str]]") -> "tuple[str, ...]":
    """Give the columns that name the document of a row, where one document has all rows."""
    columns = ("document", "otherDocument")
    labelled = [name for name in columns if rows and f"{name}Iri" in rows[0]]
    documents = {row[f"{name}Iri"] for row in rows for name in labelled}
    return columns if len(documents) <= 1 else ()


def _text(words: str, style: str = "") -> rich.text.Text:
    return rich.text.Text(plain(words), style=style)


def _behind(console: rich.console.Console, backing: "Sequence[Sequence[Backing]]") -> None:
    """List what stands behind the rows, each once."""
    sources = {source.iri: source for row in backing for source in row}
    if not sources:
        console.print(
            _text("No passage and no source stands behind these rows: they count.", style="dim")
        )
        return
    console.print()
    console.print(_text("Evidence", style="bold"))
    passages = sorted(
        (source for source in sources.values() if source.start is not None),
        key=lambda passage: (passage.document, passage.start or 0, passage.iri),
    )
    others = [source for source in sources.values() if source.start is None]
    for source in [*passages, *others]:
        place = f", code points {source.start} to {source.end}" if source.start is not None else ""
        console.print(_text(f"{source.identifier}  {source.of}{place}"), soft_wrap=False)
        if source.sentence:
            console.print(rich.padding.Padding(_text(f"“{source.sentence}”"), (0, 0, 0, 4)))


def listed(rows: "Sequence[Mapping[str, str]]") -> None:
    """Print rows that no query gave."""
    _draw(rich.console.Console(highlight=False), list(rows[0]) if rows else [], rows)


def hits(found: "Sequence[Hit]") -> None:
    """Print what a search leads to: questions as commands, then claims, then things."""
    console = rich.console.Console(highlight=False)
    titles = {"question": "Questions", "claim": "Claims", "thing": "Things"}
    for kind, title in titles.items():
        members = [hit for hit in found if hit.kind == kind]
        if members:
            console.print(_text(title, style="bold"))
            draw = {"question": _question, "claim": _claims, "thing": _thing}[kind]
            for hit in members:
                draw(console, hit)


def _question(console: rich.console.Console, hit: "Hit") -> None:
    console.print(rich.padding.Padding(_text(hit.command), (0, 0, 0, 2)))
    console.print(rich.padding.Padding(_text(hit.text, style="dim"), (0, 0, 0, 6)))


def _claims(console: rich.console.Console, hit: "Hit") -> None:
    """Print a content: each of its claims with its passage, holder, standing and document.

    Claims of a unit have one paraphrase.
    """
    claims = [(claim.passage, claim.text, claim.curie, [claim]) for claim in hit.claims]
    if hit.name:
        passages = " ".join(dict.fromkeys(claim.passage for claim in hit.claims))
        claims = [(passages, hit.text, hit.name, list(hit.claims))]
    for passage, text, name, members in claims:
        drawn = rich.table.Table.grid(padding=(0, 2, 0, 0))
        drawn.add_column(no_wrap=True, min_width=6)
        drawn.add_column(overflow="fold")
        drawn.add_row(_text(passage), _text(f"{text}  [{name}]"))
        facets = [(one.holder, one.standing or one.polarity, one.document) for one in members]
        for more in dict.fromkeys(facets):
            drawn.add_row("", _text("; ".join(more), style="dim"))
        console.print(rich.padding.Padding(drawn, (0, 0, 0, 2)))


def _thing(console: rich.console.Console, hit: "Hit") -> None:
    label = "" if hit.text in hit.command else f": {hit.text}"
    words = f"{hit.command}  ({hit.type}){label}"
    console.print(rich.padding.Padding(_text(words), (0, 0, 0, 2)))


def _draw(
    console: rich.console.Console, names: "Sequence[str]", rows: "Sequence[Mapping[str, str]]"
) -> None:
    longest = {name: max([len(name), *(len(curies(row[name])) for row in rows)]) for name in names}
    if sum(min(width, COMFORT) + 3 for width in longest.values()) > console.width:
        kept = [name for name in names if any(row[name] for row in rows)]
        numeric = {name for name in kept if _is_numeric(rows, name)}
        # Where texts are the matter, they are not given up for a few numbers beside them.
        is_of_numbers = len(rows) > 1 and len(numeric) > 1 and 2 * len(numeric) >= len(kept) - 1
        heads = _fitted(kept, numeric, longest, rows, console.width) if is_of_numbers else {}
        if not heads:
            _blocks(console, kept, rows)
            return
        _numbers(console, heads, numeric, rows)
        dropped = [name for name in kept if name not in heads]
        if dropped:
            note = f"left out, since the terminal is narrow: {', '.join(dropped)}; csv has all"
            console.print(_text(note, style="dim"))
        return
    drawn = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in names:
        drawn.add_column(
            _text(name),
            overflow="fold",
            no_wrap=name == "evidence" and all(" " not in row[name] for row in rows),
        )
    for row in rows:
        drawn.add_row(*(_text(curies(row[name])) for name in names))
    console.print(drawn)


def _is_numeric(rows: "Sequence[Mapping[str, str]]", name: str) -> bool:
    values = [row[name] for row in rows if row[name]]
    return bool(values) and all(map(_NUMBER.fullmatch, values))


def _fitted(
    names: "Sequence[str]",
    numeric: "Collection[str]",
    longest: "Mapping[str, int]",
    rows: "Sequence[Mapping[str, str]]",
    room: int,
) -> "dict[str, str]":
    """Choose the columns of a table of numbers that fit, and what stands above each.

    The widest columns of texts are left out first, except the first column; then the names of
    numbers are broken, the longest first.

    Returns:
        The head of each column; empty where the numbers alone are too wide.
    """
    heads = {name: name for name in names}
    texts = sorted((name for name in names[1:] if name not in numeric), key=longest.__getitem__)

    def width(name: str) -> int:
        if name not in numeric:
            return min(longest[name], NARROW)
        return max(len(part) for part in (*heads[name].split("\n"), *(row[name] for row in rows)))

    def needed() -> int:
        return sum(map(width, heads)) + GAP * (len(heads) - 1)

    while texts and needed() > room:
        del heads[texts.pop()]
    for name in sorted(numeric, key=lambda name: (-len(name), name)):
        if needed() > room and len(name) > NARROW // 2:
            middle = (len(name) + 1) // 2
            heads[name] = f"{name[:middle]}-\n{name[middle:]}"
    return heads if needed() <= room else {}


def _numbers(
    console: rich.console.Console,
    heads: "Mapping[str, str]",
    numeric: "Collection[str]",
    rows: "Sequence[Mapping[str, str]]",
) -> None:
    """Draw a table whose numbers are whole and whose texts are wrapped."""
    drawn = rich.table.Table(
        box=rich.box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0)
    )
    for name, head in heads.items():
        drawn.add_column(_text(head), overflow="fold", no_wrap=name in numeric)
    for row in rows:
        drawn.add_row(*(_text(curies(row[name])) for name in heads))
    console.print(drawn)


def _blocks(
    console: rich.console.Console, names: "Sequence[str]", rows: "Sequence[Mapping[str, str]]"
) -> None:
    """Draw each row as a block of its own, one line for each value."""
    for row in rows:
        block = rich.table.Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        block.add_column(style="bold", no_wrap=True)
        block.add_column(overflow="fold")
        for name in names:
            if row[name]:
                block.add_row(_text(name), _text(curies(row[name])))
        console.print(block)
        console.print()
