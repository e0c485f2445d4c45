"""`diming check-inspection` and `diming schema`: the record of a joint inspection."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from api.cli.printing import UNUSABLE_INPUT, answer, complain, say
from api.schemas.findings import VERDICT_TITLES, FindingOut
from api.services.checking_inspections import (
    InspectionVerdict,
    Kept,
    Lines,
    check,
    check_batch,
    no_register,
)
from boundary_data import json_text
from boundary_data.inspection_schema import example, schema
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.track_files import read_track_file
from boundary_data.track_columns import BEIJING
from gis.tracks import Track
from rulebook.report import Mode, verdict_of

app = typer.Typer()

TRACK_PROBLEMS = 10
SEVERITIES = {"block": "不予通过", "warn": "警告", "note": "提示"}
AGAINST = {
    "embedded": "记录所附的界线与界桩数据",
    "register": "登记库",
    "none": "无（没有界线数据，位置、齐全与覆盖未核对）",
}

Answer = InspectionVerdict | UnusableInput


class Documented(StrEnum):
    """What there is a schema of."""

    INSPECTION = "inspection"


@contextmanager
def stand_alone() -> Iterator[Lines]:
    """Yield a register that knows no line."""
    yield no_register


@contextmanager
def at_hand() -> Iterator[Lines]:
    """Yield the register of the database, or one that knows no line if there is none.

    A check in the field must not install a database server: only one that is named by
    DATABASE_URL or was made before is opened.
    """
    from api.cli.opening import opened_session
    from api.services.knowing_lines import lines_of
    from api.settings import load_settings

    settings = load_settings()
    if settings.database_url is None and not settings.data_dir.exists():
        say("没有登记库，按记录自身内容核对；装载数据后可与登记的界线和界桩比对（./diming load）")
        yield no_register
        return
    with opened_session("cli") as db:
        yield lines_of(db, datetime.now(BEIJING).date())


register: Callable[[], AbstractContextManager[Lines]] = at_hand
"""Opened only when a record does not embed its line."""


@app.command("check-inspection")
def check_inspection(
    file: Annotated[str, typer.Argument(help="联检记录（JSON，一条或数组）；- 为标准输入")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（供程序读取）")] = False,
    mode: Annotated[
        Mode, typer.Option("--mode", help="new 新报记录；audit 核查既有记录，只警告")
    ] = Mode.NEW,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天审核，默认今天"),
    ] = None,
    tracks: Annotated[
        list[Path] | None,
        typer.Option(
            "--track",
            help="外业轨迹文件（GPX、KML、KMZ、GeoJSON、CSV、XLSX），可重复；只用于一条记录",
        ),
    ] = None,
) -> None:
    """审核联检记录：双方、日期、界桩、位置、照片、走向、报告、轨迹。

    记录附有界线（line）时不需要数据库。格式见 schema inspection。
    轨迹可以写在记录里，也可以用 --track 另给；记录的 track_files 所列文件在同一文件夹时自动读入。

    例：./diming check-inspection 记录.json --track 第一天.gpx --track 第二天.gpx
    """
    day = on.date() if on else datetime.now(BEIJING).date()
    try:
        raw = json_text.parse(_bytes(file))
        raw, kept = _with_tracks(raw, file, tracks or [])
        answers = _checked(raw, day, mode, kept)
    except UnusableInput as unusable:
        raw, answers = None, [unusable]
    if as_json:
        batch = isinstance(raw, list)
        content = _batch_json(answers) if batch else _answer_json(answers[0])
        answer(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _show(answers)
    if any(isinstance(one, UnusableInput) for one in answers):
        raise typer.Exit(UNUSABLE_INPUT)


@app.command("schema")
def print_schema(
    of: Annotated[Documented, typer.Argument(help="inspection 联检记录")],
    with_example: Annotated[
        bool, typer.Option("--example", help="输出一条可以通过审核的样例（坐标虚构）")
    ] = False,
) -> None:
    """输出数据格式（JSON Schema 2020-12）或样例。

    例：./diming schema inspection --example > 记录.json
    """
    contents: dict[Documented, tuple[dict[str, Any], dict[str, Any]]] = {
        Documented.INSPECTION: (schema(), example())
    }
    answer(json.dumps(contents[of][with_example], ensure_ascii=False, indent=2))


def _with_tracks(raw: object, file: str, given: list[Path]) -> tuple[object, Kept]:
    """Return the record, naming the tracks that are given, and all tracks that are at hand."""
    if given and not isinstance(raw, dict):
        raise _unreadable("--track 只用于一条记录", "请把记录逐条审核，各带自己的轨迹")
    records = raw if isinstance(raw, list) else [raw]
    beside = Path() if file == "-" else Path(file).parent
    named = {
        name
        for record in records
        if isinstance(record, dict) and isinstance(record.get("track_files"), list)
        for name in record["track_files"]
        if isinstance(name, str) and Path(name).name == name
    }
    paths = {path.name: path for path in (*(beside / name for name in named), *given)}
    found = {name: _track(path) for name, path in paths.items() if path in given or path.is_file()}
    if given and isinstance(raw, dict):
        raw = {key: value for key, value in raw.items() if key != "track"}
        raw["track_files"] = [path.name for path in given]
    return raw, Kept(tracks=found)


def _track(path: Path) -> Track:
    try:
        read = read_track_file(path)
    except OSError as error:
        raise _unreadable(f"轨迹文件“{path}”不能读取", "请核对路径与权限") from error
    say(f"轨迹“{path.name}”：读入 {len(read.rows)} 点。{read.remark}")
    for one in read.problems[:TRACK_PROBLEMS]:
        complain(f"轨迹“{path.name}”第 {one.row} 点（行）：{one.message}", "")
    return read.track


def _checked(raw: object, day: date, mode: Mode, kept: Kept) -> list[Answer]:
    records = raw if isinstance(raw, list) else [raw]
    if not records:
        raise UnusableInput([Problem("$", "数组中没有记录", "请至少填一条联检记录")])
    embedded = all(isinstance(one, dict) and one.get("line") is not None for one in records)
    with (stand_alone if embedded else register)() as lines:
        if isinstance(raw, list):
            return list(check_batch(raw, lines, on=day, mode=mode, kept=kept))
        return [check(raw, lines, on=day, mode=mode, kept=kept)]


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except IsADirectoryError as error:
        raise _unreadable(f"“{file}”是文件夹", "请指定JSON文件") from error
    except FileNotFoundError as error:
        raise _unreadable(f"文件“{file}”不存在", "请核对路径") from error
    except (OSError, ValueError) as error:
        raise _unreadable(f"文件“{file}”不能读取", "请核对路径与权限") from error


def _unreadable(message: str, remedy: str) -> UnusableInput:
    return UnusableInput([Problem("", message, remedy)])


def _answer_json(one: Answer) -> dict[str, Any]:
    if isinstance(one, UnusableInput):
        problems = [
            {"field": p.field, "message": p.message, "remedy": p.remedy} for p in one.problems
        ]
        return {"usable": False, "problems": problems}
    report = one.report
    return {
        "usable": True,
        "verdict": report.verdict.value,
        "record_id": one.record_id,
        "line_code": one.line_code,
        "checked_against": one.against,
        "mode": report.mode.value,
        "on": report.on.isoformat(),
        "catalogue": report.catalogue,
        "parameters": report.parameters,
        "findings": [FindingOut.of(finding).model_dump() for finding in report.findings],
    }


def _batch_json(answers: list[Answer]) -> dict[str, Any]:
    """Return the verdicts one by one and, on top, the worst verdict and all that was found."""
    records = [{"index": i} | _answer_json(one) for i, one in enumerate(answers)]
    usable = [one for one in answers if isinstance(one, InspectionVerdict)]
    unusable = [one for one in answers if isinstance(one, UnusableInput)]
    found = [finding for one in usable for finding in one.report.findings]
    top: dict[str, Any] = {"usable": not unusable, "records": records}
    if usable:
        top["verdict"] = verdict_of(found).value
        top["findings"] = [
            {"record_id": one.record_id} | FindingOut.of(finding).model_dump()
            for one in usable
            for finding in one.report.findings
        ]
    if unusable:
        top["problems"] = [p for record in records for p in record.get("problems", ())]
    return top


def _show(answers: list[Answer]) -> None:
    for one in answers:
        if isinstance(one, UnusableInput):
            for problem in one.problems:
                where = f"{problem.field}：" if problem.field else ""
                complain(f"{where}{problem.message}", problem.remedy)
        else:
            _show_verdict(one)


def _show_verdict(one: InspectionVerdict) -> None:
    console = Console(highlight=False, markup=False)
    report = one.report
    console.print(
        f"界线 {one.line_code}  记录 {one.record_id}\n"
        f"结论：{VERDICT_TITLES[report.verdict.value]}（{len(report.findings)}条意见）"
        f"  核对依据：{AGAINST[one.against]}"
    )
    if not report.findings:
        return
    table = Table("程度", "规则", "说明、位置、建议、依据", show_lines=True)
    for finding in report.findings:
        table.add_row(
            SEVERITIES[finding.weight.value],
            finding.rule,
            f"{finding.message}\n位置：{finding.field}\n"
            f"建议：{finding.suggestion}\n依据：{finding.source}",
        )
    console.print(table)
