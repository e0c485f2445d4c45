"""The operating-system account the server runs under.

PostgreSQL refuses to run as root, so root hands the server to the account `postgres` that the
package created. Everybody else runs it under the own account.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from api.store.errors import DatabaseUnavailable

CANDIDATES = ("postgres", "nobody")


class RunAs(TypedDict, total=False):
    """The arguments by which `subprocess` changes the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """One account: name, user id, group id, and whether we have to change to it."""

    name: str
    uid: int
    gid: int
    foreign: bool

    def run_as(self) -> RunAs:
        """Return the arguments for `subprocess` that run a program under this account."""
        if not self.foreign:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make this account the owner of a path of ours."""
        if self.foreign:
            os.chown(path, self.uid, self.gid)


def server_account(data: Path) -> Account:
    """Return the account for the server of a data directory, existing or not.

    Raises:
        DatabaseUnavailable: No account is fit, or the directory belongs to somebody else.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise DatabaseUnavailable(
                f"数据目录 {data} 属于另一个用户",
                "请以该用户运行，或用 DIMING_DATA_DIR 另选数据目录",
            )
        return _account(pwd.getpwuid(me), foreign=False)
    if owner:
        return _account(pwd.getpwuid(owner), foreign=True)
    for name in CANDIDATES:
        try:
            return _account(pwd.getpwnam(name), foreign=True)
        except KeyError:
            continue
    raise DatabaseUnavailable(
        "数据库服务器不能以 root 运行，而系统中没有 postgres 用户",
        "请执行：adduser --system postgres",
    )


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what would change a server's locale, time zone or target."""
    foreign = ("PG", "LC_", "LANG", "LANGUAGE", "TZ")
    kept = {k: v for k, v in environment.items() if not k.startswith(foreign)}
    return {**kept, "LC_ALL": "C.UTF-8"}


def _account(entry: pwd.struct_passwd, *, foreign: bool) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, foreign)
