"""Defects of a coverage on the map: a layer for each kind, a popup for each, a list to zoom by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template
from shapely.geometry.base import BaseGeometry

from gis.exchange import geojson_geometry
from gis.maps.generalize import within_budget

VERTICES = 60_000
DIGITS = 7
LISTED = 500
ZOOM_M = 0.0005


@dataclass(frozen=True, slots=True)
class Drawn:
    """A defect as it is drawn: its kind's word, its colour, its place, and what its popup says."""

    word: str
    colour: str
    geometry: BaseGeometry | None
    location: tuple[float, float] | None
    lines: Mapping[str, str]


def units_layer(
    shapes: Sequence[BaseGeometry | None], labels: Sequence[str], *, name: str
) -> folium.FeatureGroup:
    """Return the units of the layer in pale lines, simplified together, with their labels.

    Args:
        shapes: Degrees, EPSG:4490.
        labels: What the tooltip says of each.
        name: What the layer control says, Chinese.
    """
    group = folium.FeatureGroup(name=name)
    array = np.asarray([s for s in shapes if s is not None and not s.is_empty], dtype=object)
    kept = [n for n, s in zip(labels, shapes, strict=True) if s is not None and not s.is_empty]
    try:
        shown = within_budget(array, VERTICES)
    except shapely.errors.GEOSException:
        shown = shapely.simplify(array, 0.001)
    features = [
        {
            "type": "Feature",
            "properties": {"tip": escape(label)},
            "geometry": geojson_geometry(shape, digits=5),
        }
        for label, shape in zip(kept, shown, strict=True)
        if shape is not None and not shape.is_empty
    ]
    if features:
        look = {"color": "#8a97a3", "weight": 1, "fillColor": "#c7d3de", "fillOpacity": 0.12}
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            style_function=lambda _: look,
            tooltip=folium.GeoJsonTooltip(["tip"], labels=False, sticky=True),
            smooth_factor=0,
        ).add_to(group)
    return group


def defect_layers(defects: Sequence[Drawn]) -> list[folium.FeatureGroup]:
    """Return a layer for each kind of defect, in the order in which they first come."""
    groups: dict[str, list[Drawn]] = {}
    for defect in defects:
        groups.setdefault(defect.word, []).append(defect)
    return [_layer(word, each) for word, each in groups.items()]


def _layer(word: str, defects: Sequence[Drawn]) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=f"{word}（{len(defects)}）")
    shapes = [d for d in defects if d.geometry is not None and not d.geometry.is_empty]
    # a gap of a metre is nothing on the map of a province: every place gets a dot
    dots = [d for d in defects if d.location is not None]
    colour = defects[0].colour
    extents = [d for d in shapes if d.geometry is not None and "Point" not in d.geometry.geom_type]
    _features(
        [(geojson_geometry(d.geometry, digits=DIGITS), d) for d in extents],
        {"color": colour, "weight": 3, "fillColor": colour, "fillOpacity": 0.45},
        group,
    )
    _features(
        [({"type": "Point", "coordinates": list(d.location or ())}, d) for d in dots],
        {"color": "#ffffff", "weight": 1, "fillColor": colour, "fillOpacity": 0.9, "fill": True},
        group,
    )
    return group


def _features(
    drawn: Sequence[tuple[object, Drawn]], look: Mapping[str, object], group: folium.FeatureGroup
) -> None:
    features = [
        {"type": "Feature", "properties": {"tip": popup(defect)}, "geometry": geometry}
        for geometry, defect in drawn
    ]
    if features:
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            style_function=lambda _: dict(look),
            marker=folium.CircleMarker(radius=6),
            popup=folium.GeoJsonPopup(["tip"], labels=False, max_width=360),
            smooth_factor=0,
        ).add_to(group)


def popup(defect: Drawn) -> str:
    """Return what the popup of a defect says, as HTML with everything escaped."""
    rows = [f"<b>{escape(defect.word)}</b>"]
    rows += [f"{escape(said)}：{escape(text)}" for said, text in defect.lines.items() if text]
    return "<br>".join(rows)


class DefectList(MacroElement):
    """The list of defects at the right, whose lines bring the map to their places.

    Args:
        summary: A line over the list, Chinese.
        defects: What is listed, at most `LISTED`.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <style>
            .diming-defects { background: rgba(255,255,255,.95); border: 1px solid #c5ced6;
                border-radius: 4px; width: 300px; max-width: 60vw; font-size: 13px;
                line-height: 1.5; }
            .diming-defects summary { padding: 6px 10px; font-weight: 600; cursor: pointer; }
            .diming-defects ol { margin: 0; padding: 0; list-style: none; overflow-y: auto;
                max-height: 38vh; }
            .diming-defects button { display: block; width: 100%; text-align: left; border: 0;
                border-top: 1px solid #e3e8ec; background: none; padding: 5px 10px;
                font: inherit; cursor: pointer; }
            .diming-defects button:hover, .diming-defects button:focus { background: #eef3f7; }
            .diming-defects i { display: inline-block; width: 10px; height: 10px;
                border-radius: 50%; margin-right: 6px; }
        </style>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        (function (map) {
            var items = {{ this.items }};
            var control = L.control({position: "bottomright"});
            control.onAdd = function () {
                var div = L.DomUtil.create("details", "diming-defects");
                div.open = true;
                var head = L.DomUtil.create("summary", "", div);
                head.textContent = {{ this.summary|tojson }};
                var list = L.DomUtil.create("ol", "", div);
                items.forEach(function (item) {
                    var row = L.DomUtil.create("button", "",
                        L.DomUtil.create("li", "", list));
                    row.type = "button";
                    L.DomUtil.create("i", "", row).style.background = item.colour;
                    row.appendChild(document.createTextNode(item.text));
                    row.addEventListener("click", function () {
                        map.fitBounds(item.box, {maxZoom: 18, padding: [40, 40]});
                    });
                });
                L.DomEvent.disableClickPropagation(div);
                L.DomEvent.disableScrollPropagation(div);
                return div;
            };
            control.addTo(map);
        })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, summary: str, defects: Sequence[Drawn]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "DefectList"
        self.summary = summary
        self.items = _in_script([_item(d) for d in defects[:LISTED] if d.location is not None])


def _item(defect: Drawn) -> dict[str, Any]:
    lon, lat = defect.location or (0.0, 0.0)
    bounds = (lon, lat, lon, lat)
    if defect.geometry is not None and not defect.geometry.is_empty:
        bounds = defect.geometry.bounds
    west, south, east, north = bounds
    text = f"{defect.word}：{next(iter(defect.lines.values()), '')}"
    box = [[south - ZOOM_M, west - ZOOM_M], [north + ZOOM_M, east + ZOOM_M]]
    return {"colour": defect.colour, "text": text, "box": box}


def _in_script(value: object) -> str:
    """Return JSON that may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", " ")
