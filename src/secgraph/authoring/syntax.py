"""The parts of a file of claims, as they are written in it.

Names are names here, not yet things: nothing is looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Name:
    """A label, alias, prefixed name or IRI of a thing."""

    text: str


@dataclass(frozen=True, slots=True)
class New:
    """A thing that only the text speaks of, declared where it is first used.

    Attributes:
        name: Its label.
        form: Its class; empty for a referent.
        quantifier: Such as ``few``; empty for none.
        surfaces: How the text calls it.
    """

    name: str
    form: str = ""
    quantifier: str = ""
    surfaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class ClaimName:
    """The name of a claim, or of several of one passage together.

    Attributes:
        passage: Such as ``P1.S2``; empty for the passage in which it is written.
        letters: Such as ``("a", "b")``; empty for all claims of the passage.
    """

    passage: str
    letters: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it as in a file."""
        letters = "+".join(self.letters)
        return f"{self.passage}.{letters}" if self.passage and letters else self.passage or letters


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of time.

    Attributes:
        label: In words; empty where the date says it.
        start, end: Dates such as ``2021``, ``2021-03`` or ``2021-03-12``; empty where unknown.
    """

    label: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Inner:
    """A content inside of another.

    Attributes:
        content: The content.
        status: Empty, ``not`` or ``possible``.
    """

    content: "Content"
    status: str = ""


Term = Name | New | Number | ClaimName | Inner


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What narrows a content.

    Attributes:
        key: Such as ``topic``.
        values: Terms, a word of a closed list, or a time.
    """

    key: str
    values: tuple[Term, ...] | str | Time


@dataclass(frozen=True, slots=True)
class Content:
    """A content, or several where a list distributes.

    Attributes:
        subjects, objects: One or more terms.
        relation: The modifiers and the kind, as they are written.
        qualifiers: In the order of the line.
    """

    subjects: tuple[Term, ...]
    relation: str
    objects: tuple[Term, ...]
    qualifiers: tuple[Qualifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a passage: numbers from 1, or while drafting the words themselves.

    Attributes:
        ranges: First and last word of each piece.
        words: The words; empty where there are numbers.
        line: Where it stands, if it stands in a line of its own.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    words: str = ""
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        """Write it as in a file."""
        if self.words:
            return f'"{self.words}"'
        return " ".join(f"{first}-{last}" for first, last in self.ranges)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the argument.

    Attributes:
        start: The claims that take it; no letters under a claim mean that claim, under a passage
            all of its claims.
        kind: Such as ``supports``; ``none`` where the reason says why there is no step.
        end: Where it leads to.
        marker: The words that mark it; None where the text marks it by no word.
        reason: Why there is no step.
        line: Where it stands.
        marked_in: The passage of the words that mark it; empty for that of the step.
        sentence: What the claims that take it say together; empty where it is made of theirs.
        sentence_line: Where the sentence stands.
    """

    start: tuple[str, ...]
    kind: str
    end: ClaimName | None
    marker: Span | None
    reason: str
    line: int = field(compare=False)
    marked_in: str = ""
    sentence: str = ""
    sentence_line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Trigger:
    """The answer to a trigger word.

    Attributes:
        word: Its number in the passage.
        scope: ``in`` or ``out``.
        line: Where it stands.
    """

    word: int
    scope: str
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who did what with a claim, and when.

    Attributes:
        act: ``drafted``, ``read``, ``approved``, ``changed`` or ``rejected``.
        name: Whose act it is.
        date: A day; empty where it is not said.
        digest: Of the claim as it was approved or rejected; empty for other acts.
    """

    act: str
    name: str
    date: str = ""
    digest: str = ""

    def __str__(self) -> str:
        """Write it as in a file."""
        parts = [self.act, "by", self.name, self.date, f"of {self.digest}" if self.digest else ""]
        return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Pointing:
    """Words of a passage that mean a thing there.

    Attributes:
        span: The words.
        name: The thing.
        line: Where it stands.
    """

    span: Span
    name: Name
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim line, with the lines under it.

    Attributes:
        letter: Its name in the passage.
        denied: Whether it denies its content.
        content: What it puts forward.
        facets: Who holds it, how, with which force: by key, in the order of the line.
        doubts: Kinds that a reviewer should think of.
        evidence: The words that say it; None where the whole passage does.
        paraphrase: In one's own words; empty where it is made of the parts.
        note: What a reader has to know of the reading; empty for none.
        steps, triggers, signs: The lines under it.
        line: Where it stands.
        paraphrase_line, note_line: Where the paraphrase and the note stand.
    """

    letter: str
    denied: bool
    content: Content
    facets: tuple[tuple[str, str | Term | Time | tuple[Term, ...]], ...] = ()
    doubts: tuple[str, ...] = ()
    evidence: Span | None = None
    paraphrase: str = ""
    note: str = ""
    steps: tuple[Step, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    signs: tuple[SignOff, ...] = ()
    line: int = field(default=0, compare=False)
    paraphrase_line: int = field(default=0, compare=False)
    note_line: int = field(default=0, compare=False)

    @property
    def count(self) -> int:
        """How many claims the line makes: one for each pair of its subjects and objects."""
        return len(self.content.subjects) * len(self.content.objects)

    def facet(self, key: str) -> "str | Term | Time | tuple[Term, ...] | None":
        """Give a facet; None where the line has none."""
        return next((value for name, value in self.facets if name == key), None)


@dataclass(slots=True)
class Passage:
    """A passage, with its claims.

    Attributes:
        identifier: Such as ``P1.S2``.
        reason: Why it asserts nothing; empty where it does.
        claims, steps, pointings, signs: The lines under it.
        line: Where it stands.
    """

    identifier: str
    reason: str = ""
    claims: list[Claim] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    pointings: list[Pointing] = field(default_factory=list)
    signs: list[SignOff] = field(default_factory=list)
    line: int = field(default=0, compare=False)

    def all_steps(self) -> Iterator[tuple[Step, tuple[str, ...]]]:
        """Give each step of the passage and of its claims, with the letters that take it."""
        for step in self.steps:
            yield step, step.start
        for claim in self.claims:
            for step in claim.steps:
                yield step, (claim.letter,)


@dataclass(slots=True)
class Block:
    """The head of the file, or the declaration of a thing or a kind.

    Attributes:
        name: The slug, the label of the thing or that of the kind.
        form: The class of a thing; empty for the others.
        values: By key, as they are written.
        line: Where it stands.
        lines: The line of each key.
    """

    name: str
    form: str = ""
    values: dict[str, str] = field(default_factory=dict)
    line: int = field(default=0, compare=False)
    lines: dict[str, int] = field(default_factory=dict, compare=False)

    def listed(self, key: str) -> tuple[str, ...]:
        """Give the values of a key that stand between semicolons."""
        parts = (part.strip() for part in self.values.get(key, "").split(";"))
        return tuple(part for part in parts if part)


@dataclass(slots=True)
class File:
    """A file of claims.

    Attributes:
        head: Of the document.
        things, kinds, sources: What it declares.
        passages: In the order of the file.
    """

    head: Block
    things: list[Block] = field(default_factory=list)
    kinds: list[Block] = field(default_factory=list)
    sources: list[Block] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def claims(self) -> Iterator[tuple[Passage, Claim]]:
        """Give each claim with its passage."""
        for passage in self.passages:
            for claim in passage.claims:
                yield passage, claim
