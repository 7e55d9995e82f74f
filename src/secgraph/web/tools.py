"""Say which tools an agent has, and do what each does; the protocol is not known here.

Each answer names its evidence and its standing. A refusal is a text for the model, with near names.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from secgraph import linking
from secgraph.claims import verdict, wordings
from secgraph.errors import (
    BadValue,
    SecgraphError,
    UnknownParameter,
    UnknownQuery,
    UnknownValue,
    UsageError,
)
from secgraph.namespaces import PREFIXES, SG, curie, expand, is_iri
from secgraph.query import describe, examples, find, inputs, passages, schemas
from secgraph.query.hits import Claim
from secgraph.query.inputs import LITERAL, Input, Interface
from secgraph.web import asked, needs, zygote
from secgraph.web.needs import Context
from secgraph.web.zygote import Task

Json = dict[str, Any]

_CLAIM = re.compile(r"\[([\w-]+:c-[\w-]+)\]")
"""The prefixed name of a claim in a description."""

AUTHORING = "authoring"
"""The family of tools that write drafts; the others are families of saved questions."""

MOST_ROWS = 50
"""Rows of an answer that are given where the agent says nothing else."""

MOST_BYTES = 200_000
"""Bytes of the answer to a query in SPARQL."""

INSTRUCTIONS = """Answers come from texts on security and from records of votes and memberships.
Each row names the passage or the source behind it, and its standing: whether a document says it in
its own voice, denies it, or only reports it of somebody. Say so in what you write; a claim is no
fact. No row and the verdict "silent" mean that nobody says it, not that it is false. Begin with
find_question; then run_question with the names that it gives. ask judges one statement."""


@dataclass(frozen=True)
class Answer:
    """What a tool gives back.

    Attributes:
        text: For the model.
        data: The same for programs; None where there is no more than the text.
        is_error: Whether it is a refusal.
    """

    text: str
    data: Json | None = None
    is_error: bool = False


Action = Callable[[Mapping[str, Any]], "Answer | Awaitable[Answer]"]


@dataclass(frozen=True)
class Tool:
    """A tool of an agent.

    Attributes:
        interface: Its name, what it does, and its arguments.
        act: Does it.
        objects: Arguments that are objects of JSON, with what is said of each.
        is_writing: Whether it writes a file.
    """

    interface: Interface
    act: Action
    objects: Mapping[str, Json] = field(default_factory=dict)
    is_writing: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return self.interface.name

    @property
    def schema(self) -> Json:
        """The JSON Schema of its arguments; others are refused."""
        schema = schemas.of_question(self.interface)
        schema["properties"] |= self.objects
        required = [
            one.name for one in self.interface.inputs if not one.optional and not one.default
        ]
        required += [name for name, one in self.objects.items() if "default" not in one]
        return {**schema, "required": required} if required else schema

    def read(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Hold arguments against the schema.

        Raises:
            UnknownParameter: There is no such argument.
            BadValue: One is of another type.
            UsageError: One is missing.
        """
        plain = {name: one for name, one in arguments.items() if name not in self.objects}
        known = [*(one.name for one in self.interface.inputs), *self.objects]
        for name in plain:
            if name not in known:
                raise UnknownParameter(self.name, name, known)
        values: dict[str, Any] = dict(inputs.read_json(self.interface, plain))
        for name in self.objects:
            if name in arguments:
                if not isinstance(arguments[name], dict):
                    raise BadValue(repr(arguments[name])[:60], f"{name} is an object of JSON")
                values[name] = arguments[name]
        missing = [name for name in self.schema.get("required", ()) if name not in values]
        if missing:
            raise UsageError(f"{self.name} needs {' and '.join(missing)}")
        return values


def argument(
    name: str, label: str, example: str, *, kind: str = "string", **options: bool
) -> Input:
    """Describe an argument that is a text or a number."""
    optional = options.get("optional", False)
    return Input(name, label, LITERAL, False, optional, (), kind, (), (), (), example)


class Tools:
    """The tools of an agent.

    Args:
        context: What is served.
        families: Families of saved questions, each of which is a tool then; or
            :data:`AUTHORING`.
        folder: The folder of the document of which claims are drafted.

    Raises:
        UsageError: There is no such family, or it is not offered to strangers.
    """

    def __init__(self, context: Context, families: Sequence[str] = (), folder: str = "") -> None:
        self.context = context
        further = _further(context, families, folder)
        self.all = {one.name: one for one in (*_usual(context), *further)}

    async def call(self, name: str, arguments: Mapping[str, Any]) -> Answer:
        """Use a tool; what is refused is an answer too."""
        try:
            if name not in self.all:
                raise UsageError(f"there is no tool {name!r}; there are {', '.join(self.all)}")
            tool = self.all[name]
            values = tool.read(arguments)
            result = tool.act(values)
            return result if isinstance(result, Answer) else await result
        except SecgraphError as error:
            return Answer(_refusal(error), {"error": str(error), **_members(error)}, is_error=True)


def _refusal(error: SecgraphError) -> str:
    """Say what is refused, in words for an agent."""
    if isinstance(error, UnknownQuery):
        near = " or ".join(repr(name) for name in error.nearest)
        hint = f"did you mean {near}?" if near else "find_question finds one"
        return f"no saved question named {error.name!r}; {hint}"
    if isinstance(error, UnknownValue) and error.wanted.count(" or ") > 2:
        near = " or ".join(repr(name) for name in error.nearest)
        hint = f"did you mean {near}?" if near else "find_question finds names by words"
        return f"nothing of the classes that it takes is named {error.value!r}; {hint}"
    if isinstance(error, UnknownValue) and not error.nearest and "; " not in str(error):
        return f"{error}; find_question finds names by words"
    return str(error)


def _members(error: SecgraphError) -> Json:
    names = ("nearest", "known")
    return {name: list(getattr(error, name)) for name in names if hasattr(error, name)}


def _usual(context: Context) -> list[Tool]:
    """Give the six tools that every agent has; names in their examples are of the graph."""
    example = examples.names(context.session, "claims/about")
    limit = argument(
        "limit", f"rows at most ({MOST_ROWS} if not given)", "50", kind="integer", optional=True
    )
    document = argument(
        "document",
        "label or short name of the one document to keep to",
        example["document"],
        optional=True,
    )
    values = {
        "type": "object",
        "description": "values by the names of the parameters, as find_question gives them; "
        "several values as an array",
        "default": {},
    }
    return [
        Tool(
            _described(
                "find_question",
                "Find the saved questions, claims and things that words lead to.",
                "Begin here. Gives for each question its parameters and the values in your words.",
                argument("words", "what you look for, in a few words", "vote India Ukraine"),
                argument("limit", "hits of each kind at most", "3", kind="integer", optional=True),
            ),
            partial(_find, context),
        ),
        Tool(
            _described(
                "run_question",
                "Answer a saved question: rows with their evidence and standing.",
                "Names of things are taken by label or alias; a wrong one comes back with those "
                "near it.",
                argument("question", "family and name", "linkage/between-regions"),
                limit,
            ),
            partial(_run, context),
            {"values": values},
        ),
        Tool(
            _described(
                "ask",
                "Judge one statement: asserted, denied, contested, only reported, a fact, silent.",
                f'Such as subject "{example["subject"]}", relation "{example["relation"]}", object '
                f'"{example["object"]}". A relation that there is not comes back with those near '
                "it.",
                argument("subject", "name of a thing", example["subject"]),
                argument("relation", "kind of relation, in words", example["relation"]),
                argument("object", "name of a thing", example["object"]),
                document,
            ),
            partial(_ask, context),
        ),
        Tool(
            _described(
                "show",
                "Say all that is held about a thing, with its claims and their passages.",
                "Also of a kind of relation, a class, a claim or a document.",
                argument("thing", "label, alias or prefixed name", example["thing"]),
                argument("all", "list every claim", "true", kind="boolean", optional=True),
            ),
            partial(_show, context),
        ),
        Tool(
            _described(
                "passage",
                "Say all about one passage: its claims, mentions and steps of the argument.",
                "",
                argument(
                    "name",
                    "identifier, as evidence names it",
                    f"{example['document']}#{example['passage']}",
                ),
            ),
            partial(_passage, context),
        ),
        Tool(
            _described(
                "sparql",
                "Answer a SPARQL 1.1 query, where no saved question does.",
                "Prefixes sg:, sgd:, sgv:, rdfs: and skos: need not be declared. No SERVICE and no "
                "update. Its rows have no standing but what you select (sg:hasStanding, "
                "sg:hasEvidence).",
                argument("query", "the query", "SELECT ?c { ?c a sg:Claim } LIMIT 3"),
            ),
            partial(_sparql, context),
        ),
    ]


def _described(name: str, summary: str, description: str, *arguments: Input) -> Interface:
    return Interface(name, summary, description, (), arguments)


def _further(context: Context, families: Sequence[str], folder: str) -> list[Tool]:
    tools = []
    for family in dict.fromkeys(families):
        if family == AUTHORING:
            from secgraph.web import drafting

            tools += drafting.tools(context, folder)
            continue
        known = sorted({name.partition("/")[0] for name in context.session.queries.names()})
        if family not in known:
            names = ", ".join([*known, AUTHORING])
            raise UsageError(f"there are no tools {family!r}; there are {names}")
        for one in inputs.interfaces(context.session, family):
            name = one.name.replace("/", "_").replace("-", "_")
            own = Interface(name, one.summary, one.description, one.tags, one.inputs)
            tools.append(Tool(own, partial(_run_own, context, one.name)))
    return tools


def _find(context: Context, values: Mapping[str, Any]) -> Answer:
    limit = int(values["limit"]) if "limit" in values else None
    hits = find.search(context.session, values["words"], limit)
    hits = find.answerable(context.session, hits)
    unknown = find.unknown(context.session, values["words"])
    words = ", ".join(unknown)
    lines = [f"nothing here has: {words}; what follows is of the other words"] if unknown else []
    rows: list[Json] = []
    for hit in hits:
        row: Json = {"kind": hit.kind, "text": hit.text}
        if hit.kind == "question":
            question = inputs.interface(context.session, hit.name)
            row |= {"question": hit.name, "values": hit.values, "about": question.description}
            row["parameters"] = {one.name: one.summary for one in question.inputs}
            lines += [f"question {hit.name}: {hit.text}", f"  {question.description}"]
            lines += [f"  {name}: {words}" for name, words in row["parameters"].items()]
            spelled = json.dumps(_typed(question, hit.values), ensure_ascii=False)
            lines.append(f"  values in your words: {spelled}")
        elif hit.kind == "claim":
            row["claims"] = [_claim(one) for one in hit.claims]
            lines.append(f"claim: {hit.text}")
            lines += [f"  {_in_words(one)}" for one in row["claims"]]
        else:
            row |= {"class": hit.type, "thing": curie(hit.iri)}
            lines.append(f"thing: {hit.text} ({hit.type}, {curie(hit.iri)})")
        rows.append(row)
    return Answer("\n".join(lines), {"hits": rows, "unknown": unknown})


def _typed(question: Interface, values: Mapping[str, str]) -> Json:
    """Give values as run_question takes them."""
    return {
        name: value.split(",") if question.input(name).several
        else schemas.typed(question.input(name), value)
        for name, value in values.items()
    }  # fmt: skip


def _claim(one: Claim) -> Json:
    return {
        "claim": one.curie,
        "text": one.text,
        "holder": one.holder,
        "standing": one.standing,
        "passages": one.passage,
        "document": one.document,
    }


def _in_words(claim: Mapping[str, str]) -> str:
    # What is reported and rejected is rejected by whoever reports it, not by its holder.
    whose = ", held by" if "report" in claim["standing"] else " by"
    return (
        f"{claim['standing']}{whose} {claim['holder']}: {claim['text']} "
        f"[{claim['passages']} of {claim['document']}; {claim['claim']}]"
    )


def _run(context: Context, values: Mapping[str, Any]) -> Answer:
    limit = int(values.get("limit", MOST_ROWS))
    return _answered(context, values["question"], values.get("values", {}), limit)


def _run_own(context: Context, name: str, values: Mapping[str, Any]) -> Answer:
    return _limited(asked.answered(context.session, name, values), MOST_ROWS)


def _answered(context: Context, name: str, values: Mapping[str, Any], limit: int) -> Answer:
    if limit < 1:
        raise BadValue(str(limit), "a limit is 1 or more")
    question = inputs.interface(context.session, name)
    given = inputs.read_json(question, values)
    return _limited(asked.answered(context.session, name, given), limit)


def _limited(answer: asked.Answered, limit: int) -> Answer:
    return Answer(answer.text(limit), answer.data(limit))


def _ask(context: Context, values: Mapping[str, Any]) -> Answer:
    usual = context.session.named_documents
    documents = [values["document"]] if "document" in values else list(usual)
    try:
        answer = verdict.ask(
            values["subject"],
            values["relation"],
            values["object"],
            store=context.session.store,
            documents=documents,
        )
    except UnknownValue as error:
        if "RelationKind" not in error.wanted:
            raise
        kinds = ", ".join(row["relation"] for row in wordings.listed(context.session))
        raise UsageError(f"{error}; the relations are: {kinds}") from error
    voices = [
        {
            "claim": curie(one.claim),
            "text": one.text,
            "holder": one.holder,
            "bearing": one.bearing,
            "standing": one.toward,
            "note": one.note,
            "passages": one.evidence,
            "document": one.document,
        }
        for one in answer.voices
    ]
    facts = [
        {"text": one.text, "standing": one.standing, "source": one.source, "since": one.since}
        for one in answer.facts
    ]
    lines = [f"{answer.subject} – {answer.relation} – {answer.object}: {answer.headline}"]
    if not voices and not facts:
        lines.append("nobody says it, and nobody denies it; silence is no denial")
    lines += [f"{_in_words(one)}{_note(one['note'])}" for one in voices]
    lines += [f"{one['standing']}: {one['text']} [source {one['source']}]" for one in facts]
    data = {"verdict": answer.verdict, "headline": answer.headline, "claims": voices}
    return Answer("\n".join(lines), {**data, "facts": facts})


def _note(note: str) -> str:
    return f" ({note})" if note else ""


def _show(context: Context, values: Mapping[str, Any]) -> Answer:
    whole = values.get("all") == "true"
    text = describe.thing(context.session, values["thing"], linking.links(), whole=whole)
    iris = [expand(name) or "" for name in _CLAIM.findall(text)]
    standings = _standings(context, iris)

    def named(match: re.Match[str]) -> str:
        standing = standings.get(match[1])
        return f"[{match[1]}, {standing}]" if standing else match[0]

    text = _CLAIM.sub(named, text)
    return Answer(text, {"text": text, "standings": standings})


def _passage(context: Context, values: Mapping[str, Any]) -> Answer:
    session = context.session
    text = passages.one(session, values["name"], None)
    passage = passages.chosen(session, values["name"])
    rows = session.store.rows(f"SELECT ?claim {{ ?claim <{SG}hasEvidence> <{passage}> }}")
    standings = _standings(context, [row[0] for row in rows])
    lines = [f"  {claim}: {standing}" for claim, standing in standings.items()]
    text = "\n".join([text, "", "Standing of each claim", *lines]) if lines else text
    return Answer(text, {"text": text, "standings": standings})


def _standings(context: Context, claims: Sequence[str]) -> dict[str, str]:
    """Give the label of the standing of each claim, by its prefixed name."""
    iris = " ".join(f"<{iri}>" for iri in dict.fromkeys(claims) if is_iri(iri))
    if not iris:
        return {}
    rows = context.session.store.rows(
        f"SELECT ?claim ?label {{ VALUES ?claim {{ {iris} }} "
        f"?claim <{SG}hasStanding> ?s . ?s <{PREFIXES['rdfs']}label> ?label }} ORDER BY STR(?claim)"
    )
    return {curie(claim): label for claim, label in rows}


async def _sparql(context: Context, values: Mapping[str, Any]) -> Answer:
    box = needs.sandbox(context)
    task = Task(
        values["query"],
        {**context.session.prefixes(), **PREFIXES},
        output=MOST_BYTES,
        memory=box.limits.memory,
        cpu=box.limits.cpu,
    )
    reply = await box.answer(task)
    if reply.fault:
        hint = "; add LIMIT" if reply.fault == zygote.TOO_LARGE else ""
        raise UsageError(f"{reply.fault}: {reply.reason}{hint}")
    text = reply.body.decode()
    is_json = reply.media.endswith("json")
    return Answer(text, {"results": json.loads(text)} if is_json else None)
