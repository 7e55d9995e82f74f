"""Read tables of links in SSSOM's form for tables (TSV below a header of ``#`` lines).

Reads of the header what these tables need: the prefixes, and the source of the objects. Judges no
link.
"""

import csv
import io
import os

from secgraph.errors import BadFile
from secgraph.linking.schemes import Scheme, folder, of_iri, schemes
from secgraph.namespaces import PREFIXES, is_iri

NO_TERM = "https://w3id.org/sssom/NoTermFound"
"""Stands for a thing of ours where there is none."""

NOTATION = PREFIXES["skos"] + "notation"

NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
"""The columns that a table must have."""


class Link:
    """One row of a table.

    Attributes:
        subject, label: The thing, and its label as the table has it.
        predicate: IRI of how the two lie to each other.
        rejected: Whether the row says that they do *not*.
        object: IRI of what it is linked to; empty for a code.
        scheme: The scheme to which the identifier belongs; None where it is of none that is known
            here.
        identifier: The identifier or code; the whole IRI where the scheme is not known.
        comment, entity, status, evidence: As the table has them.
        file, line: Where the row stands.
    """

    __slots__ = (
        "comment",
        "entity",
        "evidence",
        "file",
        "identifier",
        "label",
        "line",
        "object",
        "predicate",
        "rejected",
        "scheme",
        "status",
        "subject",
    )

    def __init__(
        self,
        row: dict[str, str],
        iris: tuple[str, str, str],
        scheme: Scheme | None,
        place: tuple[str, int],
    ) -> None:
        self.subject, self.predicate, self.object = iris
        self.label, self.rejected, self.scheme = (
            row.get("subject_label", ""),
            row.get("predicate_modifier") == "Not",
            scheme,
        )
        self.identifier = (
            row.get("object_label", "")
            if not self.object
            else (scheme.identifier(self.object) if scheme else self.object)
        )
        self.comment, self.entity, self.status, self.evidence = (
            row.get(key, "") for key in ("comment", "entity", "status", "evidence")
        )
        self.file, self.line = place

    @property
    def found(self) -> bool:
        """Whether there is a thing of ours."""
        return self.subject != NO_TERM


def packaged() -> "list[Link]":
    """Give the rows of every table of the release, in the order of the schemes."""
    return [
        link for target in schemes() for link in read(os.path.join(folder(), f"{target}.sssom.tsv"))
    ]


def read(path: str) -> "list[Link]":
    """Read one table.

    Raises:
        BadFile: It is missing, no UTF-8, lacks a column, or a row has a name whose prefix nothing
            declares; with the line.
    """
    try:
        with open(path, "rb") as file:
            whole = file.read()
        text = whole.decode("utf-8-sig")
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        message = (
            f"is not UTF-8 (byte 0x{error.object[error.start]:02x}); save it as UTF-8, "
            "or convert it, such as with 'iconv -f LATIN1 -t UTF-8'"
        )
        raise BadFile(path, message, error.object.count(b"\n", 0, error.start) + 1) from error
    lines = io.StringIO(text, newline="").readlines()
    above = next(
        (number for number, line in enumerate(lines) if not line.startswith("#")), len(lines)
    )
    prefixes, words = _header(lines[:above])
    reader = csv.DictReader(io.StringIO("".join(lines[above:])), delimiter="\t", restval="")
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise BadFile(
            path,
            f"has no column {' and no column '.join(missing)}; a table of links is SSSOM, "
            "separated by tabs",
            above + 1,
        )
    source = next(
        (
            scheme
            for scheme in schemes().values()
            if scheme.datatype and scheme.datatype == words.get("object_source")
        ),
        None,
    )
    rows = []
    try:
        for row in reader:
            if None in row:
                raise BadFile(
                    path, "has more fields than there are columns", above + reader.line_num
                )
            rows.append(_link(row, prefixes, source, (path, above + reader.line_num)))
    except csv.Error as error:
        raise BadFile(
            path, f"cannot be read as a table ({error})", above + reader.line_num
        ) from error
    return rows


def _header(lines: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the prefixes that a header declares, and its plain words."""
    prefixes: dict[str, str] = {}
    words: dict[str, str] = {}
    inside = ""
    for line in lines:
        body = line[1:].rstrip()
        key, colon, value = body.strip().partition(":")
        value = value.strip().strip("\"'")
        if not body[:1].isspace():
            inside = key
            if colon and value:
                words[key] = value
        elif inside == "curie_map" and colon:
            prefixes[key.strip("\"'")] = value
    return prefixes, words


def _link(
    row: dict[str, str],
    prefixes: dict[str, str],
    source: Scheme | None,
    place: tuple[str, int],
) -> Link:
    def whole(name: str) -> str:
        text = row[name].strip()
        if not text:
            return ""
        known = {
            **PREFIXES,
            **{scheme.prefix: scheme.base for scheme in schemes().values() if scheme.prefix},
            "sssom": "https://w3id.org/sssom/",
            **prefixes,
        }
        prefix, colon, local = text.partition(":")
        iri = known[prefix] + local if colon and prefix in known else text
        if not iri.startswith(("http://", "https://", "urn:")) or not is_iri(iri):
            raise BadFile(
                place[0],
                f"{text!r} is no IRI, and nothing declares its prefix: put it into the curie_map "
                "above the table",
                place[1],
            )
        return iri

    subject, predicate, object = whole("subject_id"), whole("predicate_id"), whole("object_id")
    if not subject or not predicate:
        raise BadFile(place[0], f"has no {'predicate_id' if subject else 'subject_id'}", place[1])
    if not object and not row.get("object_label"):
        raise BadFile(place[0], "has neither object_id nor, for a code, object_label", place[1])
    if row.get("predicate_modifier", "") not in ("", "Not"):
        raise BadFile(
            place[0],
            f"the predicate_modifier is {row['predicate_modifier']!r}; SSSOM has Not or nothing",
            place[1],
        )
    return Link(row, (subject, predicate, object), of_iri(object) if object else source, place)
