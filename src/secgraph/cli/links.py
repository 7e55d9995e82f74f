"""The verb links: show identifiers in other datasets, check them, and join a user's CSV by them.

Writes the new CSV and, for export, the files that are made of the tables; looks nothing up itself.
"""

import os
import sys

from secgraph import linking
from secgraph.cli import options, out
from secgraph.errors import BadFile, UsageError
from secgraph.linking import join, rdf, schemes, sssom, validate
from secgraph.namespaces import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


HELP = "show and check identifiers in other datasets, and join a CSV of yours by names or codes"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="THING | check [FILE.tsv] | resolve FILE.csv | export",
        help="THING: its identifiers in other datasets (all links, without a word); check: every "
        "link, or those of a table of yours; resolve: a CSV of yours with a column of our IRIs, "
        "by names or codes; export: the links as RDF, with their description",
    )
    parser.add_argument(
        "--target", metavar="T", help="only links to this scheme, such as wikidata or iso-alpha3"
    )
    parser.add_argument(
        "--rejected",
        action="store_true",
        help="show wrong matches that are known too, with the reason",
    )
    options.add_format(parser)
    parser.add_argument(
        "--column",
        metavar="C",
        help="resolve: the column with the names or codes, by its name or its number from 1",
    )
    parser.add_argument(
        "--scheme",
        metavar="S",
        help="resolve: the scheme of the codes, such as iso-alpha3 or cow-abbreviation, or 'name'",
    )
    parser.add_argument(
        "--delimiter",
        metavar="D",
        help="resolve: what separates fields, if not what the first line shows; 'tab' for a tab",
    )
    parser.add_argument(
        "--as",
        dest="called",
        metavar="NAME",
        default="secgraph",
        help="resolve: the name of the new column (default: secgraph)",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="resolve: where to; export: the folder"
    )


def act(arguments: "argparse.Namespace") -> int:
    """Show links, or do with them what the first word says."""
    first, *rest = arguments.words or [""]
    if first == "check" and len(rest) <= 1:
        return _check(rest[0] if rest else None)
    if first == "resolve" and len(rest) == 1:
        return _resolve(arguments, rest[0])
    if first == "export" and not rest:
        return _export(arguments.output)
    if rest:
        raise UsageError(
            "say 'links', 'links THING', 'links check [FILE.tsv]', 'links resolve FILE.csv' or "
            "'links export'; a name of several words in quotes"
        )
    if not first and arguments.target is None:
        out.table(_targets(), arguments.format)
        return 0
    links = linking.links(first or None, target=arguments.target, rejected=arguments.rejected)
    if (arguments.format or out.default()) != "table":
        out.table([_whole(link) for link in links], arguments.format)
    elif links:
        out.table([_short(link, first, arguments.rejected) for link in links], arguments.format)
    else:
        target = f" to {arguments.target}" if arguments.target else ""
        out.text(f"no link of {first or 'anything'}{target}; what is not here has none yet")
    return 0


def _targets() -> "list[dict[str, str]]":
    """Say for each scheme how many links go to it."""
    counts: dict[str, list[int]] = {target: [0, 0] for target in schemes.schemes()}
    for link in sssom.packaged():
        if link.scheme is not None and link.found:
            counts[link.scheme.target][link.rejected] += 1
    return [
        {
            "target": scheme.target,
            "scheme": scheme.name,
            "links": str(counts[scheme.target][0]),
            "rejected": str(counts[scheme.target][1]),
        }
        for scheme in schemes.schemes().values()
    ]


def _short(link: sssom.Link, thing: str, rejected: bool) -> "dict[str, str]":
    """Give what fits on a line of a terminal."""
    row = {} if thing else {"thing": link.label or "(nothing here)"}
    target = link.scheme.target if link.scheme else ""
    if thing:
        row["target"] = target
    row |= {
        "link": ("not " if link.rejected else "") + curie(link.predicate).partition(":")[2],
        "identifier": link.identifier,
    }
    if rejected:
        row["why not"] = link.comment if link.rejected or not link.found else ""
    return row


def _whole(link: sssom.Link) -> "dict[str, str]":
    return {
        "thing": link.subject if link.found else "",
        "label": link.label,
        "target": link.scheme.target if link.scheme else "",
        "link": curie(link.predicate),
        "rejected": "yes" if link.rejected else "",
        "identifier": link.identifier,
        "iri": link.object,
        "status": link.status,
        "evidence": link.evidence,
        "comment": link.comment,
    }


def _check(path: str | None) -> int:
    faults = validate.check(path)
    for fault in faults:
        place = f"{_shown(fault.link.file)}:{fault.link.line}"
        out.text(f"{place}: {curie(fault.link.subject)}: {fault.message} [{fault.rule}]")
    links = sssom.read(path) if path is not None else sssom.packaged()
    count = f"{len(faults)} found" if faults else "nothing found"
    out.text(f"{count}; looked at {len(links)} rows for {', '.join(validate.RULES)}")
    return 1 if faults else 0


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _resolve(arguments: "argparse.Namespace", path: str) -> int:
    delimiter = {"tab": "\t", "\\t": "\t"}.get(arguments.delimiter, arguments.delimiter)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise UsageError(
            f"--delimiter is one character, such as ; or the word tab, not {arguments.delimiter!r}"
        )
    options = {
        "column": arguments.column,
        "scheme": arguments.scheme,
        "delimiter": delimiter,
        "called": arguments.called,
    }
    if (
        path != "-"
        and arguments.output is not None
        and (os.path.isfile(arguments.output) or not os.path.exists(arguments.output))
    ):
        # What is written is removed also where the process is ended by a signal.
        with out.interruptible():
            done = linking.join_csv(path, arguments.output, **options)
    else:
        done = join.Join(
            sys.stdin.buffer if path == "-" else join.lines(path),
            "standard input" if path == "-" else path,
            **options,
        )
        _stream(done, arguments.output)
    for cell in done.unresolved.values():
        print(out.plain(f"{done.name}: {cell}"), file=sys.stderr)
    left = sum(cell.count for cell in done.unresolved.values())
    empty = f", {done.empty} empty" if done.empty else ""
    rows = f"{done.resolved} row{'' if done.resolved == 1 else 's'}"
    print(
        f"{rows} resolved, {left} not{empty}{f'; {done.hint}' if done.hint else ''}",
        file=sys.stderr,
    )
    return 1 if left else 0


def _stream(done: join.Join, path: str | None) -> None:
    """Write row by row, to standard output or to what is no file."""
    if path is None:
        sys.stdout.flush()
        for row in done.rows():
            sys.stdout.buffer.write(row.encode())
        sys.stdout.buffer.flush()
        return
    out.save("".join(done.rows()).encode(), path)


def _export(folder: str | None) -> int:
    files: dict[str, bytes] = rdf.files()
    if folder is None:
        out.write(files[rdf.FILES[0]])
        return 0
    if os.path.isfile(folder):
        raise BadFile(folder, "is a file; export writes several files into a folder")
    out.folder(files, folder)
    out.text(
        "\n".join(
            f"{os.path.join(folder, name)}  {len(data):,} bytes" for name, data in files.items()
        )
    )
    return 0
