"""Kinds, modifiers, guideline, rewriting table and data are held against each other."""

import csv
import re
from collections import Counter

import pytest

from secgraph.claims import kinds
from secgraph.dataset import release
from secgraph.namespaces import PREFIXES, SG
from secgraph.stores.embedded import Embedded
from support.paths import ROOT

SGV = PREFIXES["sgv"]
GUIDELINE = (ROOT / "docs" / "guideline.md").read_text(encoding="utf-8")
HEAD = f"PREFIX sg: <{SG}> PREFIX sgv: <{SGV}> PREFIX owl: <{PREFIXES['owl']}> "
HEAD += f"PREFIX dcterms: <{PREFIXES['dcterms']}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
HEAD += f"PREFIX skos: <{PREFIXES['skos']}> "


def table() -> list[dict[str, str]]:
    with (ROOT / "ontology" / "rewriting.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def rows():
    return Embedded(release.store()).rows


@pytest.fixture(scope="module")
def scheme(rows):
    return kinds.load(rows)


def local(iris) -> set[str]:
    return {iri.removeprefix(SGV) for iri in iris}


def test_each_kind_has_a_place_in_the_guideline_and_each_name_there_is_a_kind(scheme):
    named = set(re.findall(r"`(?:sgv:)?([a-z]+(?:-[a-z]+)*)`", GUIDELINE)) - {"commitment"}
    assert named == local(scheme.kinds)


def test_each_sub_kind_of_the_guideline_is_made_of_a_kind_and_modifiers(scheme):
    named = re.findall(r"`sgv:([a-z-]+--[a-z-]+)`", GUIDELINE)
    assert len(named) >= 2
    assert all(scheme.parse(SGV + name) for name in named)


def test_the_guideline_fits_on_two_pages():
    assert len(GUIDELINE.splitlines()) <= 90
    assert len(GUIDELINE.split()) <= 1300  # 650 a page


def test_the_table_rewrites_each_former_kind_once_to_what_is_in_the_lists(scheme):
    rewriting = table()
    assert len(rewriting) == 144
    assert max(Counter(row["former"] for row in rewriting).values()) == 1
    modifiers = local(scheme.modifiers)
    for row in rewriting:
        assert row["kind"] in local(scheme.kinds), row
        assert row["inner"] in local(scheme.kinds) | {""}, row
        for name in row["binding"].split():
            assert scheme.modifiers[f"{SGV}binding-{name}"].binds, row
        for name in row["narrowing"].split():
            assert name in modifiers, row
            assert not scheme.modifiers[SGV + name].binds, row


def test_the_graph_has_the_table(rows):
    """Each former kind is deprecated, and says what the table says."""
    graph = {}
    for iri, name, value in rows(
        f"{HEAD} SELECT ?k ?p ?o WHERE {{ ?k a sg:FormerKind ; owl:deprecated true ; ?p ?o . }}"
    ):
        graph.setdefault(iri.removeprefix(SGV), {}).setdefault(name, set()).add(value)
    rewriting = {row["former"]: row for row in table() if row["former"] != row["kind"]}
    assert graph.keys() == rewriting.keys()
    for former, row in rewriting.items():
        facets = graph[former]
        modifiers = {f"{SGV}binding-{name}" for name in row["binding"].split()}
        modifiers |= {SGV + name for name in row["narrowing"].split()}
        assert facets[PREFIXES["rdfs"] + "label"] == {row["label"]}
        assert facets[PREFIXES["dcterms"] + "isReplacedBy"] == {SGV + row["kind"]}
        assert facets.get(SG + "hasModifier", set()) == modifiers
        assert facets.get(SG + "hasForm", {""}) == {row["form"]}
        assert facets.get(SG + "hasNodeLabel", {""}) == {row["node"]}
        inner, moved = (SGV + row[name] if row[name] else "" for name in ("inner", "moved"))
        assert facets.get(SG + "hasInnerKind", {""}) == {inner}
        assert facets.get(SG + "movesTo", {""}) == {moved}
        assert (SG + "isSymmetric" in facets) == (row["symmetric"] == "yes")
        assert f"sgv:{row['kind']}" in "".join(facets[SG + "hasRewriting"])


def test_a_kind_that_kept_its_name_kept_its_label(scheme):
    kept = [row for row in table() if row["former"] == row["kind"]]
    assert len(kept) == 19
    for row in kept:
        assert scheme.kinds[SGV + row["kind"]].label == row["label"]
        assert not row["form"]


def test_the_data_use_kinds_and_modifiers_of_the_lists_only(rows, scheme):
    used = [iri for (iri,) in rows(f"{HEAD} SELECT DISTINCT ?r WHERE {{ ?q sg:hasRelation ?r . }}")]
    assert all(scheme.parse(iri) for iri in used)
    closed = "sgv:degree sgv:manner sgv:mode sgv:phase sgv:quantity sgv:rank"
    for qualifier, way, filler in rows(
        f"{HEAD} SELECT ?x ?way ?value WHERE {{ VALUES ?way {{ {closed} }} "
        "?x sg:hasQualifierKind ?way ; sg:hasFiller ?value . }"
    ):
        assert scheme.modifiers[filler].fills == way, qualifier


def test_a_modifier_that_narrows_fills_a_qualifier_and_one_that_binds_has_words(scheme):
    for modifier in scheme.modifiers.values():
        assert modifier.binds != bool(modifier.fills), modifier.iri
        if not modifier.binds:
            assert modifier.way in kinds.READ, modifier.iri


def test_each_kind_has_an_inverse_an_example_and_a_border(rows, scheme):
    complete = {
        iri
        for (iri,) in rows(
            f"{HEAD} SELECT ?k WHERE {{ ?k skos:inScheme sgv:scheme-relation-kinds ; "
            "sg:hasInverseLabel ?i ; skos:example ?e ; skos:scopeNote ?n ; skos:definition ?d . }"
        )
    }
    assert complete == set(scheme.kinds)


def test_no_two_contents_of_a_document_say_the_same(rows):
    """The same subject, kind, object, circumstances and time are one content."""
    parts: dict[str, list[str]] = {}
    for content, name, value in rows(
        f"{HEAD} SELECT ?q ?p ?o WHERE {{ ?q a sg:Proposition ; ?p ?o . VALUES ?p {{ "
        "sg:hasSubject sg:hasRelation sg:hasObject sg:hasValue sg:hasContext sg:concernsTime } }"
    ):
        parts.setdefault(content, []).append(f"{name} {value}")
    signatures = Counter(tuple(sorted(facets)) for facets in parts.values())
    assert max(signatures.values()) == 1
