"""The action document check: everything that can be wrong with the claims of a document.

Writes nothing.
"""

from secgraph.cli import out
from secgraph.cli.document import places
from secgraph.errors import BadValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "look for everything that can be wrong with its claims"

DESCRIPTION = (
    "Check the claims of a document: their form and names; each claim against the words and the "
    "trigger words of its passage; the graph that they make beside the release (shapes, hygiene, "
    "consistency); and the second reading against the first, field by field. Exit 1 where "
    "anything is found, or a part could not be done; that there is no second reading yet is said, "
    "and is no fault."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.description = DESCRIPTION
    parser.add_argument("folder", metavar="DIR", help="the folder of the document")
    parser.add_argument(
        "--form", action="store_true", help="only what the file itself shows: form and names"
    )
    parser.add_argument(
        "--sentences", action="store_true", help="each claim with its sentence first"
    )
    parser.add_argument(
        "--claims", metavar="FILE", help="another file of claims of the same document"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="lines (the default), or JSON"
    )


def act(arguments: "argparse.Namespace") -> int:
    """Print what is found; 1 where that is anything."""
    if arguments.form and arguments.sentences:
        raise BadValue("--sentences", "needs the text; leave --form out")
    if arguments.form:
        from secgraph.authoring import form

        place = places.opened(arguments.folder)
        path = arguments.claims or place.claims_path()
        report = form.check(place.folder, place.passages, place.rows, path)
    else:
        from secgraph.authoring import check

        place = places.opened_to_check(arguments.folder)
        report = check.check(place, arguments.claims, sentences=arguments.sentences)
    if arguments.format == "json":
        import json

        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        for line in report.lines():
            out.text(line)
    return 0 if report.ok else 1
