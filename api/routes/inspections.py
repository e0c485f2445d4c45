"""Checks of joint-inspection records (联检记录核验), one or many."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from fastapi.exceptions import RequestValidationError

from api.dependencies import CHINA, Config, Day, Reader
from api.schemas.inspections import InspectionBatchOut, InspectionCheckOut, UnusableRecordOut
from api.services.checking_inspections import Deciding, check, check_batch
from api.services.knowing_lines import lines_of
from boundary_data.inspection_schema import example, schema
from boundary_data.problems import UnusableInput
from rulebook.report import Mode

router = APIRouter(prefix="/api/v1", tags=["界线"])

REFERENCE = "#/components/schemas/InspectionRecord"


@router.post(
    "/inspection-checks",
    summary="核验联检记录",
    description=(
        "对照界线、界桩和规定核验一条或一批（数组）界线联合检查记录：双方是否到齐、日期次序、"
        "界桩是否逐一检查、位置是否在允许误差之内、应有的后续处理、轨迹是否覆盖界线等。"
        "记录自带界线时以所带界线为准（against=register 时以登记的为准），否则按界线编号查界线库。"
        "不写入任何数据。"
        "数组中无法读取的记录逐条说明原因，不影响其他记录；单条记录无法读取时回答 422。"
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "oneOf": [
                            {"$ref": REFERENCE},
                            {"type": "array", "items": {"$ref": REFERENCE}},
                        ]
                    },
                    "examples": {"one": {"summary": "一条记录", "value": example()}},
                }
            },
        }
    },
)
def inspection_check(
    record: Annotated[Any, Body()],
    db: Reader,
    config: Config,
    mode: Annotated[
        Mode, Query(description="new 新报记录，audit 核查既有记录（最重只到警告）")
    ] = Mode.NEW,
    on: Annotated[Day | None, Query(description="按哪一天核验，默认今天")] = None,
    against: Annotated[
        Deciding,
        Query(
            description="记录自带界线时以哪条为准：embedded 所带的，"
            "register 登记的（并指出两者的出入）"
        ),
    ] = "embedded",
) -> InspectionCheckOut | InspectionBatchOut:
    """Answer the verdict on one record, or the verdicts on a batch."""
    day = on or datetime.now(CHINA).date()
    lines = lines_of(db, day)
    if not isinstance(record, list):
        return InspectionCheckOut.of(check(record, lines, on=day, mode=mode, deciding=against))
    if len(record) > config.batch_limit:
        raise RequestValidationError([too_many(len(record), config.batch_limit)])
    answers = check_batch(record, lines, on=day, mode=mode, deciding=against)
    return InspectionBatchOut(
        count=len(answers),
        unusable=sum(isinstance(one, UnusableInput) for one in answers),
        records=[
            UnusableRecordOut.of(one)
            if isinstance(one, UnusableInput)
            else InspectionCheckOut.of(one)
            for one in answers
        ],
    )


def too_many(count: int, most: int) -> dict[str, Any]:
    """Return the error for a batch of too many records."""
    return {
        "type": "too_long",
        "loc": ("body",),
        "msg": f"一次最多 {most} 条记录，收到 {count} 条",
        "ctx": {"remedy": f"请每次提交不超过 {most} 条"},
    }


@cache
def components() -> dict[str, Any]:
    """Return the record's JSON Schema as components of an OpenAPI document."""
    text = json.dumps(schema(), ensure_ascii=False)
    whole = json.loads(text.replace('"#/$defs/', '"#/components/schemas/Inspection_'))
    parts = {f"Inspection_{name}": part for name, part in whole.pop("$defs", {}).items()}
    for unneeded in ("$schema", "$id"):
        whole.pop(unneeded, None)
    return {**parts, "InspectionRecord": whole}
