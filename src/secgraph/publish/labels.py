"""Label what has no label of its own, such as a membership or a vote, by what it relates.

For programs that show labels alone. The release itself stays as it is; nothing is looked up outside
the statements that are handed in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import pyoxigraph

from secgraph.namespaces import PREFIXES, SG, curie

_RDF_TYPE = PREFIXES["rdf"] + "type"
_RDFS_LABEL = pyoxigraph.NamedNode(PREFIXES["rdfs"] + "label")
_ORG, _OA = PREFIXES["org"], PREFIXES["oa"]
_SELECTOR = _OA + "TextPositionSelector"


class Labels:
    """The labels of things, their own and those by rule.

    Args:
        triples: The statements of a release.
    """

    def __init__(self, triples: Iterable[pyoxigraph.Triple]) -> None:
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._parents: dict[str, str] = {}
        for triple in triples:
            if not isinstance(triple.subject, pyoxigraph.NamedNode):
                continue
            value = getattr(triple.object, "value", "")
            self._values[triple.subject.value][triple.predicate.value].append(value)
            if triple.predicate.value in _OF_PARENT:
                self._parents[value] = triple.subject.value

    def missing(self) -> set[pyoxigraph.Triple]:
        """Give a label for each thing of the project's classes that has none and that has a rule.

        A thing of which a part that the rule names is missing has the short form of its IRI there.
        """
        return {
            pyoxigraph.Triple(
                pyoxigraph.NamedNode(iri), _RDFS_LABEL, pyoxigraph.Literal(label, language="en")
            )
            for iri in sorted(self._values)
            if not self._values[iri].get(_RDFS_LABEL.value)
            and (label := self._by_rule(iri)) is not None
        }

    def _by_rule(self, iri: str) -> str | None:
        for kind in sorted(self._values[iri].get(_RDF_TYPE, [])):
            if kind in _RULES:
                return _RULES[kind](self, iri)
        return None

    def _label(self, iri: str) -> str:
        """Give the label of a thing, or one by rule, or the short form of its IRI."""
        own: Mapping[str, list[str]] = self._values.get(iri, {})
        labels = sorted(own.get(_RDFS_LABEL.value, []))
        if labels:
            return labels[0]
        by_rule = self._by_rule(iri) if own else None
        return by_rule if by_rule is not None else curie(iri)

    def _part(self, iri: str, *predicates: str) -> str:
        """Give the label of what the first of some predicates leads to."""
        for predicate in predicates:
            values = self._values[iri].get(predicate)
            if values:
                return " and ".join(self._label(value) for value in sorted(values))
        return curie(iri)

    def _name(self, iri: str, *predicates: str) -> str:
        """Give the short form of what the first of some predicates leads to."""
        for predicate in predicates:
            values = self._values[iri].get(predicate)
            if values:
                return " and ".join(sorted(map(curie, values)))
        return curie(iri)

    def _text(self, iri: str, predicate: str) -> str:
        return " ".join(sorted(self._values[iri].get(predicate, [])))

    def membership(self, iri: str) -> str:
        """Name the two, the kind, and the time where it is known."""
        member, body = self._part(iri, _ORG + "member"), self._part(iri, _ORG + "organization")
        kind = self._part(iri, SG + "hasMembershipKind")
        start = self._text(iri, SG + "hasStart")[:10]
        return f"{member} in {body}, {kind}" + (f", since {start}" if start else "")

    def vote(self, iri: str) -> str:
        """Name who votes, how, and in which event."""
        state, option = self._part(iri, SG + "isCastBy"), self._part(iri, SG + "hasVoteOption")
        return f"{state}, {option}, in: {self._part(iri, SG + 'isCastIn')}"

    def link(self, iri: str) -> str:
        """Name the two claims by their short names, since their labels are sentences."""
        start = self._name(iri, SG + "linksFromUnit", SG + "linksFrom")
        end = self._name(iri, SG + "linksToUnit", SG + "linksTo")
        return f"{start} {self._part(iri, SG + 'hasLinkKind')} {end}"

    def step(self, iri: str) -> str:
        """Such as ``step 3 of: the line of argument``."""
        if iri not in self._parents:
            return f"step {curie(iri)}"
        return f"step {self._text(iri, SG + 'ordinal')} of: {self._label(self._parents[iri])}"

    def mention(self, iri: str) -> str:
        """Name the thing, and the passage by its identifier."""
        thing = self._part(iri, SG + "refersTo")
        return f"mention of {thing} in {self._part(iri, SG + 'inPassage')}"

    def position(self, iri: str) -> str:
        """Such as ``position of P1.S1``."""
        if iri not in self._parents:
            return f"position {curie(iri)}"
        return f"position of {self._label(self._parents[iri])}"

    def test(self, iri: str) -> str:
        """Name the claim by its short name, and the question that tests it."""
        rule = self._text(iri, SG + "appliesRule")
        return f"test of {self._name(iri, SG + 'testsClaim')} by {rule}"


_OF_PARENT = frozenset({SG + "hasStep", _OA + "hasSelector"})
"""Predicates whose subject labels their object."""

_RULES: Mapping[str, Callable[[Labels, str], str]] = {
    _ORG + "Membership": Labels.membership,
    SG + "Tenure": Labels.membership,
    SG + "Vote": Labels.vote,
    SG + "ArgumentLink": Labels.link,
    SG + "ArgumentStep": Labels.step,
    SG + "Mention": Labels.mention,
    SG + "ClaimTest": Labels.test,
    _SELECTOR: Labels.position,
}
