"""Which way a road runs (走向), in words and from words."""

from __future__ import annotations

import re

WAYS = ("南北", "东北—西南", "东西", "西北—东南")
"""By bearing: 0, 45, 90, 135 degrees."""
POINTS = re.compile("东北|东南|西北|西南|东|西|南|北")
STRAIGHT = {frozenset("东西"): "east_west", frozenset("南北"): "north_south"}


def way_of(bearing_deg: float) -> str:
    """Return the way of a line by its bearing, to the nearest of four (eight points)."""
    return WAYS[round(bearing_deg % 180 / 45) % 4]


def axis_told(course: str) -> str:
    """Return the axis that a text on the course of a road tells, empty if it tells none.

    A text tells it if its first and last points are opposite: 东西走向, 由南向北, 自东经镇政府至西.
    Slanting courses (东北—西南) tell none: which colour they have is for a person to say.
    """
    points = POINTS.findall(course)
    return STRAIGHT.get(frozenset((points[0], points[-1])), "") if len(points) > 1 else ""
