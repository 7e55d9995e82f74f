"""Answer a saved question in every format that a page or a program takes.

An answer is made once for a question, its values and the release; refusals are not kept.
"""

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from secgraph.drawing import choice, views
from secgraph.errors import UnknownQuery, UsageError
from secgraph.query import publish
from secgraph.query.question import Question
from secgraph.query.result import Result
from secgraph.web import forms
from secgraph.web.context import Context
from secgraph.web.remembered import Body

MEDIA = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".json": "application/json",
    ".srj": "application/sparql-results+json",
    ".md": "text/markdown; charset=utf-8",
    ".rq": "application/sparql-query; charset=utf-8",
    ".ttl": "text/turtle; charset=utf-8",
}
"""The endings of an answer, and their media types; ``.rq`` is the query, ``.ttl`` describes it."""

_FORMATS = {".csv": "csv", ".tsv": "tsv", ".srj": "json", ".md": "markdown"}

ELSEWHERE = "links/"
"""The family of questions that ask another store, which no server of ours does for a stranger."""

_drawing = threading.Lock()
"""Held while matplotlib draws, which it does for one thread only."""


class NotHere(UsageError):
    """A question that is not answered by a server, since it asks another store."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} asks another store by SERVICE, which this server does for nobody; take its "
            f"SPARQL and ask it yourself: secgraph run {name} --allow-service"
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its values, and the answer.

    Attributes:
        asked: The question.
        values: As they were given, in their shortest form.
        result: The rows; None for a question that is not answered here.
    """

    asked: Question
    values: dict[str, str]
    result: Result | None

    @property
    def name(self) -> str:
        """The name of the question."""
        return self.asked.name

    @property
    def digest(self) -> str:
        """The SHA-256 of the answer in CSV, in hexadecimal; empty where there is none."""
        if self.result is None:
            return ""
        return hashlib.sha256(self.result.serialize("csv")).hexdigest()


def bind(context: Context, name: str, given: Mapping[str, str]) -> Question:
    """Bind a question to values; see :func:`forms.question`."""
    _known(context, name)
    return forms.question(context, name, given)


def read(context: Context, name: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Read the values of a question; see :func:`forms.read`."""
    _known(context, name)
    return forms.read(context, name, pairs)


def _known(context: Context, name: str) -> None:
    if name not in context.names:
        raise UnknownQuery(name, context.near_questions(name))


def answer(context: Context, asked: Question, given: Mapping[str, str]) -> Answered:
    """Answer a question that is bound."""
    values = forms.asked_values(context, asked, given)
    if asked.name.startswith(ELSEWHERE):
        return Answered(asked, values, None)
    result = context.session.run(asked.name, given)
    with context.lock:
        len(result.terms)  # the places of passages are looked up in the caches of the session
    return Answered(asked, values, result)


def body(context: Context, asked: Question, given: Mapping[str, str], ending: str) -> Body:
    """Give an answer in the format of an ending of :data:`MEDIA`, remembered.

    Raises:
        NotHere: The question asks another store.
    """
    return context.remembered.made(
        key(context, asked, ending), lambda: _made(context, asked, given, ending)
    )


def key(context: Context, asked: Question, ending: str) -> tuple[object, ...]:
    """Give the key under which an answer is remembered: question, values and release."""
    return ("answer", asked.name, asked.sparql, context.release, ending)


def _made(context: Context, asked: Question, given: Mapping[str, str], ending: str) -> Body:
    if ending == ".rq":
        return Body(asked.sparql.encode(), MEDIA[ending])
    if ending == ".ttl":
        return Body(publish.described([asked.query]), MEDIA[ending])
    answered = answer(context, asked, given)
    if answered.result is None:
        raise NotHere(asked.name)
    return Body(data(context, answered, ending), MEDIA[ending])


def data(context: Context, answered: Answered, ending: str) -> bytes:
    """Write an answer in the format of an ending."""
    assert answered.result is not None  # noqa: S101 - those without are refused before
    with context.lock:
        if ending == ".json":
            return (json.dumps(_json(context, answered), ensure_ascii=False) + "\n").encode()
        return answered.result.serialize(_FORMATS[ending])


def _json(context: Context, answered: Answered) -> dict[str, object]:
    """Give an answer for programs: plain rows, with the question, its values and the release."""
    result = answered.result
    assert result is not None  # noqa: S101 - as above
    elsewhere = result.elsewhere.questions if result.elsewhere is not None else []
    return {
        "question": answered.name,
        "asks": answered.asked.query.summary,
        "values": answered.values,
        "release": context.release,
        "address": f"/query/{answered.name}",
        "columns": list(result.columns),
        "rows": result.rows,
        "note": result.note,
        "elsewhere": [{"question": name, "values": values} for name, values in elsewhere],
    }


def view_of(answered: Answered) -> str:
    """Give the view that suits an answer, where it can be drawn here; empty for none."""
    result = answered.result
    # What suits an answer is only known where the libraries are, of which a graph needs all.
    if result is None or not choice.is_installed("graph"):
        return ""
    return choice.view_of(result)


def figure(context: Context, asked: Question, given: Mapping[str, str], view: str) -> Body:
    """Draw an answer as SVG, remembered.

    Raises:
        UsageError: Nothing in it can be drawn in this way.
    """
    drawn = ("figure", asked.name, asked.sparql, context.release, view)

    def make() -> Body:
        answered = answer(context, asked, given)
        if answered.result is None:
            raise NotHere(asked.name)
        with _drawing, context.lock:
            return Body(views.draw(answered.result, view), "image/svg+xml")

    return context.remembered.made(drawn, make)
