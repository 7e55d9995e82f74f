"""What only RDF 1.2 has: told from the rest by how a line ends, and read to a limited depth."""

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.dataset import limits, rdf12, rdflib_form, release
from secgraph.errors import BadFile, BadSyntax

PLAIN = [
    "<urn:a> <urn:b> <urn:c)> .\n",
    '<urn:a> <urn:b> "<<( <urn:a> <urn:b> <urn:c> )>> ." .\n',
    '<urn:a> <urn:b> "a--ltr ." .\n',
    '<urn:a> <urn:b> "a--ltr"@en .\n',
    '<urn:a> <urn:b> "a"^^<urn:--ltr> .\n',
]
NEW = {
    "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .\n": rdf12.TRIPLE_TERMS,
    '<urn:a> <urn:b> <<( <urn:a> <urn:b> "x"@ar--rtl )>> .\n': rdf12.TRIPLE_TERMS,
    '<urn:a> <urn:b> "x"@ar--rtl .\n': rdf12.DIRECTION,
    '<urn:a> <urn:b> "x"@en--ltr .\n': rdf12.DIRECTION,
}


@pytest.mark.parametrize("line", [*PLAIN, *NEW])
def test_the_end_of_a_line_says_what_it_needs(line):
    """Spelled as the library spells it; what looks like it in a literal or an IRI is none."""
    (triple,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert rdf12.feature(f"{triple.triple} .\n".encode()) == NEW.get(line, "")


@pytest.mark.parametrize(
    ("inner", "features"),
    [
        ('"x"@ar--rtl', [rdf12.TRIPLE_TERMS, rdf12.DIRECTION]),
        ('<<( <urn:a> <urn:b> "x"@en--ltr )>>', [rdf12.TRIPLE_TERMS, rdf12.DIRECTION]),
        ('"x"@ar', [rdf12.TRIPLE_TERMS]),
        ('"x--rtl )>>"', [rdf12.TRIPLE_TERMS]),
        ("<urn:x--rtl>", [rdf12.TRIPLE_TERMS]),
    ],
)
def test_a_triple_term_needs_what_is_in_it_too(inner, features):
    line = f"<urn:a> <urn:b> <<( <urn:a> <urn:b> {inner} )>> .\n"
    (triple,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert rdf12.features(f"{triple.triple} .\n".encode()) == features


def nested(depth: int) -> str:
    return "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * depth + "<urn:c>" + " )>>" * depth + " .\n"


@pytest.mark.parametrize("name", ["a.nt", "a.ttl", "a.trig", "a.nq"])
def test_triple_terms_are_read_to_a_depth(name):
    """And refused beyond it, before a parser sees them."""
    assert len(release.read(name, data=nested(limits.MAX_NESTING).encode())) == 1
    with pytest.raises(BadFile, match="is nested more than 200 levels deep"):
        release.read(name, data=nested(limits.MAX_NESTING + 1).encode())


def test_many_triple_terms_beside_each_other_are_not_deep():
    text = "".join(f"<urn:{n}> <urn:b> <<( <urn:a> <urn:b> '<<(' )>> .\n" for n in range(200))
    assert len(release.read("a.ttl", data=text.encode())) == 200


@pytest.mark.parametrize("name", ["a.nt", "a.nq", "a.ttl", "a.trig"])
def test_a_line_that_names_the_version_is_read(name):
    text = 'VERSION "1.2"\n<urn:a> <urn:b> "VERSION" .\nno statement\n'
    assert len(release.read(name, data=text[: text.index("no ")].encode())) == 1
    with pytest.raises(BadSyntax) as error:
        release.read(name, data=text.encode())
    assert error.value.line == 3


@pytest.mark.parametrize("text", [*NEW, "<< <urn:a> <urn:b> <urn:c> >> <urn:d> 1 ."])
def test_what_rdflib_has_no_terms_for_is_refused_by_its_name(tmp_path, text):
    path = tmp_path / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=r"mine\.ttl: holds 1 statement with .* rdflib"):
        sg.graph([str(path)])
    assert len(sg.store([str(path)])) > len(sg.store())


def test_the_rest_of_a_store_comes_to_rdflib_with_its_labels(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text('_:a <urn:b> "x"@ar--rtl ; <urn:c> "_:b" .', encoding="utf-8")
    node = next(str(quad.subject)[2:] for quad in release.read(str(path)))
    graph = rdflib_form.as_rdflib(sg.store([str(path)])).default_graph
    assert [str(subject) for subject, _, value in graph if str(value) == "_:b"] == [node]
    assert not any(str(value) == "x" for value in graph.objects())
