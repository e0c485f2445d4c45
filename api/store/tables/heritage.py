"""Protection lists of historical names (历史地名保护名录)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, Dated, Sourced, one_of

MEASURES = ("sign", "derived_naming", "live_reuse", "product", "publicity", "marker", "other")
CRITERIA = ("historical", "cultural", "inheritance", "influence")


class HeritageList(Sourced, Base):
    """A published list, by authority and batch."""

    __tablename__ = "heritage_list"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    title: Mapped[str] = mapped_column(Text, nullable=False, unique=True)
    level: Mapped[str] = mapped_column(Text, nullable=False)
    province: Mapped[str] = mapped_column(Text, nullable=False)
    published_on: Mapped[date | None] = mapped_column(Date)
    complete: Mapped[bool] = mapped_column(Boolean, nullable=False)

    __table_args__ = (
        CheckConstraint(one_of("level", ("nation", "province", "prefecture", "county")), name="lv"),
    )


class HeritageListing(Dated, Sourced, Base):
    """One name on a list: `protected`, `historical` or `vanished`.

    `vanished_text` is the year it vanished, as EDTF. `case_id` is the case that listed it.
    A change closes `recorded` and adds a row, with who changed it and why.
    """

    __tablename__ = "heritage_listing"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("heritage_list.id"), nullable=False)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    key: Mapped[str] = mapped_column(Text, nullable=False, index=True)
    type_words: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    standing: Mapped[str] = mapped_column(Text, nullable=False)
    county_text: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    place_name_id: Mapped[int | None] = mapped_column(ForeignKey("place_name.id"))
    source_url: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    origin: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    overview: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    vanished_reason: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    vanished_text: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    case_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    written_by: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    why: Mapped[str] = mapped_column(Text, nullable=False, server_default="")

    __table_args__ = (
        CheckConstraint(
            one_of("standing", ("protected", "historical", "vanished")), name="standing"
        ),
        Index(
            None,
            "list_id",
            "name",
            "county_text",
            unique=True,
            postgresql_where=text("upper_inf(recorded)"),
        ),
    )


class HeritageMeasure(Base):
    """A protection measure (保护措施) for a listed name, dated; one that is done has its day.

    It belongs to whatever version of the listing is in force: same list, name and county.
    """

    __tablename__ = "heritage_measure"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    listing_id: Mapped[int] = mapped_column(
        ForeignKey("heritage_listing.id"), nullable=False, index=True
    )
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    content: Mapped[str] = mapped_column(Text, nullable=False)
    document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    authority: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    responsible: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    decided_on: Mapped[date] = mapped_column(Date, nullable=False)
    due_on: Mapped[date | None] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
    done_note: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    version: Mapped[int] = mapped_column(Integer, nullable=False, server_default="1")

    __table_args__ = (
        CheckConstraint(one_of("kind", MEASURES), name="kind"),
        CheckConstraint("content <> ''", name="content"),
        CheckConstraint("done_on IS NULL OR done_on >= decided_on", name="days"),
    )


class HeritageMeasureFile(Base):
    """A file that proves what was done for a measure (佐证), under the name it was sent by."""

    __tablename__ = "heritage_measure_file"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("heritage_measure.id"), nullable=False)
    sha256: Mapped[str] = mapped_column(
        ForeignKey("stored_file.sha256"), nullable=False, index=True
    )
    name: Mapped[str] = mapped_column(Text, nullable=False)
    added_by: Mapped[str] = mapped_column(Text, nullable=False)
    added_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )

    __table_args__ = (UniqueConstraint("measure_id", "sha256"),)


class HeritageScore(Base):
    """What one expert found a name worth by one criterion (鉴定评分), with the evidence.

    A policy shows them to those who see the case; each expert writes his own only.
    """

    __tablename__ = "heritage_score"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("naming_case.id"), nullable=False)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), nullable=False)
    criterion: Mapped[str] = mapped_column(Text, nullable=False)
    score: Mapped[int] = mapped_column(SmallInteger, nullable=False)
    evidence: Mapped[str] = mapped_column(Text, nullable=False)
    given_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )

    __table_args__ = (
        CheckConstraint(one_of("criterion", CRITERIA), name="criterion"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("evidence <> ''", name="evidence"),
        UniqueConstraint("case_id", "name", "account_id", "criterion"),
    )
