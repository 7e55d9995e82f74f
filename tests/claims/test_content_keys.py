"""Keys of contents: what is equal meets, and what is denied does not reach up."""

import pyoxigraph
import pytest

from secgraph.claims import content_keys
from secgraph.dataset import release
from secgraph.stores.embedded import Embedded

PREFIXES = """
@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
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
}


@pytest.mark.parametrize("name", MEET)
def test_one_who_affirms_meets_one_who_denies(name, vocabulary):
    """The first content is affirmed and counts by both keys, the second denied by the whole one."""
    statements, meets = MEET[name]
    made = keys(vocabulary, *statements)
    affirmed, denied = (made[f"https://example.org/{one}/q"] for one in ("one", "two"))
    assert (denied.whole in (affirmed.whole, *affirmed.broader)) == meets


def test_a_content_that_holds_itself_has_a_key(vocabulary):
    made = keys(vocabulary, content("one:q", "sgv:believes", obj="one:q"))
    assert made["https://example.org/one/q"].whole.startswith("sgd:india | sgv:believes | {")
