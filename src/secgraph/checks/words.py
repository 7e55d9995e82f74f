"""Put an axiom into words.

Each sentence has its place in the reading order: facts about things first, then axioms about
classes, then disjointness. Knows no reasoner and no graph.
"""

from collections.abc import Iterable

Sentence = tuple[int, str]
"""The place in the reading order, and the words."""


def typed(thing: str, class_: str) -> Sentence:
    """Say of what class a thing is."""
    return 0, f"{thing} is given as {_a(class_)}"


def related(subject: str, property_: str, value: str) -> Sentence:
    """Say how a thing is related to another, or which value it has."""
    return 1, f"{subject} – {property_} – {value}"


def subclass(class_: str, above: str) -> Sentence:
    """Say that a class is below another."""
    return 2, f"every {class_} is {_a(above)}"


def subproperty(property_: str, above: str) -> Sentence:
    """Say that a property is below another."""
    return 2, f"where “{property_}” holds, “{above}” holds"


def symmetric(property_: str) -> Sentence:
    """Say that a property holds both ways."""
    return 2, f"“{property_}” holds both ways"


def domain(property_: str, class_: str) -> Sentence:
    """Say of what a property is said."""
    return 2, f"“{property_}” is said of {_a(class_)} only"


def range_(property_: str, class_: str) -> Sentence:
    """Say to what a property leads."""
    return 2, f"“{property_}” leads to {_a(class_)} only"


def disjoint(class_: str, other: str) -> Sentence:
    """Say that two classes share no member."""
    return 3, f"nothing is both {_a(class_)} and {_a(other)}"


def all_disjoint(classes: Iterable[str]) -> Sentence:
    """Say that classes share no member, two by two."""
    return 3, "nothing is two of these at once: " + ", ".join(sorted(classes))


def in_order(sentences: Iterable[Sentence]) -> list[str]:
    """Give sentences in their reading order, each once."""
    ordered = sorted(sentences, key=lambda sentence: sentence[0])
    return list(dict.fromkeys(text for _, text in ordered))


def _a(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
