"""Take the words of a search apart: which count, which do not, which forms a name may have.

Knows no index and no graph.
"""

import re

from secgraph.dataset.names import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LABEL, ALIAS, SURFACE, ACRONYM = 0, 1, 2, 3
"""Ranks of names: where two things have one name, the one whose label it is comes first."""

MOST = 50
"""So many words a search takes: a need in one or two sentences."""

STOP = frozenset(
    str.split(
        "a about above after again all also am an and any are as at be because been being "
        "below between both but by can could did do does doing down during each find for from "
        "further give had has have having he her here hers him his how i if in into is it its "
        "itself just let list me more my no nor now of off on once only or other our ours out "
        "over own please say says said saying she should show so some such tell than that the "
        "their theirs them then there these they this those through to too under until up "
        "upon us very was we were what when where which while who whom whose why will with "
        "within would you your yours s t"
    )
)
"""Words that a text has wherever it speaks of something; alone they lead to nothing."""

_WORD = re.compile(r"\w+")
_EDGES = "\"'()[]{}<>*+^,;!?&|~…"
_MARKS = str.maketrans(dict.fromkeys('"“”„«»(){}[]<>|,;', " "))
"""Marks that stand between words."""

_POSSESSIVE = re.compile(r"('s|')$")
_SPELLINGS = (
    ("isation", "ization"),
    ("isations", "izations"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ise", "ize"),
    ("fence", "fense"),
    ("fences", "fenses"),
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("tre", "ter"),
    ("tres", "ters"),
    ("elling", "eling"),
    ("elled", "eled"),
)

LONGEST = 8
"""So many words a name has at most that is looked for in a search."""


class Words:
    """The words of a search.

    Attributes:
        raw: As they were typed, without marks at their edges.
        folded: The same, as names are compared.
        parts: For each word the parts that an index sees: ``north-atlantic`` has two.

    Args:
        text: The words.
        adjectives: For adjectives of countries and regions the name.
    """

    def __init__(self, text: str, adjectives: "Mapping[str, str] | None" = None) -> None:
        pieces = [piece.strip(_EDGES).rstrip(".:") for piece in text.translate(_MARKS).split()]
        self.raw = [piece for piece in pieces if _WORD.search(piece)]
        self.folded = [_POSSESSIVE.sub("", fold(piece)) for piece in self.raw]
        self.parts = [parts(piece, adjectives or {}) for piece in self.folded]
        self._content: list[int] | None = None

    def __len__(self) -> int:
        return len(self.raw)

    def content(self) -> "list[int]":
        """List the places of the words that say what is looked for."""
        if self._content is None:
            self._content = [place for place in range(len(self)) if not self.is_stop(place)]
        return self._content

    def is_stop(self, place: int) -> bool:
        """Whether a word says nothing of what is looked for; ``US`` and ``WHO`` do."""
        raw = self.raw[place].replace(".", "")
        if len(raw) > 1 and raw.isupper() and not self._is_loud():
            return False
        return self.folded[place] in STOP or all(len(part) == 1 for part in self.parts[place])

    def _is_loud(self) -> bool:
        """Whether the whole search is in capitals, which then tell nothing."""
        return len(self) > 1 and all(word.upper() == word for word in self.raw)

    def is_loud(self, place: int) -> bool:
        """Whether a word is in capitals, as an acronym is, and the others are not."""
        return self.raw[place].isupper() and not self._is_loud()

    def spans(self) -> "list[tuple[int, int, str]]":
        """List the runs of words that may be a name, the longest first: start, end, folded."""
        spans = []
        for length in range(min(LONGEST, len(self)), 0, -1):
            for start in range(len(self) - length + 1):
                if length == 1 and self.is_stop(start):
                    continue
                spans.append((start, start + length, " ".join(self.folded[start : start + length])))
        return spans


def parts(text: str, adjectives: "Mapping[str, str]") -> "list[str]":
    """List the words of a text as the index has them.

    Args:
        text: Any text.
        adjectives: For adjectives of countries and regions the name.
    """
    words = map(spelled, _WORD.findall(fold(text)))
    return [adjectives.get(word, word) for word in words]


def spelled(word: str) -> str:
    """Give a folded word in American spelling: ``recognised``, ``defence`` and ``labour``.

    Words that are spelled alike everywhere may change too (``exercise``): the index and the search
    change them alike.
    """
    for ending, other in _SPELLINGS:
        if word.endswith(ending) and len(word) >= 6:
            return word[: -len(ending)] + other
    return word


def adjectives_of(names: "Iterable[str]") -> "dict[str, str]":
    """Give the adjectives of countries and regions by rule, each with the name it is of.

    ``japanese`` is of *japan*, ``chinese`` of *china*, ``european`` of *europe*; what no rule makes
    (``french``) is not there.
    """
    adjectives: dict[str, str] = {}
    single = sorted({fold(name) for name in names if fold(name).isalpha() and len(name) > 3})
    for ending in ("n", "an", "ese", "ian", ""):
        for name in single:
            bare = name[:-1] if name[-1] in "aeoy" else name
            form = _adjective(name, bare, ending)
            if form and form not in single:
                adjectives.setdefault(form, name)
                adjectives.setdefault(f"{form}s", name)
    return adjectives


def _adjective(name: str, bare: str, ending: str) -> str:
    if ending == "n":
        return f"{name}n" if name.endswith("a") else ""
    if ending == "an":
        return f"{bare}ean" if name.endswith("e") else ""
    if not ending:
        return bare if name.endswith("any") else ""
    return bare + ending


def acronym(name: str) -> str:
    """Give the first letters of the words of a name that has three to six; else nothing."""
    words = [word for word in _WORD.findall(fold(name)) if word not in STOP]
    return "".join(word[0] for word in words) if 3 <= len(words) <= 6 else ""
