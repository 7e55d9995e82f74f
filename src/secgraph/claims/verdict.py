"""Ask whether something is said, denied, said and denied, only supposed, or not spoken of at all.

No claim about a statement is not a denial of it. Prints nothing, and checks no claim against facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secgraph.claims import wordings
from secgraph.errors import UnknownValue
from secgraph.namespaces import PREFIXES
from secgraph.query.sessions import Session
from secgraph.query.sessions import session as session_of

if TYPE_CHECKING:
    from secgraph.stores import Store

Place = tuple[str, int]
"""The IRI of the document, and the ordinal of the first passage."""

SAID, DENIED, SILENT, BOTH, SUPPOSED = (
    "said",
    "denied",
    "silent",
    "said and denied",
    "only supposed or proposed",
)

_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "dcterms", "oa")
)


@dataclass(slots=True)
class Voice:
    """One claim that bears on the question.

    Attributes:
        claim: Its IRI.
        text: Its paraphrase.
        holder, force, polarity, hedge: Labels; the hedge with the strength, empty for neither.
        evidence: Identifiers of its passages, in the order of the text, with spaces between.
        document: Label of the document in which they stand.
        stance: Who else shares or rejects the claim; empty for nobody.
        says: ``said``, ``denied`` or ``only supposed or proposed``: what the claim does with the
            statement asked about.
        note: Why the claim counts where its content is another one: the opposite kind of relation,
            or a content that contains the statement. Empty otherwise.
    """

    claim: str
    text: str
    holder: str
    force: str
    polarity: str
    hedge: str
    evidence: str
    document: str
    stance: str
    says: str = ""
    note: str = ""


@dataclass(slots=True)
class Verdict:
    """The answer to one question.

    Attributes:
        subject, relation, object: Labels of the statement asked about.
        voices: The claims, in the order of the documents and of their text.
    """

    subject: str
    relation: str
    object: str
    voices: tuple[Voice, ...]

    @property
    def verdict(self) -> str:
        """One of :data:`SAID`, :data:`DENIED`, :data:`BOTH`, :data:`SUPPOSED`, :data:`SILENT`."""
        answers = {voice.says for voice in self.voices}
        if {SAID, DENIED} <= answers:
            return BOTH
        return next((answer for answer in (SAID, DENIED, SUPPOSED) if answer in answers), SILENT)


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
    """Ask whether it is said that the subject stands in this relation to the object.

    The government of a state counts as the state. A symmetric kind of relation counts in both
    directions. What is affirmed counts for its kind and for all above it; what is denied counts
    for that very kind and for all below it; a kind with a modifier that binds, such as *can*,
    counts for itself alone. Saying the opposite counts as denying a kind, and denying the opposite
    as saying it where there is nothing between the two. A claim that recommends, commits, supposes
    or asks, and a content that stands only inside another content, count as only supposed.

    Args:
        subject: Label, alias, prefixed name or IRI. Each of several things with one label counts.
        object: The same.
        relation: A kind of relation, such as ``"is linked with"``, with modifiers after commas if
            wanted: ``"is linked with, inseparably, in security"``. The label of a former kind
            stands for the whole of what is written now.
        store: Where to ask; the packaged graph if None.
        documents: Only claims of these documents count; all documents if empty.
        engine: The former name of *store*.

    Raises:
        UnknownValue: Nothing has this name; carries the nearest.
    """
    store = store if store is not None else engine
    session = Session(store, documents=documents) if documents else session_of(store)
    wording = wordings.resolve(session, relation)
    subjects, objects = _things(session, subject), _things(session, object)
    voices: dict[str, tuple[Place, Voice]] = {}
    for content in wordings.contents(session, wording, subjects, objects):
        for place, voice in _stated(session, content):
            voices[voice.claim] = place, voice
        for place, voice in _enclosing(session, content.iri) if content.affirmed else ():
            voices.setdefault(voice.claim, (place, voice))
    ordered = sorted(voices.values(), key=lambda pair: (pair[0], pair[1].claim))
    return Verdict(
        _label(session, subject),
        wording.label,
        _label(session, object),
        tuple(voice for _, voice in ordered),
    )


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
    """Give the claims of a content that say or deny what is asked, or only suppose it."""
    claims = []
    for place, voice in _claims(session, f"?claim sg:hasContent <{content.iri}> ."):
        answer = _answer(voice.polarity, content)
        if not answer:
            continue
        voice.says = answer if voice.force in ("assertion", "prediction") else SUPPOSED
        if content.opposite and voice.says != SUPPOSED:
            verb = "affirms" if voice.polarity == "affirmed" else "denies"
            voice.note = f"it {verb} the opposite, “{content.opposite}”"
        claims.append((place, voice))
    return claims


def _answer(polarity: str, content: wordings.Content) -> str:
    """Give what a claim of a polarity does with what is asked; empty where it does not bear."""
    does = {"affirmed": content.affirmed, "denied": content.denied}.get(
        polarity, content.affirmed or content.denied
    )
    return {wordings.SAYS: SAID, wordings.DENIES: DENIED}.get(does, "")


def _enclosing(session: Session, content: str) -> list[tuple[Place, Voice]]:
    """Give the claims of the contents inside which a content stands."""
    outer = _outer_contents(session, content)
    if not outer:
        return []
    claims = _claims(session, f"{_values('?outer', outer)} ?claim sg:hasContent ?outer .")
    for _, voice in claims:
        voice.says = SUPPOSED
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


def _claims(session: Session, pattern: str) -> list[tuple[Place, Voice]]:
    """Give the claims of a pattern, each with its place; what they say is not set yet."""
    rows = session.store.rows(
        f"""{_PREFIXES} SELECT DISTINCT ?claim ?text ?holder ?force ?polarity ?hedge ?id ?place
          ?endorser ?rejecter ?document ?of WHERE {{ {pattern} {session.within("?document")}
        ?claim rdfs:label ?text ; sg:hasClaimant ?h ; sg:hasForce ?f ; sg:hasPolarity ?p ;
          sg:hasEvidence ?passage .
        ?passage dcterms:identifier ?id ; sg:ordinal ?place ; oa:hasSource ?document .
        ?document rdfs:label ?of . ?h rdfs:label ?holder . ?f rdfs:label ?force .
        ?p rdfs:label ?polarity .
        OPTIONAL {{ ?claim ?surely ?s . VALUES ?surely {{ sg:hasHedge sg:hasStrength }}
          FILTER (isIRI(?s)) ?s rdfs:label ?hedge . }}
        OPTIONAL {{ ?claim sg:isEndorsedBy ?e . ?e rdfs:label ?endorser . }}
        OPTIONAL {{ ?claim sg:isRejectedBy ?r . ?r rdfs:label ?rejecter . }} }}"""
    )
    by_claim: dict[str, list[list[str]]] = defaultdict(list)
    for claim, *values in rows:
        by_claim[claim].append(values)
    return [_claim(claim, values) for claim, values in by_claim.items()]


def _claim(claim: str, rows: list[list[str]]) -> tuple[Place, Voice]:
    """Give a claim and its place, from its rows: one for each passage, holder, hedge and so on."""
    (
        texts,
        holders,
        forces,
        polarities,
        hedges,
        ids,
        ordinals,
        endorsers,
        rejecters,
        iris,
        titles,
    ) = zip(*rows, strict=True)
    passages = sorted(set(zip(iris, map(int, ordinals), ids, strict=True)))
    stances = ((endorsers, "share it"), (rejecters, "reject it"))
    voice = Voice(
        claim=claim,
        text=texts[0],
        holder=_listed(holders, ", "),
        force=forces[0],
        polarity=polarities[0],
        hedge=_listed(hedges, " "),
        evidence=" ".join(identifier for _, _, identifier in passages),
        document=min(zip(iris, titles, strict=True), key=lambda pair: pair[0])[1],
        stance="; ".join(f"{_listed(who, ', ')} {verb}" for who, verb in stances if any(who)),
    )
    return passages[0][:2], voice


def _listed(labels: Iterable[str], separator: str) -> str:
    """Join labels, sorted, each once; unbound ones are left out."""
    return separator.join(sorted({label for label in labels if label}))
