"""Where states and regions lie, and the map of an answer."""

import itertools
import re

import pytest

import secgraph as sg
from secgraph.drawing import geometry, views
from secgraph.imports import topojson
from support import outlines as making
from support.paths import ROOT, SHARED

SGD = "https://w3id.org/secgraph/id/"


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.shared("datasets/geo", "datasets/authorities")
def test_the_places_are_those_of_the_source():
    """Made anew from Natural Earth and M49, each file has the same bytes."""
    made = making.files(
        SHARED / "datasets" / "geo" / "countries-110m.json",
        SHARED / "datasets" / "authorities" / "lcc",
        ROOT,
    )
    assert made == {
        name: (ROOT / "data" / "geo" / name).read_text(encoding="utf-8") for name in made
    }


def test_each_state_has_a_place_but_the_one_too_small_for_the_source():
    states = set(
        re.findall(
            r"^sgd:([a-z-]+) a sg:State",
            (ROOT / "data" / "reference" / "states.ttl").read_text(encoding="utf-8"),
            re.M,
        )
    )
    assert {name for name in states if geometry.point(SGD + name) is None} == {"malta"}
    assert geometry.point(SGD + "japan") == pytest.approx((137, 36), abs=3)
    # The mainland of Russia goes beyond 180 degrees: taken as it is written, its middle would lie
    # in the Bering Sea.
    assert geometry.point(SGD + "russia") == pytest.approx((97, 62), abs=6)


def test_what_no_source_bounds_has_no_place():
    """Which waters the Indo-Pacific or the North Atlantic are, nothing at hand says."""
    regions = set(
        re.findall(
            r"^sgd:([a-z-]+) a sg:Region",
            (ROOT / "data" / "reference" / "regions.ttl").read_text(encoding="utf-8"),
            re.M,
        )
    )
    assert (
        {name for name in regions if geometry.point(SGD + name)}
        == {name for name in regions if geometry.outline(SGD + name)}
        == set(making.REGIONS)
    )


@pytest.mark.parametrize("name", ["place-land", *making.REGIONS])
def test_an_outline_is_closed_and_never_goes_around_the_world(name):
    rings = geometry.outline(SGD + name)
    assert rings
    for ring in rings:
        assert ring[0] == ring[-1]
        assert all(abs(x1 - x2) < 180 for (x1, _), (x2, _) in itertools.pairwise(ring))


def test_a_ring_across_the_line_of_180_degrees_is_cut_there():
    """The input that breaks a map: drawn as it stands, it is a band around the world.

    One that only comes near stays as it is.
    """
    across = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    pieces = topojson.split(across)
    assert sorted((min(x for x, _ in piece), max(x for x, _ in piece)) for piece in pieces) == [
        (-180, -170),
        (170, 180),
    ]
    near = [(170.0, 0.0), (179.0, 0.0), (179.0, 10.0), (170.0, 0.0)]
    assert [sorted(set(piece)) for piece in topojson.split(near)] == [sorted(set(near))]


def test_a_map_shows_each_state_and_its_vote_and_is_the_same_twice():
    result = sg.run("votes/on")
    drawn = sg.draw(result, "map")
    assert drawn == sg.draw(sg.run("votes/on"), "map")
    text = drawn.decode()
    for row in result.rows:
        assert f">{row['state']}<" in text
    assert all(f">{option}<" in text for option in ("for", "against", "abstain"))


def test_a_row_with_two_places_joins_them_and_one_without_a_place_is_named():
    marks, lines, missing = views.located(sg.run("alignment/partners", actor="Japan"))
    japan = geometry.point(SGD + "japan")
    assert SGD + "japan" in marks
    assert {line[:2] for line in lines} == {
        (japan, place) for _, place, _ in marks.values() if place != japan
    }
    assert "NATO" in missing


def test_what_has_no_place_is_no_map():
    with pytest.raises(sg.UsageError, match="no map to draw"):
        sg.draw(sg.run("claims/denied"), "map")
