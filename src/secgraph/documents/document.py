"""List the documents of a graph, and find one by what people call it.

Asks through a function that its caller passes in, so it works on any engine; reads no text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from secgraph.dataset.names import fold
from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import PREFIXES, SG, slug
from secgraph.syntax.literals import count

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


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the graph.

    Attributes:
        iri: Of the document.
        label: In English; the slug where the graph has none.
        prefix, namespace: Of the IRIs of its claims and passages; empty where the graph has none.
        length: In code points; -1 where the graph does not say.
        digest: SHA-256 of its text in UTF-8, in hexadecimal.
    """

    iri: str
    label: str
    prefix: str
    namespace: str
    length: int
    digest: str

    @property
    def slug(self) -> str:
        """Its short name, which stands before the ``#`` of a passage's name."""
        return slug(self.iri)

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which :func:`find` finds it."""
        return tuple(filter(None, (self.slug, self.label, self.prefix, self.iri)))

    def owns(self, iri: str) -> bool:
        """Whether an IRI is in the namespace of the document."""
        return bool(self.namespace) and iri.startswith(self.namespace)


def documents(ask: Ask) -> list[Document]:
    """List the documents, in the order of their IRIs.

    Args:
        ask: Answers a SELECT query with plain strings.
    """
    rows = {row[0]: row for row in reversed(ask(_DOCUMENTS))}
    return [_document(rows[iri]) for iri in sorted(rows)]


def _document(row: Sequence[str]) -> Document:
    iri, label, prefix, namespace, length, digest = row
    points = count(length, f"the length of {iri}") if length else -1
    return Document(iri, label or slug(iri), prefix, namespace, points, digest)


def prefixes(ask: Ask) -> dict[str, str]:
    """Give the namespace of each prefix that a document declares."""
    return {
        document.prefix: document.namespace
        for document in documents(ask)
        if document.prefix and document.namespace
    }


def find(name: str, among: Sequence[Document]) -> Document:
    """Give the document with this slug, label, prefix or IRI, compared as names are.

    Raises:
        UnknownValue: No document has the name; carries the first three slugs.
        BadValue: Several documents have it.
    """
    key = fold(name)
    matches = [document for document in among if document.iri == name.strip()] or [
        document for document in among if key in map(fold, document.names)
    ]
    if len(matches) > 1:
        candidates = ", ".join(document.iri for document in matches)
        raise BadValue(name, f"it names several documents; use one of {candidates}")
    if not matches:
        raise UnknownValue(name, "document", [document.slug for document in among][:3])
    return matches[0]
