"""What a person does with the claims of a document."""

from pathlib import Path

from support.command import secgraph


def approve(folder: Path, answers: str = "a\n" * 60) -> None:
    """Approve claims as a person does."""
    words = ["--name", "Jane Roe", "--date", "2026-12-01"]
    done = secgraph("document", "review", str(folder), *words, stdin=answers)
    assert done.returncode == 0, done.stderr


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace words of a file, each time where they stand first."""
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
