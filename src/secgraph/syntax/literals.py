"""Turn the text of a number, a date or a string into the literal that every store reads alike.

Knows nothing of queries: it gives a term, and says what is wrong with what cannot be one.
"""

import re

from secgraph.errors import BadValue, EngineError
from secgraph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_XSD = PREFIXES["xsd"]
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What no literal here may hold.

A control character, other than those that end a line or part columns.
"""

_DIGITS = 18
"""A whole number of more digits than these is cut or refused by some stores."""


def literal(value: str, datatype: str) -> str:
    """Give a literal in N-Triples form.

    Args:
        value: As typed. A date stands for its noon, a moment without a zone is in UTC.
        datatype: IRI of the datatype.

    Raises:
        BadValue: There is no such literal, or none of that datatype can be given.
    """
    form = _FORMS.get(datatype.removeprefix(_XSD)) if datatype.startswith(_XSD) else None
    if form is None:
        raise BadValue(
            value, f"no value of the datatype {datatype} can be given; {', '.join(_FORMS)} can"
        )
    text = form(value)
    return str(_term(text)) if datatype == _XSD + "string" else f'"{text}"^^<{datatype}>'


def count(value: str, what: str) -> int:
    """Read a whole number that a store gives.

    Args:
        value: Its digits.
        what: What it numbers, for the message.

    Raises:
        EngineError: It is no whole number.
    """
    if value.isascii() and value.isdigit() and len(value) < 18:
        return int(value)
    shown = value if len(value) <= 40 else value[:39] + "…"
    raise EngineError(
        f"the store gives {shown!r} as {what}, which is no whole number from 0 on; 'secgraph "
        "check' says what else is wrong with a file of yours"
    )


def _term(text: str) -> object:
    import pyoxigraph

    return pyoxigraph.Literal(text)


def _string(value: str) -> str:
    if "\0" in value or any("\ud800" <= mark <= "\udfff" for mark in value):
        raise BadValue(value, "it holds what is no character")
    if CONTROL.search(value):
        # They could be sent by number only, which not every parser of queries takes, and no answer
        # in XML could hold them.
        raise BadValue(value, "it holds a control character")
    if re.search(r"\\[uU]", value):
        # Stores differ in whether they take such a sequence for a character before they look where
        # the text ends.
        raise BadValue(
            value,
            r"it holds \u, which some stores take for the beginning of another character; give "
            r"the character itself",
        )
    return value


def _integer(value: str) -> str:
    text = value.strip()
    if not re.fullmatch(r"[+-]?[0-9]+", text) or len(text.lstrip("+-0")) > _DIGITS:
        raise BadValue(value, f"a whole number of up to {_DIGITS} digits is wanted")
    return str(int(text))


def _moment(value: str) -> str:
    import datetime

    text = value.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return f"{datetime.date.fromisoformat(text).isoformat()}T12:00:00Z"
        if not re.fullmatch(
            r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", text, re.ASCII
        ):
            raise ValueError(text)
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise BadValue(
            value,
            "a date and time such as 2023-02-23T00:00:00Z is wanted, or a date, which stands for "
            "its noon",
        ) from None
    return moment.isoformat() + "Z"


def _date(value: str) -> str:
    import datetime

    text = value.strip()
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError(text)
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadValue(value, "a date such as 2023-02-23 is wanted") from None


def _year(value: str) -> str:
    text = value.strip()
    if not re.fullmatch(r"[0-9]{4}", text) or text == "0000":
        raise BadValue(value, "a year such as 2023 is wanted")
    return text


def _truth(value: str) -> str:
    text = value.strip().lower()
    if text not in ("true", "false"):
        raise BadValue(value, "true or false is wanted")
    return text


_FORMS: "dict[str, Callable[[str], str]]" = {
    "string": _string,
    "integer": _integer,
    "dateTime": _moment,
    "date": _date,
    "gYear": _year,
    "boolean": _truth,
}
