"""Tables of signs that stand already (地名标志登记表), taken in row by row."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile

from api.dependencies import Db
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.schemas.sign_files import SignFileOut
from api.services.loading.sign_tables import MOST_ROWS, take_signs, tried_out

router = APIRouter(prefix="/api/v1", tags=["标志"])
Table = Annotated[UploadFile, File(description="XLSX 或 CSV；须有标准地名、地名代码或地名编号")]


EXAMPLE = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "examples": {"one": {"summary": "一张表", "value": {"file": "地名标志.xlsx"}}}
            }
        }
    }
}


@router.post(
    "/sign-files",
    summary="由表格登记已有的地名标志",
    description=(
        f"最多 {MOST_ROWS} 行，按标志编号识别；没有编号的按地名、类别、设置地点识别并编号。"
        "再次装载只改有变化的；每行各有结果，"
        "用不了的不影响其他。入库前诊断坐标，整批可疑的全部拒收。dry_run 只检查，不写入。"
    ),
    dependencies=[needs("editor", "clerk", "reviewer", "approver", scope="names")],
    openapi_extra=EXAMPLE,
)
def take(
    file: Table,
    db: Db,
    today: Today,
    person: Signed,
    dry_run: Annotated[bool, Query(description="只检查，不写入")] = False,
    trust_coordinates: Annotated[
        bool, Query(description="坐标有疑点而已核实无误，仍按原样入库；记入日志")
    ] = False,
) -> SignFileOut:
    """Take in a table of signs."""
    do = tried_out if dry_run else take_signs
    report, results = do(
        db, person, file.file.read(), file.filename or "", trust=trust_coordinates, on=today
    )
    return SignFileOut.of(report, results)
