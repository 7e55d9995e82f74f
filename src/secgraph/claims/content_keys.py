"""Give contents keys by which what several documents say meets.

A key is a line of what a content says. Who affirms a content affirms what each of its keys says but
the opposite ones, which it denies; who denies it denies what its content key says and no more. So
two claims contest each other where one affirms a key that the other denies. Compares nothing
itself, and needs no other document than that of the content.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from secgraph.claims import kinds
from secgraph.claims.contents import Content, Things, contents, short, things
from secgraph.claims.kinds import Kind, Rows, Scheme
from secgraph.namespaces import PREFIXES

_SGV = PREFIXES["sgv"]
_CLAIMS = f"""PREFIX sg: <{PREFIXES["sg"]}> PREFIX sgv: <{_SGV}>
SELECT DISTINCT ?claim ?content ?polarity WHERE {{
  VALUES ?force {{ sgv:assertion sgv:prediction }}
  VALUES ?polarity {{ sgv:affirmed sgv:denied }}
  ?claim sg:hasContent ?content ; sg:hasForce ?force ; sg:hasPolarity ?polarity .
  FILTER NOT EXISTS {{ ?claim sg:hasHedge sgv:conditional }}
}}"""

DEEPEST = 12
"""Contents inside of each other that are followed at most."""

MOST = 5
"""How many narrowing parts are left out in every combination; of more, one by one and all."""

KEPT = frozenset({"condition", "scenario", "viewpoint", "co-participant"})
"""Kinds of qualifier without which a content is not affirmed: what is so if, where, for somebody or
together with something else is not said to be so by itself."""


Stated = tuple[str, str | bool]
"""The local name of a property, and its value."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a content.

    Attributes:
        whole: What it says, with all that narrows it.
        broader: What it says when something that narrows it is left out, or its kind is replaced
            by one above it.
        members: Where its two sides are the same closed group, what it says of each pair of the
            members.
        opposite: What whoever affirms it denies, since its kind has an opposite.
        turned: Whether subject and object stand the other way round in *whole*, as they may
            where the kind is symmetric.
    """

    whole: str
    broader: tuple[str, ...]
    members: tuple[str, ...]
    opposite: tuple[str, ...]
    turned: bool

    def of_content(self) -> list[Stated]:
        """Give what is stated of the content: names of properties, each with its value."""
        stated: list[Stated] = [("hasContentKey", self.whole)]
        stated += [("hasMemberKey", key) for key in self.members]
        return [*stated, ("hasSidesTurned", True)] if self.turned else stated

    def of_claim(self, *, affirmed: bool) -> list[Stated]:
        """Give what is stated of a claim that affirms or denies the content."""
        if not affirmed:
            return [("deniesKey", self.whole)]
        stated: list[Stated] = [
            ("affirmsKey", key) for key in (self.whole, *self.broader, *self.members)
        ]
        return [*stated, *(("deniesKey", key) for key in self.opposite)]


def keys(rows: Rows, scheme: Scheme | None = None, shared: Things | None = None) -> dict[str, Keys]:
    """Give the keys of the contents of a store, by their IRIs.

    Args:
        rows: Answers a SELECT query with plain strings.
        scheme: The kinds and modifiers; those of the store if None.
        shared: Things that are described in another store.
    """
    maker = _Maker(contents(rows), scheme or kinds.load(rows), things(rows, shared))
    return {iri: maker.keys(iri) for iri in maker.contents}


def statements(
    rows: Rows, scheme: Scheme | None = None, shared: Things | None = None
) -> dict[str, list[Stated]]:
    """Give what is stated of the contents of a store and of its claims, by their IRIs.

    Claims that assert or predict affirm and deny; what is said under a condition does neither.

    Args:
        rows: Answers a SELECT query with plain strings.
        scheme: The kinds and modifiers; those of the store if None.
        shared: Things that are described in another store.
    """
    made = keys(rows, scheme, shared)
    stated = {iri: of_content.of_content() for iri, of_content in made.items()}
    for claim, content, polarity in rows(_CLAIMS):
        if content in made:
            stated[claim] = made[content].of_claim(affirmed=polarity == f"{_SGV}affirmed")
    return stated


@dataclass(frozen=True, slots=True)
class _Parts:
    """A content taken apart.

    Attributes:
        sides: Subject and object, as they stand in a key.
        kind: Of the vocabulary; None where it is not there.
        name: Of the kind, as it stands in a key.
        binding: Names of the modifiers that bind.
        narrowing: Names of the modifiers that can be left out.
        kept: Circumstances that cannot.
        loose: Circumstances that can.
        symmetric: Whether the two sides can be exchanged.
    """

    sides: tuple[str, str]
    kind: Kind | None
    name: str
    binding: frozenset[str]
    narrowing: tuple[str, ...]
    kept: tuple[str, ...]
    loose: tuple[str, ...]
    symmetric: bool

    def key(
        self, name: str, narrowing: Iterable[str], loose: Iterable[str], *, sort: bool, turn: bool
    ) -> str:
        """Write a key."""
        sides = sorted(self.sides) if sort else self.sides[:: -1 if turn else 1]
        relation = kinds.SEPARATOR.join([name, *sorted({*self.binding, *narrowing})])
        return " ; ".join([f"{sides[0]} | {relation} | {sides[1]}", *sorted({*self.kept, *loose})])

    def whole(self) -> str:
        """Give the key with all that narrows the content."""
        return self.key(self.name, self.narrowing, self.loose, sort=self.symmetric, turn=False)


class _Maker:
    """Makes the keys of contents; those inside of others once.

    Attributes:
        contents: By IRI.
    """

    def __init__(self, contents: Mapping[str, Content], scheme: Scheme, things: Things) -> None:
        self.contents = contents
        self._scheme, self._things = scheme, things
        self._wholes: dict[str, str] = {}

    def keys(self, iri: str) -> Keys:
        """Give the keys of a content."""
        parts = self._parts(iri, DEEPEST)
        whole = parts.whole()
        broader = set(self._implied(parts)) - {whole}
        members = set(self._of_members(iri, parts)) - {whole, *broader}
        return Keys(
            whole,
            tuple(sorted(broader)),
            tuple(sorted(members)),
            tuple(sorted(set(self._denied(parts)))),
            parts.symmetric and parts.sides[0] > parts.sides[1],
        )

    def _node(self, term: str, depth: int) -> str:
        """Write what stands on a side of a content, or fills a qualifier."""
        if term in self.contents and depth > 0:
            return f"{{{self._whole(term, depth - 1)}}}"
        if term in self._things.qualities:
            return f'"{self._things.qualities[term]}"'
        listed = self._things.lists.get(term)
        if listed and depth > 0:
            nodes = " + ".join(sorted(self._node(one, depth - 1) for one in listed))
            quantifier = self._things.quantifiers.get(term)
            return f"{short(quantifier)} [{nodes}]" if quantifier else f"[{nodes}]"
        return short(self._things.states.get(term, term))

    def _whole(self, iri: str, depth: int) -> str:
        if iri not in self._wholes:
            self._wholes[iri] = self._parts(iri, depth).whole()
        return self._wholes[iri]

    def _parts(self, iri: str, depth: int) -> _Parts:
        content = self.contents[iri]
        kind, inside = self._scheme.parse(content.kind) or (None, ())
        required = {*(kind.requires if kind else ()), *(one.requires for one in inside)}
        kept_ways = {one.removeprefix(_SGV) for one in required} | KEPT
        kept, loose = list(content.times), list[str]()
        narrowing = [_short_name(one.iri) for one in inside if not one.binds]
        for way, filler in content.circumstances:
            modifies = filler in self._scheme.modifiers and way not in kept_ways
            if modifies:
                narrowing.append(_short_name(filler))
            else:
                part = f"{way} {self._node(filler, depth)}"
                (kept if way in kept_ways else loose).append(part)
        loose += [" , ".join(sorted(one)) for one in content.comparisons.values()]
        one_way = any(one.binds and one.family for one in inside)
        return _Parts(
            (self._node(content.subject, depth), self._node(content.object, depth)),
            kind,
            short(kind.iri if kind else content.kind),
            frozenset(_short_name(one.iri) for one in inside if one.binds),
            tuple(sorted(set(narrowing))),
            tuple(sorted(set(kept))),
            tuple(sorted(set(loose))),
            kind is not None and kind.symmetric and not one_way,
        )

    def _above(self, parts: _Parts) -> list[Kind]:
        """Give the kinds for which a content counts where it is affirmed."""
        if parts.kind is None:
            return []
        if parts.binding:
            return [parts.kind]
        return [self._scheme.kinds[iri] for iri in sorted(self._scheme.above(parts.kind.iri))]

    def _implied(self, parts: _Parts) -> Iterator[str]:
        """Give the keys of all that is affirmed with a content."""
        for kind in self._above(parts):
            for narrowing, loose in _choices(parts):
                yield from _both_ways(parts, kind, narrowing, loose)

    def _denied(self, parts: _Parts) -> Iterator[str]:
        """Give the keys of what is denied where a content is affirmed.

        To oppose something in any way, or as much as may be, is not to support it; to oppose it
        somewhere is not to support it there.
        """
        if parts.binding:
            return
        for kind in self._above(parts):
            for opposite in kind.opposites:
                if opposite in self._scheme.kinds:
                    yield from _both_ways(parts, self._scheme.kinds[opposite], (), parts.loose)

    def _of_members(self, iri: str, parts: _Parts) -> Iterator[str]:
        """Give the keys of what a content says of each pair of the members of one group."""
        content = self.contents[iri]
        members = self._things.members.get(content.subject, ())
        if not parts.symmetric or parts.sides[0] != parts.sides[1]:
            return
        nodes = sorted({self._node(one, DEEPEST) for one in members})
        for pair in itertools.combinations(nodes, 2):
            of_pair = replace(parts, sides=pair)
            yield of_pair.whole()
            yield from self._implied(of_pair)


def _both_ways(
    parts: _Parts, kind: Kind, narrowing: Sequence[str], loose: Sequence[str]
) -> Iterator[str]:
    """Write a key, and for a directed kind above a symmetric one that of the other direction."""
    name = short(kind.iri)
    sort = parts.symmetric and kind.symmetric
    yield parts.key(name, narrowing, loose, sort=sort, turn=False)
    if parts.symmetric and not sort:
        yield parts.key(name, narrowing, loose, sort=False, turn=True)


def _choices(parts: _Parts) -> Iterator[tuple[list[str], list[str]]]:
    """Give what may be left of the parts that narrow a content: modifiers, and circumstances."""
    loose = [(one, False) for one in parts.loose] + [(one, True) for one in parts.narrowing]
    numbers: Iterable[int] = range(len(loose) + 1)
    if len(loose) > MOST:
        numbers = (0, 1, len(loose) - 1, len(loose))
    for number in numbers:
        for chosen in itertools.combinations(loose, number):
            yield (
                [one for one, modifies in chosen if modifies],
                [one for one, modifies in chosen if not modifies],
            )


def _short_name(iri: str) -> str:
    return iri.removeprefix(_SGV)
