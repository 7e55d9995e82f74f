"""Adapters that others write: what is wrong with one is one line with its place, in a check as in
an import, and nothing of the release can be replaced by one."""

import copy
import itertools
import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from secgraph import imports
from secgraph.dataset import serialize
from secgraph.errors import BadFile, SecgraphError
from secgraph.imports import adapter_form
from secgraph.imports.adapter import RESERVED
from secgraph.namespaces import GRAPHS
from support.command import secgraph

ADAPTER = """
name = "visits"
summary = "who visited whom"
fetch = "nowhere"
header = ["who", "whom", "day", "kind", "note", "cost", "both", "year", "rows"]
key = ["who", "whom", "day"]
twice = "reject"
order = [["start", "end"]]
delimiter = ","
quoted = true
comment = "#"

[source]
iri = "sgd:source-visits"
identifier = "visits"
label = "Visits"
title = "Visits of some to others"
rights = "Free."
version = "2"
licence = "https://example.org/licence"
page = "https://example.org/"

[edition]
cells = { kind = "v" }
until = { year = "2024" }

[groups]
by = "who"
same = ["note"]
count = "kind"
totals = { rows = "v" }

[fields]
guest = { column = "who", table = "codes.tsv", by = "code" }
parties = { columns = ["who", "whom"], table = "codes.tsv", by = "code" }
visit = { iri = "sgd:visit-{who}-{whom}-{day}" }
start = { date = "day" }
end = { date = ["year"], give = "end" }
flags = { flags = { both = "sgv:obligation-defence" } }
together = { text = "{who} and {whom}" }
name = { slug = "note" }
remark = { column = "note", blanks = ["none"] }

[fields.short]
column = "who"
table = "codes.tsv"
by = "code"
give = "slug"
lower = false
after = "/"

[fields.sort]
column = "kind"
values = { v = "sgv:vote-for" }
otherwise = ""

[[skip]]
when = { kind = ["none"] }
empty = ["sort"]
reason = "no visit"

[[nodes]]
iri = "{visit}"
class = "sg:Visit"
when = { kind = "v" }
needs = ["guest"]

[nodes.say]
"rdfs:label" = '"{together} on {day}"@en'
"sg:hasParticipant" = ["{guest}", "{parties}"]
"sg:hasStart" = "{start}"
"sg:hasEnd" = "{end}"
"rdfs:seeAlso" = "<https://example.org/{who}>"
"skos:note" = '"{remark|note}"'
"skos:notation" = '"{cost}"^^xsd:decimal'
"dcterms:source" = "sgd:source-visits"

[[nodes]]
iri = "sgd:note-{name}-{short}"
class = "sg:Actor"
once = true
unless = { note = "nothing" }

[nodes.say]
"dcterms:subject" = "{sort}"
"sg:hasObligation" = "{flags}"
"""
CODES = (
    "thing\tcode\tlabel\tclass\tsource\tslug\n"
    "sgd:japan\tJ\tJapan\tsg:State\tgeonames\tjpn\n"
    "sgd:iso-x\tI\tX\tsg:State\tgeonames\tx\n"
)
ROWS = (
    "who,whom,day,kind,note,cost,both,year,rows\n"
    "J,I,2023-03-20,v,first note,1.5,1,2023,1\nI,J,2023-03-21,v,other,2,0,2024,1\n"
)
GOOD: dict[str, Any] = tomllib.loads(ADAPTER)
VALUES: list[Any] = ["", "x", "no such {thing}", "{", "{}", "a\x00b", "a\nb", 7, True, [], {}, [1]]
VALUES += [["x"], ["x", "x"], {"x": 1}, {"x": "y"}, [[]], [["x"]], '"open', "<open", "a b", "zz:y"]
VALUES += ['"{who}"@', "sgd:{who", "who", "x" * 500, -1, 1.5, '"\\"', "sgd:", ["who", ""], None]


def toml(value: Any) -> str:
    """Write a value as TOML, tables inline."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(str(key))} = {toml(item)}" for key, item in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else str(value)


def document(config: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in config.items())


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an adapter, from the outside in."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*path, key))


PLACES = list(places(GOOD))


def mutants(path: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """The adapter with each of the values at one place; with that place gone, or twice."""
    for value in VALUES:
        config = copy.deepcopy(GOOD)
        inner = config
        for key in path[:-1]:
            inner = inner[key]
        if value is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
        yield config
    config = copy.deepcopy(GOOD)
    inner = config
    for key in path[:-1]:
        inner = inner[key]
    if isinstance(inner, dict):
        inner["surplus"] = inner[path[-1]]
        yield config


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codes.tsv").write_text(CODES, encoding="utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def outcome(folder: Path, text: str, to: str = "") -> str:
    """What an import says of an adapter: its fault, or nothing where it is imported."""
    path = folder / "adapter.toml"
    path.write_text(text, encoding="utf-8")
    try:
        dataset = imports.DatasetImport(imports.Adapter(str(path)), [str(folder / "rows.csv")])
        if to:
            imports.save(dataset, str(folder / to))
        else:
            imports.verify(dataset)
    except SecgraphError as error:
        return str(error)
    return ""


def test_the_adapter_of_these_tests_is_whole(folder):
    assert outcome(folder, ADAPTER) == outcome(folder, document(GOOD)) == ""


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_a_malformed_adapter_is_one_line_and_never_passes_the_check_alone(path, folder):
    """Whatever stands at a place; what passes the check can be imported.

    A sixth of the values at each place; at six places that follow each other, all of them.
    """
    verify_adapters(itertools.islice(mutants(path), PLACES.index(path) % 6, None, 6), folder)


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_a_malformed_adapter_is_one_line_whatever_stands_at_a_place(path, folder):
    """Every value."""
    verify_adapters(mutants(path), folder)


def verify_adapters(configs: Iterable[dict[str, Any]], folder: Path) -> None:
    """Check that each adapter is refused in one line, or can be imported."""
    for config in configs:
        text = document(config)
        checked = outcome(folder, text)
        assert "\n" not in checked and "Traceback" not in checked, config
        assert len(checked) < 1500
        if not checked:
            assert outcome(folder, text, "out.nq") == "", config


MALFORMED = [
    ("not TOML", 'summary = "y"\nname = x\n', ":2: is no TOML"),
    ("no TOML in a later line", 'name = "x"\nsummary = [', ": is no TOML"),
    ("not UTF-8", b'name = "\xe9"', ":1: is not UTF-8"),
    ("binary", bytes(range(256)), "is no"),
    ("empty", "", "needs 'name'"),
    ("nested without end", "a = " + "[" * 20_000, "is no TOML"),
    ("a part of the release", ADAPTER.replace('"visits"', '"release"', 1), "part of the release"),
    ("in capitals", ADAPTER.replace('"visits"', '"Release"', 1), "part of the release"),
    ("a path", ADAPTER.replace('"visits"', '"../x"', 1), "letters, digits and hyphens"),
    ("a field of itself", ADAPTER.replace("{who} and", "{together} and"), "it needs itself"),
    (
        "fields of each other",
        ADAPTER.replace("{who} and", "{visit} and").replace("-{whom}-{day}", "-{together}"),
        "it needs itself",
    ),
    ("a title with an escape", ADAPTER.replace("Visits of", "\\u001b[2JVisits of"), "source.title"),
    ("a column twice", ADAPTER.replace('"whom", "day"', '"who", "day"', 1), "twice"),
    ("an unknown prefix", ADAPTER.replace("sg:Visit", "zz:Visit"), "nodes.0.iri"),
    ("no such column", ADAPTER.replace('column = "who"', 'column = "wo"'), "no column 'wo'"),
    ("no such table", ADAPTER.replace("codes.tsv", "none.tsv"), "none.tsv"),
    ("no such key", ADAPTER.replace('by = "code"', 'by = "cod"'), "no column 'cod'"),
    ("no such gift", ADAPTER.replace('give = "slug"', 'give = "slu"'), "no column 'slu'"),
    ("a wrong form of a date", ADAPTER.replace('give = "end"', 'give = "en"'), "none of start"),
    ("a thing as a literal", ADAPTER.replace('"{visit}"', '"{start}"'), "makes no Turtle"),
    ("a literal that is open", ADAPTER.replace("'\"{cost}\"^^xsd:decimal'", "'\"{cost}'"), "skos"),
    ("an unknown datatype", ADAPTER.replace("^^xsd:decimal", "^^zz:decimal"), "makes no Turtle"),
    ("a licence that is no IRI", ADAPTER.replace("/licence", "/a licence"), "source.licence"),
]


@pytest.mark.parametrize(
    ("text", "message"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED]
)
def test_a_malformed_adapter_is_told_with_its_place(text, message, folder):
    path = folder / "own.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    store = str(folder / "store")
    for extra in ([], ["-o", store]):
        run = secgraph("import", "--adapter", str(path), str(folder / "rows.csv"), *extra)
        assert (run.returncode, run.stdout) == (2, ""), run.stderr
        assert message in run.stderr.splitlines()[-1], run.stderr
        assert "Traceback" not in run.stderr and "\x1b" not in run.stderr
    assert not Path(store).exists()


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (CODES.replace("sgd:japan", "japan"), "codes.tsv:2: thing 'japan'"),
        (CODES.replace("sgd:japan", "sgd:ja pan"), "codes.tsv:2: thing 'sgd:ja pan'"),
        (CODES.replace("sg:State", "State", 1), "codes.tsv:2: class 'State'"),
        (CODES.replace("\tclass", "\tkind"), "no column 'class'"),
        (CODES.replace("\tI\t", "\tJ\t"), "codes.tsv:3: code 'J' stands for two things"),
        (CODES.replace("geonames", "nowhere"), "no adapter named 'nowhere'"),
        (CODES + "x\n", "codes.tsv:4: has 1 columns where"),
        ("", "codes.tsv"),
    ],
)
def test_a_malformed_crosswalk_is_told_with_its_place(codes, message, folder):
    (folder / "codes.tsv").write_text(codes, encoding="utf-8")
    path = folder / "own.toml"
    path.write_text(ADAPTER, encoding="utf-8")
    for extra in ([], ["-o", str(folder / "out.nq")]):
        run = secgraph("import", "--adapter", str(path), str(folder / "rows.csv"), *extra)
        assert run.returncode == 2 and message in run.stderr, run.stderr
        assert "Traceback" not in run.stderr


def test_no_part_of_the_release_can_be_the_name_of_an_adapter():
    graphs = {quad.graph_name.value for quad in serialize.quads()}
    assert {graph.removeprefix(GRAPHS).split("/")[0] for graph in graphs} <= RESERVED


@pytest.mark.parametrize("adapter", imports.adapters(), ids=lambda adapter: adapter.name)
def test_an_adapter_of_the_package_says_by_what_its_edition_is_recognised(adapter):
    assert ("version" in adapter.source) <= ("edition" in adapter.config)
    assert adapter_form.faults(adapter.config) == []


def test_several_faults_are_listed_each_with_its_place(folder):
    text = ADAPTER.replace('twice = "reject"', 'twice = "maybe"').replace(
        "quoted = true", "quoted = 1"
    )
    told = outcome(folder, text.replace('label = "Visits"', "label = 3"))
    assert "quoted: has to be true or false, not 1" in told
    assert "source.label: has to be a text, not 3" in told
    assert "twice: 'maybe' is none of reject, skip" in told


# ---- keys, joins, editions ----


def report(folder: Path, rows: str, text: str = ADAPTER) -> imports.Report:
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    path = folder / "adapter.toml"
    path.write_text(text, encoding="utf-8")
    dataset = imports.DatasetImport(imports.Adapter(str(path)), [str(folder / "rows.csv")])
    imports.verify(dataset)
    return dataset.report


def test_white_space_makes_no_other_key(folder):
    """Codes are looked up without it, so that these rows are about one thing."""
    text = ADAPTER.replace('totals = { rows = "v" }', "")
    done = report(folder, ROWS + "J ,I,2023-03-20,v,first note,9,1,2023,1\n", text)
    assert (done.imported, done.rejected) == (2, 1)
    assert "stands in line 2 already" in done.reasons[0][2]


def test_a_key_is_unique_across_the_files(folder):
    text = ADAPTER.replace('totals = { rows = "v" }', "")
    (folder / "more.csv").write_text(ROWS, encoding="utf-8")
    path = folder / "adapter.toml"
    path.write_text(text, encoding="utf-8")
    paths = [str(folder / "rows.csv"), str(folder / "more.csv")]
    dataset = imports.DatasetImport(imports.Adapter(str(path)), paths)
    imports.verify(dataset)
    assert (dataset.report.imported, dataset.report.rejected) == (2, 2)


def test_values_that_join_to_nothing_are_counted_and_named(folder):
    """Also where the rows are more than are listed."""
    text = ADAPTER.replace('totals = { rows = "v" }', "")
    surplus = [f"Q{number % 3},I,2023-01-{number:02},v,n,1,0,2023,1" for number in range(1, 29)]
    done = report(folder, ROWS + "\n".join(surplus) + "\n", text)
    lines = list(done.lines())
    assert (
        "  3 values of who in 28 rows in no row of codes.tsv (column code): "
        "'Q1' (10), 'Q0' (9), 'Q2' (9)"
    ) in lines


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (ROWS.replace("-20,v,", "-20,w,"), ":2: is not of edition 2 .*: kind is 'w', not 'v'"),
        (ROWS.replace("2024,1", "2025,1"), ":3: is not of edition 2 .*: year is 2025, after 2024"),
    ],
)
def test_another_edition_is_refused_by_its_content(rows, message, folder):
    with pytest.raises(BadFile, match=message):
        report(folder, rows)


def test_an_edition_that_nothing_shows_is_not_stated(folder):
    text = ADAPTER[: ADAPTER.index("[edition]")] + ADAPTER[ADAPTER.index("[groups]") :]
    assert any("edition 2 was not checked" in note for note in report(folder, ROWS, text).notes)
    for adapter, stated in ((ADAPTER, True), (text, False)):
        assert outcome(folder, adapter, "out.nq") == ""
        assert ("hasVersion" in (folder / "out.nq").read_text(encoding="utf-8")) == stated


# ---- TopoJSON ----

ARCS = '"arcs":[[[0,0],[10,0],[0,10],[-10,0],[0,-10]]]'
HEAD = '{"type":"Topology","transform":{"scale":[1,1],"translate":[100,20]},' + ARCS


def topology(*countries: str) -> str:
    return f'{HEAD},"objects":{{"countries":{{"geometries":[{",".join(countries)}]}}}}}}'


def country(name: str, code: str = "", arcs: str = "[[0]]", kind: str = "Polygon") -> str:
    identifier = f'"id":{code},' if code else ""
    return f'{{"type":"{kind}",{identifier}"properties":{{"name":"{name}"}},"arcs":{arcs}}}'


def outlines(tmp_path: Path, text: str) -> tuple[imports.Report, str]:
    path = tmp_path / "countries.json"
    path.write_text(text, encoding="utf-8")
    dataset = imports.DatasetImport(imports.find("natural-earth"), [str(path)])
    return dataset.report, b"".join(dataset.pieces()).decode()


def test_a_state_without_id_is_named(tmp_path):
    text = topology(country("Japan", '"392"'), country("Norway"), country("Kosovo", '"-99"'))
    done, _ = outlines(tmp_path, text)
    assert done.notes == [
        "2 of 3 places are of no state, since the file has no id for them: country 2 (Norway), "
        "country 3 (Kosovo)"
    ]


@pytest.mark.parametrize("code", ['"036"', "36", '"36"', '" 036"'])
def test_a_code_is_a_number_of_three_figures(code, tmp_path):
    _, text = outlines(tmp_path, topology(country("Australia", code)))
    assert "sg:isPlaceOf sgd:australia" in text


@pytest.mark.parametrize("order", list(itertools.permutations([0, 1])))
def test_of_two_with_one_id_the_one_with_the_name_is_the_state(order, tmp_path):
    """In whichever order; where neither has the name, none is."""
    both = [country("Australia", '"036"'), country("Ashmore Is.", '"036"', "[[0],[0]]")]
    done, text = outlines(tmp_path, topology(*(both[place] for place in order)))
    assert (done.imported, done.rejected) == (1, 1)
    assert "by its name" in done.reasons[0][2] and "Ashmore" in done.reasons[0][2]
    neither = [country("A", '"036"'), country("B", '"036"'), country("Japan", '"392"')]
    done, text = outlines(tmp_path, topology(*neither))
    assert (done.imported, done.rejected) == (1, 2) and "sgd:place-aus" not in text


def test_a_place_of_no_state_takes_no_name_of_another(tmp_path):
    """Neither that of a state's place nor that of a place before it."""
    text = topology(country("Nor"), country("Nowhere"), country("nowhere"))
    done, _ = outlines(tmp_path, text)
    assert (done.imported, done.rejected) == (1, 2)


ODD = [
    "null",
    "7",
    "[]",
    '{"type":"Polygon","id":"036","properties":null,"arcs":[[0]]}',
    '{"type":null,"id":"036","properties":{"name":"x"}}',
    '{"type":"Polygon","id":null,"properties":{"name":null},"arcs":[[0]]}',
    '{"type":"Polygon","id":"036","properties":[],"arcs":[[0]]}',
    country("x", '"036"', "null"),
    country("x", '"036"', "[]"),
    country("x", '"036"', "[[]]"),
    country("x", '"036"', "[[99]]"),
    country("x", '"036"', "[[null]]"),
    country("x", '"036"', "[[0.5]]"),
    country("x", '"036"', "[]", "MultiPolygon"),
    country("x", '"036"', "[[]]", "MultiPolygon"),
    country("x", '"036"', "[0]", "LineString"),
    country("x", "{}"),
    country("x", "[1]"),
    country("x", "true"),
    country("\\u001b[2J"),
    country("\\ud800"),
    country("..."),
    '{"type":"GeometryCollection","id":"036","properties":{"name":"x"},"geometries":[]}',
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_country_is_one_rejected_row(odd, tmp_path):
    """Or a place of no state; the others are imported."""
    done, text = outlines(tmp_path, topology(country("Japan", '"392"'), odd))
    assert done.imported + done.rejected == 2 and "sgd:place-jpn" in text
    run = secgraph("import", "natural-earth", str(tmp_path / "countries.json"))
    assert run.returncode == 0 and "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        '{"objects":null}',
        '{"objects":{"countries":{"geometries":null}},"arcs":[]}',
        '{"objects":{"countries":{"geometries":{}}},"arcs":[]}',
        HEAD.replace("[[0,0]", "[null") + ',"objects":{"countries":{"geometries":[]}}}',
        HEAD.replace("[0,0]", "[NaN,0]") + ',"objects":{"countries":{"geometries":[]}}}',
        HEAD.replace("[1,1]", "null") + ',"objects":{"countries":{"geometries":[]}}}',
        "[" * 100_000,
        '{"a":' * 50_000,
        "\x00",
    ],
)
def test_what_is_no_topology_is_one_line(text, tmp_path):
    path = tmp_path / "countries.json"
    path.write_text(text, encoding="utf-8")
    run = secgraph("import", "natural-earth", str(path))
    assert run.returncode == 2 and "Traceback" not in run.stderr, run.stderr
    assert run.stderr.splitlines()[-1].startswith("secgraph: ")


def test_positions_without_a_transform_are_degrees(tmp_path):
    whole = '{"type":"Topology","arcs":[[[100,20],[110,20],[110,30],[100,30],[100,20]]]'
    text = topology(country("Japan", '"392"')).replace(HEAD, whole)
    _, found = outlines(tmp_path, text)
    assert "100 20, 110 20, 110 30, 100 30, 100 20" in found


@pytest.mark.parametrize("name", ["natural-earth", "lcc"])
def test_a_file_that_unpacks_to_too_much_is_refused(name, tmp_path, monkeypatch):
    import gzip

    from secgraph.imports import reading

    monkeypatch.setattr(reading, "LARGEST", 1 << 20)
    path = tmp_path / "large.gz"
    path.write_bytes(gzip.compress(b" " * ((1 << 20) + 1)))
    with pytest.raises(BadFile, match="holds more than 1 MiB"):
        b"".join(imports.DatasetImport(imports.find(name), [str(path)]).pieces())
