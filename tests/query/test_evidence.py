"""What stands behind a row."""

import pyoxigraph
import pytest

import secgraph
from secgraph.errors import BadFile
from secgraph.query.catalog import FEDERATED
from secgraph.query.sessions import Session
from secgraph.stores.embedded import Embedded
from support.paths import SHARED
from support.questions import has_answer

ESSAY = SHARED / "essay" / "east-is-east.txt"
COUNTS = {"claims/counts", "compare/silent", "entities/counts"}


@pytest.mark.parametrize(
    "query",
    [query.name for query in secgraph.queries() if query.name.partition("/")[0] not in FEDERATED],
)
def test_every_row_of_every_question_has_something_behind_it_but_a_count(query):
    """A passage or a source stands behind each row; behind a count there is none."""
    found = secgraph.run(query).backing()
    if query in COUNTS:
        assert not any(found)
    else:
        assert found or not has_answer(query)
        assert all(found)


def test_evidence_is_the_column_that_the_question_has_already():
    """What is found for each row by its claims is what its evidence column says."""
    for name in (
        "linkage/between-regions",
        "claims/denied",
        "recommendations/list",
        "claims/contested",
    ):
        result = secgraph.run(name)
        for row, behind in zip(result.rows, result.backing(), strict=True):
            said = {
                part
                for column, value in row.items()
                if column.lower().endswith("evidence")
                for part in value.split()
            }
            assert {each.identifier for each in behind} == said


def test_the_place_is_that_of_the_passage():
    """P10.S2 stands at code points 5542 to 5695, as the segmentation has it."""
    result = secgraph.run("claims/contested").with_evidence()
    assert result.rows[0]["evidence"] == "P10.S1 P10.S2"
    assert result.rows[0]["evidenceAt"].split()[1] == "5542-5695"
    assert result.rows[0]["evidenceIri"].endswith("/p10s2")
    assert "evidenceText" not in result.columns


def test_a_vote_is_vouched_for_by_the_roll_call_and_a_membership_by_its_source():
    assert {each.identifier for row in secgraph.run("votes/on").backing() for each in row} == {
        "un-es11"
    }
    assert [
        [each.identifier for each in row] for row in secgraph.run("groupings/at-date").backing()
    ] == [["atop", "us-embassy-tokyo"]]


TWO = """
@prefix sg: <https://w3id.org/secgraph/ns#> . @prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
<http://e.org/b> rdfs:label "another document"@en .
<http://e.org/b/p10s2> a sg:Passage ; dcterms:identifier "P10.S2" ; sg:ordinal 3 ;
oa:hasSource <http://e.org/b> ; oa:hasSelector <http://e.org/b/p10s2-at> .
<http://e.org/b/p10s2-at> oa:start 1 ; oa:end 9 .
<http://e.org/b/c-1> sg:hasEvidence <http://e.org/b/p10s2> .
"""


def test_passages_of_the_same_name_in_two_documents_are_kept_apart():
    """A claim's evidence is the passage of its own document, though another document has one of
    the same identifier."""
    store = pyoxigraph.Store()
    store.extend(secgraph.store())
    store.load(TWO.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    session = Session(Embedded(store))
    ours = session.run("claims/contested", {}).backing()
    assert {each.iri for each in ours[0]} == {
        f"https://w3id.org/secgraph/doc/east-is-east/{slug}" for slug in ("p10s1", "p10s2")
    }
    theirs = session.sparql(
        "SELECT ?claim ?evidence WHERE { VALUES (?claim ?evidence) { "
        "(<http://e.org/b/c-1> 'P10.S2') } }"
    ).backing()
    assert [each.iri for each in theirs[0]] == ["http://e.org/b/p10s2"]
    # Where a row names no claim, every passage of that name is meant.
    loose = session.sparql("SELECT ?evidence WHERE { VALUES ?evidence { 'P10.S2' } }").backing()
    assert len(loose[0]) == 2


def test_hostile_values_in_a_row_find_nothing_and_break_nothing():
    """Text that could end a term or a string is never asked about."""
    query = (
        "SELECT ?claim ?evidence WHERE { VALUES (?claim ?evidence) { ('http://e.org/> } "
        "DROP ALL #' 'x\"\\\\} DROP') } }"
    )
    assert secgraph.sparql(query).backing() == [[]]


def test_another_text_is_refused(tmp_path):
    """Sentences are shown from the very text that was read, and from no other."""
    other = tmp_path / "other.txt"
    other.write_text("Another text altogether.", encoding="utf-8")
    with pytest.raises(BadFile, match=r"other\.txt"):
        secgraph.run("claims/contested").with_evidence(text=str(other))


@pytest.mark.shared("essay")
def test_whoever_holds_the_text_sees_the_sentence():
    text = ESSAY.read_text(encoding="utf-8")
    row = secgraph.run("claims/contested").with_evidence(text=str(ESSAY)).rows[0]
    assert row["evidenceText"].split(" | ")[1] == text[5542:5695]
