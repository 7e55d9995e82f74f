"""State how deep and how large a file of RDF may become as it is read, and refuse what is beyond.

Looks at marks only, and parses nothing: parsers end the process, or the memory, where these limits
are far exceeded.
"""

import mmap
import os
import re
from collections.abc import Iterable

from secgraph.errors import BadFile

MAX_NESTING = 200
"""Elements, objects or triple terms in one another, far below what parsers cannot take."""

MAX_ENTITY = 1 << 16
"""Bytes that one entity of XML stands for."""

MAX_EXPANSION = 256 << 20
"""Bytes that all entities of a file stand for where they are used."""

Content = bytes | mmap.mmap

_XML, _JSON = "application/rdf+xml", "application/ld+json"
_ENTITY = re.compile(rb"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_REFERENCE = re.compile(rb"&([\w.-]+);")
_XML_MARK = re.compile(rb"<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<[?!/]?[^<>]*>", re.DOTALL)
_JSON_MARK = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[{}\[\]]', re.DOTALL)
_TRIPLE_MARK = re.compile(
    rb"#[^\n\r]*|<<|>>|<[^<>\s]*>"
    rb'|"""(?:"{0,2}(?:[^"\\]|\\.))*+(?:""")?|"(?:[^"\\\n\r]|\\.)*+"?'
    rb"|'''(?:'{0,2}(?:[^'\\]|\\.))*+(?:''')?|'(?:[^'\\\n\r]|\\.)*+'?",
    re.DOTALL,
)


def check(path: str, media: str, data: bytes | None = None) -> None:
    """Hold a file against the limits.

    Args:
        path: The file.
        media: The media type of its format.
        data: Its bytes, where they have been read already.

    Raises:
        BadFile: It is beyond them; a file that cannot be read is passed over.
    """
    if data is not None:
        _check(path, media, data)
        return
    try:
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                _check(path, media, content)
    except (OSError, ValueError):  # a pipe, or nothing that can be read, which the reader says
        return


def too_deep(data: bytes) -> str:
    """Say that statements have too many triple terms in one another; empty where they have not.

    Args:
        data: Statements in N-Triples, Turtle or a format of their family.
    """
    if data.count(b"<<") <= MAX_NESTING or _triple_depth(data) <= MAX_NESTING:
        return ""
    return f"more than {MAX_NESTING} triple terms stand in each other"


def _triple_depth(data: Content) -> int:
    return _depth(_STEPS.get(mark.group(), 0) for mark in _TRIPLE_MARK.finditer(data))


def _check(path: str, media: str, data: Content) -> None:
    if media == _XML:
        if data.find(b"<!ENTITY") >= 0:
            _check_entities(path, data)
        depth = _depth(map(_of_xml, _XML_MARK.finditer(data)))
    elif media == _JSON:
        depth = _depth(_STEPS.get(mark.group(), 0) for mark in _JSON_MARK.finditer(data))
    elif data.find(b"<<") >= 0:
        depth = _triple_depth(data)
    else:
        return
    if depth > MAX_NESTING:
        raise BadFile(path, f"is nested more than {MAX_NESTING} levels deep, and is not read")


_STEPS = {b"{": 1, b"[": 1, b"<<": 1, b"}": -1, b"]": -1, b">>": -1}


def _of_xml(mark: "re.Match[bytes]") -> int:
    text = mark.group()
    if text[1:2] in (b"?", b"!") or text.endswith(b"/>"):
        return 0
    return -1 if text[1:2] == b"/" else 1


def _depth(steps: Iterable[int]) -> int:
    """Give the greatest depth, or the first beyond the limit."""
    depth = deepest = 0
    for step in steps:
        depth += step
        if depth > deepest:
            deepest = depth
            if deepest > MAX_NESTING:
                break
    return deepest


def _check_entities(path: str, data: Content) -> None:
    """Add up what the entities of a file stand for.

    Raises:
        BadFile: It is too much, or an entity stands for itself.
    """
    sizes: dict[bytes, int] = {}
    for name, quoted, single in _ENTITY.findall(data):
        value = quoted or single
        # An entity that is declared later has no size yet, and stands for too much to be used here.
        size = len(value) + sum(
            sizes.get(inner, MAX_ENTITY if inner not in _PREDEFINED else 1)
            for inner in _REFERENCE.findall(value)
            if not inner.startswith(b"#")
        )
        if size > MAX_ENTITY:
            raise BadFile(
                path,
                f"declares the entity {name.decode('utf-8', 'replace')}, which stands for more "
                f"than {MAX_ENTITY:,} bytes, and is not read",
            )
        sizes.setdefault(name, size)
    whole = sum(sizes.get(name[1], 0) for name in _REFERENCE.finditer(data))
    if whole > MAX_EXPANSION:
        raise BadFile(path, f"uses entities that stand for {whole:,} bytes in all, and is not read")


_PREDEFINED = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
