"""A user's own CSV gets our IRIs, byte for byte otherwise.

What is not certain is reported and never guessed.
"""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import secgraph as sg
from secgraph.errors import BadFile, BadValue, UsageError
from secgraph.linking.join import Join
from secgraph.namespaces import PREFIXES
from support.command import secgraph

SGD = PREFIXES["sgd"]


@pytest.mark.parametrize(
    ("value", "scheme", "thing", "found"),
    [
        ("Japan", None, "japan", "name"),
        ("  japan ", None, "japan", "name"),
        ("Republic of Korea", None, "south-korea", "name"),
        ("sgd:nato", None, "nato", "name"),
        (SGD + "nato", None, "nato", "name"),
        ("http://www.wikidata.org/entity/Q17", None, "japan", "wikidata"),
        ("https://www.wikidata.org/entity/Q17", None, "japan", "wikidata"),
        ("wikidata:Q17", None, "japan", "wikidata"),
        ("wd:Q17", None, "japan", "wikidata"),
        ("https://sws.geonames.org/1861060", None, "japan", "geonames"),
        ("1861060", "geonames", "japan", "geonames"),
        ("Q17", "wikidata", "japan", "wikidata"),
        ("Q17", None, "japan", "wikidata"),
        ("IND", None, "india", "iso-alpha3"),
        ("UK", None, "united-kingdom", "name"),
        ("AUS", "iso-alpha3", "australia", "iso-alpha3"),
        ("AUL", "cow-abbreviation", "australia", "cow-abbreviation"),
        ("jpn", "iso-alpha3", "japan", "iso-alpha3"),
        ("750", "Gleditsch-Ward number", "india", "gleditsch-ward"),
        ("750", "cow-number", "india", "cow-number"),
        ("036", "m49", "australia", "m49"),
        ("Moscow", "dbpedia", "", ""),
        ("ch", "marc-country", "taiwan", "marc-country"),
        ("CH", "fips", "china", "fips"),
        ("IGOWSTNAT", None, "nato", "cameo-actor"),
        ("A/RES/ES-11/6", None, "unga-vote-february-2023", "name"),
    ],
)
def test_what_is_certain_is_resolved(value, scheme, thing, found):
    result = sg.resolve(value, scheme=scheme)
    assert result.iri == (SGD + thing if thing else ""), result
    assert found in result.scheme


@pytest.mark.parametrize(
    ("value", "scheme", "reason", "told"),
    [
        (
            "AUS",
            None,
            "ambiguous",
            "Austria",
        ),  # ISO 3166-1 has Australia, Correlates of War Austria
        ("AUS", "cow-abbreviation", "unknown", "Austria"),
        ("NA", None, "ambiguous", "Namibia"),  # Namibia's code, and nothing missing
        ("XKX", "iso-alpha3", "unknown", "XKX is no ISO code"),
        ("ANT", "iso-alpha3", "unknown", "no code of ISO 3166-1 alpha-3 today"),
        ("158", "iso-alpha3", "unknown", ""),
        ("Micronesia", None, "unknown", ""),  # a state, and a region of M49
        ("Korea", None, "unknown", ""),
        ("CH", None, "ambiguous", "iso-alpha2"),  # Switzerland there, which has no code here
        ("KOR", None, "ambiguous", "cow-abbreviation"),  # Korea until 1905 there
        ("740", None, "ambiguous", "iso-numeric"),  # Suriname there
        ("36", "m49", "unknown", "has 036"),
        ("158", "m49", "unknown", "not Taiwan"),
        ("Q188712", "wikidata", "unknown", "the Empire of Japan"),
        ("Q1490", None, "unknown", ""),
        ("Tokyo", None, "ambiguous", "the city"),
        ("Europe", None, "ambiguous", "europe-as-actor"),
        ("Japan", "iso-alpha3", "unknown", "Japan (sgd:japan by name)"),
        ("JPN", "name", "unknown", ""),
        ("Japn", None, "unknown", "'Japan'?"),
        ("wikidata:Q30", "iso-alpha3", "unknown", "it is of wikidata"),
        ("https://example.org/Japan", None, "unknown", ""),
        ("claims", None, "unknown", ""),
        ("<script>", None, "unknown", ""),
        ("\N{ZERO WIDTH SPACE}", None, "unknown", ""),
    ],
)
def test_what_is_not_certain_is_not_guessed(value, scheme, reason, told):
    result = sg.resolve(value, scheme=scheme)
    assert (result.iri, result.reason) == ("", reason), result
    assert told in "; ".join(result.candidates)


def test_a_scheme_that_is_none():
    with pytest.raises(BadValue, match="did you mean iso-alpha3"):
        sg.resolve("JPN", scheme="iso-alpha-3")


def joined(text: str | bytes, **options: str) -> tuple[str, Join]:
    data = text if isinstance(text, bytes) else text.encode()
    done = Join(io.BytesIO(data), "mine.csv", **options)
    return "".join(done.rows()), done


KEPT = [
    "code,n\nJPN,1\n",
    "code,n\r\nJPN,1\r\nIND,2\r\n",
    "code,n\rJPN,1\r",
    "code,n\nJPN,1",
    "\ufeffcode,n\nJPN,1\n",
    '"code","n"\n"JPN","a, ""b"""\n',
    'code,n\nJPN,"two\nlines"\nIND,"three\r\n\r\nlines"\n',
    "code;n\nJPN;1,5\n",
    "code\tn\nJPN\t\n",
    "code|n\nJPN|1\n",
    "code,n\n\nJPN,1\n\n",
    "code,n\n  JPN  , 1 \n",
    "code,Ländername\nJPN,日本\n",
    'code,n\nJPN,"\u2028 and \x0b are no line ends"\n',
    'code,n\n"JPN",x"y\n',
    f"code,n\nJPN,{'long ' * 40_000}\n",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_the_user_has_stays_as_it_is(text):
    """Taking the new fields away gives the file back, byte for byte.

    A reader of CSV sees the new columns in the right place.
    """
    result, done = joined(text, column="code")
    assert done.unresolved == {}
    delimiter = next(mark for mark in (",", ";", "\t", "|") if mark in text.splitlines()[0])
    back = result
    for field in ("secgraph", SGD + "japan", SGD + "india"):
        back = "".join(
            piece if not number else piece[_end(piece) :]
            for number, piece in enumerate(back.split(f"{delimiter}{field}{delimiter}"))
        )
    assert back == text
    csv.field_size_limit(1 << 20)
    plain = list(
        csv.reader(io.StringIO(result.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    )
    assert all(len(row) == 4 for row in plain if row)
    assert plain[0][2:] == ["secgraph", "secgraph_scheme"]
    assert {row[2] for row in plain[1:] if row} <= {SGD + "japan", SGD + "india"}


def _end(piece: str) -> int:
    """Where the field ends that follows a new one: it holds names of schemes, or of the column."""
    return next((at for at, mark in enumerate(piece) if mark in "\r\n"), len(piece))


def test_fields_that_a_row_lacks_are_made_up_so_that_columns_fit():
    result, done = joined("n,code,m\n1\n2,JPN\n3,JPN,x\n", column="code")
    assert list(csv.reader(result.splitlines()))[1:] == [
        ["1", "", "", "", ""],
        ["2", "JPN", "", SGD + "japan", "eu-country iso-alpha3 cow-abbreviation cameo-country"],
        ["3", "JPN", "x", SGD + "japan", "eu-country iso-alpha3 cow-abbreviation cameo-country"],
    ]
    assert (done.resolved, done.empty) == (2, 1)


def test_each_value_is_reported_once_with_its_lines():
    """The line on which the row begins, also after a field of several lines."""
    text = 'code,n\nAUS,1\nJPN,"a\nb\nc"\nAUS,2\nNA,3\n' + "AUS,4\n" * 5
    _, done = joined(text, column="code", scheme="cow-abbreviation")
    told = [str(each) for each in done.unresolved.values()]
    assert told[0].startswith(
        "line 2, 6, 8 and 4 more: 'AUS' is unknown; not Australia (sgd:australia): Austria"
    )
    assert told[1] == "line 7: 'NA' is unknown"
    assert done.resolved == 1


def test_where_all_codes_are_of_one_scheme_that_is_told():
    _, done = joined("code\nGBR\nKOR\nCHN\nTWN\n")
    assert "--scheme eu-country or iso-alpha3 or cameo-country, which has 3 of the 3" in done.hint
    _, done = joined("code\nGBR\nKOR\nCHN\nTWN\n", scheme="iso-alpha3")
    assert (done.hint, done.resolved) == ("", 4)


@pytest.mark.parametrize(
    ("data", "options", "error", "message"),
    [
        (b"", {}, BadFile, "mine.csv:1: is empty"),
        (b"\n", {}, BadFile, "is empty"),
        (b"sep=;\ncode;n\nJPN;1\n", {"column": "code"}, BadFile, "mine.csv:1: .*Excel.*remove it"),
        (b"\xef\xbb\xbfsep=\t\r\ncode\tn\r\n", {"column": "code"}, BadFile, "mine.csv:1: .*Excel"),
        (b"sep=x\n", {"column": "sep"}, BadFile, "mine.csv:1: .*Excel"),
        (
            "code,n\nJPN,é\n".encode("latin-1"),
            {"column": "code"},
            BadFile,
            "mine.csv:2: is not UTF-8 .byte 0xe9.*iconv",
        ),
        ("code,n\nJPN,1\n".encode("utf-16"), {"column": "code"}, BadFile, "mine.csv: is UTF-16"),
        (b"code,n\nJP\0N,1\n", {"column": "code"}, BadFile, "mine.csv:2: holds a null"),
        (
            b"code,n\nJPN,1,2\n",
            {"column": "code"},
            BadFile,
            "mine.csv:2: has 3 fields where the first line names 2",
        ),
        (b'code,n\nJPN,"1\n', {"column": "code"}, BadFile, "mine.csv:2: cannot be read as CSV"),
        (b"code,n\nJPN,1\n", {}, UsageError, "say which .* --column 'code' | 'n'"),
        (b"code,n\nJPN,1\n", {"column": "kode"}, BadValue, "no such column; it has code, n"),
        (b"code,n\nJPN,1\n", {"column": "3"}, BadValue, "no such column"),
        (b"code,code\nJPN,1\n", {"column": "code"}, BadValue, "2 columns have this name"),
        (
            b"code,secgraph\nJPN,1\n",
            {"column": "code"},
            UsageError,
            "already; name the new one with --as",
        ),
        (
            b"code,n\nJPN,1\n",
            {"column": "code", "scheme": "nonsense"},
            BadValue,
            "no links to a scheme",
        ),
    ],
)
def test_a_file_that_is_not_as_it_should_be(data, options, error, message):
    with pytest.raises(error, match=message):
        joined(data, **options)


def test_a_column_by_its_number():
    assert SGD + "india" in joined("n,code\n1,IND\n", column="2")[0]


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    mine, new = tmp_path / "mine.csv", tmp_path / "new.csv"
    mine.write_bytes(b"code,n\nJPN,1\nJPN,\xe9\n")
    new.write_text("what was there", encoding="utf-8")
    with pytest.raises(BadFile, match=":3: is not UTF-8"):
        sg.join_csv(str(mine), str(new), column="code")
    assert new.read_text(encoding="utf-8") == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv", "new.csv"]
    mine.write_bytes(b"code,n\nJPN,1\n")
    done = sg.join_csv(str(mine), str(mine), column="code", called="thing")
    assert done.resolved == 1
    assert mine.read_text(encoding="utf-8").splitlines()[0] == "code,n,thing,thing_scheme"
    with pytest.raises(BadFile, match="cannot be written"):
        sg.join_csv(str(mine), str(tmp_path / "no" / "new.csv"), column="code")


def test_a_process_that_is_ended_leaves_no_unfinished_file(tmp_path):
    """TERM comes while the input, a pipe, is still open."""
    mine, new = tmp_path / "mine.csv", tmp_path / "new.csv"
    os.mkfifo(mine)
    new.write_text("what was there", encoding="utf-8")
    command = [sys.executable, "-m", "secgraph", "links", "resolve", str(mine), "-o", str(new)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as resolving:
        with mine.open("wb", buffering=0) as pipe:  # waits until the process reads
            pipe.write(b"code\nJPN\n")
            assert (tmp_path / f"new.csv.{resolving.pid}.part").exists()
            resolving.terminate()
            assert resolving.wait() == 130
        assert resolving.stderr is not None
        assert resolving.stderr.read() == b"secgraph: interrupted\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv", "new.csv"]
    assert new.read_text(encoding="utf-8") == "what was there"


def test_the_limit_of_the_csv_module_is_as_before():
    """While rows are taken, at the end, and where a row cannot be read; long cells are taken."""
    before = csv.field_size_limit()
    long = b"x" * (before + 1)
    rows = Join([b"code,n\n", b"JPN," + long + b"\n", b'"GB" R,1\n'], "mine", column="code").rows()
    next(rows)
    assert csv.field_size_limit() == before
    assert next(rows).startswith(f"JPN,{long.decode()},{SGD}japan")
    assert csv.field_size_limit() == before
    with pytest.raises(BadFile, match="cannot be read as CSV"):
        next(rows)
    assert csv.field_size_limit() == before


def test_from_the_command_line(tmp_path):
    """Exit code 0 where all is resolved, 1 where some is not, 2 where it was put wrongly.

    The report is on standard error.
    """
    mine = tmp_path / "mine.csv"
    mine.write_text("country,x\nJPN,1\nAUS,2\n", encoding="utf-8")
    done = secgraph("links", "resolve", str(mine), "--column", "country")
    assert done.returncode == 1
    assert done.stdout.splitlines()[1].startswith(f"JPN,1,{SGD}japan,")
    assert done.stdout.splitlines()[2] == "AUS,2,,"
    assert f"{mine}: line 3: 'AUS' is ambiguous" in done.stderr
    assert "1 row resolved, 1 not" in done.stderr
    done = secgraph(
        "links",
        "resolve",
        str(mine),
        "--column",
        "country",
        "--scheme",
        "iso-alpha3",
        "-o",
        str(tmp_path / "new.csv"),
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "new.csv").read_text(encoding="utf-8").splitlines()[
        2
    ] == f"AUS,2,{SGD}australia,iso-alpha3"
    for wrong in (
        ["--column", "nonsense"],
        [],
        ["--column", "country", "--delimiter", "ab"],
        ["--column", "country", "--scheme", "x"],
    ):
        done = secgraph("links", "resolve", str(mine), *wrong)
        assert (done.returncode, done.stdout) == (2, ""), wrong
        assert done.stderr.startswith("secgraph: ")
    assert secgraph("links", "resolve", str(tmp_path / "nothing.csv")).returncode == 2
    assert (
        secgraph("links", "resolve", "-", "--scheme", "iso-alpha2", stdin="c\nJP\n").stdout
        == f"c,secgraph,secgraph_scheme\nJP,{SGD}japan,iso-alpha2\n"
    )
    done = secgraph(
        "links", "resolve", "-", "--delimiter", "tab", "--column", "c", stdin="c\ta,b\nJPN\t1\n"
    )
    assert done.stdout.splitlines()[1].startswith(f"JPN\t1\t{SGD}japan\t")


def test_a_large_file_streams(tmp_path: Path):
    """The first rows come before the last are read.

    A pipe that never ends is answered all the same.
    """
    script = "import sys\nsys.stdout.write('c\\n')\nwhile True: sys.stdout.write('JPN\\n')\n"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as endless:
        command = [sys.executable, "-m", "secgraph", "links", "resolve", "-"]
        with subprocess.Popen(
            command, stdin=endless.stdout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as resolving:
            assert resolving.stdout is not None
            lines = [resolving.stdout.readline() for _ in range(5)]
            resolving.kill()
        endless.kill()
    assert lines[0] == b"c,secgraph,secgraph_scheme\n"
    assert lines[4].startswith(b"JPN,https://w3id.org/secgraph/id/japan,")
