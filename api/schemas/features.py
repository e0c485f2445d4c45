"""GeoJSON (RFC 7946, CRS84, 7 decimals) and plain lists, as the reads answer them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from api.schemas.strict import Out

PropertiesT = TypeVar("PropertiesT")
Level = Literal["province", "prefecture", "county", "township", "village"]
Status = Literal["official", "public", "synthetic"]
Scheme = Literal["gb2260", "mca", "nbs"]

DIVISION_CODE = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"
"""Form of a division code: 6, 9 or 12 digits."""
STATUS_WORDS = "official 法定，public 公开来源，synthetic 示意"


class Geometry(Out):
    """A geometry: longitude first, degrees."""

    type: str = Field(examples=["Point"])
    coordinates: list[Any] = Field(examples=[[106.5507, 29.5647]])


class Link(Out):
    """Where to go from here."""

    rel: Literal["self", "next", "prev"] = Field(description="self 本页，next 下一页，prev 上一页")
    href: str = Field(examples=["/api/v1/names?q=石坡&offset=100"])
    type: str = Field(examples=["application/geo+json"])


class Feature(Out, Generic[PropertiesT]):
    """A GeoJSON feature."""

    type: Literal["Feature"]
    id: int | str
    geometry: Geometry | None = Field(description="没有位置时为 null")
    properties: PropertiesT


class FeatureCollection(Out, Generic[PropertiesT]):
    """A page of features (`f=geojson`)."""

    type: Literal["FeatureCollection"]
    numberMatched: int = Field(description="符合条件的总数")  # noqa: N815 as in OGC API Features
    numberReturned: int = Field(description="本页的数量")  # noqa: N815 likewise
    numberMatchedIsLowerBound: bool = Field(  # noqa: N815 likewise
        default=False, description="为 true 时不再往下数：符合条件的不少于 numberMatched"
    )
    links: list[Link]
    features: list[Feature[PropertiesT]]


class ItemList(Out, Generic[PropertiesT]):
    """A page as a plain list (`f=json`): properties with the geometry beside them."""

    numberMatched: int = Field(description="符合条件的总数")  # noqa: N815 as in OGC API Features
    numberReturned: int = Field(description="本页的数量")  # noqa: N815 likewise
    numberMatchedIsLowerBound: bool = Field(  # noqa: N815 likewise
        default=False, description="为 true 时不再往下数：符合条件的不少于 numberMatched"
    )
    links: list[Link]
    items: list[dict[str, Any]] = Field(
        description="每一项为 GeoJSON 要素的 properties，另加 geometry"
    )


class PeriodOut(Out):
    """A period of legal effect, half-open."""

    since: date | None = Field(alias="from", description="起（含），不详为 null")
    to: date | None = Field(description="止（不含），至今为 null")
    text: str | None = Field(description="不确定的日期，EDTF 写法")


class CodeOut(Out):
    """A code with its scheme."""

    scheme: Scheme = Field(description="gb2260 国标，mca 民政部，nbs 国家统计局")
    code: str = Field(examples=["500101"])


class DatedCodeOut(CodeOut):
    """A code with its scheme and its period."""

    valid: PeriodOut
    source: str | None


class RefOut(Out):
    """A division that something refers to."""

    id: int
    name: str | None


class DatedRefOut(RefOut):
    """A division above, with its period."""

    valid: PeriodOut


class MomentOut(Out):
    """Which moment an answer is about."""

    on: date
    known_at: datetime | None
