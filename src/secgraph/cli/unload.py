"""The verb unload: take out of a store what was loaded, and nothing else."""

from secgraph.cli import out, server

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.stores.loading import Loader

HELP = "take out of a store what was loaded, and nothing else"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    server.add_arguments(parser)
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="the files that were loaded; the release if none"
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="remove the graph with all that is in it, whoever put it there",
    )
    parser.add_argument(
        "--staging",
        action="store_true",
        help="instead, remove the staging graphs that broken loads have left",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Take statements out, and say how many are left."""
    loader, graph = server.connect(arguments)
    from secgraph.stores import loading

    if arguments.staging:
        return _remove_staging(loader)
    from secgraph.dataset.nodes import Scope

    scope = Scope(holds=lambda quad: loader.holds(quad, graph))
    for part in server.parts(arguments, graph, scope):
        before, after = loading.unload(loader, part, whole=arguments.all)
        rest = "are left that are not of this release (--all removes the graph with them)"
        left = f"; {after:,} {rest}" if after else ""
        name = part.graph or "the default graph"
        lacking = 0 if arguments.all else len(part) - (before - after)
        absent = f"; {lacking:,} were not there" if lacking > 0 else ""
        out.text(f"{name}: {before - after:,} statements removed{absent}{left}")
    return 0


def _remove_staging(loader: "Loader") -> int:
    from secgraph.stores.loading import compare

    names = compare.staged(loader.endpoint)
    for name in names:
        loader.again(loader.store.drop(name))
    out.text(f"{len(names)} staging graph{'' if len(names) == 1 else 's'} removed")
    return 0
