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
def token(
    login: str = typer.Argument(help="登录名"),
    scope: list[str] = typer.Option(
        [],
        "--scope",
        help="权限代码，可重复；不写为全部",
    ),
    days: int = typer.Option(30, "--days", help="有效天数，至多 366"),
    organisation: str = typer.Option("", "--organisation", help="代表哪个机构；只有一个时可不写"),
    label: str = typer.Option("命令行生成", "--label", help="用在哪里"),
) -> None:
    """生成接口令牌，供程序调用；只显示这一次。

    权限：read 查询、names 地名办理、inspections 联检填报、boundaries 界线维护、accounts 用户管理。

    例：./diming users token li.hua --scope read --scope inspections --days 30
    """
    from api.services import opening_accounts

    with _owner() as db:
        made = opening_accounts.token_for(
            db, login, organisation=organisation, label=label, scopes=scope, days=days
        )
    answer(made)


@app.command()
def bind(
    login: str = typer.Argument(help="登录名"),
    subject: str = typer.Argument("", help="统一身份平台里的用户标识（sub）；不写为解除绑定"),
) -> None:
    """绑定统一身份平台的用户标识，此后可用统一身份登录。

    例：./diming users bind li.hua 7c9e6679-7425-40de-944b-e07fc1f90ae7
    """
    from api.services import opening_accounts

    with _owner() as db:
        opening_accounts.bind(db, login, subject)
    answer(f"{login} 已{'绑定' if subject else '解除绑定'}")


@app.command()
def permissions() -> None:
    """列出每个地址由谁使用：公开的写明理由，其余写明角色与令牌权限。

    例：./diming users permissions
    """
    from api.app import ROUTERS
    from api.routes.permissions import in_words, permissions_of

    for one in permissions_of(ROUTERS).values():
        answer(f"{one.method}\t{one.path}\t{in_words(one)}")


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


@app.command()
def sample(
    county: str = typer.Argument("500101", help="县级区划代码"),
) -> None:
    """开通一套样例机构和用户供试用，每个角色一个，显示初始密码；已有的不动。

    试用完请由管理员在“用户”页停用；正式运行的库里不要开通。

    例：./diming users sample 500101
    """
    from api.services import opening_samples

    with _owner() as db:
        opened = opening_samples.open_sample_office(db, county)
    rows = [("登录名", "初始密码", "角色", "机构")]
    rows += [
        (one.login, one.password or "（已开通）", "、".join(one.roles), one.organisation)
        for one in opened
    ]
    for row in rows:
        answer("\t".join(row))
    answer("首次登录须修改密码。")


@contextmanager
def _owner() -> Iterator[Session]:
    """Yield a session that no policy holds; a refusal ends the command, nothing is kept then."""
    from api.services.refusals import Refusal

    try:
        with opened_session(f"cli:{pwd.getpwuid(os.geteuid()).pw_name}") as db:
            yield db
    except Refusal as refusal:
        raise InputUnusable(refusal.message, refusal.remedy) from refusal
