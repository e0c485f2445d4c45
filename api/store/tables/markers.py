"""Boundary markers (界桩): the marker, its positions, its reference objects, its condition."""

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
    Identity,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, ExcludeConstraint
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import SRID, Base, Dated, Sourced, one_of
from api.store.tables.boundaries import STATUSES


class Marker(Sourced, Base):
    """A marker of a line; its number (编号) is unique on its line."""

    __tablename__ = "marker"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("boundary_line.id"), nullable=False)
    number: Mapped[str] = mapped_column(Text, nullable=False)
    standing: Mapped[str] = mapped_column(Text, nullable=False)
    material: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    caretaker_division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    status: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (
        CheckConstraint(
            one_of("standing", ("single", "double", "triple", "tripoint")), name="standing"
        ),
        CheckConstraint(one_of("status", STATUSES), name="status"),
        Index(None, "line_id", "number", unique=True),
    )


class SheetVersion:
    """A version of a register sheet: what it says, from which day, on what it rests, by whom.

    Versions are only added; a trigger refuses the rest. The state of a day is the newest
    version that holds from that day or before. `write_id` is made by the client, so that
    sending a change twice is sending it once.
    """

    revision: Mapped[int] = mapped_column(Integer, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    sheet: Mapped[Any] = mapped_column(JSONB, nullable=False)
    change: Mapped[Any] = mapped_column(JSONB, nullable=False)
    report: Mapped[Any] = mapped_column(JSONB, nullable=False)
    write_id: Mapped[UUID] = mapped_column(PG_UUID, nullable=False, unique=True)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    division_code: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    written_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )


class MarkerVersion(SheetVersion, Sourced, Base):
    """A version of a marker's register sheet (界桩登记表)."""

    __tablename__ = "marker_version"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey("marker.id"), nullable=False)

    __table_args__ = (Index(None, "marker_id", "revision", unique=True),)


class MarkerPosition(Dated, Sourced, Base):
    """A position of a marker (EPSG:4490) with its method, accuracy and datum."""

    __tablename__ = "marker_position"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey("marker.id"), nullable=False)
    method: Mapped[str] = mapped_column(Text, nullable=False)
    accuracy_m: Mapped[float | None] = mapped_column(Double)
    datum: Mapped[str] = mapped_column(Text, nullable=False)
    height_m: Mapped[float | None] = mapped_column(Double)
    height_datum: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    measured_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    measured_on: Mapped[date | None] = mapped_column(Date)
    geom: Mapped[Any] = mapped_column(
        Geometry("POINT", srid=SRID, spatial_index=False), nullable=False
    )

    __table_args__ = (
        ExcludeConstraint(
            ("marker_id", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_marker_position_life",
        ),
        Index(None, "geom", postgresql_using="gist"),
    )


class MarkerReference(Dated, Base):
    """A reference object (方位物): its grid azimuth (degrees) and distance (metres)."""

    __tablename__ = "marker_reference"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey("marker.id"), nullable=False, index=True)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    part: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    grid_azimuth_deg: Mapped[float] = mapped_column(Double, nullable=False)
    distance_m: Mapped[float] = mapped_column(Double, nullable=False)


class MarkerCondition(Sourced, Base):
    """What state a marker was found in, when, by whom: an event, never rewritten."""

    __tablename__ = "marker_condition"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey("marker.id"), nullable=False, index=True)
    condition: Mapped[str] = mapped_column(Text, nullable=False)
    found_on: Mapped[date] = mapped_column(Date, nullable=False)
    found_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (
        CheckConstraint(
            one_of("condition", ("intact", "damaged", "lost", "moved")), name="condition"
        ),
    )
