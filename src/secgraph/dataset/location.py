"""Find the folders ontology, data and queries, in a wheel or in a checkout.

Reads nothing in them; ``os.path`` alone, since this is on the path of every start.
"""

import os.path

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def root() -> str:
    """Give the folder that holds ``ontology/``, ``data/`` and ``queries/``.

    A checkout comes first: an editable install may leave old copies beside the package.
    """
    checkout = os.path.dirname(os.path.dirname(_HERE))
    if os.path.isfile(os.path.join(checkout, "pyproject.toml")) and os.path.isdir(
        os.path.join(checkout, "ontology")
    ):
        return checkout
    return _HERE


def turtle_files(*folders: str) -> "list[str]":
    """List the Turtle files below *folders*, sorted by folder and name."""
    paths = []
    for folder in folders:
        for place, below, names in os.walk(folder):
            below.sort()
            paths += [os.path.join(place, name) for name in sorted(names) if name.endswith(".ttl")]
    return paths
