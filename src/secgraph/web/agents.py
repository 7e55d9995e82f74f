"""Serve the tools of :mod:`secgraph.web.tools` by the Model Context Protocol.

The only importer of ``mcp``, which takes a second: import this where agents are served. Does
nothing of what tools do; the package checks no arguments, and so they are checked there.
"""

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from secgraph.dataset import release
from secgraph.web import needs
from secgraph.web.needs import Context
from secgraph.web.tools import INSTRUCTIONS, Answer, Tool, Tools

PATH = "/mcp"

MOST_BODY = 1 << 20
"""Bytes of a message; a draft of a document has less."""

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def server(context: Context, families: Sequence[str] = (), folder: str = "") -> Server[Any]:
    """Make the server of an agent.

    Args:
        context: What is served.
        families: Families of further tools.
        folder: The folder of the document of which claims are drafted.

    Raises:
        UsageError: There is no such family, or it is not offered here.
    """
    tools = Tools(context, families, folder)
    turn = asyncio.Lock()

    async def listed(*_: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(one) for one in tools.all.values()])

    async def called(_: object, wanted: types.CallToolRequestParams) -> types.CallToolResult:
        arguments = wanted.arguments or {}
        if wanted.name == "sparql":
            answer = await tools.call(wanted.name, arguments)
        else:
            # A session of the store is asked by one at a time, and beside the loop.
            async with turn:
                answer = await anyio.to_thread.run_sync(_called, tools, wanted.name, arguments)
        return _result(answer)

    return Server(
        "secgraph",
        version=release.version(),
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )


def _called(tools: Tools, name: str, arguments: dict[str, Any]) -> Answer:
    """Use a tool that waits for nobody, in a thread."""
    return asyncio.run(tools.call(name, arguments))


def _tool(one: Tool) -> types.Tool:
    interface = one.interface
    return types.Tool(
        name=one.name,
        title=interface.summary,
        description=f"{interface.summary} {interface.description}".strip(),
        input_schema=one.schema,
        annotations=types.ToolAnnotations(
            read_only_hint=not one.is_writing,
            destructive_hint=one.is_writing,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _result(answer: Answer) -> types.CallToolResult:
    # What holds halves of characters cannot be sent as UTF-8.
    text = answer.text.encode(errors="backslashreplace").decode()
    data = json.loads(json.dumps(answer.data)) if answer.data is not None else None
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)],
        structured_content=data,
        is_error=answer.is_error,
    )


def serve_stdio(context: Context, families: Sequence[str] = (), folder: str = "") -> None:
    """Serve one agent over the standard streams, until it closes them.

    Raises:
        UsageError: See :func:`server`.
    """
    own = server(context, families, folder)

    async def serve() -> None:
        try:
            async with stdio_server() as (reading, writing):
                await own.run(reading, writing, own.create_initialization_options())
        finally:
            await needs.sandbox(context).close()

    asyncio.run(serve())


def routes(
    context: Context, hosts: Sequence[str], families: Sequence[str] = (), folder: str = ""
) -> list[Route]:
    """Give the route ``/mcp``: streamable HTTP, without sessions, answers as JSON.

    Args:
        context: What is served; pages of its own origin may ask, and those of this machine where
            strangers are not served.
        hosts: The values of Host that are answered, in small letters.
        families: Families of further tools.
        folder: The folder of the document of which claims are drafted.

    Raises:
        UsageError: See :func:`server`.
    """
    own = server(context, families, folder)
    return [Route(PATH, _Http(own, _security(context, hosts)), name="mcp")]


def _security(context: Context, hosts: Sequence[str]) -> TransportSecuritySettings:
    base = urlsplit(context.base_url)
    origins = [f"{base.scheme}://{base.netloc.lower()}", *(f"http://{host}" for host in hosts)]
    if not context.public:
        origins += [f"http://{name}{port}" for name in _LOOPBACK for port in ("", ":*")]
    return TransportSecuritySettings(allowed_hosts=list(hosts), allowed_origins=origins)


class _Http:
    """The application of the route; its manager runs from the first request on."""

    def __init__(self, own: Server[Any], security: TransportSecuritySettings) -> None:
        self._manager = StreamableHTTPSessionManager(
            app=own,
            json_response=True,
            stateless=True,
            security_settings=security,
            max_request_body_size=MOST_BODY,
        )
        self._running: asyncio.Task[None] | None = None
        self._ready: asyncio.Event = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        await self._ready.wait()
        await self._manager.handle_request(scope, receive, send)

    async def _run(self) -> None:
        async with self._manager.run():
            self._ready.set()
            await asyncio.Event().wait()
