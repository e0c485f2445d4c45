"""Accounts (用户), what they may do for whom, and how they prove who they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from api.store.tables.base import Base, one_of

ROLES = (
    "applicant",
    "clerk",
    "reviewer",
    "approver",
    "expert",
    "department",
    "boundary_inspector",
    "guardian",
    "editor",
    "administrator",
    "auditor",
)

NOW = text("now()")


class Account(Base):
    """Somebody who can sign in; never deleted, only closed.

    `password_hash` is an Argon2id text, NULL for those who sign in elsewhere
    (`subject`, the OpenID Connect issuer and subject).
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    login: Mapped[str] = mapped_column(Text, nullable=False)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    password_hash: Mapped[str | None] = mapped_column(Text)
    must_change: Mapped[bool] = mapped_column(Boolean, nullable=False, server_default="false")
    subject: Mapped[str | None] = mapped_column(Text, unique=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False, server_default="1")
    opened_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    closed_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (
        Index("uq_account_login", func.lower(literal_column("login")), unique=True),
        CheckConstraint("login ~ '^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$'", name="login"),
        CheckConstraint("name <> ''", name="name"),
    )


class Membership(Base):
    """A role (角色) an account has in an organisation, from one moment to another."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), nullable=False, index=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), nullable=False, index=True
    )
    role: Mapped[str] = mapped_column(Text, nullable=False)
    since: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    until: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))

    __table_args__ = (
        CheckConstraint(one_of("role", ROLES), name="role"),
        Index(
            "uq_membership_held",
            *("account_id", "organisation_id", "role"),
            unique=True,
            postgresql_where=literal_column("until IS NULL"),
        ),
    )


class SignIn(Base):
    """A session (会话) of a browser; only the hash of its secret is kept."""

    __tablename__ = "sign_in"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), nullable=False, index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    begun_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    seen_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    ended_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    address: Mapped[str] = mapped_column(Text, nullable=False, server_default="")


class SignInAttempt(Base):
    """An attempt to sign in, kept to slow down those who guess."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=text("clock_timestamp()")
    )
    login: Mapped[str] = mapped_column(Text, nullable=False)
    address: Mapped[str] = mapped_column(Text, nullable=False)
    succeeded: Mapped[bool] = mapped_column(Boolean, nullable=False)

    __table_args__ = (
        Index("ix_sign_in_attempt_login_at", "login", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )


class ApiToken(Base):
    """A token (接口令牌) for a program; only its hash is kept, it always ends."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, nullable=False, unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), nullable=False, index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), nullable=False)
    label: Mapped[str] = mapped_column(Text, nullable=False)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text), nullable=False)
    made_at: Mapped[datetime] = mapped_column(
        TIMESTAMP(timezone=True), nullable=False, server_default=NOW
    )
    ends_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), nullable=False)
    revoked_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class RequestCount(Base):
    """How many requests somebody sent in a minute (since 1970); lost with the server's power."""

    __tablename__ = "request_count"

    who: Mapped[str] = mapped_column(Text, primary_key=True)
    minute: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hits: Mapped[int] = mapped_column(Integer, nullable=False)

    __table_args__ = (
        Index("ix_request_count_minute", "minute"),
        {"prefixes": ["UNLOGGED"]},
    )
