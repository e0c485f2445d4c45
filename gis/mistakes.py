"""The mistakes that are made with labels of coordinates, as readings to be tried.

Given what the label says, what the numbers look like and where they should lie, the
readings worth trying are few; each bears the name of the mistake that would explain it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gis.crs import CGCS2000_EPSG, Zone, zone_with_prefix
from gis.readings import (
    EASTING_M,
    PREFIX_M,
    SHIFTS,
    UTM_NORTH,
    WEB_MERCATOR,
    Reading,
    meridian_of,
    plain_zone,
    within,
    zone_of_epsg,
)

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

METRES = {"kilometres": 1000.0, "millimetres": 0.001, "feet": 0.3048}
DEGREES = {"radians": 180.0 / np.pi, "seconds": 1.0 / 3600.0, "microdegrees": 1e-6, "1e-7": 1e-7}
WIDEST_DEG = 5.2
"""How far from its central meridian a zone is used at most, with what spills over."""
MOST_PREFIXES = 8


@dataclass(frozen=True, slots=True)
class Label:
    """What a file says of its coordinates.

    Attributes:
        epsg: Unprefixed number of a zone, 4490 for any longitude/latitude taken as
            CGCS2000, or the number of another projected system; None if unknown to EPSG.
        width_deg: 3 or 6 for a zone, 0 for others.
        prefix: Zone number that eastings should begin with; 0 for none.
    """

    epsg: int | None = CGCS2000_EPSG
    width_deg: int = 0
    prefix: int = 0

    @classmethod
    def of(cls, epsg: int | None, *, projected: bool) -> Label:
        """Return the label of a system by its EPSG number."""
        if not projected:
            return cls()
        zone = zone_of_epsg(epsg)
        if zone is None:
            return cls(epsg)
        plain = plain_zone(zone.meridian_deg, zone.width_deg)
        return cls(plain.epsg, zone.width_deg, zone.number if zone.prefixed else 0)

    @property
    def degrees(self) -> bool:
        """Tell whether the label says longitude/latitude."""
        return self.epsg == CGCS2000_EPSG

    @property
    def reading(self) -> Reading:
        """Return the numbers as labelled."""
        return Reading(epsg=self.epsg or 0, prefix=self.prefix)


def readings_to_try(label: Label, points: Floats, box: Box) -> list[Reading]:
    """Return the readings under which `points` might lie in `box`, one for each mistake.

    Args:
        label: What the file says.
        points: n x 2 as they stand.
        box: West, south, east, north of where they should lie, degrees.
    """
    tried: dict[tuple[object, ...], Reading] = {}
    for reading in (*_of_degrees(label, points), *_of_metres(label, points, box)):
        mark = (reading.epsg, reading.swapped, reading.form, reading.unit, reading.prefix)
        if reading.kind and (mark not in tried or tried[mark].cost > reading.cost):
            tried[mark] = reading
    return sorted(tried.values(), key=lambda reading: reading.cost)


def shifts_to_try(reading: Reading) -> list[Reading]:
    """Return `reading` with each shift on top that maps make and that can be computed."""
    costs = {"gcj02": 1.0, "bd09": 1.5, "gcj02_removed_twice": 2.5}
    return [
        replace(reading, kind=name, shift=name, cost=reading.cost + costs[name]) for name in SHIFTS
    ]


def _of_degrees(label: Label, points: Floats) -> Iterator[Reading]:
    largest = np.nanmax(np.abs(points), initial=0.0)
    wrong = "" if label.degrees else "degrees"
    if largest <= 400.0:
        yield Reading(wrong, cost=1.0)
        yield Reading(wrong or "swapped", swapped=True, cost=1.0 if label.degrees else 2.0)
        for swapped in (False, True):
            for form in ("d.mmss", "d.mm"):
                cost = 3.0 + (form == "d.mm") * 0.5 + swapped
                yield Reading("dms", swapped=swapped, form=form, cost=cost)
    for swapped in (False, True):
        for form in ("dddmmss", "dddmm"):
            yield Reading("dms", swapped=swapped, form=form, cost=3.0 + swapped)
        for unit in DEGREES.values():
            yield Reading("wrong_unit", swapped=swapped, unit=unit, cost=4.0 + swapped)


def _of_metres(label: Label, points: Floats, box: Box) -> Iterator[Reading]:
    for swapped in (False, True):
        easts = points[:, 1] if swapped else points[:, 0]
        far = 1.0 * swapped
        for zone, prefix in _zones(label, easts, box):
            kind, cost = _of_zone(label, zone, prefix)
            kind = "northing_first" if swapped else kind
            epsg = plain_zone(zone.meridian_deg, zone.width_deg).epsg
            yield Reading(kind, epsg, swapped, prefix=prefix, cost=cost + far)
        for epsg in _utm(box):
            kind = "northing_first" if swapped else "utm" if epsg != label.epsg else ""
            yield Reading(kind, epsg, swapped, cost=3.0 + far)
        kind = "" if label.epsg == WEB_MERCATOR and not swapped else "web_mercator"
        yield Reading(kind, WEB_MERCATOR, swapped, cost=2.0 + far)
        for meridian in _meridians(box):
            for unit in METRES.values():
                epsg = plain_zone(meridian).epsg
                yield Reading("wrong_unit", epsg, swapped, unit=unit, cost=4.0 + far)
    if label.epsg is not None and not label.degrees and not label.width_deg:
        yield Reading("northing_first", label.epsg, swapped=True, cost=1.0)


def _zones(label: Label, easts: Floats, box: Box) -> Iterator[tuple[Zone, int]]:
    """Yield each zone that the eastings may be of, with the prefix they bear."""
    numbers = [int(n) for n in np.unique(easts[np.isfinite(easts)] // PREFIX_M)]
    for number in [n for n in numbers if 0 <= n <= 99][:MOST_PREFIXES]:
        rest = easts[easts // PREFIX_M == number] - number * PREFIX_M
        if not within(rest, EASTING_M).any():
            continue
        own = zone_with_prefix(number)
        if own is not None:
            yield own, number
        for meridian in _meridians(box):
            if own is None or own.meridian_deg != meridian:
                yield _zone(label, meridian, box), number


def _zone(label: Label, meridian: int, box: Box) -> Zone:
    """Return the zone of `meridian` that someone would use for `box`, 3 or 6 degrees wide.

    Both widths have the same numbers; a place further than 1.5 degrees from the meridian
    belongs to the wider zone. Where both would do, it is that of the label.
    """
    middle = (box[0] + box[2]) / 2.0
    wide = meridian % 6 == 3
    if wide and (abs(middle - meridian) > 1.5 or label.width_deg == 6):
        return plain_zone(meridian, 6)
    return plain_zone(meridian)


def _of_zone(label: Label, zone: Zone, prefix: int) -> tuple[str, float]:
    """Return the name of the mistake if numbers with `prefix` are of `zone`, and its cost."""
    fits = zone_with_prefix(prefix) if prefix else None
    strange = 0.0 if not prefix or (fits and fits.meridian_deg == zone.meridian_deg) else 2.0
    if not label.width_deg:
        return ("gk_zone" if prefix else "gk_no_prefix"), 1.0 + strange
    if zone.meridian_deg == meridian_of(label.epsg or 0):
        if prefix == label.prefix:
            return "", 0.0
        if not prefix:
            return "prefix_missing", 1.0
        if not label.prefix and not strange:
            return "prefix_unexpected", 1.0
        other_width = not strange and fits is not None and fits.width_deg != label.width_deg
        return ("zone_width" if other_width else "prefix_wrong"), 1.0 + strange
    cost = 1.5 + strange + 0.5 * (not prefix and bool(label.prefix))
    width = fits.width_deg if fits and not strange else zone.width_deg
    return ("zone_width" if width != label.width_deg else "wrong_meridian"), cost


def _meridians(box: Box) -> list[int]:
    west, _, east, _ = box
    return [m for m in range(75, 136, 3) if west - WIDEST_DEG <= m <= east + WIDEST_DEG]


def _utm(box: Box) -> list[int]:
    first, last = (int((lon + 180.0) // 6.0) + 1 for lon in (box[0], box[2]))
    return [UTM_NORTH + number for number in range(max(first - 1, 43), min(last + 1, 53) + 1)]
