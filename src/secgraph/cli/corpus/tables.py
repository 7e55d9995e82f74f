"""The action corpus tables: print or write what Trino or Ontop needs to read a corpus.

Runs none of it.
"""

from secgraph.cli import out
from secgraph.errors import BadFile, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "print or write what Trino or Ontop is told, to read a corpus where it stands"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.add_argument("folder", metavar="DIR", help="the corpus")
    parser.add_argument(
        "--engine",
        choices=("trino", "ontop"),
        default="trino",
        help="trino prints SQL (the default), ontop writes a mapping and the tables in DuckDB",
    )
    parser.add_argument(
        "--schema", metavar="CATALOG.SCHEMA", help="in Trino; hive and the name of the folder"
    )
    parser.add_argument(
        "--location",
        metavar="URL",
        help="where Trino finds the files, such as s3://bucket/ungdc; the folder here if left out",
    )
    parser.add_argument("-o", "--output", metavar="DIR", help="the folder of Ontop's files")


def act(arguments: "argparse.Namespace") -> int:
    """Print the statements, or write the files."""
    import os.path
    import re

    from secgraph.corpus import declarations, manifest

    folder: str = arguments.folder
    held = manifest.read(folder)
    manifest.check(held, folder)
    if arguments.engine == "ontop":
        if arguments.output is None or arguments.schema or arguments.location:
            raise UsageError("ontop takes -o DIR, and neither --schema nor --location")
        try:
            paths = declarations.write_ontop(held, folder, arguments.output)
        except OSError as error:
            raise BadFile(arguments.output, f"cannot be written ({error.strerror})") from error
        out.text("\n".join(paths))
        return 0
    if arguments.output is not None:
        raise UsageError("the SQL for Trino is printed; -o goes with --engine ontop")
    name = re.sub(r"\W", "_", os.path.basename(os.path.abspath(folder))).lower()
    catalog, _, schema = (arguments.schema or f"hive.{name}").partition(".")
    if not catalog or not schema or "." in schema:
        raise UsageError(f"{arguments.schema!r} is not of the form CATALOG.SCHEMA")
    place = arguments.location or declarations.location(folder)
    print("".join(f"{one};\n" for one in declarations.trino(catalog, schema, place)), end="")
    return 0
