"""Hold the rows of an answer, and convert them to texts, data frames and graphs.

Terms are pyoxigraph's, unbound ones None. Asks no store and prints nothing; the writers of formats
are in :mod:`secgraph.query.formats`.
"""

import functools

from secgraph.errors import UsageError
from secgraph.query.about import About
from secgraph.stores.answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import networkx
    import pandas
    import polars
    import pyarrow

    from secgraph.query.about import Backing
    from secgraph.query.citation import Citation
    from secgraph.stores.answer import Row

Place = tuple[str, int, str]
"""Where a passage stands, to sort by: IRI of its document, ordinal in it, its own IRI."""

FORMATS = ("csv", "tsv", "json", "xml", "markdown", "html")
"""The formats of text that :meth:`Result.serialize` can write."""

FILES = ("xlsx", "parquet", "arrow", "graphml", "gexf", "edges")
"""What it can write beside these: files of other programs."""


class Elsewhere:
    """Which questions have rows for the values of one that has none.

    Attributes:
        values: Labels of what was asked about.
        questions: Name and values of each, at most three; empty where no question has rows.
    """

    __slots__ = ("questions", "values")

    def __init__(
        self, values: "Sequence[str]", questions: "Sequence[tuple[str, dict[str, str]]]"
    ) -> None:
        self.values, self.questions = list(values), list(questions)


class Result:
    """The answer to a query, to be read, iterated or serialized.

    Args:
        answer: What the store returned.
        sets: Columns whose values are several parts with spaces between, in no order.
        order: Takes all such parts and gives the places of the passages among them, to sort by: by
            IRI, by the IRI of the document and the identifier with a space between, and by the
            identifier alone. What is no passage stands behind them.
        release: Gives the version of the data; called only for formats that name it.
        about: Gives the question, where it was a saved query.
        behind: Gives the backings of each row; takes the answer and the path of the user's copy of
            the text, or None.
        references: Gives what a citation of the answer names.
        elsewhere: Finds the questions that have rows; called only where there are none here.
        note: A sentence below the rows, such as whose data they are; mostly empty.
        ask_again: Asks the same store for what a figure adds, such as outlines.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        sets: "Sequence[str]" = (),
        order: "Callable[[Iterable[str]], Mapping[str, Place]] | None" = None,
        release: "Callable[[], str] | str" = "",
        about: "Callable[[], About] | None" = None,
        behind: "Callable[[Result, str | None], list[list[Backing]]] | None" = None,
        references: "Callable[[Result], Citation] | None" = None,
        elsewhere: "Callable[[], Elsewhere | None] | None" = None,
        note: str = "",
        ask_again: "Callable[[str], Sequence[Sequence[str]]] | None" = None,
    ) -> None:
        self.note = note
        self.columns = answer.columns
        self.truth, self.triples, self._release = answer.truth, answer.triples, release
        self._rows = answer.rows
        self._order = order
        self._part_places: Mapping[str, Place] | None = None
        self._about, self._behind = about, behind
        self._references, self._elsewhere = references, elsewhere
        self.ask_again = ask_again
        self._places, self._homes = _set_places(self.columns, tuple(sets))
        self._other_questions: Elsewhere | None = None
        self._prepared = not (self._places or about)

    @property
    def terms(self) -> "list[Row]":
        """The rows as terms.

        The parts of set columns are in the order of the text. In a column ``…Iri`` of a saved
        question a single IRI is one, and an empty text is nothing; several IRIs are one text.
        """
        if not self._prepared:
            self._prepared = True
            # What a saved question gives in these columns is IRIs, though GROUP_CONCAT makes texts.
            iris = [
                place
                for place, name in enumerate(self.columns)
                if self._about and name.endswith("Iri")
            ]
            for number, row in enumerate(self._rows):
                self._rows[number] = _with_iris(self._in_order(row), iris)
        return self._rows

    @classmethod
    def of(cls, rows: "Sequence[Mapping[str, str]]") -> "Result":
        """Make a result of plain rows, to write them in the formats of a result."""
        import pyoxigraph

        names = list(rows[0]) if rows else []
        return cls(
            Answer(
                columns=names,
                rows=[tuple(pyoxigraph.Literal(row[name]) for name in names) for row in rows],
            )
        )

    def beside(self, columns: "Sequence[str]", rows: "Sequence[Row]") -> "Result":
        """Give the same answer with more columns.

        A column that the answer has already keeps its place and gets the new values.

        Args:
            columns: Names of the columns.
            rows: For each row of the answer its further terms.
        """
        all_columns = tuple(dict.fromkeys((*self.columns, *columns)))
        joined = []
        for row, more in zip(self.terms, rows, strict=True):
            terms = dict(zip(self.columns, row, strict=True))
            terms.update(zip(columns, more, strict=True))
            joined.append(tuple(terms[name] for name in all_columns))
        return self.derived(Answer(columns=all_columns, rows=joined))

    def derived(self, answer: Answer) -> "Result":
        """Give an answer to the same question, of other rows or columns."""
        return Result(
            answer,
            release=self._release,
            about=self._about,
            behind=self._behind,
            references=self._references,
            elsewhere=self._elsewhere,
            note=self.note,
            ask_again=self.ask_again,
        )

    def _in_order(self, row: "Row") -> "Row":
        """Give a row with the parts of its set columns in order."""
        import pyoxigraph

        for place in self._places:
            term = row[place]
            if isinstance(term, pyoxigraph.Literal) and " " in term.value:
                parts = pyoxigraph.Literal(self._part_order(term.value, row, place))
                row = (*row[:place], parts, *row[place + 1 :])
        return row

    def _positions(self) -> "Mapping[str, Place]":
        """Give the places of all parts of the answer, looked up at once when first wanted."""
        if self._part_places is None:
            import pyoxigraph

            parts = {
                part
                for row in self._rows
                for column in self._places
                if isinstance(term := row[column], pyoxigraph.Literal) and " " in term.value
                for part in term.value.split(" ")
            }
            self._part_places = self._order(parts) if parts and self._order else {}
        return self._part_places

    def _part_order(self, value: str, row: "Row", place: int) -> str:
        positions = self._positions()
        home = self._homes[place]
        document = row[home] if home is not None else None
        space = f"{getattr(document, 'value', '')} "

        def position(part: str) -> "tuple[bool, Place | None, str]":
            at = positions.get(space + part, positions.get(part))
            return at is None, at, part

        return " ".join(sorted(set(filter(None, value.split(" "))), key=position))

    @property
    def rows(self) -> "list[dict[str, str]]":
        """The rows as mappings from column to plain value; empty text where nothing is bound."""
        from secgraph.query.terms import plain

        return [
            {name: plain(term) for name, term in zip(self.columns, row, strict=True)}
            for row in self.terms
        ]

    @property
    def labels(self) -> "dict[str, str]":
        """The label of each thing in the answer, by IRI: column ``x`` labels column ``xIri``."""
        labels = {}
        for row in self.rows:
            for name, value in row.items():
                iri = row.get(f"{name}Iri", "")
                if iri and value and " " not in iri:
                    labels[iri] = value
        return labels

    @property
    def evidence(self) -> "list[list[str]]":
        """For each row the identifiers of the passages behind it, in the order of the text."""
        return [row.get("evidence", "").split() for row in self.rows]

    def backing(self, text: str | None = None) -> "list[list[Backing]]":
        """Give for each row the passages and sources behind it, in the order of the text.

        A row that is a count has none.

        Args:
            text: The user's own copies of the documents: a file, a folder or ``DOCUMENT=FILE``;
                each passage then has its words.

        Raises:
            BadFile: The copy cannot be read, or is not the text that was read for the graph.
        """
        return self._behind(self, text) if self._behind else [[] for _ in self._rows]

    def with_evidence(self, text: str | None = None) -> "Result":
        """Give the same rows with columns for the passages and sources behind each.

        Args:
            text: The user's own copies of the documents: a file, a folder or ``DOCUMENT=FILE``.

        Returns:
            Further columns, several values with a space between: ``evidence`` (identifiers),
            ``evidenceAt`` (places such as 5542-5695, in code points), ``evidenceOf`` (documents and
            sources, ``" | "`` between), with *text* also ``evidenceText`` (the words, ``" | "``
            between), and ``evidenceIri``.

        Raises:
            BadFile: The copy cannot be read, or is not the text that was read for the graph.
        """
        from secgraph.query import evidence

        return evidence.beside(self, text)

    @property
    def shown(self) -> "list[str]":
        """The columns that a table shows: all but the IRIs behind labels."""
        return [
            name
            for name in self.columns
            if not (name.endswith("Iri") and name[:-3] in self.columns)
        ]

    @property
    def about(self) -> About:
        """The question; its name and words are empty for free SPARQL."""
        return self._about() if self._about else About("", "", ())

    @property
    def release(self) -> str:
        """The version of the data; empty where the graph has none."""
        return self._release if isinstance(self._release, str) else self._release()

    @property
    def title(self) -> str:
        """The question in words; empty for free SPARQL."""
        return self.about.summary

    @property
    def subtitle(self) -> str:
        """The values of the parameters, in words."""
        return "; ".join(
            f"{label}: {', '.join(name for _, name in values)}"
            for label, values in self.about.values
        )

    @property
    def elsewhere(self) -> Elsewhere | None:
        """The questions that have rows for the same values, looked for when first wanted.

        None where there are rows, where no saved question was asked, and where it was asked about
        nothing that another question takes.
        """
        if self._rows or self.truth is not None or self.triples is not None:
            return None
        if self._elsewhere is not None and self._other_questions is None:
            self._other_questions = self._elsewhere()
        return self._other_questions

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<secgraph result: {len(self)} rows of {', '.join(self.shown)}>"

    def __str__(self) -> str:
        from secgraph.query import printing

        return printing.text(self)

    def _repr_html_(self) -> str:
        from secgraph.query import formats

        return formats.fragment(self)

    def serialize(self, format: str = "csv", *, guard_formulas: bool = False) -> bytes:
        """Write the whole answer.

        Args:
            format: ``csv`` (plain values, lines end in a line feed), ``tsv`` (terms as in SPARQL),
                ``json`` and ``xml`` (the SPARQL results formats, with terms), ``markdown`` (a table
                of the shown columns), ``html`` (a whole page); triples are written as sorted
                N-Triples in each of these. ``xlsx``, ``parquet`` and ``arrow`` have typed columns,
                ``graphml``, ``gexf`` and ``edges`` (CSV of edges) the graph of
                :meth:`to_networkx`; they need rows.
            guard_formulas: Write ``'`` before a text that a spreadsheet would take for a formula,
                since it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end; for csv and
                tsv. Such a text is then another one for every other program.

        Returns:
            Bytes; those of text are UTF-8.

        Raises:
            ValueError: No such format.
            UsageError: Formulas cannot be guarded in this format, or it cannot hold this answer.
            MissingExtra: The library that writes it is not installed.
        """
        if guard_formulas:
            return self._guarded(format).serialize(format)
        if format in FILES:
            from secgraph.query import files

            return files.write(self, format)
        if self.triples is not None:
            return "".join(sorted(f"{triple} .\n" for triple in self.triples)).encode()
        if format not in FORMATS:
            raise ValueError(f"no format {format!r}; use one of {', '.join((*FORMATS, *FILES))}")
        if format == "csv":
            return self._csv().encode()
        from secgraph.query import formats

        write: Callable[[Result], str] = getattr(formats, format)
        return write(self).encode()

    def _guarded(self, format: str) -> "Result":
        if format not in ("csv", "tsv") or self.triples is not None:
            raise UsageError("formulas are guarded in the rows of csv and tsv only")
        from secgraph.query import terms

        rows = [tuple(map(terms.guarded, row)) for row in self.terms]
        return self.derived(Answer(self.columns, rows, self.truth))

    def to_pandas(self, *, iris: bool = True) -> "pandas.DataFrame":
        """Give the rows as a data frame, with typed numbers and booleans; unbound is missing.

        Its ``.attrs`` name the question and the release. The triples of a CONSTRUCT become columns
        ``subject``, ``predicate`` and ``object``.

        Args:
            iris: False leaves out the columns of IRIs behind labels, writes days as ``datetime64``
                where the answer has them as texts, and values of a vocabulary as categories.

        Raises:
            MissingExtra: pandas is not installed.
            UsageError: The answer is that of an ASK query.
        """
        from secgraph.query import frames

        return frames.of_result(self, iris=iris)

    def to_arrow(self) -> "pyarrow.Table":
        """Give the rows as a table of Arrow: see :func:`secgraph.query.columnar.arrow`."""
        from secgraph.query import columnar

        return columnar.arrow(self)

    def to_polars(self) -> "polars.DataFrame":
        """Give the same table as a data frame of Polars."""
        from secgraph.query import columnar

        return columnar.polars_frame(self)

    def cite(self, style: str = "text") -> str:
        """Cite what the answer rests on: documents and passages, sources, the release, the query.

        Args:
            style: ``bibtex``, ``ris``, ``csl`` (CSL-JSON) or ``text``.

        Raises:
            ValueError: No such style.
            UsageError: The answer was made of plain rows, and rests on nothing.
        """
        from secgraph.query import references

        return references.write(self.citation, style)

    @property
    def citation(self) -> "Citation":
        """What the answer rests on: see :mod:`secgraph.query.citation`.

        Raises:
            UsageError: The answer was made of plain rows.
        """
        if self._references is None:
            raise UsageError("this answer came from no store, and rests on nothing to cite")
        return self._references(self)

    def to_networkx(self, *, asked: bool = True) -> "networkx.MultiDiGraph[str]":
        """Give the rows as a graph: see :func:`secgraph.query.frames.network`.

        Args:
            asked: Whether each claim has an edge to what was asked about too.

        Raises:
            MissingExtra: networkx is not installed.
        """
        from secgraph.query import frames

        return frames.of_graph(self, asked=asked)

    def _csv(self) -> str:
        if self.truth is not None:
            return f"{str(self.truth).lower()}\n"
        from secgraph.query import csv_lines

        table = list(map(csv_lines.cells, self._rows))
        for place in self._places:
            for cells, row in zip(table, self._rows, strict=True):
                if " " in cells[place]:
                    cells[place] = self._part_order(cells[place], row, place)
        return csv_lines.text([self.columns, *table])


@functools.lru_cache(maxsize=256)
def _set_places(
    columns: "tuple[str, ...]", sets: "tuple[str, ...]"
) -> "tuple[list[int], dict[int, int | None]]":
    """Give the indices of set columns, and for each that of the column with its document.

    They are those of the question, and so found once, however often it is asked.
    """
    places = sorted(columns.index(name) for name in sets if name in columns)
    homes: dict[int, int | None] = {}
    for place in places:
        is_other = columns[place].startswith("other")
        name = "otherDocumentIri" if is_other else "documentIri"
        homes[place] = columns.index(name) if name in columns else None
    return places, homes


def _with_iris(row: "Row", places: "Sequence[int]") -> "Row":
    """Give a row with IRIs for the texts at these places."""
    if not places:
        return row
    from secgraph.query import terms

    cells = list(row)
    for place in places:
        cells[place] = terms.as_iri(cells[place])
    return tuple(cells)
