"""The command line says in Chinese what it can do and what went wrong, and ends with 0, 1 or 2."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli.chinese import usage_error
from api.cli.frame import run
from api.cli.printing import cells, table
from api.settings import CHECKOUT

COMMANDS = (
    *("up", "test", "db", "load", "check-name", "check-names", "check-boundaries"),
    *("check-inspection", "romanize", "schema", "rules", "audit"),
)


Run = Callable[..., "Told"]


@dataclass(frozen=True)
class Told:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def diming(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command in this process."""

    def run_here(*arguments: str, **environment: str) -> Told:
        for name, value in {"COLUMNS": "100", "DIMING_DEBUG": "", **environment}.items():
            monkeypatch.setenv(name, value)
        code = run(list(arguments))
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return run_here


def test_the_help_names_every_command(diming: Run) -> None:
    told = diming("--help").stdout
    assert [command for command in COMMANDS if f" {command} " not in told] == []


def test_the_help_of_the_launcher_names_every_command() -> None:
    told = (CHECKOUT / "diming").read_text()
    assert [command for command in COMMANDS if f"\n  {command} " not in told] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese(diming: Run, command: str) -> None:
    told = diming(command, "--help")
    assert told.returncode == 0
    assert "显示本说明并退出" in told.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(diming: Run, command: str) -> None:
    shown = [command] if command != "db" else ["db", "backup"]
    assert f"./diming {' '.join(shown)}" in diming(*shown, "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "没有命令“nonsense”"),
        (["up", "--prot", "1"], "没有选项 --prot"),
        (["up", "--port", "x"], "应为整数"),
        (["up", "--port", "70000"], "不应大于 65535"),
        (["db", "backup"], "缺少参数"),
        (["db", "stop", "now"], "多余的参数"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_why(
    diming: Run, arguments: list[str], said: str
) -> None:
    told = diming(*arguments)
    assert (told.returncode, said in told.stderr) == (2, True), told.stderr


def test_an_unusable_setting_ends_with_one_and_names_it(diming: Run) -> None:
    told = diming("db", "status", DIMING_PORT="many")
    assert (told.returncode, "DIMING_PORT" in told.stderr.upper()) == (1, True), told.stderr


def test_a_failure_shows_no_calls_unless_asked(diming: Run, tmp_path: Path) -> None:
    told = diming("db", "restore", str(tmp_path / "none.dump"))
    assert (told.returncode, "Traceback" in told.stderr) == (1, False)


def test_a_failure_shows_its_calls_when_asked(diming: Run, tmp_path: Path) -> None:
    told = diming("--debug", "db", "restore", str(tmp_path / "none.dump"))
    assert "Traceback" in told.stderr


def test_a_server_of_somebody_else_is_neither_started_nor_stopped(diming: Run) -> None:
    told = diming("db", "stop", DATABASE_URL="postgresql://somewhere/else")
    assert (told.returncode, "DATABASE_URL" in told.stderr) == (1, True)


def test_an_unreachable_server_is_explained(diming: Run) -> None:
    told = diming("db", "upgrade", DATABASE_URL="postgresql://nobody@/none?host=/nonexistent")
    assert (told.returncode, "无法连接数据库" in told.stderr) == (1, True)


def test_a_folder_named_like_a_room_in_the_current_folder_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").write_text("raise SystemExit(99)")
    command = [sys.executable, "-P", "-m", "api", "--help"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_an_unknown_wording_of_the_library_is_passed_on() -> None:
    assert usage_error("Something new.") == "Something new."


def test_a_table_is_aligned_by_the_cells_of_chinese_letters() -> None:
    lines = table([("目录", "一"), ("PostGIS", "二")]).splitlines()
    assert cells(lines[0][: lines[0].index("一")]) == cells(lines[1][: lines[1].index("二")])
