"""Several documents in one graph: two synthetic ones beside those of the release."""

import re
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import secgraph as sg
from secgraph.checks import reasoning
from secgraph.claims import inference, record, verdict
from secgraph.cli import heat
from secgraph.dataset import nodes, release
from secgraph.documents import fulltext
from secgraph.documents.document import documents, find
from secgraph.drawing import coverage
from secgraph.errors import BadFile, BadValue, UnknownValue
from secgraph.namespaces import SG, curie, prefixes, slug
from secgraph.query import expected, passages
from secgraph.query.catalog import Query
from secgraph.query.result import Result
from secgraph.query.sessions import Session
from secgraph.stores.answer import Answer
from secgraph.stores.embedded import Embedded
from support.paths import CHECKS, QUERIES, ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import corpus

SPACE = "https://w3id.org/secgraph/doc/"
ESSAY, FIRST, SECOND = (
    f"{SPACE}{name}/document" for name in ("east-is-east", "synthetic-0001", "synthetic-0002")
)
OTHERS = sorted(
    f"{SPACE}{path.name}/document"
    for path in (ROOT / "data" / "documents").iterdir()
    if path.is_dir() and path.name != "east-is-east"
)
"""The documents of the release beside the essay."""

ALL = sorted([ESSAY, FIRST, SECOND, *OTHERS])
RULED = ("involves", "supports", "attacks", "qualifies", "exemplifies", "elaborates", "concedes")
# These are in an order of their own, and in the order of the documents below it.
OWN_ORDER = (
    "groupings/not-existing",
    "linkage/bridges",
    "record/claims",
    "timeline/events",
    "compare/over-time",
)


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


ASKABLE = {
    name_of(path): Query(name_of(path), str(path), path.read_text("utf-8")) for path in QUERIES
}
BY_DOCUMENT = [name for name, query in ASKABLE.items() if "document" in query.params]
WITH_COLUMN = [
    name for name in BY_DOCUMENT if "?documentIri" in ASKABLE[name].text.split("WHERE")[0]
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two documents as N-Triples, with and without what the rules conclude, and their texts."""
    place = tmp_path_factory.mktemp("documents")
    (place / "texts").mkdir()
    world = corpus.World()
    for number in (1, 2):
        document = corpus.Document(world, 1, number)
        lines = [" ".join(triple) + " .\n" for triple in document.triples()]
        (place / f"{number}.nt").write_text("".join(lines), "utf-8")
        (place / f"{number}-bare.nt").write_text(
            "".join(line for line in lines if not is_concluded(line)), "utf-8"
        )
        (place / "texts" / f"{number}.txt").write_text(document.text, "utf-8", newline="")
    return place


def is_concluded(line: str) -> bool:
    return any(
        f"<{SG}{name}>" in line.split()[1] for name in (*RULED, "isPreferredTo", "hasStanding")
    )


@pytest.fixture(scope="session")
def files(folder: Path) -> list[str]:
    return [str(folder / f"{number}.nt") for number in (1, 2)]


@pytest.fixture(scope="session")
def session(files: list[str]) -> Session:
    return Session(Embedded(release.store(files)))


def table(result: Result) -> list[list[str]]:
    return [[row[name] for name in result.columns] for row in result.rows]


# ---- answers ----


@pytest.fixture(scope="session")
def alone() -> Session:
    """The essay with what documents share, and no other document."""
    store, scope = pyoxigraph.Store(), nodes.Scope()
    folders = [slug(iri) for iri in OTHERS]
    for path in release.files():
        if Path(path).parent.name not in folders:
            store.extend(release.read(path, scope=scope))
    return Session(Embedded(store))


@pytest.mark.parametrize("name", [name for name in BY_DOCUMENT if name != "compare/silent"])
def test_an_answer_of_the_essay_is_the_same_among_other_documents(name, session, alone):
    """Asked of the essay, each question gives the rows that it gives where there is no other.

    Left out is what is asked of two documents, or of none.
    """
    params = {"document": "east-is-east"}
    assert table(session.run(name, params)) == table(alone.run(name, params))


def test_an_answer_for_all_documents_is_told_from_that_of_the_essay(session):
    (outcome,) = expected.verify(session, ["claims/denied"], {"document": "east-is-east"})
    assert outcome.differs


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("name", WITH_COLUMN)
def test_the_answer_for_all_is_those_of_each_document_together(name, session):
    """No row is lost or gained by asking of some documents, and rows stand by document."""
    whole = session.run(name, {})
    parts = [table(session.run(name, {"document": slug(iri)})) for iri in ALL]
    assert sorted(table(whole)) == sorted(row for part in parts for row in part)
    if name not in OWN_ORDER:
        order = [row["documentIri"] for row in whole.rows]
        assert order == sorted(order)
    both = session.run(name, {"document": "synthetic-0001,synthetic-0002"})
    assert sorted(table(both)) == sorted([*parts[ALL.index(FIRST)], *parts[ALL.index(SECOND)]])


def test_the_synthetic_documents_answer_most_questions(session):
    """The two documents say something that most questions about claims ask for."""
    silent = [
        name
        for name in WITH_COLUMN
        if not len(session.run(name, {"document": "synthetic-0001,synthetic-0002"}))
    ]
    assert len(silent) < len(WITH_COLUMN) / 2, silent


def test_totals_are_those_of_the_documents_asked_for(session):
    def claims(**params: str) -> int:
        return sum(int(row["claims"]) for row in session.run("claims/counts", params).rows)

    each = {slug(iri): claims(document=slug(iri)) for iri in ALL}
    assert claims() == sum(each.values())
    both = each["east-is-east"] + each["synthetic-0002"]
    assert claims(document="east-is-east,synthetic-0002") == both
    assert min(each.values()) > 50


def test_an_unknown_document_is_refused_with_those_near_it(session):
    with pytest.raises(UnknownValue, match="east-is-est"):
        session.run("claims/all", {"document": "east-is-est"})


# ---- passages ----


def test_a_passage_of_several_documents_is_refused_with_the_candidates(session):
    with pytest.raises(BadValue) as error:
        session.run("entities/mentioned", {"passage": "P1.S1"})
    named = ", ".join(f"{slug(iri)}#P1.S1" for iri in ALL)
    assert str(error.value).endswith(f"use one of {named}")
    with pytest.raises(BadValue, match=named):
        passages.one(session, "P1.S1", None)


@pytest.mark.parametrize(
    "name", ["synthetic-0002#P1.S1", "s0002#p1.s1", f"{SPACE}synthetic-0002/p1s1"]
)
def test_a_passage_is_named_with_its_document(name, session):
    assert session.names(SG + "Passage").one(name) == f"{SPACE}synthetic-0002/p1s1"
    said = passages.one(session, name, None)
    assert said.startswith("P1.S1  (code points ")
    assert "s0002:p1s1, synthetic document 2)" in said.splitlines()[0]


def test_a_passage_that_one_document_has_needs_no_more_than_its_identifier(session):
    """The essay alone has a fourteenth paragraph of five sentences."""
    assert session.names(SG + "Passage").one("P14.S5") == f"{SPACE}east-is-east/p14s5"


@pytest.mark.parametrize("name", ["synthetic-0009#P1.S1", "synthetic-0001#P99.S9", "#P1.S1"])
def test_a_passage_that_is_not_there_is_unknown(name, session):
    with pytest.raises(UnknownValue):
        session.names(SG + "Passage").one(name)


def test_names_that_end_alike_are_ambiguous_and_none_is_taken_for_another(session):
    """``c-title-a`` ends the IRI of a claim in both synthetic documents."""
    with pytest.raises(BadValue, match="s0001:c-title-a, s0002:c-title-a"):
        session.names(SG + "Claim").one("c-title-a")


def test_what_stands_behind_a_row_is_of_its_document(session):
    for name in ("claims/all", "timeline/events", "entities/mentions", "claims/contested"):
        result = session.run(name, {})
        for row, behind in zip(result.rows, result.backing(), strict=True):
            ours = {row["documentIri"], row.get("otherDocumentIri", row["documentIri"])}
            assert behind
            assert {each.document for each in behind} <= ours
            assert all(each.iri.startswith(SPACE + slug(each.document)) for each in behind)


def test_parts_are_in_the_order_of_the_text_of_their_own_document():
    """Of two documents with passages A and B one begins with A, the other with B."""
    order = {"urn:1 A": 0, "urn:1 B": 1, "urn:2 B": 2, "urn:2 A": 3, "A": 0, "B": 1}
    columns = ("evidence", "otherEvidence", "documentIri", "otherDocumentIri")

    def answer(first: str, second: str) -> Result:
        cells = ("A B", "A B", first, second)
        rows = [tuple(map(pyoxigraph.Literal, cells))]
        return Result(
            Answer(columns=list(columns), rows=rows), sets=columns[:2], order=lambda parts: order
        )

    assert answer("urn:1", "urn:2").rows[0]["evidence"] == "A B"
    assert answer("urn:1", "urn:2").rows[0]["otherEvidence"] == "B A"
    assert answer("urn:2", "urn:1").serialize("csv") == (
        b"evidence,otherEvidence,documentIri,otherDocumentIri\nB A,A B,urn:2,urn:1\n"
    )


class Counting(Embedded):
    """A store that counts the rows it hands out."""

    handed = 0

    def rows(self, query: str) -> list[list[str]]:
        found = super().rows(query)
        self.handed += len(found)
        return found


PASSAGES = f"SELECT ?passage ?id WHERE {{ ?passage a <{SG}Passage> ; dcterms:identifier ?id }}"


def test_the_places_of_some_passages_are_in_the_order_of_all(session):
    """Whether few parts are asked for, one after another, or all at once: each has its place."""
    passages_ = [tuple(row.values()) for row in session.sparql(PASSAGES).rows]
    parts = sorted({part for pair in passages_ for part in pair})
    whole = Session(session.store).order([*parts, "no passage"])
    assert set(parts) <= set(whole)
    assert "no passage" not in whole
    slowly = Session(session.store)
    for start in range(0, len(parts), 7):
        some = slowly.order(parts[start : start + 7])
        assert [some[part] for part in parts[start : start + 7]] == [
            whole[part] for part in parts[start : start + 7]
        ]
    # The text of the places, read another way.
    (essay,) = (document for document in documents(session.store.rows) if document.iri == ESSAY)
    ids = [name for iri, name in passages_ if essay.owns(iri) and "." in name]
    in_order = sorted(ids, key=lambda identifier: whole[f"{ESSAY} {identifier}"])
    numbers = [tuple(map(int, re.findall(r"[0-9]+", identifier))) for identifier in in_order]
    assert numbers == sorted(numbers)


def test_the_order_of_a_short_answer_costs_no_row_for_each_passage(session):
    store = Counting(session.store.store)
    result = Session(store).run("linkage/between-regions", {})
    before = store.handed
    assert any(" " in row["evidence"] for row in result.rows)
    assert 0 < store.handed - before < 50


def test_parts_that_no_query_can_hold_are_put_in_order_too():
    store = pyoxigraph.Store()
    source, ordinal, identifier = (
        pyoxigraph.NamedNode(iri)
        for iri in (
            "http://www.w3.org/ns/oa#hasSource",
            f"{SG}ordinal",
            "http://purl.org/dc/terms/identifier",
        )
    )
    document = pyoxigraph.NamedNode("urn:document")
    for place, name in enumerate(('b"', "\\u0041", "a", "\x01"), 1):
        passage = pyoxigraph.NamedNode(f"urn:passage:{place}")
        for predicate, value in (
            (source, document),
            (ordinal, pyoxigraph.Literal(place)),
            (identifier, pyoxigraph.Literal(name)),
        ):
            store.add(pyoxigraph.Quad(passage, predicate, value))
    parts = ["a", "\x01", "urn:passage:1", "\\u0041", "none"]
    result = Result(
        Answer(columns=["evidence"], rows=[(pyoxigraph.Literal(" ".join(parts)),)]),
        sets=["evidence"],
        order=Session(Embedded(store)).order,
    )
    assert result.rows[0]["evidence"].split() == ["urn:passage:1", "\\u0041", "a", "\x01", "none"]


def test_claims_are_tested_and_heard_in_the_order_of_documents(session):
    tested = [test.claim.rpartition("/")[0] for test in record.test_claims(session.store)]
    assert tested == sorted(tested)
    assert len(set(tested)) == len(ALL)
    heard = verdict.ask(
        "North Atlantic", "has security linked with", "Indo-Pacific", store=session.store
    )
    assert {voice.document for voice in heard.voices} >= {"East is East (essay on Japan and NATO)"}


# ---- prefixes ----


def test_prefixes_come_from_the_documents_and_none_is_built_in(session):
    assert session.prefixes() == {
        "ee": f"{SPACE}east-is-east/",
        **{slug(iri): f"{SPACE}{slug(iri)}/" for iri in OTHERS},
        "s0001": f"{SPACE}synthetic-0001/",
        "s0002": f"{SPACE}synthetic-0002/",
    }
    assert curie(f"{SPACE}synthetic-0001/p1s1") == "s0001:p1s1"
    assert session.names(SG + "Claim").one("s0001:c-title-a") == f"{SPACE}synthetic-0001/c-title-a"
    found = session.sparql("SELECT ?p { s0001:c-title-a sg:hasEvidence ?p } ORDER BY STR(?p)")
    assert [row["p"] for row in found.rows] == [f"{SPACE}synthetic-0001/title"]


def test_a_prefix_that_two_graphs_give_to_two_namespaces_is_shown_for_the_first_only():
    """Typed, it means what the graph that is asked says."""
    name = "urn-less-prefix"
    sessions = []
    for place in ("one", "two"):
        store = pyoxigraph.Store()
        store.load(
            f"""@prefix sg: <{SG}> . @prefix vann: <{prefixes()["vann"]}> .
            @prefix rdfs: <{prefixes()["rdfs"]}> .
            <http://e.org/{place}/document> a sg:Document ; rdfs:label "{place}"@en ;
              vann:preferredNamespacePrefix "{name}" ;
              vann:preferredNamespaceUri "http://e.org/{place}/" .
            <http://e.org/{place}/c> a sg:Claim ; rdfs:label "c"@en .""".encode(),
            format=pyoxigraph.RdfFormat.TURTLE,
        )
        sessions.append(Session(Embedded(store)))
    for place, each in zip(("one", "two"), sessions, strict=True):
        assert each.names(SG + "Claim").one(f"{name}:c") == f"http://e.org/{place}/c"
    assert curie("http://e.org/one/c") == f"{name}:c"
    assert curie("http://e.org/two/c") == "http://e.org/two/c"


# ---- texts ----


@pytest.mark.parametrize("name", ["synthetic-0002", "Synthetic document 2", "s0002", SECOND])
def test_a_text_is_named_with_its_document(name, folder, session):
    path = str(folder / "texts" / "2.txt")
    texts, strangers = fulltext.texts(f"{name}={path}", session.store.rows)
    assert [(text.document.iri, text.path) for text in texts] == [(SECOND, path)]
    assert strangers == []


def test_the_digest_says_of_which_document_a_text_is(folder, session):
    words = fulltext.sentences(str(folder / "texts" / "2.txt"), session.store.rows)
    assert {passage.rpartition("/")[0] for passage in words} == {f"{SPACE}synthetic-0002"}


def test_a_folder_gives_a_text_for_each_document_and_names_the_rest(folder, session, tmp_path):
    for path in (folder / "texts").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "notes.md").write_bytes(b"\xff no text of ours")
    texts, strangers = fulltext.texts(str(tmp_path), session.store.rows)
    assert [text.document.iri for text in texts] == [FIRST, SECOND]
    assert strangers == [str(tmp_path / "notes.md")]


def test_a_text_is_held_against_its_own_document_alone(folder, session):
    """A synthetic text differs nowhere; with a letter changed, in one passage and as a whole."""
    words = fulltext.read(str(folder / "texts" / "1.txt"))
    known = find("synthetic-0001", documents(session.store.rows))
    assert fulltext.verify(words, session.store.rows) == []
    assert fulltext.verify(words, session.store.rows, known) == []
    found = fulltext.verify("X" + words[1:], session.store.rows, known)
    assert [iri for iri, _ in found] == [FIRST, f"{SPACE}synthetic-0001/title"]


@pytest.mark.parametrize(
    ("place", "error", "message"),
    [
        ("{0}/other.txt", BadFile, f"is the text of none of the {len(ALL)} documents"),
        ("synthetic-0001={0}/texts/2.txt", BadFile, "first, T"),
        ("synthetic-0009={0}/texts/2.txt", UnknownValue, "no document is named"),
        ("synthetic-0001={0}/none.txt", BadFile, "none.txt: cannot be read"),
        ("{0}/empty", BadFile, "holds no file that is the text of a document"),
        ("{0}/none.txt", BadFile, "cannot be read"),
    ],
)
def test_a_text_that_fits_nothing_is_refused_in_one_line(place, error, message, folder, session):
    (folder / "empty").mkdir(exist_ok=True)
    (folder / "other.txt").write_text("Something else.", "utf-8")
    with pytest.raises(error, match=message) as caught:
        fulltext.sentences(place.format(folder), session.store.rows)
    assert "\n" not in str(caught.value)


def test_sentences_of_all_documents_stand_beside_their_passages(folder, session):
    counted = passages.rows(session, str(folder / "texts"))
    spoken = {row["documentIri"] for row in counted if row["sentence"]}
    assert spoken == {FIRST, SECOND}
    assert [row["documentIri"] for row in counted] == sorted(row["documentIri"] for row in counted)


def test_coverage_is_counted_by_document(session, capsys):
    counted = passages.rows(session, None)
    heat.show(counted)
    lines = capsys.readouterr().out.splitlines()
    for label in ("East is East", "synthetic document 1", "synthetic document 2"):
        assert sum(line.startswith(label) for line in lines) == 1
    sums = [int(line.split()[1]) for line in lines if line.startswith("sum")]
    total = next(int(line.split()[1]) for line in lines if line.startswith("all"))
    assert len(sums) == len(ALL)
    assert sum(sums) == total
    drawn = coverage.draw(counted, "title")
    assert b"synthetic-0001 P1" in drawn


# ---- checks ----


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_three_documents_pass_each_hygiene_check(path, session):
    assert session.store.rows(path.read_text("utf-8")) == []


def test_three_documents_pass_the_check_with_their_texts(folder, files):
    report = sg.check(files, text=str(folder / "texts"))
    assert [str(finding) for finding in report.findings] == []
    assert {"shapes", "hygiene", "consistency", "text"} <= set(report.parts)


def tiny(number: int, more: str) -> str:
    space = f"https://example.org/{number}/"
    return f"""@prefix sg: <{SG}> . @prefix sgv: <{prefixes()["sgv"]}> .
    @prefix sgd: <{prefixes()["sgd"]}> . @prefix rdfs: <{prefixes()["rdfs"]}> .
    @prefix vann: <{prefixes()["vann"]}> . @prefix : <{space}> .
    :document a sg:Document ; rdfs:label "tiny {number}"@en ;
      vann:preferredNamespacePrefix "tiny{number}" ; vann:preferredNamespaceUri "{space}" .
    {more}"""


CONTENT = (
    ":q{0} a sg:Proposition ; sg:hasSubject sgd:japan ; sg:hasRelation sgv:is-ally-of ; "
    "sg:hasObject {1} ."
)
ALIKE = {
    "shared-name": (':a{0} a sg:Collective ; rdfs:label "these writers"@en .', 2),
    "same-proposition": (CONTENT.format("{0}", "sgd:india"), 2),
    "overused-kind": (CONTENT.format("{0}", ":o{0}").replace("is-ally-of", "concerns"), 5),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_is_wrong_within_a_document_is_not_wrong_between_two(name):
    """So many things alike are found in one document, and not where they stand in several."""
    line, count = ALIKE[name]
    text = (ROOT / "queries" / "checks" / f"{name}.rq").read_text("utf-8")

    def rows(*turtles: str) -> int:
        store = pyoxigraph.Store()
        for turtle in turtles:
            store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
        graph = rdflib.Graph().parse(
            data=store.dump(
                format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
            ),
            format="nt",
        )
        found = len(list(store.query(text)))
        assert len(list(graph.query(text))) == found
        return found

    assert rows(tiny(1, "\n".join(line.format(at) for at in range(count))))
    assert not rows(*(tiny(at, line.format(at)) for at in range(count)))


def test_a_name_of_a_document_that_a_shared_thing_has_is_found():
    """A local thing called Japan is not told from the state by who types the name."""
    store = pyoxigraph.Store()
    store.extend(release.store())
    local = tiny(1, ':japan a sg:State ; rdfs:label "Japan"@en .')
    store.load(local.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    text = (ROOT / "queries" / "checks" / "shared-name.rq").read_text("utf-8")
    assert [row["name"].value for row in store.query(text)] == ["japan"]


def test_a_clash_is_laid_to_the_document_in_which_it_is():
    """Of two passages whose IRIs end alike, the second is given as a state too."""
    graph = rdflib.Graph().parse(str(ROOT / "ontology" / "secgraph.ttl"), format="turtle")
    for number in (1, 2):
        turtle = tiny(number, f':p1s1 a sg:Passage ; rdfs:label "passage of {number}"@en .')
        graph.parse(data=turtle, format="turtle")
    guilty = rdflib.URIRef("https://example.org/2/p1s1")
    graph.add((guilty, rdflib.RDF.type, rdflib.URIRef(SG + "State")))
    found = reasoning.explain(graph)
    assert found.things == [str(guilty)]
    assert "passage of 2 is given as a passage" in found.axioms


# ---- what the rules conclude ----


@pytest.fixture(scope="session")
def derived(folder: Path) -> dict[str, bytes]:
    return inference.files([str(folder / f"{number}-bare.nt") for number in (1, 2)])


def test_what_is_concluded_is_kept_by_document(folder, derived):
    """The sub-kinds, which documents share, stand in a file of none."""
    assert sorted(derived) == sorted(["derived.ttl", *(f"{slug(iri)}/derived.ttl" for iri in ALL)])
    for name in map(slug, (ESSAY, *OTHERS)):
        kept = ROOT / "data" / "documents" / name / "derived.ttl"
        assert derived[f"{name}/derived.ttl"] == kept.read_bytes()
    for number in (1, 2):
        data = derived[f"synthetic-000{number}/derived.ttl"]
        assert data.count(f"@prefix s000{number}:".encode()) == 1
        found = {
            f"{quad.triple} .\n"
            for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)
        }
        lines = (folder / f"{number}.nt").read_text("utf-8").splitlines(keepends=True)
        assert found == {line for line in lines if is_concluded(line)}


def test_a_conclusion_that_is_no_documents_is_kept_apart():
    triple = pyoxigraph.Triple(*(pyoxigraph.NamedNode(f"http://e.org/{each}.") for each in "spo"))
    known = documents(Embedded().rows)
    parts = inference.by_document({"rules/one": [triple]}, known)
    assert parts == {
        **{document.slug: {"rules/one": []} for document in known},
        "": {"rules/one": [triple]},
    }
    written = inference.turtle(parts[""])
    assert {
        quad.triple for quad in pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.TURTLE)
    } == {triple}


def test_a_document_without_a_prefix_is_written_in_full(tmp_path: Path):
    """What the rules conclude is Turtle whatever the graph names its things."""
    path = tmp_path / "mine.ttl"
    path.write_text(
        f"""@prefix sg: <{SG}> . @prefix sgd: <{prefixes()["sgd"]}> .
        <http://e.org/q> a sg:Proposition ; sg:hasSubject sgd:japan .""",
        "utf-8",
    )
    data = inference.turtle(inference.concluded([str(path)]))
    assert b"<http://e.org/q> sg:involves sgd:japan ." in data
    assert list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE))


# ---- the code ----


def names_of_the_essay() -> set[str]:
    """Give what may not stand in the package, read from the data; an ordinary word may."""
    ask = Embedded().rows
    rows = ask(
        f"""PREFIX sg: <{SG}> PREFIX rdfs: <{prefixes()["rdfs"]}>
        PREFIX skos: <{prefixes()["skos"]}>
        SELECT DISTINCT ?name ?thing WHERE {{ VALUES ?kind {{ rdfs:label skos:altLabel }}
        VALUES ?top {{ sg:Person sg:Grouping sg:ProposedGrouping sg:Scenario sg:Document }}
        ?class rdfs:subClassOf* ?top . ?thing a ?class ; ?kind ?name . }}"""
    )
    names = {name for name, _ in rows} | {thing.rpartition("/")[2] for _, thing in rows}
    names |= {each.slug for each in documents(ask)}
    names |= {claim.rpartition("/")[2] for (claim,) in ask(f"SELECT ?c {{ ?c a <{SG}Claim> }}")}
    ordinary = {name for name in names if name.isalpha() and name.islower()}
    return (names - ordinary) | {f"{prefix}:" for prefix in release.document_prefixes()}


def essay_names_in(text: str, names: set[str]) -> list[str]:
    ends = {name: "" if name.endswith(":") else r"(?![\w-])" for name in names}
    return sorted(
        name
        for name in names
        if name in text and re.search(rf"(?<![\w.-]){re.escape(name)}{ends[name]}", text)
    )


def test_nothing_of_the_essay_stands_in_the_package():
    """No slug, prefix, person, grouping or claim: examples are read from the data."""
    names = names_of_the_essay()
    assert len(names) > 250
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for name in essay_names_in(path.read_text("utf-8"), names)
    }
    assert found == set()


@pytest.mark.parametrize(
    "text",
    ["ee:p1s1", "east-is-east", "Kishida's view", "show JAUKUS", "the Quad", "c-p10s2-b", "NATO"],
)
def test_a_name_of_the_essay_would_be_found(text):
    assert essay_names_in(text, names_of_the_essay())
    assert not essay_names_in("pyoxigraph.Quad quad tree: see: document", names_of_the_essay())
