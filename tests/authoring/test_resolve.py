"""What a line of the format says: contents, modifiers, lists, new things, sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secgraph.authoring import identifiers, parse, writing
from secgraph.authoring.mistakes import Mistakes
from secgraph.authoring.paraphrase import Speaker
from support.paths import FIXTURES

HEAD = "document harbour-forum\n  by  Forum ministers\nthing Forum ministers (Collective)\n"


def read(desk, *lines: str):
    work, mistakes = desk.work(HEAD + "P2.S1\n" + "\n".join(lines) + "\n")
    assert not mistakes
    return work


CONTENTS = {
    "a  Japan | supports | India": "sgd:japan | sgv:supports | sgd:india",
    "a  japan | Supports | sgd:india": "sgd:japan | sgv:supports | sgd:india",
    "a  Japan | is-supported-by | India": "sgd:india | sgv:supports | sgd:japan",
    "a  Japan | can supports | India": "sgd:japan | sgv:supports--binding-can | sgd:india",
    "a  Japan | can is-supported-by | India": None,
    "a  Japan | still supports | India": (
        "sgd:japan | sgv:supports | sgd:india ; phase sgv:phase-still"
    ),
    "a  Japan | supports | India ; degree strongly": (
        "sgd:japan | sgv:supports | sgd:india ; degree sgv:degree-strongly"
    ),
    "a  Japan | not supports | India ; degree strongly": (
        "sgd:japan | sgv:supports--degree-strongly | sgd:india"
    ),
    "a  Japan | not still supports | India": ("sgd:japan | sgv:supports--phase-still | sgd:india"),
    "a  Japan | not can still supports | India": (
        "sgd:japan | sgv:supports--binding-can--phase-still | sgd:india"
    ),
    "a  Japan | believes | {China | threatens | India}": (
        "sgd:japan | sgv:believes | {sgd:china | sgv:threatens | sgd:india}"
    ),
    "a  Japan | believes | {not {China | threatens | India}}": (
        "sgd:japan | sgv:believes | {{sgd:china | sgv:threatens | sgd:india} | "
        "sgv:has-truth-status | sgv:not-the-case}"
    ),
    "a  Japan | believes | {possible {China | threatens | India}}": (
        "sgd:japan | sgv:believes | {{sgd:china | sgv:threatens | sgd:india} | "
        "sgv:has-truth-status | sgv:is-possible}"
    ),
    "a  Quad | is-composed-of | 4": "sgd:quad | sgv:is-composed-of | 4",
    "a  Japan | cooperates-with | India ; topic deterrence ; place Indo-Pacific": (
        "sgd:japan | sgv:cooperates-with | sgd:india ; place sgd:indo-pacific ; topic "
        "sgd:deterrence"
    ),
    "a  Japan | is-partner-of | NATO ; compare higher ; margin much ; than India": (
        "sgd:japan | sgv:is-partner-of | sgd:nato ; compare sgv:outcome-higher sgv:margin-much "
        "than sgd:india"
    ),
    'a  Japan | supports | India ; time "that spring" 2023-03..2023-05': (
        "sgd:japan | sgv:supports | sgd:india ; time that spring@2023-03..2023-05"
    ),
    "a  Japan | has-in-common-with | India ; topic deterrence ; quantity some": (
        "sgd:japan | sgv:has-in-common-with | sgd:india ; quantity sgv:quantifier-some ; topic "
        "sgd:deterrence"
    ),
}


@pytest.mark.parametrize("line", [line for line in CONTENTS if CONTENTS[line]])
def test_a_line_says_this_content(line, desk):
    (claim,) = read(desk, line).claims
    assert identifiers.signature(claim.content) == CONTENTS[line]


def test_an_inverse_turns_round_under_what_does_not_speak_of_the_actor(desk):
    """*Can* gives the act a family of its own, so that the side of the actor matters."""
    _, mistakes = desk.work(HEAD + "P2.S1\na  Japan | can is-supported-by | India\n")
    assert len(mistakes) == 1
    (claim,) = read(desk, "a  Japan | mostly is-supported-by | India").claims
    assert identifiers.signature(claim.content).startswith("sgd:india | sgv:supports")


def test_a_list_distributes_over_both_sides(desk):
    work = read(desk, "a  Japan / India | supports | Quad / NATO", "b  Japan | trusts | India")
    assert [claim.letter for claim in work.claims] == ["a1", "a2", "a3", "a4", "b"]
    assert [claim.name for claim in work.claims][:2] == ["c-p2s1-a1", "c-p2s1-a2"]


@pytest.mark.parametrize(
    ("facet", "force", "strength"),
    [
        ("", "assertion", ""),
        (" ; force should", "recommendation", "should"),
        (" ; force must", "recommendation", "must"),
        (" ; force may", "recommendation", "may"),
        (" ; force commit", "commitment", ""),
        (" ; force will", "prediction", ""),
        (" ; force if", "hypothesis", ""),
        (" ; force ask ; asks truth", "question", ""),
    ],
)
def test_a_word_of_the_format_is_a_force(facet, force, strength, desk):
    (claim,) = read(desk, f"a  Japan | supports | India{facet}").claims
    assert (claim.force, claim.strength) == (force, strength)
    assert claim.polarity == ("undetermined" if force == "question" else "affirmed")


def test_a_quantity_stands_with_the_class_or_below(desk):
    """Behind thing as behind new; the canonical form has it below."""
    short = "thing ships (Group all)\n"
    mistakes = Mistakes("x")
    file = parse.parse(HEAD + short, mistakes)
    assert not mistakes
    assert "thing ships (Group)\n  quantity  all\n" in writing.file(file)
    work, wrong = desk.work(HEAD + short + "P2.S1\na  Japan | has | ships\n")
    assert not wrong
    statements = work.things[-1].statements
    assert [iri.rpartition("/")[2] for _, iri in statements] == ["quantifier-all"]


def test_a_state_of_the_table_is_declared_by_its_identifier(desk):
    text = HEAD + "thing Kenya (State)\n  iri  sgd:iso-ken\n"
    work, wrong = desk.work(text + "P2.S1\na  Kenya | supports | India\n")
    assert not wrong
    assert identifiers.signature(work.claims[0].content).startswith("sgd:iso-ken | ")


def test_a_new_thing_may_be_named_before_the_line_that_declares_it(desk):
    """No order of lines matters, so that moving one changes nothing."""
    lines = ("a  Harwick | concerns | Japan", "b  new Harwick | concerns | India")
    one, other = read(desk, *lines), read(desk, *reversed(lines))
    assert [thing.entity.iri for thing in one.things] == [x.entity.iri for x in other.things]


SENTENCES = {
    "a  Japan | supports | India": "Japan supports India.",
    "a  Japan | not supports | India": "Japan does not support India.",
    "a  Forum ministers | supports | India": "Forum ministers support India.",
    "a  Forum ministers | not agrees-with | India ; topic deterrence": (
        "Forum ministers do not agree with India on deterrence."
    ),
    "a  Japan | can replaces | United States": "Japan can take the place of the United States.",
    "a  Japan | not can replaces | India": "Japan cannot take the place of India.",
    "a  Japan | must defends | India": "Japan must defend India.",
    "a  Japan | not must defends | India": "Japan does not have to defend India.",
    "a  Japan | attempts counters | China": "Japan attempts to counter China.",
    "a  Japan | refuses criticizes | China": "Japan refuses to criticize China.",
    "a  Forum ministers | refuses criticizes | China": (
        "Forum ministers refuse to criticize China."
    ),
    "a  Japan | de-facto is-member-of | NATO": "Japan is in effect a member of NATO.",
    "a  Japan | still addresses | China": "Japan still addresses China.",
    "a  Japan | still is-part-of | Quad": "Japan is still part of the Quad.",
    "a  Japan | begins cooperates-with | India": "Japan begins to cooperate with India.",
    "a  Quad | supports | Japan ; force should ; to Quad": "The Quad should support Japan.",
    "a  Quad | not supports | Japan ; force should": "The Quad should not support Japan.",
    "a  Quad | is-part-of | NATO ; force will": "The Quad will be part of NATO.",
    "a  Forum ministers | promotes | deterrence ; force commit": (
        "Forum ministers commit to promoting deterrence."
    ),
    "a  Forum ministers | not promotes | deterrence ; force commit": (
        "Forum ministers commit to not promoting deterrence."
    ),
    "a  China | attacks | Japan ; force if": "Suppose that China attacks Japan.",
    "a  China | attacks | Japan ; force ask ; asks truth": (
        "It is asked whether China attacks Japan."
    ),
    "a  China | attacks | Japan ; hedge possible": "Possibly, China attacks Japan.",
    "a  China | attacks | Japan ; hedge conditional": "China would attack Japan.",
    "a  Quad | threatens | China ; by Russia": "According to Russia, the Quad threatens China.",
    "a  Japan | believes | {China | not threatens | India}": (
        "Japan believes that China does not threaten India."
    ),
    "a  Japan | aims-at | {Japan | revises | Quad}": "Japan aims at revising the Quad.",
    "a  Japan | supports | {India | is-part-of | Quad}": (
        "Japan supports India being part of the Quad."
    ),
    "a  {India | is-part-of | Quad} | strengthens | Quad": (
        "India being part of the Quad strengthens the Quad."
    ),
    "a  Japan | counters | China ; purpose {Japan | defends | India}": (
        "Japan counters China in order that Japan defends India."
    ),
    "a  Japan | counters | China ; condition {China | attacks | India}": (
        "Japan counters China if China attacks India."
    ),
    "a  Japan | supports | India ; viewpoint China": "Japan supports India as China sees it.",
    "a  Japan | supports | India ; with NATO": "Japan supports India together with NATO.",
    "a  Japan | supports | India ; time 2021..2023": "Japan supports India (2021 to 2023).",
    "a  Japan | is-partner-of | NATO ; compare higher ; than India": (
        "Japan is a partner of NATO more so than India."
    ),
    "a  Forum ministers | has-in-common-with | India ; topic deterrence": (
        "Forum ministers have deterrence in common with India."
    ),
    "a  new India's actions | not undermines | Quad ; degree fatally": (
        "India's actions do not undermine the Quad fatally."
    ),
    "a  Quad | is-composed-of | 4": "The Quad is composed of 4.",
    "a  Japan | supports | India ; topic deterrence / Quad": (
        "Japan supports India on deterrence and the Quad."
    ),
    "a  Japan | supports | new need for ships ; purpose deterrence / Quad": (
        "Japan supports the need for ships with a view to deterrence and the Quad."
    ),
    "a  Japan | supports | India ; purpose deterrence": "Japan supports India for deterrence.",
    "a  Japan | supports | India ; degree strongly ; degree fully ; topic deterrence": (
        "Japan supports India strongly and fully on deterrence."
    ),
    "a  Japan | supports | new joint fund": "Japan supports the joint fund.",
    "a  Japan | supports | new joint funds": "Japan supports joint funds.",
    "a  Japan | supports | new advice of the ministers": (
        "Japan supports the advice of the ministers."
    ),
    "a  Quad | is-called | new open partnership": "The Quad is called an open partnership.",
    "a  Quad | not is-called | new alliance of old": "The Quad is not called an alliance of old.",
    "a  Japan | commits-to | deterrence": "Japan is committed to deterrence.",
    "a  Forum ministers | commits-to | {Forum ministers | supports | India}": (
        "Forum ministers are committed to supporting India."
    ),
    "a  Quad | supports | Japan ; force will ; hedge conditional": "The Quad would support Japan.",
    "a  Quad | supports | Japan ; force should ; hedge conditional": (
        "The Quad should support Japan, on a condition."
    ),
    "a  Quad | supports | Japan ; hedge conditional ; condition {China | attacks | Japan}": (
        "The Quad would support Japan if China attacks Japan."
    ),
    "a  Japan | not again has | deterrence": "Japan does not again have deterrence.",
    "a  Japan | not again has | deterrence ; force will": ("Japan will not again have deterrence."),
    "a  Japan | not still is-part-of | Quad": "Japan is not still part of the Quad.",
    "a  new Kessa (Region: Kessa) | supports | new KSF (Collective: KSF)": "Kessa supports KSF.",
    "a  new Kessa Strip (Region: Kessa Strip) | supports | new Kessa Sahel (Region: Sahel)": (
        "The Kessa Strip supports the Kessa Sahel."
    ),
    "a  new West Asia (Region: West Asia) | supports | new Arctic (Region: Arctic)": (
        "West Asia supports the Arctic."
    ),
    "a  new KSF (Referent: KSF) | supports | Indo-Pacific": "KSF supports the Indo-Pacific.",
    'a  Quad | supports | Japan ; time "in those years" 2021..2022': (
        "The Quad supports Japan in those years."
    ),
    'a  Quad | supports | Japan ; time "remains"': "The Quad supports Japan (time: remains).",
}


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_made_of_the_parts(line, desk):
    work = read(desk, line)
    speaker = Speaker(work.vocabulary, work.head.namespace)
    assert speaker.claim(work.claims[0], work.author) == SENTENCES[line]


def test_a_sentence_of_ones_own_is_kept(desk):
    work = read(desk, "a  Japan | supports | India", "   = Japan stands behind India.")
    speaker = Speaker(work.vocabulary, work.head.namespace)
    assert speaker.claim(work.claims[0], work.author) == "Japan stands behind India."


def test_every_kind_makes_a_sentence_for_one_and_for_several(desk):
    """With its base form, its denial and its gerund; no label is left uninflected."""
    work = read(desk, "a  Japan | supports | India")
    wrong = []
    for iri in sorted(work.vocabulary.scheme.kinds):
        kind = iri.rpartition("/")[2]
        if kind in ("has-truth-status", "happens-in-manner"):
            continue
        lines = [f"a  Forum ministers | not {kind} | India ; topic deterrence"]
        lines.append(f"b  India | supports | {{Japan | {kind} | China ; topic deterrence}}")
        made = read(desk, *lines)
        speaker = Speaker(made.vocabulary, made.head.namespace)
        one, two = (speaker.claim(claim, made.author) for claim in made.claims)
        if not one.startswith(("Forum ministers do not ", "Forum ministers are not ")):
            wrong.append(one)
        if not any(word.endswith("ing") for word in two.split()[3:5]):
            wrong.append(two)
    assert not wrong


@pytest.mark.parametrize("path", sorted((FIXTURES / "authoring").glob("*.claims")), ids=str)
def test_the_canonical_form_reads_as_what_was_written(path):
    """Writing a file again changes nothing, and reading it gives the same parts."""
    mistakes = Mistakes(str(path))
    file = parse.parse(path.read_text(encoding="utf-8"), mistakes)
    text = writing.file(file)
    again = parse.parse(text, mistakes)
    assert not mistakes
    assert again == file
    assert writing.file(again) == text


PIECES = st.sampled_from(
    [
        "P2.S1",
        "T --",
        "a  ",
        "   ",
        "|",
        ";",
        " / ",
        "{",
        "}",
        "(",
        ")",
        '"',
        "not ",
        "can ",
        "new ",
        "Japan",
        "supports",
        "? ",
        ">",
        "!",
        "@",
        "~",
        "=",
        "#",
        "thing ",
        "document ",
        "kind ",
        "\n",
        "time 2021..",
        "compare higher",
        "force ask",
        "by ",
        "claim P1.S1.a",
        "é",
        "\t",
        "1-2",
        "because",
    ]
)


@pytest.mark.fuzz
@given(st.lists(PIECES | st.text(max_size=4), max_size=60))
def test_no_text_makes_the_reader_fail(pieces):
    """Whatever stands there is read or named as a mistake, and what was read is written again."""
    mistakes = Mistakes("x")
    file = parse.parse("".join(pieces), mistakes)
    assert all(one.line >= 0 and one.message for one in mistakes)
    again = parse.parse(writing.file(file), Mistakes("x"))
    assert [claim.content for _, claim in again.claims()] == [
        claim.content for _, claim in file.claims()
    ]
