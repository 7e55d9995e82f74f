"""An answer without rows names questions that have rows for its values, or says that none has."""

import csv
import io
import json
import shlex

import pytest

import secgraph as sg
from secgraph.query.sessions import Session, session
from secgraph.stores import open as open_store
from support.command import on_a_terminal, secgraph

EMPTY = [
    ("strategies/in-and-out", {"document": "aukus-2021"}),
    ("threats/in-region", {"region": "Asia"}),
    ("threats/to", {"target": "Quad"}),
    ("alignment/between", {"a": "Turkey", "b": "Spain"}),
    ("recommendations/drivers", {"of": "sgd:japan-nato-relations"}),
]


@pytest.mark.parametrize(("name", "values"), EMPTY, ids=[name for name, _ in EMPTY])
def test_the_questions_that_are_named_have_rows(name, values):
    result = sg.run(name, values)
    assert len(result) == 0
    assert result.elsewhere is not None
    assert 1 <= len(result.elsewhere.questions) <= 3
    for other, given in result.elsewhere.questions:
        assert sg.run(other, given).rows, other


def test_divergence_is_found_where_another_question_has_it():
    """What an actor differs on stands under another name."""
    result = sg.run("alignment/between", {"a": "NATO", "b": "Spain"})
    names = [name for name, _ in result.elsewhere.questions]
    assert "alignment/divergences" in names


def test_an_answer_with_rows_asks_nothing_more():
    asked = []
    store = open_store()
    ask = store.ask

    def counted(query, *arguments, **options):
        asked.append(query)
        return ask(query, *arguments, **options)

    store.ask = counted
    own = Session(store)
    result = own.run("groupings/members", {"grouping": "Quad"})
    before = len(asked)
    assert result.elsewhere is None
    assert len(asked) == before
    empty = own.run("threats/to", {"target": "Quad"})
    before = len(asked)
    assert len(empty) == 0
    assert len(asked) == before, "nothing is asked before it is wanted"
    assert empty.elsewhere is empty.elsewhere
    assert before < len(asked) < before + 50


def test_csv_stays_pure_and_standard_error_leads_on():
    done = secgraph("run", "threats/to", "target=Quad")
    assert len(list(csv.reader(io.StringIO(done.stdout)))) == 1
    assert done.stderr.startswith("secgraph: no rows; for Quad there are rows in secgraph run ")
    assert done.stderr.count("\n") == 1
    for command in done.stderr.partition(" in ")[2].strip().split("; "):
        rows = secgraph(*shlex.split(command)[1:]).stdout
        assert len(list(csv.reader(io.StringIO(rows)))) > 1, command


def test_json_has_a_field_where_there_are_no_rows():
    answer = json.loads(secgraph("run", "threats/to", "target=Quad", "--format", "json").stdout)
    assert answer["results"]["bindings"] == []
    assert {"question", "values"} == set(answer["elsewhere"][0])
    full = json.loads(secgraph("run", "threats/to", "target=Japan", "--format", "json").stdout)
    assert "elsewhere" not in full


def test_a_terminal_shows_the_commands_below_the_table():
    shown = on_a_terminal("run", "threats/to", "target=Quad")
    below = shown.partition("the graph is silent")[2]
    assert "for Quad there are rows in" in below
    assert "  secgraph run " in below


def test_a_thing_of_which_nothing_is_said_has_rows_nowhere(tmp_path):
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix sg: <https://w3id.org/secgraph/ns#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/zembla> a sg:State ; rdfs:label "Zembla"@en .\n'
    )
    done = secgraph("run", "threats/to", "target=Zembla", "--data", str(mine))
    assert done.stderr == "secgraph: no rows; no question has rows for Zembla\n"


def test_free_sparql_and_truths_name_nothing():
    assert session().sparql("SELECT ?x { ?x a <urn:none> }").elsewhere is None
    assert session().sparql("ASK { ?x a <urn:none> }").elsewhere is None


def test_the_same_documents_are_asked():
    done = secgraph("run", "threats/to", "target=Quad", "--document", "quad-2021")
    assert "document=" in done.stderr
    assert "quad-2021" in done.stderr or "Quad leaders" in done.stderr
