"""Boundary lines (行政区域界线) as the register, or a record itself, gives them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from shapely.geometry import LineString, MultiLineString

from boundary_data.marker import KnownMarker, body_of, full_number, normal, station_of
from boundary_data.worded import Worded
from gis.lines import Ruler


class LineLevel(Worded):
    """Level of a line: that of the divisions it parts."""

    PROVINCE = "province", "省级", "省"
    PREFECTURE = "prefecture", "地级", "市级"
    COUNTY = "county", "县级", "县"
    TOWNSHIP = "township", "乡级", "乡镇级"
    VILLAGE = "village", "村级", "村"


class LineStatus(Worded):
    """What a line's geometry is worth."""

    LEGAL = "legal", "法定"
    SURVEYED = "surveyed", "勘定"
    PUBLIC = "public", "公开资料"
    SYNTHETIC = "synthetic", "合成", "模拟"


@dataclass(frozen=True, kw_only=True)
class KnownLine:
    """A boundary line and its markers: what a joint inspection is checked against.

    Attributes:
        code: Line code (界线代码).
        name: Name of the line, e.g. 津永线.
        level: Level of the divisions it parts; worked out from their codes if absent.
        sides: Codes of the two divisions.
        side_names: Their names, in the same order, where known.
        status: What the geometry is worth.
        geometry: The line in degrees (EPSG:4490).
        accuracy_m: How sure the geometry is, metres.
        markers: Its markers, tripoints at its ends included.
        last_inspected_on: Day of the last joint inspection, if any.
        last_round: Number of the last round, if known.
    """

    code: str
    name: str = ""
    level: LineLevel | None = None
    sides: tuple[str, ...] = ()
    side_names: tuple[str, ...] = ()
    status: LineStatus = LineStatus.LEGAL
    geometry: LineString | MultiLineString = field(default_factory=LineString)
    accuracy_m: float | None = None
    markers: tuple[KnownMarker, ...] = ()
    last_inspected_on: date | None = None
    last_round: int | None = None

    @cached_property
    def ruler(self) -> Ruler:
        """Return the line made ready for measuring; raises gis.lines.UnusableLine."""
        return Ruler(self.geometry)

    @cached_property
    def by_number(self) -> dict[str, KnownMarker]:
        """Return the markers by the normal form of their full numbers."""
        return {normal(marker.number): marker for marker in self.markers}

    @cached_property
    def stations(self) -> tuple[str, ...]:
        """Return the marker numbers without body letters, in their order along the line."""
        if not self.markers:
            return ()
        lon = np.array([marker.point.x for marker in self.markers])
        lat = np.array([marker.point.y for marker in self.markers])
        chainage = self.ruler.locate(lon, lat).chainage_m
        order = [self.markers[int(i)] for i in np.argsort(chainage, kind="stable")]
        return tuple(dict.fromkeys(station_of(marker.number) for marker in order))

    def marker(self, number: str, body: str | None = None) -> KnownMarker | None:
        """Return the marker of that number and body.

        A number without its letter finds the marker if only one body bears it.
        """
        wanted = full_number(number, body)
        if wanted in self.by_number:
            return self.by_number[wanted]
        if wanted != station_of(wanted):
            return self.by_number.get(station_of(wanted)) if body_of(wanted) == "Q" else None
        alike = [m for m in self.markers if station_of(m.number) == wanted]
        return alike[0] if len(alike) == 1 else None

    def side_of(self, code: str) -> str | None:
        """Return the side of the line that the division `code` is, or is part of."""
        return next((side for side in self.sides if belongs(code, side)), None)

    def third_parties(self) -> frozenset[str]:
        """Return the codes that meet the line at its tripoints and are not its sides."""
        met = {code for marker in self.markers for code in marker.sides}
        return frozenset(code for code in met if self.side_of(code) is None)

    def repeated_numbers(self) -> tuple[str, ...]:
        """Return the full numbers that more than one marker of the line bears."""
        counts = Counter(normal(marker.number) for marker in self.markers)
        return tuple(sorted(number for number, times in counts.items() if times > 1))


def belongs(code: str, side: str) -> bool:
    """Tell whether the division `code` is `side` or lies within it, by their codes."""
    return stem(code).startswith(stem(side))


def stem(code: str) -> str:
    """Return a division code without the pairs or triples of noughts that fill it up."""
    for width in (9, 6):
        if len(code) > width and not code[width:].strip("0"):
            code = code[:width]
    while len(code) in {4, 6} and code.endswith("00"):
        code = code[:-2]
    return code


def level_between(sides: tuple[str, ...]) -> LineLevel | None:
    """Return the level of a line from the codes of its two sides, or None if unclear."""
    if len(sides) < 2:
        return None
    a, b = (stem(code) for code in sides[:2])
    if a[:2] != b[:2]:
        return LineLevel.PROVINCE
    longest = max(len(a), len(b))
    levels = {4: LineLevel.PREFECTURE, 6: LineLevel.COUNTY, 9: LineLevel.TOWNSHIP}
    return levels.get(longest, LineLevel.VILLAGE if longest == 12 else None)
