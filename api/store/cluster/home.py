"""The folder of one private cluster: what lies where, and who may hold which lock."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import make_conninfo

from api.store.cluster.account import Account
from api.store.errors import DatabaseUnavailable

DATABASE = "diming"
ROLE = "diming"
# sockaddr_un holds 107 bytes; the server appends this name to its folder.
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = "/.s.PGSQL.5432"
SHORT_FOLDER = Path("/tmp")


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one private cluster.

    Attributes:
        root: The folder that everything of the cluster lies in, absolute.
        throwaway: Made for tests: not synced to disk, removed with its last lease.
    """

    root: Path
    throwaway: bool = False

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory; exists only when it is complete."""
        return self.root / "pg"

    @property
    def start_lock(self) -> Path:
        """Held by whoever is making or starting the server."""
        return self.root / "start.lock"

    @property
    def lease_lock(self) -> Path:
        """Held shared by every client; the keeper waits to hold it alone."""
        return self.root / "leases.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper as long as it lives."""
        return self.root / "keeper.lock"

    @property
    def pin(self) -> Path:
        """Exists while the server shall run without clients (`db start`)."""
        return self.root / "pinned"

    @property
    def log(self) -> Path:
        """What the keeper and the server write."""
        return self.root / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the unix socket, short enough for the kernel."""
        inside = self.root / "run"
        if len(os.fsencode(inside)) + len(SOCKET_NAME) <= LONGEST_SOCKET_PATH:
            return inside
        mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return SHORT_FOLDER / f"diming-{os.geteuid()}-{mark}"

    def url(self, database: str = DATABASE) -> str:
        """Return the SQLAlchemy address of one database of this cluster."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def conninfo(self, database: str = DATABASE) -> str:
        """Return libpq's connection string for one database of this cluster."""
        return make_conninfo(host=str(self.sockets), port=5432, dbname=database, user=ROLE)

    def prepare(self) -> None:
        """Create the folder; permissions are set only on folders created here."""
        missing = [p for p in (self.root, *self.root.parents) if not p.exists()]
        try:
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                folder.chmod(0o755)
        except OSError as refusal:
            raise DatabaseUnavailable(
                f"无法建立数据目录 {self.root}：{refusal.strerror}",
                "请用环境变量 DIMING_DATA_DIR 指定一个可写的目录",
            ) from refusal

    def prepare_sockets(self, account: Account) -> None:
        """Create the folder of the socket for the server's account alone.

        Raises:
            DatabaseUnavailable: Somebody else put something there before us.
        """
        folder = self.sockets
        try:
            folder.mkdir(mode=0o700)
            account.give(folder)
        except FileExistsError:
            if folder.is_symlink() or folder.stat().st_uid != account.uid:
                raise DatabaseUnavailable(
                    f"套接字目录 {folder} 属于他人",
                    "请删除该目录，或用 DIMING_DATA_DIR 另选数据目录",
                ) from None

    def require_reachable(self, account: Account) -> None:
        """Refuse a folder that the server's account cannot enter; open nothing for it.

        Raises:
            DatabaseUnavailable: A parent folder is closed to the account.
        """
        asked = ["/usr/bin/test", "-x", str(self.root)]
        if subprocess.run(asked, check=False, cwd="/", **account.run_as()).returncode != 0:
            raise DatabaseUnavailable(
                f"数据库服务器的用户 {account.name} 无法进入 {self.root}（上级目录不开放）",
                "请用环境变量 DIMING_DATA_DIR 指定别处的目录，例如 /var/lib/diming",
            )


def home_of(data_dir: Path, *, throwaway: bool = False) -> Home:
    """Return the home at a folder; a relative one is taken from the current folder."""
    return Home(Path(data_dir).expanduser().absolute(), throwaway)
