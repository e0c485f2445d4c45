"""The line between two units, and a line from end to end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.dependencies import CHINA, Day, Reader
from api.schemas.features import DIVISION_CODE
from api.schemas.lines import LinesOut, ProfileOut
from api.services.describing_lines import Described, between, profile
from boundary_data.course import Station, Stretch, told
from boundary_data.line import LineStatus

router = APIRouter(prefix="/api/v1/lines", tags=["界线"])

OnDay = Annotated[Day | None, Query(description="按哪一天的界线，默认今天")]
LABELS = {
    LineStatus.LEGAL: "法定界线",
    LineStatus.SURVEYED: "勘定界线",
    LineStatus.PUBLIC: "公开来源，非法定界线，仅供参考",
    LineStatus.SYNTHETIC: "示意数据，非法定界线",
}
NOT_NEIGHBOURS = "两个区划之间没有界线：不相邻，或该层级的界线尚未装载"


@router.get(
    "",
    summary="两个区划之间的界线",
    description="按两侧区划的代码查界线：长度、界桩数、最近一次联检与下一次联检的期限。",
)
def lines(
    db: Reader,
    left: Annotated[
        str, Query(pattern=DIVISION_CODE, description="一侧区划的代码", examples=["500101"])
    ],
    right: Annotated[
        str, Query(pattern=DIVISION_CODE, description="另一侧区划的代码", examples=["500235"])
    ],
    on: OnDay = None,
) -> LinesOut:
    """Answer the lines between two units."""
    day = on or datetime.now(CHINA).date()
    found = between(db, left, right, day)
    return LinesOut.model_validate(
        {
            "on": day,
            "count": len(found),
            "lines": [_line(one, day) for one in found],
            "note": "" if found else NOT_NEIGHBOURS,
        }
    )


@router.get(
    "/{code}/profile",
    summary="一条界线的里程与走向",
    description="界桩沿线的里程，界桩之间的走向（十六方位）与长度，走向说明文字。",
)
def line_profile(
    db: Reader,
    code: Annotated[str, Path(min_length=1, max_length=64, description="界线编号")],
    on: OnDay = None,
) -> ProfileOut:
    """Answer a line from end to end."""
    day = on or datetime.now(CHINA).date()
    found = profile(db, code, day)
    return ProfileOut.model_validate(
        {
            "line": _line(found.described, day),
            "on": day,
            "stations": [_station(one) for one in found.described.stations],
            "course": [_stretch(one) for one in found.course],
            "text": "".join(found.sentences),
        }
    )


def _line(found: Described, day: date) -> dict[str, Any]:
    line = found.line
    names = (*line.side_names, None, None)
    return {
        "code": line.code,
        "name": line.name,
        "level": line.level.value if line.level else None,
        "sides": [{"code": c, "name": n} for c, n in zip(line.sides, names, strict=False)],
        "status": line.status.value,
        "label": LABELS[line.status],
        "accuracy_m": line.accuracy_m,
        "length_m": round(found.length_m, 1),
        "parts": found.parts,
        "marker_count": sum(len(one.bodies) for one in found.stations),
        "station_count": len(found.stations),
        "tripoint_count": found.tripoints,
        "last_inspected_on": line.last_inspected_on,
        "next_inspection_due": found.next_due,
        "overdue": None if found.next_due is None else day > found.next_due,
    }


def _station(one: Station) -> dict[str, Any]:
    return {
        "number": one.number,
        "bodies": list(one.bodies),
        "standing": one.marker.standing.value if one.marker.standing else None,
        "lon": one.marker.point.x,
        "lat": one.marker.point.y,
        "chainage_m": round(one.chainage_m, 1),
        "offset_m": round(one.offset_m, 1),
        "condition": one.marker.condition.value if one.marker.condition else None,
    }


def _stretch(one: Stretch) -> dict[str, Any]:
    return {
        "start": one.start.number if one.start else None,
        "end": one.end.number if one.end else None,
        "from_m": round(one.from_m, 1),
        "to_m": round(one.to_m, 1),
        "length_m": round(one.length_m, 1),
        "legs": [
            {
                "direction": leg.direction,
                "azimuth_deg": round(leg.azimuth_deg, 1),
                "length_m": round(leg.length_m, 1),
            }
            for leg in one.legs
        ],
        "text": told(one),
    }
