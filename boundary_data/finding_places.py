"""Where the findings (意见) about a record lie: for drawing them on its map.

A finding says by its field and its evidence what it is about: a marker, a photo, a section, a
point of the track, stretches of the line. Whatever has a place gets one; the others have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from boundary_data.checks.walking import usable_track
from boundary_data.inspection import JointInspection, MarkerCheck
from boundary_data.line import KnownLine
from boundary_data.line_reading import flaw_of
from boundary_data.marker import KnownMarker, station_of
from gis.tracks import Jump, Track, gaps, jumps, legs
from rulebook.parameters import Parameters

NUMBERS = ("number", "first", "second")
STRETCHES = "uncovered_m"
INDEXED = re.compile(r"\$\.(\w+)\[(\d+)\](?:\.photos\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A place (EPSG:4490) with the findings about it: (severity, sentence) each."""

    geometry: BaseGeometry
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OnTheMap:
    """What a map of a record shows besides line and markers.

    Attributes:
        places: Findings that have a place.
        placeless: How many findings have none.
        moved: From registered to measured position, of markers farther off than a metre.
        track: The way walked, in unbroken legs.
        gaps: Where the track breaks off, from point to point.
        jumps: Steps of impossible speed.
        uncovered: Stretches of the line that the track does not cover.
    """

    places: tuple[Placed, ...]
    placeless: int
    moved: tuple[LineString, ...] = ()
    track: tuple[LineString, ...] = ()
    gaps: tuple[LineString, ...] = ()
    jumps: tuple[LineString, ...] = ()
    uncovered: tuple[BaseGeometry, ...] = ()


def on_the_map(
    record: JointInspection,
    line: KnownLine,
    findings: Iterable[Mapping[str, Any]],
    limits: Parameters,
) -> OnTheMap:
    """Return what the map of a record shows.

    Args:
        record: The record, with its track.
        line: The line it is about.
        findings: As they are kept: `severity`, `message`, `field`, `evidence`.
        limits: What a gap and a jump is.
    """
    grouped: dict[bytes, tuple[BaseGeometry, list[tuple[str, str]]]] = {}
    placeless, uncovered = 0, []
    for finding in findings:
        shapes = list(_shapes_of(finding, record, line))
        placeless += not shapes
        if STRETCHES in finding["evidence"]:
            uncovered += shapes
        for shape in shapes:
            told = grouped.setdefault(shape.wkb, (shape, []))[1]
            told.append((str(finding["severity"]), str(finding["message"])))
    track = usable_track(record)
    return OnTheMap(
        places=tuple(Placed(shape, tuple(told)) for shape, told in grouped.values()),
        placeless=placeless,
        moved=tuple(_moved(record, line)),
        track=() if track is None else tuple(_legs(track, limits)),
        gaps=() if track is None else _steps(track, gaps(track, gap_m=_gap_m(limits))),
        jumps=() if track is None else _steps(track, _jumps(track, limits)),
        uncovered=tuple(uncovered),
    )


def _shapes_of(
    finding: Mapping[str, Any], record: JointInspection, line: KnownLine
) -> Iterator[BaseGeometry]:
    evidence: Mapping[str, Any] = finding["evidence"]
    if STRETCHES in evidence:
        yield from _stretches(line, evidence[STRETCHES])
        return
    named = [evidence[key] for key in NUMBERS if isinstance(evidence.get(key), str)]
    named += [n for n in evidence.get("numbers") or () if isinstance(n, str)]
    indexed = INDEXED.match(finding["field"])
    found = _indexed(indexed, record, line) if indexed else None
    if found is not None:
        yield found
    elif named:
        markers = (line.marker(number) for number in named)
        yield from (marker.point for marker in markers if marker is not None)
    elif {"lon", "lat"} <= evidence.keys() and (place := _point(evidence["lon"], evidence["lat"])):
        yield place


def _indexed(at: re.Match[str], record: JointInspection, line: KnownLine) -> BaseGeometry | None:
    """Return the place of the item of the record that a field names, if it has one."""
    kind, index = at[1], int(at[2])
    if kind == "track":
        return _of_track(record, index)
    items: Sequence[Any] = getattr(record, kind, ()) or ()
    if index >= len(items):
        return None
    item = items[index]
    if kind == "marker_checks":
        return _of_check(item, at[3], line)
    if kind == "sections":
        return _between(_at(item.from_marker, line), _at(item.to_marker, line), line)
    if kind == "unilateral_markers":
        return _point(item.lon, item.lat)
    return None


def _of_check(check: MarkerCheck, photo: str | None, line: KnownLine) -> BaseGeometry | None:
    if photo is not None and int(photo) < len(check.photos):
        taken = check.photos[int(photo)]
        place = _point(taken.lon, taken.lat)
        if place is not None:
            return place
    known = line.marker(check.number, check.body)
    if known is not None:
        return known.point
    return _point(check.measured.lon, check.measured.lat) if check.measured else None


def _of_track(record: JointInspection, index: int) -> BaseGeometry | None:
    track = usable_track(record)
    if track is None or index >= len(track):
        return None
    return Point(float(track.lon[index]), float(track.lat[index]))


def _at(number: str, line: KnownLine) -> KnownMarker | None:
    """Return the marker of that number, or the first body of those that stand there."""
    found = line.marker(number)
    station = station_of(number)
    alike = (one for one in line.markers if station_of(one.number) == station)
    return found or next(alike, None)


def _between(
    start: KnownMarker | None, end: KnownMarker | None, line: KnownLine
) -> BaseGeometry | None:
    if start is None or end is None:
        return None
    low, high = sorted(line.ruler.nearest(marker.point)[1] for marker in (start, end))
    return next(_stretches(line, [(low, high)]), None)


def _stretches(line: KnownLine, bounds: Iterable[Sequence[float]]) -> Iterator[BaseGeometry]:
    for low, high in bounds:
        if high - low > 0.0:
            parts = line.ruler.stretch(low, high)
            yield LineString(parts[0]) if len(parts) == 1 else MultiLineString(parts)


def _moved(record: JointInspection, line: KnownLine) -> Iterator[LineString]:
    for check in record.marker_checks:
        known = line.marker(check.number, check.body)
        place = check.measured and _point(check.measured.lon, check.measured.lat)
        if known is not None and place and known.point.distance(place) > 1e-5:
            yield LineString([known.point, place])


def _legs(track: Track, limits: Parameters) -> Iterator[LineString]:
    every = limits.number("coverage_within_m") / 5.0
    for leg in legs(track, gap_m=_gap_m(limits), every_m=every):
        if len(leg) > 1:
            yield LineString(leg)


def _jumps(track: Track, limits: Parameters) -> list[Jump]:
    return jumps(
        track,
        limit_mps=limits.number("track_speed_mps"),
        noise_m=limits.number("track_noise_m"),
    )


def _steps(track: Track, found: Iterable[Jump]) -> tuple[LineString, ...]:
    points = np.column_stack([track.lon, track.lat])
    return tuple(LineString(points[one.index : one.index + 2]) for one in found)


def _gap_m(limits: Parameters) -> float:
    return limits.number("track_gap_m")


def _point(lon: object, lat: object) -> Point | None:
    if lon is None or lat is None or flaw_of([lon, lat]):
        return None
    return Point(float(lon), float(lat))  # type: ignore[arg-type]  # flaw_of has looked
