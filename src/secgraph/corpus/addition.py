"""Add the sessions of an archive or folder to a corpus, in one step; take a corpus away.

Reads sessions in as many processes as there are processors; holds no more than some of them.
"""

import contextlib
import hashlib
import multiprocessing
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from secgraph.corpus import facts, folder_table, manifest, names, roster, tables
from secgraph.corpus.adapter import Adapter
from secgraph.corpus.archive import Archive, Session, Skipped
from secgraph.corpus.facts import Ask, Dictionary
from secgraph.corpus.manifest import STAGING, Manifest
from secgraph.corpus.reading import Reader, Reading, load
from secgraph.corpus.roster import Roster
from secgraph.documents import mentions
from secgraph.errors import BadFile, UsageError
from secgraph.stores import swap

SMALL = 1 << 20
"""Bytes of an archive that is read in this process: others would take longer to start."""

FORM = "2"
"""Changes where sentences or mentions are found otherwise; what was begun before is then redone."""

_DONE = "reading.json"

Progress = Callable[[int, int], None]
"""Takes the number of a session and of the speeches so far."""


@dataclass(slots=True)
class Report:
    """What became of each file.

    Attributes:
        corpus, folder: What was added, and where.
        read: The documents that were read, by session.
        skipped: The files that were not, with the reason.
        resumed: The sessions that an addition before had read.
        replaced, kept: The sessions that were there and are replaced, or left as they were.
        speakers: The table of speakers, if there is one.
        without_speaker: The documents without a row in it.
        without_file: The rows of these sessions without a document.
        undecided: How often names of several things were met.
        passages, mentions: Their numbers.
    """

    corpus: str
    folder: str
    read: dict[int, int] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    resumed: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    speakers: Roster | None = None
    without_speaker: list[str] = field(default_factory=list)
    without_file: list[str] = field(default_factory=list)
    undecided: Counter[str] = field(default_factory=Counter)
    passages: int = 0
    mentions: int = 0


class Addition:
    """Adds documents to a corpus.

    Args:
        adapter: Of the corpus.
        path: The archive or folder.
        folder: Of the corpus, made if it is not there.
        ask: Answers a SELECT query of the graph, whose names are looked for.
        progress: Told after each session.
        record: Answers a SELECT query of a store with more votes than the graph; None where there
            is none.
    """

    def __init__(
        self,
        adapter: Adapter,
        path: str,
        folder: str,
        ask: Ask,
        *,
        progress: Progress | None = None,
        record: Ask | None = None,
    ) -> None:
        self._adapter, self._path, self._folder = adapter, path, folder
        self._ask, self._progress, self._record = ask, progress, record
        self.report = Report(adapter.name, folder)

    def run(self) -> Report:
        """Add what the archive holds.

        Raises:
            BadFile: A file cannot be used or written; the corpus is then as it was.
            EngineError: Another addition to the corpus is under way.
            MissingExtra: A package is not installed.
        """
        is_new = not os.path.exists(self._folder)
        if not is_new:
            self._check_place()
        with swap.alone(self._folder):
            try:
                with _writing(self._folder):
                    os.makedirs(os.path.join(self._folder, STAGING), exist_ok=True)
                    self._add()
            except BaseException:
                if is_new and not manifest.is_corpus(self._folder):
                    self._drop_if_empty()
                raise
        return self.report

    def _check_place(self) -> None:
        """Refuse a folder that holds something else."""
        if not os.path.isdir(self._folder):
            raise BadFile(self._folder, "is no folder; name one that is new or a corpus")
        others = set(os.listdir(self._folder)) - {STAGING}
        if others and not manifest.is_corpus(self._folder):
            raise BadFile(
                self._folder, "is a folder of other files; name one that is new or a corpus"
            )

    def _drop_if_empty(self) -> None:
        """Leave no folder behind in which nothing was begun."""
        for folder in (os.path.join(self._folder, STAGING), self._folder):
            with contextlib.suppress(OSError):
                os.rmdir(folder)

    def _add(self) -> None:
        former = self._former()
        pairs = [*mentions.names(self._ask)]
        found = names.table(pairs)
        dictionary = Dictionary(self._keys(former))
        statements = self._statements(former, found.digest)
        dictionary.add(found.things)
        dictionary.add(facts.PREDICATES)
        dictionary.add(
            iri for subject, _, thing, _ in statements or () for iri in (subject, thing) if iri
        )
        archive = self._open()
        readings = [
            reading for reading in self._read(archive, found, dictionary.keys) if reading.documents
        ]
        self._finish(former, readings, archive, found, dictionary, statements)

    def _former(self) -> Manifest | None:
        if not manifest.is_corpus(self._folder):
            return None
        former = manifest.read(self._folder)
        if former.corpus != self._adapter.name:
            raise UsageError(
                f"{self._folder} holds the corpus {former.corpus}; add {self._adapter.name} to "
                "another folder"
            )
        manifest.clear(former, self._folder)
        manifest.check(former, self._folder)
        return former

    def _keys(self, former: Manifest | None) -> dict[str, int]:
        if former is None:
            return {}
        rows = tables.read(former.paths(self._folder, "things"), ("thing", "iri"))
        return dict(zip(rows["iri"], rows["thing"], strict=True))

    def _statements(
        self, former: Manifest | None, digest: str
    ) -> list[tuple[str, str, str, str]] | None:
        """Give the facts; None where those of the corpus still hold."""
        if self._record is None and former is not None and former.names == digest:
            return None
        own = facts.statements(self._ask)
        if self._record is not None:
            own += facts.statements(self._record)
        return list(dict.fromkeys(own))

    def _open(self) -> Any:
        if self._adapter.kind == "folder":
            return folder_table.Folder(self._adapter, self._path)
        return Archive(self._adapter, self._path)

    def _read(self, archive: Any, found: names.Table, keys: dict[str, int]) -> Iterator[Reading]:
        size = os.path.getsize(self._path) if os.path.isfile(self._path) else 0
        if size < SMALL:
            self._progress = None  # over at once
            reader = Reader(found, keys)
            for session in archive.sessions():
                yield self._counted(_read_session(reader, session, self._staged(session, found)))
            return
        workers = os.cpu_count() or 1
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            workers, context, initializer=_begin, initargs=(found, keys)
        ) as pool:
            waiting: list[Future[tuple[Reading, bool]]] = []
            try:
                for session in archive.sessions():
                    waiting.append(pool.submit(_work, session, self._staged(session, found)))
                    if len(waiting) > workers:
                        yield self._counted(waiting.pop(0).result())
                for future in waiting:
                    yield self._counted(future.result())
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _counted(self, outcome: tuple[Reading, bool]) -> Reading:
        reading, resumed = outcome
        report = self.report
        report.read[reading.number] = len(reading.documents)
        report.undecided += reading.undecided
        report.passages += reading.files["passages"].rows
        report.mentions += reading.files["mentions"].rows
        if resumed:
            report.resumed.append(reading.number)
        if self._progress is not None:
            self._progress(reading.number, sum(report.read.values()))
        return reading

    def _staged(self, session: Session, found: names.Table) -> str:
        """Give the folder in which a session is read: another one for each content."""
        digest = hashlib.sha256(f"{FORM} {found.digest} {self._adapter.name}\n".encode())
        for file in session.files:
            digest.update(f"{file.name} {len(file.content)}\n".encode() + file.content)
        return os.path.join(self._folder, STAGING, f"{session.number}-{digest.hexdigest()[:24]}")

    def _finish(  # noqa: PLR0917 - what one addition consists of
        self,
        former: Manifest | None,
        readings: Sequence[Reading],
        archive: Any,
        found: names.Table,
        dictionary: Dictionary,
        statements: list[tuple[str, str, str, str]] | None,
    ) -> None:
        """Write what remains, and put the new manifest in the place of the former one."""
        staging = os.path.join(self._folder, STAGING)
        speakers = self._speakers(archive, readings)
        labels: dict[str, str] = {}
        written: list[tuple[str, int | None, tables.Written]] = []
        for reading in readings:
            columns = self._documents(reading, archive, speakers, labels, dictionary)
            path = os.path.join(staging, f"documents-{reading.number}.parquet")
            written.append(("documents", reading.number, tables.write("documents", columns, path)))
            written += [(table, reading.number, one) for table, one in reading.files.items()]
        if statements is not None:
            columns = facts.columns(statements, dictionary.keys)
            path = os.path.join(staging, "facts.parquet")
            written.append(("facts", None, tables.write("facts", columns, path)))
        columns = facts.things(self._ask, dictionary.keys, labels | self._former_labels(former))
        path = os.path.join(staging, "things.parquet")
        written.append(("things", None, tables.write("things", columns, path)))
        self._place(former, readings, written, found.digest)
        self.report.skipped = archive.skipped
        shutil.rmtree(staging, ignore_errors=True)

    def _former_labels(self, former: Manifest | None) -> dict[str, str]:
        if former is None:
            return {}
        rows = tables.read(former.paths(self._folder, "things"), ("iri", "label"))
        return dict(zip(rows["iri"], rows["label"], strict=True))

    def _speakers(self, archive: Any, readings: Sequence[Reading]) -> Roster | None:
        if archive.table is None or not self._adapter.speakers:
            return None
        speakers = roster.read(self._adapter, archive.table, self._path)
        self.report.speakers = speakers
        present = {
            (reading.number, document.code)
            for reading in readings
            for document in reading.documents
        }
        sessions = {reading.number for reading in readings}
        self.report.without_file = [
            f"{code} in session {session}"
            for session, code in sorted(speakers.rows)
            if session in sessions and (session, code) not in present
        ]
        return speakers

    def _documents(
        self,
        reading: Reading,
        archive: Any,
        speakers: Roster | None,
        labels: dict[str, str],
        dictionary: Dictionary,
    ) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {name: [] for name in tables.TABLES["documents"]}
        for one in reading.documents:
            state = self._adapter.state(one.code, one.year)
            if state is None:
                raise BadFile(one.file, f"no state has the code {one.code}")
            labels.setdefault(state.iri, state.label)
            dictionary.add([state.iri])
            row = archive.about(one.slug) if self._adapter.kind == "folder" else {}
            speaker, post = row.get("speaker", ""), row.get("post", "")
            if speakers is not None:
                speaker, post = speakers.rows.get((reading.number, one.code), ("", ""))
                if not speaker:
                    self.report.without_speaker.append(one.slug)
            date = row.get("date") or f"{one.year:04}"
            values = {
                "document": one.key,
                "slug": one.slug,
                "iri": self._adapter.iri(one.slug),
                "label": row.get("title") or self._adapter.label(state.label, one.year, date),
                "state": dictionary.keys[state.iri],
                "code": one.code,
                "speaker": speaker or None,
                "post": post or None,
                "date": date,
                "year": one.year,
                "session": reading.number,
                "file": one.file,
                "sha256": one.sha256,
                "points": one.points,
                "passages": one.passages,
                "mentions": one.mentions,
                "undecided": one.undecided,
            }
            for name, value in values.items():
                columns[name].append(value)
        return columns

    def _place(
        self,
        former: Manifest | None,
        readings: Sequence[Reading],
        written: Sequence[tuple[str, int | None, tables.Written]],
        digest: str,
    ) -> None:
        after = Manifest(self._adapter.name, self._adapter.source, digest)
        new = {reading.number for reading in readings}
        replaced = {(table, session) for table, session, _ in written}
        if former is not None:
            after.sessions = {n: one for n, one in former.sessions.items() if n not in new}
            after.files = [
                file for file in former.files if (file.table, file.session) not in replaced
            ]
            self.report.replaced = sorted(new & set(former.sessions))
            self.report.kept = sorted(set(former.sessions) - new)
        for reading in readings:
            after.sessions[reading.number] = {
                "documents": len(reading.documents),
                "names": digest,
                "undecided": dict(sorted(reading.undecided.items())),
            }
        moves: list[tuple[str, str]] = []
        for table, session, one in written:
            place = os.path.join(table, f"session={session}") if session is not None else table
            path = os.path.join(place, f"part-{one.sha256[:16]}.parquet")
            after.files.append(manifest.File(path, table, session, one.rows, one.size, one.sha256))
            moves.append((one.path, path))
        gone = [] if former is None else [file.path for file in former.files]
        left = sorted(set(gone) - {file.path for file in after.files})
        manifest.save(
            {"new": [path for _, path in moves], "old": left},
            os.path.join(self._folder, manifest.JOURNAL),
        )
        for source, path in moves:
            target = os.path.join(self._folder, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)
        manifest.write(after, self._folder)
        manifest.clear(after, self._folder)


@contextlib.contextmanager
def _writing(folder: str) -> Iterator[None]:
    """Turn what the system says of a full disk into an error of the folder."""
    try:
        yield
    except OSError as error:
        raise BadFile(folder, f"cannot be written ({error.strerror or error})") from error


_reader: Reader | None = None


def _begin(found: names.Table, keys: dict[str, int]) -> None:
    global _reader  # noqa: PLW0603 - one for each process
    _reader = Reader(found, keys)


def _work(session: Session, staged: str) -> tuple[Reading, bool]:
    if _reader is None:
        raise RuntimeError("the process was not prepared")
    return _read_session(_reader, session, staged)


def _read_session(reader: Reader, session: Session, staged: str) -> tuple[Reading, bool]:
    """Read a session, unless that was done before; say which."""
    done = os.path.join(staged, _DONE)
    kept = load(done)
    if kept is not None and all(_is_there(one, staged) for one in kept.files.values()):
        return kept, True
    os.makedirs(staged, exist_ok=True)
    reading = reader.read(session, staged)
    reading.save(done)
    return reading, False


def _is_there(written: tables.Written, staged: str) -> bool:
    return (
        os.path.dirname(written.path) == staged
        and os.path.isfile(written.path)
        and manifest.digest(written.path) == written.sha256
    )


def remove(folder: str) -> Manifest:
    """Remove a corpus; files that are not of it are left.

    Raises:
        BadFile: It is none.
        EngineError: An addition is under way.
    """
    with swap.alone(folder), _writing(folder):
        former = manifest.read(folder)
        os.remove(os.path.join(folder, manifest.NAME))
        manifest.clear(Manifest(former.corpus, {}), folder)
        for path in [*(file.path for file in former.files), manifest.CHECKED]:
            with contextlib.suppress(FileNotFoundError):
                os.remove(os.path.join(folder, path))
        shutil.rmtree(os.path.join(folder, STAGING), ignore_errors=True)
        for place, _, _ in os.walk(folder, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(place)
    return former
