"""Spell a term in each form that answers are written in; every writer of answers spells here.

Follows the formats of SPARQL 1.1 for results, and for triple terms and the base direction of a
text those of SPARQL 1.2. Knows no row and no column.
"""

import re

import pyoxigraph

from secgraph.namespaces import NUMBERS, PREFIXES, is_iri
from secgraph.stores import answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")
    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_ITS = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with that some spreadsheet takes for a formula."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_DOUBLE = re.compile(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?:[eE]([+-]?[0-9]+))?")

NAMED = frozenset((pyoxigraph.NamedNode, pyoxigraph.Literal))
"""The types of nearly all terms, whose value is their plain form."""


def plain(term: "Term | None") -> str:
    """Give a term as a cell of CSV and as a plain value.

    IRIs and texts are as they are, without language and datatype. A blank node begins with ``_:``
    (SPARQL 1.1 CSV, section 3.1), a triple term is spelled as in Turtle, nothing is empty.
    """
    if type(term) in NAMED:
        return term.value  # type: ignore[union-attr]
    return turtle(term) if isinstance(term, pyoxigraph.Triple) else answer.plain(term)


def turtle(term: "Term | None") -> str:
    """Give a term as a cell of TSV: as in Turtle, numbers and truths bare.

    A decimal and a double of no decimal point or exponent get one, without which they would be
    read as another datatype: ``1.0`` and ``1e0``. Infinity, and numbers of other datatypes, have no
    bare form.
    """
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.Triple):
        parts = (turtle(part) for part in (term.subject, term.predicate, term.object))
        return f"<<( {' '.join(parts)} )>>"
    if isinstance(term, pyoxigraph.Literal) and not term.language:
        bare = _bare(term.value, term.datatype.value)
        if bare:
            return bare
    # Tabs, line ends and control characters of a text are escaped in N-Triples.
    return str(term)


def _bare(value: str, datatype: str) -> str:
    """Give the bare form of a number or truth; empty where there is none."""
    if not datatype.startswith(_XSD):
        return ""
    kind = datatype[len(_XSD) :]
    if kind == "boolean":
        return value if value in ("true", "false") else ""
    if kind == "integer":
        return value if _INTEGER.fullmatch(value) else ""
    if kind == "decimal":
        match = _DECIMAL.fullmatch(value)
        if match is None or not (match[2] or match[3]):
            return ""
        return f"{match[1]}{match[2] or '0'}.{match[3] or '0'}"
    match = _DOUBLE.fullmatch(value) if kind == "double" else None
    return f"{match[1]}e{match[2] or '0'}" if match else ""


def json(term: "Term") -> "dict[str, Any]":
    """Give a term as the SPARQL results format in JSON has it."""
    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, pyoxigraph.Triple):
        return {
            "type": "triple",
            "value": {
                "subject": json(term.subject),
                "predicate": json(term.predicate),
                "object": json(term.object),
            },
        }
    binding = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
        if term.direction:
            binding["its:dir"] = str(term.direction)
    elif term.datatype.value != _STRING:
        binding["datatype"] = term.datatype.value
    return binding


def xml(term: "Term") -> str:
    """Give a term as the SPARQL results format in XML has it."""
    from xml.sax.saxutils import escape, quoteattr

    if isinstance(term, pyoxigraph.Triple):
        parts = (
            ("subject", term.subject),
            ("predicate", term.predicate),
            ("object", term.object),
        )
        inner = "".join(f"<{name}>{xml(part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"
    words = escape(term.value, {"\r": "&#13;"})
    if isinstance(term, pyoxigraph.NamedNode):
        return f"<uri>{words}</uri>"
    if isinstance(term, pyoxigraph.BlankNode):
        return f"<bnode>{words}</bnode>"
    attributes = ""
    if term.language:
        attributes = f" xml:lang={quoteattr(term.language)}"
        if term.direction:
            attributes += f' {_ITS} its:dir="{term.direction}"'
    elif term.datatype.value != _STRING:
        attributes = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{attributes}>{words}</literal>"


def as_iri(term: "T") -> "T | pyoxigraph.NamedNode | None":
    """Give the IRI that a plain text is, nothing for an empty one, and any other term as it is."""
    if not isinstance(term, pyoxigraph.Literal) or term.datatype.value != _STRING:
        return term
    if not term.value:
        return None
    try:
        return pyoxigraph.NamedNode(term.value) if is_iri(term.value) else term
    except ValueError:
        return term


def guarded(term: "T") -> "T | pyoxigraph.Literal":
    """Give a text that no spreadsheet takes for a formula: with ``'`` before what begins one.

    Numbers stay as they are, whatever sign they begin with.
    """
    if not isinstance(term, pyoxigraph.Literal) or not term.value.startswith(_FORMULA):
        return term
    if term.datatype.value.removeprefix(_XSD) in NUMBERS:
        return term
    if term.language:
        return pyoxigraph.Literal(
            f"'{term.value}", language=term.language, direction=term.direction
        )
    return pyoxigraph.Literal(f"'{term.value}", datatype=term.datatype)
