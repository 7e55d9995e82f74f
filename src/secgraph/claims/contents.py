"""Read the contents of a store, and what it says of the things that stand in them.

Makes no key and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from secgraph.claims.kinds import Rows
from secgraph.dataset.names import fold
from secgraph.namespaces import PREFIXES

_SGV = PREFIXES["sgv"]
_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "org"))
_CONTENTS = f"""{_HEAD}SELECT ?content ?subject ?kind ?object ?value WHERE {{
  ?content sg:hasSubject ?subject ; sg:hasRelation ?kind .
  OPTIONAL {{ ?content sg:hasObject ?object }}
  OPTIONAL {{ ?content sg:hasValue ?value }}
}}"""
_CIRCUMSTANCES = f"""{_HEAD}SELECT ?content ?way ?filler WHERE {{
  ?content sg:hasContext ?node . ?node sg:hasQualifierKind ?way ; sg:hasFiller ?filler .
}}"""
_COMPARISONS = f"""{_HEAD}SELECT ?content ?node ?property ?value WHERE {{
  VALUES ?property {{ sg:hasOutcome sg:hasMargin sg:isComparedWith sg:inRespectOf }}
  ?content sg:hasContext ?node . ?node ?property ?value .
}}"""
_TIMES = f"""{_HEAD}SELECT ?content ?label ?first ?last WHERE {{
  ?content sg:concernsTime ?time . ?time rdfs:label ?label .
  OPTIONAL {{ ?time sg:notBefore ?first }}
  OPTIONAL {{ ?time sg:notAfter ?last }}
}}"""
_GOVERNMENTS = f"{_HEAD}SELECT ?government ?state WHERE {{ ?government sg:isGovernmentOf ?state }}"
_QUALITIES = f"""{_HEAD}SELECT ?quality ?label WHERE {{
  ?quality a sg:Quality ; rdfs:label ?label . FILTER (LANGMATCHES(LANG(?label), "en"))
}}"""
_LISTS = f"""{_HEAD}SELECT ?group ?listed ?quantifier WHERE {{
  ?group sg:lists ?listed ; sg:hasListStatus sgv:list-closed .
  OPTIONAL {{ ?group sg:hasQuantifier ?quantifier }}
}}"""
_MEMBERSHIPS = f"""{_HEAD}SELECT ?grouping ?member WHERE {{
  VALUES ?kind {{ sgv:membership-full sgv:membership-founder }}
  ?grouping sg:hasListStatus sgv:list-closed .
  ?membership org:organization ?grouping ; org:member ?member ; sg:hasMembershipKind ?kind .
  FILTER NOT EXISTS {{ ?membership sg:hasEnd ?end }}
}}"""
_COLLECTIVES = f"""{_HEAD}SELECT ?collective ?body WHERE {{
  ?collective a sg:Collective ; sg:isDrawnFrom ?body .
}}"""


@dataclass(frozen=True, slots=True)
class Things:
    """What a store says of things that decides which of them are one, or stand for others.

    Attributes:
        states: By the IRI of a government, that of its state.
        qualities: By the IRI of a quality, its label in one form of case and blanks.
        lists: By the IRI of a group whose list is closed, what it lists, each sorted.
        quantifiers: By the IRI of such a group, its quantifier.
        members: By the IRI of what is made of several actors and nobody else, these, each sorted.
    """

    states: Mapping[str, str] = field(default_factory=dict)
    qualities: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quantifiers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def beside(self, shared: "Things") -> "Things":
        """Give these things together with those of another store."""
        return Things(
            {**shared.states, **self.states},
            {**shared.qualities, **self.qualities},
            {**shared.lists, **self.lists},
            {**shared.quantifiers, **self.quantifiers},
            {**shared.members, **self.members},
        )


def things(rows: Rows, shared: Things | None = None) -> Things:
    """Read what a store says of things.

    Args:
        rows: Answers a SELECT query with plain strings.
        shared: Things of another store, beside which these are.
    """
    shared = shared or Things()
    lists: dict[str, set[str]] = {}
    quantifiers: dict[str, str] = {}
    for group, listed, quantifier in rows(_LISTS):
        lists.setdefault(group, set()).add(listed)
        if quantifier:
            quantifiers[group] = quantifier
    members: dict[str, set[str]] = {group: set(listed) for group, listed in lists.items()}
    for grouping, member in rows(_MEMBERSHIPS):
        members.setdefault(grouping, set()).add(member)
    drawn: dict[str, set[str]] = {}
    for collective, body in rows(_COLLECTIVES):
        inner = members.get(body) or shared.members.get(body) or (body,)
        drawn.setdefault(collective, set()).update(inner)
    return Things(
        {row[0]: row[1] for row in rows(_GOVERNMENTS)},
        {quality: fold(label) for quality, label in rows(_QUALITIES)},
        {group: tuple(sorted(listed)) for group, listed in lists.items()},
        quantifiers,
        {group: tuple(sorted(listed)) for group, listed in {**members, **drawn}.items()},
    ).beside(shared)


@dataclass(slots=True)
class Content:
    """A content, as a store has it: IRIs, and pairs of a way and what fills it."""

    subject: str
    kind: str
    object: str
    circumstances: list[tuple[str, str]] = field(default_factory=list)
    comparisons: dict[str, list[str]] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)


def contents(rows: Rows) -> dict[str, Content]:
    """Read the contents of a store, by their IRIs."""
    found = {
        content: Content(subject, kind, object_ or value)
        for content, subject, kind, object_, value in rows(_CONTENTS)
    }
    for content, way, filler in rows(_CIRCUMSTANCES):
        if content in found:
            found[content].circumstances.append((way.removeprefix(_SGV), filler))
    for content, node, name, value in rows(_COMPARISONS):
        if content in found:
            part = f"{name.rpartition('#')[2]} {short(value)}"
            found[content].comparisons.setdefault(node, []).append(part)
    for content, label, first, last in rows(_TIMES):
        if content in found:
            when = f"{first[:10]}..{last[:10]}" if first or last else label
            found[content].times.append(f"time {when}")
    return found


def short(iri: str) -> str:
    """Write the IRI of what documents share with its prefix; another as it is."""
    for namespace, prefix in ((PREFIXES["sgd"], "sgd:"), (_SGV, "sgv:")):
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri
