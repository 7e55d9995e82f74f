"""Check that the things of a statement are of classes between which its relation can stand.

Asks nothing of claims.
"""

from collections.abc import Collection, Iterable

from secgraph.claims.fact_layer import FactKind, classes
from secgraph.claims.wordings import Wording
from secgraph.errors import BadValue
from secgraph.namespaces import PREFIXES, SG, curie
from secgraph.query import hierarchy
from secgraph.query.sessions import Session

_ANYTHING = PREFIXES["owl"] + "Thing"
_MOST = 3
"""So many things that could stand there are named."""

Side = tuple[str, Collection[str]]
"""A name as it was given, and the IRIs of the things that have it."""


def check(
    session: Session, wording: Wording | None, asked: FactKind | None, subject: Side, object: Side
) -> None:
    """Refuse a statement whose subject or object is of a class that cannot stand there.

    Args:
        session: Where to look.
        wording: The kind of relation that is asked for; None where only facts are.
        asked: The kind of fact that is asked for; None where only claims are.
        subject: What stands first.
        object: What stands last.

    Raises:
        BadValue: A thing is of no class that is expected there; names some that are.
    """
    expected = _expected(wording, asked)
    if expected is None:
        return
    above = hierarchy.above(session.store.rows)
    for (name, things), wanted in zip((subject, object), expected, strict=True):
        if not wanted or _ANYTHING in wanted:
            continue
        own = _classes(session, things)
        if own and not any(wanted & above.get(one, {one}) for one in own):
            relation = wording.label if wording else asked.label if asked else ""
            named = _classes(session, session.names().all(name))
            raise BadValue(name, _reason(session, name, named, wanted, relation))


def _expected(wording: Wording | None, asked: FactKind | None) -> tuple[set[str], set[str]] | None:
    """Give the classes expected of subject and object; None where nothing is expected."""
    subjects: set[str] = set()
    objects: set[str] = set()
    if wording is not None:
        kind = wording.scheme.kinds.get(wording.kind)
        if kind is None or wording.form not in ("", "swapped"):
            return None
        both = (set(kind.subjects), set(kind.objects))
        if not all(both):
            return None
        subjects, objects = both[::-1] if wording.form == "swapped" else both
        if wording.symmetric:
            subjects = objects = subjects | objects
    if asked is not None:
        subjects |= set(classes(asked.subjects))
        objects |= set(classes(asked.objects))
    return subjects, objects


def _classes(session: Session, things: Iterable[str]) -> set[str]:
    return set().union(*hierarchy.classes_of(session.store.rows, things).values())


def _reason(
    session: Session, name: str, own: Iterable[str], wanted: Iterable[str], relation: str
) -> str:
    """Say what stands where something else is expected, and what could."""
    names = session.names(*sorted(wanted))
    near = names.near(name) or sorted(names.labels.values())[:_MOST]
    *others, last = [repr(label) for label in near] or [""]
    choice = f"{', '.join(others)} or {last}" if others else last
    labels = session.names().labels
    is_a = " and ".join(sorted(labels.get(one, curie(one)) for one in own if one.startswith(SG)))
    takes = " or ".join(sorted(labels.get(one, curie(one)) for one in wanted))
    such = f", such as {choice}" if choice else ""
    return f"its class is {is_a}, and {relation!r} has another there ({takes}){such}"
