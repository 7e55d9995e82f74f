"""Tell the statements that only RDF 1.2 has from those that RDF 1.1 has too.

Looks at lines of N-Triples as pyoxigraph spells them; parses nothing.
"""

TRIPLE_TERMS = "triple terms"
DIRECTION = "base direction"

_ENDS = {b")>> .": TRIPLE_TERMS, b"--ltr .": DIRECTION, b"--rtl .": DIRECTION}
# No IRI holds ">", and a literal without a language ends in a quotation mark or in the ">" of its
# datatype: what a line ends in says what its object is.


def feature(line: bytes) -> str:
    """Say what of RDF 1.2 a line of N-Triples needs; empty where RDF 1.1 suffices.

    Returns:
        :data:`TRIPLE_TERMS` or :data:`DIRECTION`.
    """
    for end, name in _ENDS.items():
        if line.rstrip(b"\n").endswith(end):
            return name
    return ""
