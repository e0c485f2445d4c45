"""What the map of a page draws (页面地图): features, each with its words and where it leads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def drawn(features: Sequence[dict[str, Any]], label: str, address: str) -> str:
    """Return features for the map of a page as GeoJSON text, empty if none has a geometry.

    Args:
        features: GeoJSON features, EPSG:4490, with `id` among their properties.
        label: The property that is written beside each.
        address: Where each leads, without its id: `/names`.
    """
    told = [
        {
            "type": "Feature",
            "geometry": one["geometry"],
            "properties": {
                "name": one["properties"][label],
                "href": f"{address}/{one['properties']['id']}",
            },
        }
        for one in features
        if one["geometry"]
    ]
    return json.dumps({"type": "FeatureCollection", "features": told}) if told else ""
