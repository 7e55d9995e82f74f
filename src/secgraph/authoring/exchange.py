"""Take in what a program has drafted, as JSON, in the form that people write.

A program drafts only: it signs nothing off, and what it drafts is held against the same rules.
"""

import functools
import json
import os.path
import re
from collections.abc import Mapping
from typing import Any

import jsonschema

from secgraph.authoring import terms
from secgraph.authoring.facets import FORCES
from secgraph.authoring.lexing import Broken
from secgraph.authoring.syntax import (
    Block,
    Claim,
    ClaimName,
    Content,
    File,
    Inner,
    Name,
    Number,
    Passage,
    Pointing,
    Qualifier,
    SignOff,
    Span,
    Step,
    Term,
    Time,
    Trigger,
)
from secgraph.dataset import location
from secgraph.errors import BadFile, BadValue
from secgraph.syntax import textfile

LARGEST = 20_000_000
"""Characters of a file at most."""

Json = Mapping[str, Any]


@functools.cache
def schema() -> dict[str, Any]:
    """Give the JSON Schema of a draft."""
    path = os.path.join(location.root(), "data", "authoring", "draft.schema.json")
    loaded: dict[str, Any] = json.loads(textfile.read(path))
    return loaded


def read(path: str) -> Json:
    """Read a draft.

    Raises:
        BadFile: It is no JSON, or not of the form of the schema; with the place in it.
    """
    return checked(textfile.read(path), path)


def checked(words: str, path: str) -> Json:
    """Read the text of a draft.

    Args:
        words: JSON.
        path: What messages call it.

    Raises:
        BadFile: See :func:`read`.
    """
    if len(words) > LARGEST:
        raise BadFile(path, "is larger than a draft of one document; split it by passages")
    try:
        value = json.loads(words)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise BadFile(path, f"is no JSON ({getattr(error, 'msg', 'too deep')})", line) from error
    try:
        errors = sorted(
            jsonschema.Draft202012Validator(schema()).iter_errors(value),
            key=lambda one: [str(part) for part in one.absolute_path],
        )
    except RecursionError as error:
        raise BadFile(path, "has contents inside of contents too deep to read") from error
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise BadFile(path, f"{_place(errors[0])}: {_reason(errors[0])}{more}")
    draft: Json = value
    return draft


def _place(error: jsonschema.ValidationError) -> str:
    place = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path
    )
    return place.lstrip(".") or "the draft"


def _reason(error: jsonschema.ValidationError) -> str:
    if error.validator == "additionalProperties":
        names = ", ".join(re.findall(r"'([^']*)'", error.message)[:3])
        signs = " (a program signs nothing off)" if "approved" in names else ""
        return f"has {names}, which a draft has not{signs}; remove it"
    if error.validator == "required":
        return f"{error.message.replace(' is a required property', '')} is missing; add it"
    return f"{error.message[:160]}; see draft.schema.json"


def program(name: str) -> str:
    """Give the name of a program as it stands in a sign and in a file name.

    Raises:
        BadValue: It has other than letters, digits, dots and hyphens.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,40}", name):
        raise BadValue(name, "the name of a program has letters, digits, dots and hyphens")
    return name


def file(draft: Json, name: str) -> File:
    """Give a draft as the parts of a file of claims.

    Args:
        draft: As :func:`read` gives it.
        name: Of the program.

    Raises:
        BadValue: A part cannot stand in a file of claims; names the passage and the claim.
    """
    head = Block(str(draft["document"]))
    head.values = {"text": str(draft["text_sha256"]), "reader": f"program:{name}"}
    made = File(head, things=[_thing(one) for one in draft.get("things", ())])
    for one in draft["passages"]:
        made.passages.append(_passage(one, name))
    return made


def _thing(thing: Json) -> Block:
    block = Block(_line(thing["name"]), _line(thing["class"]))
    if thing.get("surfaces"):
        block.values["says"] = " ; ".join(map(_line, thing["surfaces"]))
    if thing.get("lists"):
        listed = " / ".join(map(_line, thing["lists"]))
        block.values["lists"] = f"{listed} ; {thing.get('list_status', 'open')}"
    for key in ("note", "quantity"):
        if thing.get(key):
            block.values[key] = _line(thing[key])
    if thing.get("of"):
        block.values["of"] = " / ".join(map(_line, thing["of"]))
    return block


def _passage(one: Json, name: str) -> Passage:
    passage = Passage(str(one["passage"]), _line(one.get("no_claim_because", "")))
    for mention in one.get("mentions", ()):
        first, last = mention["words"]
        passage.pointings.append(Pointing(Span(((first, last),)), Name(_line(mention["thing"])), 0))
    for number, claim in enumerate(one.get("claims", ())):
        letter = _letter(number)
        try:
            passage.claims.append(_claim(claim, letter, name))
        except Broken as error:
            raise BadValue(f"{passage.identifier}.{letter}", str(error)) from error
    return passage


def _letter(number: int) -> str:
    first, second = divmod(number, 26)
    return (chr(96 + first) if first else "") + chr(97 + second)


def _claim(one: Json, letter: str, name: str) -> Claim:
    facets: list[tuple[str, str | Term | Time | tuple[Term, ...]]] = []
    polarity, force = one.get("polarity", "affirmed"), one.get("force", "assertion")
    if (polarity == "open") != (force == "ask"):
        raise Broken("the polarity is open exactly for questions; correct polarity or force")
    if force in FORCES:
        facets.append(("force", force))
    if "asks" in one:
        facets.append(("asks", one["asks"]))
    if "answers" in one:
        facets.append(("answers", terms.claim_name(_line(one["answers"]), single=True)))
    if one.get("hedges"):
        facets.append(("hedge", " ".join(one["hedges"])))
    if "holder" in one:
        facets.append(("by", (Name(_line(one["holder"])),)))
    facets += [(key, one[key]) for key in ("stance", "said") if key in one]
    if "quoted" in one:
        first, last = one["quoted"]
        facets.append(("quoted", f"{first}-{last}"))
    evidence = one.get("evidence")
    return Claim(
        letter,
        polarity == "denied",
        _content(one),
        tuple(facets),
        tuple(map(_line, one.get("doubt", ()))),
        Span(tuple((first, last) for first, last in evidence)) if evidence else None,
        _line(one.get("paraphrase", "")),
        _line(one.get("note", "")),
        tuple(_steps(one)),
        tuple(Trigger(answer["at"], answer["scope"], 0) for answer in one["triggers"]),
        (SignOff("drafted", f"program:{name}"),),
    )


def _steps(one: Json) -> list[Step]:
    steps = []
    for step in one.get("steps", ()):
        marker = step.get("marker")
        span = Span(((marker[0], marker[1]),)) if marker else None
        end: ClaimName = terms.claim_name(_line(step["to"]))
        steps.append(Step((), step["kind"], end, span, "", 0))
    if one.get("no_step_because"):
        steps.append(Step((), "none", None, None, _line(one["no_step_because"]), 0))
    return steps


def _content(one: Json, *, inner: bool = False) -> Content:
    words = [*one.get("modifiers", ()), _line(one["kind"])]
    if inner and one.get("not"):
        words.insert(0, "not")
    qualifiers = tuple(_qualifier(each) for each in one.get("qualifiers", ()))
    subject, object_ = _term(one["subject"]), _term(one["object"])
    return Content((subject,), " ".join(words), (object_,), qualifiers)


def _qualifier(one: Json) -> Qualifier:
    key, value = one["key"], one["value"]
    if isinstance(value, str) and (key in terms.WORD_KEYS or key == "time"):
        return terms.qualifier(f"{key} {_line(value)}")
    if key not in terms.THING_KEYS:
        raise Broken(f"{key!r} is no qualifier; use one of {', '.join(terms.QUALIFIERS)}")
    return Qualifier(key, (_term(value),))


def _term(value: Any) -> Term:
    if isinstance(value, dict):
        return Inner(_content(value, inner=True))
    if isinstance(value, int):
        return Number(value)
    line = _line(value)
    return terms.term(line) if line.startswith("new ") else Name(line)


def _line(value: Any) -> str:
    """Give words in one line, without what would begin another part of the format."""
    line = " ".join(str(value).split())
    if "\u2016" in line or re.search(r"[\x00-\x1f\x7f-\x9f]", line):
        raise BadValue(line[:40], "it holds a character that is none of a text; remove it")
    return line
