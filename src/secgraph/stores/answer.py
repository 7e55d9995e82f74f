"""Hold what a store gives back: rows, a truth, or triples.

Terms are pyoxigraph's, unbound ones None. Knows nothing of questions or formats.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal
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


def plain(term: "Term | pyoxigraph.Triple | None") -> str:
    """Give a term as a string, empty where there is none; a triple as SPARQL writes it."""
    return "" if term is None else str(getattr(term, "value", term))
