"""Accounts and organisations with what hangs on them, for lists and forms."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.refusals import UnknownAccount
from api.store.queries import accounts, organisations
from api.store.queries.accounts import HeldRole, KnownAccount
from api.store.queries.organisations import ActsFor, KnownOrganisation
from api.store.session import Session


@dataclass(frozen=True, slots=True)
class AccountInFull:
    """An account with the roles it holds now."""

    account: KnownAccount
    roles: list[HeldRole]


@dataclass(frozen=True, slots=True)
class OrganisationInFull:
    """An organisation with the divisions it acts for today."""

    organisation: KnownOrganisation
    jurisdictions: list[ActsFor]


def accounts_like(db: Session, text: str, *, limit: int, offset: int) -> list[AccountInFull]:
    """Return a page of accounts whose sign-in name or name holds `text`."""
    found = accounts.accounts_like(db, text, limit=limit, offset=offset)
    return [AccountInFull(one, accounts.roles_of(db, one.id)) for one in found]


def account_in_full(db: Session, account_id: int) -> AccountInFull:
    """Return one account.

    Raises:
        UnknownAccount: There is none of this id.
    """
    found = accounts.account_of_id(db, account_id)
    if found is None:
        raise UnknownAccount(f"没有编号为 {account_id} 的用户")
    return AccountInFull(found, accounts.roles_of(db, account_id))


def organisations_like(
    db: Session, text: str, *, limit: int, offset: int
) -> list[OrganisationInFull]:
    """Return a page of organisations whose name holds `text`."""
    found = organisations.organisations_like(db, text, limit=limit, offset=offset)
    return [OrganisationInFull(one, organisations.acts_for(db, one.id)) for one in found]


def organisation_in_full(db: Session, organisation_id: int) -> OrganisationInFull:
    """Return one organisation.

    Raises:
        UnknownAccount: There is none of this id.
    """
    found = organisations.organisation_of_id(db, organisation_id)
    if found is None:
        raise UnknownAccount(f"没有编号为 {organisation_id} 的机构")
    return OrganisationInFull(found, organisations.acts_for(db, organisation_id))
