"""Answer the questions that count votes from the table of roll calls of a store.

The saved query is the definition: a question is answered here only where its text is that of the
release, and a test compares each answer with the one that the store gives to the query itself. Asks
the store for memberships and labels, which are few.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product

import pyoxigraph

from secgraph.namespaces import PREFIXES, SG
from secgraph.query import lanes
from secgraph.query.lanes import Calendar, Pair, Record
from secgraph.query.question import Question
from secgraph.query.roll_calls import ABSTAIN, AGAINST, AWAY, FOR, OPTIONS, Event, RollCalls
from secgraph.stores import protocol
from secgraph.stores.answer import Answer

Row = tuple[pyoxigraph.NamedNode | pyoxigraph.Literal | None, ...]

Rows = Callable[[str], Iterable[Sequence[str]]]
"""Answers a SELECT query with plain strings."""

_FEW = 500
"""The labels of so many things are asked for at once."""

_SGV, _ORG, _RDFS = (PREFIXES[name] for name in ("sgv", "org", "rdfs"))
_INTEGER = pyoxigraph.NamedNode(PREFIXES["xsd"] + "integer")
_DECIMAL = pyoxigraph.NamedNode(PREFIXES["xsd"] + "decimal")

MEMBERSHIPS = f"""SELECT ?member ?from ?to ?startless WHERE {{
  VALUES ?grouping {{ <%s> }}
  ?membership <{_ORG}organization> ?grouping ;
              <{_ORG}member> ?member ;
              <{SG}hasMembershipKind> ?kind .
  FILTER (?kind = <{_SGV}membership-full> || ?kind = <{_SGV}membership-founder>)
  OPTIONAL {{ ?membership <{SG}hasStart> ?start . }}
  OPTIONAL {{ ?membership <{SG}notBefore> ?bound . }}
  OPTIONAL {{ ?membership <{SG}hasEnd> ?end . }}
  OPTIONAL {{
    VALUES ?grouping {{ <%s> }}
    ?dated <{_ORG}organization> ?grouping ; <{_ORG}member> ?member ; <{SG}hasStart> ?otherStart .
  }}
  OPTIONAL {{
    VALUES ?grouping {{ <%s> }}
    ?bounded <{_ORG}organization> ?grouping ; <{_ORG}member> ?member ; <{SG}notBefore> ?otherBound .
  }}
  FILTER (BOUND(?start) || BOUND(?bound) || (!BOUND(?otherStart) && !BOUND(?otherBound)))
  BIND (IF(BOUND(?start), "", "yes") AS ?startless)
  BIND (COALESCE(STR(?start), STR(?bound), "0000") AS ?from)
  BIND (COALESCE(STR(?end), "9999") AS ?to)
}}"""
_LABELS = f"""SELECT DISTINCT ?thing ?label WHERE {{
  VALUES ?thing {{ %s }}
  ?thing <{_RDFS}label> ?label .
  FILTER (LANGMATCHES(LANG(?label), "en"))
}}"""


@dataclass(slots=True)
class Member:
    """A member of a grouping.

    Attributes:
        record: Its votes.
        counts: The lane of the events within a membership.
        dated: The lane of the events within a membership whose start is known.
    """

    record: Record
    counts: int = 0
    dated: int = 0


@dataclass(slots=True)
class Asked:
    """What a question is asked of.

    Attributes:
        table: The votes.
        rows: Asks the store.
        question: The question with its values.
        calendar: The events.
    """

    table: RollCalls
    rows: Rows
    question: Question
    calendar: Calendar = field(init=False)

    def __post_init__(self) -> None:
        self.calendar = Calendar(self.table)

    def thing(self, parameter: str) -> str:
        """Give the IRI that a parameter stands for."""
        return self.question.things()[parameter][0]

    def events(self, key: Callable[[Event], str]) -> dict[str, int]:
        """Give the lanes of the events asked for, by session, year or the like."""
        groups = self.calendar.by(key)
        sessions = self.question.texts("sessions")
        if sessions:
            by_session = self.calendar.by(lambda event: event.session_name)
            wanted = 0
            for session in sessions:
                wanted |= by_session.get(session, 0)
            groups = {name: events & wanted for name, events in groups.items()}
        for topic in self.question.texts("topic"):
            about = self.calendar.about(topic)
            groups = {name: events & about for name, events in groups.items()}
        return groups

    def members(self) -> dict[str, Member]:
        """Give the members of the grouping, by their IRIs."""
        grouping = self.thing("grouping")
        members: dict[str, Member] = {}
        for iri, begin, end, startless in self.rows(MEMBERSHIPS % ((grouping,) * 3)):
            member = members.get(iri)
            if member is None:
                member = members[iri] = Member(Record(self.table, iri))
            window = self.calendar.window(begin, end) & self.calendar.dated()
            member.counts |= window
            if not startless:
                member.dated |= window
        return dict(sorted(members.items()))

    def labels(self, iris: Iterable[str]) -> dict[str, list[str]]:
        """Give the English labels of things."""
        labels: dict[str, list[str]] = {iri: [] for iri in iris}
        rest = iter(labels)
        while few := list(islice(rest, _FEW)):
            for iri, label in self.rows(_LABELS % " ".join(f"<{iri}>" for iri in few)):
                labels[iri].append(label)
        return {iri: sorted(own) for iri, own in labels.items()}


def answer(question: Question, table: RollCalls, rows: Rows) -> Answer | None:
    """Answer a question from a table.

    Args:
        question: A question of the release with its values.
        table: The votes of the store.
        rows: Asks the store.

    Returns:
        None where the question is not one of those that are answered from the table.
    """
    writer = WRITERS.get(question.name)
    if writer is None:
        return None
    columns = protocol.columns(question.query.text) or ()
    try:
        return Answer(columns, list(writer(Asked(table, rows, question))))
    except _TooManyError:
        return None


def _text(value: str) -> pyoxigraph.Literal:
    return pyoxigraph.Literal(value)


def _number(value: int) -> pyoxigraph.Literal:
    return pyoxigraph.Literal(str(value), datatype=_INTEGER)


def _share(part: int, whole: int) -> pyoxigraph.Literal:
    """Give a share, rounded to three places, a half upwards."""
    thousandths = (2000 * part + whole) // (2 * whole)
    text = f"{thousandths // 1000}.{thousandths % 1000:03}".rstrip("0").rstrip(".")
    return pyoxigraph.Literal(text, datatype=_DECIMAL)


def _year(event: Event) -> pyoxigraph.Literal | None:
    return _number(int(event.year)) if event.year.isdigit() else None


def _of_pair(asked: Asked, key: Callable[[Event], str], *, dated: bool = False) -> Iterator[Row]:
    """Give for two states a row for each session or the like, in the order of the first votes."""
    a, b = asked.thing("a"), asked.thing("b")
    if a == b:
        return
    table, events = asked.table, asked.events(key)
    labels = asked.labels((a, b))
    every = asked.calendar.dated() if dated else asked.calendar.every()
    pair = Pair(table, Record(table, a), Record(table, b), every)
    groups = [(name, own) for name, lane in events.items() if (own := lane & pair.joint)]
    groups.sort(key=lambda group: (table.events[lanes.first(group[1])].day, group[0]))
    for name, own in groups:
        joint, same, credits_ = pair.counts(own)
        identifiers, iris = pair.sources(own)
        for label, other in ((one, two) for one in labels[a] for two in labels[b]):
            yield (
                _text(label),
                _text(other),
                *((_text(name),) if not dated else ()),
                _year(table.events[lanes.first(own)]),
                _number(joint),
                _number(same),
                _share(same, joint),
                _share(credits_, 2 * joint),
                _text(identifiers),
                pyoxigraph.NamedNode(a),
                pyoxigraph.NamedNode(b),
                _text(iris),
            )


def _agreement(asked: Asked) -> Iterator[Row]:
    return _of_pair(asked, lambda event: event.session_name)


def _agreement_by_year(asked: Asked) -> Iterator[Row]:
    return _of_pair(asked, lambda event: event.year, dated=True)


def _of_pairs(asked: Asked, groups: Mapping[str, int], *, by_year: bool) -> Iterator[Row]:
    """Give for each pair of members a row, or one for each year."""
    table, members = asked.table, asked.members()
    labels = asked.labels(members)
    for (a, first), (b, second) in combinations(members.items(), 2):
        both = first.counts & second.counts
        pair = Pair(table, first.record, second.record, both)
        undated = pair.joint & ~(first.dated & second.dated)
        for name, events in groups.items():
            joint, same, credits_ = pair.counts(events)
            if not joint:
                continue
            identifiers, iris = pair.sources(events)
            for label, other in ((one, two) for one in labels[a] for two in labels[b]):
                yield (
                    _text(label),
                    _text(other),
                    *((_number(int(name)),) if by_year else ()),
                    _number(joint),
                    _number(same),
                    _share(same, joint),
                    _share(credits_, 2 * joint),
                    _number((undated & events).bit_count()),
                    _text(identifiers),
                    pyoxigraph.NamedNode(a),
                    pyoxigraph.NamedNode(b),
                    _text(iris),
                )


def _together(event: Event) -> str:
    """Put all events into one group."""
    del event
    return ""


def _within(asked: Asked) -> Iterator[Row]:
    return _of_pairs(asked, asked.events(_together), by_year=False)


def _within_by_year(asked: Asked) -> Iterator[Row]:
    groups = asked.events(lambda event: event.year)
    groups.pop("", None)
    return _of_pairs(asked, groups, by_year=True)


MEMBERS = 255
"""The members of a grouping are counted up to this number, which fits into a byte."""


class _TooManyError(Exception):
    """A grouping has more members than a byte can count."""


class Tally:
    """The votes of the members of a grouping, for each event.

    Attributes:
        counts: For each of the options a byte for each event, with the number of votes.
        undated: The number of votes of members whose start is not known.
        sources: For the identifiers and the IRIs of sources, the bits of those that are named.
    """

    __slots__ = ("counts", "sources", "undated")

    def __init__(
        self, table: RollCalls, members: Iterable[Member], events: int, options: Sequence[int]
    ) -> None:
        size = len(table.events)
        sums = dict.fromkeys(options, 0)
        undated = 0
        tables = [lanes.ranked([source[part] for source in table.sources]) for part in (1, 0)]
        named = [0, 0]
        for member in members:
            window = member.counts & events
            voted = 0
            for code in options:
                lane = member.record.options[code] & window
                sums[code] += lane
                voted |= lane
            undated += voted & ~member.dated
            # 255 in each byte where there is a vote.
            for place, of in enumerate(tables):
                named[place] |= lanes.lane(member.record.vouchers.translate(of)) & voted * 255
        self.counts = {code: lanes.cells_of(number, size) for code, number in sums.items()}
        self.undated = lanes.cells_of(undated, size)
        self.sources = [lanes.cells_of(bits, size) for bits in named]


def _names(bits: int, table: RollCalls, part: int) -> str:
    return " ".join(
        sorted(source[part] for bit, source in enumerate(table.sources) if bits >> bit & 1)
    )


def _tally(asked: Asked, options: Sequence[int]) -> Tally:
    """Count the votes of the grouping in the events asked for whose day is known."""
    events = asked.events(_together).get("", 0) & asked.calendar.dated()
    members = asked.members()
    if len(members) > MEMBERS:
        raise _TooManyError
    return Tally(asked.table, members.values(), events, options)


def _cohesion(asked: Asked) -> Iterator[Row]:
    """Give a row for each event with a vote of a member, in the order of the days."""
    table = asked.table
    tally = _tally(asked, (FOR, AGAINST, ABSTAIN, AWAY))
    rows = []
    for place, counts in enumerate(zip(*tally.counts.values(), strict=True)):
        if not any(counts):
            continue
        event = table.events[place]
        most, cast = max(counts[:3]), sum(counts[:3])
        rows.append(
            (
                event.day,
                event.iri,
                (
                    _text(event.label),
                    _text(event.day),
                    _year(event),
                    *map(_number, counts),
                    _share(3 * most - cast, 2 * cast) if cast else _text(""),
                    _number(tally.undated[place]),
                    _text(_names(tally.sources[0][place], table, 1)),
                    pyoxigraph.NamedNode(event.iri),
                    _text(_names(tally.sources[1][place], table, 0)),
                ),
            )
        )
    for _, _, row in sorted(rows, key=lambda row: row[:2]):
        yield row


@dataclass(slots=True)
class _Year:
    """The votes of a grouping in a year, of which each is one of two members or more.

    Attributes:
        agreements: For each of them the agreement in thousandths.
        unanimous: How many of them have one option alone.
        voting: The largest number of members that took part in one of them.
        undated: The number of votes of members whose start is not known.
        sources: The bits of the sources, by identifier and by IRI.
    """

    agreements: list[int] = field(default_factory=list)
    unanimous: int = 0
    voting: int = 0
    undated: int = 0
    sources: list[int] = field(default_factory=lambda: [0, 0])


def _cohesion_by_year(asked: Asked) -> Iterator[Row]:
    """Give a row for each year with a vote of two members or more."""
    table = asked.table
    tally = _tally(asked, (FOR, AGAINST, ABSTAIN))
    years: dict[int, _Year] = {}
    for place, counts in enumerate(zip(*tally.counts.values(), strict=True)):
        most, cast = max(counts), sum(counts)
        if cast < 2 or not table.events[place].year.isdigit():
            continue
        year = years.setdefault(int(table.events[place].year), _Year())
        year.agreements.append((1000 * (3 * most - cast) + cast) // (2 * cast))
        year.unanimous += most == cast
        year.voting = max(year.voting, cast)
        year.undated += tally.undated[place]
        year.sources = [
            bits | named[place] for bits, named in zip(year.sources, tally.sources, strict=True)
        ]
    for number, year in sorted(years.items()):
        votes = len(year.agreements)
        identifiers, iris = year.sources
        yield (
            _number(number),
            _number(votes),
            _number(year.unanimous),
            # Of a mean of thousandths the thousandths are rounded, as in the query.
            _share(sum(year.agreements), 1000 * votes),
            _share(min(year.agreements), 1000),
            _number(year.voting),
            _number(year.undated),
            _text(_names(identifiers, table, 1)),
            _text(_names(iris, table, 0)),
        )


_OPTION_IRIS = {code: iri for iri, code in OPTIONS.items()}


def _with_and_against(asked: Asked) -> Iterator[Row]:
    """Give a row for each vote of another state in an event in which the actor has a vote."""
    table, actor = asked.table, asked.thing("actor")
    own = table.options(actor)
    event = asked.question.things().get("event", [""])[0]
    year = next((str(int(text)) for text in asked.question.texts("year")), "")
    chosen = [
        place
        for place, option in enumerate(own)
        if option
        and (held := table.events[place]).start
        and (not event or held.iri == event)
        and (not year or held.year == year)
    ]
    cells = [
        (state, code, place)
        for state in table.states
        if state != actor
        for options in (table.options(state),)
        for place in chosen
        if (code := options[place])
    ]
    cells.sort(key=lambda cell: (cell[0], _OPTION_IRIS[cell[1]], table.events[cell[2]].iri))
    labels = asked.labels(
        [*table.states, *OPTIONS, *(table.events[place].iri for place in chosen)] if cells else []
    )
    states = {state: (pyoxigraph.NamedNode(state), table.vouchers(state)) for state in table.states}
    option_nodes = {code: pyoxigraph.NamedNode(iri) for code, iri in _OPTION_IRIS.items()}
    event_nodes = {place: pyoxigraph.NamedNode(table.events[place].iri) for place in chosen}
    texts = {label: _text(label) for own_labels in labels.values() for label in own_labels}
    sources = {
        bits: (_text(_names(bits, table, 1)), _text(_names(bits, table, 0)))
        for bits in {vouchers[place] for _, vouchers in states.values() for place in chosen}
    }
    yes, no = _text("yes"), _text("no")
    for state, code, place in cells:
        node, vouchers = states[state]
        identifiers, iris = sources[vouchers[place]]
        for label, option, name in product(
            labels[state], labels[_OPTION_IRIS[code]], labels[table.events[place].iri]
        ):
            yield (
                texts[label],
                texts[option],
                yes if own[place] == code else no,
                texts[name],
                _year(table.events[place]),
                identifiers,
                node,
                option_nodes[code],
                event_nodes[place],
                iris,
            )


WRITERS: dict[str, Callable[[Asked], Iterator[Row]]] = {
    "record/agreement": _agreement,
    "record/agreement-by-year": _agreement_by_year,
    "record/agreement-within": _within,
    "record/within-by-year": _within_by_year,
    "record/cohesion": _cohesion,
    "record/cohesion-by-year": _cohesion_by_year,
    "votes/with-and-against": _with_and_against,
}
"""The questions that are answered from a table."""
