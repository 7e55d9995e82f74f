"""The description in OpenAPI is valid, and what it describes is what is served."""

import jsonschema
import pytest

from secgraph.query import inputs
from secgraph.query.sessions import Session

SESSION = Session()
SAMPLE = ("linkage/between-regions", "record/obligations")


@pytest.fixture(scope="module")
def document(client):
    response = client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    return response.json()


@pytest.fixture
def validate():
    """The validator of the format, which takes half a second to import."""
    import openapi_spec_validator

    return openapi_spec_validator.validate


def called(client, path: str, parameters: list[dict], values: dict):
    """Call an operation by its described parameters (OpenAPI 3.1, section 4.8.12.2)."""
    path = path.replace("{format}", "json")
    words = []
    for one in parameters:
        if one.get("in") != "query" or one["name"] not in values:
            continue
        assert (one["style"], one["explode"]) == ("form", True)
        value = values[one["name"]]
        words += [(one["name"], item) for item in (value if isinstance(value, list) else [value])]
    return client.get(path, params=words)


def resolved(document: dict, node):
    """A part of the description with what it refers to in its place."""
    if isinstance(node, list):
        return [resolved(document, one) for one in node]
    if not isinstance(node, dict):
        return node
    node = {key: resolved(document, value) for key, value in node.items()}
    target = document
    for name in node.pop("$ref", "#").split("/")[1:]:
        target = target[name]
    return {**(target if target is not document else {}), **node}


@pytest.mark.long
@pytest.mark.sampled
def test_the_whole_is_valid(document, validate):
    validate(document)


def test_it_is_valid(document, validate):
    """The endpoint and some questions; all of them take seconds."""
    paths = {f"/query/{name}.{{format}}" for name in SAMPLE} | {"/sparql"}
    paths = {name: path for name, path in document["paths"].items() if name in paths}
    assert len(paths) == 1 + len(SAMPLE)
    validate({**document, "paths": paths})
    operation = {"get": {"responses": "none"}}
    with pytest.raises(Exception, match="none"):
        validate({**document, "paths": {"/sparql": operation}})


def test_each_question_is_an_operation(document):
    names = [asked.name for asked in inputs.interfaces(SESSION)]
    assert [path[7:-9] for path in document["paths"] if path.startswith("/query/")] == names
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)


@pytest.mark.parametrize("name", SAMPLE)
def test_an_operation_is_called_by_its_description(client, document, name):
    """With each default and each example, which give what `secgraph run` gives."""
    path = f"/query/{name}.{{format}}"
    parameters = document["paths"][path]["get"]["parameters"]
    own = [resolved(document, one) for one in parameters if "name" in one]
    defaults = {one["name"]: one["schema"]["default"] for one in own if "default" in one["schema"]}
    response = called(client, path, parameters, defaults)
    session = SESSION
    rows = session.run(name, {}).rows
    assert response.json()["rows"] == rows == called(client, path, [], {}).json()["rows"]
    for one in own:
        items = one["schema"].get("items", one["schema"])
        values = items["examples"][:2] if "items" in one["schema"] else items["examples"][0]
        response = called(client, path, parameters, {one["name"]: values})
        words = ",".join(map(str, values)) if isinstance(values, list) else str(values)
        assert response.json()["rows"] == session.run(name, {one["name"]: words}).rows


REAL = (
    "linkage/between-regions?from=asia",
    "threats/to?target=AUKUS",
    "record/obligations",
    "links/codes",
)
"""An answer with values, one without rows, one of facts, and one that another store has."""


@pytest.mark.parametrize("path", REAL)
def test_what_is_sent_is_as_described(client, document, path):
    """In each format: the media type, the status, and the schema where there is one."""
    name, _, words = path.partition("?")
    operation = document["paths"][f"/query/{name}.{{format}}"]["get"]
    endings = document["components"]["parameters"]["format"]["schema"]["enum"]
    contents = {status: one["content"] for status, one in operation["responses"].items()}
    for place, ending in enumerate(endings):
        response = client.get(f"/query/{name}.{ending}?{words}")
        media = response.headers["content-type"].partition(";")[0]
        content = contents[str(response.status_code)]
        if response.status_code == 200:
            assert media == list(content)[place]
        else:
            assert (response.status_code, name) == (501, "links/codes")
        schema = resolved(document, content[media]).get("schema")
        assert (schema is not None) == ("json" in media)
        if schema is not None:
            jsonschema.validate(response.json(), schema)
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate([], schema)


def test_an_answer_without_rows_leads_elsewhere(client):
    """The part of the schema that the other answers leave empty is seen too."""
    answer = client.get("/query/threats/to.json?target=AUKUS").json()
    assert answer["rows"] == []
    assert answer["elsewhere"]


@pytest.mark.parametrize(
    ("path", "status", "member"),
    [
        ("linkage/between-regions.json?from=Azia", 422, "nearest"),
        ("linkage/between-regions.json?form=Asia", 400, "known"),
        ("linkage/between-regions.json?from=Asia&from=Asia", 400, None),
        ("linkage/between-regions.json?from=%00", 400, None),
        ("linkage/between-regions.json?from=%ff", 400, None),
        ("linkage/between-regions.json?from=" + "x" * 2000, 422, None),
        ("linkage/between-region.json", 404, "nearest"),
        ("record/obligations.json?year=x", 422, None),
    ],
)
def test_a_refusal_is_as_described(client, document, path, status, member):
    response = client.get(f"/query/{path}")
    problem = response.json()
    schema = document["components"]["schemas"]["Problem"]
    assert response.status_code == problem["status"] == status
    assert set(schema["required"]) <= set(problem) <= set(schema["properties"])
    assert member is None or problem[member]


def test_the_endpoint_is_called_by_its_description(client, document):
    operation = document["paths"]["/sparql"]
    (query, *_) = operation["get"]["parameters"]
    example = query["schema"]["examples"][0]
    for media in operation["get"]["responses"]["200"]["content"]:
        response = client.get("/sparql", params={"query": example}, headers={"Accept": media})
        assert response.status_code == (406 if "sparql" not in media and "csv" not in media
                                        and "values" not in media else 200)  # fmt: skip
    for media, content in operation["post"]["requestBody"]["content"].items():
        is_form = content["schema"]["type"] == "object"
        body = {"data": {"query": example}} if is_form else {"content": example}
        response = client.post("/sparql", headers={"Content-Type": media}, **body)
        assert response.json() == {"head": {}, "boolean": True}


def test_it_is_sent_once(client):
    """A strong ETag (RFC 9110, section 13.1.2)."""
    tag = client.get("/openapi.json").headers["etag"]
    for header in (tag, f'"x", {tag}', "*"):
        response = client.get("/openapi.json", headers={"If-None-Match": header})
        assert (response.status_code, response.content) == (304, b"")
    assert client.get("/openapi.json", headers={"If-None-Match": '"x"'}).status_code == 200


def test_examples_are_drawn_from_the_data(document):
    """A country of the data is an example of a state."""
    parameters = document["paths"]["/query/record/agreement.{format}"]["get"]["parameters"]
    assert "Japan" in resolved(document, parameters[1])["schema"]["examples"]
