"""The former place of ``Embedded``, kept for one release: use :func:`secgraph.stores.open`.

Holds nothing of its own.
"""

import warnings

from secgraph.stores.embedded import Embedded

__all__ = ["Embedded"]

warnings.warn(
    "secgraph.engines.embedded is now secgraph.stores.embedded; "
    "secgraph.stores.open opens any store",
    DeprecationWarning,
    stacklevel=2,
)
