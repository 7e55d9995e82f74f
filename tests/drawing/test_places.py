"""The places of an answer, for programs of geography."""

import itertools
import json
import re

import pytest

import secgraph
from secgraph.drawing import places
from secgraph.errors import UsageError


def features(result) -> dict[str, dict]:
    page = json.loads(places.geojson(result))
    return {one["properties"]["r"]: one["geometry"] for one in page["features"]}


def area(ring: list[list[float]]) -> float:
    """Twice the area of a closed ring, positive where it runs counterclockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))


@pytest.fixture(scope="module")
def regions() -> dict[str, dict]:
    return features(secgraph.sparql("SELECT ?r ?rIri { ?rIri a sg:Region ; rdfs:label ?r }"))


def test_the_outline_of_a_region_is_as_the_standard_wants_it(regions):
    """RFC 7946, section 3.1.6: a ring is closed, has four places or more, and the outer one runs
    counterclockwise; longitude stands first."""
    assert regions["Europe"]["type"] == "MultiPolygon"
    for (ring,) in regions["Europe"]["coordinates"]:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert area(ring) > 0
        assert all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in ring)


def test_a_region_that_no_source_defines_has_no_geometry(regions):
    assert regions["Indo-Pacific"] is None
    assert regions["North Atlantic"] is None


def test_a_row_of_two_states_is_the_line_between_them():
    result = secgraph.run("record/agreement-within")
    first = json.loads(places.geojson(result))["features"][0]
    assert first["geometry"]["type"] == "LineString"
    assert (first["properties"]["joint"], first["properties"]["index"]) == (8, 0.5)
    row = places.with_coordinates(result).rows[0]
    assert [[float(row["aLon"]), float(row["aLat"])], [float(row["bLon"]), float(row["bLat"])]] == (
        first["geometry"]["coordinates"]
    )


def test_a_place_as_text_is_the_place_as_numbers():
    """A state is a point, with longitude first, in the datatype of GeoSPARQL; a row without a place
    has none."""
    votes = secgraph.run("votes/on")
    rows = zip(places.with_text(votes).rows, places.with_coordinates(votes).rows, strict=True)
    for text, numbers in rows:
        assert text["wkt"] == f"POINT ({float(numbers['lon']):g} {float(numbers['lat']):g})"
    (term, *_) = (row[-1] for row in places.with_text(votes).terms)
    assert term.datatype.value == "http://www.opengis.net/ont/geosparql#wktLiteral"
    pairs = places.with_text(secgraph.run("record/agreement-within"))
    assert {"aWkt", "bWkt"} <= set(pairs.columns)


def test_a_region_as_text_has_the_rings_of_its_outline(regions):
    result = secgraph.sparql("SELECT ?r ?rIri { ?rIri a sg:Region ; rdfs:label ?r }")
    texts = {row["r"]: row["wkt"] for row in places.with_text(result).rows}
    assert texts["Indo-Pacific"] == "" and texts["Europe"].startswith("MULTIPOLYGON (((")
    rings = re.findall(r"\(\(([^()]*)\)\)", texts["Europe"])
    read = [[[float(part) for part in pair.split()] for pair in ring.split(", ")] for ring in rings]
    drawn = [ring for (ring,) in regions["Europe"]["coordinates"]]
    assert [len(ring) for ring in read] == [len(ring) for ring in drawn]
    assert all(area(ring) > 0 for ring in read)


def test_what_has_no_rows_has_no_place():
    with pytest.raises(UsageError, match="needs rows"):
        places.geojson(secgraph.sparql("ASK {}"))
