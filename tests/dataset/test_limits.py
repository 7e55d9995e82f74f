"""Files that are deeper than is taken, or grow larger as they are read; each just above a limit."""

import pytest

from secgraph.dataset import limits, release
from secgraph.errors import BadFile

DEEP = limits.MAX_NESTING
_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'


def xml(levels: int) -> str:
    """RDF/XML of so many elements in one another."""
    pairs = (levels - 1) // 2
    return _XML + "<e:A><e:b>" * pairs + "</e:b></e:A>" * pairs + "</rdf:RDF>"


def with_entities(value: str, uses: int) -> str:
    return (
        f'<!DOCTYPE r [<!ENTITY a "{value}">]>{_XML}<rdf:Description rdf:about="urn:a"><e:b>'
        + "&a;" * uses
        + "</e:b></rdf:Description></rdf:RDF>"
    )


def triple(levels: int) -> str:
    return "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * levels + "1" + " )>>" * levels + " ."


def triple_elements(levels: int) -> str:
    """RDF/XML of so many triple terms in one another, each of two elements."""
    before = '<rdf:Description rdf:about="urn:a"><e:b rdf:parseType="Triple">' * levels
    inner = '<rdf:Description rdf:about="urn:a"><e:b rdf:resource="urn:c"/></rdf:Description>'
    start = _XML.replace("<rdf:RDF ", '<rdf:RDF rdf:version="1.2" ')
    return start + before + inner + "</e:b></rdf:Description>" * levels + "</rdf:RDF>"


CASES = {
    "triples.rdf": (triple_elements((DEEP - 2) // 2), triple_elements((DEEP + 2) // 2)),
    "elements.rdf": (xml(DEEP - 1), xml(DEEP + 3)),
    "objects.jsonld": (
        '{"urn:b":' * DEEP + '"[{[{"' + "}" * DEEP,
        '{"urn:b":' * (DEEP + 1) + "1" + "}" * (DEEP + 1),
    ),
    "terms.ttl": (
        triple(DEEP) + '\n<urn:a> <urn:b> "' + "<<" * DEEP + '" . # ' + "<<" * DEEP,
        triple(DEEP + 1),
    ),
    "entity.rdf": (
        with_entities("x" * limits.MAX_ENTITY, 1),
        with_entities("x" * (limits.MAX_ENTITY + 1), 1),
    ),
    "entities.rdf": (
        with_entities("x" * limits.MAX_ENTITY, 16),
        with_entities("x" * limits.MAX_ENTITY, limits.MAX_EXPANSION // limits.MAX_ENTITY + 1),
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("given", [True, False], ids=["from bytes", "from the file"])
def test_a_file_within_a_limit_is_read_and_one_beyond_is_refused(tmp_path, name, given):
    """In one line, before a parser sees it; marks in strings and comments count for nothing."""
    path = tmp_path / name
    within, beyond = CASES[name]
    path.write_text(within)
    media = release.FORMATS[path.suffix]
    assert release.read(str(path))
    limits.check(str(path), media, path.read_bytes() if given else None)
    path.write_text(beyond)
    with pytest.raises(BadFile, match="is not read") as error:
        limits.check(str(path), media, path.read_bytes() if given else None)
    assert "\n" not in str(error.value)
    with pytest.raises(BadFile, match="is not read"):
        release.read(str(path))


def test_an_entity_of_entities_is_added_up(tmp_path):
    """As ontologies declare them: short ones are read, whatever they refer to."""
    path = tmp_path / "names.owl"
    path.write_text(
        '<!DOCTYPE r [<!ENTITY w "http://www.w3.org/"><!ENTITY x "&w;x&amp;y">]>'
        f'{_XML}<rdf:Description rdf:about="&x;"><e:b>v</e:b></rdf:Description></rdf:RDF>'
    )
    (quad,) = release.read(str(path))
    assert quad.subject.value == "http://www.w3.org/x&y"
