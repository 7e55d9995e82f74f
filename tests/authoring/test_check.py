"""What a check of claims says: what is wrong, what was left out, and what is still to come."""

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from secgraph import errors
from support.authoring import edit
from support.command import COMMAND, secgraph
from support.paths import ROOT


def test_a_first_reading_without_faults_is_clean(forum):
    """That nobody has read it again is said, and is no fault of the file."""
    edit(forum / "draft.claims", ("  second  none\n", ""))
    done = secgraph("document", "check", str(forum))
    assert done.returncode == 0
    first, second = done.stdout.splitlines()
    assert first.startswith("nothing found; 21 claims; looked at form, names, text")
    assert second == "no second reading yet of 21 claims"
    report = json.loads(secgraph("document", "check", str(forum), "--format", "json").stdout)
    assert report["ok"] and len(report["unread"]) == 21


def without_shapes(forum: Path, tmp_path: Path, action: str) -> subprocess.CompletedProcess[str]:
    """Run an action where neither engine for shapes can be imported."""
    for name in ("pyrudof", "pyshacl"):
        (tmp_path / "absent" / name).mkdir(parents=True)
        (tmp_path / "absent" / name / "__init__.py").write_text("import html5rdf_absent\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "absent")}
    words = [*COMMAND, "document", action, str(forum)]
    return subprocess.run(words, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.long
@pytest.mark.sampled
def test_a_part_that_cannot_be_done_is_named_beside_all_else(forum, tmp_path):
    edit(forum / "draft.claims", ("   ! 4 in\n", ""))
    done = without_shapes(forum, tmp_path, "check")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert "P1.S3.a answers not: 4 'no' (negation/quantity); write ! N in, or ! N out" in lines[0]
    assert lines[1] == (
        "left out: shapes (checking shapes needs more packages (html5rdf_absent is missing): "
        f"{errors.install('check')})"
    )
    assert lines[2].startswith("1 found; 21 claims; looked at form, names, text, triggers, hygiene")


@pytest.mark.long
@pytest.mark.sampled
def test_what_was_left_out_is_no_clean_check(forum, tmp_path):
    done = without_shapes(forum, tmp_path, "check")
    assert done.returncode == 1
    assert "left out: shapes" in done.stdout


def test_the_part_for_authors_brings_what_their_check_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "secgraph[check]" in project["optional-dependencies"]["author"]


COLLECTIVE = """thing three neighbours (Collective)
  from  {}
thing three maritime states (Group)"""


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    ("of", "found"),
    [
        ("Australia / India / Japan", False),
        ("Australia / India / China", True),
    ],
)
def test_all_by_name_are_a_mention_of_the_collective_that_they_make(forum, of, found):
    """The paragraph names Australia, India and Japan one by one, and never China."""
    edit(forum / "draft.claims", ("thing three maritime states (Group)", COLLECTIVE.format(of)))
    edit(
        forum / "draft.claims",
        (
            "P1.S2\n",
            "b  three neighbours | consults-with | three neighbours ; mode meeting\n"
            "   > none -- So.\n"
            "P1.S2\n",
        ),
    )
    lines = secgraph("document", "check", str(forum)).stdout.splitlines()
    assert lines[0].startswith("nothing found") is not found, lines
    assert ("[checks/missing-mention]" in "".join(lines)) is found


def test_a_finding_says_which_words_it_looks_for(forum):
    edit(
        forum / "draft.claims",
        (
            "   = On the Indo-Pacific's future the Japanese and the Australians think alike.\n",
            "   = On the Indo-Pacific's future the two think alike.\n",
        ),
    )
    first = secgraph("document", "check", str(forum)).stdout.splitlines()[0]
    assert " Use the words: Japan" in first
    assert first.endswith("[checks/label-of-another-subject]")


def test_a_finding_says_which_classes_a_kind_expects(forum):
    edit(
        forum / "draft.claims",
        (
            "a  Forum ministers | promotes | new maritime",
            "a  new work (Meeting: our work) | promotes | new maritime",
        ),
    )
    first = secgraph("document", "check", str(forum)).stdout.splitlines()[0]
    assert " promotes expects: Actor, Referent. (" in first
    assert first.endswith("[checks/misfit-subject]")


def test_a_reason_that_takes_its_conclusion_for_granted_is_named_with_it(forum):
    edit(
        forum / "draft.claims",
        (
            "b  Quad | addresses | new relief (Issue: relief) / new ports (Issue: ports)\n",
            "b  view of Russia on the Quad | causes | new relief (Issue: relief)\n",
        ),
    )
    first = secgraph("document", "check", str(forum)).stdout.splitlines()[0]
    assert " c-p3s3-b speaks of what c-p3s3-a says; let the step begin at the other side" in first
    assert first.endswith("[checks/circular-support]")


def test_a_cause_of_something_else_may_be_a_reason(forum):
    edit(
        forum / "draft.claims",
        (
            "b  Quad | addresses | new relief (Issue: relief) / new ports (Issue: ports)\n",
            "b  Quad | causes | new relief (Issue: relief)\n",
        ),
    )
    done = secgraph("document", "check", str(forum))
    assert done.stdout.startswith("nothing found"), done.stdout


def test_a_rejection_without_a_reason_says_what_to_write(forum):
    edit(forum / "draft.claims", ("   > attacks P3.S2.a\n", "   > none -- It stands by itself.\n"))
    edit(forum / "draft.claims", ("   > supports a because 5-5\n", ""))
    out = secgraph("document", "check", str(forum)).stdout
    assert "(> attacks P1.S1.a); where the text only keeps its distance (so-called)" in out


def test_what_was_not_asked_for_is_no_fault(forum):
    done = secgraph("document", "check", str(forum), "--form")
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("nothing found; ")
    assert done.stdout.endswith("; looked at form, names, not at text, graph, readings\n")
    report = secgraph("document", "check", str(forum), "--form", "--format", "json")
    assert json.loads(report.stdout)["unasked"] == ["text", "graph", "readings"]


def test_who_is_not_named_may_be_what_a_claim_is_of(forum):
    """No words of the paragraph mention somebody whom nobody names."""
    edit(
        forum / "draft.claims",
        (
            "thing three maritime states (Group)",
            "thing whoever is meant (UnidentifiedAgent)\nthing three maritime states (Group)",
        ),
    )
    edit(
        forum / "draft.claims",
        (
            "P1.S2\n",
            "b  whoever is meant | is-driven-by | new port of Harwick\n   > none -- So.\nP1.S2\n",
        ),
    )
    done = secgraph("document", "check", str(forum))
    assert done.stdout.startswith("nothing found"), done.stdout


@pytest.mark.long
@pytest.mark.sampled
def test_the_sentences_are_shown_that_claims_will_have(forum):
    done = secgraph("document", "check", str(forum), "--sentences")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[3] == "P2.S1.a  Forum ministers commit to promoting maritime security."
    assert "P3.S2.a  As Russia has it, China is endangered by the Quad." in lines
    assert lines[21].startswith("nothing found; 21 claims")
    report = secgraph("document", "check", str(forum), "--sentences", "--format", "json")
    assert len(json.loads(report.stdout)["sentences"]) == 21
    done = secgraph("document", "check", str(forum), "--sentences", "--form")
    assert (done.returncode, done.stdout) == (2, "")
    assert "leave --form out" in done.stderr


def test_words_of_time_that_differ_in_case_are_one_time(desk):
    head = "document harbour-forum\n  by  Forum ministers\nthing Forum ministers (Collective)\n"
    work, wrong = desk.work(
        f'{head}P2.S1\na  Japan | supports | India ; time "That spring" 2021\n'
        'b  Japan | trusts | India ; time "that spring" 2021\n'
    )
    assert not wrong
    first, second = (claim.content.time for claim in work.claims)
    assert first == second
