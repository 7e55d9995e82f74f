"""Rules decide whether facts can be true beside the ontology, as HermiT does."""

import pyoxigraph
import pytest

from secgraph.checks import axioms, clashes, hermit, parts, statements
from secgraph.dataset import release
from secgraph.namespaces import PREFIXES, SG
from support.paths import FIXTURES

DOCUMENT = "https://example.org/doc/"
BASE = FIXTURES / "valid" / "base.ttl"
BROKEN = sorted(
    [
        *(FIXTURES / "invalid").glob("*.ttl"),
        *(FIXTURES / "hygiene").glob("*.ttl"),
        *(FIXTURES / "faulty").glob("*.ttl"),
    ]
)
HEAD = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n"
    for name in ("sg", "sgd", "sgv", "rdfs", "owl", "org", "oa", "xsd", "skos")
)

SAMPLED = [pytest.mark.long, pytest.mark.sampled]
"""The marks of what HermiT is asked about one by one: each question takes it a second."""

SEEDED = {
    "a region is a state": "sgd:x a sg:Region , sg:State .",
    "a region is a person, by two classes above": "sgd:x a sg:Region , sg:Minilateral .",
    "two kinds of actor": "sgd:x a sg:Person , sg:State .",
    "an alliance is a minilateral": "sgd:x a sg:Alliance , sg:Minilateral .",
    "what has a force is a state": "sgd:x sg:hasForce sgv:assertion ; a sg:State .",
    "the value of a property is a region": "[] sg:hasParticipant sgd:x . sgd:x a sg:Region .",
    "two properties lead to classes apart": "[] sg:hasEvidence sgd:x . [] sg:isCastBy sgd:x .",
    "a nameless thing is two": "_:x a sg:Vote , sg:Treaty .",
    "a question is a state": "sgd:x a sg:Question , sg:State .",
    "a denial takes part in an event": "[] sg:hasParticipant sgd:x . sgd:x a sg:Denial .",
    "a property of claims has a number": 'sgd:x sg:ordinal "first" .',
    "a text in a language stands for one without": 'sgd:x sg:hasSurface "Japan"@en .',
    "a number with a fraction stands for a whole one": "sgd:x sg:ordinal 1.5 .",
    "a float stands for a decimal": 'sgd:x sg:hasEstimatedValue "1.5"^^xsd:float .',
    "the subject of a number is a state": "sgd:x a sg:State ; sg:paragraphNumber 1 .",
    "a value of the ontology is in a wrong place": "sgd:x sg:hasForce sgv:denied .",
    "one of two of the lists of values": "sgv:denied a sg:Force .",
}
"""What contradicts the ontology, by what it is."""

ALLOWED = {
    "a state that is an organization": "sgd:x a sg:State , org:Organization .",
    "a class that nobody declared": "sgd:x a sg:State , <https://example.org/Thing> .",
    "a property that nobody declared": "sgd:x a sg:State ; <https://example.org/p> sgd:y .",
    "a literal where a thing is expected": 'sgd:x a sg:State ; sg:hasForce "assertion" .',
    "a thing where a literal is expected": "sgd:x sg:ordinal sgd:y .",
    "a whole number of a narrow datatype": 'sgd:x sg:ordinal "3"^^xsd:unsignedByte .',
    "a decimal that is whole": 'sgd:x sg:ordinal "3.0"^^xsd:decimal .',
    "a claim and a question": "sgd:x a sg:Claim , sg:Question .",
    "a note on a class": 'sg:State rdfs:label "state of the world"@en .',
    "a named individual": "sgd:x a owl:NamedIndividual , sg:State .",
    "a thing of its own kind twice": "sgd:x a sg:State . sgd:x a sg:State .",
}
"""What does not."""


def read(turtle: str) -> list[pyoxigraph.Quad]:
    format_ = pyoxigraph.RdfFormat.TURTLE
    return list(pyoxigraph.parse(HEAD + turtle, format=format_, base_iri=release.BASE))


@pytest.fixture(scope="module")
def ontology() -> list[pyoxigraph.Quad]:
    return [
        quad for path in release.files() if release.is_ontology(path) for quad in release.read(path)
    ]


def by_rules(ontology: list[pyoxigraph.Quad], facts: list[pyoxigraph.Quad]) -> bool:
    """Whether the rules take facts for consistent."""
    store = pyoxigraph.Store()
    store.extend([*ontology, *facts])
    rules = axioms.rules(store)
    assert rules.covered
    return not clashes.clashes(store, facts, rules)


def by_hermit(ontology: list[pyoxigraph.Quad], facts: list[pyoxigraph.Quad]) -> bool:
    data = statements.as_ntriples(statements.for_reasoner([*ontology, *facts]))
    return hermit.consistency(data, classes=False).consistent


@pytest.mark.parametrize("turtle", SEEDED.values(), ids=SEEDED)
def test_a_seeded_contradiction_is_found_by_the_rules(turtle, ontology):
    assert not by_rules(ontology, read(turtle))


@pytest.mark.parametrize(
    "turtle",
    [
        turtle if number == 0 else pytest.param(turtle, marks=SAMPLED)
        for number, turtle in enumerate(SEEDED.values())
    ],
    ids=SEEDED,
)
def test_a_seeded_contradiction_is_found_by_hermit(turtle, ontology):
    assert not by_hermit(ontology, read(turtle))


@pytest.mark.parametrize("turtle", ALLOWED.values(), ids=ALLOWED)
def test_what_contradicts_nothing_is_taken_by_the_rules(turtle, ontology):
    assert by_rules(ontology, read(turtle))


def test_hermit_takes_all_that_contradicts_nothing(ontology):
    """One graph of all of them, since what can be true together can be true alone."""
    facts = [
        quad
        for number, turtle in enumerate(ALLOWED.values())
        for quad in read(turtle.replace("sgd:", f"sgd:{number}-").replace("_:", f"_:b{number}"))
    ]
    assert by_hermit(ontology, facts)


def moved(quads: list[pyoxigraph.Quad], number: int) -> list[pyoxigraph.Quad]:
    """Give the statements of a document a namespace of their own."""

    def place(term):
        if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(DOCUMENT):
            return pyoxigraph.NamedNode(f"{DOCUMENT}{number}/{term.value.removeprefix(DOCUMENT)}")
        if isinstance(term, pyoxigraph.BlankNode):
            return pyoxigraph.BlankNode(f"b{number}x{term.value}")
        return term

    return [pyoxigraph.Quad(place(q.subject), q.predicate, place(q.object)) for q in quads]


@pytest.fixture(scope="module")
def verdicts(ontology) -> dict[str, bool]:
    """What the rules say of every broken file beside a valid document.

    Facts add no rule, so that those of the ontology are read once.
    """
    store = pyoxigraph.Store()
    store.extend([*ontology, *release.read(str(BASE))])
    rules = axioms.rules(store)
    assert rules.covered
    before = set(store)
    outcomes = {}
    for path in BROKEN:
        facts = [*release.read(str(BASE)), *release.read(str(path))]
        if axioms.has_axioms(facts):
            continue
        added = set(facts) - before
        store.extend(added)
        outcomes[path.name] = not clashes.clashes(store, facts, rules)
        for quad in added:
            store.remove(quad)
    return outcomes


def test_the_broken_files_are_of_both_kinds(verdicts):
    """Some are decided by the reasoner, since they have axioms; of the others some clash."""
    assert 0 < len(verdicts) < len(BROKEN)
    assert {True, False} == set(verdicts.values())


@pytest.mark.long
@pytest.mark.sampled
def test_hermit_takes_every_broken_file_that_the_rules_take(ontology, verdicts):
    """In one graph, each file in a namespace of its own."""
    facts = []
    for number, path in enumerate(BROKEN):
        if verdicts.get(path.name):
            facts += moved([*release.read(str(BASE)), *release.read(str(path))], number)
    assert by_hermit(ontology, facts)


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_hermit_refuses_every_broken_file_that_the_rules_refuse(path, ontology, verdicts):
    if verdicts.get(path.name) is False:
        assert not by_hermit(ontology, [*release.read(str(BASE)), *release.read(str(path))])


def test_a_clash_names_the_thing_and_says_why_in_words(ontology):
    store = pyoxigraph.Store()
    facts = read('sgd:x a sg:Region , sg:State ; rdfs:label "Xanadu"@en .')
    store.extend([*ontology, *facts])
    (clash,) = clashes.clashes(store, facts, axioms.rules(store))
    assert clash.thing == PREFIXES["sgd"] + "x"
    assert clash.axioms == [
        "Xanadu is given as a state",
        "Xanadu is given as a region",
        "every state is an actor",
        "nothing is two of these at once: actor, region",
    ]


def test_a_clash_by_a_property_above_names_both_properties(ontology):
    """The rules follow properties below others: what is said of one holds for the other."""
    store = pyoxigraph.Store()
    terms = read("sg:isMadeAt rdfs:subPropertyOf sg:hasParticipant .")
    facts = read("sgd:e sg:isMadeAt sgd:x . sgd:x a sg:TimeSpan .")
    store.extend([*ontology, *terms, *facts])
    found = clashes.clashes(store, facts, axioms.rules(store))
    assert "where “is made at” holds, “has participant” holds" in found[0].axioms


@pytest.mark.parametrize(
    "turtle",
    [
        "sgd:x owl:sameAs sgd:y .",
        "sg:State rdfs:subClassOf sg:Region .",
        "sgd:p a owl:FunctionalProperty .",
        "sgd:C a owl:Class .",
        "sg:hasForce rdfs:range sg:Polarity .",
        "[] a owl:NegativePropertyAssertion .",
    ],
)
def test_what_is_an_axiom_is_left_to_the_reasoner(turtle, ontology):
    facts = read(turtle)
    store = pyoxigraph.Store()
    store.extend([*ontology, *facts])
    assert axioms.has_axioms(facts)
    assert parts.check_facts(store, facts) is None


@pytest.mark.parametrize(
    "turtle",
    [
        "sg:hasForce a owl:FunctionalProperty .",
        "sg:hasForce owl:inverseOf sg:isForceOf .",
        "sg:State rdfs:subClassOf [ owl:onProperty sg:hasForce ; owl:maxCardinality 1 ] .",
        "sg:Denial rdfs:subClassOf sg:Event .",
        "sg:State owl:equivalentClass [ owl:unionOf ( sg:Person sg:Vote ) ] .",
        "sg:hasForce rdfs:range [ owl:complementOf sg:Force ] .",
    ],
)
def test_an_ontology_with_other_axioms_is_left_to_the_reasoner(turtle, ontology):
    """The rules say that they do not cover it, and decide nothing."""
    store = pyoxigraph.Store()
    store.extend([*ontology, *read(turtle)])
    assert not axioms.rules(store).covered
    assert parts.check_facts(store, read("sgd:x a sg:State .")) is None


def test_the_rules_cover_the_ontology(ontology):
    store = pyoxigraph.Store()
    store.extend(ontology)
    rules = axioms.rules(store)
    assert rules.covered
    assert SG + "Question" in rules.above
