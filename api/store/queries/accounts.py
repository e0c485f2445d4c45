"""Accounts and their roles, as the office asks for them; used by sessions of the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from api.store.queries.listing import containing
from api.store.tables.accounts import Account, Membership
from api.store.tables.people import Organisation, OrganisationJurisdiction


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account as lists and forms show it."""

    id: int
    login: str
    name: str
    version: int
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role an account holds at present."""

    organisation_id: int
    organisation: str
    role: str


COLUMNS = (
    Account.id,
    Account.login,
    Account.name,
    Account.version,
    Account.opened_at,
    Account.closed_at,
)


def account_named(db: Session, login: str) -> KnownAccount | None:
    """Return the account with this sign-in name, upper and lower case alike."""
    row = db.execute(select(*COLUMNS).where(func.lower(Account.login) == login.lower())).first()
    return None if row is None else KnownAccount(*row)


def account_of_id(db: Session, account_id: int) -> KnownAccount | None:
    """Return the account with this id."""
    row = db.execute(select(*COLUMNS).where(Account.id == account_id)).first()
    return None if row is None else KnownAccount(*row)


def account_of_subject(db: Session, subject: str) -> KnownAccount | None:
    """Return the account that signs in elsewhere as `subject`."""
    row = db.execute(select(*COLUMNS).where(Account.subject == subject)).first()
    return None if row is None else KnownAccount(*row)


def accounts_like(db: Session, text: str, *, limit: int, offset: int) -> list[KnownAccount]:
    """Return accounts whose sign-in name or name holds `text`, in the order of sign-in names."""
    like = containing(text.lower())
    found = db.execute(
        select(*COLUMNS)
        .where(or_(func.lower(Account.login).like(like), func.lower(Account.name).like(like)))
        .order_by(func.lower(Account.login))
        .limit(limit)
        .offset(offset)
    )
    return [KnownAccount(*row) for row in found]


def accounts_kept(db: Session) -> int:
    """Return how many accounts there are, closed ones counted."""
    return int(db.execute(select(func.count()).select_from(Account)).scalar_one())


def password_of(db: Session, account_id: int) -> tuple[str | None, bool]:
    """Return the hash of the account's password and whether it must be changed first."""
    row = db.execute(
        select(Account.password_hash, Account.must_change).where(Account.id == account_id)
    ).one()
    return row[0], row[1]


def add_account(
    db: Session, *, login: str, name: str, password_hash: str | None, must_change: bool
) -> int:
    """Add an account and return its id."""
    new = insert(Account).values(
        login=login, name=name, password_hash=password_hash, must_change=must_change
    )
    return int(db.execute(new.returning(Account.id)).scalar_one())


def set_password(db: Session, account_id: int, *, password_hash: str, must_change: bool) -> None:
    """Keep the hash of a new password."""
    db.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(password_hash=password_hash, must_change=must_change, version=Account.version + 1)
    )


def change_account(db: Session, account_id: int, *, version: int, name: str, closed: bool) -> bool:
    """Rename, close or open an account of that version; False if it has another by now."""
    done = db.execute(
        update(Account)
        .where(Account.id == account_id, Account.version == version)
        .values(
            name=name,
            closed_at=func.coalesce(Account.closed_at, func.now()) if closed else None,
            version=Account.version + 1,
        )
        .returning(Account.id)
    )
    return done.first() is not None


def bind_subject(db: Session, account_id: int, subject: str | None) -> None:
    """Let the account sign in elsewhere as `subject`, or no longer."""
    db.execute(update(Account).where(Account.id == account_id).values(subject=subject))


def roles_of(db: Session, account_id: int) -> list[HeldRole]:
    """Return the roles the account holds now, by organisation."""
    found = db.execute(
        select(Organisation.id, Organisation.name, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account_id, Membership.until.is_(None))
        .order_by(Organisation.id, Membership.role)
    )
    return [HeldRole(*row) for row in found]


def give_roles(
    db: Session, account_id: int, organisation_id: int, roles: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Let the account hold exactly `roles` there; return which were added and which ended."""
    held = {r.role for r in roles_of(db, account_id) if r.organisation_id == organisation_id}
    added, ended = sorted(set(roles) - held), sorted(held - set(roles))
    if added:
        db.execute(
            insert(Membership),
            [
                {"account_id": account_id, "organisation_id": organisation_id, "role": role}
                for role in added
            ],
        )
    if ended:
        db.execute(
            update(Membership)
            .where(
                Membership.account_id == account_id,
                Membership.organisation_id == organisation_id,
                Membership.role.in_(ended),
                Membership.until.is_(None),
            )
            .values(until=func.now())
        )
    return added, ended


def divisions_of(db: Session, organisation_id: int) -> tuple[int, ...]:
    """Return the divisions the organisation acts for today."""
    found = db.execute(
        select(OrganisationJurisdiction.division_id)
        .where(
            OrganisationJurisdiction.organisation_id == organisation_id,
            func.upper_inf(OrganisationJurisdiction.recorded),
            OrganisationJurisdiction.valid.contains(func.current_date()),
        )
        .distinct()
        .order_by(OrganisationJurisdiction.division_id)
    )
    return tuple(found.scalars())
