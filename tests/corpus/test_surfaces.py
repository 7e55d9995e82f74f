"""A corpus from Python, as tables, as statements in a server, described, drawn, with a record."""

import csv
import shutil

import duckdb
import pyoxigraph
import pytest

import secgraph as sg
from secgraph import imports, stores
from secgraph.corpus import description, export, manifest, rdf
from secgraph.dataset import release
from support import oxigraph as servers
from support.command import secgraph
from support.paths import FIXTURES

ANSWERS = FIXTURES / "corpus" / "answers"
VOID = "http://rdfs.org/ns/void#"


def expected(name: str) -> list[list[str]]:
    """The rows that were read from the texts, with the head."""
    with (ANSWERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# ---- from Python ----


def test_a_corpus_is_opened_and_asked_in_two_lines(folder, archive, opened):
    """secgraph.open gives what the texts say, as rows, as a data frame, and with the sentence."""
    head, *rows = expected("first thing=Quad")
    result = opened.run("corpus/first", thing="Quad")
    assert [list(row.values()) for row in result.rows] == rows
    assert list(result.to_pandas().columns) == head
    (row,) = result.with_evidence(str(archive)).rows
    assert row["evidenceText"] == "The Quad met in autumn."


def test_a_corpus_is_a_store_for_every_function(folder, opened):
    """secgraph.stores.open gives one for run and ask; others are asked of the release beside."""
    store = stores.open(str(folder))
    assert sg.run("corpus/by-year", thing="AUKUS", store=store).rows
    members = opened.run("groupings/members", grouping="Quad")
    assert members.rows == sg.run("groupings/members", grouping="Quad").rows
    assert opened.ask("India", "agrees with", "Japan") == sg.ask("India", "agrees with", "Japan")
    assert "Quad" in opened.show("Japan")


def test_prefixes_of_the_graph_need_not_be_declared(opened):
    query = "SELECT (COUNT(?m) AS ?n) WHERE { ?m sg:refersTo sgd:quad }"
    assert opened.sparql(query).rows == [{"n": "2"}]
    with pytest.raises(sg.BadQuery, match="outside of the subset"):
        opened.sparql("SELECT ?m WHERE { ?m sg:hasHedge ?h }")


def test_a_citation_names_the_speech_its_speaker_and_the_corpus(opened):
    cited = opened.run("corpus/first", thing="Quad").cite()
    assert "Cleo Speaker. Australia, general debate of 2021." in cited
    assert "Jankin, Baturo and Dasandi. United Nations General Debate Corpus." in cited
    assert "P1.S2" in cited
    assert "general debate" not in sg.run("corpus/first", thing="Quad").cite()


def test_whose_data_it_is_stays_with_an_answer_that_is_cut(folder):
    done = secgraph(
        "run", "corpus/most-named", "state=Australia", "--store", str(folder), "--limit", "1"
    )
    assert "source: United Nations General Debate Corpus" in done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (lambda store: store.add("x"), "not beside a corpus"),
        (lambda store: store.import_("un-votes", "x.csv"), "a corpus takes no import"),
        (lambda store: store.check(), "check reads files"),
        (lambda store: sg.open(store.spec, graph="urn:x:y"), "it has no graphs"),
        (lambda store: sg.open(store.spec, data="x.ttl"), "is another store"),
        (lambda store: stores.open(store.spec, services=True), "it asks nobody"),
    ],
)
def test_what_a_corpus_cannot_do_is_refused_in_a_line(ask, reason, opened, folder):
    with pytest.raises(sg.UsageError, match=reason):
        ask(opened)
    manifest.check(manifest.read(str(folder)), str(folder))


def test_a_corpus_that_changes_after_it_was_opened_is_not_asked(folder, tmp_path):
    """A stray file is named, and once it is gone again there are answers; a new manifest is not
    asked any more."""
    place = tmp_path / "copy"
    shutil.copytree(folder, place)
    store = sg.open(place)
    rows = store.run("corpus/by-state", thing="NATO").rows
    stray = place / "mentions" / "session=76" / "part-copy.parquet"
    stray.write_bytes(b"PAR1")
    with pytest.raises(sg.EngineError, match=r"part-copy\.parquet: does not belong"):
        store.run("corpus/by-state", thing="NATO")
    stray.unlink()
    assert store.run("corpus/by-state", thing="NATO").rows == rows
    (part,) = (place / "mentions" / "session=76").iterdir()
    part.rename(tmp_path / part.name)
    with pytest.raises(sg.EngineError, match="is missing from the corpus"):
        store.run("corpus/by-state", thing="NATO")
    shutil.move(tmp_path / part.name, part)
    held = manifest.read(str(place))
    manifest.write(held, str(place))
    with pytest.raises(sg.EngineError, match="was changed since it was opened"):
        store.run("corpus/by-state", thing="NATO")
    assert sg.open(place).run("corpus/by-state", thing="NATO").rows == rows


def test_a_folder_that_is_none_and_a_corpus_of_another_version_are_refused(folder, tmp_path):
    (tmp_path / "plain").mkdir()
    with pytest.raises(sg.BadFile, match="is no Oxigraph store"):
        sg.open(tmp_path / "plain")
    place = tmp_path / "other"
    shutil.copytree(folder, place)
    text = (place / "manifest.json").read_text(encoding="utf-8")
    for changed, reason in (
        (text.replace('"format": 1', '"format": 2'), "was written by another version"),
        ("{", "is damaged"),
        ("{}", "is damaged"),
    ):
        (place / "manifest.json").write_text(changed, encoding="utf-8")
        with pytest.raises(sg.BadFile, match=reason):
            sg.open(place)
        for words in (("run", "corpus/first", "--store"), ("describe",), ("corpus", "status")):
            done = secgraph(*words, str(place))
            assert (done.returncode, reason in done.stderr) == (2, True), done.stderr


# ---- figures ----


def test_numbers_of_years_are_a_line_and_rows_beside_a_thing_a_heat_map(opened):
    line = sg.draw(opened.run("corpus/by-year", thing="AUKUS"), "line").decode()
    assert "thing: AUKUS" in line and "Source: United Nations General Debate Corpus" in line
    heat = sg.draw(opened.run("corpus/together", thing="Quad"), "heat").decode()
    assert ">Indo-Pacific<" in heat and ">Quad<" in heat
    heat = sg.draw(opened.run("corpus/alike", state="France", year="2021"), "heat").decode()
    assert ">likeness<" in heat and ">France<" in heat
    bars = sg.draw(opened.run("corpus/by-year", thing="AUKUS"), "bars").decode()
    assert ">2021<" in bars
    places = sg.draw(opened.run("corpus/by-state", thing="NATO"), "map").decode()
    assert ">Australia<" in places and ">Japan<" in places
    with pytest.raises(sg.UsageError, match="no column of years"):
        sg.draw(opened.run("corpus/most-named", state="Australia"), "line")


# ---- tables and statements ----


def test_the_tables_hold_the_rows_of_the_corpus_by_their_iris(folder, tmp_path):
    done = secgraph("export", "--parquet", "--store", str(folder), "-o", str(tmp_path / "out"))
    assert "11 documents, 24 passages, 38 mentions" in done.stdout, done.stderr
    rows = duckdb.sql(
        f"""SELECT d.speaker, p.identifier, m.surface FROM '{tmp_path}/out/mentions.parquet' m
        JOIN '{tmp_path}/out/passages.parquet' p USING (passage)
        JOIN '{tmp_path}/out/documents.parquet' d ON d.document = m.document
        WHERE m.thing = 'https://w3id.org/secgraph/id/quad' ORDER BY p.ordinal"""
    ).fetchall()
    assert rows == [("Cleo Speaker", "P1.S2", "Quad"), ("Cleo Speaker", "P2.S1", "Quad")]
    graph = pyoxigraph.Store()
    graph.load(path=str(tmp_path / "out" / "void.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    assert len(graph)


def test_the_tables_of_some_sessions_are_the_same_bytes_twice(folder, tmp_path):
    counts = [export.write(str(folder), str(tmp_path / name), [76, 77]) for name in ("a", "b")]
    assert counts[0] == counts[1] and counts[0]["documents"] == 6
    assert not (tmp_path / "a" / "void.ttl").exists()
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (("export", "--parquet"), "name it by --store DIR"),
        (("export", "--sessions", "76"), "go with --parquet"),
        (("export", "--parquet", "--store", "{plain}", "-o", "{new}"), "is no corpus"),
        (("export", "--parquet", "--store", "{corpus}", "-o", "{plain}"), "is there already"),
        (
            ("export", "--parquet", "--store", "{corpus}", "--sessions", "80", "-o", "{new}"),
            "no session 80",
        ),
        (
            ("export", "--parquet", "--store", "{corpus}", "--sessions", "x", "-o", "{new}"),
            "names no sessions",
        ),
        (("corpus", "export", "{corpus}", "--sessions", "12", "-o", "{new}.nt"), "no session 12"),
        (("describe", "{plain}"), "address of a store"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_nothing(argv, reason, folder, tmp_path):
    (tmp_path / "plain").mkdir()
    names = {"corpus": str(folder), "plain": str(tmp_path / "plain"), "new": str(tmp_path / "new")}
    done = secgraph(*(word.format(**names) for word in argv))
    assert (done.returncode, reason in done.stderr) == (2, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["plain"]


def test_the_description_counts_what_an_export_writes(folder):
    """By class and by property, as a parser counts them in the N-Triples."""
    lines = "".join(rdf.triples(str(folder))).encode()
    quads = list(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert len(quads) == len(set(quads))
    described = description.of(str(folder))
    properties: dict[str, int] = {}
    classes: dict[str, int] = {}
    for quad in quads:
        name = quad.predicate.value
        properties[name] = properties.get(name, 0) + 1
        if name.endswith("#type"):
            classes[quad.object.value] = classes.get(quad.object.value, 0) + 1
    assert described.statements == len(quads)
    assert {name: count for name, count in described.properties.items() if count} == properties
    assert described.classes == classes
    void = secgraph("describe", str(folder), "--format", "turtle").stdout
    graph = pyoxigraph.Store()
    graph.load(void.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    corpus = pyoxigraph.NamedNode("https://w3id.org/secgraph/corpus/ungdc")
    (triples,) = graph.quads_for_pattern(corpus, pyoxigraph.NamedNode(f"{VOID}triples"), None)
    assert triples.object.value == str(len(quads))
    assert "11 documents, 24 passages, 38 mentions in 5 sessions" in (
        secgraph("describe", str(folder)).stdout
    )


def test_a_server_with_the_release_and_the_corpus_gives_the_same_rows(folder, tmp_path):
    """Loaded by session into Oxigraph; loading sessions again changes nothing, and they are taken
    out again."""
    with servers.oxigraph(tmp_path, "--union-default-graph") as url:
        triples = release.store().dump(
            format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
        )
        servers.put(url, "urn:x-release", triples)
        done = secgraph("load", url, str(folder), "--sessions", "76-77")
        assert "in 3 graphs" in done.stdout, done.stderr
        assert "in 6 graphs" in secgraph("load", url, str(folder)).stdout
        server = sg.open(url, graph=None)
        for name, values in (
            ("first", {"thing": "Indo-Pacific"}),
            ("by-year", {"thing": "AUKUS"}),
            ("together", {"thing": "Quad"}),
        ):
            (words,) = (f"{key}={value}" for key, value in values.items())
            _, *rows = expected(f"{name} {words}")
            result = server.run(f"corpus/{name}", values)
            assert [list(row.values()) for row in result.rows] == rows
        done = secgraph("unload", url, str(folder))
        assert done.stdout.count("statements removed") == 6, done.stdout + done.stderr
        assert server.run("corpus/first", thing="Indo-Pacific").rows == []
        refused = secgraph("load", url, str(folder), "--default-graph")
        assert "a graph of its own" in refused.stderr
        assert "load it alone" in secgraph("load", url, str(folder), str(folder)).stderr
        assert "no session 5" in secgraph("load", url, str(folder), "--sessions", "5").stderr


# ---- speech and vote ----

CALLS = {
    # In 2018 Australia, Japan and Russia speak, and the first two name NATO. France does not speak.
    "2018-12-01": {"AUS": "Y", "JPN": "Y", "RUS": "N", "FRA": "Y"},
    "2018-12-02": {"AUS": "Y", "JPN": "N", "RUS": "N", "FRA": "N"},
    # Who does not vote makes no pair.
    "2018-12-03": {"AUS": "A", "JPN": "X", "RUS": "A"},
    # In a year without speeches nothing is compared.
    "2019-12-01": {"AUS": "Y", "JPN": "Y"},
    # In 2021 Australia, China and France speak, and nobody names NATO.
    "2021-12-01": {"AUS": "Y", "CHN": "N", "FRA": "Y", "JPN": "Y"},
}
PAIRS = [
    "2018,3,2,4,2,0.5,10,4,0.4",
    "2021,1,0,0,0,0,6,2,0.3333",
    "2022,5,2,10,0,0,20,10,0.5",
]
"""Counted by hand before the question was asked; 2022 has the roll calls of the release."""


def test_speech_and_vote_counts_the_pairs_of_a_record(archive, tmp_path):
    """The votes of a store that secgraph import has made, taken in by corpus add --record."""
    header = imports.find("un-votes").header
    with (tmp_path / "votes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        for number, (date, votes) in enumerate(CALLS.items()):
            totals = [str(list(votes.values()).count(option)) for option in "YNAX"]
            for code, vote in votes.items():
                writer.writerow(
                    {
                        "undl_id": str(9000 + number),
                        "ms_code": code,
                        "ms_name": code,
                        "ms_vote": vote,
                        "date": date,
                        "session": str(int(date[:4]) - 1945),
                        "resolution": f"A/RES/{number}",
                        "title": "A question",
                        **dict(zip(header[14:18], totals, strict=True)),
                        "total_ms": str(len(votes)),
                    }
                )
    dataset = imports.DatasetImport(imports.find("un-votes"), [str(tmp_path / "votes.csv")])
    imports.add(dataset, str(tmp_path / "record"))
    argv = ("corpus", "add", "ungdc", str(archive), "-o", str(tmp_path / "corpus"))
    done = secgraph(*argv, "--record", str(tmp_path / "record"))
    assert done.returncode == 0, done.stderr
    result = sg.open(tmp_path / "corpus").run("corpus/speech-and-vote", thing="NATO")
    assert [",".join(row.values()) for row in result.rows] == PAIRS
