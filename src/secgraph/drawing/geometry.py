"""Give the places of states and regions, as far as a source has them, and the outline of the land.

Reads ``data/geo``, which is not part of the graph that queries ask, and what a store has imported
of places; draws nothing.
"""

import functools
import os.path
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyoxigraph

from secgraph.dataset import location
from secgraph.namespaces import PREFIXES, SG

Point = tuple[float, float]
"""Longitude and latitude in degrees, east and north positive."""
Ring = list[Point]

LAND = PREFIXES["sgd"] + "place-land"
_GEO = PREFIXES["geo"]
_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


@functools.cache
def _read() -> dict[str, list[str]]:
    """Give the geometries of each thing, as Well-known Text; those of a place are its state's."""
    states: dict[str, str] = {}
    shapes: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for path in location.turtle_files(os.path.join(location.root(), "data", "geo")):
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject, predicate, value = (
                getattr(term, "value", "") for term in (quad.subject, quad.predicate, quad.object)
            )
            if predicate == SG + "isPlaceOf":
                states[subject] = value
            elif predicate == _GEO + "hasGeometry":
                shapes.setdefault(subject, []).append(value)
            elif predicate == _GEO + "asWKT":
                texts[subject] = value
    return {
        states.get(thing, thing): sorted(texts[name] for name in names)
        for thing, names in shapes.items()
    }


def point(iri: str) -> Point | None:
    """Give the place of a state or a region; None where no source has it."""
    point = next((text for text in _read().get(iri, ()) if text.startswith("POINT")), None)
    return _points(point)[0] if point else None


def outline(iri: str) -> list[Ring]:
    """Give the outer rings of a region, or of :data:`LAND`; none where it has no outline."""
    return [ring for text in _read().get(iri, ()) for ring in _rings(text)]


def _points(text: str) -> Ring:
    return [(float(x), float(y)) for x, y in _POINT.findall(text)]


Rows = Callable[[str], Sequence[Sequence[str]]]
"""Asks a store, and gives plain values."""

_PLACES = f"""PREFIX sg: <{SG}> PREFIX geo: <{_GEO}>
SELECT ?state ?wkt WHERE {{ ?place geo:hasGeometry/geo:asWKT ?wkt ; sg:isPlaceOf ?state }}"""
_APART = f"""PREFIX sg: <{SG}> PREFIX geo: <{_GEO}>
SELECT ?place ?wkt WHERE {{ ?place a geo:Feature ; geo:hasGeometry/geo:asWKT ?wkt .
    FILTER NOT EXISTS {{ ?place sg:isPlaceOf ?state }} }}"""
_VIEWS = f"""PREFIX dcterms: <{PREFIXES["dcterms"]}> PREFIX geo: <{_GEO}>
SELECT DISTINCT ?title ?rights WHERE {{ ?place a geo:Feature ; dcterms:source ?source .
    ?source dcterms:title ?title ; dcterms:rights ?rights }}"""

_CRIMEA = (32.3, 36.8, 44.2, 46.4)
"""West, east, south and north of the peninsula, which sources draw with one state or the other."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a store has imported of places.

    Attributes:
        points: The middle of each state.
        outlines: Rings of each state.
        apart: Rings of what its source draws apart and gives no state.
        crimea: Rings of the peninsula, where its source draws them with a state.
        views: Title of each source and its words on whose borders it draws.
    """

    points: dict[str, Point] = field(default_factory=dict)
    outlines: dict[str, list[Ring]] = field(default_factory=dict)
    apart: list[Ring] = field(default_factory=list)
    crimea: list[Ring] = field(default_factory=list)
    views: list[str] = field(default_factory=list)


def imported(rows: Rows | None) -> Imported:
    """Read the places that a store has imported, such as those of Natural Earth.

    Args:
        rows: Asks the store; None where there is none to ask.
    """
    places = Imported()
    for state, text in rows(_PLACES) if rows else ():
        if text.startswith("POINT"):
            places.points[state] = _points(text)[0]
            continue
        for ring in _rings(text):
            is_crimea = all(_within(point, _CRIMEA) for point in ring)
            kept = places.crimea if is_crimea else places.outlines.setdefault(state, [])
            kept.append(ring)
    if rows and places.outlines:
        places.apart.extend(ring for _, text in rows(_APART) for ring in _rings(text))
        places.views.extend(sorted(f"{title}. {rights}" for title, rights in rows(_VIEWS)))
    return places


def _within(point: Point, box: tuple[float, float, float, float]) -> bool:
    west, east, south, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def _rings(text: str) -> list[Ring]:
    if not text.startswith("MULTIPOLYGON"):
        return []
    return [_points(ring) for ring in re.findall(r"\(([^()]+)\)", text)]
