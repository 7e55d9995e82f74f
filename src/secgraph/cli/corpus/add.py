"""The action corpus add: read an archive or folder of documents into a corpus.

Reads and writes nothing itself.
"""

import shlex
import signal
import sys

from secgraph import stores
from secgraph.cli import out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.corpus.addition import Report

HELP = "add the documents of an archive or folder: new ones, or in the place of those there"

SHOWN = 10
"""So many names of a list are shown; --verbose shows all."""


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.add_argument(
        "name",
        metavar="NAME",
        help="the kind of corpus: ungdc, or folder for texts of yours",
    )
    parser.add_argument("path", metavar="FILE|DIR", help="the archive, or the folder")
    parser.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the corpus, made if it is not there"
    )
    parser.add_argument(
        "--record",
        metavar="STORE",
        help="a store made by 'secgraph import un-votes', whose votes are taken in",
    )
    parser.add_argument("--verbose", action="store_true", help="list every file and name")


def act(arguments: "argparse.Namespace") -> int:
    """Add the documents, and say what became of each file."""
    from secgraph.corpus import adapter
    from secgraph.corpus.addition import Addition

    kind = adapter.find(arguments.name)
    graph = stores.open()
    record = stores.open(arguments.record).rows if arguments.record is not None else None
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    progress = _Progress() if sys.stderr.isatty() else None
    addition = Addition(
        kind, arguments.path, arguments.output, graph.rows, progress=progress, record=record
    )
    print(out.plain(f"{kind.source['title']}: {kind.source['rights']}"), file=sys.stderr)
    try:
        report = addition.run()
    except KeyboardInterrupt:
        print(
            "secgraph: broken off; the corpus is as it was, and the sessions that were read are "
            "not read again",
            file=sys.stderr,
        )
        return 130
    finally:
        if progress is not None:
            progress.clear()
    out.text("\n".join(lines(report, verbose=arguments.verbose)))
    return 0


class _Progress:
    """A line on the terminal that says how far an addition is."""

    def __init__(self) -> None:
        self._is_shown = False

    def __call__(self, session: int, speeches: int) -> None:
        self._is_shown = True
        text = f"\r\x1b[Ksession {session}: {speeches:,} read"
        print(text, end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def lines(report: "Report", *, verbose: bool) -> "list[str]":
    """Give the report of an addition; its last line counts the documents."""
    shown: list[str] = []
    for reason in dict.fromkeys(one.reason for one in report.skipped):
        names = [one.name for one in report.skipped if one.reason == reason]
        shown.append(f"not read, {reason}: {_listed(names, verbose)}")
    if report.speakers is not None:
        shown += _speakers(report, verbose)
    elif report.corpus == "ungdc":
        shown.append("no table of speakers in the archive: speakers and posts stay empty")
    if report.undecided:
        names = [f"{name} {count:,}" for name, count in report.undecided.most_common()]
        shown.append(f"undecided, names of several things: {_listed(names, verbose)}")
    for word, sessions in (("replaced", report.replaced), ("left as they were", report.kept)):
        if sessions:
            shown.append(f"sessions {word}: {_ranges(sessions)}")
    if report.resumed:
        shown.append(f"sessions read before and not again: {_ranges(sorted(report.resumed))}")
    missing = sorted(set(range(min(report.read), max(report.read))) - set(report.read))
    missing = [one for one in missing if one not in report.kept]
    if missing and report.corpus == "ungdc":
        shown.append(f"sessions without files: {_ranges(missing)}")
    shown.append(
        f"{report.passages:,} passages, {report.mentions:,} mentions, "
        f"{report.undecided.total():,} undecided"
    )
    shown.append(
        f"ask with --store {shlex.quote(report.folder)}, such as secgraph run corpus/most-named "
        f"--store {shlex.quote(report.folder)}"
    )
    shown.append(f"{sum(report.read.values()):,} speeches read")
    return shown


def _speakers(report: "Report", verbose: bool) -> "list[str]":
    roster = report.speakers
    if roster is None:
        return []
    respelt = [f"{written!r} for {code}" for written, code in sorted(roster.respelt.items())]
    twice = [f"{code} in session {session}" for session, code in roster.twice]
    lists = (
        ("codes of the table of speakers spelt otherwise", respelt),
        ("rows of the table that stand twice", twice),
        ("speeches without a row", report.without_speaker),
        ("rows without a speech", report.without_file),
    )
    return [f"{title}: {len(names)}: {_listed(names, verbose)}" for title, names in lists if names]


def _listed(names: "list[str]", verbose: bool) -> str:
    if verbose or len(names) <= SHOWN:
        return ", ".join(names)
    return ", ".join(names[:SHOWN]) + f" and {len(names) - SHOWN} more"


def _ranges(numbers: "list[int]") -> str:
    """Give numbers with a dash for those that follow one another."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(
        str(part[0]) if len(part) == 1 else f"{part[0]} to {part[-1]}" for part in parts
    )
