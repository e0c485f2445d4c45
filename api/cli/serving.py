"""`diming up`: from nothing to a served application."""

from __future__ import annotations

import signal
import socket
import time
from contextlib import ExitStack, suppress
from types import FrameType

import typer

from api.cli.opening import ensure_printing
from api.cli.port import bound, listening
from api.cli.printing import answer, say, timed
from api.cli.workers import Workers, most_workers
from api.settings import Settings, load_settings

app = typer.Typer()


@app.command()
def up(
    port: int | None = typer.Option(
        None, "--port", min=1, max=65535, help="服务端口，默认 8000（或环境变量 DIMING_PORT）"
    ),
    host: str | None = typer.Option(None, "--host", help="监听地址，默认 127.0.0.1，只对本机开放"),
    workers: int | None = typer.Option(
        None,
        "--workers",
        min=1,
        max=32,
        help="工作进程数，默认每个处理器一个、至多四个（或环境变量 DIMING_WORKERS）",
    ),
    no_load: bool = typer.Option(False, "--no-load", help="不装载样例数据"),
) -> None:
    """准备数据库、装载样例数据并启动服务；按 Ctrl-C 停止。

    首次运行时安装缺少的 PostgreSQL + PostGIS、PDF 排版软件包与中文字体，并建立专用数据库，
    之后数秒即可启动。
    设置了环境变量 DATABASE_URL 时，先检查再使用该数据库。

    例：./diming up --port 8080
    """
    begun = time.monotonic()
    named = {"port": port, "host": host, "workers": workers}
    settings = load_settings(**{name: value for name, value in named.items() if value is not None})
    _leave_on_sigterm()
    with bound(settings) as listener, ExitStack() as open_things:
        from api.store.resolving import resolve_database

        with timed("准备数据库"):
            url = open_things.enter_context(resolve_database(settings, say))
        ensure_printing(settings.data_dir / "printing-tried")
        _prepare(url, load=settings.load_samples and not no_load)
        _keep_mark(url, settings)
        _serve(settings.model_copy(update={"database_url": url}), listener, begun)


def _prepare(url: str, *, load: bool) -> None:
    """Bring the database to the newest shape and load the samples once."""
    from api.store.migrate import upgrade
    from api.store.resolving import prepared_alone

    with prepared_alone(url):
        with timed("更新数据库结构"):
            upgrade(url)
        if load:
            with timed("装载样例数据"):
                _load_samples(url)


def _keep_mark(url: str, settings: Settings) -> None:
    """Keep the mark of the journal as it is now, for `audit verify`."""
    from api.services.journal_marks import keep_mark
    from api.store.session import Session, engine_for

    engine = engine_for(url, pool_size=1)
    with Session(engine) as db:
        keep_mark(db, settings.data_dir)
    engine.dispose()


def _load_samples(url: str) -> None:
    """Load the sample files, each said in a line; those already there are left alone."""
    from api.cli.loading import progress_bar
    from api.services.loading.files import load_samples

    with progress_bar() as progress:
        reports = load_samples(url, progress)
    for report in reports:
        if report.outcome != "unchanged":
            rows = f"{report.rows_read} 行，每秒 {report.rows_per_second} 行"
            say(f"  {report.file_name}：{report.outcome.zh}（{rows}）")


def _serve(settings: Settings, listener: socket.socket, begun: float) -> None:
    """Answer requests on a bound socket, in one process or several, until somebody ends it."""
    from api.cli.answering import Serving, prepared
    from api.services.cases.keeping_files import sweep

    count = settings.workers or most_workers()
    with timed("载入程序"):
        # read once: the processes that are forked share it
        config = prepared(settings, count)
    if swept := sweep(settings.files_folder):
        say(f"清理未写完的附件 {swept} 个")
    listening(settings, listener)

    def ready() -> None:
        _announce(settings, listener, begun, count)

    # uvicorn raises the signal once more after it has ended in good order; that is no error.
    with suppress(KeyboardInterrupt, SystemExit):
        if count == 1:
            Serving(config, ready).run(sockets=[listener])
        else:
            Workers(count, lambda tell: Serving(config, tell).run(sockets=[listener])).run(ready)
    say("已停止")


def _announce(settings: Settings, listener: socket.socket, begun: float, count: int) -> None:
    """Say where the application can be found."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{listener.getsockname()[1]}"
    say(f"工作进程 {count} 个")
    say(f"就绪，共用 {time.monotonic() - begun:.1f} 秒")
    answer(f"办公网页  {address}/")
    answer(f"地图      {address}/maps/overview")
    answer(f"接口文档  {address}/docs")
    answer(f"健康检查  {address}/health  {address}/ready")
    answer("按 Ctrl-C 停止")


def _leave_on_sigterm() -> None:
    """Turn SIGTERM into an orderly exit, so that what is open gets closed."""

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
