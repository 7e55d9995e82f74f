"""The action corpus status: say what a corpus holds, and whether its files are unchanged.

Writes nothing but what it has checked.
"""

import json

from secgraph.cli import out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "say what a corpus holds, and whether its files are as they were written"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.add_argument("folder", metavar="DIR", help="the corpus")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="lines (the default), or JSON"
    )


def act(arguments: "argparse.Namespace") -> int:
    """Print the status."""
    from secgraph import stores
    from secgraph.corpus import manifest, names
    from secgraph.documents import mentions

    held = manifest.read(arguments.folder)
    manifest.check(held, arguments.folder)
    digest = names.table(mentions.names(stores.open().rows)).digest
    stale = sorted(n for n, one in held.sessions.items() if one["names"] != digest)
    counts = {table: held.rows(table) for table in ("documents", "passages", "mentions")}
    if arguments.format == "json":
        status = {
            "corpus": held.corpus,
            "source": held.source,
            "sessions": {str(n): one["documents"] for n, one in sorted(held.sessions.items())},
            "scannedWithOtherNames": stale,
            **counts,
        }
        print(json.dumps(status, indent=2, ensure_ascii=False))
        return 0
    numbers = sorted(held.sessions)
    lines = [
        f"{arguments.folder}: {held.source.get('title', held.corpus)}",
        f"  rights: {held.source.get('rights', '')}",
        f"  sessions: {len(numbers)}, {numbers[0]} to {numbers[-1]}" if numbers else "  empty",
        *(f"  {table}: {count:,}" for table, count in counts.items()),
        f"  files: {len(held.files)}, all as they were written",
    ]
    if stale:
        lines.append(
            f"  names have changed since {len(stale)} sessions were read: add their archive again"
        )
    out.text("\n".join(lines))
    return 0
