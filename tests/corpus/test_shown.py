"""A speech and a passage of it in words, from the command line and from Python."""

import pytest

import secgraph as sg
from support import corpora
from support.command import secgraph

# Written from the texts in tests/fixtures/corpus/texts before the program was run.
SPEECH = "https://w3id.org/secgraph/corpus/ungdc/AUS_76_2021"
SHOWN = [
    f"Australia, general debate of 2021  (speech, {SPEECH})",
    "  speaks for: Australia",
    "  speaker: Cleo Speaker",
    "  post: Head of Government",
    "  date: 2021",
    "  session: 76",
    "  3 passages, 11 mentions",
    "",
    "Names (8)",
    "  Australia: 2",
    "  Quad: 2",
    "  United States: 2",
    "  AUKUS: 1",
    "  India: 1",
    "  Indo-Pacific: 1",
    "  Japan: 1",
    "  United Kingdom: 1",
]
FIRST = "Australia has founded AUKUS with the United Kingdom and the United States. "
SECOND = "The Quad met in autumn."
PASSAGE = [
    f"P1.S2  (code points {len(FIRST)} to {len(FIRST + SECOND)}, {SPEECH}/p1s2, "
    "Australia, general debate of 2021)",
    "",
    "Mentions (1)",
    "  “Quad”",
]
SOURCE = "source: United Nations General Debate Corpus"


def without_source(text: str) -> list[str]:
    """The lines of a description but the last, which says whose data it is."""
    *lines, empty, source = text.rstrip("\n").split("\n")
    assert not empty
    assert source.startswith(SOURCE)
    return lines


@pytest.mark.parametrize(
    "name", ["AUS_76_2021", "aus_76_2021", SPEECH, "Australia, general debate of 2021"]
)
def test_a_speech_is_shown_by_each_of_its_names(name, folder, opened):
    done = secgraph("show", name, "--store", str(folder))
    file = [line for line in done.stdout.splitlines() if line.startswith("  file: ")]
    assert len(file) == 1
    assert "AUS_76_2021.txt, " in file[0]
    lines = without_source(done.stdout.replace(f"{file[0]}\n", ""))
    assert lines == SHOWN
    assert opened.show(name) == done.stdout.rstrip("\n")


def test_what_is_not_known_of_a_speech_is_not_made_up(folder):
    """No table gives its speaker, and one name is left undecided."""
    shown = secgraph("show", "CHN_25_1970", "--store", str(folder)).stdout
    assert "  speaker: not in the table of speakers\n" in shown
    assert "  post:" not in shown
    assert "  2 passages, 1 mention; 1 name undecided\n" in shown


@pytest.mark.parametrize(
    "words",
    [
        ("P1.S2", "--document", "AUS_76_2021"),
        ("p1s2", "--document", SPEECH),
        ("AUS_76_2021#P1.S2",),
        (f"{SPEECH}/p1s2",),
    ],
)
def test_a_passage_is_named_with_its_speech(words, folder):
    done = secgraph("passage", *words, "--store", str(folder))
    assert done.returncode == 0, done.stderr
    assert without_source(done.stdout) == PASSAGE
    assert "met in autumn" not in done.stdout


def test_the_sentence_is_shown_with_the_archive_only(folder, archive):
    done = secgraph("passage", "AUS_76_2021#P1.S2", "--store", str(folder), "--text", str(archive))
    expected = [PASSAGE[0], f"  “{SECOND}”", *PASSAGE[1:]]
    assert without_source(done.stdout) == expected
    assert not done.stderr
    store = sg.open(folder, documents=["AUS_76_2021"])
    assert store.passage("P1.S2", text=str(archive)) == done.stdout.rstrip("\n")


def test_words_with_another_label_are_shown_with_it(folder):
    """The adjective of a state is a mention of the state."""
    shown = secgraph("passage", "FRA_76_2021#P1.S2", "--store", str(folder)).stdout
    assert "  “AUKUS”; “French”: France\n" in shown


def test_a_passage_without_mentions_says_so(folder, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text("Nothing is named. NATO is.", encoding="utf-8")
    (tmp_path / "texts" / "metadata.csv").write_text(
        "file,state,date\none.txt,France,2020-01-02\n", encoding="utf-8"
    )
    place = tmp_path / "mine"
    texts = str(tmp_path / "texts")
    assert secgraph("corpus", "add", "folder", texts, "-o", str(place)).returncode == 0
    done = secgraph("passage", "one#P1.S1", "--store", str(place), "--text", texts)
    assert "“Nothing is named.”\n\nNo mentions\n" in done.stdout
    assert not done.stderr
    assert "“NATO”\n" in secgraph("passage", "one#P1.S2", "--store", str(place)).stdout


def test_another_text_is_not_shown(folder, tmp_path):
    """A speech that was changed afterwards has another digest."""
    files = corpora.members()
    (name,) = [name for name in files if name.endswith("AUS_76_2021.txt")]
    files[name] = files[name].replace(b"autumn", b"spring")
    other = corpora.pack(tmp_path / "other.tgz", files)
    done = secgraph("passage", "AUS_76_2021#P1.S2", "--store", str(folder), "--text", str(other))
    assert done.returncode == 2
    assert "its digest is another" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("show", "AUS_76_2012"), "did you mean 'AUS_76_2021'"),
        (("show", f"{SPEECH}x"), "no thing is named"),
        (("passage", "P9.S9", "--document", "AUS_76_2021"), "has 3, P1.S1 to P2.S1"),
        (("passage", "AUS_76_2021#P9.S9"), "has 3, P1.S1 to P2.S1"),
        (("passage", "P1.S2", "--document", "AUS_76_2012"), "did you mean 'AUS_76_2021'"),
        (("passage", "P999.S9"), "--document SPEECH"),
        (("run", "claims/all", "--document", "AUS_76_2021"), "holds no claims"),
        (
            ("passage", "P1.S1", "--document", "AUS_76_2021", "--document", "AUS_77_2022"),
            "AUS_76_2021#P1.S1, AUS_77_2022#P1.S1",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(words, reason, folder):
    done = secgraph(*words, "--store", str(folder))
    assert done.returncode == 2
    assert reason in done.stderr
    assert not done.stdout


def test_things_and_passages_of_the_release_are_shown_as_before(folder, opened):
    packaged = sg.open()
    assert opened.show("Quad") == packaged.show("Quad")
    assert opened.passage("P10.S2") == packaged.passage("P10.S2")
    assert secgraph("show", "AUS_76_2021").returncode == 2


def test_a_citation_of_a_speech_names_its_speaker_and_the_corpus(folder):
    shown = secgraph("show", "AUS_76_2021", "--cite", "text", "--store", str(folder)).stdout
    assert "Cleo Speaker. Australia, general debate of 2021." in shown
    passage = secgraph(
        "passage", "P1.S2", "--document", "AUS_76_2021", "--cite", "text", "--store", str(folder)
    ).stdout
    assert "Cleo Speaker. Australia, general debate of 2021." in passage
    assert "P1.S2" in passage
    for text in (shown, passage):
        assert "Jankin, Baturo and Dasandi. United Nations General Debate Corpus." in text
