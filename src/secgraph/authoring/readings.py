"""Compare two readings of a document, field by field, and count how far they agree.

Settles nothing: every difference is for a person to look at.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from secgraph.authoring import model
from secgraph.authoring.model import Claim, Content, Node, Ref, Work
from secgraph.dataset.names import fold
from secgraph.errors import BadFile

FIELDS = (
    "subject",
    "kind",
    "object",
    "qualifiers",
    "polarity",
    "force",
    "hedge",
    "holder",
    "said",
    "stance",
    "to",
    "made",
    "asks",
    "also",
    "quoted",
)
RARE = FIELDS[FIELDS.index("stance") :]
"""Fields that few claims have."""
MEASURED = ("kind", "holder", "force", "polarity", "hedge")
"""Fields whose agreement is measured by Cohen's kappa."""

AUTHOR = "the author"
"""Who speaks, where readings are compared."""

_WEIGHTS = {"subject": 3, "kind": 3, "object": 3, "polarity": 1, "force": 1, "holder": 1}
_LEAST = 4
"""The least weight of equal fields at which two claims are taken for the same."""
_ABOUT = ("subject", "object", "qualifiers")
_SHARED = 1 / 2
"""The least share of common words, of the claim that has fewer, at which they are so too.

What a reader calls a new thing is free, so that equal things have unequal names.
"""
_SHARED_WEIGHT = _WEIGHTS["subject"] + _WEIGHTS["object"]
"""What all words in common weigh, beside equal fields, where several claims are alike."""
_WORD = re.compile(r"[^\W_]+")
_EMPTY = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "its", "of", "on", "or", "our"}
_EMPTY |= {"that", "the", "their", "to", "with"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of each reading that are taken for the same; None where one reading has none."""

    passage: str
    first: Claim | None
    second: Claim | None
    differences: tuple[tuple[str, str, str], ...]

    @property
    def name(self) -> str:
        """The name of the claim, by the first reading that has it."""
        claim = self.first or self.second
        mark = "" if self.first is not None else " (second reading)"
        return f"{claim.place if claim is not None else self.passage}{mark}"


def fields(work: Work, claim: Claim) -> dict[str, str]:
    """Give what is compared of a claim, in words.

    Who speaks counts as one and the same, whatever name a reading gives it.
    """
    return _in_words(work, claim, AUTHOR)


def shown(work: Work, claim: Claim) -> dict[str, str]:
    """Give what is compared of a claim as a person reads it: who speaks has its name."""
    named = work.author in work.vocabulary.entities and work.author != work.iri("author")
    return _in_words(work, claim, work.vocabulary.entities[work.author].label if named else AUTHOR)


def _in_words(work: Work, claim: Claim, author: str) -> dict[str, str]:
    content = claim.content
    node = partial(_node, work, author)
    return {
        "subject": node(content.subject),
        "kind": content.kind.rpartition("/")[2],
        "object": node(content.object),
        "qualifiers": " ; ".join(sorted(_qualifiers(node, content))),
        "polarity": claim.polarity,
        "force": f"{claim.force} {claim.strength}".strip(),
        "hedge": " ".join(claim.hedges) or "none",
        "holder": " / ".join(sorted(node(Ref(iri)) for iri in claim.holders)),
        "said": claim.explicitness,
        "stance": claim.stance,
        "to": " / ".join(sorted(node(Ref(iri)) for iri in claim.addressees)),
        "made": "" if claim.made is None else claim.made.label or str(claim.made.start),
        "asks": claim.asks,
        "also": " ".join(claim.also),
        "quoted": str(claim.source.facet("quoted") or ""),
    }


def _node(work: Work, author: str, node: Node) -> str:
    if isinstance(node, model.Number):
        return str(node.value)
    if isinstance(node, Content):
        relation = node.kind.rpartition("/")[2]
        sides = [_node(work, author, side) for side in (node.subject, node.object)]
        return f"{{{sides[0]} | {relation} | {sides[1]}}}"
    if node.iri == work.author:
        return author
    entity = work.vocabulary.entities.get(node.iri)
    return entity.label if entity is not None else node.iri.rpartition("/")[2]


def _qualifiers(node: Callable[[Node], str], content: Content) -> Iterable[str]:
    for one in content.circumstances:
        yield f"{one.way} {node(one.filler)}"
    if content.comparison is not None:
        yield f"compare {content.comparison.outcome.rpartition('/')[2]}"
    if content.time is not None:
        yield f"time {content.time.label or content.time.start}"


def compare(first: Work, second: Work, passages: Iterable[str]) -> list[Pair]:
    """Pair the claims of two readings, passage by passage, and name where they differ.

    Raises:
        BadFile: The second reading is of another version of the text.
    """
    _check_version(first, second)
    pairs = []
    for passage in passages:
        ones, others = first.of(passage, ()), second.of(passage, ())
        pairs += _pairs(first, second, passage, ones, others)
    return pairs


def _check_version(first: Work, second: Work) -> None:
    digest = second.file.head.values.get("text")
    if digest is not None and digest != first.head.text_sha256:
        raise BadFile("the second reading", "is of another version of the text; read it again")


def _pairs(
    first: Work, second: Work, passage: str, ones: Sequence[Claim], others: Sequence[Claim]
) -> list[Pair]:
    left = [fields(first, claim) for claim in ones]
    right = [fields(second, claim) for claim in others]
    scored = sorted(
        (-likeness, i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if (likeness := _likeness(one, other))
    )
    taken: dict[int, int] = {}
    for _, i, j in scored:
        if i not in taken and j not in taken.values():
            taken[i] = j
    pairs = []
    for i, claim in enumerate(ones):
        if i not in taken:
            pairs.append(Pair(passage, claim, None, (("claim", "claim", "no claim"),)))
            continue
        one, other = left[i], right[taken[i]]
        differences = tuple(
            (name, one[name], other[name])
            for name in FIELDS
            if fold(one[name]) != fold(other[name])
        )
        pairs.append(Pair(passage, claim, others[taken[i]], differences))
    for j, claim in enumerate(others):
        if j not in taken.values():
            pairs.append(Pair(passage, None, claim, (("claim", "no claim", "claim"),)))
    return pairs


def _likeness(one: dict[str, str], other: dict[str, str]) -> float:
    """Give how alike two claims are; 0 where they are not taken for the same."""
    equal = sum(weight for name, weight in _WEIGHTS.items() if fold(one[name]) == fold(other[name]))
    left, right = _words(one), _words(other)
    shared = len(left & right) / (min(len(left), len(right)) or 1)
    if equal < _LEAST and shared < _SHARED:
        return 0
    return equal + _SHARED_WEIGHT * shared


def _words(claim: dict[str, str]) -> set[str]:
    """Give the words of what a claim is about, and not of how it is about them."""
    text = fold(" ".join(claim[name] for name in _ABOUT))
    return set(_WORD.findall(text)) - _EMPTY


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings agree in one field.

    Attributes:
        field: What is compared.
        equal, total: In how many cases they agree, of how many.
        kappa: Cohen's kappa; None where all are of one value, so that chance explains everything.
    """

    field: str
    equal: int
    total: int
    kappa: float | None


def agreement(first: Work, second: Work, passages: Sequence[str]) -> list[Agreement]:
    """Count how far two readings agree.

    The passages are the cases of ``passage with a claim``; the claims of either reading those of
    ``claim``, for which there is no kappa, since nobody counts what neither has claimed; the paired
    claims those of the other fields.
    """
    pairs = compare(first, second, passages)
    with_claims = [(bool(first.of(one, ())), bool(second.of(one, ()))) for one in passages]
    both = [(one.first, one.second) for one in pairs if one.first and one.second]
    rows = [
        _measured("passage with a claim", [(str(one), str(other)) for one, other in with_claims]),
        Agreement("claim", len(both), len(pairs), None),
    ]
    for name in MEASURED:
        values = [
            (fold(fields(first, one)[name]), fold(fields(second, other)[name]))
            for one, other in both
            if one is not None and other is not None
        ]
        rows.append(_measured(name, values))
    return rows


def _measured(name: str, values: Sequence[tuple[str, str]]) -> Agreement:
    total = len(values)
    equal = sum(one == other for one, other in values)
    if not total:
        return Agreement(name, 0, 0, None)
    left, right = Counter(one for one, _ in values), Counter(other for _, other in values)
    chance = sum(left[value] * right[value] for value in left) / total**2
    kappa = None if chance == 1 else (equal / total - chance) / (1 - chance)
    return Agreement(name, equal, total, kappa)
