"""Several processes give the findings of one, row by row, and leave nothing when they fail."""

from __future__ import annotations

import csv
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from api.services.annotating_names import CHUNK, annotate
from api.services.checking_names import NameWish, RegisterChecker, check_names, check_wording
from api.services.checking_together import TeamChecker, WorkerLost
from api.services.name_columns import COLUMNS
from api.services.packed_checks import checks_of, packed_checks, packed_wishes, wishes_of
from api.services.reading_rows import wish_of
from api.store.queries.standpoints import Whereabouts
from api.store.transactions import reading, snapshot_of
from boundary_data.readers.table import Row, open_table
from naming.proposal import Details
from rulebook.report import Mode
from rulebook.rule import Release

DAY = date(2026, 1, 15)
ENDINGS = {
    "村": "村",
    "路": "道路",
    "花园": "居民区",
    "大桥": "桥梁",
    "镇": "镇",
    "山": "山",
    "县": "县",
}
WORDS = "石坡晨光霁岚青杠分水中国加州帝豪八号朱德华为"
COUNTIES = ("500101", "500102", "500103101", "", "万州区")


def table_of(folder: Path, rows: int) -> Path:
    """Write a table of names of all kinds, many of them the same or alike."""
    chance = random.Random(11)
    source = folder / "names.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["地名", "类别", "区划代码", "区县", "经度", "纬度", "长度", "备注"])
        for number in range(rows):
            ending = chance.choice(list(ENDINGS))
            place = chance.choice(COUNTIES)
            point = (106.5, 29.5) if chance.random() < 0.2 else ("", "")
            where = (place, "") if place.isdigit() else ("", place)
            name = "".join(chance.sample(WORDS, 2)) + ending
            length = chance.choice(["", "300", "很长"])
            line = [name, ENDINGS[ending], *where, *point, length, str(number)]
            lines.writerow(line[: 3 if chance.random() < 0.02 else None])
    return source


@contextmanager
def team_on(engine: Engine, workers: int) -> Iterator[TeamChecker]:
    """Give a team that asks the register as it is now."""
    with TeamChecker(workers, on=DAY) as team, reading(engine) as db:
        team.open(engine.url.render_as_string(hide_password=False), snapshot_of(db))
        yield team


@pytest.mark.parametrize("workers", [1, 3])
def test_several_processes_write_what_one_writes(
    register_engine: Engine, tmp_path: Path, workers: int
) -> None:
    source = table_of(tmp_path, CHUNK * 3 + 17)
    with reading(register_engine) as db, RegisterChecker(db, on=DAY) as alone:
        one, _ = annotate(source, tmp_path / "one.csv", alone)
    with team_on(register_engine, workers) as team:
        several, _ = annotate(source, tmp_path / "several.csv", team)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "several.csv").read_bytes()
    assert one == several
    assert one.rows == CHUNK * 3 + 17
    assert "本表第" in (tmp_path / "one.csv").read_text("utf-8")


def test_a_row_among_many_is_found_as_if_it_had_been_asked_alone(
    register_engine: Engine, tmp_path: Path
) -> None:
    with open_table(table_of(tmp_path, 300), COLUMNS) as table:
        wishes = [wish_of(row)[0] for row in table if isinstance(row, Row)]
    with reading(register_engine) as db:
        alone = [check_names(db, [wish], on=DAY)[0].report for wish in wishes]
    with team_on(register_engine, 2) as team:
        together = [check.report for check in team(wishes)]
    beside = 0
    for one, many in zip(alone, together, strict=True):
        others = [f for f in many.findings if "本表第" in str(f.evidence.get("where"))]
        beside += len(others)
        assert [f for f in many.findings if f not in others] == list(one.findings) or others
        assert (many.romanization, many.kind) == (one.romanization, one.kind)
        assert others or many == one
    assert beside


def test_rows_far_apart_meet_whoever_checks_them(register_engine: Engine, tmp_path: Path) -> None:
    source = tmp_path / "names.csv"
    filling = [f"{WORDS[n % 20]}{WORDS[n * 7 % 20]}村,村,500102" for n in range(CHUNK)]
    rows = ["霁岚坡路,道路,500101", *filling, "霁蓝坡路,道路,500101", *filling]
    rows.append("霁岚坡路,道路,500101")
    source.write_text("地名,类别,区划代码\n" + "\n".join(rows) + "\n", "utf-8")
    with team_on(register_engine, 2) as team:
        annotate(source, tmp_path / "out.csv", team)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert "同音（位于本表第2行）" in found[CHUNK + 1]["messages"]
    assert "重名（位于本表第2行）" in found[-1]["messages"]


def test_all_processes_see_the_register_of_one_moment(engine: Engine) -> None:
    tables = text("SELECT count(*) FROM pg_class WHERE relname = 'a_moment_later'")
    with reading(engine) as db:
        snapshot = snapshot_of(db)
        with engine.begin() as writer:
            writer.execute(text("CREATE TABLE a_moment_later ()"))
        with reading(engine, snapshot=snapshot) as other:
            seen = other.execute(tables).scalar_one()
    with engine.begin() as writer:
        now = writer.execute(tables).scalar_one()
        writer.execute(text("DROP TABLE a_moment_later"))
    assert (seen, now) == (0, 1)


def test_a_moment_that_nobody_keeps_is_told(engine: Engine) -> None:
    with reading(engine) as db:
        snapshot = snapshot_of(db)
    with TeamChecker(1, on=DAY) as team:
        team.open(engine.url.render_as_string(hide_password=False), snapshot)
        with pytest.raises(Exception, match="snapshot"):
            team([NameWish("石坡村", "村")])


def test_without_a_register_the_wording_is_checked() -> None:
    wishes = [NameWish("加州花园", "居民区"), NameWish("石坡村", "村")]
    with TeamChecker(2, on=DAY) as team:
        found = team(wishes)
    assert found == check_wording(wishes, on=DAY)


def test_a_worker_that_is_killed_is_told_and_leaves_no_result(tmp_path: Path) -> None:
    source = table_of(tmp_path, CHUNK * 6)
    with TeamChecker(2, on=DAY) as team:
        for worker in team._team:
            assert worker.pid
            os.kill(worker.pid, signal.SIGKILL)
            worker.join()
        with pytest.raises(WorkerLost, match="意外结束"):
            annotate(source, tmp_path / "out.csv", team)
    assert [path.name for path in tmp_path.iterdir()] == ["names.csv"]


def test_the_processes_end_with_the_team() -> None:
    with TeamChecker(2, on=DAY) as team:
        workers = list(team._team)
    assert [worker.is_alive() for worker in workers] == [False, False]


def test_a_check_survives_the_way_between_processes() -> None:
    said = Release("BD-3b", "张三", "没有特定联系", DAY)
    details = Details(length_m=80.0, romanization="Diwang Dadao", former_name="石坡路")
    where = Whereabouts("500101", "万州区", "重庆市", 108.4, 30.8)
    wishes = [NameWish("帝王大道", "道路", where, details, (said,), "本表第2行")]
    assert wishes_of(packed_wishes(wishes)) == wishes
    checks = check_wording(wishes, on=DAY, mode=Mode.AUDIT)
    assert checks[0].report.findings
    assert checks_of(packed_checks(checks), on=DAY, mode=Mode.AUDIT) == checks
