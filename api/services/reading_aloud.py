"""A report in one or two sentences, as an official reads it to the person at the desk."""

from __future__ import annotations

from naming.judging import NameReport
from naming.shown import shown
from rulebook.law import Standing
from rulebook.report import Mode, Verdict
from rulebook.rule import Finding

_ENDS = "。！？；，"


def read_aloud(report: NameReport) -> str:
    """Return verdict, main reason with its article, and what to do, in Chinese.

    Findings that a statement has released are not counted; the heaviest of the others is
    the main reason.
    """
    standing = [f for f in report.findings if f.released is None]
    name = f"“{shown(report.name)}”"
    if not standing:
        said = "核查未发现问题" if report.mode is Mode.AUDIT else "通过审核，未发现问题"
        return f"{name}{said}。"
    main = standing[0]
    advice = f"建议：{main.suggestion.strip(_ENDS)}。" if main.suggestion else ""
    return f"{name}{_verdict(report)}：{_reason(main, len(standing) - 1)}。{advice}"


def _verdict(report: NameReport) -> str:
    if report.verdict is Verdict.BLOCK:
        return "不予通过"
    if report.verdict is Verdict.WARN:
        return "有警告，须核实后再定"
    return "通过，但有提示"


def _reason(main: Finding, others: int) -> str:
    doubt = "" if main.source.standing is Standing.CONFIRMED else "（条文待确认）"
    more = f"，另有{others}条意见" if others else ""
    return f"{main.message.strip(_ENDS)}，依据{main.source}{doubt}{more}"
