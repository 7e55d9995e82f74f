"""Pages, data and tools of a server that serves a corpus."""

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import openapi_spec_validator
import pyoxigraph
import pytest

from secgraph.corpus import rdf, store
from secgraph.query.sessions import Session
from secgraph.web import app, site
from secgraph.web.context import Context
from secgraph.web.tools import Tools
from support import corpora
from support.command import secgraph
from support.web import Served, serving

HTML = {"Accept": "text/html"}
SPEECH = "/corpus/ungdc/AUS_76_2021"
SENTENCE = "The Quad met in autumn."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.added(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def archive(folder: Path) -> Path:
    return folder.with_suffix(".tgz")


@pytest.fixture(scope="module")
def server(folder: Path, archive: Path) -> Iterator[Served]:
    """With the user's own copy of the archive."""
    with serving("--store", str(folder), "--text", str(archive)) as one:
        yield one


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as one:
        yield one


@pytest.fixture(scope="module")
def context(folder: Path) -> Context:
    return Context(Session(store.Corpus(str(folder))), packaged=False, spec=str(folder))


def test_an_answer_links_to_the_speech_and_says_whose_data_it_is(client):
    """The row, the passage behind it with its words, and the note; in JSON the note too."""
    page = client.get("/query/corpus/first?thing=quad", headers=HTML).text
    assert f'href="{SPEECH}.html"' in page
    assert f'href="{SPEECH}.html#p1s2"' in page
    assert SENTENCE in page
    assert "Source: United Nations General Debate Corpus. CC0 1.0" in page
    data = client.get("/query/corpus/first.json?thing=quad").json()
    assert data["note"].startswith("source: United Nations General Debate Corpus")
    assert [row["speaker"] for row in data["rows"]] == ["Cleo Speaker"]


def test_a_speech_has_a_page_with_who_speaks_and_what_each_sentence_names(client):
    page = client.get(f"{SPEECH}.html", headers=HTML).text
    for words in ("Cleo Speaker", "Head of Government", "AUS_76_2021.txt", SENTENCE):
        assert words in page
    row = re.search(r'<tr id="p1s2">.*?</tr>', page, re.DOTALL)
    assert row and 'href="/id/quad.html"' in row[0]
    links = set(re.findall(r'href="(/[^"#?]*)"', page))
    assert {client.get(path, headers=HTML).status_code for path in links} == {200}


def test_the_same_speech_is_data_by_its_iri(client, folder):
    """303 by Accept; the Turtle has the statements that an export has of the speech."""
    found = client.get(SPEECH, headers={"Accept": "text/turtle"})
    assert (found.status_code, found.headers["location"]) == (303, f"{SPEECH}.ttl")
    turtle = client.get(f"{SPEECH}.ttl")
    quads = pyoxigraph.parse(turtle.content, format=pyoxigraph.RdfFormat.TURTLE)
    lines = "".join(rdf.triples(str(folder))).encode()
    exported = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    own = f"https://w3id.org/secgraph{SPEECH}"
    wanted = {
        str(quad.triple)
        for quad in exported
        if quad.subject.value == own or quad.subject.value.startswith(f"{own}/")
    }
    assert {str(quad.triple) for quad in quads} == wanted
    found = client.get(f"{SPEECH}/p1s2", headers=HTML)
    assert (found.status_code, found.headers["location"]) == (303, f"{SPEECH}.html#p1s2")
    (mention, *_) = re.findall(rf"{SPEECH}/(m\d+-\d+)> a sg:Mention", turtle.text)
    assert client.get(f"{SPEECH}/{mention}", headers=HTML).headers["location"] == (
        f"{SPEECH}.html#p1s1"
    )


def test_sessions_lead_to_their_speeches(client):
    page = client.get("/corpus/ungdc/", headers=HTML).text
    assert "11 speeches" in page
    assert 'href="/corpus/ungdc/session/76"' in page
    page = client.get("/corpus/ungdc/session/76", headers=HTML).text
    assert f'href="{SPEECH}.html"' in page and "3 speeches" in page
    assert 'href="/corpus/ungdc/"' in client.get("/doc/", headers=HTML).text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/corpus/ungdc/session/75", "no session '75'"),
        ("/corpus/ungdc/session/076", "no session '076'"),
        ("/corpus/ungdc/session/" + "9" * 300, "no session"),
        ("/corpus/ungdc/session/x", "no session 'x'"),
        ("/corpus/ungdc/AUS_75_2020", "no speech"),
        ("/corpus/ungdc/AUS_75_2020.html", "no speech"),
        ("/corpus/ungdc/AUS_76_2021.exe", "no speech"),
        ("/corpus/ungdc/%27%20OR%201=1", "no speech"),
        (f"{SPEECH}/p9s9", "no passage"),
        ("/corpus/other/", "no such page"),
    ],
)
def test_what_is_not_there_is_404_with_what_is_near(path, words, client):
    answer = client.get(path)
    assert answer.status_code == 404
    assert words in answer.json()["detail"]
    if "AUS" in path:
        assert answer.json()["near"][0]["href"].startswith("/corpus/ungdc/AUS_7")


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    ("question", "view"),
    [("by-year?thing=aukus", "line"), ("by-state?thing=nato", "map"), ("together", "heat")],
)
def test_answers_of_a_corpus_are_drawn(question, view, client):
    name, _, values = question.partition("?")
    drawn = client.get(f"/query/corpus/{name}/{view}.svg?{values}")
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert "General Debate Corpus" in drawn.text


def test_the_endpoint_answers_the_subset_and_refuses_the_rest_by_name(client):
    """In a process of its own, as every query of a stranger."""
    query = "SELECT (COUNT(?m) AS ?n) WHERE { ?m sg:refersTo sgd:quad }"
    answer = client.get("/sparql", params={"query": query})
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "2"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["n", "2"]
    for text, reason in (
        ("SELECT ?m WHERE { ?m sg:hasHedge ?h }", "outside of the subset"),
        ("SELECT ?m WHERE {", ""),
        ("SELECT ?m WHERE { SERVICE <http://x.org/> { ?m ?p ?o } }", "SERVICE"),
    ):
        answer = client.get("/sparql", params={"query": text})
        assert answer.status_code in (400, 403)
        assert reason in answer.json()["detail"]


def test_an_agent_gets_the_rows_their_standing_and_whose_data_it_is(context):
    tools = Tools(context)
    arguments = {"question": "corpus/first", "values": {"thing": "Quad"}}
    answer = asyncio.run(tools.call("run_question", arguments))
    assert answer.data is not None
    (row,) = answer.data["rows"]
    assert row["standing"] == "a mention that a machine found, and no claim"
    assert row["evidence"][0]["id"] == "P1.S2"
    assert "source: United Nations General Debate Corpus" in answer.text
    refused = asyncio.run(
        tools.call("run_question", {"question": "corpus/first", "values": {"thing": "Quadd"}})
    )
    assert refused.is_error and "Quad" in refused.text


def test_a_corpus_that_changes_under_the_server_is_noticed(folder, archive, tmp_path):
    """What was remembered is not sent any more; strangers are not told where it stands."""
    place = tmp_path / "copy"
    shutil.copytree(folder, place)
    with (
        serving("--store", str(place)) as one,
        httpx.Client(base_url=one.url, timeout=60) as client,
    ):
        path = "/query/corpus/first.csv?thing=quad"
        before = client.get(path)
        assert before.status_code == 200
        page = client.get(f"{SPEECH}.html", headers=HTML).text
        assert SENTENCE not in page and "The words are not here" in page
        stray = place / "documents" / "part-0.parquet.bak"
        stray.write_bytes(b"")
        answer = client.get(path)
        assert (answer.status_code, answer.json()["reason"]) == (503, "changed")
        assert "part-0.parquet.bak" in answer.json()["detail"]
        stray.unlink()
        assert client.get(path).content == before.content
        secgraph("corpus", "add", "ungdc", str(archive), "-o", str(place))
        assert client.get(path).status_code == client.get("/healthz").status_code == 503


def test_a_copy_of_something_else_is_not_served(folder, tmp_path):
    other = corpora.pack(tmp_path / "other.tgz", {"README.txt": b"About."})
    done = secgraph("serve", "--store", str(folder), "--port", "0", "--text", str(other))
    assert (done.returncode, "holds no text of this corpus" in done.stderr) == (2, True)
    done = secgraph(
        "serve", "--store", str(folder), "--text", "x", "--public", "--base-url", "http://x.org"
    )
    assert "not ours to publish" in done.stderr


def test_pages_without_a_corpus_say_how_to_have_one(tmp_path):
    """Of the release, and of a static site."""
    context = Context(Session())
    made = site.answers.answer(context, site.answers.bind(context, "corpus/first", {}), {})
    assert json.loads(site.answers.data(context, made, ".json"))["note"].startswith("this store")
    links = site.StaticLinks(context, "/query/corpus/first", ())
    shown = site.question.page(context, links, made)
    shown.values["choices"] = []
    page = site.render(context, links, shown).decode()
    assert "secgraph corpus add ungdc" in page
    assert "which denies nothing" not in page


@pytest.fixture(scope="module")
def described(client) -> dict:
    return client.get("/openapi.json").json()


WITHOUT_DATA = (
    *("/", "/query/", "/doc/", "/about", "/api", "/id/", "/vocab/", "/download/", "/ask", "/find"),
    *("/doc/{slug}/", "/doc/{slug}/argument", "/doc/{slug}/beside/{other}"),
    *("/openapi.json", "/.well-known/void", "/sitemap.xml", "/robots.txt", "/healthz", "/{name}"),
    *("/download/{name}", "/ns.html", "/ns/{version}", "/r/{version}/{rest:path}"),
)
"""Routes of pages alone, of files, of what has a form of its own, and of what is elsewhere too."""


def test_each_route_of_data_is_described(context, described):
    """An address of a route, made up for it, is one that a path of the description covers."""
    taken = {path: re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) for path in described["paths"]}
    served = [route.path for route in app.build(context).app.app.routes]
    described_too = [path for path in served if not path.startswith("/reconcile")]
    ours = set(described_too) - set(WITHOUT_DATA)
    ours -= {path.rstrip("/") for path in WITHOUT_DATA} | {"/corpus/ungdc", "/corpus/"}
    assert f"{SPEECH[:13]}/{{slug}}" in ours
    for path in ours:
        example = re.sub(r"\{rest:path\}", "votes/on.csv", path)
        example = re.sub(r"\{\w+\}", "7", example)
        assert any(re.fullmatch(pattern, example) for pattern in taken.values()), path


def test_the_paths_of_a_corpus_are_valid_and_lead_where_they_say(client, described):
    """By each operation a status and media type that it names, also for what is not there."""
    paths = {path: one for path, one in described["paths"].items() if "/query/" not in path}
    openapi_spec_validator.validate({**described, "paths": paths})
    values = {"speech": "AUS_76_2021", "part": "p1s2", "number": "76", "ending": "ttl"}
    own = [path for path in paths if path.startswith("/corpus/ungdc/")]
    assert len(own) == 5
    for path in own:
        responses = paths[path]["get"]["responses"]
        names = [one["name"] for one in paths[path]["get"]["parameters"]]
        assert names == re.findall(r"\{(\w+)\}", path)
        answer = client.get(path.format(**values))
        media = answer.headers.get("content-type", "").partition(";")[0]
        assert media in responses[str(answer.status_code)].get("content", [""])
        if names:
            gone = client.get(path.format(**{**values, "speech": "AUS_1_1", "number": "9999"}))
            assert gone.headers["content-type"] in responses[str(gone.status_code)]["content"]
            assert gone.status_code == 404
