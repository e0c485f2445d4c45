"""`check-name`, `romanize` and `rules`: one name at a time, and the catalogue."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.printing import InputUnusable, answer

if TYPE_CHECKING:
    from api.schemas.name_checks import NameCheckOut
    from api.services.checking_names import NameCheck, NameWish
    from api.services.suggesting_names import Offer
    from rulebook.report import Mode
    from rulebook.rule import Finding, Rule

app = typer.Typer()

MARKS = {"note": "提示", "warn": "警告", "block": "不予通过"}
DAY = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天审核")]
JSON = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@app.command("check-name")
def check_name(
    name: Annotated[str, typer.Argument(help="拟用地名")],
    place_type: Annotated[str, typer.Option("--type", help="地名类别，如 村、道路、桥梁")] = "",
    division: Annotated[str, typer.Option("--in", help="所在政区：代码或区县名称")] = "",
    at: Annotated[str, typer.Option("--at", help="坐标：经度,纬度（CGCS2000，度）")] = "",
    romanization: Annotated[str, typer.Option("--romanization", help="申报的罗马字母拼写")] = "",
    line: Annotated[
        Path | None, typer.Option("--line", help="道路中心线：GeoJSON 文件，用来核对长度")
    ] = None,
    length_m: Annotated[float | None, typer.Option("--length", help="填报的长度（米）")] = None,
    width_m: Annotated[float | None, typer.Option("--width", help="车行道宽度（米）")] = None,
    former_name: Annotated[str, typer.Option("--former", help="更名前的地名")] = "",
    parameters_version: Annotated[
        str, typer.Option("--parameters-version", help="重现旧报告：照抄其中的参数版本")
    ] = "",
    audit: Annotated[bool, typer.Option("--audit", help="按现有地名核查，最重只到警告")] = False,
    wording_only: Annotated[
        bool, typer.Option("--wording-only", help="只查用字用词，不需要数据库")
    ] = False,
    on: DAY = None,
    as_json: JSON = False,
) -> None:
    """审核一个拟用地名。

    例：./diming check-name 石坡村 --type 村 --in 500101
    """
    from api.cli.wishes import wish_of
    from api.schemas.name_checks import NameCheckOut
    from naming.proposal import Details
    from rulebook.report import Mode

    details = Details(
        romanization=romanization, length_m=length_m, width_m=width_m, former_name=former_name
    )
    wish = wish_of(name, place_type, _whereabouts(division, at), details, line, parameters_version)
    check, offered = _checked(
        wish, on.date() if on else today(), Mode.AUDIT if audit else Mode.NEW, wording_only
    )
    shown = NameCheckOut.of(check, offers=offered)
    answer(shown.model_dump_json(indent=2) if as_json else _in_words(shown))


@app.command()
def romanize(
    name: Annotated[str, typer.Argument(help="地名")],
    place_type: Annotated[str, typer.Option("--type", help="地名类别，如 村、道路、桥梁")] = "",
    division: Annotated[
        str, typer.Option("--in", help="所在政区：代码或省名，有的字各地读音不同")
    ] = "",
    check: Annotated[str, typer.Option("--check", help="核对一个已有的拼写")] = "",
    as_json: JSON = False,
) -> None:
    """拼写一个地名的罗马字母，或核对一个已有的拼写。

    例：./diming romanize 涪陵区 --type 区
    例：./diming romanize 人民路 --type 道路 --check "Renmin Road"
    """
    from naming.judging import check_romanization
    from naming.proposal import propose
    from naming.provinces import region_of

    if not name.strip():
        raise InputUnusable("地名为空", "请给出一个地名")
    region = region_of(division if division.isdigit() else "", division)
    if division and not region:
        raise InputUnusable(f"--in “{division}”不是政区代码，也不是省名", "例如 --in 500101")
    found = propose(name, place_type, region=region).computed_romanization
    wrong = check_romanization(check, name, place_type, on=today(), region=region) if check else ()
    doubts = [{"character": char, "alternatives": list(others)} for char, others in found.uncertain]
    if as_json:
        whole = {"name": name, "toned": found.toned, "plain": found.plain, "uncertain": doubts}
        faults = [_fault(finding) for finding in wrong]
        whole |= {"checked": check, "findings": faults} if check else {}
        answer(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    answer(found.toned)
    answer(found.plain)
    for doubt in doubts:
        answer(f"待核定：{doubt['character']} 又读 {'、'.join(doubt['alternatives'])}")
    for finding in wrong:
        answer(
            f"【{MARKS[finding.weight.value]}】{finding.message}；{finding.suggestion}（{finding.rule}）"
        )
    if check and not wrong:
        answer(f"“{check}”拼写无误")


@app.command()
def rules(
    parameters: Annotated[
        bool, typer.Option("--parameters", help="列出参数：门槛、开关和词表的版本与来源")
    ] = False,
    division: Annotated[
        str, typer.Option("--in", help="与 --parameters 合用：哪个政区的参数，代码或名称")
    ] = "",
    as_json: JSON = False,
) -> None:
    """列出审核规则：编号、名称、轻重、法律依据及其核实状态；或列出参数。

    例：./diming rules
    例：./diming rules --parameters --in 500101
    """
    if parameters:
        _list_parameters(division, as_json)
        return
    from api.services.listing_rules import every_rule

    every = every_rule()
    if as_json:
        rows = [{"book": one.book, **_row(one.rule)} for one in every]
        answer(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for rule in (one.rule for one in every):
        doubt = "" if rule.source.standing.value == "confirmed" else "（待确认）"
        answer(f"{rule.id}\t{MARKS[rule.weight.value]}\t{rule.title}\t{rule.source}{doubt}")
    answer(f"共 {len(every)} 条")


def _fault(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.weight.value,
        "message": finding.message,
        "source": str(finding.source),
        "suggestion": finding.suggestion,
    }


def _list_parameters(division: str, as_json: bool) -> None:
    from api.schemas.rules import ParametersOut
    from api.services.office_rules import parameters_at

    shown = ParametersOut.of(parameters_at(_whereabouts(division, "")))
    if as_json:
        answer(shown.model_dump_json(indent=2))
        return
    answer(f"参数版本 {shown.version}")
    for each in shown.parameters:
        doubt = "" if each.standing == "confirmed" else "（待确认）"
        answer(f"{each.key}\t{_shortly(each.value)}{each.unit}\t{each.source}{doubt}")


def _shortly(value: object) -> str:
    """Return a value on one line; a long list by its length."""
    if isinstance(value, list):
        return f"{len(value)}个词" if len(value) > 8 else "、".join(map(str, value)) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def today() -> date:
    """Return the day it is in China."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _row(rule: Rule[Any, Any]) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "category": rule.category,
        "weight": rule.weight.value,
        "reason": rule.reason,
        "source": str(rule.source),
        "standing": rule.source.standing.value,
        "needs_register": rule.needs_register,
        "since": (rule.since or rule.source.law.since).isoformat(),
        "until": rule.until.isoformat() if rule.until else None,
    }


def _whereabouts(division: str, at: str) -> Any:
    from api.store.queries.standpoints import Whereabouts

    lon, lat = _point(at) if at else (None, None)
    if division.isdigit():
        if len(division) not in (6, 9, 12):
            raise InputUnusable(f"--in 的代码“{division}”不是 6、9 或 12 位", "例如 --in 500101")
        return Whereabouts(code=division, lon=lon, lat=lat)
    return Whereabouts(county=division, lon=lon, lat=lat)


def _point(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        raise InputUnusable(f"--at “{text}”不是两个数", "例如 --at 108.41,30.81") from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        swapped = -90 <= lon <= 90 and -180 <= lat <= 180
        raise InputUnusable(
            f"--at “{text}”超出经纬度范围",
            "经纬度似乎写反了，应先经度后纬度" if swapped else "请使用度为单位的经纬度",
        )
    return lon, lat


def _checked(
    wish: NameWish, on: date, mode: Mode, wording_only: bool
) -> tuple[NameCheck, tuple[Offer, ...]]:
    from api.services.checking_names import check_names, check_wording
    from api.services.suggesting_names import offers

    if wording_only:
        return check_wording([wish], on=on, mode=mode)[0], ()
    from api.cli.opening import opened_session

    with opened_session("cli") as db:
        check = check_names(db, [wish], on=on, mode=mode)[0]
        return check, offers(db, wish, check, on=on)


def _in_words(check: NameCheckOut) -> str:
    lines = [f"{check.name[:60]}　{check.verdict_title}"]
    for number, finding in enumerate(check.findings, 1):
        doubt = "" if finding.source.standing == "confirmed" else "（条文待确认）"
        lines.append(f"{number}. 【{MARKS[finding.severity]}】{finding.message}（{finding.rule}）")
        lines.append(f"   依据：{finding.source.text}{doubt}")
        if finding.suggestion:
            lines.append(f"   建议：{finding.suggestion}")
    lines += [f"可改用：{each.name}（{each.why}）" for each in check.alternatives]
    lines.append(f"专名：{check.specific or '—'}　通名：{check.generic or '—'}")
    lines.append(f"拼写：{check.romanization.toned}（{check.romanization.plain}）")
    lines += [
        f"待核定读音：{r.character} 又读 {'、'.join(r.alternatives)}"
        for r in check.romanization.uncertain
    ]
    if check.divisions:
        lines.append("位置：" + "".join(d.name for d in check.divisions))
    lines.append(f"规则 {check.catalogue}　参数 {check.parameters}　日期 {check.on}")
    return "\n".join(lines)
