"""Tell what only RDF 1.2 has, in statements and in texts: triple terms and base directions.

Parses nothing.
"""

import re

TRIPLE_TERMS = "triple terms"
DIRECTION = "base direction"

DEPTH = 50
"""Triple terms in each other that are read; the parser ends the process at some thousands."""

# No IRI holds ">", and a literal without a language ends in a quotation mark or in the ">" of its
# datatype: what a line of N-Triples ends in says what its object is.
_ENDS = {b")>> .\n": TRIPLE_TERMS, b"--ltr .\n": DIRECTION, b"--rtl .\n": DIRECTION}
_ANY_END = tuple(_ENDS)

_VERSION = re.compile(rb'^[ \t]*VERSION[ \t]+"1\.[12](?:-basic)?"[ \t]*(?:#.*)?$', re.MULTILINE)

_TOKEN = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*|<<|>>'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'",
    re.DOTALL,
)
"""A literal, an IRI, a comment, or one end of a triple term."""


def feature(line: bytes) -> str:
    """Say what of RDF 1.2 a line of N-Triples needs, as pyoxigraph spells it.

    Returns:
        :data:`TRIPLE_TERMS`, :data:`DIRECTION`, or empty text where RDF 1.1 suffices.
    """
    if not line.endswith(_ANY_END):
        return ""
    return next(name for end, name in _ENDS.items() if line.endswith(end))


def without_version(text: bytes) -> bytes:
    """Empty the lines of N-Triples or N-Quads that name a version of RDF.

    pyoxigraph 0.5.13 knows them in Turtle and TriG only.
    """
    return _VERSION.sub(b"", text)


def too_deep(text: bytes) -> str:
    """Say that a text has too many triple terms in each other; empty where it has not.

    Args:
        text: Statements in N-Triples, Turtle or a format of their family.
    """
    if text.count(b"<<") <= DEPTH:
        return ""
    depth = deepest = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] == b"<<") - (token[0] == b">>" and depth > 0)
        deepest = max(deepest, depth)
    return f"more than {DEPTH} triple terms stand in each other" if deepest > DEPTH else ""
