"""The files of the release, made once when one is first wanted.

There are none where another store than the packaged release is asked.
"""

import threading

from secgraph.publish import build
from secgraph.publish.void import File
from secgraph.web.context import Context
from secgraph.web.remembered import Body


class Files:
    """The files of the release, by name.

    Args:
        context: What the pages are made of.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._files: dict[str, File] | None = None
        self._bodies: dict[str, Body] = {}
        self._lock = threading.Lock()

    def all(self) -> list[File]:
        """List the files, in the order of their names; none where the store is another."""
        if not self._context.packaged:
            return []
        with self._lock:
            if self._files is None:
                self._files = {file.name: file for file in build.files()}
            return list(self._files.values())

    def body(self, name: str) -> Body | None:
        """Give a file as a body; None where there is none of that name."""
        if name not in self._bodies:
            file = next((one for one in self.all() if one.name == name), None)
            if file is None:
                return None
            self._bodies[name] = Body(file.data, file.media)
        return self._bodies[name]
