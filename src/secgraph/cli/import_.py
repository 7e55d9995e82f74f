"""The verb import: put an open dataset into a store or a file, and account for its rows.

Reads and writes nothing itself.
"""

import os
import shlex
import signal
import sys

from secgraph import imports
from secgraph.cli import out
from secgraph.errors import BadFile, RowsRejected, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

HELP = "import an open dataset that you have downloaded: votes, alliances, memberships, places"

DESCRIPTION = (
    "Import an open dataset that you have downloaded. Without NAME its header says which it is; "
    "without NAME and FILE: list the adapters, what each reads, where to get it and on what terms. "
    "A file with a wrong header, cut off, not in UTF-8, "
    "or whose own totals do not add up is refused as a whole: exit 2, nothing is imported. Rows "
    "that cannot be imported (an unknown code, a second row of the same key) are reported with "
    "their lines and the others are imported: exit 0, or 1 and nothing imported with --strict. "
    "What was imported under the same NAME before is replaced."
)

FILES = (".nq", ".nt", ".ttl")
"""Endings of the files that can be written; another target is the folder of a store."""

_NO_STORE = (".gz", ".rdf", ".jsonld", ".trig", ".csv")


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.description = DESCRIPTION
    parser.add_argument("name", nargs="?", metavar="NAME", help="the adapter, such as un-votes")
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="the files of the dataset, plain or gzipped, taken together",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR|FILE",
        help="an Oxigraph store on disk, made if it is not there, which then holds the release too "
        "and is asked with --store DIR; or a file that ends in .nq, .nt or .ttl; without it the "
        "files are only checked",
    )
    parser.add_argument(
        "--strict", action="store_true", help="import nothing where a row is rejected (exit 1)"
    )
    parser.add_argument(
        "--optimize",
        action="store_true",
        help="merge the files of the store at the end: takes longer, and a big record is read "
        "quicker",
    )
    parser.add_argument(
        "--adapter",
        metavar="FILE.toml",
        help="an adapter of your own instead of NAME; see data/adapters/README.md",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Import a dataset, or list what can be."""
    paths = list(arguments.files)
    if arguments.adapter is not None:
        # There is no NAME then: what stands in its place is the first file.
        paths = [*([arguments.name] if arguments.name is not None else []), *paths]
        adapter = imports.Adapter(arguments.adapter)
    elif arguments.name is None:
        return _list(arguments.output)
    elif os.path.isfile(arguments.name):
        # What stands in the place of NAME is the first file.
        paths = [arguments.name, *paths]
        adapter = _recognized(paths)
    else:
        adapter = imports.find(arguments.name)
    if not paths:
        raise UsageError(
            f"name the file of {adapter.name} that you have downloaded: secgraph import "
            f"{adapter.name} FILE; get it from {adapter.fetch}"
        )
    target = arguments.output
    if arguments.optimize and (target is None or target.endswith(FILES)):
        raise UsageError("--optimize merges the files of a store; name one with -o DIR")
    # An interrupt has to clear away what was begun, where a question just ends.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    progress = _progress if sys.stderr.isatty() else None
    dataset = imports.DatasetImport(adapter, paths, strict=arguments.strict, progress=progress)
    terms = f"{adapter.source['title']}: {adapter.source['rights']}"
    print(out.plain(terms), file=sys.stderr)
    try:
        _import(dataset, target, optimize=arguments.optimize)
    except RowsRejected:
        _clear()
        print("\n".join(map(out.plain, dataset.report.lines())), file=sys.stderr)
        raise
    except KeyboardInterrupt:
        _clear()
        print("secgraph: broken off; nothing was imported", file=sys.stderr)
        return 130
    _clear()
    first, *rest = dataset.report.lines()
    out.text("\n".join([f"{adapter.name}: {first}", *rest, *_outcome(dataset, target)]))
    return 0


def _recognized(paths: "Sequence[str]") -> imports.Adapter:
    """Give the adapter whose header all files have, and say which it is.

    Raises:
        BadFile: No adapter, or more than one, fits them all.
    """
    fitting = [imports.recognized(path) for path in paths]
    names = [name for name in fitting[0] if all(name in others for others in fitting)]
    if len(names) == 1:
        print(f"{out.plain(paths[0])}: {names[0]}, by its header", file=sys.stderr)
        return imports.find(names[0])
    if names:
        either = " or ".join(names)
        raise BadFile(
            paths[0], f"may be {either}; say which: secgraph import {names[0]} {paths[0]}"
        )
    if any(fitting):
        raise BadFile(paths[0], "and the other files are of different datasets; import each alone")
    raise BadFile(
        paths[0],
        "has the header of no dataset that is known; 'secgraph import' lists them, and --adapter "
        "FILE.toml takes one of your own",
    )


def _import(dataset: imports.DatasetImport, target: str | None, *, optimize: bool) -> None:
    """Put a dataset where it goes; nowhere if no target is named."""
    if target is None:
        imports.verify(dataset)
    elif target.endswith(FILES):
        imports.save(dataset, target)
    elif os.path.splitext(target)[1].lower() in _NO_STORE:
        raise BadFile(
            target, "end it in .nq, .nt or .ttl for a file; a folder for a store has no such ending"
        )
    else:
        imports.add(dataset, target, optimize=optimize)


def _outcome(dataset: imports.DatasetImport, target: str | None) -> "list[str]":
    """Say where the statements are, and how to ask them."""
    adapter = dataset.adapter
    if target is None:
        return ["only checked; -o DIR puts it into a store, -o FILE.nq into a file"]
    lines = [f"{target}: {dataset.report.statements:,} statements of {adapter.name}"]
    if not target.endswith(FILES):
        store = f"--store {shlex.quote(target)}"
        example = f"as in secgraph sparql QUERY {store}"
        if adapter.asks:
            example = f"such as secgraph run {adapter.asks} {store}"
        lines.append(f"ask it with {store}, {example}")
    return lines


def _list(store: str | None) -> int:
    """List the adapters, and what of them a store holds."""
    datasets = {each.name: each for each in imports.imported_datasets(store)} if store else {}
    lines = []
    for adapter in imports.adapters():
        lines += [f"{adapter.name}: {adapter.summary}", f"  {adapter.fetch}"]
        lines.append(f"  {adapter.source['rights']}")
        dataset = datasets.get(adapter.name)
        if dataset is not None:
            digests = " ".join(dataset.sha256)
            count = f"{dataset.statements:,} statements"
            lines.append(f"  in {store}: {count}, of the file with SHA-256 {digests}")
    lines += [
        "",
        "secgraph import NAME FILE -o DIR puts one into a store; secgraph run QUESTION --store DIR "
        "asks it",
    ]
    out.text("\n".join(lines))
    return 0


def _progress(path: str, done: int, whole: int) -> None:
    print(
        f"\r\x1b[K{os.path.basename(path)}: {done * 100 // max(whole, 1)} %",
        end="",
        file=sys.stderr,
        flush=True,
    )


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
