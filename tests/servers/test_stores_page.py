"""The page about stores is true.

Its commands are run against the stores they speak of, and its tables say what is so.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from secgraph.namespaces import RELEASE_GRAPH
from secgraph.stores.endpoint import Endpoint
from servers import report
from servers.processes import INSTALLED, Comunica, Process, Server, Virtuoso
from servers.stores import MAKES, put
from support.paths import ROOT

pytestmark = pytest.mark.servers

PAGE = ROOT / "docs" / "stores.md"
TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE))
RUN = {**MAKES, "comunica": Comunica}
BASES: dict[str, Callable[[Server], dict[str, str]]] = {
    "oxigraph": lambda server: {"http://localhost:7878": server.origin},
    "fuseki": lambda server: {"http://localhost:3030": server.origin},
    "rdf4j": lambda server: {
        "http://localhost:8080/rdf4j-server/repositories/secgraph": server.base,
        "http://localhost:8080": server.origin,
    },
    "virtuoso": lambda server: {
        "http://localhost:8890": server.origin,
        "localhost:1111": f"127.0.0.1:{server.sql_port}",
        "/srv/rdf": str(server.folder),
    },
    "comunica": lambda _: {},
}
"""What the page calls an address, a port or a folder, and what it is here."""


def commands(section: str) -> list[tuple[str, str]]:
    """Each command of a section with what it prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", SECTIONS[section], re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.rstrip("\n")))
    return found


def fits(printed: str, documented: str) -> bool:
    """Whether it is what the page shows, where … stands for anything, over several lines if it
    stands alone."""
    lines = [
        ".*" if line == "…" else "[^\n]*".join(re.escape(piece) for piece in line.split("…"))
        for line in documented.split("\n")
    ]
    return re.fullmatch("\n".join(lines), printed, re.DOTALL) is not None


class Shell:
    """Bash in a folder of its own, with the release built in it and the password of a server in
    the home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = [
            str(Path(sys.executable).parent),
            str(INSTALLED / "comunica" / "node_modules" / ".bin"),
            os.environ["PATH"],
        ]
        mine = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("SECGRAPH_") and name != "NETRC"
        }
        dba = Virtuoso.dba
        self.env = {
            **mine,
            "PATH": os.pathsep.join(path),
            "HOME": str(folder),
            "SECGRAPH_PASSWORD": dba.password,
        }
        netrc = folder / ".netrc"
        netrc.write_text(
            f"machine 127.0.0.1 login {dba.user} password {dba.password}\n", encoding="utf-8"
        )
        netrc.chmod(0o600)

    def __call__(self, command: str) -> str:
        """Run a command; give what it prints."""
        argv = ["bash", "-o", "pipefail", "-c", command]
        done = subprocess.run(
            argv,
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert (done.returncode, done.stderr if command.startswith("secgraph") else "") == (
            0,
            "",
        ), f"$ {command}\n{done.stdout}\n{done.stderr}"
        return done.stdout.replace("\r", "")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    made = Shell(tmp_path_factory.mktemp("docs"))
    ((command, output),) = commands("Before you begin")
    printed = made(command).rstrip("\n")
    assert fits(printed, output), printed
    return made


@pytest.fixture(params=[*RUN])
def process(request: pytest.FixtureRequest) -> Iterator[Process]:
    with RUN[request.param]() as made:
        yield made


@pytest.mark.sampled
def test_what_the_page_says_of_a_store_is_so(process, shell):
    """Each command ends well and prints what stands below it, in the order of the page."""
    here = BASES[process.name](process)
    places = {
        old.removeprefix("http://").partition("/")[0]: new.removeprefix("http://").partition("/")[0]
        for old, new in here.items()
        if "localhost" in old
    }
    told = commands(report.TITLES[process.name])
    for command, output in told:
        run, expected = command, output
        for old, new in {**here, **places}.items():
            run, expected = run.replace(old, new), expected.replace(old, new)
        printed = shell(run).rstrip("\n")
        assert fits(printed, expected), f"$ {run}\n{printed}\n--- and not\n{expected}"
    # Once after the loader of secgraph, and once after each way by hand.
    described = [output for command, output in told if command.startswith("secgraph describe")]
    assert len(described) >= (2 if isinstance(process, Server) else 0)
    assert all("to the last statement" in output for output in described)


def test_every_block_is_run():
    """A command in a section that no store stands for would be run by nobody."""
    assert set(re.findall(r"```(\w+)", TEXT)) == {"console"}
    told = ["Before you begin", *(report.TITLES[name] for name in RUN)]
    assert sum(len(commands(section)) for section in told) == TEXT.count("\n$ ")
    assert all(commands(section) for section in told)


def test_the_table_names_the_version_of_the_store(process):
    """`make stores-report` makes it anew when a store has come."""
    assert f"\n| {report.TITLES[process.name]} | {process.version} |" in TEXT


def test_virtuoso_keeps_the_plan_of_a_question_that_was_asked_of_an_empty_graph(triples):
    """Rows are missing for who asks the same text by hand.

    If this fails, the page need not warn of it. Our own questions are marked.
    """
    text = (
        "SELECT ?c WHERE { ?c <http://www.w3.org/2000/01/rdf-schema#subClassOf>* "
        "<https://w3id.org/secgraph/ns#Actor> }"
    )

    def rows() -> int:
        with Endpoint(server.query_url, graph=RELEASE_GRAPH, may_be_empty=True) as asked:
            return len(asked.rows(text))

    def by_hand() -> int:
        asked = {"query": text, "default-graph-uri": RELEASE_GRAPH}
        answer = httpx.post(
            server.query_url,
            data=asked,
            headers={"Accept": "application/sparql-results+json"},
            trust_env=False,
        )
        return len(answer.json()["results"]["bindings"])

    with Virtuoso() as server:
        by_hand()
        rows()
        put(server, RELEASE_GRAPH, triples)
        assert by_hand() < rows()
        server.sql(server.dba.password, "checkpoint;")
        server.kill()
        (server.folder / "virtuoso.lck").unlink(missing_ok=True)
        server.start()
        assert by_hand() == rows()
