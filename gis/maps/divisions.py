"""Divisions on the map: areas with their names, drawn as what they are.

Synthetic areas are dashed and say so in every tooltip; nobody may take them for a line
that was agreed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import folium
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.exchange import geojson_geometry
from gis.maps.generalize import SCREEN_DIGITS, within_budget

SYNTHETIC_LABEL = "示意数据，非法定界线"
VERTICES = 60_000


@dataclass(frozen=True, slots=True)
class AreaStyle:
    """How the areas of a layer are drawn; colours as CSS, weight in pixels."""

    line: str
    weight: float
    fill: str
    fill_opacity: float = 0.12


COUNTY_STYLE = AreaStyle("#7a1f3d", 2.0, "#d9a7b5", 0.08)
TOWN_STYLE = AreaStyle("#5b7083", 0.8, "#c7d3de", 0.10)


def divisions_layer(
    frame: Any,
    *,
    name: str,
    tooltip: Mapping[str, str],
    style: AreaStyle,
    synthetic: bool,
    show: bool = True,
    vertices: int = VERTICES,
) -> folium.FeatureGroup:
    """Return the areas of `frame` as one layer with tooltips.

    Args:
        frame: GeoDataFrame, EPSG:4490, polygons that form a coverage.
        name: What the layer control says, Chinese; marked 示意 if synthetic.
        tooltip: Column and the Chinese word shown before its value, in order.
        style: How areas are drawn; synthetic ones are dashed.
        synthetic: Whether the lines were made up; then every tooltip says so.
        show: Whether the layer is on when the map opens.
        vertices: Budget; borders are simplified together to keep it.
    """
    group = folium.FeatureGroup(name=f"{name}（示意）" if synthetic else name, show=show)
    if not len(frame):
        return group
    shapes = within_budget(np.asarray(frame.geometry.array, dtype=object), vertices)
    rows = frame[list(tooltip)].astype(str).to_dict("records")
    features = [
        {
            "type": "Feature",
            "properties": {"tip": _tip(row, tooltip, synthetic=synthetic)},
            "geometry": geojson_geometry(shape, digits=SCREEN_DIGITS),
        }
        for row, shape in zip(rows, shapes, strict=True)
        if shape is not None and not shapely.is_empty(shape)
    ]
    area = {"stroke": False, "fillColor": style.fill, "fillOpacity": style.fill_opacity}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda _: area,
        highlight_function=lambda _: {"fillOpacity": 0.35},
        tooltip=folium.GeoJsonTooltip(["tip"], labels=False, sticky=True),
        smooth_factor=0,
    ).add_to(group)
    _borders(shapes, style, synthetic=synthetic).add_to(group)
    return group


def _borders(shapes: NDArray[np.object_], style: AreaStyle, *, synthetic: bool) -> folium.GeoJson:
    """Return the borders, each once: two dashed strokes over each other would look solid."""
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
    look = {
        "color": style.line,
        "weight": style.weight,
        "dashArray": "6 4" if synthetic else None,
        "interactive": False,
    }
    return folium.GeoJson(
        {"type": "Feature", "properties": {}, "geometry": geojson_geometry(lines)},
        style_function=lambda _: look,
        smooth_factor=0,
        interactive=False,
    )


def _tip(row: Mapping[str, str], labels: Mapping[str, str], *, synthetic: bool) -> str:
    lines = [f"{escape(said)}：{escape(row[column])}" for column, said in labels.items()]
    if synthetic:
        lines.append(f"<b>{SYNTHETIC_LABEL}</b>")
    return "<br>".join(lines)
