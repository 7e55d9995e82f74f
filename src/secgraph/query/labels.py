"""Look up things of the graph by label, alias, identifier, prefixed name or IRI.

Asks through a function that its caller passes in, so it works on any engine; keeps no graph of its
own.
"""

from secgraph.dataset.names import fold
from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie, expand, slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from secgraph.query.nearest import Nearest

    Ask = Callable[[str], Iterable[Sequence[str]]]

# A name is a label, an alias or an identifier such as P10.S2. For the things of some classes the
# kind of name is filtered and not joined: Oxigraph would otherwise read all labels of the graph.
_HEAD = f"""
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
"""
_ALL_NAMES = f"""{_HEAD}SELECT DISTINCT ?thing ?kind ?name WHERE {{
  VALUES ?kind {{ rdfs:label skos:altLabel dcterms:identifier }}
  ?thing ?kind ?name .
}}"""
_NAMES_OF_CLASSES = f"""{_HEAD}SELECT DISTINCT ?thing ?kind ?name WHERE {{{{
  VALUES ?class {{{{ {{}} }}}}
  ?thing a ?class ; ?kind ?name .
  FILTER (?kind IN (rdfs:label, skos:altLabel, dcterms:identifier))
}}}}"""

_PASSAGES = f"""
SELECT ?passage ?document ?id WHERE {{
  ?passage <{PREFIXES["oa"]}hasSource> ?document ; <{PREFIXES["dcterms"]}identifier> ?id .
}}"""
_DOCUMENTS = f"""
SELECT ?document ?prefix ?namespace WHERE {{
  ?document a <{SG}Document> ;
    <{PREFIXES["vann"]}preferredNamespacePrefix> ?prefix ;
    <{PREFIXES["vann"]}preferredNamespaceUri> ?namespace .
}} ORDER BY STR(?document)"""


def with_iri(name: str, thing: str) -> str:
    """Give the IRI of the thing that has *name*.

    Raises:
        BadValue: The thing is a blank node, which no query can name.
    """
    if thing.startswith("_:"):
        raise BadValue(name, f"{thing} has that name and no IRI, so no question can be about it")
    return thing


class Names:
    """An index of the names of all things of some classes.

    Where nothing has a name with *the* before it, what has it without is taken, and the reverse.
    Passages of different documents may have the same identifier; the slug of the document before it
    tells them apart, as in ``SLUG#P10.S2``.

    Args:
        ask: Answers a SELECT query with rows of plain strings.
        classes: IRIs of classes, their subclasses included; every named thing if empty.
    """

    def __init__(self, ask: "Ask", classes: "Sequence[str]" = ()) -> None:
        self.classes = classes
        self.labels: dict[str, str] = {}
        self._ask = ask
        self._index: dict[str, set[str]] = {}
        self._nearest: Nearest | None = None
        self._passages: dict[str, tuple[str, str]] | None = None
        self._documents: dict[str, tuple[str, str]] | None = None
        for thing, kind, name in _rows(ask, classes):
            self._index.setdefault(fold(name), set()).add(thing)
            if kind == PREFIXES["rdfs"] + "label" or thing not in self.labels:
                self.labels[thing] = name
        self._add_local_names()

    def _add_local_names(self) -> None:
        """Index the last segment of each IRI as a name too, unless it is a label of something."""
        documents = SG + "Document" in self.classes
        by_segment: dict[str, set[str]] = {}
        for thing in self.labels:
            segment = slug(thing) if documents else thing.replace("#", "/").rpartition("/")[2]
            by_segment.setdefault(fold(segment), set()).add(thing)
        if documents:
            for prefix, (document, _) in self._by_prefix().items():
                by_segment.setdefault(fold(prefix), set()).add(document)
        for segment, things in by_segment.items():
            self._index.setdefault(segment, things)

    @property
    def wanted(self) -> str:
        """The classes in words, for messages."""
        return " or ".join(curie(name) for name in self.classes) or "thing"

    def all(self, name: str) -> "list[str]":
        """List the things that have *name*: their IRIs, sorted; empty where there are none.

        Raises:
            BadValue: *name* is written like an IRI and is not a valid one.
        """
        iri = self._as_iri(name)
        if iri is not None:
            return [iri] if iri in self.labels else []
        key = fold(name)
        return (
            sorted(self._index.get(key, ()))
            or self._of_document(name)
            or self._of_state(name)
            or sorted(self._index.get(_other_article(key), ()))
        )

    def one(self, name: str, elsewhere: "Callable[[], Names] | None" = None) -> str:
        """Give the IRI of the one thing that has *name*.

        Args:
            name: Label, alias, identifier, prefixed name or IRI; a passage also as SLUG#P10.S2.
            elsewhere: Gives the names of all things, for the message where a thing of another class
                has *name*.

        Raises:
            UnknownValue: Nothing has the name; carries the nearest ones.
            BadValue: Several things have it, or it cannot be a name.
        """
        matches = self.all(name)
        if len(matches) == 1:
            return with_iri(name, matches[0])
        if matches:
            candidates = ", ".join(map(self.exact_name, matches))
            raise BadValue(name, f"it names several things; use one of {candidates}")
        others = elsewhere().all(name) if elsewhere else []
        if not others:
            raise UnknownValue(name, self.wanted, self.near(name))
        other = others[0] if len(others) > 1 else curie(others[0])
        raise UnknownValue(
            name, self.wanted, [], f"; {other} has that name but is of another class"
        )

    def near(self, name: str) -> "list[str]":
        """List up to three labels that look most like *name*, each of which names one thing."""
        labels = [self.labels[thing] for thing in self.near_things(name)]
        return [label for label in dict.fromkeys(labels) if len(self.all(label)) == 1][:3]

    def near_things(self, name: str) -> "list[str]":
        """List the things that have one of the names that look most like *name*."""
        if self._nearest is None:
            from secgraph.query.nearest import Nearest

            self._nearest = Nearest(self._index)
        keys = self._nearest.near(fold(name))
        return list(dict.fromkeys(thing for key in keys for thing in sorted(self._index[key])))

    def _of_state(self, name: str) -> "list[str]":
        """List the state that has *name* as its official name, where it is one of these things."""
        from secgraph.dataset import states

        state = states.named(name)
        return [state] if state in self.labels else []

    def _of_document(self, name: str) -> "list[str]":
        """List the passages that SLUG#IDENTIFIER or PREFIX#IDENTIFIER names."""
        document, sign, identifier = name.rpartition("#")
        if not sign:
            return []
        passages = []
        for passage in sorted(self._index.get(fold(identifier), ())):
            home, _ = self._of_passages().get(passage, ("", ""))
            by_prefix, _ = self._by_prefix().get(document.strip(), ("", ""))
            if home and (fold(document) == fold(slug(home)) or by_prefix == home):
                passages.append(passage)
        return passages

    def exact_name(self, iri: str) -> str:
        """Give a name that only this thing has."""
        home, identifier = self._of_passages().get(iri, ("", ""))
        return f"{slug(home)}#{identifier}" if home else curie(iri)

    def _of_passages(self) -> "dict[str, tuple[str, str]]":
        """Give the document and the identifier of each passage, by IRI."""
        if self._passages is None:
            rows = self._ask(_PASSAGES)
            self._passages = {
                passage: (document, identifier) for passage, document, identifier in rows
            }
        return self._passages

    def _by_prefix(self) -> "dict[str, tuple[str, str]]":
        """Give the document that declares each prefix, and the namespace."""
        if self._documents is None:
            rows = self._ask(_DOCUMENTS)
            self._documents = {
                prefix: (document, namespace) for document, prefix, namespace in rows
            }
        return self._documents

    def _as_iri(self, name: str) -> str | None:
        """Give the IRI of a name that is written as an IRI or prefixed name; None for others."""
        text = name.strip()
        if text.startswith("<") and text.endswith(">"):
            text = text[1:-1]
            if ":" not in text:
                raise BadValue(name, "an IRI has to be whole, such as " + SG + "Actor")
        if text.startswith(("http://", "https://", "urn:")):
            if any(mark in '<>"{}|^`\\' or ord(mark) <= 0x20 for mark in text):
                raise BadValue(name, "it is not an IRI")
            return text
        prefix, colon, local = text.partition(":")
        if prefix.lower() in ("javascript", "file", "data", "vbscript") and colon:
            raise BadValue(name, "only names of things in the graph may stand here")
        if not colon or " " in text:
            return None
        if prefix in PREFIXES:
            return PREFIXES[prefix] + local
        # Prefixes of the graph that is asked come before those of other graphs.
        _, namespace = self._by_prefix().get(prefix, ("", ""))
        return namespace + local if namespace else expand(text)


def _other_article(key: str) -> str:
    """Give a folded name without the definite article before it, or with it if it has none."""
    return key.removeprefix("the ") if key.startswith("the ") else "the " + key


def _rows(ask: "Ask", classes: "Sequence[str]") -> "Iterable[Sequence[str]]":
    if not classes:
        return ask(_ALL_NAMES)
    # No property path: Virtuoso needs a constant at its end, and caches the answer of a graph that
    # was empty when first asked.
    subclasses: dict[str, list[str]] = {}
    for subclass, superclass in ask(
        f"SELECT DISTINCT ?below ?top WHERE {{ ?below <{PREFIXES['rdfs']}subClassOf> ?top }}"
    ):
        subclasses.setdefault(superclass, []).append(subclass)
    closure = list(dict.fromkeys(classes))
    for name in closure:
        closure += [sub for sub in dict.fromkeys(subclasses.get(name, ())) if sub not in closure]
    return ask(_NAMES_OF_CLASSES.format(" ".join(f"<{name}>" for name in closure)))
