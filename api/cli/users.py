"""`diming users`: accounts and organisations from the machine itself."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from api.cli.opening import opened_session
from api.cli.printing import InputUnusable, answer

if TYPE_CHECKING:
    from api.store.session import Session

app = typer.Typer(
    help="用户与机构：开通用户（包括第一个管理员）、重设密码、登记各级民政部门。",
    no_args_is_help=True,
)


@app.command()
def add(
    login: str = typer.Argument(help="登录名：字母、数字或 . _ @ -"),
    name: str = typer.Option("", "--name", help="姓名，默认与登录名相同"),
    organisation: str = typer.Option("", "--organisation", help="机构名称，没有的会新建"),
    codes: str = typer.Option("", "--codes", help="新建机构所管辖的区划代码，用逗号隔开"),
    role: list[str] = typer.Option([], "--role", help="角色代码，可重复"),
) -> None:
    """开通用户并授予角色；显示初始密码，首次登录须修改。第一个管理员由此开通。

    角色：applicant 申请人、clerk 经办、reviewer 审核、approver 审批、expert 专家、
    department 会审部门、boundary_inspector 界线检查员、guardian 守护员、editor 编辑、
    administrator 管理员、auditor 审计。

    例：./diming users add admin --role administrator --organisation 重庆市民政局 --codes 500000
    """
    from api.services import opening_accounts

    with _owner() as db:
        opened = opening_accounts.open_with_roles(
            db,
            login=login,
            name=name or login,
            organisation=organisation,
            codes=codes.replace("，", ",").replace(",", " ").split(),
            roles=role,
        )
    answer(f"已开通 {opened.login}，初始密码：{opened.password}（首次登录须修改）")


@app.command()
def password(login: str = typer.Argument(help="登录名")) -> None:
    """重设密码；显示新的初始密码，原有会话全部结束。

    例：./diming users password admin
    """
    from api.services import opening_accounts

    with _owner() as db:
        made = opening_accounts.reset(db, login)
    answer(f"{login} 的新密码：{made}（下次登录须修改）")


@app.command()
def bureaus(
    province: str = typer.Argument("500000", help="省级区划代码"),
) -> None:
    """登记一个省、直辖市及其各区县的民政部门，已有的不动。

    例：./diming users bureaus 500000
    """
    from api.services import opening_accounts

    with _owner() as db:
        added = opening_accounts.add_bureaus(db, province)
    answer(f"新增机构 {added} 个")


@contextmanager
def _owner() -> Iterator[Session]:
    """Yield a session that no policy holds; a refusal ends the command, nothing is kept then."""
    from api.services.refusals import Refusal

    try:
        with opened_session(f"cli:{pwd.getpwuid(os.geteuid()).pw_name}") as db:
            yield db
    except Refusal as refusal:
        raise InputUnusable(refusal.message, refusal.remedy) from refusal
