"""Read from a graph what a search looks through: contents with their claims, things, names.

Asks by plain patterns, so that it works on any store; keeps nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from secgraph.dataset import states
from secgraph.dataset.names import fold
from secgraph.errors import BadValue
from secgraph.namespaces import PREFIXES, SG, curie
from secgraph.query.labels import Names
from secgraph.query.parameters import Parameter, ranges
from secgraph.query.words import ALIAS, LABEL, SURFACE
from secgraph.syntax.literals import count

Ask = Callable[[str], Iterable[Sequence[str]]]
AllNames = dict[str, list[tuple[str, int]]]

_HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> "
    for name in ("sg", "rdfs", "skos", "dcterms", "oa", "owl", "org")
)
_CLAIMS = f"""{_HEAD} SELECT ?claim ?content ?text ?holder ?polarity ?force WHERE {{
  ?claim a sg:Claim ; sg:hasContent ?content ; rdfs:label ?text ; sg:hasClaimant ?h ;
    sg:hasPolarity ?p ; sg:hasForce ?f .
  ?h rdfs:label ?holder . ?p rdfs:label ?polarity . ?f rdfs:label ?force .
}}"""
_EVIDENCE = f"""{_HEAD} SELECT ?claim ?id ?ordinal ?document ?label WHERE {{
  ?claim a sg:Claim ; sg:hasEvidence ?passage .
  ?passage dcterms:identifier ?id ; sg:ordinal ?ordinal ; oa:hasSource ?document .
  ?document rdfs:label ?label .
}}"""
_INVOLVED = f"""{_HEAD} SELECT ?content ?thing WHERE {{
  ?claim a sg:Claim ; sg:hasContent ?content . ?content sg:involves ?thing .
}}"""
_RELATIONS = f"""{_HEAD} SELECT ?content ?words WHERE {{
  ?claim a sg:Claim ; sg:hasContent ?content . ?content sg:hasRelationLabel ?words .
}}"""
_FACETS = f"""{_HEAD} SELECT ?claim ?words WHERE {{
  VALUES ?facet {{ sg:hasHedge sg:isReportedBy sg:isEndorsedBy sg:isRejectedBy sg:isAddressedTo }}
  ?claim a sg:Claim ; ?facet ?value . ?value rdfs:label ?words .
}}"""
_UNITS = f"""{_HEAD} SELECT ?claim ?unit ?label WHERE {{
  ?unit sg:unites ?claim ; rdfs:label ?label .
}}"""
_CLASSES = f"""{_HEAD} SELECT ?thing ?label ?class ?words WHERE {{
  ?thing rdfs:label ?label ; a ?class . ?class rdfs:label ?words .
}}"""
_NAMES = f"""{_HEAD} SELECT ?thing ?kind ?name WHERE {{
  VALUES ?kind {{ rdfs:label skos:altLabel dcterms:identifier skos:notation }}
  ?thing ?kind ?name .
}}"""
_SURFACES = f"""{_HEAD} SELECT DISTINCT ?thing ?surface WHERE {{
  ?mention sg:refersTo ?thing ; sg:hasSurface ?surface .
}}"""
_DEFINITIONS = f"""{_HEAD} SELECT ?thing ?words WHERE {{ ?thing skos:definition ?words . }}"""
_DOCUMENTS = (
    f"{_HEAD} SELECT ?document ?label WHERE {{ ?document a sg:Document ; rdfs:label ?label }}"
)

_LEFT_OUT = {
    SG + name
    for name in ("Claim", "Proposition", "ArgumentUnit", "ArgumentLink", "Qualifier", "FormerKind")
}
"""Classes whose members are no things of their own for a search: claims show what they say."""

_COUNTRIES = {SG + "State", SG + "Region"}
_OF_MODEL = (PREFIXES["owl"], PREFIXES["rdfs"])

_prefixes: dict[str, str] = {}
"""The prefix, with its colon, by the namespace; empty where there is none."""


@dataclass
class Claimed:
    """A claim as a search shows it.

    Attributes:
        iri: Of the claim.
        holder, polarity: Labels.
        passages: Identifiers of its passages, in the order of the text.
        document: Label of the document.
        document_iri: IRI of the document.
    """

    iri: str
    text: str
    holder: str
    polarity: str
    force: str
    passages: list[tuple[int, str]] = field(default_factory=list)
    document: str = ""
    document_iri: str = ""


@dataclass
class Content:
    """A proposition with the claims that put it forward, and the words that it is found by.

    Attributes:
        iri: Of the proposition.
        claims: In the order of the documents and of their text.
        about: Names of what it involves, and words for how it is put forward.
        unit: IRI and label of the unit whose claims take the steps of the argument together; empty
            where the claims are in none, or not all in the same.
    """

    iri: str
    claims: list[Claimed]
    about: str
    unit: tuple[str, str]


@dataclass
class Thing:
    """A thing with its names.

    Attributes:
        iri: Of the thing.
        name: What ``show`` and ``run`` take for it alone, whatever other things are called.
        kind: Labels of its classes.
        is_country: Whether it is a state or a region, of whose name there is an adjective.
        of_model: Whether it is a class, a property or a value of the vocabulary.
        names: Each with its rank.
        definition: Words of its definition.
    """

    iri: str
    label: str
    name: str
    kind: str
    is_country: bool
    of_model: bool
    names: list[tuple[str, int]]
    definition: str


def contents(ask: Ask, names: AllNames) -> list[Content]:
    """List what is put forward, each content once with all its claims.

    Args:
        ask: Answers a SELECT query with plain strings.
        names: The names of everything, as :func:`all_names` gives them.
    """
    claims: dict[str, Claimed] = {}
    of_content: dict[str, set[str]] = defaultdict(set)
    for iri, content, text, holder, polarity, force in sorted(map(list, ask(_CLAIMS))):
        claims.setdefault(iri, Claimed(iri, text, holder, polarity, force))
        of_content[content].add(iri)
    for iri, identifier, ordinal, document, label in sorted(map(list, ask(_EVIDENCE))):
        claim = claims.get(iri)
        place = (count(ordinal, f"the ordinal of {identifier}"), identifier)
        if claim is not None and place not in claim.passages:
            claim.passages.append(place)
            claim.document, claim.document_iri = label, document
    about: dict[str, set[str]] = defaultdict(set)
    for content, thing in ask(_INVOLVED):
        about[content].update(name for name, rank in names.get(thing, ()) if rank == LABEL)
    for content, relation in ask(_RELATIONS):
        about[content].add(relation)
    facets: dict[str, set[str]] = defaultdict(set)
    for claim_iri, facet in ask(_FACETS):
        facets[claim_iri].add(facet)
    units: dict[str, tuple[str, str]] = {}
    for claim_iri, unit, label in sorted(map(list, ask(_UNITS))):
        units.setdefault(claim_iri, (unit, label))
    found = []
    for content, iris in of_content.items():
        members = sorted((claims[iri] for iri in iris), key=_place)
        for claim in members:
            claim.passages.sort()
            about[content] |= {claim.holder, claim.force, *facets[claim.iri]}
        shared = {units.get(claim.iri, ("", "")) for claim in members}
        common = shared.pop() if len(shared) == 1 else ("", "")
        found.append(Content(content, members, " ".join(sorted(about[content])), common))
    return sorted(found, key=lambda content: (_place(content.claims[0]), content.iri))


def _place(claim: Claimed) -> tuple[str, list[tuple[int, str]], str]:
    return claim.document_iri, sorted(claim.passages), claim.iri


def all_names(ask: Ask) -> AllNames:
    """Give the names of everything, each with its rank."""
    names: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for thing, kind, name in ask(_NAMES):
        names[thing].add((name, LABEL if kind == PREFIXES["rdfs"] + "label" else ALIAS))
    return {
        thing: sorted(pairs, key=lambda pair: (pair[1], pair[0])) for thing, pairs in names.items()
    }


def things(ask: Ask, names: Names, names_of: AllNames) -> list[Thing]:
    """List what has a label and a class, other than claims and their parts.

    Args:
        ask: Answers a SELECT query with plain strings.
        names: Looks up the names of everything.
        names_of: The names of everything, as :func:`all_names` gives them.
    """
    labels: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, dict[str, str]] = defaultdict(dict)
    for thing, label, kind, words in ask(_CLASSES):
        labels[thing].add(label)
        kinds[thing][kind] = words
    surfaces: dict[str, set[str]] = defaultdict(set)
    for thing, surface in ask(_SURFACES):
        surfaces[thing].add(surface)
    definitions = dict(sorted((thing, words) for thing, words in ask(_DEFINITIONS)))
    official: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, state in states.english_names().items():
        official[state].append((name, ALIAS))
    found = []
    for thing in sorted(kinds):
        if thing.startswith("_:") or _LEFT_OUT & set(kinds[thing]):
            continue
        given = [*names_of.get(thing, ()), *official.get(thing, ())]
        known = {fold(name) for name, _ in given}
        more = [(name, SURFACE) for name in sorted(surfaces[thing]) if fold(name) not in known]
        found.append(
            Thing(
                thing,
                names.labels.get(thing, min(labels[thing])),
                exact(names, thing),
                ", ".join(sorted(set(kinds[thing].values()))),
                bool(_COUNTRIES & set(kinds[thing])),
                any(kind.startswith(_OF_MODEL) for kind in kinds[thing])
                or thing.startswith(PREFIXES["sgv"]),
                [*given, *more],
                definitions.get(thing, ""),
            )
        )
    return found


def values(names: Names, *, many: bool) -> Iterator[tuple[str, str]]:
    """Give for each thing of some classes the name that a parameter takes for it alone.

    Args:
        names: The names of the things of these classes.
        many: Whether the parameter takes several values, with commas between.
    """
    if SG + "Passage" in names.classes:
        yield from _passages(names)
        return
    for thing in sorted(names.labels):
        if not thing.startswith("_:"):
            yield thing, exact(names, thing, many=many)


def _passages(names: Names) -> Iterator[tuple[str, str]]:
    """Give the name of each passage: P1.S1, or SLUG#P1.S1 where several documents have one."""
    qualified = {thing: names.exact_name(thing) for thing in sorted(names.labels)}
    homes = Counter(map(fold, qualified.values()))
    identifiers = Counter(map(fold, names.labels.values()))
    for thing, name in qualified.items():
        is_alone = identifiers[fold(names.labels[thing])] == 1
        short = names.labels[thing] if is_alone else name
        if not thing.startswith("_:"):
            yield thing, short if homes[fold(name)] == 1 else thing


def exact(names: Names, thing: str, *, many: bool = True) -> str:
    """Give a name that only one thing has: its label, or its prefixed name, or its IRI."""
    for name in (names.labels.get(thing, ""), short(thing)):
        if name and _is_one(name, many=many) and _all(names, name) == [thing]:
            return name
    return thing


def short(iri: str) -> str:
    """Give the prefixed name of an IRI, as :func:`secgraph.namespaces.curie` does.

    Of many IRIs, each namespace is looked up once, however many documents have one.
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    if iri[:cut] not in _prefixes:
        name = curie(iri)
        _prefixes[iri[:cut]] = name.removesuffix(iri[cut:]) if name != iri else ""
    return f"{_prefixes[iri[:cut]]}{iri[cut:]}" if _prefixes[iri[:cut]] else iri


def _is_one(name: str, *, many: bool) -> bool:
    """Whether a name stays one value where commas and ranges make several."""
    try:
        return name == name.strip() and (not many or ranges(name) == [name])
    except BadValue:
        return False


def _all(names: Names, name: str) -> list[str]:
    try:
        return names.all(name)
    except BadValue:
        return []


def documents(ask: Ask) -> dict[str, str]:
    """Give the label of each document, by IRI."""
    return dict(sorted((iri, label) for iri, label in ask(_DOCUMENTS)))


def class_sets(parameters: Iterable[Parameter]) -> list[tuple[str, ...]]:
    """List the sets of classes that parameters take their values from, each once."""
    return sorted({tuple(parameter.classes) for parameter in parameters if parameter.classes})
