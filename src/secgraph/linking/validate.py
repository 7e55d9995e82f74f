"""Check links: their form, contradictions, and two things with one identifier.

Reads the tables and the release only; looks nothing up elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence

import pyoxigraph

from secgraph.dataset import release
from secgraph.linking import sssom
from secgraph.namespaces import PREFIXES, SG, curie

Findings = Iterator[tuple[sssom.Link, str]]

_SKOS = PREFIXES["skos"]
_EXACT = (_SKOS + "exactMatch", PREFIXES["schema"] + "sameAs")
_SAME_AS = PREFIXES["owl"] + "sameAs"
_NAMING = (*_EXACT, _SKOS + "closeMatch", _SAME_AS, sssom.NOTATION)
"""The kinds of link by which an identifier names the thing itself, or nearly so."""


class Fault:
    """One thing that is wrong with a row.

    Attributes:
        link: The row.
        rule: One of :data:`RULES`.
        message: What is wrong, and what to write instead.
    """

    __slots__ = ("link", "message", "rule")

    def __init__(self, link: sssom.Link, rule: str, message: str) -> None:
        self.link, self.rule, self.message = link, rule, message


class Knowledge:
    """What the release says of linked things: their classes, and which classes are disjoint."""

    def __init__(self) -> None:
        rdf, rdfs, owl = (PREFIXES[name] for name in ("rdf", "rdfs", "owl"))
        above: dict[str, set[str]] = {}
        for below, top in _pairs(f"SELECT ?b ?t {{ ?b <{rdfs}subClassOf> ?t FILTER(isIRI(?t)) }}"):
            above.setdefault(below, set()).add(top)
        self._above = above
        self._kinds: dict[str, set[str]] = {}
        for thing, kind in _pairs("SELECT ?t ?k { ?t a ?k FILTER(isIRI(?t)) }"):
            self._kinds.setdefault(thing, set()).add(kind)
        disjoint = (
            f"{{ ?a <{owl}disjointWith> ?b }} UNION {{ ?all a <{owl}AllDisjointClasses> ; "
            f"<{owl}members>/<{rdf}rest>*/<{rdf}first> ?a , ?b FILTER(?a != ?b) }}"
        )
        self._apart = {frozenset(pair) for pair in _pairs(f"SELECT ?a ?b {{ {disjoint} }}")}
        self.labels = dict(_pairs(f"SELECT ?t ?l {{ ?t <{rdfs}label> ?l }}"))
        self._labelled = {label: thing for thing, label in self.labels.items()}

    def known(self, thing: str) -> bool:
        """Whether the release says what a thing is."""
        return thing in self._kinds

    def labelled(self, label: str) -> str:
        """Give the thing that has a label; empty where none has."""
        return self._labelled.get(label, "")

    def kinds(self, thing: str) -> set[str]:
        """Give the classes of a thing, with all that are above them."""
        classes, queue = set(), list(self._kinds.get(thing, ()))
        while queue:
            kind = queue.pop()
            if kind not in classes:
                classes.add(kind)
                queue += self._above.get(kind, ())
        return classes

    def apart(self, one: str, other: str) -> tuple[str, str] | None:
        """Give disjoint classes of one thing and of the other; None where there are none."""
        pairs = sorted(
            (a, b)
            for a in self.kinds(one)
            for b in self.kinds(other)
            if frozenset((a, b)) in self._apart
        )
        return pairs[0] if pairs else None


def _pairs(query: str) -> list[tuple[str, str]]:
    solutions = release.store().query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions), query  # noqa: S101 - it is a SELECT
    return [(row[0].value, row[1].value) for row in solutions]


def check(path: str | None = None) -> "list[Fault]":
    """Check the tables of the release, or a table beside them.

    Args:
        path: A table of the user's own; only what is wrong with its rows is then reported, also
            where they clash with the release.

    Returns:
        In the order of files and lines.

    Raises:
        BadFile: A table cannot be read.
    """
    ours = sssom.packaged()
    links = [*ours, *sssom.read(path)] if path is not None else ours
    knowledge = Knowledge()
    faults = [
        Fault(link, name, message)
        for name, rule in RULES.items()
        for link, message in rule(links, knowledge)
    ]
    if path is not None:
        faults = [fault for fault in faults if fault.link.file == path]
    order = {id(link): number for number, link in enumerate(links)}
    return sorted(faults, key=lambda fault: (order[id(fault.link)], list(RULES).index(fault.rule)))


def _affirmed(links: Sequence[sssom.Link], kinds: Sequence[str] = ()) -> list[sssom.Link]:
    return [
        link
        for link in links
        if link.found and not link.rejected and (not kinds or link.predicate in kinds)
    ]


def _key(link: sssom.Link) -> tuple[str, str]:
    """Give what two rows share that speak of one identifier."""
    return (
        (link.object, "")
        if link.object
        else (link.scheme.target if link.scheme else "", link.identifier)
    )


def _unknown(links: Sequence[sssom.Link], knowledge: Knowledge) -> Findings:
    for link in links:
        if link.found and not knowledge.known(link.subject):
            yield link, "the release says nothing of this thing; 'secgraph find' searches its names"


def _label(links: Sequence[sssom.Link], knowledge: Knowledge) -> Findings:
    for link in links:
        other = knowledge.labelled(link.label)
        if other and link.label != knowledge.labels.get(link.subject, link.label):
            yield (
                link,
                f"the label {link.label!r} is that of {curie(other)}; one of the two is wrong",
            )


def _repeated(links: Sequence[sssom.Link], _: Knowledge) -> Findings:
    first: dict[tuple[object, ...], sssom.Link] = {}
    for link in links:
        if not link.found:
            continue
        key = (link.file, link.subject, link.predicate, _key(link), link.rejected)
        other = first.setdefault(key, link)
        if other is not link:
            yield link, f"says the same as line {other.line}; remove one of the two"


def _same_as(links: Sequence[sssom.Link], _: Knowledge) -> Findings:
    for link in links:
        if link.predicate == _SAME_AS:
            yield (
                link,
                "owl:sameAs would hand on to our thing all that others say of theirs; write "
                "skos:exactMatch",
            )


def _form(links: Sequence[sssom.Link], _: Knowledge) -> Findings:
    for link in links:
        if link.scheme is None:
            if not link.object:
                yield (
                    link,
                    "a code needs its scheme: name its datatype as object_source above the table",
                )
        elif fault := link.scheme.fault(link.identifier):
            yield link, fault


def _one_exact(links: Sequence[sssom.Link], _: Knowledge) -> Findings:
    first: dict[tuple[str, str], sssom.Link] = {}
    for link in _affirmed(links, (*_EXACT, _SAME_AS)):
        if link.scheme is None:
            continue
        other = first.setdefault((link.subject, link.scheme.target), link)
        if _key(other) != _key(link):
            yield (
                link,
                f"a second exact match in {link.scheme.name}, beside {other.identifier}; at most "
                "one can be, the other is close, broad or related",
            )


def _one_thing(links: Sequence[sssom.Link], knowledge: Knowledge) -> Findings:
    first: dict[tuple[str, str], list[sssom.Link]] = {}
    for link in _affirmed(links, _NAMING):
        for other in first.setdefault(_key(link), []):
            if other.subject == link.subject:
                continue
            clash = knowledge.apart(link.subject, other.subject)
            if clash:
                yield (
                    link,
                    f"{link.identifier} is linked to {curie(other.subject)} too, and nothing is "
                    f"both {curie(clash[0])} and {curie(clash[1])}",
                )
            elif link.predicate in (*_EXACT, sssom.NOTATION) and other.predicate in (
                *_EXACT,
                sssom.NOTATION,
            ):
                yield (
                    link,
                    f"{link.identifier} is that of {curie(other.subject)} already; two things "
                    "cannot both be exactly one",
                )
        first[_key(link)].append(link)


def _city(links: Sequence[sssom.Link], knowledge: Knowledge) -> Findings:
    government = SG + "Government"
    cities = {
        _key(link): link.entity
        for link in links
        if link.rejected and government in knowledge.kinds(link.subject)
    }
    for link in _affirmed(links):
        if government not in knowledge.kinds(link.subject):
            continue
        if link.scheme is not None and link.scheme.place:
            yield (
                link,
                f"{link.scheme.name} has places, and a government is none; a link to its state "
                "says rdfs:seeAlso",
            )
        elif _key(link) in cities:
            yield (
                link,
                f"{link.identifier} is the city {cities[_key(link)]}, which only stands for a "
                "government",
            )


def _place(links: Sequence[sssom.Link], knowledge: Knowledge) -> Findings:
    for link in _affirmed(links, _NAMING):
        if (
            link.object
            and link.scheme is not None
            and link.scheme.place
            and SG + "State" in knowledge.kinds(link.subject)
        ):
            yield link, f"{link.scheme.name} has places, and a state is none; write rdfs:seeAlso"


def _rejected(links: Sequence[sssom.Link], _: Knowledge) -> Findings:
    wrong = {(link.subject, _key(link)): link for link in links if link.rejected}
    for link in _affirmed(links):
        no = wrong.get((link.subject, _key(link)))
        if no is not None and (link.predicate in _NAMING or link.predicate == no.predicate):
            yield link, f"known to be wrong: {no.comment}"


RULES: "dict[str, Callable[[Sequence[sssom.Link], Knowledge], Findings]]" = {
    "unknown-thing": _unknown,
    "label": _label,
    "repeated": _repeated,
    "same-as": _same_as,
    "form": _form,
    "second-exact-match": _one_exact,
    "two-things": _one_thing,
    "city": _city,
    "place": _place,
    "rejected": _rejected,
}
"""What is looked for, in this order."""
