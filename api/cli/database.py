"""`diming db`: the private cluster and the database in it."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.printing import InputUnusable, answer, say, table, timed
from api.settings import Settings, load_settings

app = typer.Typer(
    help="数据库：启动、停止、查看、更新、备份、恢复。",
    no_args_is_help=True,
)

MEBIBYTE = 1024 * 1024


@app.command()
def start() -> None:
    """启动专用数据库并让它一直运行，直到 `db stop`。

    通常不需要：`up`、`load` 等命令会自行启动数据库，用完即停。

    例：./diming db start
    """
    from api.store.cluster import administration

    settings = _private(load_settings())
    with timed("启动数据库"):
        url = administration.start(settings, say)
    answer(url)


@app.command()
def stop(
    force: bool = typer.Option(False, "--force", help="即使还有程序在使用也停止"),
) -> None:
    """停止专用数据库。

    例：./diming db stop
    """
    from api.store.cluster import administration

    stopped = administration.stop(_private(load_settings()), despite_clients=force)
    answer("数据库已停止" if stopped else "数据库没有在运行")


@app.command()
def status() -> None:
    """显示数据库的位置、版本、大小、结构版本与使用者；不启动任何东西。

    例：./diming db status
    """
    from api.store.checks import check_server, driver_url
    from api.store.cluster import administration
    from api.store.cluster.home import home_of

    settings = load_settings()
    if settings.database_url is not None:
        problems = check_server(settings.database_url)
        rows = [("数据库", "由 DATABASE_URL 指定"), *(("问题", str(p)) for p in problems)]
        url = None if problems else driver_url(settings.database_url)
    else:
        state = administration.cluster_state(settings)
        rows = [("数据库", "专用"), ("目录", state.home), *_private_rows(state)]
        url = home_of(settings.data_dir).url() if state.serving else None
    answer(table(rows + (_content_rows(url) if url else [])))


@app.command()
def upgrade() -> None:
    """把数据库结构更新到当前程序的版本。

    例：./diming db upgrade
    """
    from api.store.migrate import current, head
    from api.store.migrate import upgrade as migrate
    from api.store.resolving import resolve_database

    with resolve_database(load_settings(), say) as url:
        before = current(url)
        with timed("更新数据库结构"):
            migrate(url)
    answer("结构已是最新" if before == head() else f"结构已从 {before or '空'} 更新到 {head()}")


@app.command()
def backup(
    file: Path = typer.Argument(help="备份文件，例如 diming-20261122.dump"),
    overwrite: bool = typer.Option(False, "--overwrite", help="覆盖已有的文件"),
) -> None:
    """把整个数据库备份到一个文件（pg_dump 自定义格式）。

    例：./diming db backup diming-20261122.dump
    """
    from api.store.backup import backup as write
    from api.store.resolving import resolve_database

    if file.exists() and not overwrite:
        raise InputUnusable(f"文件 {file} 已存在", "请另选文件名，或加 --overwrite 覆盖")
    if not file.absolute().parent.is_dir():
        raise InputUnusable(f"文件夹 {file.absolute().parent} 不存在", "请先建立该文件夹")
    with resolve_database(load_settings(), say) as url, timed("备份"):
        size = write(url, file.absolute())
    answer(f"已备份到 {file}（{size / MEBIBYTE:.1f} MB）")


@app.command()
def restore(
    file: Path = typer.Argument(help="由 db backup 生成的备份文件"),
    yes: bool = typer.Option(False, "--yes", help="不再询问"),
) -> None:
    """用备份替换现有数据库；恢复失败时现有数据不受影响。

    先恢复到一个新库，成功后才换入，换入时会断开正在使用数据库的程序。

    例：./diming db restore diming-20261122.dump
    """
    from api.store.backup import database_state
    from api.store.backup import restore as read
    from api.store.migrate import current, head
    from api.store.resolving import resolve_database

    if not file.is_file():
        raise InputUnusable(f"文件 {file} 不存在", "请检查文件名")
    with resolve_database(load_settings(), say) as url:
        others = database_state(url).sessions
        if not yes:
            in_use = f"（现有 {others} 个连接将被断开）" if others else ""
            typer.confirm(f"将用 {file} 替换现有数据库{in_use}，继续吗", abort=True, err=True)
        with timed("恢复"):
            read(url, file.absolute())
        older = current(url) != head()
    answer("已恢复。结构版本与程序不同，请执行 ./diming db upgrade" if older else "已恢复")


def _private(settings: Settings) -> Settings:
    """Return the settings, refusing those that name somebody else's server."""
    if settings.database_url is not None:
        raise InputUnusable(
            "已用 DATABASE_URL 指定数据库，它的启动与停止不归本程序管", "请在该数据库服务器上操作"
        )
    return settings


def _private_rows(state: object) -> list[tuple[str, str]]:
    """Return the lines of the status about the private cluster."""
    from api.store.cluster.administration import ClusterState

    assert isinstance(state, ClusterState)
    if state.major is None:
        return [("状态", "尚未建立（首次 ./diming up 时建立）")]
    users = "、".join(map(str, state.clients)) or "无"
    return [
        ("状态", "运行中" if state.serving else "未运行（需要时自动启动）"),
        ("常驻", "是（./diming db stop 停止）" if state.pinned else "否（用完即停）"),
        ("使用者进程", users),
    ]


def _content_rows(url: str) -> list[tuple[str, str]]:
    """Return the lines of the status about the database itself."""
    from api.store.backup import database_state
    from api.store.migrate import current, head

    state = database_state(url)
    revision = current(url)
    newest = "（最新）" if revision == head() else "（请执行 ./diming db upgrade）"
    return [
        ("PostgreSQL", state.server),
        ("PostGIS", state.postgis),
        ("库名", state.name),
        ("大小", f"{state.size_bytes / MEBIBYTE:.1f} MB"),
        ("结构版本", f"{revision or '空'}{newest}"),
        ("连接数", str(state.sessions)),
    ]
