"""Hold what a search leads to: questions, contents with their claims, things.

Knows no index, and prints nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Claim:
    """A claim of a hit: its IRI and prefixed name, and the labels of what is shown of it."""

    __slots__ = (
        "curie",
        "document",
        "document_iri",
        "holder",
        "iri",
        "passage",
        "polarity",
        "text",
    )

    def __init__(self, row: "Sequence[str]") -> None:
        self.iri, self.curie, self.text, self.holder = row[:4]
        self.polarity, self.passage, self.document, self.document_iri = row[4:]


class Hit:
    """What a search leads to: a question, a content with its claims, or a thing.

    Attributes:
        kind: ``question``, ``claim`` or ``thing``.
        text: The question in words, the paraphrases of the claims, or the label.
        command: What is typed to go there.
        name: Of a question, such as ``votes/on``; of a unit of claims its prefixed name.
        values: Of a question, as ``run`` takes them.
        type: Labels of the classes of a thing.
        iri: Of a thing.
        claims: Those of a content, or of the contents of a unit.
    """

    __slots__ = ("claims", "command", "iri", "kind", "name", "text", "type", "values")

    def __init__(
        self,
        kind: str,
        text: str,
        command: str,
        *,
        name: str = "",
        values: "Mapping[str, str] | None" = None,
        type: str = "",
        iri: str = "",
        claims: "Sequence[Claim]" = (),
    ) -> None:
        self.kind, self.text, self.command = kind, text, command
        self.name, self.values = name, dict(values or {})
        self.type, self.iri, self.claims = type, iri, claims

    @property
    def row(self) -> dict[str, str]:
        """The columns of the machine-readable formats; several values have " | " between."""
        claims = self.claims
        return {
            "kind": self.kind,
            "text": self.text,
            "command": self.command,
            "class": self.type,
            "holder": " | ".join(claim.holder for claim in claims),
            "polarity": " | ".join(claim.polarity for claim in claims),
            "passage": " | ".join(claim.passage for claim in claims),
            "document": " | ".join(claim.document for claim in claims),
            "iri": " ".join(claim.iri for claim in claims) or self.iri,
        }
