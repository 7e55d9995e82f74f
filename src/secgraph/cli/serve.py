"""The verb serve: the graph as pages and data on a local server."""

from secgraph.cli import options, out
from secgraph.cli.mcp import drafting_folder
from secgraph.errors import MissingExtra, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.web.context import Context

HELP = "serve every question, claim and document as pages and data over HTTP"

PORT = 8000


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen on (default: 127.0.0.1, which this machine alone reaches)",
    )
    parser.add_argument(
        "--port", type=port, default=PORT, help=f"0 takes a free one (default: {PORT})"
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="the address under which others reach it, such as https://example.org/secgraph",
    )
    parser.add_argument(
        "--public",
        action="store_true",
        help="let other machines reach it; needs --base-url, and takes no --text",
    )
    parser.add_argument(
        "--mcp",
        action="store_true",
        help="serve tools for agents at /mcp, by the Model Context Protocol",
    )
    parser.add_argument(
        "--tools",
        action="append",
        default=[],
        metavar="FAMILY",
        help="with --mcp: a tool for each question of a family too; see secgraph mcp",
    )
    options.add_text(parser, "the words of its passages are then shown, on this machine only")
    options.add_store(parser)


def port(text: str) -> int:
    """Read the number of a port."""
    import argparse

    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def act(arguments: "argparse.Namespace") -> int:
    """Serve until a signal ends it."""
    import_web(arguments.mcp)
    from secgraph.web import server
    from secgraph.web.app import build

    _check(arguments)
    folder = drafting_folder(arguments)
    _prepare(arguments)
    context = open_context(arguments, base_url="")
    listening = server.listen(arguments.host, arguments.port)
    number: int = listening.getsockname()[1]
    shown = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    local = f"http://{shown}:{number}"
    context.base_url = (arguments.base_url or local).rstrip("/")
    hosts = server.hosts(arguments.host, number, context.base_url)
    app = build(context, hosts, arguments.tools, folder)

    def ready() -> None:
        reached = f", reached as {context.base_url}/" if arguments.base_url else ""
        out.text(f"secgraph {context.release}: {local}/{reached} (Ctrl-C ends it)")

    server.run(app, listening, ready)
    return 0


def _prepare(arguments: "argparse.Namespace") -> None:
    """Have the packaged graph, with files beside it, kept on disk: a server stays for long."""
    from secgraph import stores
    from secgraph.dataset import release
    from secgraph.stores import cache

    if arguments.store != stores.MEMORY or arguments.endpoint or arguments.no_cache:
        return
    own = release.data_files(arguments.data, drafts=arguments.drafts)
    cache.prepare([*release.files(), *own])


def import_web(agents: bool = False) -> None:
    """See that what serves is installed, for agents too where they are served.

    Raises:
        MissingExtra: It is not.
    """
    from importlib.util import find_spec

    for name in ("jinja2", "starlette", "uvicorn"):
        if find_spec(name) is None:
            raise MissingExtra("web", "serving pages", name)
    if agents and find_spec("mcp") is None:
        raise MissingExtra("mcp", "serving agents", "mcp")


def open_context(arguments: "argparse.Namespace", base_url: str) -> "Context":
    """Open the store that the options name, for pages."""
    from secgraph import stores
    from secgraph.web.context import Context

    session = options.open_session(arguments)
    words: dict[str, str] = {}
    text: str | None = getattr(arguments, "text", None)
    if text is not None and hasattr(session.store, "read_words"):
        session.store.read_words(text)
    elif text is not None:
        from secgraph.documents import fulltext

        words = fulltext.sentences(text, session.store.rows)
    packaged = arguments.store == stores.MEMORY and not arguments.data and not arguments.endpoint
    return Context(
        session,
        base_url=base_url,
        words=words,
        packaged=packaged,
        spec=arguments.endpoint or arguments.store,
        data=arguments.data,
        public=getattr(arguments, "public", False),
        agents=getattr(arguments, "mcp", False),
    )


def _check(arguments: "argparse.Namespace") -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: They do not.
    """
    from urllib.parse import urlsplit

    from secgraph.web.server import is_loopback

    if arguments.tools and not arguments.mcp:
        raise UsageError("--tools is for agents; add --mcp")
    url = arguments.base_url
    if url is not None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query:
            raise UsageError(
                f"--base-url {url!r} is no address; give one such as https://example.org/secgraph"
            )
    is_local = is_loopback(arguments.host)
    if not is_local and not arguments.public:
        raise UsageError(
            f"other machines reach {arguments.host}; add --public --base-url URL to mean it, or "
            "leave --host out"
        )
    if arguments.public and url is None:
        raise UsageError(
            "--public needs --base-url, the address under which others reach it: only requests "
            "for its host are answered"
        )
    if arguments.text is not None and (arguments.public or not is_local):
        raise UsageError(
            "--text shows the words of documents, which are not ours to publish, on this machine "
            "only; leave out --text, or --public and --host"
        )
