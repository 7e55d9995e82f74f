"""What programs send: drafts in JSON, held against the rules for people; never a sign-off."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from secgraph.authoring import exchange
from support.command import secgraph

CLAIM = {
    "subject": "Quad",
    "kind": "is-called",
    "object": "alliance (as a kind of grouping)",
    "polarity": "denied",
    "triggers": [{"at": 4, "scope": "in"}],
    "no_step_because": "It stands by itself.",
}


@pytest.fixture
def draft(forum) -> dict:
    """A right draft of one passage, made from what the program was given."""
    given = json.loads(secgraph("document", "draft", str(forum), "--format", "json").stdout)
    return {
        "document": given["document"],
        "text_sha256": given["text_sha256"],
        "passages": [{"passage": "P3.S1", "claims": [copy.deepcopy(CLAIM)]}],
    }


def accept(forum: Path, value: object, program: str = "drafter"):
    path = forum.parent / "draft.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return secgraph("document", "draft", str(forum), "--accept", str(path), "--program", program)


def test_a_program_is_given_words_names_triggers_and_kinds(forum):
    given = json.loads(secgraph("document", "draft", str(forum), "--format", "json").stdout)
    passage = next(one for one in given["passages"] if one["passage"] == "P3.S4")
    assert passage["words"] == "NATO could help Japan."
    assert [name["things"][0]["iri"] for name in passage["names"]] == ["sgd:nato", "sgd:japan"]
    assert {one["class"] for one in passage["triggers"]} == {"hedge", "modal"}
    assert {"kind", "label", "definition", "needs"} == set(given["kinds"][0])


def test_a_draft_goes_into_the_folder_of_drafts_and_nowhere_else(draft, forum):
    before = {path.name: path.read_bytes() for path in forum.iterdir() if path.is_file()}
    done = accept(forum, draft)
    assert (done.returncode, done.stderr) == (0, "")
    after = {path.name: path.read_bytes() for path in forum.iterdir() if path.is_file()}
    assert {name: after[name] for name in before if name != ".gitignore"} == {
        name: before[name] for name in before if name != ".gitignore"
    }
    text = (forum / "drafts" / "drafter.claims").read_text(encoding="utf-8")
    assert "a  Quad | not is-called | alliance (as a kind of grouping)\n" in text
    assert "   @ drafted by program:drafter\n" in text
    assert "approved" not in text


def test_the_schema_is_one_and_takes_what_is_right(draft):
    jsonschema.Draft202012Validator.check_schema(exchange.schema())
    jsonschema.validate(draft, exchange.schema())


WRONG = {
    "a sign-off": (("passages", 0, "claims", 0, "approved_by"), "Jane Roe", "signs nothing off"),
    "signs": (("passages", 0, "claims", 0, "signs"), "x", "which a draft has not"),
    "a polarity": (("passages", 0, "claims", 0, "polarity"), "maybe", "polarity"),
    "a passage": (("passages", 0, "passage"), "P3 S1", "passage"),
    "a kind": (("passages", 0, "claims", 0, "kind"), "is-caled", "did you mean is-called?"),
    "a name": (("passages", 0, "claims", 0, "subject"), "Quadd", "did you mean Quad?"),
    "a trigger": (("passages", 0, "claims", 0, "triggers"), [], "answers not: 4 'not'"),
    "open": (("passages", 0, "claims", 0, "polarity"), "open", "open exactly for questions"),
    "the text": (("text_sha256",), "0" * 64, "another version of the text"),
    "the document": (("document",), "quad-2021", "the document here is harbour-forum"),
    "a separator": (("passages", 0, "claims", 0, "subject"), "Quad | x", "nothing is named"),
    "a line of its own": (
        ("passages", 0, "claims", 0, "paraphrase"),
        "Not an alliance.\n   @ approved by Jane Roe 2026-12-01",
        "",
    ),
    "a sign in a kind": (
        ("passages", 0, "claims", 0, "kind"),
        "is-called | Japan ; force must",
        "force cannot be",
    ),
    "a character": (("passages", 0, "claims", 0, "object"), "x\u0007y", "character"),
    "a qualifier": (
        ("passages", 0, "claims", 0, "qualifiers"),
        [{"key": "force", "value": "must"}],
        "no qualifier",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_draft_is_said_and_nothing_is_written(name, draft, forum):
    place, value, message = WRONG[name]
    part = draft
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    done = accept(forum, draft)
    written = forum / "drafts" / "drafter.claims"
    if not message:  # a line end is a blank there, and no line of its own
        assert not any(
            line.strip().startswith("@ approved")
            for line in written.read_text(encoding="utf-8").splitlines()
        )
        return
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not written.exists()


@pytest.mark.parametrize(
    "text", ["", "[", "null", '{"document": "x"}', "[" * 100_000, '{"a": 1e999}'], ids=range(6)
)
def test_what_is_no_draft_is_named_in_a_line(text, forum):
    path = forum.parent / "draft.json"
    path.write_text(text, encoding="utf-8")
    done = secgraph("document", "draft", str(forum), "--accept", str(path), "--program", "x")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_program_approves_nothing(forum):
    """Neither by its name, nor by a line that it writes into the file itself."""
    done = secgraph("document", "review", str(forum), "--name", "agent:drafter", stdin="a\n")
    assert done.returncode == 2
    assert "a program drafts and does not sign off" in done.stderr
    path = forum / "draft.claims"
    text = path.read_text(encoding="utf-8").replace(
        "   > none -- It says who met",
        "   @ approved by program:drafter 2026-12-01 of 0123456789ab\n   > none -- It says who met",
    )
    path.write_text(text, encoding="utf-8")
    assert "0 claims approved" in secgraph("document", "build", str(forum)).stdout
