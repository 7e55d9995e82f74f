"""Write a synthetic corpus: documents like the first one, over the things of the release.

Usage: corpus.py --documents N [--seed S] -o FILE. With the ending .nq each document stands in a
graph of its own, with .nt in none. The same number and seed give the same bytes, and a document
does not depend on how many come after it. What a document says is drawn by lot and means nothing;
how often a kind, a thing, a force or a hedge occurs follows the first document.
"""

import argparse
import bisect
import hashlib
import itertools
import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

import pyoxigraph

from secgraph.claims import content_keys, contents, kinds
from secgraph.dataset import release
from secgraph.namespaces import PREFIXES, expand
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded

Triple = tuple[str, str, str]
"""Three terms in N-Triples form."""

CAP = 3
"""How often one kind of relation may stand in a document.

Less than a twentieth of its contents, which is what a hygiene check grants.
"""

AIMED = (
    "sgv:causes",
    "sgv:has-truth-status",
    "sgv:precedes",
    "sgv:carries-out--binding-hoped",
    "sgv:happens-in-manner",
)
"""Kinds that never come by lot, since other statements have to go with them."""

ANYTHING = ("sg:Actor", "sg:Region", "sg:Referent", "sg:Issue", "sg:Threat", "sg:Proposition")
"""What is drawn where a kind expects anything."""

TRUE = f'"true"^^<{PREFIXES["xsd"]}boolean>'
LINKS = {"supports": 58, "elaborates": 24, "concedes": 9, "qualifies": 8, "exemplifies": 4}
MARKERS = {
    "supports": ("because", "since", "after all"),
    "attacks": ("highly inaccurate",),
    "qualifies": ("to be fair",),
    "exemplifies": ("for example", "including"),
    "elaborates": ("in a nutshell", "in essence"),
    "concedes": ("while", "but"),
}
"""The words that mark a kind of step, out of the list of the ontology."""

LEADING = ("supports", "exemplifies", "elaborates")
"""The kinds along which an argument is followed."""


FOLLOWED = ("sg:lists", "sg:isDrawnFrom", "sg:pertainsTo", "sg:hasParty", "sg:emanatesFrom")
"""What the rules follow from a thing to the things that are involved with it."""

QUALIFIERS = {
    "topic": "sg:Issue",
    "respect": "sg:Issue",
    "place": "sg:Region",
    "co-participant": "sg:Actor",
    "scenario": "sg:Supposed",
    "viewpoint": "sg:Actor",
}
NEGATIVE = re.compile(
    r"(^| )(not|no|nor|never|cannot|lacks?|refuses?|denies|fails?|avoids?|rejects?) "
)


def iri(name: str) -> str:
    """Write a prefixed name as an N-Triples term."""
    return f"<{expand(name)}>"


def text(value: str, language: str = "") -> str:
    """Write a string as an N-Triples term."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{language}" if language else "")


def number(value: int) -> str:
    """Write an integer as an N-Triples term."""
    return f'"{value}"^^<{PREFIXES["xsd"]}integer>'


def digest(value: str) -> str:
    """Give the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(value.encode()).hexdigest()


class Kind:
    """A kind of relation: what it takes, and how often the first document uses it."""

    def __init__(self, name: str) -> None:
        self.name, self.label, self.uses = name, "", 0
        self.families: set[str] = set()
        self.subjects: list[str] = []
        self.objects: list[str] = []
        self.requires: list[str] = []


class World:
    """What every document draws from.

    The kinds and the things of the release, with the weight each has in the first document.
    """

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.labels: dict[str, str] = {}
        self.ways: dict[str, list[str]] = defaultdict(list)
        self.tied: set[tuple[str, str]] = set()
        self._pools: dict[str, tuple[list[str], list[int]]] = {}
        self.scheme = kinds.load(Embedded(release.store()).rows)
        self.things = contents.things(Embedded(release.store()).rows)
        self._read()

    def _read(self) -> None:
        by: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for quad in release.store():
            by[str(quad.predicate)].append((str(quad.subject), str(quad.object)))
            if (
                isinstance(quad.object, pyoxigraph.Literal)
                and quad.predicate.value == expand("rdfs:label")
                and quad.object.language == "en"
            ):
                self.labels[str(quad.subject)] = quad.object.value
        for pairs in by.values():
            pairs.sort()
            self.tied.update(pairs)
        for way in FOLLOWED:
            for thing, other in by[iri(way)]:
                self.ways[thing].append(other)
        above: dict[str, set[str]] = defaultdict(set)
        for _ in range(4):
            for lower, upper in by[iri("rdfs:subClassOf")]:
                above[lower] |= {upper, *above[upper]}
        involved = Counter(thing for _, thing in by[iri("sg:involves")])
        pools: dict[str, dict[str, int]] = defaultdict(dict)
        for thing, klass in by[iri("rdf:type")]:
            if thing.startswith(f"<{PREFIXES['sgd']}") or klass == iri("sg:Modifier"):
                for each in {klass, *above[klass]}:
                    pools[each][thing] = 1 + involved[thing]
        self._pools = {
            klass: (list(things), list(itertools.accumulate(things.values())))
            for klass, things in pools.items()
        }
        self._read_kinds(by)

    def _read_kinds(self, by: "dict[str, list[tuple[str, str]]]") -> None:
        for name, klass in by[iri("rdf:type")]:
            if klass == iri("sg:RelationKind"):
                self.kinds[name] = Kind(name)
        uses = Counter(kind for _, kind in by[iri("sg:hasRelation")])
        for kind in self.kinds.values():
            kind.label, kind.uses = self.labels[kind.name], uses[kind.name]
        for name, family in by[iri("sg:hasFamily")]:
            if name in self.kinds:
                self.kinds[name].families.add(family)
        for place, taken in (
            ("sg:expectsSubject", "subjects"),
            ("sg:expectsObject", "objects"),
            ("sg:requiresQualifier", "requires"),
        ):
            for name, value in by[iri(place)]:
                if name in self.kinds:
                    anything = value == iri("owl:Thing")
                    values = map(iri, ANYTHING) if anything else [value]
                    getattr(self.kinds[name], taken).extend(values)
        self.phases = sorted(
            name for name, way in by[iri("sg:fillsQualifier")] if way == iri("sgv:phase")
        )
        self.modifiers = dict(by[iri("sg:fillsQualifier")])

    def has(self, klass: str) -> bool:
        """Say whether there is anything of a class."""
        return klass in self._pools

    def draw(self, lot: random.Random, klass: str) -> str:
        """Draw a thing of a class; what the first document speaks of often comes often."""
        things, sums = self._pools[klass]
        return things[bisect.bisect(sums, lot.random() * sums[-1])]


class Local:
    """A thing that is there only because the document speaks of it."""

    def __init__(
        self,
        name: str,
        klass: str,
        label: str,
        ways: "list[tuple[str, str]]",
        more: "list[tuple[str, str]]",
    ) -> None:
        self.name, self.klass, self.label, self.ways, self.more = name, klass, label, ways, more
        self.source = ""


class Content:
    """A proposition: described, and never asserted."""

    def __init__(
        self, name: str, kind: Kind, subject: "str | Content", object_: "str | Content"
    ) -> None:
        self.name, self.kind, self.subject, self.object = name, kind, subject, object_
        self.context: list[tuple[str, list[tuple[str, str]]]] = []
        self.time = ""

    def ends(self) -> "list[str]":
        """Give the names of its subject and object."""
        return [
            end.name if isinstance(end, Content) else end for end in (self.subject, self.object)
        ]


class Claim:
    """Who puts which content forward, and how."""

    def __init__(self, content: Content, holder: str, **facets: "list[str] | str") -> None:
        self.content, self.holder, self.facets = content, holder, facets
        self.number, self.slug, self.passage = 0, "", ""


class Document:
    """One document, made from its number and the seed alone."""

    def __init__(self, world: World, seed: int, which: int) -> None:
        self.world, self.which = world, which
        self.lot = random.Random(f"{seed}/{which}")
        self.space = f"https://w3id.org/secgraph/doc/synthetic-{which:04d}/"
        self.author = self.own("author")
        self.contents: list[Content] = []
        self.locals: dict[str, Local] = {}
        self.claims: list[Claim] = []
        self.links: dict[tuple[str, str, str], str] = {}
        self.used: Counter[str] = Counter()
        self.spans: list[str] = []
        self.words: list[str] = []
        self.out: list[Triple] = []

    def own(self, slug: str) -> str:
        """Name something in the namespace of the document."""
        return f"<{self.space}{slug}>"

    def called(self, what: str) -> str:
        """Label something so that no other thing has its label."""
        return f"synthetic {what} of document {self.which}"

    def whose(self, content: "Content") -> str:
        """Name the subject of a content for a label; nothing where it is a content itself."""
        if isinstance(content.subject, Content):
            return ""
        if content.subject in self.locals:
            return f", of {self.locals[content.subject].label}"
        return f", of {self.world.labels.get(content.subject, self.which)}"

    # ---- what is spoken of ----

    def local(self, klass: str) -> str:
        """Give a referent, group, quality or unnamed agent; an old one now and then."""
        old = [each.name for each in self.locals.values() if each.klass == klass]
        if old and self.lot.random() < 0.35:
            return self.lot.choice(old)
        short = {
            "sg:Referent": "r",
            "sg:DescribedGroup": "g",
            "sg:Quality": "quality",
            "sg:UnidentifiedAgent": "a",
        }[klass]
        name, draw = self.own(f"{short}-{len(self.locals) + 1}"), self.world.draw
        ways: list[tuple[str, str]] = []
        more: list[tuple[str, str]] = []
        if klass == "sg:Referent":
            ways = [
                ("sg:pertainsTo", draw(self.lot, iri("sg:Actor")))
                for _ in range(self.lot.choice((0, 1, 1, 2)))
            ]
        elif klass == "sg:DescribedGroup" and self.lot.random() < 0.5:
            ways = [
                ("sg:lists", draw(self.lot, iri("sg:Actor"))) for _ in range(self.lot.randint(2, 3))
            ]
            more = [
                (
                    "sg:hasListStatus",
                    iri(self.lot.choice(("sgv:list-open", "sgv:list-closed", "sgv:list-range"))),
                )
            ]
        elif klass == "sg:DescribedGroup":
            ways = [("sg:isDrawnFrom", draw(self.lot, iri("sg:Actor")))]
            more = [
                (
                    "sg:hasQuantifier",
                    iri(
                        self.lot.choice(
                            ("sgv:quantifier-few", "sgv:quantifier-most", "sgv:quantifier-several")
                        )
                    ),
                )
            ]
        label = self.called(f"{klass[3:].lower()} {len(self.locals) + 1}")
        self.locals[name] = Local(name, klass, label, sorted(set(ways)), more)
        return name

    def thing(self, expected: "list[str]") -> "str | Content | None":
        """Give something of one of the classes that a kind expects."""
        here = {
            iri("sg:Referent"): 2,
            iri("sg:Proposition"): 1,
            iri("sg:Quality"): 2,
            iri("sg:DescribedGroup"): 1,
        }
        weights = [
            3 if each == iri("sg:Actor") else here.get(each, int(self.world.has(each)))
            for each in expected
        ]
        if not sum(weights):
            return None
        klass = self.lot.choices(expected, weights)[0]
        if klass == iri("sg:Proposition"):
            return self.by_lot(flat=True)
        if klass == iri("sg:Referent"):
            return self.local(self.lot.choice(("sg:Referent", "sg:Referent", "sg:DescribedGroup")))
        if klass in (iri("sg:Quality"), iri("sg:DescribedGroup")):
            return self.local("sg:" + klass.rpartition("#")[2][:-1])
        return self.world.draw(self.lot, klass)

    def span(self) -> str:
        """Give a stretch of time; there are three of them in a document at most."""
        if len(self.spans) == 3:
            return self.lot.choice(self.spans)
        name, year = self.own(f"t-{len(self.spans) + 1}"), self.lot.randint(1990, 2024)
        self.spans.append(name)
        self.tell(name, "rdf:type", iri("sg:TimeSpan"))
        self.tell(name, "rdfs:label", text(self.called(f"time {len(self.spans)}"), "en"))
        for bound, moment in (
            ("sg:notBefore", f"{year}-01-01T00:00:00Z"),
            ("sg:notAfter", f"{year}-12-31T23:59:59Z"),
        ):
            self.tell(name, bound, f'"{moment}"^^{iri("xsd:dateTime")}')
        return name

    # ---- contents ----

    def by_lot(self, flat: bool = False, family: str = "", plain: bool = False) -> Content:
        """Make a content of some kind.

        *flat* without another in it, of one *family*, *plain* where it is to be denied.
        """
        free = [
            kind
            for kind in self.world.kinds.values()
            if self.used[kind.name] < CAP
            and kind.name not in map(iri, AIMED)
            and (not family or iri(f"sgv:family-{family}") in kind.families)
            and not (plain and NEGATIVE.search(kind.label.lower()))
        ]
        while True:
            made = self.content(
                self.lot.choices(free, [1 + kind.uses for kind in free])[0],
                flat=flat,
                plain=plain,
            )
            if made:
                return made

    def content(
        self,
        kind: "Kind | str",
        subject: "str | Content | None" = None,
        object_: "str | Content | None" = None,
        **how: bool,
    ) -> Content | None:
        """Make a content of a kind, or None where the lot gives two ends that do not go
        together."""
        kind = self.world.kinds[iri(kind)] if isinstance(kind, str) else kind
        supposed = iri("sgv:family-membership") in kind.families
        allowed = [
            [
                each
                for each in expected
                if not (how.get("flat") and each == iri("sg:Proposition"))
                and not (supposed and each == iri("sg:Supposed"))
            ]
            for expected in (kind.subjects, kind.objects)
        ]
        kept = len(self.contents)
        first = subject or self.thing(allowed[0])
        second = object_ or (first and self.thing(allowed[1]))
        if not first or not second or not self.fit(kind, first, second):
            del self.contents[kept:]
            return None
        made = Content(self.own(f"q-{len(self.contents) + 1}"), kind, first, second)
        self.narrow(made, how.get("plain", False))
        self.used[kind.name] += 1
        self.contents.append(made)
        return made

    def fit(self, kind: Kind, first: "str | Content", second: "str | Content") -> bool:
        """Say whether two ends make a new content.

        Nothing ties them as a plain triple, the first does not hold the second, and it is not there
        yet.
        """
        if any(
            each.kind is kind and {first, second} == {each.subject, each.object}
            for each in self.contents
        ):
            return False
        if isinstance(first, str) and isinstance(second, str):
            return first != second and (first, second) not in self.world.tied
        return not (
            isinstance(first, Content) and isinstance(second, str) and second in first.ends()
        )

    def narrow(self, made: Content, plain: bool) -> None:
        """Give a content the circumstances its kind asks for, some by lot, and one wherever
        both its ends are shared with other documents."""
        ways = [each.rpartition("/")[2][:-1] for each in made.kind.requires]
        shared = all(
            isinstance(end, str) and end not in self.locals for end in (made.subject, made.object)
        )
        if not plain and self.lot.random() < 0.08:
            self.circumstance(made, "phase", self.lot.choice(self.world.phases))
        elif not plain and self.lot.random() < 0.04:
            outcome = self.lot.choice(
                ("sgv:outcome-higher", "sgv:outcome-lower", "sgv:outcome-unsurpassed")
            )
            self.comparison(
                made,
                [
                    ("sg:hasOutcome", iri(outcome)),
                    ("sg:isComparedWith", self.world.draw(self.lot, iri("sg:Actor"))),
                ],
            )
        elif self.lot.random() < (0.25 if shared else 0.08):
            made.time = self.span()
        elif not ways and self.lot.random() < (1 if shared else 0.1):
            ways = self.lot.choices(list(QUALIFIERS)[:5], (6, 4, 3, 3, 1))
        for each in ways:
            klass = (
                "sg:StrategicConcept"
                if each == "topic" and self.lot.random() < 0.5
                else QUALIFIERS.get(each, "sg:Issue")
            )
            self.circumstance(made, each, self.world.draw(self.lot, iri(klass)))

    def circumstance(self, made: Content, kind: str, filler: str) -> None:
        """Narrow a content by a qualifier."""
        made.context.append(
            (
                "sg:Qualifier",
                [("sg:hasQualifierKind", iri(f"sgv:{kind}")), ("sg:hasFiller", filler)],
            )
        )

    def comparison(self, made: Content, parts: "list[tuple[str, str]]") -> None:
        """Narrow a content by a comparison."""
        made.context.append(("sg:Comparison", parts))

    # ---- claims: each of these gives claims that stand together in one passage ----

    def says(self, content: Content, **facets: "list[str] | str") -> Claim:
        """Let the authors claim a content."""
        facets.setdefault("force", "assertion")
        facets.setdefault("polarity", "affirmed")
        facets.setdefault(
            "explicitness", self.lot.choices(("explicit", "presupposed", "implied"), (68, 27, 5))[0]
        )
        if "hedge" not in facets and self.lot.random() < 0.12:
            facets["hedge"] = self.lot.choice(("certain", "probable", "possible", "conditional"))
        return Claim(content, self.author, **facets)

    def some(self) -> "list[Claim]":
        """Something by lot, denied now and then, predicted or supposed at times."""
        denied = self.lot.random() < 0.08
        force = self.lot.choices(("assertion", "prediction", "hypothesis"), (96, 3, 1))[0]
        return [
            self.says(
                self.by_lot(plain=denied), polarity="denied" if denied else "affirmed", force=force
            )
        ]

    def relayed(self) -> "list[Claim]":
        """A view of somebody else."""
        holder = (
            self.local("sg:UnidentifiedAgent")
            if self.lot.random() < 0.15
            else self.world.draw(self.lot, iri("sg:Actor"))
        )
        claim = self.says(
            self.by_lot(),
            reporter=self.author,
            **({"endorser": self.author} if self.lot.random() < 0.5 else {}),
        )
        claim.holder = holder
        return [claim]

    def contested(self) -> "list[Claim]":
        """A view of somebody else, and the denial of it."""
        view = self.says(self.by_lot(plain=True), reporter=self.author, rejecter=self.author)
        view.holder = self.world.draw(self.lot, iri("sg:Actor"))
        denial = self.says(view.content, polarity="denied")
        view.facets["attacked"] = denial.facets["attacks"] = "yes"
        return [view, denial]

    def asked(self) -> "list[Claim]":
        """A question and its answer."""
        content = self.by_lot()
        question = self.says(
            content, force="question", polarity="undetermined", wants="asks-truth", hedge=[]
        )
        return [question, self.says(content, answers="yes")]

    def recommended(self) -> "list[Claim]":
        """What somebody should do."""
        content = self.by_lot(family=self.lot.choice(("strategy", "action")))
        to = (
            {"addressee": self.world.draw(self.lot, iri("sg:Actor"))}
            if self.lot.random() < 0.5
            else {}
        )
        return [
            self.says(
                content, force="recommendation", strength=self.lot.choice(("must", "should")), **to
            )
        ]

    def preferred(self) -> "list[Claim]":
        """One course of action before another."""
        first, second = (self.by_lot(flat=True, family="strategy") for _ in range(2))
        order = self.content("sgv:precedes", first, second)
        assert order
        recommended = {"force": "recommendation", "strength": "should"}
        return [
            self.says(first, prefers=second.name, **recommended),
            self.says(order, **recommended),
        ]

    def ceiling(self) -> "list[Claim]":
        """The most that can be hoped for, and that there is no more."""
        kind, whom = "sgv:carries-out--binding-hoped", self.world.draw(self.lot, iri("sg:Actor"))
        most, more = (self.content(kind, whom, self.fresh(), plain=True) for _ in range(2))
        assert most and more
        self.comparison(most, [("sg:hasOutcome", iri("sgv:outcome-maximum"))])
        return [self.says(most), self.says(more, polarity="denied", standing="implied")]

    def end(self, klass: str) -> str | None:
        """Draw a thing of a class; None where no class is given."""
        return self.world.draw(self.lot, iri(klass)) if klass else None

    def aimed(self, kind: str) -> "list[Claim]":
        """What a body is there for: keeping an actor in, or out."""
        body, actor = (self.world.draw(self.lot, iri("sg:Actor")) for _ in range(2))
        inner = self.content(kind, body, actor)
        aim = inner and self.content("sgv:aims-at", body, inner)
        return [self.says(aim)] if aim else self.some()

    def fresh(self) -> str:
        """Give a referent that no content has yet."""
        old = set(self.locals)
        while (name := self.local("sg:Referent")) in old:
            pass
        return name

    def caused(self) -> "list[Claim]":
        """A reason, what follows, and that it follows."""
        reason, conclusion = self.by_lot(flat=True), self.by_lot(flat=True)
        cause = self.content("sgv:causes", reason, conclusion)
        assert cause
        claims = [self.says(each) for each in (reason, conclusion, cause)]
        claims[0].facets["reason"] = "yes"
        return claims

    def of(self, *kinds: str, ends: "tuple[str, str] | None" = None) -> "list[Claim]":
        """Something of one of some kinds, denied now and then.

        A kind may have modifiers behind it, each after a plus sign. *ends* are the classes of
        subject and object, where they are wanted.
        """
        denied = self.lot.random() < 0.15
        allowed = [kind for kind in kinds if self.used[iri(kind.partition("+")[0])] < CAP]
        while allowed:
            kind, *modifiers = self.lot.choice(allowed).split("+")
            first, second = map(self.end, ends or ("", ""))
            made = self.content(kind, first, second, plain=denied)
            if made:
                for modifier in modifiers if not denied else ():
                    way = self.world.modifiers[iri(f"sgv:{modifier}")].rpartition("/")[2][:-1]
                    self.circumstance(made, way, iri(f"sgv:{modifier}"))
                return [self.says(made, polarity="denied" if denied else "affirmed")]
        return self.some()

    # ---- the whole ----

    def compose(self) -> "list[list[Claim]]":
        """Draw what is said: a bit of each thing that questions ask for, and the rest by lot."""
        regions = (
            "sgv:is-linked-with+respect-security",
            "sgv:is-linked-with+respect-security+degree-inseparably",
            "sgv:differs-from+respect-geography",
        )
        alike = (
            "sgv:is-partner-of",
            "sgv:aligns-with",
            "sgv:cooperates-with",
            "sgv:has-in-common-with",
            "sgv:is-ally-of",
        )
        apart = (
            "sgv:disagrees-with",
            "sgv:conflicts-with",
            "sgv:is-concerned-about",
            "sgv:opposes+manner-firmly",
        )
        moves = [
            self.some,
            self.asked,
            self.preferred,
            self.ceiling,
            self.caused,
            self.contested,
            self.recommended,
            self.recommended,
            self.relayed,
            self.relayed,
        ]
        groups = [move() for move in moves]
        wanted: list[tuple[str, ...]] = [
            alike,
            alike,
            alike,
            apart,
            apart,
        ]
        wanted += []
        wanted += [
            ("sgv:recognizes+phase-begins", "sgv:challenges", "sgv:counters--binding-must"),
            ("sgv:agrees-with",),
            ("sgv:is-judged",),
        ]
        wanted += [
            self.named("threat"),
            self.named("threat"),
            self.named("purpose"),
            self.named("capability"),
        ]
        groups += [self.of(*kinds) for kinds in wanted]
        both = ("sg:Region", "sg:Region")
        groups += [self.of(*kinds, ends=both) for kinds in (regions, regions, regions)]
        tie = "sg:Relationship"
        groups.append(self.of("sgv:is-driven-by", ends=(tie, "sg:Issue")))
        groups.append(self.of("sgv:is-part-of+rank-secondary", ends=("sg:Issue", tie)))
        groups.append(self.of("sgv:challenges+respect-security", ends=("sg:Threat", "sg:Region")))
        groups += [self.aimed("sgv:engages"), self.aimed("sgv:keeps-out")]
        size = self.lot.randint(62, 82)
        while sum(map(len, groups)) < size:
            groups.append(self.relayed() if self.lot.random() < 0.06 else self.some())
        first, rest = groups[:1], groups[1:]
        self.lot.shuffle(rest)
        return first + rest

    def named(self, family: str) -> "tuple[str, ...]":
        """List the kinds of a family by prefixed name."""
        return tuple(
            "sgv:" + kind.name.rpartition("/")[2][:-1]
            for kind in self.world.kinds.values()
            if iri(f"sgv:family-{family}") in kind.families
        )

    def tell(self, subject: str, property_: str, *objects: str) -> None:
        """Write statements about one subject."""
        self.out += [(subject, iri(property_), each) for each in objects]

    @property
    def text(self) -> str:
        """The text to which the passages point, once the statements are made: names, and filler."""
        return "".join(f"{words}\n" for words in self.words)

    def triples(self) -> "list[Triple]":
        """Give every statement of the document, once each."""
        groups = self.compose()
        place, paragraph, sentence, ordinal = 0, 0, 1, 0
        while groups:
            ordinal += 1
            if ordinal == 1:
                slug, numbers = "title", None
            elif ordinal == 12:
                slug, numbers = "h1", None
            else:
                paragraph, sentence = (
                    (paragraph, sentence + 1)
                    if paragraph and self.lot.random() < 0.75
                    else (paragraph + 1, 1)
                )
                slug, numbers = f"p{paragraph}s{sentence}", (paragraph, sentence)
            here: list[Claim] = []
            quota = {"title": 1, "h1": 0}.get(slug) or (self.lot.randint(2, 5) if numbers else 0)
            while groups and len(here) < quota:
                here += groups.pop(0)
            place = self.passage(slug, numbers, ordinal, here, place)
        self.argue()
        self.publish(place)
        return list(dict.fromkeys(self.out))

    def passage(
        self,
        slug: str,
        numbers: "tuple[int, int] | None",
        ordinal: int,
        claims: "list[Claim]",
        place: int,
    ) -> int:
        """Write a passage with its claims and mentions; give where the next one begins."""
        name = self.own(slug)
        label = (
            f"P{numbers[0]}.S{numbers[1]}"
            if numbers
            else slug[0].upper() + slug[1:].removeprefix("itle")
        )
        mentioned: dict[str, None] = {}
        for index, claim in enumerate(claims):
            claim.slug, claim.passage, claim.number = (
                f"{slug}-{chr(97 + index)}",
                name,
                len(self.claims) + 1,
            )
            self.claims.append(claim)
            mentioned |= dict.fromkeys(
                [claim.holder] * ("reporter" in claim.facets) + self.spoken(claim.content)
            )
        for thing in [
            *mentioned,
            *(thing for claim in claims for thing in self.held(claim.content)),
        ]:
            if thing in self.locals:
                self.locals[thing].source = self.locals[thing].source or name
        at = place
        surfaces = ""
        for index, thing in enumerate(
            each
            for each in mentioned
            if each not in self.locals
            or self.locals[each].klass in ("sg:Referent", "sg:DescribedGroup")
        ):
            words = (
                self.locals[thing].label if thing in self.locals else self.world.labels[thing]
            ).split()[:5]
            surface, mention = " ".join(words), self.own(f"m-{slug}-{index + 1}")
            self.tell(mention, "rdf:type", iri("sg:Mention"))
            self.tell(mention, "sg:inPassage", name)
            self.tell(mention, "sg:refersTo", thing)
            self.tell(mention, "sg:hasSurface", text(surface))
            self.select(mention, f"m-{slug}-{index + 1}-position", at, at + len(surface))
            at += len(surface) + 1
            surfaces += f"{surface} "
        end = max(at, place + 40) + self.lot.randint(0, 80)
        self.words.append(surfaces.ljust(end - place, "."))
        self.tell(name, "rdf:type", iri("sg:Passage"))
        self.tell(name, "rdfs:label", text(label, "en"))
        self.tell(name, "dcterms:identifier", text(label))
        self.tell(name, "sg:ordinal", number(ordinal))
        if numbers:
            self.tell(name, "sg:paragraphNumber", number(numbers[0]))
            self.tell(name, "sg:sentenceNumber", number(numbers[1]))
        self.tell(name, "oa:hasSource", self.own("document"))
        self.select(name, f"{slug}-position", place, end)
        self.tell(name, "sg:sha256", text(digest(self.words[-1])))
        if not claims:
            self.tell(name, "sg:reasonForNoAssertion", text("A heading without a verb.", "en"))
        return end + 1

    def select(self, what: str, slug: str, start: int, end: int) -> None:
        """Write where something stands."""
        name = self.own(slug)
        self.tell(what, "oa:hasSelector", name)
        self.tell(name, "rdf:type", iri("oa:TextPositionSelector"))
        self.tell(name, "oa:start", number(start))
        self.tell(name, "oa:end", number(end))

    def spoken(self, content: Content) -> "list[str]":
        """List the things at the ends of a content, and of those within it."""
        return [
            thing
            for end in (content.subject, content.object)
            for thing in (self.spoken(end) if isinstance(end, Content) else [end])
        ]

    def held(self, content: Content) -> "list[str]":
        """List the things in the circumstances of a content, and of those within it."""
        inner = [
            thing
            for end in (content.subject, content.object)
            if isinstance(end, Content)
            for thing in self.held(end)
        ]
        return inner + [value for _, parts in content.context for _, value in parts]

    def link(self, kind: str, one: Claim, two: Claim) -> None:
        """Write a step of the argument and the direct property that follows from it, once."""
        if (kind, one.slug, two.slug) in self.links:
            return
        name = self.own(f"l-{one.slug}-{kind}-{two.slug}")
        self.links[kind, one.slug, two.slug] = name
        self.tell(name, "rdf:type", iri("sg:ArgumentLink"))
        self.tell(name, "sg:linksFrom", self.own(f"c-{one.slug}"))
        self.tell(name, "sg:linksTo", self.own(f"c-{two.slug}"))
        self.tell(name, "sg:hasLinkKind", iri(f"sgv:link-{kind}"))
        stated = self.lot.random() < 0.3
        self.tell(name, "sg:hasBasis", iri("sgv:stated" if stated else "sgv:inferred"))
        if stated:
            self.tell(name, "sg:marker", text(self.lot.choice(MARKERS[kind])))
        self.tell(self.own(f"c-{one.slug}"), f"sg:{kind}", self.own(f"c-{two.slug}"))

    def argue(self) -> None:
        """Link the claims, each to later ones, so that nothing leads back to itself."""
        for one, two in itertools.pairwise(self.claims):
            if "reason" in one.facets:
                self.link("supports", one, two)
            if "attacked" in one.facets:
                self.link("attacks", two, one)
            if "answers" in two.facets:
                two.facets["answers"] = self.own(f"c-{one.slug}")
        for index, claim in enumerate(self.claims):
            if "wants" in claim.facets:
                continue
            for kind, percent in LINKS.items():
                others = self.claims[index + 1 : index + 12]
                if others and self.lot.random() * 100 < percent:
                    self.link(kind, claim, self.lot.choice(others))
        line = self.own("line-main")
        self.tell(line, "rdf:type", iri("sg:LineOfArgument"))
        self.tell(line, "rdfs:label", text(self.called("line of argument"), "en"))
        steps = [
            self.claims[index] for index in sorted(self.lot.sample(range(len(self.claims)), 8))
        ]
        for before, after in itertools.pairwise(steps):
            self.link("supports", before, after)
        for index, claim in enumerate(steps, 1):
            name = self.own(f"step-main-{index:02d}")
            self.tell(line, "sg:hasStep", name)
            self.tell(name, "rdf:type", iri("sg:ArgumentStep"))
            self.tell(name, "sg:ordinal", number(index))
            self.tell(name, "sg:isStepFor", self.own(f"c-{claim.slug}"))

    def publish(self, length: int) -> None:
        """Write the document itself, what it speaks of, its contents and its claims."""
        document = self.own("document")
        self.tell(document, "rdf:type", iri("sg:Document"))
        self.tell(document, "rdfs:label", text(f"synthetic document {self.which}", "en"))
        self.tell(document, "dcterms:title", text(f"Synthetic document {self.which}", "en"))
        self.tell(document, "sg:hasAuthor", self.author)
        self.tell(document, "sg:codePointCount", number(length))
        self.tell(document, "sg:sha256", text(digest(self.text)))
        prefix = f"s{self.which:04d}"
        self.tell(document, "vann:preferredNamespacePrefix", text(prefix))
        self.tell(document, "vann:preferredNamespaceUri", text(self.space))
        self.tell(self.author, "rdf:type", iri("sg:Collective"))
        self.tell(
            self.author, "rdfs:label", text(f"the authors of synthetic document {self.which}", "en")
        )
        self.tell(self.author, "dcterms:source", self.own("title"))
        # What was drawn for a content that did not come about is spoken of nowhere, and left out.
        for each in (each for each in self.locals.values() if each.source):
            self.tell(each.name, "rdf:type", iri(each.klass))
            self.tell(each.name, "rdfs:label", text(each.label, "en"))
            self.tell(each.name, "dcterms:source", each.source)
            for property_, value in [*each.ways, *each.more]:
                self.tell(each.name, property_, value)
        for index, content in enumerate(self.contents, 1):
            self.tell(content.name, "rdf:type", iri("sg:Proposition"))
            label = self.called(f"content {index}") + self.whose(content)
            self.tell(content.name, "rdfs:label", text(label, "en"))
            for place, end in zip(("sg:hasSubject", "sg:hasObject"), content.ends(), strict=True):
                self.tell(content.name, place, end)
            self.tell(content.name, "sg:hasRelation", content.kind.name)
            self.tell(content.name, "sg:concernsTime", *filter(None, [content.time]))
            for index_, (klass, parts) in enumerate(content.context, 1):
                name = self.own(f"x-{index}-{index_}")
                self.tell(content.name, "sg:hasContext", name)
                self.tell(name, "rdf:type", iri(klass))
                self.tell(
                    name,
                    "rdfs:label",
                    text(self.called(f"circumstance {index_} of content {index}"), "en"),
                )
                for property_, value in parts:
                    self.tell(name, property_, value)
            self.tell(content.name, "sg:involves", *sorted(self.involved(content)))
            self.tell(content.name, "sg:hasRelationLabel", *self.relation_label(content, index))
        leading = {tuple(ends) for kind, *ends in self.links if kind in LEADING}
        for one, two in sorted(leading):
            self.tell(self.own(f"c-{one}"), "sg:leadsTo", self.own(f"c-{two}"))
        in_steps = {slug for _, *ends in self.links for slug in ends}
        for claim in self.claims:
            self.publish_claim(claim)
            if claim.slug not in in_steps and "answers" not in claim.facets:
                reason = text(self.called("reason without a step"), "en")
                self.tell(self.own(f"c-{claim.slug}"), "sg:reasonForNoStep", reason)
        self.tell_derived()

    def tell_derived(self) -> None:
        """Write standings and keys, which the rules make of what stands there so far."""
        store = pyoxigraph.Store()
        lines = "".join(f"{' '.join(triple)} .\n" for triple in self.out)
        store.load(lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
        standings = store.query(catalog.packaged().get("rules/standing").text)
        assert isinstance(standings, pyoxigraph.QueryTriples)
        for triple in sorted(standings, key=str):
            self.tell(str(triple.subject), "sg:hasStanding", str(triple.object))
        rows = Embedded(store).rows
        made = content_keys.statements(rows, self.world.scheme, self.world.things)
        for name, stated in made.items():
            for property_, value in stated:
                self.tell(
                    f"<{name}>", f"sg:{property_}", text(value) if isinstance(value, str) else TRUE
                )

    def relation_label(self, content: Content, index: int) -> "list[str]":
        """Give what the rules conclude as the label of the relation; nothing where it adds none."""
        qualifiers = {}
        for index_, (klass, parts) in enumerate(content.context, 1):
            values = dict(parts)
            way = values.get("sg:hasQualifierKind", "")
            modifies = self.world.modifiers.get(values.get("sg:hasFiller", "")) == way
            if klass == "sg:Qualifier" and (
                modifies or way in content.kind.requires or way == iri("sgv:respect")
            ):
                label = self.called(f"circumstance {index_} of content {index}")
                qualifiers[label] = way.rpartition("/")[2][:-1]
        qualifiers = {label: way for label, way in qualifiers.items() if way in kinds.READ}
        return [text(kinds.reading(content.kind.label, qualifiers))] if qualifiers else []

    def involved(self, content: Content) -> "set[str]":
        """Give what the rules conclude that a content involves, at any depth."""
        found: set[str] = set()
        for end in (content.subject, content.object):
            found |= self.involved(end) if isinstance(end, Content) else {end}
        for _, parts in content.context:
            found |= {
                value
                for place, value in parts
                if place in ("sg:hasFiller", "sg:isComparedWith", "sg:inRespectOf")
            }
        found -= {thing for thing in found if thing.startswith(f"<{PREFIXES['sgv']}")}
        todo = sorted(found)
        while todo:
            thing = todo.pop()
            further = (
                [value for _, value in self.locals[thing].ways]
                if thing in self.locals
                else self.world.ways[thing]
            )
            todo += [each for each in further if each not in found]
            found.update(further)
        return found

    def publish_claim(self, claim: Claim) -> None:
        """Write one claim with all its facets."""
        name = self.own(f"c-{claim.slug}")
        self.tell(name, "rdf:type", iri("sg:Claim"))
        label = self.called(f"claim {claim.number}") + self.whose(claim.content)
        self.tell(name, "rdfs:label", text(label, "en"))
        self.tell(name, "sg:hasContent", claim.content.name)
        self.tell(name, "sg:hasClaimant", claim.holder)
        self.tell(name, "sg:hasEvidence", claim.passage)
        values = {
            "force": "sg:hasForce",
            "polarity": "sg:hasPolarity",
            "explicitness": "sg:hasExplicitness",
        }
        values |= {"hedge": "sg:hasHedge", "strength": "sg:hasStrength", "wants": "sg:asksFor"}
        things = {
            "reporter": "sg:isReportedBy",
            "endorser": "sg:isEndorsedBy",
            "rejecter": "sg:isRejectedBy",
        }
        things |= {
            "addressee": "sg:isAddressedTo",
            "answers": "sg:answers",
            "prefers": "sg:isPreferredTo",
        }
        for facet, value in claim.facets.items():
            if value and facet in values:
                self.tell(name, values[facet], iri(f"sgv:{value}"))
            elif value and facet in things:
                self.tell(name, things[facet], str(value))
        if claim.facets.get("endorser") or claim.facets.get("rejecter"):
            self.tell(name, "sg:hasStanceBasis", iri("sgv:stated"))


def written(place: str, count: int) -> tuple[str, str | None]:
    """Make a folder for the release with further documents.

    Returns:
        The folder, and the file of the documents in it; None where there are none.
    """
    folder = os.path.join(place, str(count))
    os.makedirs(folder)
    if not count:
        return folder, None
    path = os.path.join(folder, "data.nt")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(corpus(count, 1, graphs=False))
    return folder, path


def corpus(count: int, seed: int = 1, *, graphs: bool = False) -> Iterator[str]:
    """Give the lines of a corpus, document after document.

    Args:
        count: How many documents.
        seed: What the lot is drawn from.
        graphs: Whether each document stands in a graph of its own, as N-Quads; else the lines are
            N-Triples.
    """
    world = World()
    for which in range(1, count + 1):
        graph = f" <https://w3id.org/secgraph/graph/synthetic-{which:04d}>" if graphs else ""
        for subject, property_, value in Document(world, seed, which).triples():
            yield f"{subject} {property_} {value}{graph} .\n"


def main() -> int:
    """Write a corpus to a file."""
    options = argparse.ArgumentParser()
    options.add_argument("--documents", type=int, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("-o", "--output", required=True)
    given = options.parse_args()
    if not given.output.endswith((".nt", ".nq")):
        sys.exit("the name of the output ends in .nq, one graph a document, or .nt, none")
    with open(given.output, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(corpus(given.documents, given.seed, graphs=given.output.endswith(".nq")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
