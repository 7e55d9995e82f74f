"""From claims to the graph: what is released, what stays a draft, and what never moves."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from secgraph.authoring.marks import Marks
from secgraph.documents import folder
from support.authoring import approve, edit
from support.command import secgraph

NAMESPACE = "https://w3id.org/secgraph/doc/harbour-forum/"
BUILT = ("claims.ttl", "propositions.ttl", "referents.ttl", "mentions.ttl", "arguments.ttl")


def claims(path: Path) -> dict[str, str]:
    """The released claims with their labels."""
    store = pyoxigraph.Store()
    store.load((path / "claims.ttl").read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    rows = store.query(
        "PREFIX sg: <https://w3id.org/secgraph/ns#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT ?c ?l { ?c a sg:Claim ; rdfs:label ?l }"
    )
    return {row["c"].value.removeprefix(NAMESPACE): row["l"].value for row in rows}


def build(path: Path) -> subprocess.CompletedProcess[str]:
    return secgraph("document", "build", str(path))


def content(path: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(path)): one.read_bytes()
        for one in sorted(path.rglob("*"))
        if one.is_file()
    }


def test_a_statement_becomes_a_graph_in_which_nothing_is_found(built):
    """All that the checks of the release look at, with the text, and of this document alone."""
    done = secgraph("document", "check", str(built))
    assert done.stdout.splitlines()[0].startswith("./draft.claims") or "nothing" in done.stdout
    files = sorted(str(path) for path in built.glob("*.ttl"))
    done = secgraph("check", "--no-cache", *files, "--text", str(built / "text.txt"))
    found = [line for line in done.stdout.splitlines() if "harbour-forum" in line]
    assert not found


def test_the_same_claims_give_the_same_bytes(built, tmp_path):
    """Again, and as a process of its own in another place under another order of hashes."""
    before = content(built)
    assert build(built).stdout.endswith("0 files changed\n")
    other = tmp_path / "elsewhere"
    shutil.copytree(built, other)
    for path in other.glob("*.ttl"):
        if path.name != "passages.ttl":
            path.unlink()
    command = [sys.executable, "-m", "secgraph", "document", "build", str(other)]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7", "PATH": "/usr/bin"})
    assert content(other) == before


def test_no_words_of_the_text_are_in_what_is_built(built):
    """No run of more than five of them, in any file that goes into a repository."""
    opened = folder.opened(str(built))
    marks = Marks(opened.text(), {one.identifier: one for one in opened.frozen()})
    ignored = (built / ".gitignore").read_text(encoding="utf-8")
    for name, data in content(built).items():
        if f"/{name.partition('/')[0]}" in ignored or name == ".gitignore":
            continue
        words = re.sub(r"[^\w' -]+", " . ", data.decode())
        assert not marks.copied(words), name
    assert marks.copied("It says that we speak for three maritime states.")
    assert "/text.txt" in ignored and "/draft.claims" in ignored and "/drafts/" in ignored


def test_the_committed_claims_have_positions_and_build_the_same(built):
    """Words of evidence and markers are numbers there; a checkout without the draft builds it."""
    committed = (built / "harbour-forum.claims").read_text(encoding="utf-8")
    assert '   " 9-13\n' in committed
    assert "because 5-5" in committed
    assert "#" not in committed
    before = content(built)
    (built / "draft.claims").unlink()
    assert build(built).returncode == 0
    after = content(built)
    assert {name: before[name] for name in after if not name.startswith("drafts")} == after


def test_words_of_evidence_become_positions(forum):
    edit(forum / "draft.claims", ('   " 9-13', '   " in the port of Harwick'))
    edit(forum / "draft.claims", ("because 5-5", 'because "because"'))
    approve(forum)
    assert build(forum).returncode == 0
    committed = (forum / "harbour-forum.claims").read_text(encoding="utf-8")
    assert '   " 9-13\n' in committed
    assert "because 5-5" in committed


def test_only_what_is_approved_is_released(forum):
    """The others are seen with --drafts alone, and say that they are drafts."""
    approve(forum, "a\na\nr\nq\n")
    done = build(forum)
    assert "2 claims approved, 18 drafts, 1 rejected" in done.stdout
    assert sorted(claims(forum)) == ["c-p1s1-a", "c-p1s2-a"]
    asked = ["run", "claims/by-holder", "holder=Forum ministers", "--data", str(forum)]
    without = secgraph(*asked, "--format", "csv").stdout
    with_drafts = secgraph(*asked, "--drafts", "--format", "csv").stdout
    assert without.count(NAMESPACE + "c-") == 2
    assert with_drafts.count("(draft)") == 17
    assert "(draft)" not in without


@pytest.mark.parametrize(
    "words",
    [
        ["run", "claims/about", "thing=Quad", "--document", "harbour-forum"],
        ["show", "Forum ministers"],
        ["find", "Forum ministers"],
        ["passage", "harbour-forum#P3.S2"],
        ["coverage"],
        ["ask", "Quad", "threatens", "China"],
    ],
    ids=lambda words: words[0],
)
def test_a_verb_sees_the_document_beside_the_release(words, built):
    done = secgraph(*words, "--data", str(built))
    assert "Traceback" not in done.stderr
    shown = done.stdout.lower()
    assert "forum" in shown or "p3.s2" in shown


def test_an_identifier_never_moves(built):
    """Whether lines are put in, moved or taken out."""
    before = claims(built)
    draft = built / "draft.claims"
    edit(
        draft,
        ("P2.S2\na  Forum", "P2.S2\nb  Japan | supports | India\n   > supports a\na  Forum"),
        ("P5.S1\na  AUKUS | is-called", "P5.S1\na  AUKUS | is-called"),
        ("ports (Issue: ports)", "ports (Issue: ports) / new fishing"),
        (
            "new relief (Issue: relief) / new ports",
            "new tugs / new relief (Issue: relief) / new ports",
        ),
    )
    approve(built)
    assert build(built).returncode == 0
    after = claims(built)
    kept = {name: label for name, label in after.items() if name in before}
    assert {name: before[name] for name in kept} == kept
    assert sorted(set(after) - set(before)) == ["c-p2s2-b", "c-p3s3-b3", "c-p3s3-b4"]


def test_a_letter_that_was_released_is_not_given_again(built):
    draft = built / "draft.claims"
    text = draft.read_text(encoding="utf-8")
    without = re.sub(r"P5\.S1\na  .*\n(   .*\n)+", "P5.S1 -- It only names it.\n", text)
    draft.write_text(without, encoding="utf-8")
    assert build(built).returncode == 0
    assert "c-p5s1-a" not in claims(built)
    edit(
        draft, ("P5.S1 -- It only names it.", "P5.S1\na  AUKUS | supports | Japan\n   > none -- x")
    )
    done = secgraph("document", "check", str(built))
    assert "the letter a of P5.S1 was released and removed" in done.stdout
    draft.write_text(text, encoding="utf-8")
    assert build(built).returncode == 0
    assert "c-p5s1-a" in claims(built)


def test_letters_that_were_exchanged_are_given_back(built):
    edit(
        built / "draft.claims",
        ("\na  Forum ministers | opposes", "\nz  Forum ministers | opposes"),
        ("\nb  Quad | addresses | new relief (Issue: relief) /", "\na  Quad | addresses |"),
        ("> supports a because", "> supports z because"),
    )
    done = secgraph("document", "check", str(built))
    assert "give it back that letter" in done.stdout


def test_an_approval_lapses_when_the_claim_changes(built):
    edit(built / "draft.claims", ("Quad | not is-called", "Quad | is-called"))
    done = secgraph("document", "review", str(built), "--list")
    assert done.stdout.startswith("P3.S1.a\n")
    edit(built / "draft.claims", ("   ! 4 in\n   @ approved", "   ! 4 out\n   @ approved"))
    assert "20 claims approved" not in build(built).stdout


def test_a_mistake_in_an_approved_claim_leaves_everything_as_it_was(built):
    before = content(built)
    edit(
        built / "draft.claims",
        ("Japan | agrees-with | Australia", "Japan | agrees-with | Atlantis"),
    )
    done = build(built)
    assert done.returncode == 2
    assert "nothing is named 'Atlantis'" in done.stderr
    after = content(built)
    assert {name: after[name] for name in before if name != "draft.claims"} == {
        name: before[name] for name in before if name != "draft.claims"
    }


def test_a_half_finished_draft_does_not_keep_back_what_is_approved(forum):
    text = (forum / "draft.claims").read_text(encoding="utf-8")
    half = text[: text.index("P4.S1")]
    half = half.replace("   ! 4 in\nP3.S2", "P3.S2")
    (forum / "draft.claims").write_text(half, encoding="utf-8")
    approve(forum, "a\na\nq\n")
    done = build(forum)
    assert done.returncode == 0
    assert "2 claims approved" in done.stdout
    assert re.search(r"\d+ open places", done.stdout)


def test_a_changed_text_says_which_claims_stand(built):
    """First that nothing goes on; then, with new passages, which claims stand, move, or are read
    again, and that those which stand keep their identifiers."""
    text = (built / "text.txt").read_text(encoding="utf-8")
    changed = text.replace("NATO could help Japan.", "NATO may help Japan. It is far away.")
    (built / "text.txt").write_text(changed, encoding="utf-8")
    done = build(built)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "is not the text of the frozen passages" in done.stderr
    assert secgraph("document", "segment", str(built), "--renew").returncode == 0
    done = secgraph("document", "check", str(built))
    assert "claims stand" in done.stdout
    assert "c-p3s5-a (now on P3.S6)" in done.stdout
    assert "to be read again: c-p3s4-a" in done.stdout
    edit(
        built / "draft.claims",
        ("\nP3.S5\n", "\nP3.S5 -- It says where it is.\nP3.S6\n"),
        ("NATO | can assists | Japan ; hedge possible\n", "NATO | can assists | Japan\n"),
    )
    approve(built)
    assert build(built).returncode == 0
    assert "c-p3s5-a" in claims(built)
    (row,) = [
        line for line in (built / "released.tsv").read_text().splitlines() if "c-p3s5-a" in line
    ]
    assert row.split("\t")[1] == "P3.S6"


def test_two_who_build_at_once_are_told_so(built):
    import fcntl

    with open(built / ".lock", "a", encoding="utf-8") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        done = build(built)
    assert done.returncode == 2
    assert "is being written to by somebody else" in done.stderr


def test_several_documents_are_built_each_alone(built, tmp_path):
    other = tmp_path / "second"
    shutil.copytree(built, other)
    done = secgraph("document", "build", str(built), str(other))
    assert done.stdout.count("0 files changed") == 2


@pytest.mark.long
@pytest.mark.sampled
def test_new_kinds_people_and_groupings_are_declared_with_their_sources(forum):
    edit(
        forum / "draft.claims",
        (
            "T -- It names",
            "source yearbook\n  title  Yearbook of ports\n  publisher  A press\n  rights  free\n"
            "kind envies\n  inverse  is envied by\n  means  The first wants what the second has.\n"
            "  family  attitude\n  subject  Actor\n"
            "thing Port League (Grouping)\n  says  bloc\n  members  Japan / India ; closed\n"
            "  source  yearbook\nT -- It names",
        ),
        ("new any bloc (Referent: bloc)", "Port League"),
        (
            "P5.S2\n",
            "P5.S2\nb  AUKUS | envies | Forum ministers ; said implied\n   > none -- So it is.\n"
            "   ! 1 out ; 4 out\n",
        ),
    )
    done = secgraph("document", "check", str(forum))
    assert done.stdout.startswith("nothing found; 22 claims"), done.stdout
    approve(forum)
    assert build(forum).returncode == 0
    shown = secgraph("run", "groupings/members", "grouping=Port League", "--data", str(forum))
    assert "Japan" in shown.stdout and "India" in shown.stdout
    asked = secgraph("ask", "AUKUS", "envies", "Forum ministers", "--data", str(forum))
    assert "asserted by Forum ministers" in asked.stdout


def test_the_status_counts_what_is_decided(forum):
    approve(forum, "a\nr\nq\n")
    shown = secgraph("document", "status", str(forum)).stdout
    assert "claims: 21 in draft.claims, on 23 of 23 passages" in shown
    assert "decided: 1 approved, 1 rejected, 19 wait" in shown
