"""Whether a PostgreSQL somebody else runs is fit for us, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from api.store.extensions import ensure_extensions

OLDEST_SERVER = 14
OLDEST_POSTGIS = (3, 3)
COLLATIONS = ("zh-Hans-CN-x-icu", "zh-x-icu")


@dataclass(frozen=True, slots=True)
class ServerProblem:
    """One thing that is wrong with a server: what was found, and the remedy, in Chinese."""

    check: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.found}。处理办法：{self.remedy}"


def driver_url(url: str) -> str:
    """Return the address for SQLAlchemy with psycopg 3, whatever prefix it came with."""
    scheme, separator, rest = url.partition("://")
    plain = scheme in {"postgres", "postgresql"}
    return f"postgresql+psycopg://{rest}" if plain and separator else url


def libpq_url(url: str) -> str:
    """Return the address as libpq and its programs understand it."""
    return "postgresql://" + driver_url(url).partition("://")[2]


def check_server(url: str) -> list[ServerProblem]:
    """Return every reason why the database at `url` cannot be ours; empty when it is fit.

    Nothing is changed: what must be tried is tried in a transaction that is rolled back.
    """
    try:
        # Without a client encoding, a SQL_ASCII server would answer in bytes.
        connection = psycopg.connect(
            libpq_url(url), connect_timeout=10, autocommit=True, client_encoding="utf8"
        )
    except psycopg.Error as refusal:
        return [
            ServerProblem(
                "connection",
                f"无法连接数据库：{str(refusal).strip().splitlines()[-1]}",
                "请核对 DATABASE_URL 的主机、端口、库名、用户与密码，并确认服务器已启动",
            )
        ]
    with connection:
        found = [check(connection) for check in CHECKS]
    return [problem for problem in found if problem is not None]


def _check_version(connection: psycopg.Connection) -> ServerProblem | None:
    major = connection.info.server_version // 10000
    if major >= OLDEST_SERVER:
        return None
    return ServerProblem(
        "version",
        f"PostgreSQL 版本为 {major}，低于 {OLDEST_SERVER}",
        f"请升级到 PostgreSQL {OLDEST_SERVER} 或更新版本",
    )


def _check_encoding(connection: psycopg.Connection) -> ServerProblem | None:
    encoding = _value(connection, "show server_encoding")
    if encoding == "UTF8":
        return None
    return ServerProblem(
        "encoding",
        f"数据库编码为 {encoding}，不是 UTF8",
        "请新建数据库：CREATE DATABASE diming TEMPLATE template0 ENCODING 'UTF8' "
        "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
    )


def _check_postgis(connection: psycopg.Connection) -> ServerProblem | None:
    version = _value(
        connection,
        "select coalesce(installed_version, default_version) from pg_available_extensions"
        " where name = 'postgis'",
    )
    if version is None:
        return ServerProblem(
            "postgis",
            "服务器上没有 PostGIS",
            "请在数据库服务器上安装 PostGIS 3.3 或更新版本（Debian：postgresql-postgis）",
        )
    if tuple(int(part) for part in version.split(".")[:2]) >= OLDEST_POSTGIS:
        return None
    return ServerProblem(
        "postgis",
        f"PostGIS 版本为 {version}，低于 3.3",
        "请升级 PostGIS，并执行 ALTER EXTENSION postgis UPDATE",
    )


def _check_extensions(connection: psycopg.Connection) -> ServerProblem | None:
    try:
        with connection.transaction(force_rollback=True):
            ensure_extensions(connection)
    except psycopg.errors.InsufficientPrivilege:
        return ServerProblem(
            "extensions",
            "当前数据库用户无权建立扩展 postgis、pg_trgm、btree_gist",
            "请由数据库管理员在该库中执行：CREATE EXTENSION postgis; "
            "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gist;",
        )
    except psycopg.Error as refusal:
        return ServerProblem(
            "extensions",
            f"无法建立扩展：{str(refusal).strip().splitlines()[0]}",
            "请在数据库服务器上安装 PostGIS 与 contrib 扩展（pg_trgm、btree_gist）",
        )
    return None


def _check_trigrams(connection: psycopg.Connection) -> ServerProblem | None:
    try:
        with connection.transaction(force_rollback=True):
            ensure_extensions(connection)
            seen = _value(connection, "select array_length(show_trgm('重庆'), 1)")
    except psycopg.Error:
        # Said already by the check of the extensions or of the encoding.
        return None
    if seen:
        return None
    return ServerProblem(
        "trigrams",
        "pg_trgm 不能识别汉字（show_trgm('重庆') 为空），因为数据库的 LC_CTYPE 是 C",
        "请用 LC_CTYPE 'C.UTF-8' 新建数据库：CREATE DATABASE diming TEMPLATE template0 "
        "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
    )


def _check_collation(connection: psycopg.Connection) -> ServerProblem | None:
    found = connection.execute(
        "select 1 from pg_collation where collname = any(%s)", (list(COLLATIONS),)
    )
    if found.fetchone():
        return None
    return ServerProblem(
        "collation",
        "服务器没有中文 ICU 排序规则（zh-Hans-CN-x-icu）",
        "请使用带 ICU 的 PostgreSQL（Debian 软件包即是），"
        "或由管理员执行 SELECT pg_import_system_collations('pg_catalog')",
    )


CHECKS: tuple[Callable[[psycopg.Connection], ServerProblem | None], ...] = (
    _check_version,
    _check_encoding,
    _check_postgis,
    _check_extensions,
    _check_trigrams,
    _check_collation,
)


def _value(connection: psycopg.Connection, query: str) -> str | None:
    """Return the one value of a query as text, or None."""
    row = connection.execute(query.encode()).fetchone()
    return None if row is None or row[0] is None else str(row[0])
