"""A report in sentences, as an official reads it to the person at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from api.services.telling_evidence import chinese_day, evidence_in_words
from naming.judging import NameReport
from naming.shown import shown
from rulebook.law import Standing
from rulebook.report import Mode, Verdict
from rulebook.rule import Finding, Release, Weight

_ENDS = "。！？；，"
WEIGHTS = {Weight.NOTE: "提示", Weight.WARN: "警告", Weight.BLOCK: "不予通过"}
_ALREADY_SAID = ("相关地名", "涉及词语", "涉及的字", "涉及数字", "通名", "相同之处", "可用旧名")
"""Evidence that the message of a finding has in it."""


def read_aloud(report: NameReport) -> str:
    """Return verdict, main reason with its article, and what to do, in Chinese.

    The heaviest finding that no statement has released is the main reason; statements are
    told at the end.
    """
    standing = [f for f in report.findings if f.released is None]
    name = f"“{shown(report.name)}”"
    released = _statements(report.findings)
    if not standing:
        nothing = "其余未发现问题" if released else "未发现问题"
        said = f"核查{nothing}" if report.mode is Mode.AUDIT else f"通过审核，{nothing}"
        return f"{name}{said}。{released}"
    main = standing[0]
    return (
        f"{name}{_verdict(report)}：{_reason(main, len(standing) - 1)}。{_advice(main)}{released}"
    )


def sentences(report: NameReport) -> tuple[str, ...]:
    """Return the whole report in sentences: the verdict, then each finding with its article.

    Findings that differ in nothing but the other name share one sentence's article and advice.
    """
    groups = (list(same) for _, same in groupby(report.findings, key=case_of))
    return (_opening(report), *(_sentence(group) for group in groups))


def released_by(release: Release) -> str:
    """Return in Chinese by whose statement, of which day and why, a finding was set aside."""
    reason = release.reason.strip().strip(_ENDS)
    return f"{release.by}{chinese_day(release.on)}具名说明：{reason}"


def citation(finding: Finding) -> str:
    """Return the article a finding rests on, marked if its text is still to be confirmed."""
    sure = finding.source.standing is Standing.CONFIRMED
    return f"{finding.source}{'' if sure else '（条文待确认）'}"


def _opening(report: NameReport) -> str:
    name, count = f"“{shown(report.name)}”", len(report.findings)
    if not count:
        return read_aloud(report)
    verdict = {Verdict.PASS: "通过审核"}.get(report.verdict, _verdict(report))
    if report.mode is Mode.AUDIT and report.verdict is Verdict.PASS:
        verdict = "核查未发现尚须处理的问题"
    return f"{name}{verdict}，共有{count}条审核意见。"


def case_of(finding: Finding) -> tuple[object, ...]:
    """Return what findings have in common that may be told as one: all but the other name."""
    return finding.rule, finding.weight, str(finding.source), finding.suggestion, finding.released


def _sentence(group: Sequence[Finding]) -> str:
    first = group[0]
    messages = "；".join(dict.fromkeys(f.message.strip(_ENDS) for f in group))
    proofs = dict.fromkeys(
        f"{label}：{text}"
        for finding in group
        for label, text in evidence_in_words(finding)
        if label not in _ALREADY_SAID
    )
    proof = f"（{'；'.join(proofs)}）" if proofs and len(group) == 1 else ""
    told = f"{WEIGHTS[first.weight]}：{messages}{proof}，依据{citation(first)}。"
    if first.released is not None:
        return f"{told}该意见已解除，{released_by(first.released)}。"
    return f"{told}{_advice(first)}"


def _statements(findings: Sequence[Finding]) -> str:
    released = [f for f in findings if f.released is not None]
    if not released:
        return ""
    signed = dict.fromkeys(released_by(f.released) for f in released if f.released)
    return f"{len(released)}条{_words_of(released)}已解除（{'；'.join(signed)}）。"


def _words_of(released: Sequence[Finding]) -> str:
    weights = {f.weight for f in released}
    return WEIGHTS[weights.pop()] if len(weights) == 1 else "意见"


def _verdict(report: NameReport) -> str:
    if report.verdict is Verdict.BLOCK:
        return "不予通过"
    if report.verdict is Verdict.WARN:
        return "有警告，须核实后再定"
    return "通过，但有提示"


def _reason(main: Finding, others: int) -> str:
    more = f"，另有{others}条意见" if others else ""
    return f"{main.message.strip(_ENDS)}，依据{citation(main)}{more}"


def _advice(finding: Finding) -> str:
    return f"建议：{finding.suggestion.strip(_ENDS)}。" if finding.suggestion else ""
