"""Keep imported datasets in an Oxigraph store on disk, beside the release, each replaceable as a whole.

The statements of all stand in the default graph, which saved queries ask. What each dataset put
there is kept beside them as compressed Turtle, so that a new edition takes out exactly what the
former one put in. A store is built beside and put in place in one step: never half an import.
"""

import gzip
import hashlib
import json
import os
import shutil
from typing import cast

from secgraph.dataset import release, serialize
from secgraph.errors import BadFile, EngineError
from secgraph.imports.dataset import PIECE
from secgraph.stores import pipes, swap
from secgraph.stores.disk import is_store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    import pyoxigraph

    from secgraph.imports.dataset import Work

RECORDS = "secgraph"
"""The folder in a store that keeps what each dataset put there."""

_RELEASE = "release"


class Held:
    """A dataset that a store holds."""

    def __init__(self, name: str, told: "dict[str, object]") -> None:
        self.name = name
        self.statements = int(str(told.get("statements", 0)))
        self.sha256 = [str(each) for each in told.get("sha256", [])]  # type: ignore[attr-defined]  # a list, as _told wrote it


def held(path: str) -> "list[Held]":
    """List the datasets that were imported into a store."""
    folder = os.path.join(path, RECORDS)
    names = (
        sorted(each[:-5] for each in os.listdir(folder) if each.endswith(".json"))
        if os.path.isdir(folder)
        else []
    )
    found = []
    for name in names:
        with open(os.path.join(folder, f"{name}.json"), encoding="utf-8") as file:
            found.append(Held(name, json.load(file)))
    return [each for each in found if each.name != _RELEASE]


def save(work: "Work", path: str) -> None:
    """Write the statements of a dataset into a file: N-Quads in a graph of its own, or N-Triples or Turtle.

    Raises:
        BadFile: A file read cannot be used, or the one written not be written; there is then none.
        RowsRejected: See :class:`Work`.
    """
    import pyoxigraph

    beside = f"{os.path.realpath(path)}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:
            if path.endswith(".ttl"):
                for piece in work.pieces():
                    file.write(piece)
            else:
                quads = path.endswith(".nq")
                graph = (
                    pyoxigraph.NamedNode(work.adapter.graph) if quads else pyoxigraph.DefaultGraph()
                )
                format_ = pyoxigraph.RdfFormat.N_QUADS if quads else pyoxigraph.RdfFormat.N_TRIPLES
                head = b""
                for piece in work.pieces():
                    # Pieces are whole lines, and the first holds the prefixes of all.
                    head = head or piece
                    found = pyoxigraph.parse(
                        piece if piece is head else head + piece, format=pyoxigraph.RdfFormat.TURTLE
                    )
                    pyoxigraph.serialize(
                        (
                            pyoxigraph.Quad(each.subject, each.predicate, each.object, graph)
                            for each in found
                        ),
                        file,
                        format_,
                    )
        os.replace(beside, os.path.realpath(path))
    except OSError as error:
        raise BadFile(path, f"cannot be written ({error.strerror})") from error
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def add(work: "Work", path: str, *, optimize: bool = False) -> None:
    """Put a dataset into a store, which is made where there is none, in place of what was imported under the same name before.

    Args:
        work: What is to be imported.
        path: The folder of the store.
        optimize: Whether the files of the store are merged at the end, so that what reads much of
            it is quicker.

    Raises:
        BadFile: A file cannot be used, or the folder is no store; the store is then as it was.
        RowsRejected: See :class:`Work`; the store is as it was.
        EngineError: The disk is full, or another process writes to the store.
    """
    import pyoxigraph

    beside = f"{os.path.abspath(path)}.{os.getpid()}.part"
    with swap.alone(path):
        swap.mend(path)
        there = os.path.isdir(path) and bool(os.listdir(path))
        if os.path.exists(path) and not (os.path.isdir(path) and (not there or is_store(path))):
            raise BadFile(
                path, "is there and is no Oxigraph store; name a folder that is not there yet"
            )
        swap.sweep(path)
        try:
            if there:
                # Closed again at once: a store that is open deletes files by their names, whichever
                # store they belong to by then.
                pyoxigraph.Store(path).backup(beside)
                if os.path.isdir(os.path.join(path, RECORDS)):
                    shutil.copytree(
                        os.path.join(path, RECORDS),
                        os.path.join(beside, RECORDS),
                        copy_function=os.link,
                    )
            _fill(work, beside, optimize=optimize)
            swap.place(beside, path)
        except (OSError, MemoryError, RuntimeError) as error:
            busy = "lock" in str(error).lower()
            told = (
                "another process writes to it; ask again when it is done"
                if busy
                else f"nothing was imported: {' '.join(str(error).split())[:200]}"
            )
            raise EngineError(f"{path}: {told}") from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _fill(work: "Work", folder: str, *, optimize: bool) -> None:
    """Put release and dataset into the store that is being built, which is closed when this returns."""
    import pyoxigraph

    store = pyoxigraph.Store(folder)
    os.makedirs(os.path.join(folder, RECORDS), exist_ok=True)
    _release(store, folder)
    _dataset(store, work, folder)
    store.flush()
    if optimize:
        # Batches leave files whose ranges overlap, and each read of a range looks into all of them.
        store.optimize()


def _record(folder: str, name: str, ending: str = "ttl.gz") -> str:
    return os.path.join(folder, RECORDS, f"{name}.{ending}")


def _told(folder: str, name: str, told: "dict[str, object]") -> None:
    path = _record(folder, name, "json")
    if os.path.exists(path):
        os.unlink(path)  # it is a link to that of the store as it was
    with open(path, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=1, sort_keys=True)


def _release(store: "pyoxigraph.Store", folder: str) -> None:
    """Put the release in, unless this very release is there."""
    import pyoxigraph

    lines = serialize.write("nt").splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    known = _record(folder, _RELEASE, "json")
    if os.path.isfile(known):
        with open(known, encoding="utf-8") as file:
            if json.load(file).get("sha256") == [digest]:
                return
    new = _record(folder, _RELEASE) + ".new"
    with gzip.open(new, "wb", compresslevel=1) as file:
        file.writelines(lines)
    _replace(store, folder, _RELEASE, new)
    store.bulk_load(b"".join(lines), format=pyoxigraph.RdfFormat.N_TRIPLES)
    _told(
        folder,
        _RELEASE,
        {"sha256": [digest], "statements": len(lines), "version": release.version()},
    )


def _dataset(store: "pyoxigraph.Store", work: "Work", folder: str) -> None:
    """Put a dataset in: while it is read, unless a former edition is to be taken out first."""
    name = work.adapter.name
    record = _record(folder, name)
    new = record + ".new"
    with gzip.open(new, "wb", compresslevel=1) as kept:
        made = _kept(work.pieces(), kept)
        if not os.path.isfile(record):
            pipes.load(store, made)
        else:
            # What is to be taken out is known only once all is read.
            for _ in made:
                pass
    if not os.path.isfile(record):
        os.replace(new, record)
    else:
        _replace(store, folder, name, new)
        pipes.load(store, _read(record))
    _told(
        folder,
        name,
        {
            "sha256": [each.sha256 for each in work.sources],
            "statements": work.report.statements,
            "release": release.version(),
        },
    )


def _kept(pieces: "Iterator[bytes]", record: "gzip.GzipFile") -> "Iterator[bytes]":
    """Write down what is handed on."""
    for piece in pieces:
        record.write(piece)
        yield piece


def _read(record: str) -> "Iterator[bytes]":
    """Give what was written down, the prefixes first."""
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


def _blocks(path: str) -> "set[bytes]":
    with gzip.open(path, "rb") as file:
        return {hashlib.blake2b(line, digest_size=16).digest() for line in file}


def _replace(store: "pyoxigraph.Store", folder: str, name: str, new: str) -> None:
    """Take out what a dataset put in before and no longer does, unless another one says it too."""
    import pyoxigraph

    record = _record(folder, name)
    if os.path.isfile(record):
        kept, head, gone = _blocks(new), b"", []
        with gzip.open(record, "rb") as file:
            for line in file:
                if line.startswith(b"@prefix"):
                    head += line
                elif hashlib.blake2b(line, digest_size=16).digest() not in kept:
                    gone.append(line)
        for triple in (
            pyoxigraph.parse(head + b"".join(gone), format=pyoxigraph.RdfFormat.TURTLE)
            if gone
            else ()
        ):
            store.remove(pyoxigraph.Quad(triple.subject, triple.predicate, triple.object))
        if gone:
            for other in sorted(os.listdir(os.path.join(folder, RECORDS))):
                if other.endswith(".ttl.gz") and other != f"{name}.ttl.gz":
                    with gzip.open(os.path.join(folder, RECORDS, other), "rb") as file:
                        store.bulk_load(cast("BinaryIO", file), format=pyoxigraph.RdfFormat.TURTLE)
    os.replace(new, record)
