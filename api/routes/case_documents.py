"""Official documents of cases (文书): made from templates, kept in the case; announcements."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import Config, Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.cases import CaseId
from api.schemas.case_documents import DocumentKinds, DocumentOut, DocumentsOut, FrozenOut
from api.services.cases import documents, freezing
from api.services.cases.documents import MadeDocument
from api.services.cases.keeping_files import BY_SUFFIX
from api.services.printing.fields import Kind

router = APIRouter(tags=["办件"])
guards = [needs(scope="names")]
KindOf = Annotated[DocumentKinds, Path(description="，".join(f"{k.value} {k.zh}" for k in Kind))]
FormOf = Annotated[Literal["docx", "pdf"], Path(description="docx 或 pdf")]
Wanted = Annotated[Literal["docx", "pdf"], Query(description="docx 或 pdf")]
About = Annotated[
    UUID | None,
    Query(description="征求意见函、公示写的是哪一次征求意见；不填为最近一次"),
]
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            BY_SUFFIX[suffix]: {"schema": {"type": "string", "format": "binary"}}
            for suffix in (".docx", ".pdf")
        }
    }
}


@router.get(
    "/api/v1/cases/{id}/documents",
    dependencies=guards,
    summary="办件的文书",
    description="各种文书现在能否生成，不能的还缺什么。",
)
def listed(id: CaseId, db: Reader, today: Today, person: Signed) -> DocumentsOut:
    """Answer the documents of a case."""
    found = documents.states(db, id, person, on=today)
    return DocumentsOut(documents=[DocumentOut.of(state) for state in found])


@router.get(
    "/api/v1/cases/{id}/documents/{kind}.{form}",
    dependencies=guards,
    summary="生成文书",
    description="按公文格式（GB/T 9704）生成，用本单位的模板，没有的用系统自带的模板。",
    response_class=Response,
    responses=FILES,
)
def made(
    id: CaseId,
    kind: KindOf,
    form: FormOf,
    db: Reader,
    today: Today,
    person: Signed,
    of: About = None,
) -> Response:
    """Answer a document of a case."""
    return _file(documents.make(db, id, Kind(kind), form, person, on=today, of=of), "private")


@router.post(
    "/api/v1/cases/{id}/documents/{kind}/copies",
    dependencies=guards,
    status_code=201,
    summary="文书存卷",
    description="生成文书并连同哈希存入案卷；提交、批准、报送备案、公告时自动存入 DOCX。",
)
def kept(
    id: CaseId,
    kind: KindOf,
    db: Db,
    today: Today,
    person: Signed,
    config: Config,
    form: Wanted = "pdf",
    of: About = None,
) -> FrozenOut:
    """Keep a document in the case."""
    folder = config.files_folder
    frozen = freezing.freeze(db, id, Kind(kind), form, person, on=today, folder=folder, of=of)
    return FrozenOut.of(frozen)


@router.get(
    "/announcements/{id}.{form}",
    tags=["公告"],
    summary="公告文本",
    description="一份公告的 DOCX 或 PDF。",
    response_class=Response,
    responses=FILES,
)
def announcement(
    id: Annotated[UUID, Path(description="公告编号")], form: FormOf, db: Reader
) -> Response:
    """Answer an announcement as a document."""
    return _file(documents.of_announcement(db, id, form), "public")


def _file(made: MadeDocument, held_by: str) -> Response:
    return Response(
        made.content,
        media_type=made.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}",
            "Cache-Control": f"{held_by}, no-cache" if held_by == "public" else "private, no-store",
        },
    )
