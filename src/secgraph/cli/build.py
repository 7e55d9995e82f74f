"""The verb build: make the files of the release."""

import os.path

from secgraph.cli import out
from secgraph.publish import build

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "make the files of the release: every format, its description, its digests"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        default="dist",
        help="the folder, which is made where it is not there (default: dist)",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Write the files and list them."""
    files = build.files()
    out.folder({file.name: file.data for file in files}, arguments.output)
    sizes = [(os.path.join(arguments.output, file.name), len(file.data)) for file in files]
    out.text("\n".join(f"{path}  {size:,} bytes" for path, size in sizes))
    return 0
