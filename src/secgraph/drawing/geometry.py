"""Give the places of states and regions, as far as a source has them, and the outline of the land.

Reads ``data/geo``, which is not part of the graph that queries ask; draws nothing.
"""

import functools
import os.path
import re

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
    return [
        _points(ring)
        for text in _read().get(iri, ())
        if text.startswith("MULTIPOLYGON")
        for ring in re.findall(r"\(([^()]+)\)", text)
    ]


def _points(text: str) -> Ring:
    return [(float(x), float(y)) for x, y in _POINT.findall(text)]
