"""What a record says of a photo is what the picture itself tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import GOOD, GOOD_FACTS, InspectionRule, case, case_of_facts
from boundary_data.inspection import JointInspection, Photo
from boundary_data.inspection_facts import InspectionFacts, KnownFacts, Picture
from boundary_data.line_reading import flaw_of
from boundary_data.track_columns import BEIJING
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each photo whose stated place or time the picture contradicts."""
    for marker_at, marker in enumerate(record.marker_checks):
        for photo_at, photo in enumerate(marker.photos):
            picture = facts.pictures.get(photo.file)
            path = f"$.marker_checks[{marker_at}].photos[{photo_at}]"
            if picture is not None:
                yield from _moved(photo, picture, facts, path)
                yield from _late(photo, picture, facts, path)


def _moved(photo: Photo, picture: Picture, facts: InspectionFacts, path: str) -> Iterator[Breach]:
    allowed = facts.limits.number("picture_distance_m")
    if None in (photo.lon, photo.lat, picture.lon, picture.lat):
        return
    stated, told = _point(photo), _point(picture)
    if flaw_of([stated.x, stated.y]) or flaw_of([told.x, told.y]):
        return
    off = distance_m(stated, told)
    if off > allowed:
        yield Breach(
            f"照片“{photo.file}”填报的位置与照片自带的位置相差{off:.0f}米",
            {"file": photo.file, "distance_m": round(off, 1), "tolerance_m": allowed},
            "请核对是否传错照片；填报的位置应与照片一致",
            field=path,
        )


def _late(photo: Photo, picture: Picture, facts: InspectionFacts, path: str) -> Iterator[Breach]:
    allowed = facts.limits.number("picture_minutes")
    if photo.taken_at is None or picture.taken_at is None:
        return
    minutes = abs((_aware(photo.taken_at) - _aware(picture.taken_at)).total_seconds()) / 60.0
    if minutes > allowed:
        yield Breach(
            f"照片“{photo.file}”填报的拍摄时间与照片自带的时间相差{_span(minutes)}",
            {"file": photo.file, "minutes": round(minutes), "tolerance_minutes": allowed},
            "请核对是否传错照片，或相机时钟是否准确",
            field=path,
        )


def _span(minutes: float) -> str:
    if minutes < 120:
        return f"{minutes:.0f}分钟"
    hours = minutes / 60.0
    return f"{hours:.0f}小时" if hours < 48 else f"{hours / 24.0:.0f}天"


def _point(where: Photo | Picture) -> Point:
    return Point(where.lon or 0.0, where.lat or 0.0)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _told(**told: object) -> KnownFacts:
    photo = GOOD.marker_checks[0].photos[0]
    as_stated = Picture(taken_at=photo.taken_at, lon=photo.lon, lat=photo.lat)
    return replace(GOOD_FACTS, pictures={photo.file: replace(as_stated, **told)})  # type: ignore[arg-type]


RULE: InspectionRule = Rule(
    id="JI-9r",
    title="照片自带的位置、时间与填报一致",
    category="照片",
    reason="照片自带的拍摄时间、位置是现场检查的凭据。",
    source=laws.practice("拍照存档"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case_of_facts(_told()), case_of_facts(_told(lon=None, lat=None))),
    fails=(
        case_of_facts(_told(lat=29.44)),
        case_of_facts(_told(taken_at=datetime(2025, 4, 14, 1, 0, tzinfo=UTC))),
    ),
)
