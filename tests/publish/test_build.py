"""The files of a release."""

import hashlib
import json
import os
import subprocess
import sys

import pyoxigraph
import pytest
import rdflib

from secgraph.dataset import release, serialize
from secgraph.errors import BadFile
from secgraph.namespaces import GRAPHS, PREFIXES, SKOLEM
from secgraph.publish.void import DATASET
from support.command import secgraph
from support.paths import ROOT

DOCUMENTS = [f"doc/{path.parent.name}" for path in ROOT.glob("data/documents/*/claims.ttl")]

DCAT, VOID = rdflib.Namespace(PREFIXES["dcat"]), rdflib.Namespace(PREFIXES["void"])
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
RDFLIB = {
    "nt": "nt",
    "ttl": "turtle",
    "rdf": "xml",
    "jsonld": "json-ld",
    "nq": "nquads",
    "trig": "trig",
}


Statements = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def whole() -> Statements:
    """What stores load, in the N-Triples form of each term."""
    return {
        (str(each.subject), str(each.predicate), str(each.object)) for each in serialize.triples()
    }


@pytest.fixture(scope="module")
def release_() -> Statements:
    """The statements of the release, their blank nodes in canonical form."""
    return canonical(serialize.with_blank_nodes(serialize.quads()))


def canonical(statements) -> Statements:
    """Statements, each once, in the N-Triples form of each term; blank nodes by RDFC-1.0."""
    triples = {pyoxigraph.Quad(each.subject, each.predicate, each.object) for each in statements}
    blank = {each for each in triples if "_:" in f"{each.subject} {str(each.object)[:2]}"}
    dataset = pyoxigraph.Dataset(blank)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return {
        (str(each.subject), str(each.predicate), str(each.object))
        for each in (*(triples - blank), *dataset)
    }


def test_the_folder_holds_every_kind_of_file(files):
    stem = f"secgraph-{release.version()}"
    wanted = {f"{stem}.{format}" for format in serialize.FORMATS} | {
        f"{stem}-stores.nt",
        f"{stem}.owl",
        "ontology.html",
        "ontology.ttl",
        "secgraph.owl",
        "shapes.ttl",
        "inferred.ttl",
        "queries.ttl",
        "void.ttl",
        "SHA256SUMS",
    }
    assert set(files) == wanted


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("format", serialize.FORMATS)
def test_two_parsers_read_the_same_statements_from_each_format(
    format, files, release_, monkeypatch
):
    """Pyoxigraph and rdflib, which share no code, each read the release, no more and no less,
    from every format."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)  # it would spell Z as +00:00
    data = files[f"secgraph-{release.version()}.{format}"].data
    media = pyoxigraph.RdfFormat.from_media_type(serialize.FORMATS[format])
    assert canonical(pyoxigraph.parse(data, format=media)) == release_
    read = (
        rdflib.Dataset().parse(data=data, format=RDFLIB[format])
        if format in ("nq", "trig")
        else rdflib.Graph().parse(data=data, format=RDFLIB[format])
    )
    triples = {quad[:3] for quad in read.quads()} if isinstance(read, rdflib.Dataset) else set(read)
    theirs = pyoxigraph.parse(
        "".join(" ".join(term.n3() for term in triple) + " .\n" for triple in triples),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
    )
    assert canonical(theirs) == release_


def test_what_stores_load_is_a_file_of_its_own(files, whole):
    stores = files[f"secgraph-{release.version()}-stores.nt"].data
    read = pyoxigraph.parse(stores, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert {(str(each.subject), str(each.predicate), str(each.object)) for each in read} == whole
    assert len(stores.splitlines()) == len(whole)


def test_each_part_has_a_graph_of_its_own(files):
    """A graph for the ontology, one for the facts, one for each document.

    Each statement stands in the graph of its file.
    """
    quads = list(
        pyoxigraph.parse(
            files[f"secgraph-{release.version()}.trig"].data, format=pyoxigraph.RdfFormat.TRIG
        )
    )
    assert {quad.graph_name.value for quad in quads} == {
        GRAPHS + name for name in ("ontology", "reference", "links", "tests", *DOCUMENTS)
    }
    claims = {
        quad.graph_name.value
        for quad in quads
        if quad.object == pyoxigraph.NamedNode(PREFIXES["sg"] + "Claim")
        and "type" in quad.predicate.value
    }
    assert claims == {GRAPHS + name for name in DOCUMENTS}


def test_what_stores_load_has_no_blank_node_and_the_ontology_alone_keeps_them(files, whole):
    assert not any(term.startswith("_:") for triple in whole for term in triple)
    assert sum(SKOLEM in triple[0] for triple in whole) > 50
    ontology = rdflib.Graph().parse(data=files["ontology.ttl"].data, format="turtle")
    assert any(isinstance(term, rdflib.BNode) for term in ontology.subjects())
    assert SKOLEM.encode() not in files["ontology.ttl"].data


def test_the_ontology_alone_is_the_ontology(files):
    """Up to the names of blank nodes it says what its source files say."""
    from rdflib.compare import isomorphic

    ours = rdflib.Graph()
    for path in release.files():
        if serialize.part(path) == GRAPHS + "ontology":
            ours.parse(path, format="turtle")
    assert isomorphic(rdflib.Graph().parse(data=files["ontology.ttl"].data, format="turtle"), ours)


def test_literals_are_canonical(whole):
    """Booleans are words, integers have no zeros before them, moments end in Z, languages are
    small."""
    objects = {triple[2] for triple in whole if triple[2].startswith('"')}
    assert not [
        each
        for each in objects
        if "#boolean>" in each and not each.startswith(('"true"', '"false"'))
    ]
    assert not [
        each
        for each in objects
        if "#integer>" in each and str(int(each.split('"')[1])) != each.split('"')[1]
    ]
    assert not [
        each for each in objects if "#dateTime>" in each and not each.split('"')[1].endswith("Z")
    ]
    assert {
        each.rpartition("@")[2]
        for each in objects
        if not each.endswith(">") and "@" in each.rpartition('"')[2]
    } <= {"en", "ja"}


@pytest.mark.parametrize(
    ("literal", "made"),
    [
        ('"007"^^xsd:integer', '"7"'),
        ('"+1"^^xsd:integer', '"1"'),
        ('"1"^^xsd:boolean', '"true"'),
        ('"0"^^xsd:boolean', '"false"'),
        ('"Kyōto"@EN', "@en"),
    ],
)
def test_another_spelling_is_made_canonical(literal, made, tmp_path, monkeypatch):
    path = tmp_path / "ontology" / "x.ttl"
    path.parent.mkdir()
    path.write_text(
        f"@prefix xsd: <{PREFIXES['xsd']}> . <urn:a> <urn:b> {literal} .", encoding="utf-8"
    )
    monkeypatch.setattr(release, "files", lambda: [str(path)])
    monkeypatch.setattr("secgraph.dataset.location.root", lambda: str(tmp_path))
    assert made in str(serialize.triples()[0].object)


@pytest.mark.parametrize(
    "moment", ["2023-02-23T00:00:00", "2023-02-23T00:00:00+09:00", "2023-02-23T00:00:00.5Z"]
)
def test_a_moment_that_stores_would_spell_otherwise_is_refused(moment, tmp_path, monkeypatch):
    path = tmp_path / "ontology" / "x.ttl"
    path.parent.mkdir()
    path.write_text(f'<urn:a> <urn:b> "{moment}"^^<{PREFIXES["xsd"]}dateTime> .', encoding="utf-8")
    monkeypatch.setattr(release, "files", lambda: [str(path)])
    monkeypatch.setattr("secgraph.dataset.location.root", lambda: str(tmp_path))
    with pytest.raises(BadFile, match="with Z"):
        serialize.quads()


@pytest.mark.long
@pytest.mark.sampled
def test_two_builds_in_two_processes_are_the_same_bytes(tmp_path):
    """Whatever the seed of hashes."""
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-m", "secgraph", "build", "-o", str(tmp_path / seed)],
            env=env,
            check=True,
            capture_output=True,
        )
    names = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "2").iterdir())
    assert [(tmp_path / "1" / name).read_bytes() for name in names] == [
        (tmp_path / "2" / name).read_bytes() for name in names
    ]


def test_the_digests_are_those_of_the_files(files):
    """SHA256SUMS can be given to sha256sum, and names every other file."""
    lines = files["SHA256SUMS"].data.decode().splitlines()
    assert {line.split("  ")[1]: line.split("  ")[0] for line in lines} == {
        name: hashlib.sha256(file.data).hexdigest()
        for name, file in files.items()
        if name != "SHA256SUMS"
    }


def test_the_description_says_what_is_in_the_files(files, whole):
    """Each distribution has the size, media type and digest of its file.

    The counts are those of the statements.
    """
    about = rdflib.Graph().parse(data=files["void.ttl"].data, format="turtle")
    this = rdflib.URIRef(f"{DATASET}/{release.version()}")
    told = {}
    for place in about.objects(this, DCAT.distribution):
        digest = about.value(about.value(place, SPDX.checksum), SPDX.checksumValue)
        told[str(about.value(place, rdflib.DCTERMS.identifier))] = (
            int(about.value(place, DCAT.byteSize)),
            str(digest.toPython().hex()),
        )
    others = {name: file for name, file in files.items() if name not in ("SHA256SUMS", "void.ttl")}
    assert told == {name: (len(file.data), file.sha256) for name, file in others.items()}
    assert int(about.value(this, VOID.triples)) == len(whole)
    claim = rdflib.URIRef(f"{this}/class/sg-Claim")
    assert about.value(claim, VOID["class"]) == rdflib.URIRef(PREFIXES["sg"] + "Claim")
    assert int(about.value(claim, VOID.entities)) == sum(
        triple[2] == f"<{PREFIXES['sg']}Claim>" and "#type>" in triple[1] for triple in whole
    )
    links = list(about.subjects(rdflib.RDF.type, VOID.Linkset))
    assert links
    assert all(
        int(about.value(each, VOID.triples)) > 0 and about.value(each, VOID.linkPredicate)
        for each in links
    )
    parts = [place for place in about.objects(this, VOID.subset) if place not in links]
    assert all((place, DCAT.version, rdflib.Literal(release.version())) in about for place in parts)
    assert sum(int(about.value(place, VOID.triples)) for place in parts) == len(serialize.quads())
    assert about.value(this, rdflib.DCTERMS.license)
    assert not any(isinstance(term, rdflib.BNode) for triple in about for term in triple)


def test_the_description_says_which_properties_the_members_of_a_class_have(files, whole):
    """By the pattern that editors of queries ask for: class, property, and the class it leads to.

    Each count is that of the statements."""
    about = rdflib.Graph().parse(data=files["void.ttl"].data, format="turtle")
    rows = about.query(
        """PREFIX void: <http://rdfs.org/ns/void#> PREFIX sg: <https://w3id.org/secgraph/ns#>
        SELECT ?property ?target ?triples WHERE {
            ?class void:class sg:Claim ; void:propertyPartition ?of .
            ?of void:property ?property ; void:classPartition ?to .
            ?to void:class ?target ; void:triples ?triples }"""
    )
    counted = {(str(row[0]), str(row[1])): int(row[2]) for row in rows}
    sg = PREFIXES["sg"]
    members: dict[str, set[str]] = {}
    for subject, predicate, object_ in whole:
        if predicate.endswith("#type>"):
            members.setdefault(object_, set()).add(subject)
    assert counted[sg + "hasContent", sg + "Proposition"] == sum(
        predicate == f"<{sg}hasContent>"
        and subject in members[f"<{sg}Claim>"]
        and object_ in members[f"<{sg}Proposition>"]
        for subject, predicate, object_ in whole
    )
    assert len(counted) > 20


def test_json_has_plain_values_where_the_context_says_their_kind(files):
    told = json.loads(files[f"secgraph-{release.version()}.jsonld"].data)
    node = next(each for each in told["@graph"] if each["@id"] == "ee:p10s2")
    assert (
        node["@type"],
        node["sg:ordinal"],
        node["dcterms:identifier"],
        node["oa:hasSource"],
    ) == ("sg:Passage", 48, "P10.S2", "ee:document")
    assert told["@context"]["oa:hasSource"] == {"@id": "oa:hasSource", "@type": "@id"}
    assert [each["@id"] for each in told["@graph"]] != []


def test_an_export_is_the_file_of_the_release(files, tmp_path):
    for format in serialize.FORMATS:
        assert secgraph("export", "--format", format, "-o", str(tmp_path / "x")).returncode == 0
        assert (tmp_path / "x").read_bytes() == files[f"secgraph-{release.version()}.{format}"].data
    argv = ["export", "--format", "nt", "--skolemize", "-o", str(tmp_path / "x")]
    assert secgraph(*argv).returncode == 0
    assert (tmp_path / "x").read_bytes() == files[f"secgraph-{release.version()}-stores.nt"].data


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = secgraph("build", "-o", str(tmp_path / "file"))
    assert done.returncode == 2
    assert "is no folder" in done.stderr
