"""Read the parameters of a request, strictly: each once, in UTF-8, without control characters.

Judges no value; that is done where it is used.
"""

import re
from urllib.parse import unquote_to_bytes

from secgraph.errors import UsageError

FIELDS = 40
"""So many parameters one request may have."""

LONGEST = 2000
"""So many characters a value may have."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Malformed(UsageError):
    """A request that cannot be read, with the name of the parameter, if it is one.

    Args:
        reason: What is wrong.
        parameter: Its name; empty where the request as a whole is wrong.
    """

    def __init__(self, reason: str, parameter: str = "") -> None:
        self.reason, self.parameter = reason, parameter
        super().__init__(reason)


def parameters(query: bytes) -> dict[str, str]:
    """Read the query of a URL, or the body of a form.

    Args:
        query: As it was sent, without the question mark.

    Returns:
        Values by name. A value without any character but spaces is left out: a form sends one for
        each field that nobody filled in.

    Raises:
        Malformed: A parameter stands twice, is no UTF-8, holds a control character, or there are
            too many.
    """
    pairs = [pair for pair in query.split(b"&") if pair]
    if len(pairs) > FIELDS:
        raise Malformed(f"there are {len(pairs)} parameters; at most {FIELDS} are read")
    values: dict[str, str] = {}
    seen = set()
    for pair in pairs:
        name_bytes, _, value_bytes = pair.partition(b"=")
        name = text(name_bytes.replace(b"+", b" "), "the name of a parameter")
        value = text(value_bytes.replace(b"+", b" "), f"the value of {name!r}", name)
        if name in seen:
            raise Malformed(f"{name!r} is given twice; give it once", name)
        seen.add(name)
        if len(value) > LONGEST:
            raise Malformed(f"the value of {name!r} is longer than {LONGEST} characters", name)
        if value.strip():
            values[name] = value
    return values


def text(encoded: bytes, what: str, parameter: str = "") -> str:
    """Decode a part of a URL.

    Raises:
        Malformed: It is no UTF-8, or holds a control character.
    """
    try:
        decoded = unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{what} is no UTF-8", parameter) from error
    if _CONTROL.search(decoded):
        raise Malformed(f"{what} holds a control character", parameter)
    return decoded
