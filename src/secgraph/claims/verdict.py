"""Ask what documents and facts say of a statement, in whose voice, and whether it is contested.

No claim about a statement is not a denial of it. Prints nothing, and checks no claim against facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secgraph.claims import fact_layer, sides, standings, wordings
from secgraph.errors import UnknownValue
from secgraph.namespaces import PREFIXES, slug
from secgraph.query.sessions import Session
from secgraph.query.sessions import session as session_of

if TYPE_CHECKING:
    from secgraph.stores import Store

Place = tuple[str, int]
"""The IRI of the document, and the ordinal of the first passage."""

ASSERTED, FACT, DENIED, CONTESTED, POSSIBLE, PROPOSED, REPORTED, SILENT = (
    "asserted",
    "a fact",
    "denied",
    "contested",
    "possible or supposed",
    "recommended or committed to",
    "only reported",
    "silent",
)
"""The verdicts."""

CODES = {
    ASSERTED: 0,
    FACT: 0,
    DENIED: 1,
    SILENT: 4,
    CONTESTED: 5,
    POSSIBLE: 6,
    PROPOSED: 6,
    REPORTED: 7,
}
"""The exit code of each verdict."""

AFFIRMS, DENIES, LEAVES_OPEN, MENTIONS = "affirms", "denies", "leaves open", "mentions"
"""What a claim does with the statement asked about."""

MENTIONED = "mentioned"
"""The standing of a statement that stands inside another content only."""

_PROPOSING = ("committed-to", "recommended", "opposed")
_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "dcterms", "oa")
)


@dataclass(slots=True)
class Voice:
    """One claim that bears on the question.

    Attributes:
        claim: Its IRI.
        text: Its paraphrase.
        holder, reporter, force, polarity, hedge: Labels; the hedge with the strength, empty for
            neither.
        evidence: Identifiers of its passages, in the order of the text, with spaces between.
        document: Label of the document in which they stand.
        stance: Who else shares or rejects the claim; empty for nobody.
        standing: Label of the standing of the claim.
        bearing: What the claim does with the statement: ``affirms``, ``denies``, ``leaves open``
            (it asks, recommends, supposes and so on) or ``mentions``.
        toward: Label of the standing of the statement by this claim, which is that of the claim
            unless it affirms or denies the opposite; ``mentioned`` inside another content.
        note: Why the claim counts where its content is another one: the opposite kind of relation,
            a content that contains the statement, or one of a group. Empty otherwise.
    """

    claim: str
    text: str
    holder: str
    reporter: str
    force: str
    polarity: str
    hedge: str
    evidence: str
    document: str
    stance: str
    standing: str
    bearing: str = ""
    toward: str = ""
    note: str = ""
    _document: str = ""
    _authors: str = ""
    _holders: frozenset[str] = frozenset()
    _name: str = ""
    _hedged: bool = False
    _qualifiers: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What claims and facts come to, of all documents or of one.

    Attributes:
        verdict: One of the verdicts of this module.
        standing: Label of the standing that decides; ``contested``, ``silent``, ``a fact`` and
            their like where it is none of a claim.
        stance: What the document's own voice makes of what is only reported: ``shared``,
            ``rejected`` or ``left open``; empty where the verdict is another.
        headline: The verdict in words, with who holds what.
        affirmed_by, denied_by: Labels of who says that it is so, and that it is not: holders, and
            identifiers of the sources of facts.
    """

    verdict: str
    standing: str
    stance: str
    headline: str
    affirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]

    @property
    def code(self) -> int:
        """The exit code: 0, 1, 4, 5, 6 or 7."""
        return CODES[self.verdict]


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
            parts.setdefault(voice._document, []).append(voice)
        self.documents = tuple(
            DocumentVerdict(voices[0].document, iri, slug(iri), judge(voices, ()))
            for iri, voices in parts.items()
        )

    @property
    def verdict(self) -> str:
        """One of the verdicts of this module, such as :data:`ASSERTED`."""
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


_OF_GROUP = "said together by a group of which both are"


# ---- what claims and facts come to ----


def judge(voices: Sequence[Voice], found: Sequence[fact_layer.Fact]) -> Judgement:
    """Say what claims and facts come to.

    Args:
        voices: The claims that bear on a statement.
        found: The facts.
    """
    affirming = [voice for voice in voices if voice.bearing == AFFIRMS]
    denying = [voice for voice in voices if voice.bearing == DENIES]
    facts_for = [fact for fact in found if fact.standing == fact_layer.FACT]
    facts_against = [fact for fact in found if fact.standing == fact_layer.EXCLUDED]
    affirmed_by = _sorted([*_holders(affirming), *_sources(facts_for)])
    denied_by = _sorted([*_holders(denying), *_sources(facts_against)])
    if _is_contested(affirming, denying, facts_for, facts_against):
        headline = f"affirmed by {_and(affirmed_by)}; denied by {_and(denied_by)}"
        return Judgement(
            CONTESTED, CONTESTED, "", f"{CONTESTED}: {headline}", affirmed_by, denied_by
        )
    verdict, standing, stance, headline = _first(voices, found)
    contrary = {ASSERTED: ("denied", denied_by), FACT: ("denied", denied_by)}
    contrary |= {DENIED: ("affirmed", affirmed_by)}
    verb, others = contrary.get(verdict, ("", ()))
    if others:
        headline += f"; also {verb} by {_and(others)}, of another time, topic or condition"
    return Judgement(verdict, standing, stance, headline, affirmed_by, denied_by)


def _is_contested(
    affirming: Sequence[Voice],
    denying: Sequence[Voice],
    facts_for: Sequence[fact_layer.Fact],
    facts_against: Sequence[fact_layer.Fact],
) -> bool:
    """Say whether one holder affirms what another denies."""
    if any(
        one._holders != other._holders and other._qualifiers <= one._qualifiers
        for one in affirming
        for other in denying
    ):
        return True
    if facts_for and (facts_against or any(not voice._qualifiers for voice in denying)):
        return True
    return bool(facts_against and affirming)


def _first(voices: Sequence[Voice], found: Sequence[fact_layer.Fact]) -> tuple[str, str, str, str]:
    """Give verdict, standing, stance and headline of what nobody contests."""
    for verdict, own_names, fact_standing, words in _OWN_VOICE:
        own = [voice for voice in voices if voice._name in own_names]
        if own:
            return _by_voice(verdict, own)
        matching = [fact for fact in found if fact.standing == fact_standing]
        if matching:
            sources = _and(_sorted(_sources(matching)))
            return verdict, fact_standing, "", f"{words}, by source: {sources}"
    direct = [voice for voice in voices if voice.bearing != MENTIONS]
    groups: tuple[tuple[str, ...], ...] = (_DIRECT, ("asked",), (standings.QUESTION,))
    for names in groups:
        reported = [voice for voice in direct if voice._name in names]
        if reported:
            return _by_voice(POSSIBLE if names == ("asked",) else REPORTED, reported)
    if voices:
        return POSSIBLE, MENTIONED, "", "only mentioned, inside another content"
    return SILENT, SILENT, "", SILENT


_OWN_VOICE = (
    (FACT, ("asserted", "predicted"), fact_layer.FACT, "a fact"),
    (DENIED, ("denied",), fact_layer.EXCLUDED, "denied, since a fact excludes it"),
    (
        POSSIBLE,
        ("committed-to", "recommended", "opposed", "possible", "doubted", "supposed"),
        fact_layer.PROPOSED,
        "only proposed",
    ),
)
"""In the order in which they count: a verdict, the standings in a document's own voice and the
standing of a fact that lead to it, and the words for the fact."""

_DIRECT = tuple(name for name in standings.LABELS if standings.stance(name))

_VERBS = {
    "committed-to": "committed to",
    "possible": "held possible",
    standings.QUESTION: "asked",
    "reported": "held",
    "reported-denial": "denied",
    "reported-proposal": "proposed",
    "reported-possibility": "held possible",
}
"""The verb of a headline by the name of the standing, without the stance; else that name."""


def _by_voice(verdict: str, voices: Sequence[Voice]) -> tuple[str, str, str, str]:
    """Give verdict, standing, stance and headline of claims of which the firmest decides."""
    order = list(standings.LABELS)
    names = sorted({voice._name for voice in voices}, key=order.index)
    if verdict == FACT:
        verdict = ASSERTED
    elif verdict == POSSIBLE and names[0] in _PROPOSING:
        verdict = PROPOSED
    named = names if verdict == REPORTED else names[:1]
    headline = "; ".join(
        _phrase(name, [voice for voice in voices if voice._name == name]) for name in named
    )
    if verdict in (POSSIBLE, PROPOSED):
        headline = f"only {headline}"
    elif verdict == REPORTED:
        headline = f"{REPORTED}: {headline}"
    stance = standings.STANCES.get(standings.stance(names[0]), "")
    return verdict, standings.LABELS[names[0]], stance, headline


def _phrase(name: str, voices: Sequence[Voice]) -> str:
    """Say who puts what forward, and what the authors make of it."""
    stance = standings.stance(name)
    verb = name.removesuffix(f"-{stance}") if stance else name
    phrase = f"{_VERBS.get(verb, verb)} by {_and(_sorted(_holders(voices)))}"
    if not stance:
        return phrase
    authors = _and(_sorted({voice._authors for voice in voices}))
    return f"{phrase}, {standings.STANCES[stance]} by {authors}"


def _holders(voices: Iterable[Voice]) -> set[str]:
    return {voice.holder for voice in voices}


def _sources(found: Iterable[fact_layer.Fact]) -> set[str]:
    return {source for fact in found for source in fact.source.split(" ")}


def _sorted(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(labels)))


def _and(labels: Sequence[str]) -> str:
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


# ---- things and claims ----


def _label(session: Session, name: str) -> str:
    """Give the label of the first thing that has a name."""
    names = session.names()
    return names.labels.get(names.all(name)[0], name)


def _things(session: Session, name: str) -> set[str]:
    """Give the things that have a name, and the governments of those that are states.

    Raises:
        UnknownValue: Nothing has the name.
    """
    names = session.names()
    named = names.all(name)
    if not named:
        raise UnknownValue(name, "thing", names.near(name))
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
            voice._name = standings.turned(voice._name, voice.force, hedged=voice._hedged)
        voice.toward = standings.LABELS[voice._name]
        voice._qualifiers = content.qualifiers
        plain = voice.force in ("assertion", "prediction") and not voice._hedged
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
        voice.bearing, voice.toward, voice._name = MENTIONS, MENTIONED, MENTIONED
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
        _document=document,
        _authors=_listed(rows, "author"),
        _holders=frozenset(row["party"] for row in rows),
        _name=name,
        _hedged=any(row["weak"] for row in rows),
    )
    return passages[0][:2], voice


def _listed(rows: Iterable[dict[str, str]], name: str, separator: str = ", ") -> str:
    """Join labels, sorted, each once; unbound ones are left out."""
    return separator.join(sorted({row[name] for row in rows if row[name]}))
