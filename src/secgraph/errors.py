"""The exceptions that users of the package see; nothing here prints or exits.

The tree::

    SecgraphError
    ├── UsageError              the input is wrong: correct it and try again
    │   ├── UnknownQuery        .name .nearest
    │   ├── UnknownParameter    .query .name .known
    │   ├── UnknownValue        .value .wanted .nearest
    │   ├── BadValue            .value .reason
    │   ├── BadFile             .path .line .reason
    │   │   ├── BadSyntax       the file is not valid RDF of the format that its name gives
    │   │   └── BadHeader       the file is a saved query with an invalid header
    │   ├── RowsRejected        .count of rejected rows of an import with --strict
    │   ├── BadQuery            .reason
    │   ├── ServiceRefused      .services that the query calls, which is not allowed, or .line
    │   └── MissingExtra        .extra
    └── EngineError             the store failed
        ├── Unreachable         nothing was sent: try again when the store answers
        ├── LostAnswer          the request was sent; whether it was carried out is not known
        ├── AnswerTooLarge      more bytes than are read of an answer
        └── QueryTimeout        .seconds

Attributes hold the facts; the message names the thing, the place and the next step.
"""


def _nearest(names: "list[str]") -> str:
    return f"; did you mean {' or '.join(repr(name) for name in names)}?" if names else ""


class SecgraphError(Exception):
    """Anything that this package reports to its user."""


class UsageError(SecgraphError):
    """The input is wrong."""


class UnknownQuery(UsageError):
    """No saved query has this name."""

    def __init__(self, name: str, nearest: "list[str]") -> None:
        self.name, self.nearest = name, nearest
        hint = _nearest(nearest) or "; 'secgraph queries' lists them"
        super().__init__(f"no saved query named {name!r}{hint}")


class UnknownParameter(UsageError):
    """The saved query has no such parameter."""

    def __init__(self, query: str, name: str, known: "list[str]") -> None:
        self.query, self.name, self.known = query, name, known
        takes = "takes " + ", ".join(known) if known else "takes no parameters"
        super().__init__(f"{query} has no parameter {name!r}; it {takes}")


class UnknownValue(UsageError):
    """No thing of the wanted class has this name."""

    def __init__(self, value: str, wanted: str, nearest: "list[str]", hint: str = "") -> None:
        self.value, self.wanted, self.nearest = value, wanted, nearest
        super().__init__(f"no {wanted} is named {value!r}{hint or _nearest(nearest)}")


class BadValue(UsageError):
    """A value cannot stand where it was given."""

    def __init__(self, value: str, reason: str) -> None:
        self.value, self.reason = value, reason
        super().__init__(f"{value!r} cannot be used: {reason}")


class BadFile(UsageError):
    """A file is missing, unreadable or not what it should be."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path, self.reason, self.line = path, reason, line
        super().__init__(f"{path}{f':{line}' if line else ''}: {reason}")

    def __reduce__(self) -> "tuple[type, tuple[str, str, int | None]]":
        """Let it come from another process, as from one that reads a session on a full disk."""
        return type(self), (self.path, self.reason, self.line)


class BadSyntax(BadFile):
    """A file is not valid RDF of the format that its name gives."""


class BadHeader(BadFile):
    """The ``#+`` header of a saved query is invalid."""


class RowsRejected(UsageError):
    """Rows of a dataset cannot be imported, and the import is strict."""

    def __init__(self, count: int) -> None:
        self.count = count
        rows = "row" if count == 1 else "rows"
        super().__init__(
            f"nothing is imported, since {count:,} {rows} cannot be; "
            "without --strict the others are"
        )


class BadQuery(UsageError):
    """A text is not SPARQL, or uses a form that is not supported."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"not a SPARQL query: {reason}")


class NotTaken(BadQuery):
    """A query is SPARQL, and uses what the engine behind a corpus does not take."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        UsageError.__init__(self, reason)


class ServiceRefused(UsageError):
    """A query calls another store by SERVICE, which is not allowed; or it cannot be told."""

    def __init__(self, services: "list[str]", line: int | None = None) -> None:
        self.services, self.line = services, line
        if line is not None:
            super().__init__(
                f"whether the query asks another store by SERVICE cannot be told, since it is no "
                f"SPARQL 1.1 from line {line} on, and so it is not asked; leave out the word "
                "'service', or allow it with --allow-service"
            )
            return
        whom = " and ".join(services) or "another store"
        super().__init__(
            f"the query would ask {whom} by SERVICE, which is off unless you allow it: "
            "--allow-service sends it there, --service IRI=URL to a copy elsewhere; "
            "in Python, services=True or {IRI: URL}"
        )


def install(extra: str) -> str:
    """Give the command that installs an optional part where this package is installed.

    That is an editable checkout, an application of pipx or of uv, or an environment with or
    without pip; elsewhere the plain command.
    """
    import os.path
    import shlex
    import sys

    wanted = f"secgraph[{extra}]"
    source = _installed_from()
    if source is not None:
        path, editable = source
        wanted = f"{path}[{extra}]" if "://" not in path else f"{wanted} @ {path}"
        if editable:
            return f"{_pip()} install -e {shlex.quote(wanted)}"
    parts = os.path.abspath(sys.prefix).split(os.sep)
    if "pipx" in parts and "venvs" in parts:
        return f"pipx install --force {shlex.quote(wanted)}"
    if parts[-3:-1] == ["uv", "tools"]:
        return f"uv tool install --force {shlex.quote(wanted)}"
    return f"{_pip()} install {shlex.quote(wanted)}"


def _pip() -> str:
    """Give the pip of the environment in which the package runs."""
    import importlib.util
    import shlex
    import sys

    python = shlex.quote(sys.executable) if sys.executable else "python"
    if importlib.util.find_spec("pip") is None:
        return f"uv pip --python {python}"
    return "pip" if sys.prefix == sys.base_prefix else f"{python} -m pip"


def _installed_from() -> "tuple[str, bool] | None":
    """Give the folder or address that pip has installed the package from, and whether in place.

    Returns:
        None where it came from an index, or nothing says where it came from.
    """
    import importlib.metadata
    import json
    import urllib.parse
    import urllib.request

    try:
        text = importlib.metadata.distribution("secgraph").read_text("direct_url.json")
        record = json.loads(text or "null")
        url, editable = record["url"], bool(record.get("dir_info", {}).get("editable"))
    except (importlib.metadata.PackageNotFoundError, OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(url, str):
        return None
    parts = urllib.parse.urlsplit(url)
    is_folder = parts.scheme == "file" and "dir_info" in record
    return (urllib.request.url2pathname(parts.path) if is_folder else url), editable


class MissingExtra(UsageError):
    """A package is not installed: of an optional part, or one that every installation has.

    The attribute ``extra`` is the name of the part; empty for what every installation has.
    """

    def __init__(self, extra: str, what: str, missing: str | None = None) -> None:
        self.extra = extra
        package = f" ({missing} is missing)" if missing else ""
        super().__init__(
            f"{what} needs more packages{package}: {install(extra)}"
            if extra
            else f"{what} needs a package that belongs to secgraph and is missing or damaged; "
            "reinstall it: pip install --force-reinstall secgraph"
        )


class EngineError(SecgraphError):
    """A store failed or gave no complete answer."""


class Unreachable(EngineError):
    """No store answers at the address; nothing was sent."""


class LostAnswer(EngineError):
    """A request was sent, but its answer is incomplete; it may have been carried out."""


class AnswerTooLarge(EngineError):
    """The answer of a store has more bytes than are read."""


class QueryTimeout(EngineError):
    """The store gave no complete answer in time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"no answer within {seconds:g} seconds; give more time or ask for less")
