"""Write an answer as TSV, JSON, XML, Markdown or HTML.

Gets columns and terms; knows no query, no store and no file.
"""

import re

from secgraph.errors import UsageError
from secgraph.namespaces import curie, curies
from secgraph.query import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from secgraph.query.result import Elsewhere
    from secgraph.query.terms import Term

    class Written(Protocol):
        """The part of an answer that writers use."""

        columns: tuple[str, ...]
        truth: bool | None

        @property
        def release(self) -> str:
            """The version of the data."""

        @property
        def terms(self) -> "Sequence[tuple[Term | None, ...]]":
            """The rows as terms."""

        @property
        def rows(self) -> "list[dict[str, str]]":
            """The rows as plain values by column."""

        @property
        def shown(self) -> "list[str]":
            """The columns that a table shows."""

        @property
        def elsewhere(self) -> "Elsewhere | None":
            """The questions that have rows, where there are none here."""

        @property
        def title(self) -> str:
            """The question in words."""

        @property
        def subtitle(self) -> str:
            """The values of its parameters, in words."""


_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;"
    "padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;"
    "padding:.35rem .7rem .35rem 0;border-bottom:1px solid #ddd}"
    "th{border-bottom:2px solid #666}p{color:#444}a{color:#0b4f8a}"
)


_SPACE = re.compile(r"[\t\r\n]")
_MARKS = re.compile(r"[\\|\[\]`]")
_LINE_END = re.compile("\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
"""What some reader of Markdown may take for the end of a line."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tsv(answer: "Written") -> str:
    """Write the SPARQL 1.1 results format in TSV: terms as in Turtle, tabs between."""
    if answer.truth is not None:
        return f"{str(answer.truth).lower()}\n"
    lines = ["\t".join("?" + _SPACE.sub(" ", name) for name in answer.columns)]
    lines += ["\t".join(map(terms.turtle, row)) for row in answer.terms]
    return "\n".join(lines) + "\n"


def json(answer: "Written") -> str:
    """Write the SPARQL 1.1 results format in JSON, the release named in its head.

    An answer without rows has a member ``elsewhere``: the questions that have rows for its values.
    """
    from json import dumps

    head: dict[str, object] = {"vars": list(answer.columns)} if answer.truth is None else {}
    if answer.release:
        head["link"] = [f"https://w3id.org/secgraph/ns/{answer.release}"]
    if answer.truth is not None:
        return dumps({"head": head, "boolean": answer.truth}) + "\n"
    bindings = [
        {
            name: terms.json(term)
            for name, term in zip(answer.columns, row, strict=True)
            if term is not None
        }
        for row in answer.terms
    ]
    results: dict[str, object] = {"head": head, "results": {"bindings": bindings}}
    if answer.elsewhere is not None:
        results["elsewhere"] = [
            {"question": name, "values": values} for name, values in answer.elsewhere.questions
        ]
    return dumps(results, ensure_ascii=False, indent=1) + "\n"


def xml(answer: "Written") -> str:
    """Write the SPARQL results format in XML, the release named in its head.

    Raises:
        UsageError: A value, or the name of a column, holds a control character, which XML 1.0 does
            not allow.
    """
    from xml.sax.saxutils import quoteattr

    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#">',
        "<head>",
    ]
    for name in answer.columns:
        _check_xml(name, f"the column {name!r}")
        lines.append(f"<variable name={quoteattr(name)}/>")
    if answer.release:
        lines.append(f'<link href="https://w3id.org/secgraph/ns/{answer.release}"/>')
    lines.append("</head>")
    if answer.truth is not None:
        lines += [f"<boolean>{str(answer.truth).lower()}</boolean>", "</sparql>"]
        return "\n".join(lines) + "\n"
    lines.append("<results>")
    for row in answer.terms:
        lines.append("<result>")
        for name, term in zip(answer.columns, row, strict=True):
            if term is not None:
                lines.append(f"<binding name={quoteattr(name)}>{_xml_node(name, term)}</binding>")
        lines.append("</result>")
    return "\n".join([*lines, "</results>", "</sparql>"]) + "\n"


def _xml_node(column: str, term: "Term") -> str:
    node = terms.xml(term)
    _check_xml(node, f"a value of {column}")
    return node


def _check_xml(text: str, subject: str) -> None:
    if _NO_XML.search(text):
        raise UsageError(
            f"{subject} holds a control character, which XML has no way to write; take json, tsv "
            "or csv"
        )


def markdown(answer: "Written") -> str:
    """Write the shown columns as a table in Markdown."""
    if answer.truth is not None:
        return f"{'yes' if answer.truth else 'no'}\n"
    names = answer.shown
    lines = ["| " + " | ".join(map(_cell, names)) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in answer.rows]
    return "\n".join(lines) + "\n"


def html(answer: "Written") -> str:
    """Write a whole page: the question, its values, the table, the release.

    The page loads nothing from other servers.
    """
    from html import escape

    title, subtitle = escape(answer.title or "secgraph"), escape(answer.subtitle)
    count = ""
    if answer.truth is None:
        count = f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}; "
    lines = [
        '<!DOCTYPE html>\n<html lang="en"><head>',
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style>",
        "</head><body>",
        f"<h1>{title}</h1>",
        *([f"<p>{subtitle}</p>"] if subtitle else []),
        fragment(answer),
        f"<p>{count}secgraph {escape(answer.release)}</p>",
        "</body></html>",
    ]
    return "\n".join(lines) + "\n"


def fragment(answer: "Written") -> str:
    """Write the shown columns as a table element of HTML, each label with its IRI."""
    from html import escape

    if answer.truth is not None:
        return f"<p>{'yes' if answer.truth else 'no'}</p>"
    names = answer.shown
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{_linked(row, name)}</td>" for name in names) + "</tr>\n"
        for row in answer.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _linked(row: "Mapping[str, str]", name: str) -> str:
    from html import escape

    value = row[name]
    target = value if _is_web(value) else row.get(f"{name}Iri", "")
    if not value or not _is_web(target):
        return escape(curies(value))
    # The IRIs of this project do not resolve yet: they are titles, not links. Only IRIs of the web
    # become links, so that javascript: in foreign data does not.
    own = target.startswith("https://w3id.org/secgraph/")
    return (
        f'<span title="{escape(target)}">{escape(curie(value))}</span>'
        if own
        else f'<a href="{escape(target)}">{escape(curie(value))}</a>'
    )


def _is_web(value: str) -> bool:
    return value.startswith(("http://", "https://")) and not any(mark.isspace() for mark in value)


def _cell(value: str) -> str:
    # Line ends, and marks that would make a link, code or an element of foreign data, are escaped.
    return (
        _MARKS.sub(r"\\\g<0>", " ".join(_LINE_END.split(curies(value))))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
    )
