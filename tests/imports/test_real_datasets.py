"""Imports of the real files, held against a second computation in plain Python over the same files.

The files are not part of the project: see the marker shared.
"""

import csv
import functools
import gzip
from collections import Counter
from itertools import chain
from pathlib import Path

import pyoxigraph
import pytest

from secgraph import imports
from secgraph.imports import crosswalks
from secgraph.query.sessions import Session
from secgraph.stores.embedded import Embedded
from support import roll_calls
from support.paths import ROOT, SHARED
from support.roll_calls import WholeRecord

DATASETS = SHARED / "datasets"
pytestmark = [pytest.mark.shared("datasets"), pytest.mark.long, pytest.mark.sampled]

FILES = {
    "un-votes": ["un-votes/es11_long.csv"],
    "un-idealpoints": ["un-votes/idealpoints_July2025.csv"],
    "cow-alliances-member": ["cow-alliances/alliance_v4.1_by_member.csv"],
    "cow-alliances-dyad": ["cow-alliances/alliance_v4.1_by_dyad.csv"],
    "cow-states": ["cow-states/states2016.csv"],
    "cow-codes": ["cow-states/COW country codes.csv"],
    "atop-alliances": ["atop/atop5_1a.csv"],
    "atop-members": ["atop/atop5_1m.csv"],
    "atop-dyad-years": ["atop/atop5_1_directed_dyad_year_1990_2018.csv.gz"],
    "factbook": ["memberships/factbook_igo_participation.csv"],
    "geonames": ["geo/countryInfo.txt"],
    "natural-earth": ["geo/countries-110m.json"],
    "eu-countries": ["authorities/eu-countries-skos.rdf"],
    "lcc": [
        f"authorities/lcc/{name}.rdf"
        for name in ("CountryRepresentation", "ISO3166-1-CountryCodes", "UN-M49-RegionCodes")
    ],
}
PREFIXES = "".join(
    f"PREFIX {prefix}: <{name}> "
    for prefix, name in __import__("secgraph.namespaces", fromlist=["PREFIXES"]).PREFIXES.items()
)
WORDS = {"Y": "for", "N": "against", "A": "abstain", "X": "not-voting"}


def raw(name: str) -> list[dict[str, str]]:
    path = DATASETS / FILES[name][0]
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", newline="") as file
    ):
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def reports() -> dict[str, imports.Report]:
    return {}


@pytest.fixture(scope="module")
def store(tmp_path_factory, reports) -> pyoxigraph.Store:
    """One store with all but the large file of votes."""
    path = str(tmp_path_factory.mktemp("real") / "store")
    for name, files in FILES.items():
        work = imports.Work(imports.find(name), [str(DATASETS / each) for each in files])
        imports.add(work, path)
        reports[name] = work.report
    assert [each.name for each in imports.held(path)] == sorted(FILES)
    return imports.opened(path)


def ask(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [
        tuple("" if term is None else term.value.rpartition("/id/")[2] for term in row)
        for row in found
    ]


def thing(by: str, code: str) -> str:
    return crosswalks.index(f"{crosswalks.folder()}/states.tsv", by)[code]["thing"].removeprefix(
        "sgd:"
    )


def during(year: int) -> str:
    """The pattern of a commitment of ATOP's dyad-years that held in a year."""
    moment = f'"{year}-06-30T12:00:00Z"^^xsd:dateTime'
    held = f"FILTER (?from <= {moment} && {moment} <= ?until)"
    return (
        f"?c a sg:Commitment ; sg:hasStart ?from ; sg:isAttestedUntil|sg:hasEnd ?until ; "
        f"dcterms:source sgd:source-atop . {held}"
    )


def test_every_adapter_is_tried_on_a_real_file():
    assert set(FILES) == {each.name for each in imports.adapters()}


READ = {  # rows read, skipped, rejected
    "un-votes": (1544, 0, 0),
    "un-idealpoints": (11440, 208, 0),
    "cow-alliances-member": (1221, 0, 0),
    "cow-alliances-dyad": (3222, 0, 11),  # these end before they begin
    "cow-states": (243, 0, 0),
    "cow-codes": (243, 26, 0),  # these stand twice
    "atop-alliances": (789, 0, 1),  # 8152 is nobody's number
    "atop-members": (2510, 0, 1),
    "atop-dyad-years": (190586, 22, 0),
    "factbook": (10909, 462, 2),
    "geonames": (252, 0, 0),
    "natural-earth": (177, 0, 0),
    "eu-countries": (28178, 0, 0),
    "lcc": (9508, 0, 0),
}


@pytest.mark.parametrize("name", READ)
def test_each_row_is_accounted_for(store, reports, name):
    report = reports[name]
    found = report.read, sum(report.skipped.values()), report.rejected
    assert found == READ[name] and report.imported == found[0] - found[1] - found[2]


def test_options_per_roll_call_are_those_of_the_file(store):
    wanted = Counter(
        (
            "unga-vote-february-2023"
            if row["undl_id"] == "4003921"
            else f"un-vote-{row['undl_id']}",
            WORDS[row["ms_vote"]],
        )
        for row in raw("un-votes")
    )
    found = ask(
        store,
        (
            "SELECT ?e ?o (COUNT(DISTINCT ?s) AS ?n) WHERE { ?v sg:isCastIn ?e ; "
            "sg:isCastBy ?s ; sg:hasVoteOption ?o } GROUP BY ?e ?o"
        ),
    )
    assert {
        (event, option.rpartition("vote-")[2] if "not" not in option else "not-voting"): int(count)
        for event, option, count in found
    } == wanted


def test_how_india_voted_each_time(store):
    wanted = sorted(
        (row["date"], row["resolution"], WORDS[row["ms_vote"]])
        for row in raw("un-votes")
        if row["ms_code"] == "IND"
    )
    query = (
        "SELECT DISTINCT ?d ?r ?o WHERE { ?v sg:isCastBy sgd:india ; sg:isCastIn ?e ; "
        "sg:hasVoteOption ?o . ?e sg:hasStart ?d ; dcterms:identifier ?r }"
    )
    assert (
        sorted(
            (day[:10], resolution, option.rpartition("/vote-")[2])
            for day, resolution, option in ask(store, query)
        )
        == wanted
    )


def test_pairs_with_defence_in_2018_are_those_of_atop(store):
    """By direction: a pair is counted from one side only where that side owes defence."""
    wanted = {
        (thing("cow", row["ccode1"]), thing("cow", row["ccode2"]))
        for row in raw("atop-dyad-years")
        if row["year"] == "2018" and row["atop_defense"] == "1"
    }
    query = (
        "SELECT DISTINCT ?a ?b WHERE { ?c sg:isOwedBy ?a ; sg:isOwedTo ?b ; "
        "sg:hasObligation sgv:obligation-defence . %s }"
    )
    found = set(ask(store, query % during(2018)))
    assert found == wanted
    assert ("united-states", "japan") in found and ("japan", "united-states") not in found


@pytest.mark.parametrize("year", [1990, 1999, 2004, 2018])
def test_merged_years_are_the_years_of_the_file(store, year):
    """Who owes whom anything in a year.

    Once a pair and direction, though the release has some of the treaties one by one.
    """
    flags = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
    wanted = sum(
        row["year"] == str(year) and any(row[flag] == "1" for flag in flags)
        for row in raw("atop-dyad-years")
    )
    assert (
        len(
            ask(
                store,
                (
                    f"SELECT DISTINCT ?a ?b WHERE {{ {during(year)} ?c sg:isOwedBy ?a ; "
                    f"sg:isOwedTo ?b }}"
                ),
            )
        )
        == wanted
    )


def test_atop_3755_ties_japan_to_china_without_defence(store):
    """A pact of non-aggression.

    Who asks for members of a treaty gets them, who asks for defence does not.
    """
    query = (
        "SELECT DISTINCT ?m WHERE { ?a a sg:Adherence ; sg:isUnderTreaty sgd:atop-3755 ; "
        "sg:isAdherenceOf ?m . %s }"
    )
    assert {"japan", "china", "north-korea", "russia"} <= {row[0] for row in ask(store, query % "")}
    assert ask(store, query % "?a sg:hasObligation sgv:obligation-defence") == []


def test_the_treaties_of_the_release_are_those_of_atop(store):
    """3375 and 3180 have one node each, with one start, and the parties of both."""
    for name, number in (("us-japan-security-treaty", "3375"), ("north-atlantic-treaty", "3180")):
        assert len(ask(store, f"SELECT DISTINCT ?s WHERE {{ sgd:{name} sg:hasStart ?s }}")) == 1
        assert ask(store, f"SELECT ?p WHERE {{ sgd:atop-{number} ?p ?o }}") == []
        wanted = {
            thing("cow", row["member"]) for row in raw("atop-members") if row["atopid"] == number
        }
        assert {
            row[0]
            for row in ask(store, f"SELECT DISTINCT ?m WHERE {{ sgd:{name} sg:hasParty ?m }}")
        } == wanted


def test_members_in_force_at_the_end_of_2012_are_those_of_cow(store):
    """Right-censored rows have no end: attested until the data end, not for ever."""
    rows = raw("cow-alliances-member")
    wanted = Counter(
        f"cow-alliance-{row['version4id']}" for row in rows if row["right_censor"] == "1"
    )
    query = """SELECT ?t (COUNT(DISTINCT ?a) AS ?n) WHERE {
        ?a a sg:Adherence ; sg:isUnderTreaty ?t ; sg:isAttestedUntil ?u ;
        dcterms:source sgd:source-cow-alliances .
        FILTER NOT EXISTS { ?a sg:hasEnd ?e } } GROUP BY ?t"""
    assert {treaty: int(count) for treaty, count in ask(store, query)} == wanted


def test_cow_lacks_who_joined_nato_in_2004(store):
    """Not corrected: the dataset is what it is, and the release's own memberships stand beside
    it."""
    nato = next(
        row["version4id"]
        for row in raw("cow-alliances-member")
        if row["ccode"] == "2" and row["all_st_year"] == "1949"
    )
    members = {
        row[0]
        for row in ask(
            store,
            (
                f"SELECT DISTINCT ?m WHERE {{ ?a sg:isUnderTreaty sgd:cow-alliance-{nato} ; "
                f"sg:isAdherenceOf ?m }}"
            ),
        )
    }
    assert "united-states" in members and "estonia" not in members


def test_states_in_the_system_in_1914(store):
    day = "1914-07-01"
    wanted = {
        thing("cow", row["ccode"])
        for row in raw("cow-states")
        if f"{row['styear']}-{row['stmonth']:0>2}-{row['stday']:0>2}"
        <= day
        <= f"{row['endyear']}-{row['endmonth']:0>2}-{row['endday']:0>2}"
    }
    moment = f'"{day}T12:00:00Z"^^xsd:dateTime'
    held = f"FILTER (?f <= {moment} && (!BOUND(?e) || ?e >= {moment}))"
    query = (
        f"SELECT DISTINCT ?s WHERE {{ ?x a sg:Statehood ; sg:isStatehoodOf ?s ; sg:hasStart "
        f"?f . OPTIONAL {{ ?x sg:hasEnd ?e }} {held} }}"
    )
    assert {row[0] for row in ask(store, query)} == wanted
    assert "austria" not in wanted and "cow-300" in wanted


def test_ideal_points_of_japan_by_year(store):
    """Joined on the number, since some rows have no ISO code."""
    wanted = {
        (row["year"], float(row["idealpointall"]))
        for row in raw("un-idealpoints")
        if row["ccode"] == "740" and row["idealpointall"]
    }
    found = ask(
        store,
        (
            "SELECT ?y ?v WHERE { ?x sg:isEstimateOf sgd:japan ; sg:inYear ?y ; "
            "sg:hasEstimatedValue ?v }"
        ),
    )
    assert {(year, float(value)) for year, value in found} == wanted


def test_full_members_of_the_quad_by_the_factbook(store):
    wanted = {
        row["country"]
        for row in raw("factbook")
        if row["organization"] == "Quad" and row["status"] == "member"
    }
    query = """SELECT DISTINCT ?l WHERE { ?m a org:Membership ; org:organization sgd:quad ;
    org:member ?s ; sg:hasMembershipKind sgv:membership-full ;
        dcterms:source sgd:source-factbook . ?s rdfs:label ?l }"""
    assert {row[0] for row in ask(store, query)} == wanted


def test_no_thing_that_the_release_names_has_a_second_label(store):
    query = (
        "SELECT ?s WHERE { ?s rdfs:label ?a , ?b . FILTER (STRSTARTS(STR(?s), STR(sgd:)) "
        "&& STR(?a) < STR(?b)) }"
    )
    assert ask(store, query) == []


def test_saved_questions_on_votes_are_answered_for_all_states(store):
    from secgraph.query.sessions import Session
    from secgraph.stores.embedded import Embedded

    session = Session(Embedded(store))
    assert len(session.run("votes/on", {}).rows) == sum(
        row["undl_id"] == "4003921" for row in raw("un-votes")
    )
    assert len(session.run("votes/on", {"event": "A/RES/ES-11/1"}).rows) == 193
    assert len(session.run("votes/how-actor-voted", {"actor": "Brazil"}).rows) == 8


@pytest.mark.sampled(together="all votes")
def test_all_votes_since_1946_are_imported_and_add_up(whole_record: WholeRecord):
    """843,461 votes of 5,156 roll calls, and 1,544 of the 8 of the session on Ukraine."""
    assert (
        "845,005 rows read: 845,005 imported, 0 skipped, 0 rejected" in whole_record.output
        and "totals of 5,164 groups add up" in whole_record.output
    )
    wanted: Counter[str] = Counter()
    with (
        gzip.open(roll_calls.ALL, "rt", encoding="utf-8", newline="") as since_1946,
        roll_calls.ES11.open(encoding="utf-8", newline="") as on_ukraine,
    ):
        for row in chain(csv.DictReader(since_1946), csv.DictReader(on_ukraine)):
            wanted[WORDS[row["ms_vote"]]] += 1
            wanted[row["ms_code"]] += row["ms_code"] in ("SUN", "YUG", "CSK", "DDR", "YMD", "EAZ")
    store = imports.opened(str(whole_record.store))
    found = ask(
        store,
        (
            "SELECT ?o (COUNT(*) AS ?n) WHERE { ?v sg:hasVoteOption ?o ; dcterms:source "
            "sgd:source-un-votes } GROUP BY ?o"
        ),
    )
    assert {option.rpartition("/vote-")[2]: int(count) for option, count in found} == {
        each: wanted[each] for each in WORDS.values()
    }
    for code in ("SUN", "YUG", "CSK", "DDR", "YMD", "EAZ"):
        count = ask(
            store, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?v sg:isCastBy sgd:iso-{code.lower()} }}"
        )
        assert int(count[0][0]) == wanted[code]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_of_another_dataset_is_refused(name):
    from secgraph.errors import BadFile

    other = {
        "un-votes": "factbook",
        "cow-codes": "geonames",
        "cow-states": "lcc",
        "factbook": "natural-earth",
        "lcc": "cow-states",
    }.get(name, "un-votes")
    work = imports.Work(imports.find(name), [str(DATASETS / FILES[other][0])])
    with pytest.raises(BadFile, match=f"secgraph import {other}"):
        b"".join(work.pieces())


def test_each_row_of_the_crosswalk_says_what_its_source_says():
    """GeoNames gives name, codes and number.

    The numbers of COW come with an ISO code from the ideal points, or by COW's own name.
    """
    rows = crosswalks.rows(f"{crosswalks.folder()}/states.tsv")
    lines = (DATASETS / "geo" / "countryInfo.txt").read_text(encoding="utf-8").splitlines()
    names = {
        cells[1]: cells
        for cells in (line.split("\t") for line in lines if line and not line.startswith("#"))
    }
    pairs = {(row["ccode"], row["iso3c"]) for row in raw("un-idealpoints")}
    with (DATASETS / FILES["cow-codes"][0]).open(newline=None, encoding="ascii") as file:
        numbers = {row["CCode"]: row["StateNme"] for row in csv.DictReader(file)}
    for row in rows:
        if "geonames" in row["source"]:
            cells = names[row["alpha3"]]
            assert (row["alpha2"], row["fips"], row["geoname"]) == (
                cells[0],
                cells[3].lower(),
                cells[16],
            )
            assert row["numeric"] in (cells[2], "") and row["label"] in (
                cells[4],
                cells[4].removeprefix("The "),
            )
        if "un-idealpoints" in row["source"]:
            assert (row["cow"], row["alpha3"]) in pairs
        if row["source"] == "cow-states":
            assert numbers[row["cow"]] == row["label"]


def test_files_are_not_part_of_the_project():
    assert not [
        path
        for path in (ROOT / "data").rglob("*")
        if path.suffix in (".csv", ".gz", ".json", ".rdf") and path.suffixes[0] != ".schema"
    ]
    assert Path(ROOT / "data" / "adapters" / "states.tsv").stat().st_size < 50_000


def test_obligations_stand_on_a_treaty_only_where_all_owe_the_same(store):
    """By the flag of the file; of the asymmetric ones the rows of members say who owes what."""
    unequal = {row["atopid"] for row in raw("atop-alliances") if row["asymm"] == "1"}
    assert "3375" in unequal
    found = {
        row[0].removeprefix("atop-")
        for row in ask(
            store,
            (
                "SELECT DISTINCT ?t WHERE { ?t a sg:Treaty ; sg:hasObligation ?o ; "
                "dcterms:source sgd:source-atop }"
            ),
        )
    }
    assert len(found) > 600
    assert not found & (unequal | {"us-japan-security-treaty"})
    from secgraph.query.sessions import Session
    from secgraph.stores.embedded import Embedded

    rows = Session(Embedded(store)).run("record/obligations", {}).rows
    assert {row["direction"] for row in rows if row["treaty"] == "U.S.-Japan Security Treaty"} == {
        "Japan to United States",
        "United States to Japan",
    }


def _bound(rows: list[dict[str, str]], year: int) -> str:
    """Since when a member has been in a treaty of ATOP in a year; nothing where it was not."""
    spells = sorted(
        (
            tuple(int(row[name] or 0) for name in ("yrent", "moent", "dayent")),
            tuple(int(row[name] or 0) for name in ("yrexit", "moexit", "dayexit")),
        )
        for row in rows
    )
    if not any(start[0] <= year and (not end[0] or end[0] >= year) for start, end in spells):
        return ""
    ends = {end for _, end in spells}
    return max(
        "{:04}-{:02}-{:02}".format(*start)
        for start, _ in spells
        if start[0] <= year and start not in ends
    )


@pytest.mark.parametrize(
    ("a", "b", "year"),
    [
        ("740", "710", 1977),
        ("740", "710", 2004),
        ("740", "710", 2018),
        ("365", "369", 1980),
        ("365", "369", 1995),
        ("2", "345", 1999),
        ("2", "345", 2005),
        ("200", "220", 1950),
    ],
)
def test_what_two_owe_each_other_under_equal_treaties_is_what_the_members_of_atop_say(
    store, a, b, year
):
    """Nobody before joining or after leaving: Japan joined 3755 in 2003.

    Yugoslavia (345) left 3740 in 1992 and came back in 2000.
    """
    equal = {row["atopid"] for row in raw("atop-alliances") if row["asymm"] == "0"}
    members: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in raw("atop-members"):
        if (
            row["atopid"] in equal
            and row["member"] in (a, b)
            and not (row["yrexit"] > "0" and row["yrexit"] < row["yrent"])
        ):
            members.setdefault(row["atopid"], {}).setdefault(row["member"], []).append(row)
    wanted = {}
    for treaty, rows in members.items():
        since = [_bound(rows.get(each, []), year) for each in (a, b)]
        if all(since):
            wanted[treaty] = max(since)
    own = {"3180": "north-atlantic-treaty"}
    owed = f"sg:isOwedBy sgd:{thing('cow', a)} ; sg:isOwedTo sgd:{thing('cow', b)}"
    finer = {row[0] for row in ask(store, f"SELECT ?t WHERE {{ ?c sg:isUnderTreaty ?t ; {owed} }}")}
    expected = {
        own.get(treaty, f"atop-{treaty}"): since
        for treaty, since in wanted.items()
        if f"atop-{treaty}" not in finer
    }
    found = [
        row
        for row in _obligations(store, a, b, year)
        if row["direction"] == "each to the other" and row["source"] == "atop"
    ]
    assert {row["treatyIri"].rpartition("/id/")[2]: row["since"] for row in found} == expected
    assert bool(expected) == ((a, year) not in [("740", 1977), ("365", 1980), ("2", 1999)])


@functools.cache
def _session(store: pyoxigraph.Store) -> Session:
    return Session(Embedded(store))


def _obligations(store: pyoxigraph.Store, a: str, b: str, year: int) -> list[dict[str, str]]:
    params = {"a": f"sgd:{thing('cow', a)}", "b": f"sgd:{thing('cow', b)}", "year": str(year)}
    return _session(store).run("record/obligations", params).rows


@pytest.mark.parametrize(
    ("a", "b", "year"),
    [
        ("740", "2", 2018),
        ("2", "365", 1995),
        ("740", "710", 2002),
        ("740", "710", 2004),
        ("900", "740", 2018),
    ],
)
def test_what_two_owe_each_other_by_year_is_what_the_dyad_years_of_atop_say(store, a, b, year):
    flags = {
        "defense": "defence",
        "offense": "offence",
        "neutral": "neutrality",
        "nonagg": "non-aggression",
        "consul": "consultation",
    }
    wanted = {}
    for row in raw("atop-dyad-years"):
        if row["year"] == str(year) and {row["ccode1"], row["ccode2"]} == {a, b}:
            owed = {word for flag, word in flags.items() if row[f"atop_{flag}"] == "1"}
            if owed:
                wanted[thing("cow", row["ccode1"])] = owed
    found = [
        row
        for row in _obligations(store, a, b, year)
        if row["treaty"] == "all treaties of the two together"
    ]
    assert {
        row["owedByIri"].rpartition("/id/")[2]: set(row["obligations"].split()) for row in found
    } == wanted
    assert len(found) == len(wanted)


def test_nothing_is_said_twice_of_a_treaty(store):
    """Of 3815 the release has who owes whom, the file that all owe alike."""
    found = [
        row["direction"]
        for row in _obligations(store, "740", "710", 2018)
        if row["treatyIri"].endswith("atop-3815")
    ]
    assert found == ["China to Japan", "Japan to China"]


def test_who_owes_what_is_not_made_up_where_the_source_does_not_say(store):
    """A pair that COW marks as asymmetric: what binds the two is given, and no direction."""
    unequal = [
        row
        for row in raw("cow-alliances-dyad")
        if row["asymmetric"] == "1" and row["dyad_st_year"] > "1900"
    ]
    known = {
        row[0]
        for row in ask(
            store,
            (
                "SELECT DISTINCT ?t WHERE { ?c sg:isUnderTreaty ?t ; sg:isOwedBy ?a . ?t "
                "dcterms:source sgd:source-cow-alliances }"
            ),
        )
    }
    tried = 0
    for row in unequal:
        treaty = f"cow-alliance-{row['version4id']}"
        if treaty in known:
            continue
        found = [
            each
            for each in _obligations(store, row["ccode1"], row["ccode2"], int(row["dyad_st_year"]))
            if each["treatyIri"].endswith(f"/{treaty}")
        ]
        assert [each["direction"] for each in found] == ["between the two"]
        tried += 1
    assert tried > 3
