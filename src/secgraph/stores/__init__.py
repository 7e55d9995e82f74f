"""Load the release into triple stores, see what they hold of it, and take it out again.

One module for each make of store says what is its own; loading, census and parts are shared. Asking questions is for engines.
"""

from secgraph.stores.find import KINDS, find
from secgraph.stores.loading import PATIENCE, Loader, load, requests, unload
from secgraph.stores.parts import Part, ahead, of_files, of_release

__all__ = ["KINDS", "PATIENCE", "Loader", "Part", "ahead", "find", "load", "of_files", "of_release", "requests", "unload"]
