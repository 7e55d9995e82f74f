"""Look up links by thing, and things by name or code.

Never guesses: a value that fits two things, or that may be the code of a thing that is not in the
graph, is not resolved; its candidates are returned.
"""

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from secgraph.dataset import states
from secgraph.dataset.names import fold
from secgraph.linking import sssom
from secgraph.linking.schemes import Scheme, of_iri, scheme, schemes
from secgraph.namespaces import PREFIXES, SG, curie, expand
from secgraph.query.labels import Names
from secgraph.query.nearest import Nearest
from secgraph.stores.embedded import Embedded

NAME = "name"
"""The scheme of labels and aliases."""

SUGGESTED = 3
"""How many similar labels are suggested at most."""

_THINGS = PREFIXES["sgd"]
_FITTING = (PREFIXES["skos"] + "exactMatch", PREFIXES["schema"] + "sameAs", sssom.NOTATION)


@dataclass(slots=True, repr=False)
class Resolution:
    """What a name or a code stands for.

    Attributes:
        value: The name or code.
        iri: IRI of the thing; empty where there is none, or more than one.
        scheme: The target of the scheme of the code, or ``name``; several separated by spaces;
            empty where the value is not resolved.
        reason: ``unknown`` or ``ambiguous``; empty where the value is resolved.
        candidates: What the value might be, each in a few words; empty where it is resolved.
    """

    value: str
    iri: str = ""
    scheme: str = ""
    reason: str = field(default="", kw_only=True)
    candidates: list[str] = field(default_factory=list, kw_only=True)

    def __repr__(self) -> str:
        return (
            f"<{self.value!r} is {curie(self.iri)} ({self.scheme})>"
            if self.iri
            else f"<{self.value!r} is not resolved: {self.reason}>"
        )


def links(
    thing: str | None = None, /, *, target: str | None = None, rejected: bool = False
) -> list[sssom.Link]:
    """Give the links of the release to other datasets.

    Of a state also its codes in the table of states, where the tables of links have none.

    Args:
        thing: Label, alias, prefixed name, IRI, or official name of a state; all things if None,
            and then only what the tables of links have.
        target: A scheme by its short name or its name, such as ``"wikidata"``; all if None.
        rejected: Whether rejected links are included too; their ``.rejected`` is true.

    Returns:
        In the order of the schemes, then of the tables; codes of a state last. With *rejected*,
        identifiers without a thing in the graph are included.

    Raises:
        UnknownValue: Nothing has this name.
        BadValue: Several things have it, or there is no such scheme.
    """
    matches = sssom.packaged()
    name = scheme(target).target if target is not None else ""
    if name:
        matches = [link for link in matches if link.scheme and link.scheme.target == name]
    if thing is not None:
        iri = _subject(thing)
        matches = [link for link in matches if link.subject == iri]
        matches += _further_codes(iri, matches, name)
    return [link for link in matches if rejected or (link.found and not link.rejected)]


def _subject(name: str) -> str:
    """Give the IRI of the thing of that name, or of the state that the release says nothing of.

    Raises:
        UnknownValue: Nothing has this name.
        BadValue: Several things have it.
    """
    if not _names().all(name):
        iri = resolve(name, scheme=NAME).iri
        if iri in states.states():
            return iri
    return _names().one(name)


def _further_codes(thing: str, links: list[sssom.Link], target: str) -> list[sssom.Link]:
    """Give the codes of a state that stand only in the table of states.

    Args:
        thing: IRI of the state, or of any other thing, which has none.
        links: The links of the thing.
        target: The scheme of the codes; empty for all.
    """
    state = states.states().get(thing)
    if state is None:
        return []
    present = {link.scheme.target for link in links if link.scheme and not link.rejected}
    return [
        _code_of_state(state, schemes()[name], code)
        for name, code in _codes_of(state)
        if name not in present and target in ("", name)
    ]


def _code_of_state(state: states.State, scheme: Scheme, code: str) -> sssom.Link:
    return sssom.Link(
        state.iri,
        state.label,
        PREFIXES["rdfs"] + "seeAlso" if scheme.base else sssom.NOTATION,
        scheme.iri(code),
        code,
        False,
        scheme,
        states.path(),
        state.line,
        comment=state.note,
        evidence=f"data/adapters/states.tsv, from {' and '.join(state.sources)}",
    )


def resolve(value: str, /, *, scheme: str | None = None) -> Resolution:
    """Say which thing a name or a code stands for, where that is certain.

    Args:
        value: A label, an alias, a prefixed name, an IRI of ours or of a scheme, or a code.
        scheme: The scheme of the code, such as ``"iso-alpha3"``, or ``"name"`` for labels and
            aliases only. Without it, a code is resolved where all schemes that may have it give the
            same thing: ``AUS`` is Austria in COW and Australia in ISO, so it is ambiguous.

    Raises:
        BadValue: There is no such scheme.
    """
    return resolver(scheme)(value)


class Resolver:
    """Resolves names and codes of one scheme, or of any; see :func:`resolve`."""

    def __init__(self, scheme: Scheme | None, names: bool) -> None:
        self.scheme, self.names = scheme, names

    @functools.lru_cache(maxsize=10_000)  # noqa: B019 - there are as many resolvers as schemes, and each lives as long as the process
    def __call__(self, value: str) -> Resolution:
        """Resolve one value."""
        text = value.strip()
        resolution = self._iri(text)
        if resolution is not None:
            return resolution
        return self._code(text, self.scheme) if self.scheme is not None else self._any(text)

    def _iri(self, text: str) -> Resolution | None:
        """Resolve an IRI or prefixed name, whose scheme is clear; None for anything else."""
        bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
        prefix, _, local = bare.partition(":")
        iri = expand(bare) or (_bases()[prefix] + local if prefix in _bases() else "")
        if bare.startswith(("http://", "https://")):
            iri = bare
        if not iri:
            return None
        if iri in _names().labels or iri in states.states():
            return Resolution(text, iri, NAME)
        forms = (
            iri,
            iri + "/",
            iri.replace("https://", "http://", 1),
            iri.replace("http://", "https://", 1),
        )
        owner = next(filter(None, map(of_iri, forms)), None)
        if owner is None or (self.scheme is not None and owner is not self.scheme):
            return Resolution(
                text, reason="unknown", candidates=[f"it is of {owner.target}"] if owner else []
            )
        return self._code(next(filter(None, map(owner.identifier, forms))), owner)

    def _code(self, text: str, scheme: Scheme) -> Resolution:
        """Resolve a code of one scheme."""
        codes = _codes()[scheme.target]
        things = codes.get(text) or _folded()[scheme.target].get(text.casefold(), set())
        if len(things) == 1:
            return Resolution(text, next(iter(things)), scheme.target)
        if things:
            candidates = [_described(thing, scheme.target) for thing in sorted(things)]
            return Resolution(text, reason="ambiguous", candidates=candidates)
        candidates = [
            f"{_described(thing, scheme.target)} has {code}"
            for code, things in codes.items()
            for thing in sorted(things)
            if code.lstrip("0") == text.lstrip("0")
        ]
        candidates += _former(text, scheme.target)
        rejections = _rejections().get((scheme.target, text), ())
        candidates += [f"not {_described(thing)}: {why}" for thing, why in rejections]
        candidates += [_described(thing, NAME) for thing in self._named(text)]
        return Resolution(text, reason="unknown", candidates=candidates)

    def _any(self, text: str) -> Resolution:
        """Resolve a name, or a code of any scheme."""
        named = self._named(text)
        codes: dict[str, set[str]] = {}
        if not self.names:
            codes = {target: things[text] for target, things in _codes().items() if text in things}
        things = {*named, *(thing for things in codes.values() for thing in things)}
        if not things:
            return Resolution(text, reason="unknown", candidates=self._similar(text))
        candidates = _grouped([*((thing, NAME) for thing in named), *_pairs(codes)])
        if fold(text) in _cities() and named:
            candidates.append("the city, which is no thing here")
            return Resolution(text, reason="ambiguous", candidates=candidates)
        if len(things) > 1:
            return Resolution(text, reason="ambiguous", candidates=candidates)
        if not named and (doubts := _doubts(text, codes)):
            candidates += [*doubts, "name the scheme"]
            return Resolution(text, reason="ambiguous", candidates=candidates)
        return Resolution(text, next(iter(things)), " ".join([*([NAME] if named else []), *codes]))

    def _similar(self, text: str) -> list[str]:
        """Give codes that differ in case only; where there are none, similar labels."""
        codes = {}
        if not self.names:
            codes = {
                target: things.get(text.casefold(), set()) for target, things in _folded().items()
            }
        return _grouped(_pairs(codes)) or _former(text) or self._near(text)

    def _near(self, text: str) -> list[str]:
        """Give up to three similar labels, each of which is resolved itself."""
        things = [*_names().near_things(text), *_near_states(text)]
        labels = dict.fromkeys(_label(thing) for thing in things if thing.startswith(_THINGS))
        resolved = (label for label in labels if label != text and self(label).iri)
        return [f"{label!r}?" for label in itertools.islice(resolved, SUGGESTED)]

    def _named(self, text: str) -> list[str]:
        """Give the things of the world that a name stands for."""
        if ":" in text or "<" in text:
            return []
        things = [thing for thing in _names().all(text) if thing.startswith(_THINGS)]
        state = states.named(text)
        return things or ([state] if state else [])


def _pairs(codes: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Give each thing with the target under which it has a code."""
    return [(thing, target) for target, things in codes.items() for thing in sorted(things)]


def _doubts(text: str, codes: dict[str, set[str]]) -> list[str]:
    """Say which further schemes have codes of this form.

    Such a scheme may have the code for something that is not in the graph.
    """
    others = [
        scheme.target
        for scheme in schemes().values()
        if scheme.pattern is not None and scheme.target not in codes and scheme.admits(text)
    ]
    rejections = {target: _rejections().get((target, text)) for target in others}
    doubts = [
        f"but not in {target}: {why}"
        for target, pairs in rejections.items()
        for _, why in pairs or ()
    ]
    rest = [target for target, pairs in rejections.items() if not pairs]
    if rest:
        doubts.append(f"it may be of {', '.join(rest)} too, for what is not here")
    return doubts


@functools.cache
def resolver(name: str | None = None) -> Resolver:
    """Give the resolver of a scheme; of all schemes if None, of names alone for ``name``."""
    return Resolver(None if name is None or name == NAME else scheme(name), name == NAME)


def fitting(value: str) -> list[str]:
    """Give the targets of the schemes in which a value is the code of one thing."""
    return [target for target, codes in _codes().items() if len(codes.get(value.strip(), ())) == 1]


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Describe each thing once, with all schemes that give it."""
    by_thing: dict[str, list[str]] = {}
    for thing, target in pairs:
        by_thing.setdefault(thing, []).append(target)
    return [_described(thing, ", ".join(targets)) for thing, targets in by_thing.items()]


def _described(thing: str, targets: str = "") -> str:
    return f"{_label(thing)} ({curie(thing)}{f' by {targets}' if targets else ''})"


def _label(thing: str) -> str:
    state = states.states().get(thing)
    return _names().labels.get(thing) or (state.label if state else curie(thing))


def _former(text: str, target: str = "") -> list[str]:
    """Say what has a code that only looks like one of ISO 3166-1, or was one."""
    return [
        f"not {_described(state.iri)}, which has no code of {scheme(name).name} today"
        + (f": {state.note}" if state.note else "")
        for name, state in _former_codes().get(text, ())
        if target in ("", name)
    ]


@functools.cache
def _former_codes() -> dict[str, list[tuple[str, states.State]]]:
    """Give the targets and states by such a code."""
    codes: dict[str, list[tuple[str, states.State]]] = {}
    for state in states.states().values():
        for target, code in state.former.items():
            codes.setdefault(code, []).append((target, state))
    return codes


@functools.cache
def _names() -> Names:
    return Names(Embedded().rows)


@functools.cache
def _bases() -> dict[str, str]:
    return {scheme.prefix: scheme.base for scheme in schemes().values() if scheme.prefix}


@functools.cache
def _state_index() -> tuple[dict[str, str], Nearest]:
    """Give the states by folded official name, and an index of these names."""
    names = {fold(name): iri for name, iri in states.official_names().items()}
    return names, Nearest(names)


def _near_states(text: str) -> list[str]:
    names, nearest = _state_index()
    return [names[name] for name in nearest.near(fold(text))]


@functools.cache
def _codes() -> dict[str, dict[str, set[str]]]:
    """Give the things by target and code.

    They are exact matches, states that places link to, and the states of the table of codes, unless
    a code is known to be wrong for a state.
    """
    subjects: dict[str, dict[str, set[str]]] = {target: {} for target in schemes()}
    for link in sssom.packaged():
        if link.found and not link.rejected and link.scheme is not None:
            of_place = link.scheme.place and link.predicate == PREFIXES["rdfs"] + "seeAlso"
            if link.predicate in _FITTING or of_place:
                subjects[link.scheme.target].setdefault(link.identifier, set()).add(link.subject)
    for state in states.states().values():
        for target, code in _codes_of(state):
            subjects[target].setdefault(code, set()).add(state.iri)
    return subjects


def _codes_of(state: states.State) -> list[tuple[str, str]]:
    """Give the targets and codes of a state in the table of states that are not known as wrong."""
    return [
        (target, code)
        for target, code in state.codes.items()
        if state.iri not in [thing for thing, _ in _rejections().get((target, code), ())]
    ]


@functools.cache
def _folded() -> dict[str, dict[str, set[str]]]:
    folded: dict[str, dict[str, set[str]]] = {}
    for target, codes in _codes().items():
        folded[target] = {}
        for code, things in codes.items():
            folded[target].setdefault(code.casefold(), set()).update(things)
    return folded


@functools.cache
def _rejections() -> dict[tuple[str, str], list[tuple[str, str]]]:
    rejections: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for link in sssom.packaged():
        if link.rejected and link.scheme is not None:
            rejections.setdefault((link.scheme.target, link.identifier), []).append(
                (link.subject, link.comment)
            )
    return rejections


@functools.cache
def _cities() -> set[str]:
    """Give the folded names of cities that stand for governments."""
    rows = Embedded().rows(f"SELECT ?g {{ ?g a <{SG}Government> }}")
    governments = {government for (government,) in rows}
    return {
        fold(link.entity)
        for link in sssom.packaged()
        if link.rejected and link.subject in governments
    }
