"""Turn open datasets, which their users download, into statements of the fact layer, and put them into a store on disk beside the release.

What a dataset means stands in a table of its own (``data/adapters/NAME.toml``), never here; nothing
is fetched from the network.
"""

from secgraph.imports.adapter import Adapter, adapters, find
from secgraph.imports.dataset import Work
from secgraph.imports.report import Report
from secgraph.imports.store import Held, add, held, save
from secgraph.stores.disk import open_folder as opened

__all__ = ["Adapter", "Held", "Report", "Work", "adapters", "add", "find", "held", "opened", "save"]
