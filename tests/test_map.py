"""The map of Europe: shapes that can be drawn, and a picture that says the same as the list beside it."""

from __future__ import annotations

import json
import re

from catalogue.load import load
from catalogue.model import Catalogue
from catalogue.render.facets import FACETS, facet_values
from catalogue.render.indexes import STEPS, lands
from catalogue.render.reader import Reader
from conftest import ROOT
from map_shapes import HEIGHT, MARGIN, WIDTH, project, shapes

GEODATA = json.loads((ROOT / "geodata" / "europe.json").read_text("utf-8"))
RING = re.compile(r"M(-?\d+\.\d -?\d+\.\d)(?:L-?\d+\.\d -?\d+\.\d){2,}Z")


def test_every_shape_is_made_of_closed_rings_within_the_frame() -> None:
    """A broken path is an error in every reader's console, and a point far outside is weight for nothing."""
    for code, path in GEODATA["countries"].items():
        assert re.fullmatch(r"[A-Z]{2}", code) and RING.sub("", path) == "", code
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d", path)]
        assert all(-MARGIN - 1 <= x <= WIDTH + MARGIN + 1 for x in numbers[::2]), code
        assert all(-MARGIN - 1 <= y <= HEIGHT + MARGIN + 1 for y in numbers[1::2]), code


def test_places_lie_where_the_map_shows_them() -> None:
    """Randers lies in the box around Denmark, and Luleå in that around Sweden."""
    for code, (longitude, latitude) in {"DK": (10.04, 56.46), "SE": (22.15, 65.58), "IT": (12.5, 41.9), "IE": (-6.26, 53.35)}.items():
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d", GEODATA["countries"][code])]
        x, y = project(longitude, latitude)
        assert min(numbers[::2]) < x < max(numbers[::2]) and min(numbers[1::2]) < y < max(numbers[1::2]), code


def test_neighbours_share_their_border_point_by_point() -> None:
    """Simplifying each arc once leaves no slivers between countries."""
    denmark, germany = (set(re.findall(r"-?\d+\.\d -?\d+\.\d", GEODATA["countries"][code])) for code in ("DK", "DE"))
    assert len(denmark & germany) >= 2


def test_two_triangles_that_share_an_arc_become_two_countries() -> None:
    """The command reads TopoJSON: quantised arcs, shared, one of them backwards."""
    topology = {
        "transform": {"scale": [0.1, 0.1], "translate": [0, 50]},
        "arcs": [[[0, 0], [100, 0]], [[100, 0], [-50, 50], [-50, -50]], [[100, 0], [-50, -50], [-50, 50]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "208", "arcs": [[0, 1]], "properties": {"name": "North"}},
                    {"type": "Polygon", "id": "276", "arcs": [[-1, -3]], "properties": {"name": "South"}},
                ]
            }
        },
    }
    made = shapes(topology)
    assert set(made) == {"DK", "DE"}
    assert all(RING.fullmatch(path) for path in made.values())


def test_the_shade_of_a_country_follows_its_number() -> None:
    """The picture says the same as the list: no practice no shade, and more practices never a lighter one."""
    catalogue = Catalogue(load(ROOT))
    reader = Reader(catalogue, "en")
    values = facet_values(FACETS[0], reader)
    drawn = {land.label: land.shade for land in lands(values, reader)}
    for value in values:
        number = len(value.practices)
        label = f"{value.label}: {reader.count(('{count} practice', '{count} practices'), number)}"
        assert drawn[label] == sum(number >= step for step in STEPS) > 0
    assert sum(shade > 0 for shade in drawn.values()) == len(values)
