"""Orders to put something right in time (责令限期改正、限期报送): to whom, why, what came."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of

RESULTS = ("done", "abolished", "criticised", "disciplined")
"""已改正, 予以取缔, 通报批评, 依法处分."""


class RectificationOrder(Base):
    """An order (责令) of an authority, under an article of the decree, about something known here.

    `ground` is the id of the article in `naming/procedure/liabilities.csv`. It is about a case,
    a name of the register or an issue that was found. What it came to is written once; all but
    `done` follow only when the deadline has passed.
    """

    __tablename__ = "rectification_order"

    id: Mapped[UUID] = mapped_column(PG_UUID, primary_key=True)
    county_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False)
    ground: Mapped[str] = mapped_column(Text, nullable=False)
    addressee: Mapped[str] = mapped_column(Text, nullable=False)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("naming_case.id"), index=True)
    place_name_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("place_name.id"), index=True
    )
    issue_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme_issue.id"), index=True)
    facts: Mapped[str] = mapped_column(Text, nullable=False)
    demand: Mapped[str] = mapped_column(Text, nullable=False)
    issuer: Mapped[str] = mapped_column(Text, nullable=False)
    document: Mapped[str] = mapped_column(Text, nullable=False)
    issued_on: Mapped[date] = mapped_column(Date, nullable=False)
    due_on: Mapped[date] = mapped_column(Date, nullable=False)
    written_by: Mapped[int] = mapped_column(Integer, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    written_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )
    result: Mapped[str | None] = mapped_column(Text)
    result_on: Mapped[date | None] = mapped_column(Date)
    result_document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    result_note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    result_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (
        CheckConstraint("num_nonnulls(case_id, place_name_id, issue_id) > 0", name="about"),
        CheckConstraint(
            "addressee <> '' AND facts <> '' AND demand <> '' AND issuer <> '' AND document <> ''",
            name="told",
        ),
        CheckConstraint("due_on > issued_on", name="due"),
        CheckConstraint(one_of("result", RESULTS), name="result"),
        CheckConstraint("(result IS NULL) = (result_on IS NULL)", name="ended"),
        CheckConstraint("result_on >= issued_on", name="result_day"),
        CheckConstraint("result = 'done' OR result_on > due_on", name="late"),
        Index("ix_rectification_order_due", "county_id", "due_on"),
    )
