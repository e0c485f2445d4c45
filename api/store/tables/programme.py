"""The rural naming programme (乡村著名行动): issues found, names sent to be put on maps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of

STANDINGS = ("reported", "open", "fixed", "unfounded")
"""待核实, 未整改, 已整改, 不属实."""
ISSUES = ("unnamed", "several_names", "same_name", "irregular")
NOW = text("now()")


class ProgrammeIssue(Base):
    """Something wrong with a name on the ground (地名问题), found by an audit or by somebody.

    `about` is what the same issue is known by: it is open once at a time. What the public
    reports waits (`reported`) until an official has confirmed it.
    """

    __tablename__ = "programme_issue"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    type: Mapped[str] = mapped_column(Text, nullable=False)
    county_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False)
    place_name_id: Mapped[int | None] = mapped_column(ForeignKey("place_name.id"), index=True)
    about: Mapped[str] = mapped_column(Text, nullable=False)
    name: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    place: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    message: Mapped[str] = mapped_column(Text, nullable=False)
    rule: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    found_on: Mapped[date] = mapped_column(Date, nullable=False)
    found_by: Mapped[str] = mapped_column(Text, nullable=False)
    by_audit: Mapped[bool] = mapped_column(nullable=False, server_default="false")
    standing: Mapped[str] = mapped_column(Text, nullable=False, server_default="open")
    contact: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    confirmed_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    resolved_on: Mapped[date | None] = mapped_column(Date)
    resolution: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    resolved_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (
        CheckConstraint(one_of("type", ISSUES), name="type"),
        CheckConstraint(one_of("standing", STANDINGS), name="standing"),
        CheckConstraint("(resolved_on IS NULL) = (standing IN ('reported', 'open'))", name="ended"),
        CheckConstraint("resolved_on IS NULL OR resolved_on >= found_on", name="days"),
        Index(
            "ix_programme_issue_open",
            *("county_id", "type", "about"),
            unique=True,
            postgresql_where=text("resolved_on IS NULL"),
        ),
        Index("ix_programme_issue_found_on", "found_on"),
    )


class MapSending(Base):
    """Names of a county sent to who makes maps (上图): to whom, when, by whom, what came back."""

    __tablename__ = "map_sending"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    county_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False, index=True)
    vendor: Mapped[str] = mapped_column(Text, nullable=False)
    sent_on: Mapped[date] = mapped_column(Date, nullable=False)
    sent_by: Mapped[int] = mapped_column(Integer, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    receipt: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    received_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )

    __table_args__ = (
        CheckConstraint("vendor <> ''", name="vendor"),
        CheckConstraint("(received_on IS NULL) = (receipt = '')", name="receipt"),
        CheckConstraint("received_on >= sent_on", name="days"),
    )


class MapSendingItem(Base):
    """One name of a sending, as it was sent; `version` is that of the name then. Insert only."""

    __tablename__ = "map_sending_item"

    sending_id: Mapped[UUID] = mapped_column(ForeignKey("map_sending.id"), primary_key=True)
    place_name_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("place_name.id"), primary_key=True, index=True
    )
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    sent: Mapped[Any] = mapped_column(JSONB, nullable=False)
