"""The second reading, held against the graph, and the figures that docs/annotation.md gives of
it."""

import csv
import re
from collections import Counter

import pytest
import rdflib

from secgraph.authoring import parse
from secgraph.namespaces import SG, prefixes
from support.paths import ROOT

PREFIXES = prefixes()
EE = PREFIXES["ee"]
DOC = (ROOT / "docs" / "annotation.md").read_text(encoding="utf-8")
COLUMNS = [
    "paragraph",
    "claims",
    "rows",
    "same",
    "finer",
    "taken-over",
    "left-out",
    "ours-only",
    "holder",
    "force",
    "polarity",
    "hedge",
]


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "docs" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows() -> list[dict[str, str]]:
    return table("second-reading.tsv")


@pytest.fixture(scope="module")
def graph(release_graph) -> rdflib.Graph:
    return release_graph


def slugs(graph: rdflib.Graph, claim: str, name: str) -> set[str]:
    return {
        str(each).rpartition("/")[2]
        for each in graph.objects(rdflib.URIRef(f"{EE}c-{claim}"), rdflib.URIRef(SG + name))
    }


def paragraph(passage: str) -> str:
    return passage.partition(".")[0]


def agreement(graph: rdflib.Graph) -> list[list[str]]:
    """By paragraph: our claims, the rows of the second reading and what came of them, and on
    how many of the same the facets agree."""
    ours: dict[str, set[str]] = {}
    for claim in graph.subjects(rdflib.RDF.type, rdflib.URIRef(SG + "Claim")):
        if not str(claim).startswith(EE):
            continue
        name = str(claim).rpartition("/c-")[2]
        ours.setdefault(
            "T" if name.startswith("t-") else f"P{re.findall(r'[0-9]+', name)[0]}", set()
        ).add(name)
    matched = {row["claim"] for row in rows()}
    found = []
    for key in sorted(ours, key=lambda each: int(each[1:] or 0)):
        here = [row for row in rows() if paragraph(row["sentence"]) == key]
        counts = [
            sum(row["outcome"] == outcome for row in here)
            for outcome in ("same", "finer", "taken over", "left out")
        ]
        same = [row for row in here if row["outcome"] == "same"]
        agree = [
            sum(
                (row["holder"] == "authors")
                == (slugs(graph, row["claim"], "hasClaimant") == {"author"})
                for row in same
            ),
            *(
                sum({row[column]} - {""} == slugs(graph, row["claim"], name) for row in same)
                for column, name in (
                    ("force", "hasForce"),
                    ("polarity", "hasPolarity"),
                    ("hedge", "hasHedge"),
                )
            ),
        ]
        found.append(
            [key, *map(str, (len(ours[key]), len(here), *counts, len(ours[key] - matched), *agree))]
        )
    sums = [str(sum(int(row[place]) for row in found)) for place in range(1, len(COLUMNS))]
    return [*found, ["all", *sums]]


def test_each_row_of_the_second_reading_is_settled(graph):
    """Each names a claim that is there, or says why there is none; nothing is both."""
    claims = {
        str(each).rpartition("/c-")[2]
        for each in graph.subjects(rdflib.RDF.type, rdflib.URIRef(SG + "Claim"))
    }
    for row in rows():
        assert row["outcome"] in {"same", "finer", "taken over", "left out"}
        if row["outcome"] == "left out":
            assert row["why"]
            assert not row["claim"]
        else:
            assert row["claim"] in claims, row


def test_a_claim_taken_from_the_second_reading_stands_on_its_sentence(graph):
    """Whatever is matched has the sentence of the row among its evidence."""
    for row in rows():
        if row["claim"]:
            slug = row["sentence"].lower().replace(".", "") if row["sentence"] != "T" else "title"
            assert slug in slugs(graph, row["claim"], "hasEvidence"), row


def test_the_second_reading_covers_every_sentence(graph):
    read = {row["sentence"] for row in rows()}
    identifiers = {
        str(name)
        for node, name in graph.subject_objects(rdflib.URIRef(PREFIXES["dcterms"] + "identifier"))
        if str(node).startswith(EE) and re.fullmatch(r"T|P\d+\.S\d+", str(name))
    }
    assert read == identifiers


def test_a_claim_is_the_same_as_one_row_of_a_sentence_at_most():
    """What the text says in two sentences may be read twice; what stands in one may not."""
    same = [(row["claim"], row["sentence"]) for row in rows() if row["outcome"] == "same"]
    assert len(same) == len(set(same))


def test_the_figures_of_the_document_are_those_of_the_table(graph):
    """Each line of the table in docs/annotation.md is counted anew."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in DOC.splitlines()
        if re.match(r"\| (T|P\d+|all) \|", line)
    ]
    assert lines == agreement(graph)


def test_the_figures_of_the_fresh_readings_are_those_of_the_table(graph):
    """Each reading is of claims that are there, each once, with a reason where it is not sound."""
    readings = table("fresh-readings.tsv")
    lines = re.findall(
        r"^\| (?:first|second) third.*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", DOC, re.M
    )
    counts = []
    for number in ("1", "2"):
        rows_ = [row for row in readings if row["reading"] == number]
        verdicts = Counter(row["verdict"] for row in rows_)
        assert len({row["claim"] for row in rows_}) == len(rows_) == verdicts.total()
        assert all(row["reason"] for row in rows_ if row["verdict"] != "sound")
        counts.append(
            tuple(map(str, (len(rows_), *(verdicts[one] for one in ("sound", "minor", "wrong")))))
        )
    assert lines == counts
    claims = {
        str(each).rpartition("/")[2]
        for each in graph.subjects(rdflib.RDF.type, rdflib.URIRef(SG + "Claim"))
    }
    assert {row["claim"] for row in readings} <= claims


def test_the_agreement_on_kinds_is_that_of_the_table():
    """Cohen's kappa over the predicates that both readers have."""
    rows_ = table("kinds-trial.tsv")
    both = [(row["first"], row["second"]) for row in rows_ if row["first"] and row["second"]]
    first, second = (Counter(pair[side] for pair in both) for side in (0, 1))
    agreed = sum(one == other for one, other in both) / len(both)
    by_chance = sum(first[kind] * second[kind] for kind in first) / len(both) ** 2
    kappa = (agreed - by_chance) / (1 - by_chance)
    assert f"predicates, {len(both)} of them alike" in DOC
    assert f"kinds {agreed:.2f} agreement, Cohen's κ {kappa:.2f}" in DOC
    assert len({(row["speech"], row["from"]) for row in rows_}) == 40


READINGS = {
    "Quad": "quad-2021",
    "AUKUS": "aukus-2021",
    "AUKUS 2023": "aukus-2023",
    "Iran 2021": "iran-2021",
    "Dominican Republic 2022": "dominican-republic-2022",
    "Gabon 2018": "gabon-2018",
}
"""By the name of a statement in docs/annotation.md, the files with its first readings."""


@pytest.mark.parametrize("statement", READINGS)
def test_the_claims_of_two_first_readings_are_those_of_the_table(statement):
    """What is in both, and what one reading has alone, make up all claims of the table."""
    both, all_ = re.findall(
        rf"^\| {statement} \| \d+ of \d+ \| (\d+) of (\d+) \|", DOC, re.MULTILINE
    )[0]
    counts = []
    for number in ("first", "second"):
        path = ROOT / "data" / "readings" / f"{READINGS[statement]}-{number}.claims"
        file, mistakes = parse.read(str(path))
        assert not mistakes
        assert all(claim.evidence is None or not claim.evidence.words for _, claim in file.claims())
        counts.append(sum(claim.count for _, claim in file.claims()))
    assert sum(counts) - int(both) == int(all_)
