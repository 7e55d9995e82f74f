"""The verb site: the same pages as files, for any host of static files, or none."""

import os

from secgraph import stores
from secgraph.cli import options, out, serve
from secgraph.corpus import manifest
from secgraph.errors import BadFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "write every page that needs no server into a folder, as a static site"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        required=True,
        help="the folder; one that this command has made is replaced, no other is",
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="where it will be published, for permanent links and the list for search engines",
    )
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Write the site."""
    serve.import_web()
    from secgraph.web import addresses, site

    path = os.path.normpath(arguments.output)
    if os.path.lexists(path) and not is_ours(path):
        raise BadFile(
            path, f"is there and no site of secgraph (it has no {site.MARK}); name another"
        )
    left_out = ""
    if manifest.is_corpus(arguments.store):
        left_out = f"; the speeches of {arguments.store} are left out: secgraph serve has them"
        arguments.store = stores.MEMORY
    context = serve.open_context(arguments, arguments.base_url or addresses.ROOT)
    files = site.files(context)
    out.replaced_folder(files, path)
    size = sum(map(len, files.values()))
    out.text(
        f"{path}: {len(files):,} files, {size:,} bytes; open {os.path.join(path, 'index.html')}"
        f"{left_out}"
    )
    return 0


def is_ours(path: str) -> bool:
    """Whether a folder is a site that this command has made, or is empty."""
    from secgraph.web import site

    if os.path.islink(path) or not os.path.isdir(path):
        return False
    return not os.listdir(path) or os.path.isfile(os.path.join(path, site.MARK))
