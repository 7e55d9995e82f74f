"""Say which facets of a claim stand for a trigger word of its passage that is ``in``.

What each class of words is answered by, docs/adding-a-document.md says in a table.
"""

from collections.abc import Iterable

from secgraph.authoring import model, syntax
from secgraph.authoring.model import Claim, Content, Ref, Work
from secgraph.authoring.vocabulary import SGV
from secgraph.dataset.names import fold

BINDING: dict[str, tuple[str, ...]] = {
    "negation": ("lacks", "refuses", "only"),
    "hedge": ("can", "hoped", "considered", "mostly", "de-facto", "attempts", "willing"),
    "modal": ("can", "must", "attempts", "willing", "refuses", "suited", "hoped", "considered"),
    "attribution": ("considered",),
    "quantity": ("only", "mostly", "more", "for-one"),
}
KINDS: dict[str, tuple[str, ...]] = {
    "negation": (
        "opposes",
        "keeps-out",
        "disagrees-with",
        "differs-from",
        "conflicts-with",
        "ends",
        "undermines",
        "counters",
        "stays-neutral-in",
        "replaces",
    ),
    "hedge": ("has-truth-status", "believes"),
    "modal": ("requires", "aims-at", "commits-to", "has", "carries-out"),
    "attribution": (
        "believes",
        "recognizes",
        "emphasizes",
        "criticizes",
        "welcomes",
        "warns",
        "is-concerned-about",
        "supports",
        "opposes",
        "agrees-with",
        "disagrees-with",
        "considers",
        "commits-to",
        "is-called",
        "consults-with",
    ),
    "quantity": ("is-composed-of", "has-in-common-with", "precedes"),
}
WAYS: dict[str, tuple[str, ...]] = {
    "negation": (),
    "hedge": ("condition", "scenario", "degree", "phase"),
    "modal": ("purpose", "condition"),
    "attribution": ("viewpoint",),
    "quantity": ("quantity", "degree", "rank", "phase", "manner", "mode"),
}

_OWN_ACTS = (
    "acknowledg",
    "affirm",
    "agree",
    "announc",
    "condemn",
    "confirm",
    "declar",
    "emphasi",
    "note",
    "noting",
    "reaffirm",
    "recall",
    "recogni",
    "remember",
    "reiterat",
    "state",
    "stating",
    "stress",
    "underline",
    "underlining",
    "underscor",
    "welcom",
)
"""How words begin by which the holder of a claim puts it forward itself: *we recall that*."""

_FACT = ("the fact that",)
"""Words that take for granted what follows them."""

_JOINING = ("as well as",)
"""Words that join two things, of which each may have its claim."""

_PARTS = ("one of", "part of")
_PART_KINDS = ("is-part-of", "is-member-of")

_OF_TIMES = ("many", "several", "few", "a few", "some", "a number of")
"""Words of quantity that may stand in a time: *many years ago*."""

_EXAMPLES = (
    "including",
    "includes",
    "include",
    "such as",
    "for example",
    "for instance",
    "among others",
    "and others",
    "and so on",
    "inter alia",
)
"""Words behind which stand some of many."""


class Answers:
    """What of the claims that a line makes can answer a trigger word.

    Args:
        work: The document.
        passage: In which the line stands.
        claim: The line.
    """

    def __init__(self, work: Work, passage: syntax.Passage, claim: syntax.Claim) -> None:
        self.work, self.passage, self.claim = work, passage, claim

    def has(self, trigger_class: str, words: str, made: Claim) -> bool:
        """Whether a facet of a claim stands for a trigger word.

        Args:
            trigger_class: Of the word.
            words: The word, or several, as the passage has them.
            made: The claim.
        """
        folded = fold(words)
        if trigger_class == "attribution" and folded.startswith(_OWN_ACTS):
            # By any other holder the claim has "by", and that answers for the word.
            return True
        if trigger_class == "quantity" and folded in _EXAMPLES and self._is_open():
            return True
        if folded in _FACT and made.explicitness == "presupposed":
            return True
        if trigger_class == "quantity" and self._by_quantity(folded, made):
            return True
        return self._by_facets(trigger_class, made)

    def _by_quantity(self, folded: str, made: Claim) -> bool:
        """Whether a word of quantity that joins, takes a part or counts times is answered."""
        parts = list(made.content.parts())
        if folded in _JOINING:
            ways = {one.way for part in parts for one in part.circumstances}
            return "co-participant" in ways or self.claim.count > 1
        if folded in _PARTS:
            return any(part.kind_name in _PART_KINDS for part in parts)
        if folded in _OF_TIMES:
            return made.made is not None or any(part.time is not None for part in parts)
        return False

    def _is_open(self) -> bool:
        """Whether the line has a step that gives an example, from it or to it, or an open list."""
        if any(
            step.kind == "exemplifies" and self.claim.letter in start
            for step, start in self.passage.all_steps()
        ):
            return True
        for passage, claim in self.work.file.claims():
            for step in claim.steps:
                end = step.end
                if step.kind != "exemplifies" or end is None:
                    continue
                if (end.passage or passage.identifier) == self.passage.identifier and (
                    not end.letters or self.claim.letter in end.letters
                ):
                    return True
        return self._lists_openly()

    def _lists_openly(self) -> bool:
        things = {
            node.iri
            for made in self.work.of(self.passage.identifier, (self.claim.letter,))
            for content in made.content.parts()
            for node in content.nodes()
            if isinstance(node, Ref)
        }
        is_open = ("hasListStatus", f"{SGV}list-open")
        return any(
            one.entity.iri in things and is_open in one.statements for one in self.work.things
        )

    def _by_facets(self, name: str, made: Claim) -> bool:
        parts = list(made.content.parts())
        modifiers = {
            modifier.iri.removeprefix(f"{SGV}binding-")
            for content in parts
            for modifier in (self.work.vocabulary.scheme.parse(content.kind) or (None, ()))[1]
        }
        kinds = {content.kind_name for content in parts}
        ways = {one.way for content in parts for one in content.circumstances}
        ways |= {
            modifier.way
            for content in parts
            for modifier in (self.work.vocabulary.scheme.parse(content.kind) or (None, ()))[1]
        }
        if modifiers & set(BINDING[name]) or kinds & set(KINDS[name]) or ways & set(WAYS[name]):
            return True
        inner = any(content.object in (model.NOT, model.POSSIBLE) for content in parts)
        if name == "negation":
            return made.polarity == "denied" or any(one.object == model.NOT for one in parts)
        if name == "hedge":
            return bool(made.hedges) or made.force in ("hypothesis", "question") or inner
        if name == "modal":
            return made.force != "assertion" or bool(made.hedges)
        if name == "attribution":
            return bool(made.reporter) or made.force in (
                "commitment",
                "question",
                "recommendation",
            )
        return any(one.comparison is not None for one in parts) or self._has_group(parts)

    def _has_group(self, parts: Iterable[Content]) -> bool:
        """Whether a content has a number, or a thing whose name may hold the quantity."""
        own = {one.entity.iri for one in self.work.things}
        for node in (node for part in parts for node in part.nodes()):
            if isinstance(node, model.Number):
                return True
            if isinstance(node, Ref):
                entity = self.work.vocabulary.entities.get(node.iri)
                if node.iri in own or (
                    entity is not None and entity.classes & {"DescribedGroup", "Quality"}
                ):
                    return True
        return False
