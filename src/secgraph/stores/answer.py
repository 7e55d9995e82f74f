"""Hold what a store gives back: rows, a truth, or triples.

Terms are pyoxigraph's, unbound ones None. Knows nothing of questions or formats.
"""

from secgraph.namespaces import SKOLEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
    Row = tuple[Term | None, ...]


class Answer:
    """What an engine gives back: rows for SELECT, a truth for ASK, triples for CONSTRUCT."""

    __slots__ = ("columns", "rows", "triples", "truth")

    def __init__(
        self,
        columns: "Sequence[str]" = (),
        rows: "list[Row] | None" = None,
        truth: bool | None = None,
        triples: "Sequence[pyoxigraph.Triple] | None" = None,
    ) -> None:
        self.columns, self.rows, self.truth, self.triples = (
            tuple(columns),
            rows or [],
            truth,
            triples,
        )


def plain(term: "Term | None") -> str:
    """Give a term as a text without its kind, as the SPARQL standard has it for CSV.

    Returns:
        The IRI, or the value of a literal; a blank node with ``_:`` before its label; a triple term
        as in Turtle; empty text where nothing is bound.
    """
    if term is None:
        return ""
    value = getattr(term, "value", None)
    if value is None:
        return f"<<( {term} )>>"
    return f"_:{value}" if type(term).__name__ == "BlankNode" else value


def blank_again(answer: Answer) -> Answer:
    """Put blank nodes in the place of the IRIs that stand for them in a store."""
    rows = [tuple(None if term is None else _blank(term) for term in row) for row in answer.rows]
    triples = answer.triples
    if triples is not None:
        triples = [_blank_triple(triple) for triple in triples]
    return Answer(answer.columns, rows, answer.truth, triples)


def iri_again(value: str) -> str:
    """Give the IRI that stands for a blank node in a store; another text as it is."""
    return SKOLEM + value[2:] if value.startswith("_:") else value


def _blank(term: "Term") -> "Term":
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(SKOLEM):
        try:
            return pyoxigraph.BlankNode(term.value[len(SKOLEM) :])
        except ValueError:  # not an IRI that a load has made
            return term
    return _blank_triple(term) if isinstance(term, pyoxigraph.Triple) else term


def _blank_triple(triple: "pyoxigraph.Triple") -> "pyoxigraph.Triple":
    import pyoxigraph

    return pyoxigraph.Triple(
        _blank(triple.subject),  # type: ignore[arg-type]
        triple.predicate,
        _blank(triple.object),
    )
