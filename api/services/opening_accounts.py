"""Opening accounts from the machine itself: the first administrator, and a whole bureau."""

from __future__ import annotations

from collections.abc import Sequence

from api.services import managing_accounts
from api.services.managing_accounts import Opened
from api.services.person import SCOPES, Person
from api.services.refusals import AccountRefused, UnknownAccount
from api.store.queries import accounts, divisions_under, organisations
from api.store.queries.accounts import KnownAccount
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


def token_for(
    db: Session, login: str, *, organisation: str, label: str, scopes: Sequence[str], days: int
) -> str:
    """Make an API token of an account, for a script; return its secret, this once.

    Args:
        db: A session of the owner.
        login: Whose token it is.
        organisation: For whom it acts; may be empty where the account has roles in one only.
        label: What it is for.
        scopes: What it may do (`api.services.person.SCOPES`); all if empty.
        days: For how long.

    Raises:
        UnknownAccount: Nobody has this sign-in name.
        AccountRefused: No role in the organisation, or a scope or a time that cannot be.
    """
    known = _known(db, login)
    person = _acting(db, known, _acted_for(db, known.id, organisation))
    wanted = scopes or sorted(SCOPES)
    return managing_accounts.make_token(db, person, label=label, scopes=wanted, days=days)


def bind(db: Session, login: str, subject: str) -> None:
    """Let the account sign in at the identity provider as `subject`; empty ends that.

    Raises:
        UnknownAccount: Nobody has this sign-in name.
        AccountRefused: Another account is bound to it.
    """
    managing_accounts.bind_subject(db, _known(db, login).id, subject)


def reset(db: Session, login: str) -> str:
    """Set the password of an account anew and return it.

    Raises:
        UnknownAccount: Nobody has this sign-in name.
    """
    return managing_accounts.reset_password(db, _known(db, login).id)


def _known(db: Session, login: str) -> KnownAccount:
    known = accounts.account_named(db, login)
    if known is None:
        raise UnknownAccount(f"没有登录名为“{login}”的用户", "请核对登录名")
    return known


def _acting(db: Session, known: KnownAccount, organisation_id: int) -> Person:
    held = [r for r in accounts.roles_of(db, known.id) if r.organisation_id == organisation_id]
    return Person(
        account_id=known.id,
        login=known.login,
        name=known.name,
        organisation_id=organisation_id,
        organisation=held[0].organisation,
        roles=frozenset(role.role for role in held),
        division_ids=accounts.divisions_of(db, organisation_id),
    )


def _acted_for(db: Session, account_id: int, organisation: str) -> int:
    held = {role.organisation: role.organisation_id for role in accounts.roles_of(db, account_id)}
    if organisation:
        if organisation not in held:
            raise AccountRefused(f"在“{organisation}”没有角色", "请先授予角色", "organisation")
        return held[organisation]
    if len(held) != 1:
        told = "、".join(held) or "没有"
        raise AccountRefused(
            f"有角色的机构：{told}", "请用 --organisation 写明代表哪一个", "organisation"
        )
    return next(iter(held.values()))


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
