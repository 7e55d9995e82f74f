"""Take outlines of countries out of a TopoJSON file, where borders are shared arcs, and give each as one geometry with its place.

Draws no conclusion from a border: whose ground it is stands in the crosswalk, and a country without
a code gets none.
"""

import itertools
import json

from secgraph.errors import BadFile
from secgraph.imports import crosswalks, turtle
from secgraph.imports.report import Rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from secgraph.imports.adapter import Adapter
    from secgraph.imports.reading import Source
    from secgraph.imports.report import Report

    Ring = list[tuple[float, float]]


def convert(
    adapter: "Adapter",
    source: "Source",
    report: "Report",
    used: "Callable[[str, dict[str, str]], None]",
) -> "Iterator[str]":
    """Give the statements about each country: place, state, outline.

    Raises:
        BadFile: It is no such TopoJSON.
    """
    from secgraph.imports.reading import guarded

    with guarded(source, lambda: 0):
        data = source.bytes().read()
    try:
        topology = json.loads(data.decode("utf-8"))
        shapes = topology["objects"]["countries"]["geometries"]
        arcs = _arcs(topology)
    except UnicodeDecodeError as error:
        raise BadFile(
            source.path,
            f"is not UTF-8: byte {data[error.start]:#04x} at {error.start}",
            data[: error.start].count(b"\n") + 1,
        ) from error
    except json.JSONDecodeError as error:
        raise BadFile(
            source.path,
            f"is not JSON, or cut off: {error.msg}{source.other(adapter.name)}",
            error.lineno,
        ) from error
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise BadFile(
            source.path,
            f"is not {adapter.name}: no TopoJSON with the object 'countries'{source.other(adapter.name)}",
            1,
        ) from error
    path = adapter.table("states.tsv")
    known = crosswalks.index(path, "numeric")
    for number, shape in enumerate(shapes, 1):
        report.read += 1
        try:
            name = str(shape.get("properties", {}).get("name", ""))
            row = known.get(str(shape.get("id", "")))
            if row is None and shape.get("id") not in (None, "", "-99"):
                raise Rejected(
                    f"country {number} ({name[:40]}): id {str(shape['id'])[:20]!r} is in no row of states.tsv (column numeric)"
                )
            slug = row["slug"] if row else turtle.slug(name)
            polygons = [
                [_ring(arcs, ring) for ring in polygon]
                for polygon in (
                    shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
                )
            ]
            pieces = [piece for polygon in polygons for piece in _pieces(polygon)]
        except Rejected as error:
            report.reject(source.path, 1, str(error))
            continue
        except (KeyError, TypeError, IndexError):
            report.reject(source.path, 1, f"country {number} has no outline that can be read")
            continue
        if row:
            used(path, row)
        report.imported += 1
        place, outline, centre = (
            f"sgd:place-{slug}",
            f"sgd:place-{slug}-outline",
            f"sgd:place-{slug}-centre",
        )
        of = f";sg:isPlaceOf {row['thing']} " if row else ""
        # A label of its own would be a second thing of the state's name: the place is named by what
        # it is of.
        label = turtle.literal(f"{row['label'] if row else name} (place)", "en")
        iri = adapter.source["iri"]
        yield f"{place} a geo:Feature ;rdfs:label {label} {of};geo:hasGeometry {outline}, {centre} ;dcterms:source {iri} .\n"
        yield f'{outline} a geo:Geometry ;geo:asWKT "{_wkt(pieces)}"^^geo:wktLiteral ;dcterms:source {iri} .\n'
        yield f'{centre} a geo:Geometry ;geo:asWKT "{_centre(polygons)}"^^geo:wktLiteral ;dcterms:source {iri} .\n'
        report.statements += 5 + bool(row) + 6


def _arcs(topology: "dict[str, Any]") -> "list[Ring]":
    """Give the arcs in degrees: they are kept as whole steps from point to point; see the TopoJSON specification, section 2.1.3."""
    by, to = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * by[0] + to[0], 4), round(y * by[1] + to[1], 4)))
        found.append(points)
    return found


def _ring(arcs: "list[Ring]", numbers: "list[int]") -> "Ring":
    """Join arcs to a ring; a negative number is an arc walked backwards."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _wkt(polygons: "list[list[Ring]]") -> str:
    return (
        "MULTIPOLYGON ("
        + ", ".join(
            "("
            + ", ".join("(" + ", ".join(f"{x:g} {y:g}" for x, y in ring) + ")" for ring in polygon)
            + ")"
            for polygon in polygons
        )
        + ")"
    )


def split(ring: "Ring") -> "list[Ring]":
    """Cut a ring where it crosses the line of 180 degrees, so that no piece goes around the world."""
    pieces = []
    for offset in (-360, 0, 360):
        piece = [(x + offset, y) for x, y in _turned(ring)]
        for bound, sign in ((-180, 1), (180, -1)):
            piece = _cut(piece, bound, sign)
        if piece:
            pieces.append(piece)
    return pieces


def _turned(ring: "Ring") -> "Ring":
    """Give a ring whose points go on beyond 180 degrees where it crosses that line, instead of beginning anew on the other side."""
    turned, shift = [ring[0]], 0
    for (before, _), (x, y) in itertools.pairwise(ring):
        shift += 360 * ((x - before < -180) - (x - before > 180))
        turned.append((x + shift, y))
    return turned


def _cut(ring: "Ring", bound: int, sign: int) -> "Ring":
    """Keep the part of a ring on one side of a meridian (the algorithm of Sutherland and Hodgman)."""
    kept: Ring = []
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        first, second = (x1 - bound) * sign, (x2 - bound) * sign
        if first * second < 0:
            kept.append((float(bound), y1 + (y2 - y1) * first / (first - second)))
        if second >= 0:
            kept.append((x2, y2))
    return [*kept, kept[0]] if kept and kept[0] != kept[-1] else kept


def _pieces(polygon: "list[Ring]") -> "list[list[Ring]]":
    """Give a polygon, or its pieces on each side of the line of 180 degrees, which no country with a hole crosses."""
    crosses = any(abs(x1 - x2) > 180 for (x1, _), (x2, _) in itertools.pairwise(polygon[0]))
    return [[piece] for piece in split(polygon[0])] if crosses else [polygon]


def _area(ring: "Ring") -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) / 2


def _centre(polygons: "list[list[Ring]]") -> str:
    """Give the centroid of the largest part, by the usual sum over its corners."""
    ring = max((_turned(polygon[0]) for polygon in polygons), key=lambda each: abs(_area(each)))
    area = _area(ring) or 1.0
    pairs = list(itertools.pairwise(ring))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    return f"POINT ({round((x + 180) % 360 - 180, 3):g} {round(y, 3):g})"
