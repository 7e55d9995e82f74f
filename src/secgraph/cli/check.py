"""The verb check: look for everything that can be wrong."""

import sys

from secgraph.cli import options, out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "look for everything that can be wrong"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="RDF files to check beside the graph; the graph itself if none",
    )
    options.add_text(parser, "held against every passage and mention")


def act(arguments: "argparse.Namespace") -> int:
    """Print the findings; 1 where there are any."""
    from secgraph.checks.runner import check  # loads rdflib, which help does without

    if sys.stderr.isatty():
        print("checking; this takes some seconds …", file=sys.stderr)
    report = check(arguments.files, text=arguments.text)
    for finding in report.findings:
        out.text(str(finding))
    for part, reason in report.omitted.items():
        out.text(f"left out: {part} ({reason})")
    count = "nothing found" if report.ok else f"{len(report.findings)} found"
    out.text(f"{count}; looked at {', '.join(report.parts)}")
    return 0 if report.ok else 1
