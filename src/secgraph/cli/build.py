"""The verb build: make the files of the release, or of one of the user's own beside it."""

import os.path
import sys

from secgraph.cli import out
from secgraph.dataset import release
from secgraph.errors import BadFile, UsageError
from secgraph.publish import build, extension, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.publish.void import File

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
    parser.add_argument(
        "--with",
        dest="extension",
        metavar="DIR",
        help="a folder of your own documents, kinds and questions (in DIR/queries), to be checked "
        "and published with the release under a name and version of yours",
    )
    parser.add_argument("--name", help="the name of your release, with --with")
    parser.add_argument("--version", dest="own", metavar="V", help="its version, with --with")
    parser.add_argument(
        "--against",
        metavar="FILE",
        action="append",
        default=[],
        help="the SHA256SUMS of a former release, whose version must not get other content; the "
        "files of the folder itself are always looked at",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="write other content under a version that the folder has already",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Write the files and list them."""
    for path in arguments.against:
        if not os.path.isfile(path):
            raise BadFile(path, "there is no such file; name the SHA256SUMS of a release")
    version = release.version()
    if arguments.extension is not None:
        if arguments.name is None or arguments.own is None:
            raise UsageError("--with DIR needs --name NAME and --version V, which are yours")
        version = arguments.own
        own = extension.read(arguments.extension, arguments.name, version)
        if not _is_right(own):
            return 1
        files = extension.files(own)
    elif arguments.name is not None or arguments.own is not None:
        raise UsageError("--name and --version are those of a release of yours; add --with DIR")
    else:
        files = build.files()
    places = list(arguments.against)
    if not arguments.replace and os.path.isdir(arguments.output):
        places.append(arguments.output)
    versions.refuse_changed(files, version, places)
    _write(files, arguments.output)
    return 0


def _is_right(own: extension.Extension) -> bool:
    """Check the files of an extension, and print what is wrong."""
    if not own.paths:
        return True
    from secgraph.checks import runner

    report = runner.check(own.paths)
    for part, reason in report.omitted.items():
        print(f"left out: {part} ({out.plain(reason)})", file=sys.stderr)
    for finding in report.findings:
        print(out.plain(str(finding)), file=sys.stderr)
    if report.findings:
        print(f"{len(report.findings)} found; nothing was written", file=sys.stderr)
    return report.ok


def _write(files: "list[File]", folder: str) -> None:
    out.folder({file.name: file.data for file in files}, folder)
    sizes = [(os.path.join(folder, file.name), len(file.data)) for file in files]
    out.text("\n".join(f"{path}  {size:,} bytes" for path, size in sizes))
