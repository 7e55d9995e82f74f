"""Who signed a claim off, and whether it still holds: it lapses when the claim or its words change.

Lets no program approve.
"""

import re
from dataclasses import replace

from secgraph.authoring import writing
from secgraph.authoring.syntax import Claim, SignOff
from secgraph.documents import canonical
from secgraph.errors import BadValue

DRAFTED, READ, APPROVED, CHANGED, REJECTED = "drafted", "read", "approved", "changed", "rejected"
ACTS = (DRAFTED, READ, APPROVED, CHANGED, REJECTED)

PROGRAM = re.compile(r"(?:agent|program|model|bot|ai)\b[:/ ]?", re.IGNORECASE)
"""How the name of what is no person begins, such as ``agent:drafter``."""

_NAME = re.compile(r"[^\W\d_][\w .,'’-]*", re.UNICODE)


def digest(claim: Claim, passage_digest: str) -> str:
    """Give the digest of what is signed off: the claim with its lines, and its passage.

    Args:
        claim: The claim; who signed it off does not count, nor doubts that are left open.
        passage_digest: SHA-256 of the words of its passage.
    """
    plain = "\n".join(writing.claim(replace(claim, signs=(), evidence=None)))
    return canonical.digest(f"{passage_digest}\n{plain}")[:12]


def state(claim: Claim, passage_digest: str) -> str:
    """Say how it stands with a claim: ``approved``, ``rejected`` or ``drafted``.

    An approval counts for the claim as it stands, and only if a person gave it last.
    """
    now = digest(claim, passage_digest)
    decisions = [sign for sign in claim.signs if sign.act in (APPROVED, REJECTED)]
    if not decisions:
        return DRAFTED
    last = decisions[-1]
    if last.digest != now or is_program(last.name):
        return DRAFTED
    return last.act


def is_program(name: str) -> bool:
    """Whether a name is that of a program."""
    return PROGRAM.match(name) is not None


def check_person(name: str) -> str:
    """Give the name of a person who signs off.

    Raises:
        BadValue: It is empty, that of a program, or no name.
    """
    plain = " ".join(name.split())
    if is_program(plain):
        raise BadValue(name, "a program drafts and does not sign off; give the name of a person")
    if not _NAME.fullmatch(plain) or " of " in f" {plain} ":
        raise BadValue(name, "give the name of the person who signs off, such as 'Jane Roe'")
    return plain


def signed(claim: Claim, sign: SignOff) -> Claim:
    """Give a claim with one more sign; a decision replaces those before it."""
    decisions = (APPROVED, REJECTED)
    kept = [one for one in claim.signs if sign.act not in decisions or one.act not in decisions]
    return replace(claim, signs=(*kept, sign))
