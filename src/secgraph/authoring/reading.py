"""Read a file of claims of a document with everything looked up, and hold it against the text.

Writes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from secgraph.authoring import gate, parse, released, resolve
from secgraph.authoring.marks import Marks
from secgraph.authoring.mistakes import BadClaims, Mistakes
from secgraph.authoring.model import Work
from secgraph.authoring.project import Project
from secgraph.authoring.released import Row
from secgraph.authoring.vocabulary import Vocabulary


@dataclass(slots=True)
class Reading:
    """A file of claims with everything looked up.

    Attributes:
        path: Of the file.
        work: What it says.
        marks: The words of the text.
        form: Mistakes of form and of names; with one of them *work* is not whole.
        gate: Mistakes that only the text shows.
    """

    path: str
    work: Work
    marks: Marks
    form: Mistakes
    gate: Mistakes

    def checked(self) -> Work:
        """Give what the file says.

        Raises:
            BadClaims: It has mistakes of form.
        """
        if self.form:
            raise BadClaims(self.form)
        return self.work


def read_claims(
    project: Project, path: str, *, names: Sequence[Row] | None = None, older: bool = False
) -> Reading:
    """Read a file of claims, and hold it against the text.

    Args:
        project: Whose claims they are.
        path: The file.
        names: What was released; None where the identifiers do not matter.
        older: Whether the file may be older than the graph, as a reading that is only compared:
            what it declares and the graph has by now is no mistake then.

    Raises:
        BadFile: A file is missing or is not what it should be.
    """
    file, form = parse.read(path)
    marks = project.marks()
    vocabulary = Vocabulary(project.rows)
    work = resolve.resolve(
        file, project.folder.head, project.passages, vocabulary, form, older=older
    )
    if names is not None:
        released.identify(work, names, form)
    against = Mistakes(path)
    gate.check(work, marks, project.rows, against)
    return Reading(path, work, marks, form, against)
