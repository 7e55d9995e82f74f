"""The folder of a document in work: what is in it, how it begins, and how its passages are frozen.

Gives the files that a step makes; its caller writes them. The folder is the user's own, and what
holds words of the text is named in its ``.gitignore``.
"""

import os.path
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from secgraph.dataset import location
from secgraph.documents import canonical, head, passages, segmentation
from secgraph.documents import page as pages
from secgraph.documents.document import Document
from secgraph.documents.head import Head
from secgraph.documents.page import Page
from secgraph.documents.passages import Changes, Passage
from secgraph.documents.segmentation import Place
from secgraph.errors import BadFile, BadValue
from secgraph.namespaces import PREFIXES
from secgraph.syntax import textfile

HEAD = "document.toml"
TEXT = "text.txt"
PLACES = "places.txt"
PASSAGES = "passages.ttl"
DOCUMENT = "document.ttl"
CHANGES = "changes.tsv"

OPEN, FROZEN, CHANGED = "open", "frozen", "changed"
"""States of a segmentation: places are open; passages are frozen; the text has changed since."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a document.

    Attributes:
        path: Of the folder.
        head: What is known of the text.
    """

    path: str
    head: Head

    def file(self, name: str) -> str:
        """Give the path of a file in it."""
        return os.path.join(self.path, name)

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return os.path.isfile(self.file(name))

    def text(self) -> str:
        """Read the canonical text, whatever line ends an editor has made.

        Raises:
            BadFile: It is not there or no text in UTF-8.
        """
        if not self.has(TEXT):
            raise BadFile(
                self.file(TEXT),
                "is not here; put your copy of the canonical text there, or make it again from "
                "the page with 'secgraph document new'",
            )
        return textfile.with_line_feeds(textfile.read(self.file(TEXT)))

    def frozen(self) -> list[Passage]:
        """Read the frozen passages; empty where they are not frozen yet."""
        return passages.read(self.file(PASSAGES)) if self.has(PASSAGES) else []


@dataclass(frozen=True, slots=True)
class Step:
    """What a segmentation has come to.

    Attributes:
        state: :data:`OPEN`, :data:`FROZEN` or :data:`CHANGED`.
        passages: The passages that are frozen now, or were before the text changed; as far as they
            are settled where places are open.
        places: All places, with their answers.
        changes: What a changed text means for frozen passages; None where it has not changed.
        files: What is to be written, in this order; the passages come last.
    """

    state: str
    passages: list[Passage]
    places: list[Place] = field(default_factory=list)
    changes: Changes | None = None
    files: dict[str, bytes] = field(default_factory=dict)


def opened(path: str) -> Folder:
    """Open the folder of a document.

    Raises:
        BadFile: It is none.
    """
    if not os.path.isfile(os.path.join(path, HEAD)):
        raise BadFile(
            path,
            f"is no folder of a document, since it has no {HEAD}; make one with "
            "'secgraph document new PAGE -o DIR'",
        )
    return Folder(path, head.read(os.path.join(path, HEAD)))


def refuse_taken(slug: str, known: Sequence[Document]) -> None:
    """Refuse a short name that is no slug, or that another document or a prefix has.

    Raises:
        BadValue: It cannot be used.
    """
    reason = head.fault("slug", slug)
    if reason:
        raise BadValue(slug, f"as the slug of a document it {reason}; give one with --slug")
    for document in known:
        if slug in (document.slug, document.prefix):
            raise BadValue(slug, f"{document.iri} has this slug already; give another with --slug")
    if slug in PREFIXES:
        raise BadValue(slug, "it is the prefix of a vocabulary; give another with --slug")


def refuse_place(path: str) -> None:
    """Refuse a place for a new folder where something is, or that is inside of the project.

    Raises:
        BadFile: It cannot be used.
    """
    if os.path.lexists(path):
        raise BadFile(path, "is there already, and nothing is written over; name a new folder")
    root = os.path.realpath(location.root())
    if os.path.commonpath([root, os.path.realpath(path)]) == root:
        raise BadFile(
            path, "is inside of the project; a text stays outside of it: name a folder elsewhere"
        )


def new_head(page: Page, path: str, values: dict[str, str]) -> Head:
    """Make the head of a new document.

    Args:
        page: The page.
        path: Of the page, for messages.
        values: ``slug``, and what else the user says rather than the page: ``title``, ``label``,
            ``date``, ``language``, ``licence``, ``source``.

    Raises:
        BadValue: A value cannot be used.
        BadFile: The page names no title, and the user neither.
    """
    title = values.get("title") or page.title
    if not title:
        raise BadFile(path, "names no title; give it with --title")
    slug, text = values["slug"], canonical.text(page.blocks)
    facts = {
        "slug": slug,
        "label": values.get("label") or title,
        "title": title,
        "date": values.get("date") or page.date or head.UNKNOWN,
        "language": values.get("language") or page.language or "en",
        "licence": values.get("licence") or head.UNKNOWN,
        "source": values.get("source") or page.source,
        "namespace": f"{head.DOCUMENTS}{slug}/",
    }
    for name, value in facts.items():
        reason = head.fault(name, value)
        if reason:
            raise BadValue(value, f"the {name} of a document {reason}")
    title_block = bool(page.title) and page.blocks[0].heading
    return Head(
        **facts,
        page_kind=page.kind,
        page_sha256=page.digest,
        text_sha256=canonical.digest(text),
        code_points=len(text),
        title_block=title_block,
        headings=tuple(number for number in pages.headings(page.blocks) if number > title_block),
    )


def new_files(new: Head, page: Page) -> dict[str, bytes]:
    """Give the files with which the folder of a document begins."""
    ignored = [PLACES] if new.is_free else [TEXT, PLACES]
    note = "# These hold words of the text and stay out of a repository.\n"
    return {
        ".gitignore": (note + "".join(f"/{name}\n" for name in ignored)).encode(),
        TEXT: canonical.text(page.blocks).encode(),
        HEAD: head.write(new).encode(),
    }


def segment(folder: Folder, *, renew: bool = False) -> Step:
    """Divide the text of a folder into passages, or say how it stands with the frozen ones.

    Passages are frozen as soon as no place is open. Frozen ones never move by themselves: where
    the text has changed since, nothing is written unless *renew* says to go on with the new text.

    Raises:
        BadFile: A file is missing or wrong; with the line.
    """
    text, before = folder.text(), folder.frozen()
    _refuse_numbers(folder, len(segmentation.blocks(text)), is_frozen=bool(before))
    changed = canonical.digest(text) != folder.head.text_sha256
    if before and not changed and all(passage.is_in(text) for passage in before):
        return Step(FROZEN, before)
    if (changed or before) and not renew:
        return _changed(folder, text, before)
    return _divided(folder, text, before, renew=renew)


def _refuse_numbers(folder: Folder, blocks: int, *, is_frozen: bool) -> None:
    """Refuse a text without words, and headings that are none of its blocks."""
    if not blocks:
        raise BadFile(folder.file(TEXT), "holds no text; restore it from the page")
    beyond = [number for number in folder.head.headings if number > blocks]
    if beyond and not is_frozen:
        raise BadFile(
            folder.file(HEAD),
            f"has block {beyond[0]} among its headings, but the text has {blocks} blocks",
        )


def _changed(folder: Folder, text: str, before: Sequence[Passage]) -> Step:
    now = _segmentation(folder, text, _headings(folder, text, before), moved=True)
    return Step(CHANGED, list(before), now.places, passages.compare(before, now.passages))


def _headings(folder: Folder, text: str, before: Sequence[Passage]) -> tuple[int, ...]:
    """Give the numbers of the headings of a text that may have changed since it was frozen.

    The frozen headings are found by their words, unless the head has others by now.
    """
    names = list(dict.fromkeys(one.identifier.partition(".")[0] for one in before))
    former = tuple(number for number, name in enumerate(names, 1) if name.startswith("H"))
    if folder.head.headings != former or not former:
        return folder.head.headings
    digests = {one.digest for one in before if one.identifier.startswith("H")}
    blocks = enumerate(segmentation.blocks(text), 1)
    return tuple(
        number for number, (start, end) in blocks if canonical.digest(text[start:end]) in digests
    )


def _segmentation(
    folder: Folder, text: str, headings: Sequence[int], *, moved: bool
) -> segmentation.Segmentation:
    answered = {}
    if folder.has(PLACES):
        for place in segmentation.read_places(folder.file(PLACES), text, moved=moved):
            if place.answer != segmentation.OPEN:
                answered[place.at] = place.answer
    return segmentation.segment(
        text, title=folder.head.title_block, headings=headings, answers=answered
    )


def _divided(folder: Folder, text: str, before: Sequence[Passage], *, renew: bool) -> Step:
    headings = _headings(folder, text, before)
    result = _segmentation(folder, text, headings, moved=renew)
    changes = passages.compare(before, result.passages) if before else None
    files = {}
    if result.places:
        files[PLACES] = segmentation.write_places(result.places).encode()
    if result.open_places:
        return Step(OPEN, result.passages, result.places, changes, files)
    new = replace(
        folder.head, text_sha256=canonical.digest(text), code_points=len(text), headings=headings
    )
    if new != folder.head:
        edited = f"{new.recipe.removesuffix(_BY_HAND)}{_BY_HAND}"
        new = replace(new, recipe=edited)
        files[HEAD] = head.write(new).encode()
    first = result.passages[0].local_name
    files[DOCUMENT] = head.turtle(new, first).encode()
    if changes is not None:
        files[CHANGES] = _table(changes).encode()
    files[PASSAGES] = passages.turtle(result.passages, new.slug, new.namespace).encode()
    return Step(FROZEN, result.passages, result.places, changes, files)


_BY_HAND = ", then changed"


def _table(changes: Changes) -> str:
    """Write what has become of each frozen passage, without a word of the text."""
    rows = ["before\tnow\tstate"]
    rows += [
        f"{one.identifier}\t{changes.renamed[one.identifier]}\tstands" for one in changes.standing
    ]
    rows += [f"{was.identifier}\t{now.identifier}\tmoved" for was, now in changes.moved]
    rows += [f"{one.identifier}\t\tmissing" for one in changes.missing]
    rows += [f"\t{one.identifier}\tadded" for one in changes.added]
    return "\n".join(rows) + "\n"


@dataclass(frozen=True, slots=True)
class Status:
    """How far the work on a document is.

    Attributes:
        folder: Its path.
        slug, label, licence: From its head.
        text: ``as made``, ``changed``, or ``not here``.
        segmentation: :data:`OPEN`, :data:`FROZEN` or :data:`CHANGED`; empty where it is not begun.
        passages: How many are frozen.
        places: How many places the votes differ in, as far as they are listed.
        open_places: How many of them have no answer.
    """

    folder: str
    slug: str
    label: str
    licence: str
    text: str
    segmentation: str
    passages: int
    places: int
    open_places: int


def status(folder: Folder) -> Status:
    """Say how far the work on a document is, without dividing its text.

    Raises:
        BadFile: A file of the folder is wrong; with the line.
    """
    before, places = folder.frozen(), []
    text, state = "not here", FROZEN if before else ""
    if folder.has(TEXT):
        words = folder.text()
        changed = canonical.digest(words) != folder.head.text_sha256
        text = "changed" if changed else "as made"
        if folder.has(PLACES):
            places = segmentation.read_places(folder.file(PLACES), words, moved=changed)
        if before and (changed or not all(passage.is_in(words) for passage in before)):
            state = CHANGED
        elif not before and folder.has(PLACES):
            state = OPEN
    return Status(
        folder.path,
        folder.head.slug,
        folder.head.label,
        folder.head.licence,
        text,
        state,
        len(before),
        len(places),
        sum(place.answer == segmentation.OPEN for place in places),
    )
