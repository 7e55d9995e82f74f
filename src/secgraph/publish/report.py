"""Put several answers on one page of HTML, with their figures, passages and references.

The page asks no server for anything: figures and style stand in it. Writes no file.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from secgraph.drawing import choice, views
from secgraph.query import asof, references, shaping
from secgraph.query.about import Backing
from secgraph.query.citation import RELEASE, Citation, Reference
from secgraph.query.result import Result

_CODES = ("claim", "link", "date", "start", "end", "until", "when")
"""Columns whose cells are one word, though it may have hyphens."""

_LONG = 40
"""A column with a longer text is given room."""

_STYLE = """
:root{color-scheme:light dark;--text:#1a1a1a;--soft:#555;--line:#ccc;--page:#fff;--link:#0b4f8a}
@media(prefers-color-scheme:dark){
:root{--text:#e8e8e8;--soft:#aaa;--line:#444;--page:#161616;--link:#8ab8e6}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:64rem;padding:1rem;
color:var(--text);background:var(--page);overflow-wrap:anywhere}
h1{line-height:1.2}h2{line-height:1.25;margin-top:2.5rem}
p.values,p.count,figcaption{color:var(--soft)}
a{color:var(--link)}code{font-size:.9em}
table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.4}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;
border-bottom:1px solid var(--line);overflow-wrap:break-word}
thead th{border-bottom:2px solid var(--soft)}
th{overflow-wrap:normal}
td.code{white-space:nowrap}
td.number{font-variant-numeric:tabular-nums}
td.text{min-width:14rem}
div.wide{overflow-x:auto}
figure{margin:1rem 0}
figure img{max-width:100%;height:auto;background:#fff;border-radius:4px}
@media(max-width:40rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody,tr,td{display:block}tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
td{border:0;padding:.1rem 0}td:empty{display:none}
figure{overflow-x:auto}figure img{max-width:none;width:44rem}
td.text{min-width:0}
td::before{content:attr(data-column) ": ";color:var(--soft)}}
@media print{h2{break-after:avoid}tr,figure{break-inside:avoid}
table{font-size:.65rem}td.text{min-width:9rem}div.wide{overflow:visible}}
"""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What keeps a browser from asking any server, whatever a value may hold."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A part of the report.

    Attributes:
        result: The answer.
        backing: What stands behind each row.
        citation: What it rests on.
    """

    result: Result
    backing: Sequence[Sequence[Backing]]
    citation: Citation


def page(answers: Sequence[Answer], title: str, *, figures: bool = True) -> bytes:
    """Write the page.

    Args:
        answers: In the order of the page.
        title: Of the page.
        figures: Whether answers that can be drawn have a figure.

    Returns:
        HTML in UTF-8, the same bytes for the same answers.

    Raises:
        MissingExtra: The library that draws is not installed.
    """
    works = _works(answers)
    numbers = {work.iri: number for number, work in enumerate(works, 1)}
    sections = [
        _section(answer, place, numbers, figures=figures) for place, answer in enumerate(answers, 1)
    ]
    releases = [work for work in works if work.kind == RELEASE]
    lines = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<header><h1>{escape(title)}</h1></header><main>",
        *sections,
        '</main><section aria-labelledby="references"><h2 id="references">References</h2><ol>',
        *(_reference(work, number) for number, work in enumerate(works, 1)),
        "</ol></section><footer>",
        *(f"<p>Made with secgraph {escape(work.version)}.</p>" for work in releases),
        "</footer></body></html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _works(answers: Sequence[Answer]) -> list[Reference]:
    """Give the works of all answers, each once: documents and sources, then the release."""
    works = {work.iri: work for answer in answers for work in answer.citation.works}
    return sorted(works.values(), key=lambda work: work.kind == RELEASE)


def _section(answer: Answer, place: int, numbers: Mapping[str, int], *, figures: bool) -> str:
    result = answer.result
    title = result.title or "Answer"
    marks = _cited(" ".join(work.iri for work in answer.citation.works), numbers)
    count = f"{len(result):,} row{'' if len(result) == 1 else 's'}"
    silent = "" if len(result) else "; the graph is silent, which denies nothing"
    lines = [
        f'<section aria-labelledby="answer-{place}"><h2 id="answer-{place}">{escape(title)}</h2>',
        f'<p class="values">{escape(result.subtitle)}</p>' if result.subtitle else "",
        _figure(result) if figures else "",
        _table(result, numbers) if len(result) else "",
        f'<p class="count">{count}{silent}. Rests on {marks}.</p>',
        f'<p class="count">{escape(undated)}.</p>' if (undated := asof.note(result)) else "",
        _passages(answer, numbers),
        f"<p>Asked with <code>{escape(answer.citation.query)}</code></p></section>",
    ]
    return "\n".join(filter(None, lines))


def _table(result: Result, numbers: Mapping[str, int]) -> str:
    """Write the rows; a document is given by its number among the references.

    What is the same in every row of several stands below the table, as it does on a terminal.
    """
    shown = shaping.labelled(result)
    rows = shown.rows
    cells = {
        name: [
            _cited(whole.get(f"{name}Iri", ""), numbers) or escape(row[name])
            for row, whole in zip(rows, result.rows, strict=True)
        ]
        for name in shown.columns
        if any(row[name] for row in rows)
    }
    same = [name for name in cells if len(rows) > 1 and len(set(cells[name])) == 1]
    shared = "; ".join(f"{escape(name)} {cells[name][0]}" for name in same)
    names = [name for name in cells if name not in same] or list(cells)
    kinds = {name: _kind(name, [row[name] for row in rows]) for name in names}
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "\n".join(
        "<tr>"
        + "".join(
            f'<td{kinds[name]} data-column="{escape(name)}">{cells[name][place]}</td>'
            for name in names
        )
        + "</tr>"
        for place in range(len(rows))
    )
    return (
        f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>\n{body}\n</tbody></table></div>"
        + (f'\n<p class="count">In every row: {shared}.</p>' if shared and names != same else "")
    )


def _kind(name: str, values: Sequence[str]) -> str:
    """Give the class of the cells of a column: codes and numbers are not broken."""
    if name in _CODES:
        return ' class="code"'
    if all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) for value in values if value):
        return ' class="number"'
    return ' class="text"' if max(map(len, values)) > _LONG else ""


def _cited(iris: str, numbers: Mapping[str, int]) -> str:
    """Give links to the references of documents or sources; empty where one of them is none."""
    works = iris.split()
    if not works or not all(iri in numbers for iri in works):
        return ""
    works.sort(key=numbers.__getitem__)
    return ", ".join(f'<a href="#work-{numbers[iri]}">[{numbers[iri]}]</a>' for iri in works)


def _figure(result: Result) -> str:
    """Draw an answer in the way that suits it; empty where none does."""
    view = choice.view_of(result)
    if not view:
        return ""
    data = base64.b64encode(views.draw(result, view)).decode()
    words = f"{result.title} {result.subtitle}".strip()
    return (
        f'<figure tabindex="0"><img alt="{escape(f"Figure ({view}): {words}")}" '
        f'src="data:image/svg+xml;base64,{data}"></figure>'
    )


def _passages(answer: Answer, numbers: Mapping[str, int]) -> str:
    """List the passages behind an answer, by document, with their words where they are at hand."""
    unique = {backing.iri: backing for row in answer.backing for backing in row}
    passages = sorted(
        (backing for backing in unique.values() if backing.document),
        key=lambda backing: (backing.document, backing.start or 0, backing.iri),
    )
    if not passages:
        return ""
    items = "\n".join(
        f"<li>{escape(passage.identifier)} of "
        f'<a href="#work-{numbers[passage.document]}">[{numbers[passage.document]}]</a>, '
        f"code points {passage.start} to {passage.end}"
        + (f": <q>{escape(passage.sentence)}</q>" if passage.sentence else "")
        + "</li>"
        for passage in passages
    )
    count = f"{len(passages)} passage{'' if len(passages) == 1 else 's'}"
    return f"<details open><summary>{count}</summary><ul>\n{items}\n</ul></details>"


def _reference(work: Reference, number: int) -> str:
    words = escape(references.sentence(work))
    if work.url.startswith(("http://", "https://")):
        address = escape(work.url)
        words = words.replace(address, f'<a href="{address}" rel="noreferrer">{address}</a>')
    notes = "".join(f"<br>{escape(note)}" for note in references.notes(work))
    return f'<li id="work-{number}">{words}{notes}</li>'
