"""The record of a name (地名档案), its life, its history; whether a name is standard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path, Query, Response

from api.dependencies import Day, Db, Paging, Reader, When
from api.dependencies.callers import Signed, needs
from api.routes.changing import named_tag
from api.schemas.name_records import (
    FIELDS_EXAMPLE,
    EventsOut,
    HistoryOut,
    NameRecordOut,
    OtherNameIn,
    PlaceCodeIn,
    PublicationIn,
    RecordChangeIn,
    UsedNameOut,
    UseOut,
    VersionOut,
)
from api.services.registering import adding, editing, reading
from api.services.registering.editing import EDITORS, tag_of
from api.store.queries.name_reads import KeptRecord
from naming.record_fields import Value, record_fields

router = APIRouter(prefix="/api/v1", tags=["地名"])

NameId = Annotated[int, Path(ge=1, le=2**63 - 1, description="地名编号", examples=[1])]
IfMatch = Annotated[
    str | None, Header(description="所改的是哪一版：取回档案时的 ETag", examples=['"v3"'])
]
CHANGE = {"one": {"summary": "补充含义", "value": {"fields": FIELDS_EXAMPLE, "why": "补充含义"}}}
PUBLICATION = {
    "one": {
        "summary": "不公布",
        "value": {"secrecy": "internal", "published": False, "why": "经保密审查"},
    }
}
CODE = {
    "one": {
        "summary": "核定",
        "value": {
            "place_code": "50010122922200000001",
            "type_code": "22200",
            "why": "国家地名信息库已赋码",
        },
    }
}
OTHER = {
    "one": {
        "summary": "登记别名",
        "value": {
            "name": "石坡坝",
            "kind": "alias",
            "authority": "万州区民政局",
            "document": "万州民档〔2026〕3号",
            "day": "1958",
            "source": "《万县地名志》",
            "why": "普查补登",
        },
    }
}
EDITS = [needs(*EDITORS, scope="names")]


@router.get(
    "/names/{id}/record",
    summary="一个地名的档案",
    description=(
        "含义、来历、沿革等登记表各项。ETag 是档案的版次，修改时写入 If-Match。"
        "on 问某日终了时的档案；那时不能据以修改。"
    ),
)
def record(
    id: NameId,
    db: Reader,
    response: Response,
    on: Annotated[Day | None, Query(description="哪一天的档案", examples=["2026-11-22"])] = None,
) -> NameRecordOut:
    """Answer the record of a name, as it stands or stood."""
    kept = reading.record(db, id) if on is None else reading.record_on(db, id, on)
    return _out(kept, response)


@router.patch(
    "/names/{id}/record",
    summary="修改地名档案的若干项",
    description=(
        "只改所给各项。须带 If-Match；他人已改动的回答 412，并说明是谁、何时、改了什么。"
        "地名本身、拼写、位置、代码不在此列：只能经办件变更（回答 409）。"
    ),
    dependencies=EDITS,
)
def change(
    id: NameId,
    body: Annotated[RecordChangeIn, Body(openapi_examples=CHANGE)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> NameRecordOut:
    """Write some fields of a record."""
    editing.describe(db, person, id, _fields(body), tag=_tag(if_match), why=body.why)
    return _out(reading.record(db, id), response)


@router.put(
    "/names/{id}/record",
    summary="重写地名档案",
    description="以所给各项取代整份档案，未给的项清除。其余同修改若干项。",
    dependencies=EDITS,
)
def rewrite(
    id: NameId,
    body: Annotated[RecordChangeIn, Body(openapi_examples=CHANGE)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> NameRecordOut:
    """Write a whole record."""
    editing.describe(db, person, id, _fields(body), tag=_tag(if_match), why=body.why, whole=True)
    return _out(reading.record(db, id), response)


@router.put(
    "/names/{id}/publication",
    summary="设定密级与是否公布",
    description="非公开的地名不向社会提供：检索、地图、导出、审核都不出现。须带 If-Match。",
    dependencies=EDITS,
)
def publication(
    id: NameId,
    body: Annotated[PublicationIn, Body(openapi_examples=PUBLICATION)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> NameRecordOut:
    """Say who may be told of a name."""
    editing.set_publication(
        db,
        person,
        id,
        secrecy=body.secrecy,
        published=body.published,
        tag=_tag(if_match),
        why=body.why,
    )
    return _out(reading.record(db, id), response)


@router.put(
    "/names/{id}/place-code",
    summary="核定地名代码",
    description=(
        "国家地名信息库的20位代码与5位类别代码，按所在乡级政区、类别与唯一性核对；空即清除。"
        "须带 If-Match。地名本身不在此列。"
    ),
    dependencies=EDITS,
)
def place_code(
    id: NameId,
    body: Annotated[PlaceCodeIn, Body(openapi_examples=CODE)],
    db: Db,
    person: Signed,
    response: Response,
    if_match: IfMatch = None,
) -> NameRecordOut:
    """Write the code of the place."""
    adding.set_code(
        db,
        person,
        id,
        place_code=body.place_code,
        type_code=body.type_code,
        tag=_tag(if_match),
        why=body.why,
    )
    return _out(reading.record(db, id), response)


@router.post(
    "/names/{id}/other-names",
    status_code=201,
    summary="登记别名、简称、曾用名、俗称、少数民族文字名称",
    description=(
        "同一地的其他名称，须有依据（机关与文号）。标准地名不能在此登记或改变，只能经办件"
        "（地名管理条例第四条）。曾用名须有停用时间。"
    ),
    dependencies=EDITS,
)
def other_name(
    id: NameId,
    body: Annotated[OtherNameIn, Body(openapi_examples=OTHER)],
    db: Db,
    person: Signed,
    response: Response,
) -> NameRecordOut:
    """Enter another name of the place."""
    head = adding.add_name(db, person, id, body.entry(), body.basis())
    return _out(reading.record(db, head.id), response)


@router.get(
    "/names/{id}/events",
    summary="一个地名的事件",
    description="申请、批准、更名、废名、消失、恢复、列入名录等，各有机关、文号、时间与来源。",
)
def events(id: NameId, db: Reader) -> EventsOut:
    """Answer the life of a name."""
    found = reading.events(db, id)
    kept = reading.record(db, id)
    told = [{**one, "kind_title": reading.EVENT_WORDS[one["kind"]]} for one in found]
    return EventsOut.model_validate(
        {"id": id, "name": kept.name, "status": kept.status, "events": told}
    )


@router.get(
    "/names/{id}/history",
    summary="一个地名的变更历史",
    description="每次变更：谁、何时、为何、依据、改前与改后。新的在前。须登录。",
    dependencies=[needs()],
)
def history(id: NameId, db: Reader, page: Paging) -> HistoryOut:
    """Answer the changes of a name."""
    kept = reading.record(db, id)
    changes = reading.history(db, id, page.limit, page.offset)
    return HistoryOut.model_validate(
        {"id": id, "name": kept.name, "version": kept.version, "changes": changes}
    )


@router.get(
    "/names/{id}/history/{version}",
    summary="一个地名的某一版",
    description="该次变更之前、之后的全部资料，含位置。须登录。",
    dependencies=[needs()],
)
def one_version(
    id: NameId,
    version: Annotated[int, Path(ge=1, le=2**31 - 1, description="第几版", examples=[1])],
    db: Reader,
) -> VersionOut:
    """Answer a version of a name."""
    found = reading.version(db, id, version)
    return VersionOut.model_validate(
        {"change": reading.change_in_words(found), "before": found.before, "after": found.after}
    )


@router.get(
    "/standard-names",
    summary="这是标准地名吗",
    description=(
        "供标志、公文、证照、地图等使用前核对（地名管理条例第十八条）：是否标准地名、依据何在；"
        "曾用名、俗称、消失地名说明现状与现名。"
    ),
)
def use(
    db: Reader,
    when: When,
    name: Annotated[
        str, Query(min_length=1, max_length=60, description="要核对的地名", examples=["石坡村"])
    ],
    division: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="所在区划的编号，含其下级")
    ] = None,
) -> UseOut:
    """Answer whether a written name is a standard name."""
    found = reading.use_of(db, name, when.on, division)
    names = [
        UsedNameOut.model_validate({key: one[key] for key in UsedNameOut.model_fields})
        for one in found.found
    ]
    return UseOut(
        name=name, on=when.on, verdict=found.verdict, sentence=found.sentence, found=names
    )


def _fields(body: RecordChangeIn) -> Mapping[str, Value | None]:
    return body.fields


def _tag(header: str | None) -> str | None:
    return None if header is None else named_tag(header)


def _out(kept: KeptRecord, response: Response) -> NameRecordOut:
    response.headers["ETag"] = f'"{tag_of(kept.version)}"'
    response.headers["Cache-Control"] = "no-cache"
    form: list[dict[str, Any]] = [
        {"key": key, "label": field.label, "value": kept.fields.get(key)}
        for key, field in record_fields().items()
    ]
    values = {name: getattr(kept, name) for name in NameRecordOut.model_fields if name != "form"}
    return NameRecordOut.model_validate({**values, "form": form})
