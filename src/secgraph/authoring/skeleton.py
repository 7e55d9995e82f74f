"""Begin the claims of a document: a skeleton to write in, with what a reader needs beside it.

The words of the text stand in comments and in JSON only, and go into no repository.
"""

from collections.abc import Collection
from typing import Any

from secgraph.authoring import naming, parse, writing
from secgraph.authoring.mistakes import BadClaims
from secgraph.authoring.project import Project
from secgraph.authoring.syntax import Block, File, Passage
from secgraph.authoring.vocabulary import Vocabulary
from secgraph.dataset import states
from secgraph.documents import triggers
from secgraph.documents import words as word_spans
from secgraph.documents.mentions import Mention
from secgraph.namespaces import curie

NOTE = """\
# Claims of a document. Lines that begin with # are comments; those below a passage are its words,
# the names in it and its trigger words. They stay here: 'secgraph document build' leaves them out.
# docs/adding-a-document.md shows how a claim is written.
"""


def begin(place: Project, *, reader: str = "") -> str:
    """Write the skeleton of a file of claims.

    Args:
        place: The folder of the document.
        reader: Who reads; stands in the head.
    """
    head = Block(place.folder.head.slug)
    head.values["text"] = place.folder.head.text_sha256
    if reader:
        head.values["reader"] = reader
    passages = [Passage(one.identifier) for one in place.passages]
    return with_comments(place, File(head, passages=passages))


def again(place: Project) -> str:
    """Write the claims that were committed with comments beside them, to go on with them.

    Raises:
        BadClaims: The file has mistakes of form.
    """
    path = place.folder.file(place.committed)
    file, mistakes = parse.read(path)
    if mistakes:
        raise BadClaims(mistakes)
    return with_comments(place, file)


def with_comments(place: Project, file: File) -> str:
    """Write a file with the sentence, the names and the trigger words below each passage."""
    marks, index = place.marks(), naming.index(place.rows, place.folder.head.namespace)
    known = Vocabulary(place.rows).entities
    head = File(file.head, file.things, file.kinds, file.sources)
    pieces = [NOTE, writing.file(head)]
    for passage in file.passages:
        lines = writing.passage(passage)
        comments = []
        if passage.identifier in marks.passages:
            words = marks.words(passage.identifier)
            comments = [f"# {line}" for line in _about(words, index.mentions(words), known)]
        pieces.append("\n".join(["", lines[0], *comments, *lines[1:], ""]))
    return "".join(pieces)


def _about(words: str, names: list[Mention], known: Collection[str]) -> list[str]:
    """Say what stands in a passage: numbered words, names, triggers."""
    lines = [_numbered(words)]
    if names:
        spelt = [f"{one.surface} = {' or '.join(map(curie, one.things))}" for one in names]
        lines.append(f"names: {' ; '.join(spelt)}")
        lines += _to_declare(names, known)
    found = [f"{one.at} {one.surface} ({one.trigger_class})" for one in triggers.triggers(words)]
    if found:
        lines.append(f"triggers: {' ; '.join(found)}")
    return lines


def _to_declare(names: list[Mention], known: Collection[str]) -> list[str]:
    """Say how states are declared that the graph says nothing of."""
    missing = dict.fromkeys(
        iri for one in names for iri in one.things if iri not in known and iri in states.states()
    )
    return [
        f"to use it, declare: thing {states.states()[iri].label} (State) / iri {curie(iri)}"
        for iri in missing
    ]


def _numbered(words: str) -> str:
    """Give the words with the number of every fifth one."""
    pieces, last = [], 0
    for number, (_, end) in enumerate(word_spans.spans(words), 1):
        if number % 5 == 0:
            pieces.append(f"{words[last:end]}[{number}]")
            last = end
    return "".join([*pieces, words[last:]])


def as_json(place: Project, vocabulary: Vocabulary) -> dict[str, Any]:
    """Give what a program is given to draft with: the passages, one after another.

    Returns:
        ``document``, ``text_sha256``, ``schema`` (of what is to come back), ``kinds`` and
        ``modifiers``, and ``passages``, each with its words, names, triggers and what is before.
    """
    marks, index = place.marks(), naming.index(place.rows, place.folder.head.namespace)
    passages: list[dict[str, Any]] = []
    for one in place.passages:
        words = marks.words(one.identifier)
        passages.append(
            {
                "passage": one.identifier,
                "words": words,
                "word_count": len(marks.spans(one.identifier)),
                "before": [passage["passage"] for passage in passages[-2:]],
                "names": [
                    {
                        "surface": name.surface,
                        "things": [
                            {"iri": curie(iri), "label": vocabulary.entities[iri].label}
                            for iri in name.things
                            if iri in vocabulary.entities
                        ],
                    }
                    for name in index.mentions(words)
                ],
                "triggers": [
                    {"at": t.at, "words": t.surface, "class": t.trigger_class}
                    for t in triggers.triggers(words)
                ],
            }
        )
    return {
        "document": place.folder.head.slug,
        "text_sha256": place.folder.head.text_sha256,
        "kinds": [
            {
                "kind": iri.rpartition("/")[2],
                "label": kind.label,
                "definition": kind.definition,
                "needs": [need.rpartition("/")[2] for need in kind.requires],
            }
            for iri, kind in sorted(vocabulary.scheme.kinds.items())
        ],
        "modifiers": vocabulary.binding_names(),
        "passages": passages,
    }
