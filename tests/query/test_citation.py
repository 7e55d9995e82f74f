"""Citations of answers, read by the programs that keep bibliographies."""

import io
import json
import warnings

import bibtexparser
import pytest
import rispy
import yaml

import secgraph
from secgraph.query import citation, references
from secgraph.query.about import Backing
from secgraph.query.citation import DOCUMENT, RELEASE, Citation, Reference
from secgraph.query.result import Result
from support.command import secgraph as command
from support.paths import ROOT

HOSTILE = Reference(
    key="hostile",
    kind=DOCUMENT,
    iri="https://example.org/d",
    title='50% of "A & B" {cost} $5 #1 a_b ~ ^ \\ und Ümlaut\nin two lines',
    authors=("Ministry of War, and Peace and Order", "Li"),
    publisher="ER  - & Sons",
    issued="2021-03",
    url="https://example.org/a_b%20c#d{e}",
    passages=(Backing("P1.S1", "https://example.org/p", "d", ("https://example.org/d", 0, 5)),),
)
RELEASED = Reference("secgraph", RELEASE, "https://example.org/r", "the release", issued="2026")


@pytest.fixture(scope="module")
def contested() -> Result:
    return secgraph.run("compare/contested")


def bibtex(text: str) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return {
        entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries
    }


def styled(text: str) -> list[str]:
    """The items as a processor of CSL writes them in the Harvard style."""
    from citeproc import (
        Citation as Cited,
    )
    from citeproc import (
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    items = json.loads(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Cited([CitationItem(item["id"])]))
        return [str(entry) for entry in bibliography.bibliography()]


def test_the_essay_has_no_author_and_no_date_in_any_form(contested):
    """What its record does not have is in no form, and the text says so."""
    entry = bibtex(contested.cite("bibtex"))["east-is-east"]
    assert not {"author", "year", "month"} & set(entry)
    record = rispy.loads(contested.cite("ris"))[0]
    assert not {"authors", "year", "date"} & set(record)
    item = json.loads(contested.cite("csl"))[0]
    assert not {"author", "issued"} & set(item)
    assert "Author not known. East is East" in contested.cite("text")
    for style in references.STYLES:
        assert "The record has no author and no date." in contested.cite(style)


def test_a_statement_has_what_its_record_has(contested):
    """Its authors are one name, and its day is whole."""
    entry = bibtex(contested.cite("bibtex"))["quad-2021"]
    assert entry["author"] == "{the leaders of the Quad}"
    assert (entry["year"], entry["month"]) == ("2021", "mar")
    record = rispy.loads(contested.cite("ris"))[1]
    assert record["authors"] == ["the leaders of the Quad"]
    assert record["date"] == "2021/03/12/"
    item = json.loads(contested.cite("csl"))[1]
    assert item["issued"] == {"date-parts": [[2021, 3, 12]]}
    assert item["author"] == [{"literal": "the leaders of the Quad"}]


def test_the_passages_are_those_behind_the_rows(contested):
    places = [backing for row in contested.backing() for backing in row]
    for style in references.STYLES:
        for passage in places:
            assert citation.place(passage) in contested.cite(style)


def test_the_release_is_cited_with_the_command_that_asks_again():
    result = secgraph.run("claims/about", thing="Fumio Kishida")
    item = json.loads(result.cite("csl"))[-1]
    assert (item["type"], item["version"]) == ("dataset", "0.1.0")
    assert item["note"].endswith("Query: secgraph run claims/about 'thing=Fumio Kishida'")


def test_a_fact_is_cited_with_its_source_and_what_is_known_of_its_edition():
    item = json.loads(secgraph.run("groupings/members").cite("csl"))[0]
    assert item["id"] == "factbook"
    assert item["publisher"] == "Central Intelligence Agency"
    assert item["note"].startswith("The edition is not stated in the file that was read;")
    assert "issued" not in item


EDITION = """
@prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
<https://example.org/set> a dcat:Dataset ; dcterms:source sgd:source-un-es11 ;
  dcterms:hasVersion "2026-10" .
sgd:source-un-es11 dcterms:bibliographicCitation "Voting data, record 4060887."@en .
"""


def test_an_imported_edition_is_cited_with_its_version_and_as_its_publisher_wants(tmp_path):
    (tmp_path / "set.ttl").write_text(EDITION, encoding="utf-8")
    done = command("run", "votes/on", "--data", str(tmp_path / "set.ttl"), "--cite", "csl")
    source, release = json.loads(done.stdout)
    assert source["version"] == "2026-10"
    assert source["note"].endswith("Cite as: Voting data, record 4060887.")
    assert release["note"].endswith(f"Query: secgraph run votes/on --data {tmp_path}/set.ttl")


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("A list, version 2016", "Author not known. A list, version 2016. No date known."),
        ("A list of 2016", "Author not known. A list of 2016 (version 2016). No date known."),
    ],
)
def test_a_version_that_the_title_says_is_not_said_again(title, line):
    work = Reference(key="a", kind=DOCUMENT, iri="urn:a", title=title, version="2016")
    assert references.sentence(work) == line


def test_no_full_stop_stands_behind_an_address(contested):
    addresses = [word for word in contested.cite("text").split() if word.startswith("https://")]
    assert len(addresses) > 1
    assert not [word for word in addresses[:-1] if word.endswith(".")]


def test_a_count_rests_on_the_release_alone():
    assert [item["id"] for item in json.loads(secgraph.run("claims/counts").cite("csl"))] == [
        "secgraph-0-1-0"
    ]


def test_an_answer_without_rows_and_a_truth_are_cited_too():
    for query in ("ASK { ?s ?p ?o }", "SELECT ?s { ?s a sg:Nothing }"):
        items = json.loads(secgraph.sparql(query).cite("csl"))
        assert query in items[0]["note"]


def test_a_processor_of_csl_writes_the_bibliography(contested):
    essay, statement, release = styled(contested.cite("csl"))
    assert "(no date)" in essay
    assert "Institute for Security and Development Policy" in essay
    assert statement.startswith("the leaders of the Quad (2021)")
    assert release.startswith("The secgraph authors (2026)")


def test_hostile_words_are_read_back_by_each_reader():
    """Marks of LaTeX, names with commas and *and*, and a line that ends a record of RIS."""
    made = Citation("", "q", (HOSTILE, RELEASED))
    entry = bibtex(references.write(made, "bibtex"))["hostile"]
    assert entry["author"] == "{Ministry of War, and Peace and Order} and {Li}"
    assert r"50\% of" in entry["title"]
    assert entry["url"] == "https://example.org/a_b%20c#d%7Be%7D"
    assert (entry["year"], entry["month"]) == ("2021", "mar")
    first, second = rispy.loads(references.write(made, "ris"))
    assert first["title"] == HOSTILE.title.replace("\n", " ")
    assert first["publisher"] == "ER - & Sons"
    assert second["title"] == "the release"
    assert json.loads(references.write(made, "csl"))[0]["title"] == HOSTILE.title


def test_two_works_of_one_name_have_two_keys():
    keys: set[str] = set()
    assert [citation._key(name, keys) for name in ("a b", "a-b", "a b", "")] == [
        "a-b",
        "a-b-2",
        "a-b-3",
        "work",
    ]


@pytest.mark.parametrize(
    ("words", "code", "works"),
    [
        (("ask", "India", "disagrees with", "Japan"), 5, {"east-is-east", "quad-2021"}),
        (("ask", "India", "is a member of", "Quad"), 0, {"factbook"}),
        (("show", "ee:c-p10s2-b"), 0, {"east-is-east"}),
        (("passage", "quad-2021#P1.S2"), 0, {"quad-2021"}),
        (("run", "votes/on"), 0, {"un-es11"}),
        (("sparql", "ASK {}"), 0, set()),
    ],
)
def test_each_verb_that_answers_cites(words, code, works):
    done = command(*words, "--cite", "csl")
    assert (done.returncode, done.stderr) == (code, "")
    assert {item["id"] for item in json.loads(done.stdout)} == {*works, "secgraph-0-1-0"}


def test_a_passage_is_cited_alone():
    item = json.loads(command("passage", "P10.S2", "--cite", "csl").stdout)[0]
    assert item["note"].startswith("Passages: P10.S2 (code points 5542 to 5695).")


@pytest.mark.parametrize("option", ["--labels", "--evidence", "--format=csv", "--view=graph"])
def test_a_citation_is_no_answer(option):
    done = command("run", "claims/denied", "--cite", "ris", option)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_the_project_is_cited_with_both_licences():
    """CITATION.cff and the CSL-JSON beside it say the same."""
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["license"] == ["MIT", "CC-BY-4.0"]
    (item,) = json.load(io.StringIO((ROOT / "CITATION.csl.json").read_text(encoding="utf-8")))
    assert (item["title"], item["version"]) == (cff["title"], str(cff["version"]))
    assert item["author"] == [{"literal": author["name"]} for author in cff["authors"]]
    year, month, day = item["issued"]["date-parts"][0]
    assert f"{year:04}-{month:02}-{day:02}" == str(cff["date-released"])
    assert "MIT" in item["note"]
    assert "CC BY 4.0" in item["note"]
    assert len(styled(json.dumps([item]))) == 1


@pytest.mark.readers
def test_the_citation_of_the_project_is_valid():
    """By cffconvert, in an environment of its own: it holds old versions of other packages."""
    import subprocess

    done = subprocess.run(
        [str(ROOT / ".readers" / "cff" / "bin" / "cffconvert"), "--validate"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "are valid" in done.stdout) == (0, True)
