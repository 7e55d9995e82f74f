"""A document of the project's own words, to author: its folder, its claims, its names."""

import dataclasses
import functools
import shutil
from pathlib import Path

import pytest

from secgraph.authoring import gate, parse, resolve
from secgraph.authoring.marks import Marks
from secgraph.authoring.mistakes import Mistake, Mistakes
from secgraph.authoring.model import Work
from secgraph.authoring.vocabulary import Vocabulary
from secgraph.documents import folder
from secgraph.query.sessions import session
from support.authoring import approve
from support.command import secgraph
from support.paths import FIXTURES

PAGE = FIXTURES / "authoring" / "forum.md"
CLAIMS = FIXTURES / "authoring" / "forum.claims"


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the document as it is before any claim; not to be written to."""
    target = tmp_path_factory.mktemp("documents") / "forum"
    words = ["--slug", "harbour-forum", "--date", "2024-05-02", "--licence", "© the Forum"]
    label = ["--label", "Harbour Forum statement"]
    done = secgraph("document", "new", str(PAGE), "-o", str(target), *words, *label)
    assert done.returncode == 0, done.stderr
    done = secgraph("document", "segment", str(target))
    assert done.returncode == 0, done.stderr
    return target


def drafted(frozen: Path, target: Path) -> Path:
    shutil.copytree(frozen, target)
    shutil.copy(CLAIMS, target / "draft.claims")
    return target


@pytest.fixture
def forum(frozen: Path, tmp_path: Path) -> Path:
    """The folder of the document with its claims, none approved."""
    return drafted(frozen, tmp_path / "forum")


@functools.cache
def release_rows(text: str) -> list[list[str]]:
    """Ask the release once for each text: what it says of names is the same for every file."""
    return session().store.rows(text)


@dataclasses.dataclass(frozen=True)
class Desk:
    """What a file of claims is read against."""

    opened: folder.Folder

    def work(self, text: str) -> tuple[Work, list[Mistake]]:
        """Read claims; give what they say, with what is wrong with their form and names."""
        mistakes = Mistakes("draft.claims")
        file = parse.parse(text, mistakes)
        names = Vocabulary(release_rows)
        head, passages = self.opened.head, self.opened.frozen()
        return resolve.resolve(file, head, passages, names, mistakes), list(mistakes)

    def gate(self, text: str) -> list[Mistake]:
        """Read claims whose form is right; give what the text shows to be wrong."""
        work, wrong = self.work(text)
        assert not wrong
        mistakes = Mistakes("draft.claims")
        marks = Marks(self.opened.text(), work.passages)
        gate.check(work, marks, release_rows, mistakes, whole=False)
        return list(mistakes)


@pytest.fixture
def desks() -> type[Desk]:
    """What makes a desk of the folder of another document."""
    return Desk


@pytest.fixture
def desk(frozen: Path) -> Desk:
    return Desk(folder.opened(str(frozen)))


@pytest.fixture(scope="session")
def finished(frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every claim approved and built; not to be written to."""
    target = drafted(frozen, tmp_path_factory.mktemp("built") / "forum")
    approve(target)
    done = secgraph("document", "build", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    return target


@pytest.fixture
def built(finished: Path, tmp_path: Path) -> Path:
    """The folder with every claim approved and built."""
    return Path(shutil.copytree(finished, tmp_path / "forum"))
