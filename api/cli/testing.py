"""`diming test`: everything that can be checked, cheapest first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import typer

from api.cli.opening import ensure_printing
from api.cli.printing import answer, complain, say
from api.settings import CHECKOUT

app = typer.Typer()

NO_TESTS_COLLECTED = 5
ONE_RUN = "TESTS_OF_ONE_RUN"
"""Names the run to which several commands of pytest belong (see `tests/conftest.py`)."""
SPECIAL = "postgis or browser or smoke or benchmark"
SEEN = "browser or smoke"
NOTEBOOKS = "tests/notebooks"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_PACKAGES = ("chromium",)


@dataclass(frozen=True, slots=True)
class Check:
    """One step of the whole check: a name, a command, and whether `--fast` leaves it out."""

    title: str
    command: tuple[str, ...]
    slow: bool = False

    @property
    def is_pytest(self) -> bool:
        """Tell whether the step counts tests of its own."""
        return "pytest" in self.command


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step came to."""

    title: str
    passed: int
    failed: int
    seconds: float


@app.command("test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def check_everything(
    arguments: list[str] | None = typer.Argument(
        None, metavar="PYTEST参数", help="只用这些参数运行 pytest，不做其他检查"
    ),
    fast: bool = typer.Option(False, "--fast", help="略去浏览器、笔记本与启动测试"),
) -> None:
    """运行全部检查：规范、类型、房间边界、单元测试、数据库测试、笔记本、浏览器与启动测试。

    缺少 PostGIS、中文字体、排版软件包或 Chromium 而又是 root 时，用系统软件包安装。

    例：./diming test --fast
    例：./diming test tests/naming -k 重名
    """
    if arguments:
        checks = [Check("pytest", _pytest(*arguments))]
    else:
        checks = [check for check in _checks() if not (fast and check.slow)]
    _ensure_software(browser=not fast and not arguments)
    begun = time.monotonic()
    with nullcontext() if arguments else _prepared():
        outcomes = [_outcome(check) for check in checks]
    _summarise(outcomes, time.monotonic() - begun)
    if any(outcome.failed for outcome in outcomes):
        raise typer.Exit(1)


def _checks() -> Iterator[Check]:
    """Yield the steps in the order of their cost."""
    tool = (sys.executable, "-m")
    workers = ("-n", str(min(4, os.cpu_count() or 1)))
    yield Check("规范 ruff check", (*tool, "ruff", "check", ".", "diming"))
    yield Check("格式 ruff format", (*tool, "ruff", "format", "--check", ".", "diming"))
    yield Check("房间边界 lint-imports", (str(Path(sys.executable).with_name("lint-imports")),))
    yield Check("类型 mypy", (*tool, "mypy"))
    not_notebooks = f"--ignore={NOTEBOOKS}"
    yield Check("单元测试", _pytest(*workers, not_notebooks, "-m", f"not ({SPECIAL})"))
    together = ("--dist", "worksteal")  # what a module sets up is set up once
    postgis = "postgis and not (browser or smoke or benchmark)"
    yield Check("数据库测试", _pytest(*workers, *together, not_notebooks, "-m", postgis))
    if (CHECKOUT / NOTEBOOKS).is_dir():
        yield Check("笔记本", _pytest(NOTEBOOKS), slow=True)
    by_file = ("--dist", "loadfile", "--no-loadscope-reorder")
    pages_and_starts = _pytest(*workers, *by_file, not_notebooks, "-m", SEEN)
    yield Check("浏览器与启动测试", pages_and_starts, slow=True)


@contextmanager
def _prepared() -> Iterator[None]:
    """Let the database of all tests be made beside the checks that need none, for once.

    Tests that find nothing prepared do it themselves.
    """
    if os.environ.get("DATABASE_URL_TEST"):
        yield
        return
    os.environ[ONE_RUN] = uuid4().hex
    preparing = subprocess.Popen(
        [sys.executable, "-m", "tests.prepared"], cwd=CHECKOUT, stdin=subprocess.PIPE
    )
    try:
        yield
    finally:
        del os.environ[ONE_RUN]
        preparing.communicate()


def _pytest(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "-q", *arguments)


def _outcome(check: Check) -> Outcome:
    """Run one step, its output going straight to the terminal, and count what it tested."""
    say(f"\n── {check.title}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="diming-report-") as folder:
        report = Path(folder) / "report.xml"
        wanted = [f"--junitxml={report}"] if check.is_pytest else []
        code = subprocess.run([*check.command, *wanted], cwd=CHECKOUT, check=False).returncode
        passed, failed = _counted(report) if check.is_pytest else (int(code == 0), 0)
    if check.is_pytest and code == NO_TESTS_COLLECTED:
        code = 0
    if code != 0 and failed == 0:
        failed = 1
    return Outcome(check.title, passed, failed, time.monotonic() - begun)


def _counted(report: Path) -> tuple[int, int]:
    """Return how many tests passed and failed according to pytest's report."""
    if not report.exists():
        return 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))

    def total(name: str) -> int:
        return sum(int(suite.get(name, "0")) for suite in suites)

    failed = total("failures") + total("errors")
    return max(0, total("tests") - failed - total("skipped")), failed


def _summarise(outcomes: list[Outcome], seconds: float) -> None:
    """Write one line for each step and, last, the plain count of all."""
    answer()
    for outcome in outcomes:
        mark = "失败" if outcome.failed else "通过"
        counts = f"{outcome.passed} passed, {outcome.failed} failed"
        answer(f"{mark}  {outcome.seconds:6.1f} 秒  {outcome.title}（{counts}）")
    answer(f"共用 {seconds:.1f} 秒")
    passed, failed = (sum(getattr(o, name) for o in outcomes) for name in ("passed", "failed"))
    answer(f"{passed} passed, {failed} failed")


def _ensure_software(*, browser: bool) -> None:
    """Install what the tests need; where that fails, the tests in question will say so."""
    from api.store.cluster.packages import ensure_binaries, install
    from api.store.errors import DatabaseUnavailable

    try:
        if not os.environ.get("DATABASE_URL_TEST"):
            ensure_binaries(say)
        ensure_printing()
        if browser and not any(map(shutil.which, BROWSERS)):
            say("浏览器测试需要 Chromium，现在用系统软件包安装")
            install(BROWSER_PACKAGES, say)
    except DatabaseUnavailable as refusal:
        complain(refusal.message, refusal.remedy)
