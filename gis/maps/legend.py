"""The legend: what the signs mean, where the data are from, what the map may be used for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from branca.element import MacroElement
from folium.template import Template

from gis.maps.divisions import SYNTHETIC_LABEL

NOT_FOR_PUBLICATION = "内部资料，未经地图审核不得公开"


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry: a colour, whether it is a dashed line, a line or a dot, and its Chinese words."""

    words: str
    colour: str
    dashed: bool = False
    dot: bool = False


class Legend(MacroElement):
    """The legend at the lower left corner, and the label of a synthetic map at the top.

    Args:
        title: Title of the map, Chinese.
        signs: The entries.
        date: Day the data stand for, e.g. 2025-12-31.
        synthetic: Whether any layer is made up; then 示意数据，非法定界线 is shown large.
        review_no: The map review number (审图号); without one the map says that it may
            not be published.
        sources: Where the data are from, Chinese.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
        <style>
            .diming-legend { background: rgba(255,255,255,.92); padding: 8px 12px; font-size: 13px;
                line-height: 1.6; border: 1px solid #c5ced6; border-radius: 4px; max-width: 260px;
                max-height: calc(100vh - 200px); overflow-y: auto; }
            .diming-legend h1 { font-size: 15px; margin: 0 0 4px; }
            .diming-legend .sign { display: inline-block; width: 22px; margin-right: 6px;
                vertical-align: middle; }
            .diming-legend .dot { width: 11px; height: 11px; border-radius: 50%;
                margin: 0 11px 0 5px; }
            .diming-legend small { color: #5a6570; display: block; }
            .diming-warning { background: #b3261e; color: #fff; padding: 4px 14px; font-size: 15px;
                font-weight: 600; border-radius: 4px; }
            @media (max-width: 480px) {
                .diming-legend { font-size: 11px; line-height: 1.35; padding: 4px 8px;
                    max-width: 45vw; max-height: 40vh; overflow-y: auto; }
                .diming-legend h1 { font-size: 12px; }
                .leaflet-control-layers-expanded { max-width: 50vw; max-height: 40vh;
                    overflow-y: auto; font-size: 11px; }
            }
        </style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
        <template id="{{ this.get_name() }}_legend">
            <h1>{{ this.title|e }}</h1>
            {% for sign in this.signs %}
            <div>{% if sign.dot %}
            <span class="sign dot" style="background: {{ sign.colour|e }}"></span>
            {%- else %}<span class="sign" style="border-top: 3px
                {{ 'dashed' if sign.dashed else 'solid' }} {{ sign.colour|e }}"></span>{% endif %}
            {{- sign.words|e }}</div>
            {% endfor %}
            <small>数据日期：{{ this.date|e }}</small>
            <small>坐标系：CGCS2000</small>
            <small>来源：{{ this.sources|e }}</small>
            <small>{{ this.permit|e }}</small>
        </template>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        (function (map) {
            function box(position, style, fill) {
                var control = L.control({position: position});
                control.onAdd = function () {
                    var div = L.DomUtil.create("div", style);
                    fill(div);
                    L.DomEvent.disableClickPropagation(div);
                    return div;
                };
                control.addTo(map);
            }
            box("bottomleft", "diming-legend", function (div) {
                div.tabIndex = 0;
                div.setAttribute("role", "region");
                div.setAttribute("aria-label", "图例");
                div.appendChild(document.getElementById(
                    {{ (this.get_name() + "_legend")|tojson }}).content.cloneNode(true));
            });
            {% if this.warning %}
            box("topleft", "diming-warning", function (div) {
                div.textContent = {{ this.warning|tojson }};
            });
            {% endif %}
        })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        title: str,
        signs: Sequence[Sign],
        *,
        date: str,
        synthetic: bool,
        sources: str,
        review_no: str = "",
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Legend"
        self.title = title
        self.signs = list(signs)
        self.date = date
        self.sources = sources
        self.warning = SYNTHETIC_LABEL if synthetic else ""
        self.permit = f"审图号：{review_no}" if review_no else NOT_FOR_PUBLICATION
