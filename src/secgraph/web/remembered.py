"""Keep answers and pages as bytes, with strong entity tags, within a limit of memory.

Knows nothing of what they say.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

MOST = 32 * 1024 * 1024
"""So many bytes are kept, the least recently used go first."""

LARGE = 4 * 1024 * 1024
"""A body above this size is not kept."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a response carries.

    Attributes:
        data: The bytes.
        media: The media type, with a charset where it is text.
        headers: Further headers, such as ``Link``.
        tag: A strong entity tag, made of the bytes.
    """

    data: bytes
    media: str
    headers: tuple[tuple[str, str], ...] = ()
    tag: str = field(init=False)

    def __post_init__(self) -> None:
        """Make the tag."""
        digest = hashlib.sha256(self.media.encode() + b"\n" + self.data).hexdigest()
        object.__setattr__(self, "tag", f'"{digest[:32]}"')


class Remembered:
    """Bodies by key; each is made once and kept while there is room.

    Args:
        most: Bytes in all.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._bodies: OrderedDict[Hashable, Body] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Body | None:
        """Give the body of a key, if it is kept."""
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def put(self, key: Hashable, body: Body) -> Body:
        """Keep a body, and let go of those that were not used for the longest time."""
        if len(body.data) > LARGE:
            return body
        with self._lock:
            before = self._bodies.pop(key, None)
            self._size += len(body.data) - (len(before.data) if before else 0)
            self._bodies[key] = body
            while self._size > self._most:
                _, gone = self._bodies.popitem(last=False)
                self._size -= len(gone.data)
        return body

    def made(self, key: Hashable, make: Callable[[], Body]) -> Body:
        """Give the body of a key; *make* is called where it is not kept."""
        return self.get(key) or self.put(key, make())
