"""Serve ``/reconcile``: the Reconciliation Service API 0.2, for tables whose names mean things.

Decides nothing about names: :mod:`secgraph.web.entities` does.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from secgraph.errors import SecgraphError, UnknownValue
from secgraph.namespaces import SG
from secgraph.query import describe
from secgraph.web import problems, reading
from secgraph.web.entities import SPACE, Candidate, Entities, Value
from secgraph.web.needs import Context
from secgraph.web.problems import Problem

Json = dict[str, Any]
Act = Callable[["Fields"], Json]

PATH = "/reconcile"
METHODS = "GET, HEAD, POST, OPTIONS"
MOST_BODY = 1 << 20
MOST_QUERIES = 100
MOST_CANDIDATES = 50
MOST_NAME = 1000
"""Bytes of a request, queries of a batch, candidates of a query, characters of a name."""

_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,80}", re.ASCII)
_HTML_HEADERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors *"}


def routes(context: Context) -> list[Route]:
    """Give the routes of the service."""
    service = _Service(context)
    endings: dict[str, Act] = {
        "": service.service,
        "/suggest/entity": service.suggest_entity,
        "/suggest/type": service.suggest_type,
        "/suggest/property": service.suggest_property,
        "/flyout/entity": service.flyout_entity,
        "/flyout/type": service.flyout_type,
        "/flyout/property": service.flyout_property,
        "/properties": service.propose,
    }
    made = [Route(PATH + ending, _Json(act)) for ending, act in endings.items()]
    return [*made, Route(f"{PATH}/preview", _preview(service), methods=["GET"])]


class _Json:
    """The application of a route: fields in, JSON or JSONP out."""

    def __init__(self, act: Act) -> None:
        self._act = act

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._response(Request(scope, receive))
        except SecgraphError as error:
            response = problems.of(error).response
        except Problem as problem:
            response = problem.response
        except ClientDisconnect:
            response = Response(status_code=400)
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS})
        if request.method not in ("GET", "HEAD", "POST"):
            allow = {"Allow": METHODS}
            raise Problem(405, "method", "use GET, or POST of a form", headers=allow)
        fields = await _fields(request)
        callback = fields.get("callback")
        if callback is not None and not _CALLBACK.fullmatch(callback):
            raise Problem(400, "malformed", "the callback is no name of a function")
        content = await run_in_threadpool(self._act, fields)
        body = json.dumps(content)
        if callback is not None:
            return Response(f"/**/{callback}({body});", media_type="application/javascript")
        return Response(body, media_type="application/json")


class Fields(dict[str, str]):
    """The fields of a request.

    Attributes:
        base: The address of the server as the client knows it.
    """

    base = ""


async def _fields(request: Request) -> Fields:
    """Read the fields of the address, and of a form; each is there once."""
    pairs = reading.query_pairs(request)
    if request.method == "POST":
        kind, _ = reading.media_type(request)
        if kind != reading.FORM:
            headers = {"Accept-Post": reading.FORM}
            raise Problem(415, "media type", f"send {reading.FORM}", headers=headers)
        pairs += reading.pairs(await reading.body(request, MOST_BODY))
    fields = Fields()
    fields.base = str(request.base_url).rstrip("/")
    for name, value in pairs:
        if name in fields:
            raise Problem(400, "malformed", f"{name[:40]} is given twice")
        fields[name] = value
    return fields


class _Service:
    """What each route does with its fields."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.entities = Entities(context.session)

    def service(self, fields: Fields) -> Json:
        """Answer a batch, extend data, or describe the service."""
        if "queries" in fields:
            return self._batch(_object(fields["queries"], "queries"))
        if "query" in fields:
            return self._single(fields["query"])
        if "extend" in fields:
            return self._extend(_object(fields["extend"], "extend"))
        return self._manifest(self._context.base_url.rstrip("/") or fields.base)

    def _manifest(self, base: str) -> Json:
        service = base + PATH
        suggest = {
            kind: {
                "service_url": service,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": service,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "type", "property")
        }
        return {
            "versions": ["0.1", "0.2"],
            "name": "secgraph",
            "identifierSpace": SPACE,
            "schemaSpace": SG,
            "documentation": f"{base}/api",
            "serviceVersion": self._context.session.release,
            "defaultTypes": [_type(pair) for pair in self._usual_types()],
            "view": {"url": f"{base}/id/{{{{id}}}}"},
            "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 400, "height": 200},
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": service, "service_path": "/properties"},
                "property_settings": [],
            },
        }

    def _usual_types(self) -> list[tuple[str, str]]:
        usual = ("State", "Grouping", "Region", "Actor")
        known = dict(self.entities.types())
        return [(name, known[name]) for name in usual if name in known]

    def _batch(self, queries: Json) -> Json:
        if len(queries) > MOST_QUERIES:
            raise Problem(413, "too large", f"a batch has at most {MOST_QUERIES} queries")
        # All are read before the first is answered: a batch is answered whole or not at all.
        made = {key: self._reads(key, query) for key, query in queries.items()}
        return {key: {"result": answer()} for key, answer in made.items()}

    def _single(self, text: str) -> Json:
        """Answer one query, as clients of 0.1 send it: JSON, or the name alone."""
        query = _object(text, "query") if text.lstrip().startswith("{") else {"query": text}
        return {"result": self._reads("query", query)()}

    def _reads(self, key: str, query: object) -> Callable[[], list[Json]]:
        """Read a query, and give what answers it."""
        place = f"query {key[:40]!r}"
        if not isinstance(query, dict):
            raise Problem(400, "malformed", f"{place} is no object")
        name = query.get("query", "")
        properties = _properties(query.get("properties", []), place)
        if not isinstance(name, str) or ("query" not in query and not properties):
            raise Problem(400, "malformed", f"{place} needs 'query', a text, or properties")
        if len(name) > MOST_NAME:
            raise Problem(400, "malformed", f"{place} has more than {MOST_NAME:,} characters")
        _check_text(name, place)
        types = _types(query.get("type"), place)
        known = dict(self.entities.types())
        for one in types:
            if one not in known:
                near = [name for name in known if name.lower() == one.lower()]
                raise UnknownValue(one[:100], "type", near)
        limit = _limit(query.get("limit", 10), place)
        strict = query.get("type_strict", "any")
        if strict not in ("any", "should", "all"):
            raise Problem(400, "malformed", f"{place}: type_strict is any, should or all")
        chosen = [] if strict == "should" else types

        def answer() -> list[Json]:
            found = self.entities.candidates(name, chosen, properties, limit)
            return [_candidate(one) for one in found]

        return answer

    def _extend(self, wanted: Json) -> Json:
        """Give the values of properties of things."""
        ids, properties = wanted.get("ids"), wanted.get("properties")
        if not isinstance(ids, list) or not isinstance(properties, list):
            raise Problem(400, "malformed", "extend has the lists 'ids' and 'properties'")
        if len(ids) > MOST_QUERIES or len(properties) > MOST_CANDIDATES:
            detail = f"at most {MOST_QUERIES} things and {MOST_CANDIDATES} properties"
            raise Problem(413, "too large", detail)
        names = [
            one["id"] if isinstance(one, dict) and isinstance(one.get("id"), str) else None
            for one in properties
        ]
        if None in names or not all(isinstance(one, str) for one in ids):
            raise Problem(400, "malformed", "things and properties are named by their 'id'")
        meta = [{"id": name, "name": self.entities.property_label(str(name))} for name in names]
        rows: Json = {}
        for id in ids:
            try:
                iri = self.entities.named(id)
            except UnknownValue:
                rows[id] = {str(name): [] for name in names}
                continue
            rows[id] = {
                str(name): [_cell(one) for one in self.entities.values(iri, str(name))]
                for name in names
            }
        return {"meta": meta, "rows": rows}

    def propose(self, fields: Fields) -> Json:
        """Propose properties of things of a type, for the extension of a table."""
        type = fields.get("type", "").removeprefix(SG)
        known = dict(self.entities.types())
        if type and type not in known:
            raise UnknownValue(type[:100], "type", [])
        limit = _limit(_number(fields.get("limit", "50")), "properties")
        pairs = self.entities.properties(type)[:limit]
        listed = [{"id": name, "name": label} for name, label in pairs]
        return {"type": type, "limit": limit, "properties": listed}

    def suggest_entity(self, fields: Fields) -> Json:
        """Complete the name of a thing."""
        prefix, cursor = _prefix(fields)
        found = self.entities.beginning(prefix, cursor + 10)[cursor:]
        return {
            "result": [
                {
                    "id": one.id,
                    "name": one.name,
                    "description": ", ".join(label for _, label in one.types),
                    "notable": [_type(pair) for pair in one.types],
                }
                for one in found
            ]
        }

    def suggest_type(self, fields: Fields) -> Json:
        """Complete the name of a class."""
        return self._suggested(self.entities.types(), fields)

    def suggest_property(self, fields: Fields) -> Json:
        """Complete the name of a property."""
        return self._suggested(self.entities.properties(), fields)

    @staticmethod
    def _suggested(pairs: Sequence[tuple[str, str]], fields: Fields) -> Json:
        prefix, cursor = _prefix(fields)
        wanted = prefix.strip().lower()
        found = [pair for pair in pairs if any(wanted in part.lower() for part in pair)]
        found.sort(key=lambda pair: (not pair[1].lower().startswith(wanted), pair))
        return {"result": [_type(pair) for pair in found[cursor : cursor + 10]]}

    def flyout_entity(self, fields: Fields) -> Json:
        """Say in a few words what a thing is."""
        iri = self.entities.named(_id(fields))
        return {"id": iri[len(SPACE) :], "html": self.summary(iri)}

    def flyout_type(self, fields: Fields) -> Json:
        """Say what a class is."""
        return self._term(fields, dict(self.entities.types()), SG)

    def flyout_property(self, fields: Fields) -> Json:
        """Say what a property is."""
        return self._term(fields, dict(self.entities.properties()), "")

    def _term(self, fields: Fields, known: Mapping[str, str], space: str) -> Json:
        name = _id(fields).removeprefix(space or " ")
        if name not in known:
            raise UnknownValue(name[:100], "term", [])
        return {"id": name, "html": f"<p><strong>{escape(known[name])}</strong></p>"}

    def summary(self, iri: str) -> str:
        """Describe a thing in HTML: label, classes, and first lines of what is held about it."""
        types = ", ".join(label for _, label in self.entities.types_of(iri))
        lines = describe.thing(self._context.session, iri).splitlines()[1:6]
        items = "".join(f"<li>{escape(line.strip())}</li>" for line in lines if line.strip())
        name = escape(self.entities.label(iri))
        return f"<p><strong>{name}</strong> ({escape(types)})</p><ul>{items}</ul>"


def _preview(service: _Service) -> Callable[[Request], Response]:
    """Give what serves a small page about a thing, to be framed by a client."""

    def serve(request: Request) -> Response:
        try:
            id = reading.one(reading.query_pairs(request), "id") or ""
            iri = service.entities.named(id)
        except SecgraphError as error:
            problem = problems.of(error)
            return Problem(404, problem.reason, problem.detail).response
        except Problem as problem:
            return problem.response
        label = escape(service.entities.label(iri))
        page = (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{label}</title>'
            f"</head><body>{service.summary(iri)}</body></html>"
        )
        return HTMLResponse(page, headers=_HTML_HEADERS)

    return serve


def _object(text: str, what: str) -> Json:
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "malformed", f"{what} is no JSON") from error
    if not isinstance(value, dict):
        raise Problem(400, "malformed", f"{what} is no object of JSON")
    return value


def _once(pairs: list[tuple[str, Any]]) -> Json:
    """Make an object, none of whose members is lost to another of its name."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise Problem(400, "malformed", "an object has two members of one name")
    return made


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(name)


def _check_text(text: str, place: str) -> None:
    if "\0" in text or any("\ud800" <= mark <= "\udfff" for mark in text):
        raise Problem(400, "malformed", f"{place} holds what is no character")


def _types(value: object, place: str) -> list[str]:
    """Read the types of a query: an identifier or an IRI, or several."""
    values = [value] if isinstance(value, str) else value
    if value is None or value in ("", []):
        return []
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise Problem(400, "malformed", f"{place}: 'type' is a text or a list of texts")
    return [one.removeprefix(SG) for one in values]


def _properties(value: object, place: str) -> list[tuple[str, list[str]]]:
    """Read the properties of a query: identifiers, and values as texts."""
    if not isinstance(value, list) or len(value) > MOST_CANDIDATES:
        raise Problem(400, "malformed", f"{place}: 'properties' is a list")
    made = []
    for one in value:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise Problem(400, "malformed", f"{place}: a property has 'pid' and 'v'")
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        values = [part.get("id") if isinstance(part, dict) else part for part in values]
        if not all(isinstance(part, str | int | float) for part in values):
            raise Problem(400, "malformed", f"{place}: 'v' has texts, numbers, or things by 'id'")
        texts = [str(part) for part in values]
        for text in texts[:MOST_CANDIDATES]:
            _check_text(text, place)
        made.append((one["pid"], [text[:MOST_NAME] for text in texts[:MOST_CANDIDATES]]))
    return made


def _limit(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 1:
        raise Problem(400, "malformed", f"{place}: a limit is a number from 1 on")
    return int(min(value, MOST_CANDIDATES))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _prefix(fields: Fields) -> tuple[str, int]:
    """Read the prefix and the cursor of a suggestion."""
    if "prefix" not in fields:
        raise Problem(400, "malformed", "'prefix' is missing")
    prefix = fields["prefix"]
    if len(prefix) > MOST_NAME:
        raise Problem(400, "malformed", f"'prefix' has more than {MOST_NAME:,} characters")
    _check_text(prefix, "prefix")
    cursor = _number(fields.get("cursor", "0"))
    if cursor is None or cursor > 10_000:
        raise Problem(400, "malformed", "'cursor' is a number from 0 to 10,000")
    return prefix, cursor


def _id(fields: Fields) -> str:
    if "id" not in fields:
        raise Problem(400, "malformed", "'id' is missing")
    return fields["id"]


def _type(pair: tuple[str, str]) -> Json:
    return {"id": pair[0], "name": pair[1]}


def _candidate(one: Candidate) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "description": one.why,
        "type": [_type(pair) for pair in one.types],
        "score": one.score,
        "match": one.match,
        "features": [{"id": "name", "value": one.score}],
    }


def _cell(value: Value) -> Json:
    """Write a value as the protocol has it; 3.5 of its specification."""
    if value.kind == "id":
        return {"id": value.text, "name": value.label}
    return {"int": int(value.text)} if value.kind == "int" else {"str": value.text}
