"""The names that a file of claims can use: things, kinds of relation and closed lists of a graph.

Asks through a function that its caller passes in; settles no name that several things have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secgraph.claims import kinds
from secgraph.claims.kinds import Kind, Modifier, Scheme
from secgraph.dataset.names import fold
from secgraph.documents.document import Document, documents
from secgraph.namespaces import PREFIXES, expand, is_iri
from secgraph.query.nearest import Nearest

Rows = kinds.Rows

SGV = PREFIXES["sgv"]
_HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "skos", "dcterms")
)
_THINGS = f"""{_HEAD}SELECT ?thing ?name ?class ?preferred WHERE {{
  VALUES (?kind ?preferred) {{ (rdfs:label 1) (skos:altLabel 0) }}
  ?thing dcterms:source ?source ; ?kind ?name ; a ?class .
}}"""
_FORMER = f"""{_HEAD}SELECT ?label ?now WHERE {{
  ?kind a sg:FormerKind ; rdfs:label ?label ; sg:hasRewriting ?now .
}}"""
_VALUES = f"""{_HEAD}SELECT ?value ?label WHERE {{
  VALUES ?scheme {{ sgv:scheme-outcomes sgv:scheme-margins sgv:scheme-quantifiers }}
  ?value skos:inScheme ?scheme ; rdfs:label ?label .
}}"""
_SOURCES = f"{_HEAD}SELECT ?source ?id WHERE {{ ?source a sg:Source ; dcterms:identifier ?id . }}"
_FAMILIES = f"""{_HEAD}SELECT ?family ?label WHERE {{
  ?family a sg:RelationFamily ; rdfs:label ?label .
}}"""


@dataclass(slots=True)
class Entity:
    """A thing that a claim can speak of.

    Attributes:
        iri: Of the thing.
        label: By which it is shown.
        classes: Local names of its classes, such as ``State``.
        plural: Whether its label is a plural; None where that is not said.
    """

    iri: str
    label: str
    classes: set[str] = field(default_factory=set)
    plural: bool | None = None


class Vocabulary:
    """The names of a graph.

    Args:
        rows: Answers a SELECT query with plain strings. Things that belong to a document do not
            count: those of another are not shared, and its own stand in its file.

    Attributes:
        scheme: Kinds and modifiers.
        entities: By IRI.
        documents: Of the graph.
    """

    def __init__(self, rows: Rows) -> None:
        def ask(query: str) -> Sequence[Sequence[str]]:
            return list(rows(query))

        self.documents: list[Document] = documents(ask)
        self.scheme: Scheme = kinds.load(rows)
        self.entities: dict[str, Entity] = {}
        self._things: dict[str, list[str]] = {}
        self._rows = rows
        for iri, name, form, preferred in ask(_THINGS):
            if not any(one.owns(iri) for one in self.documents):
                self._add_thing(iri, name, form, preferred == "1")
        self._kinds = _kind_names(self.scheme)
        self._values: dict[str, str] = {row[0]: row[1] for row in ask(_VALUES)}
        self._binding, self._narrowing = _modifier_names(self.scheme)
        self._nearest: dict[str, Nearest] = {}
        self.patience = 40

    def _add_thing(self, iri: str, name: str, form: str, preferred: bool) -> None:
        entity = self.entities.setdefault(iri, Entity(iri, name))
        if preferred:
            entity.label = name
        entity.classes.add(form.rpartition("#")[2])
        iris = self._things.setdefault(fold(name), [])
        if iri not in iris:
            iris.append(iri)

    # ---- things ----

    def declare(self, entity: Entity, names: Iterable[str]) -> None:
        """Add a thing of the document, under its names."""
        self.entities[entity.iri] = entity
        for name in names:
            iris = self._things.setdefault(fold(name), [])
            if entity.iri not in iris:
                iris.append(entity.iri)

    def things(self, name: str) -> list[str]:
        """Give the IRIs of the things with a name; a prefixed name or IRI stands for itself."""
        iris = self._things.get(fold(name))
        if iris:
            return sorted(iris)
        whole = name[1:-1] if name.startswith("<") and name.endswith(">") else expand(name) or name
        return [whole] if is_iri(whole) and whole in self.entities else []

    def names(self, iri: str) -> list[str]:
        """Give the names of a thing, folded."""
        return [name for name, iris in self._things.items() if iri in iris]

    def near_things(self, name: str) -> list[str]:
        """Give labels of things whose names look like a name; none after many questions."""
        return [
            self.entities[self._things[near][0]].label
            for near in self._near("things", self._things, fold(name))
        ]

    def _near(self, of: str, names: Mapping[str, object], name: str) -> list[str]:
        if self.patience <= 0:
            return []
        self.patience -= 1
        if of not in self._nearest:
            self._nearest[of] = Nearest(names)
        return self._nearest[of].near(name)[:3]

    # ---- kinds and modifiers ----

    def declare_kind(self, kind: Kind) -> None:
        """Add a kind of the document."""
        merged = {**self.scheme.kinds, kind.iri: kind}
        self.scheme = Scheme(merged, self.scheme.modifiers)
        self._kinds.setdefault(plain(kind.label), (kind.iri, False))
        self._kinds.setdefault(plain(kind.inverse), (kind.iri, True))

    def kind(self, name: str) -> tuple[Kind, bool] | None:
        """Give the kind with a name, and whether the name is that of its inverse."""
        found = self._kinds.get(plain(name))
        return (self.scheme.kinds[found[0]], found[1]) if found else None

    def near_kinds(self, name: str) -> list[str]:
        """Give the names of kinds that look like a name."""
        near = self._near("kinds", self._kinds, plain(name))
        return [other.replace(" ", "-") for other in near]

    def former(self, name: str) -> str:
        """Give what is written now instead of a former kind; empty where it is none."""
        former = {plain(label): now for label, now in self._rows(_FORMER)}
        return former.get(plain(name), "")

    def binding(self, name: str) -> Modifier | None:
        """Give the binding modifier with a name."""
        return self._binding.get(plain(name))

    def narrowing(self, way: str, name: str) -> Modifier | None:
        """Give the narrowing modifier of a way, such as ``degree``, with a name."""
        return self._narrowing.get(way, {}).get(plain(name))

    def narrowing_names(self, way: str) -> list[str]:
        """Give the names of the narrowing modifiers of a way, as they are written."""
        modifiers = self._narrowing.get(way, {}).values()
        return sorted({_short(modifier) for modifier in modifiers})

    def binding_names(self) -> list[str]:
        """Give the names of the binding modifiers, as they are written."""
        return sorted({_short(modifier) for modifier in self._binding.values()})

    def value(self, scheme: str, name: str) -> str:
        """Give the IRI of an outcome, margin or quantifier; empty where there is none."""
        key = plain(name)
        for iri, label in self._values.items():
            local = iri.removeprefix(SGV)
            if local.startswith(f"{scheme}-") and key in (
                plain(label),
                plain(local.removeprefix(f"{scheme}-")),
            ):
                return iri
        return ""

    def value_names(self, scheme: str) -> list[str]:
        """Give the names of outcomes, margins or quantifiers."""
        locals_ = (iri.removeprefix(SGV) for iri in self._values)
        return sorted(n.removeprefix(f"{scheme}-") for n in locals_ if n.startswith(f"{scheme}-"))

    def value_label(self, iri: str) -> str:
        """Give the label of an outcome, margin or quantifier."""
        return self._values.get(iri, iri.rpartition("/")[2])

    def sources(self) -> dict[str, str]:
        """Give the sources of the graph, by their identifiers."""
        return {identifier: iri for iri, identifier in self._rows(_SOURCES)}

    def families(self) -> dict[str, str]:
        """Give the families of kinds, by their labels."""
        return {label: iri for iri, label in self._rows(_FAMILIES)}


def plain(name: str) -> str:
    """Fold the name of a kind or value, in which hyphens are blanks."""
    return fold(name.replace("-", " "))


def _short(modifier: Modifier) -> str:
    local = modifier.iri.removeprefix(SGV)
    return local.partition("-")[2]


def _kind_names(scheme: Scheme) -> dict[str, tuple[str, bool]]:
    names: dict[str, tuple[str, bool]] = {}
    for iri, kind in scheme.kinds.items():
        for name in (kind.label, iri.rpartition("/")[2]):
            names.setdefault(plain(name), (iri, False))
    for iri, kind in scheme.kinds.items():
        if kind.inverse:
            names.setdefault(plain(kind.inverse), (iri, True))
    return names


def _modifier_names(
    scheme: Scheme,
) -> tuple[dict[str, Modifier], dict[str, dict[str, Modifier]]]:
    binding: dict[str, Modifier] = {}
    narrowing: dict[str, dict[str, Modifier]] = {}
    for modifier in scheme.modifiers.values():
        names = (_short(modifier), modifier.label)
        of = binding if modifier.binds else narrowing.setdefault(modifier.way, {})
        for name in names:
            of.setdefault(plain(name), modifier)
    return binding, narrowing
