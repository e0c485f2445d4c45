"""Installing what is missing from the distribution's packages, never silently."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from api.store.cluster.binaries import Binaries, find_binaries
from api.store.errors import DatabaseUnavailable

POSTGIS_PACKAGES = ("postgresql-postgis",)
NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/50-diming.conf")
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3")

Say = Callable[[str], None]


def ensure_binaries(say: Say, major: int | None = None) -> Binaries:
    """Return PostgreSQL with PostGIS, installing the packages when they are missing.

    Args:
        say: Receives one line of progress, in Chinese.
        major: The version an existing data directory needs.

    Raises:
        DatabaseUnavailable: They are missing and cannot be installed here.
    """
    found = find_binaries(major)
    if found:
        return found
    wanted = POSTGIS_PACKAGES if major is None else (f"postgresql-{major}-postgis-3",)
    say(f"本机没有 PostgreSQL + PostGIS，现在用系统软件包安装：{' '.join(wanted)}（约 120 MB）")
    install(wanted, say)
    found = find_binaries(major)
    if not found:
        raise DatabaseUnavailable(
            "软件包已安装，但仍未找到 PostGIS",
            "请检查 /usr/share/postgresql/*/extension/postgis.control 是否存在",
        )
    return found


def install(packages: Sequence[str], say: Say) -> None:
    """Install Debian packages without recommended ones; apt's own lines show the progress.

    Raises:
        DatabaseUnavailable: No apt here, not root, or apt failed; the remedy is the command.
    """
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise DatabaseUnavailable(
            "本系统不是 Debian 或 Ubuntu，无法自动安装 PostGIS",
            "请自备 PostgreSQL（14 以上）与 PostGIS（3.3 以上），"
            "并用环境变量 DATABASE_URL 指明；或用 Docker：docker compose up（见 compose.yaml）",
        )
    if os.geteuid() != 0:
        raise DatabaseUnavailable(
            f"缺少软件包 {' '.join(packages)}，而当前用户无权安装",
            f"请由管理员执行：sudo {command}\n或用环境变量 DATABASE_URL 指明已有的数据库",
        )
    if any(package.startswith("postgresql") for package in packages):
        _refuse_main_cluster()
    # Removed lists are usual in container images, so the update comes first.
    for arguments in (("update", "-q"), ("install", "-y", "--no-install-recommends", *packages)):
        if _apt(arguments, say) != 0:
            raise DatabaseUnavailable(
                f"apt-get {arguments[0]} 失败，软件包未能装好",
                f"请检查网络与软件源后手工执行：{command}",
            )


def _refuse_main_cluster() -> None:
    """Tell Debian not to create and start its own cluster as a service."""
    NO_MAIN_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    if not NO_MAIN_CLUSTER.exists():
        NO_MAIN_CLUSTER.write_text("create_main_cluster = false\n")


def _apt(arguments: Sequence[str], say: Say) -> int:
    """Run apt-get and pass on the lines that tell how far it is; return its exit code."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    told = ("Get:", "Unpacking", "Setting up", "Need to get", "After this", "E:", "W:", "Err:")
    with subprocess.Popen(
        [*APT, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    ) as apt:
        assert apt.stdout is not None
        for line in apt.stdout:
            if line.startswith(told):
                say("  " + line.strip()[:110])
    return apt.returncode
