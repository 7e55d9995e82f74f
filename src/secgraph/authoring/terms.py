"""Read the parts of a claim line: terms, contents and qualifiers.

Looks up no name; says what is wrong with the form of a part.
"""

import datetime
import re

from secgraph.authoring import lexing
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import quoted
from secgraph.authoring.syntax import (
    ClaimName,
    Content,
    Inner,
    Name,
    New,
    Number,
    Qualifier,
    Span,
    Term,
    Time,
)

THING_KEYS = (
    "topic",
    "respect",
    "purpose",
    "means",
    "place",
    "scenario",
    "condition",
    "viewpoint",
    "with",
    "than",
    "regarding",
)
"""Qualifiers whose values are things or contents."""

WORD_KEYS = (
    "degree",
    "manner",
    "mode",
    "rank",
    "phase",
    "quantity",
    "compare",
    "margin",
)
"""Qualifiers whose value is a word of a closed list."""

FACETS = (
    "force",
    "asks",
    "answers",
    "hedge",
    "by",
    "stance",
    "basis",
    "to",
    "said",
    "made",
    "also",
    "quoted",
)
"""What is said of a claim and not of its content."""

QUALIFIERS = (*THING_KEYS, *WORD_KEYS, "time")

PASSAGE = re.compile(r"T|H[1-9]\d*|P[1-9]\d*\.S[1-9]\d*")
LETTERS = re.compile(r"[a-z]{1,2}\d*(?:\+[a-z]{1,2}\d*)*")
"""The letters of claims of one passage, such as ``a`` or ``a+b2``."""

_CLAIM = re.compile(rf"({PASSAGE.pattern})(?:\.({LETTERS.pattern}))?")
_NEW = re.compile(r"new\s+(.+?)(?:\s*\(([A-Z][A-Za-z]*)(?:\s+([a-z]+))?\s*(?::\s*([^()]*))?\))?")
_RANGES = re.compile(r"\d+-\d+(?:\s+\d+-\d+)*")
_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_TIME = re.compile(rf'(?:"([^"]+)")?\s*(?:({_DATE})?(\.\.)?({_DATE})?)?')
_STATUS = re.compile(r"\{(not|possible)\s*\{(.*)\}\s*\}", re.DOTALL)


def content(text: str) -> Content:
    """Read ``subject | kind | object`` with its qualifiers; lists are allowed in all terms.

    Raises:
        Broken: It is none.
    """
    parts = lexing.marks(text).split(";")
    core = lexing.marks(parts[0]).split("|")
    if len(core) != 3:
        raise Broken(
            f"{quoted(parts[0])} is no content: write subject | kind | object, with two upright "
            f"strokes (here: {len(core) - 1})"
        )
    subject, relation, object_ = core
    for name, words in (("subject", subject), ("kind", relation), ("object", object_)):
        if not words:
            raise Broken(f"the {name} is missing; write subject | kind | object")
    qualifiers = [qualifier(part) for part in parts[1:] if part]
    return Content(terms(subject), " ".join(relation.split()), terms(object_), tuple(qualifiers))


def qualifier(text: str) -> Qualifier:
    """Read a key and its value.

    Raises:
        Broken: The key is unknown, or the value is missing or wrong.
    """
    key, _, value = text.partition(" ")
    value = value.strip()
    if key not in QUALIFIERS:
        if key in FACETS:
            raise Broken(f"{key} is said of a claim, not of a content in braces; write it behind")
        raise Broken(f"{quoted(key)} is no qualifier; use one of {', '.join(QUALIFIERS)}")
    if not value:
        raise Broken(f"{key} has no value; write it behind, or remove {key}")
    if key == "time":
        return Qualifier(key, time(value))
    if key in WORD_KEYS:
        return Qualifier(key, value)
    return Qualifier(key, terms(value))


def terms(text: str) -> tuple[Term, ...]:
    """Read a list of terms with `` / `` between.

    Raises:
        Broken: One of them is empty or cannot be read.
    """
    parts = lexing.marks(text).split("/")
    if not all(parts):
        raise Broken(f"the list {quoted(text)} has an empty place; write A / B")
    return tuple(term(part) for part in parts)


def term(text: str) -> Term:
    """Read one term.

    Raises:
        Broken: It cannot be read.
    """
    if text.startswith("{"):
        return _inner(text)
    if re.fullmatch(r"\d{1,15}", text):
        return Number(int(text))
    if text.startswith("claim "):
        return claim_name(text.removeprefix("claim ").strip(), single=True)
    if text == "new" or text.startswith("new "):
        return _new(text)
    return Name(_unquoted(text))


def _inner(text: str) -> Inner:
    if not text.endswith("}"):
        raise Broken(f"behind the closing brace stands something: {quoted(text)}; remove it")
    match = _STATUS.fullmatch(text)
    if match:
        return Inner(_single(match[2]), match[1])
    return Inner(_single(text[1:-1]))


def _single(text: str) -> Content:
    made = content(text.strip())
    if len(made.subjects) > 1 or len(made.objects) > 1:
        raise Broken("in braces stands one content; write each one in braces of its own: {…} / {…}")
    return made


def _new(text: str) -> New:
    match = _NEW.fullmatch(text)
    if match is None:
        raise Broken("new has no name; write: new the words in your own English")
    name, form, quantifier, surfaces = match.groups(default="")
    parts = tuple(part.strip() for part in surfaces.split(";") if part.strip())
    return New(" ".join(_unquoted(name).split()), form, quantifier, parts)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text.startswith('"') and text.endswith('"') and text.count('"') == 2:
        return text[1:-1].strip()
    return text


def claim_name(text: str, *, single: bool = False) -> ClaimName:
    """Read the name of a claim, or of several of one passage.

    Args:
        text: Such as ``P1.S2.a``, ``P1.S2.a+b``, ``P1.S2`` or ``a``.
        single: Whether it must name one claim.

    Raises:
        Broken: It is none.
    """
    match = _CLAIM.fullmatch(text)
    if match:
        found = ClaimName(match[1], tuple((match[2] or "").split("+")) if match[2] else ())
    elif LETTERS.fullmatch(text):
        found = ClaimName("", tuple(text.split("+")))
    else:
        raise Broken(f"{quoted(text)} names no claim; write such as P1.S2.a, or a+b for two")
    if single and (len(found.letters) != 1 or not found.passage):
        raise Broken(f"{quoted(text)} names no single claim; write such as P1.S2.a")
    if len(set(found.letters)) != len(found.letters):
        raise Broken(f"{quoted(text)} names a claim twice; name each once")
    return found


def time(text: str) -> Time:
    """Read a stretch of time: words in quotes, a date, a span of dates, or words and dates.

    Raises:
        Broken: It is none.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise Broken(
            f'{quoted(text)} is no time; write such as 2021-03-12, 2021..2023, or "in those years" '
            "2021..2023"
        )
    label, start, dots, end = match.groups(default="")
    for date in (start, end):
        _check_date(date)
    if start and end and end < start[: len(end)]:
        raise Broken(f"the time {quoted(text)} ends before it begins; exchange the two dates")
    return Time(label, start, end if dots else start)


def _check_date(text: str) -> None:
    if not text:
        return
    parts = [int(part) for part in text.split("-")]
    try:
        datetime.date(*[*parts, 1, 1][:3])
    except ValueError:
        raise Broken(f"{text} is no day of the calendar; write such as 2021-03-12") from None


def span(text: str) -> Span:
    """Read words of a passage: ranges of word numbers, or the words themselves.

    Raises:
        Broken: A range ends before it begins, or nothing is there.
    """
    text = text.strip()
    if _RANGES.fullmatch(text):
        pairs = [part.split("-") for part in text.split()]
        ranges = tuple((int(first), int(last)) for first, last in pairs)
        for first, last in ranges:
            if not 0 < first <= last:
                raise Broken(
                    f"the words {first}-{last} are no range; count from 1, the first word first"
                )
        return Span(ranges)
    words = text.strip('"').strip()
    if not words:
        raise Broken("no words are given; write word numbers such as 5-9, or the words")
    return Span((), words)
