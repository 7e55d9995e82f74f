"""Read the facets of a claim: force, hedge, holder and their like.

Knows the closed lists of values; looks up no name.
"""

import re

from secgraph.authoring import terms
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import quoted
from secgraph.authoring.syntax import Name, Term, Time

FORCES = {
    "should": ("recommendation", "should"),
    "must": ("recommendation", "must"),
    "may": ("recommendation", "may"),
    "commit": ("commitment", ""),
    "will": ("prediction", ""),
    "if": ("hypothesis", ""),
    "ask": ("question", ""),
}
"""By the word of the format: the force, and the strength of a recommendation."""

HEDGES = ("certain", "probable", "possible", "conditional")

_CLOSED = {
    "force": tuple(FORCES),
    "asks": ("truth", "filler"),
    "stance": ("endorsed", "rejected"),
    "basis": ("stated", "inferred"),
    "said": ("explicit", "presupposed", "implied"),
}

Value = str | Term | Time | tuple[Term, ...]


def read(key: str, value: str) -> Value:
    """Read the value of a facet.

    Raises:
        Broken: It is not in the list of the facet, or cannot be read.
    """
    if not value:
        raise Broken(f"{key} has no value; write it behind, or remove {key}")
    if key in _CLOSED:
        if value not in _CLOSED[key]:
            raise Broken(f"{key} cannot be {quoted(value)}; use {', '.join(_CLOSED[key])}")
        return value
    if key == "hedge":
        return _hedges(value)
    if key == "answers":
        return terms.claim_name(value, single=True)
    if key == "made":
        return terms.time(value)
    if key == "also":
        return _passages(value)
    if key == "quoted":
        return _words(value)
    holders = terms.terms(value)
    if not all(isinstance(holder, Name) for holder in holders):
        raise Broken(f"{key} is an actor or a group with a name; declare it with thing first")
    return holders


def _hedges(value: str) -> str:
    parts = value.split()
    for part in parts:
        if part not in HEDGES:
            raise Broken(f"hedge cannot be {quoted(part)}; use {', '.join(HEDGES)}")
    if len(parts) > 2 or len(set(parts)) != len(parts):
        raise Broken(f"a claim has two hedges at most, each once; choose among {value}")
    return " ".join(sorted(parts, key=HEDGES.index))


def _passages(value: str) -> str:
    parts = value.split()
    for part in parts:
        if not terms.PASSAGE.fullmatch(part):
            raise Broken(f"{quoted(part)} is no passage; write such as P1.S2")
    return " ".join(parts)


def _words(value: str) -> str:
    match = re.fullmatch(r"0*([1-9]\d*)-0*([1-9]\d*)", value)
    if match is None or int(match[1]) > int(match[2]):
        raise Broken(
            f"quoted has the numbers of the first and last word between the marks, such as 3-9, "
            f"not {quoted(value)}"
        )
    return f"{match[1]}-{match[2]}"


def fault(facets: dict[str, Value], *, denied: bool) -> str:
    """Say which facets of a claim do not go together; empty if none."""
    force = facets.get("force")
    if force == "ask" and "asks" not in facets:
        return "a question says what it wants: write asks truth, or asks filler"
    if force != "ask" and "asks" in facets:
        return "only a question asks; write force ask, or remove asks"
    if force == "ask" and denied:
        return "a question neither affirms nor denies; remove not"
    if "to" in facets and FORCES.get(str(force), ("",))[0] != "recommendation":
        return "only a recommendation is addressed to somebody; write force should, or remove to"
    if ("stance" in facets or "basis" in facets) and "by" not in facets:
        return "only what somebody else holds is endorsed or rejected; write by, or remove stance"
    if "quoted" in facets and "by" not in facets:
        return "quoted words are those of somebody else; write by, or remove quoted"
    if "quoted" in facets and facets.get("said", "explicit") != "explicit":
        return "what is quoted is said in so many words; remove said, or remove quoted"
    if "stance" in facets and "basis" not in facets:
        return "a stance says how it is shown: write basis stated, or basis inferred"
    if "basis" in facets and "stance" not in facets:
        return "basis says how a stance is shown; write stance, or remove basis"
    if force == "commit" and "hedge" in facets and "possible" in str(facets["hedge"]):
        return "who commits binds himself; a possible act is no commitment: choose one of the two"
    return ""
