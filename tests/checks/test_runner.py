"""One report of everything that can be wrong."""

import shutil
import sys

import pytest

import secgraph as sg
from secgraph.checks import parts
from secgraph.checks.files import Files
from secgraph.dataset import location, release
from secgraph.documents import fulltext
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded
from support.paths import FIXTURES, ROOT

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
    """A text that is not the essay differs in the document and in all 68 passages."""
    path = tmp_path / "text.txt"
    path.write_text("Something else entirely.", encoding="utf-8")
    engine = Embedded(release.store())
    assert len(fulltext.verify(fulltext.read(str(path)), engine.rows)) == 69


def test_a_missing_extra_is_named_with_the_command(monkeypatch):
    """Without pyshacl the shapes are left out, and the report says how to get them."""
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    monkeypatch.setitem(sys.modules, "owlready2", None)
    report = sg.check()
    assert set(report.omitted) == {"shapes", "consistency"}
    assert "pip install 'secgraph[check]'" in report.omitted["shapes"]
    assert "pip install 'secgraph[reason]'" in report.omitted["consistency"]


def test_without_tree_sitter_portability_is_left_out_with_the_reason(monkeypatch):
    """The other parts are done, and the report says how to get this one."""
    import sys

    from secgraph.syntax.portability import parse

    parse._parser.cache_clear()
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    report = sg.check()
    assert set(report.omitted) == {"portability"}
    assert "pip install 'secgraph[check]'" in report.omitted["portability"]
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
    # What takes long is left out.
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    monkeypatch.setitem(sys.modules, "owlready2", None)
    monkeypatch.setattr(catalog, "_packaged", [])
    files = Files()
    contents = {str(derived): files.content(str(derived))}
    found = parts.check_derived(files.store(without="derived.ttl"), contents)
    assert [finding.message for finding in found] == ["is out of date; run 'make derive'"]


def test_a_query_that_some_store_does_not_take_is_a_finding_with_file_and_line(
    tmp_path, monkeypatch
):
    """A question with a GRAPH in it is named by its file, the line and the rule."""
    (tmp_path / "votes").mkdir()
    (tmp_path / "votes" / "mine.rq").write_text(
        "#+ summary: Who?\nSELECT ?s {\n  GRAPH ?g { ?s ?p ?o }\n} ORDER BY STR(?s)\n"
    )
    monkeypatch.setattr(catalog, "_packaged", [catalog.Catalog(str(tmp_path))])
    (found,) = parts.check_portability()
    assert (found.part, found.rule, found.file, found.line) == (
        "portability",
        "named-graph",
        str(tmp_path / "votes" / "mine.rq"),
        3,
    )


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
        places = Files([str(path)]).places()
        assert sorted(line for node, (_, line) in places.items() if node[:2] == "_:") == expected
    path = tmp_path / "a.jsonld"
    path.write_text('[{"urn:p": [{"@value": "x"}]}]', encoding="utf-8")
    ((node, place),) = Files([str(path)]).places().items()
    assert node.startswith("_:b") and place == (str(path), None)
