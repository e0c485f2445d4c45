"""The name check of a case (审核): at submission and approval, as the register is then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from shapely.geometry import Point

from api.services.cases.refusals import CaseNotPassed, Complaint
from api.services.cases.telling import CHECKING, Telling, silently
from api.services.checking_names import NameCheck, NameWish, RegisterChecker
from api.services.report_json import json_of
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import outcomes
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.outcomes import KeptRelease
from api.store.queries.cases.places import Drawn, points_within
from api.store.queries.standpoints import Whereabouts
from api.store.session import Session
from naming.procedure.words import CaseKind
from naming.proposal import Details
from naming.provinces import region_of
from rulebook.report import Verdict
from rulebook.rule import Finding, Release, Weight

CHUNK = 100
CHECKED = frozenset({CaseKind.NAMING, CaseKind.RENAMING, CaseKind.FILING_RECEIVED})
"""Kinds of cases that bring a new name; the others are about names that stand."""

MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """The check of one name of a case."""

    item: KeptItem
    check: NameCheck


def check_items(
    db: Session,
    case: KeptCase,
    items: Sequence[KeptItem],
    *,
    on: date,
    releases: Sequence[KeptRelease] = (),
    decided_on: date | None = None,
    measures_on: date | None = None,
    tell: Telling = silently,
) -> list[ItemCheck]:
    """Return the check of each name that is still proposed, in order; none for other kinds.

    Args:
        db: A session.
        case: The case.
        items: Its names.
        on: The day of law and register.
        releases: Named statements of the case.
        decided_on: The day of the decision, if there is one.
        measures_on: The day of the measures for listed names (保护措施), if there are any.
        tell: Is told how many are checked.
    """
    if CaseKind(case.kind) not in CHECKED:
        return []
    asked = [item for item in items if item.state == "proposed"]
    days = {"decided_on": decided_on, "measures_on": measures_on}
    within = _points(db, asked)
    wishes = [wish_of(case, item, releases, days, within.get(item.row)) for item in asked]
    checks: list[NameCheck] = []
    with RegisterChecker(db, on=on) as checker:
        for start in range(0, len(wishes), CHUNK):
            tell(CHECKING, start)
            checks += checker(wishes[start : start + CHUNK])
    return [ItemCheck(item, check) for item, check in zip(asked, checks, strict=True)]


def wish_of(
    case: KeptCase,
    item: KeptItem,
    releases: Sequence[KeptRelease],
    days: Mapping[str, date | None],
    within: Point | None = None,
) -> NameWish:
    """Return what the name check is asked about a name of a case.

    `within` is a point of what was drawn in the division that was told, if there is one.
    """
    point = within
    if point is None and item.geometry is not None:
        point = item.geometry.representative_point()
    details = {
        **_details(item.details),
        "romanization": item.romanization,
        "reason": item.reason,
        "former_name": item.former_name,
        "record": str(item.place_name_id) if item.place_name_id else "",
        "applicant": _applicant(case),
        "length_m": item.length_m,
        "width_m": item.width_m,
        "measured_length_m": item.measured_length_m,
        "significant_orientation": item.significant_orientation,
        "division_code": item.division_code[:9] if len(item.division_code) >= 9 else "",
        "region": region_of(item.division_code, ""),
        **{key: day for key, day in days.items() if day is not None},
    }
    if item.former_name:
        details.setdefault("derived_from", item.former_name)
    return NameWish(
        name=item.name,
        place_type=item.place_type,
        where=Whereabouts(
            code=item.division_code,
            lon=point.x if point is not None else None,
            lat=point.y if point is not None else None,
        ),
        details=cast("Details", details),
        releases=tuple(_release(one) for one in releases if one.item_id in (None, item.id)),
        row=f"本件第{item.row}项",
    )


def _points(db: Session, items: Sequence[KeptItem]) -> dict[int, Point]:
    """Return a point of each drawn line or area in its own division: it may reach beyond."""
    drawn = {
        item.row: Drawn(item.geometry, item.division_id, item.county_id)
        for item in items
        if item.geometry is not None and not isinstance(item.geometry, Point)
    }
    return points_within(db, drawn) if drawn else {}


def _applicant(case: KeptCase) -> str:
    """Return who applied, by type or name; a department that sends an approval is not who did."""
    if case.kind == CaseKind.FILING_RECEIVED:
        return ""
    return case.applicant_type or case.applicant


def _details(kept: Mapping[str, Any]) -> dict[str, Any]:
    days = ("measures_on", "decided_on")
    known = set(Details.__annotations__)
    return {
        key: date.fromisoformat(value) if key in days and isinstance(value, str) else value
        for key, value in kept.items()
        if key in known
    }


def _release(kept: KeptRelease) -> Release:
    return Release(rule=kept.rule, by=kept.person, reason=kept.reason, on=kept.stated_on)


def keep_reports(db: Session, case: KeptCase, checks: Sequence[ItemCheck], occasion: str) -> None:
    """Keep the whole reports with the case, and what they came to with its names."""
    rows = [
        {"item_id": c.item.id, "name": c.item.name, "report": json_of(c.check.report)}
        for c in checks
    ]
    outcomes.write_reports(db, case.id, occasion, rows)
    kept_items.set_verdicts(db, {c.item.id: c.check.report.verdict.value for c in checks})


def must_pass(checks: Sequence[ItemCheck]) -> None:
    """Refuse a case with a name that is blocked, or warned of and not released.

    Raises:
        CaseNotPassed: It tells each finding that stops the case, row by row.
    """
    stopped = [c for c in checks if c.check.report.verdict in (Verdict.BLOCK, Verdict.WARN)]
    if not stopped:
        return
    told = [complaint for each in stopped for complaint in _complaints(each)]
    blocked = sum(c.check.report.verdict is Verdict.BLOCK for c in stopped)
    counts = (("不予通过", blocked), ("警告", len(stopped) - blocked))
    parts = "、".join(f"{words} {count} 个" for words, count in counts if count)
    said = f"{len(stopped)} 个地名未通过审核：{parts}"
    remedy = (
        "不予通过的须改名或剔除；警告须逐条具名说明理由后才能继续，"
        "提交时由申请人说明，批准时由办理人员说明"
    )
    raise CaseNotPassed(said, remedy, told[:MOST_TOLD], checks)


def _complaints(each: ItemCheck) -> Iterator[Complaint]:
    for finding in each.check.report.findings:
        if finding.released is None and finding.weight is not Weight.NOTE:
            yield Complaint(f"items[{each.item.row - 1}]", _said(finding), finding.suggestion)


def _said(finding: Finding) -> str:
    weight = "不予通过" if finding.weight is Weight.BLOCK else "警告"
    return f"{finding.rule}（{weight}）：{finding.message}（{finding.source}）"
