"""Boundary lines, markers (界桩) and what an inspection found, on the map."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import folium
import numpy as np

from gis.exchange import geojson_geometry
from gis.maps.divisions import SYNTHETIC_LABEL
from gis.maps.generalize import SCREEN_DIGITS

COLOURS = {
    "完好": "#2e8b57",
    "损坏": "#d98c1f",
    "丢失": "#c0392b",
    "移位": "#8e44ad",
}
UNKNOWN = "#7f8c8d"
LINE, OTHER_VERSION = "#7a1f3d", "#2c7fb8"


def lines_layer(
    frame: Any,
    *,
    name: str,
    tooltip: Mapping[str, str],
    synthetic: bool,
    show: bool = True,
    colour: str = LINE,
) -> folium.FeatureGroup:
    """Return boundary lines as one layer.

    Args:
        frame: GeoDataFrame of lines, EPSG:4490.
        name: What the layer control says, Chinese; marked 示意 if synthetic.
        tooltip: Column and the Chinese word shown before its value, in order.
        synthetic: Whether the lines were made up; then they are dashed and say so.
        show: Whether the layer is on when the map opens.
        colour: Of the lines.
    """
    group = folium.FeatureGroup(name=f"{name}（示意）" if synthetic else name, show=show)
    if not len(frame):
        return group
    rows = frame[list(tooltip)].astype(str).to_dict("records")
    features = [
        {
            "type": "Feature",
            "properties": {"tip": _tip(row, tooltip, synthetic=synthetic)},
            "geometry": geojson_geometry(shape, digits=SCREEN_DIGITS),
        }
        for row, shape in zip(rows, np.asarray(frame.geometry.array, dtype=object), strict=True)
    ]
    look = {"color": colour, "weight": 3, "dashArray": "6 4" if synthetic else None}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda _: look,
        tooltip=folium.GeoJsonTooltip(["tip"], labels=False, sticky=True),
    ).add_to(group)
    return group


def markers_layer(
    frame: Any,
    *,
    name: str,
    condition: str,
    tooltip: Mapping[str, str],
    show: bool = True,
) -> folium.FeatureGroup:
    """Return markers as circles, coloured by the condition found.

    Args:
        frame: GeoDataFrame of points, EPSG:4490.
        name: What the layer control says, Chinese.
        condition: Column with the Chinese word of the condition, a key of `COLOURS`.
        tooltip: Column and the Chinese word shown before its value, in order.
        show: Whether the layer is on when the map opens.
    """
    group = folium.FeatureGroup(name=name, show=show)
    rows = frame[[condition, *tooltip]].astype(str).to_dict("records")
    for row, point in zip(rows, frame.geometry.array, strict=True):
        folium.CircleMarker(
            (point.y, point.x),
            radius=7,
            color="#333333",
            weight=1,
            fill=True,
            fill_color=COLOURS.get(row[condition], UNKNOWN),
            fill_opacity=0.9,
            tooltip=_tip(row, {**tooltip, condition: "状况"}, synthetic=False),
        ).add_to(group)
    return group


def signs_layer(
    frame: Any, *, name: str, colour: str, tooltip: Mapping[str, str], show: bool = True
) -> folium.FeatureGroup:
    """Return monuments and the like as rings of one colour.

    Args:
        frame: GeoDataFrame of points, EPSG:4490.
        name: What the layer control says, Chinese.
        colour: CSS colour.
        tooltip: Column and the Chinese word shown before its value, in order.
        show: Whether the layer is on when the map opens.
    """
    group = folium.FeatureGroup(name=name, show=show)
    rows = frame[list(tooltip)].astype(str).to_dict("records")
    for row, point in zip(rows, frame.geometry.array, strict=True):
        folium.CircleMarker(
            (point.y, point.x),
            radius=8,
            color=colour,
            weight=4,
            fill=True,
            fill_color="#ffffff",
            fill_opacity=1.0,
            tooltip=_tip(row, tooltip, synthetic=False),
        ).add_to(group)
    return group


def _tip(row: Mapping[str, str], labels: Mapping[str, str], *, synthetic: bool) -> str:
    lines = [f"{escape(said)}：{escape(row[column])}" for column, said in labels.items()]
    if synthetic:
        lines.append(f"<b>{SYNTHETIC_LABEL}</b>")
    return "<br>".join(lines)
