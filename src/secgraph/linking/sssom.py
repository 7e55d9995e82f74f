"""Read tables of links in SSSOM/TSV, with their metadata above the rows or in a file beside them.

Takes the forms of the specification (SSSOM 1.1, section *SSSOM/TSV*): metadata as YAML behind
``#``, with or without spaces after it, in block or flow style; metadata in ``NAME.sssom.yml``
beside the table; both, where what is nearer to a row counts; sources and types of a set that hold
for each of its rows; literals as objects. Judges no link.
"""

import csv
import functools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from secgraph.errors import BadFile
from secgraph.linking.schemes import Scheme, folder, of_iri, schemes
from secgraph.namespaces import PREFIXES, is_iri
from secgraph.syntax import textfile

NO_TERM = "https://w3id.org/sssom/NoTermFound"
"""Stands for a thing where there is none, on either side."""

NOTATION = PREFIXES["skos"] + "notation"

NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
"""The columns that a table must have."""

PARTS = ("", "unmatched", "rejected")
"""Folders of the tables of the release, below ``data/links/``.

Links that hold; identifiers that nothing here has; links that are known to be wrong. They are apart
since tools of others state every row of a table that they are given.
"""

SETS = "https://w3id.org/secgraph/dataset/links/"
"""Where the IRIs of our sets of links begin, and those of codes that have no IRI of their own."""

_LITERAL = "rdfs literal"
_PROPAGATED = ("object_source", "object_type")
"""What is read of a set's metadata for each row that does not say it itself."""

_BUILT_IN = {
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "linkml": "https://w3id.org/linkml/",
}


@dataclass(slots=True, eq=False)
class Link:
    """One row of a table.

    Attributes:
        subject, label: The thing, and its label as the table has it.
        predicate: IRI of how the two lie to each other.
        object: IRI of what it is linked to; empty for a code.
        identifier: The identifier or code; the whole IRI where the scheme is not known.
        rejected: Whether the row says that they do *not*.
        scheme: The scheme to which the identifier belongs; None where it is of none that is known
            here.
        file, line: Where the row stands.
        comment, entity, status, evidence: As the table has them.
    """

    subject: str
    label: str
    predicate: str
    object: str
    identifier: str
    rejected: bool
    scheme: Scheme | None
    file: str
    line: int
    comment: str = ""
    entity: str = ""
    status: str = ""
    evidence: str = ""

    @property
    def found(self) -> bool:
        """Whether there is a thing on either side."""
        return NO_TERM not in (self.subject, self.object)


@dataclass(slots=True)
class Metadata:
    """What a table needs of the metadata of its set.

    Attributes:
        prefixes: Namespaces by prefix.
        values: Values of slots that hold for each row.
    """

    prefixes: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def packaged() -> list[Link]:
    """Give the rows of every table of the release, in the order of the schemes."""
    return list(_packaged(folder()))


@functools.cache
def _packaged(place: str) -> tuple[Link, ...]:
    """Read the tables of a folder, once per process."""
    paths = [
        os.path.join(place, part, f"{target}.sssom.tsv") for target in schemes() for part in PARTS
    ]
    return tuple(link for path in paths if os.path.isfile(path) for link in read(path))


def read(path: str) -> list[Link]:
    """Read one table.

    Args:
        path: A file in UTF-8, separated by tabs, or by commas where its name ends in ``.csv``. Its
            metadata may stand above the rows or in a file beside it.

    Raises:
        BadFile: A file is missing, no UTF-8 or no YAML, lacks a column, or a row has a name whose
            prefix nothing declares; with the line.
    """
    lines = textfile.lines(textfile.with_line_feeds(textfile.read(path)), ends=True)
    above = next(
        (number for number, line in enumerate(lines) if not line.startswith("#")), len(lines)
    )
    metadata = _beside(path)
    header = "".join(line[1:].rstrip() + "\n" for line in lines[:above])
    _add(metadata, header, path)
    table = _Table(path, lines, above)
    names = {
        **PREFIXES,
        **{scheme.prefix: scheme.base for scheme in schemes().values() if scheme.prefix},
        **_BUILT_IN,
        **metadata.prefixes,
    }
    return [_link(metadata.values | row, names, path, line) for line, row in table.rows()]


def _beside(path: str) -> Metadata:
    """Read the metadata in the file beside a table, where there is one."""
    metadata = Metadata()
    stem = os.path.splitext(path)[0]
    endings = [".yml", ".yaml"]
    stems = [stem] if stem.endswith(".sssom") else [stem + ".sssom", stem]
    for candidate in [stem + ending for stem in stems for ending in endings]:
        if os.path.isfile(candidate):
            _add(metadata, textfile.read(candidate), candidate)
            break
    return metadata


def _add(metadata: Metadata, text: str, path: str) -> None:
    """Add what a text in YAML says to metadata; it replaces what was said before."""
    try:
        # The base loader makes texts of all scalars: a date or a number is none here.
        values = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadFile(path, f"the metadata are no YAML: {error.problem}", line) from error
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())[:120]
        raise BadFile(path, f"the metadata are no YAML: {reason}", 1) from error
    if not isinstance(values, dict):
        return  # remarks alone
    prefixes = values.get("curie_map") or {}
    if not isinstance(prefixes, dict) or not all(
        isinstance(namespace, str) for namespace in prefixes.values()
    ):
        raise BadFile(path, "the curie_map has to give a namespace for each prefix", 1)
    for slot in _PROPAGATED:
        if not isinstance(values.get(slot, ""), str):
            raise BadFile(path, f"the {slot} of a set of links has to be one value", 1)
    metadata.prefixes |= {str(prefix): namespace for prefix, namespace in prefixes.items()}
    metadata.values |= {slot: values[slot] for slot in _PROPAGATED if slot in values}


class _Table:
    """The rows of a table below its metadata.

    Args:
        path: The file.
        lines: Its lines.
        start: How many of them stand above the line that names the columns.
    """

    def __init__(self, path: str, lines: list[str], start: int) -> None:
        self.path, self._lines = path, lines
        self._next = start
        self._columns: list[str] = []

    def _feed(self) -> Iterator[str]:
        """Give the csv module line by line."""
        while self._next < len(self._lines):
            self._next += 1
            yield self._lines[self._next - 1]

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Give each row with the line in which it begins; cells that are empty are left out.

        Raises:
            BadFile: A column is missing or there twice, or a row does not fit the columns.
        """
        delimiter = "," if self.path.lower().endswith(".csv") else "\t"
        reader = csv.reader(self._feed(), delimiter=delimiter, strict=True)
        while True:
            self._skip_remarks()
            begin = self._next + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise BadFile(self.path, f"cannot be read as a table ({error})", begin) from error
            if not self._columns:
                self._columns = self._header(cells or [], begin)
            elif cells is None:
                return
            elif any(cell.strip() for cell in cells):
                if any(cells[len(self._columns) :]):
                    raise BadFile(self.path, "has more fields than there are columns", begin)
                pairs = zip(self._columns, cells, strict=False)
                yield begin, {name: cell.strip() for name, cell in pairs if cell.strip()}

    def _skip_remarks(self) -> None:
        """Pass over lines that begin with ``#``, where no cell of the first column can."""
        if self._columns and not self._columns[0].endswith("_id"):
            return
        while self._next < len(self._lines) and self._lines[self._next].startswith("#"):
            self._next += 1

    def _header(self, cells: list[str], line: int) -> list[str]:
        columns = [cell.strip() for cell in cells]
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise BadFile(
                self.path,
                f"has no column {' and no column '.join(missing)}; a table of links is SSSOM, "
                "separated by tabs",
                line,
            )
        twice = next((name for name in columns if name and columns.count(name) > 1), "")
        if twice:
            raise BadFile(self.path, f"has two columns {twice}", line)
        return columns


def _link(row: Mapping[str, str], names: Mapping[str, str], path: str, line: int) -> Link:
    """Make a link of a row.

    Args:
        row: Its cells by column, without those that are empty.
        names: Namespaces by prefix.
        path: The file.
        line: The line in which the row begins.

    Raises:
        BadFile: A name is no IRI, or something is missing.
    """

    def expanded(slot: str) -> str:
        text = row.get(slot, "")
        prefix, colon, local = text.partition(":")
        iri = names[prefix] + local if colon and prefix in names else text
        if iri and (not iri.startswith(("http://", "https://", "urn:")) or not is_iri(iri)):
            raise BadFile(
                path,
                f"{text!r} is no IRI, and nothing declares its prefix: put it into the curie_map "
                "above the table",
                line,
            )
        return iri

    subject, predicate, target = expanded("subject_id"), expanded("predicate_id"), ""
    if row.get("object_type") != _LITERAL:
        target = expanded("object_id")
    code = row.get("object_label", "")
    modifier = row.get("predicate_modifier", "")
    if not subject or not predicate:
        raise BadFile(path, f"has no {'predicate_id' if subject else 'subject_id'}", line)
    if not target and not code:
        raise BadFile(path, "has neither object_id nor, for a code, object_label", line)
    if modifier not in ("", "Not"):
        raise BadFile(
            path, f"the predicate_modifier is {modifier!r}; SSSOM has Not or nothing", line
        )
    scheme = of_iri(target) if target else _of_source(expanded("object_source"))
    identifier = code
    if target:
        identifier = scheme.identifier(target) if scheme else target
    return Link(
        subject,
        row.get("subject_label", ""),
        predicate,
        target,
        identifier,
        bool(modifier),
        scheme,
        path,
        line,
        *(row.get(slot, "") for slot in ("comment", "entity", "status", "evidence")),
    )


def _of_source(source: str) -> Scheme | None:
    """Give the scheme of codes whose source, a datatype or a set of ours, is named; or None."""
    if source.startswith(SETS):
        return schemes().get(source.removeprefix(SETS))
    matches = (scheme for scheme in schemes().values() if source and scheme.datatype == source)
    return next(matches, None)
