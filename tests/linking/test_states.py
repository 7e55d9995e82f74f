"""States by their official names and codes, and the suggestions for names that nothing has."""

import csv
from pathlib import Path

import pytest

import secgraph as sg
from secgraph.dataset import states
from secgraph.errors import UnknownValue
from secgraph.linking import lookup, sssom
from secgraph.namespaces import PREFIXES, SG, expand
from secgraph.query import sessions
from support.paths import ROOT, SHARED

SGD = PREFIXES["sgd"]
ADAPTERS = ROOT / "data" / "adapters"
LCC = SHARED / "datasets" / "authorities" / "lcc" / "ISO3166-1-CountryCodes.rdf"


def table(name: str) -> list[dict[str, str]]:
    with (ADAPTERS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


NAMES = table("state-names.tsv")
STATES = {row["thing"]: row for row in table("states.tsv")}
OF_ISO = [row["thing"] for row in NAMES if row["kind"] == "ISO short name"]


def test_the_table_of_names_has_each_state_of_iso_once():
    assert len(OF_ISO) == len(set(OF_ISO)) == 249
    assert {row["thing"] for row in NAMES} <= set(STATES)
    assert {row["source"] for row in NAMES} == {"lcc", "ocha-taxonomy", "geonames"}


@pytest.mark.parametrize(
    ("scheme", "column"),
    [("iso-alpha2", "alpha2"), ("iso-alpha3", "alpha3"), ("iso-numeric", "numeric")],
)
def test_each_code_of_iso_is_resolved(scheme, column):
    """All 249, by the code as it is written, and by one in small letters."""
    for thing in OF_ISO:
        code = STATES[thing][column]
        for written in (code, code.lower(), f" {code} "):
            assert sg.resolve(written, scheme=scheme).iri == expand(thing), (written, scheme)


def test_each_official_name_is_resolved_to_its_state():
    for row in NAMES:
        found = sg.resolve(row["name"])
        assert (found.iri, found.scheme.split()[0]) == (expand(row["thing"]), "name"), row


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Korea, Republic of", "south-korea"),
        ("KOREA (THE DEMOCRATIC PEOPLE’S REPUBLIC OF)", "north-korea"),
        ("The Gambia", "iso-gmb"),
        ("Bahamas, The", "iso-bhs"),
        ("Cote d`Ivoire", "iso-civ"),
        ("Côte d’Ivoire", "iso-civ"),
        ("Congo, Democratic Republic of the", "iso-cod"),
        ("Tanzania, United Republic of", "iso-tza"),
        ("Türkiye", "turkey"),
        ("Turkey", "turkey"),
        ("Guinea‑Bissau", "iso-gnb"),
        ("Ελλάδα", ""),
        ("Федеративная Республика Германии", ""),
        ("Германия", "germany"),
        ("sgd:iso-nam", "iso-nam"),
        (SGD + "iso-nam", "iso-nam"),
        ("sgd:iso-zzz", ""),
    ],
)
def test_a_state_by_a_name_in_another_spelling(name, slug):
    assert sg.resolve(name).iri == (SGD + slug if slug else "")


def test_a_code_that_is_known_to_be_wrong_is_not_taken_from_the_table_of_codes():
    """158 is Taiwan in ISO 3166-1, and nothing in UN M49."""
    assert sg.resolve("158", scheme="iso-numeric").iri == SGD + "taiwan"
    assert sg.resolve("158", scheme="m49").reason == "unknown"
    assert sg.resolve("276", scheme="m49").iri == SGD + "germany"


@pytest.mark.parametrize("thing", STATES)
def test_the_links_of_a_state_have_each_of_its_codes(thing):
    """With the source, whether or not the release says anything of it."""
    codes = {(link.scheme.target, link.identifier) for link in sg.links(thing)}
    state = states.states()[expand(thing)]
    assert set(lookup._codes_of(state)) <= codes
    for link in sg.links(thing):
        assert link.evidence
        assert link.scheme.fault(link.identifier) == ""


def test_the_links_of_a_state_that_only_the_table_of_states_knows():
    """By any of its names; a code that the tables of links have is not there twice."""
    found = {link.scheme.target: link for link in sg.links("Namibia")}
    assert {target: link.identifier for target, link in found.items()} == {
        "iso-alpha2": "NA",
        "iso-alpha3": "NAM",
        "iso-numeric": "516",
        "m49": "516",
        "fips": "WA",
        "cow-number": "565",
        "geonames": "3355338",
    }
    alpha = found["iso-alpha2"]
    assert (alpha.label, alpha.predicate) == ("Namibia", sssom.NOTATION)
    assert alpha.evidence == "data/adapters/states.tsv, from geonames and un-idealpoints"
    row = Path(alpha.file).read_text(encoding="utf-8").splitlines()[alpha.line - 1]
    assert row.startswith("sgd:iso-nam\t")
    notations = [target for target in found if found[target].predicate == sssom.NOTATION]
    assert notations == [target for target in found if target != "geonames"]
    assert found["geonames"].predicate == PREFIXES["rdfs"] + "seeAlso"
    assert found["geonames"].object == "https://sws.geonames.org/3355338/"
    assert len(sg.links("sgd:iso-nam")) == len(sg.links(SGD + "iso-nam")) == len(found)
    assert len(sg.links("Republic of Namibia", target="fips")) == 1
    assert sg.links("Republic of Namibia", target="wikidata") == []
    assert "276" in [link.identifier for link in sg.links("Germany", target="m49")]
    assert "158" not in [link.identifier for link in sg.links("Taiwan", target="m49")]
    with pytest.raises(UnknownValue):
        sg.links("Namibi")


def test_the_two_tables_of_codes_agree():
    """A code of a table of links is of the same thing in the table of states."""
    for state in states.states().values():
        for target, code in state.codes.items():
            assert len(lookup._codes()[target].get(code, ())) <= 1, (target, code)


def test_a_parameter_takes_an_official_name():
    """Also with another apostrophe, where the graph has the state."""
    names = sessions.session().names(SG + "Actor")
    assert names.one("Federal Republic of Germany") == SGD + "germany"
    assert names.one("Democratic People’s Republic of Korea") == SGD + "north-korea"
    with pytest.raises(UnknownValue):
        names.one("Republic of Namibia")
    with pytest.raises(UnknownValue):
        sessions.session().names(SG + "Region").one("Federal Republic of Germany")


@pytest.mark.shared("datasets/authorities/lcc/ISO3166-1-CountryCodes.rdf")
def test_names_and_codes_are_those_of_their_source():
    import pyoxigraph

    facts: dict[str, dict[str, list[str]]] = {}
    for triple in pyoxigraph.parse(path=str(LCC), format=pyoxigraph.RdfFormat.RDF_XML):
        key = triple.predicate.value.rpartition("/")[2].rpartition("#")[2]
        facts.setdefault(str(triple.subject.value), {}).setdefault(key, []).append(
            triple.object.value
        )
    codes = {
        fact["denotes"][0]: fact["hasTag"][0]
        for fact in facts.values()
        if any(kind.endswith("Alpha3Code") for kind in fact.get("type", ()))
    }
    by_code = {STATES[thing]["alpha3"]: thing for thing in OF_ISO}
    assert set(by_code) == set(codes.values())
    kinds = {"ISO short name": "hasEnglishShortName", "ISO full name": "hasEnglishFullName"}
    wanted = {
        (by_code[codes[iri]], kind, _bare(name))
        for iri in codes
        for kind, key in kinds.items()
        for name in facts[iri].get(key, ())
    }
    ours = {(row["thing"], row["kind"], row["name"]) for row in NAMES if row["source"] == "lcc"}
    assert ours <= wanted
    for iri, code in codes.items():
        assert STATES[by_code[code]]["numeric"] == facts[iri]["hasNumericRegionCode"][0]


def _bare(name: str) -> str:
    words = " ".join(name.replace("*", "").split())
    return words.removeprefix("the ").removesuffix(" (the)")


UNKNOWN = [
    "order",
    "actor",
    "explicit",
    "Washington",
    "Japan lacks confidence in the United States.",
    "S. Korea",
    "Japn",
    "Indai",
    "Untied States",
    "Europ",
    "Tokio",
    "denied",
    "P10.S2x",
    "Federal Republc of Germany",
    "Namibiaa",
    "claim",
]


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_suggested_would_be_resolved(name):
    """And is never the value that was refused."""
    found = sg.resolve(name)
    assert found.iri == ""
    for candidate in found.candidates:
        label = candidate.rpartition("?")[0].strip("'\"")
        assert label != name
        assert sg.resolve(label).iri.startswith(SGD), candidate


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("S. Korea", "South Korea"),
        ("Japn", "Japan"),
        ("Indai", "India"),
        ("Untied States", "United States"),
        ("Namibiaa", "Namibia"),
        ("Federal Republc of Germany", "Germany"),
    ],
)
def test_a_slip_of_the_pen_has_its_suggestion(name, label):
    assert f"{label!r}?" in sg.resolve(name).candidates


def test_a_name_of_a_parameter_has_suggestions_that_it_takes():
    names = sessions.session().names(SG + "Actor")
    for name in ("Japn", "Nato alliance", "Euorpe", "Tokyoo", "Quadd"):
        for label in names.near(name):
            assert len(names.all(label)) == 1, (name, label)
