"""What an import does with good files and bad ones, on tiny files of facts that stand here."""

import concurrent.futures
import contextlib
import ctypes
import gzip
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pyoxigraph
import pytest

from secgraph import imports
from secgraph.dataset import release, serialize
from secgraph.errors import BadFile, RowsRejected, UsageError
from secgraph.imports import dataset as working
from secgraph.imports import store as importing
from secgraph.imports.fields import moment
from secgraph.imports.report import Rejection
from secgraph.query import catalog
from secgraph.stores import pipes, swap
from support.command import secgraph
from support.paths import ROOT

# How ten states voted on A/RES/ES-11/6, and its totals, cut down to these ten.
HEADER = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,vote_note,"
    "total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n"
)
VOTES = {
    "AUS": "Y",
    "CHN": "A",
    "IND": "A",
    "JPN": "Y",
    "PRK": "N",
    "RUS": "N",
    "KOR": "Y",
    "UKR": "Y",
    "GBR": "Y",
    "VEN": "X",
}
ABSENT = "VEN"


def row(
    code: str,
    vote: str,
    *,
    event: str = "4003921",
    totals: str = "5,2,2,1,10",
    title: str = "Principles",
    date: str = "2023-02-23",
) -> str:
    return f"{event},{code},,{vote},{date},ES-11,A/RES/ES-11/6,,,,{title},,,,{totals},\n"


def votes(**kept: str) -> str:
    return HEADER + "".join(row(code, vote, **kept) for code, vote in VOTES.items())


@pytest.fixture
def give(tmp_path: Path):
    """Write a file and give its path."""

    def write(content: str | bytes, name: str = "file.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def work(path: str, adapter: str = "un-votes", **options: bool) -> imports.Work:
    return imports.Work(imports.find(adapter), [path], **options)


def stored(tmp_path: Path, path: str, adapter: str = "un-votes", **options: bool) -> imports.Report:
    doing = work(path, adapter, **options)
    imports.add(doing, str(tmp_path / "store"))
    return doing.report


def triples(path: str, adapter: str = "un-votes") -> set[str]:
    done = work(path, adapter)
    return {
        str(each)
        for each in pyoxigraph.parse(b"".join(done.pieces()), format=pyoxigraph.RdfFormat.TURTLE)
    }


def everything(path: Path) -> set[str]:
    return {str(quad) for quad in imports.opened(str(path))}


# ---- what is imported ----


def test_a_roll_call_and_the_release_are_asked_together(give, tmp_path):
    """The vote that the release has of its own and the same one of the dataset are one.

    Whoever it does not name comes beside it.
    """
    stored(tmp_path, give(votes()))
    found = secgraph("run", "votes/on", "event=ES-11/6", "--store", str(tmp_path / "store"))
    assert found.returncode == 0, found.stderr
    options = dict(line.split(",")[:2] for line in found.stdout.splitlines()[1:])
    words = {"Y": "for", "N": "against", "A": "abstain", "X": "not voting"}
    assert options["Venezuela"] == words[VOTES[ABSENT]]
    assert options["India"] == words[VOTES["IND"]]
    assert len(options) == 11  # these ten and the United States, whose vote the release has


def test_abstaining_is_not_absence(give):
    found = triples(give(votes()))
    ends = {
        line.split("/id/un-vote-4003921-")[1][:3]: line for line in found if "hasVoteOption" in line
    }
    assert "vote-abstain" in ends["ind"] and "vote-not-voting" in ends["ven"]


def test_a_vote_event_has_its_session_day_and_record(give):
    found = "\n".join(sorted(triples(give(votes(event="5000000")))))
    for wanted in (
        'inSession> "ES-11"',
        '"2023-02-23T00:00:00Z"',
        '"2023-02-23T23:59:59Z"',
        "vocab/day",
        "digitallibrary.un.org/record/5000000",
        '"A/RES/ES-11/6"',
    ):
        assert wanted in found


def test_a_file_in_gzip_says_the_same(give):
    plain = triples(give(votes()))
    packed = triples(give(gzip.compress(votes().encode()), "file.csv.gz"))
    assert {each for each in plain if "sha256" not in each} == {
        each for each in packed if "sha256" not in each
    }


def test_the_provenance_stands_on_the_graph(give):
    path = give(votes())
    doing = work(path)
    b"".join(doing.pieces())
    found = "\n".join(triples(path))
    assert doing.sources[0].sha256 in found and "non-commercial use" in found and "4060887" in found


def test_statements_are_counted(give):
    path = give(votes())
    doing = work(path)
    b"".join(doing.pieces())
    assert doing.report.statements == len(triples(path))


def test_a_historic_state_is_a_state_of_its_own(give):
    path = give(HEADER + row("SUN", "N", event="1", totals="0,1,0,0,1", date="1985-01-01"))
    assert any("iso-sun" in each and "Soviet Union" in each for each in triples(path))


@pytest.mark.parametrize(
    ("made", "ending"),
    [("nq", b" <https://w3id.org/secgraph/graph/un-votes> .\n"), ("nt", b" .\n"), ("ttl", b" .\n")],
)
def test_a_file_is_written_in_the_format_of_its_name(give, tmp_path, made, ending):
    path = give(votes())
    imports.save(work(path), str(tmp_path / f"out.{made}"))
    data = (tmp_path / f"out.{made}").read_bytes()
    assert data.endswith(ending)
    format_ = {
        "nq": pyoxigraph.RdfFormat.N_QUADS,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "ttl": pyoxigraph.RdfFormat.TURTLE,
    }[made]
    assert {
        str(pyoxigraph.Triple(each.subject, each.predicate, each.object))
        for each in pyoxigraph.parse(data, format=format_)
    } == triples(path)


def test_the_same_file_gives_the_same_bytes(give):
    path = give(votes())
    assert b"".join(work(path).pieces()) == b"".join(work(path).pieces())


# ---- replacing ----


@pytest.mark.long
@pytest.mark.sampled
def test_a_new_edition_takes_out_what_the_former_put_in_and_nothing_else(give, tmp_path):
    """Votes of the old edition are gone.

    The release, another dataset and what a user put there are as they were.
    """
    store = tmp_path / "store"
    stored(tmp_path, give(STATES, "states.csv"), "cow-states")
    stored(tmp_path, give(votes(event="1"), "one.csv"))
    mine = pyoxigraph.Quad(
        pyoxigraph.NamedNode("https://example.org/s"),
        pyoxigraph.NamedNode("https://example.org/p"),
        pyoxigraph.Literal("mine"),
    )
    opened = pyoxigraph.Store(str(store))
    opened.add(mine)
    opened.flush()
    del opened
    stored(tmp_path, give(votes(event="2"), "two.csv"))
    found = everything(store)
    assert not any("un-vote-1" in each for each in found)
    assert any("un-vote-2-ven" in each for each in found)
    assert str(mine) in found
    fresh = tmp_path / "fresh"
    imports.add(work(give(STATES, "states.csv"), "cow-states"), str(fresh))
    imports.add(work(give(votes(event="2"), "two.csv")), str(fresh))
    assert found - {str(mine)} == everything(fresh)


@pytest.mark.long
@pytest.mark.sampled
def test_what_two_datasets_say_stays_while_one_says_it(give, tmp_path):
    """Venezuela's label comes from the crosswalk with each dataset that names it."""
    store = tmp_path / "store"
    stored(
        tmp_path,
        give(STATES + "VEN,101,Venezuela,1841,1,1,2016,12,31,2016\n", "states.csv"),
        "cow-states",
    )
    stored(tmp_path, give(votes(event="1"), "one.csv"))
    stored(tmp_path, give(STATES, "fewer.csv"), "cow-states")
    assert any("iso-ven" in each and '"Venezuela"' in each for each in everything(store))


def test_a_second_import_of_a_file_changes_nothing(give, tmp_path):
    stored(tmp_path, give(votes()))
    before = everything(tmp_path / "store")
    stored(tmp_path, give(votes()))
    assert everything(tmp_path / "store") == before


@pytest.mark.long
@pytest.mark.sampled
def test_a_vote_of_the_release_survives_an_edition_without_it(give, tmp_path):
    stored(tmp_path, give(votes()))
    stored(tmp_path, give(votes(event="7")))
    own = {
        str(pyoxigraph.Quad(each.subject, each.predicate, each.object))
        for each in serialize.triples()
    }
    assert own <= everything(tmp_path / "store")


# ---- bad files: refused as a whole, and nothing is left ----

STATES = (
    "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    "AUS,305,Austria,1955,7,27,2016,12,31,2016\nAUL,900,Australia,1920,1,10,2016,12,31,2016\n"
)
TOTAL = votes().replace("5,2,2,1,10", "6,2,2,1,10")
BAD = {
    "empty": (b"", "is empty"),
    "header only": (HEADER, "holds no row"),
    "wrong header": ("a,b\n1,2\n", "the header is not that of un-votes"),
    "missing column": (votes().replace(",session,", ",", 1), "lacks the column session"),
    "another dataset": (STATES, "it looks like cow-states: try 'secgraph import cow-states"),
    "latin-1": (votes().replace("Principles", "Résumé").encode("latin-1"), ":2: is not UTF-8"),
    "cut off": (votes()[:-30], ":11: breaks off within this row"),
    "cut gzip": (gzip.compress(votes().encode())[:-40], "cut off"),
    "damaged gzip": (b"\x1f\x8b" + b"\0" * 40, "damaged"),
    "open quote": (votes().replace("Principles", '"Principles', 1), "never closed"),
    "totals": (TOTAL, ":2: totals that the file gives do not add up (1)"),
    "a row missing": (
        HEADER + "".join(row(code, vote) for code, vote in VOTES.items() if code != "VEN"),
        "total_non_voting is 1, and the rows give 0",
    ),
    "binary": (bytes(range(256)) * 20, "other columns"),
    "utf-16": (votes().encode("utf-16"), "is UTF-16"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_line_and_nothing_is_left(give, tmp_path, name):
    content, told = BAD[name]
    path = give(content)
    there = sorted(tmp_path.iterdir())
    with pytest.raises(BadFile) as caught:
        stored(tmp_path, path)
    assert told in str(caught.value)
    assert sorted(tmp_path.iterdir()) == there
    if content:
        assert caught.value.line is not None or name in ("header only", "utf-16")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a good file and the store into which it was imported."""
    folder = tmp_path_factory.mktemp("imported")
    path = folder / "good.csv"
    path.write_text(votes(event="1"), encoding="utf-8")
    stored(folder, str(path))
    return folder


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_leaves_a_store_as_it_was(imported, give, tmp_path, name):
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    before = everything(tmp_path / "store")
    with pytest.raises(BadFile):
        stored(tmp_path, give(BAD[name][0]))
    assert everything(tmp_path / "store") == before
    assert {each.name for each in tmp_path.iterdir()} == {"store", "good.csv", "file.csv"}


def test_a_bad_file_gives_exit_2_and_no_traceback(give, tmp_path):
    found = secgraph("import", "un-votes", give(TOTAL), "-o", str(tmp_path / "out.nq"))
    assert (
        found.returncode == 2
        and "Traceback" not in found.stderr
        and "do not add up" in found.stderr
    )
    assert not (tmp_path / "out.nq").exists()


# ---- rows that are rejected ----


def with_bad_rows() -> str:
    return (
        votes()
        + row("XYZ", "Y", event="9", totals=",,,,")
        + row("JPN", "Q", event="9", totals=",,,,")
    )


def test_rejected_rows_are_named_with_their_lines_and_the_others_imported(give, tmp_path):
    report = stored(tmp_path, give(with_bad_rows()))
    assert (report.read, report.imported, report.rejected) == (12, 10, 2)
    assert [(line, reason.split()[1]) for _, line, reason in report.reasons] == [
        (12, "'XYZ'"),
        (13, "'Q'"),
    ]


def test_strict_imports_nothing_then(give, tmp_path):
    with pytest.raises(RowsRejected):
        stored(tmp_path, give(with_bad_rows()), strict=True)
    assert not (tmp_path / "store").exists()


def test_a_store_is_optimized_where_that_is_asked_for(give, tmp_path):
    """The same statements, in fewer files."""
    path = give(with_bad_rows())
    files = {}
    for name, options in (("plain", []), ("optimized", ["--optimize"])):
        store = tmp_path / name
        done = secgraph("import", "un-votes", path, "-o", str(store), *options)
        assert done.returncode == 0, done.stderr
        files[name] = len(list(store.glob("*.sst")))
    assert files["optimized"] < files["plain"]
    assert set(imports.opened(str(tmp_path / "plain"))) == set(
        imports.opened(str(tmp_path / "optimized"))
    )
    for options in ([], ["-o", str(tmp_path / "votes.nq")]):
        refused = secgraph("import", "un-votes", path, "--optimize", *options)
        assert (
            refused.returncode == 2
            and "-o DIR" in refused.stderr
            and not (tmp_path / "votes.nq").exists()
        )


def test_exit_codes_say_whether_rows_were_rejected_and_that_mattered(give, tmp_path):
    path = give(with_bad_rows())
    assert secgraph("import", "un-votes", path).returncode == 0
    strict = secgraph("import", "un-votes", path, "--strict", "-o", str(tmp_path / "store"))
    assert strict.returncode == 1 and ":12:" in strict.stderr and not (tmp_path / "store").exists()


def test_a_second_row_of_a_key_is_rejected_with_the_line_of_the_first(give):
    doing = work(give(votes() + row("JPN", "N")))
    b"".join(doing.pieces())
    assert doing.report.reasons == [
        (doing.sources[0].path, 12, "undl_id 4003921, ms_code JPN stands in line 5 already")
    ]


def test_two_files_that_overlap_are_one_dataset(give, tmp_path):
    doing = imports.Work(
        imports.find("un-votes"), [give(votes(event="1"), "a.csv"), give(votes(event="1"), "b.csv")]
    )
    b"".join(doing.pieces())
    assert (doing.report.imported, doing.report.rejected) == (10, 10)


def test_rows_of_a_roll_call_that_differ_about_it_are_rejected(give):
    doing = work(give(votes(event="1").replace("2023-02-23", "2023-02-24", 1)))
    b"".join(doing.pieces())
    assert doing.report.rejected == 9
    assert "date differs from line 2" in doing.report.reasons[0][2]


HOSTILE = [
    '"} DROP ALL #',
    'a"@en . <x> <y> <z> .',
    "two\nlines",
    "back\\slash \\u0041",
    "tab\there",
    "’ “ 日本 🕊",
    "<b>&amp;</b>",
    "{undl_id} %s %(x)s {0}",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_cell_is_text_and_nothing_else(give, value):
    quoted = '"' + value.replace('"', '""') + '"'
    path = give(votes(title=quoted))
    titles = {
        each.object.value
        for each in pyoxigraph.parse(
            b"".join(work(path).pieces()), format=pyoxigraph.RdfFormat.TURTLE
        )
        if each.predicate.value.endswith("terms/title")
    }
    assert value in titles
    assert len(triples(path)) == len(triples(give(votes(title="Principles"))))


@pytest.mark.parametrize("value", ["bell\x07", "nul\x00", "escape\x1b[31m"])
def test_a_control_character_is_rejected(give, value):
    doing = work(give(votes(event="2") + row("JPN", "Y", event="1", title=value, totals=",,,,")))
    b"".join(doing.pieces())
    assert doing.report.rejected == 1 and "control character" in doing.report.reasons[0][2]


@pytest.mark.parametrize("value", ["1> <x", "a b", "é", "..", "1.", "%2F", "a/b", ""])
def test_a_hostile_code_never_gets_into_a_name(give, value):
    doing = work(give(votes(event="2") + row("JPN", "Y", event=value, totals=",,,,")))
    list(pyoxigraph.parse(b"".join(doing.pieces()), format=pyoxigraph.RdfFormat.TURTLE))
    assert doing.report.rejected == 1


# ---- the traps of the datasets ----


def test_aus_is_austria_by_its_number(give):
    found = triples(give(STATES), "cow-states")
    assert any("cow-state-305" in each and "id/austria" in each for each in found)
    assert any("cow-state-900" in each and "id/australia" in each for each in found)


def test_an_open_end_is_attested_and_no_end(give):
    found = triples(give(STATES), "cow-states")
    assert not any("hasEnd" in each for each in found)
    assert sum("isAttestedUntil" in each and "2016-12-31" in each for each in found) == 2


def test_cr_alone_ends_a_line_and_a_row_that_stands_twice_is_skipped(give):
    doing = work(
        give("StateAbb,CCode,StateNme\rCUB,40,Cuba\rCUB,40,Cuba\rAUS,305,Austria\r"), "cow-codes"
    )
    found = b"".join(doing.pieces()).decode()
    assert (doing.report.read, doing.report.imported, doing.report.skipped) == (
        3,
        2,
        {"the same as an earlier row": 1},
    )
    assert 'sgd:austria skos:notation "COW 305"' in found


DYADS = (
    "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
    "2,740,2016,1,0,0,1,1\n2,740,2017,1,0,0,1,1\n2,740,2018,1,0,0,1,1\n740,2,2018,0,0,0,1,1\n740,710,2003,0,0,0,1,0\n740,710,2005,0,0,0,1,0\n740,220,2005,0,0,0,0,0\n"
)


def test_obligations_have_a_direction_and_a_row_is_no_alliance(give):
    """The United States owe Japan defence, not the other way round.

    A pact of non-aggression is none of defence; a row of zeros is nothing.
    """
    doing = work(give(DYADS), "atop-dyad-years")
    found = b"".join(doing.pieces()).decode()
    lines = {line.split()[0]: line for line in found.splitlines() if "a sg:Commitment" in line}
    assert set(lines) == {
        "sgd:atop-owed-2-740-2016",
        "sgd:atop-owed-740-2-2018",
        "sgd:atop-owed-740-710-2003",
        "sgd:atop-owed-740-710-2005",
    }
    assert "obligation-defence" in lines["sgd:atop-owed-2-740-2016"]
    # What the source no longer says in the next year has ended; what it says in its last has no end
    # that is known.
    ends = [each.split() for each in triples(give(DYADS), "atop-dyad-years") if "23:59:59" in each]
    told = {each[0].rpartition("owed-")[2]: each[1].rpartition("#")[2] for each in ends}
    assert {name.strip(">"): word.strip(">") for name, word in told.items()} == {
        "2-740-2016": "isAttestedUntil",
        "740-2-2018": "isAttestedUntil",
        "740-710-2003": "hasEnd",
        "740-710-2005": "hasEnd",
    }
    assert (
        "obligation-defence"
        not in lines["sgd:atop-owed-740-2-2018"] + lines["sgd:atop-owed-740-710-2003"]
    )
    assert (doing.report.imported, doing.report.skipped) == (
        6,
        {"no obligation, so no commitment": 1},
    )


PAIRS = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,"
    "left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetric,version\n"
    "1,2,A,740,B,9,8,1954,8,8,1954,0,0,1,0,0,0,0,4.1\n1,2,A,740,B,9,8,1954,,,,0,1,1,0,0,0,0,4.1\n2,2,A,740,B,1,1,1960,,,,0,1,1,0,0,0,1,4.1\n"
)


def test_a_pair_that_is_not_symmetric_has_no_direction_here(give):
    """COW does not say which of the two owes what.

    It is put down as between them, as a commitment of neither.
    """
    doing = work(give(PAIRS), "cow-alliances-dyad")
    found = b"".join(doing.pieces()).decode()
    assert found.count("a sg:Commitment") == 2 and found.count("a sg:Relationship") == 1
    assert "sgd:cow-between-2-2-740-1960-01-01 a sg:Relationship" in found
    assert [line for _, line, _ in doing.report.reasons] == [
        2
    ]  # it ends before it begins, and does not stand in the way of the next


@pytest.mark.parametrize(
    ("parts", "start", "end", "precision"),
    [
        (["1955", "5", "9"], "1955-05-09T00:00:00Z", "1955-05-09T23:59:59Z", "sgv:day"),
        (["1955", "2", ""], "1955-02-01T00:00:00Z", "1955-02-28T23:59:59Z", "sgv:month"),
        (["1955", "0", "0"], "1955-01-01T00:00:00Z", "1955-12-31T23:59:59Z", "sgv:year"),
    ],
)
def test_a_date_without_day_or_month_spans_what_it_can(parts, start, end, precision):
    assert (
        start in moment(parts, "start")
        and end in moment(parts, "end")
        and moment(parts, "precision") == precision
    )


@pytest.mark.parametrize(
    "parts",
    [
        ["1955", "13", "1"],
        ["1955", "2", "30"],
        ["1955", "", "3"],
        ["55", "1", "1"],
        ["x", "1", "1"],
        ["²", "1", "1"],
        ["2020", "01", "01", "1"],
    ],
)
def test_what_is_no_date_is_rejected(parts):
    with pytest.raises(Rejection):
        moment(parts, "start")


def test_no_year_is_no_date():
    assert moment(["", "", ""], "start") == moment(["0", "0", "0"], "end") == ""


GEO = (
    "# a comment\n#ISO\tISO3\tISO-Numeric\tfips\tCountry\tCapital\tArea(in sq km)\tPopulation\t"
    "Continent\ttld\tCurrencyCode\tCurrencyName\tPhone\tPostal Code Format\tPostal Code Regex\t"
    "Languages\tgeonameid\tneighbours\tEquivalentFipsCode\n"
)


def test_na_is_a_value_and_one_comment_is_the_header(give):
    """NA is Namibia's code."""
    path = give(
        GEO.replace("\n", "\r\n")
        + "NA\tNAM\t516\tWA\tNamibia\tWindhoek\t825418\t2448255\tAF\t.na\tNAD\tDollar\t264\t\t\t"
        "en-NA\t3355338\tZA,BW\t\r\n"
    )
    assert any(
        "place-nam" in each and "sws.geonames.org/3355338/" in each
        for each in triples(path, "geonames")
    )


TOPO = (
    '{"type":"Topology","transform":{"scale":[1,1],"translate":[100,20]},'
    '"arcs":[[[0,0],[10,0]],[[10,0],[0,10],[-10,0],[0,-10]]],'
    '"objects":{"countries":{"geometries":[{"type":"Polygon","id":"392","properties":{"name":"Japan"},"arcs":[[0,1]]},'
    '{"type":"Polygon","properties":{"name":"N. Cyprus"},"arcs":[[0,1]]},'
    '{"type":"Polygon","id":"999","properties":{"name":"X"},"arcs":[[0,1]]}]}}}'
)


def test_an_outline_is_put_together_from_arcs(give):
    doing = work(give(TOPO, "c.json"), "natural-earth")
    found = b"".join(doing.pieces()).decode()
    assert '"MULTIPOLYGON (((100 20, 110 20, 110 30, 100 30, 100 20)))"^^geo:wktLiteral' in found
    assert '"POINT (105 25)"' in found and "sgd:place-jpn a geo:Feature" in found
    assert "sgd:place-n-cyprus a geo:Feature" in found and found.count("sg:isPlaceOf") == 1
    assert doing.report.rejected == 1


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"><rdf:Description '
    'rdf:about="https://www.omg.org/spec/LCC/'
    'x"><rdfs:seeAlso><rdf:Description><rdfs:label>b</rdfs:label></rdf:Description></'
    "rdfs:seeAlso></rdf:Description></rdf:RDF>"
)


def test_rdf_is_taken_as_it_is_and_blank_nodes_are_named_the_same_each_time(give):
    path = give(RDF, "a.rdf")
    found = triples(path, "lcc")
    assert (
        found == triples(path, "lcc")
        and not any("_:" in each for each in found)
        and any('"b"' in each for each in found)
    )


def test_rdf_with_triple_terms_stays_whole(give):
    """RDF/XML of RDF 1.2: the triple term is one term, and its blank node has an IRI."""
    reified = (
        '<rdf:Description rdf:about="https://www.omg.org/spec/LCC/r"><rdf:reifies '
        'rdf:version="1.2" rdf:parseType="Triple"><rdf:Description><rdfs:label>c</rdfs:label>'
        "</rdf:Description></rdf:reifies></rdf:Description>"
    )
    path = give(RDF.replace("</rdf:RDF>", f"{reified}</rdf:RDF>"), "a.rdf")
    found = b"".join(work(path, "lcc").pieces()).decode()
    assert ">> ." in found and "_:" not in found
    (statement,) = (line for line in found.split("\n") if ")>> ." in line)
    assert len(list(pyoxigraph.parse(statement, format=pyoxigraph.RdfFormat.N_TRIPLES))) == 1


@pytest.mark.parametrize(
    ("adapter", "content"),
    [
        ("lcc", RDF[:-40]),
        ("lcc", "<rdf:RDF/>"),
        ("natural-earth", TOPO[:-9]),
        ("natural-earth", "{}"),
        ("natural-earth", "[1]"),
    ],
)
def test_what_is_no_such_rdf_or_topojson_is_refused(give, adapter, content):
    with pytest.raises(BadFile):
        b"".join(work(give(content), adapter).pieces())


# ---- adapters ----


def test_a_third_party_adds_a_dataset_without_python(give, tmp_path):
    """An adapter and a crosswalk beside it are enough."""
    give("thing\tcode\nsgd:japan\tJ\nsgd:india\tI\n", "codes.tsv")
    adapter = give(
        """
name = "visits"
summary = "visits"
header = ["who", "whom", "day"]
[source]
iri = "sgd:source-visits"
identifier = "visits"
label = "Visits"
title = "Visits"
rights = "Free."
[fields]
guest = { column = "who", table = "codes.tsv", by = "code" }
host = { column = "whom", table = "codes.tsv", by = "code" }
start = { date = "day" }
[[nodes]]
iri = "sgd:visit-{who}-{whom}-{day}"
class = "sg:Visit"
[nodes.say]
"rdfs:label" = '"visit of {day}"@en'
"sg:hasParticipant" = "{guest}"
"sg:hasDestination" = "{host}"
"sg:hasStart" = "{start}"
"dcterms:source" = "sgd:source-visits"
""",
        "visits.toml",
    )
    done = secgraph(
        "import",
        "--adapter",
        adapter,
        give("who,whom,day\nJ,I,2023-03-20\nK,I,2023-03-21\n"),
        "-o",
        str(tmp_path / "store"),
    )
    assert done.returncode == 0, done.stderr
    assert (
        "2 rows read: 1 imported, 0 skipped, 1 rejected" in done.stdout
        and "who 'K' is in no row of codes.tsv" in done.stdout
    )
    found = secgraph("show", "visit of 2023-03-20", "--store", str(tmp_path / "store"))
    assert "has destination: India" in found.stdout and "has participant: Japan" in found.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "is no TOML"),
        ('name = "x"', "needs 'summary'"),
        ('name = "x y"\nsummary = "s"\n[source]\niri = "sgd:s"', "letters, digits and hyphens"),
        ('nome = "x"', "unknown key 'nome'"),
    ],
)
def test_a_broken_adapter_is_named_with_what_it_lacks(give, text, told):
    with pytest.raises(BadFile, match=told):
        imports.Adapter(give(text, "a.toml"))


@pytest.mark.parametrize("adapter", imports.adapters(), ids=lambda each: each.name)
def test_an_adapter_of_the_package_is_whole(adapter):
    """Its file has its name; it says where the data come from and on what terms.

    Its templates can be read.
    """
    from secgraph.imports.convert import Converter
    from secgraph.imports.report import Report

    assert (
        Path(adapter.path).name == f"{adapter.name}.toml"
        and adapter.fetch
        and adapter.source["rights"]
        and adapter.source["citation"]
    )
    if adapter.kind == "table":
        Converter(adapter, Report(), lambda path, row: None)


def test_no_two_adapters_have_one_header():
    headers = [tuple(each.header) for each in imports.adapters() if each.kind == "table"]
    assert len(set(headers)) == len(headers)


def test_an_unknown_adapter_names_the_nearest():
    with pytest.raises(UsageError, match="did you mean un-votes"):
        imports.find("un-vote")


def test_import_alone_lists_the_adapters_with_their_terms():
    found = secgraph("import")
    assert found.returncode == 0
    for each in imports.adapters():
        assert (
            f"{each.name}: {each.summary}" in found.stdout and each.source["rights"] in found.stdout
        )


# ---- the crosswalk ----


def test_each_code_of_the_crosswalk_leads_to_one_thing_and_each_thing_has_one_label():
    from secgraph.imports import crosswalks

    path = f"{crosswalks.folder()}/states.tsv"
    rows = crosswalks.rows(path)
    for column in (
        "alpha2",
        "alpha3",
        "numeric",
        "fips",
        "cow",
        "slug",
        "geoname",
        "thing",
        "label",
    ):
        crosswalks.index(path, column)
    assert len(rows) > 270 and all(row["source"] for row in rows)
    labels = {
        f"sgd:{each.subject.value.rpartition('/')[2]}": each.object.value
        for each in release.store().quads_for_pattern(
            None, pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), None
        )
    }
    assert not [
        row for row in rows if row["thing"] in labels and labels[row["thing"]] != row["label"]
    ]


def test_what_the_release_has_under_another_name_is_there():
    from secgraph.imports import crosswalks

    known = {f"sgd:{each.subject.value.rpartition('/')[2]}" for each in release.store()}
    assert set(crosswalks.same().values()) <= known


def test_what_an_import_suggests_is_a_question_that_the_data_answer(give, tmp_path):
    suggested = {each.name: each.asks for each in imports.adapters()}
    assert set(suggested.values()) - {""} <= set(catalog.packaged().names())
    assert (suggested["atop-dyad-years"], suggested["lcc"]) == ("record/obligations", "")
    store = str(tmp_path / "store")
    done = secgraph("import", "un-votes", str(give(votes())), "-o", store)
    assert f"such as secgraph run votes/on --store {store}" in done.stdout
    own = tmp_path / "own.toml"
    own.write_text(
        (Path(imports.find("un-votes").path))
        .read_text(encoding="utf-8")
        .replace('asks = "votes/on"', ""),
        encoding="utf-8",
    )
    done = secgraph("import", "--adapter", str(own), str(give(votes())), "-o", store)
    assert f"secgraph sparql QUERY --store {store}" in done.stdout, done.stderr


# ---- stores ----


def test_two_processes_read_a_store_at_once(give, tmp_path):
    stored(tmp_path, give(votes()))
    one = imports.opened(str(tmp_path / "store"))
    found = secgraph("run", "votes/on", "--store", str(tmp_path / "store"))
    assert found.returncode == 0 and len(found.stdout.splitlines()) == 12 and len(one) > 1000


@pytest.mark.parametrize("made", ["nothing", "folder", "file"])
def test_what_is_no_store_is_an_error_with_a_next_step(tmp_path, made):
    path = tmp_path / "there"
    if made == "folder":
        path.mkdir()
        (path / "x").write_text("x")
    if made == "file":
        path.write_text("x")
    found = secgraph("run", "votes/on", "--store", str(path))
    assert (
        found.returncode == 2
        and "secgraph import NAME FILE -o" in found.stderr
        and "Traceback" not in found.stderr
    )


def test_a_folder_that_is_no_store_is_never_overwritten(give, tmp_path):
    path = tmp_path / "store"
    path.mkdir()
    (path / "thesis.txt").write_text("x")
    with pytest.raises(BadFile, match="is no Oxigraph store"):
        stored(tmp_path, give(votes()))
    assert (path / "thesis.txt").read_text() == "x"


def test_what_a_killed_import_left_is_swept_and_the_store_is_as_it_was(give, tmp_path):
    stored(tmp_path, give(votes(event="1")))
    left = Path(swap.staging(str(tmp_path / "store")))
    left.mkdir()
    stored(tmp_path, give(votes(event="2")))
    assert not left.parent.exists() and not (tmp_path / "store.lock").exists()


def test_a_folder_of_the_user_is_not_swept_whatever_its_name(give, tmp_path):
    """Nor is a link, or a folder of ours in which a file of the user lies."""
    own = [tmp_path / name for name in ("store.1.part", "store.before", "store.new.part")]
    for folder in own:
        folder.mkdir()
        (folder / "thesis.txt").write_text("x")
    marked = Path(swap.staging(str(tmp_path / "store"))).parent
    (marked / "thesis.txt").write_text("x")
    marked = marked.rename(tmp_path / "store.7.part")
    (tmp_path / "store.8.part").symlink_to(marked)
    stored(tmp_path, give(votes(event="1")))
    assert all((folder / "thesis.txt").read_text() == "x" for folder in (*own, marked))
    assert (tmp_path / "store.8.part").is_symlink()


def test_a_link_to_a_store_stays_one_and_its_store_is_replaced(give, tmp_path):
    stored(tmp_path, give(votes(event="1")))
    (tmp_path / "real").mkdir()
    (tmp_path / "store").rename(tmp_path / "real" / "store")
    (tmp_path / "store").symlink_to(tmp_path / "real" / "store")
    before = everything(tmp_path / "store")
    stored(tmp_path, give(votes(event="2")))
    assert (tmp_path / "store").is_symlink()
    assert everything(tmp_path / "real" / "store") != before
    assert sorted(path.name for path in (tmp_path / "real").iterdir()) == ["store"]


@pytest.mark.long
@pytest.mark.sampled
def test_a_store_whose_replacement_was_killed_is_put_back(give, tmp_path):
    """Between the two renames nothing stands in its place; who opens it next puts it back."""
    stored(tmp_path, give(votes(event="1")))
    path = tmp_path / "store"
    before = everything(path)
    for act in (lambda: stored(tmp_path, give(HEADER + "x\n")), lambda: imports.opened(str(path))):
        part = Path(swap.staging(str(path))).parent
        path.rename(part / "old")
        with contextlib.suppress(BadFile):
            act()
        assert everything(path) == before


def test_a_folder_that_cannot_take_the_place_of_another_leaves_it(tmp_path):
    path = tmp_path / "store"
    path.mkdir()
    (path / "old").write_text("x")
    new = swap.staging(str(path))
    with pytest.raises(FileNotFoundError):
        swap.place(new, str(path))
    swap.discard(new, str(path))
    assert (path / "old").read_text() == "x"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["store"]


def damaged(path: Path, way: str) -> bytes:
    """What a file holds that is cut short, emptied, or has one bit turned."""
    content = path.read_bytes()
    if way == "cut":
        return content[: len(content) // 2]
    turned = bytearray(content)
    if turned:
        turned[len(turned) // 2] ^= 1
    return b"" if way == "emptied" else bytes(turned)


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("way", ["cut", "emptied", "turned", "removed"])
def test_a_damaged_store_is_an_error_or_answers_all(give, tmp_path, way):
    """Whichever file of a store is damaged, no statement is missing without a word."""
    stored(tmp_path, give(votes(event="1")))
    path = tmp_path / "store"
    whole = len(everything(path))
    refused = 0
    for file in sorted(entry for entry in path.rglob("*") if entry.is_file()):
        content = file.read_bytes()
        if way == "removed":
            file.unlink()
        else:
            file.write_bytes(damaged(file, way))
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        result = secgraph("sparql", count, "--store", str(path))
        assert result.returncode in (0, 2, 3), result.stderr
        if result.returncode:
            refused += 1
            assert result.stderr.startswith("secgraph: ") and result.stderr.count("\n") == 1
        else:
            assert result.stdout.splitlines() == ["n", str(whole)], file
        listed = secgraph("import", "-o", str(path))
        assert listed.returncode in (0, 2), listed.stderr
        file.write_bytes(content)
    assert refused >= 3


def many(events: int = 4000) -> str:
    return HEADER + "".join(
        row(code, vote, event=str(event))
        for event in range(1, events + 1)
        for code, vote in VOTES.items()
    )


@pytest.mark.parametrize(
    ("most", "events"),
    [(100_000, 1), (1_500_000, 4000)],
    ids=["with the release", "while it reads the dataset"],
)
def test_a_full_disk_leaves_nothing(give, tmp_path, most, events):
    """As far as a limit on the size of a file is like one."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    path = give(many(events))
    command = [
        sys.executable,
        "-m",
        "secgraph",
        "import",
        "un-votes",
        path,
        "-o",
        str(tmp_path / "store"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, preexec_fn=limited
    )
    assert (
        done.returncode == 3
        and "nothing was imported" in done.stderr
        and "Traceback" not in done.stderr
    )
    assert {each.name for each in tmp_path.iterdir()} == {"file.csv"}


@pytest.mark.parametrize("output", [(), ("-o", "store")], ids=["checked", "into a store"])
def test_too_little_memory_is_said_in_one_line_and_leaves_nothing(tmp_path, output):
    """As far as a limit of address space is like one: for the file, and for a store at all."""
    most = 160 << 20
    pairs = ("[" + ",".join(["[1,2]"] * 1000) + "]",) * 2000
    (tmp_path / "big.json").write_text(
        '{"type":"Topology","objects":{},"arcs":[' + ",".join(pairs) + "]}", encoding="utf-8"
    )
    command = [sys.executable, "-m", "secgraph", "import", "natural-earth", "big.json", *output]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
    )
    messages = [line for line in done.stderr.splitlines() if line.startswith("secgraph: ")]
    assert (done.returncode, len(messages)) == (3, 1), done.stderr
    assert "Traceback" not in done.stderr
    assert "this process may take 160" in messages[0] if output else "big.json" in messages[0]
    assert [path.name for path in tmp_path.iterdir()] == ["big.json"]


def test_a_fault_long_after_the_store_began_to_read_leaves_nothing(give, tmp_path):
    path = give(gzip.compress(many().encode())[:-40])
    with pytest.raises(BadFile, match="cut off here"):
        stored(tmp_path, path)
    assert {each.name for each in tmp_path.iterdir()} == {"file.csv"}


def _fill(into: int, content: bytes) -> None:
    with open(into, "wb") as pipe:
        pipe.write(content)


def test_a_store_takes_the_same_from_a_pipe_with_a_name_and_without(tmp_path):
    content = b"".join(
        b"<http://example.org/%d> <http://example.org/p> %d .\n" % (each, each)
        for each in range(20_000)
    )
    found = []
    for names in ("/dev/fd", str(tmp_path)):
        store = pyoxigraph.Store()
        out, into = os.pipe()
        with concurrent.futures.ThreadPoolExecutor() as pool, open(out, "rb") as stream:
            filled = pool.submit(_fill, into, content)
            pipes.take(store, stream, names)
            filled.result()
        found.append({str(each) for each in store})
    assert found[0] == found[1] and len(found[0]) == 20_000


class _Held(ctypes.Structure):
    """What mallinfo2(3) gives."""

    _fields_: ClassVar = (
        [(f"before_{place}", ctypes.c_size_t) for place in range(6)]
        + [("fsmblks", ctypes.c_size_t)]
        + [("rest", 3 * ctypes.c_size_t)]
    )


def _set_aside(library: ctypes.CDLL) -> int:
    """How many bytes more the C library sets aside, when a thousand pieces of 100 bytes are
    freed."""
    library.malloc.restype = ctypes.c_void_p
    library.mallinfo2.restype = _Held
    pieces = [ctypes.c_void_p(library.malloc(100)) for _ in range(1000)]
    before = library.mallinfo2().fsmblks
    for each in pieces:
        library.free(each)
    return int(library.mallinfo2().fsmblks - before)


def test_while_a_store_loads_freed_memory_is_not_set_aside_and_afterwards_it_is():
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2"):
        pytest.skip("the C library is not glibc 2.33 or later")
    before = _set_aside(library)
    with pipes.joined():
        within = _set_aside(library)
    assert within < 10_000 < min(before, _set_aside(library))


def test_where_there_is_no_such_c_library_a_store_loads_all_the_same():
    with pipes.joined("no-such-library.so"):
        store = pyoxigraph.Store()
        pipes.load(store, iter(_made()))
    assert len(store) == 4000


def _made(pieces: int = 400) -> list[bytes]:
    """Pieces of ten statements, each several times as long as a pipe of the tests is."""
    head = b"@prefix e: <http://example.org/> .\n"
    return [
        head,
        *(
            b"".join(
                b"e:s%d e:p %d .\n" % (number, number)
                for number in range(piece * 10, piece * 10 + 10)
            )
            for piece in range(pieces)
        ),
    ]


def test_what_goes_through_many_pipes_is_what_goes_through_one(monkeypatch):
    found = []
    for batch in (1, 2000, 1 << 30):
        monkeypatch.setattr(pipes, "BATCH", batch)
        store = pyoxigraph.Store()
        pipes.load(store, iter(_made()))
        found.append({str(each) for each in store})
    assert found[0] == found[1] == found[2] and len(found[0]) == 4000


@pytest.mark.parametrize(
    "broken", [1, 200, 400], ids=["in the first", "in the midst", "in the last"]
)
@pytest.mark.parametrize("batch", [1, 2000, 1 << 30])
def test_a_pipe_that_the_store_refuses_is_told_and_nothing_waits_for_ever(
    monkeypatch, batch, broken
):
    monkeypatch.setattr(pipes, "BATCH", batch)
    pieces = _made()
    pieces[broken] = b"e:s e:p <no end .\n" + b"e:s e:p 1 .\n" * 20_000
    with pytest.raises(SyntaxError):
        pipes.load(pyoxigraph.Store(), iter(pieces))
    assert not any(each.name.startswith("ThreadPool") for each in threading.enumerate())


def test_nothing_more_is_made_once_a_pipe_was_refused(monkeypatch):
    monkeypatch.setattr(pipes, "BATCH", 1)
    asked = []

    def pieces() -> Iterator[bytes]:
        for piece in [
            b"",
            b"no Turtle .\n",
            *(b"<s:%d> <p:p> 1 .\n" % number * 10_000 for number in range(300)),
        ]:
            asked.append(piece)
            yield piece or b"@prefix e: <http://example.org/> .\n"

    with pytest.raises(SyntaxError):
        pipes.load(pyoxigraph.Store(), pieces())
    assert len(asked) < 100


@pytest.mark.parametrize("batch", [1, 1 << 30])
def test_a_fault_while_pieces_are_made_is_told(monkeypatch, batch):
    monkeypatch.setattr(pipes, "BATCH", batch)

    def pieces() -> Iterator[bytes]:
        yield from _made()
        raise BadFile("votes.csv", "breaks off")

    with pytest.raises(BadFile, match="breaks off"):
        pipes.load(pyoxigraph.Store(), pieces())


@pytest.mark.long
@pytest.mark.sampled
def test_a_dataset_through_many_pipes_is_the_same_dataset(give, tmp_path, monkeypatch):
    """When it comes first, and when it takes the place of a former edition."""
    old, new = give(votes(event="1")), give(many(50), "fifty.csv")
    for name in ("one", "many"):
        imports.add(work(new), str(tmp_path / name))
        imports.add(work(old), str(tmp_path / f"{name}-again"))
        imports.add(work(new), str(tmp_path / f"{name}-again"))
        monkeypatch.setattr(pipes, "BATCH", 1000)
        monkeypatch.setattr(working, "PIECE", 500)
        monkeypatch.setattr(importing, "PIECE", 500)
    found = [everything(tmp_path / each) for each in ("one", "many", "one-again", "many-again")]
    assert found[0] == found[1] == found[2] == found[3]


def test_a_store_that_another_process_writes_to_is_left_alone(give, tmp_path):
    from secgraph.errors import EngineError

    stored(tmp_path, give(votes(event="1")))
    held = pyoxigraph.Store(str(tmp_path / "store"))
    with pytest.raises(EngineError, match="another process writes to it"):
        stored(tmp_path, give(votes(event="2")))
    assert len(held) > 1000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--store", "x", "--endpoint", "http://127.0.0.1:1"), "leave one of them out"),
        (("--store", "x", "--data", "y.ttl"), "leave one of them out"),
        (("--store", "x", "--graph", "z"), "the name of a graph is a whole IRI"),
        (("--graph", "urn:x-test:z"), "go with --store FOLDER or --store URL"),
    ],
)
def test_options_that_do_not_go_together_are_named(arguments, message):
    found = secgraph("run", "votes/on", *arguments)
    assert found.returncode == 2
    assert message in found.stderr


def test_a_store_in_a_folder_that_is_not_there_is_told(tmp_path):
    path = str(tmp_path / "none" / "store")
    with pytest.raises(BadFile, match="no store can be made there"), swap.alone(path):
        pass
