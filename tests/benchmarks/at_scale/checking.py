"""Checks at scale: one name beside a bare lookup, and a long table of names from end to end."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from api.services.checking_names import NameWish, check_names
from api.store.queries.standpoints import Whereabouts
from api.store.session import engine_for
from api.store.transactions import reading
from naming.place_kind import PlaceKind
from tests.benchmarks.at_scale.country import Country
from tests.benchmarks.at_scale.timing import HEAD, Times, timed, write

COUNT, ROUNDS = 400, 3
SEED = 999_999
WORDS = {
    PlaceKind.VILLAGE: "自然村",
    PlaceKind.STREET: "道路",
    PlaceKind.NATURAL: "山",
    PlaceKind.BUILDING: "住宅区",
    PlaceKind.FACILITY: "桥梁",
    PlaceKind.PARK: "公园",
    PlaceKind.ZONE: "开发区",
    PlaceKind.TOWNSHIP: "镇",
    PlaceKind.DIVISION: "县",
}
LOOKUP = text(
    "SELECT place_name_id FROM name_key WHERE key = :key AND part = 'full' AND county_id = :county"
)
# Names that a country has most of.
COMMON = (
    "新村",
    "新建村",
    "东风村",
    "中心村",
    "新华村",
    "红星村",
    "胜利村",
    "团结村",
    "幸福村",
    "和平村",
)


def wishes(country: Country, count: int, only: PlaceKind | None = None) -> list[NameWish]:
    """Return proposals of mixed kinds, or all of one, with the codes of their counties."""
    return [
        NameWish(
            each.name,
            WORDS[only or each.kind],
            Whereabouts(code=country.units[each.unit.county or 0].code, lon=each.lon, lat=each.lat),
        )
        for each in country.invented(SEED, count)
    ]


class Register:
    """A database that is asked, and the milliseconds that it took to answer the last check."""

    def __init__(self, url: str, held: ExitStack) -> None:
        self.engine = engine_for(url)
        held.callback(self.engine.dispose)
        self.db: Session = held.enter_context(reading(self.engine))
        self.names = self.db.execute(text("SELECT max(id) FROM place_name")).scalar_one()
        rows = self.db.execute(text("SELECT code, division_id FROM division_code"))
        self.counties = {row.code: row.division_id for row in rows}
        self.answers: list[float] = []
        self.lookups: list[float] = []
        self.checks: list[float] = []

    def ask(self, wish: NameWish, day: date) -> None:
        """Check one name and look one key up, and keep how long both took."""
        with _answering(self.engine) as spent:
            check = timed(lambda: check_names(self.db, [wish], on=day))
        key = {"key": wish.name, "county": self.counties[wish.where.code]}
        lookup = timed(lambda: self.db.execute(LOOKUP, key).all())
        self.answers.append(sum(spent))
        self.checks.append(check)
        self.lookups.append(lookup)


@contextmanager
def _answering(engine: Engine) -> Iterator[list[float]]:
    """Yield the milliseconds of each statement from being sent until all its rows are there."""
    spent: list[float] = []

    def before(*_: object) -> None:
        spent.append(-time.perf_counter() * 1000)

    def after(*_: object) -> None:
        spent[-1] += time.perf_counter() * 1000

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


def checks(url: str, small: str | None, country: Country, *, plans: bool) -> None:
    """Print the table of checks: the register's answer, the whole check, a lookup beside it.

    With `small`, the same checks take turns on a smaller register.
    """
    of_kinds = {
        "mixed kinds": wishes(country, COUNT),
        "towns, compared in the province": wishes(country, COUNT, PlaceKind.TOWNSHIP),
        "counties, compared in the nation": wishes(country, COUNT, PlaceKind.DIVISION),
        "the commonest names": [
            NameWish(name, word, wish.where)
            for wish in wishes(country, COUNT // 40)
            for name in COMMON
            for word in ("自然村", "山", "县", "道路")
        ],
    }
    write("", "One check with all facts, one client", HEAD)
    with ExitStack() as held:
        registers = [Register(each, held) for each in (small, url) if each]
        for what, asked in of_kinds.items():
            _one_kind(registers, what, asked)
        if plans:
            _plans(registers[-1].db, of_kinds["mixed kinds"][0])


def _one_kind(registers: Sequence[Register], what: str, asked: Sequence[NameWish]) -> None:
    day = date.today()  # noqa: DTZ011
    for turn in range(ROUNDS + 1):
        for register in registers:
            if turn < 2:  # the first round warms up
                register.answers, register.checks, register.lookups = [], [], []
        for wish in asked:
            for register in registers:
                register.ask(wish, day)
    write("", f"{what}")
    for register in registers:
        for label in ("answers", "checks", "lookups"):
            times = getattr(register, label)
            cells = Times(times, sum(times) / 1000).cells()
            write(f"{label + f' at {register.names:,} names':<44}{cells}")
        ratio = median(register.answers) / median(register.lookups)
        write(f"{'answer to bare lookup, medians':<44}{ratio:>9.1f}")
    for label in ("answers", "checks", "lookups") if len(registers) > 1 else ():
        few, many = (getattr(register, label) for register in registers)
        grown = sorted(many)[int(len(many) * 0.99)] / sorted(few)[int(len(few) * 0.99)]
        write(
            f"{label + ': many names to few, median and p99':<44}"
            f"{median(many) / median(few):>9.2f}{grown:>9.2f}"
        )


def _plans(db: Session, wish: NameWish) -> None:
    """Print the plans inside the function of facts."""
    said: list[str] = []
    link = db.connection().connection.driver_connection
    assert link is not None
    link.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
    for setting in (
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_nested_statements = on",
        "auto_explain.log_analyze = on",
        "client_min_messages = log",
    ):
        if setting.startswith("auto_explain.log_min"):
            link.execute("LOAD 'auto_explain'")
        link.execute(f"SET {setting}".encode())
    check_names(db, [wish], on=date.today())  # noqa: DTZ011
    write("", f"-- plans of one check: {wish.name}, {wish.place_type}")
    seen = set()
    for plan in said:
        shape = plan.partition("Query Text:")[2][:200]
        if "name_key" in plan and shape not in seen:
            seen.add(shape)
            write(plan[:4000])


def table_of_names(url: str, country: Country, rows: int) -> None:
    """Check a table of `rows` names by `check-names`, as its user does, and print the rate."""
    names = wishes(country, rows)
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "拟用地名.csv", Path(folder) / "审核结果.csv"
        lines = (f"{w.name},{w.place_type},{w.where.code}\n" for w in names)
        source.write_text("地名,类别,区划代码\n" + "".join(lines), "utf-8")
        write("", f"A table of {rows:,} names through check-names, from end to end")
        for extra in ([], ["--wording-only"]):
            command = [sys.executable, "-m", "api", "check-names", str(source), "--out", str(out)]
            begun = time.perf_counter()
            told = subprocess.run(
                [*command, *extra],
                env={"DATABASE_URL": url, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                capture_output=True,
                text=True,
                check=True,
            )
            took = time.perf_counter() - begun
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            with out.open(encoding="utf-8") as file:
                within = sum("本表第" in line for line in file)
            label = "against the register" if not extra else "wording alone"
            write(
                f"{label:<44}{rows / took:>9.0f} names/s in {took:.1f} s, at most {peak:.0f} MB,"
                f" {within} rows like an earlier row",
                *(f"    {line}" for line in told.stderr.splitlines()[-3:]),
            )
