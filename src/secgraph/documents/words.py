"""Count the words of a passage, and compare its letters as names are compared.

A word is what stands between blanks and holds a letter or a figure; words count from 1. Knows no
list of words.
"""

import functools
import re
from dataclasses import dataclass

from secgraph.dataset.names import fold

_WORD = re.compile(r"\S*\w\S*")
_fold_letter = functools.lru_cache(maxsize=4096)(fold)


def spans(passage: str) -> list[tuple[int, int]]:
    """Give the start and end of each word, in code points of the passage, marks around it left out.

    The first of them is word 1.
    """
    words = []
    for match in _WORD.finditer(passage):
        before = len(match[0]) - len(re.sub(r"^\W+", "", match[0]))
        behind = len(match[0]) - len(re.sub(r"\W+$", "", match[0]))
        words.append((match.start() + before, match.end() - behind))
    return words


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as names are compared, with the way back.

    Attributes:
        text: Folded as by :func:`secgraph.dataset.names.fold`. A blank behind a hyphen that a word
            ends in is left out too: a line that ended there left it.
        origin: For each of its characters the code point in the text that it comes from.
    """

    text: str
    origin: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the start and end, in the text, of a piece of the folded one."""
        return self.origin[start], self.origin[end - 1] + 1


def folded(text: str) -> Folded:
    """Fold a text, keeping the way back to its code points."""
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        if letter.isspace():
            if not letters or letters[-1] == " " or _is_broken(letters):
                continue
            kept = " "
        else:
            kept = _fold_letter(letter)
        letters.extend(kept)
        origin.extend([place] * len(kept))
    return Folded("".join(letters), origin)


def _is_broken(letters: list[str]) -> bool:
    """Whether the letters so far end in a hyphen behind a letter."""
    return len(letters) > 1 and letters[-1] == "-" and letters[-2].isalpha()
