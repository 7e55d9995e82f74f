"""Keep imported datasets in an Oxigraph store on disk, beside the release, each replaceable.

The statements of all datasets are in the default graph, which saved queries ask. The statements of
each dataset are also kept in a record, a file of compressed Turtle in the store's folder, so that a
new edition takes out exactly what the former one put in. A store is built in a folder beside its
place and then moved there in one step, so that a failed import changes nothing.
"""

import contextlib
import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

import pyoxigraph

from secgraph.dataset import release, serialize
from secgraph.errors import BadFile, EngineError
from secgraph.imports import roll_calls
from secgraph.imports.dataset import PIECE, DatasetImport
from secgraph.stores import disk, pipes, swap
from secgraph.stores.disk import RECORDS, is_store

_RELEASE = "release"


@dataclass(frozen=True, slots=True)
class ImportedDataset:
    """A dataset that a store holds.

    Attributes:
        name: Of its adapter.
        statements: Their number.
        sha256: Digests of the files that were imported.
    """

    name: str
    statements: int
    sha256: list[str]


def imported_datasets(path: str) -> list[ImportedDataset]:
    """List the datasets that were imported into a store."""
    folder = os.path.join(path, RECORDS)
    names = (
        sorted(file[:-5] for file in os.listdir(folder) if file.endswith(".json"))
        if os.path.isdir(folder)
        else []
    )
    return [_imported_dataset(folder, name) for name in names if name != _RELEASE]


def _imported_dataset(folder: str, name: str) -> ImportedDataset:
    metadata = _metadata(os.path.join(folder, f"{name}.json"))
    count, digests = metadata.get("statements", 0), metadata.get("sha256", [])
    if not isinstance(count, int) or not isinstance(digests, list):
        raise BadFile(os.path.join(folder, f"{name}.json"), _DAMAGED)
    return ImportedDataset(name, count, list(map(str, digests)))


_DAMAGED = "is no record of an import; import into another folder, and remove this one"


def _metadata(path: str) -> dict[str, object]:
    """Read what was written down of an import.

    Raises:
        BadFile: It is damaged.
    """
    try:
        with open(path, encoding="utf-8") as file:
            metadata = json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile(path, _DAMAGED) from error
    if not isinstance(metadata, dict):
        raise BadFile(path, _DAMAGED)
    return metadata


@contextlib.contextmanager
def _turtle_errors(dataset: DatasetImport) -> Iterator[None]:
    """Turn what a parser of Turtle refuses into an error of the adapter that wrote it."""
    try:
        yield
    except SyntaxError as error:
        reason = " ".join(str(error.msg or error).split())[:200]
        raise BadFile(
            dataset.adapter.path, f"makes statements that are no Turtle: {reason}"
        ) from error


def verify(dataset: DatasetImport) -> None:
    """Make and parse all statements of a dataset, and keep none.

    Raises:
        BadFile: A file cannot be used, or the adapter makes what is no Turtle.
        RowsRejected: See :class:`DatasetImport`.
    """
    with _turtle_errors(dataset):
        for triples in _parsed(dataset):
            for _ in triples:
                pass


def _parsed(dataset: DatasetImport) -> Iterator[Iterator[pyoxigraph.Quad]]:
    """Parse the pieces of a dataset; they are whole lines, and the first has the prefixes."""
    head = b""
    for piece in dataset.pieces():
        head = head or piece
        text = piece if piece is head else head + piece
        yield pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)


def save(dataset: DatasetImport, path: str) -> None:
    """Write the statements of a dataset into a file, in the format that its ending names.

    N-Quads (``.nq``) are in the graph of the dataset; N-Triples (``.nt``) and Turtle (``.ttl``)
    have no graph.

    Raises:
        BadFile: A file cannot be read or written; there is then no file at *path*.
        RowsRejected: See :class:`DatasetImport`.
    """
    part = f"{os.path.realpath(path)}.{os.getpid()}.part"
    try:
        with open(part, "wb") as file, _turtle_errors(dataset):
            if path.endswith(".ttl"):
                for piece in dataset.pieces():
                    file.write(piece)
            else:
                _write_lines(dataset, file, quads=path.endswith(".nq"))
        os.replace(part, os.path.realpath(path))
    except OSError as error:
        raise BadFile(path, f"cannot be written ({error.strerror})") from error
    finally:
        if os.path.exists(part):
            os.unlink(part)


def _write_lines(dataset: DatasetImport, file: BinaryIO, *, quads: bool) -> None:
    """Write N-Quads or N-Triples, piece by piece."""
    graph = pyoxigraph.NamedNode(dataset.adapter.graph) if quads else pyoxigraph.DefaultGraph()
    format_ = pyoxigraph.RdfFormat.N_QUADS if quads else pyoxigraph.RdfFormat.N_TRIPLES
    for triples in _parsed(dataset):
        pyoxigraph.serialize(
            (
                pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, graph)
                for triple in triples
            ),
            file,
            format_,
        )


def add(dataset: DatasetImport, path: str, *, optimize: bool = False) -> None:
    """Put a dataset into a store, in place of an earlier import under the same name.

    Args:
        dataset: What to import.
        path: The folder of the store; a new store is made where there is none.
        optimize: Whether the files of the store are merged at the end, which speeds up queries
            that read much of it.

    Raises:
        BadFile: A file cannot be used, or the folder is no store; the store is unchanged.
        RowsRejected: See :class:`DatasetImport`; the store is unchanged.
        EngineError: The disk is full, or another process writes to the store.
    """
    # Where a link leads to is the place: a link of the user stays one.
    place = os.path.realpath(path)
    disk.demand_room(path)
    with swap.alone(place):
        swap.mend(place)
        exists = os.path.isdir(place) and bool(os.listdir(place))
        if os.path.exists(place) and not (os.path.isdir(place) and (not exists or is_store(place))):
            raise BadFile(
                path, "is there and is no Oxigraph store; name a folder that is not there yet"
            )
        swap.sweep(place)
        if exists:
            disk.check(place)
        part = ""
        try:
            part = swap.staging(place)
            if exists:
                _copy(place, part)
            with _turtle_errors(dataset):
                _fill(dataset, part, optimize=optimize)
            disk.record(part, os.path.join(part, disk.FILES))
            swap.place(part, place)
        except (OSError, MemoryError, RuntimeError, EOFError, zlib.error, SyntaxError) as error:
            locked = "lock" in str(error).lower()
            reason = (
                "another process writes to it; ask again when it is done"
                if locked
                else f"nothing was imported: {_reason(error)}"
            )
            raise EngineError(f"{path}: {reason}") from error
        finally:
            if part:
                swap.discard(part, place)


def _reason(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "there is not enough memory for the store; give this process more"
    return " ".join(str(error).split())[:200]


def beside(dataset: DatasetImport, others: pyoxigraph.Store) -> pyoxigraph.Store:
    """Give a store in memory that holds the statements of another one, and those of a dataset.

    Raises:
        BadFile: A file cannot be used.
        RowsRejected: See :class:`DatasetImport`.
    """
    store = pyoxigraph.Store()
    store.bulk_extend(others)
    with _turtle_errors(dataset):
        for triples in _parsed(dataset):
            store.extend(triples)
    return store


def _copy(path: str, part: str) -> None:
    """Copy a store with its records, by links."""
    # The store is closed again at once: an open store deletes files by their names, whichever store
    # has them by then.
    pyoxigraph.Store(path).backup(part)
    if os.path.exists(os.path.join(path, disk.FILES)):
        # Oxigraph has written its list of files anew.
        disk.record(path, os.path.join(path, disk.FILES))
    records = os.path.join(path, RECORDS)
    if os.path.isdir(records):
        shutil.copytree(records, os.path.join(part, RECORDS), copy_function=os.link)


def _fill(dataset: DatasetImport, folder: str, *, optimize: bool) -> None:
    """Put release and dataset into the store that is being built, and close it."""
    store = pyoxigraph.Store(folder)
    os.makedirs(os.path.join(folder, RECORDS), exist_ok=True)
    _add_release(store, folder)
    _add_dataset(store, dataset, folder)
    store.flush()
    if optimize:
        # Batches leave files whose ranges overlap, and each read of a range looks into all of them.
        store.optimize()
    roll_calls.keep(store, folder)


def _record(folder: str, name: str, ending: str = "ttl.gz") -> str:
    return os.path.join(folder, RECORDS, f"{name}.{ending}")


def _write_metadata(folder: str, name: str, metadata: dict[str, object]) -> None:
    path = _record(folder, name, "json")
    if os.path.exists(path):
        os.unlink(path)  # it is a link to the file of the store that was copied
    with open(path, "w", encoding="utf-8") as file:
        json.dump(metadata, file, indent=1, sort_keys=True)


def _add_release(store: pyoxigraph.Store, folder: str) -> None:
    """Put the release in, unless this same release is there."""
    lines = serialize.write("nt").splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    path = _record(folder, _RELEASE, "json")
    if os.path.isfile(path) and _metadata(path).get("sha256") == [digest]:
        return
    new = _record(folder, _RELEASE) + ".new"
    with gzip.open(new, "wb", compresslevel=1) as file:
        file.writelines(lines)
    _replace(store, folder, _RELEASE, new)
    store.bulk_load(b"".join(lines), format=pyoxigraph.RdfFormat.N_TRIPLES)
    _write_metadata(
        folder,
        _RELEASE,
        {"sha256": [digest], "statements": len(lines), "version": release.version()},
    )


def _add_dataset(store: pyoxigraph.Store, dataset: DatasetImport, folder: str) -> None:
    """Put a dataset in: while it is read, unless a former edition is to be taken out first."""
    name = dataset.adapter.name
    record = _record(folder, name)
    new = record + ".new"
    with gzip.open(new, "wb", compresslevel=1) as file:
        pieces = _recorded(dataset.pieces(), file)
        if not os.path.isfile(record):
            pipes.load(store, pieces)
        else:
            # The statements to take out are known only once all is read.
            for _ in pieces:
                pass
    if not os.path.isfile(record):
        os.replace(new, record)
    else:
        _replace(store, folder, name, new)
        pipes.load(store, _record_pieces(record))
    _write_metadata(
        folder,
        name,
        {
            "sha256": [source.sha256 for source in dataset.sources],
            "statements": dataset.report.statements,
            "release": release.version(),
        },
    )


def _recorded(pieces: Iterator[bytes], record: gzip.GzipFile) -> Iterator[bytes]:
    """Write pieces to a record while they are handed on."""
    for piece in pieces:
        record.write(piece)
        yield piece


def _record_pieces(record: str) -> Iterator[bytes]:
    """Read a record in pieces; the first holds the prefixes."""
    with gzip.open(record, "rb") as file:
        head, rest = b"", b""
        for rest in file:
            if not rest.startswith(b"@prefix"):
                break
            head += rest
        yield head
        yield rest
        while lines := file.readlines(PIECE):
            yield b"".join(lines)


def _digest(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=16).digest()


def _replace(store: pyoxigraph.Store, folder: str, name: str, new: str) -> None:
    """Take out what a dataset put in before and no longer has, unless another one has it too."""
    record = _record(folder, name)
    if os.path.isfile(record) and (outdated := _outdated(record, new)):
        for triple in pyoxigraph.parse(outdated, format=pyoxigraph.RdfFormat.TURTLE):
            store.remove(pyoxigraph.Quad(triple.subject, triple.predicate, triple.object))
        for other in sorted(os.listdir(os.path.join(folder, RECORDS))):
            if other.endswith(".ttl.gz") and other != f"{name}.ttl.gz":
                with gzip.open(os.path.join(folder, RECORDS, other), "rb") as file:
                    store.bulk_load(cast("BinaryIO", file), format=pyoxigraph.RdfFormat.TURTLE)
    os.replace(new, record)


def _outdated(record: str, new: str) -> bytes:
    """Give the lines of a record that the new one lacks, after its prefixes; empty if none."""
    with gzip.open(new, "rb") as file:
        kept = {_digest(line) for line in file}
    head, outdated = b"", []
    with gzip.open(record, "rb") as file:
        for line in file:
            if line.startswith(b"@prefix"):
                head += line
            elif _digest(line) not in kept:
                outdated.append(line)
    return head + b"".join(outdated) if outdated else b""
