"""A stranger's file is parsed first in a process that may end."""

import json
import os
import signal

import pytest

from secgraph.dataset import release, trial
from secgraph.errors import BadFile, BadSyntax


def test_a_parser_that_ends_its_process_is_one_line():
    """The process that asked goes on."""
    with pytest.raises(BadFile, match=f"signal {int(signal.SIGKILL)}") as error:
        trial.run("mine.rdf", lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert "\n" not in str(error.value)


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no limit of memory here")
def test_a_file_that_needs_more_memory_than_it_may_take_is_refused(tmp_path, monkeypatch, capfd):
    """What is said in the process that ends does not reach the terminal."""
    path = tmp_path / "large.jsonld"
    path.write_text(json.dumps({"@id": "urn:a", "urn:b": "x" * (64 << 20)}))
    monkeypatch.setattr(trial, "MEMORY", 1 << 20)
    with pytest.raises(BadFile, match="is not read"):
        release.read(str(path))
    assert capfd.readouterr() == ("", "")


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
        ("a.jsonld", '{"@id": "urn:a", "urn:b": 1}', 1),
    ],
)
def test_only_a_file_whose_parser_calls_itself_is_tried(
    name, text, processes, tmp_path, monkeypatch
):
    """And none of the release."""
    tried = []
    monkeypatch.setattr(trial, "run", lambda path, parse: tried.append(path))
    (tmp_path / name).write_text(text)
    assert len(release.read(str(tmp_path / name))) == 1
    assert len(tried) == processes
    release.read(release.files()[0])
    assert len(tried) == processes
