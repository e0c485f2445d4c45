"""Signing in and out, and finding out who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.services import secrets_kept
from api.services.person import SCOPES, Person
from api.services.refusals import NotYours, SignInFailed, TooManyAttempts
from api.store.queries import accounts, sign_ins
from api.store.queries.journal import write_line
from api.store.session import Engine, Session
from api.store.transactions import glancing, writing

IDLE = timedelta(hours=2)
WHOLE = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
FREE_FAILURES = 5
"""Wrong passwords for one sign-in name before it has to wait."""
FAILURES_OF_ADDRESS = 50
"""Wrong passwords from one address, whatever the sign-in name, before it has to wait."""
LONGEST_WAIT_S = 900.0


@dataclass(frozen=True, slots=True)
class Signed:
    """A session that has begun: its secret, for the browser only, and whose it is."""

    secret: str
    account_id: int
    must_change: bool


def sign_in(engine: Engine, *, login: str, password: str, address: str, request_id: str) -> Signed:
    """Begin a session for who knows the password; every attempt is kept, and the refused, too.

    Raises:
        TooManyAttempts: Too many wrong passwords for this name or from this address.
        SignInFailed: No such open account, or the password is wrong; it is not told which.
    """
    with writing(engine, actor=f"http:{address}", request_id=request_id) as db:
        _hold_off(db, login, address)
        known = accounts.account_named(db, login)
        kept, must_change = accounts.password_of(db, known.id) if known else (None, False)
    right = secrets_kept.fits(kept, password)
    actor = f"user:{known.login}" if known and right else f"http:{address}"
    with writing(engine, actor=actor, request_id=request_id) as db:
        opened = known is not None and known.closed_at is None and right
        sign_ins.note_attempt(db, login=login, address=address, succeeded=opened)
        if known is not None and opened:
            if kept and secrets_kept.outdated(kept):
                fresh = secrets_kept.hashed(password)
                accounts.set_password(db, known.id, password_hash=fresh, must_change=must_change)
            return Signed(_begin(db, known.id, address), known.id, must_change)
        note_failure(db, known.id if known else None, "password")
    raise SignInFailed(
        "登录名或密码不对", "请核对后重试；忘记密码的，请联系本单位管理员重设", "password"
    )


def begin_for(engine: Engine, *, account_id: int, address: str, request_id: str) -> Signed:
    """Begin a session for somebody whom an identity provider vouched for."""
    with writing(engine, actor=f"http:{address}", request_id=request_id) as db:
        return Signed(_begin(db, account_id, address), account_id, must_change=False)


def _begin(db: Session, account_id: int, address: str) -> str:
    secret = secrets_kept.new_secret()
    held = accounts.roles_of(db, account_id)
    sign_ins.begin(
        db,
        digest=secrets_kept.digest(secret),
        account_id=account_id,
        organisation_id=held[0].organisation_id if held else None,
        address=address,
    )
    write_line(db, verb="sign_in", subject_kind="account", subject_id=str(account_id))
    return secret


def note_failure(db: Session, account_id: int | None, way: str) -> None:
    """Leave a line of a sign-in that failed; a name that nobody has is not written down.

    People type their passwords into the wrong field.
    """
    subject = "" if account_id is None else str(account_id)
    write_line(
        db, verb="sign_in_failed", subject_kind="account", subject_id=subject, after={"way": way}
    )


def _hold_off(db: Session, login: str, address: str) -> None:
    """Refuse without looking at the password while too many wrong ones came.

    Raises:
        TooManyAttempts: With how long to wait.
    """
    of_login, of_address, age_s = sign_ins.failures_since(
        db, login=login, address=address, within=WINDOW
    )
    wait_s = 0.0
    if of_login >= FREE_FAILURES:
        wait_s = min(2.0 ** (of_login - FREE_FAILURES) * 10, LONGEST_WAIT_S) - age_s
    if of_address >= FAILURES_OF_ADDRESS:
        wait_s = LONGEST_WAIT_S
    if wait_s > 0:
        raise TooManyAttempts(
            "登录失败次数过多", f"请在 {int(wait_s) + 1} 秒后再试", wait_s=int(wait_s) + 1
        )


def sign_out(engine: Engine, secret: str, *, actor: str, request_id: str) -> None:
    """End the session of `secret`."""
    with writing(engine, actor=actor, request_id=request_id) as db:
        sign_ins.end(db, secrets_kept.digest(secret))
        write_line(db, verb="sign_out", subject_kind="account", subject_id=actor)


def person_of_session(engine: Engine, secret: str) -> tuple[Person, bool] | None:
    """Return who has the session, and whether the password must be changed first."""
    digest = secrets_kept.digest(secret)
    with glancing(engine) as db:
        known = sign_ins.session_of(db, digest, idle=IDLE, whole=WHOLE)
    if known is None:
        return None
    if known.to_note:
        with writing(engine, actor="door", request_id="") as db:
            sign_ins.note_session(db, digest)
    return _person(known), known.must_change


def person_of_token(engine: Engine, token: str) -> Person | None:
    """Return whose API token it is; None if it is unknown, revoked or has ended."""
    digest = secrets_kept.digest(token)
    with glancing(engine) as db:
        known = sign_ins.token_of(db, digest)
    if known is None:
        return None
    if known.to_note:
        with writing(engine, actor="door", request_id="") as db:
            sign_ins.note_token(db, digest)
    return _person(known)


def person_of_account(engine: Engine, account_id: int, organisation_id: int) -> Person:
    """Return somebody as he stands now, for what he asked for and is done after the answer.

    Raises:
        NotYours: The account is closed, or has no role in the organisation any more.
    """
    with glancing(engine) as db:
        known = sign_ins.account_now(db, account_id, organisation_id)
    if known is None or not known.roles:
        raise NotYours("发起人的账户已停用，或在该机构已没有角色", "请由现任人员重新办理")
    return _person(known)


def _person(known: sign_ins.Known) -> Person:
    # a membership that ended since leaves no role, and no other organisation is taken instead
    return Person(
        account_id=known.account_id,
        login=known.login,
        name=known.name,
        organisation_id=known.organisation_id or 0,
        organisation=known.organisation,
        roles=frozenset(known.roles),
        division_ids=tuple(known.division_ids),
        scopes=frozenset(SCOPES if known.scopes is None else known.scopes),
    )
