"""Write terms in Turtle so that no cell of a file can end them early or add statements.

A cell becomes either escaped text or a checked part of a name. Knows nothing of rows or adapters.
"""

import re
import unicodedata

from secgraph.imports.report import Rejection
from secgraph.namespaces import PREFIXES
from secgraph.syntax.literals import CONTROL

_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_PATH = re.compile(r"[A-Za-z0-9._~/-]+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
"""The prefixes, with which a file of statements begins."""


def text(value: str) -> str:
    """Escape a cell for the inside of a quoted literal.

    Raises:
        Rejection: It holds a control character, which other tools refuse.
    """
    if value.isalnum():
        return value
    if CONTROL.search(value):
        raise Rejection(f"{value[:40]!r} holds a control character")
    return value.translate(_ESCAPES)


def part(value: str) -> str:
    """Check a cell that becomes part of a prefixed name.

    Raises:
        Rejection: It is empty, or holds a character that no name can hold.
    """
    if not _PART.fullmatch(value):
        raise Rejection(
            f"{value[:40]!r} cannot be part of a name" if value else "a code is missing"
        )
    return value


def link(value: str) -> str:
    """Check a cell that becomes part of an IRI between ``<`` and ``>``.

    Raises:
        Rejection: It holds a character that no such IRI can hold.
    """
    if not _PATH.fullmatch(value):
        raise Rejection(f"{value[:40]!r} cannot be part of an address")
    return value


def slug(value: str) -> str:
    """Reduce a name to lower-case ASCII letters, digits and hyphens.

    Raises:
        Rejection: No letter or digit is left.
    """
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not name:
        raise Rejection(f"{value[:40]!r} makes no name")
    return name


def literal(value: str, language: str = "") -> str:
    """Give a whole literal, with a language tag if one is given."""
    return f'"{text(value)}"' + (f"@{language}" if language else "")
