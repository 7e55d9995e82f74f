"""Find things of the graph by the names that people use.

Asks through a function that is handed in, so it works on any engine; keeps no graph of its own.
"""

import unicodedata

from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie, expand

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

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def fold(name: str) -> str:
    """Reduce a name to what counts in comparing: no case, accents, full stops, kinds of dash or doubled spaces."""
    plain = unicodedata.normalize("NFKD", name.translate(_DASHES))
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark) and mark != ".")
    return " ".join(kept.casefold().split())


class Names:
    """The names of all things of some classes, ready to look up.

    Args:
        ask: Answers a SELECT query with rows of plain strings.
        classes: IRIs of classes, their subclasses included; every named thing if empty.
    """

    def __init__(self, ask: "Ask", classes: "Sequence[str]" = ()) -> None:
        self.classes = classes
        self.labels: dict[str, str] = {}
        self._index: dict[str, set[str]] = {}
        for thing, kind, name in _rows(ask, classes):
            self._index.setdefault(fold(name), set()).add(thing)
            if kind == PREFIXES["rdfs"] + "label" or thing not in self.labels:
                self.labels[thing] = name
        # What comes after the last slash or hash is a name too, unless it is somebody's label.
        for thing in self.labels:
            slug = fold(thing.replace("#", "/").rpartition("/")[2])
            self._index.setdefault(slug, {thing})

    @property
    def wanted(self) -> str:
        """The classes in words, for messages."""
        return " or ".join(curie(name) for name in self.classes) or "thing"

    def all(self, name: str) -> "list[str]":
        """List the things that have *name*: their IRIs, sorted; empty where there are none.

        Raises:
            BadValue: *name* looks like an IRI of a kind that no thing can have.
        """
        iri = _as_iri(name)
        if iri is not None:
            return [iri] if iri in self.labels else []
        return sorted(self._index.get(fold(name), ()))

    def one(self, name: str, elsewhere: "Callable[[], Names] | None" = None) -> str:
        """Give the IRI of the one thing that has *name*.

        Args:
            name: Label, alias, identifier, prefixed name or IRI.
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
            raise BadValue(
                name, "it names several things; use one of " + ", ".join(map(curie, found))
            )
        others = elsewhere().all(name) if elsewhere else []
        hint = (
            f"; {others[0] if len(others) > 1 else curie(others[0])} has that name but is of another class"
            if others
            else ""
        )
        raise UnknownValue(name, self.wanted, [] if hint else self.near(name), hint)

    def near(self, name: str) -> "list[str]":
        """List up to three labels that look most like *name*."""
        import difflib

        close = difflib.get_close_matches(fold(name), self._index, n=6, cutoff=0.6)
        found = [self.labels[thing] for key in close for thing in sorted(self._index[key])]
        return list(dict.fromkeys(found))[:3]


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


def _as_iri(name: str) -> str | None:
    """Take a name for an IRI where it is written like one."""
    text = name.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
        if ":" not in text:
            raise BadValue(name, "an IRI has to be whole, such as " + SG + "Actor")
    if text.startswith(("http://", "https://", "urn:")):
        if any(mark in text for mark in '<>"{}|^`\\') or any(ord(mark) <= 0x20 for mark in text):
            raise BadValue(name, "it is not an IRI")
        return text
    if text.split(":")[0].lower() in ("javascript", "file", "data", "vbscript"):
        raise BadValue(name, "only names of things in the graph may stand here")
    return expand(text)
