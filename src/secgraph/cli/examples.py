"""Write what stands at the end of the help of a verb: examples, and the exit codes.

The names in the examples are read from the data. Loaded only where help is asked for.
"""

import shlex

from secgraph.errors import SecgraphError
from secgraph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_DONE = "0 done"
_WRONG = "2 put wrongly, or a file is missing or wrong"
_STORE = "3 the store failed"
_ASKS = (_DONE, _WRONG, _STORE)
_FINDS = (_DONE, "1 something was found", _WRONG)

_EXAMPLES: "dict[str, tuple[str, ...]]" = {
    "queries": ("queries {family}", "queries {question}", "queries test"),
    "run": (
        "run {question} {value}",
        "run {question} -o answer.xlsx",
        "run {question} --view graph -o answer.svg",
    ),
    "ask": ("ask {subject} {relation} {object}",),
    "sparql": ("sparql 'SELECT ?claim WHERE {{ ?claim a sg:Claim }} LIMIT 3'", "sparql mine.rq"),
    "show": ("show {thing}", "show {thing} --all"),
    "coverage": ("coverage", "coverage -o coverage.svg"),
    "passage": ("passage {passage}",),
    "find": ("find {thing}",),
    "report": ("report {question} -o report.html",),
    "check": ("check", "check mine.ttl"),
    "export": ("export --format rdf -o graph.rdf",),
    "build": ("build -o dist",),
    "load": ("load http://localhost:7878",),
    "import": ("import", "import FILE -o mystore", "import {adapter} FILE -o mystore"),
    "unload": ("unload http://localhost:7878",),
    "describe": ("describe http://localhost:7878",),
    "links": (
        "links {thing}",
        "links check",
        "links resolve mine.csv --column country --scheme name -o joined.csv",
    ),
    "test-claims": ("test-claims",),
    "reason": ("reason mine.ttl -o derived",),
    "document": ("document new page.html -o mydocument", "document status mydocument"),
    "document new": ("document new page.html -o mydocument",),
    "document segment": ("document segment mydocument",),
    "document draft": ("document draft mydocument",),
    "document check": ("document check mydocument",),
    "document review": ("document review mydocument --name 'A. Reader'",),
    "document build": ("document build mydocument",),
    "document tables": ("document tables mydocument -o sheets",),
    "document export": ("document export mydocument -o annotations.jsonld",),
    "document status": ("document status mydocument",),
}
"""What may be typed; what stands in braces is read from the data."""

_CODES: "dict[str, tuple[str, ...]]" = {
    **dict.fromkeys(("queries", "links", "check"), (*_FINDS, _STORE)),
    "ask": (
        "0 asserted or a fact",
        "1 denied",
        "2 put wrongly",
        "3 the store failed",
        "4 silent",
        "5 contested",
        "6 possible, supposed, recommended or committed to",
        "7 only reported",
    ),
    "import": (_DONE, "1 rows were rejected, with --strict", _WRONG),
    **dict.fromkeys(("export", "build", "test-claims"), (_DONE, _WRONG)),
    "reason": (_DONE, "1 the graph contradicts itself", _WRONG),
    **dict.fromkeys(
        ("document segment", "document draft", "document check"),
        (_DONE, "1 something is open or wrong", _WRONG),
    ),
    **dict.fromkeys(
        ("document build", "document tables"), (_DONE, "1 something in it is wrong", _WRONG)
    ),
    **dict.fromkeys(
        ("document", "document new", "document review", "document export", "document status"),
        (_DONE, _WRONG),
    ),
}
"""By verb; :data:`_ASKS` for the others."""

_PROPOSITION = f"""PREFIX sg: <{PREFIXES["sg"]}> PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT ?subject ?relation ?object WHERE {{
  ?claim sg:hasPolarity <{PREFIXES["sgv"]}affirmed> ; sg:hasContent ?content .
  ?content sg:hasSubject ?one ; sg:hasRelation/rdfs:label ?relation ; sg:hasObject ?other .
  ?one a sg:State ; rdfs:label ?subject . ?other a sg:Alliance ; rdfs:label ?object
}} ORDER BY STR(?subject) STR(?object) STR(?relation) LIMIT 1"""


def ending(verb: str) -> str:
    """Give the last lines of the help of a verb; empty for one that is not known here."""
    examples = _EXAMPLES.get(verb, ())
    if not examples:
        return ""
    words = _words() if any("{" in example for example in examples) else {}
    lines = ["", "examples:"]
    lines += [f"  secgraph {example.format_map(words)}" for example in examples]
    lines += ["", "exit codes:", *(f"  {code}" for code in _CODES.get(verb, _ASKS))]
    return "\n".join([*lines, ""])


def _words() -> "Mapping[str, str]":
    """Read names from the data: those that a saved question has as its own values."""
    from secgraph import imports
    from secgraph.query import catalog, sessions

    named = catalog.packaged()
    question = next(
        query
        for query in named.all()
        if next(iter(query.params.values()), None) and query.name.startswith("claims/about")
    )
    try:
        session = sessions.session()
        rows = session.store.rows
        ((subject, relation, object_),) = rows(_PROPOSITION)
        parameter = next(iter(question.params))
        label = session.question(question.name, {}).about.values[0][1][0][1]
        ((passage,),) = rows(
            f"PREFIX sg: <{PREFIXES['sg']}> PREFIX dcterms: <{PREFIXES['dcterms']}> "
            "SELECT ?id WHERE { ?passage a sg:Passage ; dcterms:identifier ?id ; sg:ordinal ?n } "
            "ORDER BY DESC(?n) STR(?passage) LIMIT 1"
        )
    except (SecgraphError, ValueError, IndexError):  # the graph is not there, or is another
        subject = relation = object_ = label = passage = "NAME"
        parameter = "param"
    return {
        "family": question.name.partition("/")[0],
        "question": question.name,
        "value": shlex.quote(f"{parameter}={label}"),
        "subject": shlex.quote(subject),
        "relation": shlex.quote(relation),
        "object": shlex.quote(object_),
        "thing": shlex.quote(label),
        "passage": passage,
        "adapter": imports.adapters()[0].name,
    }
