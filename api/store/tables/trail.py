"""The journal (操作日志): one line for every write, in the same transaction, chained by hash."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base


class Journal(Base):
    """Who did what to what, when, under which clause; insert only (a trigger refuses the rest).

    `previous_hash` and `hash` are set by the database, so that a removed or altered line
    breaks the chain; `seals` (封记), too: by table, what the transaction made of it.
    """

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("clock_timestamp()")
    )
    actor: Mapped[str] = mapped_column(Text, nullable=False)
    verb: Mapped[str] = mapped_column(Text, nullable=False)
    subject_kind: Mapped[str] = mapped_column(Text, nullable=False)
    subject_id: Mapped[str] = mapped_column(Text, nullable=False)
    clause: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    before: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    request_id: Mapped[str] = mapped_column(Text, nullable=False, server_default="")
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    seals: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))

    __table_args__ = (Index(None, "subject_kind", "subject_id"),)
