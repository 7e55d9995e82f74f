"""The ontology: it can be true, its defined classes mean the same to two reasoners, and its terms
are in order."""

import re

import owlrl
import pytest
import rdflib

from secgraph.checks import reasoning
from secgraph.dataset import release
from secgraph.namespaces import ONTOLOGY, PREFIXES, SG, curie
from support.paths import ROOT

OWL, RDF, RDFS, SKOS = rdflib.OWL, rdflib.RDF, rdflib.RDFS, rdflib.SKOS


@pytest.fixture(scope="module")
def graph(release_graph) -> rdflib.Graph:
    return release_graph


@pytest.fixture(scope="module")
def outcome(graph) -> reasoning.Outcome:
    """What HermiT says of every class and individual of the release, which takes it half a minute
    of a processor."""
    return reasoning.reason(graph)


@pytest.mark.long
@pytest.mark.sampled(together="outcome")
def test_the_release_is_consistent_and_every_class_can_have_members(outcome):
    """Where the classes are asked one by one, too: a check of the release, which HermiT decides,
    is among the tests of the runner."""
    assert outcome.consistent
    assert outcome.unsatisfiable == {}
    assert outcome.clash is None


@pytest.mark.long
@pytest.mark.sampled
def test_a_region_used_as_a_state_is_found(graph):
    """The seeded contradiction, a region that is also a state, makes the graph inconsistent."""
    broken = rdflib.Graph()
    for path in release.files():
        if "ontology" in path or "regions" in path:
            broken.parse(path, format="turtle")
    assert reasoning.reason(broken).consistent
    broken.add(
        (rdflib.URIRef(PREFIXES["sgd"] + "north-atlantic"), RDF.type, rdflib.URIRef(SG + "State"))
    )
    found = reasoning.reason(broken)
    assert not found.consistent
    assert found.clash is not None
    assert found.clash.things == [PREFIXES["sgd"] + "north-atlantic"]
    assert found.clash.axioms == [
        "North Atlantic is given as a region",
        "North Atlantic is given as a state",
        "every state is an actor",
        "nothing is two of these at once: actor, region",
    ]


def terms_with(turtle: str) -> rdflib.Graph:
    graph = rdflib.Graph().parse(str(ROOT / "ontology" / "secgraph.ttl"), format="turtle")
    head = "".join(
        f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("sg", "sgd", "rdfs", "owl")
    )
    return graph.parse(data=head + turtle, format="turtle")


@pytest.mark.long
@pytest.mark.sampled
def test_a_clash_by_domain_and_range_is_said_in_words():
    """Japan is the evidence of one thing and takes part in another.

    The two properties lead to classes that share no member.
    """
    found = reasoning.reason(
        terms_with(
            "sgd:claim sg:hasEvidence sgd:japan . sgd:war sg:hasParticipant sgd:japan "
            '. sgd:japan rdfs:label "Japan" .'
        )
    ).clash
    assert found is not None
    assert found.things == [PREFIXES["sgd"] + "japan"]
    assert {
        "claim – has evidence – Japan",
        "“has evidence” leads to a passage only",
        "“has participant” leads to an actor only",
    } <= set(found.axioms)


@pytest.mark.long
@pytest.mark.sampled
def test_a_class_that_can_have_no_member_is_explained():
    found = reasoning.reason(
        terms_with(
            'sg:Odd a owl:Class ; rdfs:label "odd thing" ; rdfs:subClassOf sg:Region , sg:State .'
        )
    )
    assert found.consistent
    assert list(found.unsatisfiable) == [SG + "Odd"]
    axioms = found.unsatisfiable[SG + "Odd"].axioms
    assert {
        "such a thing is given as an odd thing",
        "every odd thing is a region",
        "every odd thing is a state",
    } <= set(axioms)


def test_what_can_be_is_not_explained_away():
    """Asked why a sound graph cannot be true, the answer holds no axiom."""
    assert reasoning.explain(terms_with("")).axioms == []


def with_claims(documents: str) -> rdflib.Graph:
    """The ontology and the claims of some documents."""
    graph = rdflib.Graph()
    for path in (
        ROOT / "ontology" / "secgraph.ttl",
        *sorted((ROOT / "data" / "documents").glob(f"{documents}/claims.ttl")),
    ):
        graph.parse(str(path), format="turtle")
    return graph


@pytest.mark.long
@pytest.mark.sampled(together="outcome")
def test_the_defined_classes_have_the_same_members_under_owl_rl(outcome):
    """HermiT and OWL RL agree on denials, recommendations, predictions, hypotheses, questions
    and reported claims."""
    small = with_claims("*")
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(small)
    for name in reasoning.DEFINED:
        found = {str(each) for each in small.subjects(RDF.type, rdflib.URIRef(SG + name))}
        assert found == outcome.members[name], name
        assert found, name


def denials(graph: rdflib.Graph) -> set[str]:
    """A denial is an assertion that is denied, counted from the claims themselves."""
    return {
        str(each)
        for each in graph.subjects(
            rdflib.URIRef(SG + "hasPolarity"), rdflib.URIRef(PREFIXES["sgv"] + "denied")
        )
        if (each, rdflib.URIRef(SG + "hasForce"), rdflib.URIRef(PREFIXES["sgv"] + "assertion"))
        in graph
    }


@pytest.mark.long
@pytest.mark.sampled(together="outcome")
def test_the_members_are_those_that_the_facets_say(outcome, graph):
    assert outcome.members["Denial"] == denials(graph)


def test_the_members_among_the_claims_of_a_document_are_those_that_the_facets_say():
    graph = with_claims("quad-2021")
    found = reasoning.reason(graph)
    assert found.consistent
    assert found.unsatisfiable == {}
    assert found.clash is None
    assert found.members["Denial"] == denials(graph) != set()


def test_the_header_says_version_licence_and_how_to_cite(graph):
    ontology = rdflib.URIRef(ONTOLOGY)
    for predicate in (
        OWL.versionIRI,
        OWL.versionInfo,
        rdflib.DCTERMS.title,
        rdflib.DCTERMS.abstract,
        rdflib.DCTERMS.creator,
        rdflib.DCTERMS.license,
        rdflib.DCTERMS.bibliographicCitation,
    ):
        assert graph.value(ontology, predicate), predicate
    assert str(graph.value(ontology, OWL.versionIRI)).endswith(release.version())


def test_nothing_is_imported_from_the_network(graph):
    assert not list(graph.triples((None, OWL.imports, None)))


def test_what_makes_reasoners_abort_is_absent(graph):
    """No property chains, no dates without time in reasoned data, no cardinality."""
    assert not list(graph.triples((None, OWL.propertyChainAxiom, None)))
    for kind in (OWL.maxCardinality, OWL.minCardinality, OWL.cardinality, OWL.qualifiedCardinality):
        assert not list(graph.triples((None, kind, None)))
    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    for _, predicate, value in graph:
        if isinstance(value, rdflib.Literal) and value.datatype in (
            rdflib.XSD.date,
            rdflib.XSD.gYear,
            rdflib.XSD.gYearMonth,
        ):
            assert predicate in annotations


def test_relation_kinds_are_complete(graph):
    """Each kind has a family, expected classes and says whether it is symmetric.

    Opposites are kinds.
    """
    kinds = set(graph.subjects(RDF.type, rdflib.URIRef(SG + "RelationKind")))
    assert len(kinds) > 80
    for kind in kinds:
        for name in ("hasFamily", "expectsSubject", "expectsObject", "isSymmetric"):
            assert graph.value(kind, rdflib.URIRef(SG + name)) is not None or list(
                graph.objects(kind, rdflib.URIRef(SG + name))
            ), kind
    used = set(graph.objects(None, rdflib.URIRef(SG + "hasRelation")))
    opposites = set(graph.objects(None, rdflib.URIRef(SG + "hasOppositeKind")))
    assert used <= kinds
    assert opposites
    assert opposites <= kinds


def test_the_names_of_the_model_are_there(graph):
    """Terms that other programs query by name."""
    classes = [
        "Actor",
        "Person",
        "State",
        "Government",
        "Grouping",
        "Collective",
        "UnidentifiedAgent",
        "Alliance",
        "Minilateral",
        "IntergovernmentalOrganization",
        "Supposed",
        "ProposedGrouping",
        "Scenario",
        "PotentialEvent",
        "Region",
        "Strategy",
        "StrategicConcept",
        "Threat",
        "Event",
        "ArmedConflict",
        "VoteEvent",
        "Visit",
        "Pandemic",
        "Meeting",
        "Vote",
        "Treaty",
        "Tenure",
        "Relationship",
        "Document",
        "Passage",
        "Mention",
        "Proposition",
        "Claim",
        "Denial",
        "Recommendation",
        "Prediction",
        "Hypothesis",
        "Question",
        "ReportedClaim",
        "Qualifier",
        "Comparison",
        "Referent",
        "DescribedGroup",
        "TimeSpan",
        "LineOfArgument",
        "ArgumentLink",
        "ArgumentUnit",
        "RelationKind",
    ]
    properties = [
        "hasSubject",
        "hasRelation",
        "hasObject",
        "hasValue",
        "hasContext",
        "concernsTime",
        "hasContent",
        "hasClaimant",
        "hasForce",
        "hasPolarity",
        "hasHedge",
        "hasEvidence",
        "isReportedBy",
        "isEndorsedBy",
        "isRejectedBy",
        "isAddressedTo",
        "hasStrength",
        "isMadeAt",
        "isQuotedAt",
        "answers",
        "supports",
        "attacks",
        "qualifies",
        "exemplifies",
        "elaborates",
        "concedes",
        "contrastsWith",
        "replaces",
        "leadsTo",
        "linksFrom",
        "linksTo",
        "linksFromUnit",
        "linksToUnit",
        "unites",
        "isMarkedBy",
        "reasonForNoStep",
        "isPreferredTo",
        "hasExplicitness",
        "hasStanding",
        "isCorroboratedBy",
        "isContradictedBy",
        "isMemberOf",
        "hasQualifierKind",
        "hasFiller",
        "hasOutcome",
        "isComparedWith",
        "inRespectOf",
        "hasMargin",
        "lists",
        "isDrawnFrom",
        "hasQuantifier",
        "hasListStatus",
        "supposes",
        "asksFor",
        "notBefore",
        "notAfter",
        "involves",
        "hasParty",
        "ordinal",
        "inPassage",
        "refersTo",
        "hasSurface",
        "hasMembershipKind",
        "hasStart",
        "hasEnd",
        "isCastIn",
        "isCastBy",
        "hasVoteOption",
        "hasObligation",
        "hasDatePrecision",
        "paragraphNumber",
        "sentenceNumber",
        "sha256",
    ]
    values = [
        "assertion",
        "recommendation",
        "prediction",
        "hypothesis",
        "question",
        "affirmed",
        "denied",
        "undetermined",
        "certain",
        "probable",
        "possible",
        "conditional",
        "must",
        "should",
        "may",
        "explicit",
        "presupposed",
        "implied",
        "not-the-case",
        "is-possible",
        "has-truth-status",
        "is-linked-with",
        "precedes",
        "year",
        "month",
        "day",
    ]
    declared = {str(each) for each in graph.subjects(RDF.type)}
    assert {SG + name for name in classes} <= {
        str(each) for each in graph.subjects(RDF.type, OWL.Class)
    }
    assert {SG + name for name in properties} <= declared
    assert {PREFIXES["sgv"] + name for name in values} <= declared


def test_each_aligned_foreign_term_is_declared_with_a_label(graph):
    alignments = rdflib.Graph().parse(str(ROOT / "ontology" / "alignments.ttl"), format="turtle")
    foreign = {target for source, _, target in alignments if str(source).startswith(SG)}
    assert len(foreign) > 25
    for target in foreign:
        assert graph.value(target, RDF.type), target
        assert graph.value(target, RDFS.label), target
        assert not str(target).startswith(SG)


def test_every_term_that_a_note_or_a_message_names_exists(graph):
    """Notes name neighbours and messages name values; each such name is declared."""
    shapes_graph = rdflib.Graph()
    for path in (ROOT / "ontology" / "shapes").glob("*.ttl"):
        shapes_graph.parse(str(path), format="turtle")
    texts = [
        str(value)
        for part in (graph, shapes_graph)
        for value in part.objects()
        if isinstance(value, rdflib.Literal)
    ]
    named = {
        name
        for text in texts
        for name in re.findall(r"\b(sgv?:[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])\b(?!-?…)", text)
    }
    declared = {curie(str(each)) for each in graph.subjects(RDF.type)}
    assert len(named) > 100
    # A sub-kind need not be stated: the rule makes it of what is.
    parts = {f"sgv:{part}" for name in named for part in name.partition(":")[2].split("--")[1:]}
    assert parts <= declared
    assert {name.partition("--")[0] for name in named} - declared == set()
