"""A server of the routes for programs, as a process of its own on the loopback.

Started as ``python -m support.served PORT JSON`` by :func:`server`.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from secgraph import stores
from secgraph.errors import SecgraphError
from secgraph.query import inputs
from secgraph.query.sessions import Session
from secgraph.web import endpoint, needs, openapi, problems, reading, reconcile
from secgraph.web.needs import Opened
from secgraph.web.problems import Problem
from secgraph.web.sandbox import Limits, Sandbox
from support.oxigraph import answers, free_port
from support.waiting import until


def application(options: dict) -> Starlette:
    """Make an application of the routes for programs alone."""
    spec, data = options.get("spec", stores.MEMORY), tuple(options.get("data", ()))
    base_url, is_public = options.get("base_url", ""), options.get("public", False)
    context = Opened(Session(stores.open(spec, data=data)), spec, data, base_url, is_public)
    if "limits" in options:
        box = Sandbox(spec, data, Limits(**options["limits"]))
        needs._sandboxes[id(context)] = context, box

    @asynccontextmanager
    async def lifespan(_: Starlette):
        async with endpoint.running(context):
            yield

    routes = [*endpoint.routes(context), *openapi.routes(context), *reconcile.routes(context)]
    routes.append(question(context))
    if options.get("mcp"):
        from secgraph.web import agents

        routes += agents.routes(context, options.get("tools", ()))
    return Starlette(routes=routes, lifespan=lifespan)


def question(context: Opened) -> Route:
    """A saved question by its path, which the pages of the whole application serve."""

    def serve(request: Request) -> Response:
        try:
            asked = inputs.interface(context.session, request.path_params["name"])
            given = inputs.read_words(asked, reading.query_pairs(request))
            result = context.session.run(asked.name, given)
        except SecgraphError as error:
            return problems.of(error).response
        except Problem as problem:
            return problem.response
        return JSONResponse(result.rows)

    return Route("/query/{name:path}.json", serve)


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def server(**options: object) -> Iterator[Server]:
    """Start a server and wait until it says that it listens; end it by SIGTERM."""
    port = free_port()
    folder = Path(__file__).resolve().parents[1]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    argv = [sys.executable, "-m", "support.served", str(port), json.dumps(options)]
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(argv, env=env, stderr=log, stdout=log, text=True) as process,
    ):
        until(lambda: answers(port) or process.poll() is not None)
        if process.returncode is not None:
            log.seek(0)
            raise AssertionError(log.read())
        try:
            yield Server(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


if __name__ == "__main__":
    uvicorn.run(application(json.loads(sys.argv[2])), port=int(sys.argv[1]), access_log=False)
