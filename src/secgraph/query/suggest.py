"""Name the nearest search that leads somewhere, where one leads nowhere.

Asks the index of a search; raises and prints nothing.
"""

import sqlite3

from secgraph.query.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_KNOWN = "SELECT count, word FROM word WHERE word = ?"
_COMMONEST = """SELECT word FROM word WHERE substr(word, 1, ?) = ?
ORDER BY count DESC, word LIMIT 1"""
_ALIKE = """SELECT word FROM word WHERE length(word) BETWEEN ? AND ?
AND (substr(word, 1, 1) = ? OR substr(word, 2, 2) = ?) ORDER BY word"""

_RAREST = 3
"""So many words a search has that is named in the place of a longer one."""

_COMPARED = 3
"""So many words are compared with those that are known."""


def rarest(index: sqlite3.Connection, words: Words) -> str:
    """Give a search for the three rarest words that are known."""
    parts = sorted({part for place in words.content() for part in words.parts[place]})
    known = sorted(row for part in parts for row in index.execute(_KNOWN, (part,)))
    return _search(word for _, word in known[:_RAREST]) if known else commonest(index, "")


def commonest(index: sqlite3.Connection, beginning: str) -> str:
    """Give a search for the commonest word that begins so; of all words where none does."""
    row = index.execute(_COMMONEST, (len(beginning), beginning)).fetchone()
    if row is not None:
        return _search(row)
    return commonest(index, "") if beginning else "'secgraph queries', which lists the questions"


def for_empty(index: sqlite3.Connection, text: str, words: Words) -> str:
    """Say why words lead nowhere that say nothing, and name the nearest search that does."""
    if not len(words):
        return f"{text.strip()[:40]!r} has no word to look for; try {commonest(index, '')}"
    typed = words.folded[0]
    if len(words) == 1 and len(typed) == 1:
        return (
            f"{typed!r} is one letter, and a search takes whole words; "
            f"try {commonest(index, typed)}"
        )
    beginning = max(words.folded, key=len)[:2]
    return (
        f"{' '.join(words.raw[:8])!r} says nothing of what is looked for; add what it is about, "
        f"as in {commonest(index, beginning)}"
    )


def for_unknown(index: sqlite3.Connection, words: Words) -> str:
    """Name a search for the words that look most like those that nothing has."""
    import difflib

    near = []
    parts = [part for place in words.content() for part in words.parts[place]]
    for part in parts[:_COMPARED]:
        rows = index.execute(_ALIKE, (len(part) - 2, len(part) + 2, part[:1], part[1:3]))
        near += difflib.get_close_matches(part, [row[0] for row in rows], n=1, cutoff=0.7)
    if near:
        return f"did you mean {_search(near)}?"
    return f"try other words, as in {commonest(index, parts[0][:1])}"


def _search(words: "Iterable[str]") -> str:
    return f"'secgraph find {' '.join(words)}'"
