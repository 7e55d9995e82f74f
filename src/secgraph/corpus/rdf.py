"""Write a corpus as N-Triples, whole or some sessions of it: the graph that questions are about.

Follows :mod:`secgraph.corpus.view`; asks nothing.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pyoxigraph

from secgraph.corpus import facts, manifest, tables, view
from secgraph.corpus.store import date_type
from secgraph.namespaces import GRAPHS, PREFIXES, SG

_DC, _OA, _XSD = PREFIXES["dcterms"], PREFIXES["oa"], PREFIXES["xsd"]
_TYPE = f"<{view.TYPE}>"
_LABEL = f"<{view.LABEL_PROPERTY}>"
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def triples(folder: str, sessions: Sequence[int] | None = None) -> Iterator[str]:
    """Give the statements of a corpus as lines of N-Triples.

    Args:
        folder: Of the corpus, whose manifest is checked first.
        sessions: Those that are wanted; all if None. Things and facts are always given.

    Raises:
        BadFile: The corpus is not as its manifest says.
        UsageError: It has no such session.
    """
    for _, lines in graphs(folder, sessions):
        yield from lines


def graphs(
    folder: str, sessions: Sequence[int] | None = None, *, beside: pyoxigraph.Store | None = None
) -> Iterator[tuple[str, Iterator[str]]]:
    """Give the statements by graph: one of things and facts, and one for each session.

    Args:
        folder: Of the corpus, whose manifest is checked first.
        sessions: Those that are wanted; all if None.
        beside: What stands beside the corpus where it goes. Statements of it are left out, since
            a server that merges its graphs may count a statement of two graphs twice.

    Returns:
        The IRI of each graph with its lines of N-Triples, which are read before the next one.

    Raises:
        BadFile: The corpus is not as its manifest says.
        UsageError: It has no such session.
    """
    held = manifest.read(folder)
    manifest.check(held, folder)
    chosen = manifest.chosen(held, sessions)
    base = f"{GRAPHS}corpus/{held.corpus}"
    things = _rows(held, folder, "things")
    iris = {key: f"<{iri}>" for key, iri in zip(things["thing"], things["iri"], strict=True)}
    shared = itertools.chain(_labels(things), _facts(held, folder, iris))
    yield f"{base}/things", shared if beside is None else _without(shared, beside)
    for number in chosen:
        yield f"{base}/session-{number}", _session(held, folder, number, iris)


def _without(lines: Iterator[str], beside: pyoxigraph.Store) -> Iterator[str]:
    for line in lines:
        (quad,) = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
        if quad not in beside:
            yield line


def _labels(things: dict[str, list[Any]]) -> Iterator[str]:
    for iri, label in zip(things["iri"], things["label"], strict=True):
        yield f"<{iri}> {_LABEL} {_text(label)}@en .\n"


def about(folder: str, session: int, slug: str) -> Iterator[str]:
    """Give the statements of a document, its passages and its mentions, as lines of N-Triples.

    Args:
        folder: Of the corpus, whose manifest was checked.
        session: The number of its session.
        slug: The last part of its IRI.
    """
    held = manifest.read(folder)
    things = _rows(held, folder, "things")
    iris = {key: f"<{iri}>" for key, iri in zip(things["thing"], things["iri"], strict=True)}
    yield from _session(held, folder, session, iris, slug)


def _rows(
    held: manifest.Manifest, folder: str, table: str, session: int | None = None
) -> dict[str, list[Any]]:
    paths = [
        f"{folder}/{file.path}"
        for file in held.files
        if file.table == table and file.session == session
    ]
    return tables.read(paths, list(tables.TABLES[table]))


def _facts(held: manifest.Manifest, folder: str, iris: dict[int, str]) -> Iterator[str]:
    rows = _rows(held, folder, "facts")
    start = f"<{facts.PREDICATES[-1]}>"
    for subject, predicate, thing, value in zip(*rows.values(), strict=True):
        term = iris[thing] if thing is not None else _text(value)
        if iris[predicate] == start and len(value) > 10:
            term = f"{term}^^<{_XSD}dateTime>"
        yield f"{iris[subject]} {iris[predicate]} {term} .\n"


def _session(
    held: manifest.Manifest,
    folder: str,
    number: int,
    iris: dict[int, str],
    only: str | None = None,
) -> Iterator[str]:
    """Give the statements of a session, or of the one document of a slug."""
    documents = _rows(held, folder, "documents", number)
    names = {
        key: iri
        for key, iri, slug in zip(
            documents["document"], documents["iri"], documents["slug"], strict=True
        )
        if only in (None, slug)
    }
    for place, key in enumerate(documents["document"]):
        if key not in names:
            continue
        iri = f"<{names[key]}>"
        date = documents["date"][place]
        yield f"{iri} {_TYPE} <{SG}Document> .\n"
        yield f"{iri} {_LABEL} {_text(documents['label'][place])}@en .\n"
        yield f"{iri} <{_DC}creator> {iris[documents['state'][place]]} .\n"
        yield f"{iri} <{_DC}issued> {_text(date)}^^<{date_type(date)}> .\n"
        if documents["speaker"][place] is not None:
            yield f"{iri} <{_DC}contributor> {_text(documents['speaker'][place])} .\n"
        yield f"{iri} <{SG}sha256> {_text(documents['sha256'][place].hex())} .\n"
        yield f"{iri} <{SG}codePointCount> {_number(documents['points'][place])} .\n"
    rows = _rows(held, folder, "passages", number)
    passages = {}
    for key, document, ordinal, paragraph, sentence, start, end, sha256 in zip(
        *rows.values(), strict=True
    ):
        if document not in names:
            continue
        name = f"{names[document]}/p{paragraph}s{sentence}"
        iri = passages[key] = f"<{name}>"
        yield f"{iri} {_TYPE} <{SG}Passage> .\n"
        yield f'{iri} <{_DC}identifier> "P{paragraph}.S{sentence}" .\n'
        yield f"{iri} <{SG}ordinal> {_number(ordinal)} .\n"
        yield f"{iri} <{SG}paragraphNumber> {_number(paragraph)} .\n"
        yield f"{iri} <{SG}sentenceNumber> {_number(sentence)} .\n"
        yield f"{iri} <{_OA}hasSource> <{names[document]}> .\n"
        yield f'{iri} <{SG}sha256> "{sha256.hex()}" .\n'
        yield from _selector(iri, f"<{name}-position>", start, end)
    rows = _rows(held, folder, "mentions", number)
    for _, passage, document, thing, start, end, surface in zip(*rows.values(), strict=True):
        if document not in names:
            continue
        name = f"{names[document]}/m{start}-{end}"
        iri = f"<{name}>"
        yield f"{iri} {_TYPE} <{SG}Mention> .\n"
        yield f"{iri} <{SG}inPassage> {passages[passage]} .\n"
        yield f"{iri} <{SG}refersTo> {iris[thing]} .\n"
        yield f"{iri} <{SG}hasSurface> {_text(surface)} .\n"
        yield from _selector(iri, f"<{name}-position>", start, end)


def _selector(iri: str, selector: str, start: int, end: int) -> Iterator[str]:
    yield f"{iri} <{_OA}hasSelector> {selector} .\n"
    yield f"{selector} {_TYPE} <{_OA}TextPositionSelector> .\n"
    yield f"{selector} <{_OA}start> {_number(start)} .\n"
    yield f"{selector} <{_OA}end> {_number(end)} .\n"


def _number(value: int) -> str:
    return f'"{value}"^^<{_XSD}integer>'


def _text(words: str) -> str:
    return f'"{words.translate(_ESCAPED)}"'
