"""Protection lists of historical names (历史地名保护名录)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, Dated, Sourced, one_of


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
    """One name on a list: `protected`, `historical` or `vanished`."""

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
