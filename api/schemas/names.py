"""The shapes of place names (地名) and of protected historical names (历史地名)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.features import PeriodOut, RefOut
from api.schemas.strict import Out

NameKind = Literal["standard", "former", "alias", "short", "colloquial", "minority"]
NameStatus = Literal[
    "standard", "listed", "colloquial", "former", "vanished", "proposed", "retired"
]
Standing = Literal["protected", "historical", "vanished"]
LocationStatus = Literal["official", "public", "synthetic", "unknown"]


class PlaceOut(Out):
    """What bears the name."""

    id: int
    kind: str = Field(description="地名类别")
    type_code: str | None
    type_words: str
    division: int | None = Field(description="该地即为某区划时，区划的编号")


class CodedPlaceOut(PlaceOut):
    """What bears the name, with its code of the national database."""

    place_code: str | None = Field(description="国家地名信息库二十位代码")


class NameOut(Out):
    """A name on a day."""

    id: int
    name: str = Field(examples=["石坡村"])
    romanization: str = Field(description="带调拼写", examples=["Shípō Cūn"])
    romanization_plain: str = Field(examples=["Shipo Cun"])
    specific: str = Field(description="专名")
    generic: str = Field(description="通名")
    kind: NameKind
    status: NameStatus = Field(description="listed 指见于公布名单、尚未查到批准文件")
    place: PlaceOut
    division: RefOut | None = Field(description="所在区划（已知最细一级）")
    county: RefOut | None = Field(description="所在区县")
    location_status: LocationStatus
    valid: PeriodOut
    match: Literal["equal", "beginning", "inside", "similar"] | None = Field(
        description="与 q 的关系：equal 相同，beginning 开头相同，inside 名中含有，"
        "similar 有一处输入差错；未给 q 时为 null"
    )
    distance_m: float | None = Field(description="到 near 的距离，米；未给 near 时为 null")


class OtherNameOut(Out):
    """Another name of the same place."""

    id: int
    name: str
    kind: NameKind
    status: NameStatus
    valid: PeriodOut


class NameEventOut(Out):
    """Something that happened to the name."""

    kind: str
    happened: str
    authority: str
    document: str
    source: str
    source_url: str
    note: str
    case_id: UUID | None = Field(description="来自哪一办件")
    recorded_at: datetime


class ListedOut(Out):
    """A protection list that has the name."""

    id: int
    list: str
    standing: Standing


class GivenTagOut(Out):
    """A tag of the name (“地名+”)."""

    tag: str
    note: str


class ToldStoryOut(Out):
    """A published story of the name."""

    id: UUID
    title: str


class NameInFullOut(Out):
    """Everything known of a name."""

    id: int
    name: str
    romanization: str
    romanization_plain: str
    specific: str
    generic: str
    kind: NameKind
    status: NameStatus = Field(description="所问之日的状态；该日不在使用的，为其现状")
    in_use: bool = Field(description="所问之日是否在使用")
    sounds: list[str] = Field(description="全部可能的读音（无声调）")
    reading_sure: bool
    valid: PeriodOut
    place: CodedPlaceOut
    division_id: int | None
    division: str | None = Field(description="所在政区")
    crosses: list[RefOut] = Field(description="跨越的乡级政区，不跨的为空")
    location_status: LocationStatus
    record: dict[str, Any] = Field(description="档案各项，见 …/record")
    secrecy: str
    published: bool
    version: int = Field(description="第几版；未经变更的为 0")
    source: str | None
    licence: str | None
    other_names: list[OtherNameOut]
    tags: list[GivenTagOut]
    stories: list[ToldStoryOut]
    signs: int = Field(description="在用的地名标志数，见 /api/v1/signs?name=")
    events: list[NameEventOut]
    heritage: list[ListedOut]


class HeritageListOut(Out):
    """A published list."""

    title: str
    level: str
    province: str
    published_on: date | None
    complete: bool


class HeritageOut(Out):
    """A name on a protection list."""

    id: int
    name: str
    standing: Standing
    type_words: str
    note: str
    county: str
    division_id: int | None
    name_id: int | None
    list: HeritageListOut
    source_url: str
    valid: PeriodOut
