"""Say what the modules for programs need of the context of a server.

Makes none: the application hands one in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from secgraph.query.sessions import Session
from secgraph.stores import MEMORY
from secgraph.web.sandbox import EMPTY, Sandbox

if TYPE_CHECKING:
    from secgraph.web.relay import Relay


class Context(Protocol):
    """What is served, and how."""

    @property
    def session(self) -> Session:
        """The opened store with its saved questions."""

    @property
    def spec(self) -> str:
        """What was opened, as ``--store`` names it."""

    @property
    def data(self) -> Sequence[str]:
        """Files and folders of the user's own beside the packaged graph."""

    @property
    def base_url(self) -> str:
        """Where it is reached from outside, without a slash at its end; empty if not known."""

    @property
    def public(self) -> bool:
        """Whether strangers reach it."""


@dataclass(frozen=True)
class Opened:
    """A context of its own, where no application is around; see :class:`Context`."""

    session: Session
    spec: str = MEMORY
    data: Sequence[str] = ()
    base_url: str = ""
    public: bool = False


_sandboxes: dict[int, "tuple[object, Sandbox | Relay]"] = {}


def sandbox(context: Context) -> "Sandbox | Relay":
    """Give what answers queries of strangers for a context, the same one each time."""
    key = id(context)
    if key not in _sandboxes:
        _sandboxes[key] = context, _made(context)
    return _sandboxes[key][1]


def _made(context: Context) -> "Sandbox | Relay":
    if not context.spec.startswith(("http://", "https://")):
        return Sandbox(context.spec, context.data)
    # What asks a server is an extra of its own, which nobody else needs.
    from secgraph.stores.endpoint import Endpoint
    from secgraph.web.relay import Relay

    store = context.session.store
    assert isinstance(store, Endpoint)  # noqa: S101 - such an address has opened one
    return Relay(store, Sandbox(EMPTY))
