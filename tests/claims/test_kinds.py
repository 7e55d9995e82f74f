"""Sub-kinds are made by rule, and a kind is read together with what narrows it."""

import pyoxigraph
import pytest

from secgraph.claims import inference, kinds
from secgraph.dataset import release
from secgraph.namespaces import PREFIXES, SG
from secgraph.stores.embedded import Embedded
from support.paths import ROOT

SGV, SKOS = PREFIXES["sgv"], PREFIXES["skos"]


@pytest.fixture(scope="module")
def scheme():
    store = pyoxigraph.Store()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return kinds.load(Embedded(store).rows)


def made(scheme, kind, *modifiers):
    return scheme.sub_kind(SGV + kind, [SGV + name for name in modifiers])


@pytest.mark.parametrize(
    ("kind", "modifiers", "iri", "label"),
    [
        (
            "undermines",
            ["degree-fatally"],
            "undermines--degree-fatally",
            "undermines, fatally",
        ),
        (
            "is-linked-with",
            ["respect-security", "degree-inseparably"],
            "is-linked-with--degree-inseparably--respect-security",
            "is linked with, inseparably, in security",
        ),
        ("replaces", ["binding-can"], "replaces--binding-can", "can take the place of"),
        ("is-partner-of", ["binding-more"], "is-partner-of--binding-more", "is more a partner of"),
        ("differs-from", ["binding-only"], "differs-from--binding-only", "only differs from"),
        (
            "operates-in",
            ["degree-nearly-as-at-home", "binding-can"],
            "operates-in--binding-can--degree-nearly-as-at-home",
            "can operate in, nearly as at home",
        ),
        (
            "has-in-common-with",
            ["topic-security-challenges", "quantifier-some"],
            "has-in-common-with--quantifier-some--topic-security-challenges",
            "has in common with, some security challenges",
        ),
    ],
)
def test_a_sub_kind_is_named_after_its_kind_and_modifiers(scheme, kind, modifiers, iri, label):
    """In whichever order the modifiers come."""
    assert made(scheme, kind, *modifiers).iri == SGV + iri
    assert made(scheme, kind, *reversed(modifiers)).label == label
    parsed = scheme.parse(SGV + iri)
    assert parsed is not None
    assert {modifier.iri for modifier in parsed[1]} == {SGV + name for name in modifiers}


def statements(sub_kind) -> set[tuple[str, str]]:
    return {(triple.predicate.value, triple.object.value) for triple in sub_kind.statements}


def test_what_narrows_stands_below_its_kind_and_what_binds_beside_it(scheme):
    narrowed = statements(made(scheme, "undermines", "degree-fatally"))
    assert (f"{SKOS}broader", f"{SGV}undermines") in narrowed
    bound = statements(made(scheme, "revises", "binding-attempts"))
    assert (f"{SKOS}related", f"{SGV}revises") in bound
    assert not any(name == f"{SKOS}broader" for name, _ in bound)
    both = statements(made(scheme, "operates-in", "binding-can", "degree-nearly-as-at-home"))
    assert (f"{SKOS}broader", f"{SGV}operates-in--binding-can") in both


def test_what_binds_gives_a_family_of_its_own_or_keeps_that_of_the_kind(scheme):
    assert (f"{SG}hasFamily", f"{SGV}family-capability") in statements(
        made(scheme, "attacks", "binding-can")
    )
    assert (f"{SG}hasFamily", f"{SGV}family-alignment") in statements(
        made(scheme, "is-partner-of", "binding-more")
    )


@pytest.mark.parametrize(
    ("kind", "modifier", "symmetric"),
    [
        ("consults-with", "binding-willing", "false"),
        ("is-partner-of", "binding-suited", "true"),
        ("differs-from", "degree-very", "true"),
        ("threatens", "degree-very", "false"),
    ],
)
def test_a_sub_kind_goes_both_ways_where_its_kind_does_and_no_actor_is_bound(
    scheme, kind, modifier, symmetric
):
    assert (f"{SG}isSymmetric", symmetric) in statements(made(scheme, kind, modifier))


def test_a_viewpoint_is_required_where_something_is_so_for_one_only(scheme):
    assert (f"{SG}requiresQualifier", f"{SGV}viewpoint") in statements(
        made(scheme, "aims-at", "binding-for-one")
    )


@pytest.mark.parametrize(
    "name", ["undermines--fatally", "threatens--degree-fatal", "nothing", "causes--"]
)
def test_what_is_not_made_of_kinds_and_modifiers_is_no_kind(scheme, name):
    assert scheme.parse(SGV + name) is None


def test_with_a_sub_kind_those_above_it_are_made(scheme):
    used = [f"{SGV}operates-in--binding-can--degree-nearly-as-at-home", f"{SGV}causes"]
    assert [kind.iri.removeprefix(SGV) for kind in scheme.sub_kinds(used)] == [
        "operates-in--binding-can",
        "operates-in--binding-can--degree-nearly-as-at-home",
    ]


def test_the_base_form_of_each_label_is_a_verb_without_its_ending(scheme):
    bases = {kinds.base_form(kind.label) for kind in scheme.kinds.values()}
    assert {"be part of", "have", "occupy", "address", "criticize", "bring about"} <= bases
    assert all(not base.split()[0].endswith(("es", "is", "has")) for base in bases)


def test_the_published_sub_kinds_are_those_that_the_data_use(scheme):
    """The file that the rules write has each used sub-kind and those above, and no other."""
    store = release.store()
    rows = Embedded(store).rows
    used = [row[0] for row in rows(f"SELECT DISTINCT ?r WHERE {{ ?q <{SG}hasRelation> ?r . }}")]
    published = rows(
        f"SELECT ?k WHERE {{ ?k <{SKOS}inScheme> <{SGV}scheme-sub-kinds> . }} ORDER BY ?k"
    )
    assert [row[0] for row in published] == [kind.iri for kind in scheme.sub_kinds(used)]
    assert len(published) >= 20
    path = ROOT / "data" / "documents" / inference.DERIVED
    assert path.read_bytes() == inference.files()[inference.DERIVED]


@pytest.mark.parametrize(
    ("qualifiers", "text"),
    [
        ({}, "threatens"),
        ({"still": "phase", "first of all": "rank"}, "threatens, first of all, still"),
        ({"in security": "respect", "some": "quantity"}, "threatens, some, in security"),
        ({"interests": "topic", "some": "quantity"}, "threatens, some interests"),
    ],
)
def test_a_kind_is_read_with_what_narrows_it_in_one_order(qualifiers, text):
    assert kinds.reading("threatens", qualifiers) == text
