"""The former place of ``Endpoint``, kept for one release: use :func:`secgraph.stores.open`.

Holds nothing of its own.
"""

import warnings

from secgraph.stores.endpoint import Endpoint

__all__ = ["Endpoint"]

warnings.warn(
    "secgraph.engines.endpoint is now secgraph.stores.endpoint; "
    "secgraph.stores.open opens any store",
    DeprecationWarning,
    stacklevel=2,
)
