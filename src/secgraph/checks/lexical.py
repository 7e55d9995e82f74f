"""Decide whether a text is in the lexical space of a datatype of XML Schema.

Source: XML Schema Definition Language 1.1, Part 2, section 3. White space is not removed first,
as RDF 1.1 Concepts, section 5, has it. Says nothing of other datatypes.
"""

import calendar
import re
from collections.abc import Callable

from secgraph.namespaces import PREFIXES

XSD = PREFIXES["xsd"]

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(-?(?:[1-9]\d{3,}|0\d{3}))"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DATE = rf"{_YEAR}-(\d\d)-(\d\d)"
_DAYS = r"(?:\d+D)"
_CLOCK = r"T(?:\d+H(?:\d+M)?(?:\d+(?:\.\d+)?S)?|\d+M(?:\d+(?:\.\d+)?S)?|\d+(?:\.\d+)?S)"
_MONTHS = r"(?:\d+Y(?:\d+M)?|\d+M)"
_NAME = r"[^\W\d][\w.·-]*"

_PATTERNS = {
    "boolean": r"true|false|1|0",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "date": _DATE + _ZONE,
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"{_DATE}T{_TIME}{_ZONE[:-1]}",
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonth": rf"--(?:0[1-9]|1[0-2]){_ZONE}",
    "gDay": rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    "gMonthDay": rf"--(\d\d)-(\d\d){_ZONE}",
    "duration": rf"-?P(?:{_MONTHS}{_DAYS}?(?:{_CLOCK})?|{_DAYS}(?:{_CLOCK})?|{_CLOCK})",
    "yearMonthDuration": rf"-?P{_MONTHS}",
    "dayTimeDuration": rf"-?P(?:{_DAYS}(?:{_CLOCK})?|{_CLOCK})",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?="
    r"|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\s]+(?: [^\s]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "NMTOKEN": r"[\w.:·-]+",
    "Name": r"(?:[^\W\d]|:)[\w.:·-]*",
    "NCName": _NAME,
}
_PATTERNS["float"] = _PATTERNS["double"]
_COMPILED = {
    name: re.compile(pattern, 0 if "\\w" in pattern else re.ASCII)
    for name, pattern in _PATTERNS.items()
}
_INTEGER = re.compile(r"[+-]?[0-9]+")

_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
"""The least and the greatest value of each datatype of whole numbers; None where there is none."""

_OTHER = (
    "anyAtomicType anySimpleType anyType anyURI ENTITIES ENTITY ID IDREF IDREFS NMTOKENS NOTATION "
    "QName string"
)
_DEFINED = {*_BOUNDS, *_PATTERNS, *_OTHER.split()}
"""The names of XML Schema, of whose forms some are not decided here."""

_LONG = 4000
"""Digits: a whole number of more is compared with bounds by its sign and length alone."""


def is_ill_typed(text: str, datatype: str) -> bool:
    """Whether a literal has a datatype of XML Schema and a text that is none of its forms.

    Args:
        text: The lexical form.
        datatype: IRI of the datatype; any other than those of XML Schema is never ill-typed.
    """
    if not datatype.startswith(XSD):
        return False
    name = datatype.removeprefix(XSD)
    if name in _BOUNDS:
        return not _is_integer(text, *_BOUNDS[name])
    pattern = _COMPILED.get(name)
    if pattern is None:
        return False
    match = pattern.fullmatch(text)
    if match is None:
        return True
    valid = _CALENDARS.get(name)
    return valid is not None and not valid(*match.groups())


def misnamed(datatype: str) -> str | None:
    """Give the IRI that is meant by a datatype which XML Schema has not, such as ``xsd:Date``.

    Args:
        datatype: IRI of a datatype.

    Returns:
        None where it is none of XML Schema, or one that it defines; else the IRI of the datatype
        whose name differs in case alone, or an empty text.
    """
    name = datatype.removeprefix(XSD)
    if name == datatype or name in _DEFINED:
        return None
    meant = [known for known in sorted(_DEFINED) if known.lower() == name.lower()]
    return XSD + meant[0] if meant else ""


def _is_integer(text: str, least: int | None, greatest: int | None) -> bool:
    if not _INTEGER.fullmatch(text):
        return False
    digits = text.lstrip("+-").lstrip("0") or "0"
    negative = text.startswith("-") and digits != "0"
    if len(digits) > _LONG:
        return (least if negative else greatest) is None
    value = -int(digits) if negative else int(digits)
    return (least is None or value >= least) and (greatest is None or value <= greatest)


def _is_date(year: str, month: str, day: str) -> bool:
    if not 1 <= int(month) <= 12:
        return False
    # The calendar of XML Schema is the Gregorian one in every year; it repeats after 400 years.
    number = int(year[-4:]) % 400 if not year.startswith("-") else -int(year[-4:]) % 400
    return 1 <= int(day) <= calendar.monthrange(2000 + number, int(month))[1]


_CALENDARS: dict[str, Callable[..., bool]] = {
    "date": _is_date,
    "dateTime": _is_date,
    "dateTimeStamp": _is_date,
    "gMonthDay": lambda month, day: _is_date("2000", month, day),
}
