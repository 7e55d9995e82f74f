"""Read the ``#+`` header of a saved query.

Looks at no SPARQL below it.
"""

import re

from secgraph.errors import BadHeader
from secgraph.syntax import textfile

_LISTS = ("tags", "keywords", "sets", "bars")
_KEYS = ("summary", "description", "params", *_LISTS)
"""The keys that are read."""

_FIELDS = ("class", "datatype", "label", "var", "many", "example")
"""What is said of a parameter."""

_ITEM = re.compile(r"\s*-\s+(.*\S)")
"""An item of a list that stands below its key, in YAML's block style."""

_QUOTED = re.compile(r"\"([^\"\\\\]*)\"|'([^']*)'")
"""Words in quotes, as YAML may have them; without escapes."""


class Header:
    """What the ``#+`` lines of a query say.

    Attributes:
        words: The keys with one value, such as ``summary``.
        lists: The keys with a list, such as ``tags``.
        params: For each parameter its fields.
    """

    __slots__ = ("lists", "params", "words")

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.lists: dict[str, list[str]] = {}
        self.params: dict[str, dict[str, str | list[str]]] = {}


def read_header(text: str, path: str) -> Header:
    """Read the ``#+`` lines at the top of a query.

    They are a small subset of YAML: ``key: value`` to the end of the line, ``[a, b]`` for a list,
    or below its key ``- a`` a line, and below ``params`` one level of ``{key: value}``. What stands
    under other keys is for other programs, such as grlc, and passed over.

    Raises:
        BadHeader: A line is none of these; names the line.
    """
    reader = _Reader(path)
    for line in textfile.lines(text):
        if not line.startswith("#+"):
            break
        reader.read(line[2:].rstrip())
    if not reader.keys:
        raise BadHeader(path, "has no header; begin with '#+ summary: …'", 1)
    return reader.header


class _Reader:
    """Reads the lines of a header one after another.

    Attributes:
        header: What they say.
        keys: The keys so far; the lines below the last one may belong to it.
    """

    __slots__ = ("_line", "_path", "header", "keys")

    def __init__(self, path: str) -> None:
        self.header = Header()
        self.keys: list[str] = []
        self._path, self._line = path, 0

    def read(self, body: str) -> None:
        """Read a line, without its ``#+``."""
        self._line += 1
        last = self.keys[-1] if self.keys else ""
        item = _ITEM.fullmatch(body)
        if last and last not in _KEYS and (item or body.startswith("  ")):
            return
        if item and last in _LISTS:
            self.header.lists[last].append(self._words(last, item[1]))
            return
        key, colon, value = body.strip().partition(":")
        key, value = key.strip(), value.strip()
        if not colon or not re.fullmatch(r"[A-Za-z]\w*", key):
            raise self._fault("a header line reads '#+ key: value'")
        if last == "params" and body.startswith("   "):
            self.header.params[key] = _fields(value, self._path, self._line)
            return
        if key in self.keys:
            raise self._fault(f"'{key}' stands twice")
        self.keys.append(key)
        self._add(key, value)

    def _add(self, key: str, value: str) -> None:
        if key == "params" and value:
            raise self._fault(
                "'params:' stands alone, each parameter on a line of its own below it"
            )
        if key in _LISTS:
            if value and not value.startswith("["):
                raise self._fault(f"'{key}' is a list, such as [one, two]")
            parts = _list(value, self._path, self._line) if value else []
            self.header.lists[key] = [self._words(key, part) for part in parts]
        elif key in _KEYS:
            self.header.words[key] = self._words(key, value)

    def _words(self, key: str, value: str) -> str:
        """Give words without the quotes around them.

        Raises:
            BadHeader: YAML would take them for something else than words.
        """
        quoted = _QUOTED.fullmatch(value)
        if quoted:
            return quoted[1] if quoted[1] is not None else quoted[2]
        if re.search(r": | #|:\Z|\A[&*!|>'\"%@`{]", value):
            raise self._fault(
                f"the value of '{key}' has a mark that YAML does not take for words, such as ': '; "
                "put it in quotes, or say it otherwise"
            )
        return value

    def _fault(self, reason: str) -> BadHeader:
        return BadHeader(self._path, reason, self._line)


def _list(value: str, path: str, line: int) -> "list[str]":
    if not value.endswith("]"):
        raise BadHeader(path, "the list is not closed by ']'", line)
    return [part.strip() for part in value[1:-1].split(",") if part.strip()]


def _fields(value: str, path: str, line: int) -> "dict[str, str | list[str]]":
    if not (value.startswith("{") and value.endswith("}")):
        raise BadHeader(path, "a parameter reads 'name: {class: sg:Actor, label: who}'", line)
    fields: dict[str, str | list[str]] = {}
    for part in re.split(r",(?![^\[]*\])", value[1:-1]):
        key, colon, content = part.partition(":")
        key, content = key.strip(), content.strip()
        if not colon or key not in _FIELDS:
            raise BadHeader(path, f"{part.strip()!r} is none of {', '.join(_FIELDS)}", line)
        fields[key] = _list(content, path, line) if content.startswith("[") else content
    return fields
