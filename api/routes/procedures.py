"""The leaflets of the office (办事指南), read off the procedure that its cases run by."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.schemas.procedures import LeafletOut
from api.services.cases.limits import procedure_limits
from naming.place_kind import PlaceKind
from naming.procedure.leaflet import leaflet_of
from naming.procedure.words import CaseKind

router = APIRouter(prefix="/api/v1/procedures", tags=["办件"])


@router.get(
    "/{kind}",
    summary="办事指南",
    description=(
        "一种事项、一类地名：谁可以申请，由谁批准，先征求谁的意见，向谁备案，"
        "各阶段由谁办理，须提交哪些材料，期限多少日；各附法律依据及其核实状态。"
        "办件按同一张程序表办理。"
    ),
)
def leaflet(
    kind: Annotated[CaseKind, Path(description="事项", examples=["naming"])],
    place: Annotated[PlaceKind, Query(description="地名类别")] = PlaceKind.STREET,
) -> LeafletOut:
    """Answer one leaflet."""
    return LeafletOut.of(leaflet_of(kind, place, procedure_limits()))
