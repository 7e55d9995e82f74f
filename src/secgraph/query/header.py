"""Read the ``#+`` header of a saved query.

Looks at no SPARQL below it.
"""

import re

from secgraph.errors import BadHeader
from secgraph.syntax import textfile

_ITEM = re.compile(r"\s*-\s+(.*\S)")
"""An item of a list that stands below its key, in YAML's block style."""


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
    or below its key ``- a`` a line, and below ``params`` one level of ``{key: value}``.

    Raises:
        BadHeader: A line is none of these; names the line.
    """
    header = Header()
    inside = False
    last = ""
    for number, line in enumerate(textfile.lines(text), 1):
        if not line.startswith("#+"):
            break
        body = line[2:].rstrip()
        item = _ITEM.fullmatch(body)
        if item and last:
            _check_words(last, item[1], path, number)
            header.lists.setdefault(last, []).append(item[1])
            continue
        key, colon, value = body.strip().partition(":")
        key, value = key.strip(), value.strip()
        if not colon or not re.fullmatch(r"[A-Za-z]\w*", key):
            raise BadHeader(path, "a header line reads '#+ key: value'", number)
        if not (body.startswith("   ") and inside):
            _check_words(key, value, path, number)
        if body.startswith("   ") and inside:
            header.params[key] = _fields(value, path, number)
            continue
        inside, last = key == "params", ""
        if inside:
            if value:
                raise BadHeader(
                    path,
                    "'params:' stands alone, each parameter on a line of its own below it",
                    number,
                )
        elif key in header.words or key in header.lists:
            raise BadHeader(path, f"'{key}' stands twice", number)
        elif value.startswith("["):
            header.lists[key] = _list(value, path, number)
        elif not value and key not in header.words:
            header.lists[key], last = [], key
        elif key in ("tags", "sets", "bars"):
            raise BadHeader(path, f"'{key}' is a list, such as [one, two]", number)
        else:
            header.words[key] = value
    if not header.words and not header.lists:
        raise BadHeader(path, "has no header; begin with '#+ summary: …'", 1)
    return header


def _check_words(key: str, value: str, path: str, line: int) -> None:
    """Refuse what YAML would take for something else than words."""
    if re.search(r": | #|:\Z|\A[&*!|>'\"%@`{]", value):
        raise BadHeader(
            path,
            f"the value of '{key}' has a mark that YAML does not take for words, such as ': '; "
            "say it otherwise",
            line,
        )


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
        if not colon or key not in ("class", "datatype", "label", "var", "many"):
            raise BadHeader(
                path, f"{part.strip()!r} is none of class, datatype, label, var, many", line
            )
        fields[key] = _list(content, path, line) if content.startswith("[") else content
    return fields
