"""Read the words of passages from the user's own copy of a corpus.

Shows no text but the one that was added: digests are compared.
"""

import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence

from secgraph.corpus import adapter, archive, folder_table, text
from secgraph.documents.canonical import digest
from secgraph.errors import BadFile

Span = tuple[int, int, bytes]
"""The place of a passage in its file, in code points, and its SHA-256."""


class Copy:
    """The archive or folder that a corpus was made of.

    Args:
        corpus: The name of the adapter.
        path: Of the archive or folder.
    """

    def __init__(self, corpus: str, path: str) -> None:
        kind = adapter.find(corpus)
        self._path = path
        self._source = (
            folder_table.Folder(kind, path)
            if kind.kind == "folder"
            else archive.Archive(kind, path)
        )

    def words(self, spans: Mapping[str, Sequence[Span]]) -> dict[tuple[str, int, int], str]:
        """Give the words of passages.

        Args:
            spans: The passages by the name of their file.

        Returns:
            The words of each by its file and place, blanks and line ends as one blank.

        Raises:
            BadFile: A file is not there, or is another text.
        """
        words = {}
        missing = set(spans)
        for name, content in self.texts(set(spans)):
            missing.discard(name)
            whole = content.decode(errors="replace")
            for start, end, sha256 in spans[name]:
                sentence = whole[start:end]
                if digest(sentence) != sha256.hex():
                    raise BadFile(
                        self._path, f"{name} is not the text that was added: its digest is another"
                    )
                words[name, start, end] = " ".join(text.plain(sentence.encode()).split())
        if missing:
            raise BadFile(self._path, f"does not hold {min(missing)}, which is behind a row")
        return words

    def texts(self, names: set[str]) -> Iterator[tuple[str, bytes]]:
        """Give the content of some files, as they come."""
        yield from self._source.texts(names)


class Unpacked(Copy):
    """The same, unpacked once into a file without a name, which ends with the process.

    Args:
        corpus: The name of the adapter.
        path: Of the archive or folder.
        names: The files that are kept.

    Raises:
        BadFile: The copy cannot be read, or holds none of them.
    """

    def __init__(self, corpus: str, path: str, names: set[str]) -> None:
        super().__init__(corpus, path)
        self._turn = threading.Lock()
        self._places: dict[str, tuple[int, int]] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it is read as long as this is there
        weakref.finalize(self, self._file.close)
        for name, content in super().texts(names):
            self._places[name] = self._file.tell(), len(content)
            self._file.write(content)
        if not self._places:
            raise BadFile(path, "holds no text of this corpus; name the archive that was added")

    def texts(self, names: set[str]) -> Iterator[tuple[str, bytes]]:
        """Give the content of some files."""
        for name in sorted(names & set(self._places)):
            start, size = self._places[name]
            with self._turn:
                self._file.seek(start)
                content = self._file.read(size)
            yield name, content
