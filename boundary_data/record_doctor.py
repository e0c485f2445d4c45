"""The doctor of datum and axes over a record: measured positions, photos, pictures, the track.

Each is held against the register: positions against their own markers, the track against the
line. Nothing is changed unless told to; then a new body is made, for a new revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from boundary_data.doctoring import doctor_parameters, limits_of
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import Picture
from boundary_data.line import KnownLine
from boundary_data.track_columns import BEIJING
from boundary_data.worded import Worded
from gis.doctor import Diagnosis, Place, diagnose
from gis.doubts import Doubt
from gis.readings import finite_rows, meant
from gis.suspicion import Suspicion
from gis.telling import suspicion_of
from gis.tracks import Track
from gis.undoing import RepairRefused, reading_to_apply

Floats = npt.NDArray[np.float64]
TRACK_SAMPLE = 2000
DIGITS = 9


class Part(Worded):
    """What of a record is looked at."""

    MEASURED = "measured", "界桩实测位置"
    PHOTOS = "photos", "填报的照片位置"
    PICTURES = "pictures", "照片自带的位置"
    TRACK = "track", "外业轨迹"


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """A part of a record under the doctor's eyes.

    Attributes:
        part: Which.
        paths: JSON path of each position in the record, in the order of `points`.
        points: As they stand (n x 2).
        diagnosis: What the doctor found.
    """

    part: Part
    paths: tuple[str, ...]
    points: Floats
    diagnosis: Diagnosis

    def told(self) -> list[Suspicion]:
        """Return the doubts in words: evidence before and after, and the repair proposed."""
        numbers = range(1, len(self.points) + 1)
        return [
            suspicion_of(doubt, numbers=numbers, example=self.points[doubt.features[0]].tolist())
            for doubt in self.diagnosis.doubts
        ]


def examined(
    record: JointInspection, line: KnownLine, pictures: Mapping[str, Picture]
) -> list[Examined]:
    """Return what the doctor says of each part of a record that has positions.

    Args:
        record: With its track.
        line: The registered line with its markers.
        pictures: What received pictures tell, by file name.
    """
    found = [
        _at_markers(Part.MEASURED, _measured(record, line), line),
        _at_markers(Part.PHOTOS, _photos(record, line), line),
        _at_markers(Part.PICTURES, _pictures(record, line, pictures), line),
        _along_the_line(record.track, line),
    ]
    return [one for one in found if one is not None]


def mended(
    body: Mapping[str, Any], record: JointInspection, part: Examined, kind: str
) -> tuple[dict[str, Any], int]:
    """Return a copy of a record's body with one mistake undone, and how many positions changed.

    Args:
        body: The record as JSON.
        record: The same as read, with its track.
        part: What the doctor said of the part.
        kind: Which of its doubts to undo.

    Raises:
        RepairRefused: There is no such doubt, nothing can be proposed, or the part is what
            pictures tell of themselves, which nobody may rewrite.
    """
    doubt = next((one for one in part.diagnosis.doubts if one.kind == kind), None)
    if doubt is None:
        raise RepairRefused(f"{part.part.zh}没有这种疑点")
    if part.part is Part.PICTURES:
        raise RepairRefused("照片自带的位置是照片的一部分，不能改写；请改正填报的位置或重新拍摄")
    reading = reading_to_apply(doubt)
    whole = deepcopy(dict(body))
    if part.part is Part.TRACK and record.track is not None:
        track = record.track
        places = meant(np.column_stack([track.lon, track.lat]), reading)
        if not finite_rows(places).all():
            raise RepairRefused("轨迹有的点照此改正后不是位置，请核对后重新导出轨迹")
        whole["track"] = _as_points(track, places)
        return whole, len(places)
    return whole, _rewritten(whole, part, doubt, meant(part.points[doubt.features], reading))


def _rewritten(whole: dict[str, Any], part: Examined, doubt: Doubt, places: Floats) -> int:
    changed = 0
    for index, (lon, lat) in zip(doubt.features, places.tolist(), strict=True):
        if np.isfinite([lon, lat]).all():
            _item(whole, part.paths[int(index)]).update(
                {"lon": round(lon, DIGITS), "lat": round(lat, DIGITS)}
            )
            changed += 1
    return changed


def _item(whole: dict[str, Any], path: str) -> dict[str, Any]:
    """Return the object of a body at a path like `marker_checks.3.photos.0`."""
    found: Any = whole
    for step in path.split("."):
        found = found[int(step) if step.isdigit() else step]
    return found  # type: ignore[no-any-return]  # paths lead to objects


Row = tuple[str, float, float, float, float]


def _measured(record: JointInspection, line: KnownLine) -> Iterator[Row]:
    for at, check in enumerate(record.marker_checks):
        known, place = line.marker(check.number, check.body), check.measured
        if known is not None and place is not None:
            path = f"marker_checks.{at}.measured"
            yield path, place.lon, place.lat, known.point.x, known.point.y


def _photos(record: JointInspection, line: KnownLine) -> Iterator[Row]:
    for at, check in enumerate(record.marker_checks):
        known = line.marker(check.number, check.body)
        for no, photo in enumerate(check.photos):
            if known is not None and photo.lon is not None and photo.lat is not None:
                path = f"marker_checks.{at}.photos.{no}"
                yield path, photo.lon, photo.lat, known.point.x, known.point.y


def _pictures(
    record: JointInspection, line: KnownLine, pictures: Mapping[str, Picture]
) -> Iterator[Row]:
    for at, check in enumerate(record.marker_checks):
        known = line.marker(check.number, check.body)
        for no, photo in enumerate(check.photos):
            told = pictures.get(photo.file)
            if known and told and told.lon is not None and told.lat is not None:
                path = f"marker_checks.{at}.photos.{no}"
                yield path, told.lon, told.lat, known.point.x, known.point.y


def _at_markers(part: Part, rows: Iterator[Row], line: KnownLine) -> Examined | None:
    kept = list(rows)
    if not kept:
        return None
    table = np.array([row[1:] for row in kept], dtype=np.float64)
    place = Place(lines=_whole(line), markers=table[:, 2:], margin_m=_margin_m())
    return Examined(part, tuple(row[0] for row in kept), table[:, :2], _told(table[:, :2], place))


def _along_the_line(track: Track | None, line: KnownLine) -> Examined | None:
    if track is None or not len(track):
        return None
    thin = np.unique(np.linspace(0, len(track) - 1, TRACK_SAMPLE).astype(np.int64))
    points = np.column_stack([track.lon[thin], track.lat[thin]])
    paths = tuple(f"track.{index}" for index in thin)
    found = _told(points, Place(lines=_whole(line), margin_m=_margin_m()))
    return Examined(Part.TRACK, paths, points, found)


def _told(points: Floats, place: Place) -> Diagnosis:
    return diagnose(points, place, limits=limits_of(doctor_parameters()))


def _whole(line: KnownLine) -> shapely.MultiLineString:
    shape = line.geometry
    return shape if isinstance(shape, shapely.MultiLineString) else shapely.MultiLineString([shape])


def _margin_m() -> float:
    return doctor_parameters().number("margin_m")


def _as_points(track: Track, places: Floats) -> list[dict[str, Any]]:
    """Return a track as the points of a record, what is not known left out."""
    rows = zip(places.tolist(), track.seconds.tolist(), track.accuracy_m.tolist(), strict=True)
    return [
        {"lon": round(lon, DIGITS), "lat": round(lat, DIGITS)}
        | ({} if np.isnan(seconds) else {"time": _moment(seconds)})
        | ({} if np.isnan(metres) else {"accuracy_m": metres})
        for (lon, lat), seconds, metres in rows
    ]


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, BEIJING).isoformat()
