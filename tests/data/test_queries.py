"""Each saved query gives the answer kept beside it, on each engine, with and without a union
default graph."""

import csv

import pyoxigraph
import pytest
import rdflib
import yaml

from secgraph.dataset import release
from support.paths import CHECKS, FEDERATING, FIXTURES, QUERIES, ROOT
from support.questions import SEEDED, Ask, AskTerms, comparable, has_answer, name_of, normal, read

CONTRACT = {
    "alignment/between": (["a", "b", "document"], "claim relation polarity force holder evidence"),
    "alignment/distance": (
        ["actor", "document"],
        "claim way about relation force hedge holder evidence",
    ),
    "alignment/divergences": (
        ["actor", "document"],
        "claim about relation force hedge holder evidence",
    ),
    "alignment/partners": (
        ["actor", "document"],
        "claim partner relation ground force hedge holder evidence",
    ),
    "alignment/views-of": (["concept", "document"], "actor view polarity holder evidence"),
    "arguments/chain": (["document"], "step claim text evidence"),
    "arguments/from": (["passage", "claim", "document"], "claim text holder evidence steps kinds"),
    "arguments/marked": (["kind", "document"], "marker from to evidence"),
    "arguments/reasons": (["passage", "claim", "document"], "relation reason reasonEvidence"),
    "arguments/serves": (
        ["passage", "claim", "document"],
        "reason relation conclusion conclusionEvidence",
    ),
    "arguments/towards": (
        ["passage", "claim", "document"],
        "claim text holder evidence steps kinds",
    ),
    "claims/about": (["thing", "document"], "claim text holder force polarity evidence as"),
    "claims/all": (
        ["document"],
        "claim text holder reporter force polarity hedge subject relation object evidence",
    ),
    "claims/by-family": (["family", "document"], "claim relation text polarity holder evidence"),
    "claims/by-holder": (["holder", "document"], "claim text force polarity hedge evidence"),
    "claims/causes": (
        ["thing", "document"],
        "claim side cause relation effect force hedge holder evidence",
    ),
    "claims/contested": (["document"], "claim holder other otherHolder evidence otherEvidence"),
    "claims/counts": (["document"], "holder force polarity claims"),
    "claims/denied": (["document"], "claim text holder evidence"),
    "claims/descriptions": (
        ["thing", "document"],
        "claim way description polarity hedge holder evidence",
    ),
    "claims/hedged": (["document"], "claim text hedge evidence"),
    "claims/implied": (["how", "document"], "claim text holder polarity evidence"),
    "claims/of-force": (["force", "document"], "claim text holder polarity hedge evidence"),
    "claims/questions": (["document"], "claim text wants answer holder evidence"),
    "claims/quotations": (
        ["speaker", "document"],
        "speaker claim text evidence start end reporter",
    ),
    "claims/ranks": (
        ["thing", "document"],
        "claim rank sort subject relation object polarity force hedge holder evidence",
    ),
    "claims/reported": (["document"], "claim text holder stance evidence"),
    "compare/agree": (
        ["thing", "document", "other"],
        "content document claim holder evidence otherDocument otherClaim otherHolder otherEvidence",
    ),
    "compare/called": (["thing", "document"], "name document claim holder polarity evidence"),
    "compare/contested": (
        ["thing", "document", "other"],
        "content document claim holder evidence otherDocument otherClaim otherHolder otherEvidence "
        "why",
    ),
    "compare/over-time": (["thing", "document"], "date document claim text polarity evidence"),
    "compare/silent": (["document", "other"], "thing claims passages"),
    "corpus/alike": (["state", "year"], "other shared own others likeness"),
    "corpus/by-state": (
        ["thing", "grouping"],
        "state speeches naming share mentions first last",
    ),
    "corpus/by-year": (["thing"], "year speeches naming share mentions"),
    "corpus/echo": (["claim"], "state speaker date document passage things"),
    "corpus/first": (["thing"], "thing state speaker date document passage"),
    "corpus/most-named": (["state"], "thing speeches mentions first last"),
    "corpus/speech-and-vote": (
        ["thing"],
        "year votes naming namingPairs namingAgree namingShare otherPairs otherAgree otherShare",
    ),
    "corpus/together": (["thing"], "other passages speeches states"),
    "entities/by-class": (["class"], "entity class"),
    "entities/counts": (["document"], "class things"),
    "entities/mentioned": (["passage", "document"], "entity class surface"),
    "entities/mentions": (["thing", "document"], "passage surface start end"),
    "evidence/coverage": (["document"], "passage claims"),
    "evidence/of-claim": (["claim", "document"], "passage start end sha256"),
    "evidence/of-facts": (["actor"], "grouping kind source title"),
    "groupings/at-date": (["actor", "date"], "grouping kind start until attested"),
    "groupings/divergence-within": (
        ["grouping", "document"],
        "claim relation first second force holder evidence",
    ),
    "groupings/members": (["grouping"], "member kind status"),
    "groupings/not-existing": (["document"], "grouping status evidence"),
    "groupings/of-actor": (["actor"], "grouping kind"),
    "groupings/purposes": (
        ["grouping", "document"],
        "claim purpose polarity hedge holder evidence",
    ),
    "linkage/between-regions": (
        ["from", "to", "document"],
        "claim relation polarity hedge holder from to evidence",
    ),
    "linkage/bridges": (["from", "to", "document"], "bridge class why evidence"),
    "linkage/paths": (["a", "b", "document"], "between first second"),
    "recommendations/by-addressee": (
        ["addressee", "document"],
        "claim what role force polarity hedge holder evidence",
    ),
    "recommendations/ceilings": (["document"], "claim text polarity explicitness holder evidence"),
    "recommendations/drivers": (["of", "document"], "driver rank evidence"),
    "recommendations/list": (["document"], "claim what addressee polarity hedge holder evidence"),
    "recommendations/preferences": (["document"], "preferred over holder evidence"),
    "record/agreement": (
        ["a", "b", "sessions", "topic"],
        "a b session year joint same share index",
    ),
    "record/agreement-by-year": (
        ["a", "b", "sessions", "topic"],
        "a b year joint same share index",
    ),
    "record/within-by-year": (
        ["grouping", "sessions", "topic"],
        "a b year joint same share index",
    ),
    "record/ideal-points": (["states", "years"], "state year value source"),
    "record/statehood": (["states"], "state since end attested source"),
    "record/agreement-within": (["grouping", "sessions", "topic"], "a b joint same share index"),
    "record/by-grouping": (["event"], "grouping members for against abstain notVoting agreement"),
    "record/claims": (["outcome", "document"], "claim outcome finding rule evidence text"),
    "record/cohesion": (
        ["grouping", "sessions", "topic"],
        "event date year for against abstain notVoting agreement",
    ),
    "record/cohesion-by-year": (
        ["grouping", "sessions", "topic"],
        "year votes unanimous agreement lowest voting",
    ),
    "record/obligations": (["a", "b", "year"], "source treaty direction obligations since"),
    "record/votes-of": (["event", "states"], "state option"),
    "strategies/assessed": (["document"], "judged verdict polarity hedge holder evidence"),
    "strategies/in-and-out": (["document"], "format direction actor degree holder evidence"),
    "strategies/list": ([], "strategy owner region source"),
    "threats/in-region": (
        ["region", "document"],
        "threat source hedge holder evidence relation",
    ),
    "threats/perceived": (["document"], "actor relation threat polarity holder evidence"),
    "threats/to": (["target", "document"], "threat source hedge holder evidence relation"),
    "timeline/events": (["document"], "event when precision evidence"),
    "votes/how-actor-voted": (["actor"], "event date year option"),
    "votes/on": (["event"], "state option"),
    "votes/with-and-against": (["actor", "event", "year"], "state option same event year"),
}


def test_every_question_of_the_contract_is_there_and_none_is_left_out():
    """The folder holds the contract's questions, each with its expected answer, and the tests
    below see them all."""
    assert {name_of(path) for path in QUERIES} == set(CONTRACT)
    assert all(path.with_suffix(".csv").is_file() for path in QUERIES)
    assert len(QUERIES) + len(FEDERATING) == len(list((ROOT / "queries").glob("*/*.csv")))


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_the_answer_is_the_csv_beside_it(path, ask_terms: AskTerms):
    """Each saved query gives, on each engine, exactly the rows kept beside it, and the same terms
    as the packaged graph: nothing is trimmed before they are compared."""
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        head, *expected = csv.reader(file)
    query = read(path)
    columns, rows = ask_terms(query.text)
    assert columns == head
    values = [["" if term is None else term.value for term in row] for row in rows]
    assert normal(values, columns, query.sets) == normal(expected, columns, query.sets)
    assert expected or not has_answer(query.name), "an expected answer without rows proves nothing"
    packaged = [tuple(row) for row in release.store().query(query.text)]
    assert comparable(rows, columns, query.sets) == comparable(packaged, columns, query.sets)


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_parameters_and_first_columns_are_those_of_the_contract(path):
    """Names, parameters and first columns are fixed.

    The IRI of a labelled column follows as <column>Iri.
    """
    params, first = CONTRACT[name_of(path)]
    query = read(path)
    columns = [each.value for each in pyoxigraph.Store().query(query.text).variables]
    assert list(query.params) == params
    assert columns[: len(first.split())] == first.split()
    assert all(name[:-3] in columns for name in columns if name.endswith("Iri"))


@pytest.mark.parametrize("path", [*QUERIES, *CHECKS], ids=name_of)
def test_a_query_stands_on_its_own(path):
    """Each file is valid SPARQL without help."""
    pyoxigraph.Store().query(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*QUERIES, *CHECKS], ids=name_of)
def test_the_header_is_yaml_too(path):
    """PyYAML reads from each header what our own reader reads."""
    lines = path.read_text(encoding="utf-8").splitlines()
    loaded = yaml.safe_load("\n".join(line[3:] for line in lines if line.startswith("#+")))
    query = read(path)
    assert loaded["summary"] == query.summary
    assert loaded.get("description", "") == query.description
    assert loaded.get("sets", []) == query.sets
    assert list(loaded.get("params", {})) == list(query.params)
    for name, fields in loaded.get("params", {}).items():
        assert fields["label"] == query.params[name].label
        assert fields.get("var", name) == query.params[name].variable


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_the_release_passes_each_hygiene_check(path, ask: Ask):
    """No hygiene query returns a row of the release."""
    assert ask(path.read_text(encoding="utf-8"))[1] == []


def test_every_hygiene_check_has_a_file_that_makes_it_report():
    assert {path.name.split(".")[0] for path in SEEDED} == {path.stem for path in CHECKS}


@pytest.fixture(scope="module")
def clean() -> str:
    """The ontology and a small document that breaks no rule, as N-Triples."""
    store = pyoxigraph.Store()
    for path in [*sorted((ROOT / "ontology").glob("*.ttl")), FIXTURES / "valid" / "base.ttl"]:
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store.dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    ).decode()


@pytest.fixture(scope="module")
def clean_graph(clean) -> rdflib.Graph:
    """The same for rdflib; a test that adds to it takes away again what it added."""
    return rdflib.Graph().parse(data=clean, format="nt")


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("path", SEEDED, ids=lambda path: path.name)
def test_a_seeded_fault_is_reported_by_its_check(path, clean, clean_graph):
    """Without the seeded file the check is silent, with it it reports, on both engines."""
    text = (ROOT / "queries" / "checks" / f"{path.name.split('.')[0]}.rq").read_text(
        encoding="utf-8"
    )
    store = pyoxigraph.Store()
    store.load(clean.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert list(store.query(text)) == []
    store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    found = {row[0].value for row in store.query(text)}
    assert found
    added = set(rdflib.Graph().parse(str(path), format="turtle")) - set(clean_graph)
    try:
        for triple in added:
            clean_graph.add(triple)
        assert {str(row[0]) for row in clean_graph.query(text)} == found
    finally:
        for triple in added:
            clean_graph.remove(triple)


def test_jaukus_and_quad_minus_are_in_no_list_of_what_exists(ask: Ask):
    """Asked of any actor, the groupings are existing ones.

    Not the proposed body, not the hypothetical situation.
    """
    path = ROOT / "queries" / "groupings" / "of-actor.rq"
    text = path.read_text(encoding="utf-8").replace(
        "VALUES ?actor { sgd:japan }", "VALUES ?actor { sgd:japan sgd:aukus sgd:australia }"
    )
    names = {row[0] for row in ask(text)[1]}
    assert "AUKUS" in names
    assert not names & {"JAUKUS", "Quad Minus"}


def test_members_of_a_proposed_grouping_are_proposed(ask: Ask):
    """The participants of JAUKUS are Japan and the three of AUKUS, each only proposed."""
    text = (
        (ROOT / "queries" / "groupings" / "members.rq")
        .read_text(encoding="utf-8")
        .replace("{ sgd:quad }", "{ sgd:jaukus }")
    )
    assert [row[:3] for row in ask(text)[1]] == [
        [state, "proposed participant", "proposed"]
        for state in ("Australia", "Japan", "United Kingdom", "United States")
    ]
