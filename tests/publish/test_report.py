"""A report: several answers on one page, which asks no server and is there whole or not at all."""

import os
import re
import shlex
import signal
import subprocess
from html.parser import HTMLParser

import pytest

from secgraph import run as secgraph_run
from secgraph.drawing import choice
from support.command import COMMAND, secgraph, typed
from support.waiting import until

QUESTIONS = (
    "linkage/between-regions from=Asia 'to=North Atlantic'",
    "groupings/members",
    "record/agreement-within",
    "timeline/events",
    "record/cohesion-by-year",
)


class Page(HTMLParser):
    """What a page has: its tags with their attributes, the words, and what is not closed."""

    VOID = ("meta", "img", "br", "link", "input", "hr")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words, self.open = "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module")
def page() -> str:
    done = secgraph("report", *QUESTIONS, "--title", "Japan & <NATO>")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_page_asks_no_server(page):
    """Nothing is loaded: no script, no style sheet, no font; figures stand in the page."""
    read = Page(page)
    assert read.open == []
    assert not read.all("script") + read.all("link") + read.all("iframe")
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in read.all("img"))
    assert not re.search(r"@import|url\(", page)
    policy = next(meta for meta in read.all("meta") if "http-equiv" in meta)
    assert policy["content"].startswith("default-src 'none'")
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)


def test_each_answer_has_a_heading_a_figure_and_a_table(page):
    read = Page(page)
    assert len(read.all("h1")) == 1
    assert len(read.all("h2")) == len(QUESTIONS) + 1
    assert len(read.all("table")) == len(QUESTIONS)
    assert [re.match(r"Figure \((\w+)\)", image["alt"])[1] for image in read.all("img")] == [
        "graph", "map", "bars", "timeline", "line",
    ]  # fmt: skip
    assert "Japan & <NATO>" in read.words


def test_what_every_row_of_a_table_says_stands_below_it_once(page):
    """The number of joint votes of all pairs of the Quad, which is no column of the table."""
    pairs = page.partition('id="answer-3"')[2].partition("</section>")[0]
    assert re.search(r'<p class="count">In every row: joint 8; undated 8; source .+\.</p>', pairs)
    columns = re.findall(r'<th scope="col">(.*?)</th>', pairs)
    assert columns == ["a", "b", "same", "share", "index"]
    assert '<td class="number" data-column="share">0.125</td>' in pairs


def test_codes_are_not_broken_and_texts_have_room(page):
    between = page.partition('id="answer-1"')[2].partition("</section>")[0]
    assert '<td class="code" data-column="claim">ee:c-p10s1-a</td>' in between
    assert {cell.get("class") for cell in Page(page).all("div")} == {"wide"}


@pytest.mark.parametrize(
    ("question", "view"),
    [
        ("record/agreement-by-year a=India 'b=United States'", "line"),
        ("record/agreement-by-year a=India 'b=United States' topic=Myanmar", ""),
        ("record/agreement a=Japan b=India", "bars"),
        ("record/cohesion", "bars"),
        ("record/within-by-year", "bars"),
    ],
)
def test_only_a_row_for_each_of_several_years_is_drawn_as_a_line(question, view):
    """Not several rows of one year, a single row, or none."""
    name, *values = shlex.split(question)
    result = secgraph_run(name, dict(value.split("=") for value in values))
    assert choice.view_of(result) == view


def test_each_link_in_the_page_leads_somewhere(page):
    read = Page(page)
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {link["href"][1:] for link in read.all("a") if link["href"].startswith("#")}
    assert targets
    assert targets <= set(ids)


def test_references_are_given_in_the_order_of_their_numbers():
    """What AUKUS is called: by two documents, of which the second is met first."""
    page = secgraph("report", "compare/called", "--no-figures").stdout
    (marks,) = re.findall(r"Rests on (.+?)\.</p>", page)
    numbers = [int(number) for number in re.findall(r">\[(\d+)\]<", marks)]
    assert len(numbers) == 3
    assert numbers == sorted(numbers)


def test_each_work_is_listed_once_and_the_release_last(page):
    items = re.findall(r'<li id="work-\d+">(.*?)</li>', page)
    assert sum("East is East and West is West" in item for item in items) == 1
    assert sum("World Factbook" in item for item in items) == 1
    assert "IRI: https://w3id.org/secgraph/ns/0.1.0" in items[-1]
    assert "Author not known" in items[0]


def test_a_passage_has_its_words_where_the_user_has_them(tmp_path):
    page = secgraph("report", "claims/denied", "--no-figures").stdout
    assert "P1.S4 of" in page
    assert "<q>" not in page
    assert "<img" not in page


def test_the_same_questions_give_the_same_page(page):
    assert secgraph("report", *QUESTIONS, "--title", "Japan & <NATO>").stdout == page


def test_a_page_fits_a_narrow_screen_and_a_dark_one(page):
    """Rows become blocks below 40 em, each cell with the name of its column; colours follow the
    reader."""
    assert "@media(max-width:40rem)" in page
    assert "@media(prefers-color-scheme:dark)" in page
    read = Page(page)
    assert all(cell["data-column"] for cell in read.all("td"))
    viewport = next(meta for meta in read.all("meta") if meta.get("name") == "viewport")
    assert "width=device-width" in viewport["content"]


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (("claims/abuot",), "no saved query named"),
        (("claims/about thing=Atlantis",), "Atlantis"),
        (("claims/about thing='Japan",), "its quotes do not pair"),
        (("claims/about Japan",), "name=value"),
        (("  ",), "name a question"),
    ],
)
def test_a_question_that_is_none_is_named_and_nothing_is_written(questions, words, tmp_path):
    done = secgraph("report", "claims/denied", *questions, "-o", str(tmp_path / "r.html"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert words in done.stderr
    assert os.listdir(tmp_path) == []


def test_an_answer_without_rows_says_that_silence_denies_nothing():
    page = secgraph("report", "threats/to target=Norway", "--no-figures").stdout
    assert "0 rows; the graph is silent, which denies nothing" in page
    assert "<table" not in page


@pytest.mark.parametrize("name", ["r.pdf", "r", "r.svg"])
def test_a_report_is_a_page(name, tmp_path):
    done = secgraph("report", "claims/denied", "-o", name, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert os.listdir(tmp_path) == []


def test_a_written_report_is_named_on_a_terminal(tmp_path):
    path = tmp_path / "r.html"
    words = ["report", "votes/on", "--no-figures", "-o", str(path)]
    assert typed([*COMMAND, *words]) == (0, f"secgraph: wrote {path}\n")


def test_an_interrupted_report_leaves_the_one_before_and_nothing_half_written(tmp_path):
    """It is interrupted when the page stands beside the former one, and is to take its place."""
    path = tmp_path / "r.html"
    path.write_text("before", encoding="utf-8")
    # Replaces the last step by one that waits, as a slow disk would.
    program = (
        "import os, signal, sys\n"
        "def wait(*_):\n"
        "    print('writing', flush=True)\n"
        "    signal.pause()\n"
        "os.replace = wait\n"
        "from secgraph.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    argv = [COMMAND[0], "-c", program, "report", "votes/on", "--no-figures", "-o", str(path)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"writing\n"
        assert len(os.listdir(tmp_path)) == 2
        child.send_signal(signal.SIGINT)
        until(lambda: child.poll() is not None)
        assert child.returncode == 130
    assert os.listdir(tmp_path) == ["r.html"]
    assert path.read_text(encoding="utf-8") == "before"


def test_each_command_on_the_page_runs():
    """Also where the page keeps to one document, which facts have none of."""
    import shlex
    from html import unescape

    questions = ("claims/denied", "votes/on", "claims/about 'thing=Fumio Kishida'")
    page = secgraph("report", *questions, "--no-figures", "--document", "east-is-east").stdout
    commands = [unescape(words) for words in re.findall(r"<code>(.*?)</code>", page)]
    assert len(commands) == len(questions)
    for command in commands:
        program, *words = shlex.split(command)
        done = secgraph(*words)
        assert (program, done.returncode, done.stderr) == ("secgraph", 0, "")
