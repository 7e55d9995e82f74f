"""The verb check: look for everything that can be wrong.

Judges nothing itself.
"""

import os
import signal
import sys
import time

from secgraph.cli import options, out
from secgraph.errors import SecgraphError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from secgraph.checks.finding import Report

HELP = "look for everything that can be wrong"

PAUSE = 0.3
"""Seconds between two looks at the files that are watched."""


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="RDF files to check beside the graph, or the folder of a corpus; "
        "the graph itself if none",
    )
    options.add_text(parser, "held against every passage and mention")
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif"),
        default="text",
        help="lines (the default), JSON, or SARIF 2.1.0 for editors and CI",
    )
    parser.add_argument(
        "--watch", action="store_true", help="check FILE again whenever it changes; Ctrl-C ends"
    )
    parser.add_argument(
        "--engine",
        choices=("rudof", "pyshacl", "duckdb"),
        default="rudof",
        help="what checks the shapes: rudof (the default), pyshacl, which is slower, or duckdb, "
        "for many documents",
    )
    parser.add_argument(
        "--consistency",
        action="store_true",
        help="have HermiT decide on consistency also where FILE has facts only, for which rules do",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="check also where a report of the same files is kept, and keep none",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Print the findings; 1 where there are any."""
    if arguments.watch:
        return _watch(arguments)
    return _check(arguments)


def _check(arguments: "argparse.Namespace") -> int:
    from secgraph.checks.runner import check  # help does without what a check needs

    if sys.stderr.isatty():
        print("checking; this takes some seconds …", file=sys.stderr)
    report = check(
        arguments.files,
        text=arguments.text,
        engine=arguments.engine,
        consistency=arguments.consistency,
        cached=not arguments.no_cache,
    )
    _print(report, arguments.format)
    return 0 if report.ok else 1


def _print(report: "Report", kind: str) -> None:
    from secgraph.checks import report as written

    if kind == "json":
        print(written.as_json(report))
    elif kind == "sarif":
        print(written.as_sarif(report))
    else:
        for line in written.text(report):
            out.text(line)


def _watch(arguments: "argparse.Namespace") -> int:
    """Check again whenever a file changes, until the user interrupts; give the last code."""
    if not arguments.files:
        raise UsageError("--watch needs a FILE to watch")
    if arguments.format != "text":
        raise UsageError("--watch prints lines; leave --format out")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code, before = 0, None
    try:
        while True:
            now = _state(arguments.files)
            if now != before:
                before = now
                code = _check_again(arguments)
                out.text(f"watching {', '.join(arguments.files)}; Ctrl-C ends")
                sys.stdout.flush()
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        print("\nno longer watching", flush=True)
        return code


def _check_again(arguments: "argparse.Namespace") -> int:
    """Check once; a file that cannot be read now may be written again."""
    try:
        return _check(arguments)
    except SecgraphError as error:
        out.text(f"secgraph: {' '.join(str(error).split())}")
        return 2


def _state(files: "Sequence[str]") -> "list[tuple[int, int, int] | None]":
    """Give what tells whether files have changed; None for a file that is not there."""
    states: list[tuple[int, int, int] | None] = []
    for path in files:
        try:
            status = os.stat(path)
        except OSError:
            states.append(None)
        else:
            states.append((status.st_mtime_ns, status.st_size, status.st_ino))
    return states
