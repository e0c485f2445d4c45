"""Sessions, tokens and attempts to sign in; only the owner may ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from api.store.tables.accounts import ApiToken, SignIn, SignInAttempt

SEEN_EVERY = timedelta(minutes=1)
"""A session's last use is written at most this often."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a secret belongs to, and what the person may do where.

    `scopes` is None for a session of a browser; `to_note` tells that the last use that is
    written down is older than `SEEN_EVERY`. Where the membership has ended since there is no
    organisation name, no role and no division.
    """

    account_id: int
    login: str
    name: str
    must_change: bool
    organisation_id: int | None
    organisation: str
    roles: list[str]
    division_ids: list[int]
    scopes: list[str] | None
    to_note: bool


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
    """Return whose session it is, unless ended, idle or too old; one read, nothing written."""
    asked = {"digest": digest, "idle": idle, "whole": whole, "every": SEEN_EVERY}
    row = db.execute(text(_SESSION + _WHO), asked).mappings().first()
    return None if row is None else Known(**row)


def note_session(db: Session, digest: bytes) -> None:
    """Write down that a session is in use."""
    db.execute(
        update(SignIn)
        .where(SignIn.digest == digest, SignIn.seen_at < func.now() - SEEN_EVERY)
        .values(seen_at=func.now())
    )


def end(db: Session, digest: bytes) -> None:
    """End one session."""
    db.execute(update(SignIn).where(SignIn.digest == digest).values(ended_at=func.now()))


def end_all(db: Session, account_id: int, *, but: bytes = b"") -> int:
    """End every session of an account, but one if told; return how many had not ended."""
    ended = db.execute(
        update(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.digest != but)
        .values(ended_at=func.now())
        .returning(SignIn.digest)
    )
    return len(ended.all())


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
    """Return whose token it is, unless revoked or ended; one read, nothing written."""
    asked = {"digest": digest, "every": SEEN_EVERY}
    row = db.execute(text(_TOKEN + _WHO), asked).mappings().first()
    return None if row is None else Known(**row)


def account_now(db: Session, account_id: int, organisation_id: int) -> Known | None:
    """Return what an account that is open may do for an organisation now; one read."""
    asked = {"account": account_id, "organisation": organisation_id}
    row = db.execute(text(_ACCOUNT + _WHO), asked).mappings().first()
    return None if row is None else Known(**row)


def note_token(db: Session, digest: bytes) -> None:
    """Write down that a token is in use."""
    db.execute(
        update(ApiToken)
        .where(
            ApiToken.digest == digest,
            or_(ApiToken.used_at.is_(None), ApiToken.used_at < func.now() - SEEN_EVERY),
        )
        .values(used_at=func.now())
    )


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


_SESSION = """
WITH known AS (
    SELECT account_id, organisation_id, NULL::text[] AS scopes, seen_at < now() - :every AS to_note
    FROM sign_in
    WHERE digest = :digest AND ended_at IS NULL
      AND seen_at > now() - :idle AND begun_at > now() - :whole)
"""
_TOKEN = """
WITH known AS (
    SELECT account_id, organisation_id, scopes,
           coalesce(used_at < now() - :every, true) AS to_note
    FROM api_token WHERE digest = :digest AND revoked_at IS NULL AND ends_at > now())
"""
_ACCOUNT = """
WITH known AS (
    SELECT CAST(:account AS integer) AS account_id,
           CAST(:organisation AS integer) AS organisation_id,
           NULL::text[] AS scopes, false AS to_note)
"""
_WHO = """
SELECT a.id AS account_id, a.login, a.name, a.must_change, k.organisation_id,
       coalesce(o.name, '') AS organisation, coalesce(m.roles, '{}') AS roles,
       ARRAY(SELECT DISTINCT j.division_id FROM organisation_jurisdiction j
             WHERE j.organisation_id = o.id AND upper_inf(j.recorded)
               AND j.valid @> current_date ORDER BY 1) AS division_ids,
       k.scopes, k.to_note
FROM known k
JOIN account a ON a.id = k.account_id AND a.closed_at IS NULL
LEFT JOIN LATERAL (
    SELECT array_agg(role) AS roles FROM membership
    WHERE account_id = a.id AND organisation_id = k.organisation_id AND until IS NULL) m ON true
LEFT JOIN organisation o ON o.id = k.organisation_id AND m.roles IS NOT NULL
"""
