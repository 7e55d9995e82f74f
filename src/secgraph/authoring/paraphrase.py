"""Say a claim and its content in a sentence made of the parts.

A sentence that a person wrote is always better; this one is never wrong about a part.
"""

from secgraph.authoring import grammar
from secgraph.authoring.model import (
    HAS_STATUS,
    NOT,
    Circumstance,
    Claim,
    Comparison,
    Content,
    Node,
    Number,
    Ref,
)
from secgraph.authoring.syntax import Time
from secgraph.authoring.vocabulary import SGV, Vocabulary
from secgraph.claims.kinds import Modifier

_FORCES = {"should": "should", "must": "must", "may": "may"}
_HEDGES = {"certain": "certainly", "probable": "probably", "possible": "possibly"}
_THAT = ("believes", "recognizes", "emphasizes")
_WOULD = ("assertion", "prediction", "commitment")
"""Forces whose claims say with *would* that they depend on something."""

_TIMES = (
    *("in", "on", "at", "by", "over", "during", "since", "until", "till", "from", "before"),
    *("after", "within", "for", "through", "between", "throughout", "today", "now", "recently"),
    *("tomorrow", "yesterday", "this", "next", "last", "that", "these", "those", "every", "each"),
)
"""How words begin that say a time without more."""

_COMMON = "in common with"
_ADVERBS = ("still", "again", "increasingly")
_PREPOSITION = {
    "topic": "on",
    "respect": "in respect of",
    "purpose": "for",
    "means": "by means of",
    "place": "in",
    "scenario": "in the case of",
    "condition": "on the condition of",
    "co-participant": "together with",
}
_OUTCOMES = {
    "higher": "more so",
    "lower": "less so",
    "equal": "as much so",
    "highest": "most of all",
    "unsurpassed": "as much so as any",
    "primary": "in the first place",
    "secondary": "in the second place",
    "maximum": "at most",
    "before": "before",
    "after": "after",
}


class Speaker:
    """Makes sentences of contents and claims.

    Args:
        vocabulary: The names.
        namespace: Of the document.
    """

    def __init__(self, vocabulary: Vocabulary, namespace: str) -> None:
        self.names, self.namespace = vocabulary, namespace

    # ---- contents ----

    def content(self, content: Content) -> str:
        """Say a content as a clause without a full stop."""
        return self._clause(content)

    def stiff(self, content: Content) -> str:
        """Say a content as its parts, with dashes between, in no words of a sentence."""
        label, _ = self._label(content)
        sides = [
            self.stiff(node) if isinstance(node, Content) else self.noun(node)[0]
            for node in (content.subject, content.object)
        ]
        ways = [f"{one.way}: {self.noun(one.filler)[0]}" for one in content.circumstances]
        return " – ".join([sides[0], label, sides[1], *ways])

    def _clause(self, content: Content, *, auxiliary: str = "", denied: bool = False) -> str:
        if content.kind == HAS_STATUS and isinstance(content.subject, Content):
            return self._with_status(content, content.subject, auxiliary, denied)
        subject, many = self.noun(content.subject)
        verb = self._verb(content, many=many, auxiliary=auxiliary, denied=denied)
        return " ".join(filter(None, [subject, verb, self._rest(content)]))

    def _with_status(self, outer: Content, inner: Content, auxiliary: str, denied: bool) -> str:
        if outer.object == NOT:
            return self._clause(inner, auxiliary=auxiliary, denied=not denied)
        return f"it is {'not ' if denied else ''}possible that {self._clause(inner)}"

    def _verb(self, content: Content, *, many: bool, auxiliary: str, denied: bool) -> str:
        label, phases = self._label(content)
        if auxiliary:
            phrase = f"{auxiliary} {'not ' if denied else ''}{grammar.base(label)}"
        elif denied:
            phrase = grammar.negative(label, many=many)
        else:
            phrase = grammar.plural(label) if many else label
        for phase in phases:
            if phase == "begins":
                begin = "begin" if many or auxiliary or denied else "begins"
                phrase = f"{begin} to {grammar.base(label)}"
            elif phase in _ADVERBS:
                phrase = grammar.adverb_in(phrase, phase)
        return phrase

    def _label(self, content: Content) -> tuple[str, list[str]]:
        """Give the label of the kind with what binds it, and the phases."""
        parsed = self.names.scheme.parse(content.kind)
        if parsed is None:
            return content.kind.rpartition("/")[2].replace("-", " "), []
        kind, modifiers = parsed
        binding = [one.iri for one in modifiers if one.binds]
        label = self.names.scheme.sub_kind(kind.iri, binding).label if binding else kind.label
        if label == "commits to":
            # The force of a commitment says "commits to"; the kind tells of one.
            label = "is committed to"
        topics = [self.noun(one.filler)[0] for one in content.circumstances if one.way == "topic"]
        if _COMMON in label and topics:
            label = label.replace(_COMMON, f"{' and '.join(topics)} {_COMMON}")
        phases = [
            "begins" if one.iri == f"{SGV}phase-begins" else one.label
            for one in self._narrowing(content)
            if one.way == "phase"
        ]
        return label, phases

    def _narrowing(self, content: Content) -> list[Modifier]:
        parsed = self.names.scheme.parse(content.kind)
        modifiers = [one for one in (parsed[1] if parsed else ()) if not one.binds]
        for circumstance in content.circumstances:
            if isinstance(circumstance.filler, Ref):
                modifier = self.names.scheme.modifiers.get(circumstance.filler.iri)
                modifiers += [modifier] if modifier is not None else []
        return modifiers

    def _rest(self, content: Content) -> str:
        """Say the object and what narrows the content."""
        kind = content.kind_name
        parts = [self._object(content, kind), *self._modified(content, near=True)]
        quantity = [one.label for one in self._narrowing(content) if one.way == "quantity"]
        for way, fillers in self._ways(content, kind).items():
            parts.append(self._together(way, fillers, quantity, " ".join(parts)))
        parts += self._modified(content, near=False)
        if content.comparison is not None:
            parts.append(self.comparison(content.comparison))
        if content.time is not None:
            parts.append(self._when(content.time))
        return " ".join(filter(None, parts))

    def _ways(self, content: Content, kind: str) -> dict[str, list[Node]]:
        """Give the things and contents that narrow a content, by the way in which they do."""
        ways: dict[str, list[Node]] = {}
        for one in content.circumstances:
            if isinstance(one.filler, Ref) and one.filler.iri in self.names.scheme.modifiers:
                continue
            if one.way == "topic" and kind == "has-in-common-with":
                continue
            ways.setdefault(one.way, []).append(one.filler)
        return ways

    def _together(self, way: str, fillers: list[Node], quantity: list[str], before: str) -> str:
        """Say all that narrows a content in one way, in one phrase."""
        said = [self._circumstance(way, filler, quantity) for filler in fillers]
        start = f"{_PREPOSITION.get(way, 'with')} "
        if all(words.startswith(start) for words in said):
            nouns = " and ".join(words.removeprefix(start) for words in said)
            if start == "for " and " for " in f" {before} ":
                start = "with a view to "
            return f"{start}{nouns}"
        return " and ".join(said)

    def _modified(self, content: Content, *, near: bool) -> list[str]:
        """Say the modifiers: near the verb those of degree and manner, the others behind."""
        ways: dict[str, list[str]] = {}
        for modifier in self._narrowing(content):
            way = modifier.way
            if way == "quantity" or modifier.label in _ADVERBS:
                continue
            if modifier.iri == f"{SGV}phase-begins" or (way in ("degree", "manner")) != near:
                continue
            preposition = f"{_PREPOSITION[way]} " if way in ("respect", "topic", "means") else ""
            if way == "respect":
                preposition = "" if modifier.label.startswith("in ") else "in "
            ways.setdefault(way, []).append(f"{preposition}{modifier.label}")
        return [" and ".join(labels) for labels in ways.values()]

    def _object(self, content: Content, kind: str) -> str:
        object_ = content.object
        if object_ == content.subject:
            return "each other"
        if not isinstance(object_, Content):
            noun, many = self.noun(object_)
            named = kind in ("is-called", "is-characterized-as") and isinstance(object_, Ref)
            return self._as_name(object_, many) if named else noun
        if kind in _THAT:
            return f"that {self._clause(object_)}"
        return self._gerund(object_, content.subject)

    def _as_name(self, node: Node, many: bool) -> str:
        """Say what something is called, with the article of a name that others could have."""
        entity = self.names.entities.get(node.iri) if isinstance(node, Ref) else None
        if entity is None or many or entity.classes & {"Quality", "State", "Person", "Region"}:
            return self.noun(node)[0]
        return grammar.with_indefinite(entity.label)

    def _gerund(self, content: Content, outer: Node) -> str:
        """Say a content as a noun: ``Japan revising the relationship``."""
        if content.kind == HAS_STATUS and isinstance(content.subject, Content):
            if content.object == NOT:
                return self._gerund_of(content.subject, outer, "not ")
            return f"the possibility of {self._gerund(content.subject, outer)}"
        return self._gerund_of(content, outer, "")

    def _gerund_of(self, content: Content, outer: Node, negation: str) -> str:
        label, phases = self._label(content)
        adverbs = "".join(f"{phase} " for phase in phases if phase in _ADVERBS)
        begin = "beginning to " if "begins" in phases else ""
        verb = f"{begin}{grammar.base(label)}" if begin else grammar.gerund(label)
        subject = "" if content.subject == outer else self.noun(content.subject)[0]
        words = [subject, f"{negation}{adverbs}{verb}", self._rest(content)]
        return " ".join(filter(None, words))

    def _circumstance(self, way: str, filler: Node, quantity: list[str]) -> str:
        if way == "viewpoint":
            noun, many = self.noun(filler)
            return f"as {noun} {'see' if many else 'sees'} it"
        if isinstance(filler, Content):
            if way == "purpose":
                return f"in order that {self._clause(filler)}"
            if way in ("condition", "scenario"):
                return f"if {self._clause(filler)}"
        noun = self.noun(filler)[0]
        if way == "topic" and quantity:
            noun = f"{quantity[0]} {noun}"
        return f"{_PREPOSITION.get(way, 'with')} {noun}"

    def circumstance(self, one: Circumstance) -> str:
        """Say what narrows a content, as a label."""
        if isinstance(one.filler, Ref) and one.filler.iri in self.names.scheme.modifiers:
            return self.names.scheme.modifiers[one.filler.iri].label
        return self._circumstance(one.way, one.filler, [])

    def comparison(self, one: Comparison) -> str:
        """Say a ranking."""
        outcome = one.outcome.removeprefix(f"{SGV}outcome-")
        words = _OUTCOMES.get(outcome, outcome)
        margin = self.names.value_label(one.margin) if one.margin else ""
        than = " and ".join(self.noun(node)[0] for node in one.than)
        link = {"higher": "than", "lower": "than", "equal": "as", "highest": "among"}
        between = link.get(outcome, "" if outcome in ("before", "after") else "of")
        words = " ".join(filter(None, (margin, words, between if than else "", than)))
        regarding = " and ".join(self.noun(node)[0] for node in one.regarding)
        return f"{words} in {regarding}" if regarding else words

    def _when(self, time: Time) -> str:
        if not time.label:
            return f"({self.time(time)})"
        is_adverb = time.label.split()[0].lower() in _TIMES
        return time.label if is_adverb else f"(time: {time.label})"

    def time(self, time: Time) -> str:
        """Say a stretch of time."""
        if time.label:
            return time.label
        if time.start == time.end:
            return time.start
        if not time.end:
            return f"from {time.start} on"
        return f"until {time.end}" if not time.start else f"{time.start} to {time.end}"

    # ---- nouns ----

    def noun(self, node: Node) -> tuple[str, bool]:
        """Say what stands in a content, and whether it is a plural."""
        if isinstance(node, Number):
            return str(node.value), node.value != 1
        if isinstance(node, Content):
            return self._gerund(node, Ref("")), False
        entity = self.names.entities.get(node.iri)
        if entity is None:
            modifier = self.names.scheme.modifiers.get(node.iri)
            if modifier is not None:
                return modifier.label, False
            if node.iri.startswith(f"{self.namespace}c-"):
                return f"the claim {node.iri.removeprefix(self.namespace)}", False
            return node.iri.rpartition("/")[2].replace("-", " "), False
        many = entity.plural
        if many is None:
            of_one = entity.classes & {"State", "Person", "Government", "Region", "Quality"}
            many = not of_one and _is_many(entity.label, entity.classes)
        return grammar.with_article(entity.label, entity.classes), many

    # ---- claims ----

    def claim(self, claim: Claim, author: str) -> str:
        """Say a claim as a sentence."""
        return claim.paraphrase or grammar.sentence(self._framed(claim, author))

    def _framed(self, claim: Claim, author: str) -> str:
        words = self._spoken(claim, author)
        hedges = [_HEDGES[hedge] for hedge in claim.hedges if hedge in _HEDGES]
        if _is_open(claim) and claim.force not in _WOULD:
            words = f"{words}, on a condition"
        if hedges:
            words = f"{' and '.join(hedges)}, {words}"
        if claim.reporter:
            holders = " and ".join(self.noun(Ref(iri))[0] for iri in claim.holders)
            start = "in the words of" if claim.source.facet("quoted") else "according to"
            words = f"{start} {holders}, {words}"
        return words

    def _spoken(self, claim: Claim, author: str) -> str:
        content, denied = claim.content, claim.polarity == "denied"
        if claim.force == "recommendation":
            return self._clause(content, auxiliary=_FORCES[claim.strength], denied=denied)
        if claim.force == "prediction":
            auxiliary = "would" if _is_open(claim) else "will"
            return self._clause(content, auxiliary=auxiliary, denied=denied)
        if claim.force == "hypothesis":
            return f"suppose that {self._clause(content, denied=denied)}"
        if claim.force == "question":
            wanted = "whether" if claim.asks == "truth" else "what is meant in saying that"
            return f"it is asked {wanted} {self._clause(content)}"
        if claim.force == "commitment":
            return self._commitment(claim, author, denied)
        would = "would" if "conditional" in claim.hedges else ""
        return self._clause(content, auxiliary=would, denied=denied)

    def _commitment(self, claim: Claim, author: str, denied: bool) -> str:
        holder = claim.holders[0] if claim.holders else author
        noun, many = self.noun(Ref(holder))
        verb = "would commit" if _is_open(claim) else "commit" if many else "commits"
        act = _not(claim.content) if denied else claim.content
        return f"{noun} {verb} to {self._gerund(act, Ref(holder))}"


def _is_open(claim: Claim) -> bool:
    """Whether a claim depends on a condition that it does not name."""
    conditions = [one for one in claim.content.circumstances if one.way == "condition"]
    return "conditional" in claim.hedges and not conditions


def _not(content: Content) -> Content:
    return Content(content, HAS_STATUS, NOT)


def _is_many(label: str, classes: set[str]) -> bool:
    if classes & {"Grouping", "Alliance", "Minilateral", "IntergovernmentalOrganization", "Treaty"}:
        return False
    return grammar.is_plural(label)
