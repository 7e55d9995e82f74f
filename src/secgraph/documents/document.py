"""List the documents of a graph, and find one by what people call it.

Asks through a function that is handed in, so it works on any engine; reads no text.
"""

from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import PREFIXES, SG, slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Ask = Callable[[str], Sequence[Sequence[str]]]

_DOCUMENTS = f"""
SELECT ?document ?label ?prefix ?namespace ?length ?digest WHERE {{
  ?document a <{SG}Document> .
  OPTIONAL {{
    ?document <{PREFIXES["rdfs"]}label> ?label .
    FILTER (LANGMATCHES(LANG(?label), "en"))
  }}
  OPTIONAL {{ ?document <{PREFIXES["vann"]}preferredNamespacePrefix> ?prefix . }}
  OPTIONAL {{ ?document <{PREFIXES["vann"]}preferredNamespaceUri> ?namespace . }}
  OPTIONAL {{ ?document <{SG}codePointCount> ?length ; <{SG}sha256> ?digest . }}
}} ORDER BY STR(?document)"""


class Document:
    """A document of the graph.

    Attributes:
        iri, label: Of the document; the label is the slug where the graph has none.
        prefix, namespace: Of what belongs to it; empty where the graph names none.
        length: In code points; -1 where the graph does not say.
        digest: SHA-256 of its text in UTF-8, in hexadecimal.
    """

    __slots__ = ("digest", "iri", "label", "length", "namespace", "prefix")

    def __init__(self, row: "Sequence[str]") -> None:
        self.iri, label, self.prefix, self.namespace, length, self.digest = row
        self.label = label or slug(self.iri)
        self.length = int(length) if length else -1

    @property
    def slug(self) -> str:
        """Its short name, which stands before the ``#`` of a passage's name."""
        return slug(self.iri)

    @property
    def names(self) -> "tuple[str, ...]":
        """What people may call it."""
        return tuple(filter(None, (self.slug, self.label, self.prefix, self.iri)))

    def owns(self, iri: str) -> bool:
        """Whether a thing stands in the namespace of the document."""
        return bool(self.namespace) and iri.startswith(self.namespace)


def documents(ask: "Ask") -> "list[Document]":
    """List the documents, in the order of their IRIs.

    Args:
        ask: Answers a SELECT query with plain strings.
    """
    rows = {row[0]: row for row in reversed(ask(_DOCUMENTS))}
    return [Document(rows[iri]) for iri in sorted(rows)]


def prefixes(ask: "Ask") -> "dict[str, str]":
    """Give the namespace of each prefix that a document declares."""
    return {
        each.prefix: each.namespace for each in documents(ask) if each.prefix and each.namespace
    }


def find(name: str, among: "Sequence[Document]") -> Document:
    """Give the document with this slug, label, prefix or IRI; case does not count.

    Raises:
        UnknownValue: There is none; carries the slugs.
        BadValue: There are several.
    """
    wanted = name.strip().casefold()
    found = [each for each in among if wanted in (known.casefold() for known in each.names)]
    if len(found) > 1:
        candidates = ", ".join(each.iri for each in found)
        raise BadValue(name, f"it names several documents; use one of {candidates}")
    if not found:
        raise UnknownValue(name, "document", [each.slug for each in among][:3])
    return found[0]
