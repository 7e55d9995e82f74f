"""Claims as Web Annotations of the W3C: read as JSON-LD, and held against its vocabulary."""

import json

import pytest
import rdflib
from rdflib.namespace import RDF

from secgraph.authoring.marks import Marks
from secgraph.documents import folder
from support.command import secgraph
from support.paths import SHARED

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
TERMS = {
    "@vocab": "http://www.w3.org/ns/oa#",
    "id": "@id",
    "type": "@type",
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "label": "rdfs:label",
    "total": "as:totalItems",
    "first": {"@id": "as:first", "@type": "@id"},
    "partOf": {"@id": "as:partOf", "@type": "@id"},
    "startIndex": "as:startIndex",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
}
"""The terms of the context of the W3C that are used; the context itself is on the network."""


def graph(value: dict) -> rdflib.Graph:
    text = json.dumps({**value, "@context": TERMS})
    return rdflib.Graph().parse(data=text, format="json-ld")


@pytest.fixture
def collection(built) -> dict:
    done = secgraph("document", "export", str(built), "--format", "web-annotation")
    assert (done.returncode, done.stderr) == (0, "")
    value: dict = json.loads(done.stdout)
    assert value["@context"] == "http://www.w3.org/ns/anno.jsonld"
    return value


def test_each_approved_claim_is_an_annotation_of_its_words(collection, built):
    """Whoever has the text finds, at the position, the words that the claim rests on."""
    read = graph(collection)
    annotations = set(read.subjects(RDF.type, OA.Annotation))
    assert len(annotations) == collection["total"] == 21
    text = folder.opened(str(built)).text()
    words = {}
    for annotation in annotations:
        selector = read.value(read.value(annotation, OA.hasTarget), OA.hasSelector)
        assert read.value(selector, RDF.type) == OA.TextPositionSelector
        start, end = (int(read.value(selector, name)) for name in (OA.start, OA.end))
        words[annotation.rpartition("/")[2]] = text[start:end]
    assert words["c-p1s1-a-annotation"] == "in the port of Harwick"
    assert words["c-p3s4-a-annotation"] == "NATO could help Japan."


def test_no_words_of_a_text_that_is_not_free_are_in_annotations(collection, built):
    opened = folder.opened(str(built))
    marks = Marks(opened.text(), {one.identifier: one for one in opened.frozen()})
    for item in collection["first"]["items"]:
        assert not marks.copied(item["body"][1]["value"])
    assert "exact" not in json.dumps(collection)


def test_words_are_quoted_where_the_licence_is_free(built):
    path = built / "document.toml"
    head = path.read_text(encoding="utf-8").replace("© the Forum", "CC0-1.0")
    path.write_text(head, encoding="utf-8")
    done = secgraph("document", "export", str(built))
    item = json.loads(done.stdout)["first"]["items"][0]
    position, quote = item["target"]["selector"]
    assert position["type"] == "TextPositionSelector"
    assert quote["type"] == "TextQuoteSelector"
    assert quote["exact"] == "in the port of Harwick"
    assert quote["prefix"].endswith("India and Japan met ")
    assert quote["suffix"].startswith(". We speak for three")


@pytest.mark.shared("vocabularies/oa.ttl")
def test_each_term_stands_in_the_vocabulary_of_the_w3c(collection):
    vocabulary = rdflib.Graph().parse(SHARED / "vocabularies" / "oa.ttl")
    read = graph(collection)
    used = {term for triple in read for term in triple if str(term).startswith(str(OA))}
    assert used
    assert not [term for term in used if (term, None, None) not in vocabulary]
