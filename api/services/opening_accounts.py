"""Opening accounts from the machine itself: the first administrator, and a whole bureau."""

from __future__ import annotations

from collections.abc import Sequence

from api.services import managing_accounts
from api.services.managing_accounts import Opened
from api.services.refusals import AccountRefused, UnknownAccount
from api.store.queries import accounts, divisions_under, organisations
from api.store.session import Session

SPECIAL = (
    ("西部科学城重庆高新区公共服务局", "500107"),
    ("万盛经开区民政局", "500110"),
)
"""Bodies that act as county authorities without a code of their own (CQ-ORG-2), and where."""


def open_with_roles(
    db: Session,
    *,
    login: str,
    name: str,
    organisation: str,
    codes: Sequence[str],
    roles: Sequence[str],
) -> Opened:
    """Open an account with roles in an organisation, which is added if it is new.

    Raises:
        AccountRefused: Roles without an organisation, a new organisation without codes, ...
    """
    if roles and not organisation:
        raise AccountRefused("授予角色须写明机构", "请加上 --organisation 机构名称", "organisation")
    opened = managing_accounts.open_account(db, login=login, name=name)
    if organisation:
        known = organisations.organisation_named(db, organisation)
        made = known.id if known else _add(db, organisation, codes)
        managing_accounts.give_roles(db, opened.account_id, made, roles)
    return opened


def reset(db: Session, login: str) -> str:
    """Set the password of an account anew and return it.

    Raises:
        UnknownAccount: Nobody has this sign-in name.
    """
    known = accounts.account_named(db, login)
    if known is None:
        raise UnknownAccount(f"没有登录名为“{login}”的用户", "请核对登录名")
    return managing_accounts.reset_password(db, known.id)


def add_bureaus(db: Session, province: str) -> int:
    """Add the civil-affairs authority of a province and of each of its counties.

    Those that are there already are left as they are. Returns how many were added.

    Raises:
        AccountRefused: No division has the code today.
    """
    top = divisions_under.named_divisions(db, [province])
    if not top:
        raise AccountRefused(f"没有区划代码 {province}", "请先装载区划", "codes")
    wanted = [(f"{top[0].name}民政局", "province", province)]
    wanted += [
        (f"{county.name}民政局", "county", county.code)
        for county in divisions_under.counties_of(db, province)
    ]
    wanted += [(name, "county", code) for name, code in SPECIAL if code[:2] == province[:2]]
    added, parent = 0, None
    for name, level, code in wanted:
        known = organisations.organisation_named(db, name)
        if known is None:
            made = managing_accounts.add_organisation(
                db, name=name, kind="civil_affairs", level=level, codes=[code], parent_id=parent
            )
            added += 1
        parent = parent or (known.id if known else made)
    return added


def _add(db: Session, name: str, codes: Sequence[str]) -> int:
    if not codes:
        raise AccountRefused(
            f"没有机构“{name}”", "请核对名称；新建机构请加上 --codes 管辖的区划代码", "organisation"
        )
    level = "province" if codes[0].endswith("0000") else "county"
    return managing_accounts.add_organisation(
        db,
        name=name,
        kind="civil_affairs",
        level="township" if len(codes[0]) > 6 else level,
        codes=codes,
    )
