"""Find the words of a text to which a file of claims points.

Gives positions and surfaces of five words at most; judges no claim.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import quoted
from secgraph.authoring.syntax import Span, Step
from secgraph.dataset.names import fold
from secgraph.documents import quotations, words
from secgraph.documents.passages import Passage

RUN = 5
"""Words of a text in a row that may stand in what is published."""

_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*$")


class Marks:
    """The words of a text, by passage.

    Args:
        text: The canonical text.
        passages: The frozen ones, by identifier.
    """

    def __init__(self, text: str, passages: Mapping[str, Passage]) -> None:
        self.text, self.passages = text, passages
        self._spans: dict[str, list[tuple[int, int]]] = {}

    def words(self, passage: str) -> str:
        """Give the words of a passage."""
        return self.passages[passage].words(self.text)

    def spans(self, passage: str) -> list[tuple[int, int]]:
        """Give the start and end of each word of a passage, in code points of the passage."""
        if passage not in self._spans:
            self._spans[passage] = words.spans(self.words(passage))
        return self._spans[passage]

    def ranges(self, passage: str, span: Span) -> tuple[tuple[int, int], ...]:
        """Give the word numbers that a span stands for.

        Raises:
            Broken: The passage has not so many words, or has not these words, or has them twice.
        """
        if span.words:
            return self._search(passage, span.words)
        count = len(self.spans(passage))
        for _, last in span.ranges:
            if last > count:
                raise Broken(f"{passage} has {count} words, and no word {last}; count again")
        return span.ranges

    def _search(self, passage: str, sought: str) -> tuple[tuple[int, int], ...]:
        plain = self._folded(passage)
        parts = [fold(_bare(part)) for part in _ELLIPSIS.sub("", sought).split()]
        parts = [part for part in parts if part]
        places = [
            at for at in range(len(plain) - len(parts) + 1) if plain[at : at + len(parts)] == parts
        ]
        if not parts or not places:
            raise Broken(f"{passage} has not the words {quoted(sought)}; copy them from it")
        if len(places) > 1:
            numbers = ", ".join(f"{at + 1}-{at + len(parts)}" for at in places)
            raise Broken(f"{passage} has the words {quoted(sought)} twice; write one of {numbers}")
        return ((places[0] + 1, places[0] + len(parts)),)

    def folded(self, passage: str) -> str:
        """Give the words of a passage, folded, with one blank between, in a line."""
        return fold(" ".join(self._folded(passage)))

    def _folded(self, passage: str) -> list[str]:
        whole = self.words(passage)
        return [fold(whole[start:end]) for start, end in self.spans(passage)]

    def places(self, passage: str, span: Span) -> list[tuple[int, int]]:
        """Give start and end of each piece of a span, in code points of the whole text."""
        first = self.passages[passage].start
        spans = self.spans(passage)
        return [
            (first + spans[one - 1][0], first + spans[last - 1][1])
            for one, last in self.ranges(passage, span)
        ]

    def quotation(self, passage: str, numbers: str) -> tuple[int, int]:
        """Give start and end of quoted words, in code points of the whole text.

        Args:
            passage: In which they stand.
            numbers: Of the first and the last word, such as ``3-9``.

        Raises:
            Broken: The passage has not so many words, or they stand between no quotation marks.
        """
        first, last = map(int, numbers.split("-"))
        place = self.places(passage, Span(((first, last),)))[0]
        if not quotations.is_quoted(self.text, *place):
            raise Broken(
                f"the words {numbers} of {passage} stand between no quotation marks; count again, "
                "or remove quoted"
            )
        return place

    def surface(self, passage: str, span: Span) -> str:
        """Give the words of a span, with an ellipsis between its pieces."""
        return " … ".join(self.text[start:end] for start, end in self.places(passage, span))

    def marker(self, passage: str, step: Step) -> str:
        """Give the words that mark a step; empty where none do."""
        if step.marker is None:
            return ""
        return self.surface(self.marked_in(passage, step), step.marker)

    def marked_in(self, passage: str, step: Step) -> str:
        """Give the passage of the words that mark a step: its own, or that of its target.

        Words that are written out are looked for in the passage first, then in the target.
        """
        target = step.end.passage if step.end is not None else ""
        if step.marked_in or not target or step.marker is None or not step.marker.words:
            return step.marked_in or passage
        try:
            self.ranges(passage, step.marker)
        except Broken:
            with contextlib.suppress(Broken, KeyError):
                self.ranges(target, step.marker)
                return target
        return passage

    @cached_property
    def _runs(self) -> set[tuple[str, ...]]:
        return set(_runs(self.text))

    def copied(self, said: str) -> str:
        """Give the first words of more than five in a row that a sentence has from the text."""
        return next((" ".join(run) for run in _runs(said) if run in self._runs), "")


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    parts = [fold(text[start:end]) for start, end in words.spans(text)]
    for at in range(len(parts) - RUN):
        yield tuple(parts[at : at + RUN + 1])
