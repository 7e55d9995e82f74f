"""Search labels, aliases and questions for words.

Gives rows back; printing is done by the caller.
"""

import shlex

from secgraph.dataset.names import fold
from secgraph.namespaces import PREFIXES, curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from secgraph.query.catalog import Query
    from secgraph.query.parameters import Parameter
    from secgraph.query.sessions import Session

_NAMES = f"""PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?thing ?name ?class WHERE {{
  VALUES ?kind {{ rdfs:label skos:altLabel }}
  ?thing ?kind ?name ; a ?c . ?c rdfs:label ?class .
}}"""


def find(session: "Session", words: str) -> "list[dict[str, str]]":
    """Give the questions to which all the words lead, then the things that have them in a name.

    A word may be part of one: "vote" finds "voted". Words that no question has may name values:
    "vote India" gives the question how an actor voted, with ``actor=India``. Questions with the
    words in name or summary come first.

    Returns:
        Rows of ``name``, ``class`` and ``thing``.
    """
    wanted = fold(words).split()
    things = sorted(
        {
            (kind, name, curie(thing))
            for thing, name, kind in session.store.rows(_NAMES)
            if all(word in fold(name) for word in wanted) and not session.is_elsewhere(thing)
        }
    )
    return [
        *_questions(session, wanted),
        *({"name": name, "class": kind, "thing": thing} for kind, name, thing in things),
    ]


def _questions(session: "Session", wanted: "list[str]") -> "list[dict[str, str]]":
    """Give the questions that have all the words, or take those that are left as values."""
    hits = []
    for query in session.queries.readable()[0]:
        near = fold(f"{query.name} {query.summary}")
        far = fold(f"{query.description} {' '.join(query.tags)} {_parameters(query)}")
        left = [word for word in wanted if word not in f"{near} {far}"]
        values = _values(session, query, left)
        if values is not None and (len(left) < len(wanted) or len(values) > 1):
            is_far = not all(word in near or word in left for word in wanted)
            hits.append((is_far, query.name, query.summary, values))
    return [
        {"name": summary, "class": "question", "thing": " ".join((name, *values))}
        for _, name, summary, values in sorted(hits)
    ]


def _parameters(query: "Query") -> str:
    """Give names, labels and classes of the parameters, by which questions are looked for too."""
    return " ".join(
        f"{parameter.name} {parameter.label} {' '.join(map(curie, parameter.classes))}"
        for parameter in query.params.values()
        # Nearly every question takes a document, so the word leads to none.
        if parameter.name != "document"
    )


def _values(session: "Session", query: "Query", words: "list[str]") -> "list[str] | None":
    """Take words for the values of parameters, all together or one each.

    Returns:
        ``name=label`` for each value; None where the words name none.
    """
    if not words:
        return []
    free = [parameter for parameter in query.params.values() if parameter.classes]
    for parameter in free:
        value = _value(session, parameter, " ".join(words))
        if value:
            return [value]
    if len(words) > len(free) or len(words) == 1:
        return None
    values = [
        _value(session, parameter, word) for parameter, word in zip(free, words, strict=False)
    ]
    return values if all(values) else None


def _value(session: "Session", parameter: "Parameter", name: str) -> str:
    """Give ``name=label`` where the parameter has a value of this name; else nothing."""
    names = session.names(*parameter.classes)
    iris: Sequence[str] = names.all(name)
    return shlex.quote(f"{parameter.name}={names.labels[iris[0]]}") if iris else ""
