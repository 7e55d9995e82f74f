"""The tools by which an agent drafts the claims of a document: names, checks, and one file.

Signs nothing off, and writes below the folder ``drafts`` of the document only.
"""

import json
import os
from collections.abc import Mapping
from functools import partial
from typing import Any

from secgraph import linking
from secgraph.authoring import accept, exchange, project, skeleton
from secgraph.authoring.project import Project
from secgraph.authoring.vocabulary import Vocabulary
from secgraph.errors import BadFile, UsageError
from secgraph.namespaces import curie
from secgraph.query import describe
from secgraph.query.inputs import Interface
from secgraph.web import tools as kit
from secgraph.web.needs import Context
from secgraph.web.tools import Answer, Tool

THE_DRAFT = "the draft"
"""What messages call it."""


def tools(context: Context, folder: str) -> list[Tool]:
    """Give the tools of authoring.

    Args:
        context: What is served.
        folder: The folder of the document.

    Raises:
        UsageError: Strangers reach the server, or there is no folder.
        BadFile: The folder is none of a document, or its passages are not frozen.
    """
    if context.public:
        raise UsageError("the tools 'authoring' write files, and are not offered with --public")
    if not folder:
        raise UsageError("the tools 'authoring' need the folder of one document: --data DIR")
    place = project.opened(folder, context.session.store.rows)
    program = kit.argument("program", "your name, which stands in the file", "my-model-1")
    # The whole schema is eight kilobytes, which the tool gives when it is first refused.
    draft = {
        "draft": {
            "type": "object",
            "description": "the claims by passage, as the schema in data/authoring/"
            "draft.schema.json has them; keys: document, text_sha256, things, passages",
        }
    }
    document = f"The document is {place.folder.head.slug}."
    optional = {"draft": {**draft["draft"], "default": {}}}
    return [
        Tool(
            Interface(
                "resolve_name",
                "Say which thing a name or code stands for, where that is certain.",
                "What is not certain comes with candidates; a claim names things so that one is "
                "meant.",
                (),
                (kit.argument("name", "label, alias, code or prefixed name", "Japan"),),
            ),
            partial(_resolve, context),
        ),
        Tool(
            Interface(
                "check_draft",
                "Hold a draft of claims against the rules for people; writes nothing.",
                f"{document} Without a draft it gives what to draft from: words, names and trigger "
                "words of each passage, and the kinds of relation.",
                (),
                (program,),
            ),
            partial(_check, place),
            optional,
        ),
        Tool(
            Interface(
                "write_draft",
                "Write a draft in which nothing is wrong to drafts/PROGRAM.claims, unapproved.",
                document,
                (),
                (program,),
            ),
            partial(_write, place),
            draft,
            is_writing=True,
        ),
    ]


def _resolve(context: Context, values: Mapping[str, Any]) -> Answer:
    names = context.session.names()
    things = names.all(values["name"])
    if len(things) == 1:
        label = names.labels.get(things[0], things[0])
        data = {"thing": curie(things[0]), "label": label, "standing": "a thing of the graph"}
        return Answer(f"{values['name']}: {label} ({curie(things[0])})", data)
    if things:
        candidates = [names.exact_name(iri) for iri in things]
        return _uncertain(values["name"], "several things have this name", candidates)
    found = linking.resolve(values["name"])
    if found.iri:
        label = names.labels.get(found.iri, found.iri)
        data = {"thing": curie(found.iri), "label": label, "standing": f"by {found.scheme}"}
        return Answer(f"{values['name']}: {label} ({curie(found.iri)}, by {found.scheme})", data)
    if found.candidates:
        return _uncertain(values["name"], found.reason, found.candidates)
    describe.things(context.session, values["name"])  # raises, with the nearest names
    return Answer("")


def _uncertain(name: str, reason: str, candidates: list[str]) -> Answer:
    text = f"{name!r} is not certain: {reason}; candidates: {'; '.join(candidates)}"
    return Answer(text, {"error": reason, "candidates": candidates}, is_error=True)


def _taken(place: Project, values: Mapping[str, Any]) -> accept.Taken:
    try:
        draft = exchange.checked(json.dumps(values["draft"]), THE_DRAFT)
    except BadFile as error:
        schema = json.dumps(exchange.schema(), separators=(",", ":"))
        raise UsageError(f"{error}. The schema of a draft: {schema}") from error
    return accept.of_draft(place, draft, THE_DRAFT, values["program"])


def _check(place: Project, values: Mapping[str, Any]) -> Answer:
    if not values.get("draft"):
        given = skeleton.as_json(place, Vocabulary(place.rows))
        return Answer(json.dumps(given, ensure_ascii=False), None)
    taken = _taken(place, values)
    data = {"claims": taken.claims, "messages": taken.messages}
    if taken.messages:
        text = "\n".join([*taken.messages, f"{len(taken.messages):,} found"])
        return Answer(text, data, is_error=True)
    return Answer(f"nothing found in {taken.claims} claims; none is approved", data)


def _write(place: Project, values: Mapping[str, Any]) -> Answer:
    if not values["draft"]:
        raise UsageError("the draft is empty, and nothing was written")
    checked = _check(place, values)
    if checked.is_error:
        return Answer(f"{checked.text}; nothing was written", checked.data, is_error=True)
    taken = _taken(place, values)
    path = place.folder.file(taken.name)
    _save(taken.text.encode(), os.path.join(place.folder.path, project.DRAFTS), path)
    text = f"{taken.name}: {taken.claims} claims of program:{values['program']}, none approved"
    return Answer(text, {"file": taken.name, "claims": taken.claims})


def _save(data: bytes, folder: str, path: str) -> None:
    """Write a file of a folder in one step, and through no link.

    Raises:
        BadFile: It cannot be written, or leads elsewhere.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        if os.path.islink(folder) or os.path.dirname(path) != folder:
            raise BadFile(folder, "leads elsewhere, and drafts are written there only")
        beside = f"{path}.{os.getpid()}.part"
        with open(beside, "xb") as file:
            file.write(data)
        os.replace(beside, path)
    except OSError as error:
        raise BadFile(path, f"cannot be written ({error.strerror})") from error
