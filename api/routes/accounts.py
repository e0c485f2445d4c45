"""Accounts, organisations and roles over HTTP (用户管理): for administrators and programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Query, Response

from api.dependencies import Owner, Paging
from api.dependencies.callers import Signed, needs
from api.schemas.accounts import (
    AccountChange,
    AccountIn,
    AccountListOut,
    AccountOut,
    HeldRoleOut,
    JurisdictionOut,
    MeOut,
    OpenedOut,
    OrganisationIn,
    OrganisationListOut,
    OrganisationOut,
    PasswordOut,
    RolesIn,
)
from api.services import listing_accounts, managing_accounts
from api.services.listing_accounts import AccountInFull, OrganisationInFull
from api.services.person import ROLES
from api.services.refusals import TagMissing

router = APIRouter(prefix="/api/v1", tags=["用户"])
MANAGING = [needs("administrator", scope="accounts")]

AccountId = Annotated[int, Path(ge=1, le=2**31 - 1, description="用户编号", examples=[1])]
Text = Annotated[str, Query(max_length=80, description="名称中的一段文字", examples=["万州"])]
OPEN = {"one": {"summary": "经办人", "value": {"login": "li.hua", "name": "李华"}}}
CHANGE = {"one": {"summary": "停用", "value": {"name": "李华", "closed": True}}}
GIVE = {"one": {"summary": "授予经办", "value": {"organisation_id": 2, "roles": ["clerk"]}}}
BUREAU = {
    "one": {
        "summary": "区县民政局",
        "value": {
            "name": "万州区民政局",
            "kind": "civil_affairs",
            "level": "county",
            "codes": ["500101"],
        },
    }
}
IfMatch = Annotated[str | None, Header(description="取回时的第几稿，例如 1", examples=['"1"'])]


@router.get("/me", summary="登录的是谁", description="当前会话或令牌的用户、所代表的机构和角色。")
def me(person: Signed) -> MeOut:
    """Tell who asks."""
    roles = sorted(person.roles)
    return MeOut(
        login=person.login,
        name=person.name,
        organisation_id=person.organisation_id,
        organisation=person.organisation,
        roles=roles,
        role_names=[ROLES[role] for role in roles],
        scopes=sorted(person.scopes),
    )


@router.get(
    "/accounts",
    dependencies=MANAGING,
    summary="查询用户",
    description="按登录名或姓名查找，含已停用的。限管理员。",
)
def accounts(db: Owner, page: Paging, q: Text = "") -> AccountListOut:
    """List accounts."""
    found = listing_accounts.accounts_like(db, q, limit=page.limit, offset=page.offset)
    return AccountListOut(items=[_account(one) for one in found])


@router.post(
    "/accounts",
    dependencies=MANAGING,
    status_code=201,
    summary="开通用户",
    description="开通后回答初始密码，只显示一次；首次登录须修改。角色另行授予。限管理员。",
)
def open_account(body: Annotated[AccountIn, Body(openapi_examples=OPEN)], db: Owner) -> OpenedOut:
    """Open an account."""
    opened = managing_accounts.open_account(db, login=body.login, name=body.name)
    known = _account(listing_accounts.account_in_full(db, opened.account_id))
    return OpenedOut(**known.model_dump(), password=opened.password)


@router.patch(
    "/accounts/{id}",
    dependencies=MANAGING,
    summary="修改或停用用户",
    description="须在 If-Match 中写明取回时的稿次（version）；停用即结束其全部会话。限管理员。",
)
def change(
    id: AccountId,
    body: Annotated[AccountChange, Body(openapi_examples=CHANGE)],
    person: Signed,
    db: Owner,
    if_match: IfMatch = None,
) -> AccountOut:
    """Change an account."""
    tag = (if_match or "").strip().strip('"')
    if not tag.isdecimal():
        raise TagMissing("没有写明所改的是哪一稿", "请在 If-Match 中写明取回时的 version")
    managing_accounts.require_reach_of_account(db, person, id)
    managing_accounts.change_account(db, id, version=int(tag), name=body.name, closed=body.closed)
    return _account(listing_accounts.account_in_full(db, id))


@router.put(
    "/accounts/{id}/roles",
    dependencies=MANAGING,
    summary="授予角色",
    description="写明该用户在一个机构的全部角色，未写的即终止；历史保留。限管理员。",
)
def roles(
    id: AccountId,
    body: Annotated[RolesIn, Body(openapi_examples=GIVE)],
    person: Signed,
    db: Owner,
) -> AccountOut:
    """Give roles."""
    managing_accounts.require_reach(db, person, body.organisation_id)
    managing_accounts.give_roles(db, id, body.organisation_id, body.roles)
    return _account(listing_accounts.account_in_full(db, id))


@router.post(
    "/accounts/{id}/password",
    dependencies=MANAGING,
    summary="重设密码",
    description="回答新的初始密码，只显示一次；原有会话全部结束。限管理员。",
)
def reset_password(id: AccountId, person: Signed, db: Owner, response: Response) -> PasswordOut:
    """Set a password anew."""
    managing_accounts.require_reach_of_account(db, person, id)
    response.headers["Cache-Control"] = "no-store"
    return PasswordOut(password=managing_accounts.reset_password(db, id))


@router.get(
    "/organisations",
    dependencies=[needs()],
    summary="查询机构",
    description="按名称查找机构及其管辖的区划。",
)
def organisations(db: Owner, page: Paging, q: Text = "") -> OrganisationListOut:
    """List organisations."""
    found = listing_accounts.organisations_like(db, q, limit=page.limit, offset=page.offset)
    return OrganisationListOut(items=[_organisation(one) for one in found])


@router.post(
    "/organisations",
    dependencies=MANAGING,
    status_code=201,
    summary="新增机构",
    description=(
        "机构按管辖的区划代码登记，可以没有自己的区划代码（例如两江新区社会保障局）。限管理员。"
    ),
)
def add_organisation(
    body: Annotated[OrganisationIn, Body(openapi_examples=BUREAU)], person: Signed, db: Owner
) -> OrganisationOut:
    """Add an organisation."""
    made = managing_accounts.add_organisation(
        db,
        name=body.name,
        kind=body.kind,
        level=body.level,
        codes=body.codes,
        parent_id=body.parent_id,
    )
    managing_accounts.require_reach(db, person, made)
    return _organisation(listing_accounts.organisation_in_full(db, made))


def _account(known: AccountInFull) -> AccountOut:
    return AccountOut(
        id=known.account.id,
        login=known.account.login,
        name=known.account.name,
        version=known.account.version,
        opened_at=known.account.opened_at,
        closed_at=known.account.closed_at,
        roles=[
            HeldRoleOut(
                organisation_id=held.organisation_id,
                organisation=held.organisation,
                role=held.role,
                role_name=ROLES[held.role],
            )
            for held in known.roles
        ],
    )


def _organisation(known: OrganisationInFull) -> OrganisationOut:
    return OrganisationOut(
        id=known.organisation.id,
        name=known.organisation.name,
        kind=known.organisation.kind,
        level=known.organisation.level,
        parent_id=known.organisation.parent_id,
        jurisdictions=[
            JurisdictionOut(code=one.code, name=one.name) for one in known.jurisdictions
        ],
    )
