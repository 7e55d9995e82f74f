"""A knowledge graph of security alignment that says who holds what, and where it stands.

``import secgraph`` loads nothing but this file; each name below brings what it needs when it is
first used. No module is named as a function here (``drawing`` beside ``draw``, ``syntax`` beside
``sparql``), since importing it would hide the function.
"""

_HOMES = {
    "run": "query.sessions",
    "sparql": "query.sessions",
    "queries": "query.sessions",
    "ask": "claims.verdict",
    "find": "query.find",
    "open": "open_store",
    "draw": "drawing.views",
    "check": "checks.runner",
    "graph": "dataset.release",
    "store": "dataset.release",
    "links": "linking",
    "resolve": "linking",
    "join_csv": "linking",
    "Result": "query.result",
    "SecgraphError": "errors",
    "UsageError": "errors",
    "UnknownQuery": "errors",
    "UnknownParameter": "errors",
    "UnknownValue": "errors",
    "BadValue": "errors",
    "BadFile": "errors",
    "BadHeader": "errors",
    "BadQuery": "errors",
    "BadSyntax": "errors",
    "MissingExtra": "errors",
    "ServiceRefused": "errors",
    "EngineError": "errors",
    "QueryTimeout": "errors",
    "Unreachable": "errors",
    "LostAnswer": "errors",
}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from secgraph.checks.runner import check
    from secgraph.claims.verdict import ask
    from secgraph.dataset.release import graph, store
    from secgraph.drawing.views import draw
    from secgraph.errors import (
        BadFile,
        BadHeader,
        BadQuery,
        BadSyntax,
        BadValue,
        EngineError,
        LostAnswer,
        MissingExtra,
        QueryTimeout,
        SecgraphError,
        ServiceRefused,
        UnknownParameter,
        UnknownQuery,
        UnknownValue,
        Unreachable,
        UsageError,
    )
    from secgraph.linking import join_csv, links, resolve
    from secgraph.open_store import open
    from secgraph.query.find import find
    from secgraph.query.result import Result
    from secgraph.query.sessions import queries, run, sparql

    __version__: str

__all__ = [
    "BadFile",
    "BadHeader",
    "BadQuery",
    "BadSyntax",
    "BadValue",
    "EngineError",
    "LostAnswer",
    "MissingExtra",
    "QueryTimeout",
    "Result",
    "SecgraphError",
    "ServiceRefused",
    "UnknownParameter",
    "UnknownQuery",
    "UnknownValue",
    "Unreachable",
    "UsageError",
    "__version__",
    "ask",
    "check",
    "draw",
    "find",
    "graph",
    "join_csv",
    "links",
    "open",
    "queries",
    "resolve",
    "run",
    "sparql",
    "store",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from secgraph.dataset.release import version

        return version()
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'secgraph' has no attribute {name!r}")
    module = __import__(f"secgraph.{home}", fromlist=[name])
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> "list[str]":
    return sorted(__all__)
