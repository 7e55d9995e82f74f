"""Ask whether something is said, denied, said and denied, only supposed, or not spoken of at all.

Silence is not denial. Knows nothing of terminals; says nothing about the world.
"""

from secgraph.errors import UnknownValue
from secgraph.namespaces import PREFIXES, SG
from secgraph.query.sessions import Session
from secgraph.query.sessions import session as session_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Voice:
    """One claim that bears on what was asked.

    Attributes:
        claim: Its IRI.
        text: Its paraphrase.
        holder, force, polarity, hedge: In words; the hedge with the strength, empty for neither.
        evidence: Identifiers of its passages, in the order of the text.
        document: Label of the document in which they stand.
        says: ``said``, ``denied`` or ``only supposed or proposed``, of what was asked.
        note: Why, where its wording is another: the opposite kind, or a content that only stands
            inside another.
        stance: Who relays it and shares or rejects it, in words; empty where the holder speaks or
            no stance shows.
    """

    __slots__ = (
        "claim",
        "document",
        "evidence",
        "force",
        "hedge",
        "holder",
        "note",
        "polarity",
        "says",
        "stance",
        "text",
    )

    def __init__(self, row: "dict[str, str]", says: str, note: str) -> None:
        self.claim, self.text, self.holder = row["claim"], row["text"], row["holder"]
        self.force, self.polarity, self.hedge, self.evidence = (
            row["force"],
            row["polarity"],
            row["hedge"],
            row["evidence"],
        )
        self.document = row["document"]
        self.stance, self.says, self.note = row["stance"], says, note


class Verdict:
    """The answer to one question.

    Attributes:
        subject, relation, object: What was asked, in words.
        verdict: ``said``, ``denied``, ``said and denied``, ``only supposed or proposed`` or
            ``silent``.
        voices: The claims, in the order of the documents and of their text.
    """

    __slots__ = ("object", "relation", "subject", "verdict", "voices")

    def __init__(self, subject: str, relation: str, object: str, voices: "list[Voice]") -> None:
        self.subject, self.relation, self.object, self.voices = (
            subject,
            relation,
            object,
            tuple(voices),
        )
        found = {voice.says for voice in voices}
        if {SAID, DENIED} <= found:
            self.verdict = BOTH
        else:
            self.verdict = next(
                (each for each in (SAID, DENIED, SUPPOSED) if each in found), SILENT
            )


def ask(
    subject: str,
    relation: str,
    object: str,
    /,
    *,
    store: "Store | None" = None,
    documents: "Sequence[str]" = (),
    engine: "Store | None" = None,
) -> Verdict:
    """Ask whether it is said that the subject stands in this relation to the object.

    Asked of a state, its government counts too. A symmetric kind counts both ways; a denied
    opposite counts as said, and an opposite that is said as denied. What is recommended, supposed
    or asked, or stands only inside another content, is only supposed.

    Args:
        subject: Label, alias, prefixed name or IRI. A label of several things asks of each.
        object: The same.
        relation: A kind of relation, such as ``"has security inseparable from"``.
        store: Where to ask; the packaged graph if None.
        documents: Only what stands in these documents; in all if none is named.
        engine: The former name of *store*.

    Raises:
        UnknownValue: Nothing has this name; carries the nearest.
    """
    place = store if store is not None else engine
    session = Session(place, documents=documents) if documents else session_of(place)
    kinds = session.names(SG + "RelationKind")
    kind = kinds.one(relation, session.names)
    subjects, objects = _things(session, subject), _things(session, object)
    # A kind and its opposite name each other, which a hygiene check holds.
    contents = session.store.rows(
        f"""{_PREFIXES} SELECT ?q ?r ?s ?o ?both WHERE {{
        {{ ?r a sg:RelationKind . FILTER (?r = <{kind}>) }}
        UNION {{ <{kind}> sg:hasOppositeKind ?r . }}
        ?r sg:isSymmetric ?both . ?q sg:hasRelation ?r ; sg:hasSubject ?s ; sg:hasObject ?o . }}"""
    )
    voices: dict[str, tuple[Place, Voice]] = {}
    for content, each, first, second, both in sorted(contents):
        if (first in subjects and second in objects) or (
            both in ("true", "1") and first in objects and second in subjects
        ):
            _hear(session, content, each != kind, kinds.labels.get(each, ""), voices)
    ordered = [
        voice for _, voice in sorted(voices.values(), key=lambda pair: (pair[0], pair[1].claim))
    ]
    labels = session.names().labels
    asked = [labels.get(session.names().all(name)[0], name) for name in (subject, object)]
    return Verdict(asked[0], kinds.labels.get(kind, relation), asked[1], ordered)


def _things(session: "Session", name: str) -> "set[str]":
    found = set(session.names().all(name))
    if not found:
        raise UnknownValue(name, "thing", session.names().near(name))
    for each in list(found):
        found |= {
            row[0]
            for row in session.store.rows(
                f"{_PREFIXES} SELECT ?g WHERE {{ ?g sg:isGovernmentOf <{each}> }}"
            )
        }
    return found


def _hear(
    session: "Session",
    content: str,
    opposite: bool,
    kind: str,
    voices: "dict[str, tuple[Place, Voice]]",
) -> None:
    """Add the claims of a content, and of those contents in which it only stands."""
    for place, row in _claims(session, f"?claim sg:hasContent <{content}> ."):
        if row["force"] in ("assertion", "prediction"):
            says = SAID if (row["polarity"] == "affirmed") != opposite else DENIED
            verb = "affirms" if row["polarity"] == "affirmed" else "denies"
            note = f"it {verb} the opposite, “{kind}”" if opposite else ""
        else:
            says, note = SUPPOSED, ""
        voices[row["claim"]] = (place, Voice(row, says, note))
    around = " ".join(f"<{each}>" for each in sorted(_around(session, content)))
    for place, row in (
        _claims(session, f"VALUES ?outer {{ {around} }} ?claim sg:hasContent ?outer .")
        if around
        else ()
    ):
        voices.setdefault(
            row["claim"],
            (
                place,
                Voice(
                    row,
                    SUPPOSED,
                    "it stands inside another content, which says nothing of its being so",
                ),
            ),
        )


def _around(session: "Session", content: str) -> "set[str]":
    """Give what the content stands inside, at any depth.

    Step by step, since not every store takes the path.
    """
    found: set[str] = set()
    inner = {content}
    while inner:
        listed = " ".join(f"<{each}>" for each in sorted(inner))
        rows = session.store.rows(
            f"""{_PREFIXES} SELECT DISTINCT ?outer WHERE {{ VALUES ?inner {{ {listed} }}
            VALUES ?way {{
              sg:hasSubject sg:hasObject sg:lists sg:hasContext sg:hasFiller sg:isComparedWith
            }} ?outer ?way ?inner . }}"""
        )
        inner = {row[0] for row in rows} - found
        found |= inner
    return found


def _claims(session: "Session", pattern: str) -> "list[tuple[Place, dict[str, str]]]":
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
    found: dict[str, list[list[str]]] = {}
    for line in rows:
        found.setdefault(line[0], []).append(line)
    claims = []
    for claim, lines in found.items():
        places = sorted({(line[10], int(line[7]), line[6]) for line in lines})
        row = {"claim": claim, "text": lines[0][1], "force": lines[0][3], "polarity": lines[0][4]}
        row["document"] = min(lines, key=lambda line: line[10])[11]
        row["holder"] = ", ".join(sorted({line[2] for line in lines}))
        row["hedge"] = " ".join(sorted({line[5] for line in lines if line[5]}))
        row["evidence"] = " ".join(identifier for _, _, identifier in places)
        shared, rejected = (
            ", ".join(sorted({line[at] for line in lines if line[at]})) for at in (8, 9)
        )
        row["stance"] = "; ".join(
            [f"{who} share it" for who in (shared,) if who]
            + [f"{who} reject it" for who in (rejected,) if who]
        )
        claims.append((places[0][:2], row))
    return claims
