"""Statements that a hasty reader gets wrong, with the verdict that the texts give.

Each verdict was written down from the sentences and the claims before anything was asked.
"""

import pytest

import secgraph as sg

FEBRUARY = "UN General Assembly vote of February 2023"
ESSAY, QUAD, AUKUS = "east-is-east", "quad-2021", "aukus-2021"

TRAPS = [
    # P10.S1: inseparable, as Kishida noted; the authors call that highly inaccurate.
    ("North Atlantic", "has security inseparable from", "Asia", 7, "reported and rejected"),
    # P10.S2: the authors deny it of the Indo-Pacific themselves.
    ("North Atlantic", "has security inseparable from", "Indo-Pacific", 1, "denied"),
    # P10.S2: linked in several ways, they say.
    ("North Atlantic", "is linked with", "Indo-Pacific", 0, "asserted"),
    # P9.S1: it has been argued, by whom is not said, that this is plausible.
    ("Russia", "sides with", "China", 7, "reported possibility, shared"),
    ("China", "aligns with", "Russia", 4, "silent"),
    # P6.S5: not in the same manner; the Quad's leaders: united in a shared vision.
    ("India", "agrees with", "Japan", 5, "contested"),
    ("India", "disagrees with", "Japan", 5, "contested"),
    # The Quad's leaders say it of the four; the essay says nothing of these two.
    ("Japan", "agrees with", "Australia", 0, "asserted"),
    # P1.S1: Stoltenberg's words, which the authors only quote.
    ("Japan", "is a partner of", "NATO", 7, "reported and left open"),
    # P2.S2: what research has demonstrated, say the authors.
    ("Japan", "founds", "Quad", 7, "reported and shared"),
    # P2.S4: anything but peaceful, as Abe understood; shared, and still a denial.
    ("rise of China", "happens", "peacefully", 7, "reported denial, shared"),
    # P13.S3: a perception in Europe, which is not shared.
    ("Japan", "is a de facto member of", "NATO", 6, "mentioned"),
    # P11.S6: should be considered before a bet on NATO; the bet itself is not recommended.
    ("Japan", "considers", "JAUKUS", 6, "recommended"),
    ("Japan", "bets on", "NATO", 6, "mentioned"),
    # P9.S2: if and when they come.
    ("China", "carries out", "Chinese attacks", 6, "supposed"),
    # P13.S1: could.
    (
        "formal engagement of Japan with NATO",
        "strengthens",
        "relationship of Japan with the EU",
        6,
        "possible",
    ),
    # P14.S1: needed, and in the offing as well.
    ("Europe", "criticizes", "China", 0, "predicted"),
    # P6.S1: a question, which the next sentence answers of everything.
    ("Russia", "threatens", "Europe", 0, "asserted"),
    # P8.S6: by no means fatally; that they undermine it is neither said nor denied.
    ("India's actions", "undermines, fatally", "Quad", 1, "denied"),
    ("India's actions", "undermines", "Quad", 4, "silent"),
    # P8.S7: China, not Russia.
    ("Quad", "addresses, first of all", "Russia", 1, "denied"),
    # P7.S3: found again, and in between not: one holder, two times.
    ("NATO", "has", "firm footing of NATO", 0, "asserted"),
    # The statements bind themselves; nobody asserts that it is so.
    ("the leaders of AUKUS", "promotes", "diplomatic cooperation", 6, "committed to"),
    ("the leaders of the Quad", "counters", "climate change", 6, "committed to"),
    # Nobody says that China threatens India.
    ("China", "threatens", "India", 4, "silent"),
    # Facts: a membership of a dataset, a vote of a roll call, what a treaty obliges to.
    ("India", "is a member of", "Quad", 0, "a fact"),
    ("Quad", "has as member", "India", 0, "a fact"),
    ("Japan", "is a member of", "NATO", 4, "silent"),
    ("Japan", "is a member of", "JAUKUS", 6, "proposed"),
    ("India", "abstained in", FEBRUARY, 0, "a fact"),
    ("India", "voted against", FEBRUARY, 1, "excluded by a fact"),
    ("Russia", "voted against", FEBRUARY, 0, "a fact"),
    ("United States", "owes defence to", "Japan", 0, "a fact"),
    ("Japan", "owes defence to", "United States", 4, "silent"),
    ("Japan", "is a party to", "U.S.-Japan Security Treaty", 0, "a fact"),
    ("Japan", "has a treaty with", "United States", 0, "a fact"),
    ("Japan", "is a party to", "North Atlantic Treaty", 4, "silent"),
]


@pytest.mark.parametrize(("subject", "relation", "object_", "code", "standing"), TRAPS)
def test_a_trap_has_the_verdict_of_the_texts(subject, relation, object_, code, standing):
    answer = sg.ask(subject, relation, object_)
    assert (answer.code, answer.standing) == (code, standing)


@pytest.mark.parametrize(
    ("document", "subject", "relation", "object_", "code"),
    [
        (ESSAY, "India", "agrees with", "Japan", 1),
        (QUAD, "India", "agrees with", "Japan", 0),
        (ESSAY, "India", "disagrees with", "Japan", 0),
        (QUAD, "India", "disagrees with", "Japan", 1),
        (AUKUS, "India", "agrees with", "Japan", 4),
        (QUAD, "Russia", "aligns with", "China", 4),
    ],
)
def test_a_document_has_a_verdict_of_its_own(document, subject, relation, object_, code):
    """The same as where it alone is asked."""
    assert sg.ask(subject, relation, object_, documents=[document]).code == code
    parts = {part.slug: part.code for part in sg.ask(subject, relation, object_).documents}
    assert parts.get(document, 4) == code


def test_who_contests_whom_is_named():
    answer = sg.ask("India", "agrees with", "Japan")
    assert answer.affirmed_by == ("the leaders of the Quad",)
    assert answer.denied_by == ("the authors",)


def test_a_view_that_is_rejected_names_who_holds_and_who_rejects_it():
    answer = sg.ask("North Atlantic", "has security inseparable from", "Asia")
    assert answer.affirmed_by == ("Fumio Kishida",)
    assert answer.denied_by == ()
    assert "Fumio Kishida" in answer.headline
    assert "reject" in answer.headline
