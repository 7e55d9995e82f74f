"""Take the words of a search apart: which count, which do not, which forms a name may have.

Knows no index and no graph.
"""

import re

from secgraph.dataset.names import fold

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
_POSSESSIVE = re.compile(r"('s|')$")
_ENDINGS = ("ese", "ian", "ean", "ish", "an", "n", "i")
"""Endings by which the name of a country or region becomes an adjective."""

LONGEST = 8
"""So many words a name has at most that is looked for in a search."""


class Words:
    """The words of a search.

    Attributes:
        raw: As they were typed, without marks at their edges.
        folded: The same, as names are compared.
        parts: For each word the parts that an index sees: ``north-atlantic`` has two.
    """

    def __init__(self, text: str) -> None:
        pieces = [piece.strip(_EDGES).rstrip(".:") for piece in text.split()]
        self.raw = [piece for piece in pieces if _WORD.search(piece)]
        self.folded = [_POSSESSIVE.sub("", fold(piece)) for piece in self.raw]
        self.parts = [_WORD.findall(piece) for piece in self.folded]

    def __len__(self) -> int:
        return len(self.raw)

    def content(self) -> "list[int]":
        """List the places of the words that say what is looked for."""
        return [place for place in range(len(self)) if not self.is_stop(place)]

    def is_stop(self, place: int) -> bool:
        """Whether a word says nothing of what is looked for; ``US`` and ``WHO`` do."""
        raw = self.raw[place].replace(".", "")
        if len(raw) > 1 and raw.isupper() and not self._is_loud():
            return False
        return self.folded[place] in STOP or all(len(part) == 1 for part in self.parts[place])

    def _is_loud(self) -> bool:
        """Whether the whole search is in capitals, which then tell nothing."""
        return len(self) > 1 and all(word.upper() == word for word in self.raw)

    def spans(self) -> "list[tuple[int, int, str]]":
        """List the runs of words that may be a name, the longest first: start, end, folded."""
        spans = []
        for length in range(min(LONGEST, len(self)), 0, -1):
            for start in range(len(self) - length + 1):
                if length == 1 and self.is_stop(start):
                    continue
                spans.append((start, start + length, " ".join(self.folded[start : start + length])))
        return spans


def stems_of_country(word: str) -> "list[str]":
    """List what the name of a country begins with of which a word may be the adjective.

    ``japanese`` may be of *japan*, ``chinese`` of *chin…*, ``russian`` of *russi…*.
    """
    return [
        word.removesuffix(ending)
        for ending in _ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= 4
    ]
