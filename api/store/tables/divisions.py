"""Divisions (行政区划) as lives of facts: a division is an id, its facts are dated rows."""

from __future__ import annotations

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from api.store.tables.base import SRID, Base, Dated, Sourced, one_of

LEVELS = {"province": 1, "prefecture": 2, "county": 3, "township": 4, "village": 5}
"""Level words and their ranks. `village` is a committee area (村、社区), not a division in law."""


class Division(Base):
    """An entity with an id of ours and a level; everything else about it is dated."""

    __tablename__ = "division"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, nullable=False)

    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)


class DivisionEvent(Sourced, Base):
    """Something that happened to divisions (区划变更), kept even where it cannot be mapped."""

    __tablename__ = "division_event"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    level_text: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    happened: Mapped[Any] = mapped_column(DATERANGE, nullable=False)
    happened_text: Mapped[str] = mapped_column(Text, nullable=False)
    document: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    authority: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    source_url: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    grade: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    before_text: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    after_text: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    place_text: Mapped[str] = mapped_column(Text, nullable=False, server_default="")


class DivisionEventPart(Base):
    """A division's part in an event: predecessor or successor, with its share if known."""

    __tablename__ = "division_event_part"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    event_id: Mapped[int] = mapped_column(
        ForeignKey("division_event.id"), nullable=False, index=True
    )
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False, index=True)
    role: Mapped[str] = mapped_column(Text, nullable=False)
    share: Mapped[Any | None] = mapped_column(Numeric(6, 5))

    __table_args__ = (CheckConstraint(one_of("role", ("predecessor", "successor")), name="role"),)


class _Fact(Dated, Sourced):
    """What all facts of a division share: the division and the events that began and ended it."""

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)

    @declared_attr
    def division_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("division.id"), nullable=False)

    @declared_attr
    def begun_by(self) -> Mapped[int | None]:
        return mapped_column(ForeignKey("division_event.id"))

    @declared_attr
    def ended_by(self) -> Mapped[int | None]:
        return mapped_column(ForeignKey("division_event.id"))


def _one_at_a_time(table: str, *columns: str) -> ExcludeConstraint:
    """Return the constraint that lives of one fact never overlap in what we now know."""
    equal = ((column, "=") for column in ("division_id", *columns))
    return ExcludeConstraint(
        *equal, ("valid", "&&"), where="upper_inf(recorded)", name=f"ex_{table}_life"
    )


class DivisionName(_Fact, Base):
    """The full name of a division, e.g. 万州区."""

    __tablename__ = "division_name"
    name: Mapped[str] = mapped_column(Text, nullable=False)
    __table_args__ = (_one_at_a_time("division_name"), Index(None, "name"))


class DivisionType(_Fact, Base):
    """The type of a division: 区, 县, 自治县, 街道, 镇, 乡, 民族乡, 居民委员会, 村民委员会, ..."""

    __tablename__ = "division_type"
    type: Mapped[str] = mapped_column(Text, nullable=False)
    __table_args__ = (_one_at_a_time("division_type"),)


class DivisionParent(_Fact, Base):
    """The division above (隶属)."""

    __tablename__ = "division_parent"
    parent_id: Mapped[int] = mapped_column(ForeignKey("division.id"), nullable=False)
    __table_args__ = (
        _one_at_a_time("division_parent"),
        Index(None, "parent_id"),
        CheckConstraint("parent_id <> division_id", name="not_itself"),
    )


class DivisionSeat(_Fact, Base):
    """The seat (驻地): its words and, if known, its point (EPSG:4490)."""

    __tablename__ = "division_seat"
    words: Mapped[str] = mapped_column(Text, nullable=False)
    geom: Mapped[Any | None] = mapped_column(Geometry("POINT", srid=SRID, spatial_index=False))
    __table_args__ = (_one_at_a_time("division_seat"),)


class DivisionCode(_Fact, Base):
    """A code (区划代码) in a scheme: `gb2260`, `mca` or `nbs`; digits mean nothing without it."""

    __tablename__ = "division_code"
    scheme: Mapped[str] = mapped_column(Text, nullable=False)
    code: Mapped[str] = mapped_column(Text, nullable=False)
    __table_args__ = (
        CheckConstraint(one_of("scheme", ("gb2260", "mca", "nbs")), name="scheme"),
        CheckConstraint("code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'", name="digits"),
        ExcludeConstraint(
            ("scheme", "="),
            ("code", "="),
            ("valid", "&&"),
            where="upper_inf(recorded)",
            name="ex_division_code_one_division",
        ),
        _one_at_a_time("division_code", "scheme"),
        Index(None, "code"),
    )
