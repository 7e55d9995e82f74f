"""Look up what the facts say of a statement: memberships, votes and treaties, each with its source.

Source: the fact layer, which no claim of a document enters. Judges no claim.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from secgraph.dataset.names import fold
from secgraph.namespaces import PREFIXES, SG

Rows = Callable[[str], Iterable[Sequence[str]]]

FACT, ENDED, EXCLUDED, PROPOSED = "a fact", "ended", "excluded by a fact", "proposed"
"""What a fact makes of a statement: it is so; it was so and is over; it is not so, since a state
casts one vote; it is only proposed."""

_SGV = PREFIXES["sgv"]
_HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "org", "dcterms")
)


@dataclass(frozen=True, slots=True)
class FactKind:
    """A wording that the facts answer.

    Attributes:
        label: As it is asked, from the side of the subject.
        inverse: From the side of the object; empty for none.
        what: Which facts answer: ``membership``, ``vote``, ``party``, ``treaty`` or ``obligation``.
        values: Names of the membership kinds, vote options or obligations that it stands for.
        subjects, objects: Names of the classes of what it relates.
        inverted: Whether it is asked from the side of the object.
    """

    label: str
    inverse: str
    what: str
    values: tuple[str, ...]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    inverted: bool = False


def _membership(label: str, inverse: str, *kinds: str) -> FactKind:
    bodies = ("Grouping", "ProposedGrouping", "Scenario")
    return FactKind(label, inverse, "membership", kinds, ("Actor",), bodies)


def _vote(label: str, option: str) -> FactKind:
    return FactKind(label, "", "vote", (option,), ("State", "Government"), ("VoteEvent",))


_SIDES = ("State", "Government")

KINDS = (
    _membership("is a member of", "has as member", "full", "founder"),
    _membership("is a founding member of", "has as founding member", "founder"),
    _membership("is an associate member of", "has as associate member", "associate"),
    _membership("is an observer in", "has as observer", "observer"),
    _membership("is an applicant to", "has as applicant", "applicant"),
    _membership("is a partner of", "", "partner"),
    _membership("is suspended from", "", "suspended"),
    _vote("voted for", "for"),
    _vote("voted against", "against"),
    _vote("abstained in", "abstain"),
    _vote("did not vote in", "not-voting"),
    FactKind("is a party to", "has as party", "party", (), _SIDES, ("Treaty",)),
    FactKind("has a treaty with", "", "treaty", (), _SIDES, _SIDES),
    *(
        FactKind(f"owes {name} to", f"is owed {name} by", "obligation", (name,), _SIDES, _SIDES)
        for name in ("defence", "offence", "neutrality", "non-aggression", "consultation")
    ),
)
"""What can be asked of the facts."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one fact says of a statement.

    Attributes:
        text: What is recorded, in words.
        source: Identifiers of its sources, with spaces between.
        since, until: Days; empty where the source gives none.
        attested: The last day for which the source vouches; empty where it does not say.
        standing: :data:`FACT`, :data:`ENDED`, :data:`EXCLUDED` or :data:`PROPOSED`.
    """

    text: str
    source: str
    since: str
    until: str
    attested: str
    standing: str


def kind(wording: str) -> FactKind | None:
    """Give the kind of fact that a wording asks for; None for none."""
    for one in KINDS:
        if fold(wording) == fold(one.label):
            return one
        if one.inverse and fold(wording) == fold(one.inverse):
            return replace(
                one,
                label=one.inverse,
                inverse=one.label,
                subjects=one.objects,
                objects=one.subjects,
                inverted=True,
            )
    return None


def find(
    rows: Rows, asked: FactKind, subjects: Collection[str], objects: Collection[str]
) -> tuple[Fact, ...]:
    """Give the facts that bear on a statement, sorted.

    Args:
        rows: Answers a SELECT query with plain strings.
        asked: The kind of fact.
        subjects: IRIs.
        objects: IRIs.
    """
    sides = (objects, subjects) if asked.inverted else (subjects, objects)
    pattern = _PATTERNS[asked.what]
    query = f"""{_HEAD}SELECT ?fact ?standing ?words ?source ?since ?until ?attested WHERE {{
      VALUES ?s {{ {_terms(sides[0])} }} VALUES ?o {{ {_terms(sides[1])} }}
      {pattern(asked)} }}"""
    sources: dict[tuple[str, ...], set[str]] = {}
    for fact, standing, words, source, *days in rows(query):
        key = (words, *(day[:10] for day in days), standing, fact)
        sources.setdefault(key, set()).add(source)
    facts = {
        Fact(
            words,
            " ".join(sorted(found)),
            since,
            until,
            attested,
            ENDED if until and standing == FACT and asked.what != "vote" else standing,
        )
        for (words, since, until, attested, standing, _), found in sources.items()
    }
    return tuple(sorted(facts, key=lambda one: (one.since, one.text, one.source)))


def _terms(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))


_DATED = """OPTIONAL { ?fact sg:hasStart ?since } OPTIONAL { ?fact sg:hasEnd ?until }
  OPTIONAL { ?fact sg:isAttestedUntil ?attested }"""
_SOURCED = "dcterms:source ?from . ?from dcterms:identifier ?source ."


def _of_members(asked: FactKind) -> str:
    kinds = " ".join(f"sgv:membership-{value}" for value in asked.values)
    proposed = f"""UNION {{ ?o a sg:ProposedGrouping ; sg:hasProposedParticipant ?s ; {_SOURCED}
      BIND (?o AS ?fact) BIND ("proposed participant" AS ?words) BIND ("{PROPOSED}" AS ?standing)
      }}"""
    return f"""{{ VALUES ?kind {{ {kinds} }}
      ?fact org:member ?s ; org:organization ?o ; sg:hasMembershipKind ?kind ; {_SOURCED}
      ?kind rdfs:label ?label . BIND (STR(?label) AS ?words) BIND ("{FACT}" AS ?standing) {_DATED}
      }} {proposed if "full" in asked.values else ""}"""


def _of_votes(asked: FactKind) -> str:
    option = f"sgv:vote-{asked.values[0]}"
    return f"""?fact sg:isCastBy ?s ; sg:isCastIn ?o ; sg:hasVoteOption ?option ; {_SOURCED}
      ?option rdfs:label ?label . OPTIONAL {{ ?o sg:hasStart ?since }} BIND (?since AS ?until)
      BIND (CONCAT("recorded vote: ", STR(?label)) AS ?words)
      BIND (IF(?option = {option}, "{FACT}", "{EXCLUDED}") AS ?standing)"""


def _of_parties(_: FactKind) -> str:
    return f"""?o a sg:Treaty ; sg:hasParty ?s ; rdfs:label ?label ; {_SOURCED}
      OPTIONAL {{ ?adherence sg:isUnderTreaty ?o ; sg:isAdherenceOf ?s ; sg:hasStart ?joined .
        OPTIONAL {{ ?adherence sg:hasEnd ?left }} }}
      OPTIONAL {{ ?o sg:hasStart ?begin }} OPTIONAL {{ ?o sg:hasEnd ?end }}
      OPTIONAL {{ ?o sg:isAttestedUntil ?attested }}
      BIND (COALESCE(?joined, ?begin) AS ?since) BIND (COALESCE(?left, ?end) AS ?until)
      BIND (?o AS ?fact) BIND ("party" AS ?words) BIND ("{FACT}" AS ?standing)"""


def _of_treaties(_: FactKind) -> str:
    return f"""?fact a sg:Treaty ; sg:hasParty ?s , ?o ; rdfs:label ?label ; {_SOURCED}
      FILTER (?s != ?o) {_DATED} BIND (STR(?label) AS ?words) BIND ("{FACT}" AS ?standing)"""


def _of_obligations(asked: FactKind) -> str:
    value = f"sgv:obligation-{asked.values[0]}"
    return f"""{{ ?fact sg:isOwedBy ?s ; sg:isOwedTo ?o ; sg:hasObligation {value} ; {_SOURCED}
        OPTIONAL {{ ?fact sg:isUnderTreaty ?treaty . ?treaty rdfs:label ?label }} {_DATED}
        BIND (COALESCE(STR(?label), "all treaties of the two together") AS ?words)
      }} UNION {{
        ?fact a sg:Treaty ; sg:hasParty ?s , ?o ; sg:hasObligation {value} ; rdfs:label ?label ;
          {_SOURCED}
        FILTER (?s != ?o)
        FILTER NOT EXISTS {{ ?duty sg:isUnderTreaty ?fact ; sg:isOwedBy ?s ; sg:isOwedTo ?o }}
        {_DATED} BIND (STR(?label) AS ?words) }}
      BIND ("{FACT}" AS ?standing)"""


_PATTERNS: dict[str, Callable[[FactKind], str]] = {
    "membership": _of_members,
    "vote": _of_votes,
    "party": _of_parties,
    "treaty": _of_treaties,
    "obligation": _of_obligations,
}


def classes(names: Iterable[str]) -> list[str]:
    """Give the IRIs of classes by their names."""
    return [SG + name for name in names]
