"""A server with limits of its own for queries of strangers: the whole application.

Started as ``python -m support.served LIMITS OPTIONS`` by :func:`server`, which is ``secgraph
serve`` but for its limits, a JSON object.
"""

import functools
import json
import sys
from contextlib import AbstractContextManager

from secgraph.cli import main
from secgraph.web import needs
from secgraph.web.sandbox import Limits, Sandbox
from support.web import Served, serving


def server(*options: str, **limits: float) -> AbstractContextManager[Served]:
    """Start a server and wait until it says that it listens; end it by SIGTERM."""
    command = [sys.executable, "-m", "support.served", json.dumps(limits)]
    return serving(*options, command=command)


if __name__ == "__main__":
    needs.Sandbox = functools.partial(  # type: ignore[misc, assignment]
        Sandbox, limits=Limits(**json.loads(sys.argv[1]))
    )
    sys.exit(main(sys.argv[2:]))
