"""Words in quotation marks are said by whoever the claim names, at their place in the text."""

import json

import pyoxigraph
import pytest

from secgraph.authoring import exchange, parse, tables, writing
from secgraph.authoring.mistakes import Mistakes
from secgraph.documents import folder
from secgraph.documents.quotations import is_quoted
from secgraph.errors import BadFile
from support.authoring import approve
from support.command import secgraph

PAGE = """# A Note on Ports

Russia said: “Japan never trusts a harbour.” The ports were quiet.
"""
NAMESPACE = "https://w3id.org/secgraph/doc/ports/"
HEAD = "document ports\n  second  none\n\nT -- It names the note.\n\nP1.S1\n"
LINE = "a  Japan | not trusts | new harbour (Referent: harbour) ; by Russia ; quoted 3-7"
REST = "\n   > none -- It stands by itself.\n   ! 2 in ; 4 in\nP1.S2 -- It is quiet.\n"


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    """The folder of a text in which somebody is quoted, without claims."""
    place = tmp_path_factory.mktemp("quotations")
    (place / "ports.md").write_text(PAGE, encoding="utf-8")
    words = [
        "-o",
        str(place / "ports"),
        "--title",
        "A Note on Ports",
        "--slug",
        "ports",
        "--licence",
        "CC0-1.0",
    ]
    done = secgraph("document", "new", str(place / "ports.md"), *words)
    assert done.returncode == 0, done.stderr
    done = secgraph("document", "segment", str(place / "ports"))
    assert done.returncode == 0, done.stderr
    return place / "ports"


def claims(line: str = LINE) -> str:
    return f"{HEAD}{line}{REST}"


def test_a_quotation_is_released_at_its_words_and_found_by_its_speaker(ports):
    (ports / "draft.claims").write_text(claims(), encoding="utf-8")
    done = secgraph("document", "check", str(ports))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    approve(ports)
    done = secgraph("document", "build", str(ports))
    assert (done.returncode, done.stderr) == (0, "")
    text = folder.opened(str(ports)).text()
    asked = ["claims/quotations", "document=ports", "--data", str(ports), "--format", "json"]
    answer = json.loads(secgraph("run", *asked).stdout)
    row = answer["rows"][0] if "rows" in answer else answer["results"]["bindings"][0]
    start, end = (
        int(row[name]["value"] if isinstance(row[name], dict) else row[name])
        for name in ("start", "end")
    )
    assert text[start:end] == "Japan never trusts a harbour"
    store = pyoxigraph.Store()
    store.load((ports / "claims.ttl").read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    label = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    labels = [q.object.value for q in store.quads_for_pattern(None, label, None)]
    assert labels == ["In the words of Russia, Japan does not trust harbour."]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (LINE.replace("3-7", "1-2"), "the words 1-2 of P1.S1 stand between no quotation marks"),
        (LINE.replace("3-7", "2-7"), "the words 2-7 of P1.S1 stand between no quotation marks"),
        (LINE.replace("3-7", "3-9"), "P1.S1 has 7 words, and no word 9; count again"),
        (LINE.replace("3-7", "7-3"), "numbers of the first and last word between the marks"),
        (LINE.replace("3-7", "0-3"), "numbers of the first and last word between the marks"),
        (LINE.replace("quoted 3-7", "quoted"), "quoted has no value"),
        (LINE.replace(" ; by Russia", ""), "quoted words are those of somebody else; write by"),
        (f"{LINE} ; said implied", "what is quoted is said in so many words; remove said"),
        (f"{LINE} ; quoted 3-4", "quoted stands twice; keep one of them"),
    ],
)
def test_what_is_no_quotation_is_named_at_its_line(line, message, ports, desks):
    desk = desks(folder.opened(str(ports)))
    _, wrong = desk.work(claims(line))
    wrong = wrong or desk.gate(claims(line))
    assert [one.line for one in wrong if message in one.message] == [7], wrong


def test_a_program_drafts_a_quotation_by_the_numbers_of_its_words():
    claim = {
        "subject": "Japan",
        "kind": "trusts",
        "object": "India",
        "holder": "Russia",
        "quoted": [3, 7],
        "triggers": [],
    }
    draft = {
        "document": "ports",
        "text_sha256": "0" * 64,
        "passages": [{"passage": "P1.S1", "claims": [claim]}],
    }
    checked = exchange.checked(json.dumps(draft), "draft.json")
    assert "; by Russia ; quoted 3-7\n" in writing.file(exchange.file(checked, "drafter"))
    claim["quoted"] = [3]
    with pytest.raises(BadFile, match=r"passages\[0\]\.claims\[0\]\.quoted"):
        exchange.checked(json.dumps(draft), "draft.json")


def test_a_quotation_comes_back_from_the_table():
    mistakes = Mistakes("x")
    text = writing.file(parse.parse(claims(), mistakes))
    assert not mistakes
    assert LINE in text
    assert "\tquoted\t" in tables.write(parse.parse(text, mistakes))["claims.tsv"].split("\n")[0]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("He said “no ships” there.", "no ships", True),
        ('He said "no ships" there.', "no ships", True),
        ("Er sagte „keine Schiffe“ dort.", "keine", True),
        ("Il dit « pas de navires » ici.", "pas de", True),
        ("He said ‘no ships’ there.", "no ships", True),
        ("“One.” He left. “Two.”", "He left", False),
        ('"One." He left. "Two."', "He left", False),
        ("“It begins. It goes on. It ends.”", "It goes on", True),
        ("“One\nno ships” there.", "no ships", False),
        ("The ships’ crews left ‘early.", "crews", False),
        ("No marks.", "marks", False),
    ],
)
def test_words_are_quoted_between_marks_of_one_paragraph(text, words, expected):
    start = text.index(words)
    assert is_quoted(text, start, start + len(words)) is expected
