"""The base of all tables: constraint names, the two time axes, where a fact is from."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, MetaData, Text, text
from sqlalchemy.dialects.postgresql import DATERANGE, TSTZRANGE, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SRID = 4490

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base with fixed constraint names, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


class Dated:
    """A fact on two time axes (双时间轴).

    `valid`: when it has legal effect, half-open. `recorded`: when we knew it. A
    correction closes `recorded` and adds a row; nothing is rewritten. `valid_text` keeps
    an uncertain date as EDTF, e.g. `2025-11`, beside the range that it implies.
    """

    valid: Mapped[Range[date]] = mapped_column(DATERANGE, nullable=False)
    recorded: Mapped[Range[datetime]] = mapped_column(
        TSTZRANGE, nullable=False, server_default=text("tstzrange(now(), NULL)")
    )
    valid_text: Mapped[str | None] = mapped_column(Text)


class Sourced:
    """A row that says which delivery (交付) brought it."""

    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))


def one_of(column: str, words: tuple[str, ...]) -> str:
    """Return the text of a CHECK that `column` holds one of `words`."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
