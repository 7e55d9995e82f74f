"""Look up links by thing, and things by name or code.

Never guesses: what fits two things, or might be the code of a thing that is not here, is given back
with its candidates.
"""

import functools
from collections.abc import Iterable, Sequence

import pyoxigraph

from secgraph.dataset import release
from secgraph.linking import sssom
from secgraph.linking.schemes import Scheme, of_iri, scheme, schemes
from secgraph.namespaces import PREFIXES, SG, curie, expand
from secgraph.query.labels import Names, fold

NAME = "name"
"""Stands for a scheme where a label or an alias fits."""

_THINGS = PREFIXES["sgd"]
_FITTING = (PREFIXES["skos"] + "exactMatch", PREFIXES["schema"] + "sameAs", sssom.NOTATION)


class Resolution:
    """What a name or a code stands for.

    Attributes:
        value: The name or code.
        iri: IRI of the thing; empty where there is none, or more than one.
        scheme: What it was found as: the target of a scheme, or ``name``; several separated by
            spaces; empty where nothing was found.
        candidates: What it might be, each in a few words; empty where it is resolved.
        reason: Why it is not resolved; empty where it is.
    """

    __slots__ = ("candidates", "iri", "reason", "scheme", "value")

    def __init__(
        self,
        value: str,
        iri: str = "",
        scheme: str = "",
        *,
        reason: str = "",
        candidates: Sequence[str] = (),
    ) -> None:
        self.value, self.iri, self.scheme, self.reason, self.candidates = (
            value,
            iri,
            scheme,
            reason,
            list(candidates),
        )

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

    Args:
        thing: Label, alias, prefixed name or IRI; of everything if None.
        target: A scheme by its short name or its name, such as ``"wikidata"``; all if None.
        rejected: Whether the rows that say *not* come too; where they do, each says so in
            ``.rejected``.

    Returns:
        In the order of the schemes, then of the tables. Identifiers of which there is no thing here
        come only for a target, with *rejected*.

    Raises:
        UnknownValue: Nothing has this name.
        BadValue: Several things have it, or there is no such scheme.
    """
    wanted = scheme(target).target if target is not None else None
    iri = _names().one(thing) if thing is not None else None
    matches = [
        link
        for link in sssom.packaged()
        if wanted is None or (link.scheme is not None and link.scheme.target == wanted)
    ]
    matches = [link for link in matches if rejected or (link.found and not link.rejected)]
    return [link for link in matches if iri is None or link.subject == iri]


def resolve(value: str, /, *, scheme: str | None = None) -> Resolution:
    """Say which thing a name or a code stands for, where that is certain.

    Args:
        value: A label, an alias, a prefixed name, an IRI of ours or of a scheme, or a code.
        scheme: The scheme of the code, such as ``"iso-alpha3"``, or ``"name"`` for labels and
            aliases only. Without it a code is taken where every scheme in which it might be one has
            it for the same thing: COW ``AUS`` is Austria, so
                ``AUS`` alone is not.

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
        whole = self._whole(text)
        if whole is not None:
            return whole
        return self._in(text, self.scheme) if self.scheme is not None else self._anywhere(text)

    def _whole(self, text: str) -> Resolution | None:
        """Resolve an IRI or prefixed name, which names its scheme; None for anything else."""
        bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
        prefixes = {scheme.prefix: scheme.base for scheme in schemes().values() if scheme.prefix}
        prefix, _, local = bare.partition(":")
        iri = (
            bare
            if bare.startswith(("http://", "https://"))
            else expand(bare) or (prefixes[prefix] + local if prefix in prefixes else "")
        )
        if not iri:
            return None
        if iri in _names().labels:
            return Resolution(text, iri, NAME)
        forms = (
            iri,
            iri + "/",
            iri.replace("https://", "http://", 1),
            iri.replace("http://", "https://", 1),
        )
        owner = next(
            (scheme for scheme in (of_iri(form) for form in forms) if scheme is not None), None
        )
        if owner is None or (self.scheme is not None and owner is not self.scheme):
            return Resolution(
                text, reason="unknown", candidates=[f"it is of {owner.target}"] if owner else []
            )
        identifier = next(filter(None, (owner.identifier(form) for form in forms)))
        return self._in(identifier, owner)

    def _in(self, text: str, scheme: Scheme) -> Resolution:
        codes = _codes()[scheme.target]
        things = codes.get(text) or _folded()[scheme.target].get(text.casefold(), set())
        if len(things) == 1:
            return Resolution(text, next(iter(things)), scheme.target)
        if things:
            return Resolution(
                text,
                reason="ambiguous",
                candidates=[_described(thing, scheme.target) for thing in sorted(things)],
            )
        near = [
            f"{_described(thing, scheme.target)} has {code}"
            for code, found in codes.items()
            for thing in sorted(found)
            if code.lstrip("0") == text.lstrip("0")
        ]
        no = _wrong().get((scheme.target, text))
        near += [f"not {_described(thing)}: {why}" for thing, why in no or ()]
        near += [f"{_described(thing, NAME)}" for thing in self._named(text)]
        return Resolution(text, reason="unknown", candidates=near)

    def _anywhere(self, text: str) -> Resolution:
        named = self._named(text)
        if self.names:
            codes: dict[str, set[str]] = {}
        else:
            codes = {target: found[text] for target, found in _codes().items() if text in found}
        things = {*named, *(thing for found in codes.values() for thing in found)}
        candidates = _grouped(
            [
                *((thing, NAME) for thing in named),
                *((thing, target) for target, found in codes.items() for thing in sorted(found)),
            ]
        )
        if fold(text) in _cities() and named:
            return Resolution(
                text,
                reason="ambiguous",
                candidates=[*candidates, "the city, which is no thing here"],
            )
        if len(things) > 1:
            return Resolution(text, reason="ambiguous", candidates=candidates)
        if not things:
            near = (
                []
                if self.names
                else _grouped(
                    (thing, target)
                    for target, found in _folded().items()
                    for thing in sorted(found.get(text.casefold(), ()))
                )
            )
            return Resolution(
                text,
                reason="unknown",
                candidates=near or [f"{label!r}?" for label in _names().near(text)],
            )
        if not named:
            # A scheme that has codes of this look, and not this one, may have it for something that
            # is not here.
            others = [
                scheme
                for scheme in schemes().values()
                if scheme.pattern is not None and scheme.target not in codes and scheme.admits(text)
            ]
            if others:
                reasons = [
                    f"but not in {scheme.target}: {why}"
                    for scheme in others
                    for _, why in _wrong().get((scheme.target, text), ())
                ]
                rest = [scheme.target for scheme in others if (scheme.target, text) not in _wrong()]
                reasons += (
                    [f"it may be of {', '.join(rest)} too, for what is not here"] if rest else []
                )
                return Resolution(
                    text, reason="ambiguous", candidates=[*candidates, *reasons, "name the scheme"]
                )
        return Resolution(text, next(iter(things)), " ".join([*([NAME] if named else []), *codes]))

    def _named(self, text: str) -> list[str]:
        """Give the things of the world that a name stands for."""
        return (
            []
            if ":" in text or "<" in text
            else [thing for thing in _names().all(text) if thing.startswith(_THINGS)]
        )


@functools.cache
def resolver(name: str | None = None) -> Resolver:
    """Give the resolver of a scheme; of all schemes for None, of names alone for ``name``."""
    return Resolver(None if name is None or name == NAME else scheme(name), name == NAME)


def fitting(value: str) -> list[str]:
    """Give the targets of the schemes in which a value is the code of one thing."""
    return [target for target, codes in _codes().items() if len(codes.get(value.strip(), ())) == 1]


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Describe each thing once, with all schemes in which it was found."""
    ways: dict[str, list[str]] = {}
    for thing, how in pairs:
        ways.setdefault(thing, []).append(how)
    return [_described(thing, ", ".join(hows)) for thing, hows in ways.items()]


def _described(thing: str, how: str = "") -> str:
    label = _names().labels.get(thing, curie(thing))
    return f"{label} ({curie(thing)}{f' by {how}' if how else ''})"


@functools.cache
def _names() -> Names:
    def ask(query: str) -> list[list[str]]:
        solutions = release.store().query(query)
        assert isinstance(solutions, pyoxigraph.QuerySolutions), query  # noqa: S101 - Names asks by SELECT
        return [["" if term is None else term.value for term in row] for row in solutions]

    return Names(ask)


@functools.cache
def _codes() -> dict[str, dict[str, set[str]]]:
    """Give the things by target and code: exact matches, and the states of places."""
    subjects: dict[str, dict[str, set[str]]] = {target: {} for target in schemes()}
    for link in sssom.packaged():
        if link.found and not link.rejected and link.scheme is not None:
            of_place = link.scheme.place and link.predicate == PREFIXES["rdfs"] + "seeAlso"
            if link.predicate in _FITTING or of_place:
                subjects[link.scheme.target].setdefault(link.identifier, set()).add(link.subject)
    return subjects


@functools.cache
def _folded() -> dict[str, dict[str, set[str]]]:
    folded: dict[str, dict[str, set[str]]] = {}
    for target, codes in _codes().items():
        folded[target] = {}
        for code, things in codes.items():
            folded[target].setdefault(code.casefold(), set()).update(things)
    return folded


@functools.cache
def _wrong() -> dict[tuple[str, str], list[tuple[str, str]]]:
    rejections: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for link in sssom.packaged():
        if link.rejected and link.scheme is not None:
            rejections.setdefault((link.scheme.target, link.identifier), []).append(
                (link.subject, link.comment)
            )
    return rejections


@functools.cache
def _cities() -> set[str]:
    """Give the names of cities that stand for governments, as names are compared."""
    solutions = release.store().query(f"SELECT ?g {{ ?g a <{SG}Government> }}")
    assert isinstance(solutions, pyoxigraph.QuerySolutions)  # noqa: S101 - it is a SELECT
    governments = {row[0].value for row in solutions}
    return {
        fold(link.entity)
        for link in sssom.packaged()
        if link.rejected and link.subject in governments
    }
