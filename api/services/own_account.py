"""What somebody signed in may see and do with the own account (我的账户)."""

from __future__ import annotations

from api.services import secrets_kept
from api.services.person import Person
from api.services.refusals import RoleNeeded
from api.store.queries import accounts, sign_ins
from api.store.queries.journal import write_line
from api.store.queries.sign_ins import KnownToken
from api.store.session import Session


def organisations_of(db: Session, person: Person) -> list[tuple[int, str]]:
    """Return the organisations the person may act for: id and name."""
    held = accounts.roles_of(db, person.account_id)
    return sorted({(role.organisation_id, role.organisation) for role in held})


def act_for(db: Session, person: Person, organisation_id: int, *, secret: str) -> None:
    """Let the session of `secret` act for another organisation from now on.

    Raises:
        RoleNeeded: The person has no role in it.
    """
    if organisation_id not in {one for one, _ in organisations_of(db, person)}:
        raise RoleNeeded("在该单位没有角色，不能代表它", "请联系该单位管理员授予角色")
    sign_ins.act_for(db, secrets_kept.digest(secret), organisation_id)
    write_line(
        db,
        verb="act_for",
        subject_kind="account",
        subject_id=str(person.account_id),
        after={"organisation_id": organisation_id},
    )


def sign_out_elsewhere(db: Session, person: Person, *, secret: str) -> int:
    """End every session of the person but that of `secret`; return how many. Tokens stay."""
    ended = sign_ins.end_all(db, person.account_id, but=secrets_kept.digest(secret))
    write_line(
        db,
        verb="sign_out_elsewhere",
        subject_kind="account",
        subject_id=str(person.account_id),
        after={"sessions": ended},
    )
    return ended


def tokens_of(db: Session, person: Person) -> list[KnownToken]:
    """Return the tokens of the person, the newest first; their secrets are nowhere."""
    return sign_ins.tokens_of(db, person.account_id)
