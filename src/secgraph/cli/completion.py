"""Complete a half-typed command line: verbs, questions, their parameters and values, things, files.

Runs only where the shell asks for it, through argcomplete; prints nothing itself.
"""

from secgraph.dataset.names import fold
from secgraph.errors import SecgraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from secgraph.query.catalog import Catalog


COMPLETED = {
    ("queries", "words"): "questions",
    ("run", "name"): "questions",
    ("run", "params"): "parameters",
    ("ask", "subject"): "things",
    ("ask", "relation"): "kinds",
    ("ask", "object"): "things",
    ("show", "thing"): "things",
    ("links", "words"): "linked",
    ("links", "target"): "targets",
    ("links", "scheme"): "targets",
    ("passage", "name"): "passages",
}
"""Which argument of which verb is completed by which function here; all others by files."""


def complete() -> None:
    """Give the shell what can stand where the cursor is, and exit; nothing without argcomplete."""
    try:
        import argcomplete
    except ImportError:
        return
    from secgraph.cli import verbs

    top = verbs.parser()
    parsers = next(action for action in top._actions if action.dest == "verb").choices
    for verb, parser in dict(parsers or {}).items():
        for action in parser._actions:
            name = COMPLETED.get((verb, action.dest))
            if name:
                # argcomplete reads it from there; argparse declares no such attribute.
                setattr(action, "completer", globals()[name])  # noqa: B010
    argcomplete.autocomplete(
        top, default_completer=argcomplete.completers.FilesCompleter(), validator=_fits
    )


def _catalog(folder: str | None) -> "Catalog":
    from secgraph.query import catalog

    return catalog.packaged() if folder is None else catalog.Catalog(folder)


def _fits(candidate: str, typed: str) -> bool:
    """Whether a name begins as typed, compared as names are."""
    return fold(candidate).startswith(fold(typed))


def questions(*, parsed_args: "argparse.Namespace", **_: object) -> "list[str]":
    """Give the names of the saved questions, and what else may stand behind queries."""
    try:
        names = _catalog(getattr(parsed_args, "queries", None)).names()
    except SecgraphError:
        return []
    families = sorted({name.partition("/")[0] for name in names})
    words = getattr(parsed_args, "words", None)
    return [
        *names,
        *(["new", "test", "export", *families] if isinstance(words, list) and not words else []),
    ]


def parameters(*, prefix: str, parsed_args: "argparse.Namespace", **_: object) -> "list[str]":
    """Give ``name=`` for each parameter that is not given yet, or the labels of its values."""
    from secgraph.query.sessions import Session

    try:
        session = Session(queries=_catalog(parsed_args.queries))
        query = session.queries.get(parsed_args.name)
        name, equals, _value = prefix.partition("=")
        if not equals:
            given = {pair.partition("=")[0] for pair in parsed_args.params or ()}
            return [f"{parameter}=" for parameter in query.params if parameter not in given]
        classes = query.parameter(name).classes
        labels = _sorted(session.names(*classes).labels.values()) if classes else []
        return [f"{name}={label}" for label in labels]
    except SecgraphError:
        return []


def things(**_: object) -> "list[str]":
    """Give the labels of all things but claims and contents, which have sentences."""
    from secgraph.query.sessions import session

    labels = session().names().labels
    return _sorted(
        label
        for iri, label in labels.items()
        if not iri.rpartition("/")[2].startswith(("c-", "q-"))
    )


def linked(**_: object) -> "list[str]":
    """Give the things that have links, and what else may stand behind links."""
    from secgraph import links

    return ["check", "resolve", "export", *_sorted(link.label for link in links())]


def targets(**_: object) -> "list[str]":
    """Give the schemes to which things are linked."""
    from secgraph.linking.schemes import schemes

    return list(schemes())


def kinds(**_: object) -> "list[str]":
    """Give the labels of the kinds of relation."""
    from secgraph.namespaces import SG
    from secgraph.query.sessions import session

    return _sorted(session().names(SG + "RelationKind").labels.values())


def passages(**_: object) -> "list[str]":
    """Give the identifiers of the passages, with SLUG# before one that several documents have."""
    import collections

    from secgraph.namespaces import PREFIXES, SG, slug
    from secgraph.query.sessions import session

    rows = session().store.rows(
        f"SELECT ?id ?document WHERE {{ ?p <{SG}ordinal> ?at ; "
        f"<{PREFIXES['oa']}hasSource> ?document ; <{PREFIXES['dcterms']}identifier> ?id . }}"
    )
    count = collections.Counter(identifier for identifier, _ in rows)
    return [
        identifier if count[identifier] == 1 else f"{slug(document)}#{identifier}"
        for identifier, document in rows
    ]


def _sorted(labels: "Iterable[str]") -> "list[str]":
    return sorted(set(labels), key=lambda label: (fold(label), label))
