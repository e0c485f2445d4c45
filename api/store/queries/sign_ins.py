"""Sessions, tokens and attempts to sign in; only the owner may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from api.store.tables.accounts import Account, ApiToken, SignIn, SignInAttempt

SEEN_EVERY = timedelta(minutes=1)
"""A session's last use is written at most this often."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a secret belongs to; `scopes` is None for a session of a browser."""

    account_id: int
    organisation_id: int | None
    must_change: bool
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A token as lists show it; its secret is nowhere."""

    id: int
    label: str
    organisation_id: int
    scopes: list[str]
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


def begin(
    db: Session, *, digest: bytes, account_id: int, organisation_id: int | None, address: str
) -> None:
    """Keep a new session."""
    db.execute(
        insert(SignIn).values(
            digest=digest, account_id=account_id, organisation_id=organisation_id, address=address
        )
    )


def session_of(db: Session, digest: bytes, *, idle: timedelta, whole: timedelta) -> Known | None:
    """Return whose session it is, unless ended, idle or too old; notes that it was used."""
    row = db.execute(
        select(SignIn.account_id, SignIn.organisation_id, Account.must_change, SignIn.seen_at)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.digest == digest,
            SignIn.ended_at.is_(None),
            SignIn.seen_at > func.now() - idle,
            SignIn.begun_at > func.now() - whole,
            Account.closed_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    db.execute(
        update(SignIn)
        .where(SignIn.digest == digest, SignIn.seen_at < func.now() - SEEN_EVERY)
        .values(seen_at=func.now())
    )
    return Known(row[0], row[1], row[2])


def end(db: Session, digest: bytes) -> None:
    """End one session."""
    db.execute(update(SignIn).where(SignIn.digest == digest).values(ended_at=func.now()))


def end_all(db: Session, account_id: int, *, but: bytes = b"") -> None:
    """End every session of an account, but one if told."""
    db.execute(
        update(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.digest != but)
        .values(ended_at=func.now())
    )


def act_for(db: Session, digest: bytes, organisation_id: int) -> None:
    """Let a session act for another organisation."""
    db.execute(
        update(SignIn).where(SignIn.digest == digest).values(organisation_id=organisation_id)
    )


def note_attempt(db: Session, *, login: str, address: str, succeeded: bool) -> None:
    """Keep that somebody tried to sign in."""
    db.execute(
        insert(SignInAttempt).values(login=login.lower(), address=address, succeeded=succeeded)
    )


def failures_since(
    db: Session, *, login: str, address: str, within: timedelta
) -> tuple[int, int, float]:
    """Return failures for the login since its last success, those from the address, and age.

    The age is that of the login's last failure, in seconds; 0 if there is none.
    """
    recent = SignInAttempt.at > func.now() - within
    last_success = (
        select(func.max(SignInAttempt.at))
        .where(SignInAttempt.login == login.lower(), SignInAttempt.succeeded)
        .scalar_subquery()
    )
    mine = (
        SignInAttempt.login == login.lower(),
        or_(last_success.is_(None), SignInAttempt.at > last_success),
    )
    row = db.execute(
        select(
            func.count().filter(*mine),
            func.count().filter(SignInAttempt.address == address),
            func.coalesce(
                func.extract("epoch", func.now() - func.max(SignInAttempt.at).filter(*mine)), 0
            ),
        ).where(
            recent,
            ~SignInAttempt.succeeded,
            or_(SignInAttempt.login == login.lower(), SignInAttempt.address == address),
        )
    ).one()
    return int(row[0]), int(row[1]), float(row[2])


def add_token(
    db: Session,
    *,
    digest: bytes,
    account_id: int,
    organisation_id: int,
    label: str,
    scopes: Sequence[str],
    ends_at: datetime,
) -> int:
    """Keep a new token and return its id."""
    new = insert(ApiToken).values(
        digest=digest,
        account_id=account_id,
        organisation_id=organisation_id,
        label=label,
        scopes=list(scopes),
        ends_at=ends_at,
    )
    return int(db.execute(new.returning(ApiToken.id)).scalar_one())


def token_of(db: Session, digest: bytes) -> Known | None:
    """Return whose token it is, unless revoked or ended; notes that it was used."""
    row = db.execute(
        select(ApiToken.account_id, ApiToken.organisation_id, Account.must_change, ApiToken.scopes)
        .join(Account, Account.id == ApiToken.account_id)
        .where(
            ApiToken.digest == digest,
            ApiToken.revoked_at.is_(None),
            ApiToken.ends_at > func.now(),
            Account.closed_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    db.execute(
        update(ApiToken)
        .where(
            ApiToken.digest == digest,
            or_(ApiToken.used_at.is_(None), ApiToken.used_at < func.now() - SEEN_EVERY),
        )
        .values(used_at=func.now())
    )
    return Known(row[0], row[1], row[2], frozenset(row[3]))


def tokens_of(db: Session, account_id: int) -> list[KnownToken]:
    """Return the tokens of an account, the newest first."""
    found = db.execute(
        select(
            ApiToken.id,
            ApiToken.label,
            ApiToken.organisation_id,
            ApiToken.scopes,
            ApiToken.made_at,
            ApiToken.ends_at,
            ApiToken.revoked_at,
            ApiToken.used_at,
        )
        .where(ApiToken.account_id == account_id)
        .order_by(ApiToken.id.desc())
    )
    return [KnownToken(*row) for row in found]


def revoke_token(db: Session, account_id: int, token_id: int) -> bool:
    """End a token of the account; False if there is no such token."""
    done = db.execute(
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.account_id == account_id)
        .values(revoked_at=func.coalesce(ApiToken.revoked_at, func.now()))
        .returning(ApiToken.id)
    )
    return done.first() is not None
