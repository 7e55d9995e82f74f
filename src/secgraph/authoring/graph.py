"""Make the statements of a document of its claims: contents, circumstances, claims and steps.

Writes no file; what nothing uses is left out.
"""

from collections.abc import Iterable, Sequence

from secgraph.authoring import identifiers, syntax
from secgraph.authoring.marks import Marks
from secgraph.authoring.model import (
    Circumstance,
    Claim,
    Comparison,
    Content,
    Declared,
    Node,
    Number,
    Ref,
    Work,
)
from secgraph.authoring.paraphrase import Speaker
from secgraph.authoring.syntax import Time
from secgraph.authoring.turtle import Block, Writer
from secgraph.claims.kinds import SEPARATOR


class Graph:
    """The statements of a document, or of some of its claims.

    Args:
        work: The document.
        claims: The claims that go in, in the order of the file.
        marks: The words of the text that the claims point to.
    """

    def __init__(self, work: Work, claims: Sequence[Claim], marks: Marks) -> None:
        self.work, self.marks = work, marks
        self.claims = list(claims)
        self.writer = Writer(work.head.slug, work.head.namespace)
        self.speaker = Speaker(work.vocabulary, work.head.namespace)
        self.contents: dict[str, Block] = {}
        self._kinds: set[str] = set()
        self.circumstances: dict[str, Block] = {}
        self.times: dict[str, Block] = {}
        self.quotations: dict[str, Block] = {}
        self.used: dict[str, str] = {}
        self._declared = {one.entity.iri: one for one in work.things}
        self.blocks = [self._claim(claim) for claim in self.claims]
        self.reasons = self._reasons()
        self.units: dict[str, Block] = {}
        self.steps: list[Block] = []
        self.stepless: list[Block] = []
        self._arguments()

    # ---- use ----

    def use(self, iri: str, passage: str) -> str:
        """Note that a thing is used on a passage, and write its name."""
        if iri not in self.used:
            self.used[iri] = passage
            declared = self._declared.get(iri)
            if declared is not None:
                for _, other in declared.statements:
                    self.use(other, passage)
                for other in (*declared.members, *declared.sources):
                    self.use(other, passage)
                for content in declared.contents:
                    self.content(content, passage)
        return self.writer.name(iri)

    def things(self) -> list[tuple[Declared, str]]:
        """Give the declared things that are used, with the passage that vouches for each."""
        return [
            (one, self.used[one.entity.iri])
            for one in self.work.things
            if one.entity.iri in self.used
        ]

    # ---- contents ----

    def node(self, node: Node, passage: str) -> str:
        """Write what stands in a content; a content in it is described too."""
        if isinstance(node, Content):
            return self.content(node, passage)
        assert isinstance(node, Ref)  # noqa: S101 - a number stands in sg:hasValue
        return self.use(node.iri, passage)

    def content(self, content: Content, passage: str) -> str:
        """Describe a content, and write its name."""
        local = identifiers.content(content)
        if local not in self.contents:
            block = Block(self.work.iri(local))
            self.contents[local] = block
            block.add("rdf:type", "sg:Proposition")
            block.add("rdfs:label", self.writer.text(self._label(content)))
            block.add("sg:hasSubject", self.node(content.subject, passage))
            block.add("sg:hasRelation", self.writer.name(content.kind))
            self._kinds.add(content.kind.partition(SEPARATOR)[0])
            if isinstance(content.object, Number):
                block.add("sg:hasValue", str(content.object.value))
            else:
                block.add("sg:hasObject", self.node(content.object, passage))
            ways = [self._circumstance(one, passage) for one in content.circumstances]
            if content.comparison is not None:
                ways.append(self._comparison(content.comparison, passage))
            block.add("sg:hasContext", *ways)
            if content.time is not None:
                block.add("sg:concernsTime", self.time(content.time))
        return self.writer.own(local)

    def _label(self, content: Content) -> str:
        """Say a content; stiffly where it would say it in the words of the text."""
        words = self.speaker.content(content)
        if self.work.head.is_free or not self.marks.copied(words):
            return words
        return self.speaker.stiff(content)

    def _way(self, one: Circumstance) -> str:
        words = self.speaker.circumstance(one)
        if self.work.head.is_free or not self.marks.copied(words):
            return words
        if isinstance(one.filler, Content):
            return f"{one.way}: {self.speaker.stiff(one.filler)}"
        return f"{one.way}: {self.speaker.noun(one.filler)[0]}"

    def _circumstance(self, one: Circumstance, passage: str) -> str:
        local = identifiers.circumstance(one.way, one.filler)
        if local not in self.circumstances:
            block = Block(self.work.iri(local))
            self.circumstances[local] = block
            block.add("rdf:type", "sg:Qualifier")
            block.add("rdfs:label", self.writer.text(self._way(one)))
            block.add("sg:hasQualifierKind", f"sgv:{one.way}")
            block.add("sg:hasFiller", self._filler(one.filler, passage))
        return self.writer.own(local)

    def _filler(self, node: Node, passage: str) -> str:
        return str(node.value) if isinstance(node, Number) else self.node(node, passage)

    def _comparison(self, one: Comparison, passage: str) -> str:
        local = f"x-{identifiers.short(identifiers.comparison(one))}"
        if local not in self.circumstances:
            block = Block(self.work.iri(local))
            self.circumstances[local] = block
            block.add("rdf:type", "sg:Comparison")
            block.add("rdfs:label", self.writer.text(self.speaker.comparison(one)))
            block.add("sg:hasOutcome", self.writer.name(one.outcome))
            block.add("sg:isComparedWith", *(self.node(node, passage) for node in one.than))
            block.add("sg:inRespectOf", *(self.node(node, passage) for node in one.regarding))
            if one.margin:
                block.add("sg:hasMargin", self.writer.name(one.margin))
        return self.writer.own(local)

    def time(self, time: Time) -> str:
        """Describe a stretch of time, and write its name."""
        local = identifiers.time_span(time)
        if local not in self.times:
            block = Block(self.work.iri(local))
            self.times[local] = block
            block.add("rdf:type", "sg:TimeSpan")
            block.add("rdfs:label", self.writer.text(self.speaker.time(time)))
            if time.start:
                block.add("sg:notBefore", self.writer.moment(time.start, last=False))
            if time.end:
                block.add("sg:notAfter", self.writer.moment(time.end, last=True))
        return self.writer.own(local)

    # ---- claims ----

    def _claim(self, claim: Claim) -> Block:
        writer, passage = self.writer, claim.passage
        block = Block(self.work.iri(claim.name))
        sentence = self.speaker.claim(claim, self.work.author)
        block.add("rdf:type", "sg:Claim")
        block.add("rdfs:label", writer.text(sentence))
        block.add("sg:hasContent", self.content(claim.content, passage))
        block.add("sg:hasClaimant", *(self.use(iri, passage) for iri in claim.holders))
        if claim.reporter:
            block.add("sg:isReportedBy", self.use(claim.reporter, passage))
        if claim.stance:
            name = "sg:isEndorsedBy" if claim.stance == "endorsed" else "sg:isRejectedBy"
            block.add(name, self.use(self.work.author, passage))
            block.add("sg:hasStanceBasis", f"sgv:{claim.source.facet('basis')}")
        block.add("sg:hasForce", f"sgv:{claim.force}")
        if claim.strength:
            block.add("sg:hasStrength", f"sgv:{claim.strength}")
        block.add("sg:isAddressedTo", *(self.use(iri, passage) for iri in claim.addressees))
        if claim.asks:
            block.add("sg:asksFor", f"sgv:asks-{claim.asks}")
        block.add("sg:hasPolarity", f"sgv:{claim.polarity}")
        block.add("sg:hasHedge", *(f"sgv:{hedge}" for hedge in claim.hedges))
        block.add("sg:hasExplicitness", f"sgv:{claim.explicitness}")
        if claim.made is not None:
            block.add("sg:isMadeAt", self.time(claim.made))
        block.add("sg:answers", *self._answers(claim))
        block.add("sg:isQuotedAt", *self._quotation(claim))
        if claim.source.note:
            block.add("skos:editorialNote", writer.text(claim.source.note))
        block.add("sg:hasEvidence", *map(self.passage, (passage, *claim.also)))
        return block

    def _answers(self, claim: Claim) -> Iterable[str]:
        question = claim.source.facet("answers")
        if isinstance(question, syntax.ClaimName):
            for one in self.work.of(question.passage, question.letters):
                if one in self.claims:
                    yield self.writer.own(one.name)

    def _quotation(self, claim: Claim) -> Iterable[str]:
        """Describe the place of the words in which a claim is quoted, and write its name."""
        words = claim.source.facet("quoted")
        if words is None:
            return
        local = f"quotation-{identifiers.passage(claim.passage)}-{words}"
        if local not in self.quotations:
            start, end = self.marks.quotation(claim.passage, str(words))
            block = Block(self.work.iri(local))
            block.add("rdf:type", "oa:TextPositionSelector")
            block.add("oa:start", str(start))
            block.add("oa:end", str(end))
            self.quotations[local] = block
        yield self.writer.own(local)

    def passage(self, identifier: str) -> str:
        """Write the name of a passage."""
        return self.writer.own(self.work.passages[identifier].local_name)

    def _reasons(self) -> list[Block]:
        """Say of passages why they assert nothing."""
        blocks = []
        for passage in self.work.file.passages:
            if passage.reason and passage.identifier in self.work.passages:
                known = self.work.passages[passage.identifier]
                block = Block(self.work.iri(known.local_name))
                block.add("sg:reasonForNoAssertion", self.writer.text(passage.reason))
                blocks.append(block)
        return blocks

    # ---- steps ----

    def _arguments(self) -> None:
        for passage in self.work.file.passages:
            for step, start in passage.all_steps():
                self._step(passage.identifier, step, start)

    def _step(self, passage: str, step: syntax.Step, start: tuple[str, ...]) -> None:
        first = self.work.of(passage, start)
        if step.kind == "none":
            self._no_step(step, first, united=len(step.start) > 1)
            return
        assert step.end is not None  # noqa: S101 - only none leads nowhere
        last = self.work.of(step.end.passage or passage, step.end.letters)
        if not all(claim in self.claims for claim in (*first, *last)):
            return
        ends = [self._end(side) for side in (first, last)]
        block = Block(self.work.iri(f"l-{ends[0][1]}-{step.kind}-{ends[1][1]}"))
        block.add("rdf:type", "sg:ArgumentLink")
        block.add(f"sg:linksFrom{ends[0][0]}", ends[0][2])
        block.add("sg:hasLinkKind", f"sgv:link-{step.kind}")
        block.add(f"sg:linksTo{ends[1][0]}", ends[1][2])
        marker = self.marks.marker(passage, step)
        block.add("sg:hasBasis", "sgv:stated" if marker else "sgv:inferred")
        if marker:
            block.add("sg:marker", self.writer.text(marker, ""))
        self.steps.append(block)

    def _no_step(self, step: syntax.Step, claims: Sequence[Claim], *, united: bool) -> None:
        reason = self.writer.text(step.reason)
        if united and all(claim in self.claims for claim in claims):
            _, part, _ = self._end(claims)
            self.units[f"u-{part}"].add("sg:reasonForNoStep", reason)
            return
        for claim in () if united else claims:
            if claim in self.claims:
                block = Block(self.work.iri(claim.name))
                block.add("sg:reasonForNoStep", reason)
                self.stepless.append(block)

    def _sentences(self) -> dict[frozenset[str], str]:
        """Give what claims that are united say together, where the file has a sentence."""
        return {
            frozenset(one.name for one in self.work.of(passage.identifier, step.start)): (
                step.sentence
            )
            for passage in self.work.file.passages
            for step in passage.steps
            if step.sentence
        }

    def _end(self, claims: Sequence[Claim]) -> tuple[str, str, str]:
        """Give for an end of a step: ``Unit`` or nothing, its part of a name, and its name."""
        first = claims[0]
        place = identifiers.passage(first.passage)
        if len(claims) == 1:
            return "", f"{place}-{first.letter}", self.writer.own(first.name)
        letters = "".join(claim.letter for claim in claims)
        local = f"u-{place}-{letters}"
        if local not in self.units:
            block = Block(self.work.iri(local))
            label = self._together(claims)
            if not self.work.head.is_free and self.marks.copied(label):
                label = f"What {first.passage} says in {', '.join(one.letter for one in claims)}."
            block.add("rdf:type", "sg:ArgumentUnit")
            block.add("rdfs:label", self.writer.text(label))
            block.add("sg:unites", *(self.writer.own(one.name) for one in claims))
            self.units[local] = block
        return "Unit", f"{place}-{letters}", self.writer.own(local)

    def _together(self, claims: Sequence[Claim]) -> str:
        written = self._sentences().get(frozenset(one.name for one in claims))
        if written:
            return written
        sentences = [self.speaker.claim(one, self.work.author).rstrip(".") for one in claims]
        return f"{'; '.join(sentences)}."

    # ---- declared things ----

    def thing(self, declared: Declared, passage: str) -> list[Block]:
        """Describe a declared thing, and its members where it has some."""
        writer, entity = self.writer, declared.entity
        block = Block(entity.iri)
        form = min(entity.classes)
        block.add("rdf:type", "org:Post" if form == "Post" else f"sg:{form}")
        block.add("rdfs:label", writer.text(entity.label))
        block.add("skos:altLabel", *(writer.text(alias) for alias in declared.aliases))
        grouped: dict[str, list[str]] = {}
        for name, iri in declared.statements:
            grouped.setdefault(name if ":" in name else f"sg:{name}", []).append(writer.name(iri))
        for name, objects in grouped.items():
            block.add(name, *objects)
        block.add("sg:supposes", *(self.content(one, passage) for one in declared.contents))
        if declared.note:
            block.add("skos:scopeNote", writer.text(declared.note))
        vouchers = list(map(writer.name, declared.sources))
        if form in ("Referent", "DescribedGroup") or not vouchers:
            vouchers.append(self.passage(passage))
        block.add("dcterms:source", *vouchers)
        return [block, *(self._membership(entity.iri, iri, vouchers) for iri in declared.members)]

    def _membership(self, body: str, member: str, vouchers: list[str]) -> Block:
        names = (iri.rstrip("/").rpartition("/")[2] for iri in (body, member))
        block = Block(self.work.iri(f"membership-{'-'.join(names)}"))
        block.add("rdf:type", "org:Membership")
        block.add("org:member", self.writer.name(member))
        block.add("org:organization", self.writer.name(body))
        block.add("sg:hasMembershipKind", "sgv:membership-full")
        block.add("dcterms:source", *vouchers)
        return block

    def sources(self) -> list[Block]:
        """Describe the declared sources that are used."""
        blocks = []
        for source in self.work.file.sources:
            iri = self.work.iri(f"source-{identifiers.slug(source.name)}")
            if iri not in self.used:
                continue
            block = Block(iri)
            block.add("rdf:type", "sg:Source")
            block.add("dcterms:identifier", self.writer.text(source.name, ""))
            block.add("rdfs:label", self.writer.text(source.values["title"]))
            block.add("dcterms:title", self.writer.text(source.values["title"]))
            block.add("dcterms:publisher", self.writer.text(source.values["publisher"]))
            block.add("dcterms:rights", self.writer.text(source.values["rights"]))
            if "see" in source.values:
                block.add("rdfs:seeAlso", f"<{source.values['see']}>")
            blocks.append(block)
        return blocks

    def kinds(self) -> list[Block]:
        """Describe the declared kinds that a content uses."""
        blocks = []
        for declared, source in zip(self.work.kinds, self.work.file.kinds, strict=True):
            kind = declared.kind
            if kind.iri not in self._kinds:
                continue
            block = Block(kind.iri)
            block.add("rdf:type", "sg:RelationKind")
            block.add("rdfs:label", self.writer.text(kind.label))
            block.add("sg:hasInverseLabel", self.writer.text(kind.inverse))
            block.add("skos:definition", self.writer.text(kind.definition))
            for key, name in (("example", "skos:example"), ("border", "skos:scopeNote")):
                if key in source.values:
                    block.add(name, self.writer.text(source.values[key]))
            for name, iris in declared.values.items():
                block.add(name, *map(self.writer.name, iris))
            block.add("sg:isSymmetric", str(kind.symmetric).lower())
            block.add("skos:inScheme", "sgv:scheme-relation-kinds")
            blocks.append(block)
        return blocks
