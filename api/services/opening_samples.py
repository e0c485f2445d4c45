"""An office to try the product with (样例机构): one account for each part in a case."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from api.services import managing_accounts
from api.services.person import ROLES
from api.services.refusals import AccountRefused
from api.store.queries import accounts, divisions_under, organisations
from api.store.session import Session

TABLE = Path(__file__).with_name("sample_office.csv")


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account of the sample office: whose, what it may do there, and its first password.

    `password` is empty where the account was there before; it is left as it was.
    """

    login: str
    organisation: str
    roles: tuple[str, ...]
    password: str


def open_sample_office(db: Session, county: str) -> list[SampleAccount]:
    """Open the accounts of the sample office of a county (six digits), with their organisations.

    Organisations and accounts that are there already are left as they are, so that it can be
    asked for twice.

    Raises:
        AccountRefused: No county has the code today.
    """
    codes = {"province": f"{county[:2]}0000", "county": county}
    found = {one.code: one.name for one in divisions_under.named_divisions(db, [*codes.values()])}
    missing = [code for code in codes.values() if code not in found]
    if missing:
        raise AccountRefused(f"没有区划代码 {'、'.join(missing)}", "请先装载区划", "codes")
    names = {level: found[code] for level, code in codes.items()}
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return [_opened(db, row, codes, names) for row in csv.DictReader(stream)]


def _opened(
    db: Session, row: dict[str, str], codes: dict[str, str], names: dict[str, str]
) -> SampleAccount:
    organisation, login = row["organisation"].format_map(names), row["login"].format_map(codes)
    roles = row["roles"].split()
    told = tuple(ROLES[role] for role in roles)
    if accounts.account_named(db, login) is not None:
        return SampleAccount(login, organisation, told, "")
    known = organisations.organisation_named(db, organisation)
    acting = known.id if known else _added(db, organisation, row, codes)
    opened = managing_accounts.open_account(db, login=login, name=row["name"])
    managing_accounts.give_roles(db, opened.account_id, acting, roles)
    return SampleAccount(opened.login, organisation, told, opened.password)


def _added(db: Session, name: str, row: dict[str, str], codes: dict[str, str]) -> int:
    return managing_accounts.add_organisation(
        db, name=name, kind=row["kind"], level=row["level"], codes=[codes[row["level"]]]
    )
