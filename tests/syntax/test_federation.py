"""Questions that ask another store.

Off unless allowed, and answered the same by a store that stands in for Wikidata.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest

import secgraph as sg
from secgraph.errors import BadQuery, BadValue, ServiceRefused, UsageError
from secgraph.linking import validate
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded
from secgraph.syntax import federation
from secgraph.syntax.portability import parse
from support import oxigraph as servers
from support.command import secgraph
from support.paths import FEDERATING, FIXTURES, ROOT, SHARED

WIKIDATA = "https://query.wikidata.org/sparql"
EXTRACTS = SHARED / "datasets" / "wikidata"
NAMES = [f"{path.parent.name}/{path.stem}" for path in FEDERATING]


def served(url: str, data: bytes) -> str:
    done = httpx.post(
        f"{url}/store?default",
        content=data,
        headers={"Content-Type": "text/turtle"},
        trust_env=False,
        timeout=servers.PATIENCE,
    )
    assert done.status_code == 204, done.text
    return f"{url}/query"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store with some facts of Wikidata."""
    with servers.oxigraph(tmp_path_factory.mktemp("wikidata")) as url:
        yield served(url, (FIXTURES / "federation" / "wikidata.ttl").read_bytes())


def test_the_questions_are_these():
    assert NAMES == ["links/codes", "links/labels", "links/members"]
    assert all(path.with_suffix(".csv").is_file() for path in FEDERATING)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_csv_beside_it(name, service):
    """In this process, by the address of a copy, with and without a time limit."""
    with (
        Path(catalog.packaged().get(name).path)
        .with_suffix(".csv")
        .open(encoding="utf-8", newline="") as file
    ):
        head, *expected = csv.reader(file)
    for limit in (None, 60.0):
        found = sg.run(name, services={WIKIDATA: service}, timeout=limit)
        assert list(found.columns) == head
        assert [[row[column] for column in head] for row in found.rows] == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_store_that_holds_the_release_gives_the_same(name, service, stores):
    """Asked over HTTP, the store itself follows SERVICE."""
    query = catalog.packaged().get(name)
    text, _ = federation.directed(query.text, {WIKIDATA: service})
    graph = "https://w3id.org/secgraph/graph/release"
    done = httpx.post(
        f"{stores['oxigraph-http']}/query",
        params={"default-graph-uri": graph},
        content=text,
        headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        trust_env=False,
        timeout=servers.PATIENCE,
    )
    with Path(query.path).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(done.text.splitlines())) == list(csv.reader(file))


@pytest.mark.parametrize("name", NAMES)
def test_the_items_in_a_question_are_those_of_the_table(name):
    """Nothing is asked for but exact matches.

    Labels asks for all of them, codes for the states, members for groupings.
    """
    text = catalog.packaged().get(name).text
    asked = {word.removeprefix("wd:") for word in text.split() if word.startswith("wd:Q")}
    exact = {
        link.identifier: link.subject
        for link in sg.links(target="wikidata")
        if link.predicate.endswith("exactMatch")
    }
    kinds = {"links/labels": None, "links/codes": "State", "links/members": "Grouping"}
    above = validate.Knowledge()
    kind = kinds[name]
    assert asked == {
        item
        for item, thing in exact.items()
        if kind is None or f"https://w3id.org/secgraph/ns#{kind}" in above.kinds(thing)
    } - ({"Q47423"} if kind == "Grouping" else set())


@pytest.mark.parametrize("name", NAMES)
def test_a_question_that_asks_another_store_is_refused_unless_allowed(name):
    with pytest.raises(
        ServiceRefused,
        match=r"query\.wikidata\.org/sparql by SERVICE, which is off .* --allow-service",
    ) as told:
        sg.run(name)
    assert told.value.services == [WIKIDATA]


HIDDEN = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { service SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<%s>{ ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE: { ?s ?p ?o } }",
    "PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { ?a ?b 1SERVICE<%s>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b trueSERVICE<%s>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b 1.SERVICE<%s>{ ?s ?p ?o } }",
    'SELECT * { ?a ?b "x"SERVICE<%s>{ ?s ?p ?o } }',
    'SELECT * { ?a ?b "x"^^<x:y>SERVICE<%s>{ ?s ?p ?o } }',
    "SELECT * { ?a ?b ?c.SERVICE<%s>{ ?s ?p ?o } }",
    "SELECT * { {}SERVICE # a comment\n <%s> { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c FILTER(?c<1)SERVICE<%s>{ ?s ?p ?o } FILTER(2>1) }",
    "SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }",
    "ASK { SERVICE <%s> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { OPTIONAL { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } } }",
    "SELECT * { FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_no_spelling_of_service_gets_past(text, tmp_path):
    """Nothing is sent, however the word is written.

    The address would otherwise see a connection.
    """
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        query = text % f"http://127.0.0.1:{listening.getsockname()[1]}/query"
        for limit in (None, 60.0):
            with pytest.raises(ServiceRefused):
                sg.sparql(query, timeout=limit)
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s rdfs:label "SERVICE <http://127.0.0.1:1/> {}"@en }',
        "SELECT ?service { ?service a sg:State } LIMIT 1",
        "SELECT * { ?s a <http://example.org/SERVICE> }",
        "SELECT * { ?s a sg:SERVICE } # SERVICE <http://127.0.0.1:1/>",
        "SELECT * { ?s sg:has-service ?o }",
    ],
)
def test_the_word_alone_is_no_service(text):
    assert sg.sparql(text).rows is not None


def test_only_the_named_stores_are_asked_each_at_its_address(service):
    query = (
        "SELECT ?l { SERVICE <https://one.example/> { <http://www.wikidata.org/entity/Q17> "
        "rdfs:label ?l } }"
    )
    assert [
        row["l"] for row in sg.sparql(query, services={"https://one.example/": service}).rows
    ] == ["Japan"]
    assert [row["l"] for row in sg.sparql(query, services={"*": service}).rows] == ["Japan"]
    assert [
        row["l"]
        for row in sg.sparql(query.replace("https://one.example/", service), services=True).rows
    ] == ["Japan"]
    with pytest.raises(ServiceRefused, match=r"https://one\.example/"):
        sg.sparql(query, services={"https://two.example/": service})
    with pytest.raises(BadQuery, match="whole IRI"):
        sg.sparql(
            "SELECT * { VALUES ?x { <http://a/> } SERVICE ?x { ?s ?p ?o } }",
            services={"*": service},
        )
    with pytest.raises(UsageError, match=r"secgraph\.stores\.open"):
        sg.sparql(query, services=True, store=Embedded())


@pytest.mark.parametrize(
    "pair", ["nonsense", "https://a/=ftp://b/", "https://a/ =https://b/ c", ""]
)
def test_an_address_is_whole(pair):
    with pytest.raises(BadValue, match="IRI=URL"):
        federation.address(pair)


def test_from_the_command_line(service):
    """Refused with what to say, allowed by what was said, and not beside the URL of a store."""
    refused = secgraph("run", "links/codes")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--allow-service" in refused.stderr
    expected = (ROOT / "queries" / "links" / "codes.csv").read_text(encoding="utf-8")
    for address in (service, f"{WIKIDATA}={service}"):
        done = secgraph("run", "links/codes", "--service", address)
        assert (done.returncode, done.stdout.replace("\r\n", "\n")) == (0, expected), done.stderr
    assert secgraph("run", "links/codes", "--service", service, "--allow-service").returncode == 2
    assert (
        "--store"
        in secgraph(
            "run", "links/codes", "--service", service, "--store", "http://127.0.0.1:1/"
        ).stderr
    )
    assert (
        secgraph(
            "sparql",
            f"SELECT * {{ SERVICE <{service}> {{ ?s ?p ?o }} }} LIMIT 1",
            "--allow-service",
        ).returncode
        == 0
    )


def test_questions_that_ask_others_are_left_out_of_a_test_of_all(service):
    """They say so, and come in where the store that stands in is named."""
    told = secgraph("queries", "test")
    assert told.returncode == 0, told.stdout
    assert told.stdout.count("left out  links/") == 3
    assert "3 left out" in told.stdout
    assert secgraph("queries", "test", "--service", service).stdout.count("same     links/") == 3


def test_a_store_that_does_not_answer_is_named_as_such():
    port = servers.free_port()
    with pytest.raises(sg.EngineError, match="understood and failed"):
        sg.run("links/codes", services={"*": f"http://127.0.0.1:{port}/query"})


@pytest.mark.shared("datasets/wikidata")
def test_the_facts_that_stand_in_are_those_of_the_extracts():
    """Each label, code and membership stands in an extract, and no member of NATO there is left
    out."""
    features = {
        each["wikidata"]: each
        for each in json.loads(
            (EXTRACTS / "country-coder_5.1.0_features.json").read_text(encoding="utf-8")
        )
        if "wikidata" in each
    }
    alliances = [
        each
        for each in json.loads(
            (EXTRACTS / "military-alliances_2020-10-28.json").read_text(encoding="utf-8")
        )
        if each["alliance"].endswith("/Q7184")
    ]
    names = {each["country"].rpartition("/")[2]: each["countryLabel"] for each in alliances} | {
        "Q7184": "NATO"
    }
    members = set()
    for quad in pyoxigraph.parse(path=str(FIXTURES / "federation" / "wikidata.ttl")):
        item, said = quad.subject.value.rpartition("/")[2], quad.predicate.value
        if said.endswith("label"):
            assert quad.object.value == features.get(item, {}).get("nameEn", names.get(item)), item
        elif said.endswith("P297"):
            assert quad.object.value == features[item]["iso1A2"]
        else:
            assert quad.object.value.endswith("/Q7184")
            members.add(item)
    assert members == set(names) - {"Q7184"}


@pytest.mark.shared("datasets/wikidata")
def test_the_extracts_whole_give_the_expected_members(tmp_path):
    """Served whole, with all alliances and all features, the extracts give the same members of
    NATO."""
    features = json.loads(
        (EXTRACTS / "country-coder_5.1.0_features.json").read_text(encoding="utf-8")
    )
    alliances = json.loads(
        (EXTRACTS / "military-alliances_2020-10-28.json").read_text(encoding="utf-8")
    )
    label, member = (
        "<http://www.w3.org/2000/01/rdf-schema#label>",
        "<http://www.wikidata.org/prop/direct/P463>",
    )
    named = {
        f"http://www.wikidata.org/entity/{each['wikidata']}": each["nameEn"]
        for each in features
        if "wikidata" in each and "nameEn" in each
    }
    lines = [f"<{each['country']}> {member} <{each['alliance']}> ." for each in alliances]
    named = {**{each["country"]: each["countryLabel"] for each in alliances}, **named}
    lines += [
        f"<{item}> {label} {json.dumps(name, ensure_ascii=False)}@en ."
        for item, name in named.items()
    ]
    (tmp_path / "store").mkdir()
    with servers.oxigraph(tmp_path / "store") as url:
        address = served(url, "\n".join(lines).encode())
        found = sg.run("links/members", services={"*": address}).rows
    with (ROOT / "queries" / "links" / "members.csv").open(encoding="utf-8", newline="") as file:
        assert found == list(csv.DictReader(file))


def test_without_the_grammar_a_query_with_the_word_is_refused_with_advice(monkeypatch):
    """The grammar belongs to every installation, so no extra brings it."""
    parse._parser.cache_clear()
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    with pytest.raises(sg.MissingExtra, match=r"--force-reinstall secgraph$") as caught:
        sg.sparql("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert caught.value.extra == ""
