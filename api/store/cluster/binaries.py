"""The PostgreSQL programs that have PostGIS beside them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from api.store.errors import DatabaseUnavailable

DEBIAN_BINDIRS = Path("/usr/lib/postgresql")
OTHER_BINDIRS = (Path("/usr/local/pgsql/bin"), Path("/opt/homebrew/opt/postgresql@17/bin"))


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL."""

    bindir: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of one program, such as `initdb`."""
        return str(self.bindir / name)


def find_binaries(major: int | None = None) -> Binaries | None:
    """Return the newest PostgreSQL that has PostGIS, or None.

    Args:
        major: Only this major version, because a data directory can be read by no other.
    """
    found = [b for b in (_examined(d) for d in _candidates()) if b and _has_postgis(b)]
    fitting = [b for b in found if major is None or b.major == major]
    return max(fitting, key=lambda b: b.major, default=None)


def find_tool(name: str, *, at_least: int) -> str:
    """Return the path of a client program (`pg_dump`, `pg_restore`) of a version or newer.

    Raises:
        DatabaseUnavailable: No installation on this machine is new enough.
    """
    found = [b for b in (_examined(d) for d in _candidates()) if b and b.major >= at_least]
    usable = [b for b in found if (b.bindir / name).exists()]
    if not usable:
        raise DatabaseUnavailable(
            f"本机没有 {at_least} 版或更新的 {name}，无法备份或恢复该版本的数据库",
            f"请安装：apt-get install postgresql-client-{at_least}，或在数据库所在的机器上执行",
        )
    return min(usable, key=lambda b: b.major).program(name)


def _candidates() -> list[Path]:
    """Return the directories that may hold the programs; `PG_BINDIR` stands alone when set."""
    named = os.environ.get("PG_BINDIR")
    if named:
        return [Path(named)]
    on_path = shutil.which("postgres") or shutil.which("pg_dump")
    more = [Path(on_path).resolve().parent] if on_path else []
    return [*sorted(DEBIAN_BINDIRS.glob("*/bin")), *OTHER_BINDIRS, *more]


def _examined(bindir: Path) -> Binaries | None:
    """Return the installation in a directory when its version can be told."""
    for program in ("postgres", "pg_dump"):
        if (bindir / program).exists():
            asked = [str(bindir / program), "--version"]
            said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
            version = re.search(r"(\d+)(?:\.\d+|beta|rc|devel)", said)
            return Binaries(bindir, int(version.group(1))) if version else None
    return None


def _has_postgis(binaries: Binaries) -> bool:
    """Tell whether a server of this installation can create the extension postgis."""
    if not (binaries.bindir / "initdb").exists():
        return False
    share = Path("/usr/share/postgresql") / str(binaries.major)
    if not share.is_dir() and (binaries.bindir / "pg_config").exists():
        asked = [binaries.program("pg_config"), "--sharedir"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        share = Path(said.strip())
    return (share / "extension" / "postgis.control").exists()
