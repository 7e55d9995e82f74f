"""Find where a text mentions the things of its claims.

Settles no name that several things have: a line of the file of claims does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from secgraph.authoring.lexing import Broken
from secgraph.authoring.marks import Marks
from secgraph.authoring.mistakes import Mistakes, quoted
from secgraph.authoring.model import Claim, Content, Ref, Work
from secgraph.authoring.syntax import Passage
from secgraph.authoring.turtle import Block, Writer
from secgraph.authoring.vocabulary import Rows
from secgraph.documents import mentions, words
from secgraph.documents.mentions import Mention
from secgraph.namespaces import curie


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention whose thing is settled.

    Attributes:
        passage: Its identifier.
        start, end: Code points of the passage, from 0; the end is exclusive.
        thing: IRI of the thing.
    """

    passage: str
    start: int
    end: int
    thing: str


def shared_names(rows: Rows, namespace: str) -> list[tuple[str, str]]:
    """Give the things that a graph names, but for those of the document itself.

    Args:
        rows: Answers a SELECT query with plain strings.
        namespace: Of the document.
    """
    pairs = mentions.names(lambda query: list(rows(query)))
    return [(iri, name) for iri, name in pairs if not iri.startswith(namespace)]


def index(rows: Rows, namespace: str) -> mentions.Index:
    """Give what finds the names of a graph in a passage; see :func:`shared_names`."""
    return mentions.Index(shared_names(rows, namespace))


class Finder:
    """Finds the mentions of one document.

    Args:
        work: The document.
        rows: Answers a SELECT query with plain strings.
    """

    def __init__(self, work: Work, rows: Rows) -> None:
        pairs = list(shared_names(rows, work.head.namespace))
        for declared in work.things:
            names = (declared.entity.label, *declared.aliases, *declared.surfaces)
            pairs += [(declared.entity.iri, name) for name in names]
        self.work, self._index = work, mentions.Index(pairs)

    def references(
        self, marks: Marks, claims: Iterable[Claim], mistakes: Mistakes
    ) -> list[Reference]:
        """Give the mentions of the passages that the file covers.

        Args:
            marks: The words of the text.
            claims: Whose things count in the passages where they are used.
            mistakes: Where names of several things are noted that somebody has to settle.
        """
        used: dict[str, set[str]] = {}
        for claim in claims:
            things = used.setdefault(claim.passage, set())
            things.update(claim.holders, claim.addressees, _things(claim.content))
        references = []
        for passage in self.work.file.passages:
            name = passage.identifier
            if name not in self.work.passages:
                continue
            chosen = self._pointed(passage, marks)
            near = used.get(name, set())
            for mention in self._index.mentions(marks.words(name), near):
                if any(mention.start < one.end and one.start < mention.end for one in chosen):
                    continue
                thing = self._settled(passage.line, name, mention, near, mistakes)
                if thing and mention.is_short:
                    chosen.append(Reference(name, mention.start, mention.end, thing))
            references += sorted(chosen, key=lambda one: (one.start, one.end, one.thing))
        return references

    def _pointed(self, passage: Passage, marks: Marks) -> list[Reference]:
        """Give the mentions that the file itself points to."""
        chosen = []
        name = passage.identifier
        first = self.work.passages[name].start
        for pointing in passage.pointings:
            iris = self.work.vocabulary.things(pointing.name.text)
            try:
                places = marks.places(name, pointing.span)
            except Broken:
                continue
            if len(iris) == 1 and len(places) == 1:
                start, end = places[0]
                chosen.append(Reference(name, start - first, end - first, iris[0]))
        return chosen

    def _settled(
        self, line: int, passage: str, mention: Mention, near: set[str], mistakes: Mistakes
    ) -> str:
        """Give the thing that a name means: the only one, or the only one that is used here."""
        known = [iri for iri in mention.things if iri in self.work.vocabulary.entities]
        if mention.is_settled:
            return known[0] if known else ""
        here = [iri for iri in known if iri in near]
        if len(here) == 1:
            return here[0]
        if here:
            at = _word(mention)
            candidates = " or ".join(map(curie, here))
            mistakes.add(
                line,
                f"{quoted(mention.surface)} in {passage} names several things; write below "
                f'{passage}: ~ "{mention.surface}" = {candidates}{at}',
            )
        return ""


def blocks(work: Work, writer: Writer, marks: Marks, one: Reference) -> list[Block]:
    """Describe a mention and its place in the text."""
    frozen = work.passages[one.passage]
    local = f"m-{frozen.local_name}-{one.start}-{one.end}"
    mention, position = (Block(work.iri(name)) for name in (local, f"{local}-position"))
    mention.add("rdf:type", "sg:Mention")
    mention.add("sg:inPassage", writer.own(frozen.local_name))
    mention.add("sg:refersTo", writer.name(one.thing))
    mention.add("sg:hasSurface", writer.text(marks.words(one.passage)[one.start : one.end], ""))
    mention.add("oa:hasSelector", writer.own(f"{local}-position"))
    position.add("rdf:type", "oa:TextPositionSelector")
    position.add("oa:start", str(frozen.start + one.start))
    position.add("oa:end", str(frozen.start + one.end))
    return [mention, position]


def _word(mention: Mention) -> str:
    return "" if words.spans(mention.surface) else " (by word numbers)"


def _things(content: Content) -> set[str]:
    """Give the things of a content, at any depth."""
    return {node.iri for part in content.parts() for node in part.nodes() if isinstance(node, Ref)}
