"""Culture markers (边界文化标志) and covenant steles (睦邻友好公约碑) of a line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Response

from api.dependencies import CHINA, Day, Db, Reader
from api.routes.changing import IfMatch, named_tag
from api.schemas.monuments import (
    CovenantSteleOut,
    CovenantStelesOut,
    CovenantSteleWriteIn,
    CultureMarkerOut,
    CultureMarkersOut,
    CultureMarkerWriteIn,
    MonumentVersionsOut,
)
from api.services import keeping_monuments as keeping
from api.services.keeping_monuments import MonumentWrite
from api.services.registering_markers import line_on, tag_of
from api.store.queries.monuments import KeptMonument
from boundary_data.monument import MonumentKind

router = APIRouter(prefix="/api/v1/lines/{code}", tags=["界桩"])

Code = Annotated[str, Path(min_length=1, max_length=64, description="界线编号")]
Id = Annotated[UUID, Path(description="标志物编号，由填报端生成")]
OnDay = Annotated[Day | None, Query(description="按哪一天的登记，默认今天")]
BASE = {
    "id": "7c9e6679-7425-40de-944b-e07fc1f90ae9",
    "by": {"person": "张建国", "division_code": "500101"},
    "change": {"kind": "register", "valid_from": "2024-10-01", "document": "共建协议"},
}
CULTURE = {
    "one": {
        "summary": "登记一处文化标志",
        "value": BASE
        | {
            "monument": {
                "name": "三峡移民纪念标",
                "lon": 108.78,
                "lat": 30.76,
                "form": "sculpture",
                "theme": "移民迁建",
            }
        },
    }
}
STELE = {
    "one": {
        "summary": "登记一座公约碑",
        "value": BASE
        | {
            "monument": {
                "name": "万云睦邻碑",
                "lon": 108.78,
                "lat": 30.76,
                "signatories": ["万州区小周镇", "云阳县巴阳镇"],
                "covenant": "共守界线，互谅互让。",
            }
        },
    }
}
WRITES = (
    "标志物编号由填报端生成；新登记不带 If-Match，修改须带，旧版照存。同一 id 重复提交只算一次。"
)


@router.get(
    "/culture-markers",
    summary="一条界线的边界文化标志",
    description="某日有效的登记。文化标志不是界桩，不作为认定界线的依据。",
)
def culture_markers(db: Reader, code: Code, on: OnDay = None) -> CultureMarkersOut:
    """Answer the culture markers of a line."""
    return CultureMarkersOut.model_validate(
        _list(db, code, on or _today(), MonumentKind.CULTURE_MARKER)
    )


@router.put("/culture-markers/{id}", summary="登记或修改边界文化标志", description=WRITES)
def write_culture_marker(
    code: Code,
    id: Id,
    body: Annotated[CultureMarkerWriteIn, Body(openapi_examples=CULTURE)],
    db: Db,
    response: Response,
    if_match: IfMatch = None,
) -> CultureMarkerOut:
    """Write a culture marker and answer it."""
    made = _write(db, code, id, body, MonumentKind.CULTURE_MARKER, if_match, response)
    return CultureMarkerOut.model_validate(made)


@router.get(
    "/covenant-steles",
    summary="一条界线的睦邻友好公约碑",
    description="某日有效的登记。公约碑不是界桩，不作为认定界线的依据。",
)
def covenant_steles(db: Reader, code: Code, on: OnDay = None) -> CovenantStelesOut:
    """Answer the covenant steles of a line."""
    return CovenantStelesOut.model_validate(
        _list(db, code, on or _today(), MonumentKind.COVENANT_STELE)
    )


@router.put("/covenant-steles/{id}", summary="登记或修改睦邻友好公约碑", description=WRITES)
def write_covenant_stele(
    code: Code,
    id: Id,
    body: Annotated[CovenantSteleWriteIn, Body(openapi_examples=STELE)],
    db: Db,
    response: Response,
    if_match: IfMatch = None,
) -> CovenantSteleOut:
    """Write a covenant stele and answer it."""
    made = _write(db, code, id, body, MonumentKind.COVENANT_STELE, if_match, response)
    return CovenantSteleOut.model_validate(made)


@router.get(
    "/culture-markers/{id}/versions",
    summary="一处文化标志的历次登记",
    description="各版内容、依据文件与经办人。",
)
def culture_marker_versions(db: Reader, code: Code, id: Id) -> MonumentVersionsOut:
    """Answer all versions of a culture marker."""
    return _versions(db, code, id, MonumentKind.CULTURE_MARKER)


@router.get(
    "/covenant-steles/{id}/versions",
    summary="一座公约碑的历次登记",
    description="各版内容、依据文件与经办人。",
)
def covenant_stele_versions(db: Reader, code: Code, id: Id) -> MonumentVersionsOut:
    """Answer all versions of a covenant stele."""
    return _versions(db, code, id, MonumentKind.COVENANT_STELE)


def _list(db: Reader, code: str, on: date, kind: MonumentKind) -> dict[str, Any]:
    found = keeping.listed(db, code, on, kind=kind)
    items = [_shown(db, kept, on) for kept, _ in found]
    return {"line": code, "on": on, "count": len(items), "items": items}


def _write(
    db: Db,
    code: str,
    id: UUID,
    body: CultureMarkerWriteIn | CovenantSteleWriteIn,
    kind: MonumentKind,
    if_match: str | None,
    response: Response,
) -> dict[str, Any]:
    today, change = _today(), body.change.change()
    monument = keeping.monument_from(kind, body.monument.model_dump(mode="json"))
    wish = MonumentWrite(body.id, body.by.by(), change, monument)
    tag = None if if_match is None else named_tag(if_match)
    kept, created = keeping.write(db, code, id, wish, tag=tag, on=today)
    response.status_code = 201 if created else 200
    response.headers["ETag"] = f'"{tag_of(kept.revision)}"'
    return _shown(db, kept, today)


def _shown(db: Reader, kept: KeptMonument, on: date) -> dict[str, Any]:
    kind = MonumentKind(kept.kind)
    monument = keeping.monument_from(kind, kept.sheet)
    _, chainage_m, offset_m = line_on(db, kept.line_code, on).ruler.nearest(monument.point)
    return {
        "id": kept.id,
        "line": kept.line_code,
        "kind": kept.kind,
        "title": kind.zh,
        "revision": kept.revision,
        "etag": f'"{tag_of(kept.revision)}"',
        "chainage_m": round(chainage_m, 1),
        "offset_m": round(offset_m, 1),
        "monument": keeping.monument_json(monument),
    }


def _versions(db: Reader, code: str, id: UUID, kind: MonumentKind) -> MonumentVersionsOut:
    keeping.find(db, code, id, date.max, kind)
    return MonumentVersionsOut.model_validate(
        {
            "id": id,
            "versions": [
                {
                    "revision": one.revision,
                    "valid_from": one.valid_from,
                    "document": one.change["document"],
                    "monument": dict(one.sheet),
                    "person": one.person,
                    "division_code": one.division_code,
                }
                for one in keeping.versions(db, id)
            ],
        }
    )


def _today() -> date:
    return datetime.now(CHINA).date()
