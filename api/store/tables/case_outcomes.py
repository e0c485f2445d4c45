"""What comes of a case: reports of checks, releases, filings, announcements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of

OCCASIONS = ("draft", "submission", "approval")


class CheckReport(Base):
    """The whole report of a name check of a case, against the register of that moment.

    `report` is of the form of `api.services.report_json`; with the versions in it the report
    can be made again. Insert only: a trigger refuses the rest.
    """

    __tablename__ = "check_report"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("case_item.id"), nullable=False, index=True)
    occasion: Mapped[str] = mapped_column(Text, nullable=False)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    verdict: Mapped[str] = mapped_column(Text, nullable=False)
    catalogue: Mapped[str] = mapped_column(Text, nullable=False)
    parameters: Mapped[str] = mapped_column(Text, nullable=False)
    report: Mapped[Any] = mapped_column(JSONB, nullable=False)
    made_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("clock_timestamp()")
    )

    __table_args__ = (
        CheckConstraint(one_of("occasion", OCCASIONS), name="occasion"),
        CheckConstraint(one_of("verdict", ("pass", "note", "warn", "block")), name="verdict"),
        Index("ix_check_report_case_id", "case_id", "occasion"),
    )


class CaseRelease(Base):
    """A named statement (具名说明) that sets a warning of a case aside."""

    __tablename__ = "case_release"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("case_item.id"))
    rule: Mapped[str] = mapped_column(Text, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    account_id: Mapped[int] = mapped_column(Integer, nullable=False)
    reason: Mapped[str] = mapped_column(Text, nullable=False)
    stated_on: Mapped[date] = mapped_column(Date, nullable=False)

    __table_args__ = (CheckConstraint("btrim(reason) <> ''", name="reason"),)


class Filing(Base):
    """An approval sent to be filed (备案), and what was answered."""

    __tablename__ = "filing"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, index=True)
    receiver: Mapped[str] = mapped_column(Text, nullable=False)
    papers_to: Mapped[str] = mapped_column(Text, nullable=False)
    reported_on: Mapped[date] = mapped_column(Date, nullable=False)
    outcome: Mapped[str] = mapped_column(Text, nullable=False, server_default="waiting")
    outcome_on: Mapped[date | None] = mapped_column(Date)
    number: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (
        CheckConstraint(one_of("outcome", ("waiting", "returned", "filed")), name="outcome"),
        CheckConstraint("(outcome = 'waiting') = (outcome_on IS NULL)", name="outcome_on"),
    )


class Announcement(Base):
    """An announcement (公告): its number, the six things told of each name, the channels.

    `channels_reason` is why it went out without the channels it should have.
    """

    __tablename__ = "announcement"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False, unique=True)
    number: Mapped[str] = mapped_column(Text, nullable=False)
    title: Mapped[str] = mapped_column(Text, nullable=False)
    organ: Mapped[str] = mapped_column(Text, nullable=False)
    county_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False)
    items: Mapped[Any] = mapped_column(JSONB, nullable=False)
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text), nullable=False)
    channels_reason: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    published_on: Mapped[date] = mapped_column(Date, nullable=False)
    published_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("clock_timestamp()")
    )
    published_by: Mapped[int] = mapped_column(Integer, nullable=False)

    __table_args__ = (
        UniqueConstraint("organ", "number"),
        CheckConstraint("jsonb_array_length(items) > 0", name="items"),
        CheckConstraint(
            "'national_database' = ANY (channels) AND cardinality(channels) > 1"
            " OR channels_reason <> ''",
            name="channels",
        ),
        Index("ix_announcement_published_at", "published_at"),
    )
