"""Opening accounts and organisations, giving roles, setting passwords, making tokens.

What is written here needs a session of the owner: nobody who comes through the door may write
these tables, so the routes hand over the engine and not their own session.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from api.services import secrets_kept
from api.services.person import ROLES, SCOPES, Person
from api.services.refusals import (
    AccountRefused,
    OtherState,
    RoleNeeded,
    SignInFailed,
    UnknownAccount,
)
from api.store.queries import accounts, organisations, sign_ins
from api.store.queries.accounts import KnownAccount
from api.store.queries.journal import write_line
from api.store.queries.organisations import KnownOrganisation
from api.store.session import Session

LONGEST_TOKEN = timedelta(days=366)
LEVELS = {
    "nation": "国家级",
    "province": "省级",
    "prefecture": "地级",
    "county": "县级",
    "township": "乡级",
    "village": "村级",
}
KINDS = {
    "civil_affairs": "民政部门",
    "government": "人民政府",
    "department": "其他部门",
    "committee": "村（居）民委员会",
    "enterprise": "企业事业单位",
    "experts": "专家组",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that was opened, with the password to hand over once."""

    account_id: int
    login: str
    password: str


def open_account(db: Session, *, login: str, name: str, password: str = "") -> Opened:
    """Open an account; without a password one is made that must be changed at first sign-in.

    Raises:
        AccountRefused: The sign-in name is taken or has other characters than it may.
        WeakPassword: The password is easily guessed.
    """
    login, name = login.strip(), name.strip()
    if not login.isascii() or not 2 <= len(login) <= 64 or not login[0].isalnum():
        raise AccountRefused(
            f"登录名“{login}”不能用",
            "请用 2 至 64 个字母、数字或 . _ @ -，以字母或数字开头",
            "login",
        )
    if set(login) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-"):
        raise AccountRefused(
            f"登录名“{login}”含有不能用的字符", "请用字母、数字或 . _ @ -", "login"
        )
    if not name:
        raise AccountRefused("没有填写姓名", "请填写姓名", "name")
    if accounts.account_named(db, login):
        raise AccountRefused(f"登录名“{login}”已被使用", "请换一个登录名", "login")
    made = password or secrets.token_urlsafe(12)
    if password:
        secrets_kept.require_strong(password, login=login)
    account_id = accounts.add_account(
        db,
        login=login,
        name=name,
        password_hash=secrets_kept.hashed(made),
        must_change=not password,
    )
    _line(db, "open_account", account_id, after={"login": login, "name": name})
    return Opened(account_id, login, "" if password else made)


def change_account(
    db: Session, account_id: int, *, version: int, name: str, closed: bool
) -> KnownAccount:
    """Rename, close or open an account; closing ends its sessions.

    Raises:
        UnknownAccount: No such account.
        OtherState: Somebody changed it meanwhile.
    """
    before = _account(db, account_id)
    if not accounts.change_account(db, account_id, version=version, name=name, closed=closed):
        raise OtherState("该用户已被他人改动", "请刷新后核对再提交")
    if closed:
        sign_ins.end_all(db, account_id)
    _line(
        db,
        "close_account" if closed else "change_account",
        account_id,
        before={"name": before.name, "closed": before.closed_at is not None},
        after={"name": name, "closed": closed},
    )
    return _account(db, account_id)


def reset_password(db: Session, account_id: int) -> str:
    """Give the account a new password, to be changed at the next sign-in; return it."""
    _account(db, account_id)
    made = secrets.token_urlsafe(12)
    accounts.set_password(db, account_id, password_hash=secrets_kept.hashed(made), must_change=True)
    sign_ins.end_all(db, account_id)
    _line(db, "reset_password", account_id)
    return made


def change_password(db: Session, person: Person, *, secret: str, current: str, fresh: str) -> None:
    """Set the own password; every other session of the account ends.

    Raises:
        SignInFailed: The present password is wrong.
        WeakPassword: The new one is easily guessed.
    """
    kept, _ = accounts.password_of(db, person.account_id)
    if not secrets_kept.fits(kept, current):
        raise SignInFailed("现在的密码不对", "请核对后重试", "current")
    secrets_kept.require_strong(fresh, login=person.login)
    accounts.set_password(
        db, person.account_id, password_hash=secrets_kept.hashed(fresh), must_change=False
    )
    sign_ins.end_all(db, person.account_id, but=secrets_kept.digest(secret))
    _line(db, "change_password", person.account_id)


def bind_subject(db: Session, account_id: int, subject: str) -> None:
    """Let the account sign in at the identity provider as `subject`; empty ends that.

    Raises:
        UnknownAccount: No such account.
        AccountRefused: Another account is bound to it.
    """
    _account(db, account_id)
    wanted = subject.strip() or None
    bound = accounts.account_of_subject(db, wanted) if wanted else None
    if bound is not None and bound.id != account_id:
        raise AccountRefused(f"该身份已绑定用户“{bound.login}”", "请先解除原有的绑定", "subject")
    accounts.bind_subject(db, account_id, wanted)
    _line(db, "bind_subject", account_id, after={"subject": wanted})


def require_reach(db: Session, by: Person, organisation_id: int) -> None:
    """Refuse an administrator who reaches beyond the divisions his organisation acts for.

    Raises:
        UnknownAccount: No such organisation.
        RoleNeeded: It is neither the own organisation nor one below.
    """
    known = _organisation(db, organisation_id)
    if organisation_id == by.organisation_id:
        return
    if not organisations.lies_within(db, organisation_id, by.division_ids):
        raise RoleNeeded(f"“{known.name}”不在您的管辖范围内", "请由上级单位的管理员办理")


def require_reach_of_account(db: Session, by: Person, account_id: int) -> None:
    """Refuse an administrator who would change somebody of an organisation beyond his reach.

    Raises:
        UnknownAccount: No such account.
        RoleNeeded: The account has a role in an organisation beyond reach.
    """
    _account(db, account_id)
    for held in {role.organisation_id for role in accounts.roles_of(db, account_id)}:
        require_reach(db, by, held)


def give_roles(db: Session, account_id: int, organisation_id: int, roles: Iterable[str]) -> None:
    """Let the account hold exactly `roles` in the organisation.

    Raises:
        UnknownAccount: No such account or organisation.
        AccountRefused: A role nobody has.
    """
    wanted = sorted(set(roles))
    if unknown := [role for role in wanted if role not in ROLES]:
        raise AccountRefused(f"没有角色“{unknown[0]}”", f"可用的角色：{'、'.join(ROLES)}", "roles")
    _account(db, account_id)
    _organisation(db, organisation_id)
    added, ended = accounts.give_roles(db, account_id, organisation_id, wanted)
    if added or ended:
        after = {"organisation_id": organisation_id, "added": added, "ended": ended}
        _line(db, "give_roles", account_id, after=after)


def add_organisation(
    db: Session,
    *,
    name: str,
    kind: str,
    level: str,
    codes: Iterable[str],
    parent_id: int | None = None,
    since: date | None = None,
) -> int:
    """Add an organisation that acts for the divisions of `codes`; return its id.

    Raises:
        AccountRefused: The name is taken, the kind or level unknown, or a code has no division.
    """
    name = name.strip()
    if not name or organisations.organisation_named(db, name):
        raise AccountRefused(f"机构“{name}”已有或没有名称", "请换一个名称", "name")
    for word, known, field in ((kind, KINDS, "kind"), (level, LEVELS, "level")):
        if word not in known:
            raise AccountRefused(f"没有“{word}”这一种", f"可用：{'、'.join(known)}", field)
    if parent_id is not None:
        _organisation(db, parent_id)
    organisation_id = organisations.add_organisation(
        db, name=name, kind=kind, level=level, parent_id=parent_id
    )
    set_jurisdiction(db, organisation_id, codes, since=since)
    return organisation_id


def set_jurisdiction(
    db: Session, organisation_id: int, codes: Iterable[str], *, since: date | None = None
) -> None:
    """Let the organisation act for exactly the divisions of `codes` from a day on.

    Raises:
        UnknownAccount: No such organisation.
        AccountRefused: A code has no division today.
    """
    organisation = _organisation(db, organisation_id)
    wanted = list(dict.fromkeys(codes))
    found = organisations.division_ids_of(db, wanted)
    if missing := [code for code in wanted if code not in found]:
        raise AccountRefused(
            f"没有区划代码 {missing[0]}", "请先用 /api/v1/divisions 查询代码", "codes"
        )
    organisations.act_for(
        db,
        organisation_id,
        list(found.values()),
        work="all",
        since=since or datetime.now(UTC).date(),
    )
    write_line(
        db,
        verb="set_jurisdiction",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        after={"name": organisation.name, "codes": wanted},
    )


def make_token(db: Session, person: Person, *, label: str, scopes: Iterable[str], days: int) -> str:
    """Make an API token of the person, for the organisation acted for now; return its secret.

    Raises:
        AccountRefused: No label, a scope nobody knows or the person lacks, or it lasts too long.
    """
    wanted = sorted(set(scopes))
    if not label.strip():
        raise AccountRefused("没有写明令牌用在哪里", "请填写名称", "label")
    if not wanted or any(scope not in SCOPES or scope not in person.scopes for scope in wanted):
        raise AccountRefused(
            "权限没有选或不能选", f"可选：{'、'.join(sorted(person.scopes))}", "scopes"
        )
    if not 1 <= days <= LONGEST_TOKEN.days:
        raise AccountRefused("有效天数超出范围", f"请填 1 至 {LONGEST_TOKEN.days}", "days")
    if not person.organisation_id:
        raise AccountRefused("还没有加入任何机构", "请先由管理员授予角色", "organisation")
    secret = secrets_kept.new_token()
    token_id = sign_ins.add_token(
        db,
        digest=secrets_kept.digest(secret),
        account_id=person.account_id,
        organisation_id=person.organisation_id,
        label=label.strip(),
        scopes=wanted,
        ends_at=datetime.now(UTC) + timedelta(days=days),
    )
    told: dict[str, object] = {"token_id": token_id, "label": label.strip(), "scopes": wanted}
    _line(db, "make_token", person.account_id, after=told)
    return secret


def revoke_token(db: Session, person: Person, token_id: int) -> None:
    """End an own token.

    Raises:
        UnknownAccount: The person has no such token.
    """
    if not sign_ins.revoke_token(db, person.account_id, token_id):
        raise UnknownAccount("没有这个令牌", "请刷新后重试")
    _line(db, "revoke_token", person.account_id, after={"token_id": token_id})


def _account(db: Session, account_id: int) -> KnownAccount:
    found = accounts.account_of_id(db, account_id)
    if found is None:
        raise UnknownAccount(f"没有编号为 {account_id} 的用户")
    return found


def _organisation(db: Session, organisation_id: int) -> KnownOrganisation:
    found = organisations.organisation_of_id(db, organisation_id)
    if found is None:
        raise UnknownAccount(f"没有编号为 {organisation_id} 的机构")
    return found


def _line(
    db: Session,
    verb: str,
    account_id: int,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    write_line(
        db,
        verb=verb,
        subject_kind="account",
        subject_id=str(account_id),
        before=before,
        after=after,
    )
