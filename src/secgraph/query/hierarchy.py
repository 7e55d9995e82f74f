"""Know the classes of things, and the classes above each class.

Asks one query for each, without a property path, which some stores do not take. Judges nothing.
"""

from collections.abc import Callable, Iterable, Sequence

from secgraph.namespaces import PREFIXES

Ask = Callable[[str], Iterable[Sequence[str]]]
"""Answers a SELECT query with plain strings."""

_SUBCLASSES = f"SELECT ?below ?top WHERE {{ ?below <{PREFIXES['rdfs']}subClassOf> ?top }}"


def classes_of(ask: Ask, things: Iterable[str]) -> dict[str, set[str]]:
    """Give the classes of each thing, as they are stated; things without one are left out."""
    terms = " ".join(f"<{thing}>" for thing in sorted(things))
    classes: dict[str, set[str]] = {}
    for thing, name in ask(
        f"SELECT DISTINCT ?thing ?class WHERE {{ VALUES ?thing {{ {terms} }} ?thing a ?class }}"
    ):
        classes.setdefault(thing, set()).add(name)
    return classes


def above(ask: Ask) -> dict[str, set[str]]:
    """Give each class that has one above it, with itself and all above it."""
    direct: dict[str, set[str]] = {}
    for below, top in ask(_SUBCLASSES):
        direct.setdefault(below, set()).add(top)
    return {name: _reached(name, direct) for name in direct}


def _reached(name: str, direct: dict[str, set[str]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        tops = direct.get(waiting.pop(), set()) - found
        found |= tops
        waiting += tops
    return found
