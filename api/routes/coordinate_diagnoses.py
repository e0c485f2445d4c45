"""Diagnoses of coordinates (坐标诊断)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body

from api.dependencies import CHINA, Reader
from api.schemas.coordinate_diagnoses import CoordinateDiagnosisIn, CoordinateDiagnosisOut
from api.services.diagnosing_coordinates import Comparison, diagnose_coordinates

router = APIRouter(prefix="/api/v1", tags=["界线"])

EXAMPLES: dict[str, Any] = {
    "swapped": {
        "summary": "经纬度颠倒的点",
        "value": {
            "coordinates": [[29.56, 106.55], [29.57, 106.56]],
            "against": {
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [[106.2, 29.4], [106.7, 29.4], [106.7, 29.8], [106.2, 29.8], [106.2, 29.4]]
                    ],
                }
            },
        },
    },
    "shifted": {
        "summary": "与控制点相比的火星坐标，并要求改正",
        "value": {
            "coordinates": [[106.553769, 29.557197]],
            "against": {"points": [[106.55, 29.56]]},
        },
    },
}


@router.post(
    "/coordinate-diagnoses",
    summary="诊断坐标",
    description=(
        "由坐标和应在之处（区划、界线、控制点或给定的面、线）识别坐标系与次序的错误：经纬度颠倒、"
        "横纵颠倒、带号、中央子午线、三度带与六度带、度分秒、Web 墨卡托、GCJ-02、BD-09、"
        "北京54与西安80、整体偏移。每项疑点附改正前后的偏差。只在给出 apply 时返回改正后的坐标，"
        "不写入任何数据；旧坐标系只按所给的七参数改正。"
    ),
)
def coordinate_diagnosis(
    wish: Annotated[CoordinateDiagnosisIn, Body(openapi_examples=EXAMPLES)], db: Reader
) -> CoordinateDiagnosisOut:
    """Answer what is wrong with coordinates."""
    answer = diagnose_coordinates(
        db,
        wish.raw(),
        wish.against.comparison() if wish.against else Comparison(),
        numbers=wish.numbers,
        on=wish.on or datetime.now(CHINA).date(),
        seven=wish.seven(),
        apply=wish.apply,
        system=wish.apply_system,
    )
    return CoordinateDiagnosisOut.of(answer, as_points=wish.coordinates is not None)
