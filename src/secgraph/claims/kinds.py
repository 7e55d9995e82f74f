"""Make sub-kinds of relations by rule, and read a kind together with what narrows it.

A sub-kind is a kind with modifiers. What narrows is a qualifier where a content is affirmed, since
it can be dropped there; under a denial it cannot, so it enters the kind. What binds always does.
Source: ontology/vocab.ttl for kinds and modifiers. Changes no content.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph

from secgraph.namespaces import PREFIXES, SG

Rows = Callable[[str], Iterable[Sequence[str]]]

SEPARATOR = "--"
"""What stands between the names of a kind and of its modifiers in the IRI of a sub-kind."""

_SGV, _SKOS = PREFIXES["sgv"], PREFIXES["skos"]
_TRUE = ("true", "1")
READ = ("manner", "degree", "mode", "rank", "phase", "quantity", "topic", "means", "respect")
"""The kinds of qualifier that are read with a kind, in the order in which they are read."""

_HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "skos", "dcterms")
)
_BEARING = (
    "rdfs:label sg:isSymmetric sg:hasOppositeKind sg:isContradictory skos:broader "
    "sg:hasLabelPattern sg:givesFamily sg:fillsQualifier"
)
_STATED = (
    f"{_BEARING} skos:definition sg:hasFamily sg:expectsSubject sg:expectsObject "
    "sg:requiresQualifier sg:hasInverseLabel"
)
_VALUES = f"""{_HEAD}SELECT ?value ?property ?object ?scheme WHERE {{{{
  VALUES ?scheme {{{{
    sgv:scheme-relation-kinds sgv:scheme-modifiers sgv:scheme-binding-modifiers
    sgv:scheme-quantifiers
  }}}}
  VALUES ?property {{{{ {{}} }}}}
  ?value skos:inScheme ?scheme ; ?property ?object .
}}}}"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of relation of the vocabulary.

    Attributes:
        iri, label, definition: Of the kind.
        symmetric: Whether it means the same with subject and object exchanged.
        families, subjects, objects, requires, broader, opposites: IRIs, each sorted.
        contradictory: Whether to deny it amounts to affirming its opposite.
        inverse: Its label from the side of the object.
    """

    iri: str
    label: str
    definition: str
    symmetric: bool
    families: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    contradictory: bool = False
    inverse: str = ""


@dataclass(frozen=True, slots=True)
class Modifier:
    """A modifier of the vocabulary.

    Attributes:
        iri, label, definition: Of the modifier.
        pattern: The words that a binding modifier adds to a label; empty for one that narrows.
        family: IRI of the family that it gives; empty where the kind keeps its own.
        requires: IRI of the kind of qualifier that a content then needs; empty for none.
        fills: IRI of the kind of qualifier that it fills; empty for one that binds.
    """

    iri: str
    label: str
    definition: str
    pattern: str
    family: str
    requires: str
    fills: str

    @property
    def binds(self) -> bool:
        """Whether a content with it need not be so without it."""
        return bool(self.pattern)

    @property
    def way(self) -> str:
        """The name of the kind of qualifier that it fills, such as ``degree``."""
        return self.fills.removeprefix(_SGV)


@dataclass(frozen=True, slots=True)
class SubKind:
    """A kind with modifiers, as the rule makes it.

    Attributes:
        iri, label, definition: Of the sub-kind.
        kind: IRI of the kind of the vocabulary.
        modifiers: IRIs: those that bind, then those that narrow, each sorted.
        statements: All that is stated of it.
    """

    iri: str
    label: str
    definition: str
    kind: str
    modifiers: tuple[str, ...]
    statements: tuple[pyoxigraph.Triple, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """The kinds and the modifiers of a vocabulary, by their IRIs."""

    kinds: Mapping[str, Kind]
    modifiers: Mapping[str, Modifier]

    def parse(self, iri: str) -> tuple[Kind, tuple[Modifier, ...]] | None:
        """Give the kind and the modifiers of which an IRI is made; None where it is neither."""
        names = iri.split(SEPARATOR)
        kind = self.kinds.get(names[0])
        modifiers = [self.modifiers.get(_SGV + name) for name in names[1:]]
        if kind is None or None in modifiers:
            return None
        return kind, tuple(modifier for modifier in modifiers if modifier is not None)

    def iri(self, kind: str, modifiers: Iterable[str]) -> str:
        """Give the IRI of a kind with modifiers; of the kind itself where there are none."""
        return kind + "".join(
            SEPARATOR + modifier.removeprefix(_SGV) for modifier in self._ordered(modifiers)
        )

    def sub_kind(self, kind: str, modifiers: Iterable[str]) -> SubKind:
        """Make the sub-kind of a kind and its modifiers.

        Raises:
            KeyError: The kind or a modifier is not in the vocabulary.
        """
        base, ordered = self.kinds[kind], self._ordered(modifiers)
        binding = [self.modifiers[iri] for iri in ordered if self.modifiers[iri].binds]
        narrowing = [self.modifiers[iri] for iri in ordered if not self.modifiers[iri].binds]
        label = _bound_label(base.label, [modifier.pattern for modifier in binding])
        label = reading(label, {modifier.label: modifier.way for modifier in narrowing})
        definition = _definition(base.definition, binding, narrowing)
        iri = self.iri(kind, ordered)
        subject = pyoxigraph.NamedNode(iri)
        statements = (
            ("rdfs:label", pyoxigraph.Literal(label, language="en")),
            ("skos:definition", pyoxigraph.Literal(definition, language="en")),
            *_inverse(base, binding, narrowing),
            _above(self, base, binding, narrowing),
            *_links("sg:hasModifier", ordered),
            *_links("sg:hasFamily", _families(base, binding)),
            *_links("sg:expectsSubject", base.subjects),
            *_links("sg:expectsObject", base.objects),
            *_links("sg:requiresQualifier", _required(base, binding)),
            ("sg:isSymmetric", pyoxigraph.Literal(_is_symmetric(base, binding))),
            *_links("skos:inScheme", [f"{_SGV}scheme-sub-kinds"]),
            *_links("rdf:type", [f"{SG}RelationKind"]),
        )
        triples = tuple(
            pyoxigraph.Triple(subject, pyoxigraph.NamedNode(_expand(name)), term)
            for name, term in statements
        )
        return SubKind(iri, label, definition, kind, ordered, triples)

    def sub_kinds(self, used: Iterable[str]) -> list[SubKind]:
        """Make the sub-kinds among the IRIs of used kinds, and those above them, sorted by IRI."""
        made: dict[str, SubKind] = {}
        for iri in used:
            parsed = self.parse(iri)
            if parsed is None or not parsed[1]:
                continue
            kind, modifiers = parsed
            binding = [modifier.iri for modifier in modifiers if modifier.binds]
            for part in ([modifier.iri for modifier in modifiers], binding):
                if part:
                    made_here = self.sub_kind(kind.iri, part)
                    made[made_here.iri] = made_here
        return [made[iri] for iri in sorted(made)]

    def above(self, kind: str) -> set[str]:
        """Give a kind of the vocabulary and all kinds that are broader."""
        above: set[str] = set()
        waiting = [kind]
        while waiting:
            iri = waiting.pop()
            if iri not in above:
                above.add(iri)
                waiting += self.kinds[iri].broader if iri in self.kinds else ()
        return above

    def _ordered(self, modifiers: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(modifiers), key=lambda iri: (not self.modifiers[iri].binds, iri)))


def load(rows: Rows, *, whole: bool = True) -> Scheme:
    """Read the kinds and the modifiers of a store.

    Args:
        rows: Answers a SELECT query with rows of plain strings.
        whole: Whether definitions, families, expected classes and required qualifiers are wanted
            too, which only making sub-kinds needs.
    """
    values: dict[str, dict[str, dict[str, list[str]]]] = {}
    for value, name, object, scheme in rows(_VALUES.format(_STATED if whole else _BEARING)):
        facets = values.setdefault(scheme.removeprefix(_SGV), {}).setdefault(value, {})
        facets.setdefault(name, []).append(object)
    kinds = values.pop("scheme-relation-kinds", {})
    return Scheme(
        {iri: _kind(iri, facets) for iri, facets in kinds.items()},
        {
            iri: _modifier(iri, facets)
            for modifiers in values.values()
            for iri, facets in modifiers.items()
        },
    )


def reading(label: str, qualifiers: Mapping[str, str]) -> str:
    """Give the label of a kind with what narrows it, as a reader says it.

    Args:
        label: Of the kind.
        qualifiers: By the label of a qualifier, the name of its kind, such as ``degree``.

    Returns:
        Such as ``is linked with, inseparably, in security``; a quantity goes with its topic:
        ``has in common with, some security challenges``.
    """
    ordered = sorted(qualifiers, key=lambda text: (_place(qualifiers[text]), text))
    parts = [label]
    for text in ordered:
        topic = qualifiers[text] == "topic" and parts[-1] in qualifiers
        if topic and qualifiers[parts[-1]] == "quantity":
            parts[-1] += f" {text}"
        else:
            parts.append(text)
    return ", ".join(parts)


def base_form(label: str) -> str:
    """Give the base form of a label that begins with a verb: ``be part of`` for ``is part of``."""
    verb, _, rest = label.partition(" ")
    irregular = {"is": "be", "has": "have"}
    if verb in irregular:
        base = irregular[verb]
    elif verb.endswith("ies"):
        base = verb[:-3] + "y"
    elif verb.endswith(("sses", "shes", "ches", "xes")):
        base = verb[:-2]
    else:
        base = verb.removesuffix("s")
    return f"{base} {rest}".rstrip()


def labels(rows: Rows) -> dict[str, str]:
    """Give the label of the kind of each content with what narrows it, where it has more to say.

    Read are the qualifiers that modify a kind, and those that the kind requires.
    """
    parts: dict[str, tuple[str, dict[str, str]]] = {}
    query = f"""{_HEAD}SELECT ?content ?label ?qualifier ?way ?required ?modifier WHERE {{
      ?content sg:hasRelation ?kind ; sg:hasContext ?node .
      ?kind a sg:RelationKind ; rdfs:label ?label .
      ?node sg:hasQualifierKind ?way ; rdfs:label ?qualifier .
      OPTIONAL {{ ?kind sg:requiresQualifier ?required . FILTER (?required = ?way) }}
      OPTIONAL {{ ?node sg:hasFiller ?modifier . ?modifier sg:fillsQualifier ?way . }}
    }}"""
    for content, label, qualifier, way, required, modifier in rows(query):
        name = way.removeprefix(_SGV)
        if name in READ and (required or modifier or name == "respect"):
            parts.setdefault(content, (label, {}))[1][qualifier] = name
    return {content: reading(*part) for content, part in parts.items()}


def _place(name: str) -> int:
    return READ.index(name) if name in READ else len(READ)


_Facets = Mapping[str, list[str]]


def _kind(iri: str, facets: _Facets) -> Kind:
    def listed(name: str) -> tuple[str, ...]:
        return tuple(sorted(facets.get(_expand(name), ())))

    return Kind(
        iri,
        _text(facets, "rdfs:label"),
        _text(facets, "skos:definition"),
        _text(facets, "sg:isSymmetric") in _TRUE,
        listed("sg:hasFamily"),
        listed("sg:expectsSubject"),
        listed("sg:expectsObject"),
        listed("sg:requiresQualifier"),
        listed("skos:broader"),
        listed("sg:hasOppositeKind"),
        _text(facets, "sg:isContradictory") in _TRUE,
        _text(facets, "sg:hasInverseLabel"),
    )


def _modifier(iri: str, facets: _Facets) -> Modifier:
    return Modifier(
        iri,
        _text(facets, "rdfs:label"),
        _text(facets, "skos:definition"),
        _text(facets, "sg:hasLabelPattern"),
        _text(facets, "sg:givesFamily"),
        _text(facets, "sg:requiresQualifier"),
        _text(facets, "sg:fillsQualifier"),
    )


def _text(facets: _Facets, name: str) -> str:
    """Give the one value of a property; empty where there is none."""
    return next(iter(facets.get(_expand(name), ())), "")


def _bound_label(label: str, patterns: Sequence[str]) -> str:
    """Give the label of a kind with its binding modifiers."""
    for pattern in patterns:
        if "{base}" in pattern:
            label = pattern.replace("{base}", base_form(label))
        else:
            verb = re.match(r"(?:is|has) ", label)
            place = verb.end() if verb else 0
            label = f"{label[:place]}{pattern} {label[place:]}"
    return label


def _definition(definition: str, binding: Sequence[Modifier], narrowing: Sequence[Modifier]) -> str:
    """Give the definition of a sub-kind: what the modifiers say, then what the kind says."""
    sentences = [modifier.definition for modifier in binding]
    if narrowing:
        labels = reading("", {modifier.label: modifier.way for modifier in narrowing})
        sentences.append(f"It is so {labels.removeprefix(', ')}.")
    return " ".join([*sentences, f"Its kind: {definition}"])


_Statement = tuple[str, pyoxigraph.NamedNode | pyoxigraph.Literal]


def _links(name: str, iris: Iterable[str]) -> list[_Statement]:
    return [(name, pyoxigraph.NamedNode(iri)) for iri in iris]


def _inverse(
    kind: Kind, binding: Sequence[Modifier], narrowing: Sequence[Modifier]
) -> list[_Statement]:
    """Give the inverse label of a sub-kind; what binds the subject has none."""
    if binding or not kind.inverse:
        return []
    label = reading(kind.inverse, {modifier.label: modifier.way for modifier in narrowing})
    return [("sg:hasInverseLabel", pyoxigraph.Literal(label, language="en"))]


def _above(
    scheme: Scheme, kind: Kind, binding: Sequence[Modifier], narrowing: Sequence[Modifier]
) -> _Statement:
    """Say what a sub-kind stands below, or beside where it binds."""
    if not narrowing:
        return "skos:related", pyoxigraph.NamedNode(kind.iri)
    bound = scheme.iri(kind.iri, [modifier.iri for modifier in binding])
    return "skos:broader", pyoxigraph.NamedNode(bound)


def _is_symmetric(kind: Kind, binding: Sequence[Modifier]) -> bool:
    """Whether a sub-kind is: what binds an actor to an act does not go both ways."""
    return kind.symmetric and not any(modifier.family for modifier in binding)


def _families(kind: Kind, binding: Sequence[Modifier]) -> list[str]:
    given = sorted({modifier.family for modifier in binding if modifier.family})
    return given or list(kind.families)


def _required(kind: Kind, binding: Sequence[Modifier]) -> list[str]:
    return sorted({*kind.requires, *(m.requires for m in binding if m.requires)})


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
