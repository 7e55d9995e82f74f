"""The verb describe: what does a store hold of this project, and is it the release?"""

from secgraph.cli import out, server
from secgraph.corpus import manifest
from secgraph.dataset import release
from secgraph.errors import UsageError
from secgraph.namespaces import GRAPHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "say what a store holds of this project, and whether it is the release; or a corpus"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    server.add_arguments(parser)
    parser.add_argument(
        "--format",
        choices=("text", "turtle"),
        default="text",
        help="of a corpus: lines (the default), or VoID in Turtle",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Print what the store holds; 1 where it is not the release."""
    if manifest.is_corpus(arguments.url):
        return _describe_corpus(arguments.url, arguments.format)
    if arguments.format != "text":
        raise UsageError("--format turtle describes a corpus; name its folder")
    loader, graph = server.connect(arguments)
    from secgraph.stores import loading
    from secgraph.stores.loading import compare

    lines = [server.title(loader)]
    staged = compare.staged(loader.endpoint)
    for name, count in compare.graphs(loader.endpoint).items():
        if name.startswith(GRAPHS) and name != graph:
            left = ", left behind by a load" if name in staged else ""
            lines.append(f"  {name}: {count:,} statements{left}")
    held = loader.count(graph)
    place = graph or "the default graph"
    if not held:
        lines.append(
            f"  {place} is empty or not there; 'secgraph load {arguments.url}' loads the release"
        )
        return _print(lines, 1)
    version = compare.version(loader.endpoint, graph) or "not said"
    counts = sorted(compare.kinds(loader.endpoint, graph).items())
    words = [f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in counts]
    kinds = ", ".join(words) or "no claims"
    lines.append(f"  {place}: {held:,} statements; release {version}; {kinds}")
    missing, extra = compare.differences(loader.endpoint, loading.of_release(graph))
    own = release.version()
    if not missing and not extra:
        lines.append(f"  it is release {own}, to the last statement")
        return _print(lines, 0)
    lines.append(
        f"  it is not release {own}: {missing:,} statements are missing, {extra:,} are others"
    )
    return _print(lines, 1)


def _describe_corpus(folder: str, format: str) -> int:
    from secgraph.corpus import description
    from secgraph.dataset import serialize

    described = description.of(folder)
    if format == "turtle":
        out.write(serialize.serialized(described.triples(), "ttl"))
    else:
        out.text("\n".join(described.lines()))
    return 0


def _print(lines: "list[str]", code: int) -> int:
    out.text("\n".join(lines))
    return code
