"""Tables of names that people sent (批量审核): the jobs, and the files in pieces."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
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

STATES = ("waiting", "counting", "checking", "done", "failed")


class NameFile(Base):
    """One table that somebody sent, how far it is, and what it came to.

    Who sent it holds a token; only its hash is kept here. It is the account's and its
    organisation's, or a `visitor`'s by the digest of the mark his browser bears. `tally` has
    the counts and the first rows that did not pass, `failure` why there is no result. The row
    goes when it expires.
    """

    __tablename__ = "name_file"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, nullable=False, unique=True)
    file_name: Mapped[str] = mapped_column(Text, nullable=False)
    mode: Mapped[str] = mapped_column(Text, nullable=False)
    on_day: Mapped[date] = mapped_column(Date, nullable=False)
    state: Mapped[str] = mapped_column(Text, nullable=False, server_default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, nullable=False, server_default="0")
    rows_total: Mapped[int | None] = mapped_column(Integer)
    rows_done: Mapped[int] = mapped_column(Integer, nullable=False, server_default="0")
    tally: Mapped[Any] = mapped_column(JSONB, nullable=False, server_default=text("'{}'"))
    failure: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    visitor: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("now()")
    )
    expires_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (
        CheckConstraint(one_of("mode", ("new", "audit")), name="mode"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(
            "(expires_at IS NULL) = (state IN ('waiting', 'counting', 'checking'))", name="expires"
        ),
        # those that are not over are looked for all the time, and are few
        Index("ix_name_file_open", "id", postgresql_where=text("expires_at IS NULL")),
    )


class NameFilePiece(Base):
    """A piece of a file: of the one that was sent (`upload`), or of a result (`csv`, ...)."""

    __tablename__ = "name_file_piece"

    name_file_id: Mapped[int] = mapped_column(
        ForeignKey("name_file.id", ondelete="CASCADE"), primary_key=True
    )
    form: Mapped[str] = mapped_column(Text, primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    bytes: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
