"""Place names on the map: thousands of points as one clustered layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import folium
from folium.plugins import FastMarkerCluster

from gis.maps.generalize import SCREEN_DIGITS

CALLBACK = """
function (row) {
    var marker = L.circleMarker(L.latLng(row[0], row[1]), {
        radius: 5, weight: 1, color: "#1d4f91", fillColor: "#3f7fd1", fillOpacity: 0.85
    });
    var tip = document.createElement("div");
    row.slice(2).forEach(function (text, i) {
        var line = document.createElement(i ? "div" : "b");
        line.textContent = text;
        tip.appendChild(line);
    });
    marker.bindTooltip(tip);
    return marker;
}
"""


class _Cluster(FastMarkerCluster):
    """A cluster whose script and styles the sheet has already linked."""

    def __init__(self, points: list[list[object]]) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            points, callback=CALLBACK, maxClusterRadius=50, chunkedLoading=True
        )
        self.default_js = []
        self.default_css = []


def names_layer(
    frame: Any, *, name: str, title: str, details: Mapping[str, str], show: bool = True
) -> folium.FeatureGroup:
    """Return the points of `frame` as one clustered layer with tooltips.

    Args:
        frame: GeoDataFrame of points, EPSG:4490.
        name: What the layer control says, Chinese.
        title: Column with the name itself.
        details: Column and the Chinese word shown before its value, in order.
        show: Whether the layer is on when the map opens.
    """
    group = folium.FeatureGroup(name=name, show=show)
    placed = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    rows = placed[[title, *details]].fillna("").astype(str).to_dict("records")
    points = [
        [
            round(float(point.y), SCREEN_DIGITS),
            round(float(point.x), SCREEN_DIGITS),
            row[title],
            *(f"{said}：{row[column]}" for column, said in details.items() if row[column]),
        ]
        for row, point in zip(rows, placed.geometry.array, strict=True)
    ]
    if points:
        _Cluster(points).add_to(group)
    return group
