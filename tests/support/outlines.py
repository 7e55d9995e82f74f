"""Make data/geo from Natural Earth's outlines and the regions of M49: places of the states of the
release, regions and coasts without borders.

Usage: geometry.py COUNTRIES.json LCC_DIRECTORY DATA_GEO_DIRECTORY. The files are those that
data/geo/README.md names.
"""

import collections
import itertools
import json
import re
import sys
from pathlib import Path

from secgraph.imports import crosswalks, topojson

LCC = "https://www.omg.org/spec/LCC/Countries/"
REGIONS = {
    "asia": "Asia",
    "east-asia": "EasternAsia",
    "europe": "Europe",
    "south-asia": "SouthernAsia",
}
"""Regions of the release, and the region of M49 that each is (sgd:source-m49)."""
SMALL = 2.0
"""Pieces of land no wider and no taller than so many degrees are left out."""
HEAD = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .

"""


def rings(topology: dict, numbers: set[int]) -> list[list[tuple[float, float]]]:
    """Join the arcs that bound a set of countries to rings.

    An arc that two of them share is a border between them.
    """
    arcs = topojson._arcs(topology)
    used: collections.Counter[int] = collections.Counter()
    for shape in topology["objects"]["countries"]["geometries"]:
        if int(shape.get("id") or -1) in numbers:
            for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
                for ring in polygon:
                    used.update(arc if arc >= 0 else ~arc for arc in ring)
    left = {number for number, times in used.items() if times == 1}
    found = []
    while left:
        number = min(left)
        left.remove(number)
        ring = list(arcs[number])
        while ring[0] != ring[-1]:
            following = next(
                (other for other in sorted(left) if ring[-1] in (arcs[other][0], arcs[other][-1])),
                None,
            )
            if following is None:
                raise ValueError(f"the outline breaks off at {ring[-1]}")
            left.remove(following)
            arc = arcs[following]
            ring += (arc if arc[0] == ring[-1] else arc[::-1])[1:]
        found.append(ring)
    return found


def coarse(found: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    """Round to a tenth of a degree, and leave small pieces and the Antarctic out."""
    kept = []
    for ring in itertools.chain.from_iterable(
        topojson.split(ring) for ring in found if max(y for _, y in ring) > -60
    ):
        wide, tall = (max(axis) - min(axis) for axis in zip(*ring, strict=True))
        if wide > SMALL or tall > SMALL:
            near = [(round(x, 1), round(y, 1)) for x, y in ring]
            kept.append(
                [point for place, point in enumerate(near) if not place or point != near[place - 1]]
            )
    return sorted(kept, key=lambda ring: (-abs(topojson._area(ring)), ring))


def wkt(found: list[list[tuple[float, float]]]) -> str:
    return (
        "MULTIPOLYGON ("
        + ", ".join("((" + ", ".join(f"{x:g} {y:g}" for x, y in ring) + "))" for ring in found)
        + ")"
    )


def members(folder: Path, region: str) -> set[int]:
    """Give the numeric codes of the countries of a region of M49, at any depth."""
    import rdflib

    graph = rdflib.Graph()
    for name in ("UN-M49-RegionCodes.rdf", "ISO3166-1-CountryCodes.rdf"):
        graph.parse(folder / name, format="xml")
    relations, codes = (
        rdflib.Namespace(LCC + "CountryRepresentation/"),
        rdflib.Namespace(LCC + "UN-M49-RegionCodes/"),
    )
    inside, open_ = set(), [codes[region]]
    while open_:
        here = open_.pop()
        inside.add(here)
        open_ += [
            other for other in graph.subjects(relations.isSubregionOf, here) if other not in inside
        ]
    numbers = set()
    for place in inside:
        for code in graph.objects(place, relations.hasNumericRegionCode):
            numbers.add(int(str(code)))
    return numbers


def states(topology: dict, known: dict[str, dict[str, str]], wanted: dict[str, str]) -> str:
    """Give the places of the states of the release, in the order of their names."""
    arcs, found = topojson._arcs(topology), {}
    for shape in topology["objects"]["countries"]["geometries"]:
        row = known.get(str(shape.get("id", "")))
        if row and row["thing"] in wanted:
            polygons = [
                [topojson._ring(arcs, ring) for ring in polygon]
                for polygon in (
                    shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
                )
            ]
            found[row["thing"]] = (
                row["slug"],
                shape["properties"]["name"],
                topojson._centre(polygons),
            )
    out = [
        HEAD
        + (
            "# Where the states of the release lie: the middle of the largest piece of "
            "each outline in Natural Earth. Says nothing of borders.\n"
        )
    ]
    for thing, (slug, name, point) in sorted(found.items()):
        out.append(
            f"\nsgd:place-{slug} a geo:Feature ;\n"
            f'    rdfs:label "{name} (place)"@en ;\n    sg:isPlaceOf {thing} ;\n'
            f"    geo:hasGeometry sgd:place-{slug}-centre ;\n"
            "    dcterms:source sgd:source-natural-earth .\n"
            f"\nsgd:place-{slug}-centre a geo:Geometry ;\n"
            f'    geo:asWKT "{point}"^^geo:wktLiteral ;\n'
            "    dcterms:source sgd:source-natural-earth .\n"
        )
    return "".join(out)


def centres(topology: dict, numbers: set[int]) -> tuple[float, float]:
    """Give the mean of the middles of countries."""
    arcs, found = topojson._arcs(topology), []
    for shape in topology["objects"]["countries"]["geometries"]:
        if int(shape.get("id") or -1) in numbers:
            polygons = [
                [topojson._ring(arcs, ring) for ring in polygon]
                for polygon in (
                    shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
                )
            ]
            found.append(
                [float(part) for part in re.findall(r"-?[\d.]+", topojson._centre(polygons))]
            )
    x, y = (sum(axis) / len(found) for axis in zip(*found, strict=True))
    return round(x, 1), round(y, 1)


def regions(topology: dict, folder: Path) -> str:
    """Give the regions of M49 that the release has."""
    out = [
        HEAD
        + (
            "# Where the regions lie that M49 defines: the outline of their countries "
            "together, without the borders between them, and the mean of the\n"
        )
    ]
    out.append(
        "# middles of their countries. The other regions of the release have no place: "
        "no source at hand says where they begin and end.\n"
    )
    for slug, name in REGIONS.items():
        numbers = members(folder, name)
        x, y = centres(topology, numbers)
        out.append(f"\nsgd:{slug} geo:hasGeometry sgd:{slug}-centre , sgd:{slug}-outline .\n")
        for what, value in (
            ("centre", f"POINT ({x:g} {y:g})"),
            ("outline", wkt(coarse(rings(topology, numbers)))),
        ):
            out.append(
                f'\nsgd:{slug}-{what} a geo:Geometry ;\n    geo:asWKT "{value}"^^geo:wktLiteral ;\n'
                "    dcterms:source sgd:source-natural-earth , sgd:source-m49 .\n"
            )
    return "".join(out)


def land(topology: dict) -> str:
    """Give the coasts of the world."""
    arcs = topojson._arcs(topology)
    found = [
        topojson._ring(arcs, polygon[0])
        for shape in topology["objects"]["land"]["geometries"]
        for polygon in shape["arcs"]
    ]
    out = HEAD + (
        "# The coasts of the world, in outline: for a map to lie on. Small pieces and "
        "the Antarctic are left out, no border is drawn.\n"
    )
    return out + (
        '\nsgd:place-land a geo:Feature ;\n    rdfs:label "land"@en ;\n'
        "    geo:hasGeometry sgd:place-land-outline ;\n"
        "    dcterms:source sgd:source-natural-earth .\n"
        "\nsgd:place-land-outline a geo:Geometry ;\n"
        f'    geo:asWKT "{wkt(coarse(found))}"^^geo:wktLiteral ;\n'
        "    dcterms:source sgd:source-natural-earth .\n"
    )


def files(countries: Path, folder: Path, root: Path) -> dict[str, str]:
    """Give the name and the content of each file of data/geo."""
    topology = json.loads(countries.read_text(encoding="utf-8"))
    known = crosswalks.index(str(root / "data" / "adapters" / "states.tsv"), "numeric")
    named = re.findall(
        r"^(sgd:[a-z-]+) a sg:State",
        (root / "data" / "reference" / "states.ttl").read_text(encoding="utf-8"),
        re.M,
    )
    return {
        "land.ttl": land(topology),
        "regions.ttl": regions(topology, folder),
        "states.ttl": states(topology, known, dict.fromkeys(named, "")),
    }


if __name__ == "__main__":
    for name, text in files(
        Path(sys.argv[1]), Path(sys.argv[2]), Path(__file__).parents[2]
    ).items():
        (Path(sys.argv[3]) / name).write_text(text, encoding="utf-8")
