"""Every IRI of the project leads to a page and to RDF, by what a client accepts."""

import pyoxigraph
import pytest

from secgraph.namespaces import SG
from secgraph.query.sessions import session

ROOT = "https://w3id.org/secgraph"
FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


def samples() -> list[str]:
    """An IRI of the project for each class that has one, and the ontology."""
    rows = session().store.rows(
        "SELECT ?c (MIN(STR(?s)) AS ?one) WHERE { ?s a ?c . FILTER (isIRI(?s)) "
        f'FILTER (STRSTARTS(STR(?s), "{ROOT}/")) }} GROUP BY ?c ORDER BY STR(?c)'
    )
    return sorted({row[1] for row in rows})


MORE = [pytest.mark.browser, pytest.mark.sampled]
"""The marks of what is like the others."""

SAMPLES = [
    pytest.param(iri, marks=[] if place % 4 == 0 else MORE) for place, iri in enumerate(samples())
]
"""A fourth of them; `make test-browser` looks at all."""


@pytest.mark.parametrize("iri", SAMPLES)
def test_a_thing_redirects_to_its_page_and_to_rdf_that_is_about_it(iri, client):
    path = iri[len(ROOT) :].partition("#")[0]
    page = client.get(path, headers={"accept": "text/html,*/*;q=0.8"})
    data = client.get(path, headers={"accept": "text/turtle"})
    assert (page.status_code, data.status_code) == (303, 303)
    assert page.headers["vary"] == data.headers["vary"] == "Accept"
    shown = client.get(page.headers["location"])
    assert shown.status_code == 200
    assert f'href="{data.headers["location"]}"' in shown.text
    triples = _triples(client.get(data.headers["location"]))
    assert any(triple.subject.value == iri for triple in triples)


def test_the_four_formats_say_the_same(client):
    said = {
        ending: frozenset(map(str, _triples(client.get(f"/id/japan.{ending}"))))
        for ending in FORMATS
    }
    assert len(set(said.values())) == 1
    assert len(said["nt"]) > 20


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("", "/id/japan.html"),
        ("text/turtle;q=0.9, text/html;q=0.3", "/id/japan.ttl"),
        ("application/ld+json", "/id/japan.jsonld"),
        ("application/rdf+xml, */*;q=0.1", "/id/japan.rdf"),
        ("text/*", "/id/japan.html"),
    ],
)
def test_the_format_is_the_one_that_the_client_likes_best(accept, location, client):
    assert client.get("/id/japan", headers={"accept": accept}).headers["location"] == location


def test_a_format_that_nobody_has_is_406(client):
    assert client.get("/id/japan", headers={"accept": "image/png"}).status_code == 406


def test_json_ld_in_the_page_is_about_the_thing(client):
    import json
    import re

    page = client.get("/id/japan.html").text
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert script
    assert json.loads(script[1])["@graph"][0]["@id"] == f"{ROOT}/id/japan"


def test_a_name_that_nothing_has_leads_to_what_looks_like_it(client):
    missing = client.get("/id/japam", headers={"accept": "text/html"})
    assert missing.status_code == 404
    assert 'href="/id/japan.html"' in missing.text


def test_the_ontology_is_whole(client):
    terms = {triple.subject.value for triple in _triples(client.get("/ns.ttl"))}
    assert f"{SG}Claim" in terms
    assert f"{ROOT}/ns" in terms


def _triples(response) -> list[pyoxigraph.Quad]:
    assert response.status_code == 200
    media = response.headers["content-type"].partition(";")[0]
    format = pyoxigraph.RdfFormat.from_media_type(media)
    return list(pyoxigraph.parse(response.content, format=format))
