"""Keys of contents: what is equal meets, and what is denied does not reach up."""

import pyoxigraph
import pytest

from secgraph.claims import content_keys, contents
from secgraph.dataset import release
from secgraph.stores.embedded import Embedded

PREFIXES = """
@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix one: <https://example.org/one/> .
@prefix two: <https://example.org/two/> .
"""


@pytest.fixture(scope="module")
def vocabulary():
    store = pyoxigraph.Store()
    for path in release.files():
        if release.is_ontology(path):
            release.load(store, path)
    return list(store)


def keys(vocabulary, *contents: str) -> dict[str, content_keys.Keys]:
    store = pyoxigraph.Store()
    store.extend(vocabulary)
    store.load((PREFIXES + "\n".join(contents)).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return content_keys.keys(Embedded(store).rows)


def content(name: str, kind: str, *parts: str, subject="sgd:india", obj="sgd:quad") -> str:
    lines = [f"sg:hasSubject {subject}", f"sg:hasRelation {kind}", f"sg:hasObject {obj}", *parts]
    return f"{name} a sg:Proposition ; {' ; '.join(lines)} ."


def way(name: str, kind: str, filler: str) -> str:
    return f"{name} a sg:Qualifier ; sg:hasQualifierKind sgv:{kind} ; sg:hasFiller {filler} ."


def group(name: str, status: str, *listed: str) -> str:
    return (
        f"{name} a sg:DescribedGroup ; sg:lists {' , '.join(listed)} ; "
        f"sg:hasListStatus sgv:list-{status} ."
    )


def membership(name: str, status: str, *members: str) -> list[str]:
    return [
        f"{name} a sg:Grouping ; sg:hasListStatus sgv:list-{status} .",
        *(
            f"one:m{number} a org:Membership ; org:organization {name} ; org:member {member} ; "
            "sg:hasMembershipKind sgv:membership-full ."
            for number, member in enumerate(members)
        ),
    ]


SIX = " , ".join(f"one:x{number}" for number in range(6))

MEET = {
    "the same of two documents": (
        [content("one:q", "sgv:undermines"), content("two:q", "sgv:undermines")],
        True,
    ),
    "a symmetric kind, exchanged": (
        [
            content("one:q", "sgv:cooperates-with"),
            content("two:q", "sgv:cooperates-with", subject="sgd:quad", obj="sgd:india"),
        ],
        True,
    ),
    "a directed kind, exchanged": (
        [
            content("one:q", "sgv:undermines"),
            content("two:q", "sgv:undermines", subject="sgd:quad", obj="sgd:india"),
        ],
        False,
    ),
    "what can be dropped where it is affirmed": (
        [
            content("one:q", "sgv:undermines", "sg:hasContext one:x"),
            way("one:x", "degree", "sgv:degree-fatally"),
            content("two:q", "sgv:undermines"),
        ],
        True,
    ),
    "a degree that is affirmed, and the sub-kind that is denied": (
        [
            content("one:q", "sgv:undermines", "sg:hasContext one:x"),
            way("one:x", "degree", "sgv:degree-fatally"),
            content("two:q", "sgv:undermines--degree-fatally"),
        ],
        True,
    ),
    "the kind that is affirmed, and a sub-kind that is denied": (
        [content("one:q", "sgv:undermines"), content("two:q", "sgv:undermines--degree-fatally")],
        False,
    ),
    "what binds": (
        [content("one:q", "sgv:undermines"), content("two:q", "sgv:undermines--binding-can")],
        False,
    ),
    "a topic without which the kind says nothing": (
        [
            content("one:q", "sgv:agrees-with", "sg:hasContext one:x"),
            way("one:x", "topic", "sgd:deterrence"),
            content("two:q", "sgv:agrees-with", "sg:hasContext two:x"),
            way("two:x", "topic", "sgd:inclusivity"),
        ],
        False,
    ),
    "the same topic by two nodes": (
        [
            content("one:q", "sgv:agrees-with", "sg:hasContext one:x"),
            way("one:x", "topic", "sgd:deterrence"),
            content("two:q", "sgv:agrees-with", "sg:hasContext two:x"),
            way("two:x", "topic", "sgd:deterrence"),
        ],
        True,
    ),
    "the same inside of another": (
        [
            content("one:p", "sgv:undermines"),
            content("one:q", "sgv:believes", subject="sgd:japan", obj="one:p"),
            content("two:p", "sgv:undermines"),
            content("two:q", "sgv:believes", subject="sgd:japan", obj="two:p"),
        ],
        True,
    ),
    "a denied content with a place, and the bare one": (
        [
            content("two:q", "sgv:undermines", "sg:hasContext two:x"),
            way("two:x", "place", "sgd:asia"),
            content("one:q", "sgv:undermines"),
        ],
        False,
    ),
    "a kind below the one that is denied": (
        [content("one:q", "sgv:is-ally-of"), content("two:q", "sgv:aligns-with")],
        True,
    ),
    "a symmetric kind below a directed one, exchanged": (
        [
            content("one:q", "sgv:is-ally-of"),
            content("two:q", "sgv:aligns-with", subject="sgd:quad", obj="sgd:india"),
        ],
        True,
    ),
    "a kind above the one that is denied": (
        [content("one:q", "sgv:aligns-with"), content("two:q", "sgv:is-ally-of")],
        False,
    ),
    "what is bound, and bound to a kind above": (
        [
            content("one:q", "sgv:is-ally-of--binding-refuses"),
            content("two:q", "sgv:aligns-with--binding-refuses"),
        ],
        False,
    ),
    "one of two circumstances left out": (
        [
            content("one:q", "sgv:undermines", "sg:hasContext one:x , one:y"),
            way("one:x", "place", "sgd:asia"),
            way("one:y", "purpose", "sgd:deterrence"),
            content("two:q", "sgv:undermines", "sg:hasContext two:x"),
            way("two:x", "place", "sgd:asia"),
        ],
        True,
    ),
    "one of six circumstances left": (
        [
            content("one:q", "sgv:undermines", f"sg:hasContext {SIX}"),
            *(way(f"one:x{number}", "purpose", f"one:p{number}") for number in range(6)),
            content("two:q", "sgv:undermines", "sg:hasContext two:x"),
            way("two:x", "purpose", "one:p3"),
        ],
        True,
    ),
    **{
        f"a {kind} is not left out": (
            [
                content("one:q", "sgv:undermines", "sg:hasContext one:x"),
                way("one:x", kind, "sgd:japan"),
                content("two:q", "sgv:undermines"),
            ],
            False,
        )
        for kind in ("condition", "scenario", "viewpoint", "co-participant")
    },
    "a time is not left out": (
        [
            content("one:q", "sgv:undermines", "sg:concernsTime one:t"),
            'one:t a sg:TimeSpan ; rdfs:label "2006"@en .',
            content("two:q", "sgv:undermines"),
        ],
        False,
    ),
    "a comparison is left out as a whole": (
        [
            content("one:q", "sgv:undermines", "sg:hasContext one:x"),
            "one:x a sg:Comparison ; sg:hasOutcome sgv:outcome-higher ; "
            "sg:isComparedWith sgd:japan .",
            content("two:q", "sgv:undermines"),
        ],
        True,
    ),
    "a government and its state": (
        [
            "sgd:government-of-india sg:isGovernmentOf sgd:india .",
            content("one:q", "sgv:undermines", subject="sgd:government-of-india"),
            content("two:q", "sgv:undermines"),
        ],
        True,
    ),
    "two closed lists of the same": (
        [
            group("one:g", "closed", "sgd:japan", "sgd:india"),
            group("two:g", "closed", "sgd:india", "sgd:japan"),
            content("one:q", "sgv:undermines", subject="one:g"),
            content("two:q", "sgv:undermines", subject="two:g"),
        ],
        True,
    ),
    "two open lists of the same": (
        [
            group("one:g", "open", "sgd:japan", "sgd:india"),
            group("two:g", "open", "sgd:india", "sgd:japan"),
            content("one:q", "sgv:undermines", subject="one:g"),
            content("two:q", "sgv:undermines", subject="two:g"),
        ],
        False,
    ),
    "two closed lists, one of few of them": (
        [
            group("one:g", "closed", "sgd:japan", "sgd:india"),
            group("two:g", "closed", "sgd:india", "sgd:japan")
            + " two:g sg:hasQuantifier sgv:quantifier-few .",
            content("one:q", "sgv:undermines", subject="one:g"),
            content("two:q", "sgv:undermines", subject="two:g"),
        ],
        False,
    ),
    "two qualities of one label": (
        [
            'one:open a sg:Quality ; rdfs:label "open"@en .',
            'two:o a sg:Quality ; rdfs:label "Open"@en .',
            content("one:q", "sgv:is-characterized-as", obj="one:open"),
            content("two:q", "sgv:is-characterized-as", obj="two:o"),
        ],
        True,
    ),
    "two referents of one label": (
        [
            'one:open a sg:Referent ; rdfs:label "open"@en .',
            'two:o a sg:Referent ; rdfs:label "open"@en .',
            content("one:q", "sgv:undermines", obj="one:open"),
            content("two:q", "sgv:undermines", obj="two:o"),
        ],
        False,
    ),
}


@pytest.mark.parametrize("name", MEET)
def test_one_who_affirms_meets_one_who_denies(name, vocabulary):
    """The first content is affirmed and counts by its keys, the second denied by the whole one."""
    statements, meets = MEET[name]
    made = keys(vocabulary, *statements)
    affirmed, denied = (made[f"https://example.org/{one}/q"] for one in ("one", "two"))
    assert (denied.whole in (affirmed.whole, *affirmed.broader)) == meets


def of_group(kind: str, *more: str) -> str:
    return content("one:q", kind, *more, subject="one:g", obj="one:g")


MEMBERS = {
    "a closed list": ([group("one:g", "closed", "sgd:japan", "sgd:india")], 1),
    "a closed list of three": (
        [group("one:g", "closed", "sgd:japan", "sgd:india", "sgd:australia")],
        3,
    ),
    "an open list": ([group("one:g", "open", "sgd:japan", "sgd:india")], 0),
    "a range": ([group("one:g", "range", "sgd:japan", "sgd:india")], 0),
    "a collective that is drawn from two states": (
        ["one:g a sg:Collective ; sg:isDrawnFrom sgd:japan , sgd:india ."],
        1,
    ),
    "a group that is drawn from two states": (
        ["one:g a sg:DescribedGroup ; sg:isDrawnFrom sgd:japan , sgd:india ."],
        0,
    ),
    "a collective that is drawn from a closed grouping": (
        [
            "one:g a sg:Collective ; sg:isDrawnFrom one:body .",
            *membership("one:body", "closed", "sgd:japan", "sgd:india"),
        ],
        1,
    ),
    "a grouping whose list is open": (membership("one:g", "open", "sgd:japan", "sgd:india"), 0),
    "a grouping that one has left": (
        [
            *membership("one:g", "closed", "sgd:japan", "sgd:india", "sgd:australia"),
            "one:m2 sg:hasEnd '2020-01-01T00:00:00Z' .",
        ],
        1,
    ),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_closed_group_speaks_for_each_pair_of_its_members(name, vocabulary):
    statements, number = MEMBERS[name]
    made = keys(vocabulary, *statements, of_group("sgv:cooperates-with"))
    members = made["https://example.org/one/q"].members
    assert len(members) == number
    if number:
        assert "sgd:india | sgv:cooperates-with | sgd:japan" in members


def test_only_a_symmetric_kind_of_a_group_with_itself_is_of_its_pairs(vocabulary):
    listed = group("one:g", "closed", "sgd:japan", "sgd:india")
    directed = keys(vocabulary, listed, of_group("sgv:trusts"))
    outside = keys(vocabulary, listed, content("one:q", "sgv:cooperates-with", subject="one:g"))
    bound = keys(vocabulary, listed, of_group("sgv:cooperates-with--binding-refuses"))
    assert [one.members for made in (directed, outside, bound) for one in made.values()] == [
        (),
        (),
        (),
    ]


def test_what_narrows_a_group_can_be_left_out_of_its_pairs(vocabulary):
    listed = group("one:g", "closed", "sgd:japan", "sgd:india")
    narrowed = of_group("sgv:cooperates-with", "sg:hasContext one:x")
    made = keys(vocabulary, listed, narrowed, way("one:x", "topic", "sgd:deterrence"))
    assert made["https://example.org/one/q"].members == (
        "sgd:india | sgv:cooperates-with | sgd:japan",
        "sgd:india | sgv:cooperates-with | sgd:japan ; topic sgd:deterrence",
    )


OPPOSITE = {
    "an opposite kind": ([content("one:q", "sgv:opposes")], "sgv:supports"),
    "in any degree": (
        [
            content("one:q", "sgv:opposes", "sg:hasContext one:x"),
            way("one:x", "degree", "sgv:degree-strongly"),
        ],
        "sgv:supports",
    ),
    "a kind below one with an opposite": ([content("one:q", "sgv:criticizes")], "sgv:supports"),
    "in one place": (
        [
            content("one:q", "sgv:opposes", "sg:hasContext one:x"),
            way("one:x", "place", "sgd:asia"),
        ],
        "sgv:supports ; place sgd:asia",
    ),
    "what is bound": ([content("one:q", "sgv:opposes--binding-can")], ""),
    "no opposite": ([content("one:q", "sgv:addresses")], ""),
}


@pytest.mark.parametrize("name", OPPOSITE)
def test_who_affirms_a_kind_denies_its_opposite(name, vocabulary):
    statements, denied = OPPOSITE[name]
    opposite = keys(vocabulary, *statements)["https://example.org/one/q"].opposite
    kind, _, rest = denied.partition(" ; ")
    line = f"sgd:india | {kind} | sgd:quad{f' ; {rest}' if rest else ''}"
    assert opposite == ((line,) if denied else ())


def test_sides_are_turned_where_they_stand_the_other_way_round(vocabulary):
    one, two = (
        keys(vocabulary, content("one:q", "sgv:cooperates-with", subject=first, obj=second))
        for first, second in (("sgd:india", "sgd:quad"), ("sgd:quad", "sgd:india"))
    )
    directed = keys(vocabulary, content("one:q", "sgv:trusts", subject="sgd:quad", obj="sgd:india"))
    assert [made["https://example.org/one/q"].turned for made in (one, two, directed)] == [
        False,
        True,
        False,
    ]


def test_things_of_another_store_count(vocabulary):
    """A document is built beside what documents share, which need not be in its store."""
    store = pyoxigraph.Store()
    facts = PREFIXES + "sgd:government-of-india sg:isGovernmentOf sgd:india ."
    store.load(facts.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    shared = contents.things(Embedded(store).rows)
    document = pyoxigraph.Store()
    text = PREFIXES + content("one:q", "sgv:undermines", subject="sgd:government-of-india")
    document.load(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    (made,) = content_keys.keys(Embedded(document).rows, shared=shared).values()
    assert made.whole == "sgd:india | sgv:undermines | sgd:quad"


def test_a_content_that_holds_itself_has_a_key(vocabulary):
    made = keys(vocabulary, content("one:q", "sgv:believes", obj="one:q"))
    assert made["https://example.org/one/q"].whole.startswith("sgd:india | sgv:believes | {")
