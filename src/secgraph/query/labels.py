"""Find things of the graph by the names that people use.

Asks through a function that is handed in, so it works on any engine; keeps no graph of its own.
"""

import unicodedata

from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie, expand, slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Ask = Callable[[str], Iterable[Sequence[str]]]

# A name may be a label, an alias or an identifier such as P10.S2. Of the things of some classes the
# kind is filtered and not joined: Oxigraph would otherwise read all labels of the graph.
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

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def fold(name: str) -> str:
    """Reduce a name to what counts in comparing.

    Case, accents, full stops, kinds of dash and doubled spaces do not.
    """
    plain = unicodedata.normalize("NFKD", name.translate(_DASHES))
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark) and mark != ".")
    return " ".join(kept.casefold().split())


class Names:
    """The names of all things of some classes, ready to look up.

    Passages are numbered alike in every document: where several have an identifier, the short name
    of the document stands before it, as in ``SLUG#P10.S2``.

    Args:
        ask: Answers a SELECT query with rows of plain strings.
        classes: IRIs of classes, their subclasses included; every named thing if empty.
    """

    def __init__(self, ask: "Ask", classes: "Sequence[str]" = ()) -> None:
        self.classes = classes
        self.labels: dict[str, str] = {}
        self._ask = ask
        self._index: dict[str, set[str]] = {}
        self._passages: dict[str, tuple[str, str]] | None = None
        self._documents: dict[str, tuple[str, str]] | None = None
        for thing, kind, name in _rows(ask, classes):
            self._index.setdefault(fold(name), set()).add(thing)
            if kind == PREFIXES["rdfs"] + "label" or thing not in self.labels:
                self.labels[thing] = name
        self._add_local_names()

    def _add_local_names(self) -> None:
        """Take the end of each IRI for a name too, unless it is somebody's label."""
        documents = SG + "Document" in self.classes
        locals_: dict[str, set[str]] = {}
        for thing in self.labels:
            local = slug(thing) if documents else thing.replace("#", "/").rpartition("/")[2]
            locals_.setdefault(fold(local), set()).add(thing)
        if documents:
            for prefix, (document, _) in self._by_prefix().items():
                locals_.setdefault(fold(prefix), set()).add(document)
        for local, things in locals_.items():
            self._index.setdefault(local, things)

    @property
    def wanted(self) -> str:
        """The classes in words, for messages."""
        return " or ".join(curie(name) for name in self.classes) or "thing"

    def all(self, name: str) -> "list[str]":
        """List the things that have *name*: their IRIs, sorted; empty where there are none.

        Raises:
            BadValue: *name* looks like an IRI of a kind that no thing can have.
        """
        iri = self._as_iri(name)
        if iri is not None:
            return [iri] if iri in self.labels else []
        found = self._index.get(fold(name), ())
        return sorted(found) if found else self._of_document(name)

    def one(self, name: str, elsewhere: "Callable[[], Names] | None" = None) -> str:
        """Give the IRI of the one thing that has *name*.

        Args:
            name: Label, alias, identifier, prefixed name or IRI; a passage also as SLUG#P10.S2.
            elsewhere: Gives the names of all things, to say what *name* is where it is of another
                class.

        Raises:
            UnknownValue: Nothing has the name; carries the nearest ones.
            BadValue: Several things have it, or it cannot be a name.
        """
        found = self.all(name)
        if len(found) == 1:
            return found[0]
        if found:
            candidates = ", ".join(map(self._exact, found))
            raise BadValue(name, f"it names several things; use one of {candidates}")
        others = elsewhere().all(name) if elsewhere else []
        if not others:
            raise UnknownValue(name, self.wanted, self.near(name))
        other = others[0] if len(others) > 1 else curie(others[0])
        raise UnknownValue(
            name, self.wanted, [], f"; {other} has that name but is of another class"
        )

    def near(self, name: str) -> "list[str]":
        """List up to three labels that look most like *name*."""
        import difflib

        close = difflib.get_close_matches(fold(name), self._index, n=6, cutoff=0.6)
        found = [self.labels[thing] for key in close for thing in sorted(self._index[key])]
        return list(dict.fromkeys(found))[:3]

    def _of_document(self, name: str) -> "list[str]":
        """List the passages that SLUG#IDENTIFIER names; the document may be named otherwise too."""
        document, sign, identifier = name.rpartition("#")
        if not sign:
            return []
        wanted, found = fold(document), []
        for passage in sorted(self._index.get(fold(identifier), ())):
            home, _ = self._of_passages().get(passage, ("", ""))
            by_prefix, _ = self._by_prefix().get(document.strip(), ("", ""))
            if home and (wanted == fold(slug(home)) or by_prefix == home):
                found.append(passage)
        return found

    def _exact(self, iri: str) -> str:
        """Give the name of a thing that no other thing has."""
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
        """Take a name for an IRI where it is written like one."""
        text = name.strip()
        if text.startswith("<") and text.endswith(">"):
            text = text[1:-1]
            if ":" not in text:
                raise BadValue(name, "an IRI has to be whole, such as " + SG + "Actor")
        if text.startswith(("http://", "https://", "urn:")):
            if any(mark in text for mark in '<>"{}|^`\\') or any(
                ord(mark) <= 0x20 for mark in text
            ):
                raise BadValue(name, "it is not an IRI")
            return text
        prefix, colon, local = text.partition(":")
        if prefix.lower() in ("javascript", "file", "data", "vbscript") and colon:
            raise BadValue(name, "only names of things in the graph may stand here")
        if not colon or " " in text:
            return None
        if prefix in PREFIXES:
            return PREFIXES[prefix] + local
        # The graph that is asked says what a prefix stands for; another may say otherwise.
        _, namespace = self._by_prefix().get(prefix, ("", ""))
        return namespace + local if namespace else expand(text)


def _rows(ask: "Ask", classes: "Sequence[str]") -> "Iterable[Sequence[str]]":
    if not classes:
        return ask(_ALL_NAMES)
    # Not by a path: Virtuoso wants a constant at its end, and keeps the answer of a graph that was
    # empty when it was first asked.
    above: dict[str, list[str]] = {}
    for below, top in ask(
        f"SELECT DISTINCT ?below ?top WHERE {{ ?below <{PREFIXES['rdfs']}subClassOf> ?top }}"
    ):
        above.setdefault(top, []).append(below)
    wanted = list(dict.fromkeys(classes))
    for name in wanted:
        wanted += [below for below in dict.fromkeys(above.get(name, ())) if below not in wanted]
    found = " ".join(f"<{name}>" for name in wanted)
    return ask(_NAMES_OF_CLASSES.format(found))
