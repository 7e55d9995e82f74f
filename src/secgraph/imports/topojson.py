"""Take the outlines of countries out of a TopoJSON file, where borders are shared arcs.

Each country becomes one geometry with its place. A border says nothing about territory: the
crosswalk says which state a country is, and a country without a code gets none.
"""

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

from secgraph.dataset import states as official
from secgraph.dataset.names import fold
from secgraph.errors import BadFile
from secgraph.imports import crosswalks, turtle
from secgraph.imports.adapter import Adapter
from secgraph.imports.reading import Source
from secgraph.imports.report import NAMED, Rejection, Report, Unjoined
from secgraph.namespaces import expand
from secgraph.syntax import textfile

Ring = list[tuple[float, float]]
Polygon = list[Ring]


class Country:
    """One country of a file.

    Args:
        number: Its place in the file, from 1.
        member: What the file has of it.

    Raises:
        Rejection: It is no object with properties.
    """

    def __init__(self, number: int, member: Any) -> None:
        properties = (member.get("properties") or {}) if isinstance(member, dict) else None
        if not isinstance(properties, dict):
            raise Rejection(f"country {number} is no object with properties")
        self.member: dict[str, Any] = member
        self.name = str(properties.get("name") or "")
        self.shown = f"country {number} ({self.name[:40]})"

    @property
    def code(self) -> str:
        """Its numeric code of ISO 3166-1, zeros kept; empty where it has none."""
        code = self.member.get("id")
        text = "" if code is None or isinstance(code, bool) else str(code).strip()
        return "" if text == "-99" else text.zfill(3) if text.isdecimal() else text


def convert(
    adapter: Adapter,
    source: Source,
    report: Report,
    used: Callable[[str, dict[str, str]], None],
) -> Iterator[str]:
    """Give the statements about each country: place, state, outline.

    A country without a code is imported as a place of no state, and named in the report. Of several
    with one code, the one with a name of that state is imported.

    Raises:
        BadFile: It is no such TopoJSON.
    """
    members, arcs = _topology(adapter, source)
    path = adapter.table("states.tsv")
    states = crosswalks.index(path, "numeric")
    chosen = _chosen(members, states)
    slugs = {row["slug"]: row["thing"] for row in states.values()}
    stateless = []
    for number, member in enumerate(members, 1):
        report.read += 1
        try:
            country = Country(number, member)
            state = _state(states, country)
            if state and chosen[country.code] != number:
                raise Rejection(_repeated(country, chosen[country.code]))
            slug = state["slug"] if state else turtle.slug(country.name)
            if not state and slugs.setdefault(slug, country.shown) != country.shown:
                raise Rejection(f"{country.shown}: its name is that of {slugs[slug]}")
            text = _statements(adapter, country, state, f"sgd:place-{slug}", arcs)
        except Rejection as error:
            report.reject(source.path, 1, error)
            continue
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
            report.reject(source.path, 1, f"country {number} has no outline that can be read")
            continue
        if state:
            used(path, state)
        else:
            stateless.append(country.shown)
        report.imported += 1
        report.statements += 5 + bool(state) + 6
        yield from text
    if stateless:
        more = f" and {len(stateless) - NAMED} more" if len(stateless) > NAMED else ""
        report.notes.append(
            f"{len(stateless)} of {report.imported} places are of no state, since the file has no "
            f"id for them: {', '.join(stateless[:NAMED])}{more}"
        )


def _chosen(members: list[Any], states: dict[str, dict[str, str]]) -> dict[str, int]:
    """Say which country of the file has each code; 0 where several have it and none is certain."""
    by_code: dict[str, list[tuple[int, bool]]] = {}
    for number, member in enumerate(members, 1):
        with contextlib.suppress(Rejection):
            country = Country(number, member)
            state = states.get(country.code)
            by_code.setdefault(country.code, []).append(
                (number, bool(state) and _is_name(country.name, state))
            )
    chosen = {}
    for code, pairs in by_code.items():
        named = [number for number, is_named in pairs if is_named] or [
            number for number, _ in pairs
        ]
        chosen[code] = named[0] if len(named) == 1 else 0
    return chosen


def _is_name(name: str, state: dict[str, str] | None) -> bool:
    if not state:
        return False
    return fold(name) == fold(state["label"]) or official.named(name) == expand(state["thing"])


def _repeated(country: Country, chosen: int) -> str:
    if chosen:
        return f"{country.shown}: id {country.code!r} is that of country {chosen}, by its name"
    return f"{country.shown}: id {country.code!r} stands for several countries"


def _statements(
    adapter: Adapter,
    country: Country,
    state: dict[str, str] | None,
    place: str,
    arcs: list[Ring],
) -> list[str]:
    """Give the statements about the place, the outline and the centre of a country."""
    polygons = [[_ring(arcs, ring) for ring in polygon] for polygon in _polygons(country.member)]
    pieces = [piece for polygon in polygons for piece in _pieces(polygon)]
    outline, centre = f"{place}-outline", f"{place}-centre"
    place_of = f";sg:isPlaceOf {state['thing']} " if state else ""
    # The label differs from that of the state, so that no two things have the same label.
    label = turtle.literal(f"{state['label'] if state else country.name} (place)", "en")
    iri = adapter.source["iri"]
    return [
        f"{place} a geo:Feature ;rdfs:label {label} {place_of}"
        f";geo:hasGeometry {outline}, {centre} ;dcterms:source {iri} .\n",
        _geometry(outline, _wkt(pieces), iri),
        _geometry(centre, _centre(polygons), iri),
    ]


def _topology(adapter: Adapter, source: Source) -> tuple[list[Any], list[Ring]]:
    """Read the countries of a file and its arcs."""
    data = source.whole()
    try:
        text = textfile.decoded(data, source.path)
        topology = json.loads(text, parse_constant=_refuse_constant)
        members = topology["objects"]["countries"]["geometries"]
        if not isinstance(members, list):
            raise TypeError("no list of countries")
        return members, _arcs(topology)
    except json.JSONDecodeError as error:
        hint = source.suggestion(adapter.name)
        raise BadFile(
            source.path, f"is not JSON, or cut off: {error.msg}{hint}", error.lineno
        ) from error
    except (KeyError, TypeError, ValueError, IndexError, ArithmeticError, RecursionError) as error:
        hint = source.suggestion(adapter.name)
        raise BadFile(
            source.path,
            f"is not {adapter.name}: no TopoJSON with the object 'countries'{hint}",
            1,
        ) from error


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _state(states: dict[str, dict[str, str]], country: Country) -> dict[str, str] | None:
    """Give the row of the crosswalk for a country; None where the country has no code.

    Raises:
        Unjoined: The crosswalk has no such code.
    """
    row = states.get(country.code)
    if row is None and country.code:
        table = "states.tsv (column numeric)"
        raise Unjoined("id", country.code[:20], table, country.shown)
    return row


def _polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    """Give the polygons of a country, each as rings of numbers of arcs."""
    arcs: list[Any] = country["arcs"]
    return arcs if country["type"] == "MultiPolygon" else [arcs]


def _geometry(name: str, wkt: str, source: str) -> str:
    return f'{name} a geo:Geometry ;geo:asWKT "{wkt}"^^geo:wktLiteral ;dcterms:source {source} .\n'


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    """Give the arcs in degrees.

    With a transform the file has whole steps from point to point, else whole positions; see the
    TopoJSON specification, section 2.1.3.
    """
    if not topology.get("transform"):
        return [[(round(x, 4), round(y, 4)) for x, y in arc] for arc in topology["arcs"]]
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
