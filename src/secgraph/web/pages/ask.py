"""A statement, and what documents and facts say of it: asserted, denied, reported or silent.

Resolves names as the command line does, and refuses the same.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from secgraph.claims import verdict
from secgraph.errors import UnknownValue, UsageError
from secgraph.web.context import Context
from secgraph.web.forms import Refused
from secgraph.web.links import Links
from secgraph.web.pages import home
from secgraph.web.rendering import Page

if TYPE_CHECKING:
    from secgraph.claims.judgement import Voice

PARAMETERS = ("s", "p", "o")
"""Subject, relation and object."""


def page(context: Context, links: Links, values: Mapping[str, str]) -> Page:
    """Give the page of a statement, or the form alone where nothing is asked yet.

    Raises:
        Refused: A name or the relation is not known, with near ones.
    """
    answer = judged(context, values) if all(name in values for name in PARAMETERS) else None
    title = "Is it said, denied, or not spoken of?"
    if answer is not None:
        title = f"{answer.subject} – {answer.relation} – {answer.object}"
    return Page(
        "ask.html",
        title,
        "/ask",
        {
            "answer": answer,
            "asked": tuple(values.get(name, "") for name in PARAMETERS),
            "relations": home.relations(context),
            "cited": {one.claim: _cited(context, links, one) for one in answer.voices}
            if answer
            else {},
        },
    )


def judged(context: Context, values: Mapping[str, str]) -> verdict.Verdict:
    """Ask what is said of a statement.

    Raises:
        Refused: A name or the relation is not known, with near ones.
    """
    subject, relation, object = (values[name] for name in PARAMETERS)
    with context.lock:
        try:
            return verdict.ask(subject, relation, object, store=context.session.store)
        except UnknownValue as error:
            name = next((name for name in PARAMETERS if values[name] == error.value), PARAMETERS[1])
            reason = str(error).replace("sg:RelationKind", "relation")
            raise Refused(name, error.value, reason, error.nearest) from error
        except UsageError as error:
            value = getattr(error, "value", relation)
            name = next((name for name in PARAMETERS if values[name] == value), PARAMETERS[1])
            raise Refused(name, value, str(error), []) from error


def _cited(context: Context, links: Links, voice: "Voice") -> list[tuple[str, str]]:
    """List the passages of a claim: identifier and link."""
    claim = context.claims.get(voice.claim)
    passages = [context.passages[iri] for iri in claim.passages] if claim else []
    return [(passage.identifier, links.thing(passage.iri)) for passage in passages]
