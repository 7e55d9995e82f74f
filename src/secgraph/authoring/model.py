"""What a file of claims says, with every name looked up.

Holds no line of the file but its number; writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from secgraph.authoring import signs, syntax
from secgraph.authoring.syntax import Time
from secgraph.authoring.vocabulary import SGV, Entity, Vocabulary
from secgraph.claims.kinds import SEPARATOR, Kind
from secgraph.documents.head import Head
from secgraph.documents.passages import Passage


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing, a claim or a value of a closed list, by its IRI."""

    iri: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What narrows a content in one way.

    Attributes:
        way: The local name of the kind of qualifier, such as ``topic``.
        filler: What it consists of.
    """

    way: str
    filler: "Ref | Content | Number"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A ranking.

    Attributes:
        outcome, margin: IRIs; the margin is empty where none is said.
        than: What is ranked against.
        regarding: In which respect.
    """

    outcome: str
    margin: str = ""
    than: tuple["Ref | Content | Number", ...] = ()
    regarding: tuple["Ref | Content | Number", ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A content.

    Attributes:
        subject, object: What is related.
        kind: IRI of the kind with its binding modifiers; under a denial with those that narrow it.
        circumstances, comparison, time: What narrows it.
    """

    subject: "Ref | Content | Number"
    kind: str
    object: "Ref | Content | Number"
    circumstances: tuple[Circumstance, ...] = ()
    comparison: Comparison | None = None
    time: Time | None = None

    @property
    def kind_name(self) -> str:
        """The local name of its kind, without modifiers."""
        return self.kind.rpartition("/")[2].partition(SEPARATOR)[0]

    def nodes(self) -> "Iterator[Node]":
        """Give what it relates, and the things and contents that narrow it."""
        yield self.subject
        yield self.object
        yield from (one.filler for one in self.circumstances)
        if self.comparison is not None:
            yield from self.comparison.than
            yield from self.comparison.regarding

    def parts(self) -> "Iterator[Content]":
        """Give it and all contents inside of it."""
        yield self
        for node in self.nodes():
            if isinstance(node, Content):
                yield from node.parts()


Node = Ref | Content | Number

HAS_STATUS = f"{SGV}has-truth-status"
NOT = Ref(f"{SGV}not-the-case")
POSSIBLE = Ref(f"{SGV}is-possible")


@dataclass(slots=True)
class Claim:
    """A claim; a line whose list distributes makes several.

    Attributes:
        passage: Such as ``P1.S2``.
        letter: In its passage; with a number where a list distributes.
        content: What it puts forward.
        polarity, force, strength, explicitness: Local names of values; the strength may be empty.
        hedges: Local names.
        holders: IRIs.
        reporter: IRI of who relays it; empty where the author speaks.
        stance: ``endorsed``, ``rejected`` or empty.
        addressees: IRIs.
        made: When it was put forward.
        also: Further passages.
        asks: ``truth``, ``filler`` or empty.
        source: The line.
        name: Local name of its IRI.
    """

    passage: str
    letter: str
    content: Content
    polarity: str
    force: str
    strength: str
    explicitness: str
    hedges: tuple[str, ...]
    holders: tuple[str, ...]
    reporter: str
    stance: str
    addressees: tuple[str, ...]
    made: Time | None
    also: tuple[str, ...]
    asks: str
    source: syntax.Claim
    name: str = ""

    @property
    def line(self) -> int:
        """The line in the file."""
        return self.source.line

    @property
    def place(self) -> str:
        """Its name in the file, such as ``P1.S2.a``."""
        return f"{self.passage}.{self.letter}"

    @property
    def paraphrase(self) -> str:
        """The sentence that a person wrote; empty where it is made of the parts."""
        return self.source.paraphrase if self.letter == self.source.letter else ""


@dataclass(slots=True)
class Declared:
    """A thing that the document declares.

    Attributes:
        entity: The thing.
        aliases: Further labels.
        surfaces: By which the text mentions it, besides its names.
        note: In words; empty for none.
        statements: Local names of properties of ``sg:`` or prefixed ones, with IRIs.
        contents: What a scenario supposes.
        sources: IRIs of who vouches for it; empty where the document itself does.
        line: Where it is declared.
    """

    entity: Entity
    aliases: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    note: str = ""
    statements: list[tuple[str, str]] = field(default_factory=list)
    contents: tuple[Content, ...] = ()
    sources: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    line: int = 0


@dataclass(slots=True)
class DeclaredKind:
    """A kind of relation that the document declares, with statements of it in their order."""

    kind: Kind
    values: dict[str, list[str]]


@dataclass(slots=True)
class Work:
    """A document with its claims.

    Attributes:
        head: What is known of the text.
        passages: The frozen ones, by identifier.
        vocabulary: The names of the graph and of the document.
        author: IRI of who speaks.
        file: As it was written.
        things, kinds: What it declares.
        claims: In the order of the file.
        older: Whether the file may be older than the graph, so that what it declares may be a
            thing of the graph by now, which is then taken.
    """

    head: Head
    passages: dict[str, Passage]
    vocabulary: Vocabulary
    author: str
    file: syntax.File
    things: list[Declared] = field(default_factory=list)
    kinds: list[DeclaredKind] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    older: bool = False

    def iri(self, name: str) -> str:
        """Give the IRI of what belongs to the document."""
        return self.head.namespace + name

    def state(self, claim: Claim) -> str:
        """Say how it stands with a claim: approved, rejected or drafted."""
        return signs.state(claim.source, self.passages[claim.passage].digest)

    def of(self, passage: str, letters: tuple[str, ...]) -> list[Claim]:
        """Give the claims of a passage; of a line whose list distributes, all of them."""
        return [
            claim
            for claim in self.claims
            if claim.passage == passage
            and (not letters or claim.letter in letters or claim.source.letter in letters)
        ]
