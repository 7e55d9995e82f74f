"""Serve ``/openapi.json``: what can be asked over HTTP, in OpenAPI 3.1, made from the headers.

Describes routes that other modules serve; answers no question.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from secgraph.query import inputs, schemas
from secgraph.query.inputs import Interface
from secgraph.web import openapi_resources
from secgraph.web.answers import MEDIA
from secgraph.web.endpoint import PATH, QUERY
from secgraph.web.needs import Context
from secgraph.web.reading import FORM
from secgraph.web.zygote import ROWS, TRIPLES

Json = dict[str, Any]

FORMATS = {
    "json": "rows as plain values, with the question, its values and the release",
    "csv": "rows as a table",
    "tsv": "rows as a table with tabs",
    "md": "rows as a table in Markdown",
    "srj": "SPARQL results in JSON",
    "rq": "the query with the values in it, not answered",
    "ttl": "a description of the question",
}
"""The formats of an answer, by the ending of the path, in words."""

_SCHEMAS = {"application/json": "Answer", "application/sparql-results+json": "Results"}
"""By the media type of an answer the name of its schema."""

_FAULTS = {
    400: "The request is malformed, or has a parameter that there is not.",
    422: "A value is refused; `nearest` has names that look like it.",
    500: "The question could not be answered.",
    501: "The question asks another store, and is not answered here; its query is given.",
    503: "The server is busy; `Retry-After` says when to ask again.",
}
_ENDPOINT_FAULTS = {
    400: "It is no query, names a graph that is not there, or is an update.",
    403: "It would ask another store, or update this one.",
    406: "The answer cannot be written in a type that is accepted.",
    413: "The query is too long.",
    415: "The body is of another type.",
    429: "The client has too many queries here; `Retry-After` says when to ask again.",
    500: "The answer is too large, or the query was not carried out.",
    503: _FAULTS[503],
    504: "There was no whole answer in time.",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A saved question as it is asked over HTTP, for a page that lists them.

    Attributes:
        asked: What it asks and takes.
        path: Its path, without an ending for a format.
        example: The path with an example for each value, in JSON.
    """

    asked: Interface
    path: str
    example: str


def operations(context: Context) -> list[Operation]:
    """Give the saved questions as operations, in the order of their names."""
    return [_operation(asked) for asked in inputs.interfaces(context.session)]


def _operation(asked: Interface) -> Operation:
    path = f"/query/{asked.name}"
    given = [(one.name, one.example) for one in asked.inputs if not one.optional]
    words = f"?{urlencode(given)}" if given else ""
    return Operation(asked, path, f"{path}.json{words}")


def document(context: Context) -> Json:
    """Describe what can be asked over HTTP."""
    questions = inputs.interfaces(context.session)
    names: Json = {}
    paths: Json = {
        f"/query/{asked.name}.{{format}}": _question(asked, names) for asked in questions
    }
    paths[PATH] = {"get": _query_by_get(), "post": _query_by_post()}
    paths |= openapi_resources.paths(context)
    families = dict.fromkeys(asked.name.partition("/")[0] for asked in questions)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "secgraph",
            "summary": "Who holds what about security, and in which sentence it stands.",
            "version": context.session.release or "0",
            "license": {"name": "MIT AND CC-BY-4.0", "identifier": "MIT AND CC-BY-4.0"},
        },
        "servers": [{"url": context.base_url or "/"}],
        "tags": [{"name": name} for name in (*families, "sparql", openapi_resources.TAG)],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _problem(), "Results": _results(), "Answer": _answer(), **names},
            "parameters": {"format": _format()},
        },
    }


def _question(asked: Interface, names: Json) -> Json:
    """Describe a question; schemas of lists that it shares with others go into *names*."""
    parameters = schemas.parameters(asked)
    for parameter in parameters:
        schema = parameter["schema"]
        if "items" in schema:
            schema["items"] = _shared(schema["items"], names)
        else:
            parameter["schema"] = _shared(schema, names)
    family, _, name = asked.name.partition("/")
    content = _content(MEDIA[f".{name}"].partition(";")[0] for name in FORMATS)
    return {
        "get": {
            "operationId": f"{family}_{name}".replace("-", "_"),
            "summary": asked.summary,
            "description": asked.description,
            "tags": [family],
            "parameters": [
                {"$ref": "#/components/parameters/format"},
                *parameters,
            ],
            "responses": {
                "200": {"description": "The whole answer.", "content": content},
                **openapi_resources.refusals(_FAULTS),
            },
        }
    }


def _shared(schema: Json, names: Json) -> Json:
    """Give a schema that refers to the list of its things; one without a list as it is."""
    if len(schema.get("examples", ())) < 2:
        return schema
    name = "_".join(each.replace(":", "-") for each in schema[schemas.CLASSES])
    own = {key: value for key, value in schema.items() if key != "default"}
    names[name] = own
    default = {"default": schema["default"]} if "default" in schema else {}
    return {"$ref": f"#/components/schemas/{name}", **default}


def _format() -> Json:
    words = "; ".join(f"{name}: {what}" for name, what in FORMATS.items())
    return {
        "name": "format",
        "in": "path",
        "required": True,
        "description": words,
        "schema": {"type": "string", "enum": list(FORMATS)},
    }


def _query_by_get() -> Json:
    return {
        "operationId": "sparql_get",
        "summary": "Answer a SPARQL query, or describe the service where there is none.",
        "tags": ["sparql"],
        "parameters": [
            {"name": "query", "in": "query", "schema": {"type": "string", "examples": ["ASK {}"]}},
            *(
                {
                    "name": name,
                    "in": "query",
                    "style": "form",
                    "explode": True,
                    "schema": {"type": "array", "items": {"type": "string", "format": "iri"}},
                }
                for name in ("default-graph-uri", "named-graph-uri")
            ),
        ],
        "responses": _answers(),
    }


def _query_by_post() -> Json:
    form: Json = {
        "type": "object",
        "properties": {"query": {"type": "string", "examples": ["ASK {}"]}},
        "required": ["query"],
    }
    return {
        "operationId": "sparql_post",
        "summary": "Answer a SPARQL query.",
        "tags": ["sparql"],
        "requestBody": {
            "required": True,
            "content": {FORM: {"schema": form}, QUERY: {"schema": {"type": "string"}}},
        },
        "responses": _answers(),
    }


def _answers() -> Json:
    content = _content((*ROWS, *TRIPLES))
    return {
        "200": {"description": "The whole answer.", "content": content},
        **openapi_resources.refusals(_ENDPOINT_FAULTS),
    }


def _content(types: Iterable[str]) -> Json:
    """Give the content of a response by its media types, with schemas where there are any."""
    return {
        media: {"schema": {"$ref": f"#/components/schemas/{_SCHEMAS[media]}"}}
        if media in _SCHEMAS
        else {}
        for media in types
    }


def _problem() -> Json:
    names = {"type": "array", "items": {"type": "string"}}
    return {
        "description": "Problem details, RFC 9457.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "reason": {"type": "string", "description": "A short word for programs."},
            "parameter": {"type": "string", "description": "The one that is refused."},
            "value": {"type": "string", "description": "The value that is refused."},
            "near": {
                "type": "array",
                "description": "What may have been meant, with an address of each.",
                "items": {
                    "type": "object",
                    "properties": {"label": {"type": "string"}, "href": {"type": "string"}},
                    "required": ["label", "href"],
                },
            },
            "nearest": {**names, "description": "Names that look like the one that is refused."},
            "known": {**names, "description": "The names that there are."},
        },
        "required": ["type", "title", "status", "detail", "reason"],
    }


def _answer() -> Json:
    text = {"type": "string"}
    texts = {"type": "object", "additionalProperties": text}
    properties = {
        "question": {**text, "description": "Its name."},
        "asks": {**text, "description": "What it asks, in words."},
        "values": {**texts, "description": "The values that were given, as short as they can be."},
        "release": {**text, "description": "The version of the data."},
        "address": {**text, "description": "The path of its page."},
        "columns": {"type": "array", "items": text},
        "rows": {
            "type": "array",
            "description": "By column a plain value; an empty text where there is none.",
            "items": texts,
        },
        "note": {**text, "description": "Whose data it is, if it is not of the release alone."},
        "elsewhere": {
            "type": "array",
            "description": "Where there are no rows: questions that have some for these values.",
            "items": {
                "type": "object",
                "properties": {"question": text, "values": texts},
                "required": ["question", "values"],
                "additionalProperties": False,
            },
        },
    }
    return {
        "description": "The answer of a saved question.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _results() -> Json:
    return {
        "description": "SPARQL 1.1 Query Results JSON Format.",
        "type": "object",
        "properties": {
            "head": {"type": "object"},
            "boolean": {"type": "boolean"},
            "results": {"type": "object"},
        },
        "required": ["head"],
    }


def routes(context: Context) -> list[Route]:
    """Give the route of the description, which is made when it is first wanted."""
    made: list[tuple[bytes, str]] = []

    def serve(request: Request) -> Response:
        if not made:
            body = json.dumps(document(context), ensure_ascii=False, indent=1).encode()
            made.append((body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'))
        body, tag = made[0]
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        wanted = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
        if tag in wanted or "*" in wanted:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type="application/json")

    return [Route("/openapi.json", serve, methods=["GET"], name="openapi")]
