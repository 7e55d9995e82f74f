"""Look at the form of a file of claims and at its names, which takes a moment.

Reads no text of a document, and makes no graph.
"""

from secgraph.authoring import parse, resolve
from secgraph.authoring.report import Report
from secgraph.authoring.vocabulary import Rows, Vocabulary
from secgraph.documents.folder import Folder
from secgraph.documents.passages import Passage


def check(place: Folder, passages: list[Passage], rows: Rows, path: str) -> Report:
    """Check the form of a file of claims.

    Args:
        place: The folder of the document.
        passages: The frozen ones.
        rows: Answers a SELECT query with plain strings.
        path: The file.

    Raises:
        BadFile: It is missing or no text in UTF-8.
    """
    file, form = parse.read(path)
    work = resolve.resolve(file, place.head, passages, Vocabulary(rows), form)
    unasked = ["text", "graph", "readings"]
    return Report(path, len(work.claims), form, parts=["form", "names"], unasked=unasked)
