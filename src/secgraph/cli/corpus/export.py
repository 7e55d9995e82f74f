"""The action corpus export: write a corpus, or some sessions, as N-Triples for a triple store.

Makes no statement itself.
"""

from secgraph.cli import options, out
from secgraph.errors import BadFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "write a corpus, or some of its sessions, as N-Triples, to be loaded into a triple store"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.add_argument("folder", metavar="DIR", help="the corpus")
    options.add_sessions(parser)
    parser.add_argument("-o", "--output", metavar="FILE.nt", required=True, help="the file")


def act(arguments: "argparse.Namespace") -> int:
    """Write the file, whole or not at all."""
    import contextlib
    import os

    from secgraph.corpus import rdf

    output: str = arguments.output
    if not output.endswith(".nt"):
        raise BadFile(output, "end it in .nt")
    sessions = options.sessions(arguments.sessions)
    part, count = f"{output}.part", 0
    try:
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            for line in rdf.triples(arguments.folder, sessions):
                file.write(line)
                count += 1
        os.replace(part, output)
    except OSError as error:
        raise BadFile(output, f"cannot be written ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            os.remove(part)
    out.text(f"{output}: {count:,} statements; load them with secgraph load URL {output}")
    return 0
