"""`check-name`, `check-names`, `romanize` and `audit` as they are called from outside."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.cli.frame import run
from api.services.annotating_names import ADDED

Run = Callable[..., "Told"]


@dataclass(frozen=True)
class Told:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return the answer as JSON."""
        return json.loads(self.out)


@pytest.fixture
def diming(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command in this process, without any database."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("DIMING_DEBUG", "")
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@/nothing?host=/nonexistent")

    def run_here(*arguments: object) -> Told:
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return run_here


@pytest.fixture
def loaded(diming: Run, monkeypatch: pytest.MonkeyPatch, register_url: str) -> Run:
    """Run one command on the database with all samples."""
    monkeypatch.setenv("DATABASE_URL", register_url)
    return diming


@pytest.fixture
def empty(diming: Run, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    """Run one command on a database that is migrated and holds nothing."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return diming


def test_a_taken_name_is_refused_and_the_command_is_done(loaded: Run) -> None:
    told = loaded("check-name", "分水镇", "--type", "镇", "--in", "500240")
    assert told.code == 0
    assert told.out.startswith("分水镇　不予通过")
    assert "位于万州区分水镇" in told.out
    assert "《地名管理条例》第九条第（八）项" in told.out


def test_the_answer_in_json_is_that_of_the_service(loaded: Run) -> None:
    answer = loaded("check-name", "分水镇", "--type", "镇", "--in", "500240", "--json").json()
    assert answer["verdict"] == "block"
    finding = next(f for f in answer["findings"] if f["rule"] == "GN-9-8a")
    assert finding["evidence"]["where"] == "万州区分水镇"
    assert finding["source"]["standing"] == "confirmed"


def test_the_place_may_be_a_name_and_a_point(loaded: Run) -> None:
    told = loaded("check-name", "晨曦村", "--type", "村", "--in", "万州区", "--at", "108.40,30.81")
    assert "位置：重庆市万州区" in told.out


def test_an_audit_of_one_name_warns_at_the_most(loaded: Run) -> None:
    told = loaded("check-name", "分水镇", "--type", "镇", "--in", "500240", "--audit", "--json")
    assert told.json()["verdict"] == "warn"


@pytest.mark.parametrize(("day", "said"), [("2025-11-05", False), ("2025-11-06", True)])
def test_the_day_decides_whether_a_county_is_abolished(loaded: Run, day: str, said: bool) -> None:
    told = loaded("check-name", "晨曦村", "--type", "村", "--in", "江北区", "--on", day)
    assert ("已于2025年11月6日撤销" in told.out) is said


def test_a_database_with_nothing_in_it_is_told_as_a_gap(empty: Run) -> None:
    told = empty("check-name", "晨曦村", "--type", "村", "--in", "500101")
    assert told.code == 0
    assert "库中没有“500101”的地名资料，未作重名、同音检查" in told.out


def test_a_table_on_a_database_with_nothing_in_it_is_told_as_a_gap(
    empty: Run, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text("name,county\n晨曦村,万州区\n", "utf-8")
    told = empty("check-names", tmp_path / "in.csv")
    assert told.code == 0
    assert "未作重名、同音检查" in told.out


def test_an_audit_of_nothing_finds_nothing(empty: Run) -> None:
    told = empty("audit", "--json")
    assert (told.code, told.json()["names"]) == (0, {})


@pytest.mark.parametrize(
    "arguments",
    [
        ("check-name", "晨曦村", "--in", "5001"),
        ("check-name", "晨曦村", "--at", "somewhere"),
        ("check-name", "晨曦村", "--at", "30.81,108.40"),
        ("audit", "--kind", "不知何物"),
        ("romanize", " "),
    ],
)
def test_a_value_that_cannot_be_used_is_exit_1_with_a_remedy(
    diming: Run, arguments: tuple[str, ...]
) -> None:
    told = diming(*arguments)
    assert (told.code, told.out) == (1, "")
    assert len(told.err.splitlines()) >= 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("check-name",),
        ("check-name", "晨曦村", "--on", "11.30"),
        ("check-names",),
        ("check-names", "in.csv", "--mode", "maybe"),
        ("romanize",),
        ("audit", "--sort"),
    ],
)
def test_a_wrong_call_is_exit_2(diming: Run, arguments: tuple[str, ...]) -> None:
    assert diming(*arguments).code == 2


def test_no_database_is_exit_1_with_a_remedy(diming: Run) -> None:
    told = diming("check-name", "晨曦村", "--in", "500101")
    assert told.code == 1
    assert "DATABASE_URL" in told.err


def test_the_wording_alone_needs_no_database(diming: Run) -> None:
    told = diming("check-name", "加州花园", "--type", "居民区", "--wording-only", "--json")
    assert told.code == 0
    assert "洋" in {finding["category"] for finding in told.json()["findings"]}


def table(tmp_path: Path, text: str = "地名,类别\n石坡村,村\n加州花园,居民区\n") -> Path:
    path = tmp_path / "拟用地名.csv"
    path.write_bytes(text.encode("gbk"))
    return path


def test_a_table_by_its_wording_needs_no_database(diming: Run, tmp_path: Path) -> None:
    told = diming("check-names", table(tmp_path), "--wording-only", "--out", tmp_path / "out.csv")
    assert (told.code, told.out) == (0, "")
    assert "共 2 行：通过 1，" in told.err
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["地名", "类别", *ADDED]


def test_without_a_result_file_the_findings_are_the_answer(diming: Run, tmp_path: Path) -> None:
    told = diming("check-names", table(tmp_path), "--wording-only")
    assert "第3行\t加州花园\t" in told.out
    assert "石坡村" not in told.out


def test_the_progress_goes_to_stderr(diming: Run, tmp_path: Path) -> None:
    told = diming("check-names", table(tmp_path), "--wording-only", "--out", tmp_path / "o.csv")
    assert "每秒" in told.err


def test_a_table_audited_warns_at_the_most(diming: Run, tmp_path: Path) -> None:
    told = diming("check-names", table(tmp_path), "--wording-only", "--mode", "audit")
    assert "不予通过 0" in told.out


def test_a_table_without_names_is_exit_1_with_the_columns(diming: Run, tmp_path: Path) -> None:
    told = diming("check-names", table(tmp_path, "标题,类别\n石坡村,村\n"), "--wording-only")
    assert told.code == 1
    assert "标题、类别" in told.err
    assert "地名、名称" in told.err


@pytest.mark.parametrize("name", ["none.csv", "folder", "names.docx", "empty.csv"])
def test_a_file_that_is_no_table_is_exit_1(diming: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "names.docx").write_bytes(b"PK")
    (tmp_path / "empty.csv").write_bytes(b"")
    told = diming("check-names", tmp_path / name, "--wording-only")
    assert (told.code, "未预料" in told.err) == (1, False)


def test_a_result_of_an_unknown_form_is_exit_1(diming: Run, tmp_path: Path) -> None:
    told = diming("check-names", table(tmp_path), "--wording-only", "--out", tmp_path / "out.pdf")
    assert told.code == 1
    assert ".xlsx" in told.err


def test_a_result_in_a_folder_that_is_not_there_is_exit_1(diming: Run, tmp_path: Path) -> None:
    out = tmp_path / "none" / "out.csv"
    told = diming("check-names", table(tmp_path), "--wording-only", "--out", out)
    assert (told.code, "未预料" in told.err) == (1, False)


def test_the_result_may_replace_the_input(diming: Run, tmp_path: Path) -> None:
    source = table(tmp_path)
    assert diming("check-names", source, "--wording-only", "--out", source).code == 0
    assert source.read_text("utf-8-sig").startswith("地名,类别,verdict,")


def test_a_table_is_compared_with_the_register(loaded: Run, tmp_path: Path) -> None:
    source = table(tmp_path, "名称,类别,区县\n分水镇,镇,忠县\n晨曦村,村,万州区\n")
    told = loaded("check-names", source, "--out", tmp_path / "out.xlsx")
    assert told.code == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    verdict = lines[0].index("verdict")
    assert [line[verdict] for line in lines[1:]] == ["block", "pass"]


def test_a_spelling_is_two_lines(diming: Run) -> None:
    told = diming("romanize", "涪陵区", "--type", "区")
    assert (told.code, told.out) == (0, "Fúlíng Qū\nFuling Qu\n")


def test_a_spelling_in_json_names_open_readings(diming: Run) -> None:
    told = diming("romanize", "长乐路", "--type", "道路", "--json").json()
    assert told["plain"].endswith(" Lu")
    assert isinstance(told["uncertain"], list)


def test_the_audit_names_the_repeated_towns_with_their_places(loaded: Run) -> None:
    answer = loaded("audit", "--kind", "乡镇", "--json").json()
    assert len(answer["groups"]["GN-9-8a 重名"]["双龙镇"]) == 4
    assert answer["verdicts"].get("block", 0) == 0


def test_the_audit_in_words_counts_and_lists(loaded: Run, tmp_path: Path) -> None:
    told = loaded("audit", "--kind", "乡镇", "--out", tmp_path / "audit.csv")
    assert told.code == 0
    assert "共核查" in told.out
    assert "双龙镇：" in told.out
    with (tmp_path / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"name", "kind", "place", "verdict", "rules"} <= set(rows[0])
    assert f"有意见的地名 {len(rows)} 个" in told.err


def test_the_journal_of_the_loads_holds_together(loaded: Run) -> None:
    told = loaded("audit", "verify")
    assert (told.code, "与数据一致" in told.out) == (0, True)
