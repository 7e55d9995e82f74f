"""Write statements in Turtle in the form of ``data/documents/``: in blocks, one property a line.

Decides nothing about their order; the same statements give the same bytes.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from secgraph.namespaces import PREFIXES

_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_NAME = re.compile(r"(?<![\w<\"])([a-z][a-z0-9-]*):[A-Za-z_]")
ORDER = ("sg", "sgv", "sgd")


@dataclass(slots=True)
class Block:
    """What is said of one thing.

    Attributes:
        subject: Its IRI.
        statements: Properties as prefixed names, with their objects in Turtle.
    """

    subject: str
    statements: list[tuple[str, list[str]]] = field(default_factory=list)

    def add(self, name: str, *objects: str) -> None:
        """Add a property with its objects; nothing where there are none."""
        if objects:
            self.statements.append((name, list(objects)))


class Writer:
    """Writes the terms of one document.

    Args:
        prefix, namespace: Of the document.
    """

    def __init__(self, prefix: str, namespace: str) -> None:
        shared = {name: iri for name, iri in PREFIXES.items() if name != prefix}
        self.prefix, self.namespace = prefix, namespace
        self._namespaces = {prefix: namespace, **shared}

    def name(self, iri: str) -> str:
        """Write an IRI, as a prefixed name where Turtle has one for it."""
        for prefix, namespace in self._namespaces.items():
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return f"<{iri}>"

    def own(self, local: str) -> str:
        """Write the name of what belongs to the document."""
        return self.name(self.namespace + local)

    @staticmethod
    def text(words: str, language: str = "en") -> str:
        """Write words; without a language where it is empty."""
        literal = json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007F")
        return f"{literal}@{language}" if language else literal

    @staticmethod
    def moment(day: str, *, last: bool) -> str:
        """Write the first or last moment of a day, month or year."""
        return f'"{_whole_day(day, last=last)}T{"23:59:59" if last else "00:00:00"}Z"^^xsd:dateTime'

    def file(self, note: str, parts: Mapping[str, Sequence[Block]]) -> str:
        """Write a file: its prefixes, a note, and blocks below the titles of their parts."""
        body = [f"# {note}", ""]
        for title, blocks in parts.items():
            if title and blocks:
                body += [f"# ---- {title} ----", ""]
            for block in blocks:
                body += [self._block(block), ""]
        text = "\n".join(body)
        used = set(_NAME.findall(re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^#.*$', "", text, flags=re.M)))
        names = [*ORDER, self.prefix, *(name for name in PREFIXES if name not in ORDER)]
        head = [
            f"@prefix {name}: <{self._namespaces[name]}> ."
            for name in dict.fromkeys(names)
            if name in used and name in self._namespaces
        ]
        return "\n".join([*head, "", text.rstrip("\n"), ""])

    def _block(self, block: Block) -> str:
        subject = self.name(block.subject)
        lines = []
        for name, objects in block.statements:
            lines.append(f"{'a' if name == 'rdf:type' else name} {' , '.join(objects)}")
        first, *rest = lines
        return " ;\n".join([f"{subject} {first}", *(f"    {line}" for line in rest)]) + " ."


def _whole_day(day: str, *, last: bool) -> str:
    import calendar

    parts = [int(part) for part in day.split("-")]
    if len(parts) == 1:
        parts += [12, 31] if last else [1, 1]
    elif len(parts) == 2:
        parts.append(calendar.monthrange(parts[0], parts[1])[1] if last else 1)
    year, month, date = parts
    return f"{year:04}-{month:02}-{date:02}"
