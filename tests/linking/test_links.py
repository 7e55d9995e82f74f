"""Links to identifiers of others.

The tables say what the list of evidence allows, the checks find what is wrong, and look-up never
guesses.
"""

import collections
import csv
import re
from pathlib import Path

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.dataset import release
from secgraph.errors import BadFile, BadValue, UnknownValue
from secgraph.linking import rdf, schemes, sssom, validate
from secgraph.namespaces import curie
from support.command import on_a_terminal, secgraph
from support.paths import ROOT, SHARED

FOLDER = ROOT / "data" / "links"
LIST = SHARED / "links" / "identifiers.tsv"
ALL = sssom.packaged()
STRENGTH = [
    "skos:exactMatch",
    "schema:sameAs",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
    "rdfs:seeAlso",
]
"""From the strongest: a row may say less than its evidence, with the reason, and never more."""


def listed() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if row["kind"] != "wikidata property"]


@pytest.mark.shared("links")
def test_each_identifier_of_the_list_is_in_a_table_and_nothing_else_is():
    """One row each, with the evidence and status of the list.

    What comes beside them is marked as wrong and named in the list as such.
    """
    names = {each.name: each for each in schemes.schemes().values()}
    rows = {
        (link.scheme.target if link.scheme else "", link.identifier, link.entity): link
        for link in ALL
    }
    assert len(rows) == len(ALL)
    wanted = {
        (names[row["scheme"]].target, row["identifier"], row["entity"]): row for row in listed()
    }
    assert len(wanted) == 599
    assert set(wanted) <= set(rows)
    notes = " ".join(
        [
            *(row["note"] for row in wanted.values()),
            (LIST.parent / "README.md").read_text(encoding="utf-8"),
        ]
    )
    for key in set(rows) - set(wanted):
        assert rows[key].rejected, key
        assert rows[key].comment, key
        assert key[1] in notes or key[1] == "A/RES/ES-11/5", key
    for key, row in wanted.items():
        assert (rows[key].status, rows[key].evidence) == (row["status"], row["evidence"]), key


@pytest.mark.shared("links")
def test_no_row_says_more_than_its_evidence():
    """Where the list has owl:sameAs the table has skos:exactMatch.

    What is weaker says why; a code has no IRI, nor has an IRI whose form is from memory.
    """
    names = {each.name: each for each in schemes.schemes().values()}
    rows = {
        (link.scheme.target if link.scheme else "", link.identifier, link.entity): link
        for link in ALL
    }
    for row in listed():
        link = rows[names[row["scheme"]].target, row["identifier"], row["entity"]]
        said, wanted = (
            curie(link.predicate),
            "skos:exactMatch" if row["property"] == "owl:sameAs" else row["property"],
        )
        from_memory = "form from memory" in row["note"]
        assert link.object == ("" if wanted == "literal" or from_memory else row["iri"]), row
        if row["kind"].startswith("city"):
            assert link.rejected
            assert "Government" in link.label
        elif not link.object:
            assert said == "skos:notation", row
        elif said != wanted:
            assert STRENGTH.index(said) > STRENGTH.index(wanted), row
            assert link.comment.startswith(f"weaker than the evidence, {row['property']}: "), row
        elif link.found:
            assert not link.rejected


@pytest.mark.shared("links")
def test_an_entity_is_one_thing_throughout_or_none():
    """But for the type of a resolution, of which the release has the vote."""
    things = collections.defaultdict(set)
    for link in ALL:
        things[link.entity].add(link.subject)
    assert {entity for entity, found in things.items() if len(found) > 1} == {
        "UNGA resolution ES-11/6 (23 Feb 2023)"
    }
    assert set(things) == {row["entity"] for row in listed()}


def test_what_has_no_thing_here_is_told_in_the_readme():
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for entity in {link.entity for link in ALL if not link.found} - {
        "UNGA resolution ES-11/6 (23 Feb 2023)"
    }:
        assert entity.split(" (")[0] in page, entity


def test_labels_are_those_of_the_release():
    labels = validate.Knowledge().labels
    assert [
        (link.file, link.line)
        for link in ALL
        if link.found and link.label != labels.get(link.subject)
    ] == []


def test_a_table_for_each_scheme_and_none_beside():
    assert {path.name.removesuffix(".sssom.tsv") for path in FOLDER.glob("*.tsv")} - {
        "schemes.tsv"
    } == set(schemes.schemes())
    for each in schemes.schemes().values():
        assert bool(each.base) != bool(each.datatype), each.target
        assert bool(each.pattern or each.digit) == bool(each.rule), each.target


def test_each_datatype_is_declared_and_none_is_for_two():
    declared = {
        row[0].value
        for row in release.store().query(
            "SELECT ?d { ?d a <http://www.w3.org/2000/01/rdf-schema#Datatype> }"
        )
    }
    used = [each.datatype for each in schemes.schemes().values() if each.datatype]
    assert set(used) <= declared
    assert len(used) == len(set(used))


def test_the_generated_files_are_up_to_date_and_the_same_each_time():
    for name, data in rdf.files().items():
        assert (FOLDER / name).read_bytes() == data == rdf.files()[name], name


def test_the_links_as_rdf_are_the_rows_that_affirm():
    """No owl:sameAs, no blank node, a statement for each row that is stated."""
    quads = list(pyoxigraph.parse(path=str(FOLDER / "links.ttl")))
    assert len(quads) == len(
        {
            (link.subject, link.predicate, link.object or (link.identifier, link.scheme))
            for link in rdf.stated()
        }
    )
    assert not any(
        "sameAs" in quad.predicate.value and "owl" in quad.predicate.value for quad in quads
    )
    assert all(isinstance(quad.subject, pyoxigraph.NamedNode) for quad in quads)
    wrong = {
        (link.subject, link.object or f'"{link.identifier}"^^<{link.scheme.datatype}>')
        for link in ALL
        if link.rejected and link.scheme
    }
    assert len(wrong) > 45
    assert wrong.isdisjoint(
        {
            (
                quad.subject.value,
                str(quad.object).strip("<>")
                if isinstance(quad.object, pyoxigraph.NamedNode)
                else str(quad.object),
            )
            for quad in quads
        }
    )


def test_each_set_of_links_is_described_with_its_number():
    counted = collections.Counter()
    for quad in pyoxigraph.parse(path=str(FOLDER / "links.ttl")):
        if isinstance(quad.object, pyoxigraph.NamedNode):
            counted[schemes.of_iri(quad.object.value).target, quad.predicate.value] += 1
    assert {(target, kind): count for target, _, kind, count in rdf.linksets()} == counted
    assert (FOLDER / "void.ttl").read_text(encoding="utf-8").count("a void:Linkset") == len(counted)
    assert not any(path.endswith("void.ttl") for path in release.files())


HEAD = (
    '#curie_map:\n#  sgd: "https://w3id.org/secgraph/id/"\n#  ex: "https://example.org/"\n'
    '#object_source: "{source}"\n'
)
COLUMNS = (
    "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tmapping_justification\n"
)


def table(folder: Path, *rows: str, source: str = "") -> str:
    """A table of rows such as ``sgd:japan skos:exactMatch wikidata:Q17``, with Not in front
    where one says so, a code in quotes, and ``=Japan`` behind the thing for its label."""
    lines = []
    for row in rows:
        no = "Not" if row.startswith("Not ") else ""
        subject, predicate, object = row.removeprefix("Not ").split()
        subject, _, label = subject.partition("=")
        code = object.strip('"') if object.startswith('"') else ""
        lines.append(
            "\t".join(
                (
                    subject,
                    predicate,
                    no,
                    "" if code else object,
                    code,
                    "semapv:ManualMappingCuration",
                    label,
                )
            )
        )
    path = folder / "mine.sssom.tsv"
    columns = COLUMNS.replace("\n", "\tsubject_label\n")
    path.write_text(
        HEAD.format(source=source) + columns + "\n".join(lines) + "\n", encoding="utf-8"
    )
    return str(path)


COW = "https://w3id.org/secgraph/ns#CowAbbreviation"
SEEDED = [
    # rule, what breaks it, what looks like it and does not
    (
        "unknown-thing",
        ["sgd:atlantis skos:closeMatch ex:Atlantis"],
        ["sgd:japan skos:closeMatch ex:Japan"],
    ),
    (
        "label",
        ["sgd:japan=France skos:closeMatch ex:Japan"],
        ["sgd:japan=Japan skos:closeMatch ex:Japan", "sgd:japan=Nippon skos:relatedMatch ex:N"],
    ),
    (
        "repeated",
        ["sgd:japan rdfs:seeAlso ex:Japan", "sgd:japan rdfs:seeAlso ex:Japan"],
        ["sgd:japan rdfs:seeAlso ex:Japan", "sgd:japan rdfs:seeAlso ex:Nippon"],
    ),
    ("same-as", ["sgd:japan owl:sameAs ex:Japan"], ["sgd:japan schema:sameAs ex:Japan"]),
    (
        "form",
        ["sgd:japan skos:relatedMatch wikidata:P17"],
        ["sgd:japan skos:relatedMatch wikidata:Q171"],
    ),
    (
        "form",
        ["sgd:japan skos:relatedMatch gnd:4028495-6"],
        ["sgd:japan skos:relatedMatch gnd:4003846-4"],
    ),
    (
        "form",
        ["sgd:shinzo-abe skos:closeMatch gnd:133061826"],
        ["sgd:shinzo-abe skos:closeMatch gnd:133061825"],
    ),
    (
        "form",
        ["sgd:shinzo-abe skos:closeMatch isni:0000000078777444"],
        ["sgd:shinzo-abe skos:closeMatch isni:0000000078777443"],
    ),
    (
        "form",
        ["sgd:shinzo-abe skos:closeMatch viaf:05405711"],
        ["sgd:shinzo-abe skos:closeMatch viaf:54057112"],
    ),
    (
        "form",
        ["sgd:japan skos:relatedMatch lcsh:n78089021"],
        ["sgd:japan skos:relatedMatch lcnames:n78089021"],
    ),
    (
        "second-exact-match",
        ["sgd:japan skos:exactMatch wikidata:Q1"],
        ["sgd:japan skos:closeMatch wikidata:Q1"],
    ),
    (
        "second-exact-match",
        ["sgd:quad skos:exactMatch wikidata:Q1", "sgd:quad skos:exactMatch wikidata:Q2"],
        ["sgd:quad skos:exactMatch wikidata:Q1"],
    ),
    (
        "two-things",
        ["sgd:pacific skos:closeMatch wikidata:Q17"],
        ["sgd:pacific skos:relatedMatch wikidata:Q17"],
    ),
    (
        "two-things",
        ["sgd:france skos:exactMatch wikidata:Q17"],
        ["sgd:france skos:closeMatch wikidata:Q17"],
    ),
    (
        "city",
        ["sgd:government-of-japan rdfs:seeAlso geonames:1861060/"],
        ["sgd:japan rdfs:seeAlso geonames:1861060/"],
    ),
    (
        "city",
        ["sgd:government-of-india skos:relatedMatch wikidata:Q1490"],
        ["sgd:japan skos:relatedMatch wikidata:Q1490"],
    ),
    (
        "place",
        ["sgd:france skos:exactMatch geonames:1/"],
        ["sgd:france rdfs:seeAlso geonames:1/", "sgd:east-asia skos:exactMatch geonames:2/"],
    ),
    (
        "rejected",
        ["sgd:aukus skos:closeMatch wikidata:Q65250"],
        ["sgd:aukus skos:relatedMatch wikidata:Q65250"],
    ),
    (
        "rejected",
        ["sgd:g7 skos:exactMatch wikidata:Q170481"],
        ["Not sgd:g7 skos:exactMatch wikidata:Q170481"],
    ),
]


@pytest.mark.parametrize(
    ("rule", "wrong", "harmless"), SEEDED, ids=[f"{rule}: {wrong[-1]}" for rule, wrong, _ in SEEDED]
)
def test_what_is_wrong_is_found_and_what_looks_like_it_is_not(rule, wrong, harmless, tmp_path):
    assert rule in {fault.rule for fault in validate.check(table(tmp_path, *wrong))}
    assert validate.check(table(tmp_path, *harmless)) == []


def test_a_code_that_is_another_state_s_is_found(tmp_path):
    """COW AUS is Austria."""
    assert [
        fault.rule
        for fault in validate.check(
            table(tmp_path, 'sgd:australia skos:notation "AUS"', source=COW)
        )
    ] == ["rejected"]
    assert [
        fault.rule
        for fault in validate.check(table(tmp_path, 'sgd:austria skos:notation "AUL"', source=COW))
    ] == ["two-things"]
    assert validate.check(table(tmp_path, 'sgd:austria skos:notation "AUS"', source=COW)) == []
    assert [
        fault.rule for fault in validate.check(table(tmp_path, 'sgd:austria skos:notation "AUS"'))
    ] == ["form"]


def test_every_rule_has_a_seeded_fault():
    assert {rule for rule, _, _ in SEEDED} == set(validate.RULES)


def test_each_known_confusion_of_the_tables_is_caught(tmp_path):
    """Whatever stands as Not, said without it, is found."""
    wrong = [link for link in ALL if link.rejected]
    assert len(wrong) > 45
    for link in wrong:
        value = f"<{link.object}>" if link.object else f'"{link.identifier}"'
        row = f"{curie(link.subject)} {curie(link.predicate)} {value.strip('<>')}"
        found = validate.check(
            table(tmp_path, row, source=link.scheme.datatype if link.scheme else "")
        )
        assert "rejected" in {fault.rule for fault in found}, row


def test_the_check_from_the_command_line(tmp_path):
    done = secgraph("links", "check")
    assert (done.returncode, done.stdout.startswith("nothing found; looked at 628 rows")) == (
        0,
        True,
    )
    done = secgraph("links", "check", table(tmp_path, "sgd:g7 skos:exactMatch wikidata:Q170481"))
    assert done.returncode == 1
    assert (
        ":6: sgd:g7: known to be wrong: the Asia-Pacific Economic Cooperation [rejected]"
        in done.stdout
    )
    assert "1 found" not in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no column subject_id"),
        ("subject_id\tpredicate_id\n", "no column object_id"),
        (
            COLUMNS + "sgd:japan\tskos:exactMatch\t\tnowhere:Q17\t\tx\n",
            r":2: 'nowhere:Q17' is no IRI, and nothing declares its prefix",
        ),
        (COLUMNS + "\tskos:exactMatch\t\twikidata:Q17\t\tx\n", ":2: has no subject_id"),
        (
            COLUMNS + "sgd:japan\tskos:exactMatch\tno\twikidata:Q17\t\tx\n",
            "predicate_modifier is 'no'",
        ),
        (COLUMNS + "sgd:japan\tskos:exactMatch\t\t\t\tx\n", "neither object_id nor"),
        (COLUMNS + "sgd:japan\tskos:exactMatch\t\ta\tb\tc\td\te\n", "more fields"),
        (COLUMNS + "sgd:japan\tskos:exactMatch\t\thttp://a b/\t\tx\n", "no IRI"),
    ],
)
def test_a_table_that_is_none_is_told_with_its_line(text, message, tmp_path):
    path = tmp_path / "broken.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=message):
        validate.check(str(path))
    done = secgraph("links", "check", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_table_that_is_missing_or_no_utf8(tmp_path):
    with pytest.raises(BadFile, match="cannot be read"):
        validate.check(str(tmp_path / "nothing.tsv"))
    (tmp_path / "latin.tsv").write_bytes(COLUMNS.encode() + b"\xe9")
    with pytest.raises(
        BadFile, match=r"is not UTF-8 .byte 0xe9 at 0.; .* 'iconv -f LATIN1"
    ) as told:
        validate.check(str(tmp_path / "latin.tsv"))
    assert told.value.line == COLUMNS.count("\n") + 1


@pytest.mark.parametrize(
    ("scheme", "good"),
    [
        ("gnd", ["4028495-5", "377-3", "16004018-8", "130141771", "1251536492", "106969780X"]),
        ("isni", ["0000000078736545", "000000012281955X"]),
    ],
)
def test_any_one_wrong_figure_is_found_by_the_check_digit(scheme, good):
    """Each identifier passes, and with any one figure changed it does not."""
    rule = schemes.DIGITS[scheme]
    for identifier in good:
        assert rule(identifier)
        for place, figure in enumerate(identifier):
            for other in "0123456789":
                if figure.isdecimal() and other != figure:
                    assert not rule(identifier[:place] + other + identifier[place + 1 :]), (
                        identifier,
                        place,
                        other,
                    )


def test_links_of_a_thing_by_any_of_its_names():
    found = {(link.scheme.target, link.identifier) for link in sg.links("japan")}
    assert found == {
        (link.scheme.target, link.identifier)
        for link in sg.links("https://w3id.org/secgraph/id/japan")
    }
    assert ("wikidata", "Q17") in found
    assert ("wikidata", "Q188712") not in found
    assert len(found) == 25
    assert [link.identifier for link in sg.links("Japan", target="wikidata", rejected=True)] == [
        "Q17",
        "Q188712",
    ]
    assert [link.identifier for link in sg.links("Japan", target="COW abbreviation")] == ["JPN"]
    assert sg.links("JAUKUS") == []
    with pytest.raises(UnknownValue, match="'Japan'"):
        sg.links("Japn")
    with pytest.raises(BadValue, match="did you mean wikidata"):
        sg.links("Japan", target="wikidat")


def test_a_table_of_links_fits_a_terminal():
    for argv in (
        ["links"],
        ["links", "Japan"],
        ["links", "AUKUS", "--rejected"],
        ["links", "--target", "wikidata", "--rejected"],
    ):
        shown = re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal(*argv, NO_COLOR="1"))
        assert max(len(line.rstrip("\r")) for line in shown.splitlines()) <= 80
    assert "not exactMatch" in on_a_terminal("links", "AUKUS", "--rejected", NO_COLOR="1")


def test_links_in_a_pipe_are_csv_with_all_that_is_known():
    rows = list(csv.DictReader(secgraph("links", "AUKUS", "--rejected").stdout.splitlines()))
    assert {row["identifier"]: row["rejected"] for row in rows if row["target"] == "wikidata"} == {
        "Q108556886": "",
        "Q106504328": "yes",
        "Q108466087": "yes",
        "Q65250": "yes",
    }
    assert rows[0]["iri"].startswith("http")
    assert secgraph("links", "Nonsense").returncode == 2
    assert secgraph("links", "a", "b").returncode == 2
    assert secgraph("links", "JAUKUS").returncode == 0


def test_export_writes_what_is_committed(tmp_path):
    done = secgraph("links", "export", "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    for name in rdf.FILES:
        assert (tmp_path / "out" / name).read_bytes() == (FOLDER / name).read_bytes()
    assert secgraph("links", "export").stdout.encode() == (FOLDER / "links.ttl").read_bytes()


SLOTS = {
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "object_type",
    "mapping_justification",
    "comment",
}
BUILT_IN = {"skos", "sssom", "rdfs", "semapv"}


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.sssom.tsv")), ids=lambda path: str(path.relative_to(FOLDER))
)
def test_each_table_has_the_columns_of_sssom_and_its_metadata_beside_it(path):
    """Every column is a slot of SSSOM or declared as an extension, every prefix is declared."""
    import yaml

    metadata = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
    assert {"mapping_set_id", "license", "subject_source", "object_source"} <= set(metadata)
    prefixes = set(metadata["curie_map"])
    assert not prefixes & BUILT_IN
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    extensions = {one["slot_name"] for one in metadata["extension_definitions"]}
    assert set(rows[0]) - SLOTS == extensions
    sources = [one["property"] for one in metadata["extension_definitions"]]
    sources += [metadata["subject_source"], metadata["object_source"]]
    names = [row[slot] for row in rows for slot in ("subject_id", "predicate_id", "object_id")]
    assert {name.partition(":")[0] for name in names + sources} <= prefixes | BUILT_IN
    part = path.parent.name if path.parent != FOLDER else ""
    assert {_part(row) for row in rows} == {part}


def _part(row: dict[str, str]) -> str:
    """In which folder of tables a row belongs."""
    if row["predicate_modifier"] == "Not":
        return "rejected"
    return "unmatched" if row["subject_id"] == "sssom:NoTermFound" else ""


def test_a_thing_is_shown_with_the_number_of_its_links_and_not_with_each():
    shown = secgraph("show", "Japan").stdout
    assert "  in other datasets: 25 identifiers; 'secgraph links sgd:japan' lists them\n" in shown
    assert "Q17" not in shown
    assert "in other datasets" not in secgraph("show", "JAUKUS").stdout
    assert "www.isdp.se" in secgraph("show", "ee:document").stdout
