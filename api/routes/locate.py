"""Where a point is (定位), and where thousands are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from api.dependencies import CHINA, At, Day, Reader, misplaced
from api.schemas.crossing import LandIn, LandOut
from api.schemas.findings import SourceOut
from api.schemas.locating import LocatedManyOut, LocatedOut, PointIn, PointsIn
from api.services.judging_land import judge_land
from api.services.locating import LEVELS, LineHere, MarkerHere, PointHere, Surroundings, locate
from api.services.locating_words import LABELS, NOT_LEGAL, note, summary
from boundary_data.compass import compass
from boundary_data.inspection_facts import limits

router = APIRouter(prefix="/api/v1", tags=["界线"])

OnDay = Annotated[Day | None, Query(description="按哪一天的区划与界线，默认今天")]
Points = Annotated[
    PointsIn,
    Body(
        openapi_examples={
            "two": {
                "summary": "两个点",
                "value": {
                    "points": [
                        {"id": "渝中", "lon": 106.55, "lat": 29.56},
                        {"id": 2, "lon": 108.4, "lat": 30.8},
                    ]
                },
            }
        }
    ),
]
Land = Annotated[
    LandIn,
    Body(
        openapi_examples={
            "field": {
                "summary": "一块跨界的地",
                "value": {
                    "geometry": {
                        "type": "Polygon",
                        "coordinates": [
                            [
                                [106.52, 29.55],
                                [106.55, 29.55],
                                [106.55, 29.57],
                                [106.52, 29.57],
                                [106.52, 29.55],
                            ]
                        ],
                    }
                },
            }
        }
    ),
]
Name = str | int | None


@router.get(
    "/locate",
    summary="某一点在哪里、离哪条界线多远",
    description=(
        "回答某日某点所在的各级区划、各级最近的界线及距离与所在一侧、最近的界桩及方位。"
        "距离小于界线精度时 too_close 为 true：不能确定在哪一侧。"
    ),
)
def locate_one(db: Reader, point: At, on: OnDay = None) -> LocatedOut:
    """Answer what lies at and around one point."""
    day = on or datetime.now(CHINA).date()
    found = locate(db, [(point.lon, point.lat)], day)
    return LocatedOut.model_validate(
        {
            "on": day,
            "point": _point(found.points[0], None, found),
            "divisions": _divisions(found),
            "note": note(found.points),
        }
    )


@router.post(
    "/locate",
    summary="一批点各在哪里",
    description="一次最多 10,000 个点，按提交的次序回答；回答的内容与单点相同。不写入任何数据。",
    response_model=LocatedManyOut,
)
def locate_many(db: Reader, body: Points, on: OnDay = None) -> Response:
    """Answer what lies at and around each of many points."""
    _refuse_misplaced(body.points)
    day: date = on or datetime.now(CHINA).date()
    found = locate(db, [(point.lon, point.lat) for point in body.points], day)
    answered = zip(found.points, body.points, strict=True)
    # written as it is: to validate ten thousand points of our own would take seconds
    return JSONResponse(
        {
            "on": day.isoformat(),
            "count": len(found.points),
            "outside": sum(not point.units for point in found.points),
            "too_close": sum(bool(p.lines and p.lines[0].too_close) for p in found.points),
            "points": [_point(point, asked.id, found) for point, asked in answered],
            "divisions": _divisions(found),
            "note": note(found.points),
        }
    )


def _refuse_misplaced(points: list[PointIn]) -> None:
    wrong = [
        {
            "type": "misplaced",
            "loc": ("body", "points", number),
            "msg": reason[0],
            "ctx": {"remedy": reason[1]},
        }
        for number, point in enumerate(points)
        if (reason := misplaced(point.lon, point.lat))
    ]
    if wrong:
        raise RequestValidationError(wrong[:100])


def _point(here: PointHere, name: Name, found: Surroundings) -> dict[str, Any]:
    return {
        "id": name,
        "lon": here.lon,
        "lat": here.lat,
        "units": [
            {
                "division": unit.division_id,
                "level": LEVELS[unit.level - 1],
                "name": found.divisions[unit.division_id]["name"],
                "basis": unit.basis,
                "status": unit.status,
                "accuracy_m": unit.accuracy_m,
                "accuracy_class": unit.accuracy_class,
                "also": list(unit.also),
            }
            for unit in here.units
        ],
        "lines": [_line(line) for line in here.lines],
        "marker": _marker(here.marker) if here.marker else None,
        "summary": summary(here, found.divisions),
    }


def _line(here: LineHere) -> dict[str, Any]:
    return {
        "code": here.line.code,
        "name": here.line.name,
        "level": LEVELS[here.line.level - 1],
        "status": here.line.status,
        "label": LABELS[here.line.status],
        "accuracy_m": here.line.accuracy_m,
        "distance_m": round(here.distance_m, 2),
        "lon": round(here.lon, 7),
        "lat": round(here.lat, 7),
        "side": here.side,
        "too_close": here.too_close,
    }


def _marker(here: MarkerHere) -> dict[str, Any]:
    return {
        "number": here.marker.number,
        "line_code": here.marker.line_code,
        "standing": here.marker.standing,
        "status": here.marker.status,
        "lon": here.marker.lon,
        "lat": here.marker.lat,
        "distance_m": round(here.distance_m, 2),
        "bearing_deg": round(here.azimuth_deg, 1) % 360.0,
        "direction": compass(here.azimuth_deg, limits()),
    }


def _divisions(found: Surroundings) -> list[dict[str, Any]]:
    return [
        {
            "id": one["id"],
            "level": LEVELS[one["level"] - 1],
            "name": one["name"],
            "type": one["type"],
            "code": one["code"],
            "codes": one["codes"],
        }
        for one in found.divisions.values()
    ]


@router.post(
    "/locate/area",
    summary="一块地涉及哪些区划、是否跨界",
    description=(
        "提交地块的多边形，回答各级涉及的区划与面积比例、穿过的界线，"
        "以及依《行政区域界线管理条例》第十条是否须事先征得毗邻各方同意。不写入任何数据。"
    ),
)
def locate_area(db: Reader, body: Land, on: OnDay = None) -> LandOut:
    """Answer which units a piece of land lies in and whose consent that needs."""
    day = on or datetime.now(CHINA).date()
    found = judge_land(db, body.geometry, day)
    legal = all(unit.status == "official" for unit, _ in found.units)
    return LandOut.model_validate(
        {
            "on": day,
            "area_m2": round(found.area_m2, 2),
            "units": [
                {
                    "division": unit.division_id,
                    "level": share.part.level.value,
                    "code": unit.code,
                    "name": unit.name,
                    "status": unit.status,
                    "accuracy_m": unit.accuracy_m,
                    "area_m2": round(share.area_m2, 2),
                    "share": round(share.share, 6),
                    "sure": share.sure,
                }
                for unit, share in found.units
            ],
            "outside_m2": {level.value: round(m2, 2) for level, m2 in found.outside_m2.items()},
            "lines": [
                {
                    "code": line.code,
                    "name": line.name,
                    "level": LEVELS[line.level - 1],
                    "status": line.status,
                    "length_m": round(line.length_m, 2),
                }
                for line in found.lines
            ],
            "consents": [
                {
                    "level": one.level.value,
                    "units": [share.part.name for share in one.units],
                    "required": one.required,
                    "message": one.message,
                    "source": SourceOut.of(one.source),
                }
                for one in found.consents
            ],
            "verdict": found.verdict,
            "summary": found.summary,
            "note": "" if legal else NOT_LEGAL,
        }
    )
