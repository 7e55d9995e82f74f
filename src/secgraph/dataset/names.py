"""Compare names as people write them: what counts in a name, and what does not.

Knows no name itself; on the path of every start, so it imports one module.
"""

import unicodedata

_APOSTROPHES = (
    "\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u055a\u05f3\u07f4\u07f5"
    "\u2018\u2019\u201a\u201b\u2032\u2035\ua78b\ua78c\uff07"
)
_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u05f4\uff02"
_DASHES = (
    "\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u2212\u2e3a\u2e3b\u301c\u3030"
    "\ufe31\ufe32\ufe58\ufe63\uff0d"
)
_LETTERS = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
    "ŧ": "t",
}
"""Letters with a stroke and the like, which Unicode does not decompose."""

_MARKS = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
        ".": None,
    }
)
_ALL = str.maketrans(_LETTERS) | _MARKS


def fold(name: str) -> str:
    """Reduce a name to what counts when names are compared.

    Case, accents, full stops, kinds of apostrophe, quotation mark and dash, characters that are not
    shown, and the amount of white space do not count. Folding twice gives the same as once.
    """
    marked = name.translate(_MARKS)
    if marked.isascii():
        return " ".join(marked.casefold().split())
    plain = unicodedata.normalize("NFKD", marked).casefold()
    plain = unicodedata.normalize("NFKD", plain).translate(_ALL)
    kept = (
        mark
        for mark in plain
        if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf"
    )
    return " ".join("".join(kept).split())
