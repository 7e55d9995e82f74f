"""Find the things of the graph that a name in a table may mean, and what is recorded of them.

Knows no protocol. A name that several things share, and a city that stands for its government, are
never certain by themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from secgraph import linking
from secgraph.dataset.names import fold
from secgraph.errors import BadValue, UnknownValue
from secgraph.linking import schemes
from secgraph.namespaces import NUMBERS, PREFIXES, SG, curie, expand
from secgraph.query import hierarchy
from secgraph.query.sessions import Session
from secgraph.stores.answer import plain

SPACE = PREFIXES["sgd"]
"""Where the IRIs of things of the world begin; what follows is the identifier here."""

EXACT = 100.0
"""The score of a name that a thing has; others have less, by how alike they are."""

MOST_LIKE = 300
"""Characters of a name that is compared with others."""

_TYPES = f"""SELECT ?thing ?class ?label {{
  ?thing a ?class . ?class <{PREFIXES["rdfs"]}label> ?label .
  FILTER (STRSTARTS(STR(?thing), "{SPACE}") && STRSTARTS(STR(?class), "{SG}"))
}}"""
_CLASSES = f"""SELECT ?class ?label {{ ?class <{PREFIXES["rdfs"]}label> ?label .
  FILTER (STRSTARTS(STR(?class), "{SG}")) }}"""
_PROPERTIES = f"""SELECT DISTINCT ?class ?property {{ ?thing a ?class ; ?property ?value .
  FILTER (STRSTARTS(STR(?thing), "{SPACE}") && STRSTARTS(STR(?class), "{SG}")) }}"""
_HIDDEN = ("rdf:type", "rdfs:label", "skos:exactMatch", "skos:closeMatch", "schema:sameAs")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a name may mean.

    Attributes:
        id: Its identifier, which stands behind :data:`SPACE`.
        name: Its label.
        types: Identifiers and labels of its classes.
        score: 0 to :data:`EXACT`, more where properties agree.
        match: Whether it is certain.
        why: Why it is not certain, or by what it was found; in words.
    """

    id: str
    name: str
    types: tuple[tuple[str, str], ...]
    score: float
    match: bool
    why: str


@dataclass
class Entities:
    """The things of a graph, as tables name them.

    Attributes:
        session: Where to ask.
    """

    session: Session
    _types: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _above: dict[str, set[str]] = field(default_factory=dict)
    _classes: dict[str, str] = field(default_factory=dict)
    _properties: dict[str, list[str]] = field(default_factory=dict)

    def load(self) -> None:
        """Read the classes of things, once."""
        if self._types:
            return
        ask = self.session.store.rows
        self._above = hierarchy.above(ask)
        self._classes = {iri[len(SG) :]: label for iri, label in ask(_CLASSES)}
        for iri, property in ask(_PROPERTIES):
            self._properties.setdefault(iri[len(SG) :], []).append(curie(property))
        types: dict[str, list[tuple[str, str]]] = {}
        for thing, class_, label in ask(_TYPES):
            types.setdefault(thing, []).append((class_[len(SG) :], label))
        self._types = {thing: sorted(of) for thing, of in types.items()}

    def types(self) -> list[tuple[str, str]]:
        """Give the classes that have things, and those above them: identifier and label."""
        self.load()
        direct = {SG + name for of in self._types.values() for name, _ in of}
        names = {above for name in direct for above in self._above.get(name, {name})}
        found = {name[len(SG) :] for name in names if name.startswith(SG)}
        return sorted((name, self._classes.get(name, name)) for name in found)

    def is_of(self, iri: str, types: Iterable[str]) -> bool:
        """Whether a thing is of one of some classes, or of a class below one."""
        wanted = {SG + name for name in types}
        classes = {SG + name for name, _ in self._types.get(iri, ())}
        return any(wanted & {name, *self._above.get(name, ())} for name in classes)

    def candidates(
        self,
        name: str,
        types: Sequence[str] = (),
        properties: Sequence[tuple[str, Sequence[str]]] = (),
        limit: int = 10,
    ) -> list[Candidate]:
        """Give the things that a name may mean, the likeliest first.

        Args:
            name: As a table has it.
            types: Identifiers of classes, of one of which the thing is; any if empty.
            properties: What else the table says: identifiers of properties, and values.
            limit: At most so many.
        """
        self.load()
        scores, why = self._named(name)
        for iri in self._by_code(properties):
            scores.setdefault(iri, EXACT / 2)
            why.setdefault(iri, "by its code")
        chosen = [iri for iri in scores if not types or self.is_of(iri, types)]
        exact = [iri for iri in chosen if scores[iri] >= EXACT]
        certain = self._certain(name, exact, is_typed=bool(types))
        results = []
        for iri in chosen:
            agree, disagree = self._agreement(iri, properties)
            score = max(0.0, min(EXACT, scores[iri] - 20 * disagree) + 5 * agree)
            by_code = agree > 0 and why.get(iri) == "by its code" and not name.strip()
            match = not disagree and (iri == certain or by_code)
            words = why.get(iri, "") if match or iri not in exact else self._doubt(name, exact)
            results.append(self._candidate(iri, round(score, 1), words, match=match))
        results.sort(key=lambda one: (-one.score, one.name, one.id))
        return results[:limit]

    def _candidate(self, iri: str, score: float, why: str, *, match: bool) -> Candidate:
        types = tuple(self._types.get(iri, ()))
        return Candidate(iri[len(SPACE) :], self.label(iri), types, score, match, why)

    def _named(self, name: str) -> tuple[dict[str, float], dict[str, str]]:
        """Give the things that have a name or a name like it, with scores and reasons."""
        names = self.session.names()
        scores: dict[str, float] = {}
        why: dict[str, str] = {}
        if not name.strip():
            return scores, why
        try:
            exact = names.all(name)
        except BadValue:
            exact = []
        for iri in exact:
            if iri in self._types:
                scores[iri], why[iri] = EXACT, "by its name"
        code = linking.resolve(name)
        if code.iri in self._types and code.iri not in scores:
            scores[code.iri], why[code.iri] = EXACT, f"by {code.scheme}"
        folded = fold(name[:MOST_LIKE])
        for iri in names.near_things(name[:MOST_LIKE]):
            if iri in self._types and iri not in scores:
                likeness = SequenceMatcher(a=fold(self.label(iri)), b=folded).ratio()
                scores[iri] = round(min(EXACT - 10, EXACT * likeness), 1)
                why[iri] = "by a name like it"
        return scores, why

    def _certain(self, name: str, exact: Sequence[str], *, is_typed: bool) -> str:
        """Give the one thing that a name means; empty where that is not certain."""
        if len(exact) != 1:
            return ""
        found = linking.resolve(name)
        if found.iri == exact[0]:
            return exact[0]
        if found.reason == "ambiguous" and any("city" in words for words in found.candidates):
            return ""
        things = [iri for iri in self._all(name) if iri in self._types]
        if found.reason == "ambiguous" and not (is_typed and len(things) > 1):
            return ""
        return exact[0] if is_typed or things == list(exact) else ""

    def _all(self, name: str) -> list[str]:
        try:
            return self.session.names().all(name)
        except BadValue:
            return []

    def _doubt(self, name: str, exact: Sequence[str]) -> str:
        if len(exact) > 1:
            return f"{len(exact)} things have this name"
        return "; ".join(linking.resolve(name).candidates) or "the name has another sense too"

    def _by_code(self, properties: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
        """Give the things that have the codes which a table has in other columns."""
        found = []
        for name, values in properties:
            if name in schemes.schemes():
                resolved = [linking.resolve(value, scheme=name).iri for value in values]
                found += [iri for iri in resolved if iri in self._types]
        return found

    def _agreement(
        self, iri: str, properties: Sequence[tuple[str, Sequence[str]]]
    ) -> tuple[int, int]:
        """Count the properties of a table that a thing agrees with, and those it does not."""
        agree = disagree = 0
        for name, values in properties:
            own = {fold(text) for one in self.values(iri, name) for text in one.texts}
            wanted = {fold(value) for value in values if value}
            if own and wanted:
                agree += bool(own & wanted)
                disagree += not own & wanted
        return agree, disagree

    def properties(self, type: str = "") -> list[tuple[str, str]]:
        """Give the properties that things of a class have: identifier and label."""
        self.load()
        wanted = SG + type
        classes = [
            name
            for name in self._properties
            if not type or wanted in {SG + name, *self._above.get(SG + name, ())}
        ]
        names = {property for name in classes for property in self._properties[name]}
        pairs = [(name, self._property_label(name)) for name in names - set(_HIDDEN)]
        pairs += [(one.target, f"identifier in {one.name}") for one in schemes.schemes().values()]
        return sorted(pairs)

    def _property_label(self, name: str) -> str:
        return self.session.names().labels.get(expand(name) or name, name)

    def property_label(self, name: str) -> str:
        """Give the label of a property.

        Raises:
            UnknownValue: There is no such property.
        """
        known = dict(self.properties())
        if name not in known:
            raise UnknownValue(name, "property", [])
        return known[name]

    def values(self, iri: str, property: str) -> "list[Value]":
        """Give the values of a property of a thing, sorted."""
        if property in schemes.schemes():
            try:
                links = linking.links(iri, target=property)
            except (BadValue, UnknownValue):
                return []
            return [Value("str", link.identifier or link.object) for link in links]
        predicate = expand(property)
        if predicate is None or iri not in self._types:
            return []
        query = f"SELECT ?value {{ <{iri}> <{predicate}> ?value }} ORDER BY STR(?value)"
        rows = self.session.store.ask(query).rows
        return [self._value(row[0]) for row in rows if row[0] is not None]

    def _value(self, term: object) -> "Value":
        text = plain(term)  # type: ignore[arg-type]
        if text in self._types:
            return Value("id", text[len(SPACE) :], self.label(text))
        datatype = getattr(getattr(term, "datatype", None), "value", "")
        kind = datatype.rpartition("#")[2]
        if kind in NUMBERS and NUMBERS[kind] is int and text.lstrip("+-").isdigit():
            return Value("int", text)
        label = self.session.names().labels.get(text, "")
        return Value("str", label or text)

    def label(self, iri: str) -> str:
        """Give the label of a thing."""
        return self.session.names().labels.get(iri, curie(iri))

    def named(self, id: str) -> str:
        """Give the IRI of an identifier.

        Raises:
            UnknownValue: No thing has it.
        """
        self.load()
        iri = id if id.startswith(SPACE) else SPACE + id
        if iri not in self._types:
            raise UnknownValue(id[:100], "thing", [])
        return iri

    def types_of(self, iri: str) -> list[tuple[str, str]]:
        """Give the classes of a thing: identifier and label."""
        return self._types.get(iri, [])

    def beginning(self, prefix: str, limit: int) -> list[Candidate]:
        """Give the things one of whose names begins so, or looks like it."""
        self.load()
        folded = fold(prefix[:MOST_LIKE])
        names = self.session.names().labels
        starts = sorted(
            (len(names[iri]), names[iri], iri)
            for iri in self._types
            if folded and fold(names.get(iri, "")).startswith(folded)
        )
        found = [self._candidate(iri, EXACT, "", match=False) for _, _, iri in starts]
        known = {one.id for one in found}
        found += [one for one in self.candidates(prefix, limit=limit) if one.id not in known]
        return found[:limit]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property.

    Attributes:
        kind: ``id`` of a thing, ``str`` or ``int``.
        text: The identifier, or the value.
        label: Of the thing; empty for others.
    """

    kind: str
    text: str
    label: str = ""

    @property
    def texts(self) -> list[str]:
        """What a table may say for it."""
        return [self.text, self.label] if self.label else [self.text]
