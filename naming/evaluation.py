"""Measuring the wording rules against names whose fate is known."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from naming.claimed_spelling import letters, tones_given
from naming.facts import NamingFacts, no_register
from naming.judging import NameReport, judge
from naming.parameters.layers import HOME
from naming.place_kind import kind_of
from naming.proposal import propose
from naming.romanization import romanize
from rulebook.report import Verdict

Row = Mapping[str, str]
LOUD = (Verdict.WARN, Verdict.BLOCK)


class CasesMissing(Exception):
    """A folder of cases lacks a file; the message names it."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and the names that missed."""

    title: str
    hits: int
    total: int
    missed: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Return hits over total, 0 to 1; 0 if there is nothing."""
        return self.hits / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one folder of cases.

    Attributes:
        refused_found: Refused names (拒绝) with a warning or block.
        refused_in_category: Those found by a rule of the official category.
        approved_blocked: Approved names (批准) wrongly blocked.
        approved_warned: Approved names warned about or blocked.
        townships_blocked: Approved township names wrongly blocked.
        letters_equal: Romanizations equal in letters.
        tones_equal: Romanizations with tones equal in tones too.
        by_category: Recall by official category.
    """

    refused_found: Share
    refused_in_category: Share
    approved_blocked: Share
    approved_warned: Share
    townships_blocked: Share
    letters_equal: Share
    tones_equal: Share
    by_category: tuple[Share, ...]


def evaluate(folder: Path, *, on: date) -> Evaluation:
    """Return the figures for the four files of cases in `folder`.

    Files: rejected.csv, accepted.csv, townships.csv, romanization.csv (UTF-8, header).

    Raises:
        CasesMissing: if one of them is not there.
    """
    refused = _rows(folder, "rejected.csv")
    found = _judged(refused, on)
    approved = _judged(_rows(folder, "accepted.csv"), on)
    towns = _judged(({**r, "place_type": "乡镇街道"} for r in _rows(folder, "townships.csv")), on)
    spelled = _rows(folder, "romanization.csv")
    return Evaluation(
        refused_found=_share("不规范地名检出", refused, [r.verdict in LOUD for r in found]),
        refused_in_category=_share(
            "不规范地名按类检出",
            refused,
            [_right(c, r) for c, r in zip(refused, found, strict=True)],
        ),
        approved_blocked=_verdicts("批准地名误拦", approved, (Verdict.BLOCK,)),
        approved_warned=_verdicts("批准地名误警", approved, LOUD),
        townships_blocked=_verdicts("批准乡镇误拦", towns, (Verdict.BLOCK,)),
        letters_equal=_share("拼写字母一致", spelled, [_same_letters(r) for r in spelled]),
        tones_equal=_tones(spelled),
        by_category=_by_category(refused, found),
    )


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / name
    if not path.is_file():
        raise CasesMissing(f"评测目录缺少文件 {name}")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _judged(rows: Iterable[Row], on: date) -> list[NameReport]:
    """Return the reports on the names of `rows`, each under the rules of its province."""
    facts: dict[str, NamingFacts] = {}
    reports: list[NameReport] = []
    for row in rows:
        province = row.get("province") or HOME
        known = facts.setdefault(province, no_register(province))
        proposal = propose(row["name"], row.get("place_type", ""))
        reports.append(judge(proposal, known, on=on, wording_only=True))
    return reports


def _right(case: Row, report: NameReport) -> bool:
    """Tell whether a warning or block bears one of the official categories."""
    wanted = set(case["reason_category"].split("-"))
    loud = (f for f in report.findings if f.weight.value in LOUD)
    return any(wanted & set(f.category.split("-")) for f in loud)


def _share(title: str, rows: Sequence[Row], hits: Sequence[bool]) -> Share:
    missed = tuple(r["name"] for r, hit in zip(rows, hits, strict=True) if not hit)
    return Share(title, sum(hits), len(rows), missed)


def _verdicts(title: str, reports: Sequence[NameReport], verdicts: tuple[Verdict, ...]) -> Share:
    """Return the share of reports with one of `verdicts`; here the hits are the names."""
    names = tuple(r.name for r in reports if r.verdict in verdicts)
    return Share(title, len(names), len(reports), names)


def _by_category(cases: Sequence[Row], reports: Sequence[NameReport]) -> tuple[Share, ...]:
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case, report in zip(cases, reports, strict=True):
        total[case["reason_category"]] += 1
        found[case["reason_category"]] += _right(case, report)
    return tuple(Share(word, found[word], count) for word, count in total.most_common())


def _same_letters(row: Row) -> bool:
    ours = romanize(row["name"], kind_of(row["place_type"]))
    return letters(row["pinyin"]) == letters(ours.toned)


def _tones(rows: Sequence[Row]) -> Share:
    toned = [row for row in rows if tones_given(row["pinyin"])]
    return _share("带调拼写声调一致", toned, [_same_tones(row) for row in toned])


def _same_tones(row: Row) -> bool:
    ours = romanize(row["name"], kind_of(row["place_type"]))
    return _marked(row["pinyin"]) == _marked(ours.toned)


def _marked(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
