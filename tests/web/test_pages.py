"""What pages show, read from a real server."""

import csv
import io
import re
from html import unescape

import httpx
import pytest

from secgraph.query.catalog import Catalog

MORE = [pytest.mark.browser, pytest.mark.sampled]
"""The marks of what is like the others."""

NAMES = [name for name in Catalog().names() if not name.startswith("links/")]
ANSWERED = [
    pytest.param(name, marks=[] if place % 5 == 0 else MORE) for place, name in enumerate(NAMES)
]
"""A fifth of the questions; `make test-browser` looks at all."""
HTML = {"accept": "text/html"}


def words(page: str) -> str:
    """The text of a page, without its elements."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("name", ANSWERED)
def test_the_page_of_a_question_counts_the_rows_of_its_file(name, client: httpx.Client):
    """The page says so many rows as the CSV has, and the CSV has those of the package."""
    page = client.get(f"/query/{name}", headers=HTML)
    table = client.get(f"/query/{name}.csv")
    rows = len(list(csv.DictReader(io.StringIO(table.text))))
    assert (page.status_code, table.status_code) == (200, 200)
    assert re.search(rf"<b>{rows:,} rows?</b>", page.text)


def test_the_first_cell_of_a_claim_is_its_sentence_and_a_denial_is_dashed_in_words(client):
    page = client.get("/query/linkage/between-regions", headers=HTML).text
    near = page[page.index("c-p10s2-b") - 200 :]
    cell = re.search(r'<th scope="row"[^>]*>.*?</th>', near, re.DOTALL)
    assert cell
    assert "inseparable" in words(cell[0])
    assert "denied: is linked with, inseparably" in words(cell[0])
    assert '<span class="tag denied">denied</span>' in cell[0]
    assert "the authors · P10.S2" in words(cell[0])
    assert ">standing</th>" not in page
    assert re.search(r"\.tag\.denied \{[^}]*dashed", client.get("/style.css").text)


def test_what_is_only_reported_says_whose_it_is(client):
    page = words(client.get("/doc/east-is-east/c-p10s1-a.html", headers=HTML).text)
    assert "reported and rejected" in page
    assert "held by Fumio Kishida, as the authors report" in page


def test_the_home_page_has_a_claim_that_two_documents_contest(client):
    page = words(client.get("/", headers=HTML).text)
    first, last = page.index("Contested across documents"), page.index("Which claims does one")
    assert "is denied by" in page[first:last]
    assert "of Quad leaders' statement of 2021" in page[first:last]
    assert "of East is East" in page[first:last]


def test_the_form_offers_the_values_of_the_header_and_shows_what_was_asked(client):
    page = client.get("/query/linkage/between-regions?from=Asia", headers=HTML).text
    field = re.search(r'<select id="value-from".*?</select>', page, re.DOTALL)
    assert field
    assert '<option value="asia" selected>Asia</option>' in field[0]
    assert '<option value="europe">Europe</option>' in field[0]
    assert "India" not in field[0]


def test_the_same_value_by_label_slug_and_iri_is_the_same_answer(client):
    tags = {
        client.get("/query/alignment/divergences.csv", params={"actor": name}).headers["etag"]
        for name in ("India", "india", "sgd:india", "https://w3id.org/secgraph/id/india")
    }
    assert len(tags) == 1
    assert client.get("/query/alignment/divergences.csv?actor=Japan").headers["etag"] not in tags


def test_several_values_of_a_form_are_one_answer_with_a_short_address(client):
    """A form sends each value that is chosen, and an empty one for "any"."""
    path = "/query/linkage/between-regions"
    words = "document=&document=East+is+East+(essay+on+Japan+and+NATO)&document=quad-2021"
    chosen = client.get(f"{path}.json?{words}").json()
    assert chosen["values"] == {"document": "east-is-east,quad-2021"}
    assert chosen == client.get(f"{path}.json?document=east-is-east,quad-2021").json()
    page = client.get(f"{path}?document=east-is-east&document=quad-2021", headers=HTML).text
    field = re.search(r'<select id="value-document".*?</select>', page, re.DOTALL)
    assert field
    assert " multiple" in field[0]
    assert field[0].count(" selected>") == 2
    assert client.get(f"{path}.json?document=").json()["values"] == {}


def test_what_are_too_many_for_a_list_are_suggested(client):
    suggested = client.get("/query/claims/about?thing=quad", headers=HTML).text
    field = re.search(r'<input id="value-thing"[^>]*list="(.*?)"', suggested)
    assert field
    assert 'value="quad"' in field[0]
    assert f'<datalist id="{field[1]}">' in suggested


def test_every_download_of_an_answer_is_offered_and_there(client):
    page = client.get("/query/votes/on", headers=HTML).text
    for ending in (".csv", ".tsv", ".json", ".md", ".srj", ".rq", ".ttl"):
        link = f"/query/votes/on{ending}"
        assert f'href="{link}"' in page
        assert client.get(link).status_code == 200
    assert client.get("/query/votes/on.srj").json()["results"]["bindings"]
    assert client.get("/query/votes/on.json").json()["question"] == "votes/on"


@pytest.mark.browser
def test_the_figure_of_an_answer_is_svg(client):
    page = client.get("/query/record/by-grouping", headers=HTML).text
    link = re.search(r'<img src="([^"]+/bars\.svg)"', page)
    assert link
    figure = client.get(link[1])
    assert figure.headers["content-type"] == "image/svg+xml"
    assert "<svg" in figure.text


def test_an_answer_without_rows_denies_nothing_and_leads_on(client):
    page = words(client.get("/query/threats/to?target=AUKUS", headers=HTML).text)
    assert "0 rows" in page
    assert "What is not listed is not spoken of" in page


def test_a_statement_is_judged_with_its_sentences(client):
    statement = {"s": "North Atlantic", "p": "has security inseparable from", "o": "Asia"}
    page = words(client.get("/ask", params=statement, headers=HTML).text)
    assert "only reported: held by Fumio Kishida, rejected by the authors" in page
    assert "P10.S1 of East is East" in page


def test_a_search_leads_to_questions_claims_and_things(client):
    page = client.get("/find", params={"q": "vote India"}, headers=HTML).text
    assert 'href="/query/votes/how-actor-voted?actor=India"' in page
    assert "claim" in words(page)


@pytest.mark.browser
def test_two_documents_stand_side_by_side(client):
    page = words(client.get("/doc/east-is-east/beside/quad-2021", headers=HTML).text)
    pairs = [("east-is-east", "quad-2021"), ("quad-2021", "east-is-east")]
    tables = [
        client.get("/query/compare/contested.csv", params={"document": one, "other": other}).text
        for one, other in pairs
    ]
    rows = sum(len(list(csv.DictReader(io.StringIO(table)))) for table in tables)
    assert rows
    assert f"Contested ({rows})" in page
    assert "Only in East is East" in page


def test_a_line_of_argument_is_a_list_of_claims(client):
    page = client.get("/doc/east-is-east/argument", headers=HTML).text
    assert page.count("<li value=") > 10
    assert '<li value="1">' in page


def test_terms_of_the_ontology_have_their_borders_shapes_and_anchors(client):
    page = client.get("/ns.html", headers=HTML).text
    term = page[page.index('id="Claim"') :]
    assert "border:" in term
    assert "A claim has exactly one polarity" in words(page)


def test_what_is_framed_may_be_framed_and_nothing_else(client):
    framed = client.get("/query/votes/on/embed").headers["content-security-policy"]
    plain = client.get("/query/votes/on").headers["content-security-policy"]
    assert "frame-ancestors *" in framed
    assert "frame-ancestors 'none'" in plain


@pytest.mark.browser
def test_the_list_for_search_engines_names_pages_that_are_there(client, served):
    listed = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert len(listed) > 3000
    for address in listed[:: len(listed) // 25]:
        assert address.startswith(served.url)
        assert client.get(address).status_code == 200, address


def test_a_page_of_a_release_is_kept_for_good_and_of_another_release_not_found(client):
    release = client.get("/query/votes/on.json").json()["release"]
    kept = client.get(f"/r/{release}/query/votes/on")
    assert "immutable" in kept.headers["cache-control"]
    assert kept.text == client.get("/query/votes/on").text
    missing = client.get("/r/0.0.1/query/votes/on", headers=HTML)
    assert missing.status_code == 404
    assert 'href="/query/votes/on"' in missing.text


@pytest.mark.long
@pytest.mark.sampled
def test_files_of_the_release_have_the_digests_that_the_page_says(client):
    import hashlib

    page = client.get("/download/", headers=HTML).text
    pairs = re.findall(r'href="(/download/[^"]+)".*?<code>([0-9a-f]{64})</code>', page)
    assert len(pairs) > 8
    for link, digest in pairs[:3]:
        assert hashlib.sha256(client.get(link).content).hexdigest() == digest
    assert b"void:Dataset" in client.get("/.well-known/void").content
