"""An agent drafts the claims of a document: names, checks, one file, and never a sign-off."""

import asyncio
import copy
import json

import pytest

from secgraph.errors import BadFile
from secgraph.query.sessions import Session
from secgraph.web.needs import Opened
from secgraph.web.tools import Tools

SESSION = Session()
CLAIM = {
    "subject": "Quad",
    "kind": "is-called",
    "object": "alliance (as a kind of grouping)",
    "polarity": "denied",
    "triggers": [{"at": 4, "scope": "in"}],
    "no_step_because": "It stands by itself.",
}


@pytest.fixture
def tools(forum):
    return Tools(Opened(SESSION), ["authoring"], str(forum))


def call(tools: Tools, tool: str, **values: object):
    return asyncio.run(tools.call(tool, values))


@pytest.fixture
def draft(tools) -> dict:
    given = json.loads(call(tools, "check_draft", program="agent").text)
    return {
        "document": given["document"],
        "text_sha256": given["text_sha256"],
        "passages": [{"passage": "P3.S1", "claims": [copy.deepcopy(CLAIM)]}],
    }


def files(forum) -> dict[str, bytes]:
    return {str(one.relative_to(forum)): one.read_bytes() for one in forum.rglob("*.*")}


@pytest.mark.long
@pytest.mark.sampled
def test_three_tools_are_added(tools):
    assert list(tools.all)[6:] == ["resolve_name", "check_draft", "write_draft"]
    assert [one.name for one in tools.all.values() if one.is_writing] == ["write_draft"]


def test_a_right_draft_is_written_below_drafts_only(tools, draft, forum):
    before = files(forum)
    assert not call(tools, "check_draft", program="agent", draft=draft).is_error
    assert files(forum) == before
    answer = call(tools, "write_draft", program="agent", draft=draft)
    assert (answer.is_error, answer.data) == (False, {"file": "drafts/agent.claims", "claims": 1})
    after = files(forum)
    text = after.pop("drafts/agent.claims").decode()
    assert after == before
    assert "@ drafted by program:agent" in text
    assert "approved" not in text


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "is-caled"}, "did you mean is-called?"),
        ({"subject": "Quadd"}, "did you mean Quad?"),
        ({"triggers": []}, "answers not"),
        ({"approved_by": "Jane Roe"}, "signs nothing off"),
        ({"polarity": "maybe"}, "polarity"),
    ],
)
def test_what_is_wrong_comes_back_and_nothing_is_written(tools, draft, forum, change, words):
    before = files(forum)
    draft["passages"][0]["claims"][0] |= change
    for name in ("check_draft", "write_draft"):
        answer = call(tools, name, program="agent", draft=draft)
        assert answer.is_error
        assert words in answer.text
    assert files(forum) == before


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("program", ["../agent", "a/b", "", ".", "a\0b", "x" * 60])
def test_no_name_of_a_program_leads_elsewhere(tools, draft, forum, program):
    before = files(forum)
    assert call(tools, "write_draft", program=program, draft=draft).is_error
    assert files(forum) == before


def test_drafts_that_lead_elsewhere_are_refused(tools, draft, forum, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (forum / "drafts").symlink_to(elsewhere)
    assert call(tools, "write_draft", program="agent", draft=draft).is_error
    assert not list(elsewhere.iterdir())


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    ("name", "is_error", "words"),
    [
        ("Japan", False, "sgd:japan"),
        ("JPN", False, "sgd:japan"),
        ("AUS", True, "candidates"),
        ("Japn", True, "Japan"),
    ],
)
def test_a_name_is_resolved_where_it_is_certain(tools, name, is_error, words):
    answer = call(tools, "resolve_name", name=name)
    assert answer.is_error == is_error
    assert words in answer.text


def test_a_folder_of_no_document_is_refused(tmp_path):
    with pytest.raises(BadFile, match="no folder of a document"):
        Tools(Opened(SESSION), ["authoring"], str(tmp_path))
