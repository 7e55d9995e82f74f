"""What a user can import, and what importing costs."""

import subprocess
import sys

import pytest

import secgraph

HEAVY = {
    "rdflib",
    "rich",
    "pyshacl",
    "owlready2",
    "owlrl",
    "pandas",
    "yaml",
    "typing",
    "dataclasses",
    "pathlib",
    "importlib.resources",
    "importlib.metadata",
    "multiprocessing",
    "asyncio",
    "http",
    "urllib.request",
    "inspect",
    "json",
    "difflib",
    "tempfile",
    "xml",
    "decimal",
}


def modules_after(code: str, *argv: str) -> set[str]:
    """The modules loaded in a fresh interpreter after *code*, less those that the interpreter
    loads by itself."""
    tail = "\nimport sys\nsys.stdout.flush()\nprint(' '.join(sorted(sys.modules)), file=sys.stderr)"
    script = (
        "import sys; bare = set(sys.modules)\n"
        + code
        + tail.replace("sys.modules)", "set(sys.modules) - bare)")
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *argv], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_all_names_are_there_and_sorted():
    assert sorted(secgraph.__all__) == secgraph.__all__ == dir(secgraph)
    assert all(getattr(secgraph, name) is not None for name in secgraph.__all__)


def test_the_public_names_are_these():
    assert {
        "run",
        "queries",
        "sparql",
        "ask",
        "check",
        "graph",
        "store",
        "Result",
        "__version__",
    } <= set(secgraph.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        secgraph.nonsense  # noqa: B018 - asking is the test


def test_the_application_of_a_server_loads_nothing_of_other_servers_and_corpora():
    loaded = modules_after("import secgraph.web.app, secgraph.web.server")
    assert "starlette" in loaded
    assert not loaded & {"rdflib", "httpx", "duckdb", "mcp", "matplotlib"}


def test_import_loads_nothing_but_itself():
    """Import secgraph brings no module but its own file."""
    assert modules_after("import secgraph") == {"secgraph"}


def test_a_piped_run_loads_nothing_heavy():
    """A piped run brings argparse and pyoxigraph, and none of the heavy packages."""
    code = "from secgraph.cli import main\nimport sys\nassert main(sys.argv[1:]) == 0"
    loaded = modules_after(code, "run", "linkage/between-regions", "from=North Atlantic")
    assert {"argparse", "pyoxigraph"} <= loaded
    assert not loaded & HEAVY, sorted(loaded & HEAVY)


def test_the_list_of_heavy_modules_can_catch_one():
    assert modules_after("import secgraph; secgraph.graph()") & HEAVY


def test_a_function_is_not_hidden_by_a_module_of_its_name():
    """After every module has been loaded, run, check and graph are still functions."""
    import secgraph.checks.runner
    import secgraph.dataset.release
    import secgraph.query.sessions

    assert callable(secgraph.run)
    assert callable(secgraph.check)
    assert callable(secgraph.graph)
