"""Read files of text: UTF-8, with or without a byte order mark; anything else is named and refused.

Every part of the package reads its text files here. Knows no format, and changes no line end where
it is not asked to.
"""

import re

from secgraph.errors import BadFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = b"\xef\xbb\xbf"
"""The byte order mark in UTF-8, with which some editors begin a file."""

_CONVERT = "save it as UTF-8, or convert it, such as with"

_LATIN = "'iconv -f LATIN1 -t UTF-8'"

_NOT_TEXT = (
    (b"\xff\xfe\0\0", f"is UTF-32; {_CONVERT} 'iconv -f UTF-32 -t UTF-8'"),
    (b"\0\0\xfe\xff", f"is UTF-32; {_CONVERT} 'iconv -f UTF-32 -t UTF-8'"),
    (b"\xff\xfe", f"is UTF-16; {_CONVERT} 'iconv -f UTF-16 -t UTF-8'"),
    (b"\xfe\xff", f"is UTF-16; {_CONVERT} 'iconv -f UTF-16 -t UTF-8'"),
    (b"\x1f\x8b", "is compressed by gzip; unpack it first, such as with gunzip"),
    (b"%PDF-", "is a PDF; save its text, such as with 'pdftotext -layout', and look it through"),
    (b"PK\x03\x04", "is a ZIP archive, as spreadsheets are; save it as plain text"),
)
"""How files begin that are taken for UTF-8 by mistake, and what to say of them."""

_BYTES = (
    "holds null characters and bytes that are not UTF-8, so it is no text in UTF-8; if it is "
    "UTF-16, convert it, such as with 'iconv -f UTF-16LE -t UTF-8'"
)
_SEEN = 1 << 16
"""Bytes in which a null character is looked for, where a file is not UTF-8."""

_LINE_END = re.compile(r"\r\n?")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def content(path: str) -> bytes:
    """Read the bytes of a text file, without its byte order mark.

    Raises:
        BadFile: The file is missing, cannot be read, or is no text in UTF-8.
    """
    return checked(_content(path), path)


def read(path: str) -> str:
    """Read a text file, without its byte order mark; its line ends stay as they are.

    Raises:
        BadFile: The file is missing, cannot be read, or is no text in UTF-8.
    """
    return decoded(_content(path), path)


def blocks(path: str, size: int) -> "Iterator[bytes]":
    """Read a text file in blocks of whole lines, so that it may be of any size.

    Args:
        path: The file.
        size: The bytes of a block, to which the rest of its last line is added.

    Raises:
        BadFile: The file is missing, cannot be read, or is no text in UTF-8; with the line.
    """
    line = 1
    try:
        with open(path, "rb") as file:
            while block := file.read(size) + file.readline():
                yield checked(block, path, line)
                line += block.count(b"\n")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def checked(data: bytes, name: str, line: int = 1) -> bytes:
    """Give the bytes of whole lines, without the byte order mark.

    Args:
        data: The bytes.
        name: What to call the file in messages.
        line: The number of the first line; only line 1 can begin with a mark.

    Raises:
        BadFile: They are no text in UTF-8; with the line.
    """
    if line == 1:
        data = _unmarked(data, name)
    if not data.isascii() or b"\0" in data:
        _decoded(data, name, line)
    return data


def decoded(data: bytes, name: str, line: int = 1, *, nulls: bool = False) -> str:
    """Give the text of whole lines, without the byte order mark; see :func:`checked`.

    Args:
        data: The bytes.
        name: What to call the file in messages.
        line: The number of the first line; only line 1 can begin with a mark.
        nulls: Whether the caller refuses null characters itself.

    Raises:
        BadFile: They are no text in UTF-8; with the line.
    """
    return _decoded(_unmarked(data, name) if line == 1 else data, name, line, nulls)


def with_line_feeds(text: str) -> str:
    """Give a text whose lines end in a line feed each, wherever they come from."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def lines(text: str, *, ends: bool = False) -> "list[str]":
    """Split a text into lines, without their ends or with them.

    A line ends in LF, CR LF or CR, and nowhere else: ``str.splitlines`` also ends it at characters
    that may stand in a value, such as U+2028.
    """
    return _LINE.findall(text) if ends else with_line_feeds(text).split("\n")


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: Exception) -> BadFile:
    """Say why a file cannot be read; the system takes no name with a null character in it."""
    return BadFile(path, f"cannot be read ({getattr(error, 'strerror', None) or error})")


def _unmarked(data: bytes, name: str) -> bytes:
    for start, reason in _NOT_TEXT:
        if data.startswith(start):
            raise BadFile(name, reason)
    return data.removeprefix(MARK)


def _decoded(data: bytes, name: str, line: int, nulls: bool = False) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in data[:_SEEN]:
            raise BadFile(name, _BYTES) from error
        number, at = _place(data, error.start)
        reason = f"is not UTF-8 (byte 0x{data[error.start]:02x} at {at}); {_CONVERT} {_LATIN}"
        raise BadFile(name, reason, line + number) from error
    if "\0" in text and not nulls:
        number, at = _place(data, data.index(b"\0"))
        reason = f"holds a null character (byte 0x00 at {at}), so it is no text"
        raise BadFile(name, reason, line + number)
    return text


def _place(data: bytes, at: int) -> "tuple[int, int]":
    """Give the lines before a byte, and its place in its own line, both from 0.

    A line ends in LF, CR LF or CR.
    """
    before = data[:at]
    ends = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
    return ends, at - max(before.rfind(b"\n"), before.rfind(b"\r")) - 1
