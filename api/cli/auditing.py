"""`audit`: existing names against the rules, and the journal against its own chain."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.naming import MARKS, today
from api.cli.printing import InputUnusable, answer, say

if TYPE_CHECKING:
    from api.services.auditing_names import Audit, Audited

app = typer.Typer(invoke_without_command=True)

SHOWN = 30
HEADINGS = ("name", "kind", "place", "verdict", "rules", "categories", "messages")
VERDICTS = {"pass": "通过", **MARKS}


@app.callback()
def audit(
    context: typer.Context,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="只核查这些类别，如 乡镇、村；可重复"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="逐条结果：.csv、.xlsx 或 .geojson")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天核查")
    ] = None,
) -> None:
    """按现行规则核查库中的现有地名，列出重名、同音等问题；只警告，不改动任何数据。

    例：./diming audit --kind 乡镇 --out 核查结果.xlsx
    """
    if context.invoked_subcommand is not None:
        return
    found, rows = _audited(_kinds(kind or []), out, on)
    if as_json:
        answer(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        for line in _in_words(found):
            answer(line)
    say(f"有意见的地名 {rows} 个" + (f"，逐条结果：{out}" if out else ""))


@app.command()
def verify(
    expect: Annotated[
        str, typer.Option("--expect", help="以前核验时显示并抄存的锚记，形如 行号:哈希")
    ] = "",
) -> None:
    """核验操作日志：任何被删除、改动或插入的一行都会被发现；并与数据逐行核对。

    日志的每一行都封记了它那次写入的全部数据：绕过系统改动、删除或添入的地名、账号、标志、
    界线、办件等，无论是装载的还是办理的，都会被发现；附件按摘要逐个核对。

    末尾被截去、整个日志被换过的，要与锚记比对才看得出。每次核验、每次启动服务，都在数据目录的
    journal-marks 中留下一个锚记，核验时逐一比对；请另把显示的锚记抄存在本机之外，
    下次用 --expect 带上。

    例：./diming audit verify --expect 1024:9f86d0…
    """
    from api.cli.opening import opened_session
    from api.services.journal_marks import verified_with_marks
    from api.services.verifying_journal import MarkUnreadable, disagreeing, files_unseen
    from api.settings import load_settings

    try:
        settings = load_settings()
        with opened_session("cli") as db:
            verdict = verified_with_marks(db, settings.data_dir, expect)
            differing = disagreeing(db, settings.files_folder)
            unseen = files_unseen(db, settings.files_folder)
    except MarkUnreadable as refusal:
        raise InputUnusable(refusal.message, refusal.remedy) from refusal
    if not verdict.whole:
        raise InputUnusable(verdict.said, "请封存数据库并与最近的备份比对")
    if differing:
        for each in differing[:SHOWN]:
            say(f"{each.subject_kind} {each.subject_id}".strip() + f"：{each.said}")
        raise InputUnusable(
            f"操作日志与数据有 {len(differing)} 处不一致", "请封存数据库并与最近的备份比对"
        )
    answer(f"{verdict.said}，与数据一致")
    if unseen:
        say(f"没有附件目录 {settings.files_folder}，{unseen} 个附件未核对（DIMING_FILES_DIR）")
    if verdict.mark:
        answer(f"锚记 {verdict.mark}")


def _kinds(words: list[str]) -> list[str]:
    from naming.place_kind import kind_of

    kinds = []
    for word in words:
        kind = kind_of(word)
        if kind is None:
            raise InputUnusable(f"--kind “{word}”不是已知的地名类别", "例如 村、乡镇、道路、桥梁")
        kinds.append(kind.value)
    return kinds


def _audited(kinds: list[str], out: Path | None, on: datetime | None) -> tuple[Audit, int]:
    from contextlib import nullcontext

    from rich.console import Console
    from rich.progress import Progress

    from api.cli.opening import opened_session
    from api.services.auditing_names import Audit, audit_names
    from api.store.queries.auditing import count_of_names
    from boundary_data.readers.annotated import open_writer

    day = on.date() if on else today()
    audit, rows = Audit(), 0
    bar = Progress(console=Console(stderr=True), transient=True)
    with opened_session("cli") as db, bar:
        task = bar.add_task("核查现有地名", total=count_of_names(db, day=day, kinds=kinds))
        with open_writer(out, HEADINGS) if out else nullcontext() as writer:
            for each in audit_names(
                db, audit, on=day, kinds=kinds, progress=lambda n: bar.advance(task, n)
            ):
                rows += 1
                if writer is not None:
                    writer.write(_row(each))
    return audit, rows


def _row(each: Audited) -> tuple[str, ...]:
    report, registered = each.check.report, each.registered
    return (
        registered.name,
        registered.kind,
        registered.place,
        report.verdict.value,
        ";".join(report.rules),
        ";".join(report.categories),
        "；".join(f.message for f in report.findings),
    )


def _as_json(audit: Audit) -> dict[str, object]:
    return {
        "names": dict(audit.names),
        "verdicts": dict(audit.verdicts),
        "rules": dict(audit.rules),
        "groups": {rule: dict(groups) for rule, groups in audit.groups.items()},
    }


def _in_words(audit: Audit) -> list[str]:
    from naming.place_kind import PlaceKind
    from naming.rules import CATALOGUE

    titles = {rule.id: rule.title for rule in CATALOGUE}
    lines = [f"共核查 {audit.names.total()} 个地名："]
    lines += [f"  {PlaceKind(kind).label} {count}" for kind, count in audit.names.most_common()]
    lines.append("结论：" + "，".join(f"{VERDICTS[v]} {audit.verdicts[v]}" for v in VERDICTS))
    lines += [
        f"  {rule}\t{count} 个地名\t{titles[rule]}" for rule, count in audit.rules.most_common()
    ]
    for rule, groups in sorted(audit.groups.items()):
        lines.append(f"{rule}：{len(groups)} 组")
        for name, places in sorted(groups.items())[:SHOWN]:
            lines.append(f"  {name}：{'、'.join(sorted(places))}")
        if len(groups) > SHOWN:
            lines.append(f"  另有 {len(groups) - SHOWN} 组，见 --out 或 --json")
    return lines
