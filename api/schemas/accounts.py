"""Accounts, organisations and roles, as the interface takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.strict import In, Out

Role = Annotated[str, Field(max_length=40, examples=["clerk"], description="角色代码")]


class MeOut(Out):
    """Who is signed in."""

    login: str = Field(description="登录名")
    name: str = Field(description="姓名")
    organisation_id: int = Field(description="所代表机构的编号，0 为没有")
    organisation: str = Field(description="所代表的机构")
    roles: list[str] = Field(description="在该机构的角色代码")
    role_names: list[str] = Field(description="在该机构的角色")
    scopes: list[str] = Field(description="令牌的权限；会话为全部")


class AccountIn(In):
    """An account to open."""

    login: str = Field(max_length=64, description="登录名", examples=["li.hua"])
    name: str = Field(max_length=60, description="姓名", examples=["李华"])


class AccountChange(In):
    """What may change of an account."""

    name: str = Field(max_length=60, min_length=1, description="姓名", examples=["李华"])
    closed: bool = Field(default=False, description="是否停用")


class RolesIn(In):
    """The roles an account shall hold in an organisation, all others end."""

    organisation_id: int = Field(ge=1, le=2**31 - 1, description="机构编号", examples=[1])
    roles: list[Role] = Field(max_length=20, description="角色代码", examples=[["clerk"]])


class HeldRoleOut(Out):
    """A role an account holds."""

    organisation_id: int = Field(description="机构编号")
    organisation: str = Field(description="机构")
    role: str = Field(description="角色代码")
    role_name: str = Field(description="角色")


class AccountOut(Out):
    """An account."""

    id: int = Field(description="用户编号")
    login: str = Field(description="登录名")
    name: str = Field(description="姓名")
    version: int = Field(description="第几稿，改动时写在 If-Match 中")
    opened_at: datetime = Field(description="开通时间")
    closed_at: datetime | None = Field(description="停用时间，空为在用")
    roles: list[HeldRoleOut] = Field(description="角色")


class AccountListOut(Out):
    """A page of accounts."""

    items: list[AccountOut] = Field(description="用户")


class OpenedOut(AccountOut):
    """An account just opened, with the password to hand over."""

    password: str = Field(description="初始密码，只显示这一次，首次登录须修改")


class PasswordOut(Out):
    """A password that was set anew."""

    password: str = Field(description="新密码，只显示这一次，下次登录须修改")


class OrganisationIn(In):
    """An organisation to add."""

    name: str = Field(max_length=80, description="名称", examples=["万州区民政局"])
    kind: str = Field(max_length=40, description="种类代码", examples=["civil_affairs"])
    level: str = Field(max_length=20, description="级别代码", examples=["county"])
    codes: list[str] = Field(max_length=200, description="管辖的区划代码", examples=[["500101"]])
    parent_id: int | None = Field(default=None, ge=1, le=2**31 - 1, description="上级机构编号")


class JurisdictionOut(Out):
    """A division an organisation acts for."""

    code: str = Field(description="区划代码")
    name: str = Field(description="区划名称")


class OrganisationOut(Out):
    """An organisation."""

    id: int = Field(description="机构编号")
    name: str = Field(description="名称")
    kind: str = Field(description="种类代码")
    level: str = Field(description="级别代码")
    parent_id: int | None = Field(description="上级机构编号")
    jurisdictions: list[JurisdictionOut] = Field(description="管辖的区划")


class OrganisationListOut(Out):
    """A page of organisations."""

    items: list[OrganisationOut] = Field(description="机构")
