"""Decide by rules whether things contradict the ontology: by their classes and by their values.

The rules are those of OWL 2 RL for the axioms that the ontology has: classes below others, classes
that share no member, domains, ranges, properties below others, symmetric properties, and classes
defined by an intersection. They decide nothing where there are other axioms: see
:attr:`axioms.Rules.covered`.
"""

import re
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pyoxigraph

from secgraph.checks import words
from secgraph.checks.axioms import LABEL, TYPE, Rules, Term
from secgraph.checks.datatypes import fits
from secgraph.checks.finding import name
from secgraph.checks.lexical import is_ill_typed

Proof = tuple[words.Sentence, ...]
"""The sentences from which something follows."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A contradiction about one thing.

    Attributes:
        thing: Its IRI, or ``_:label``.
        axioms: What cannot all be true, each as a sentence, in reading order.
    """

    thing: str
    axioms: list[str]


def clashes(
    store: pyoxigraph.Store, added: Collection[pyoxigraph.Quad], rules: Rules
) -> list[Clash]:
    """Find what contradicts itself about the things that statements are about.

    Args:
        store: The graph, with the statements.
        added: The statements, of which none is an axiom.
        rules: The axioms of the graph.
    """
    nodes = {
        term
        for quad in added
        for term in (quad.subject, quad.object)
        if isinstance(term, Term) and not (term is quad.object and quad.predicate.value == TYPE)
    }
    search = _Search(store, rules)
    result = [search.clash_of(node) for node in nodes]
    result += [search.clash_of(node) for node in search.values_implied() - nodes]
    result += [search.value_clash(quad) for quad in added]
    return sorted(
        {clash.thing: clash for clash in result if clash}.values(), key=lambda clash: clash.thing
    )


class _Search:
    """The search for clashes in one graph."""

    def __init__(self, store: pyoxigraph.Store, rules: Rules) -> None:
        self.store, self.rules = store, rules
        self._implied: dict[Term, list[tuple[Term, pyoxigraph.NamedNode, str]]] = {}
        self._labels: dict[str, str] = {}

    def values_implied(self) -> set[Term]:
        """Give the things of which something follows from the class of another."""
        return set(self._implied)

    def clash_of(self, node: Term) -> Clash | None:
        """Say why a thing cannot be, if it cannot."""
        classes = self._classes(node)
        for number, class_ in enumerate(sorted(classes)):
            for other in sorted(classes)[number + 1 :]:
                group = self.rules.disjoint_group(class_, other)
                if group is not None:
                    proof = [*classes[class_], *classes[other], self._apart(class_, other, group)]
                    return Clash(name(node), words.in_order(proof))
        return None

    def _apart(self, class_: str, other: str, group: frozenset[str]) -> words.Sentence:
        names = self.label(class_), self.label(other)
        return words.disjoint(*names) if len(group) == 2 else words.all_disjoint(names)

    def value_clash(self, quad: pyoxigraph.Quad) -> Clash | None:
        """Say why a property cannot have a value, if it cannot."""
        value, property_ = quad.object, quad.predicate.value
        if not isinstance(value, pyoxigraph.Literal) or property_ not in self.rules.values:
            return None
        if is_ill_typed(value.value, value.datatype.value):
            return None
        for above, chain in self._super_properties(property_).items():
            for datatype in sorted(self.rules.ranges.get(above, ())):
                if not fits(value, datatype):
                    proof = [
                        words.related(
                            self.label(name(quad.subject)), self.label(property_), str(value)
                        ),
                        *chain,
                        words.range_(self.label(above), re.split(r"[/#]", datatype)[-1]),
                    ]
                    return Clash(name(quad.subject), words.in_order(proof))
        return None

    def _classes(self, node: Term) -> dict[str, Proof]:
        """Give every class that a thing is in, with what puts it there."""
        classes: dict[str, Proof] = {}
        for quad in self.store.quads_for_pattern(node, None, None):
            if quad.predicate.value == TYPE:
                class_ = name(quad.object)
                proof = (words.typed(self.label(name(node)), self.label(class_)),)
                classes.setdefault(class_, proof)
            elif isinstance(quad.object, Term) or quad.predicate.value in self.rules.values:
                self._add(classes, quad.subject, quad.predicate, quad.object, forward=True)
        for quad in self.store.quads_for_pattern(None, None, node):
            if quad.predicate.value != TYPE:
                self._add(classes, quad.subject, quad.predicate, quad.object, forward=False)
        for subject, predicate, _ in self._implied.get(node, ()):
            self._add(classes, subject, predicate, node, forward=False)
        whole = _closure(classes, self.rules.above, self._subclass)
        for class_ in whole:
            for predicate, value in self.rules.implied.get(class_, ()):
                self._implied.setdefault(value, []).append((node, predicate, class_))
        return whole

    def _add(
        self,
        classes: dict[str, Proof],
        subject: object,
        predicate: pyoxigraph.NamedNode,
        value: object,
        *,
        forward: bool,
    ) -> None:
        """Add the classes that a statement gives to its subject, or to its object."""
        property_ = predicate.value
        literal = isinstance(value, pyoxigraph.Literal)
        if property_ not in (self.rules.values if literal else self.rules.objects):
            return

        def proof(chain: Proof, axiom: words.Sentence) -> Proof:
            labels = (name(subject), property_, name(value))
            return (words.related(*map(self.label, labels)), *chain, axiom)

        for above, chain in self._super_properties(property_).items():
            both = above in self.rules.symmetric and not literal
            if forward or both:
                for class_ in self._missing(self.rules.domains.get(above, ()), classes):
                    axiom = words.domain(self.label(above), self.label(class_))
                    classes[class_] = proof(chain, axiom)
            if not literal and (not forward or both):
                for class_ in self._missing(self.rules.ranges.get(above, ()), classes):
                    axiom = words.range_(self.label(above), self.label(class_))
                    classes[class_] = proof(chain, axiom)

    @staticmethod
    def _missing(given: Collection[str], classes: dict[str, Proof]) -> list[str]:
        """Give the classes that a thing is not known to be in yet, in their order."""
        return [class_ for class_ in given if class_ not in classes]

    def _super_properties(self, property_: str) -> dict[str, Proof]:
        """Give a property and those above it, each with what puts it there."""
        return _closure({property_: ()}, self.rules.properties_above, self._subproperty)

    def _subproperty(self, property_: str, above: str) -> words.Sentence:
        return words.subproperty(self.label(property_), self.label(above))

    def _subclass(self, class_: str, above: str) -> words.Sentence:
        return words.subclass(self.label(class_), self.label(above))

    def label(self, text: str) -> str:
        """Give the label of a node, else the end of its IRI."""
        if text not in self._labels:
            self._labels[text] = self._label(text)
        return self._labels[text]

    def _label(self, text: str) -> str:
        if not re.match(r"[A-Za-z][\w+.-]*:\S*$", text):
            return text
        labels = self.store.quads_for_pattern(
            pyoxigraph.NamedNode(text), pyoxigraph.NamedNode(LABEL), None
        )
        first = min((name(quad.object) for quad in labels), default="")
        return first or re.split(r"[/#]", text)[-1]


def _closure(
    start: Mapping[str, Proof],
    above: Mapping[str, set[str]],
    sentence: Callable[[str, str], words.Sentence],
) -> dict[str, Proof]:
    """Add what stands above some classes or properties, each with its shortest proof."""
    proofs = dict(start)
    waiting = deque(sorted(start))
    while waiting:
        name_ = waiting.popleft()
        for higher in sorted(above.get(name_, ())):
            if higher not in proofs:
                proofs[higher] = (*proofs[name_], sentence(name_, higher))
                waiting.append(higher)
    return proofs
