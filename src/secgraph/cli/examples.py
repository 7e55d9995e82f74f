"""Write what stands at the end of the help of a verb: examples, and the exit codes.

The names in the examples are read from the data. Loaded only where help is asked for.
"""

import shlex

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
    "serve": ("serve", "serve --port 0 --mcp"),
    "site": ("site -o mysite",),
    "mcp": ("mcp", "mcp --tools {family}"),
    "corpus": ("corpus add folder mytexts -o mycorpus", "run corpus/first --store mycorpus"),
    "corpus add": ("corpus add folder mytexts -o mycorpus",),
    "corpus status": ("corpus status mycorpus",),
    "corpus export": ("corpus export mycorpus -o speeches.nt",),
    "corpus tables": ("corpus tables mycorpus", "corpus tables mycorpus --engine ontop -o ontop"),
    "corpus remove": ("corpus remove mycorpus",),
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
    **dict.fromkeys(("export", "build", "test-claims", "site"), (_DONE, _WRONG)),
    **dict.fromkeys(
        (
            "corpus",
            "corpus add",
            "corpus status",
            "corpus export",
            "corpus tables",
            "corpus remove",
        ),
        (_DONE, _WRONG),
    ),
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
    from secgraph.query import catalog, examples, sessions

    question = next(
        query
        for query in catalog.packaged().all()
        if next(iter(query.params.values()), None) and query.name.startswith("claims/about")
    )
    named = examples.names(sessions.session(), question.name)
    return {
        "family": question.name.partition("/")[0],
        "question": question.name,
        "value": shlex.quote(f"{named['parameter']}={named['thing']}"),
        **{name: shlex.quote(named[name]) for name in ("subject", "relation", "object", "thing")},
        "passage": named["passage"],
        "adapter": imports.adapters()[0].name,
    }
