"""Open an Oxigraph store on disk.

Writes none: imports do.
"""

import os

from secgraph.errors import BadFile
from secgraph.stores import swap

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyoxigraph


def is_store(path: str) -> bool:
    """Whether a folder looks like an Oxigraph store."""
    return os.path.isfile(os.path.join(path, "CURRENT")) and any(
        name.startswith("MANIFEST-") for name in os.listdir(path)
    )


def open_folder(path: str) -> "pyoxigraph.Store":
    """Open a store to ask it; several processes may at once.

    Raises:
        BadFile: There is none.
    """
    import pyoxigraph

    swap.mend(path)
    if not os.path.isdir(path) or not is_store(path):
        why = "is not there" if not os.path.exists(path) else "is no Oxigraph store"
        raise BadFile(path, f"{why}; 'secgraph import NAME FILE -o {path}' makes one")
    try:
        return pyoxigraph.Store.read_only(path)
    except (OSError, RuntimeError) as error:
        raise BadFile(
            path, f"cannot be opened as an Oxigraph store: {' '.join(str(error).split())[:200]}"
        ) from error
