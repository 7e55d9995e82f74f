"""Read what a kind of corpus is from its adapter, a TOML file in ``data/corpora``.

Opens no text: it says how the names of files are to be understood, and for whom a code speaks.
"""

import functools
import os.path
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secgraph.dataset import location, states
from secgraph.errors import BadFile, UsageError
from secgraph.namespaces import expand
from secgraph.syntax import textfile

IRI = "https://w3id.org/secgraph/corpus/"
"""Where the IRIs of the documents of all corpora begin."""


@dataclass(frozen=True, slots=True)
class Member:
    """What the name of a file says of its document.

    Attributes:
        slug: The last part of the IRI of the document.
        session: The number of its session; the year where there are no sessions.
        code: Of the state that speaks.
        year: Of the document.
    """

    slug: str
    session: int
    code: str
    year: int


@dataclass(frozen=True, slots=True)
class State:
    """For whom a code speaks in a year."""

    iri: str
    label: str


class Adapter:
    """The meaning of a corpus, as its adapter file gives it.

    Args:
        path: The TOML file.

    Attributes:
        name, kind, summary, fetch: What it is called, ``archive`` or ``folder``, what it reads, and
            where to get it.
        source: Title, publisher, citation and rights of the corpus.
        columns: Of the table of a folder, by what they hold.

    Raises:
        BadFile: It cannot be read, or lacks a part.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            config: dict[str, Any] = tomllib.loads(textfile.read(path))
        except tomllib.TOMLDecodeError as error:
            raise BadFile(path, f"is no TOML: {error}") from error
        try:
            self.name: str = config["name"]
            self.kind: str = config["kind"]
            self.summary: str = config["summary"]
            self.fetch: str = config["fetch"]
            self.source: dict[str, str] = config["source"]
            documents: dict[str, Any] = config["documents"]
            self._member = re.compile(documents["member"])
            self._label: str = documents["label"]
        except (KeyError, TypeError, re.error) as error:
            raise BadFile(path, f"is no adapter of a corpus: {error}") from error
        self._offset: int | None = documents.get("year")
        self._codes: dict[str, str] = config.get("codes", {})
        labels: dict[str, str] = config.get("labels", {})
        self._labels = {expand(name) or name: label for name, label in labels.items()}
        self._historic: list[dict[str, Any]] = config.get("historic", [])
        self.table: str = config.get("table", "")
        self.columns: dict[str, str] = config.get("columns", {})
        self.speakers: dict[str, Any] = config.get("speakers", {})
        self.speaker_codes: dict[str, str] = self.speakers.get("codes", {})

    def member(self, name: str) -> Member | str:
        """Say what the name of a file means, or why it is none of a document."""
        match = self._member.fullmatch(name)
        if match is None:
            return "its name is none of a document"
        parts = match.groupdict()
        session, year = int(parts["session"]), int(parts["year"])
        if self._offset is not None and session + self._offset != year:
            return f"session {session} is that of {session + self._offset}, not of {year}"
        if int(parts.get("folder") or session) != session:
            return f"it stands in the folder of session {int(parts['folder'])}"
        if self.state(parts["code"], year) is None:
            return f"no state has the code {parts['code']}"
        slug = f"{parts['code']}_{parts['session']}_{parts['year']}"
        return Member(slug, session, parts["code"], year)

    def slug(self, file: str) -> str | None:
        """Give the last part of the IRI for a file of a folder; None if it is no text."""
        match = self._member.fullmatch(file)
        return match["slug"] if match else None

    def state(self, code: str, year: int) -> State | None:
        """Give for whom a code, or in a folder a label, speaks in a year; None if for nobody."""
        for one in self._historic:
            if one["code"] == code and one.get("from", 0) <= year <= one["until"]:
                iri = expand(one["thing"]) or one["thing"]
                return State(iri, one.get("label") or self._named(iri, code))
        iri = self._codes.get(code) or _by_code().get(code) or ""
        iri = expand(iri) or iri or states.named(code)
        return State(iri, self._named(iri, code)) if iri else None

    def _named(self, iri: str, code: str) -> str:
        return self._labels.get(iri) or _labels().get(iri, code)

    def label(self, state: str, year: int, date: str) -> str:
        """Give the label of a document."""
        return self._label.format(state=state, year=year, date=date)

    def iri(self, slug: str) -> str:
        """Give the IRI of a document."""
        return f"{IRI}{self.name}/{slug}"


def folder() -> str:
    """Give the folder of the adapters and of the tables of names."""
    return os.path.join(location.root(), "data", "corpora")


def adapters() -> list[Adapter]:
    """Give the adapters of the release, by name."""
    names = sorted(name for name in os.listdir(folder()) if name.endswith(".toml"))
    return [Adapter(os.path.join(folder(), name)) for name in names]


def find(name: str) -> Adapter:
    """Give the adapter of a name.

    Raises:
        UsageError: There is none; names those that there are.
    """
    known = {adapter.name: adapter for adapter in adapters()}
    if name not in known:
        raise UsageError(f"no corpus is called {name!r}; there are {', '.join(known)}")
    return known[name]


@functools.cache
def _by_code() -> Mapping[str, str]:
    return {
        code: iri
        for iri, state in states.states().items()
        for code in (state.codes.get("iso-alpha3"), state.former.get("iso-alpha3"))
        if code
    }


@functools.cache
def _labels() -> Mapping[str, str]:
    return {iri: state.label for iri, state in states.states().items()}
