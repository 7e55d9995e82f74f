"""Write terms in Turtle so that no cell of a file can end them: a cell is text, or a checked part of a name, and nothing else.

Knows nothing of rows or adapters.
"""

import re

from secgraph.imports.report import Rejected
from secgraph.namespaces import PREFIXES
from secgraph.syntax.literals import CONTROL

_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_PATH = re.compile(r"[A-Za-z0-9._~/-]+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
"""What a file of statements begins with."""


def text(value: str) -> str:
    """Give a cell as it stands between the quotes of a literal.

    Raises:
        Rejected: It holds a control character, which no other tool would take.
    """
    if value.isalnum():
        return value
    if CONTROL.search(value):
        raise Rejected(f"{value[:40]!r} holds a control character")
    return value.translate(_ESCAPES)


def part(value: str) -> str:
    """Give a cell as a part of a prefixed name.

    Raises:
        Rejected: It holds what no name can hold.
    """
    if not _PART.fullmatch(value):
        raise Rejected(f"{value[:40]!r} cannot be part of a name" if value else "a code is missing")
    return value


def link(value: str) -> str:
    """Give a cell as a part of an IRI between ``<`` and ``>``.

    Raises:
        Rejected: It holds what no IRI can hold there.
    """
    if not _PATH.fullmatch(value):
        raise Rejected(f"{value[:40]!r} cannot be part of an address")
    return value


def slug(value: str) -> str:
    """Reduce a name to lower-case ASCII letters, digits and hyphens.

    Raises:
        Rejected: Nothing is left of it.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not made:
        raise Rejected(f"{value[:40]!r} makes no name")
    return made


def literal(value: str, language: str = "") -> str:
    """Give a whole literal."""
    return f'"{text(value)}"' + (f"@{language}" if language else "")
