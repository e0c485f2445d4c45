"""Real outlines to try coordinates on: the sample counties of Chongqing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape

import boundary_data
from boundary_data.doctoring import doctor_parameters, limits_of
from gis.doctor import Place
from gis.mistakes import Label

BOUNDARIES = Path(boundary_data.__file__).parent / "samples" / "boundaries"
LIMITS = limits_of(doctor_parameters())


@cache
def polygons(level: str) -> tuple[tuple[str, shapely.Geometry], ...]:
    """Code and polygon of each sample unit of a level: counties or towns."""
    text = (BOUNDARIES / f"clean_synthetic_cq_{level}_voronoi.geojson").read_text("utf-8")
    features = json.loads(text)["features"]
    key = "county_code" if level == "counties" else "code"
    return tuple((f["properties"][key], shape(f["geometry"])) for f in features)


@cache
def county(code: str) -> shapely.Geometry:
    return dict(polygons("counties"))[code]


@cache
def on_the_border(code: str, count: int = 40) -> np.ndarray:
    """Points on the outline of a county."""
    line = county(code).boundary
    steps = np.linspace(0.0, 1.0, count, endpoint=False)
    return shapely.get_coordinates(shapely.line_interpolate_point(line, steps, normalized=True))


@cache
def within_the_border(code: str, count: int = 40) -> np.ndarray:
    """Points inside a county."""
    area = county(code)
    west, south, east, north = area.bounds
    rng = np.random.default_rng(7)
    tried = rng.uniform([west, south], [east, north], (count * 40, 2))
    return tried[shapely.contains_xy(area, tried)][:count]


def known(reference: str, code: str, truth: np.ndarray) -> Place:
    """What is known of where the points should be: markers, lines or only the area."""
    if reference == "markers":
        return Place(markers=truth)
    return Place(lines=county(code).boundary) if reference == "lines" else Place(area=county(code))


def true_points(reference: str, code: str, count: int = 40) -> np.ndarray:
    return (within_the_border if reference == "area" else on_the_border)(code, count)


def label(epsg: int) -> Label:
    return Label.of(epsg, projected=epsg != 4490)


def with_noise(points: np.ndarray, metres: float, seed: int = 1) -> np.ndarray:
    """The points as a receiver with that standard error gives them."""
    noise = np.random.default_rng(seed).normal(0.0, metres, points.shape)
    scale = np.array([111_320.0 * np.cos(np.radians(points[:, 1].mean())), 110_900.0])
    return points + noise / scale
