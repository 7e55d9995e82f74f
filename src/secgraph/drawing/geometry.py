"""Say where states and regions lie, as far as a source says so, and how the land of the world is shaped.

Reads ``data/geo``, which is not part of the graph that is asked or reasoned over; draws nothing.
"""

import functools
import os.path
import re

from secgraph.dataset import location
from secgraph.namespaces import PREFIXES, SG

TYPE_CHECKING = False
if TYPE_CHECKING:
    Point = tuple[float, float]
    """East and north of Greenwich and the equator, in degrees."""
    Ring = list[Point]

LAND = PREFIXES["sgd"] + "place-land"
_GEO = PREFIXES["geo"]
_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


@functools.cache
def _read() -> "dict[str, list[str]]":
    """Give the geometries of each thing, as Well-known Text; a place stands for the state whose it is."""
    import pyoxigraph

    of: dict[str, str] = {}
    shapes: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    for path in location.turtle_files(os.path.join(location.root(), "data", "geo")):
        for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            subject, predicate, value = (
                getattr(term, "value", "") for term in (quad.subject, quad.predicate, quad.object)
            )
            if predicate == SG + "isPlaceOf":
                of[subject] = value
            elif predicate == _GEO + "hasGeometry":
                shapes.setdefault(subject, []).append(value)
            elif predicate == _GEO + "asWKT":
                texts[subject] = value
    return {
        of.get(thing, thing): sorted(texts[shape] for shape in found)
        for thing, found in shapes.items()
    }


def point(iri: str) -> "Point | None":
    """Give the place of a state or a region; None where no source at hand says where it lies."""
    found = next((text for text in _read().get(iri, ()) if text.startswith("POINT")), None)
    return _points(found)[0] if found else None


def outline(iri: str) -> "list[Ring]":
    """Give the outer rings of a region, or of :data:`LAND`; none where it has no outline."""
    return [
        _points(ring)
        for text in _read().get(iri, ())
        if text.startswith("MULTIPOLYGON")
        for ring in re.findall(r"\(([^()]+)\)", text)
    ]


def _points(text: str) -> "Ring":
    return [(float(x), float(y)) for x, y in _POINT.findall(text)]
