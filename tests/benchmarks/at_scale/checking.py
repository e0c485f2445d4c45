"""Checks at scale: one name beside a bare lookup, and a long table of names from end to end."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.services.checking_names import NameWish, _asked, check_names
from api.store.facts import _FACTS, MOST, _wish
from api.store.queries.standpoints import Whereabouts
from api.store.session import engine_for
from api.store.transactions import reading
from naming.place_kind import PlaceKind
from naming.proposal import propose
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


def checks(url: str, country: Country, *, plans: bool) -> None:
    """Print the table of checks: the facts alone, the whole check, a lookup in the same run."""
    engine = engine_for(url)
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
    with reading(engine) as db:
        for what, asked in of_kinds.items():
            _one_kind(db, what, asked)
        if plans:
            _plans(db, of_kinds["mixed kinds"][0])
    engine.dispose()


def _one_kind(db: Session, what: str, asked: Sequence[NameWish]) -> None:
    day = date.today()  # noqa: DTZ011
    rows = db.execute(text("SELECT code, division_id FROM division_code"))
    counties = {row.code: row.division_id for row in rows}
    facts, whole, lookups = [], [], []
    for turn in range(ROUNDS + 1):
        for wish in asked:
            question = [_wish(0, _asked(propose(wish.name, wish.place_type), wish.where))]
            values = {
                "asked": json.dumps(question, ensure_ascii=False),
                "day": day,
                "most": MOST,
            }
            fact = timed(lambda values=values: db.execute(_FACTS, values).all())
            check = timed(lambda wish=wish: check_names(db, [wish], on=day))
            key = {"key": wish.name, "county": counties[wish.where.code]}
            lookup = timed(lambda key=key: db.execute(LOOKUP, key).all())
            if turn:  # the first round warms up
                facts.append(fact)
                whole.append(check)
                lookups.append(lookup)
    for label, times in (("facts", facts), ("check", whole), ("lookup", lookups)):
        write(f"{label + ': ' + what:<44}{Times(times, sum(times) / 1000).cells()}")
    write(f"{'ratio of facts to lookup, medians':<44}{median(facts) / median(lookups):>9.1f}")


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
