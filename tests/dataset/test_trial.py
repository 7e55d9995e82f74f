"""A stranger's file is parsed first in a process that may end."""

import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pyoxigraph
import pytest

from secgraph.dataset import release, trial
from secgraph.errors import BadFile, BadSyntax, EngineError

T = TypeVar("T")

DATA = b'{"@id": "urn:a", "urn:b": 1}'


def in_a_thread(action: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(action).result()


@pytest.mark.skipif(os.name != "posix", reason="no scripts of a shell here")
@pytest.mark.parametrize(
    ("line", "ending"), [("kill -KILL $$", "SIGKILL"), ("exit 3", "exit code 3")]
)
def test_a_parser_that_ends_its_process_is_one_line(line, ending, tmp_path, monkeypatch):
    """The process that asked goes on; here a script stands for Python, whatever the file holds."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{line}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(BadFile, match=rf"mine\.jsonld: .*\({ending}\)") as error:
        trial.run("mine.jsonld", "application/ld+json", DATA, release.BASE)
    assert "\n" not in str(error.value)


def test_a_process_that_cannot_be_started_is_one_line(tmp_path, monkeypatch):
    path = tmp_path / "mine.jsonld"
    path.write_bytes(DATA)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(EngineError, match=r"starts no process of .*python \(") as error:
        release.read(str(path))
    assert "\n" not in str(error.value)


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no limit of memory here")
@pytest.mark.parametrize("act", [lambda read: read(), in_a_thread], ids=["main thread", "other"])
def test_a_file_that_needs_more_memory_than_it_may_take_is_refused(
    act, tmp_path, monkeypatch, capfd
):
    """What is said in the process that ends does not reach the terminal."""
    path = tmp_path / "large.jsonld"
    path.write_text(json.dumps({"@id": "urn:a", "urn:b": "x" * (4 << 20)}))
    assert len(act(lambda: release.read(str(path)))) == 1
    monkeypatch.setattr(trial, "MEMORY", 1 << 20)
    with pytest.raises(BadFile, match=r"ends the program that parses it \(.* is not read"):
        act(lambda: release.read(str(path)))
    assert capfd.readouterr() == ("", "")


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("a.ttl", "<urn:a> <urn:b> ", " ."), ("a.jsonld", '{"@id": "urn:a", "urn:b": ', "}")],
)
def test_a_term_beyond_the_limit_of_the_parser_is_one_line(name, before, after, tmp_path):
    """It is no want of memory, however much there is."""
    path = tmp_path / name
    path.write_text(f'{before}"{"x" * (17 << 20)}"{after}')
    for read in (release.read, lambda path: release.load(pyoxigraph.Store(), path)):
        with pytest.raises(BadFile, match="holds a term too long for the parser"):
            read(str(path))


def test_what_is_wrong_with_a_file_is_said_as_ever(tmp_path):
    path = tmp_path / "wrong.rdf"
    path.write_text("<rdf:RDF>")
    with pytest.raises(BadSyntax, match="is not application/rdf"):
        release.read(str(path))


@pytest.mark.parametrize(
    ("name", "text", "processes"),
    [
        ("a.ttl", "<urn:a> <urn:b> 1 .", 0),
        ("a.ttl", "<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", 1),
        ("a.jsonld", DATA.decode(), 1),
    ],
)
def test_only_a_file_whose_parser_calls_itself_is_tried(
    name, text, processes, tmp_path, monkeypatch
):
    """And none of the release."""
    tried = []
    monkeypatch.setattr(trial, "run", lambda path, *_: tried.append(path))
    (tmp_path / name).write_text(text)
    assert len(release.read(str(tmp_path / name))) == 1
    assert len(tried) == processes
    release.read(release.files()[0])
    assert len(tried) == processes
