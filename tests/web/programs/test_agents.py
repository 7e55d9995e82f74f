"""Agents are served by the protocol's own client: over the standard streams, and over HTTP."""

import asyncio
import html.parser
import json
import sys

import httpx
import pytest

from secgraph.query import inputs, schemas
from secgraph.query.sessions import Session
from secgraph.web.needs import Opened
from secgraph.web.tools import Tools
from support.command import secgraph
from support.web import serving

SESSION = Session()
TOOLS = Tools(Opened(SESSION))
SIX = ["find_question", "run_question", "ask", "show", "passage", "sparql"]


def talk(where, *calls: tuple[str, dict]):
    """Connect an agent, list the tools, and use some of them."""
    from mcp import Client  # takes seconds to import, in every process that collects the tests

    async def converse():
        async with Client(where) as client:
            listed = (await client.list_tools()).tools
            return listed, [await client.call_tool(name, values) for name, values in calls]

    return asyncio.run(converse())


def over_stdio(*options: str):
    from mcp.client.stdio import StdioServerParameters

    return StdioServerParameters(command=sys.executable, args=["-m", "secgraph", "mcp", *options])


def text(result) -> str:
    return result.content[0].text


CALLS = [
    ("find_question", {"words": "vote India Ukraine"}),
    ("run_question", {"question": "groupings/members", "values": {"grouping": "Quad"}}),
    ("ask", {"subject": "Japan", "relation": "is a member of", "object": "Quad"}),
    ("show", {"thing": "Quad"}),
    ("passage", {"name": "P10.S2"}),
    ("sparql", {"query": "ASK { ?c a sg:Claim }"}),
]
REFUSED = [
    ("run_question", {"question": "groupings/members", "values": {"grouping": "Quadd"}}, "'Quad'"),
    ("run_question", {"question": "groupings/member"}, "did you mean 'groupings/members'"),
    ("run_question", {"question": "groupings/members", "values": {"group": "Quad"}}, "it takes"),
    ("run_question", {"question": "groupings/members", "values": ["Quad"]}, "object"),
    ("run_question", {"question": "record/obligations", "values": {"year": "2018"}}, "whole"),
    ("run_question", {"question": "record/obligations", "limit": "5"}, "whole number"),
    ("run_question", {"question": "record/obligations", "limit": 0}, "1 or more"),
    ("run_question", {}, "needs question"),
    ("ask", {"subject": "Japan", "relation": "is membr of", "object": "Quad"}, "is a member of"),
    ("show", {"thing": "Qaud", "verbose": True}, "it takes thing, all"),
    ("show", {"thing": "Quadd"}, "'Quad'"),
    ("show", {"thing": "zzzz"}, "find_question"),
    ("passage", {"name": "P99.S9"}, "no passage"),
    ("sparql", {"query": "ASK {"}, "malformed"),
    ("sparql", {"query": "ASK { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }"}, "SERVICE"),
    ("sparql", {"query": "DROP ALL"}, "update"),
    ("find_question", {"words": "\ud800"}, "no character"),
    ("write_draft", {}, "there is no tool"),
]

UNSENDABLE = [{"words": "\ud800"}]


@pytest.fixture(scope="module")
def http(server):
    """What an agent has over HTTP, with the tools of one family more."""
    calls = [(name, values) for name, values, _ in REFUSED if values not in UNSENDABLE]
    own = ("record_obligations", {"year": 2018})
    return talk(f"{server.url}/mcp", *CALLS, own, *calls)


@pytest.fixture(scope="module")
def stdio():
    return talk(over_stdio(), *CALLS)


@pytest.mark.long
@pytest.mark.sampled
def test_there_are_six_tools(stdio):
    listed, _ = stdio
    assert [one.name for one in listed] == SIX
    for one in listed:
        assert one.input_schema["additionalProperties"] is False
        assert one.annotations.read_only_hint
    assert len(json.dumps([one.model_dump(mode="json") for one in listed])) < 8000


@pytest.mark.long
@pytest.mark.sampled
def test_each_tool_answers_over_the_standard_streams(stdio):
    """With evidence and standing in each answer, but in what the agent asks in SPARQL itself."""
    _, (found, rows, verdict, thing, passage, answer) = stdio
    assert "votes/how-actor-voted" in text(found)
    assert '"actor": "India"' in text(found)
    assert len(rows.structured_content["rows"]) == 4
    for row in rows.structured_content["rows"]:
        assert row["standing"] == "a fact of its source"
        assert row["evidence"]
    assert verdict.structured_content["verdict"] == "a fact"
    assert "[ee:c-p2s2-a, " in text(thing)
    assert passage.structured_content["standings"]["ee:c-p10s2-b"] == "denied"
    assert json.loads(text(answer)) == {"head": {}, "boolean": True}
    assert not any(one.is_error for one in (found, rows, verdict, thing, passage, answer))


def test_http_has_the_same_tools(http):
    listed, results = http
    assert [one.name for one in listed][:6] == SIX
    assert not any(one.is_error for one in results[: len(CALLS)])
    assert [one.name for one in listed if one.name not in SIX] == [
        one.name.replace("/", "_").replace("-", "_") for one in inputs.interfaces(SESSION, "record")
    ]


@pytest.mark.long
@pytest.mark.sampled
def test_http_answers_the_same(http, stdio):
    assert [text(one) for one in http[1][: len(CALLS)]] == [text(one) for one in stdio[1]]


def test_a_question_is_a_tool_of_its_family(http):
    _, results = http
    own = results[len(CALLS)]
    assert own.structured_content["question"] == "record/obligations"
    assert own.structured_content["count"] == len(SESSION.run("record/obligations", {}))


def test_what_is_refused_comes_back_to_the_model(http):
    """As a text, with the names that are near; an error of the protocol would not reach it."""
    _, results = http
    expected = [words for _, values, words in REFUSED if values not in UNSENDABLE]
    for result, words in zip(results[len(CALLS) + 1 :], expected, strict=True):
        assert result.is_error
        assert words in text(result)


IN_PROCESS = [one for one in REFUSED if one[0] != "sparql"]
"""Those of the endpoint have been refused over HTTP, by a process that is there."""


@pytest.mark.parametrize(("name", "values", "words"), IN_PROCESS, ids=range(len(IN_PROCESS)))
def test_a_refusal_is_no_exception(name, values, words):
    """Also of what no client can send."""
    answer = asyncio.run(TOOLS.call(name, values))
    assert answer.is_error
    assert words in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "example.org"}, 421),
        ({"Origin": "https://example.org"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_pages_of_others_do_not_reach_the_tools(server, headers, status):
    """Streamable HTTP, "Security Warning": the headers Origin and Host are held against a list."""
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    url = f"{server.url}/mcp"
    assert httpx.post(url, json=message, headers=usual).status_code == 200
    assert httpx.post(url, json=message, headers={**usual, **headers}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "https://example.org"}, 200),
        ({"Origin": "https://example.org.example.com"}, 403),
        ({"Origin": "http://localhost:6000"}, 403),
        ({"Host": "example.com"}, 421),
    ],
)
def test_below_a_base_url_its_host_and_origin_are_answered(public, headers, status):
    """The origin of a page has no path (RFC 6454, section 6.1), and letters have one case."""
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    usual = {"Host": "example.org", "Accept": "application/json, text/event-stream"}
    response = httpx.post(f"{public.url}/graph/mcp", json=message, headers={**usual, **headers})
    assert response.status_code == status


@pytest.fixture(scope="module")
def public():
    with serving("--mcp", "--public", "--base-url", "https://Example.org/graph") as server:
        yield server


def test_no_message_ends_the_server(server, client):
    url = f"{server.url}/mcp"
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    for body in (b"", b"{", b"[]", b"null", b"\xff", b'{"jsonrpc":"2.0"}', b" " * (1 << 20) + b"1"):
        assert 400 <= httpx.post(url, content=body, headers=headers).status_code < 500
    assert client.get("/sparql").status_code == 200


@pytest.mark.parametrize("options", [("--tools", "nothing"), ("--tools", "authoring")])
def test_tools_that_there_are_not_are_named(options):
    run = secgraph("mcp", *options)
    assert run.returncode == 2
    assert "there are" in run.stderr or "--data DIR" in run.stderr


def test_a_draft_is_not_written_for_strangers():
    from secgraph.errors import UsageError

    context = Opened(SESSION, public=True)
    with pytest.raises(UsageError, match="--public"):
        Tools(context, ["authoring"], "anywhere")


NAMES = SESSION.queries.names()


class Control:
    """A field of a form, as a browser shows it.

    Attributes:
        is_several, is_required: Whether it takes several values; whether it may be left empty.
        options: What may be chosen: the value that is sent, and the label.
        values: Those that are sent where nobody changes anything.
    """

    def __init__(self, attributes: dict[str, str | None]) -> None:
        self.is_several = "multiple" in attributes
        self.is_required = "required" in attributes
        self.options: dict[str, str] = {}
        self.values = [attributes["value"] or ""] if "value" in attributes else []


class Form(html.parser.HTMLParser):
    """The fields of the form of a question, by name, read from its page.

    Args:
        page: HTML.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, Control] = {}
        self._control: Control | None = None
        self._value: str | None = None
        self._hint = ""
        self._is_within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self._is_within = attributes.get("class") == "ask"
        if not self._is_within:
            return
        if tag == "label":
            self._hint = ""
        if tag in ("select", "input"):
            self._control = self.fields[attributes["name"] or ""] = Control(attributes)
            self._control.is_several |= "several with commas" in self._hint
        elif tag == "option" and self._control is not None and attributes["value"]:
            self._value = attributes["value"]
            if "selected" in attributes:
                self._control.values.append(self._value)

    def handle_data(self, data: str) -> None:
        self._hint += data
        if self._value is not None and self._control is not None:
            self._control.options[self._value] = data
            self._value = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._control = None
        self._is_within = self._is_within and tag != "form"


def shown_values(name: str, given: dict[str, str]) -> list[tuple[str, list[str]]]:
    """What each parameter stands for, in words."""
    values = SESSION.question(name, given).about.values
    return [(label, [words for _, words in pairs]) for label, pairs in values]


FEW = ("votes",)
"""Families that are looked at in every run; all of them take half a minute."""


@pytest.mark.parametrize(
    "family",
    [
        pytest.param(name, marks=[] if name in FEW else [pytest.mark.long, pytest.mark.sampled])
        for name in sorted({name.partition("/")[0] for name in NAMES})
    ],
)
def test_the_four_faces_of_a_question_are_one(family, client):
    """The form, OpenAPI, the tools of agents and the command line offer and take the same.

    Names, order, defaults, choices and number; and an example gives the same query by each.
    """
    session = SESSION
    tools = Tools(Opened(session), [family])
    paths = client.get("/openapi.json").json()
    for asked in inputs.interfaces(session, family):
        operation = paths["paths"][f"/query/{asked.name}.{{format}}"]["get"]
        in_openapi = {one["name"]: one for one in operation["parameters"] if "name" in one}
        tool = tools.all[asked.name.replace("/", "_").replace("-", "_")]
        form = Form(client.get(f"/query/{asked.name}", headers={"Accept": "text/html"}).text).fields
        lines = secgraph("queries", asked.name).stdout.split("\n\n")
        command = {part.partition(":")[0]: part for part in lines[1:-1]}
        properties = tool.schema["properties"]
        names = [one.name for one in asked.inputs]
        assert list(in_openapi) == list(properties) == list(form) == list(command) == names
        for one in asked.inputs:
            schema = in_openapi[one.name]["schema"]
            value = schema.get("items", schema)
            reference = value.get("$ref", "").rpartition("/")[2]
            value = {**paths["components"]["schemas"].get(reference, {}), **value}
            own = properties[one.name]
            assert schema.get("default") == own.get("default")
            assert value["examples"] == own.get("items", own)["examples"]
            assert (schema.get("type") == "array") == (own["type"] == "array") == one.several
            field, line = form[one.name], command[one.name]
            assert field.is_several == one.several == ("several" in line)
            assert field.is_required == ("optional" not in line) == ("default" in schema)
            by_page = inputs.read_words(asked, [(one.name, value) for value in field.values])
            assert shown_values(asked.name, by_page) == shown_values(asked.name, {})
            if one.choices:
                labels = [choice.label for choice in one.choices]
                assert list(field.options.values()) == labels
                for sent, choice in zip(field.options, one.choices, strict=True):
                    things = session.question(asked.name, {one.name: sent}).things()
                    assert things[one.name] == [choice.iri]
                assert line.splitlines()[1].strip() == "; ".join(labels)
                assert value["examples"] == [choice.value for choice in one.choices]
            example = schemas.typed(one, one.example)
            by_form = inputs.read_words(asked, [(one.name, one.example)])
            by_json = inputs.read_json(asked, {one.name: [example] if one.several else example})
            shown = secgraph("run", asked.name, f"{one.name}={one.example}", "--show").stdout
            assert session.text(asked.name, by_form) == session.text(asked.name, by_json) == shown


TEN = [
    ("run_question", {"question": "timeline/events"}, "2006"),
    ("ask", {"subject": "Japan", "relation": "is a member of", "object": "NATO"}, "silent"),
    ("find_question", {"words": "how did Pakistan vote"}, "nothing here has: Pakistan"),
    ("run_question", {"question": "compare/called", "values": {"thing": "Quad"}}, "3 rows"),
    (
        "run_question",
        {"question": "record/obligations", "values": {"a": "Japan", "b": "United States"}},
        "defence",
    ),
    ("find_question", {"words": "vaccines"}, "committed to by the leaders of the Quad"),
    ("run_question", {"question": "compare/contested"}, "India does not see"),
    ("ask", {"subject": "Quad", "relation": "is sort of", "object": "Japan"}, "is called"),
    ("run_question", {"question": "claims/about"}, "South Korea (default)"),
    (
        "run_question",
        {"question": "claims/about", "values": {"thing": "vaccines"}},
        "find_question",
    ),
]
"""What an agent asked, and what it must be told so that it does not err."""


@pytest.mark.parametrize(("name", "values", "words"), TEN, ids=range(len(TEN)))
def test_an_agent_is_not_misled(name, values, words):
    """A name that nothing has, a default that was not asked for and silence are said in words."""
    assert words in asyncio.run(TOOLS.call(name, values)).text
