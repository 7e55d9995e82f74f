"""Take the line of a claim apart at its separators, outside of braces, brackets and quotes.

Knows what separates, not what stands between.
"""

from dataclasses import dataclass

DEEPEST = 6
"""Levels of braces at most."""

_OPEN = {"{": "}", "(": ")"}


class Broken(ValueError):
    """A piece of a line cannot be read; the message says why, and what to write instead.

    Attributes:
        line: Where it stands, if that is not the line that is being read.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a line can be taken apart.

    Attributes:
        text: The line.
        places: Position and character of each mark outside of braces, brackets and quotes.
    """

    text: str
    places: tuple[tuple[int, str], ...]

    def split(self, separator: str) -> list[str]:
        """Take the line apart at one character."""
        pieces, start = [], 0
        for place, letter in self.places:
            if letter == separator:
                pieces.append(self.text[start:place].strip())
                start = place + 1
        return [*pieces, self.text[start:].strip()]


def marks(text: str) -> Marks:
    """Find the separators of a line: ``|`` and ``;`` anywhere, ``/`` with a blank on both sides.

    Raises:
        Broken: A brace, bracket or quote has no partner, or braces stand too deep.
    """
    places: list[tuple[int, str]] = []
    waiting: list[tuple[str, str]] = []
    quote = False
    for place, letter in enumerate(text):
        if quote:
            quote = letter != '"'
        elif letter == '"':
            quote = True
        elif letter in _OPEN:
            waiting.append((letter, _OPEN[letter]))
            if len(waiting) > DEEPEST:
                raise Broken(
                    f"has more than {DEEPEST} levels of braces; say the innermost as a thing"
                )
        elif letter in "})":
            if not waiting or waiting[-1][1] != letter:
                raise Broken(f"has a {letter} that nothing opens; remove it, or open it before")
            waiting.pop()
        elif not waiting and (letter in "|;" or (letter == "/" and _is_apart(text, place))):
            places.append((place, letter))
    if quote:
        raise Broken('has a " that is not closed; close it')
    if waiting:
        raise Broken(f"has a {waiting[-1][0]} that is not closed; add {waiting[-1][1]}")
    return Marks(text, tuple(places))


def _is_apart(text: str, place: int) -> bool:
    """Whether blanks stand on both sides of a place."""
    before, behind = text[place - 1 : place], text[place + 1 : place + 2]
    return before in ("", " ") and behind in ("", " ")
