"""`./diming up` of a fresh copy serves, answers, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.api.cluster.conftest import gone, servers_of
from tests.smoke.conftest import END_S, WARM_START_S, Copy, free_port

pytestmark = pytest.mark.smoke

SHIPO = {"name": "石坡村", "place_type": "村", "division": "500101"}


def test_the_help_is_there_before_anything_is_installed(copy: Copy, tmp_path: Path) -> None:
    told = copy.run("--help", DIMING_VENV=str(tmp_path / "none"))
    assert (told.returncode, "check-name" in told.stdout) == (0, True)
    assert not (tmp_path / "none").exists()


def test_the_first_start_tells_the_seconds_of_its_steps(copy: Copy) -> None:
    steps = ("建立虚拟环境", "安装程序及其依赖", "准备数据库", "更新数据库结构", "就绪，共用")
    said = [line for line in copy.first_words.splitlines() if line.rstrip().endswith("秒")]
    missing = [step for step in steps if not any(step in line for line in said)]
    assert missing == [], copy.first_words


def test_a_served_copy_checks_a_name(copy: Copy) -> None:
    with copy.up(free_port()) as up:
        status, told = up.ask("/api/v1/name-checks", SHIPO)
    assert (status, told["verdict"] in {"pass", "note", "warn", "block"}) == (200, True)


def test_the_second_start_makes_nothing_anew(copy: Copy) -> None:
    costly = ("建立虚拟环境", "安装程序及其依赖", "已入库")
    assert [step for step in costly if step not in copy.first_words] == []
    with copy.up(free_port()) as up:
        said = up.log.read_text()
    assert [step for step in costly if step in said] == []


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_after_an_orderly_end(copy: Copy, wish: signal.Signals) -> None:
    port = free_port()
    with copy.up(port) as up:
        up.process.send_signal(wish)
        assert up.process.wait(timeout=END_S) in {0, 130, 143}
    assert servers_of(copy.data) == []
    assert is_free(port)


def test_a_killed_service_leaves_no_database_server(copy: Copy) -> None:
    with copy.up(free_port()) as up:
        up.process.kill()
        up.process.wait()
        assert gone(copy.data, within_s=120)


def test_the_next_start_works_after_the_service_was_killed(copy: Copy) -> None:
    with copy.up(free_port()) as up:
        up.process.kill()
        up.process.wait()
    with copy.up(free_port()) as up:
        assert up.ask("/health")[0] == 200


def test_two_starts_at_once_both_serve(copy: Copy) -> None:
    first, second = copy.started(free_port()), copy.started(free_port())
    try:
        first.wait_until_ready(WARM_START_S)
        second.wait_until_ready(WARM_START_S)
        assert len(servers_of(copy.data)) >= 1
    finally:
        for up in (first, second):
            up.process.terminate()
            up.process.wait(timeout=END_S)


def test_a_taken_port_is_explained_with_another_one(copy: Copy) -> None:
    port = free_port()
    with copy.up(port):
        told = copy.run("up", "--port", str(port))
    assert told.returncode == 1
    assert f"端口 {port} 已被本目录的地名服务占用" in told.stderr
    assert f"--port {port + 1}" in told.stderr


def test_an_interrupted_installation_is_mended(copy: Copy) -> None:
    installing = copy.install()
    while not list((copy.root / ".venv").glob("lib/*/site-packages/sqlalchemy/__init__.py")):
        assert installing.poll() is None
        time.sleep(0.01)
    os.killpg(installing.pid, signal.SIGKILL)
    installing.wait()
    told = copy.run("db", "status")
    assert told.returncode == 0, told.stderr


def is_free(port: int) -> bool:
    """Tell whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
