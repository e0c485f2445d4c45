"""The shapes of a name's record (地名档案), its history and its use as a standard name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from api.schemas.names import NameKind, NameStatus
from api.schemas.strict import In, Out
from api.services.registering.ending import day_told
from api.services.registering.entries import Basis, NameEntry
from naming.record_fields import RecordField, record_fields

Secrecy = Literal["public", "internal", "confidential", "secret", "top_secret"]
SECRECY_WORDS = "public 公开，internal 内部，confidential 秘密，secret 机密，top_secret 绝密"
FIELDS_EXAMPLE = {"meaning": "因地处石坡之上得名", "length_m": 2215}


def _schema_of(field: RecordField) -> dict[str, Any]:
    told: dict[str, dict[str, Any]] = {
        "text": {"type": ["string", "null"], "maxLength": field.longest},
        "number": {"type": ["number", "null"]},
        "date": {"type": ["string", "null"], "examples": ["1958", "2025-11-30", "195X"]},
        "choice": {"enum": [*field.choices, "", None]},
        "flag": {"type": ["boolean", "null"]},
    }
    return {**told[field.form], "description": field.label}


class Fields(dict[str, Any]):
    """Fields of a record by key; what they may hold is told by `naming.record_fields`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """Take any object: what is wrong with a field is told field by field."""
        return handler(dict[str, Any])  # type: ignore[no-any-return]  # the handler is untyped

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell all fields, their labels and forms."""
        return {
            "type": "object",
            "properties": {key: _schema_of(field) for key, field in record_fields().items()},
            "additionalProperties": False,
            "examples": [FIELDS_EXAMPLE],
        }


class RecordChangeIn(In):
    """Fields to be written."""

    fields: Fields = Field(description="档案各项；空文字或 null 表示清除该项")
    why: str = Field(min_length=1, max_length=1000, description="修改理由", examples=["补充含义"])


class PublicationIn(In):
    """Who may be told of a name."""

    secrecy: Secrecy = Field(description=f"密级：{SECRECY_WORDS}")
    published: bool = Field(description="是否向社会公布；非公开的不得公布")
    why: str = Field(min_length=1, max_length=1000, description="理由", examples=["经保密审查"])


class PlaceCodeIn(In):
    """The code of a place in the national database."""

    place_code: str = Field("", pattern="^([0-9]{20})?$", description="地名代码，20位")
    type_code: str = Field("", pattern="^([0-9]{5})?$", description="类别代码，5位")
    why: str = Field(min_length=1, max_length=1000, description="理由", examples=["已赋码"])


class OtherNameIn(In):
    """Another name of a place, and its ground."""

    name: str = Field(min_length=1, max_length=60, description="名称", examples=["石坡坝"])
    kind: Literal["alias", "short", "former", "colloquial", "minority"] = Field(
        description="alias 别名，short 简称，former 曾用名，colloquial 俗称，minority 少数民族文字"
    )
    romanization: str = Field("", max_length=200, description="罗马字母拼写；空则按规则拼写")
    authority: str = Field(min_length=1, max_length=120, description="依据的机关")
    document: str = Field(min_length=1, max_length=120, description="文号")
    day: str = Field(max_length=20, description="何时起用，可只写年", examples=["1958"])
    ended: str = Field("", max_length=20, description="何时停用；曾用名必填")
    source: str = Field("", max_length=400, description="出处")
    why: str = Field(min_length=1, max_length=1000, description="理由", examples=["普查补登"])
    fields: Fields = Field(default_factory=Fields, description="档案各项，如含义、读音说明")

    def entry(self) -> NameEntry:
        """Return the name as the register takes it.

        Raises:
            EntryRefused: The day on which it fell out of use is none.
        """
        return NameEntry(
            self.name,
            kind=self.kind,
            status="former" if self.kind == "former" else "colloquial",
            romanization=self.romanization,
            fields=self.fields,
            ended=day_told(self.ended, "ended") if self.ended else None,
        )

    def basis(self) -> Basis:
        """Return the ground.

        Raises:
            EntryRefused: Its day is none.
        """
        return Basis(
            authority=self.authority,
            document=self.document,
            day=day_told(self.day),
            why=self.why,
            source=self.source,
        )


class RecordFieldOut(BaseModel):
    """A field with what it holds."""

    key: str
    label: str
    value: str | float | bool | None


class NameRecordOut(Out):
    """The record of a name."""

    id: int
    name: str
    status: NameStatus
    secrecy: Secrecy
    published: bool
    version: int = Field(description='第几版；ETag 为 "v版次"')
    fields: dict[str, Any]
    form: list[RecordFieldOut] = Field(description="全部各项，按登记表的顺序，未填的为 null")


class ChangedPartOut(Out):
    """A part that was changed."""

    key: str
    label: str
    before: Any
    after: Any


class ChangeOut(Out):
    """A change of a name: who, when, why, before and after."""

    version: int
    at: datetime
    verb: str
    verb_title: str = Field(examples=["更名"])
    person: str
    organisation: str
    why: str
    authority: str
    document: str
    case_id: UUID | None
    changes: list[ChangedPartOut] = Field(description="改动之处；登记时为空")


class HistoryOut(Out):
    """The changes of a name, the newest first."""

    id: int
    name: str
    version: int
    changes: list[ChangeOut]


class VersionOut(Out):
    """A version of a name with its whole states."""

    change: ChangeOut
    before: dict[str, Any] | None
    after: dict[str, Any]


class EventOut(Out):
    """Something that happened to a name."""

    kind: str
    kind_title: str = Field(examples=["批准"])
    happened: str = Field(description="时间，EDTF 写法")
    authority: str
    document: str
    source: str
    source_url: str
    note: str
    case_id: UUID | None
    recorded_at: datetime


class EventsOut(Out):
    """The life of a name."""

    id: int
    name: str
    status: NameStatus
    events: list[EventOut]


class UsedNameOut(Out):
    """A name of the register that is written so."""

    id: int
    name: str
    kind: NameKind
    status: NameStatus
    in_use: bool
    romanization: str
    division: str | None
    type_words: str
    now_called: str | None
    authority: str
    document: str
    approved_on: str


class UseOut(Out):
    """Whether a written name is a standard name."""

    name: str
    on: date
    verdict: Literal["standard", "listed", "not_standard", "unknown"] = Field(
        description="standard 标准地名；listed 见于官方名单、未见批准文件；"
        "not_standard 有此名称但不是标准地名；unknown 库中没有"
    )
    sentence: str
    found: list[UsedNameOut]
