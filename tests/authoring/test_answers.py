"""Which facet answers which trigger word, and the notes, units and markers of a small statement."""

import json
import re
import shutil

import pyoxigraph
import pytest

from secgraph.authoring import answers, declare
from secgraph.authoring.vocabulary import Vocabulary
from secgraph.documents import folder, triggers
from secgraph.query.sessions import session
from support.authoring import approve
from support.command import secgraph
from support.paths import ROOT

PAGE = """# Statement of the Pilots

We recall the storm of 1990. We guard some harbours, including Harwick. The sea is calm.
Therefore, ships sail. Captain Okada says that. Kenya builds ports.

The fact that ships sail calms the sea. Harwick as well as the sea needs ships. It is one of the
harbours. They came many storms ago. It was set forth by Captain Okada that ships sail.
"""
HEAD = (
    "document pilots\n  by  Pilots\nthing Pilots (Collective)\n  says  We\n"
    "thing storm (Event)\n  says  the storm of 1990\n"
    "thing some harbours, Harwick among them (Group some)\n  lists  Harwick ; open\n"
    "thing Harwick (Region)\n  says  Harwick\n"
    "thing sea (Region)\n  says  The sea\nthing calm (Quality)\n  says  calm\n"
    "thing ships (Referent)\n  says  ships\n"
)


@pytest.fixture(scope="module")
def pilots(tmp_path_factory):
    """The folder of the statement; the place of its claims is not to be written to."""
    place = tmp_path_factory.mktemp("statement")
    (place / "page.md").write_text(PAGE, encoding="utf-8")
    words = ["--slug", "pilots", "--date", "1991-01-01", "--licence", "CC0-1.0"]
    done = secgraph("document", "new", str(place / "page.md"), "-o", str(place / "pilots"), *words)
    assert done.returncode == 0, done.stderr
    done = secgraph("document", "segment", str(place / "pilots"))
    assert done.returncode == 0, done.stderr + done.stdout
    return place / "pilots"


@pytest.fixture
def pilots_desk(pilots, desks):
    return desks(folder.opened(str(pilots)))


ANSWERED = {
    "recall, by who speaks": ("P1.S1", "a  Pilots | recognizes | storm", "! 2 in"),
    "recall, of a plain fact": ("P1.S1", "a  Pilots | has | storm", "! 2 in"),
    "including, by an open list": (
        "P1.S2",
        "a  Pilots | defends | some harbours, Harwick among them",
        "! 3 in ; 5 in",
    ),
    "including, by a step to an example": (
        "P1.S2",
        "a  Pilots | defends | sea\nb  Pilots | defends | Harwick\n   > exemplifies a",
        "! 3 in ; 5 in",
    ),
    "the fact that, by what is taken for granted": (
        "P2.S1",
        "a  ships | operates-in | sea ; said presupposed",
        "! 1 in",
    ),
    "as well as, by two subjects": ("P2.S2", "a  Japan / India | requires | China", "! 2 in"),
    "as well as, by what is with it": (
        "P2.S2",
        "a  Japan | requires | China ; with India",
        "! 2 in",
    ),
    "one of, by a part": ("P2.S3", "a  Japan | is-part-of | Quad", "! 3 in"),
    "many, by a time": ("P2.S4", "a  Japan | supports | India ; time 1980..1985", "! 3 in"),
    "set forth by, by a holder": (
        "P2.S5",
        "a  ships | operates-in | sea ; by Japan",
        "! 3 in",
    ),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_a_trigger_is_answered_by_this(name, pilots_desk):
    place, claims, answers = ANSWERED[name]
    first, *rest = claims.split("\n")
    lines = [HEAD, f"{place}\n", f"{first}\n", f"   {answers}\n"]
    if rest:
        lines += [f"{line}\n" for line in rest] + [f"   {answers}\n"]
    assert [one.message for one in pilots_desk.gate("".join(lines))] == []


NOT_ANSWERED = {
    "the fact that, of what is said outright": (
        "P2.S1",
        "a  ships | operates-in | sea",
        "! 1 in",
        "The fact that",
    ),
    "as well as, by one thing alone": (
        "P2.S2",
        "a  Japan | requires | China",
        "! 2 in",
        "as well as",
    ),
    "one of, of what is no part": ("P2.S3", "a  Japan | supports | India", "! 3 in", "one of"),
    "many, without a time": ("P2.S4", "a  Japan | supports | India", "! 3 in", "many"),
    "says, of a plain fact of who speaks": ("P1.S5", "a  Pilots | has | storm", "! 3 in", "says"),
    "including, by one state of the graph": (
        "P1.S2",
        "a  Japan | defends | India",
        "! 3 out ; 5 in",
        "including",
    ),
    "some, by one state of the graph": (
        "P1.S2",
        "a  Japan | defends | India",
        "! 3 in ; 5 out",
        "some",
    ),
}


@pytest.mark.parametrize("name", NOT_ANSWERED)
def test_a_trigger_is_not_answered_by_this(name, pilots_desk):
    place, claim, answers, word = NOT_ANSWERED[name]
    (mistake,) = pilots_desk.gate(f"{HEAD}{place}\n{claim}\n   {answers}\n")
    assert mistake.message.startswith(f"'{word}' is in, and nothing in the claim stands for it")


def table(title: str) -> dict[str, list[str]]:
    """The rows of a table of the guide: by the first cell, what stands in code in the others."""
    text = (ROOT / "docs" / "adding-a-document.md").read_text(encoding="utf-8")
    lines = text[text.index(f"### {title}") :].split("\n\n| ", 1)[1].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in lines.splitlines()[2:]]
    return {row[0].strip("`"): re.findall(r"`([^`]+)`", " | ".join(row[1:])) for row in rows}


@pytest.mark.parametrize("name", triggers.CLASSES)
def test_the_guide_says_what_answers_a_class_of_triggers(name):
    listed = set(table("Triggers: in or out")[name])
    assert listed >= {*answers.BINDING[name], *answers.KINDS[name], *answers.WAYS[name]}


def test_the_guide_lists_the_words_of_the_lists(session_names):
    listed = table("The words of the lists")
    names = session_names
    assert listed["classes of things"] == list(declare.CLASSES)
    assert listed["kinds"] == sorted(iri.rpartition("/")[2] for iri in names.scheme.kinds)
    assert listed["binding modifiers, before the kind"] == names.binding_names()
    ways = ("phase", "degree", "mode", "manner", "rank", "respect", "means", "topic", "quantity")
    assert {way: listed[way] for way in ways} == {way: names.narrowing_names(way) for way in ways}
    assert listed["compare"] == names.value_names("outcome")
    assert listed["margin"] == names.value_names("margin")


@pytest.fixture
def session_names():
    return Vocabulary(session().store.rows)


CLAIMS = """
T -- It names the statement.
P1.S1
a  Pilots | recognizes | storm
   ! 2 in
   note The storm is taken for known.
b  Pilots | has | storm ; said implied
   ! 2 out
> a+b none -- They open the statement.
   = The storm is what the Pilots go back to.
P1.S2
a  Pilots | defends | some harbours, Harwick among them
   > none -- It stands alone.
   ! 3 in ; 5 in
P1.S3
a  sea | is-characterized-as | calm
   > supports P1.S4.a because "Therefore"
P1.S4
a  ships | operates-in | sea ; said implied
P1.S5 -- It names a speaker.
P1.S6
a  Kenya | founds | new ports of Kenya (Referent: ports)
   > none -- It is said in passing.
P2.S1 -- For its trigger words.
P2.S2 -- For its trigger words.
P2.S3 -- For its trigger words.
P2.S4 -- For its trigger words.
P2.S5 -- For its trigger words.
"""
KENYA = "thing Kenya (State)\n  iri  sgd:iso-ken\n"


@pytest.fixture(scope="module")
def graph(pilots, tmp_path_factory):
    """What is built of the claims, each approved."""
    place = shutil.copytree(pilots, tmp_path_factory.mktemp("built") / "pilots")
    (place / "draft.claims").write_text(HEAD + KENYA + CLAIMS, encoding="utf-8")
    shutil.copy(place / "draft.claims", place / "second.claims")
    done = secgraph("document", "check", str(place))
    assert "nothing found" in done.stdout, done.stdout
    approve(place)
    done = secgraph("document", "build", str(place))
    assert (done.returncode, done.stderr) == (0, "")
    store = pyoxigraph.Store()
    for path in sorted(place.glob("*.ttl")):
        store.load(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    return place, store


def values(store, subject: str, name: str) -> list[str]:
    query = (
        "PREFIX : <https://w3id.org/secgraph/doc/pilots/> PREFIX sg: <https://w3id.org/secgraph/ns#>"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        f"SELECT ?value {{ {subject} {name} ?value }}"
    )
    return [row["value"].value for row in store.query(query)]


def test_a_note_of_a_claim_is_an_editorial_note(graph):
    _, store = graph
    assert values(store, ":c-p1s1-a", "skos:editorialNote") == ["The storm is taken for known."]
    assert values(store, ":c-p1s1-b", "skos:editorialNote") == []


def test_claims_together_have_their_sentence_and_their_reason(graph):
    _, store = graph
    assert values(store, ":u-p1s1-ab", "rdfs:label") == ["The storm is what the Pilots go back to."]
    assert values(store, ":u-p1s1-ab", "sg:reasonForNoStep") == ["They open the statement."]


def test_a_marker_may_stand_in_the_passage_of_the_target(graph):
    """In words while drafting; by the passage and its word numbers in what is committed."""
    place, store = graph
    assert values(store, ":l-p1s3-a-supports-p1s4-a", "sg:marker") == ["Therefore"]
    committed = (place / "pilots.claims").read_text(encoding="utf-8")
    assert "> supports P1.S4.a because P1.S4 1-1\n" in committed
    assert "   note The storm is taken for known.\n" in committed
    (place / "draft.claims").unlink()
    again = secgraph("document", "build", str(place))
    assert again.stdout.endswith("0 files changed\n"), again.stdout + again.stderr


def test_every_verb_counts_the_claims_alike(pilots, tmp_path):
    """A line with a list makes several; check, status and build count each of them."""
    place = shutil.copytree(pilots, tmp_path / "pilots")
    text = HEAD + "P1.S3\na  sea / ships | is-characterized-as | calm\n   > none -- It opens.\n"
    (place / "draft.claims").write_text(text, encoding="utf-8")
    report = json.loads(secgraph("document", "check", str(place), "--format", "json").stdout)
    assert report["claims"] == 2
    assert "claims: 2 in draft.claims" in secgraph("document", "status", str(place)).stdout
    assert " 2 drafts" in secgraph("document", "build", str(place)).stdout


def test_the_skeleton_says_how_a_state_is_declared(pilots, tmp_path):
    place = shutil.copytree(pilots, tmp_path / "pilots")
    assert secgraph("document", "draft", str(place)).returncode == 0
    text = (place / "draft.claims").read_text(encoding="utf-8")
    assert "# to use it, declare: thing Kenya (State) / iri sgd:iso-ken" in text


def test_who_speaks_is_shown_by_name_where_claims_are_reviewed(pilots, tmp_path):
    place = shutil.copytree(pilots, tmp_path / "pilots")
    text = HEAD + "P1.S1\na  Pilots | recognizes | storm\n   ! 2 in\n"
    (place / "draft.claims").write_text(text, encoding="utf-8")
    shown = secgraph("document", "review", str(place), "--name", "Jane Roe", stdin="q\n").stdout
    assert "the author" not in shown
    assert [line.split()[1] for line in shown.splitlines() if line.startswith((" holder", " sub"))]
    assert " subject    Pilots" in shown and " holder     Pilots" in shown
