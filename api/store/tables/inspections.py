"""Joint inspections (联合检查): rounds, tasks, records with all their revisions, photos."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of
from api.store.tables.boundaries import BoundaryLine
from api.store.tables.divisions import Division

STAGES = ("drafted", "submitted", "confirmed", "reported", "filed")


class InspectionRound(Base):
    """A round (轮次) of joint inspections of all lines of a level, five years by law."""

    __tablename__ = "inspection_round"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    number: Mapped[int] = mapped_column(SmallInteger, nullable=False)
    level: Mapped[int] = mapped_column(SmallInteger, nullable=False)
    starts_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="days"),
        Index(None, "level", "number", unique=True),
    )


class InspectionTask(Base):
    """A line, or a section of one, to be inspected until a day: by round, or ad hoc (专项).

    `from_m` and `to_m` are chainages in metres; NULL is the whole line.
    """

    __tablename__ = "inspection_task"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection_round.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey(BoundaryLine.id), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    occasion: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    from_m: Mapped[float | None] = mapped_column(Double)
    to_m: Mapped[float | None] = mapped_column(Double)
    lead_division_id: Mapped[int] = mapped_column(
        ForeignKey(Division.id), nullable=False, index=True
    )
    assist_division_id: Mapped[int] = mapped_column(
        ForeignKey(Division.id), nullable=False, index=True
    )
    due_on: Mapped[date] = mapped_column(Date, nullable=False)
    cancelled_for: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint(one_of("kind", ("routine", "ad_hoc")), name="kind"),
        CheckConstraint("(from_m IS NULL) = (to_m IS NULL) AND from_m < to_m", name="section"),
        CheckConstraint("lead_division_id <> assist_division_id", name="two_sides"),
        Index(None, "round_id", "line_id", unique=True, postgresql_where=text("kind = 'routine'")),
    )


class InspectionRecord(Base):
    """A record (联检记录) as it stands: its stage, its newest revision. A filed one is final.

    The id is made where the record is written, so that sending it twice is sending it once.
    `supersedes_id` is the filed record that this one corrects; `digest` the SHA-256 of what
    was filed. A trigger refuses every change of a filed record.
    """

    __tablename__ = "inspection_record"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey(BoundaryLine.id), nullable=False, index=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection_task.id"), index=True)
    stage: Mapped[str] = mapped_column(Text, nullable=False, server_default="drafted")
    revision: Mapped[int] = mapped_column(Integer, nullable=False, server_default="1")
    submitter_code: Mapped[str | None] = mapped_column(Text)
    supersedes_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("inspection_record.id"), unique=True
    )
    filed_on: Mapped[date | None] = mapped_column(Date)
    digest: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (CheckConstraint(one_of("stage", STAGES), name="stage"),)


class InspectionRevision(Base):
    """One revision of a record: what was written, and what the check found in it."""

    __tablename__ = "inspection_revision"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("inspection_record.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    body: Mapped[Any] = mapped_column(JSONB, nullable=False)
    verdict: Mapped[str] = mapped_column(Text, nullable=False)
    report: Mapped[Any] = mapped_column(JSONB, nullable=False)
    written_by: Mapped[str] = mapped_column(Text, nullable=False)
    written_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )


class InspectionStep(Base):
    """A step that a record took: who, for which side, from which stage to which."""

    __tablename__ = "inspection_step"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(
        ForeignKey("inspection_record.id"), nullable=False, index=True
    )
    verb: Mapped[str] = mapped_column(Text, nullable=False)
    start: Mapped[str] = mapped_column(Text, nullable=False)
    end: Mapped[str] = mapped_column(Text, nullable=False)
    revision: Mapped[int] = mapped_column(Integer, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    division_code: Mapped[str] = mapped_column(Text, nullable=False)
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    taken_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )


class InspectionPhoto(Base):
    """A photo of a record, received in parts; place and time are read from the picture itself.

    `kind` is photo, or track for a file with the way walked (外业轨迹), which comes the same way.
    """

    __tablename__ = "inspection_photo"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    record_id: Mapped[UUID] = mapped_column(
        ForeignKey("inspection_record.id"), nullable=False, index=True
    )
    kind: Mapped[str] = mapped_column(Text, nullable=False, server_default="photo")
    file: Mapped[str] = mapped_column(Text, nullable=False)
    size: Mapped[int] = mapped_column(Integer, nullable=False)
    received: Mapped[int] = mapped_column(Integer, nullable=False, server_default="0")
    sha256: Mapped[str | None] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    whole: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default=text("false"))
    taken_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    lon: Mapped[float | None] = mapped_column(Double)
    lat: Mapped[float | None] = mapped_column(Double)
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (
        CheckConstraint("received BETWEEN 0 AND size AND size > 0", name="received"),
        CheckConstraint(one_of("kind", ("photo", "track")), name="kind"),
    )


class InspectionPhotoPart(Base):
    """A part of a photo, beginning at byte `start`."""

    __tablename__ = "inspection_photo_part"

    photo_id: Mapped[UUID] = mapped_column(
        ForeignKey("inspection_photo.id", ondelete="CASCADE"), primary_key=True
    )
    start: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
