"""The sheet that layers are put on: a Folium map that asks nothing of foreign hosts.

Leaflet and its plugin come from an address of ours (`ASSETS` says which files have to be
served there). There is no base map: an office's intranet has none, and a foreign one may
be shifted (GCJ-02); a graticule gives the scale of things.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

Box = tuple[float, float, float, float]

ASSETS = Path(__file__).parent / "assets"
DEEPEST_ZOOM = 18
STEPS_DEG = (10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
LINES_WANTED = 4
BACKGROUND = "#f4f6f8"


class Sheet(folium.Map):
    """A Folium map whose own assets come from `prefix`, and that loads no other."""

    def __init__(self, prefix: str, box: Box) -> None:
        west, south, east, north = box
        super().__init__(
            location=((south + north) / 2, (west + east) / 2),
            tiles=None,
            control_scale=False,
            prefer_canvas=True,
            max_zoom=DEEPEST_ZOOM,
            maxZoom=DEEPEST_ZOOM,
            zoomSnap=0.25,
        )
        root = prefix.rstrip("/")
        self.default_js = [
            ("leaflet", f"{root}/leaflet.js"),
            ("markercluster", f"{root}/leaflet.markercluster.js"),
        ]
        self.default_css = [
            ("leaflet_css", f"{root}/leaflet.css"),
            ("markercluster_css", f"{root}/MarkerCluster.css"),
            ("markercluster_default_css", f"{root}/MarkerCluster.Default.css"),
        ]


class _Dress(MacroElement):
    """Background, language and attribution of the sheet."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <title>{{ this.title|e }}</title>
            <link rel="icon" href="data:,">
            <style>
                .leaflet-container { background: {{ this.background }};
                    font-family: "Noto Sans CJK SC", "Microsoft YaHei", "SimHei", sans-serif; }
                .diming-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
                    clip-path: inset(50%); }
                .leaflet-tooltip table { border-spacing: 0; }
                .leaflet-tooltip th { text-align: left; padding-right: .7em; font-weight: 600; }
            </style>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            (function (map) {
                map.attributionControl.setPrefix("");
                map.attributionControl.addAttribution({{ this.credit|tojson }});
                L.control.scale({imperial: false}).addTo(map);
                const sheet = map.getContainer();
                sheet.setAttribute("role", "main");
                const heading = document.createElement("h1");
                heading.className = "diming-unseen";
                heading.textContent = document.title;
                sheet.prepend(heading);
            })({{ this._parent.get_name() }});
            document.documentElement.lang = "zh-CN";
        {% endmacro %}
        """
    )

    def __init__(self, title: str, credit: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Dress"
        self.title = title
        self.credit = credit
        self.background = BACKGROUND


def sheet(box: Box, *, assets: str, title: str, credit: str) -> Sheet:
    """Return an empty map of `box`.

    Args:
        box: West, south, east, north in degrees, EPSG:4490; fitted on opening.
        assets: Address under which the files of `ASSETS` are served, e.g. `/static/map`;
            may be relative.
        title: Title of the page, Chinese.
        credit: Attribution shown at the edge of the map; plain text.
    """
    drawn = Sheet(assets, box)
    west, south, east, north = box
    _Dress(title, _plain(credit)).add_to(drawn)
    drawn.fit_bounds([[south, west], [north, east]])
    return drawn


UNENLARGEABLE = re.compile(r",\s*maximum-scale=[0-9.]+,\s*user-scalable=no")


def graticule(box: Box) -> folium.FeatureGroup:
    """Return the layer 经纬网: parallels and meridians about the box, at a round step."""
    west, south, east, north = box
    step = next(
        (s for s in STEPS_DEG if max(east - west, north - south) / s >= LINES_WANTED), STEPS_DEG[-1]
    )
    group = folium.FeatureGroup(name="经纬网", control=True)
    left, right = _floor(west, step) - step, _floor(east, step) + 2 * step
    low, high = _floor(south, step) - step, _floor(north, step) + 2 * step
    for lon in _ticks(left, right, step):
        _line(group, [(low, lon), (high, lon)], f"东经 {lon:g}°")
    for lat in _ticks(low, high, step):
        _line(group, [(lat, left), (lat, right)], f"北纬 {lat:g}°")
    return group


def page(drawn: folium.Map) -> str:
    """Return the whole HTML page of a map, ready to be served or put in an iframe."""
    folium.LayerControl(collapsed=False).add_to(drawn)
    html = str(drawn.get_root().render())
    # who sees badly must be able to enlarge the page itself; folium forbids it
    return UNENLARGEABLE.sub("", html)


def _line(group: folium.FeatureGroup, points: list[tuple[float, float]], said: str) -> None:
    line = folium.PolyLine(  # type: ignore[no-untyped-call]
        points, color="#b9c2cc", weight=0.7, tooltip=said
    )
    line.add_to(group)


def _floor(value: float, step: float) -> float:
    return math.floor(value / step) * step


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [round(low + i * step, 6) for i in range(round((high - low) / step) + 1)]


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
