"""Schemes of identifiers that things are linked to: patterns, check digits, IRIs.

The schemes stand in ``data/links/schemes.tsv``, each rule with its source; a scheme whose rule has
no known source has none.
"""

import csv
import difflib
import functools
import os.path
import re

from secgraph.dataset import location
from secgraph.dataset.names import fold
from secgraph.errors import BadValue
from secgraph.namespaces import SG

FOLDER = "links"
"""Where the tables of links lie, below ``data/``."""


class Scheme:
    """One scheme of identifiers.

    Attributes:
        target: Its short name, which is that of its table.
        name: Its name.
        prefix, base, suffix: What makes an IRI of an identifier; empty where the scheme has none.
        datatype: IRI of the datatype of its codes, where it has no IRIs; else empty.
        pattern: What an identifier looks like; None where no source of a rule could be named.
        digit: Which rule its check digit follows; empty for none.
        rule: Where pattern and digit are from.
        place: Whether its identifiers are of places.
    """

    __slots__ = (
        "base",
        "datatype",
        "digit",
        "name",
        "pattern",
        "place",
        "prefix",
        "rule",
        "suffix",
        "target",
    )

    def __init__(self, row: dict[str, str]) -> None:
        self.target, self.name, self.prefix, self.base, self.suffix = (
            row[key] for key in ("target", "name", "prefix", "base", "suffix")
        )
        self.datatype = SG + row["datatype"] if row["datatype"] else ""
        self.pattern = re.compile(row["pattern"]) if row["pattern"] else None
        self.digit, self.rule, self.place = row["digit"], row["rule"], bool(row["place"])

    def iri(self, identifier: str) -> str:
        """Give the IRI of an identifier; empty where the scheme has none."""
        return self.base + identifier + self.suffix if self.base else ""

    def identifier(self, iri: str) -> str:
        """Give the identifier in an IRI; empty where it is none of this scheme."""
        if not self.base or not iri.startswith(self.base) or not iri.endswith(self.suffix):
            return ""
        return iri[len(self.base) : len(iri) - len(self.suffix)]

    def admits(self, identifier: str) -> bool:
        """Whether an identifier may look like this; yes where no rule is known."""
        return self.pattern is None or self.pattern.fullmatch(identifier) is not None

    def fault(self, identifier: str) -> str:
        """Say what is wrong with the form of an identifier; empty where nothing is known to be."""
        if self.pattern is not None and not self.pattern.fullmatch(identifier):
            return (
                f"{identifier!r} does not look like an identifier of {self.name}: "
                f"{self.pattern.pattern} ({self.rule})"
            )
        if self.digit and not DIGITS[self.digit](identifier):
            return f"the check digit of {identifier!r} is not right for {self.name} ({self.rule})"
        return ""


def _gnd(identifier: str) -> bool:
    """Whether the check digit of a GND identifier is right.

    The sum with weights 2, 3, … from the right, modulo 11; X is ten. With a hyphen (subjects and
    bodies) the remainder is the digit; without (persons), eleven less the remainder.
    """
    body, last = identifier.replace("-", "")[:-1], identifier[-1]
    rest = sum(int(figure) * weight for weight, figure in enumerate(reversed(body), 2)) % 11
    wanted = rest if "-" in identifier else (11 - rest) % 11
    return ("X" if wanted == 10 else str(wanted)) == last


def _isni(identifier: str) -> bool:
    """Whether the check character of an ISNI is right (ISO 7064, MOD 11-2)."""
    total = 0
    for figure in identifier[:-1]:
        total = (total + int(figure)) * 2 % 11
    wanted = (12 - total) % 11
    return ("X" if wanted == 10 else str(wanted)) == identifier[-1]


# Not python-stdnum: it has no GND, and ISNI alone is six lines.
DIGITS = {"gnd": _gnd, "isni": _isni}
"""Functions that check the check digit, by their names in ``schemes.tsv``.

They take identifiers that fit the pattern.
"""


def folder() -> str:
    """Give the folder of the tables."""
    return os.path.join(location.root(), "data", FOLDER)


@functools.cache
def schemes() -> "dict[str, Scheme]":
    """Give the schemes, by target, in the order of their file."""
    with open(os.path.join(folder(), "schemes.tsv"), encoding="utf-8", newline="") as file:
        return {row["target"]: Scheme(row) for row in csv.DictReader(file, delimiter="\t")}


def scheme(name: str) -> Scheme:
    """Give a scheme by its target or its name.

    Raises:
        BadValue: There is none; carries the nearest.
    """
    known = {fold(key): item for item in schemes().values() for key in (item.name, item.target)}
    match = known.get(fold(name))
    if match is None:
        near = list(
            dict.fromkeys(
                known[key].target
                for key in difflib.get_close_matches(fold(name), known, n=5, cutoff=0.5)
            )
        )[:3]
        hint = f"did you mean {' or '.join(near)}?" if near else "'secgraph links' lists them"
        raise BadValue(name, f"there are no links to a scheme of this name; {hint}")
    return match


def of_iri(iri: str) -> "Scheme | None":
    """Give the scheme to which an IRI belongs; None where it is of none."""
    fits = [item for item in schemes().values() if item.base and item.identifier(iri)]
    return max(fits, key=lambda item: len(item.base), default=None)
