"""Works on cases (批量办理) that take longer than an answer may: who asked for what, how far."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
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
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of

WORKS = ("fill", "check", "submit", "approve", "report", "file", "publish")
STATES = ("waiting", "working", "done", "failed")
NOW = text("now()")


class CaseWork(Base):
    """One work on a case: filling it from a table, checking it, a step that takes long.

    What it changes is written in one transaction together with `ended_at`: a work that is not
    over has changed nothing, and may be begun anew. `wish` is what was asked, `content` the
    table that was sent (gone at the end), `outcome` what it came to, or why it was refused.
    """

    __tablename__ = "case_work"

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, index=True)
    work: Mapped[str] = mapped_column(Text, nullable=False)
    account_id: Mapped[int] = mapped_column(Integer, nullable=False)
    organisation_id: Mapped[int] = mapped_column(Integer, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    on_day: Mapped[date] = mapped_column(Date, nullable=False)
    wish: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'{}'"))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text, nullable=False, server_default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, nullable=False, server_default="0")
    phase: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    rows_total: Mapped[int] = mapped_column(Integer, nullable=False, server_default="0")
    rows_done: Mapped[int] = mapped_column(Integer, nullable=False, server_default="0")
    outcome: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'{}'"))
    created_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (
        CheckConstraint(one_of("work", WORKS), name="work"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("(ended_at IS NULL) = (state IN ('waiting', 'working'))", name="ended"),
        # one at a time: what comes second would be made from a state that is about to change
        Index(
            "uq_case_work_open", "case_id", unique=True, postgresql_where=text("ended_at IS NULL")
        ),
    )
