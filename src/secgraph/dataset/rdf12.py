"""Tell what only RDF 1.2 has, in statements and in texts: triple terms and base directions.

Parses nothing.
"""

import re

TRIPLE_TERMS = "triple terms"
DIRECTION = "base direction"

# No IRI holds ">", and a literal without a language ends in a quotation mark or in the ">" of its
# datatype: what a line of N-Triples ends in says what its object is.
_ENDS = {b")>> .\n": TRIPLE_TERMS, b"--ltr .\n": DIRECTION, b"--rtl .\n": DIRECTION}
_ANY_END = tuple(_ENDS)

# The innermost object of a triple term stands before the marks that close it.
_DIRECTED_WITHIN = re.compile(rb"--(?:ltr|rtl)(?: \)>>)+ \.\n$")

_VERSION = re.compile(rb'^[ \t]*VERSION[ \t]+"1\.[12](?:-basic)?"[ \t]*(?:#.*)?$', re.MULTILINE)


def feature(line: bytes) -> str:
    """Say what of RDF 1.2 a line of N-Triples needs, as pyoxigraph spells it.

    Returns:
        :data:`TRIPLE_TERMS`, :data:`DIRECTION`, or empty text where RDF 1.1 suffices.
    """
    if not line.endswith(_ANY_END):
        return ""
    return next(name for end, name in _ENDS.items() if line.endswith(end))


def features(line: bytes) -> list[str]:
    """Say all that a line needs: see :func:`feature`. A triple term may hold a directed text."""
    outer = feature(line)
    if outer == TRIPLE_TERMS and _DIRECTED_WITHIN.search(line):
        return [outer, DIRECTION]
    return [outer] if outer else []


def without_version(text: bytes) -> bytes:
    """Empty the lines of N-Triples or N-Quads that name a version of RDF.

    pyoxigraph 0.5.13 knows them in Turtle and TriG only.
    """
    return _VERSION.sub(b"", text)
