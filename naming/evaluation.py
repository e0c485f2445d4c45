"""Measuring the wording rules against names whose fate is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from naming.case_files import Cases, cases_in
from naming.claimed_spelling import letters, tones_given
from naming.facts import NamingFacts, no_register
from naming.judging import NameReport, judge
from naming.parameters.layers import HOME
from naming.place_kind import kind_of
from naming.printed_spelling import typing_fault
from naming.proposal import propose
from naming.provinces import province_code
from naming.romanization import romanize
from rulebook.report import Verdict
from rulebook.rule import Finding

Row = Mapping[str, str]
Progress = Callable[[int], None]
LOUD = (Verdict.WARN, Verdict.BLOCK)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and the names behind the rest.

    For recall `names` are the misses; for false alarms the alarms.
    """

    title: str
    hits: int
    total: int
    names: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Return hits over total, 0 to 1; 0 if there is nothing."""
        return self.hits / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Refused:
    """Recall over refused names (不规范地名).

    Attributes:
        found: Those with a warning or a block.
        in_category: Those with one of the official category.
        by_category: `found` for each official category.
        by_category_right: `in_category` for each official category, in the same order.
    """

    found: Share
    in_category: Share
    by_category: tuple[Share, ...]
    by_category_right: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """False alarms over approved names (批准地名), the names with the rules that spoke."""

    blocked: Share
    warned: Share
    by_type: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Spelled:
    """Agreement with printed romanizations.

    Attributes:
        letters: Equal in letters, whatever the case, spaces and tones.
        tones: Of those printed with tones, equal with tones.
        differences: (name, printed, ours) of those not equal.
        typing: (name, printed, what is wrong) where the printed spelling cannot be.
    """

    letters: Share
    tones: Share
    differences: tuple[tuple[str, str, str], ...]
    typing: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one folder; a part is None if its file is missing."""

    missing: tuple[str, ...]
    refused: Refused | None
    approved: Approved | None
    townships: Share | None
    spelled: Spelled | None


def evaluate(cases: Cases, *, on: date, progress: Progress | None = None) -> Evaluation:
    """Return the figures for `cases` under the law of day `on`.

    `progress` is told of each case as it is done.
    """
    tell = progress or _silent
    return Evaluation(
        missing=cases.missing,
        refused=_refused(cases.refused, on, tell) if cases.refused else None,
        approved=_approved(cases.approved, on, tell) if cases.approved else None,
        townships=_townships(cases.townships, on, tell) if cases.townships else None,
        spelled=_spelled(cases.spelled, tell) if cases.spelled else None,
    )


def _silent(count: int) -> None:
    """Tell nobody."""


def evaluate_folder(folder: Path, *, on: date) -> Evaluation:
    """Return the figures for the files in `folder`; raises like `cases_in`."""
    return evaluate(cases_in(folder), on=on)


def _judged(rows: Iterable[Row], on: date, progress: Progress) -> list[NameReport]:
    """Return the reports on the names of `rows`, each under the rules of its province."""
    facts: dict[str, NamingFacts] = {}
    reports: list[NameReport] = []
    for row in rows:
        province = row.get("province") or HOME
        known = facts.setdefault(province, no_register(province))
        region = province_code(row.get("province") or "")
        proposal = propose(row["name"], row.get("place_type", ""), region=region)
        reports.append(judge(proposal, known, on=on, wording_only=True))
        progress(1)
    return reports


def _refused(rows: Sequence[Row], on: date, progress: Progress) -> Refused:
    reports = _judged(rows, on, progress)
    found = [report.verdict in LOUD for report in reports]
    right = [_right(row, report) for row, report in zip(rows, reports, strict=True)]
    return Refused(
        found=_recall("检出（警告或不予通过）", rows, found),
        in_category=_recall("按官方类别检出", rows, right),
        by_category=_by(rows, "reason_category", found),
        by_category_right=_by(rows, "reason_category", right),
    )


def _right(case: Row, report: NameReport) -> bool:
    """Tell whether a warning or block bears one of the official categories."""
    wanted = set(case["reason_category"].split("-"))
    return any(wanted & set(f.category.split("-")) for f in _loud(report))


def _loud(report: NameReport) -> tuple[Finding, ...]:
    return tuple(f for f in report.findings if f.weight.value in LOUD)


def _approved(rows: Sequence[Row], on: date, progress: Progress) -> Approved:
    reports = _judged(rows, on, progress)
    return Approved(
        blocked=_alarms("误拦", reports, (Verdict.BLOCK,)),
        warned=_alarms("误警（含误拦）", reports, LOUD),
        by_type=tuple(
            _alarms(word, [r for row, r in zip(rows, reports, strict=True) if _type(row) == word])
            for word in dict.fromkeys(_type(row) for row in rows)
        ),
    )


def _type(row: Row) -> str:
    kind = kind_of(row.get("place_type", ""))
    return kind.label if kind else "未说明类别"


def _townships(rows: Sequence[Row], on: date, progress: Progress) -> Share:
    typed = [{**row, "place_type": row.get("place_type") or "乡镇街道"} for row in rows]
    return _alarms("误拦", _judged(typed, on, progress), (Verdict.BLOCK,))


def _recall(title: str, rows: Sequence[Row], hits: Sequence[bool]) -> Share:
    missed = tuple(r["name"] for r, hit in zip(rows, hits, strict=True) if not hit)
    return Share(title, sum(hits), len(rows), missed)


def _by(rows: Sequence[Row], column: str, hits: Sequence[bool]) -> tuple[Share, ...]:
    """Return the recall for each value of `column`, the most frequent first."""
    pairs = list(zip(rows, hits, strict=True))
    values = dict.fromkeys(row[column] for row in rows)
    of = {value: [pair for pair in pairs if pair[0][column] == value] for value in values}
    shares = (_recall(value, [r for r, _ in of[value]], [h for _, h in of[value]]) for value in of)
    return tuple(sorted(shares, key=lambda share: -share.total))


def _alarms(
    title: str, reports: Sequence[NameReport], verdicts: tuple[Verdict, ...] = LOUD
) -> Share:
    """Return the share of reports with one of `verdicts`, named with the rules that spoke."""
    hit = [r for r in reports if r.verdict in verdicts]
    names = tuple(f"{r.name[:30]}（{'、'.join(_rules(r))}）" for r in hit)
    return Share(title, len(hit), len(reports), names)


def _rules(report: NameReport) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.rule for f in _loud(report)))


def _spelled(rows: Sequence[Row], progress: Progress) -> Spelled:
    ours = [_spelling(row) for row in rows]
    pairs = list(zip(rows, ours, strict=True))
    progress(len(rows))
    toned = [(row, our) for row, our in pairs if tones_given(row["pinyin"])]
    same = [letters(row["pinyin"]) == letters(our) for row, our in pairs]
    same_tones = [_marked(row["pinyin"]) == _marked(our) for row, our in toned]
    wrong = {id(r) for (r, _), equal in zip(pairs, same, strict=True) if not equal}
    wrong |= {id(r) for (r, _), equal in zip(toned, same_tones, strict=True) if not equal}
    faults = [
        (row["name"], row["pinyin"], typing_fault(row["pinyin"], row["name"], our))
        for row, our in pairs
    ]
    return Spelled(
        letters=_recall("字母一致", rows, same),
        tones=_recall("声调一致", [row for row, _ in toned], same_tones),
        differences=tuple((r["name"], r["pinyin"], our) for r, our in pairs if id(r) in wrong),
        typing=tuple(fault for fault in faults if fault[2]),
    )


def _spelling(row: Row) -> str:
    kind, region = kind_of(row.get("place_type", "")), province_code(row.get("province") or "")
    return romanize(row["name"], kind, code=region).toned


def _marked(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
