"""Take the outlines of countries out of a TopoJSON file, where borders are shared arcs.

Each country becomes one geometry with its place. A border says nothing about territory: the
crosswalk says which state a country is, and a country without a code gets none.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

from secgraph.errors import BadFile
from secgraph.imports import crosswalks, turtle
from secgraph.imports.adapter import Adapter
from secgraph.imports.reading import Source, read_errors
from secgraph.imports.report import Rejection, Report
from secgraph.syntax import textfile

Ring = list[tuple[float, float]]
Polygon = list[Ring]


def convert(
    adapter: Adapter,
    source: Source,
    report: Report,
    used: Callable[[str, dict[str, str]], None],
) -> Iterator[str]:
    """Give the statements about each country: place, state, outline.

    Raises:
        BadFile: It is no such TopoJSON.
    """
    countries, arcs = _topology(adapter, source)
    path = adapter.table("states.tsv")
    states = crosswalks.index(path, "numeric")
    for number, country in enumerate(countries, 1):
        report.read += 1
        try:
            name = str(country.get("properties", {}).get("name", ""))
            state = _state(states, country, f"country {number} ({name[:40]})")
            slug = state["slug"] if state else turtle.slug(name)
            polygons = [[_ring(arcs, ring) for ring in polygon] for polygon in _polygons(country)]
            pieces = [piece for polygon in polygons for piece in _pieces(polygon)]
        except Rejection as error:
            report.reject(source.path, 1, str(error))
            continue
        except (KeyError, TypeError, IndexError):
            report.reject(source.path, 1, f"country {number} has no outline that can be read")
            continue
        if state:
            used(path, state)
        report.imported += 1
        place = f"sgd:place-{slug}"
        outline, centre = f"{place}-outline", f"{place}-centre"
        place_of = f";sg:isPlaceOf {state['thing']} " if state else ""
        # The label differs from that of the state, so that no two things have the same label.
        label = turtle.literal(f"{state['label'] if state else name} (place)", "en")
        iri = adapter.source["iri"]
        yield (
            f"{place} a geo:Feature ;rdfs:label {label} {place_of}"
            f";geo:hasGeometry {outline}, {centre} ;dcterms:source {iri} .\n"
        )
        yield _geometry(outline, _wkt(pieces), iri)
        yield _geometry(centre, _centre(polygons), iri)
        report.statements += 5 + bool(state) + 6


def _topology(adapter: Adapter, source: Source) -> tuple[list[dict[str, Any]], list[Ring]]:
    """Read the countries of a file and its arcs."""
    with read_errors(source, lambda: 0):
        data = source.stream().read()
    try:
        topology = json.loads(textfile.decoded(data, source.path))
        return topology["objects"]["countries"]["geometries"], _arcs(topology)
    except json.JSONDecodeError as error:
        hint = source.suggestion(adapter.name)
        raise BadFile(
            source.path, f"is not JSON, or cut off: {error.msg}{hint}", error.lineno
        ) from error
    except (KeyError, TypeError, ValueError, IndexError) as error:
        hint = source.suggestion(adapter.name)
        raise BadFile(
            source.path,
            f"is not {adapter.name}: no TopoJSON with the object 'countries'{hint}",
            1,
        ) from error


def _state(
    states: dict[str, dict[str, str]], country: dict[str, Any], description: str
) -> dict[str, str] | None:
    """Give the row of the crosswalk for a country; None where the country has no code.

    Raises:
        Rejection: The crosswalk has no such code.
    """
    row = states.get(str(country.get("id", "")))
    if row is None and country.get("id") not in (None, "", "-99"):
        raise Rejection(
            f"{description}: id {str(country['id'])[:20]!r} "
            "is in no row of states.tsv (column numeric)"
        )
    return row


def _polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    """Give the polygons of a country, each as rings of numbers of arcs."""
    arcs: list[Any] = country["arcs"]
    return arcs if country["type"] == "MultiPolygon" else [arcs]


def _geometry(name: str, wkt: str, source: str) -> str:
    return f'{name} a geo:Geometry ;geo:asWKT "{wkt}"^^geo:wktLiteral ;dcterms:source {source} .\n'


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    """Give the arcs in degrees.

    The file has whole steps from point to point; see the TopoJSON specification, section 2.1.3.
    """
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(
                (
                    round(x * scale[0] + translate[0], 4),
                    round(y * scale[1] + translate[1], 4),
                )
            )
        arcs.append(points)
    return arcs


def _ring(arcs: list[Ring], numbers: list[int]) -> Ring:
    """Join arcs to a ring; a negative number is an arc walked backwards."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _wkt(polygons: list[Polygon]) -> str:
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


def split(ring: Ring) -> list[Ring]:
    """Cut a ring at the meridian of 180 degrees, so that no piece spans the whole map."""
    pieces = []
    for offset in (-360, 0, 360):
        piece = [(x + offset, y) for x, y in _unwrapped(ring)]
        for bound, sign in ((-180, 1), (180, -1)):
            piece = _cut(piece, bound, sign)
        if piece:
            pieces.append(piece)
    return pieces


def _unwrapped(ring: Ring) -> Ring:
    """Continue a ring beyond 180 degrees where it crosses that meridian, without a jump."""
    points, shift = [ring[0]], 0
    for (before, _), (x, y) in itertools.pairwise(ring):
        shift += 360 * ((x - before < -180) - (x - before > 180))
        points.append((x + shift, y))
    return points


def _cut(ring: Ring, bound: int, sign: int) -> Ring:
    """Clip a ring to one side of a meridian (Sutherland and Hodgman, 1974)."""
    clipped: Ring = []
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        first, second = (x1 - bound) * sign, (x2 - bound) * sign
        if first * second < 0:
            clipped.append((float(bound), y1 + (y2 - y1) * first / (first - second)))
        if second >= 0:
            clipped.append((x2, y2))
    return [*clipped, clipped[0]] if clipped and clipped[0] != clipped[-1] else clipped


def _pieces(polygon: Polygon) -> list[Polygon]:
    """Give a polygon, or its pieces on each side of the meridian of 180 degrees.

    No country with a hole crosses it.
    """
    crosses = any(abs(x1 - x2) > 180 for (x1, _), (x2, _) in itertools.pairwise(polygon[0]))
    return [[piece] for piece in split(polygon[0])] if crosses else [polygon]


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) / 2


def _centre(polygons: list[Polygon]) -> str:
    """Give the centroid of the largest part, as Well-known Text."""
    ring = max((_unwrapped(polygon[0]) for polygon in polygons), key=lambda ring: abs(_area(ring)))
    area = _area(ring) or 1.0
    pairs = list(itertools.pairwise(ring))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    return f"POINT ({round((x + 180) % 360 - 180, 3):g} {round(y, 3):g})"
