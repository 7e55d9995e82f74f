"""Count votes in lanes: whole numbers with a byte for each event, 1 where something holds.

Adding two of them adds for each event, and what ``&`` leaves is what holds in both. Knows no
question and no store.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from secgraph.query.roll_calls import ABSTAIN, AGAINST, AWAY, FOR, SOURCES, Event, RollCalls

_ORDER: Literal["little"] = "little"
"""The first event is in the lowest byte."""


def lane(cells: bytes) -> int:
    """Give the lane of bytes that are 0 or 1."""
    return int.from_bytes(cells, _ORDER)


def where(holds: Callable[[int], object]) -> bytes:
    """Give the table that turns each byte of which something holds into 1, and the others to 0."""
    return bytes(1 if holds(code) else 0 for code in range(256))


_OF_OPTION = {code: where(code.__eq__) for code in (FOR, AGAINST, ABSTAIN, AWAY)}
_OF_BIT = [where((1 << bit).__and__) for bit in range(SOURCES)]


class Record:
    """The votes of one state.

    Attributes:
        options: For each code the lane of the events with that vote.
        cast: Where it voted for, against, or abstained.
        by_source: For each source the lane of the events in which it has the vote.
        vouchers: The bits of the sources, a byte for each event.
    """

    __slots__ = ("by_source", "cast", "options", "vouchers")

    def __init__(self, table: RollCalls, state: str) -> None:
        cells = table.options(state)
        self.vouchers = table.vouchers(state)
        self.options = {code: lane(cells.translate(of)) for code, of in _OF_OPTION.items()}
        self.cast = self.options[FOR] | self.options[AGAINST] | self.options[ABSTAIN]
        self.by_source = [
            lane(self.vouchers.translate(_OF_BIT[bit])) for bit in range(len(table.sources))
        ]


class Pair:
    """The joint votes of two states.

    Args:
        table: The votes.
        a, b: The records of the two.
        events: The lane of the events that count.

    Attributes:
        joint, same, half: Lanes of the events in which both took part, chose the same, and differed
            while just one of them abstained.
    """

    __slots__ = ("_sources", "half", "joint", "same")

    def __init__(self, table: RollCalls, a: Record, b: Record, events: int) -> None:
        self.joint = a.cast & b.cast & events
        same = 0
        for code in (FOR, AGAINST, ABSTAIN):
            same |= a.options[code] & b.options[code]
        self.same = same & self.joint
        self.half = (a.options[ABSTAIN] ^ b.options[ABSTAIN]) & self.joint
        self._sources = [list(_vouched(table, a, b, self.joint, part)) for part in (1, 0)]

    def counts(self, events: int) -> tuple[int, int, int]:
        """Give the number of joint votes among some events, of the same ones, and the credits.

        The same vote has two credits, a vote of which one abstained has one.
        """
        same = (self.same & events).bit_count()
        return (
            (self.joint & events).bit_count(),
            same,
            2 * same + (self.half & events).bit_count(),
        )

    def sources(self, events: int) -> tuple[str, str]:
        """Give the identifiers and the IRIs of the sources of the joint votes among some events."""
        identifiers, iris = (
            sorted({part for names, lane_ in found if lane_ & events for part in names})
            for found in self._sources
        )
        return " ".join(identifiers), " ".join(iris)


def _vouched(
    table: RollCalls, a: Record, b: Record, joint: int, part: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Give the sources of joint votes, each with the lane of its events.

    A source that has both votes comes before two that have one each, and then the first by name.

    Args:
        table: The votes.
        a: The record of the first state.
        b: That of the second.
        joint: The lane of the joint votes.
        part: Which name: 0 the IRI, 1 the identifier.
    """
    names = [source[part] for source in table.sources]
    for bit in sorted(range(len(names)), key=names.__getitem__):
        events = joint & a.by_source[bit] & b.by_source[bit]
        if events:
            yield (names[bit],), events
            joint ^= events
    if not joint:
        return
    pairs = [(first, second) for first in range(len(names)) for second in range(len(names))]
    for first, second in sorted(pairs, key=lambda pair: f"{names[pair[0]]} {names[pair[1]]}"):
        events = joint & a.by_source[first] & b.by_source[second]
        if events:
            yield (names[first], names[second]), events
            joint ^= events


class Calendar:
    """The events of a table by time, session and topic."""

    __slots__ = ("_starts", "_table")

    def __init__(self, table: RollCalls) -> None:
        self._table = table
        self._starts = [event.start for event in table.events]

    def every(self) -> int:
        """Give the lane of all events."""
        return lane(b"\x01" * len(self._starts))

    def dated(self) -> int:
        """Give the lane of the events whose start is known."""
        return self._between(bisect_right(self._starts, ""), len(self._starts))

    def window(self, first: str, last: str) -> int:
        """Give the lane of the events that start from one moment on, up to another one."""
        begin = bisect_left(self._starts, first)
        return self._between(begin, max(begin, bisect_right(self._starts, last)))

    @staticmethod
    def _between(begin: int, end: int) -> int:
        return lane(bytes(begin) + b"\x01" * (end - begin))

    def about(self, topic: str) -> int:
        """Give the lane of the events whose title or subject has some words, in any case."""
        words = topic.lower()
        return lane(bytes(any(words in text for text in texts) for texts in self._table.texts()))

    def by(self, key: Callable[[Event], str]) -> dict[str, int]:
        """Give the lane of the events of each session, year or the like, in their order."""
        places: dict[str, list[int]] = {}
        for place, event in enumerate(self._table.events):
            places.setdefault(key(event), []).append(place)
        return {name: self._of(numbers) for name, numbers in places.items()}

    def _of(self, places: Iterable[int]) -> int:
        cells = bytearray(len(self._starts))
        for place in places:
            cells[place] = 1
        return lane(bytes(cells))


def first(events: int) -> int:
    """Give the place of the first event of a lane that is not empty."""
    return ((events & -events).bit_length() - 1) // 8


def cells_of(number: int, size: int) -> bytes:
    """Give the bytes of a lane, or of a sum of up to 255 lanes."""
    return number.to_bytes(size, _ORDER)


def ranked(names: Sequence[str]) -> bytes:
    """Give the table that leaves of bits the one whose name comes first."""
    order = sorted(range(len(names)), key=names.__getitem__)
    return bytes(next((1 << bit for bit in order if bits >> bit & 1), 0) for bits in range(256))
