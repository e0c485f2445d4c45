"""What is kept of a line besides its geometry: files, documents, monuments, pictures of markers."""

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
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import SRID, Base, one_of
from api.store.tables.boundaries import BoundaryLine
from api.store.tables.markers import Marker, SheetVersion

MONUMENTS = ("culture_marker", "covenant_stele")
"""边界文化标志, 睦邻友好公约碑."""


class KeptFile(Base):
    """A file, kept once under the SHA-256 (hex) of its bytes; never changed (trigger)."""

    __tablename__ = "kept_file"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    size: Mapped[int] = mapped_column(Integer, nullable=False)
    media_type: Mapped[str] = mapped_column(Text, nullable=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    received_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )


class MarkerPicture(Base):
    """A photo (照片) or sketch (略图) of a marker, and what its file tells (EXIF)."""

    __tablename__ = "marker_picture"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    marker_id: Mapped[int] = mapped_column(ForeignKey(Marker.id), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    sha256: Mapped[str] = mapped_column(ForeignKey("kept_file.sha256"), nullable=False, index=True)
    file: Mapped[str] = mapped_column(Text, nullable=False)
    caption: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    taken_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    lon: Mapped[float | None] = mapped_column(Double)
    lat: Mapped[float | None] = mapped_column(Double)
    added_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )

    __table_args__ = (CheckConstraint(one_of("kind", ("photo", "sketch")), name="kind"),)


class LineDocument(Base):
    """A document of a line's archive set (界线档案): what it is, number, day, its file.

    It is never rewritten; one that was registered by mistake is withdrawn with a reason.
    """

    __tablename__ = "line_document"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey(BoundaryLine.id), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    number: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    dated_on: Mapped[date | None] = mapped_column(Date)
    shelf: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    sha256: Mapped[str | None] = mapped_column(ForeignKey("kept_file.sha256"), index=True)
    file: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    person: Mapped[str] = mapped_column(Text, nullable=False)
    division_code: Mapped[str] = mapped_column(Text, nullable=False)
    registered_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )
    withdrawn_for: Mapped[str | None] = mapped_column(Text)


class BoundaryMonument(Base):
    """A culture marker (边界文化标志) or covenant stele (睦邻友好公约碑) at a line."""

    __tablename__ = "boundary_monument"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey(BoundaryLine.id), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (CheckConstraint(one_of("kind", MONUMENTS), name="kind"),)


class MonumentVersion(SheetVersion, Base):
    """A version of what is known of a monument; its place in degrees (EPSG:4490)."""

    __tablename__ = "boundary_monument_version"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    monument_id: Mapped[UUID] = mapped_column(ForeignKey("boundary_monument.id"), nullable=False)
    geom: Mapped[Any] = mapped_column(
        Geometry("POINT", srid=SRID, spatial_index=False), nullable=False
    )

    __table_args__ = (Index(None, "monument_id", "revision", unique=True),)
