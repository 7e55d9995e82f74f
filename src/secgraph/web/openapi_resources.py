"""Describe in OpenAPI the addresses of what the graph describes: things, terms, passages, speeches.

Answers nothing, and looks nothing up but which corpus is served.
"""

from typing import Any

from secgraph.corpus.store import Corpus
from secgraph.web import addresses, problems
from secgraph.web.needs import Context

Json = dict[str, Any]

TAG = "resources"

_HTML = "text/html"
_MISSING = "There is nothing of that name; `near` has what looks like it."
_CHANGED = "The corpus is not as it was when the server was started."
_SPACES = (
    ("/id/{name}", "thing", "a thing"),
    ("/vocab/{name}", "word", "a term of the vocabularies"),
    ("/doc/{document}/{name}", "of_document", "a claim or a passage of a document"),
    ("/ns", "ontology", "the ontology"),
)
"""The path of the IRIs of a kind, a name for its operations, and what they stand for."""

_WORDS = {
    "name": "The last part of the IRI.",
    "document": "The slug of a document.",
    "number": "The number of a session.",
    "speech": "The slug of a speech, such as that of its file without an ending.",
    "part": "The last part of the IRI of a passage, or of a mention in one.",
}


def paths(context: Context) -> Json:
    """Describe the paths of things, and those of the corpus where one is served."""
    made: Json = {}
    for path, name, what in _SPACES:
        made |= _resource(path, name, what)
    store = context.session.store
    return made | (_corpus(store.manifest.corpus) if isinstance(store, Corpus) else {})


def _corpus(name: str) -> Json:
    """Describe the pages of a corpus, and its speeches."""
    base = f"/corpus/{name}"
    made = {
        f"{base}/": _operation("corpus", "Show the sessions of the corpus.", [], _page()),
        f"{base}/session/{{number}}": _operation(
            "session", "Show the speeches of a session.", ["number"], _page(), {404: _MISSING}
        ),
        **_resource(f"{base}/{{speech}}", "speech", "a speech"),
        f"{base}/{{speech}}/{{part}}": _operation(
            "part_of_speech",
            "Lead from a passage or a mention to the speech in which it stands.",
            ["speech", "part"],
            _elsewhere(),
            {404: _MISSING, 406: "Nothing that is accepted is given."},
        ),
    }
    changed = refusals({503: _CHANGED})
    for path in made.values():
        path["get"]["responses"] |= changed
    return made


def _resource(path: str, name: str, what: str) -> Json:
    """Describe the address that an IRI leads to, and those of its descriptions."""
    taken = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    media: Json = {_HTML: {}, **{one: {} for one in addresses.DATA.values()}}
    described = {"200": {"description": f"What is held about {what}.", "content": media}}
    refused = {404: _MISSING} if taken else {}
    return {
        path: _operation(
            name,
            f"Lead from the IRI of {what} to its description.",
            taken,
            _elsewhere(),
            refused | {406: "Nothing that is accepted is given."},
        ),
        f"{path}.{{ending}}": _operation(
            f"{name}_described", f"Describe {what}.", [*taken, "ending"], described, refused
        ),
    }


def _operation(
    name: str,
    summary: str,
    taken: list[str],
    responses: Json,
    refused: dict[int, str] | None = None,
) -> Json:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": [TAG],
            "parameters": [_parameter(one) for one in taken],
            "responses": {**responses, **refusals(refused or {})},
        }
    }


def _parameter(name: str) -> Json:
    schema: Json = {"type": "integer", "minimum": 1} if name == "number" else {"type": "string"}
    words = _WORDS.get(name, "")
    if name == "ending":
        schema["enum"] = ["html", *addresses.DATA]
        words = "; ".join(f"{one}: {media}" for one, media in addresses.DATA.items())
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema}


def _page() -> Json:
    return {"200": {"description": "A page.", "content": {_HTML: {}}}}


def _elsewhere() -> Json:
    location = {"schema": {"type": "string", "format": "uri-reference"}}
    words = "To the description in the type that is accepted, HTML or RDF."
    return {"303": {"description": words, "headers": {"Location": location}}}


def refusals(faults: dict[int, str]) -> Json:
    """Describe refusals by their status, in problem details."""
    content = {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(status): {"description": words, "content": content} for status, words in faults.items()
    }
