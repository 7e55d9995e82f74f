"""Split SPARQL into tokens, so that words in strings, IRIs and comments are not mistaken.

Parses nothing: whether a text is SPARQL, the engine says.
"""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Everything that can hide a brace or the word VALUES comes first: strings, IRIs, comments. A dot
# that ends a name is none of it. A string that is not closed goes on to the end of its line, or of
# the text, so that no quote in it is looked at again: time grows as the length of the text does.
_QUOTED = (
    r'"""(?:(?:"|"")?(?:[^"\\]|\\.))*+(?:""")?'
    r"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*+(?:''')?"
    r'|"(?:[^"\\\n\r]|\\.)*+"?'
    r"|'(?:[^'\\\n\r]|\\.)*+'?"
    r'|<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>'
    r"|\#[^\n\r]*"
    r"|[?$]\w+"
    r"|@[A-Za-z]+(?:-[A-Za-z0-9]+)*"
)
_NAME = (
    r"|(?:\w(?:[\w.-]*[\w-])?)?:"
    r"(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\s])(?:(?:\.*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\s]))*))?"
)
_OTHER = (
    r"|\d+\.\d+(?:[eE][+-]?\d+)?|\.?\d+(?:[eE][+-]?\d+)?(?!\w)"
    r"|\w+"
    r"|\^\^|&&|\|\||[<>!]=|<<|>>|\{\||\|\}"
    r"|[^\s\w]"
)
# Everything that can hide a brace or the word VALUES comes first: strings, IRIs, comments. A dot
# that ends a name is none of it.
_TOKEN = re.compile(_QUOTED + _NAME + _OTHER, re.DOTALL)
_TOKEN_BUT_NAME = re.compile(_QUOTED + _OTHER, re.DOTALL)
_PREFIX = re.compile(r"[\w.-]+")
_WORD = re.compile(r"\w[^:]*$")
_JOINTS = (".", "-")


def tokens(text: str) -> "Iterator[tuple[int, str]]":
    """Give the words and marks of a query with their places, without comments and white space."""
    # No name begins before *nameless*: what may be the prefix of one ends there without a colon.
    place = nameless = 0
    while match := (_TOKEN if place >= nameless else _TOKEN_BUT_NAME).search(text, place):
        start, place = match.span()
        word = match.group()
        if place > nameless and text[place : place + 1] in _JOINTS and _WORD.match(word):
            prefix = _PREFIX.match(text, start)
            nameless = prefix.end() if prefix else nameless
        if word[0] != "#":
            yield start, word
