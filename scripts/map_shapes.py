"""Derive the map of Europe from Natural Earth's country borders; run once, the result is committed in geodata/.

Reads a TopoJSON file of countries in longitude and latitude (WGS 84), such as ``countries-50m.json`` of the npm
package world-atlas, and writes SVG paths in Lambert's azimuthal equal-area projection around 52° N 10° E, the
projection of ETRS89-LAEA that European statistics use for maps (EPSG:3035; a sphere is exact enough at this size).
"""

from __future__ import annotations

import argparse
import json
import sys
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pycountry

ROOT = Path(__file__).resolve().parent.parent
CENTRE = radians(10), radians(52)
WIDTH, HEIGHT = 600, 640
SCALE, LEFT, TOP = 880, 293, 372
"""Pixels a radian, and the pixel of the centre: the frame reaches from Iceland to Cyprus."""
TOLERANCE = 0.55
"""Pixels by which a simplified border may differ."""
MARGIN = 4
"""Pixels around the frame that are kept, so that no border runs along its edge."""
CRIMEA = (32.3, 36.8, 44.2, 46.3)
"""Longitudes and latitudes around Crimea, which the borders of Natural Earth 4.1 show as held, not as the United Nations and the European Union see them."""
SMALLEST = 1.2
"""Square pixels under which an island is left out, unless it is all there is of a country."""

Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """The pixel of a place."""
    turn, height = radians(longitude) - CENTRE[0], radians(latitude)
    towards = sin(CENTRE[1]) * sin(height) + cos(CENTRE[1]) * cos(height) * cos(turn)
    stretch = sqrt(2 / max(1e-9, 1 + towards))
    x = stretch * cos(height) * sin(turn)
    y = stretch * (cos(CENTRE[1]) * sin(height) - sin(CENTRE[1]) * cos(height) * cos(turn))
    return LEFT + SCALE * x, TOP - SCALE * y


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs as pixels, each simplified once, so that neighbours keep sharing their border."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(project(x * sx + tx, y * sy + ty))
        made.append(simplified(points))
    return made


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker (1973): the fewest points that stay within the tolerance; the ends stay."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    width = hypot(last[0] - first[0], last[1] - first[1])

    def distance(point: Point) -> float:
        if width == 0:
            return hypot(point[0] - first[0], point[1] - first[1])
        return abs((last[0] - first[0]) * (first[1] - point[1]) - (first[0] - point[0]) * (last[1] - first[1])) / width

    index = max(range(1, len(points) - 1), key=lambda i: distance(points[i]))
    if distance(points[index]) <= TOLERANCE:
        return [first, last]
    return simplified(points[: index + 1])[:-1] + simplified(points[index:])


def rings(geometry: dict[str, Any], shared: list[list[Point]]) -> list[list[Point]]:
    """The rings of a geometry; a negative index means an arc backwards (TopoJSON 2.1.4)."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    made = []
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for index in ring:
                arc = shared[index] if index >= 0 else shared[~index][::-1]
                points += arc[1:] if points else arc
            made.append(points)
    return made


def area(ring: list[Point]) -> float:
    """The area of a ring in square pixels (shoelace formula)."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def in_frame(ring: list[Point]) -> bool:
    """Whether a ring reaches into the picture."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < HEIGHT


def clipped(ring: list[Point]) -> list[Point]:
    """The part of a ring within the frame and a little more (Sutherland and Hodgman, 1974)."""
    edges = ((0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, HEIGHT + MARGIN, -1))
    for axis, limit, side in edges:
        kept: list[Point] = []
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            inside, next_inside = side * (here[axis] - limit) >= 0, side * (there[axis] - limit) >= 0
            if inside:
                kept.append(here)
            if inside != next_inside:
                share = (limit - here[axis]) / (there[axis] - here[axis])
                kept.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
        ring = kept
    return ring


def path(kept: list[list[Point]]) -> str:
    """SVG path data, in tenths of a pixel; rings that vanish at that size are left out."""
    made = []
    for ring in kept:
        corners = list(dict.fromkeys(f"{x:.1f} {y:.1f}" for x, y in ring))
        if len(corners) > 2:
            made.append("M" + "L".join(corners) + "Z")
    return "".join(made)


def shapes(topology: dict[str, Any]) -> dict[str, str]:
    """Path data by ISO 3166-1 alpha-2 code, for every country in the frame."""
    shared = arcs(topology)
    made: dict[str, list[list[Point]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        country = pycountry.countries.get(numeric=str(geometry.get("id", "")).zfill(3))
        code = country.alpha_2 if country else {"Kosovo": "XK"}.get(geometry["properties"]["name"])
        if code is None:
            continue
        visible = [ring for ring in rings(geometry, shared) if len(ring) > 3 and in_frame(ring)]
        if code == "RU":
            ukrainian = [ring for ring in visible if in_crimea(ring)]
            visible = [ring for ring in visible if not in_crimea(ring)]
            made.setdefault("UA", []).extend(ukrainian)
        kept = [ring for ring in visible if area(ring) >= SMALLEST] or visible[:1]
        if kept:
            made.setdefault(code, []).extend(clipped(ring) for ring in kept)
    return {code: data for code, kept in sorted(made.items()) if (data := path(kept))}


def in_crimea(ring: list[Point]) -> bool:
    """Whether a ring lies in the box around Crimea."""
    west, east, south, north = CRIMEA
    corners = [project(longitude, latitude) for longitude in (west, east) for latitude in (south, north)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return all(min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys) for x, y in ring)


def main() -> int:
    parser = argparse.ArgumentParser(description="Derive the map of Europe from a TopoJSON file of countries.")
    parser.add_argument("topology", type=Path, help="countries-50m.json of the npm package world-atlas")
    parser.add_argument("--into", type=Path, default=ROOT / "geodata" / "europe.json", help="where to write (default: geodata/europe.json)")
    options = parser.parse_args()
    made = {
        "provenance": "Natural Earth 4.1.0, 1:50 million (public domain), from countries-50m.json of npm’s world-atlas 2.0.2, by scripts/map_shapes.py",
        "viewBox": [0, 0, WIDTH, HEIGHT],
        "countries": shapes(json.loads(options.topology.read_text("utf-8"))),
    }
    options.into.parent.mkdir(parents=True, exist_ok=True)
    options.into.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    print(f"{options.into}: {len(made['countries'])} countries, {options.into.stat().st_size // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
