"""The reconciliation service keeps to the Reconciliation Service API 0.2, section by section.

The sections are those of the Final Community Group Report of 10 April 2023.
"""

import json
import re

import pandas
import pytest
import reconciler

CORS = "access-control-allow-origin"
NAMED = {"id", "name"}


def batch(client, **queries: dict) -> dict:
    """A batch, sent as clients do: JSON in the field of a form (section 4.2)."""
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    results = response.json()
    assert list(results) == list(queries)
    for one in results.values():
        check_result(one)
    return {key: one["result"] for key, one in results.items()}


def check_result(result: dict) -> None:
    """Section 4.3: each candidate has id, name and score; types have ids; match is a truth."""
    assert list(result) == ["result"]
    for one in result["result"]:
        assert {"id", "name", "score"} <= set(one)
        assert isinstance(one["id"], str)
        assert isinstance(one["name"], str)
        assert isinstance(one["score"], float)
        assert isinstance(one["match"], bool)
        assert all(set(type_) == NAMED for type_ in one["type"])
        assert all(isinstance(part["value"], float) for part in one["features"])
    scores = [one["score"] for one in result["result"]]
    assert scores == sorted(scores, reverse=True)
    assert sum(one["match"] for one in result["result"]) <= 1


def test_the_manifest(client):
    """Section 3: of a GET without parameters; required members, and templates with their ids."""
    response = client.get("/reconcile")
    manifest = response.json()
    assert response.headers[CORS] == "*"
    assert {"versions", "name", "identifierSpace", "schemaSpace"} <= set(manifest)
    assert "0.2" in manifest["versions"]
    assert "{{id}}" in manifest["view"]["url"]
    preview = manifest["preview"]
    assert "{{id}}" in preview["url"]
    assert isinstance(preview["width"], int)
    assert isinstance(preview["height"], int)
    for kind in ("entity", "type", "property"):
        service = manifest["suggest"][kind]
        address = service["service_url"] + service["service_path"]
        assert client.get(address, params={"prefix": "a"}).status_code == 200
        assert "${id}" in service["flyout_service_path"]
    extend = manifest["extend"]["propose_properties"]
    assert client.get(extend["service_url"] + extend["service_path"]).status_code == 200
    assert {type_["id"] for type_ in manifest["defaultTypes"]} <= {
        "State", "Grouping", "Region", "Actor"
    }  # fmt: skip
    assert manifest["view"]["url"].startswith(str(client.base_url))


def test_a_name_that_one_thing_has_matches(client):
    """By label, alias, official name and code; case and accents do not count."""
    names = ["Japan", "japan", "Republic of Korea", "JPN", "Quadrilateral Security Dialogue"]
    results = batch(client, **{str(number): {"query": name} for number, name in enumerate(names)})
    matches = [[one["id"] for one in result if one["match"]] for result in results.values()]
    assert matches == [["japan"], ["japan"], ["south-korea"], ["japan"], ["quad"]]
    assert {"id": "State", "name": "state"} in results["0"][0]["type"]


@pytest.mark.parametrize("name", ["Tokyo", "Moscow", "tokyo"])
@pytest.mark.parametrize("type_", [None, "Government", "Actor"])
def test_a_city_that_stands_for_a_government_never_matches(client, name, type_):
    """It is offered, since a person may choose it; whatever type the column has."""
    query = {"query": name} | ({"type": type_} if type_ else {})
    (result,) = batch(client, q0=query).values()
    assert result[0]["id"].startswith("government-of-")
    assert not any(one["match"] for one in result)
    assert "city" in result[0]["description"]


def test_a_name_that_several_things_share_never_matches_by_itself(client):
    """Both are offered with the same score; with a type, one of them is meant."""
    results = batch(
        client,
        q0={"query": "Europe"},
        q1={"query": "Europe", "type": "Region"},
        q2={"query": "AUS"},
    )
    assert {one["id"] for one in results["q0"][:2]} == {"europe", "europe-as-actor"}
    assert not any(one["match"] for one in results["q0"])
    assert [one["id"] for one in results["q1"] if one["match"]] == ["europe"]
    assert not any(one["match"] for one in results["q2"])


def test_a_name_that_is_like_another_does_not_match(client):
    (result,) = batch(client, q0={"query": "Japn"}).values()
    assert (result[0]["id"], result[0]["match"]) == ("japan", False)
    assert result[0]["score"] < 100


def test_types_and_limits_narrow_a_query(client):
    """Section 4.1: type, a text or a list; limit; type_strict."""
    results = batch(
        client,
        q0={"query": "Japan", "type": "Region"},
        q1={"query": "Japan", "type": ["Region", "https://w3id.org/secgraph/ns#State"]},
        q2={"query": "Japan", "limit": 1},
        q3={"query": "Japan", "type": "Region", "type_strict": "should"},
        q4={"query": ""},
        q5={"query": "zzzzzz"},
    )
    assert "japan" not in [one["id"] for one in results["q0"]]
    assert results["q1"][0]["id"] == "japan"
    assert len(results["q2"]) == 1
    assert results["q3"][0]["id"] == "japan"
    assert results["q4"] == results["q5"] == []


def test_other_columns_agree_or_contradict(client):
    """Section 4.1: properties; a code of another state is no match, whatever the name says."""

    def with_code(code: object) -> list[dict]:
        return [{"pid": "iso-alpha3", "v": code}]

    results = batch(
        client,
        q0={"query": "Japan", "properties": with_code("JPN")},
        q1={"query": "Japan", "properties": with_code("KOR")},
        q2={"query": "", "properties": with_code(["JPN"])},
        q3={"query": "Japan", "properties": [{"pid": "no-such", "v": {"id": "x"}}]},
    )
    assert results["q0"][0]["match"]
    assert results["q0"][0]["score"] > 100
    assert not [one for one in results["q1"] if one["id"] == "japan" and one["match"]]
    assert [one["id"] for one in results["q2"] if one["match"]] == ["japan"]
    assert results["q3"][0]["match"]


def test_get_and_jsonp(client):
    """Sections 4.2 and 2.2: by GET too, and with a callback where a client has no CORS."""
    queries = json.dumps({"q0": {"query": "Japan"}})
    plain = client.get("/reconcile", params={"queries": queries})
    assert plain.headers["content-type"] == "application/json"
    called = client.get("/reconcile", params={"queries": queries, "callback": "jQuery1_2.a"})
    assert called.headers["content-type"].startswith("application/javascript")
    match = re.fullmatch(r"/\*\*/jQuery1_2\.a\((.*)\);", called.text)
    assert match
    assert json.loads(match[1]) == plain.json()
    for callback in ("alert(1)//", "", "a;b", "a" * 100, "é"):
        response = client.get("/reconcile", params={"callback": callback})
        assert response.status_code == 400, callback


def test_one_query_of_the_first_version(client):
    """Version 0.1: a query alone, as JSON or as a text."""
    as_json = client.get("/reconcile", params={"query": '{"query": "Japan"}'}).json()
    as_text = client.get("/reconcile", params={"query": "Japan"}).json()
    check_result(as_text)
    assert as_json == as_text


@pytest.mark.parametrize(
    ("kind", "prefix", "id_"),
    [("entity", "jap", "japan"), ("type", "sta", "State"), ("property", "iso", "iso-alpha3")],
)
def test_suggestions_and_flyouts(client, kind, prefix, id_):
    """Sections 5.1 to 5.3: result with id and name; the flyout is HTML of the same id."""
    response = client.get(f"/reconcile/suggest/{kind}", params={"prefix": prefix})
    assert response.headers[CORS] == "*"
    results = response.json()["result"]
    assert all(set(one) >= NAMED for one in results)
    assert id_ in [one["id"] for one in results]
    flyout = client.get(f"/reconcile/flyout/{kind}", params={"id": id_}).json()
    assert flyout["id"] == id_
    assert flyout["html"].startswith("<p><strong>")
    assert client.get(f"/reconcile/flyout/{kind}", params={"id": "<b>"}).status_code == 422
    second = client.get(f"/reconcile/suggest/{kind}", params={"prefix": prefix, "cursor": "1"})
    assert second.json()["result"][:1] == results[1:2]


def test_the_preview_is_a_page_that_may_be_framed(client):
    """Section 6."""
    response = client.get("/reconcile/preview", params={"id": "quad"})
    assert response.headers["content-type"].startswith("text/html")
    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert "<strong>Quad</strong>" in response.text
    assert client.get("/reconcile/preview", params={"id": "no"}).status_code == 404


def test_properties_extend_a_table(client):
    """Sections 7.1 to 7.3: proposed for a type, then given for ids, each value by its kind."""
    proposed = client.get("/reconcile/properties", params={"type": "State", "limit": 20}).json()
    assert proposed["type"] == "State"
    assert all(set(one) == NAMED for one in proposed["properties"])
    assert len(proposed["properties"]) == 20
    wanted = ["iso-alpha3", "wikidata", "skos:altLabel", "dcterms:source"]
    extend = {"ids": ["japan", "no-such"], "properties": [{"id": name} for name in wanted]}
    response = client.post("/reconcile", data={"extend": json.dumps(extend)})
    data = response.json()
    assert [one["id"] for one in data["meta"]] == wanted
    assert set(data["rows"]) == {"japan", "no-such"}
    assert data["rows"]["japan"]["iso-alpha3"] == [{"str": "JPN"}]
    assert data["rows"]["japan"]["wikidata"] == [{"str": "Q17"}]
    assert all(set(cell) == NAMED for cell in data["rows"]["japan"]["dcterms:source"])
    assert data["rows"]["no-such"] == {name: [] for name in wanted}


MALFORMED = [
    {"queries": "{"},
    {"queries": "[]"},
    {"queries": '{"q0": {}}'},
    {"queries": '{"q0": 5}'},
    {"queries": '{"q0": {"query": 5}}'},
    {"queries": '{"q0": {"query": "a", "limit": 0}}'},
    {"queries": '{"q0": {"query": "a", "limit": "5"}}'},
    {"queries": '{"q0": {"query": "a", "type": 5}}'},
    {"queries": '{"q0": {"query": "a", "properties": [{"pid": "x"}]}}'},
    {"queries": '{"q0": {"query": "\\ud800"}}'},
    {"queries": '{"q0": {"query": "a"}, "q0": {"query": "b"}}'},
    {"queries": '{"q0": {"query": "a", "limit": Infinity}}'},
    {"queries": '{"q0": {"query": "a", "properties": [{"pid": "x", "v": {"id": {}}}]}}'},
    {"queries": '{"q0": {"query": "a", "properties": [{"pid": "x", "v": [null]}]}}'},
    {"queries": json.dumps({"q0": {"query": "x" * 1001}})},
    {"extend": '{"ids": ["japan"]}'},
    {"extend": '{"ids": [5], "properties": [{"id": "iso-alpha3"}]}'},
    {"extend": '{"ids": [], "properties": ["iso-alpha3"]}'},
]


@pytest.mark.parametrize("fields", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_malformed_is_refused_as_a_whole(client, fields):
    """No answer under 200 leaves out a row in silence."""
    response = client.post("/reconcile", data=fields)
    assert response.status_code == 400, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers[CORS] == "*"


def test_other_requests_are_refused(client):
    def posted(**values: str) -> int:
        return client.post("/reconcile", data=values).status_code

    many = {str(number): {"query": "a"} for number in range(101)}
    assert posted(queries=json.dumps(many)) == 413
    assert posted(queries=json.dumps({"q0": {"query": "a", "type": "Stat"}})) == 422
    unknown = {"ids": ["japan"], "properties": [{"id": "no-such"}]}
    assert posted(extend=json.dumps(unknown)) == 422
    assert client.post("/reconcile", json={}).status_code == 415
    assert client.put("/reconcile").status_code == 405
    assert client.get("/reconcile/suggest/entity").status_code == 400
    assert client.get("/reconcile/suggest/entity?prefix=a&cursor=-1").status_code == 400
    assert client.get("/reconcile?queries={}&queries={}").status_code == 400
    keys = client.post("/reconcile", data={"queries": '{"base": {"query": "Quad"}}'}).json()
    assert keys["base"]["result"][0]["id"] == "quad"


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_a_client_of_others_reconciles_a_column(server):
    """The package reconciler, which sends batches of ten."""
    names = [
        "Japan", "India", "Australia", "United States", "Quad", "NATO", "Tokyo", "Europe",
        "Germany", "France", "Poland", "Japn",
    ]  # fmt: skip
    found = reconciler.reconcile(
        pandas.Series(names), reconciliation_endpoint=f"{server.url}/reconcile"
    )
    matches = dict(zip(found["input_value"], found["match"], strict=True))
    assert [name for name, match in matches.items() if not match] == ["Tokyo", "Europe", "Japn"]
    ids = dict(zip(found["input_value"], found["id"], strict=True))
    assert (ids["Japan"], ids["NATO"], ids["Japn"]) == ("japan", "nato", "japan")
