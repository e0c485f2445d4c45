"""What a check found (意见), drawn in: places with their sentences, ways, stretches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import folium
from shapely.geometry.base import BaseGeometry

from gis.exchange import geojson_geometry

DIGITS = 6
SEVERITIES = {
    "block": ("不予通过", "#c0392b"),
    "warn": ("警告", "#d98c1f"),
    "note": ("提示", "#2874a6"),
}
POPUP_PX = 340

Told = Sequence[tuple[str, str]]


def ways_layer(
    shapes: Sequence[BaseGeometry],
    *,
    name: str,
    colour: str,
    tip: str,
    dashes: str = "",
    weight: float = 3.0,
    show: bool = True,
) -> folium.FeatureGroup:
    """Return lines (degrees, EPSG:4490) of one sort as a layer with one tooltip."""
    group = folium.FeatureGroup(name=name, show=show)
    look = {"color": colour, "weight": weight, "dashArray": dashes or None, "opacity": 0.9}
    if shapes:
        folium.GeoJson(
            _collection([(shape, {"tip": escape(tip)}) for shape in shapes]),
            style_function=lambda _: look,
            tooltip=folium.GeoJsonTooltip(["tip"], labels=False, sticky=True),
        ).add_to(group)
    return group


def findings_layers(places: Sequence[tuple[BaseGeometry, Told]]) -> list[folium.FeatureGroup]:
    """Return a layer for each severity met: rings and thick lines whose popups tell the findings.

    A place counts as what its gravest finding is.

    Args:
        places: Places (degrees, EPSG:4490) with the (severity, sentence) of each finding.
    """
    layers = []
    for severity, (word, colour) in reversed(SEVERITIES.items()):
        mine = [(shape, told) for shape, told in places if _gravest(told) == severity]
        if mine:
            group = folium.FeatureGroup(name=f"意见：{word}（{len(mine)} 处）")
            _drawn(mine, colour).add_to(group)
            layers.append(group)
    return layers


def _drawn(places: Sequence[tuple[BaseGeometry, Told]], colour: str) -> folium.GeoJson:
    look = {
        "color": colour,
        "weight": 5,
        "opacity": 0.6,
        "fillColor": colour,
        "fillOpacity": 0.1,
    }
    return folium.GeoJson(
        _collection([(shape, {"tip": _said(told)}) for shape, told in places]),
        style_function=lambda _: look,
        marker=folium.CircleMarker(radius=12),
        popup=folium.GeoJsonPopup(["tip"], labels=False, max_width=POPUP_PX),
        tooltip="点开查看意见",
    )


def _said(told: Told) -> str:
    items = "".join(f"<li><b>{SEVERITIES[one][0]}</b>：{escape(words)}</li>" for one, words in told)
    return f'<ul style="margin:0;padding-left:1.1em">{items}</ul>'


def _gravest(told: Told) -> str:
    return min((severity for severity, _ in told), key=list(SEVERITIES).index)


def _collection(shapes: Sequence[tuple[BaseGeometry, Mapping[str, str]]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": dict(properties),
                "geometry": geojson_geometry(shape, digits=DIGITS),
            }
            for shape, properties in shapes
        ],
    }
