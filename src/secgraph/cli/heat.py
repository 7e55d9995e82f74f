"""Print how much is claimed on each passage, as a heat map on a terminal, with rich.

Counts nothing: the rows come from the question evidence/coverage.
"""

import rich.console
import rich.padding
import rich.text

from secgraph.cli.out import plain
from secgraph.drawing import colours
from secgraph.namespaces import slug
from secgraph.query.passages import KINDS, by_document, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = ("claims", *KINDS)


def show(rows: "Sequence[Mapping[str, str]]") -> None:
    """Print a line for each passage and a sum for each paragraph.

    Where there are several documents, each stands below its name and has a sum of its own.

    Args:
        rows: Those of :func:`secgraph.query.passages.rows`.
    """
    console = rich.console.Console(highlight=False)
    top = max((int(row[kind]) for row in rows for kind in KINDS), default=1) or 1
    head = f"{'':<8}{'claims':>6}" + "".join(f"  {kind}" for kind in KINDS)
    console.print(rich.text.Text(head, style="bold"))
    documents = by_document(rows)
    for members in documents.values():
        if len(documents) > 1:
            console.print(rich.text.Text(plain(members[0]["document"]), style="bold"))
        _paragraphs(console, members, top)
        if len(documents) > 1:
            console.print(_line("sum", _sums(members), None))
    console.print(_line("all", _sums(rows), None))
    console.print(rich.text.Text(_summary(rows, several=len(documents) > 1), style="dim"))


def _paragraphs(
    console: rich.console.Console, rows: "Sequence[Mapping[str, str]]", top: int
) -> None:
    """Print the passages of one document, those of a paragraph below its sum."""
    paragraphs: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        paragraphs.setdefault(place(row["passage"])[0], []).append(row)
    for paragraph, members in paragraphs.items():
        if len(members) > 1 or members[0]["passage"] != paragraph:
            console.print(_line(paragraph, _sums(members), None))
        for row in members:
            indent = "  " if row["passage"] != paragraph else ""
            console.print(_line(indent + row["passage"], _sums([row]), top))
            for note in filter(None, (row["reason"], row.get("sentence", ""))):
                text = rich.text.Text(note, style="dim")
                console.print(rich.padding.Padding(text, (0, 0, 0, 16)))


def _sums(rows: "Sequence[Mapping[str, str]]") -> "dict[str, int]":
    return {name: sum(int(row[name]) for row in rows) for name in COLUMNS}


def _summary(rows: "Sequence[Mapping[str, str]]", *, several: bool) -> str:
    """Name the passages that assert nothing and do not say why."""
    silent = [row for row in rows if row["claims"] == row["asked"] and not row["reason"]]
    if not silent:
        return "every passage carries a claim or says why it asserts nothing"
    names = [
        f"{slug(row['documentIri'])}#{row['passage']}" if several else row["passage"]
        for row in silent
    ]
    return f"assert nothing, unexplained: {' '.join(names)}"


def _line(name: str, counts: "Mapping[str, int]", top: int | None) -> rich.text.Text:
    """Give one line of the map; with *top*, the more the darker, up to that many."""
    line = rich.text.Text(f"{name:<8}{counts['claims']:>6}", style="bold" if top is None else "")
    for kind in KINDS:
        count = counts[kind]
        style = "" if top is None or not count else _shade(count / top)
        line.append("  ")
        line.append(f"{count or '·':^{len(kind)}}", style=style)
    return line


def _shade(share: float) -> str:
    ground = colours.ramp(share)
    return f"{colours.text_on(ground)} on {ground}"
