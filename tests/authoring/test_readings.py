"""Two readings, field by field, and what a person decides."""

import shutil

import pytest

from secgraph.authoring import readings
from support.authoring import approve, edit
from support.command import secgraph

HEAD = "document harbour-forum\n  by  Forum ministers\nthing Forum ministers (Collective)\n"
ONE = "a  NATO | not can replaces | Quad ; hedge certain"
REPORTED = f"{ONE} ; by Russia"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (ONE, []),
        ("b  NATO | not can replaces | Quad ; hedge certain", []),
        ("a  NATO | can replaces | Quad ; hedge certain", ["polarity"]),
        ("a  NATO | not can replaces | Quad", ["hedge"]),
        ("a  NATO | not replaces | Quad ; hedge certain", ["kind"]),
        ("a  NATO | not can replaces | Japan ; hedge certain", ["object"]),
        ("a  India | not can replaces | Quad ; hedge certain", ["subject"]),
        ("a  NATO | not can replaces | Quad ; hedge certain ; by Russia", ["holder"]),
        ("a  NATO | not can replaces | Quad ; hedge certain ; force will", ["force"]),
        ("a  NATO | not can replaces | Quad ; hedge certain ; said implied", ["said"]),
        ("a  NATO | not can replaces | Quad ; hedge certain ; place China", ["qualifiers"]),
        (f"{ONE} ; force should ; to Russia", ["force", "to"]),
        (f"{ONE} ; also P3.S4", ["also"]),
        (f"{REPORTED} ; stance rejected ; basis stated", ["holder", "stance"]),
        (f"{REPORTED} ; made 2007", ["holder", "made"]),
        (f"{REPORTED} ; quoted 3-4", ["holder", "quoted"]),
        ("a  Japan | supports | India", ["claim", "claim"]),
    ],
)
def test_a_difference_is_named_by_its_field(line, fields, desk):
    first, _ = desk.work(f"{HEAD}P3.S5\n{ONE}\n")
    second, wrong = desk.work(f"{HEAD}P3.S5\n{line}\n")
    assert not wrong
    pairs = readings.compare(first, second, ["P3.S5"])
    assert [name for pair in pairs for name, _, _ in pair.differences] == fields


@pytest.mark.parametrize(
    ("line", "differences"),
    [
        # What a reader calls a new thing is free: another kind of the same things is one claim.
        ("a  new sea lanes of Asia (Referent: lanes) | strengthens | trade with Asia", ["kind"]),
        ("a  new tugs of Peru (Referent: tugs) | strengthens | new tin (Referent: tin)", None),
    ],
)
def test_claims_of_things_that_readers_call_by_other_names_are_one(line, differences, desk):
    lanes = "new lanes of the sea (Referent: lanes) | affects | trade with Asia"
    trade = "thing trade with Asia (Referent)\n  says  trade\n"
    first, _ = desk.work(f"{HEAD}{trade}P3.S5\na  {lanes}\n")
    second, _ = desk.work(f"{HEAD}{trade}P3.S5\n{line}\n")
    pairs = readings.compare(first, second, ["P3.S5"])
    names = [name for pair in pairs for name, _, _ in pair.differences if name != "subject"]
    assert names == (differences or ["claim", "claim"])


def test_kappa_is_that_of_cohen(desk):
    """Four claims, one of which the readers see differently: observed 3/4, by chance 1/2, so 1/2.

    Two readers with two labels each on half of the cases, as in Cohen (1960)."""
    same = (
        "a  NATO | supports | Japan\nb  NATO | supports | India\nc  Quad | not supports | Japan\n"
    )
    first, _ = desk.work(f"{HEAD}P3.S5\n{same}d  Quad | not trusts | India\n")
    second, _ = desk.work(f"{HEAD}P3.S5\n{same}d  Quad | trusts | India\n")
    rows = {row.field: row for row in readings.agreement(first, second, ["P3.S5"])}
    polarity = rows["polarity"]
    assert (polarity.equal, polarity.total) == (3, 4)
    assert polarity.kappa == pytest.approx(0.5)
    assert rows["claim"].equal == 4
    assert rows["kind"].kappa == 1


def test_disagreement_waits_in_the_check_until_a_person_decides(forum):
    shutil.copy(forum / "draft.claims", forum / "second.claims")
    second = forum / "second.claims"
    text = second.read_text(encoding="utf-8")
    second.write_text(text.replace("NATO | not can", "NATO | can"), encoding="utf-8")
    done = secgraph("document", "check", str(forum))
    assert "P3.S5.a: polarity is 'denied' in the draft and 'affirmed' in the second" in done.stdout
    listed = secgraph("document", "review", str(forum), "--list").stdout
    assert listed.startswith("P3.S5.a: polarity\n")
    secgraph("document", "review", str(forum), "--name", "Jane Roe", stdin="a\n")
    assert "polarity is" not in secgraph("document", "check", str(forum)).stdout


def test_answers_that_cannot_be_used_end_the_review(forum):
    """A claim that only the second reading has can be passed over; a program types on."""
    shutil.copy(forum / "draft.claims", forum / "second.claims")
    another = "b  Quad | trusts | India\n   > none -- So.\nP1.S2\n"
    edit(forum / "second.claims", ("P1.S2\n", another))
    done = secgraph("document", "review", str(forum), "--name", "Jane Roe", stdin="a\n" * 10_000)
    assert done.returncode == 0, done.stderr
    assert "3 answers could not be used; the review ends here\n" in done.stdout


def test_a_second_reading_of_another_version_is_refused(forum):
    shutil.copy(forum / "draft.claims", forum / "second.claims")
    second = forum / "second.claims"
    text = second.read_text(encoding="utf-8")
    second.write_text(text.replace("\n  by", f"\n  text  {'0' * 64}\n  by", 1), encoding="utf-8")
    done = secgraph("document", "check", str(forum))
    assert done.returncode == 1
    assert (
        "the second reading, line 2: these claims were written for another version" in done.stdout
    )


def test_a_panel_is_eighty_columns_wide(forum):
    shutil.copy(forum / "draft.claims", forum / "second.claims")
    done = secgraph("document", "review", str(forum), "--name", "Jane Roe", stdin="s\n" * 60)
    assert "India does not see the Indo-Pacific as Japan does." in done.stdout
    assert max(map(len, done.stdout.splitlines()[:-1])) <= 80


def test_a_change_is_recorded_with_its_name_and_waits_again(forum):
    words = ["--name", "Jane Roe", "--date", "2026-12-01"]
    line = "c Forum ministers | consults-with | Forum ministers ; mode hosting\nq\n"
    done = secgraph("document", "review", str(forum), *words, stdin=line)
    assert done.returncode == 0
    text = (forum / "draft.claims").read_text(encoding="utf-8")
    assert "a  Forum ministers | consults-with | Forum ministers ; mode hosting\n" in text
    assert "   @ changed by Jane Roe 2026-12-01\n" in text
    assert "P1.S1.a\n" in secgraph("document", "review", str(forum), "--list").stdout


def test_a_line_that_is_none_changes_nothing(forum):
    before = (forum / "draft.claims").read_bytes()
    done = secgraph(
        "document", "review", str(forum), "--name", "Jane Roe", stdin="c Japan supports India\n"
    )
    assert done.returncode == 2
    assert "two upright strokes" in done.stderr
    assert (forum / "draft.claims").read_bytes() == before


def without_second(forum, line=""):
    """Take away what the head of the claims says of the second reading, or say something else."""
    edit(forum / "draft.claims", ("  second  none\n", line))


@pytest.mark.long
@pytest.mark.sampled
def test_claims_that_nobody_has_read_twice_are_not_built(forum):
    """An approval alone releases nothing: there is a second reading, or the head says otherwise."""
    without_second(forum)
    assert "no second reading yet of 21 claims" in secgraph("document", "check", str(forum)).stdout
    approve(forum)
    assert "no second reading yet of 21 claims" in secgraph("document", "check", str(forum)).stdout
    done = secgraph("document", "build", str(forum))
    assert done.returncode == 2
    assert "draft.claims:1: has approved claims" in done.stderr
    assert "if there is none: second none" in done.stderr
    assert not (forum / "claims.ttl").exists()


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("line", ["  second  none\n", "  second  Anna Schmidt\n"])
def test_the_head_says_whose_the_second_reading_was(forum, line):
    without_second(forum, line)
    approve(forum)
    done = secgraph("document", "build", str(forum))
    assert (done.returncode, done.stderr) == (0, "")
    assert line in (forum / "harbour-forum.claims").read_text(encoding="utf-8")


def test_a_second_reading_in_the_folder_is_enough(forum):
    without_second(forum)
    shutil.copy(forum / "draft.claims", forum / "second.claims")
    approve(forum)
    assert secgraph("document", "build", str(forum)).returncode == 0


def test_a_second_reading_may_be_older_than_the_graph(forum):
    """What it declares and the graph has by now is that thing; the draft itself has to say so."""
    draft = forum / "draft.claims"
    shutil.copy(draft, forum / "second.claims")
    older = forum / "second.claims"
    text = older.read_text(encoding="utf-8")
    declared = "thing NATO (Grouping)\n  says  NATO\nthing Forum"
    older.write_text(text.replace("thing Forum", declared, 1), encoding="utf-8")
    listed = secgraph("document", "review", str(forum), "--list")
    assert (listed.returncode, listed.stdout.splitlines()[-1]) == (0, "21 wait, 0 of them differ")
    shutil.copy(older, draft)
    done = secgraph("document", "check", str(forum))
    assert "'NATO' is a thing of the graph already (sgd:nato)" in done.stdout
