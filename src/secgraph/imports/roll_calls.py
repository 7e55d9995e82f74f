"""Make the table of roll calls of a store from the records of what was put into it.

The rule of the table is that of the saved questions: a vote counts where it has an event, a state,
an option and a source with an identifier. A store whose votes are not of this simple form, such as
one in which a state has two options in one event, gets no table, and is asked by SPARQL alone.
"""

import gzip
import os
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph

from secgraph.namespaces import PREFIXES, SG
from secgraph.query import roll_calls
from secgraph.query.roll_calls import Event
from secgraph.stores.answer import plain
from secgraph.stores.disk import RECORDS

_VOTE = re.compile(
    rb"sgd:([\w-]+) a sg:Vote;sg:isCastIn sgd:([\w-]+);sg:isCastBy sgd:([\w-]+);"
    rb"sg:hasVoteOption sgv:([\w-]+);dcterms:source sgd:([\w-]+) \.\n"
)
"""A vote as imports write most of them, on a line."""

_CAST_IN, _CAST_BY, _OPTION = SG + "isCastIn", SG + "isCastBy", SG + "hasVoteOption"
_SOURCE = PREFIXES["dcterms"] + "source"
_PARTS = (_CAST_IN, _CAST_BY, _OPTION, _SOURCE)
_MARKS = tuple(part.encode() for part in ("isCastIn", "isCastBy", "hasVoteOption"))
RELEASE = "release.ttl.gz"
"""The record of the release."""

_SUBJECT = re.compile(rb"(?:sgd:([\w-]+)|<([^>]*)>) ")

_OF_EVENT = {
    SG + "hasStart": "start",
    SG + "inSession": "session",
    PREFIXES["dcterms"] + "title": "title",
    PREFIXES["dcterms"] + "subject": "subject",
    PREFIXES["rdfs"] + "label": "label",
}
"""What the table has of an event, by property."""


class _NotSimpleError(Exception):
    """The votes of a store have a form that the table cannot hold."""


@dataclass(slots=True)
class _Votes:
    """The votes that records have: for each event its states with option and bits of sources."""

    events: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    names: "array[int]" = field(default_factory=lambda: array("q"))
    """Hashes of the IRIs of votes that were read whole from a line."""

    def add(self, event: str, state: str, option: str, source: str) -> None:
        """Add a vote.

        Raises:
            _NotSimpleError: Its option is unknown or not that of another source, or there are too
                many sources.
        """
        code = roll_calls.OPTIONS.get(option)
        bit = self.sources.setdefault(source, len(self.sources))
        states = self.events.setdefault(event, {})
        known = states.setdefault(state, [code or 0, 0])
        if code is None or known[0] != code or bit >= roll_calls.SOURCES:
            raise _NotSimpleError
        known[1] |= 1 << bit


def keep(store: pyoxigraph.Store, folder: str) -> None:
    """Write the table of a store, or remove it where there can be none.

    Args:
        store: The store, open.
        folder: Its folder, with the records of all that was put into it.

    Raises:
        OSError: It cannot be written.
    """
    path = os.path.join(folder, roll_calls.FILE)
    if os.path.lexists(path):
        os.unlink(path)
    try:
        votes = _read(folder)
        if not votes.events:
            return
        identifiers = _identifiers(store, votes)
        events, texts = _events(store, votes)
    except _NotSimpleError:
        return
    roll_calls.write(
        path,
        events,
        [(source, identifiers[source]) for source in votes.sources],
        _lanes(votes, events),
        texts,
    )


def _read(folder: str) -> _Votes:
    """Read the votes from the records.

    Raises:
        _NotSimpleError: See :class:`_Votes`, or a vote is spread over several datasets.
    """
    votes = _Votes()
    loose: dict[str, dict[str, list[str]]] = {}
    sourced: set[int] = set()
    records = os.path.join(folder, RECORDS)
    for name in sorted(os.listdir(records)):
        if not name.endswith(".ttl.gz"):
            continue
        with gzip.open(os.path.join(records, name), "rb") as file:
            # The release is in N-Triples, with the statements of a vote on several lines.
            others = file.read() if name == RELEASE else _whole_votes(file, votes, sourced)
        for triple in pyoxigraph.parse(others, format=pyoxigraph.RdfFormat.TURTLE):
            if triple.predicate.value in _PARTS:
                parts = loose.setdefault(plain(triple.subject), defaultdict(list))
                parts[triple.predicate.value].append(plain(triple.object))
    for subject, parts in loose.items():
        _add_loose(subject, parts, votes)
    names = array("q", sorted(votes.names))
    # A line that gives a further source to a vote of another line.
    if any(_has(names, name) for name in sourced):
        raise _NotSimpleError
    return votes


def _whole_votes(lines: Iterable[bytes], votes: _Votes, sourced: set[int]) -> bytes:
    """Add the votes that stand on a line each, and give the other lines that speak of votes.

    Args:
        lines: Of a record.
        votes: Takes the votes.
        sourced: Takes the hashes of the subjects of other lines that name a source.
    """
    sgd, sgv = PREFIXES["sgd"], PREFIXES["sgv"]
    iris: dict[bytes, str] = {}
    others: list[bytes] = []

    def iri(namespace: str, local: bytes) -> str:
        return iris.get(local) or iris.setdefault(local, namespace + local.decode())

    for line in lines:
        match = _VOTE.fullmatch(line)
        if match:
            vote, event, state, option, source = match.groups()
            votes.add(iri(sgd, event), iri(sgd, state), iri(sgv, option), iri(sgd, source))
            votes.names.append(hash(vote))
        elif line.startswith(b"@prefix") or any(mark in line for mark in _MARKS):
            others.append(line)
        elif b"source" in line and (subject := _SUBJECT.match(line)):
            sourced.add(hash(subject[1] or subject[2].removeprefix(sgd.encode())))
    return b"".join(others)


def _add_loose(subject: str, parts: dict[str, list[str]], votes: _Votes) -> None:
    """Add a vote whose statements were parsed; what has a source alone is none.

    Raises:
        _NotSimpleError: Some part is missing or has two values.
    """
    if set(parts) == {_SOURCE}:
        return
    if set(parts) != set(_PARTS) or any(len(set(parts[kind])) > 1 for kind in _PARTS[:3]):
        raise _NotSimpleError
    for source in parts[_SOURCE]:
        votes.add(parts[_CAST_IN][0], parts[_CAST_BY][0], parts[_OPTION][0], source)
    votes.names.append(hash(subject.removeprefix(PREFIXES["sgd"]).encode()))


def _has(numbers: "array[int]", number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


def _values(store: pyoxigraph.Store, iri: str, kinds: dict[str, str]) -> dict[str, set[str]]:
    """Give the values of some properties of a thing, by their short names; of labels the English.

    One thing is read at a time: an engine that is asked about many may read all labels instead.
    """
    values: dict[str, set[str]] = {name: set() for name in kinds.values()}
    pattern = (pyoxigraph.NamedNode(iri), None, None, pyoxigraph.DefaultGraph())
    for quad in store.quads_for_pattern(*pattern):
        name = kinds.get(quad.predicate.value)
        if name is not None and (name != "label" or _is_english(quad.object)):
            values[name].add(plain(quad.object))
    return values


def _is_english(term: object) -> bool:
    language = getattr(term, "language", None) or ""
    return language.lower().partition("-")[0] == "en"


def _identifiers(store: pyoxigraph.Store, votes: _Votes) -> dict[str, str]:
    """Give the identifier of each source.

    Raises:
        _NotSimpleError: One has none, or several.
    """
    identifiers = {}
    for source in votes.sources:
        own = _values(store, source, {PREFIXES["dcterms"] + "identifier": "name"})["name"]
        if len(own) != 1:
            raise _NotSimpleError
        identifiers[source] = own.pop()
    return identifiers


def _events(store: pyoxigraph.Store, votes: _Votes) -> tuple[list[Event], list[list[str]]]:
    """Give the events in their order, and the words that a topic is looked for in.

    Raises:
        _NotSimpleError: One has two starts or sessions.
    """
    events = []
    texts: dict[str, list[str]] = {}
    for iri in votes.events:
        own = _values(store, iri, _OF_EVENT)
        if len(own["start"]) > 1 or len(own["session"]) > 1:
            raise _NotSimpleError
        start, session = next(iter(own["start"]), ""), next(iter(own["session"]), "")
        events.append(Event(iri, start, session, min(own["label"], default="")))
        texts[iri] = sorted(
            f"{title} {subject}".lower()
            for title in own["title"] or {""}
            for subject in own["subject"] or {""}
        )
    events.sort(key=lambda event: (event.start, event.iri))
    return events, [texts[event.iri] for event in events]


def _lanes(votes: _Votes, events: list[Event]) -> dict[str, tuple[bytes, bytes]]:
    """Give for each state its options and the bits of their sources, a byte for each event."""
    states = sorted({state for states in votes.events.values() for state in states})
    lanes = {state: (bytearray(len(events)), bytearray(len(events))) for state in states}
    for place, event in enumerate(events):
        for state, (option, bits) in votes.events[event.iri].items():
            options, vouchers = lanes[state]
            options[place], vouchers[place] = option, bits
    return {
        state: (bytes(options), bytes(vouchers)) for state, (options, vouchers) in lanes.items()
    }
