"""One report of everything that can be wrong."""

import shutil
import sys

import pyoxigraph
import pytest

import secgraph as sg
from secgraph import errors
from secgraph.checks import parts, runner
from secgraph.checks.files import Files
from secgraph.dataset import location, nodes, release
from secgraph.documents import fulltext
from secgraph.documents.document import documents
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded
from support.paths import FIXTURES, ROOT, SHARED

VOCABULARIES = sorted((SHARED / "vocabularies").glob("*.ttl"))
VALID = FIXTURES / "valid" / "base.ttl"


def test_nothing_is_wrong_with_the_release():
    report = sg.check()
    assert [str(finding) for finding in report.findings] == []
    assert report.parts == (
        "syntax",
        "shapes",
        "hygiene",
        "consistency",
        "links",
        "derived",
        "portability",
    )
    assert report.ok
    assert report.omitted == {}


def test_a_good_file_beside_the_release_passes():
    assert sg.check([str(VALID)]).ok


def test_faults_of_every_part_are_in_one_report_with_file_line_and_subject(tmp_path):
    """A claim without polarity, an actor that nobody vouches for, and a region that is a state.

    Shapes, hygiene, consistency.
    """
    path = tmp_path / "mine.ttl"
    shutil.copy(FIXTURES / "faulty" / "every-part.ttl", path)
    report = sg.check([str(path)])
    found = {
        (finding.part, finding.subject, finding.line)
        for finding in report.findings
        if finding.subject
    }
    assert ("shapes", "ee:c-mine", 7) in found
    assert ("shapes", "sgd:atlantis", 15) in found
    assert ("hygiene", "sgd:atlantis", 15) in found
    assert any(finding.part == "consistency" for finding in report.findings)
    assert all(finding.file == str(path) for finding in report.findings if finding.subject)
    polarity = next(finding for finding in report.findings if finding.rule == "sgs:claim-polarity")
    assert str(polarity).startswith(f"{path}:7: ee:c-mine: A claim has exactly one polarity")


def test_a_syntax_error_is_a_finding_with_its_line(tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix ex: <urn:x:> .\nex:a ex:b\n  ex:c ex:d .\n", encoding="utf-8")
    report = sg.check([str(path)])
    assert [(finding.part, finding.line) for finding in report.findings] == [("syntax", 3)]
    assert report.parts == ("syntax",)
    assert set(report.omitted) == {"shapes", "hygiene", "consistency"}


def test_a_missing_file_is_an_error_and_no_finding(tmp_path):
    with pytest.raises(sg.BadFile, match="no such file"):
        sg.check([str(tmp_path / "none.ttl")])


def test_another_text_is_told_apart(tmp_path):
    """A text that is not that of a document differs in it and in all of its passages."""
    path = tmp_path / "text.txt"
    path.write_text("Something else entirely.", encoding="utf-8")
    engine = Embedded(release.store())
    for document in documents(engine.rows):
        passages = f"?passage a sg:Passage ; oa:hasSource <{document.iri}> ."
        count = len(sg.sparql(f"SELECT ?passage {{ {passages} }}"))
        assert len(fulltext.verify(fulltext.read(str(path)), engine.rows, document)) == 1 + count


@pytest.mark.long
@pytest.mark.sampled
def test_a_missing_extra_is_named_with_the_command(monkeypatch):
    """Without an engine for shapes these are left out, and the report says how to get one."""
    monkeypatch.setitem(sys.modules, "pyrudof", None)
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    monkeypatch.setitem(sys.modules, "owlready2", None)
    report = sg.check()
    assert set(report.omitted) == {"shapes", "consistency"}
    assert errors.install("check") in report.omitted["shapes"]
    assert errors.install("reason") in report.omitted["consistency"]


def test_facts_are_decided_without_a_reasoner(monkeypatch):
    """Where no reasoner is installed, a file of facts is still checked as a whole."""
    monkeypatch.setitem(sys.modules, "owlready2", None)
    report = sg.check([str(FIXTURES / "faulty" / "every-part.ttl")])
    assert report.methods["consistency"] == "clash rules"
    assert [f.subject for f in report.findings if f.part == "consistency"] == ["sgd:atlantis"]
    assert report.omitted == {}


@pytest.mark.long
@pytest.mark.sampled
def test_without_tree_sitter_portability_is_left_out_with_the_reason(monkeypatch):
    """The other parts are done, and the report says how to get this one."""
    import sys

    from secgraph.syntax.portability import parse

    parse._parser.cache_clear()
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    report = sg.check()
    assert set(report.omitted) == {"portability"}
    assert "pip install --force-reinstall secgraph" in report.omitted["portability"]
    assert {"links", "derived"} < set(report.parts)


def test_a_file_that_is_derived_wrongly_is_noticed(tmp_path, monkeypatch):
    """With a copy of the release whose derived file lacks a line, the check says to make it
    anew."""
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    derived = tmp_path / "data" / "documents" / "east-is-east" / "derived.ttl"
    derived.write_text(
        derived.read_text(encoding="utf-8").replace("ee:c-p10s2-b sg:attacks ee:c-p10s1-a .\n", ""),
        encoding="utf-8",
    )
    monkeypatch.setattr(location, "root", lambda: str(tmp_path))
    monkeypatch.setattr(release, "_cache", {})
    monkeypatch.setattr(catalog, "_packaged", [])
    files = Files()
    files_derived = sorted((tmp_path / "data" / "documents").rglob("derived.ttl"))
    contents = {str(path): files.content(str(path)) for path in files_derived}
    found = parts.check_derived(files.premises("derived.ttl"), contents)
    assert [finding.message for finding in found.findings] == ["is out of date; run 'make derive'"]


def test_a_query_that_some_store_does_not_take_is_a_finding_with_file_and_line(
    tmp_path, monkeypatch
):
    """A question with a GRAPH in it is named by its file, the line and the rule."""
    (tmp_path / "votes").mkdir()
    (tmp_path / "votes" / "mine.rq").write_text(
        "#+ summary: Who?\nSELECT ?s {\n  GRAPH ?g { ?s ?p ?o }\n} ORDER BY STR(?s)\n"
    )
    monkeypatch.setattr(catalog, "_packaged", [catalog.Catalog(str(tmp_path))])
    (found,) = parts.check_portability().findings
    assert (found.part, found.rule, found.file, found.line) == (
        "portability",
        "named-graph",
        str(tmp_path / "votes" / "mine.rq"),
        3,
    )


HEAD = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix ee: <https://w3id.org/secgraph/doc/east-is-east/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://example.org/e/> .
"""


def found(path, turtle: str, **options) -> set[tuple[str, str]]:
    """Check a file beside the release; give rule and subject of each finding."""
    path.write_text(HEAD + turtle, encoding="utf-8")
    report = sg.check([str(path)], **options)
    assert all(finding.file == str(path) for finding in report.findings)
    return {(finding.rule, finding.subject) for finding in report.findings}


@pytest.mark.long
@pytest.mark.sampled
def test_an_axiom_that_contradicts_the_release_is_found(tmp_path):
    """The things that then contradict each other are none of the file's subjects."""
    rules = found(tmp_path / "mine.ttl", "sg:Actor owl:disjointWith sg:State .")
    assert "HermiT" in {rule for rule, _ in rules}


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    "axioms",
    [
        pytest.param("rdfs:subClassOf sg:State, sg:Region", id="by two classes"),
        pytest.param(
            "rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:near ; "
            "owl:hasValue sgd:japan ] .\n"
            "e:near a owl:ObjectProperty ; rdfs:range sg:Region",
            id="by a fact of the release",
        ),
    ],
)
def test_a_class_that_can_have_no_member_is_found(tmp_path, axioms):
    """The second is empty only since the release says that Japan is a state."""
    path = tmp_path / "mine.ttl"
    path.write_text(HEAD + f"e:Odd a owl:Class ; {axioms} .", encoding="utf-8")
    findings = sg.check([str(path)]).findings
    assert [
        (finding.part, finding.subject) for finding in findings if finding.rule == "HermiT"
    ] == [("consistency", "https://example.org/e/Odd")]


def test_what_is_found_at_a_node_of_the_release_is_laid_to_the_file_that_causes_it(tmp_path):
    """A second vote of Japan in one event: the finding is about whichever vote sorts first."""
    turtle = "sgd:zz a sg:Vote ; sg:isCastIn sgd:un-vote-3959039 ; sg:isCastBy sgd:japan ."
    assert ("checks/vote-twice", "sgd:un-vote-3959039-jpn") in found(tmp_path / "mine.ttl", turtle)


def test_a_label_that_something_of_the_release_has_is_found(tmp_path):
    turtle = 'e:a-state a sg:State ; rdfs:label "Japan"@en .'
    assert "checks/shared-name" in {rule for rule, _ in found(tmp_path / "mine.ttl", turtle)}


def test_a_node_without_a_name_is_checked_as_one_with_a_name(tmp_path):
    """Two claims, two states and two votes: the same rules, and one more for the blank node."""
    turtle = (
        'NODE1 a sg:Claim ; rdfs:label "a claim that says nothing"@en .\n'
        'NODE2 a sg:State ; rdfs:label "Nowhere"@en .\n'
        "NODE3 a sg:Vote ; sg:isCastIn e:event ; sg:isCastBy NODE2 .\n"
        "NODE4 a sg:Vote ; sg:isCastIn e:event ; sg:isCastBy NODE2 .\n"
    )
    named = found(tmp_path / "named.ttl", turtle.replace("NODE", "e:node-"))
    nameless = found(tmp_path / "nameless.ttl", turtle.replace("NODE", "_:node-"))
    assert {rule for rule, _ in nameless} == {rule for rule, _ in named} | {"sgs:slug"}
    assert {rule for rule, _ in named} >= {"checks/vote-twice", "sgs:claim-force"}
    report = sg.check([str(tmp_path / "nameless.ttl")])
    lines = {finding.line for finding in report.findings if finding.rule == "sgs:claim-force"}
    assert lines == {HEAD.count("\n") + 1}


@pytest.mark.long
@pytest.mark.sampled
def test_what_is_wrong_with_the_release_alone_is_not_laid_to_a_file(tmp_path, monkeypatch):
    """A fault in a copy of the release is reported for the copy, and not for a file beside it."""
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    with (tmp_path / "data" / "reference" / "states.ttl").open("a", encoding="utf-8") as file:
        file.write('\nsgd:atlantis a sg:State ; rdfs:label "Atlantis"@en .\n')
    monkeypatch.setattr(location, "root", lambda: str(tmp_path))
    monkeypatch.setattr(release, "_cache", {})
    monkeypatch.setattr(catalog, "_packaged", [])
    assert "checks/actor-without-source" in {finding.rule for finding in sg.check().findings}
    turtle = 'e:lemuria a sg:State ; rdfs:label "Lemuria"@en .'
    subjects = {subject for _, subject in found(tmp_path / "mine.ttl", turtle)}
    assert subjects == {"https://example.org/e/lemuria"}


def test_an_ill_typed_literal_is_a_finding_with_its_line(tmp_path):
    path = tmp_path / "mine.ttl"
    turtle = (
        'e:x rdfs:comment "fine" ,\n  "about twelve"^^xsd:integer ,\n  "2023-02-30"^^xsd:date .'
    )
    assert found(path, turtle) == {("ill-typed", "https://example.org/e/x")}
    first = HEAD.count("\n") + 1
    assert [(each.message, each.line) for each in sg.check([str(path)]).findings] == [
        ('"about twelve" is no xsd:integer', first + 1),
        ('"2023-02-30" is no xsd:date', first + 2),
    ]


def test_a_datatype_that_xml_schema_has_not_is_a_finding_with_its_line(tmp_path):
    """With the name that is meant, where case alone differs; datatypes of others are theirs."""
    path = tmp_path / "mine.ttl"
    turtle = (
        'e:x rdfs:comment "2023-02-28"^^xsd:Date ,\n  "2023"^^xsd:year ,\n  "a"^^e:Kind ,\n'
        '  "a:b"^^xsd:QName , "x"^^xsd:token , "1"^^xsd:unsignedByte , "2023"^^xsd:gYear .'
    )
    assert found(path, turtle) == {("ill-typed", "https://example.org/e/x")}
    first = HEAD.count("\n") + 1
    assert [(each.message, each.line) for each in sg.check([str(path)]).findings] == [
        (
            '"2023-02-28" has the datatype xsd:Date, which XML Schema does not have; it has '
            "xsd:date",
            first,
        ),
        ('"2023" has the datatype xsd:year, which XML Schema does not have', first + 1),
    ]


@pytest.mark.parametrize(
    "engine",
    ["rudof", pytest.param("pyshacl", marks=[pytest.mark.long, pytest.mark.sampled])],
)
def test_an_ill_typed_literal_loses_no_other_finding(tmp_path, engine):
    """Whoever checks the shapes, and with the reasoner too."""
    turtle = (
        'e:x a sg:State ; rdfs:label "X"@en ; sg:hasStart "2023-02-30T00:00:00Z"^^xsd:dateTime .'
    )
    rules = {
        rule for rule, _ in found(tmp_path / "mine.ttl", turtle, engine=engine, consistency=True)
    }
    assert {"ill-typed", "checks/actor-without-source"} <= rules


@pytest.mark.long
@pytest.mark.sampled
def test_a_datatype_that_the_reasoner_does_not_know_is_left_out_with_its_place(tmp_path):
    """The findings of the other parts stay, and all else is decided."""
    path = tmp_path / "mine.ttl"
    path.write_text(
        HEAD + "e:signedOn a owl:DatatypeProperty ; rdfs:range xsd:date .\n"
        'e:atlantis a sg:State , sg:Region ; rdfs:label "Atlantis"@en .\n'
    )
    report = sg.check([str(path)])
    assert {finding.part for finding in report.findings} == {"shapes", "hygiene", "consistency"}
    line = HEAD.count("\n") + 1
    assert report.omitted["consistency"].startswith(
        f"the reasoner does not know xsd:date at {path}:{line};"
    )


@pytest.mark.long
@pytest.mark.sampled
def test_each_datatype_that_the_reasoner_does_not_know_is_named(tmp_path):
    """Not only the first that it meets; one that stands behind no property of data is none."""
    path = tmp_path / "mine.ttl"
    path.write_text(
        HEAD + "e:length a owl:DatatypeProperty ; rdfs:range <urn:metres> .\n"
        "e:width a owl:DatatypeProperty .\n"
        'e:x e:width "1"^^<urn:feet> ; e:note "1"^^<urn:inches> .\n'
    )
    said = sg.check([str(path)]).omitted["consistency"]
    assert "does not know urn:feet at" in said
    assert "urn:metres at" in said
    assert "urn:inches" not in said


@pytest.mark.long
@pytest.mark.sampled
def test_a_triple_term_is_said_to_be_seen_by_no_shape_and_no_reasoner(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(HEAD + 'e:x rdfs:comment <<( e:a e:b "c"@en--ltr )>> , "d"@ar--rtl .\n')
    report = sg.check([str(path)], consistency=True, engine="pyshacl")
    assert set(report.omitted) == {str(path)}
    assert report.parts == ("syntax", "shapes", "hygiene", "consistency")


FORMATS = {
    ".ttl": "<https://example.org/e/x> a <https://w3id.org/secgraph/ns#State> .",
    ".nt": "<https://example.org/e/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/secgraph/ns#State> .\n",
    ".nq": "<https://example.org/e/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/secgraph/ns#State> <https://example.org/g> .\n",
    ".trig": "GRAPH <https://example.org/g> "
    "{ <https://example.org/e/x> a <https://w3id.org/secgraph/ns#State> }",
    ".rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<State xmlns="https://w3id.org/secgraph/ns#" rdf:about="https://example.org/e/x"/></rdf:RDF>',
    ".jsonld": '{"@id": "https://example.org/e/x", "@type": "https://w3id.org/secgraph/ns#State"}',
}
FORMATS[".owl"] = FORMATS[".rdf"]


def test_every_format_that_is_read_is_checked():
    assert set(FORMATS) == set(release.FORMATS)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_each_format_is_checked_alike(ending, tmp_path):
    path = tmp_path / f"mine{ending}"
    path.write_text(FORMATS[ending], encoding="utf-8")
    rules = {(finding.rule, finding.subject) for finding in sg.check([str(path)]).findings}
    assert rules == {
        (rule, "https://example.org/e/x")
        for rule in ("checks/actor-without-source", "sgs:fact-source", "sgs:label-present")
    }


@pytest.mark.shared("vocabularies")
@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_a_public_vocabulary_is_checked_as_a_whole(path):
    """No part fails; what the reasoner does not know is left out alone."""
    report = sg.check([str(path)])
    assert report.parts == ("syntax", "shapes", "hygiene", "consistency")
    assert set(report.omitted) <= {"consistency"}
    assert all(finding.file for finding in report.findings)


def test_a_text_is_held_against_the_document_that_the_file_describes(tmp_path):
    """A text of no document's digest belongs to the one document of the file that is checked."""
    words = "Peace \U0001f54a now. Japan votes for it.\n"
    shutil.copy(FIXTURES / "valid" / "base.ttl", tmp_path / "mine.ttl")
    text = tmp_path / "my.txt"
    text.write_text(words, encoding="utf-8")
    report = sg.check([str(tmp_path / "mine.ttl")], text=str(text))
    about = {finding.subject for finding in report.findings if finding.part == "text"}
    assert about
    assert not any(subject.startswith("ee:") for subject in about)


WITHOUT_NAMES = """PREFIX sg: <https://w3id.org/secgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

_:claim a sg:Claim ; rdfs:label "one that says nothing else"@en .
[] a sg:Claim ;
  rdfs:label "another"@en .
<urn:x-test:r> rdf:reifies <<( _:state sg:involves _:claim )>> .
[ a sg:State ; rdfs:label "Nowhere"@en ] .
_:state rdfs:comment "\u05d0"@he--rtl .
"""


def test_what_is_wrong_with_a_node_without_a_name_is_found_with_its_line(tmp_path):
    """As with an IRI, however the node is written; what the shapes cannot read is said too.

    A file is read in one way by all parts, so that a finding about a label belongs to the file.
    """
    path = tmp_path / "mine.ttl"
    path.write_text(WITHOUT_NAMES, encoding="utf-8")
    named = tmp_path / "named.ttl"
    text = WITHOUT_NAMES.replace("_:claim", "<urn:x-test:c>")
    text = text.replace("[] a", "<urn:x-test:d> a")
    text = text.replace("[ a", "<urn:x-test:e> a").replace(" ] .", " .")
    named.write_text(text, encoding="utf-8")
    report, twin = sg.check([str(path)]), sg.check([str(named)])
    found = sorted((finding.rule, finding.line) for finding in report.findings if finding.subject)
    expected = sorted((finding.rule, finding.line) for finding in twin.findings if finding.subject)
    assert expected
    # Shapes that ask for an IRI find more.
    assert not set(expected) - set(found)
    assert {line for _, line in found} == {5, 6, 9}
    for finding in report.findings:
        if finding.subject:
            assert finding.subject.startswith("_:b")
            assert finding.file == str(path)
    assert "2 statements with triple terms or base direction" in str(report.omitted)
    assert not report.ok


def test_each_line_of_a_blank_node_is_that_of_its_first_statement(tmp_path):
    """In each format of lines; two nodes that say the same have the two lines in some order."""
    turtle = "[] <urn:p> 1 .\n\n_:a <urn:q>\n  [ <urn:r> 2 ] .\n[] <urn:s> 3 .\n[] <urn:s> 3 .\n"
    lines = '_:x <urn:s> "1" .\n# none\n_:y <urn:s> "1" .\n_:a <urn:p> _:b .\n'
    for name, text, expected in (("a.ttl", turtle, [1, 4, 4, 5, 6]), ("a.nt", lines, [1, 3, 4, 4])):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        places = Files([str(path)]).places
        assert sorted(line for node, (_, line) in places.items() if node[:2] == "_:") == expected
    path = tmp_path / "a.jsonld"
    path.write_text('[{"urn:p": [{"@value": "x"}]}]', encoding="utf-8")
    ((node, place),) = Files([str(path)]).places.items()
    assert node.startswith("_:b") and place == (str(path), None)


def test_a_copy_of_a_file_of_the_release_has_blank_nodes_of_its_own(tmp_path):
    """Beside the ontology, whose nodes without a name are not those of the copy."""
    original = ROOT / "ontology" / "secgraph.ttl"
    copy = shutil.copy(original, tmp_path / "copy.ttl")
    with_blank = [quad for quad in release.read(str(original)) if any(nodes.blank_nodes(quad))]
    assert with_blank
    assert len(Files([copy]).store) == len(release.store()) + len(with_blank)
    assert len(Files([str(original)]).store) == len(release.store())


def test_a_release_that_was_given_holds_the_files_only_while_they_are_checked():
    given = pyoxigraph.Store()
    given.extend(release.store())
    before = set(given)
    path = str(FIXTURES / "faulty" / "every-part.ttl")
    found = runner.check([path], release=given)
    assert found.findings
    assert found == runner.check([path])
    assert set(given) == before
