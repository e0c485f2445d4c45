"""Audits of counties (地名问题核查) beside the requests: whose, how far, what they found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, Identity, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of

STATES = ("waiting", "working", "done", "failed")
NOW = text("now()")


class ProgrammeAudit(Base):
    """An audit of one county or of all that an organisation acts for, county by county.

    `counties` are the codes and names to be looked through, `results` what was found in those
    that are done, in the same order: a county's result is written with its issues in one
    transaction. `attempts` counts how often the county at hand was begun; `failure` says why an
    audit came to nothing further.
    """

    __tablename__ = "programme_audit"

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(Integer, nullable=False)
    organisation_id: Mapped[int] = mapped_column(Integer, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    organisation: Mapped[str] = mapped_column(Text, nullable=False)
    on_day: Mapped[date] = mapped_column(Date, nullable=False)
    counties: Mapped[Any] = mapped_column(JSONB, nullable=False)
    results: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'[]'"))
    state: Mapped[str] = mapped_column(Text, nullable=False, server_default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, nullable=False, server_default="0")
    failure: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    created_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("(ended_at IS NULL) = (state IN ('waiting', 'working'))", name="ended"),
        # one at a time for each organisation: a second one would find what the first has found
        Index(
            "uq_programme_audit_open",
            "organisation_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
