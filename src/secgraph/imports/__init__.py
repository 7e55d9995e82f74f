"""Turn open datasets, which users download themselves, into statements of the fact layer.

The statements go into a store on disk beside the release, or into a file. The meaning of a dataset
is in its adapter (``data/adapters/NAME.toml``), never here; nothing is fetched from the network.
"""

from secgraph.imports.adapter import Adapter, adapters, find
from secgraph.imports.dataset import DatasetImport
from secgraph.imports.reading import recognized
from secgraph.imports.report import Report
from secgraph.imports.store import (
    ImportedDataset,
    add,
    beside,
    imported_datasets,
    save,
    verify,
)
from secgraph.stores.disk import open_folder as opened

# Earlier names, which callers still use.
Work, Held, held = DatasetImport, ImportedDataset, imported_datasets

__all__ = [
    "Adapter",
    "DatasetImport",
    "Held",
    "ImportedDataset",
    "Report",
    "Work",
    "adapters",
    "add",
    "beside",
    "find",
    "held",
    "imported_datasets",
    "opened",
    "recognized",
    "save",
    "verify",
]
