"""Read and write the table of roll calls that an import keeps beside its store.

The table holds the votes of the store once more, by state and event, so that what counts votes need
not join them one by one. It is no source of its own: it is made of the store's statements, and
where it is missing, of another form, or not of the store as it is, there is none. Asks no store.
"""

import json
import os
import zlib

from secgraph.namespaces import PREFIXES
from secgraph.stores import disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FORM = 1
"""Raised when the table changes its form."""

FILE = os.path.join(disk.RECORDS, "roll-calls")
"""The table, in the folder of a store."""

OPTIONS = {
    PREFIXES["sgv"] + "vote-for": 1,
    PREFIXES["sgv"] + "vote-against": 2,
    PREFIXES["sgv"] + "vote-abstain": 3,
    PREFIXES["sgv"] + "vote-not-voting": 4,
}
"""The code of each option; 0 stands for no vote on record."""

FOR, AGAINST, ABSTAIN, AWAY = OPTIONS.values()

SOURCES = 8
"""A table holds the votes of so many sources at most, a bit for each."""


class Event:
    """A vote event.

    Attributes:
        iri, start, session, label: As the store has them; empty where it has none, and the label
            is then the IRI.
    """

    __slots__ = ("iri", "label", "session", "start")

    def __init__(self, iri: str, start: str, session: str, label: str) -> None:
        self.iri, self.start, self.session, self.label = iri, start, session, label or iri

    @property
    def day(self) -> str:
        """The day, as ``YYYY-MM-DD``; empty where it is not known."""
        return self.start[:10]

    @property
    def year(self) -> str:
        """The year; empty where it is not known."""
        return self.start[:4]

    @property
    def session_name(self) -> str:
        """The session, or else the year in brackets; empty where neither is known."""
        return self.session or (f"({self.year})" if self.start else "")


class RollCalls:
    """The votes of a store: for each state a lane, with a byte for each event.

    Attributes:
        events: In the order of their starts, then of their IRIs.
        sources: IRI and identifier of each source of votes; its place is its bit.
    """

    __slots__ = ("_lanes", "_texts", "events", "sources", "states")

    def __init__(
        self,
        events: "Sequence[Event]",
        sources: "Sequence[tuple[str, str]]",
        states: "Sequence[str]",
        lanes: bytes,
        texts: bytes,
    ) -> None:
        self.events, self.sources = list(events), list(sources)
        self.states = {state: place for place, state in enumerate(states)}
        self._lanes, self._texts = lanes, texts

    def options(self, state: str) -> bytes:
        """Give the code of the option of a state in each event."""
        return self._lane(state, 0)

    def vouchers(self, state: str) -> bytes:
        """Give the bits of the sources that have the vote of a state in each event."""
        return self._lane(state, 1)

    def _lane(self, state: str, which: int) -> bytes:
        size = len(self.events)
        place = self.states.get(state)
        if place is None:
            return bytes(size)
        begin = (2 * place + which) * size
        return self._lanes[begin : begin + size]

    def texts(self) -> "list[list[str]]":
        """Give for each event its title with each of its subjects, in lower case."""
        texts: list[list[str]] = json.loads(zlib.decompress(self._texts))
        return texts


def write(
    path: str,
    events: "Sequence[Event]",
    sources: "Sequence[tuple[str, str]]",
    lanes: "Mapping[str, tuple[bytes, bytes]]",
    texts: "Iterable[Sequence[str]]",
) -> None:
    """Write a table.

    Args:
        path: The file.
        events: In the order of :class:`RollCalls`.
        sources: IRI and identifier of each.
        lanes: For each state its options and the sources that have them, a byte for each event.
        texts: For each event what :meth:`RollCalls.texts` gives.

    Raises:
        OSError: It cannot be written.
    """
    head = json.dumps(
        {
            "events": [[event.iri, event.start, event.session, event.label] for event in events],
            "sources": list(sources),
            "states": list(lanes),
        }
    ).encode()
    body = b"".join(lane for pair in lanes.values() for lane in pair)
    packed = zlib.compress(json.dumps(list(texts)).encode(), 6)
    parts = (head, body, packed)
    checksum = _checksum(parts)
    with open(path, "wb") as file:
        sizes = " ".join(str(len(part)) for part in parts)
        file.write(f"roll-calls {FORM} {checksum} {sizes}\n".encode())
        file.writelines(parts)


def read(folder: str) -> "RollCalls | None":
    """Read the table of a store on disk.

    Args:
        folder: The store.

    Returns:
        None where there is none that can be trusted: the store was made by another version, another
        program has written to it since, or the file is damaged.
    """
    if not disk.is_as_recorded(folder):
        return None
    try:
        with open(os.path.join(folder, FILE), "rb") as file:
            name, form, checksum, *sizes = file.readline(200).decode("ascii").split()
            if (name, form) != ("roll-calls", str(FORM)):
                return None
            head, body, packed = parts = tuple(file.read(int(size)) for size in sizes)
        if _checksum(parts) != checksum:
            return None
        content = json.loads(head)
        events = [Event(*event) for event in content["events"]]
        sources = [(iri, identifier) for iri, identifier in content["sources"]]
        return RollCalls(events, sources, content["states"], body, packed)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _checksum(parts: "Sequence[bytes]") -> str:
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return f"{checksum:08x}"
