"""Names written on the map itself, and how a map behaves in a small frame."""

from __future__ import annotations

from html import escape
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from gis.maps.generalize import SCREEN_DIGITS

ABOVE_ALL = 10_000


class _Look(MacroElement):
    """Styles of labels, and smaller controls where there is little room."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <style>
            .diming-label { width: auto !important; height: auto !important; white-space: nowrap;
                transform-origin: 0 0; pointer-events: none; }
            .diming-label span { position: absolute; transform: translate(-50%, -170%);
                font-size: 12px; font-weight: 600; color: #3a2029;
                text-shadow: 0 0 2px #fff, 0 0 3px #fff, 0 0 4px #fff; }
            .diming-label.small span { font-size: 11px; font-weight: 400; color: #33414d; }
            .leaflet-control-attribution { font-size: 11px; }
            .leaflet-control-layers { font-size: 13px; }
            @media (max-width: 800px), (max-height: 600px) {
                .diming-legend { font-size: 11px; line-height: 1.4; padding: 4px 8px;
                    max-width: 150px; }
                .diming-legend h1 { font-size: 12px; }
                .diming-legend small:not(:last-child) { display: none; }
                .diming-warning { font-size: 12px; padding: 2px 8px; }
                .leaflet-control-layers { font-size: 11px; }
            }
        </style>
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Look"


def add_look(drawn: folium.Map) -> None:
    """Give a map the styles of labels and of small frames."""
    _Look().add_to(drawn)


def labels_layer(
    frame: Any, *, name: str, text: str, small: bool = False, show: bool = True
) -> folium.FeatureGroup:
    """Return the words of column `text`, each written at a point inside its area.

    Args:
        frame: GeoDataFrame of areas or points, EPSG:4490.
        name: What the layer control says, Chinese.
        text: Column with the words.
        small: Whether the letters are smaller and lighter, for the lower level.
        show: Whether the layer is on when the map opens.
    """
    group = folium.FeatureGroup(name=name, show=show)
    for words, point in zip(frame[text], frame.geometry.representative_point(), strict=True):
        icon = folium.DivIcon(
            html=f"<span>{escape(str(words))}</span>",
            class_name="diming-label small" if small else "diming-label",
        )
        place = (round(point.y, SCREEN_DIGITS), round(point.x, SCREEN_DIGITS))
        folium.Marker(
            place, icon=icon, interactive=False, keyboard=False, z_index_offset=ABOVE_ALL
        ).add_to(group)
    return group
