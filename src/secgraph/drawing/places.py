"""Give the places of an answer to programs of geography: as columns, or as GeoJSON.

Places are those of the map, as far as a source at hand has them; draws nothing.
"""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.drawing import geometry
from secgraph.drawing.geometry import Point, Ring
from secgraph.errors import UsageError
from secgraph.namespaces import PREFIXES
from secgraph.query import shaping, typed
from secgraph.query.terms import plain

if TYPE_CHECKING:
    from secgraph.query.result import Result

_WKT = pyoxigraph.NamedNode(PREFIXES["geo"] + "wktLiteral")
_DOUBLE = pyoxigraph.NamedNode(PREFIXES["xsd"] + "double")


def located(result: "Result") -> list[str]:
    """Give the columns of things of which at least one has a place.

    Raises:
        UsageError: No column has any, or the answer has no rows.
    """
    shaping.check_rows(result, "a place")
    names = [
        name
        for name in result.columns
        if f"{name}Iri" in result.columns and any(map(_point, _iris(result, name)))
    ]
    if not names:
        raise UsageError(
            "nothing in this answer has a place that a source at hand gives; try votes/on or "
            "groupings/members"
        )
    return names


def _iris(result: "Result", name: str) -> list[str]:
    place = result.columns.index(f"{name}Iri")
    return [plain(row[place]) for row in result.terms]


def _point(iri: str) -> Point | None:
    return geometry.point(iri) if iri else None


def with_coordinates(result: "Result") -> "Result":
    """Give an answer with the longitude and latitude of its things, in degrees (WGS 84).

    Returns:
        Columns ``lon`` and ``lat``; where things of several columns have places ``fromLon`` and so
        on. Cells of things without a place are unbound.

    Raises:
        UsageError: Nothing in the answer has a place.
    """
    names = located(result)
    columns = ["lon", "lat"] if len(names) == 1 else []
    for name in names if len(names) > 1 else ():
        columns += [f"{name}Lon", f"{name}Lat"]
    points = [[_point(iri) for iri in _iris(result, name)] for name in names]
    rows = [
        tuple(term for point in row for term in _terms(point)) for row in zip(*points, strict=True)
    ]
    return result.beside(columns, rows)


def with_text(result: "Result") -> "Result":
    """Give an answer with the places of its things as Well-Known Text, longitude first (WGS 84).

    Returns:
        A column ``wkt``, of the datatype of GeoSPARQL; where things of several columns have places
        ``fromWkt`` and so on. It is the outline of a region that has one, else a point; unbound
        where a thing has no place.

    Raises:
        UsageError: Nothing in the answer has a place.
    """
    names = located(result)
    columns = ["wkt"] if len(names) == 1 else [f"{name}Wkt" for name in names]
    texts = [[_text(iri) for iri in _iris(result, name)] for name in names]
    return result.beside(columns, list(zip(*texts, strict=True)))


def _text(iri: str) -> pyoxigraph.Literal | None:
    point = _point(iri)
    if point is None:
        return None
    rings = [_counterclockwise(ring) for ring in geometry.outline(iri)]
    polygons = ", ".join(f"(({', '.join(f'{x:g} {y:g}' for x, y in ring)}))" for ring in rings)
    text = f"MULTIPOLYGON ({polygons})" if rings else f"POINT ({point[0]:g} {point[1]:g})"
    return pyoxigraph.Literal(text, datatype=_WKT)


def _terms(point: Point | None) -> tuple[pyoxigraph.Literal | None, ...]:
    if point is None:
        return None, None
    return tuple(pyoxigraph.Literal(f"{part:g}", datatype=_DOUBLE) for part in point)


def geojson(result: "Result") -> bytes:
    """Write the rows as GeoJSON (RFC 7946), each a feature with its values as properties.

    The geometry of a row is the outline of its region, or the place of its state; of two places the
    line between them, of more the places. A row without a place has none.

    Raises:
        UsageError: Nothing in the answer has a place.
    """
    names = located(result)
    iris = list(zip(*(_iris(result, name) for name in names), strict=True))
    columns = typed.columns(result)
    features = [
        {
            "type": "Feature",
            "geometry": _geometry(iris[number]),
            "properties": {column.name: _json(column.cells[number]) for column in columns},
        }
        for number in range(len(result))
    ]
    facts = {
        "title": result.title,
        "values": result.subtitle,
        "source": f"secgraph {result.release}".strip(),
    }
    page = {
        "type": "FeatureCollection",
        **{key: value for key, value in facts.items() if value},
        "features": features,
    }
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()


def _json(value: object) -> object:
    """Give a value as JSON has it: a day and a number that JSON lacks as text."""
    if isinstance(value, float) and value - value != 0:
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _geometry(iris: Sequence[str]) -> dict[str, object] | None:
    points = [point for iri in iris if (point := _point(iri))]
    if len(points) == 1:
        rings = next((rings for iri in iris if (rings := geometry.outline(iri))), [])
        if rings:
            polygons = [[_counterclockwise(ring)] for ring in rings]
            return {"type": "MultiPolygon", "coordinates": polygons}
        return {"type": "Point", "coordinates": points[0]}
    if not points:
        return None
    return {"type": "LineString" if len(points) == 2 else "MultiPoint", "coordinates": points}


def _counterclockwise(ring: Ring) -> Ring:
    """Give an outer ring in the direction that RFC 7946 wants."""
    doubled = sum(
        (x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )
    return ring if doubled < 0 else ring[::-1]
