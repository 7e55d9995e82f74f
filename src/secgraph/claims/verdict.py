"""Ask what documents and facts say of a statement, in whose voice, and whether it is contested.

No claim about a statement is not a denial of it. Prints nothing, and checks no claim against facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secgraph.claims import fact_layer, sides, standings, wordings
from secgraph.claims.judgement import (
    AFFIRMS,
    DENIES,
    LEAVES_OPEN,
    MENTIONED,
    MENTIONS,
    Judgement,
    Voice,
    judge,
)
from secgraph.errors import UnknownValue
from secgraph.namespaces import PREFIXES, slug
from secgraph.query.sessions import Session
from secgraph.query.sessions import session as session_of

if TYPE_CHECKING:
    from secgraph.stores import Store

Place = tuple[str, int]
"""The IRI of the document, and the ordinal of the first passage."""

_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "dcterms", "oa")
)


@dataclass(frozen=True, slots=True)
class DocumentVerdict:
    """The answer of one document.

    Attributes:
        document, iri, slug: Its label, IRI and short name.
        judgement: What its claims come to; facts are of no document.
    """

    document: str
    iri: str
    slug: str
    judgement: Judgement

    @property
    def code(self) -> int:
        """The exit code of this document alone."""
        return self.judgement.code


@dataclass(slots=True)
class Verdict:
    """The answer to one question.

    Attributes:
        subject, relation, object: Labels of the statement asked about.
        voices: The claims, in the order of the documents and of their text.
        facts: The facts, in the order of their days.
        judgement: What they come to.
        documents: The same for each document that has one of the claims; the others are silent.
    """

    subject: str
    relation: str
    object: str
    voices: tuple[Voice, ...]
    facts: tuple[fact_layer.Fact, ...] = ()
    judgement: Judgement = field(init=False)
    documents: tuple[DocumentVerdict, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Judge the claims and facts."""
        self.judgement = judge(self.voices, self.facts)
        parts: dict[str, list[Voice]] = {}
        for voice in self.voices:
            parts.setdefault(voice.document_iri, []).append(voice)
        self.documents = tuple(
            DocumentVerdict(voices[0].document, iri, slug(iri), judge(voices, ()))
            for iri, voices in parts.items()
        )

    @property
    def verdict(self) -> str:
        """One of the verdicts of :mod:`secgraph.claims.judgement`, such as ``asserted``."""
        return self.judgement.verdict

    @property
    def standing(self) -> str:
        """See :class:`Judgement`."""
        return self.judgement.standing

    @property
    def stance(self) -> str:
        """See :class:`Judgement`."""
        return self.judgement.stance

    @property
    def headline(self) -> str:
        """See :class:`Judgement`."""
        return self.judgement.headline

    @property
    def affirmed_by(self) -> tuple[str, ...]:
        """See :class:`Judgement`."""
        return self.judgement.affirmed_by

    @property
    def denied_by(self) -> tuple[str, ...]:
        """See :class:`Judgement`."""
        return self.judgement.denied_by

    @property
    def code(self) -> int:
        """The exit code: 0, 1, 4, 5, 6 or 7."""
        return self.judgement.code


def ask(
    subject: str,
    relation: str,
    object: str,
    /,
    *,
    store: "Store | None" = None,
    documents: Sequence[str] = (),
    engine: "Store | None" = None,
) -> Verdict:
    """Ask what is said of the statement that the subject stands in this relation to the object.

    The government of a state counts as the state. A symmetric kind of relation counts in both
    directions. What is affirmed counts for its kind and for all above it; what is denied counts
    for that very kind and for all below it; a kind with a modifier that binds, such as *can*,
    counts for itself alone. Affirming the opposite counts as denying a kind, and denying the
    opposite as affirming it where there is nothing between the two. What a closed group affirms
    of its members together counts for any two of them.

    The verdict is *contested* where one holder affirms what another denies; else the first that
    holds of: asserted or predicted in a document's own voice, or a fact; denied in a document's own
    voice; possible, supposed, recommended or committed to in its own voice; only reported. What a
    question asks, and what stands only inside another content, counts where nothing else does.

    Args:
        subject: Label, alias, prefixed name or IRI. Each of several things with one label counts.
        object: The same.
        relation: A kind of relation, such as ``"is linked with"``, with modifiers after commas if
            wanted: ``"is linked with, inseparably, in security"``; a kind from the side of its
            object, such as ``"is threatened by"``; or what facts record, such as
            ``"voted against"``. The label of a former kind stands for the whole of what is written
            now.
        store: Where to ask; the packaged graph if None.
        documents: Only claims of these documents count; all documents if empty. Facts count
            always.
        engine: The former name of *store*.

    Raises:
        UnknownValue: Nothing has this name; carries the nearest.
        BadValue: Several kinds have the name, or a thing is of a class that cannot stand there.
    """
    store = store if store is not None else engine
    session = Session(store, documents=documents) if documents else session_of(store)
    asked = fact_layer.kind(relation)
    wording = wordings.resolve(session, relation, required=asked is None)
    subjects, objects = _things(session, subject), _things(session, object)
    sides.check(session, wording, asked, (subject, subjects), (object, objects))
    voices = _voices(session, wording, subjects, objects) if wording else []
    return Verdict(
        _label(session, subject),
        wording.label if wording else asked.label if asked else relation,
        _label(session, object),
        tuple(voices),
        fact_layer.find(session.store.rows, asked, subjects, objects) if asked else (),
    )


def _voices(
    session: Session, wording: wordings.Wording, subjects: set[str], objects: set[str]
) -> list[Voice]:
    """Give the claims that bear on a statement, in the order of the documents and their text."""
    voices: dict[str, tuple[Place, Voice]] = {}
    for content in wordings.contents(session, wording, subjects, objects):
        for place, voice in _stated(session, content):
            voices[voice.claim] = place, voice
        for place, voice in _enclosing(session, content.iri) if content.affirmed else ():
            voices.setdefault(voice.claim, (place, voice))
    for content in wordings.of_members(session, wording, subjects, objects):
        for place, voice in _stated(session, content):
            voice.note = "; ".join(filter(None, (voice.note, _OF_GROUP)))
            voices.setdefault(voice.claim, (place, voice))
    return [
        voice for _, voice in sorted(voices.values(), key=lambda pair: (pair[0], pair[1].claim))
    ]


_AS_A_KIND = " (as a kind of grouping)"
"""So ends the label of the kind that somebody means by the name of a class."""

_OF_GROUP = "said together by a group of which both are"


# ---- things and claims ----


def _label(session: Session, name: str) -> str:
    """Give the label of the first thing that has a name."""
    names = session.names()
    return names.labels.get(names.all(name)[0], name)


def _things(session: Session, name: str) -> set[str]:
    """Give the things that have a name, and the governments of those that are states.

    A claim that calls something by the name of a class means a kind, which counts too.

    Raises:
        UnknownValue: Nothing has the name.
    """
    names = session.names()
    named = names.all(name)
    if not named:
        raise UnknownValue(name, "thing", names.near(name))
    kinds = {names.labels.get(iri, "") + _AS_A_KIND for iri in named}
    named = [*named, *(iri for iri, label in names.labels.items() if label in kinds)]
    rows = session.store.rows(
        f"{_PREFIXES} SELECT ?g WHERE {{ {_values('?state', named)} ?g sg:isGovernmentOf ?state }}"
    )
    return {*named, *(row[0] for row in rows)}


def _values(variable: str, iris: Iterable[str]) -> str:
    """Give the pattern by which a variable is one of some IRIs."""
    terms = " ".join(f"<{iri}>" for iri in sorted(iris))
    return f"VALUES {variable} {{ {terms} }}"


def _stated(session: Session, content: wordings.Content) -> list[tuple[Place, Voice]]:
    """Give the claims of a content that affirm or deny what is asked, or leave it open."""
    claims = []
    for place, voice in _claims(session, f"?claim sg:hasContent <{content.iri}> ."):
        does = _does(voice.polarity, content)
        if not does:
            continue
        turned = (does == wordings.SAYS) == (voice.polarity == "denied")
        if turned and voice.polarity != "undetermined":
            voice.name = standings.turned(voice.name, voice.force, hedged=voice.hedged)
        voice.toward = standings.LABELS[voice.name]
        voice.qualifiers = content.qualifiers
        plain = voice.force in ("assertion", "prediction") and not voice.hedged
        voice.bearing = (AFFIRMS if does == wordings.SAYS else DENIES) if plain else LEAVES_OPEN
        if content.opposite and plain:
            verb = "affirms" if voice.polarity == "affirmed" else "denies"
            voice.note = f"it {verb} the opposite, “{content.opposite}”"
        claims.append((place, voice))
    return claims


def _does(polarity: str, content: wordings.Content) -> str:
    """Give what a claim of a polarity does with what is asked; empty where it does not bear."""
    return {"affirmed": content.affirmed, "denied": content.denied}.get(
        polarity, content.affirmed or content.denied
    )


def _enclosing(session: Session, content: str) -> list[tuple[Place, Voice]]:
    """Give the claims of the contents inside which a content stands."""
    outer = _outer_contents(session, content)
    if not outer:
        return []
    claims = _claims(session, f"{_values('?outer', outer)} ?claim sg:hasContent ?outer .")
    for _, voice in claims:
        voice.bearing, voice.toward, voice.name = MENTIONS, MENTIONED, MENTIONED
        voice.note = "it stands inside another content, which does not say that it is so"
    return claims


def _outer_contents(session: Session, content: str) -> set[str]:
    """Give the contents inside which a content stands, at any depth.

    One query per level, since not every store evaluates the property path.
    """
    outer: set[str] = set()
    inner = {content}
    while inner:
        rows = session.store.rows(
            f"""{_PREFIXES} SELECT DISTINCT ?outer WHERE {{ {_values("?inner", inner)}
            VALUES ?way {{
              sg:hasSubject sg:hasObject sg:lists sg:hasContext sg:hasFiller sg:isComparedWith
            }} ?outer ?way ?inner . }}"""
        )
        inner = {row[0] for row in rows} - outer
        outer |= inner
    return outer


_FACETS = (
    "text holder force polarity hedge id place endorser rejecter document of reporter author weak "
    "standing party"
)


def _claims(session: Session, pattern: str) -> list[tuple[Place, Voice]]:
    """Give the claims of a pattern, each with its place; what they do is not set yet."""
    variables = " ".join(f"?{name}" for name in _FACETS.split())
    rows = session.store.rows(
        f"""{_PREFIXES} SELECT DISTINCT ?claim {variables} WHERE {{
        {pattern} {session.within("?document")}
        ?claim rdfs:label ?text ; sg:hasClaimant ?h ; sg:hasForce ?f ; sg:hasPolarity ?p ;
          sg:hasEvidence ?passage .
        ?passage dcterms:identifier ?id ; sg:ordinal ?place ; oa:hasSource ?document .
        ?document rdfs:label ?of . ?h rdfs:label ?holder . ?f rdfs:label ?force .
        ?p rdfs:label ?polarity .
        OPTIONAL {{ ?claim ?surely ?s . VALUES ?surely {{ sg:hasHedge sg:hasStrength }}
          FILTER (isIRI(?s)) ?s rdfs:label ?hedge . }}
        OPTIONAL {{ ?claim sg:hasHedge ?weak . FILTER (?weak != sgv:certain) }}
        OPTIONAL {{ ?claim sg:isEndorsedBy ?e . ?e rdfs:label ?endorser . }}
        OPTIONAL {{ ?claim sg:isRejectedBy ?r . ?r rdfs:label ?rejecter . }}
        OPTIONAL {{ ?claim sg:isReportedBy ?t . ?t rdfs:label ?reporter . }}
        OPTIONAL {{ ?document sg:hasAuthor ?a . ?a rdfs:label ?author . }}
        OPTIONAL {{ ?claim sg:hasStanding ?standing . }}
        OPTIONAL {{ ?h sg:isGovernmentOf ?state . }}
        BIND (COALESCE(?state, ?h) AS ?party) }}"""
    )
    by_claim: dict[str, list[dict[str, str]]] = defaultdict(list)
    for claim, *values in rows:
        by_claim[claim].append(dict(zip(_FACETS.split(), values, strict=True)))
    without = [claim for claim, found in by_claim.items() if not found[0]["standing"]]
    derived = standings.derived(session.store.rows, without) if without else {}
    return [_claim(claim, found, derived.get(claim, "")) for claim, found in by_claim.items()]


def _claim(claim: str, rows: list[dict[str, str]], derived: str) -> tuple[Place, Voice]:
    """Give a claim and its place, from its rows: one for each passage, holder, hedge and so on."""
    first = rows[0]
    passages = sorted({(row["document"], int(row["place"]), row["id"]) for row in rows})
    stances = (("endorser", "share it"), ("rejecter", "reject it"))
    document = min(row["document"] for row in rows)
    name = standings.name(first["standing"]) if first["standing"] else derived
    voice = Voice(
        claim=claim,
        text=first["text"],
        holder=_listed(rows, "holder"),
        reporter=_listed(rows, "reporter"),
        force=first["force"],
        polarity=first["polarity"],
        hedge=_listed(rows, "hedge", " "),
        evidence=" ".join(identifier for _, _, identifier in passages),
        document=next(row["of"] for row in rows if row["document"] == document),
        stance="; ".join(
            f"{_listed(rows, who)} {verb}" for who, verb in stances if _listed(rows, who)
        ),
        standing=standings.LABELS[name],
        document_iri=document,
        authors=_listed(rows, "author"),
        parties=frozenset(row["party"] for row in rows),
        name=name,
        hedged=any(row["weak"] for row in rows),
    )
    return passages[0][:2], voice


def _listed(rows: Iterable[dict[str, str]], name: str, separator: str = ", ") -> str:
    """Join labels, sorted, each once; unbound ones are left out."""
    return separator.join(sorted({row[name] for row in rows if row[name]}))
