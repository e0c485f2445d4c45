"""How far measured positions lie from the registered ones, and what may be compared."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from shapely.geometry import Point

from boundary_data.checks.matching import Matched, matched
from boundary_data.compass import compass
from boundary_data.inspection import JointInspection, Position
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line_reading import flaw_of
from boundary_data.marker import KnownMarker
from gis.gcj02 import shift_deg
from gis.measure import azimuth_deg
from rulebook.parameters import Parameters


class CrsKind(StrEnum):
    """What a declared coordinate system means for the comparison."""

    ACCEPTED = "accepted"
    EQUIVALENT = "equivalent"
    OLD = "old"
    SHIFTED = "shifted"
    UNKNOWN = "unknown"
    MISSING = "missing"


def crs_kind(crs: str | None, limits: Parameters) -> CrsKind:
    """Return which of the lists of systems in `limits` the declared `crs` stands in."""
    if crs is None:
        return CrsKind.MISSING
    wanted = _plain(crs)
    for kind in (CrsKind.ACCEPTED, CrsKind.EQUIVALENT, CrsKind.OLD, CrsKind.SHIFTED):
        if any(_plain(word) == wanted for word in limits.words(f"crs_{kind.value}")):
            return kind
    return CrsKind.UNKNOWN


def is_plausible(position: Position) -> bool:
    """Tell whether a position can be longitude and latitude of a place in China."""
    return flaw_of([position.lon, position.lat]) is None


def tolerance_m(position: Position, marker: KnownMarker, facts: InspectionFacts) -> float:
    """Return how far the position may lie from the registered one, metres.

    It depends on the method, never on the accuracy the record claims for itself; where the
    register is less sure than the method, the register's accuracy counts.
    """
    method = position.method.value if position.method else "unknown"
    own = facts.limits.number(f"tolerance_{method}_m")
    line = facts.line.accuracy_m if facts.line else None
    return max(own, marker.accuracy_m or line or 0.0)


def measured_markers(
    record: JointInspection, facts: InspectionFacts
) -> Iterator[tuple[Matched, KnownMarker, Position]]:
    """Yield the checks whose position can be compared with the register's.

    Left out are positions in a refused system and numbers that are no longitude and
    latitude: those have rules of their own.
    """
    refused = {CrsKind.OLD, CrsKind.SHIFTED}
    for match in matched(record, facts.line):
        place = match.check.measured
        if match.marker is None or place is None or not is_plausible(place):
            continue
        if crs_kind(place.crs, facts.limits) not in refused:
            yield match, match.marker, place


def direction(start: Point, end: Point, limits: Parameters) -> str:
    """Return the compass word (16 directions, true north) from `start` to `end`."""
    return compass(azimuth_deg(start, end), limits)


def shifted(point: Point) -> Point:
    """Return where public web maps (GCJ-02) would show `point` (degrees, EPSG:4490)."""
    east, north = shift_deg(point.x, point.y)
    return Point(point.x + east, point.y + north)


def _plain(crs: str) -> str:
    return "".join(c for c in crs.upper() if c.isalnum())
