"""What is laid in a case: papers with their files, opinions, consultations of the public."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of

ANSWERS = ("agree", "agree_with_changes", "disagree")
NOW = text("now()")


class StoredFile(Base):
    """A file whose bytes lie in the folder of files under their SHA-256 (hex)."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    media_type: Mapped[str] = mapped_column(Text, nullable=False)
    size: Mapped[int] = mapped_column(BigInteger, nullable=False)
    stored_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )

    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("size > 0", name="size"),
    )


class CaseDocument(Base):
    """A paper of a case (材料): its kind, its text by headings, number and day of issue."""

    __tablename__ = "case_document"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, index=True)
    paper: Mapped[str] = mapped_column(Text, nullable=False)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    number: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    issuer: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    issued_on: Mapped[date | None] = mapped_column(Date)
    fields: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'{}'"))
    written_by: Mapped[int] = mapped_column(Integer, nullable=False)
    written_by_name: Mapped[str] = mapped_column(Text, nullable=False)
    written_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    removed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (CheckConstraint("jsonb_typeof(fields) = 'object'", name="fields"),)


class CaseDocumentFile(Base):
    """A file of a paper under the name it was sent by."""

    __tablename__ = "case_document_file"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("case_document.id"), nullable=False)
    sha256: Mapped[str] = mapped_column(
        ForeignKey("stored_file.sha256"), nullable=False, index=True
    )
    name: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (UniqueConstraint("document_id", "sha256"),)


ASKED_AS = ("", "name_authority", "local_government")


class CaseOpinion(Base):
    """An opinion on a case: asked of a department with a deadline, or given by an expert.

    `asked_as` is the capacity in which the law wants it asked (`naming.procedure.asking`).
    """

    __tablename__ = "case_opinion"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    asked_as: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_of: Mapped[str] = mapped_column(Text, nullable=False)
    question: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    asked_on: Mapped[date] = mapped_column(Date, nullable=False)
    due_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str | None] = mapped_column(Text)
    opinion: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    person: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    answered_by: Mapped[int | None] = mapped_column(Integer)
    answered_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        CheckConstraint(one_of("kind", ("department", "expert")), name="kind"),
        CheckConstraint(one_of("asked_as", ASKED_AS), name="asked_as"),
        CheckConstraint(one_of("answer", ANSWERS), name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered"),
        CheckConstraint("due_on >= asked_on", name="due"),
    )


class Consultation(Base):
    """A consultation of the public (征求意见): when, about what, and what came of it."""

    __tablename__ = "consultation"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, index=True)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    opens_on: Mapped[date] = mapped_column(Date, nullable=False)
    closes_on: Mapped[date] = mapped_column(Date, nullable=False)
    closed_on: Mapped[date | None] = mapped_column(Date)
    summary: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="period"),)


class ConsultationComment(Base):
    """What somebody of the public said, and what was answered."""

    __tablename__ = "consultation_comment"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(
        ForeignKey("consultation.id"), nullable=False, index=True
    )
    author: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    contact: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    answer: Mapped[str] = mapped_column(Text, nullable=False)
    comment: Mapped[str] = mapped_column(Text, nullable=False)
    received_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    reply: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    adopted: Mapped[bool | None] = mapped_column()
    replied_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    replied_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (CheckConstraint(one_of("answer", ANSWERS), name="answer"),)
