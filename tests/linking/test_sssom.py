"""Tables of links in every form of SSSOM/TSV that others write."""

from pathlib import Path

import pytest

from secgraph.errors import BadFile
from secgraph.linking import sssom
from secgraph.namespaces import PREFIXES
from support.command import secgraph

SGD, WIKIDATA = PREFIXES["sgd"], "http://www.wikidata.org/entity/"
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
ROW = "sgd:france\tskos:exactMatch\tmine:Q142\tsemapv:ManualMappingCuration\n"
MAP = f"curie_map:\n  mine: {WIKIDATA}\n  sgd: {SGD}\n"


def header(text: str, mark: str = "#") -> str:
    return "".join(f"{mark}{line}\n" for line in text.splitlines())


def written(folder: Path, text: str, name: str = "mine.sssom.tsv", beside: str = "") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    if beside:
        (folder / f"{path.stem}.yml").write_text(beside, encoding="utf-8")
    return str(path)


FORMS = {
    "no space": header(MAP) + COLUMNS + ROW,
    "a space": header(MAP, "# ") + COLUMNS + ROW,
    "several spaces": header(MAP, "#   ") + COLUMNS + ROW,
    "empty lines": "#\n" + header(MAP, "# ") + "#\n# \n" + COLUMNS + ROW,
    "a flow map": header(f'curie_map: {{mine: "{WIKIDATA}", sgd: "{SGD}"}}', "# ") + COLUMNS + ROW,
    "a flow map of several lines": header(f"curie_map: {{\n  mine: '{WIKIDATA}',\n  sgd: {SGD}}}")
    + COLUMNS
    + ROW,
    "a remark in YAML": header(f"# by hand\n{MAP}license: x # free", "# ") + COLUMNS + ROW,
    "other slots": header(
        f"{MAP}mapping_date: 2026-11-30\ncreator_id:\n  - orcid:1\n  - orcid:2\nother: null\n"
        "mapping_set_description: >\n  of two\n  lines: each",
        "# ",
    )
    + COLUMNS
    + ROW,
    "tabs after the header": "".join(
        line.rstrip("\n") + "\t\t\t\n" for line in header(MAP).splitlines(keepends=True)
    )
    + COLUMNS
    + ROW,
    "CR LF and a byte order mark": "\ufeff" + (header(MAP) + COLUMNS + ROW).replace("\n", "\r\n"),
    "CR alone": (header(MAP) + COLUMNS + ROW).replace("\n", "\r"),
    "remarks among rows": header(MAP) + COLUMNS + "# a remark\n" + ROW + "#\tanother\n",
    "empty rows": header(MAP) + COLUMNS + "\n\t\t\t\n" + ROW + "\n",
    "empty fields at the end": header(MAP) + COLUMNS + ROW.replace("\n", "\t\t\n"),
    "no last line end": header(MAP) + COLUMNS + ROW.rstrip("\n"),
    "several values": header(MAP)
    + COLUMNS.replace("\n", "\tauthor_id\tobject_match_field\n")
    + ROW.replace("\n", "\torcid:1|orcid:2\trdfs:label|a\\|b\n"),
    "a remark alone": "# made by hand\n" + COLUMNS + ROW.replace("mine:", "wikidata:"),
    "whole IRIs": COLUMNS
    + ROW.replace("mine:", WIKIDATA)
    .replace("sgd:", SGD)
    .replace("skos:", "http://www.w3.org/2004/02/skos/core#"),
    "quoted cells": header(MAP) + COLUMNS + ROW.replace("sgd:france", '"sgd:france"'),
    "a type and a source of the set": header(
        f"{MAP}object_type: owl class\nsubject_source: sgd:all"
    )
    + COLUMNS
    + ROW,
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_says_the_same(form, tmp_path):
    (link,) = sssom.read(written(tmp_path, FORMS[form]))
    assert (link.subject, link.object) == (SGD + "france", WIKIDATA + "Q142"), form
    assert not link.rejected and link.scheme is not None and link.scheme.target == "wikidata"


def test_metadata_stand_beside_the_table_or_above_it_which_comes_first(tmp_path):
    path = written(tmp_path, COLUMNS + ROW, beside=MAP)
    assert sssom.read(path)[0].object == WIKIDATA + "Q142"
    nearer = header("curie_map: {mine: https://example.org/}") + COLUMNS + ROW
    path = written(tmp_path, nearer, beside=MAP)
    assert sssom.read(path)[0].object == "https://example.org/Q142"


def test_a_table_separated_by_commas(tmp_path):
    text = header(MAP) + (COLUMNS + ROW).replace("\t", ",")
    assert sssom.read(written(tmp_path, text, "mine.csv"))[0].object == WIKIDATA + "Q142"


@pytest.mark.parametrize(
    "head",
    [
        "# object_source: https://w3id.org/secgraph/ns#IsoAlpha3Code\n",
        "# object_source: sg:IsoAlpha3Code\n",
        "#object_source: https://w3id.org/secgraph/dataset/links/iso-alpha3\n",
        "# object_source: sg:IsoAlpha3Code\n# object_type: rdfs literal\n",
    ],
)
def test_a_code_has_the_scheme_that_the_set_names(head, tmp_path):
    columns = COLUMNS.replace("mapping", "object_label\tmapping")
    row = "sgd:france\tskos:notation\t\tFRA\tsemapv:ManualMappingCuration\n"
    (link,) = sssom.read(written(tmp_path, head + columns + row))
    assert link.scheme is not None
    assert (link.scheme.target, link.identifier, link.object) == ("iso-alpha3", "FRA", "")


def test_a_row_may_name_another_source_than_its_set(tmp_path):
    columns = COLUMNS.replace("mapping", "object_label\tobject_source\tmapping")
    row = "sgd:france\tskos:notation\t\tFR\tsg:IsoAlpha2Code\tx\n"
    head = "# object_source: sg:IsoAlpha3Code\n"
    (link,) = sssom.read(written(tmp_path, head + columns + row))
    assert link.scheme is not None and link.scheme.target == "iso-alpha2"


def test_nothing_on_either_side_is_no_link(tmp_path):
    rows = ROW.replace("sgd:france", "sssom:NoTermFound") + ROW.replace(
        "mine:Q142", "sssom:NoTermFound"
    )
    links = sssom.read(written(tmp_path, header(MAP) + COLUMNS + rows))
    assert [link.found for link in links] == [False, False]


def test_the_line_of_a_row_is_that_in_which_it_begins(tmp_path):
    """After cells of several lines, remarks and line ends that are none."""
    columns = COLUMNS.replace("mapping", "comment\tmapping")
    rows = [
        'sgd:france\tskos:closeMatch\tmine:Q1\t"a\nb\u2028c"\tx\n',
        "# remark\n",
        "sgd:france\tskos:closeMatch\tmine:Q2\ta\u2028b\x0bc\x85d\tx\n",
        "sgd:france\tskos:closeMatch\tmine:Q3\t\tx\n",
    ]
    links = sssom.read(written(tmp_path, header(MAP) + columns + "".join(rows)))
    assert [(link.identifier, link.line) for link in links] == [("Q1", 5), ("Q2", 8), ("Q3", 9)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (header("curie_map: {mine: ") + COLUMNS + ROW, r":\d: the metadata are no YAML"),
        ("#license: x\n#curie_map: [a\n" + COLUMNS + ROW, r":\d: the metadata are no YAML"),
        ("#" + "[" * 5000 + "\n" + COLUMNS + ROW, ":1: the metadata are no YAML"),
        (header("curie_map: [a, b]") + COLUMNS + ROW, "has to give a namespace for each prefix"),
        (header("curie_map: {a: [b]}") + COLUMNS + ROW, "has to give a namespace for each prefix"),
        (header("object_source: [a]") + COLUMNS + ROW, "has to be one value"),
        (header(MAP) + COLUMNS + ROW + "sgd:japan\n", ":6: has no predicate_id"),
        (header(MAP) + COLUMNS + ROW.replace("\n", "\tx\n"), ":5: has more fields"),
        (header(MAP) + COLUMNS + ROW + '"sgd:japan\tx', ":6: cannot be read as a table"),
        (header(MAP) + COLUMNS.replace("\n", "\tobject_id\n") + ROW, ":4: has two columns"),
        (header(MAP) + COLUMNS + ROW.replace("mine", "other"), ":5: 'other:Q142' is no IRI"),
        (header(MAP) + COLUMNS + ROW + "\0\n", ":6: holds a null character"),
    ],
)
def test_a_fault_is_one_line_with_its_place(text, message, tmp_path):
    path = written(tmp_path, text)
    with pytest.raises(BadFile, match=message):
        sssom.read(path)
    run = secgraph("links", "check", path)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)


def test_metadata_beside_a_table_that_are_broken_are_named(tmp_path):
    with pytest.raises(BadFile, match=r"mine.sssom.yml:2: the metadata are no YAML"):
        sssom.read(written(tmp_path, COLUMNS + ROW, beside="a: 1\n- b: ["))
