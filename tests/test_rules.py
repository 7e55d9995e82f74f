"""What the rules conclude."""

import pyoxigraph

from conftest import ROOT
from secgraph import catalog, release, rules
from secgraph.names import PREFIXES

DERIVED = ROOT / "data" / "documents" / "east-is-east" / "derived.ttl"
EE, SG, SGD = PREFIXES["ee"], PREFIXES["sg"], PREFIXES["sgd"]


def involved(name: str) -> set[str]:
    query = f"SELECT ?x {{ <{EE}q-{name}> <{SG}involves> ?x }}"
    return {row[0].value.rpartition("/")[2] for row in release.store().query(query)}


def test_the_published_file_is_what_the_rules_give():
    assert DERIVED.read_bytes() == rules.derive()


def test_the_same_data_give_the_same_bytes():
    assert rules.derive() == rules.derive()


def test_every_rule_gives_something():
    text = DERIVED.read_text(encoding="utf-8")
    parts = text.split("# rule: ")[1:]
    assert [part.splitlines()[0] for part in parts] == [name.partition("/")[2] for name in catalog.packaged().names("rules")]
    assert all(len(part.splitlines()) > 1 for part in parts)


def test_nested_contents_are_reached_at_any_depth():
    """That engagement could reinforce a perception in Europe involves Europe, Japan and NATO, three levels down."""
    assert {"nato-japan-formal-engagement", "europe-as-actor", "japan", "nato"} <= involved("engagement-reinforces-perception-member")


def test_a_group_involves_those_it_lists_and_a_tie_its_parties():
    assert {"japan", "united-states", "australia", "india"} <= involved("india-same-view-as-three")
    assert {"india", "russia"} <= involved("partnership-at-odds-with-norms")


def test_the_sides_of_a_war_are_not_drawn_in():
    """Japan's disappointment over the war in Ukraine is about Japan, India and the war, not about Ukraine."""
    assert involved("japan-disappointed") == {"japan", "india", "ukraine-war"}


def test_only_an_affirmed_recommendation_of_the_same_holder_is_a_preference():
    """Of four rankings (asserted, denied, somebody else's, and recommended) only the last yields a preference."""
    turtle = """@prefix sg: <https://w3id.org/secgraph/ns#> . @prefix sgv: <https://w3id.org/secgraph/vocab/> . @prefix ex: <https://example.org/> .
    ex:rank sg:hasRelation sgv:precedes-in-priority ; sg:hasSubject ex:first ; sg:hasObject ex:second .
    ex:c sg:hasContent ex:first ; sg:hasForce sgv:recommendation ; sg:hasPolarity sgv:affirmed ; sg:hasClaimant ex:author .
    ex:order sg:hasContent ex:rank ; sg:hasForce %s ; sg:hasPolarity %s ; sg:hasClaimant %s ."""
    rule = catalog.packaged().get("rules/preferred").text
    for force, polarity, holder, expected in [
        ("sgv:assertion", "sgv:affirmed", "ex:author", 0),
        ("sgv:recommendation", "sgv:denied", "ex:author", 0),
        ("sgv:recommendation", "sgv:affirmed", "ex:other", 0),
        ("sgv:recommendation", "sgv:affirmed", "ex:author", 1),
    ]:
        store = pyoxigraph.Store()
        store.load((turtle % (force, polarity, holder)).encode(), format=pyoxigraph.RdfFormat.TURTLE)
        assert len(list(store.query(rule))) == expected


def test_concluding_ends_and_adds_nothing_the_second_time():
    store = pyoxigraph.Store()
    for path in release.files():
        if not path.endswith(rules.DERIVED):
            store.extend(release.read(path))
    assert sum(map(len, rules.conclude(store).values())) > 500
    assert sum(map(len, rules.conclude(store).values())) == 0
