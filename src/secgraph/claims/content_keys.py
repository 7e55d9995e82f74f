"""Give contents keys by which equal contents of several documents meet.

A key is a line of what a content says. The whole key has everything that narrows the content; the
broader key leaves out what can be dropped where the content is affirmed. So who affirms a content
affirms both, and who denies it denies the whole one only. Compares nothing itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secgraph.claims import kinds
from secgraph.claims.kinds import Kind, Modifier, Scheme
from secgraph.namespaces import PREFIXES

Rows = Callable[[str], Iterable[Sequence[str]]]

_SGD, _SGV = PREFIXES["sgd"], PREFIXES["sgv"]
_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "rdfs"))
_CONTENTS = f"""{_HEAD}SELECT ?content ?subject ?kind ?object ?value WHERE {{
  ?content sg:hasSubject ?subject ; sg:hasRelation ?kind .
  OPTIONAL {{ ?content sg:hasObject ?object }}
  OPTIONAL {{ ?content sg:hasValue ?value }}
}}"""
_CIRCUMSTANCES = f"""{_HEAD}SELECT ?content ?way ?filler WHERE {{
  ?content sg:hasContext ?node . ?node sg:hasQualifierKind ?way ; sg:hasFiller ?filler .
}}"""
_COMPARISONS = f"""{_HEAD}SELECT ?content ?property ?value WHERE {{
  VALUES ?property {{ sg:hasOutcome sg:hasMargin sg:isComparedWith sg:inRespectOf }}
  ?content sg:hasContext ?node . ?node ?property ?value .
}}"""
_TIMES = f"""{_HEAD}SELECT ?content ?label ?first ?last WHERE {{
  ?content sg:concernsTime ?time . ?time rdfs:label ?label .
  OPTIONAL {{ ?time sg:notBefore ?first }}
  OPTIONAL {{ ?time sg:notAfter ?last }}
}}"""

DEEPEST = 12
"""Contents inside of each other that are followed at most."""


@dataclass(slots=True)
class _Content:
    """A content, as a store has it: IRIs, and pairs of a way and what fills it."""

    subject: str
    kind: str
    object: str
    circumstances: list[tuple[str, str]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a content.

    Attributes:
        whole: With all that narrows it.
        broader: Without what can be dropped; the same as *whole* where nothing can.
    """

    whole: str
    broader: str


def keys(rows: Rows, scheme: Scheme | None = None) -> dict[str, Keys]:
    """Give the keys of the contents of a store, by their IRIs.

    Args:
        rows: Answers a SELECT query with plain strings.
        scheme: The kinds and modifiers; those of the store if None.
    """
    scheme, contents = scheme or kinds.load(rows), _contents(rows)
    made: dict[str, Keys] = {}
    for iri in contents:
        _keys(iri, contents, scheme, made, DEEPEST)
    return made


def _contents(rows: Rows) -> dict[str, _Content]:
    contents = {
        content: _Content(subject, kind, object_ or value)
        for content, subject, kind, object_, value in rows(_CONTENTS)
    }
    for content, way, filler in rows(_CIRCUMSTANCES):
        if content in contents:
            contents[content].circumstances.append((way.removeprefix(_SGV), filler))
    for content, name, value in rows(_COMPARISONS):
        if content in contents:
            contents[content].rest.append(f"{name.rpartition('#')[2]} {_short(value)}")
    for content, label, first, last in rows(_TIMES):
        if content in contents:
            when = f"{first[:10]}..{last[:10]}" if first or last else label
            contents[content].rest.append(f"time {when}")
    return contents


def _keys(
    iri: str,
    contents: Mapping[str, _Content],
    scheme: Scheme,
    made: dict[str, Keys],
    depth: int,
) -> Keys:
    if iri in made:
        return made[iri]
    content = contents[iri]

    def node(term: str) -> str:
        if term in contents and depth > 0:
            return f"{{{_keys(term, contents, scheme, made, depth - 1).whole}}}"
        return _short(term)

    kind, inside = scheme.parse(content.kind) or (None, ())
    outside = [(way, filler, scheme.modifiers.get(filler)) for way, filler in content.circumstances]
    required = _required(kind, inside)
    both = [
        _line(content, kind, inside, [one for one in outside if whole or one[0] in required], node)
        for whole in (True, False)
    ]
    made[iri] = Keys(" ; ".join([both[0], *sorted(content.rest)]), both[1])
    return made[iri]


def _required(kind: Kind | None, modifiers: Iterable[Modifier]) -> set[str]:
    if kind is None:
        return set()
    required = {*kind.requires, *(one.requires for one in modifiers if one.requires)}
    return {iri.removeprefix(_SGV) for iri in required}


def _line(
    content: _Content,
    kind: Kind | None,
    inside: Sequence[Modifier],
    outside: Sequence[tuple[str, str, Modifier | None]],
    node: Callable[[str], str],
) -> str:
    """Write one key: what narrows the kind goes into it, everything else behind."""
    sides = [node(content.subject), node(content.object)]
    if kind is not None and kind.symmetric and not any(one.binds and one.family for one in inside):
        sides.sort()
    modifiers = {one.iri for one in inside}
    modifiers |= {modifier.iri for _, _, modifier in outside if modifier is not None}
    base = _short(kind.iri if kind is not None else content.kind)
    names = sorted(iri.removeprefix(_SGV) for iri in modifiers)
    relation = kinds.SEPARATOR.join([base, *names])
    parts = sorted(f"{way} {node(filler)}" for way, filler, modifier in outside if modifier is None)
    return " ; ".join([f"{sides[0]} | {relation} | {sides[1]}", *parts])


def _short(iri: str) -> str:
    for namespace, prefix in ((_SGD, "sgd:"), (_SGV, "sgv:")):
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri
