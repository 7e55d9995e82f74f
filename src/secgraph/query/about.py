"""What goes with an answer: the question that was asked, and what backs each row.

Holds values only; both are found elsewhere.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class About:
    """The question of an answer: its name, its words and the values of its parameters.

    Attributes:
        name: Such as ``linkage/between-regions``; empty for free SPARQL.
        summary: The question in words.
        values: For each parameter its label, and the IRIs and labels of its values.
        bars: The columns of numbers that a bar chart shows; those of one row add up.
    """

    __slots__ = ("bars", "name", "summary", "values")

    def __init__(
        self,
        name: str,
        summary: str,
        values: "Sequence[tuple[str, Sequence[tuple[str, str]]]]",
        bars: "Sequence[str]" = (),
    ) -> None:
        self.name, self.summary, self.values, self.bars = name, summary, values, bars


class Backing:
    """What backs a row: a passage of a document, or a source of facts.

    Attributes:
        identifier: Such as ``P10.S2``, or that of the source.
        iri: Of the passage or the source.
        of: Label of the document, or title of the source.
        document: IRI of the document; empty for a source.
        start, end: Place of the passage in its document, in code points from 0, the end exclusive;
            None for a source.
        sentence: Its words, where the user passed in the text; else empty.
    """

    __slots__ = ("document", "end", "identifier", "iri", "of", "sentence", "start")

    def __init__(
        self,
        identifier: str,
        iri: str,
        of: str,
        place: "tuple[str, int, int] | None" = None,
        sentence: str = "",
    ) -> None:
        self.identifier, self.iri, self.of, self.sentence = identifier, iri, of, sentence
        self.document = place[0] if place else ""
        self.start: int | None = place[1] if place else None
        self.end: int | None = place[2] if place else None

    def __repr__(self) -> str:
        return f"<secgraph {self.identifier} of {self.of}>"
