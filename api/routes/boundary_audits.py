"""Audits of boundary layers (界线检查): a file that is sent, or a level of the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse
from pydantic import BeforeValidator

from api.dependencies import CHINA, Day, Reader, refuse_parameter
from api.dependencies.senders import Sending
from api.routes.name_files import told
from api.schemas.boundary_audits import BoundaryAuditJobOut, BoundaryAuditOut
from api.services.keeping_audits import (
    OTHERS,
    UPLOADED,
    AuditDesk,
    KeptAudit,
    Upload,
    kept_audit,
    result_of,
    wish_for,
)
from api.services.published_areas import WORDS, published

router = APIRouter(prefix="/api/v1/boundary-audits", tags=["界线"])

MEDIA_TYPES = {
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
    " img-src data:; frame-ancestors 'none'; sandbox allow-scripts"
)
WAIT_S = 30.0
NO_STORE = {"Cache-Control": "no-store"}
EXAMPLE = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "examples": {
                    "level": {"summary": "检查库中的乡级界线", "value": {"level": "township"}}
                }
            }
        }
    }
}


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


@router.post(
    "",
    summary="检查界线图层",
    response_model=BoundaryAuditOut | BoundaryAuditJobOut,
    description=(
        f"上传一个图层（{'、'.join(UPLOADED)}；Shapefile 打成 zip），"
        "或用 level 指定库中已发布的一级，"
        "检查缝隙、重叠、碎片、未重合的边、自相交、重复折点、尖刺、过短的边、多部分、上下级套合、"
        "悬挂端点、代码与名称等。每处缺陷有类型、位置、大小、涉及单元、程度与处理建议；"
        "links 给出 GeoJSON、GeoPackage、XLSX 与地图页，保留半小时。"
        "wait 秒内未查完的，回答 202 与编号，再以该编号查看进度、取得报告。"
        "不写入任何数据，上传的文件读后即删；报告只有上传的人（或其单位、其浏览器）可取。"
    ),
    responses={202: {"model": BoundaryAuditJobOut, "description": "尚未查完，凭编号查看进度"}},
    openapi_extra=EXAMPLE,
)
def send(
    request: Request,
    db: Reader,
    response: Response,
    sender: Sending,
    file: Annotated[
        UploadFile | None, File(description="面图层或线图层，不超过请求正文的上限")
    ] = None,
    parents: Annotated[
        UploadFile | None, File(description="上级单元图层：检查下级是否铺满且不超出上级")
    ] = None,
    against: Annotated[
        UploadFile | None, File(description="相邻成果的图层：检查双方接边是否一致")
    ] = None,
    markers: Annotated[
        UploadFile | None, File(description="界桩点图层：检查界桩是否在界线上（file 为线图层）")
    ] = None,
    level: Annotated[
        Annotated[Literal["county", "township"] | None, BeforeValidator(_empty_is_none)],
        Form(description="库中的一级：county 县级，township 乡级；与 file 二者取一"),
    ] = None,
    on: Annotated[
        Annotated[Day | None, BeforeValidator(_empty_is_none)],
        Form(description="按哪一天检查，缺省为今天", examples=["2026-11-22"]),
    ] = None,
    gap_width: Annotated[
        Annotated[float | None, BeforeValidator(_empty_is_none)],
        Form(ge=0, le=1000, description="向外敞开的缝隙按此宽度（米）查找"),
    ] = None,
    id_field: Annotated[
        str, Form(max_length=100, description="作为单元标识的字段，缺省按常见字段名识别")
    ] = "",
    wait: Annotated[
        Annotated[float | None, BeforeValidator(_empty_is_none)],
        Form(ge=0, le=60, description="最多等待几秒，缺省 30；0 为立即回答编号"),
    ] = None,
) -> Any:
    """Audit a layer and answer the report, or where it can be had later."""
    if (file is None) == (level is None):
        refuse_parameter("file", "请上传 file 或指定 level，二者取一", "例如 level=township")
    wish = wish_for(on or datetime.now(CHINA).date(), gap_width, id_field)
    desk: AuditDesk = request.app.state.audit_desk
    patience = WAIT_S if wait is None else wait
    others = dict(zip(OTHERS, (parents, against, markers), strict=True))
    sent = [Upload(f, each.file, each.filename or "") for f, each in others.items() if each]
    if level is not None:
        if sent:
            said = "level 不与其他图层一起提交"
            refuse_parameter(sent[0].field, said, "请把要核对的图层作为 file 上传")
        areas, above = published(db, level, wish.on)
        name = f"{WORDS[level]}界线"
        kept = desk.accept_layer(areas, replace(wish, parents=above), name, sender, wait_s=patience)
    else:
        assert file is not None
        first = Upload("file", file.file, file.filename or "")
        kept = desk.accept_files([first, *sent], wish, sender, wait_s=patience)
    response.headers.update(NO_STORE)
    if kept.report is not None:
        return BoundaryAuditOut.of(kept, MEDIA_TYPES)
    response.status_code = 202
    response.headers["Location"] = f"/api/v1/boundary-audits/{kept.id}"
    return _shown(kept)


@router.get(
    "/{id}",
    summary="界线检查的进度与报告",
    description="回答正在做什么、第几步；完毕后有检查报告，未能完成的说明原因。",
)
def watch(
    response: Response,
    sender: Sending,
    id: Annotated[
        str, Path(max_length=64, description="检查的编号", examples=["Yk1vS0pxQmZ3c2RmZw"])
    ],
) -> BoundaryAuditJobOut:
    """Answer how far an audit is, or what it came to."""
    response.headers.update(NO_STORE)
    return _shown(kept_audit(id, sender))


def _shown(kept: KeptAudit) -> BoundaryAuditJobOut:
    failure = kept.progress.failure
    return BoundaryAuditJobOut.of(kept, None if failure is None else told(failure), MEDIA_TYPES)


@router.get(
    "/{id}/result",
    summary="界线检查的缺陷文件",
    description=(
        "geojson、gpkg 为缺陷图层，xlsx 有颜色、筛选、汇总与图例，html 为可离线打开的地图页。"
    ),
    response_class=FileResponse,
    responses={
        200: {
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in (value.partition(";")[0] for value in MEDIA_TYPES.values())
            }
        }
    },
)
def result(
    sender: Sending,
    id: Annotated[
        str, Path(max_length=64, description="检查的编号", examples=["Yk1vS0pxQmZ3c2RmZw"])
    ],
    f: Annotated[
        Literal["geojson", "gpkg", "xlsx", "html"], Query(description="文件的形式")
    ] = "geojson",
) -> FileResponse:
    """Answer the defects of an audit as a file."""
    path, name = result_of(id, f, sender)
    said = quote(f"界线检查_{name}.{f}")
    how = "inline" if f == "html" else "attachment"
    headers = {
        **NO_STORE,
        "Content-Disposition": f"{how}; filename=\"result.{f}\"; filename*=UTF-8''{said}",
        "Content-Security-Policy": PAGE_POLICY,
    }
    return FileResponse(path, media_type=MEDIA_TYPES[f], headers=headers)
