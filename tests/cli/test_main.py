"""The command line, as a process of its own."""

import csv
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph
import pytest

from secgraph.cli import table, verbs
from secgraph.query.result import Result
from secgraph.stores.answer import Answer
from support.command import COMMAND, on_a_terminal, process, secgraph
from support.paths import FEDERATING, FIXTURES, QUERIES, ROOT
from support.waiting import until


def test_alone_it_says_what_the_graph_is_about_and_three_commands():
    done = process()
    assert done.returncode == 0
    assert "East is East" in done.stdout
    assert done.stdout.count("  secgraph ") == 3


def test_the_three_commands_work():
    import shlex

    for line in secgraph().stdout.splitlines():
        if line.startswith("  secgraph "):
            done = secgraph(*shlex.split(line)[1:])
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout.count("\n") > 1


def test_the_version_is_named():
    assert secgraph("--version").stdout == "secgraph 0.1.0\n"


def test_help_lists_every_verb_and_each_verb_explains_itself():
    """The verbs in the list of help are those that run; a wrong one names them all."""
    from secgraph.cli.verbs import VERBS

    listed = secgraph("--help").stdout
    assert all(re.search(rf"^    {verb}(?: |$)", listed, re.MULTILINE) for verb in VERBS)
    assert all(f"'{verb}'" in secgraph("nonsense").stderr for verb in VERBS)
    assert "--show" in secgraph("run", "--help").stdout


def helps() -> dict[str, str]:
    """The help of each verb and of each action of one, 80 columns wide."""
    from secgraph.cli import verbs

    found = {}
    for verb in verbs.VERBS:
        whole = verbs._parsers(verbs.parser(verb))[verb]
        found[verb] = whole.format_help()
        for action in whole._actions if verb in verbs.ACTIONS else ():
            for name, own in (action.choices or {}).items() if action.dest == "action" else ():
                found[f"{verb} {name}"] = own.format_help()
    return found


def test_each_help_has_examples_and_exit_codes_and_fits(monkeypatch):
    """The codes are those that docs/stores.md explains; each verb with words of its own says
    what each does."""
    monkeypatch.setenv("COLUMNS", "80")
    from secgraph.cli import verbs

    verbs._columns.cache_clear()
    texts = helps()
    verbs._columns.cache_clear()
    assert len(texts) == len(verbs.VERBS) + sum(map(len, verbs.ACTIONS.values()))
    for verb, text in texts.items():
        assert max(map(len, text.splitlines())) <= 80, verb
        examples, _, codes = text.partition("\nexamples:\n")[2].partition("\nexit codes:\n")
        assert f"  secgraph {verb}" in examples, verb
        numbers = [int(line.split()[0]) for line in codes.splitlines()]
        assert numbers == sorted(set(numbers)) and {0, 2} <= set(numbers) <= set(range(8)), verb
    for word in ("check:", "resolve:", "export:"):
        assert word in texts["links"]
    for word in ("new:", "test:", "export:"):
        assert word in texts["queries"]


def test_the_examples_of_help_that_need_no_file_work(monkeypatch):
    """Their names are those of the data."""
    import shlex

    run = 0
    for verb, text in helps().items():
        if verb not in ("run", "ask", "show", "passage", "find", "queries", "links"):
            continue
        examples = text.partition("\nexamples:\n")[2].partition("\n\n")[0].splitlines()
        words = shlex.split(examples[0])[1:]
        done = secgraph(*words)
        assert (done.returncode, done.stderr) == (0, ""), words
        assert done.stdout.count("\n") >= 1
        run += 1
    assert run == 7


def test_a_pipe_gets_the_csv_beside_the_query():
    """Piped, an answer is clean CSV: the very file kept beside the question."""
    expected = (ROOT / "queries" / "linkage" / "between-regions.csv").read_text(encoding="utf-8")
    assert process("run", "linkage/between-regions").stdout == expected


def test_values_go_by_label():
    """Asked in the other order and by other spellings, a symmetric question has the same answer."""
    done = secgraph("run", "linkage/between-regions", "from=indo–pacific", "to=sgd:north-atlantic")
    assert done.stdout == secgraph("run", "linkage/between-regions").stdout


def test_the_sparql_is_shown_with_the_values_in_it_and_runs_anywhere():
    """What --show prints is the query that was asked: run as SPARQL it gives the same answer."""
    shown = secgraph(
        "run", "linkage/between-regions", "from=Asia", "to=North Atlantic", "--show"
    ).stdout
    assert "VALUES ?fromRegion { <https://w3id.org/secgraph/id/asia> }" in shown
    rows = list(csv.reader(io.StringIO(secgraph("sparql", "-", stdin=shown).stdout)))
    assert rows == list(
        csv.reader(
            io.StringIO(
                secgraph("run", "linkage/between-regions", "from=Asia", "to=North Atlantic").stdout
            )
        )
    )


def test_a_terminal_gets_a_table_that_fits():
    shown = on_a_terminal("run", "linkage/between-regions", NO_COLOR="1")
    assert "P10.S2" in shown
    assert "denied" in shown
    assert "https://" not in shown
    assert "first region: North Atlantic; second region: Indo-Pacific" in shown
    assert max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in shown.splitlines()) <= 80


def test_no_color_is_honoured():
    assert "\x1b[3" not in on_a_terminal("run", "votes/on", NO_COLOR="1")


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "xml", "markdown", "table"])
def test_each_format_is_written(kind):
    done = secgraph("run", "votes/on", "--format", kind)
    assert done.returncode == 0
    assert "India" in done.stdout


def test_json_is_json():
    found = json.loads(secgraph("run", "votes/on", "--format", "json").stdout)
    assert len(found["results"]["bindings"]) == 10


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["run", "linkage/between-region"], "did you mean 'linkage/between-regions'?"),
        (["run", "../../etc/passwd"], "no saved query named"),
        (["run", "threats/to", "who=Japan"], "it takes target"),
        (["run", "threats/to", "Japan"], "give values as name=value"),
        (["run", "threats/to", "target=Japan", "target=India"], "given twice"),
        (["run", "threats/to", "target=Jappan"], "did you mean 'Japan'"),
        (["run", "linkage/between-regions", "from=Japan"], "of another class"),
        (["run", "threats/to", 'target="} DROP ALL #'], "no sg:Actor is named"),
        (["run", "threats/to", "target=a'\"{}\n}\\"], "no sg:Actor is named"),
        (["run", "threats/to", "target="], "needs a value"),
        (["run", "threats/to", "target=javascript:alert(1)"], "cannot be used"),
        (["run", "threats/to", "--data", "none.ttl"], "none.ttl: cannot be read"),
        (["sparql", "SELECT * {"], "not a SPARQL query: line 1"),
        (["sparql", "none.rq"], "none.rq: is not there"),
        (["show", "Atlantis"], "no thing is named 'Atlantis'"),
        (["find", "xyzzy"], "nothing has 'xyzzy'"),
        (["find", " "], "has no word to look for; try 'secgraph find"),
        (["sparql", "DROP ALL"], "SELECT, ASK, CONSTRUCT"),
        (["queries", "nonsense"], "no saved query named"),
        (["passage", "P99.S9"], "no passage is named 'P99.S9'"),
        (["passage", "Japan"], "a passage is named like P10.S2"),
        (["passage", "P14.S5", "--text", "none.txt"], "none.txt: cannot be read"),
        (["coverage", "--text", "none.txt"], "none.txt: cannot be read"),
        (["coverage", "-o", "x.gif"], "a name that ends in .svg"),
        (["coverage", "-o", "no/such/folder/x.svg"], "cannot be written"),
        (["reason", "--date", "soon"], "a date such as 2018-12-31"),
        (["reason", "none.ttl"], "none.ttl: cannot be read"),
        (["check", "none.ttl"], "none.ttl: there is no such file"),
        (["check", "--text", "none.txt"], "none.txt: cannot be read"),
        (["export", "-o", "no/such/folder/x.ttl"], "cannot be written"),
    ],
)
def test_a_mistake_is_one_line_with_the_next_step(argv, says, tmp_path):
    """Exit code 2, one line on standard error, nothing on standard output, no traceback, nothing
    written."""
    done = secgraph(*argv, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("secgraph: ")
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "argv",
    [
        ["run"],
        ["nonsense"],
        ["run", "votes/on", "--format", "yaml"],
        ["run", "votes/on", "--timeout", "-1"],
        ["run", "votes/on", "--timeout", "soon"],
    ],
)
def test_bad_usage_exits_2(argv):
    done = process(*argv)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("name", "content"), [("a.ttl", "no RDF"), ("b.ttl", ""), ("c.txt", "x")])
def test_a_bad_data_file_is_named(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = process("run", "votes/on", "--data", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, "")
    assert str(tmp_path / name) in done.stderr


def test_a_users_data_stand_beside_the_graph(tmp_path):
    """A membership in a file of the user's own is in the answer, and only with that file."""
    (tmp_path / "mine.ttl").write_text(
        """@prefix sg: <https://w3id.org/secgraph/ns#> .
        @prefix sgv: <https://w3id.org/secgraph/vocab/> .
        @prefix sgd: <https://w3id.org/secgraph/id/> .
        @prefix org: <http://www.w3.org/ns/org#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        sgd:mine a org:Membership ; org:member sgd:ukraine ; org:organization sgd:quad ;
        sg:hasMembershipKind sgv:membership-observer ;
        dcterms:source sgd:source-un-es11 .""",
        encoding="utf-8",
    )
    assert (
        "Ukraine,observer,existing"
        in secgraph("run", "groupings/members", "--data", str(tmp_path / "mine.ttl")).stdout
    )
    assert "Ukraine" not in secgraph("run", "groupings/members").stdout


def test_sparql_comes_as_text_as_a_file_and_from_standard_input(tmp_path):
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?c a <https://w3id.org/secgraph/ns#Claim> }"
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")
    text, file, piped = (
        process("sparql", query),
        process("sparql", str(tmp_path / "q.rq")),
        process("sparql", "-", stdin=query),
    )
    assert text.stdout == file.stdout == piped.stdout
    assert int(text.stdout.split()[1]) > 150


def test_a_query_comes_from_a_pipe_as_a_shell_makes_one_of_a_command(tmp_path):
    pipe = tmp_path / "63"  # as /dev/fd/63, whose name says nothing
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("ASK {}",), daemon=True)
    writer.start()
    assert secgraph("sparql", str(pipe)).stdout == "true\n"
    writer.join()


def test_a_pipe_is_no_file_to_check(tmp_path):
    os.mkfifo(tmp_path / "a.ttl")
    done = secgraph("check", str(tmp_path / "a.ttl"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "a.ttl: is no regular file" in done.stderr


@pytest.mark.parametrize("option", ["--no-pager", "--debug"])
def test_an_option_of_every_verb_may_stand_before_it(option):
    """The words behind the verb are taken in any order then too."""
    words = ("alignment/between", "--limit", "1", "a=Japan")
    done = secgraph(option, "run", *words)
    assert done.returncode == 0 and done.stdout == secgraph("run", *words).stdout
    name = option.strip("-").replace("-", "_")
    chosen = verbs.arguments(["document", option, "status", "folder"])
    assert getattr(chosen, name) is True
    assert not hasattr(verbs.arguments(["document", "status", "folder"]), name)


CLOSED = [
    (("import", "a.csv"), "a.csv: cannot be read"),
    (("sparql", "ASK {}", "--store", "closed"), "closed: cannot be read"),
    (("run", "a/b", "--queries", "closed"), "closed: cannot be read"),
    (("run", "closed/b", "--queries", "."), "closed: cannot be read"),
]


@pytest.mark.skipif(not shutil.which("setpriv"), reason="no rights can be given up here")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
@pytest.mark.parametrize(("argv", "message"), CLOSED, ids=[argv[0] for argv, _ in CLOSED])
def test_what_may_not_be_read_is_said_to_be_that(argv, message, tmp_path):
    """And not that it is missing or of another kind; asked without root's right to read all."""
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "a.csv").write_text("a,b\n")
    (tmp_path / "a.csv").chmod(0)
    rights = "-dac_override,-dac_read_search"
    done = subprocess.run(
        ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", *COMMAND, *argv],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert f"{message} (Permission denied)" in done.stderr


def test_prefixes_of_the_graph_need_no_declaration():
    assert secgraph("sparql", "ASK { sgd:nato a sg:Alliance }").stdout == "true\n"


def test_a_query_that_takes_too_long_exits_3():
    done = process(
        "sparql",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }",
        "--timeout",
        "3",
    )
    assert done.returncode == 3
    assert "no answer within 3 seconds" in done.stderr


def test_a_service_that_does_not_answer_exits_3():
    """A query that is right and cannot be answered is the store's failure, not the user's."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        done = process(
            "sparql",
            (
                f"SELECT * {{ SERVICE <http://127.0.0.1:{taken.getsockname()[1]}/sparql> {{ "
                f"?s ?p ?o }} }}"
            ),
            "--allow-service",
        )
    assert done.returncode == 3
    assert done.stderr.startswith("secgraph: the query was understood and failed")


def test_no_rows_are_no_denial():
    assert "the graph is silent" in on_a_terminal("run", "threats/to", "target=Australia")


def test_control_c_ends_a_running_query():
    """Interrupted while a query runs that would take hours, the process ends by that signal."""
    code = (
        "import sys; from secgraph.cli import main; print('ready', file=sys.stderr, "
        "flush=True); main(sys.argv[1:])"
    )
    query = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "sparql", query],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "ready\n"
        # The store has been read and the query has begun once the process has used a second of its
        # own time.
        while int(
            Path(f"/proc/{process.pid}/stat")
            .read_text(encoding="utf-8")
            .rpartition(")")[2]
            .split()[11]
        ) < os.sysconf("SC_CLK_TCK"):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait() == -signal.SIGINT


def test_a_reader_that_stops_early_gets_no_complaint():
    """A pipe closed after the first line, as by head, ends the command without a word."""
    with subprocess.Popen(
        [*COMMAND, "export", "--format", "nt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_question_is_explained_with_the_values_it_takes():
    shown = secgraph("queries", "linkage/between-regions").stdout
    assert "Which claims link two regions" in shown
    assert "North Atlantic" in shown


def test_the_list_of_questions_is_whole():
    rows = list(csv.reader(io.StringIO(secgraph("queries").stdout)))
    assert [row[0] for row in rows[1:]] == sorted(
        f"{path.parent.name}/{path.stem}" for path in (*QUERIES, *FEDERATING)
    )


def test_a_thing_is_shown_with_its_claims_in_the_order_of_the_text():
    shown = secgraph("show", "JAUKUS").stdout
    assert "proposed grouping" in shown
    assert shown.index("P11.S6") > 0


def test_a_claim_is_shown_with_holder_force_and_what_bears_on_it():
    shown = secgraph("show", "ee:c-p10s2-b").stdout
    for part in (
        "has claimant: the authors",
        "has polarity: denied",
        "has evidence: P10.S2",
        "attacks:",
        "concedes to it:",
    ):
        assert part in shown


def test_a_name_of_several_things_shows_each():
    shown = secgraph("show", "Europe").stdout
    assert "sgd:europe)" in shown
    assert "sgd:europe-as-actor)" in shown


def test_a_search_finds_labels_aliases_and_questions():
    found = secgraph("find", "uncle sam").stdout
    assert "secgraph show 'United States'" in found
    assert "linkage/between-regions" in secgraph("find", "regions").stdout


def test_a_check_that_finds_something_exits_1(tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix ex: <urn:x:> .\nex:a ex:b\n", encoding="utf-8")
    done = process("check", str(path))
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith(f"{path}:")
    assert done.stdout.splitlines()[-1].startswith("1 found")


@pytest.mark.parametrize(("name", "content"), [("empty.ttl", ""), ("table.csv", "a,b")])
def test_a_file_that_holds_nothing_to_check_exits_2(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = secgraph("check", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_a_check_names_file_line_and_subject():
    path = FIXTURES / "faulty" / "every-part.ttl"
    done = secgraph("check", str(path))
    assert done.returncode == 1
    assert "sgs:claim-polarity" in done.stdout
    assert "every-part.ttl:7: ee:c-mine" in done.stdout


def test_export_writes_the_whole_file_or_none(tmp_path):
    """The file appears in one step; where it cannot be written, what was there stays."""
    target = tmp_path / "out.nt"
    assert secgraph("export", "--format", "nt", "-o", str(target)).returncode == 0
    whole = target.read_bytes()
    assert whole.endswith(b" .\n")
    assert [path.name for path in tmp_path.iterdir()] == ["out.nt"]
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "inside").write_text("x", encoding="utf-8")
    done = secgraph("export", "--format", "nt", "-o", str(folder))
    assert done.returncode == 2
    assert (folder / "inside").read_text(encoding="utf-8") == "x"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "out.nt"]


@pytest.mark.long
@pytest.mark.sampled
def test_what_the_rules_conclude_can_be_written(tmp_path):
    """The file is the one of the release; the report counts what stands in it."""
    done = secgraph("reason", "-o", str(tmp_path))
    assert done.returncode == 0
    links = 0
    for path in (ROOT / "data" / "documents").glob("*/derived.ttl"):
        derived = path.read_text(encoding="utf-8")
        written = tmp_path / path.parent.name / "derived.ttl"
        assert written.read_text(encoding="utf-8") == derived
        part = derived.partition("# rule: argument-links")[2].partition("# rule:")[0]
        links += part.count(" .\n")
    assert "the graph can be true" in done.stdout
    assert f"  argument-links: {links}\n" in done.stdout


@pytest.mark.long
@pytest.mark.sampled
def test_a_contradiction_is_explained_and_nothing_is_written(tmp_path):
    (tmp_path / "mine.ttl").write_text(
        (
            "@prefix sg: <https://w3id.org/secgraph/ns#> . @prefix sgd: "
            "<https://w3id.org/secgraph/id/> .\nsgd:jaukus a sg:Minilateral .\n"
        ),
        encoding="utf-8",
    )
    done = secgraph("reason", str(tmp_path / "mine.ttl"), "-o", str(tmp_path / "out.ttl"))
    assert (done.returncode, done.stderr) == (1, "")
    assert (
        done.stdout.splitlines()[0]
        == "the graph contradicts itself, about sgd:jaukus; these cannot all be true:"
    )
    assert "  JAUKUS is given as a minilateral" in done.stdout
    assert not (tmp_path / "out.ttl").exists()
    found = secgraph("check", str(tmp_path / "mine.ttl"), "--consistency")
    assert (
        f"{tmp_path / 'mine.ttl'}:2: sgd:jaukus: the graph contradicts itself: JAUKUS "
        f"is given as a proposed grouping;"
    ) in found.stdout


def test_direct_memberships_are_said_for_a_date():
    assert (
        "sgd:japan sg:isMemberOf sgd:us-japan-alliance ."
        in secgraph("reason", "--date", "2018-06-30").stdout
    )


def test_coverage_in_a_pipe_is_the_answer_of_the_question():
    assert secgraph("coverage").stdout == (
        ROOT / "queries" / "evidence" / "coverage.csv"
    ).read_text(encoding="utf-8")


def test_coverage_on_a_terminal_sums_up_and_leaves_nothing_unexplained():
    """Each paragraph and sentence has a line; a shade marks where much is claimed."""
    shown = on_a_terminal("coverage")
    plain = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert "\x1b[" in shown
    assert re.search(r"^P8 +28 +24 +4 ", plain, re.MULTILINE)
    assert re.search(r"^  P8\.S7 +11 ", plain, re.MULTILINE)
    assert "every passage carries a claim or says why it asserts nothing" in plain
    assert max(map(len, plain.splitlines())) <= 80


def test_coverage_is_drawn_into_a_file(tmp_path):
    assert secgraph("coverage", "-o", str(tmp_path / "coverage.svg")).returncode == 0
    assert b"</svg>" in (tmp_path / "coverage.svg").read_bytes()


def test_a_passage_is_shown_with_claims_mentions_and_argument():
    """What the authors say in so many words has no facets; a name like the label stands alone."""
    shown = secgraph("passage", "p10.s2").stdout.splitlines()
    for line in (
        "P10.S2  (code points 5542 to 5695, ee:p10s2, East is East (essay on Japan and NATO))",
        "  ee:c-p10s2-a  The security of the North Atlantic is linked in several ways with that of "
        "the Indo-Pacific.",
        "  ee:c-p10s2-b  It would be highly inaccurate to call the security of the North Atlantic "
        "inseparable from that of the Indo-Pacific. (denied)",
        "  “North Atlantic”; “Indo-Pacific”",
        "  ee:c-p10s2-a concedes ee:c-p10s2-b (“While”)",
        "  ee:c-p10s2-b attacks ee:c-p10s1-a (“highly inaccurate”): Kishida calls the security of "
        "the North Atlantic and that of Asia inseparable.",
        "  ee:u-p10s3-cde supports ee:c-p10s2-b (inferred): Each region has geopolitical dynamics, "
        "economic relationships and strategic priorities of its own.",
    ):
        assert line in shown


def test_claims_that_take_steps_together_are_shown_once_or_one_by_one():
    """The unit of P14.S2 has one claim of each polarity, and the facets say which."""
    shown = secgraph("passage", "P14.S2").stdout
    assert "  ee:c-p14s2-a, -b  Political opprobrium and signals to China are as much" in shown
    assert "(-a: asserted; -b: denied; implied)" in shown
    singly = secgraph("passage", "P14.S2", "--singly").stdout
    assert "  ee:c-p14s2-b  More than political opprobrium and signals to China cannot" in singly
    assert shown.partition("Mentions")[2] == singly.partition("Mentions")[2]


def test_the_passage_with_the_most_claims_and_steps_fits_on_a_screen():
    """P9.S1 has 13 claims; on 80 columns it takes 40 lines at most, below its name."""
    shown = on_a_terminal("passage", "P9.S1", NO_COLOR="1").splitlines()
    assert "Claims (13)" in shown
    assert max(map(len, shown)) <= 80
    assert len(shown[shown.index("") :]) <= 40


def test_a_unit_is_shown_with_what_it_unites_and_what_it_bears_on():
    shown = secgraph("show", "ee:u-p10s3-cde").stdout
    assert shown.startswith("Each region has geopolitical dynamics")
    assert "  unites: " in shown
    assert "  concedes to it: Some security challenges and interests" in shown
    assert "  it supports: Each of the two regions has unique perspectives." in shown


def test_a_passage_that_asserts_nothing_says_why():
    assert (
        "It asserts nothing by itself: It asks; P5.S2 answers."
        in secgraph("passage", "east-is-east#P5.S1").stdout
    )
    assert "No claims" in secgraph("passage", "H1").stdout


@pytest.mark.parametrize("argv", [["coverage"], ["passage", "P10.S2"]])
def test_another_text_is_refused_with_the_first_passage_that_differs(argv, tmp_path):
    (tmp_path / "text.txt").write_text("Something else entirely.", encoding="utf-8")
    done = secgraph(*argv, "--text", f"east-is-east={tmp_path / 'text.txt'}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "first, T reaches to code point 80" in done.stderr


def test_who_may_read_a_file_stays_as_it_was(tmp_path):
    """What was kept from others, or run as a program, is so again.

    A new file is as the user's mask has it.
    """
    kept = tmp_path / "kept.csv"
    kept.write_text("old", encoding="utf-8")
    kept.chmod(0o600)
    assert secgraph("run", "votes/on", "-o", str(kept)).returncode == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text(encoding="utf-8").startswith("state,option")


def test_what_is_written_to_a_link_or_a_device_leaves_it_there(tmp_path):
    """A link still points where it did, and a device such as /dev/stdout is written to, never
    replaced."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    assert secgraph("run", "votes/on", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("state,option")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(
        [*COMMAND, "run", "votes/on", "--format", "csv", "-o", str(pipe)]
    ) as process:
        assert pipe.read_text(encoding="utf-8").startswith("state,option")
        assert process.wait() == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "pipe", "real.csv"]


def test_a_process_that_is_ended_while_it_writes_leaves_no_unfinished_file(tmp_path):
    """TERM comes while the file that becomes the answer, here a pipe, is half written."""
    new = tmp_path / "new.nt"
    new.write_text("what was there", encoding="utf-8")
    words = ["export", "--format", "nt", "-o", str(new)]
    script = 'mkfifo "$0.$$.part" && exec "$@"'  # the process keeps its number
    shell = ["sh", "-c", script, str(new), *COMMAND, *words]
    with subprocess.Popen(shell, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        part = tmp_path / f"new.nt.{process.pid}.part"
        until(part.exists)
        with part.open("rb", buffering=0) as pipe:  # waits until the process writes
            assert pipe.read(1) == b"<"
            process.terminate()
            assert process.wait() == 130
        assert process.stderr.read() == b"secgraph: interrupted\n"
    assert [path.name for path in tmp_path.iterdir()] == ["new.nt"]
    assert new.read_text(encoding="utf-8") == "what was there"


def test_an_empty_name_of_a_folder_is_no_folder():
    """Such as that of a variable which is not set: the questions of the release are not meant."""
    done = secgraph("queries", "--queries", "")
    assert done.returncode == 2
    assert "is no folder" in done.stderr


@pytest.mark.parametrize(
    "argv",
    [
        ["passage", "P10.S2"],
        ["ask", "Russia", "threatens", "Europe"],
        ["queries", "votes/on"],
    ],
)
def test_a_poor_encoding_hides_no_answer(argv):
    """Where the output takes ASCII only, other characters are told by their numbers, and the
    exit code is the same."""
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*COMMAND, *argv], capture_output=True, env=env, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u20" in done.stdout


def test_no_label_commands_the_terminal(tmp_path):
    """Colours, titles of windows and turned letters in somebody's data are not carried out.

    In a pipe they are as they were.
    """
    label = "\x1b]0;owned\x07\x1b[31mred\x9b1m\u202e"
    (tmp_path / "mine.ttl").write_text(f'<urn:x:1> <urn:x:says> "{label}" .', encoding="utf-8")
    query = [
        "sparql",
        "SELECT ?o { <urn:x:1> <urn:x:says> ?o }",
        "--data",
        str(tmp_path / "mine.ttl"),
    ]
    shown = re.sub(
        "\x1b\\[[0-9;]*m",
        "",
        on_a_terminal(*query, NO_COLOR="1").replace("\x1b[31mred", "told red"),
    )
    assert "red" in shown
    assert "told red" not in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e")
    assert label in secgraph(*query).stdout


def test_a_folder_of_its_own_is_meant_by_help_too(tmp_path):
    """Help explains the question that would be run, wherever the options stand."""
    assert secgraph("queries", "new", "mine/held", "--queries", str(tmp_path)).returncode == 0
    for argv in (
        ["mine/held", "--queries", str(tmp_path)],
        ["--queries", str(tmp_path), "mine/held"],
        ["--format", "csv", f"--queries={tmp_path}", "mine/held"],
    ):
        assert "Which claims does an actor hold?" in secgraph("run", *argv, "--help").stdout
    assert "usage: secgraph run" in secgraph("run", "--queries", str(tmp_path), "--help").stdout


@pytest.mark.parametrize(
    "argv", [["--format", "csv"], ["-o", "mine.csv"], ["-o", "mine.html"], ["-o", "mine.gif"]]
)
def test_a_picture_is_no_table(argv, tmp_path):
    done = secgraph("run", "votes/on", "--view", "graph", *argv, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "draws a figure and nothing else" in done.stderr
    assert list(tmp_path.iterdir()) == []


HOSTILE = "a\x1b[2Jb\x07c\x9bd\u202ee\u2066f\u061cg\u200fh\u2028i"
"""What clears a screen, rings, turns the order of letters round and breaks a line."""


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "markdown", "html"])
def test_no_format_commands_a_terminal_and_each_is_whole_in_a_pipe(tmp_path, format):
    """What is shown is for the eye; what goes elsewhere keeps every character, spelled as the
    format spells it."""
    path = tmp_path / "mine.ttl"
    path.write_text(f"<urn:a> <urn:b> {pyoxigraph.Literal(HOSTILE)} .", encoding="utf-8")
    query = ("sparql", "SELECT ?x { <urn:a> <urn:b> ?x }", "--data", str(path), "--format", format)
    shown = on_a_terminal(*query, NO_COLOR="1").replace("\r", "")
    shown = re.sub("\x1b\\[[0-9;]*m", "", shown)  # the bold head and dim foot of the table
    assert not {mark for mark in HOSTILE if not mark.isprintable()} & set(shown)
    if format != "table":
        piped = secgraph(*query).stdout
        whole = {
            "tsv": str(pyoxigraph.Literal(HOSTILE)),
            "json": json.dumps(HOSTILE, ensure_ascii=False),
            "markdown": HOSTILE.replace("[", "\\[").replace("\u2028", " "),
        }
        assert whole.get(format, HOSTILE) in piped


def test_a_name_of_a_column_neither_commands_nor_styles_the_terminal(capsys):
    """Another store may call its columns as it likes."""
    name = "[red]x[/red]\x1b[31m"
    result = Result(Answer([name, "y"], [(pyoxigraph.Literal("1"), pyoxigraph.Literal("2"))]))
    table.answer(result)
    table.listed([{name: "1" * 200, **dict.fromkeys("bcdefg", "2" * 200)}])
    shown = capsys.readouterr().out
    assert shown.count("[red]x[/red]\N{REPLACEMENT CHARACTER}[31m") == 2


@pytest.mark.parametrize("arguments", [("--format", "csv"), ("--format", "tsv"), ()])
def test_formulas_are_guarded_on_request(arguments):
    """Off unless it is asked for, since it changes the text for every other program."""
    query = ("sparql", 'SELECT ("=1+1" AS ?text) (-1 AS ?number) {}', *arguments)
    assert "'=1+1" not in secgraph(*query).stdout
    guarded = secgraph(*query, "--guard-formulas").stdout
    assert "'=1+1" in guarded
    assert "'-1" not in guarded


@pytest.mark.parametrize("arguments", [("--format", "json"), ("--view", "bars"), ("-o", "x.html")])
def test_formulas_are_guarded_in_tables_alone(arguments):
    done = secgraph("run", "claims/counts", "--guard-formulas", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "csv and tsv" in done.stderr


def test_standard_input_that_is_no_text_is_a_clean_error():
    done = subprocess.run(
        [*COMMAND, "sparql", "-"], input=b"SELECT \xff", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == (
        b"secgraph: standard input:1: is not UTF-8 (byte 0xff at 7); save it as UTF-8, or convert "
        b"it, such as with 'iconv -f LATIN1 -t UTF-8'\n"
    )


def test_an_empty_name_of_a_folder_is_not_the_release():
    """A variable that is not set names no folder."""
    done = secgraph("queries", "--queries", "")
    assert (done.returncode, done.stdout) == (2, "")


def test_words_of_a_search_are_one_text_and_options_stay_options():
    plain = secgraph("find", "vote", "India", "--limit", "2", "--format", "csv")
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "votes/how-actor-voted" in plain.stdout
    for words in (["vote India", "--limit", "2"], ["--limit", "2", "vote", "India"]):
        assert secgraph("find", *words, "--format", "csv").stdout == plain.stdout
    refused = secgraph("find", "vote", "--nothing")
    assert (refused.returncode, refused.stdout) == (2, "")


@pytest.mark.parametrize(
    "line", ["show {}", "check {}.ttl", "import un-votes {}", "links resolve {}"]
)
def test_half_a_character_in_an_argument_is_one_line(line):
    """Such as a caller in Python can give, and no command line of the system."""
    done = secgraph(*line.format("\ud800").split())
    assert done.returncode == 2
    assert "holds half a character" in done.stderr


def test_show_names_the_way_to_all_claims_and_goes_it():
    """The list of claims is cut, and its last line is a command that gives the whole."""
    cut = secgraph("show", "NATO").stdout
    command = cut.rpartition("; '")[2].partition("' lists them")[0]
    assert command == "secgraph show sgd:nato --all"
    number = int(cut.rpartition("… and ")[2].partition(" more")[0])
    whole = secgraph(*command.split()[1:]).stdout
    assert "more;" not in whole
    assert len(whole.splitlines()) == len(cut.splitlines()) + number - 1
    assert cut.splitlines()[:-1] == whole.splitlines()[: len(cut.splitlines()) - 1]


def test_show_counts_the_claims_on_a_government_and_on_a_composite_and_says_so():
    """As claims/about does: P8.S7 speaks of India's government, P1.S2 of a war over Taiwan."""
    india = secgraph("show", "India", "--all").stdout.splitlines()
    assert any(line.endswith("[ee:c-p8s7-a] (its government)") for line in india)
    assert any(line.endswith("[ee:c-p8s2-a]") for line in india)
    taiwan = secgraph("show", "Taiwan").stdout
    assert "[ee:c-p1s2-c] (part of potential war with China over Taiwan)" in taiwan
