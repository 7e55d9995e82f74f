"""Say what the claims and facts that bear on a statement come to: one verdict, and who holds what.

Looks nothing up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secgraph.claims import fact_layer, standings

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
        document_iri, authors: IRI of the document, and the labels of its authors.
        parties: IRIs of the holders, a state in place of its government.
        name: Name of the standing of which *toward* is the label.
        hedged: Whether the claim has a hedge other than certain.
        qualifiers: Pairs of the kind of a qualifier of the content and what fills it.
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
    document_iri: str = ""
    authors: str = ""
    parties: frozenset[str] = frozenset()
    name: str = ""
    hedged: bool = False
    qualifiers: frozenset[tuple[str, str]] = frozenset()


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
        one.parties != other.parties and other.qualifiers <= one.qualifiers
        for one in affirming
        for other in denying
    ):
        return True
    if facts_for and (facts_against or any(not voice.qualifiers for voice in denying)):
        return True
    return bool(facts_against and affirming)


def _first(voices: Sequence[Voice], found: Sequence[fact_layer.Fact]) -> tuple[str, str, str, str]:
    """Give verdict, standing, stance and headline of what nobody contests."""
    for verdict, own_names, fact_standing, words in _OWN_VOICE:
        own = [voice for voice in voices if voice.name in own_names]
        if own:
            return _by_voice(verdict, own)
        matching = [fact for fact in found if fact.standing == fact_standing]
        if matching:
            sources = _and(_sorted(_sources(matching)))
            return verdict, fact_standing, "", f"{words}, by source: {sources}"
    direct = [voice for voice in voices if voice.bearing != MENTIONS]
    groups: tuple[tuple[str, ...], ...] = (_DIRECT, ("asked",), (standings.QUESTION,))
    for names in groups:
        reported = [voice for voice in direct if voice.name in names]
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
    names = sorted({voice.name for voice in voices}, key=order.index)
    if verdict == FACT:
        verdict = ASSERTED
    elif verdict == POSSIBLE and names[0] in _PROPOSING:
        verdict = PROPOSED
    named = names if verdict == REPORTED else names[:1]
    headline = "; ".join(
        _phrase(name, [voice for voice in voices if voice.name == name]) for name in named
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
    authors = _and(_sorted({voice.authors for voice in voices}))
    return f"{phrase}, {standings.STANCES[stance]} by {authors}"


def _holders(voices: Iterable[Voice]) -> set[str]:
    return {voice.holder for voice in voices}


def _sources(found: Iterable[fact_layer.Fact]) -> set[str]:
    return {source for fact in found for source in fact.source.split(" ")}


def _sorted(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(labels)))


def _and(labels: Sequence[str]) -> str:
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
