"""The pages are true: each command of a ```console block is run and prints what the page shows."""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import secgraph as sg
from support import oxigraph as servers
from support import roll_calls
from support.command import secgraph, typed
from support.paths import ROOT

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "data/**/*.md", "ontology/*.md", "benchmarks/*.md")
    for path in ROOT.glob(pattern)
    if path.name != "CHANGELOG.md"
)
OTHERS = {
    "docs/api.md": "tests/docs/test_api.py",
    "docs/protege-owlready2-fuseki.md": "tests/publish/test_owl_page.py",
    "docs/serve.md": "tests/web/test_serve_page.py",
    "docs/stores.md": "tests/servers/test_stores_page.py",
}
"""Pages whose commands need programs or servers, with the test that runs them."""

INPUTS = {
    "mine.csv",
    "proposed.sssom.tsv",
    "codes.csv",
    "note.md",
    "first.claims",
    "reply.md",
    "reply.claims",
}
"""Files that a reader has or writes; their content is what the page shows with `cat`."""

NEEDS = re.compile(r"<!-- needs: (.+?) -->")
"""A section that needs a dataset says so in a comment, which readers do not see."""


@dataclass(frozen=True)
class Section:
    """A part of a page under one heading; its commands are run in turn in one folder."""

    page: str
    title: str
    text: str

    @property
    def commands(self) -> list[tuple[str, str]]:
        """Each command with the output that the page shows."""
        return [
            (command, output.strip("\n"))
            for block in re.findall(r"```console\n(.*?)```", self.text, re.DOTALL)
            for command, _, output in (
                part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
            )
        ]

    @property
    def doctests(self) -> list[str]:
        return re.findall(r"```python\n(.*?)```", self.text, re.DOTALL)

    def __str__(self) -> str:
        return f"{self.page}#{self.title}"


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def sections() -> Iterator[Section]:
    for path in PAGES:
        page = str(path.relative_to(ROOT))
        parts = re.split(r"^##+ (.+)\n", read(page), flags=re.MULTILINE)
        yield Section(page, "", parts[0])
        for title, text in zip(parts[1::2], parts[2::2], strict=True):
            yield Section(page, title, text)


SECTIONS = [section for section in sections() if section.page not in OTHERS]


def prepare(folder: Path, page: str) -> None:
    """Make the folder of a reader: the inputs of the page, and the paths of the checkout."""
    for name in ("benchmarks", "tests"):
        (folder / name).symlink_to(ROOT / name)
    for section in SECTIONS:
        for command, output in section.commands if section.page == page else ():
            verb, _, name = command.partition(" ")
            if verb == "cat" and name in INPUTS:
                (folder / name).write_text(output + "\n", encoding="utf-8")


def shown(command: str, folder: Path) -> str:
    """What a command prints on a terminal of 80 columns; what an import prints in a pipe."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    if command.startswith("secgraph import"):
        env = {**os.environ, "PATH": path}
        argv = ["bash", "-c", command]
        run = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout.strip("\n")
    _, output = typed(["bash", "-c", command], cwd=folder, PATH=path, NO_COLOR="1")
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines()]
    text = "\n".join(line for line in lines if not line.startswith("checking;")).strip("\n")
    # Paths of the release are shown as from the checkout, not from the folder of the test.
    return text.replace(os.path.relpath(ROOT, folder) + os.sep, "")


OVER_RECORD = [section for section in SECTIONS if "roll-calls" in NEEDS.findall(section.text)]
OTHER_SECTIONS = [one for one in SECTIONS if one.commands and one not in OVER_RECORD]


@pytest.mark.parametrize("section", OTHER_SECTIONS, ids=str)
def test_a_command_prints_what_the_page_shows(section, tmp_path):
    """In a folder of its own; a command that ends in & is a server."""
    run_all(section, tmp_path, {})


@pytest.mark.long
@pytest.mark.sampled(together="all votes")
@pytest.mark.shared("datasets/un-votes")
@pytest.mark.parametrize("section", OVER_RECORD, ids=str)
def test_a_command_over_the_whole_record_prints_what_the_page_shows(section, whole_record):
    """In the folder where its import, which takes a minute, has been run for several tests."""
    run_all(section, whole_record.folder, {whole_record.command: whole_record.output})


def run_all(section: Section, folder: Path, outputs: dict[str, str]) -> None:
    """Run the commands of a section in a folder, but those whose outputs are known."""
    prepare(folder, section.page)
    server = None
    try:
        for command, output in section.commands:
            if command.endswith("&"):
                server = servers.Oxigraph(folder, verb="serve-read-only")
                continue
            text = command.replace("http://localhost:7878", server.url) if server else command
            printed = outputs[text] if text in outputs else shown(text, folder)
            assert printed == output, command
    finally:
        if server is not None:
            server.stop()


@pytest.mark.parametrize("section", [one for one in SECTIONS if one.doctests], ids=str)
def test_the_python_of_a_page_does_what_it_shows(section):
    parser = doctest.DocTestParser()
    for block in section.doctests:
        test = parser.get_doctest(block, {}, str(section), section.page, 0)
        assert test.examples
        runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
        assert runner.run(test).failed == 0


def test_every_command_is_run():
    """No block of commands is of another kind or lost; other tests take the other pages."""
    for path in PAGES:
        page = str(path.relative_to(ROOT))
        text = read(page)
        assert not re.findall(r"```(?:bash|sh|shell|text)\b", text), page
        count = sum(len(one.commands) for one in sections() if one.page == page)
        assert count == len(re.findall(r"^\$ ", text, re.MULTILINE)), page
    for page, test in OTHERS.items():
        assert Path(page).name in read(test)
    assert {name for one in SECTIONS for name in NEEDS.findall(one.text)} == {"roll-calls"}
    assert all(one.commands for one in OVER_RECORD)
    assert sum(len(one.commands) for one in SECTIONS) > 50


def test_a_wrong_output_is_seen(tmp_path):
    """The comparison fails for a page that shows one more row than there is."""
    section = Section("page", "", "```console\n$ printf 'a\\nb\\n'\na\nb\nc\n```\n")
    with pytest.raises(AssertionError):
        test_a_command_prints_what_the_page_shows(section, tmp_path)


@pytest.mark.parametrize("page", [str(path.relative_to(ROOT)) for path in PAGES])
def test_files_and_verbs_that_a_page_names_are_there(page):
    """Links lead to files; `secgraph VERB` in the text names a verb of the command line."""
    text = read(page)
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert ((ROOT / page).parent / target).exists(), target
    for name in re.findall(r"`((?:[\w-]+/)*[\w.-]+\.(?:md|cff|ipynb)|LICENSE(?:-DATA)?)`", text):
        assert (ROOT / name).exists() or ((ROOT / page).parent / name).exists(), name
    verbs = set(re.findall(r"^    ([a-z-]+)", secgraph("--help").stdout, re.MULTILINE))
    named = set(re.findall(r"`secgraph ([a-z][a-z-]*)", text))
    assert len(verbs) > 10
    assert named <= verbs, named - verbs


@pytest.mark.parametrize("page", ["README.md", "benchmarks/README.md"])
def test_a_page_is_short(page):
    assert len(read(page).splitlines()) <= 150


def test_the_two_commands_are_in_the_makefile():
    makefile = read("Makefile")
    for target in ("run", "test"):
        assert f"`make {target}`" in read("README.md")
        assert f"\n{target}:" in makefile


def test_the_picture_of_the_readme_is_what_its_script_writes():
    script = ROOT / "docs" / "figures" / "model.py"
    run = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    assert run.stdout == (ROOT / "docs" / "figures" / "model.svg").read_bytes()


FIGURES = re.findall(
    r"`secgraph (run [^`]* --view \w+) -o docs/(figures/[a-z-]+\.svg)`[^!]*!\[[^\]]+\]\(([^)]*)\)",
    read("docs/record.md") + read("docs/questions.md"),
)
DRAWN = ("docs/record.md", "docs/questions.md")


def words(svg: bytes) -> list[str]:
    texts = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(element.itertext()) for element in texts]


@pytest.mark.parametrize(
    ("command", "path", "target"), FIGURES, ids=[path for _, path, _ in FIGURES]
)
def test_a_figure_of_a_page_is_what_its_command_draws(command, path, target, tmp_path):
    """The same words and numbers in the same order; strokes vary with the version of matplotlib.

    Each label and number of its table stands in it, as often as in the table."""
    assert path == target
    drawn = tmp_path / "drawn.svg"
    argv = ["bash", "-c", f"{sys.executable} -m secgraph {command} -o {drawn}"]
    subprocess.run(argv, check=True)
    kept = words((ROOT / "docs" / path).read_bytes())
    assert words(drawn.read_bytes()) == kept
    name, _, params = command.removeprefix("run ").partition(" --view")[0].partition(" ")
    result = sg.run(name, dict(part.split("=") for part in params.split()))
    text = " ".join(kept)
    for row in result.rows:
        cells = [row[column] for column in result.about.bars] + [row.get("grouping", "")]
        cells += [row["a"], row["b"]] if "a" in row else row.get("text", "").split()
        assert all(cell in text for cell in cells if cell != "0")
    for number in {row[column] for row in result.rows for column in result.about.bars} - {"0"}:
        values = [row[column] for row in result.rows for column in result.about.bars]
        ticks = 2 if "share" in result.about.bars else 3
        assert values.count(number) <= kept.count(number) <= values.count(number) + ticks


def test_the_picture_of_the_readme_says_what_the_data_says():
    """The place of its passage and the beginning of its digest are those of the passage."""
    drawn = " ".join(words((ROOT / "docs" / "figures" / "model.svg").read_bytes()))
    passage = (ROOT / "data/documents/east-is-east/passages.ttl").read_text(encoding="utf-8")
    entry = "".join(
        passage.partition(f"\nee:{name} ")[2].partition("\n\n")[0]
        for name in ("p10s2", "p10s2-position")
    )
    start, end = re.search(r"characters (\d+) to (\d+)", drawn).groups()
    digest = re.search(r"SHA-256 (\w+)", drawn)[1]
    assert start in entry and end in entry and digest in entry


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "figures").glob("*.svg")), ids=str)
def test_every_figure_can_be_heard_and_turns_dark(path):
    root = ET.parse(path).getroot()
    svg = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.find(f"{svg}title").text and root.find(f"{svg}desc").text
    assert "prefers-color-scheme:dark" in root.find(f"{svg}style").text


def test_every_figure_of_the_pages_is_compared():
    assert len(FIGURES) == 3 == sum(read(page).count("![") for page in DRAWN)


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.shared("datasets/un-votes")
def test_the_pairs_over_the_whole_record_are_those_of_the_second_computation():
    (output,) = (
        output
        for section in SECTIONS
        for command, output in section.commands
        if command == "secgraph run record/agreement-within grouping=Quad --store mystore"
    )
    calls = roll_calls.read(roll_calls.ALL) + roll_calls.read(roll_calls.ES11)
    rows = [re.split(r" {2,}", line)[:6] for line in output.splitlines()[4:10]]
    assert rows == roll_calls.within(calls, roll_calls.QUAD)
