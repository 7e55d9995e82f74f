"""The steps of the essay's argument: their markers, their units, and where chains of them lead."""

import re

import pytest

import secgraph
from secgraph.dataset import release
from secgraph.namespaces import prefixes
from support.paths import ROOT

PREFIXES = prefixes()
HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "ee", "rdfs"))


def whole(query: str) -> list[tuple[str, ...]]:
    """The answer of the release."""
    answer = release.store().query(HEAD + query)
    return [tuple(term.value if term else "" for term in row) for row in answer]


def rows(query: str) -> list[tuple[str, ...]]:
    """The answer of the release, with IRIs as slugs."""
    return [tuple(value.rpartition("/")[2] for value in row) for row in whole(query)]


def listed() -> dict[str, set[str]]:
    """By the label of a kind of step, the words that mark it."""
    kinds: dict[str, set[str]] = {}
    for label, words in rows(
        "SELECT ?label ?words { ?kind sg:isMarkedBy ?words ; rdfs:label ?label }"
    ):
        kinds.setdefault(label, set()).add(words)
    return kinds


def test_the_page_has_the_list_of_markers():
    """Each kind with the words that mark it, as the ontology has them."""
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    table = page.partition("| kind | marked by |\n|---|---|\n")[2].partition("\n\n")[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines()]
    assert {kind: set(re.findall(r"\*([^*]+)\*", words)) for kind, words in cells} == listed()


def test_each_kind_of_step_has_markers_and_each_marker_marks_a_step():
    """None is listed without a use but those that other texts need; the checks hold the uses
    against the list."""
    kinds = {row[0] for row in rows("SELECT ?label { ?kind a sg:LinkKind ; rdfs:label ?label }")}
    assert set(listed()) == kinds
    used = {row[0].lower() for row in rows("SELECT ?words { ?link sg:marker ?words }")}
    marking = {words.lower() for group in listed().values() for words in group}
    assert used <= marking
    assert marking - used <= {"so that", "therefore"}


def test_the_page_on_annotation_counts_steps_and_units():
    page = (ROOT / "docs" / "annotation.md").read_text(encoding="utf-8")
    became = re.search(r"became (\d+) steps, (\d+) of them marked by the text; (\d+) units", page)
    assert became
    assert [int(number) for number in became.groups()] == [
        sum(
            node.startswith(PREFIXES["ee"])
            for (node,) in whole(f"SELECT ?node {{ ?node {pattern} }}")
        )
        for pattern in (
            "a sg:ArgumentLink",
            "a sg:ArgumentLink ; sg:marker ?words",
            "a sg:ArgumentUnit",
        )
    ]


def test_no_claim_belongs_to_two_units():
    assert rows("SELECT ?c { ?one sg:unites ?c . ?two sg:unites ?c . FILTER (?one != ?two) }") == []


@pytest.mark.parametrize(
    ("question", "passage", "reached"),
    [
        ("arguments/towards", "P10.S2", {"P10.S3", "P11.S1", "P11.S2", "P11.S3", "P11.S4"}),
        ("arguments/from", "P11.S3", {"P11.S1", "P10.S3", "P10.S2"}),
    ],
)
def test_an_argument_is_followed_through_examples_and_elaborations(question, passage, reached):
    found = {row["evidence"] for row in secgraph.run(question, passage=passage).rows}
    assert reached <= found


def test_no_chain_of_steps_leads_back_to_itself():
    """Over any number of steps; the check sees up to four."""
    further: dict[str, set[str]] = {}
    for start, end in whole("SELECT ?start ?end { ?start sg:leadsTo ?end }"):
        further.setdefault(start, set()).add(end)
    for start in further:
        reached, rest = set(), [start]
        while rest:
            ahead = further.get(rest.pop(), set()) - reached
            reached |= ahead
            rest += ahead
        assert start not in reached, start


def test_each_reason_is_listed_once():
    """P14.S3 has two claims that support two of P14.S2: one step, one row."""
    reasons = secgraph.run("arguments/reasons", passage="P14.S2").rows
    assert [(row["relation"], row["reasonEvidence"]) for row in reasons] == [
        ("supports", "P14.S3"),
        ("supports (inferred)", "P14.S4"),
    ]


@pytest.mark.parametrize(
    ("start", "kind", "end", "marker"),
    [
        ("p8s2-a", "supports", "p8s1-b", ""),
        ("p8s7-a", "replaces", "p8s6-a", "Instead"),
        ("p12s1-a", "replaces", "p11s6-b", "Instead"),
        ("p11s2-a", "contrasts", "p11s1-a", "In contrast"),
        ("p4s5-a", "supports", "p5s4-a", "As a result"),
        ("p9s2-a", "supports", "p9s3-a", "this is where"),
        ("p2s6-a", "supports", "p3s1-a", "Herein"),
        ("p13s2-a", "elaborates", "p13s1-a", "This could take the form"),
        ("p12s2-a", "qualifies", "p12s1-a", ""),
        ("p4s5-f", "elaborates", "p4s5-e", ""),
        ("p1s1-c", "qualifies", "p1s1-a", ""),
    ],
)
def test_a_step_that_was_missing_or_wrong_is_as_the_text_has_it(start, kind, end, marker):
    assert rows(
        f"""SELECT ?kind ?marker {{ ?link sg:linksFrom ee:c-{start} ; sg:linksTo ee:c-{end} ;
        sg:hasLinkKind ?kind . OPTIONAL {{ ?link sg:marker ?marker }} }}"""
    ) == [(f"link-{kind}", marker)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("p6s5-d", "p6s5-a"),
        ("p8s2-c", "p8s1-b"),
        ("p5s3-a", "p5s4-a"),
        ("p12s2-a", "p12s1-b"),
    ],
)
def test_no_step_is_made_that_the_text_does_not_make(start, end):
    assert rows(f"SELECT ?l {{ ?l sg:linksFrom ee:c-{start} ; sg:linksTo ee:c-{end} }}") == []
