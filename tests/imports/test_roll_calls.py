"""The table of roll calls of a store, held against the saved queries that are its definition."""

import csv
import gzip
import itertools
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph
import pytest

from secgraph import imports, stores
from secgraph.imports import roll_calls as builder
from secgraph.query import counted, roll_calls, sessions
from secgraph.stores import disk
from secgraph.stores.embedded import Embedded

QUESTIONS = {
    "record/agreement": [{"a": "Japan", "b": "India"}, {"a": "Japan", "b": "Japan"}],
    "record/agreement-by-year": [{"a": "Japan", "b": "United States"}],
    "record/agreement-within": [{}, {"grouping": "NATO"}],
    "record/within-by-year": [{}],
    "record/cohesion": [{}, {"grouping": "U.S.-Japan Alliance"}],
    "record/cohesion-by-year": [{}, {"grouping": "NATO"}],
    "votes/with-and-against": [
        {},
        {"actor": "China", "year": "1970"},
        {"actor": "Japan", "event": "UN General Assembly vote of February 2023"},
    ],
}
NARROWED = [{}, {"sessions": "25,ES-11"}, {"topic": "UKRAINE"}, {"topic": "no such words"}]
ASKED = [
    (name, {**values, **more})
    for name, cases in QUESTIONS.items()
    for values in cases
    for more in (NARROWED if name.startswith("record/") else [{}])
]
CODES = ("JPN", "IND", "USA", "AUS", "CHN", "FRA", "GBR")


def write(path: Path, calls: int, odd: Sequence[Sequence[str]] = ()) -> None:
    """Write a file of roll calls as the library has it, in which every option occurs."""
    header = imports.find("un-votes").header
    votes = itertools.cycle("YYNAXYNNAYXA")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        for call in range(calls):
            cast = {code: next(votes) for code in CODES if (call + len(code)) % 5}
            totals = [str(list(cast.values()).count(option)) for option in "YNAX"]
            for code, vote in cast.items():
                writer.writerow(
                    {
                        "undl_id": str(9000 + call),
                        "ms_code": code,
                        "ms_name": code,
                        "ms_vote": vote,
                        "date": f"19{70 + call % 3}-0{1 + call % 9}-11",
                        "session": "" if call % 4 == 0 else str(24 + call % 3),
                        "resolution": f"A/RES/{call}",
                        "title": "Question of Ukraine" if call % 6 == 0 else "Another question",
                        "subjects": "UKRAINE" if call % 7 == 0 else "",
                        **dict(zip(header[14:18], totals, strict=True)),
                        "total_ms": str(len(cast)),
                    }
                )
        for row in odd:
            file.write(",".join(row) + "\n")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the release and thirty made-up roll calls of seven states."""
    folder = tmp_path_factory.mktemp("record")
    write(folder / "votes.csv", 30)
    dataset = imports.DatasetImport(imports.find("un-votes"), [str(folder / "votes.csv")])
    imports.add(dataset, str(folder / "store"))
    return folder / "store"


def by_query(place: Path) -> sessions.Session:
    """A session of the same store that knows no table."""
    return sessions.Session(Embedded(disk.open_folder(str(place)), skolemized=True))


@pytest.mark.parametrize(("name", "values"), ASKED)
def test_the_table_answers_as_the_query_does(place, name, values):
    """Each question that counts votes, with and without a session and a topic: the same bytes."""
    session = sessions.Session(stores.open(str(place)))
    table = roll_calls.read(str(place))
    assert table is not None
    assert counted.answer(session.question(name, values), table, session.store.rows) is not None
    ours, plain = session.run(name, values), by_query(place).run(name, values)
    assert ours.serialize("csv") == plain.serialize("csv")
    assert ours.serialize("json") == plain.serialize("json")


def test_every_question_of_the_table_is_compared():
    assert set(QUESTIONS) == set(counted.WRITERS)


def test_the_comparison_has_rows(place):
    """Joint votes with each outcome, or the test above would compare nothing with nothing."""
    session = sessions.Session(stores.open(str(place)))
    rows = session.run("record/agreement", {"a": "Japan", "b": "India"}).rows
    assert {"24", "25", "26", "(1970)", "ES-11"} <= {row["session"] for row in rows}
    assert {row["source"] for row in rows} == {"un-votes", "un-es11"}
    assert len(session.run("votes/with-and-against", {"actor": "Japan"}).rows) > 100


def test_a_table_that_has_another_vote_gives_another_answer(place, monkeypatch):
    """The questions do ask the table: with one byte changed, the answer differs."""
    table = roll_calls.read(str(place))
    assert table is not None
    japan = table.options("https://w3id.org/secgraph/id/japan")
    changed = japan.translate(bytes([0, 2, 1, *range(3, 256)]))
    monkeypatch.setattr(
        roll_calls.RollCalls,
        "options",
        lambda self, state, original=roll_calls.RollCalls.options: (
            changed if state.endswith("/japan") else original(self, state)
        ),
    )
    ours = sessions.Session(stores.open(str(place))).run("record/agreement-within", {})
    assert ours.rows != by_query(place).run("record/agreement-within", {}).rows


def damage_content(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)


def other_form(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"roll-calls 1 ", b"roll-calls 9 ", 1))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("spoil", [damage_content, other_form, cut_short, Path.unlink])
def test_a_table_that_cannot_be_trusted_is_not_asked(place, tmp_path, spoil):
    """Damaged, of another version, cut or gone: the query answers, and rightly."""
    import shutil

    copy = tmp_path / "store"
    shutil.copytree(place, copy)
    assert roll_calls.read(str(copy)) is not None
    spoil(copy / roll_calls.FILE)
    assert roll_calls.read(str(copy)) is None
    session = sessions.Session(stores.open(str(copy)))
    assert (
        session.run("record/cohesion", {}).rows == by_query(place).run("record/cohesion", {}).rows
    )


def test_a_store_that_another_program_has_written_to_is_asked_by_query(place, tmp_path):
    """Oxigraph takes a vote away; the table still has it."""
    import shutil

    copy = tmp_path / "store"
    shutil.copytree(place, copy)
    store = pyoxigraph.Store(str(copy))
    store.update("DELETE WHERE { ?v <https://w3id.org/secgraph/ns#hasVoteOption> ?o }")
    store.flush()
    del store
    assert roll_calls.read(str(copy)) is None
    assert sessions.Session(stores.open(str(copy))).run("record/cohesion", {}).rows == []


SG, SGD = "https://w3id.org/secgraph/ns#", "https://w3id.org/secgraph/id/"
PREFIXES = f"@prefix sg: <{SG}> .\n@prefix sgd: <{SGD}> .\n" + (
    "@prefix sgv: <https://w3id.org/secgraph/vocab/> .\n"
    "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
)
VOTE = "sgd:v a sg:Vote;sg:isCastIn sgd:e;sg:isCastBy sgd:japan;sg:hasVoteOption sgv:vote-for;"
WHOLE = VOTE + "dcterms:source sgd:s .\n"
SOURCE = 'sgd:s dcterms:identifier "s" .\n'


@pytest.mark.parametrize(
    ("records", "simple"),
    [
        ([SOURCE + WHOLE], True),
        ([SOURCE, WHOLE], True),
        ([SOURCE + WHOLE.replace("sgd:v a sg:Vote;", "<urn:v> a sg:Vote ; ")], True),
        ([SOURCE + WHOLE, WHOLE.replace("vote-for", "vote-against")], False),
        ([SOURCE + WHOLE.replace("vote-for", "vote-perhaps")], False),
        ([SOURCE + VOTE.rstrip(";") + " .\n", "sgd:v dcterms:source sgd:s .\n"], False),
        ([SOURCE + WHOLE, "sgd:v dcterms:source sgd:t .\n"], False),
        ([SOURCE + WHOLE, "sgd:v sg:isCastIn sgd:f .\n"], False),
        ([WHOLE], False),
        ([SOURCE + WHOLE + 'sgd:s dcterms:identifier "t" .\n'], False),
        ([SOURCE + WHOLE + 'sgd:e sg:inSession "1", "2" .\n'], False),
        (["sgd:x dcterms:source sgd:s .\n"], False),
    ],
)
def test_only_votes_of_the_simple_form_get_a_table(tmp_path, records, simple):
    """Two options, an option of another kind, a vote spread over datasets, a source without a
    name or with two, two sessions: such a store is asked by query alone."""
    store = pyoxigraph.Store()
    (tmp_path / "secgraph").mkdir()
    for number, text in enumerate(records):
        store.load((PREFIXES + text).encode(), format=pyoxigraph.RdfFormat.TURTLE)
        with gzip.open(tmp_path / "secgraph" / f"set-{number}.ttl.gz", "wb") as file:
            file.write((PREFIXES + text).encode())
    table = tmp_path / roll_calls.FILE
    table.write_bytes(b"an earlier one")
    builder.keep(store, str(tmp_path))
    assert table.exists() == simple
