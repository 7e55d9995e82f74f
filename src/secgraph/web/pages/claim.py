"""A claim: its sentence, whose it is, what speaks for and against it, and where it stands.

The map of its argument is local: the steps that begin or end at it, and no more.
"""

from dataclasses import dataclass

from secgraph.namespaces import PREFIXES, SG
from secgraph.web.context import Claim, Context
from secgraph.web.links import Links
from secgraph.web.pages import thing
from secgraph.web.rendering import Page

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "rdfs"))

DEPTH = 44
"""The height of a step in the local map, in units of its view box."""

SHOWN = 8
"""So many steps on each side are drawn; the list has all."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the argument.

    Attributes:
        kind: Such as ``supports``.
        claim: The claim at its other end.
        inward: Whether it leads to the claim of the page.
        basis: How it is known: stated, with the words that mark it, or inferred.
    """

    kind: str
    claim: Claim
    inward: bool
    basis: str

    @property
    def is_against(self) -> bool:
        """Whether it speaks against the claim."""
        return self.kind in ("attacks", "replaces")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A step in the local map: where it stands, and its words in lines that fit."""

    step: Step
    y: int
    lines: list[str]
    href: str


@dataclass(frozen=True, slots=True)
class LocalMap:
    """The steps around a claim: those that lead to it above, the claim, those from it below.

    Attributes:
        above, below: The steps.
        middle: Where the claim stands.
        lines: Its words.
        height: Of the view box.
        words: What is drawn, for those who do not see it.
    """

    above: list[Drawn]
    below: list[Drawn]
    middle: int
    lines: list[str]
    height: int
    words: str


def steps(context: Context, iri: str) -> list[Step]:
    """List the steps that begin or end at a claim, those that lead to it first."""
    rows = context.session.store.rows(
        f"""{_HEAD} SELECT DISTINCT ?from ?to ?kind ?basis ?marker WHERE {{
        {{ ?link sg:linksTo <{iri}> }} UNION {{ ?link sg:linksFrom <{iri}> }}
        ?link sg:linksFrom ?from ; sg:linksTo ?to ; sg:hasLinkKind ?k ; sg:hasBasis ?b .
        ?k rdfs:label ?kind . ?b rdfs:label ?basis .
        OPTIONAL {{ ?link sg:marker ?marker }} }}"""
    )
    found = []
    for first, second, kind, basis, marker in rows:
        inward = second == iri
        other = context.claims.get(first if inward else second)
        if other:
            found.append(Step(kind, other, inward, f"{basis}, by “{marker}”" if marker else basis))
    order = {claim: place for place, claim in enumerate(context.claims)}
    return sorted(found, key=lambda step: (not step.inward, order[step.claim.iri], step.kind))


def wrapped(words: str, width: int = 100) -> list[str]:
    """Break words into at most two lines of so many characters; what is over is cut."""
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    if len(lines) > 2:
        return [lines[0], lines[1][: width - 1] + "…"]
    return lines


def local_map(links: Links, claim: Claim, around: list[Step]) -> LocalMap | None:
    """Draw the steps around a claim; None where there are none."""
    above = [step for step in around if step.inward][:SHOWN]
    below = [step for step in around if not step.inward][:SHOWN]
    if not above and not below:
        return None
    middle = len(above) * DEPTH + 10

    def drawn(step: Step, y: int) -> Drawn:
        return Drawn(step, y, wrapped(step.claim.text), links.thing(step.claim.iri))

    count = f"{len(above)} steps lead to it, {len(below)} from it"
    return LocalMap(
        [drawn(step, place * DEPTH) for place, step in enumerate(above)],
        [drawn(step, middle + DEPTH + 14 + place * DEPTH) for place, step in enumerate(below)],
        middle,
        wrapped(claim.text),
        middle + DEPTH + 14 + len(below) * DEPTH + 10,
        f"The argument around the claim: {count}. The list below says the same.",
    )


def page(context: Context, links: Links, iri: str) -> Page:
    """Give the page of a claim."""
    claim = context.claims[iri]
    rows = context.session.store.rows(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}")
    around = steps(context, iri)
    contents = [value for predicate, value in rows if predicate == f"{SG}hasContent"]
    return thing.described(
        context,
        links,
        iri,
        "claim.html",
        {
            "claim": claim,
            "steps": around,
            "map": local_map(links, claim, around),
            "contents": [(context.label(one), links.thing(one)) for one in contents],
            "others": _others(context, claim, contents),
            "properties": thing.properties(context, links, rows),
            "onward": thing.onward(context, links, iri),
        },
    )


def _others(context: Context, claim: Claim, contents: list[str]) -> list[Claim]:
    """List the other claims of the same content."""
    values = " ".join(f"<{content}>" for content in contents)
    rows = context.session.store.rows(
        f"{_HEAD} SELECT DISTINCT ?c WHERE {{ VALUES ?x {{ {values} }} ?c sg:hasContent ?x }}"
    )
    wanted = {row[0] for row in rows} - {claim.iri}
    return [one for one in context.claims.values() if one.iri in wanted]
