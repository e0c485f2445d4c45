"""Signs of names (地名标志): what stands where, how it is, when it was looked at and mended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    CheckConstraint,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import SRID, Base, one_of

CONDITIONS = ("good", "worn", "damaged", "wrong", "missing")
"""完好, 陈旧, 损坏, 内容有误, 缺失."""
STATES = ("planned", "standing", "removed")
"""拟设, 在用, 已拆除."""
NOW = text("now()")


class Sign(Base):
    """A sign of a name (地名标志), where it stands (EPSG:4490), what is written on it.

    `condition` is that of the last inspection or repair; `next_due` the day by which it is to
    be looked at again. The id is made by whoever registers it.
    """

    __tablename__ = "sign"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    place_name_id: Mapped[int] = mapped_column(
        ForeignKey("place_name.id"), nullable=False, index=True
    )
    code: Mapped[str | None] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    characters: Mapped[str] = mapped_column(Text, nullable=False)
    romanization: Mapped[str] = mapped_column(Text, nullable=False)
    extra: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    axis: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    place_words: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    geom: Mapped[Any | None] = mapped_column(Geometry("POINT", srid=SRID, spatial_index=False))
    material: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    width_mm: Mapped[int | None] = mapped_column(Integer)
    height_mm: Mapped[int | None] = mapped_column(Integer)
    set_up_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    set_up_on: Mapped[date | None] = mapped_column(Date)
    maker: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    source: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    remark: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    state: Mapped[str] = mapped_column(Text, nullable=False, server_default="standing")
    condition: Mapped[str] = mapped_column(Text, nullable=False, server_default="good")
    next_due: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, nullable=False, server_default="1")
    registered_by: Mapped[str] = mapped_column(Text, nullable=False)
    registered_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )

    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("condition", CONDITIONS), name="condition"),
        CheckConstraint("axis IN ('', 'east_west', 'north_south')", name="axis"),
        CheckConstraint("width_mm > 0 AND height_mm > 0", name="size"),
        Index(None, "geom", postgresql_using="gist"),
        Index("ix_sign_due", "next_due", postgresql_where=text("state = 'standing'")),
    )


class SignInspection(Base):
    """A look at a sign (巡查): when, by whom, how it was. Insert only."""

    __tablename__ = "sign_inspection"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    sign_id: Mapped[UUID] = mapped_column(ForeignKey("sign.id"), nullable=False, index=True)
    inspected_on: Mapped[date] = mapped_column(Date, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    organisation: Mapped[str] = mapped_column(Text, nullable=False)
    condition: Mapped[str] = mapped_column(Text, nullable=False)
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    recorded_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )

    __table_args__ = (CheckConstraint(one_of("condition", CONDITIONS), name="condition"),)


class SignRepair(Base):
    """A repair or replacement of a sign (维修、更换): what was done, by whom. Insert only."""

    __tablename__ = "sign_repair"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    sign_id: Mapped[UUID] = mapped_column(ForeignKey("sign.id"), nullable=False, index=True)
    repaired_on: Mapped[date] = mapped_column(Date, nullable=False)
    unit: Mapped[str] = mapped_column(Text, nullable=False)
    what: Mapped[str] = mapped_column(Text, nullable=False)
    condition: Mapped[str] = mapped_column(Text, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )

    __table_args__ = (CheckConstraint(one_of("condition", CONDITIONS), name="condition"),)


class SignPhoto(Base):
    """A photo of a sign, and what its file tells (EXIF)."""

    __tablename__ = "sign_photo"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    sign_id: Mapped[UUID] = mapped_column(ForeignKey("sign.id"), nullable=False, index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("kept_file.sha256"), nullable=False, index=True)
    file: Mapped[str] = mapped_column(Text, nullable=False)
    caption: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    taken_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    lon: Mapped[float | None] = mapped_column(Double)
    lat: Mapped[float | None] = mapped_column(Double)
    added_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
