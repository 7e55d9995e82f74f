"""The action document tables: show the claims as tables for a spreadsheet, and take them back.

Loses no byte of a file in its canonical form.
"""

import os.path

from secgraph.cli import out
from secgraph.cli.document import places
from secgraph.errors import BadFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.authoring.project import Project

HELP = "show its claims as tables for a spreadsheet, and take them back"

DESCRIPTION = (
    "Write claims.tsv (a row for each claim), things.tsv and document.tsv, and with --read make "
    "draft.claims of them again. Cells that a spreadsheet would take for a formula, a number or a "
    "date begin with an apostrophe; leave it there, or not."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.description = DESCRIPTION
    parser.add_argument("folder", metavar="DIR", help="the folder of the document")
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", help="where the tables are (default: DIR/tables)"
    )
    parser.add_argument("--read", action="store_true", help="make draft.claims of the tables")


def act(arguments: "argparse.Namespace") -> int:
    """Write the tables, or the file of claims."""
    place = places.opened(arguments.folder)
    folder = arguments.output or place.folder.file("tables")
    return _back(place, folder) if arguments.read else _show(place, folder)


def _show(place: "Project", folder: str) -> int:
    from secgraph.authoring import parse, tables

    path = place.claims_path()
    file, mistakes = parse.read(path)
    if mistakes:
        places.say(mistakes.lines())
        return 1
    made = tables.write(file)
    out.folder({name: text.encode() for name, text in made.items()}, folder)
    out.text(f"{folder}: {', '.join(made)}")
    return 0


def _back(place: "Project", folder: str) -> int:
    from secgraph.authoring import parse, project, tables, writing
    from secgraph.authoring.mistakes import Mistakes

    paths = {name: os.path.join(folder, name) for name in tables.TABLES}
    for path in paths.values():
        if not os.path.isfile(path):
            raise BadFile(path, "is not there; write the tables first: secgraph document tables")
    back = tables.read(paths)
    mistakes = Mistakes("")
    file = parse.parse(back.text, mistakes)
    if mistakes:
        for mistake in mistakes:
            path, row = back.place(mistake.line)
            places.say([f"{path}:{row}: {mistake.message}"])
        return 1
    with places.locked(place):
        target = place.folder.file(project.DRAFT)
        out.save(writing.file(file).encode(), target)
    out.text(f"{target}: {len(list(file.claims()))} claims")
    return 0
