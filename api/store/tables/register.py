"""The record of a name (地名档案): what is told of it, its versions, the divisions it crosses."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, TSTZRANGE, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, Dated


class PlaceDivision(Dated, Base):
    """A division that a long or wide place crosses, beside the one in `Place.division_id`."""

    __tablename__ = "place_division"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), nullable=False, index=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False, index=True)

    __table_args__ = (
        ExcludeConstraint(
            ("place_id", "="),
            ("division_id", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_place_division_life",
        ),
    )


class NameRecord(Base):
    """What is told of a name: meaning, origin, history, the fields of the census.

    `fields` has the keys of `naming.record_fields`. A change closes `recorded` and adds a row.
    """

    __tablename__ = "name_record"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place_name_id: Mapped[int] = mapped_column(
        ForeignKey("place_name.id"), nullable=False, index=True
    )
    fields: Mapped[Any] = mapped_column(JSONB, nullable=False)
    recorded: Mapped[Any] = mapped_column(
        TSTZRANGE, nullable=False, server_default=text("tstzrange(clock_timestamp(), NULL)")
    )

    __table_args__ = (
        CheckConstraint("jsonb_typeof(fields) = 'object'", name="fields"),
        Index(
            "ix_name_record_current",
            "place_name_id",
            unique=True,
            postgresql_where=text("upper_inf(recorded)"),
        ),
    )


class NameVersion(Base):
    """A change of a name, its record or its place: who, when, why, before and after.

    Insert only: a trigger refuses the rest. `changed` are the keys in which `before` and
    `after` differ; both are of the form of `diming_name_state`.
    """

    __tablename__ = "name_version"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place_name_id: Mapped[int] = mapped_column(ForeignKey("place_name.id"), nullable=False)
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("clock_timestamp()")
    )
    verb: Mapped[str] = mapped_column(Text, nullable=False)
    account_id: Mapped[int | None] = mapped_column(Integer)
    actor: Mapped[str] = mapped_column(Text, nullable=False)
    person: Mapped[str] = mapped_column(Text, nullable=False)
    organisation: Mapped[str] = mapped_column(Text, nullable=False)
    why: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    authority: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("naming_case.id"))
    before: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[Any] = mapped_column(JSONB, nullable=False)

    __table_args__ = (UniqueConstraint("place_name_id", "version"),)
