"""Read saved queries: their headers, their parameters, and the places of their values.

A value is inserted as a term, between the braces of its VALUES block, never as free text. Asks no
store.
"""

import os.path
import re

from secgraph.dataset import location
from secgraph.errors import BadFile, BadHeader, UnknownParameter, UnknownQuery
from secgraph.query.header import read_header
from secgraph.query.parameters import Parameter
from secgraph.syntax import textfile
from secgraph.syntax.text import form, slots
from secgraph.syntax.tokens import tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FAMILIES_APART = ("checks", "dated", "rules", "tests")
"""Folders of queries that are not questions."""

FEDERATED = ("links",)
"""Families whose questions ask another store too, by SERVICE, which the user has to allow."""


class Query:
    """A saved query: a question in words, parameters, and SPARQL that runs as it stands."""

    __slots__ = (
        "bars",
        "description",
        "keywords",
        "name",
        "params",
        "path",
        "sets",
        "summary",
        "tags",
        "text",
    )

    def __init__(self, name: str, path: str, text: str) -> None:
        self.name, self.path, self.text = name, path, text
        header = read_header(text, path)
        # grlc, whose form of headers this is, has summaries that are left out.
        self.summary = header.words.get("summary", "")
        self.description = header.words.get("description", "")
        self.tags = header.lists.get("tags", [])
        self.keywords = header.lists.get("keywords", [])
        self.sets = header.lists.get("sets", [])
        self.bars = header.lists.get("bars", [])
        self.params: dict[str, Parameter] = {}
        spans = slots(text)
        for key, fields in header.params.items():
            parameter = Parameter(key, fields)
            self._place(parameter, spans.get(parameter.variable, []))
            if any(parameter.variable == other.variable for other in self.params.values()):
                # It stands in the place of the other, which has the default.
                parameter.default, parameter.optional = "UNDEF", True
            self.params[key] = parameter

    def _place(self, parameter: Parameter, spans: "list[tuple[int, int]]") -> None:
        """Set where the values of a parameter go, and its default.

        Raises:
            BadHeader: There is no place or there are different defaults, or the header does not
                give either class or datatype.
        """
        name, variable = parameter.name, parameter.variable
        if not spans:
            raise BadHeader(
                self.path,
                f"parameter {name!r} needs a VALUES ?{variable} {{ … }} in the query; "
                "there is none",
            )
        defaults = {self.text[start:end].strip() for start, end in spans}
        if len(defaults) > 1:
            raise BadHeader(
                self.path,
                f"parameter {name!r} has different terms in its {len(spans)} VALUES ?{variable}; "
                "give them the same",
            )
        if bool(parameter.classes) == bool(parameter.datatype):
            raise BadHeader(
                self.path, f"parameter {name!r} needs a class or a datatype, and not both"
            )
        parameter.spans = spans
        parameter.default = defaults.pop()
        parameter.optional = parameter.default == "UNDEF"

    def parameter(self, name: str) -> Parameter:
        """Give the parameter called *name*.

        Raises:
            UnknownParameter: The query has none of that name; carries those it has.
        """
        try:
            return self.params[name]
        except KeyError:
            raise UnknownParameter(self.name, name, list(self.params)) from None

    def fill(self, terms: "Mapping[str, Sequence[str]]") -> str:
        """Give the SPARQL text with *terms*, in N-Triples form, in place of the defaults.

        Args:
            terms: For each parameter to be filled, its terms. The rest keep their defaults.
                Parameters of one variable fill its VALUES together.
        """
        text = self.text
        cuts: dict[tuple[int, int], list[str]] = {}
        for name, values in terms.items():
            for span in self.params[name].spans:
                cuts.setdefault(span, []).extend(values)
        for (start, end), values in sorted(cuts.items(), reverse=True):
            text = f"{text[:start]} {' '.join(values)} {text[end:]}"
        return text

    @property
    def body(self) -> str:
        """The SPARQL without the header."""
        lines = self.text.split("\n")
        while lines[0].startswith("#+"):
            del lines[0]
        return "\n".join(lines)

    @property
    def form(self) -> str:
        """The form of the query: SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return form(self.text)

    @property
    def prefixes(self) -> "set[str]":
        """The prefixes that it declares."""
        prefixes, before = set(), ""
        for _, word in tokens(self.text):
            if before.upper() == "PREFIX":
                prefixes.add(word.removesuffix(":"))
            before = word
        return prefixes


class Catalog:
    """The saved queries of a folder, each in the subfolder of its family.

    Args:
        folder: The folder; that of the release if None.

    Raises:
        BadFile: There is no such folder.
    """

    def __init__(self, folder: str | None = None) -> None:
        self.folder = folder if folder is not None else os.path.join(location.root(), "queries")
        if not os.path.isdir(self.folder):
            raise BadFile(self.folder, "is no folder; queries stand in it as family/question.rq")
        self._read: dict[str, Query] = {}
        self._closed: dict[str, BadFile] = {}
        """The folders that cannot be read, so that the questions in the others can be asked."""

    def names(self, apart: str | None = None) -> "list[str]":
        """List the names of the questions, or of the queries of a folder *apart* from them."""
        if apart:
            return self._family(apart)
        families = [entry for entry in self._entries("") if entry not in FAMILIES_APART]
        return [name for family in families for name in self._family(family)]

    def _family(self, family: str) -> "list[str]":
        """List the names of one family, sorted as names: sorted as files, a-b would precede a."""
        return sorted(
            f"{family}/{entry[:-3]}"
            for entry in self._entries(family)
            if self._is_query(family, entry)
        )

    def _entries(self, family: str) -> "list[str]":
        """List a folder; files that begin with a dot belong to an editor or to the system."""
        folder = os.path.normpath(os.path.join(self.folder, family))
        if not os.path.isdir(folder):
            return []
        try:
            entries = os.listdir(folder)
        except OSError as error:
            self._closed[folder] = BadFile(folder, f"cannot be read ({error.strerror})")
            return []
        return sorted(entry for entry in entries if not entry.startswith("."))

    def _is_query(self, family: str, entry: str) -> bool:
        return entry.endswith(".rq") and os.path.isfile(os.path.join(self.folder, family, entry))

    def get(self, name: str) -> Query:
        """Give the saved query called *name*, such as ``linkage/between-regions``.

        Raises:
            UnknownQuery: There is none; carries the nearest names.
            BadHeader: There is one, with a broken header.
            BadFile: There is one that is no text in UTF-8, or whose name cannot be typed as such.
        """
        if name in self._read:
            return self._read[name]
        path = os.path.join(self.folder, *name.split("/")) + ".rq"
        parts = name.split("/")
        if (
            len(parts) != 2
            or not all(re.fullmatch(r"[\w-]+", part) for part in parts)
            or not os.path.isfile(path)
        ):
            if name in self.names():
                raise BadFile(
                    path,
                    "cannot be asked by its name; let it and its folder have letters, digits, _ "
                    "and - only",
                )
            for folder in (self.folder, os.path.dirname(path)):
                if fault := self._closed.get(os.path.normpath(folder)):
                    raise fault
            raise UnknownQuery(name, self._near(name))
        query = Query(name, path, textfile.with_line_feeds(textfile.read(path)))
        self._read[name] = query
        return query

    def _near(self, name: str) -> "list[str]":
        import difflib

        names = self.names()
        # A name that differs by one letter is the only suggestion; otherwise several are given.
        return (
            difflib.get_close_matches(name, names, n=1, cutoff=0.9)
            or difflib.get_close_matches(name, names, n=3, cutoff=0.5)
            or [candidate for candidate in names if name and name.lower() in candidate][:3]
        )

    def all(self) -> "list[Query]":
        """Give every question, in the order of their names.

        Raises:
            BadHeader: One of them has a broken header.
        """
        return [self.get(name) for name in self.names()]

    def readable(self, family: str = "") -> "tuple[list[Query], list[BadFile]]":
        """Give every question that can be read, and what is wrong with the others.

        Args:
            family: Only the questions of this family; all if empty.
        """
        queries: list[Query] = []
        faults: list[BadFile] = []
        for name in self.names(family or None):
            try:
                queries.append(self.get(name))
            except BadFile as error:
                faults.append(error)
        return queries, [*self._closed.values(), *faults]


_packaged: "list[Catalog]" = []


def packaged() -> Catalog:
    """Give the catalog of the release, read once per process."""
    if not _packaged:
        _packaged.append(Catalog())
    return _packaged[0]
