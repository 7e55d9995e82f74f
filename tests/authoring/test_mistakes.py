"""What people get wrong in a file of claims: each mistake is named at its line."""

import pytest

from support.command import secgraph

HEAD = ("document harbour-forum", "  by  Forum ministers", "thing Forum ministers (Collective)")


def file(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def under_head(*lines: str) -> str:
    """A file whose first three lines are right."""
    return file(*HEAD, *lines)


FORM = {
    "no head": (
        file("P2.S1 -- nothing"),
        1,
        "there is no head; begin with: document SLUG",
    ),
    "slug with capitals": (
        file("document Harbour_Forum"),
        1,
        "'Harbour_Forum' is no document; write its slug: lower-case letters, digits",
    ),
    "another document": (
        file("document other-forum"),
        1,
        "the document here is harbour-forum, not other-forum; correct the slug",
    ),
    "two heads": (
        file("document harbour-forum", "document harbour-forum"),
        2,
        "the document is named in line 1 already; remove this",
    ),
    "unknown key of the head": (
        file("document harbour-forum", "  author  Jane"),
        2,
        "'author' is no key here; use one of title, label, date, by, source,",
    ),
    "key twice": (
        file("document harbour-forum", "  reader  Jane", "  reader  John"),
        3,
        "reader stands in line 2 already; keep one of them",
    ),
    "key without value": (
        file("document harbour-forum", "  reader"),
        2,
        "reader has no value; write it behind, or remove the line",
    ),
    "key at the left": (
        file("document harbour-forum", "reader  Jane"),
        2,
        "reader stands at the left; put two blanks before it",
    ),
    "title that differs": (
        file("document harbour-forum", "  title  Another title"),
        2,
        "document.toml has the title 'Statement of the Harbour Forum'; remove the",
    ),
    "another version of the text": (
        file(
            "document harbour-forum",
            "  text  0000000000000000000000000000000000000000000000000000000000000000",
        ),
        2,
        "these claims were written for another version of the text; see which",
    ),
    "covers what is not there": (
        file("document harbour-forum", "  covers  P9"),
        2,
        "the text has no P9; correct covers",
    ),
    "author not declared": (
        file("document harbour-forum", "  by  Nobody here"),
        2,
        "by names 0 things; declare who speaks: thing Nobody here (…)",
    ),
    "author is no actor": (
        file("document harbour-forum", "  by  deterrence"),
        2,
        "'deterrence' is no actor, and so does not speak; correct by",
    ),
    "thing without class": (
        under_head("thing Harwick"),
        4,
        "a thing has a name and a class: write such as thing Port ministers",
    ),
    "thing of no class": (
        under_head("thing Harwick (Harbour)"),
        4,
        "there is no class 'Harbour'; use Referent, Group, Quality, Issue,",
    ),
    "thing declared twice": (
        under_head("thing Harwick (Referent)", "thing harwick (Referent)"),
        5,
        "'harwick' is declared in line 4 already; keep one",
    ),
    "thing of the graph": (
        under_head("thing Japan (Referent)"),
        4,
        "'Japan' is a thing of the graph already (sgd:japan); use it without",
    ),
    "two things of one identifier": (
        under_head("thing Port A (Referent)", "thing Port-A (Referent)"),
        5,
        "'Port-A' and 'Port A' would have one identifier; give one of them a slug",
    ),
    "unknown key of a thing": (
        under_head("thing Harwick (Referent)", "  colour  blue"),
        5,
        "'colour' is no key here; use one of says, also, note, lists, from,",
    ),
    "list without status": (
        under_head("thing both (Group)", "  lists  Japan / India"),
        5,
        "lists says at its end whether the list is open, closed or a range; write A",
    ),
    "list of what is unknown": (
        under_head("thing both (Group)", "  lists  Japan / Atlantis ; closed"),
        5,
        "'Atlantis' names 0 things; write the label or IRI of one",
    ),
    "list of a referent": (
        under_head("thing both (Referent)", "  lists  Japan / India ; closed"),
        5,
        "a Referent lists nothing; write Group as its class, or a note",
    ),
    "members of a person": (
        under_head("thing Okada (Person)", "  members  Japan ; closed"),
        5,
        "a Person has no members; write lists for a Group",
    ),
    "list of a collective": (
        under_head("thing both (Collective)", "  lists  Japan / India ; closed"),
        5,
        "a Collective lists nothing; write from A / B",
    ),
    "members of a collective": (
        under_head("thing both (Collective)", "  members  Japan / India ; closed"),
        5,
        "a Collective has no members; write from A / B",
    ),
    "list of what is new": (
        under_head("thing both (Group)", "  lists  new port / India ; closed"),
        5,
        "only names stand here; declare what is new on a line of its own, with thing",
    ),
    "surface of six words": (
        under_head("thing port (Referent)", "  says  the very old port of Harwick"),
        5,
        "the surface 'the very old port of Harwick' has more than five words;",
    ),
    "slug with blanks": (
        under_head("thing port (Referent)", "  slug  the port"),
        5,
        "'the port' is no slug; use lower-case letters, digits and hyphens",
    ),
    "iri that is none": (
        under_head("thing port (Referent)", "  iri  sgd:The Port"),
        5,
        "'sgd:The Port' is no IRI of a thing; write such as sgd:iso-ken",
    ),
    "quantity that is none": (
        under_head("thing some (Group)", "  quantity  umpteen"),
        5,
        "'umpteen' is no quantity; use all, few, many, most",
    ),
    "quantity of a referent": (
        under_head("thing some (Referent)", "  quantity  few"),
        5,
        "only a Group has a quantity; write Group as its class",
    ),
    "supposes of a referent": (
        under_head("thing war (Referent)", "  supposes  {China | attacks | Japan}"),
        5,
        "only a Scenario supposes something; write Scenario as its class",
    ),
    "of what has none": (
        under_head("thing port (Quality)", "  of  Japan"),
        5,
        "of is not said of a Quality; remove it, or write a note",
    ),
    "number that is none": (
        under_head("thing port (Referent)", "  number  dual"),
        5,
        "number cannot be 'dual'; it says whether the name is a plural: write",
    ),
    "source not declared": (
        under_head("thing Okada (Person)", "  source  yearbook"),
        5,
        "there is no source 'yearbook'; declare it: source yearbook, with title,",
    ),
    "source without rights": (
        under_head("source yearbook", "  title  Yearbook", "  publisher  A press"),
        4,
        "the source yearbook has no rights; add it",
    ),
    "note too long": (
        under_head("thing port (Referent)", "  note  " + "word " * 130),
        5,
        "the note is longer than 600 characters; say it shorter",
    ),
    "kind that is there": (
        under_head(
            "kind supports", "  inverse  is supported by", "  means  x", "  family  attitude"
        ),
        4,
        "'supports' is a kind already (sgv:supports); use it",
    ),
    "kind without inverse": (
        under_head(
            "kind envies", "  means  The first wants what the second has.", "  family  attitude"
        ),
        4,
        "the kind 'envies' has no inverse; add the line",
    ),
    "kind of no family": (
        under_head(
            "kind envies",
            "  inverse  is envied by",
            "  means  The first wants.",
            "  family  feelings",
        ),
        4,
        "family cannot be 'feelings'; use action, alignment, attitude, capability,",
    ),
    "passage that is none": (
        under_head("P2 S1", "a  Japan | supports | India"),
        4,
        "'P2 S1' is no passage; write T, H1 or P1.S2, with a reason: T -- …",
    ),
    "passage beyond the text": (
        under_head("P9.S1 -- nothing"),
        4,
        "the text has no passage P9.S1; its last one is P5.S3",
    ),
    "passage twice": (
        under_head("P2.S1 -- nothing", "P2.S1 -- nothing"),
        5,
        "P2.S1 stands in line 4 already; put its claims there",
    ),
    "passages out of order": (
        under_head("P2.S2 -- nothing", "P2.S1 -- nothing"),
        5,
        "P2.S1 stands behind a later passage; put it where the text has it",
    ),
    "reason left empty": (
        under_head("P2.S1 --"),
        4,
        "behind -- stands no reason; say why the passage asserts nothing",
    ),
    "claim without passage": (
        under_head("a  Japan | supports | India"),
        4,
        "claim a belongs to no passage; write one above, such as P1.S1",
    ),
    "claim without letter": (
        under_head("P2.S1", "Japan | supports | India"),
        5,
        "a claim begins with a letter: write such as a subject | kind | object",
    ),
    "claim set in": (
        under_head("P2.S1", "  a  Japan | supports | India"),
        5,
        "a claim begins at the left; remove the blanks before its letter",
    ),
    "letter twice": (
        under_head("P2.S1", "a  Japan | supports | India", "a  Japan | trusts | India"),
        6,
        "P2.S1.a stands in line 5 already; take the next letter",
    ),
    "one stroke": (
        under_head("P2.S1", "a  Japan | supports India"),
        5,
        "'Japan | supports India' is no content: write subject | kind | object,",
    ),
    "three strokes": (
        under_head("P2.S1", "a  Japan | supports | India | China"),
        5,
        "'Japan | supports | India | China' is no content: write subject | kind |",
    ),
    "no subject": (
        under_head("P2.S1", "a  | supports | India"),
        5,
        "the subject is missing; write subject | kind | object",
    ),
    "no kind": (
        under_head("P2.S1", "a  Japan | | India"),
        5,
        "the kind is missing; write subject | kind | object",
    ),
    "no object": (
        under_head("P2.S1", "a  Japan | supports |"),
        5,
        "the object is missing; write subject | kind | object",
    ),
    "only not": (
        under_head("P2.S1", "a  Japan | not | India"),
        5,
        "behind not stands no kind; write such as not supports",
    ),
    "not behind a modifier": (
        under_head("P2.S1", "a  Japan | can not replaces | India"),
        5,
        "not stands first, before the modifiers; write such as not can replaces",
    ),
    "modifier twice": (
        under_head("P2.S1", "a  Japan | can can replaces | India"),
        5,
        "can stands twice before the kind; keep one",
    ),
    "modifier without kind": (
        under_head("P2.S1", "a  Japan | can | India"),
        5,
        "behind the modifier can stands no kind; write such as can replaces",
    ),
    "misspelt kind": (
        under_head("P2.S1", "a  Japan | suports | India"),
        5,
        "there is no kind 'suports'; did you mean supports?",
    ),
    "kind that is unheard of": (
        under_head("P2.S1", "a  Japan | zzz | India"),
        5,
        "there is no kind 'zzz'; see docs/guideline.md",
    ),
    "former kind": (
        under_head("P2.S1", "a  Japan | advocates | India"),
        5,
        "'advocates' is a former kind; write now: supports",
    ),
    "misspelt name": (
        under_head("P2.S1", "a  Japn | supports | India"),
        5,
        "nothing is named 'Japn'; did you mean Japan? Else write: new Japn, or",
    ),
    "unknown name": (
        under_head("P2.S1", "a  Zanzibar harbour | supports | India"),
        5,
        "nothing is named 'Zanzibar harbour'; write: new Zanzibar harbour, or",
    ),
    "name of two things": (
        under_head("  also  India", "P2.S1", "a  Japan | supports | India"),
        6,
        "'India' names several things; write one of",
    ),
    "same thing twice": (
        under_head("P2.S1", "a  Japan | supports | Japan"),
        5,
        "subject and object are the same thing; name two, or a group",
    ),
    "number as subject": (
        under_head("P2.S1", "a  3 | supports | Japan"),
        5,
        "a number cannot be the subject; exchange the two sides",
    ),
    "new without a name": (
        under_head("P2.S1", "a  new | supports | Japan"),
        5,
        "new has no name; write: new the words in your own English",
    ),
    "new thing of the graph": (
        under_head("P2.S1", "a  new India | supports | Japan"),
        5,
        "'India' is there already (sgd:india); write it without new",
    ),
    "new thing of two classes": (
        under_head(
            "P2.S1",
            "a  new port (Referent) | concerns | Japan",
            "b  new port (Issue) | concerns | India",
        ),
        6,
        "'port' is a Referent in line 5; keep one class",
    ),
    "new thing of no class": (
        under_head("P2.S1", "a  new port (Harbour) | concerns | Japan"),
        5,
        "there is no class 'Harbour'; use Referent, Group, Quality, Issue,",
    ),
    "quantity of a new referent": (
        under_head("P2.S1", "a  new ports (Referent few) | concerns | Japan"),
        5,
        "only a Group has a quantity; write Group as its class",
    ),
    "list with a gap": (
        under_head("P2.S1", "a  Japan / | supports | India"),
        5,
        "the list 'Japan /' has an empty place; write A / B",
    ),
    "list that is too long": (
        under_head(
            "P2.S1",
            "a  " + " / ".join(["Japan"] * 20) + " | supports | " + " / ".join(["India"] * 20),
        ),
        5,
        "the lists make 400 claims; write 200 at most in a line",
    ),
    "brace left open": (
        under_head("P2.S1", "a  Japan | believes | {China | threatens | India"),
        5,
        "has a { that is not closed; add }",
    ),
    "brace never opened": (
        under_head("P2.S1", "a  Japan | believes | China | threatens | India}"),
        5,
        "has a } that nothing opens; remove it, or open it before",
    ),
    "quote left open": (
        under_head("P2.S1", 'a  "Japan | supports | India'),
        5,
        'has a " that is not closed; close it',
    ),
    "something behind a brace": (
        under_head("P2.S1", "a  Japan | believes | {China | threatens | India} much"),
        5,
        "behind the closing brace stands something: '{China | threatens | India}",
    ),
    "list in braces": (
        under_head("P2.S1", "a  Japan | believes | {China / Russia | threatens | India}"),
        5,
        "in braces stands one content; write each one in braces of its own: {…} / {…}",
    ),
    "braces too deep": (
        under_head(
            "P2.S1", "a  Japan | believes | " + "{Japan | believes | " * 7 + "India" + "}" * 7
        ),
        5,
        "has more than 6 levels of braces; say the innermost as a thing",
    ),
    "claim that is not there": (
        under_head("P2.S1", "a  claim P2.S1.z | causes | Japan"),
        5,
        "there is no claim P2.S1.z; name one of this file",
    ),
    "unknown key": (
        under_head("P2.S1", "a  Japan | supports | India ; mood good"),
        5,
        "'mood' is no key; use one of topic, respect, purpose, means, place,",
    ),
    "key of a claim twice": (
        under_head("P2.S1", "a  Japan | supports | India ; force should ; force must"),
        5,
        "force stands twice; keep one of them",
    ),
    "facet in braces": (
        under_head("P2.S1", "a  Japan | believes | {China | threatens | India ; force should}"),
        5,
        "force is said of a claim, not of a content in braces; write it behind",
    ),
    "qualifier without value": (
        under_head("P2.S1", "a  Japan | supports | India ; topic"),
        5,
        "topic has no value; write it behind, or remove topic",
    ),
    "missing topic": (
        under_head("P2.S1", "a  Japan | agrees-with | India"),
        5,
        "agrees with says nothing without its topic; write ; topic …",
    ),
    "degree that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; degree mightily"),
        5,
        "degree cannot be 'mightily'; use as-such, at-heart, deeply, entirely,",
    ),
    "comparison of a denial": (
        under_head("P2.S1", "a  Japan | not supports | India ; compare higher"),
        5,
        "a denied content is not compared; write it affirmed, or put the rank into",
    ),
    "comparison without outcome": (
        under_head("P2.S1", "a  Japan | supports | India ; than China"),
        5,
        "than belongs to a comparison; write compare higher before it",
    ),
    "outcome that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; compare bigger"),
        5,
        "compare cannot be 'bigger'; use after, before, equal, higher, highest,",
    ),
    "margin that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; compare higher ; margin tiny"),
        5,
        "margin cannot be 'tiny'; use long, much",
    ),
    "two times": (
        under_head("P2.S1", "a  Japan | supports | India ; time 2021 ; time 2022"),
        5,
        "a content has one time; keep one of them",
    ),
    "time that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; time soon"),
        5,
        "'soon' is no time; write such as 2021-03-12, 2021..2023, or \"in those",
    ),
    "day that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; time 2021-02-30"),
        5,
        "2021-02-30 is no day of the calendar; write such as 2021-03-12",
    ),
    "time that ends before": (
        under_head("P2.S1", "a  Japan | supports | India ; time 2022..2021"),
        5,
        "the time '2022..2021' ends before it begins; exchange the two dates",
    ),
    "qualifier twice": (
        under_head("P2.S1", "a  Japan | supports | India ; place China ; place China"),
        5,
        "a qualifier stands twice with the same value; keep one",
    ),
    "inverse under a binding modifier": (
        under_head("P2.S1", "a  Japan | refuses is-supported-by | India"),
        5,
        "'refuses' speaks of whoever stands first, so the kind cannot be turned",
    ),
    "force that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; force shall"),
        5,
        "force cannot be 'shall'; use should, must, may, commit, will, if, ask",
    ),
    "hedge that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; hedge likely"),
        5,
        "hedge cannot be 'likely'; use certain, probable, possible, conditional",
    ),
    "three hedges": (
        under_head("P2.S1", "a  Japan | supports | India ; hedge certain probable possible"),
        5,
        "a claim has two hedges at most, each once; choose among certain probable",
    ),
    "question without what it asks": (
        under_head("P2.S1", "a  Japan | supports | India ; force ask"),
        5,
        "a question says what it wants: write asks truth, or asks filler",
    ),
    "asks without question": (
        under_head("P2.S1", "a  Japan | supports | India ; asks truth"),
        5,
        "only a question asks; write force ask, or remove asks",
    ),
    "denied question": (
        under_head("P2.S1", "a  Japan | not supports | India ; force ask ; asks truth"),
        5,
        "a question neither affirms nor denies; remove not",
    ),
    "addressee of an assertion": (
        under_head("P2.S1", "a  Japan | supports | India ; to India"),
        5,
        "only a recommendation is addressed to somebody; write force should, or",
    ),
    "stance without holder": (
        under_head("P2.S1", "a  Japan | supports | India ; stance endorsed"),
        5,
        "only what somebody else holds is endorsed or rejected; write by, or remove",
    ),
    "stance without basis": (
        under_head("P2.S1", "a  Japan | supports | India ; by Russia ; stance endorsed"),
        5,
        "a stance says how it is shown: write basis stated, or basis inferred",
    ),
    "basis without stance": (
        under_head("P2.S1", "a  Japan | supports | India ; by Russia ; basis stated"),
        5,
        "basis says how a stance is shown; write stance, or remove basis",
    ),
    "possible commitment": (
        under_head("P2.S1", "a  Japan | supports | India ; force commit ; hedge possible"),
        5,
        "who commits binds himself; a possible act is no commitment: choose one of",
    ),
    "holder that is none": (
        under_head("P2.S1", "a  Japan | supports | India ; by deterrence"),
        5,
        "sgd:deterrence holds no view, since it is a StrategicConcept; name an",
    ),
    "holder who speaks anyway": (
        under_head("P2.S1", "a  Japan | supports | India ; by Forum ministers"),
        5,
        "by names the author, who speaks anyway; leave it out",
    ),
    "answer to nothing": (
        under_head("P2.S1", "a  Japan | supports | India ; answers P2.S2.a"),
        5,
        "there is no claim P2.S2.a to answer; name a question",
    ),
    "answer to no question": (
        under_head(
            "P2.S1", "a  Japan | supports | India", "b  Japan | trusts | India ; answers P2.S1.a"
        ),
        6,
        "P2.S1.a is no question; only a question can be answered",
    ),
    "also on no passage": (
        under_head("P2.S1", "a  Japan | supports | India ; also P9.S9"),
        5,
        "the text has no passage P9.S9; remove it behind also",
    ),
    "doubt that is no kind": (
        under_head("P2.S1", "a  Japan | supports | India ?zzz"),
        5,
        "the doubt ?zzz names no kind: there is no kind 'zzz'; see docs/guideline.md",
    ),
    "doubt that is no kind, under a step": (
        under_head(
            "P2.S1",
            "a  Japan | supports | India ?zzz",
            "b  Japan | trusts | India",
            "   > supports a",
        ),
        5,
        "the doubt ?zzz names no kind",
    ),
    "one sentence for two claims": (
        under_head(
            "P2.S1",
            "a  Japan | supports | India / Quad",
            "   = Japan stands behind India and the Quad.",
            "b  Japan | trusts | India",
            "   > supports a",
        ),
        6,
        "the line above makes 2 claims, and this sentence says them all; a claim for each needs",
    ),
    "note twice": (
        under_head("P2.S1", "a  Japan | supports | India", "   note One.", "   note Two."),
        7,
        "the claim has two notes; write them in one line",
    ),
    "empty note": (
        under_head("P2.S1", "a  Japan | supports | India", "   note"),
        6,
        "the note is empty; write it behind, or remove the line",
    ),
    "no step where one leads to the claim": (
        under_head(
            "P2.S1",
            "a  Japan | supports | India",
            "   > none -- It only receives.",
            "b  Japan | trusts | India",
            "   > supports a",
        ),
        6,
        "line 8 has a step of this already, from it, to it or with it in a unit; remove > none",
    ),
    "no step where a unit takes one": (
        under_head(
            "P2.S1",
            "> a+b supports P2.S2",
            "a  Japan | supports | India",
            "   > none -- It stands alone.",
            "b  Japan | trusts | India",
            "P2.S2",
            "a  Quad | supports | India",
        ),
        7,
        "line 5 has a step of this already, from it, to it or with it in a unit; remove > none",
    ),
    "two sentences of one unit": (
        under_head(
            "P2.S1",
            "> a+b supports c",
            "   = Japan is for India.",
            "> a+b elaborates c",
            "   = Japan is on the side of India.",
            "a  Japan | supports | India",
            "b  Japan | trusts | India",
            "c  Quad | supports | India",
        ),
        8,
        "the same claims say something else together in line 5; keep one of the two sentences",
    ),
    "marker of a passage at neither end": (
        under_head(
            "P2.S1",
            "a  Japan | supports | India",
            "   > supports P2.S2.a because P2.S3 1-1",
            "P2.S2",
            "a  Japan | trusts | India",
        ),
        6,
        "because names words of P2.S3, which is at neither end of the step; name words of P2.S1",
    ),
    "one time with two dates": (
        under_head(
            "P2.S1",
            'a  Japan | supports | India ; time "that spring" 2023-03..2023-05',
            'b  Japan | trusts | India ; time "That spring" 2024-03..2024-05',
        ),
        6,
        "the time 'That spring' has 2023-03..2023-05 in line 5; give it the same dates here, or",
    ),
    "quantity of a thing that is no group": (
        under_head("thing ports (Referent all)"),
        4,
        "only a Group has a quantity; write Group as its class",
    ),
    "last class of the list is named": (
        under_head("thing Harwick (Harbour)"),
        4,
        "there is no class 'Harbour'; use Referent, Group, Quality, Issue, StrategicConcept, "
        "Strategy, Collective, UnidentifiedAgent, Person, State, Government, Grouping, Alliance, "
        "Minilateral, IntergovernmentalOrganization, ProposedGrouping, Scenario, PotentialEvent, "
        "Region, Threat, Event, ArmedConflict, Meeting, Visit, Pandemic, Relationship, Treaty, "
        "Post",
    ),
    "IRI of nothing": (
        under_head("thing port (Referent)", "  iri  sgd:no-such-thing"),
        5,
        "there is no sgd:no-such-thing: neither the graph nor data/adapters/states.tsv has it",
    ),
    "state that is not in the graph": (
        under_head("P2.S1", "a  Kenya | supports | India"),
        5,
        "'Kenya' is a state that the graph says nothing of; declare it: thing Kenya (State), "
        "and below it: iri sgd:iso-ken",
    ),
    "state by its identifier": (
        under_head("P2.S1", "a  sgd:iso-ken | supports | India"),
        5,
        "'sgd:iso-ken' is a state that the graph says nothing of; declare it: thing Kenya",
    ),
    "said in no way": (
        under_head("P2.S1", "a  Japan | supports | India ; said loudly"),
        5,
        "said cannot be 'loudly'; use explicit, presupposed, implied",
    ),
    "evidence at the left": (
        under_head("P2.S1", "a  Japan | supports | India", '" 1-2'),
        6,
        'a line with " stands under a claim; put blanks before it',
    ),
    "evidence twice": (
        under_head("P2.S1", "a  Japan | supports | India", '   " 1-2', '   " 3-4'),
        7,
        "the evidence is given twice; write all ranges in one line: 5-9 12-14",
    ),
    "evidence of six words": (
        under_head("P2.S1", "a  Japan | supports | India", '   " We will deepen our work on'),
        6,
        "evidence is at most five words; write their numbers, such as 5-9",
    ),
    "range that ends before": (
        under_head("P2.S1", "a  Japan | supports | India", '   " 4-2'),
        6,
        "the words 4-2 are no range; count from 1, the first word first",
    ),
    "empty paraphrase": (
        under_head("P2.S1", "a  Japan | supports | India", "   ="),
        6,
        "the paraphrase is empty; write a sentence, or remove the line",
    ),
    "paraphrase twice": (
        under_head(
            "P2.S1",
            "a  Japan | supports | India",
            "   = Japan stands behind India.",
            "   = India has Japan behind it.",
        ),
        7,
        "the paraphrase is given twice; keep one of them",
    ),
    "line without a sign": (
        under_head("P2.S1", "a  Japan | supports | India", "   and more"),
        6,
        "'and more' begins with no sign; under a claim stand \" = > ! @ and note",
    ),
    "step that is none": (
        under_head("P2.S1", "a  Japan | supports | India", "   > because"),
        6,
        "'because' is no step; write such as > supports P1.S2.a because 1-1, or >",
    ),
    "step of no kind": (
        under_head("P2.S1", "a  Japan | supports | India", "   > proves P2.S2.a"),
        6,
        "'proves' is no step; use one of supports, attacks, qualifies, exemplifies,",
    ),
    "step to nothing": (
        under_head("P2.S1", "a  Japan | supports | India", "   > supports P2.S2.a"),
        6,
        "no claim stands on P2.S2; name a passage with claims",
    ),
    "step to itself": (
        under_head("P2.S1", "a  Japan | supports | India", "   > supports P2.S1.a"),
        6,
        "the step leads from a claim to itself; name another one",
    ),
    "step twice": (
        under_head(
            "P2.S1",
            "a  Japan | supports | India",
            "   > supports b",
            "   > supports b",
            "b  Japan | trusts | India",
        ),
        7,
        "the same step stands twice; keep one",
    ),
    "step from no claim": (
        under_head(
            "P2.S1", "> z supports b", "a  Japan | supports | India", "b  Japan | trusts | India"
        ),
        5,
        "P2.S1 has no claim z; name one of its claims",
    ),
    "no step without reason": (
        under_head("P2.S1", "a  Japan | supports | India", "   > none"),
        6,
        "say why there is no step: > none -- It names the theme.",
    ),
    "no step of a passage": (
        under_head("P2.S1", "> none -- it is so", "a  Japan | supports | India"),
        5,
        "that there is no step is said under a claim, with blanks before it; of claims",
    ),
    "several claims set in": (
        under_head("P2.S1", "a  Japan | supports | India", "   > a+b supports P2.S2"),
        6,
        "a step of several claims stands at the left; remove the blanks",
    ),
    "trigger that is none": (
        under_head("P2.S1", "a  Japan | supports | India", "   ! seven in"),
        6,
        "'seven in' answers no trigger; write such as ! 7 in ; 9 out",
    ),
    "trigger twice": (
        under_head("P2.S1", "a  Japan | supports | India", "   ! 2 in ; 2 out"),
        6,
        "the trigger at word 2 is answered twice; keep one of them",
    ),
    "sign that is none": (
        under_head("P2.S1", "a  Japan | supports | India", "   @ seen by Jane Roe"),
        6,
        "'seen by Jane Roe' signs nothing off; write such as @ drafted by Jane Roe",
    ),
    "mention that is none": (
        under_head("P2.S1", "~ 3-4 Japan", "a  Japan | supports | India"),
        5,
        "'3-4 Japan' says no mention; write such as ~ 3-4 = Indo-Pacific",
    ),
    "mention of the unknown": (
        under_head("P2.S1", "~ 3-4 = Atlantis", "a  Japan | supports | India"),
        5,
        "nothing is named 'Atlantis'; did you mean North Atlantic? Else write: new",
    ),
    "character that is none": (
        under_head("P2.S1", "a  Japan\x07 | supports | India"),
        5,
        "holds the character U+0007, which is not text; remove it",
    ),
    "line too long": (
        under_head("P2.S1", "a  Japan | supports | India ; topic new " + "x" * 4100),
        5,
        "is longer than 4,000 characters; break the content up",
    ),
}

GATE = {
    "trigger without an answer": (
        under_head("P2.S4", "a  India | not agrees-with | Japan ; topic new view", "   ! 3 in"),
        5,
        "P2.S4.a answers not: 4 'see' (attribution); write ! N in, or ! N out",
    ),
    "answer to no trigger": (
        under_head("P2.S2", "a  India | supports | Japan", "   ! 5 in"),
        6,
        "word 5 is no trigger; the triggers here: none",
    ),
    "hedge word in and no hedge": (
        under_head("P3.S4", "a  NATO | assists | Japan", "   ! 2 in"),
        6,
        "'could' is in, and nothing in the claim stands for it (hedge/modal); add",
    ),
    "negation word in and no denial": (
        under_head("P2.S4", "a  India | supports | Japan", "   ! 3 in ; 4 out"),
        6,
        "'not' is in, and nothing in the claim stands for it (negation); add the",
    ),
    "modal word in and no force": (
        under_head(
            "P4.S1", "a  Japan | consults-with | United States", "   ! 2 in ; 8 out ; 9 out"
        ),
        6,
        "'should' is in, and nothing in the claim stands for it (modal); add the",
    ),
    "attribution word in and no holder": (
        under_head("P3.S2", "a  Quad | threatens | China", "   ! 1 in"),
        6,
        "'According to' is in, and nothing in the claim stands for it",
    ),
    "quantity word in and no quantity": (
        under_head(
            "P4.S1",
            "a  Japan | consults-with | United States ; force should",
            "   = Tokyo and Washington are to talk.",
            "   ! 2 in ; 8 in ; 9 out",
        ),
        7,
        "'more' is in, and nothing in the claim stands for it (quantity); add the",
    ),
    "denial without a word": (
        under_head("P2.S2", "a  India | not supports | Japan"),
        5,
        "not has no trigger word that is in (negation); answer one with in, write",
    ),
    "denial whose word is out": (
        under_head("P2.S4", "a  India | not supports | Japan", "   ! 3 out ; 4 out"),
        5,
        "not has no trigger word that is in (negation); answer one with in, write",
    ),
    "hedge without a word": (
        under_head("P2.S2", "a  India | supports | Japan ; hedge possible"),
        5,
        "hedge has no trigger word that is in (hedge); answer one with in, write",
    ),
    "recommendation without a word": (
        under_head("P2.S2", "a  India | supports | Japan ; force should"),
        5,
        "force has no trigger word that is in (modal); answer one with in, write",
    ),
    "prediction without a word": (
        under_head("P2.S2", "a  India | supports | Japan ; force will"),
        5,
        "force has no trigger word that is in (modal); answer one with in, write",
    ),
    "holder without a word": (
        under_head("P2.S2", "a  India | supports | Japan ; by Russia"),
        5,
        "by has no trigger word that is in (attribution); answer one with in, write",
    ),
    "evidence beyond the passage": (
        under_head("P2.S2", "a  India | supports | Japan", '   " 7-30'),
        6,
        "P2.S2 has 8 words, and no word 30; count again",
    ),
    "evidence that is not there": (
        under_head("P2.S2", "a  India | supports | Japan", '   " tugs and pilots'),
        6,
        "P2.S2 has not the words 'tugs and pilots'; copy them from it",
    ),
    "evidence that is there twice": (
        under_head("P3.S3", "a  Quad | addresses | new ports", '   " on', "   ! 2 out ; 4 out"),
        6,
        "P3.S3 has the words 'on' twice; write one of 9-9, 12-12",
    ),
    "marker that is not listed": (
        under_head(
            "P3.S3",
            "a  Quad | addresses | new ports",
            "   > supports b because 7-7",
            "   ! 2 out ; 4 out",
            "b  Quad | addresses | new relief",
            "   ! 2 out ; 4 out",
        ),
        6,
        "'Quad' is not listed as a marker of supports; take because away, and the",
    ),
    "marker of another kind": (
        under_head(
            "P3.S3",
            "a  Quad | addresses | new ports",
            "   > concedes b because 5-5",
            "   ! 2 out ; 4 out",
            "b  Quad | addresses | new relief",
            "   ! 2 out ; 4 out",
        ),
        6,
        "'because' is not listed as a marker of concedes; these words mark",
    ),
    "marker that is not there": (
        under_head(
            "P3.S3",
            "a  Quad | addresses | new ports",
            '   > supports b because "since"',
            "   ! 2 out ; 4 out",
            "b  Quad | addresses | new relief",
            "   ! 2 out ; 4 out",
        ),
        6,
        "P3.S3 has not the words 'since'; copy them from it",
    ),
    "mention of six words": (
        under_head("P1.S1", "~ 1-6 = Japan", "a  India | supports | Japan"),
        5,
        "a mention is one piece of 5 words at most; point to a part of it",
    ),
    "mention in two pieces": (
        under_head("P1.S1", "~ 1-2 4-5 = Japan", "a  India | supports | Japan"),
        5,
        "a mention is one piece of 5 words at most; point to a part of it",
    ),
    "mention beyond the passage": (
        under_head("P1.S2", "~ 9-9 = Japan", "a  India | supports | Japan"),
        5,
        "P1.S2 has 6 words, and no word 9; count again",
    ),
    "passage without anything": (
        under_head("P2.S2"),
        4,
        "P2.S2 has no claim and no reason; write P2.S2 -- why it asserts nothing",
    ),
    "passage with claims and a reason": (
        under_head("P2.S2 -- nothing", "a  India | supports | Japan"),
        4,
        "P2.S2 has claims; remove the reason why it has none",
    ),
    "passage that only asks": (
        under_head("P4.S2", "a  Japan | aims-at | China ; force ask ; asks truth", "   ! 4 in"),
        4,
        "P4.S2 only asks; write P4.S2 -- It asks; … answers.",
    ),
    "paraphrase with the words of the text": (
        under_head(
            "P1.S2",
            "a  India | supports | Japan",
            "   = As it is put, we speak for three maritime states.",
        ),
        6,
        "the paraphrase has more than 5 words of the text in a row ('we speak for",
    ),
    "note with the words of the text": (
        under_head(
            "  note  Japan could help; NATO cannot replace the Quad in the Pacific.",
            "P1.S2",
            "a  India | supports | Japan",
        ),
        4,
        "the note has more than 5 words of the text in a row ('nato cannot replace",
    ),
    "reason with the words of the text": (
        under_head("P1.S2 -- It says: we speak for three maritime states."),
        4,
        "the reason has more than 5 words of the text in a row ('we speak for three",
    ),
    "name with the words of the text": (
        under_head(
            "P1.S2", "a  India | supports | new the ministers of Australia, India and Japan"
        ),
        5,
        "the name has more than 5 words of the text in a row ('the ministers of",
    ),
    "no step with the words of the text": (
        under_head(
            "P1.S2",
            "a  India | supports | Japan",
            "   > none -- We speak for three maritime states.",
        ),
        6,
        "the reason has more than 5 words of the text in a row ('we speak for three",
    ),
    "time with the words of the text": (
        under_head(
            "P1.S2", 'a  India | supports | Japan ; time "we speak for three maritime states" 2021'
        ),
        5,
        "the time has more than 5 words of the text in a row ('we speak for three",
    ),
    "note of a claim with the words of the text": (
        under_head(
            "P1.S2",
            "a  India | supports | Japan",
            "   note We speak for three maritime states.",
        ),
        6,
        "the note has more than 5 words of the text in a row ('we speak for three",
    ),
    "sentence of a unit with the words of the text": (
        under_head(
            "P1.S2",
            "> a+b supports c",
            "   = We speak for three maritime states.",
            "a  India | supports | Japan",
            "b  India | trusts | Japan",
            "c  India | welcomes | Japan",
        ),
        6,
        "the sentence has more than 5 words of the text in a row ('we speak for three",
    ),
    "time in words that the passage has not": (
        under_head("P1.S2", 'a  India | supports | Japan ; time "last spring" 2021'),
        5,
        "P1.S2 has not the words 'last spring' of the time; copy them from it, or write dates",
    ),
    "mention by what is no name of the thing": (
        under_head("P1.S2", "~ 2-2 = Japan", "a  India | supports | Japan"),
        5,
        "'speak' is no name of Japan; point to words that are, or declare what they mean",
    ),
    "surface that the text has not": (
        under_head("P1.S2", "a  India | supports | new tugs (Referent: tug boats)"),
        5,
        "the text never says 'tug boats'; correct the surface, or remove it",
    ),
}


@pytest.mark.parametrize("name", FORM)
def test_a_mistake_of_form_is_named_at_its_line(name, desk):
    """It is the only thing that is found, and the message begins as written here."""
    text, line, message = FORM[name]
    _, mistakes = desk.work(text)
    assert [(one.line, one.message[: len(message)]) for one in mistakes] == [(line, message)]


@pytest.mark.parametrize("name", GATE)
def test_what_the_text_shows_to_be_wrong_is_named_at_its_line(name, desk):
    text, line, message = GATE[name]
    found = [(one.line, one.message[: len(message)]) for one in desk.gate(text)]
    assert found == [(line, message)]


def test_there_are_more_than_eighty_mistakes():
    assert len(FORM) + len(GATE) > 80


def test_all_of_five_hundred_mistakes_are_named(forum):
    """One in each line of a claim, and no trace of the program."""
    lines = [
        f"a{letter}  Japan | supports | Atlantis {letter}" for letter in "abcdefghijklmnopqrstuvwxy"
    ]
    passages = [f"P{p}.S{s}" for p, s in [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (2, 4)]]
    passages += [f"P3.S{s}" for s in range(1, 6)] + [f"P4.S{s}" for s in range(1, 6)]
    passages += [f"P5.S{s}" for s in range(1, 4)]
    head = (*HEAD[:2], "  covers  P1 P2 P3 P4 P5", HEAD[2])
    text = file(*head, *(line for name in passages for line in (name, *lines)))
    (forum / "draft.claims").write_text(text, encoding="utf-8")
    done = secgraph("document", "check", str(forum))
    named = [line for line in done.stdout.splitlines() if "nothing is named 'Atlantis" in line]
    assert done.returncode == 1
    assert len(named) == len(passages) * len(lines) == 500
    assert done.stdout.splitlines()[-1].startswith("500 found; 0 claims")
    assert "Traceback" not in done.stdout + done.stderr


def test_a_wrong_claim_hides_no_other(desk):
    """What stands under a line that cannot be read is left alone; the next claim is read."""
    text = under_head(
        "P2.S1",
        "a  Japan supports India",
        '   " 1-2',
        "   > supports b",
        "   ! 2 in",
        "b  Japan | suports | India",
        "   ! 2 maybe",
    )
    _, mistakes = desk.work(text)
    assert [one.line for one in mistakes] == [5, 9, 10]
