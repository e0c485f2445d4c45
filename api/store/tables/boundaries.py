"""Boundaries (界线): arcs are the one store of geometry; lines and areas are built from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import SRID, Base, Dated, Sourced, one_of

STATUSES = ("official", "public", "synthetic")
"""法定, 公开来源, 示意: what a geometry may be taken for."""


class Coverage(Dated, Base):
    """A publication of one level's geometry: all its arcs came together and fit together."""

    __tablename__ = "coverage"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), nullable=False)
    level: Mapped[int] = mapped_column(SmallInteger, nullable=False)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    status: Mapped[str] = mapped_column(Text, nullable=False)
    accuracy_m: Mapped[float | None] = mapped_column(Double)
    accuracy_class: Mapped[str] = mapped_column(Text, nullable=False)
    document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (CheckConstraint(one_of("status", STATUSES), name="status"),)


class Face(Base):
    """An atomic area at the finest level known; its shape is the arcs around it."""

    __tablename__ = "face"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverage.id"), nullable=False, index=True)


class FaceDivision(Dated, Base):
    """Which division holds a face, and when: a change of affiliation never touches geometry."""

    __tablename__ = "face_division"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    face_id: Mapped[int] = mapped_column(ForeignKey("face.id"), nullable=False)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False, index=True)

    __table_args__ = (
        ExcludeConstraint(
            ("face_id", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_face_division_life",
        ),
    )


class Arc(Base):
    """A stretch between junctions with one face on each side (NULL: outside the coverage).

    `geom` is EPSG:4490; left and right are seen along its direction. `valid` are the days on
    which it is part of the coverage: a change of a line ends its arcs and adds others.
    """

    __tablename__ = "arc"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverage.id"), nullable=False, index=True)
    left_face_id: Mapped[int | None] = mapped_column(ForeignKey("face.id"), index=True)
    right_face_id: Mapped[int | None] = mapped_column(ForeignKey("face.id"), index=True)
    length_m: Mapped[float] = mapped_column(Double, nullable=False)
    geom: Mapped[Any] = mapped_column(
        Geometry("LINESTRING", srid=SRID, spatial_index=False), nullable=False
    )
    valid: Mapped[Range[date]] = mapped_column(
        DATERANGE, nullable=False, server_default=text("'(,)'")
    )

    __table_args__ = (
        CheckConstraint("left_face_id IS NOT NULL OR right_face_id IS NOT NULL", name="a_side"),
        CheckConstraint("left_face_id IS DISTINCT FROM right_face_id", name="two_sides"),
        Index(None, "geom", postgresql_using="gist"),
    )


class BoundaryLine(Sourced, Base):
    """A boundary line (界线) as a legal thing between two divisions of one level.

    The division with the smaller id is the left one, so that a pair has one line.
    """

    __tablename__ = "boundary_line"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(Text, nullable=False, unique=True)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    level: Mapped[int] = mapped_column(SmallInteger, nullable=False)
    left_division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False)
    right_division_id: Mapped[int] = mapped_column(
        ForeignKey("division.id"), nullable=False, index=True
    )

    __table_args__ = (
        CheckConstraint("left_division_id < right_division_id", name="ordered"),
        Index(None, "left_division_id", "right_division_id", unique=True),
    )


class BoundaryLineVersion(Dated, Sourced, Base):
    """A version of a line: its arcs, document, status and accuracy. Approved ones are immutable.

    A trigger refuses changes to an approved version but for the closing of its periods
    (行政区域界线管理条例 article 2).
    """

    __tablename__ = "boundary_line_version"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("boundary_line.id"), nullable=False)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverage.id"), nullable=False, index=True)
    status: Mapped[str] = mapped_column(Text, nullable=False)
    approved: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default=text("false"))
    document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    accuracy_m: Mapped[float | None] = mapped_column(Double)
    length_m: Mapped[float] = mapped_column(Double, nullable=False)
    last_inspected_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        CheckConstraint(one_of("status", STATUSES), name="status"),
        ExcludeConstraint(
            ("line_id", "="),
            ("coverage_id", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_boundary_line_version_life",
        ),
    )


class BoundaryLineArc(Base):
    """The arcs of a line version in order; `forward` is false where an arc runs against it."""

    __tablename__ = "boundary_line_arc"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("boundary_line_version.id"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    arc_id: Mapped[int] = mapped_column(ForeignKey("arc.id"), nullable=False, index=True)
    forward: Mapped[bool] = mapped_column(Boolean, nullable=False)


class LineChange(Base):
    """A change of a line (界线变更) that was published: by whom, under which document, its report.

    `id` is made by the client, so that the same change sent twice is one; `digest` tells
    whether it is the same. Versions that it made bear its `delivery_id`.
    """

    __tablename__ = "line_change"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("boundary_line.id"), nullable=False, index=True)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverage.id"), nullable=False)
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("delivery.id"), nullable=False, index=True, unique=True
    )
    document: Mapped[str] = mapped_column(Text, nullable=False)
    approved_on: Mapped[date] = mapped_column(Date, nullable=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    digest: Mapped[str] = mapped_column(Text, nullable=False)
    proposed: Mapped[Any] = mapped_column(Geometry(srid=SRID, spatial_index=False), nullable=False)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False)
    recorded_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), nullable=False, server_default=text("now()")
    )


class DivisionArea(Dated, Base):
    """The area of a division, built from arcs in the transaction that publishes (EPSG:4490)."""

    __tablename__ = "division_area"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False)
    coverage_id: Mapped[int] = mapped_column(ForeignKey("coverage.id"), nullable=False, index=True)
    level: Mapped[int] = mapped_column(SmallInteger, nullable=False)
    area_m2: Mapped[float] = mapped_column(Double, nullable=False)
    geom: Mapped[Any] = mapped_column(
        Geometry("MULTIPOLYGON", srid=SRID, spatial_index=False), nullable=False
    )
    label_point: Mapped[Any] = mapped_column(
        Geometry("POINT", srid=SRID, spatial_index=False), nullable=False
    )

    __table_args__ = (
        ExcludeConstraint(
            ("division_id", "="),
            ("coverage_id", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_division_area_life",
        ),
        Index(None, "geom", postgresql_using="gist"),
    )


class DivisionAreaPiece(Base):
    """A piece of an area with few corners, by which it is found what a point lies in.

    A trigger of `division_area` cuts them, in the transaction that publishes.
    """

    __tablename__ = "division_area_piece"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    area_id: Mapped[int] = mapped_column(
        ForeignKey("division_area.id", ondelete="CASCADE"), nullable=False, index=True
    )
    geom: Mapped[Any] = mapped_column(
        Geometry("POLYGON", srid=SRID, spatial_index=False), nullable=False
    )

    __table_args__ = (Index(None, "geom", postgresql_using="gist"),)
