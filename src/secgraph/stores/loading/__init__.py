"""Load the release into triple stores, report what they hold of it, and remove it again.

Each make of store has a module for what differs; the rest is shared. Answers no queries of users.
"""

from secgraph.stores.loading.detect import KINDS, find
from secgraph.stores.loading.graphs import Part, ahead, batches, of_files, of_release
from secgraph.stores.loading.load import load, load_together, requests, unload, verify
from secgraph.stores.loading.loader import PATIENCE, Loader

__all__ = [
    "KINDS",
    "PATIENCE",
    "Loader",
    "Part",
    "ahead",
    "batches",
    "find",
    "load",
    "load_together",
    "of_files",
    "of_release",
    "requests",
    "unload",
    "verify",
]
