"""What the options for tables, files and figures of an answer give, on the command line."""

import csv
import io
import json
import os
import re
import sys
from pathlib import Path

import networkx
import openpyxl
import pytest
from csvw import CSVW

from support.command import COMMAND, on_a_terminal, process, secgraph, typed

BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {missing!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Blocked())
from secgraph.cli import main
sys.exit(main(sys.argv[1:]))
"""


def shown_at(columns: int, *words: str) -> str:
    """What a terminal of so many columns shows, without the marks for bold and dim."""
    return re.sub("\x1b\\[[0-9;]*m", "", on_a_terminal(*words, columns=columns))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_labels_leave_out_the_iris_and_nothing_else():
    whole = rows(secgraph("run", "claims/denied").stdout)
    named = rows(secgraph("run", "claims/denied", "--labels").stdout)
    assert not any("http" in value for row in named for value in row.values())
    assert [row["text"] for row in named] == [row["text"] for row in whole]
    assert named[0]["claim"] == "ee:c-p1s4-a"


def test_labels_give_spans_with_their_ends():
    """Plain CSV is as the question gives it."""
    first = rows(secgraph("run", "timeline/events", "--labels").stdout)[0]
    assert (first["when"], first["start"], first["end"]) == (".. / 2006-12-31", "", "2006-12-31")
    assert "start" not in rows(secgraph("run", "timeline/events").stdout)[0]


def test_a_limit_cuts_and_says_so():
    done = secgraph("run", "votes/on", "--limit", "3")
    assert done.stdout == "".join(secgraph("run", "votes/on").stdout.splitlines(True)[:4])
    assert done.stderr == "secgraph: 3 of 10 rows; without --limit all are given\n"


def test_a_limit_that_cuts_nothing_says_nothing():
    done = secgraph("run", "votes/on", "--limit", "10")
    assert (done.stdout, done.stderr) == (secgraph("run", "votes/on").stdout, "")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_a_limit_is_a_number_of_rows(number):
    assert secgraph("run", "votes/on", f"--limit={number}").returncode == 2


def test_a_written_file_is_named_on_a_terminal_and_nowhere_else(tmp_path):
    path = tmp_path / "v.xlsx"
    code, shown = typed([*COMMAND, "run", "votes/on", "--limit=3", "-o", str(path)])
    assert (code, shown) == (0, f"secgraph: wrote 3 of 10 rows to {path}\n")
    assert openpyxl.load_workbook(path)["rows"].max_row == 4
    done = process("run", "votes/on", "-o", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("format", ["xlsx", "parquet", "arrow"])
def test_bytes_are_not_shown_on_a_terminal(format):
    code, shown = typed([*COMMAND, "run", "votes/on", "--format", format])
    assert (code, shown.count("\n")) == (2, 1)
    assert f"-o FILE.{format}" in shown


@pytest.mark.parametrize(
    ("question", "options"),
    [
        (("record/agreement-within",), ()),
        (("claims/all",), ("--evidence",)),
        (("timeline/events",), ("--labels",)),
        (("votes/on",), ("--coordinates",)),
    ],
)
def test_a_data_dictionary_is_valid_and_reads_the_table(question, options, tmp_path):
    """A reader of CSV on the Web finds no fault, which it would raise as a warning, and reads as
    many rows."""
    path = tmp_path / "a.csv"
    done = secgraph("run", *question, *options, "-o", str(path), "--metadata")
    assert (done.returncode, done.stderr) == (0, "")
    described = CSVW(f"{path}-metadata.json", validate=True)
    assert described.is_valid
    read = described.to_json(minimal=True)
    assert len(read) == len(rows(path.read_text(encoding="utf-8")))


def test_a_data_dictionary_that_is_wrong_is_noticed(tmp_path):
    """The reader of the test above would see a column of another type."""
    path = tmp_path / "a.csv"
    secgraph("run", "record/agreement-within", "-o", str(path), "--metadata")
    metadata = Path(f"{path}-metadata.json")
    page = json.loads(metadata.read_text(encoding="utf-8"))
    page["tableSchema"]["columns"][0]["datatype"] = "integer"
    metadata.write_text(json.dumps(page), encoding="utf-8")
    with pytest.raises(UserWarning, match="Invalid column value"):
        print(CSVW(str(metadata), validate=True).is_valid)


@pytest.mark.parametrize("options", [(), ("-o", "a.xlsx"), ("--format", "json")])
def test_a_data_dictionary_needs_a_table_to_stand_beside(options, tmp_path):
    done = secgraph("run", "votes/on", "--metadata", *options, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_geojson_has_a_place_for_each_state():
    page = json.loads(secgraph("run", "votes/on", "--format", "geojson").stdout)
    assert page["type"] == "FeatureCollection"
    japan = next(one for one in page["features"] if one["properties"]["state"] == "Japan")
    assert japan["geometry"]["type"] == "Point"
    east, north = japan["geometry"]["coordinates"]
    assert 129 < east < 146
    assert 30 < north < 46
    assert japan["properties"]["option"] == "for"


def test_coordinates_are_columns_of_numbers():
    read = rows(secgraph("run", "votes/on", "--coordinates", "--labels").stdout)
    assert list(read[0]) == ["state", "option", "source", "lon", "lat"]
    india = next(row for row in read if row["state"] == "India")
    assert 68 < float(india["lon"]) < 98
    assert 6 < float(india["lat"]) < 36


@pytest.mark.parametrize("option", [("--format", "geojson"), ("--coordinates",)])
def test_an_answer_without_places_says_so(option):
    done = secgraph("run", "entities/counts", *option)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "has a place" in done.stderr


def test_graphs_are_read_back_with_the_measures_and_the_actor_asked_about(tmp_path):
    secgraph("run", "record/agreement-within", "-o", str(tmp_path / "a.graphml"))
    secgraph("run", "alignment/partners", "actor=Japan", "-o", str(tmp_path / "p.gexf"))
    agreement = networkx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    labels = networkx.get_node_attributes(agreement, "label")
    weights = {
        (labels[start], labels[end]): (data["weight"], data["joint"])
        for start, end, data in agreement.edges(data=True)
    }
    assert weights["Australia", "Japan"] == (1.0, 8)
    assert weights["India", "Japan"] == (0.0, 8)
    secgraph("run", "record/within-by-year", "-o", str(tmp_path / "y.gexf"))
    # Of a pair neither state is the first; of a claim its subject is not its partner.
    by_year = networkx.read_gexf(tmp_path / "y.gexf")
    assert not agreement.is_directed() and not by_year.is_directed()
    assert by_year.number_of_edges() == len(rows(secgraph("run", "record/within-by-year").stdout))
    partners = networkx.read_gexf(tmp_path / "p.gexf")
    assert partners.is_directed()
    claims = [node for node, data in partners.nodes(data=True) if data["kind"] == "claim"]
    assert claims
    japan = "https://w3id.org/secgraph/id/japan"
    assert all(japan in partners[claim] for claim in claims)


def test_edges_are_a_table_of_their_own():
    read = rows(secgraph("run", "record/agreement-within", "--format", "edges").stdout)
    assert list(read[0])[:8] == [
        *("source", "target", "sourceLabel", "targetLabel", "sourceKind", "targetKind"),
        *("label", "weight"),
    ]
    assert {row["weight"] for row in read} == {"0.0", "0.125", "0.75", "1.0"}


def test_what_is_no_graph_is_not_written_as_one(tmp_path):
    done = secgraph("sparql", "SELECT ('a' AS ?x) {}", "-o", "a.graphml", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "advice"), [("a.svg", "--view"), ("a.bib", "--cite bibtex"), ("a.doc", ".xlsx")]
)
def test_a_name_that_is_no_table_says_what_to_do(name, advice, tmp_path):
    done = secgraph("run", "votes/on", "-o", name, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert advice in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_output_is_never_put_in_the_place_of_a_link_or_a_folder(tmp_path):
    target, link = tmp_path / "target.xlsx", tmp_path / "link.xlsx"
    target.write_bytes(b"before")
    link.symlink_to(target)
    (tmp_path / "folder.xlsx").mkdir()
    assert secgraph("run", "votes/on", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert openpyxl.load_workbook(target)["rows"].max_row == 11
    done = secgraph("run", "votes/on", "-o", str(tmp_path / "folder.xlsx"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert (tmp_path / "folder.xlsx").is_dir()


@pytest.mark.parametrize(
    ("missing", "format", "extra"),
    [
        (["xlsxwriter"], "xlsx", "tables"),
        (["pyarrow"], "parquet", "tables"),
        (["networkx"], "gexf", "analysis"),
    ],
)
def test_a_missing_library_is_named_with_the_line_that_brings_it(missing, format, extra, tmp_path):
    """The package that writes a format cannot be imported."""
    path = tmp_path / f"a.{format}"
    program = BLOCKED.replace("{missing!r}", repr(missing))
    code, shown = typed([sys.executable, "-c", program, "run", "record/agreement-within", "-o",
                         str(path)])  # fmt: skip
    assert code == 2
    assert f"[{extra}]" in shown.replace("\n", "") and " install " in shown
    assert not path.exists()


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("record/by-grouping", 60),
        ("record/by-grouping", 80),
        ("record/cohesion", 70),
        ("evidence/coverage", 80),
    ],
)
def test_a_table_of_numbers_stays_a_table_on_a_narrow_terminal(question, columns):
    """Each row begins its own line, no line is too long, and no number is broken or lost."""
    shown = shown_at(columns, "run", question)
    lines = shown.splitlines()
    assert max(map(len, lines)) <= columns
    rule = next(place for place, line in enumerate(lines) if line.startswith("──"))
    head = " ".join(lines[2:rule]) if rule > 3 else lines[rule - 1]
    assert len(head.split()) > 3
    body = "\n".join(lines[rule:])
    for row in rows(secgraph("run", question, "--limit", "3").stdout):
        for name in ("for", "asserted", "claims"):
            if name in row:
                assert re.search(rf"(?<!\d){row[name]}(?!\d)", body)


def test_what_a_narrow_table_leaves_out_is_said():
    shown = shown_at(80, "run", "evidence/coverage")
    assert "left out, since the terminal is narrow: reason, document; csv has all" in shown


def test_texts_are_not_given_up_for_the_numbers_beside_them():
    """Of quotations the sentences matter, not the two positions."""
    shown = shown_at(80, "run", "claims/quotations")
    assert "left out" not in shown
    first = rows(secgraph("run", "claims/quotations").stdout)[0]
    assert first["text"].split()[-1] in shown


def test_one_row_is_shown_whole_whatever_its_numbers():
    shown = shown_at(60, "run", "entities/mentions", "--limit", "1")
    assert "left out" not in shown
    for value in rows(secgraph("run", "entities/mentions", "--limit", "1", "--labels").stdout)[0]:
        assert value in shown or value == "document"


def test_a_write_that_fails_leaves_nothing(tmp_path):
    """The folder cannot be written to: no file and no part of one."""
    folder = tmp_path / "missing"
    done = secgraph("run", "votes/on", "-o", str(folder / "a.xlsx"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert os.listdir(tmp_path) == []
