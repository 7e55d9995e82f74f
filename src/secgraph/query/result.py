"""Hold the rows of an answer, and hand them to people, programs and other libraries.

Terms are pyoxigraph's, unbound ones None. Asks nothing and prints nothing; how a format is written
stands in formats.
"""

from secgraph.errors import UsageError
from secgraph.stores.answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import networkx
    import pandas

    from secgraph.stores.answer import Row

FORMATS = ("csv", "tsv", "json", "xml", "markdown", "html")
"""What :meth:`Result.serialize` can write."""


class About:
    """What an answer answers: the question in words, and what each of its parameters stands for.

    Attributes:
        name: Such as ``linkage/between-regions``; empty for free SPARQL.
        summary: The question in words.
        values: For each parameter its label, and the IRIs and labels of its values.
        bars: The columns of numbers that bars are drawn of; those of one row add up.
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
    """What stands behind a row: a passage of a text, or a source of facts.

    Attributes:
        identifier: Such as ``P10.S2``, or that of the source.
        iri: Of the passage or the source.
        of: Label of the document, or title of the source.
        document: IRI of the document; empty for a source.
        start, end: Place of the passage in its document, in code points from 0, the end exclusive;
            None for a source.
        sentence: Its words, where the user has handed in the text; else empty.
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


class Result:
    """The answer to a query, ready to be read, walked through or written.

    Args:
        answer: What the engine gave back.
        sets: Columns whose values are parts with spaces between them; the order of the parts means
            nothing.
        order: Gives the place of each passage, to sort such parts by: by its IRI, by the IRI of
            its document and its identifier with a space between, and by its identifier.
        release: Gives the version of the data, named in formats that have room for it; asked only
            there.
        about: Gives what was asked, where it was a saved query.
        behind: Gives for each row what stands behind it; takes the answer and the path of the
            user's copy of the text, or None.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        sets: "Sequence[str]" = (),
        order: "Callable[[], Mapping[str, int]] | None" = None,
        release: "Callable[[], str] | str" = "",
        about: "Callable[[], About] | None" = None,
        behind: "Callable[[Result, str | None], list[list[Backing]]] | None" = None,
    ) -> None:
        self.columns = answer.columns
        self.truth, self.triples, self._release = answer.truth, answer.triples, release
        self._rows = answer.rows
        self._order = order
        self._about, self._behind = about, behind
        self._places = [place for place, name in enumerate(self.columns) if name in sets]
        self._homes = {place: self._home(self.columns[place]) for place in self._places}
        self._sorted = not self._places

    @property
    def terms(self) -> "list[Row]":
        """The rows as terms, the parts of set columns in the order of the text."""
        if not self._sorted:
            self._sorted = True
            for number, row in enumerate(self._rows):
                self._rows[number] = self._in_order(row)
        return self._rows

    @classmethod
    def of(cls, rows: "Sequence[Mapping[str, str]]") -> "Result":
        """Give rows that no query gave the form of an answer, to be written in its formats."""
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

        One that is there already keeps its place and gets the new values.

        Args:
            columns: Names of the columns.
            rows: For each row of the answer its further terms.
        """
        kept = [name for name in columns if name not in self.columns]
        joined = []
        for row, more in zip(self.terms, rows, strict=True):
            found = dict(zip(self.columns, row, strict=True)) | dict(
                zip(columns, more, strict=True)
            )
            joined.append(tuple(found[name] for name in (*self.columns, *kept)))
        return Result(
            Answer(columns=(*self.columns, *kept), rows=joined),
            release=self._release,
            about=self._about,
            behind=self._behind,
        )

    def _home(self, column: str) -> int | None:
        """Give the place of the column with the document in which a set column's passages stand."""
        name = "otherDocumentIri" if column.startswith("other") else "documentIri"
        return self.columns.index(name) if name in self.columns else None

    def _in_order(self, row: "Row") -> "Row":
        """Give a row whose set columns have their parts in order."""
        import pyoxigraph

        for place in self._places:
            term = row[place]
            if term is not None and " " in term.value:
                parts = pyoxigraph.Literal(self._part_order(term.value, row, place))
                row = (*row[:place], parts, *row[place + 1 :])
        return row

    def _part_order(self, value: str, row: "Row", place: int) -> str:
        known = self._order() if self._order else {}
        home = self._homes[place]
        document = row[home] if home is not None else None
        space = f"{document.value} " if document is not None else ""

        def position(part: str) -> int:
            return known.get(space + part, known.get(part, len(known)))

        return " ".join(sorted(set(value.split()), key=lambda part: (position(part), part)))

    @property
    def rows(self) -> "list[dict[str, str]]":
        """The rows as mappings from column to plain value; empty text where nothing is bound."""
        return [
            {
                name: "" if term is None else term.value
                for name, term in zip(self.columns, row, strict=True)
            }
            for row in self.terms
        ]

    @property
    def labels(self) -> "dict[str, str]":
        """The label of each thing in the answer, by IRI: that in ``x`` for the IRI in ``xIri``."""
        found = {}
        for row in self.rows:
            for name, value in row.items():
                iri = row.get(f"{name}Iri", "")
                if iri and value and " " not in iri:
                    found[iri] = value
        return found

    @property
    def evidence(self) -> "list[list[str]]":
        """For each row the identifiers of the passages behind it, in the order of the text."""
        return [row.get("evidence", "").split() for row in self.rows]

    def backing(self, text: str | None = None) -> "list[list[Backing]]":
        """Give for each row the passages and sources behind it, in the order of the text.

        A count has none.

        Args:
            text: The user's own copies of the documents: a file, a folder or ``DOCUMENT=FILE``;
                each passage then has its words.

        Raises:
            BadFile: The copy cannot be read, or is not the text that was read for the graph.
        """
        return self._behind(self, text) if self._behind else [[] for _ in self._rows]

    def with_evidence(self, text: str | None = None) -> "Result":
        """Give the same rows with what stands behind each.

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
        import pyoxigraph

        columns = (
            "evidence",
            "evidenceAt",
            "evidenceOf",
            *(("evidenceText",) if text is not None else ()),
            "evidenceIri",
        )
        made = []
        for behind in self.backing(text):
            places = [f"{each.start}-{each.end}" for each in behind if each.start is not None]
            cells = [
                " ".join(each.identifier for each in behind),
                " ".join(places),
                " | ".join(dict.fromkeys(each.of for each in behind)),
            ]
            if text is not None:
                cells.append(" | ".join(each.sentence for each in behind if each.sentence))
            cells.append(" ".join(each.iri for each in behind))
            made.append(tuple(map(pyoxigraph.Literal, cells)))
        return self.beside(columns, made)

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
        """What was asked; without name and words for free SPARQL."""
        return self._about() if self._about else About("", "", ())

    @property
    def release(self) -> str:
        """The version of the data; empty where it is not known."""
        return self._release if isinstance(self._release, str) else self._release()

    @property
    def title(self) -> str:
        """The question in words; empty for free SPARQL."""
        return self.about.summary

    @property
    def subtitle(self) -> str:
        """What the parameters stand for, in words."""
        return "; ".join(
            f"{label}: {', '.join(name for _, name in values)}"
            for label, values in self.about.values
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<secgraph result: {len(self)} rows of {', '.join(self.shown)}>"

    def _repr_html_(self) -> str:
        from secgraph.query import formats

        return formats.fragment(self)

    def serialize(self, format: str = "csv") -> bytes:
        """Write the whole answer.

        Args:
            format: ``csv`` (plain values, lines end in a line feed), ``tsv`` (terms as in SPARQL),
                ``json`` and ``xml`` (the SPARQL results formats, real terms), ``markdown`` (what a
                table shows), ``html`` (a page of its own). Triples are written as sorted N-Triples
                whatever the format.

        Returns:
            Bytes in UTF-8.

        Raises:
            ValueError: No such format.
        """
        if self.triples is not None:
            return "".join(sorted(f"{triple} .\n" for triple in self.triples)).encode()
        if format not in FORMATS:
            raise ValueError(f"no format {format!r}; use one of {', '.join(FORMATS)}")
        if format == "csv":
            return self._csv().encode()
        from secgraph.query import formats

        write: Callable[[Result], str] = getattr(formats, format)
        return write(self).encode()

    def to_pandas(self) -> "pandas.DataFrame":
        """Give the rows as a data frame; numbers and truths as such, nothing bound as missing.

        Its ``.attrs`` name the question and the release. The triples of a CONSTRUCT come as columns
        ``subject``, ``predicate`` and ``object``.

        Raises:
            MissingExtra: pandas is not installed.
            UsageError: The answer is a truth.
        """
        from secgraph.query import frames

        if self.truth is not None:
            raise UsageError("the answer is a truth and has no rows; it stands in .truth")
        if self.triples is not None:
            parts = [(each.subject, each.predicate, each.object) for each in self.triples]
            return frames.pandas_frame(
                ("subject", "predicate", "object"), parts, question=self.title, release=self.release
            )
        return frames.pandas_frame(
            self.columns, self.terms, question=self.title, release=self.release
        )

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """Give the rows as a graph: see :func:`secgraph.query.frames.network`.

        Raises:
            MissingExtra: networkx is not installed.
        """
        from secgraph.query import frames

        values = [pair for _, pairs in self.about.values for pair in pairs]
        return frames.network(self.rows, values, question=self.title, release=self.release)

    def _csv(self) -> str:
        if self.truth is not None:
            return f"{str(self.truth).lower()}\n"
        table: list[Sequence[str]] = [self.columns]
        for row in self._rows:
            cells = ["" if term is None else term.value for term in row]
            for place in self._places:
                if " " in cells[place]:
                    cells[place] = self._part_order(cells[place], row, place)
            table.append(cells)
        text = "\n".join(map(",".join, table)) + "\n"
        # Most answers need no quoting; to see that at once is quicker than to load the writer.
        commas = (len(self.columns) - 1) * len(table)
        unquoted = commas and text.count(",") == commas and text.count("\n") == len(table)
        if unquoted and '"' not in text and "\r" not in text:
            return text
        import csv
        import io

        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(table)
        return out.getvalue()
