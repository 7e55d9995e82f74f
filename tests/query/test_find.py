"""A search leads: to commands that run, to claims with their holders, and never to a traceback."""

import csv
import io
import json
import os
import re
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest

import secgraph as sg
from secgraph.dataset import release
from secgraph.errors import UsageError
from secgraph.query import index, indexing
from secgraph.query.catalog import Catalog
from secgraph.query.find import search
from secgraph.query.hits import Hit
from secgraph.query.sessions import Session, session
from secgraph.stores import cache
from secgraph.stores import open as open_store
from support.command import on_a_terminal, secgraph
from support.paths import ROOT

COLUMNS = [
    *("kind", "text", "command", "class", "holder"),
    *("polarity", "standing", "passage", "document", "iri"),
]


def commands(hits: list[Hit]) -> list[str]:
    return [hit.command for hit in hits if hit.kind == "question"]


@pytest.fixture(scope="module")
def known() -> sqlite3.Connection:
    """The index of the release."""
    return index.open_index(session())


@pytest.mark.long
@pytest.mark.sampled
def test_each_question_that_is_offered_runs(known):
    """Over one in ten of the words that the index knows, of the names of things, and pairs."""
    words = [row[0] for row in known.execute("SELECT word FROM word ORDER BY word")]
    things = [row[0] for row in known.execute("SELECT DISTINCT label FROM thing ORDER BY label")]
    pairs = [f"{one} {other}" for one, other in zip(things, things[7:], strict=False)]
    offered = set()
    for text in [*words[::10], *things[::10], *pairs[::20]]:
        try:
            offered.update(commands(search(session(), text)))
        except UsageError:
            continue  # a label of stop words only, such as "by"
    assert len(offered) > 150
    for command in sorted(offered):
        program, verb, name, *pairs = shlex.split(command)
        assert (program, verb) == ("secgraph", "run")
        session().run(name, dict(pair.split("=", 1) for pair in pairs))


@pytest.mark.long
@pytest.mark.sampled
def test_the_commands_of_claims_and_things_show_them():
    hits = search(session(), "Europe awakened to the threat", limit=10)
    for hit in hits:
        if hit.kind != "question":
            assert secgraph(*shlex.split(hit.command)[1:]).returncode == 0, hit.command


def test_a_thing_of_two_iris_under_one_label_is_offered_by_a_name_of_its_own():
    """Europe is a region and an actor, and claims/about takes both."""
    (about,) = [
        hit
        for hit in search(session(), "what is claimed about Europe", limit=20)
        if hit.name == "claims/about"
    ]
    assert about.values["thing"] in ("sgd:europe", "sgd:europe-as-actor")
    with pytest.raises(UsageError, match="several things"):
        sg.run("claims/about", thing="Europe")
    assert sg.run("claims/about", thing=about.values["thing"]).rows


def test_words_become_the_values_of_two_parameters_and_a_year():
    offered = commands(search(session(), "Japan United States treaty obligations 2010"))
    assert "secgraph run record/obligations a=Japan 'b=United States' year=2010" in offered


def test_a_content_is_one_hit_with_all_its_claims():
    """Kishida's view and the question that the authors ask of it are of one content."""
    (hit,) = [
        hit
        for hit in search(session(), "Kishida inseparable")
        if "ee:c-p10s1-a" in [claim.curie for claim in hit.claims]
    ]
    assert [(claim.holder, claim.polarity) for claim in hit.claims] == [
        ("Fumio Kishida", "affirmed"),
        ("the authors", "undetermined"),
    ]
    assert hit.row["holder"] == "Fumio Kishida | the authors"
    assert hit.row["passage"] == "P10.S1 | P10.S1"


@pytest.mark.parametrize(
    ("words", "alike"),
    [
        ("votes of the Indians", "vote India"),
        ("Japanese threats", "threat Japan"),
        ("denuclearisation", "denuclearization"),
        ("Kishida’s inseparable", "kishida INSEPARABLE"),
        ("FOIP", "free and open Indo-Pacific"),
    ],
)
def test_words_that_mean_the_same_lead_to_the_same_claims(words, alike):
    first, second = (
        [hit.text for hit in search(session(), text) if hit.kind == "claim"][:2]
        for text in (words, alike)
    )
    assert first == second != []


SYNTAX = [
    '"India" vote',
    "India* vote",
    "India -vote",
    "(India vote",
    "India) vote",
    "^India vote",
    "{India} vote",
    "India' vote;",
    'India""vote',
    "+India +vote",
]


@pytest.mark.parametrize("text", SYNTAX)
def test_marks_of_a_query_language_are_no_words(text):
    plain = [hit.row for hit in search(session(), "India vote")]
    assert [hit.row for hit in search(session(), text)] == plain


@pytest.mark.parametrize(
    "text",
    ["NEAR(India vote, 5)", "India AND vote", "India NOT vote", "text : India", "OR", "*"],
)
def test_operators_are_words_like_others(text):
    done = secgraph("find", text)
    assert done.returncode in (0, 2)
    assert "fts5" not in done.stderr
    assert "unexpected" not in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("q", "is one letter, and a search takes whole words; try 'secgraph find quad'"),
        ("what is the", "says nothing of what is looked for"),
        ("?!", "has no word to look for; try"),
        ("", "has no word to look for; try"),
        ("Kishda", "nothing has 'Kishda'; did you mean 'secgraph find kishida'?"),
        ("xyzzy", "nothing has 'xyzzy'; try other words, as in 'secgraph find"),
        (" ".join(f"India vote{n}" for n in range(5000)), "10,000 words are more than the 50"),
        ("z\udcff", "'z' is one letter"),
    ],
    ids=[
        "letter",
        "stop-words",
        "marks",
        "empty",
        "misspelt",
        "unknown",
        "ten-thousand-words",
        "bytes",
    ],
)
def test_a_search_that_leads_nowhere_names_one_that_does(text, message):
    """In one line, whose search has hits."""
    done = secgraph("find", text)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    nearest = done.stderr.rpartition("'secgraph find ")[2].partition("'")[0]
    assert search(session(), nearest)


def test_ten_thousand_words_cost_no_more_than_fifty(monkeypatch):
    """No more statements are put to the index, however many words there are."""
    opened = index.open_index

    def statements(text: str) -> int:
        asked: list[str] = []

        def traced(of: Session) -> sqlite3.Connection:
            connection = opened(of)
            connection.set_trace_callback(asked.append)
            return connection

        monkeypatch.setattr(index, "open_index", traced)
        with pytest.raises(UsageError):
            search(session(), text)
        return len(asked)

    fifty = statements(" ".join(f"x{n}" for n in range(51)))
    assert 0 < statements(" ".join(f"x{n}" for n in range(10000))) <= fifty


def test_the_limit_is_of_each_kind():
    hits = search(session(), "India vote abstain", limit=1)
    assert [hit.kind for hit in hits] == ["question", "claim", "thing"]
    done = secgraph("find", "India", "--limit", "0")
    assert (done.returncode, "give 1 or more" in done.stderr) == (2, True)


def test_csv_and_json_have_the_same_stable_columns():
    head, *body = csv.reader(io.StringIO(secgraph("find", "India", "vote").stdout))
    answer = json.loads(secgraph("find", "India", "vote", "--format", "json").stdout)
    assert head == answer["head"]["vars"] == COLUMNS
    assert len(body) == len(answer["results"]["bindings"])
    assert list(sg.find("India vote").columns) == COLUMNS
    assert [list(row.values()) for row in sg.find("India vote").rows] == body


def test_a_terminal_shows_questions_then_claims_then_things_in_eighty_columns():
    screen = on_a_terminal("find", "vote", "India")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", screen).replace("\r", "").splitlines()
    titles = [line.strip() for line in shown if line.strip() in ("Questions", "Claims", "Things")]
    assert titles == ["Questions", "Claims", "Things"]
    assert max(map(len, shown)) <= 80
    text = " ".join(" ".join(shown).split())
    assert "secgraph run votes/how-actor-voted actor=India" in text
    assert "[ee:c-p8s2-a] the authors; asserted; East is East" in text


def test_a_document_keeps_the_search_to_it():
    hits = search(Session(documents=["quad-2021"]), "vision of the Indo-Pacific and Abe")
    claims = [claim for hit in hits for claim in hit.claims]
    assert claims
    assert all("/quad-2021/" in claim.iri for claim in claims)
    assert all(
        command.endswith("--document quad-2021")
        for command in commands(hits)
        if command.split()[2].partition("/")[0] == "claims"
    )
    for command in commands(hits):
        assert secgraph(*shlex.split(command)[1:]).returncode == 0


def test_a_server_is_searched_as_the_release_is(stores):
    here = search(session(), "India vote")
    there = search(Session(open_store(stores["oxigraph-http"])), "India vote")
    assert [hit.row for hit in there] == [hit.row for hit in here]


def test_commands_repeat_the_options_that_say_what_is_searched(tmp_path):
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix sg: <https://w3id.org/secgraph/ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/zembla> a sg:State ; rdfs:label "Zembla"@en .\n'
    )
    done = secgraph("find", "Zembla", "--data", str(mine), "--format", "json")
    hits = json.loads(done.stdout)["results"]["bindings"]
    assert {hit["kind"]["value"] for hit in hits} == {"question", "thing"}
    for hit in hits:
        assert secgraph(*shlex.split(hit["command"]["value"])[1:]).returncode == 0


# The index that is kept


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """A folder of kept stores of its own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("SECGRAPH_CACHE", str(folder))
    return folder


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("graph-*/*/find-*.sqlite"))


def found(**options: object) -> list[dict[str, str]]:
    return [hit.row for hit in search(Session(open_store(), **options), "India vote")]


def test_the_first_search_keeps_the_index_and_the_next_opens_it(place, monkeypatch):
    first = found()
    (path,) = kept(place)
    assert path.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(indexing, "fill", lambda *_: pytest.fail("built again"))
    assert found() == first


def test_another_question_is_found_at_once(place, tmp_path):
    """The index of a folder of questions is never that of the folder as it was."""
    folder = tmp_path / "queries" / "mine"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "queries" / "votes" / "on.rq", folder / "one.rq")
    queries = str(folder.parent)
    assert commands(search(Session(open_store(), Catalog(queries)), "vote"))
    text = (folder / "one.rq").read_text(encoding="utf-8")
    (folder / "one.rq").write_text(text.replace("keywords: [", "keywords: [zygote, "))
    assert commands(search(Session(open_store(), Catalog(queries)), "zygote"))
    (folder / "one.rq").unlink()
    with pytest.raises(UsageError):
        search(Session(open_store(), Catalog(queries)), "zygote")


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("damage", ["empty", "cut", "other bytes", "no record"])
def test_a_damaged_index_is_built_again(place, damage):
    first = found()
    (path,) = kept(place)
    data = path.read_bytes()
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "other bytes":
        half = len(data) // 2
        path.write_bytes(data[:half] + bytes(5000) + data[half + 5000 :])
    else:
        path.with_name(path.name + ".state").unlink()
    assert found() == first
    assert len(kept(place)) == 1


def test_an_index_whose_pages_are_damaged_is_built_again(place):
    """Also where the record of the file has been written anew, so that SQLite alone sees it."""
    first = found()
    (path,) = kept(place)
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    path.write_bytes(data)
    from secgraph.stores import disk

    path.with_name(path.name + ".state").write_text(disk.state(str(path)))
    assert found() == first


def test_data_that_has_changed_is_searched_as_it_is(place, tmp_path):
    mine = tmp_path / "mine.ttl"
    form = (
        "@prefix sg: <https://w3id.org/secgraph/ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/state> a sg:State ; rdfs:label "{}"@en .\n'
    )
    for name in ("Zembla", "Ruritania"):
        mine.write_text(form.format(name))
        hits = search(Session(open_store(data=[str(mine)])), name)
        assert any(hit.kind == "thing" and hit.text == name for hit in hits)
    with pytest.raises(UsageError):
        search(Session(open_store(data=[str(mine)])), "Zembla")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_where_nothing_can_be_written_the_index_is_in_memory(place):
    place.mkdir(mode=0o500)
    assert found()
    assert not kept(place)


def test_a_folder_that_others_may_write_to_is_not_used(place):
    place.mkdir()
    place.chmod(0o777)
    assert found()
    assert not kept(place)


def test_without_fts5_a_search_says_what_to_do(place, monkeypatch):
    """SQLite is asked for a kind of index that no build has."""
    monkeypatch.setattr(indexing, "TABLES", indexing.TABLES.replace("fts5", "fts_of_no_build"))
    with pytest.raises(UsageError, match="no SQLite with FTS5"):
        found()


def test_the_store_is_kept_before_the_index_is(place):
    """A store that was read from the files is written at once, and once."""
    graph = cache.Graph(release.files()).open()
    folder = graph.kept()
    assert folder is not None
    assert (Path(folder) / "store").is_dir()
    assert graph.kept() == folder
