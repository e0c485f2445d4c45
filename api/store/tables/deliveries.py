"""Sources and deliveries: where every fact is from, and what a load did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Date, ForeignKey, Identity, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import SRID, Base


class Source(Base):
    """A data set (数据来源) with origin, licence and the attribution that it asks for."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(Text, nullable=False, unique=True)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    origin: Mapped[str] = mapped_column(Text, nullable=False)
    licence: Mapped[str] = mapped_column(Text, nullable=False)
    as_of: Mapped[date | None] = mapped_column(Date)
    crs: Mapped[str] = mapped_column(Text, nullable=False, server_default="")


class Delivery(Base):
    """One file as it came in (一次交付): its hash, its counts and its report."""

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), nullable=False)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    file_name: Mapped[str] = mapped_column(Text, nullable=False)
    sha256: Mapped[str] = mapped_column(Text, nullable=False)
    received_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )
    report: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'{}'"))


class StagedFeature(Base):
    """A delivered feature kept apart (暂存) until its layer is accepted."""

    __tablename__ = "staged_feature"

    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True
    )
    row_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    properties: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'{}'"))
    problem: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[Any] = mapped_column(Geometry(srid=SRID, spatial_index=False), nullable=True)
