"""Said, denied, said and denied, only supposed, or not spoken of."""

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.errors import UnknownValue
from secgraph.stores.embedded import Embedded
from support.command import secgraph
from support.paths import FIXTURES, ROOT


@pytest.mark.parametrize(
    ("subject", "relation", "object_", "verdict", "claims"),
    [
        ("North Atlantic", "has security inseparable from", "Indo-Pacific", "denied", ["p10s2-b"]),
        ("Indo-Pacific", "has security inseparable from", "North Atlantic", "denied", ["p10s2-b"]),
        ("North Atlantic", "has security linked with", "Indo-Pacific", "said", ["p10s2-a"]),
        ("North Atlantic", "has security inseparable from", "Asia", "said", ["p10s1-a", "p10s1-b"]),
        ("North Atlantic", "is linked with", "Asia", "said", ["p10s1-a", "p10s1-b"]),
        (
            "Japan",
            "is a de facto member of",
            "NATO",
            "only supposed or proposed",
            ["p13s3-a", "p13s3-d"],
        ),
        ("Japan", "considers", "JAUKUS", "only supposed or proposed", ["p11s6-a", "p11s6-b"]),
        ("Japan", "bets on", "NATO", "only supposed or proposed", ["p11s6-b"]),
        ("China", "threatens", "India", "silent", []),
        ("Japan", "threatens", "North Korea", "silent", []),
        ("India", "views differently from", "Japan", "said", ["p6s5-a"]),
        ("NATO", "is about keeping out", "Russia", "said", ["p11s3-a"]),
        ("sgd:quad", "sgv:is-focused-primarily-on", "sgd:russia", "denied", None),
    ],
)
def test_the_answer_is_one_of_five(subject, relation, object_, verdict, claims):
    """Symmetric kinds count both ways, others one.

    Silence is no denial; what is only nested or recommended is not said.
    """
    found = sg.ask(subject, relation, object_)
    assert found.verdict == verdict
    if claims is not None:
        assert [voice.claim.rpartition("/c-")[2] for voice in found.voices] == claims
    assert all(voice.evidence for voice in found.voices)


def test_a_denied_opposite_counts_as_said_and_the_answer_says_so():
    (voice,) = sg.ask("India", "views differently from", "Japan").voices
    assert (voice.says, voice.polarity) == ("said", "denied")
    assert voice.note == "it denies the opposite, “agrees with”"


def test_who_shares_and_who_rejects_a_view_is_told():
    voices = sg.ask("North Atlantic", "has security inseparable from", "Asia").voices
    assert (voices[0].holder, voices[0].stance) == ("Fumio Kishida", "the authors reject it")
    assert voices[1].says == "only supposed or proposed"


def test_what_one_says_and_another_denies_is_both():
    """In a small document Thomas denies of Utopia and Arcadia what somebody else says."""
    store = pyoxigraph.Store()
    for path in [
        *sorted((ROOT / "ontology").glob("*.ttl")),
        FIXTURES / "valid" / "base.ttl",
        FIXTURES / "hygiene" / "denial-without-attack.ttl",
    ]:
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    found = sg.ask("Utopia", "is a partner of", "Arcadia", engine=Embedded(store))
    assert found.verdict == "said and denied"
    assert {voice.holder: voice.says for voice in found.voices} == {
        "the writer": "said",
        "Thomas": "denied",
    }


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["Jappan", "threatens", "India"], "did you mean 'Japan'"),
        (["Japan", "is friends with", "India"], "no sg:RelationKind is named 'is friends with'"),
        (["Japan", "threatens", '"} DROP ALL #'], "no thing is named"),
        (["javascript:alert(1)", "threatens", "India"], "cannot be used"),
    ],
)
def test_a_wrong_name_is_one_line(argv, says):
    done = secgraph("ask", *argv)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["North Atlantic", "has security linked with", "Indo-Pacific"], 0),
        (["North Atlantic", "has security inseparable from", "Indo-Pacific"], 1),
        (["China", "threatens", "India"], 4),
        (["Japan", "considers", "JAUKUS"], 6),
    ],
)
def test_the_exit_code_tells_the_answer(argv, code):
    done = secgraph("ask", *argv)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.startswith(f"{argv[0]} – ")
    assert ("silence is no denial" in done.stdout) == (code == 4)
    assert ("P1" in done.stdout) == (code != 4)


def test_an_unknown_name_is_an_error_from_python_too():
    with pytest.raises(UnknownValue):
        sg.ask("Atlantis", "threatens", "Japan")
