"""Split SPARQL into tokens, so that words in strings, IRIs and comments are not mistaken.

Parses nothing: whether a text is SPARQL, the engine says.
"""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Everything that can hide a brace or the word VALUES comes first: strings, IRIs, comments. A dot
# that ends a name is none of it.
_TOKEN = re.compile(
    r'"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""'
    r"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
    r"|\#[^\n\r]*"
    r"|[?$]\w+"
    r"|@[A-Za-z]+(?:-[A-Za-z0-9]+)*"
    r"|(?:\w(?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\s])(?:(?:\.*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\s]))*))?"
    r"|\d+\.\d+(?:[eE][+-]?\d+)?|\.?\d+(?:[eE][+-]?\d+)?(?!\w)"
    r"|\w+"
    r"|\^\^|&&|\|\||[<>!]=|<<|>>|\{\||\|\}"
    r"|[^\s\w]",
    re.DOTALL,
)


def tokens(text: str) -> "Iterator[tuple[int, str]]":
    """Give the words and marks of a query with their places, without comments and white space."""
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0] != "#":
            yield match.start(), word
