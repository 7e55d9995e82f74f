"""Turn the rows of an answer into the forms in which people and programs take them.

Terms are pyoxigraph's, unbound ones None. Asks nothing and prints nothing.
"""

from secgraph.names import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal
    Row = tuple[Term | None, ...]

FORMATS = ("csv", "tsv", "json", "xml", "markdown")
"""What :meth:`Result.serialize` can write."""


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
        self.columns, self.rows, self.truth, self.triples = tuple(columns), rows or [], truth, triples


class Result:
    """The answer to a query, ready to be read, walked through or written.

    Args:
        answer: What the engine gave back.
        sets: Columns whose values are parts with spaces between them; the order of the parts means nothing.
        order: Gives the place in the text of each passage, by identifier and IRI, to sort such parts by.
        release: Version of the data, named in formats that have room for it.
    """

    def __init__(self, answer: Answer, *, sets: "Sequence[str]" = (), order: "Callable[[], Mapping[str, int]] | None" = None, release: str = "") -> None:
        self.columns = answer.columns
        self.truth, self.triples, self.release = answer.truth, answer.triples, release
        self._rows = answer.rows
        self._order = order
        self._places = [place for place, name in enumerate(self.columns) if name in sets]
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
        return cls(Answer(columns=names, rows=[tuple(pyoxigraph.Literal(row[name]) for name in names) for row in rows]))

    def _in_order(self, row: "Row") -> "Row":
        """Give a row whose set columns have their parts in order."""
        import pyoxigraph

        for place in self._places:
            term = row[place]
            if term is not None and " " in term.value:
                row = (*row[:place], pyoxigraph.Literal(self._part_order(term.value)), *row[place + 1 :])
        return row

    def _part_order(self, value: str) -> str:
        known = self._order() if self._order else {}
        return " ".join(sorted(set(value.split()), key=lambda part: (known.get(part, len(known)), part)))

    @property
    def rows(self) -> "list[dict[str, str]]":
        """The rows as mappings from column to plain value; empty text where nothing is bound."""
        return [{name: _plain(term) for name, term in zip(self.columns, row, strict=True)} for row in self.terms]

    @property
    def labels(self) -> "dict[str, str]":
        """The label of each thing in the answer, by IRI: what stands in ``x`` for the IRI in ``xIri``."""
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

    @property
    def shown(self) -> "list[str]":
        """The columns that a table shows: all but the IRIs behind labels."""
        return [name for name in self.columns if not (name.endswith("Iri") and name[:-3] in self.columns)]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<secgraph result: {len(self)} rows of {', '.join(self.shown)}>"

    def serialize(self, format: str = "csv") -> bytes:
        """Write the whole answer.

        Args:
            format: ``csv`` (plain values, lines end in a line feed), ``tsv`` (terms as in SPARQL), ``json`` and ``xml`` (the SPARQL
                results formats, real terms), ``markdown`` (what a table shows). Triples are written as sorted N-Triples whatever the format.

        Returns:
            Bytes in UTF-8.

        Raises:
            ValueError: No such format.
        """
        if self.triples is not None:
            return "".join(sorted(f"{triple} .\n" for triple in self.triples)).encode()
        if format not in FORMATS:
            raise ValueError(f"no format {format!r}; use one of {', '.join(FORMATS)}")
        write: Callable[[], str] = getattr(self, f"_{format}")
        return write().encode()

    def _csv(self) -> str:
        if self.truth is not None:
            return f"{str(self.truth).lower()}\n"
        commas = len(self.columns) - 1
        lines = [",".join(self.columns) + "\n"]  # names of variables need no quoting
        for row in self._rows:
            cells = ["" if term is None else term.value for term in row]
            for place in self._places:
                if " " in cells[place]:
                    cells[place] = self._part_order(cells[place])
            line = ",".join(cells)
            # Most rows need no quoting; to see that at once costs a sixth of what the writer takes.
            plain = commas and line.count(",") == commas and '"' not in line and "\n" not in line and "\r" not in line
            lines.append(line + "\n" if plain else _csv_line(cells))
        return "".join(lines)

    def _tsv(self) -> str:
        if self.truth is not None:
            return f"{str(self.truth).lower()}\n"
        lines = ["\t".join(f"?{name}" for name in self.columns)]
        # Tabs and line ends inside a literal are escaped by its N-Triples form.
        lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in self.terms]
        return "\n".join(lines) + "\n"

    def _json(self) -> str:
        import json

        head: dict[str, object] = {"vars": list(self.columns)} if self.truth is None else {}
        if self.release:
            head["link"] = [f"https://w3id.org/secgraph/ns/{self.release}"]
        if self.truth is not None:
            return json.dumps({"head": head, "boolean": self.truth}) + "\n"
        found = [{name: _json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None} for row in self.terms]
        return json.dumps({"head": head, "results": {"bindings": found}}, ensure_ascii=False, indent=1) + "\n"

    def _xml(self) -> str:
        from xml.sax.saxutils import escape, quoteattr

        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<sparql xmlns="http://www.w3.org/2005/sparql-results#">', "<head>"]
        lines += [f"<variable name={quoteattr(name)}/>" for name in self.columns]
        if self.release:
            lines.append(f'<link href="https://w3id.org/secgraph/ns/{self.release}"/>')
        lines.append("</head>")
        if self.truth is not None:
            return "\n".join([*lines, f"<boolean>{str(self.truth).lower()}</boolean>", "</sparql>"]) + "\n"
        lines.append("<results>")
        for row in self.terms:
            lines.append("<result>")
            for name, term in zip(self.columns, row, strict=True):
                if term is not None:
                    kind, value, attribute = _xml_term(term)
                    lines.append(f"<binding name={quoteattr(name)}><{kind}{attribute}>{escape(value, {chr(13): '&#13;'})}</{kind}></binding>")
            lines.append("</result>")
        return "\n".join([*lines, "</results>", "</sparql>"]) + "\n"

    def _markdown(self) -> str:
        if self.truth is not None:
            return f"{'yes' if self.truth else 'no'}\n"
        names = self.shown
        lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
        lines += ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        from html import escape

        names = self.shown
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join("<tr>" + "".join(f"<td>{escape(curie(row[name]))}</td>" for name in names) + "</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _csv_line(cells: "Sequence[str]") -> str:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _plain(term: "Term | None") -> str:
    return "" if term is None else term.value


def _cell(value: str) -> str:
    return curie(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _json_term(term: "Term") -> "dict[str, str]":
    kind, value, _ = _xml_term(term)
    found = {"type": kind, "value": value}
    language, datatype = getattr(term, "language", None), getattr(term, "datatype", None)
    if language:
        found["xml:lang"] = language
    elif datatype is not None and not datatype.value.endswith("#string"):
        found["datatype"] = datatype.value
    return found


def _xml_term(term: "Term") -> "tuple[str, str, str]":
    from xml.sax.saxutils import quoteattr

    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return "uri", term.value, ""
    if isinstance(term, pyoxigraph.BlankNode):
        return "bnode", term.value, ""
    if term.language:
        return "literal", term.value, f" xml:lang={quoteattr(term.language)}"
    if term.datatype.value.endswith("#string"):
        return "literal", term.value, ""
    return "literal", term.value, f" datatype={quoteattr(term.datatype.value)}"
