"""Read what a client sends: query strings and bodies within limits.

Knows no route and answers nothing; what cannot be read is a problem with its status.
"""

import asyncio
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request

from secgraph.query.inputs import MOST_CHARACTERS, checked
from secgraph.web.problems import Problem

MOST_FIELDS = 200
"""Fields of a form, at most."""

PATIENCE = 10.0
"""Seconds for a body to arrive."""

FORM = "application/x-www-form-urlencoded"


def pairs(data: bytes) -> list[tuple[str, str]]:
    """Read a form, or a query string.

    Raises:
        Problem: 400, it is no UTF-8 or has too many fields.
    """
    try:
        text = data.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise Problem(400, "malformed", "what was sent is no form in UTF-8") from error
    except ValueError as error:
        detail = f"a form has at most {MOST_FIELDS} fields"
        raise Problem(400, "malformed", detail) from error


def query_pairs(request: Request) -> list[tuple[str, str]]:
    """Read the query string of a request; see :func:`pairs`."""
    return pairs(request.scope["query_string"])


def one(fields: Iterable[tuple[str, str]], name: str) -> str | None:
    """Give the one value of a field; None where it is not there.

    Raises:
        Problem: 400, it is there several times.
    """
    values = [value for key, value in fields if key == name]
    if len(values) > 1:
        raise Problem(400, "malformed", f"{name} is given {len(values)} times; give it once")
    return values[0] if values else None


def values(request: Request, known: Sequence[str] = ()) -> dict[str, str]:
    """Read the query string of a page, each of whose parameters has one value.

    Args:
        request: What was sent.
        known: The parameters that there are; any if empty.

    Returns:
        Values by name. One without any character but spaces is left out: a form sends it for a
        field that nobody filled in.

    Raises:
        Problem: 400, a parameter is there several times, or is not one of *known*; 422, its value
            is too long; or see :func:`query_pairs`.
        Malformed: A value holds what is no character.
    """
    fields = query_pairs(request)
    read: dict[str, str] = {}
    for name in dict.fromkeys(checked(name) for name, _ in fields):
        if known and name not in known:
            raise Problem(
                400,
                "unknown parameter",
                f"there is no parameter {name!r}; there are {', '.join(known)}",
                members={"parameter": name, "known": list(known)},
            )
        value = checked(one(fields, name) or "")
        if len(value) > MOST_CHARACTERS:
            detail = f"{name} takes {MOST_CHARACTERS:,} characters, and this has {len(value):,}"
            raise Problem(422, "bad value", detail)
        if value.strip():
            read[name] = value
    return read


def media_type(request: Request) -> tuple[str, dict[str, str]]:
    """Give the media type of a body, in small letters, and its parameters."""
    kind, *others = request.headers.get("content-type", "").split(";")
    parameters = {}
    for part in others:
        name, _, value = part.partition("=")
        parameters[name.strip().lower()] = value.strip().strip('"').lower()
    return kind.strip().lower(), parameters


async def body(request: Request, most: int) -> bytes:
    """Read the body of a request.

    Raises:
        Problem: 413, it is larger than *most* bytes; 408, it did not arrive; 415, it is encoded.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity":
        detail = f"a body encoded as {encoding[:20]!r} is not taken"
        headers = {"Accept-Encoding": "identity"}
        raise Problem(415, "encoding", detail, headers=headers)
    too_large = Problem(413, "too large", f"the body has more than {most:,} bytes")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise too_large
    data = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for piece in request.stream():
                data += piece
                if len(data) > most:
                    raise too_large
    except TimeoutError as error:
        raise Problem(408, "slow", f"the body did not arrive within {PATIENCE:g} s") from error
    return bytes(data)
