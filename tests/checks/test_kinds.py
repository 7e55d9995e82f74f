"""What is wrong with kinds and modifiers in a user's file: the line, and what to write instead."""

import pytest

import secgraph as sg

HEAD = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix memo: <https://example.org/memo/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
FAULTS = {
    "former-kind": (
        "memo:q-former a sg:Proposition ; sg:hasSubject sgd:north-atlantic ; "
        "sg:hasRelation sgv:security-inseparable-from ; sg:hasObject sgd:asia .",
        "sgv:is-linked-with--degree-inseparably--respect-security",
    ),
    "unknown-kind": (
        "memo:q-unknown a sg:Proposition ; sg:hasSubject sgd:japan ; "
        "sg:hasRelation sgv:adores ; sg:hasObject sgd:india .",
        "docs/guideline.md",
    ),
    "inverse-kind": (
        "memo:q-inverse a sg:Proposition ; sg:hasSubject sgd:japan ; "
        "sg:hasRelation sgv:is-threatened-by ; sg:hasObject sgd:north-korea .",
        "sgv:threatens",
    ),
    "unlisted-modifier": (
        'memo:x-hugely a sg:Qualifier ; rdfs:label "hugely"@en ; '
        "sg:hasQualifierKind sgv:degree ; sg:hasFiller memo:hugely .",
        "ontology/vocab.ttl",
    ),
    "missing-qualifier": (
        "memo:q-missing a sg:Proposition ; sg:hasSubject sgd:japan ; "
        "sg:hasRelation sgv:agrees-with ; sg:hasObject sgd:india .",
        "sgv:topic",
    ),
    "handmade-sub-kind": (
        'sgv:threatens--degree-hugely a sg:RelationKind ; rdfs:label "threatens hugely"@en ; '
        "skos:broader sgv:threatens .",
        "secgraph reason -o",
    ),
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """The findings of a file that has each fault once."""
    path = tmp_path_factory.mktemp("kinds") / "memo.ttl"
    path.write_text(HEAD + "\n".join(text for text, _ in FAULTS.values()) + "\n", encoding="utf-8")
    return [found for found in sg.check([str(path)]).findings if found.part == "hygiene"]


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_found_with_its_line_and_what_to_write(findings, rule):
    (finding,) = [found for found in findings if found.rule == f"checks/{rule}"]
    text, instead = FAULTS[rule]
    assert finding.file.endswith("memo.ttl")
    assert finding.line == HEAD.count("\n") + 1 + list(FAULTS).index(rule)
    assert finding.subject == text.partition(" ")[0].replace("memo:", "https://example.org/memo/")
    assert instead in finding.message
