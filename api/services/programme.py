"""The rural naming programme (乡村著名行动): figures by county and month, and what they count."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.services.refusals import Refusal, UnknownDivision
from api.store.queries import mapping
from api.store.queries import programme as kept
from api.store.queries import programme_figures as counts
from api.store.queries.programme_figures import Counted
from api.store.session import Session
from rulebook.worded import Worded


class Issue(Worded):
    """The four types of issues that the programme looks for (民函〔2023〕44号)."""

    UNNAMED = "unnamed", "有地无名"
    SEVERAL_NAMES = "several_names", "一地多名"
    SAME_NAME = "same_name", "多地重名"
    IRREGULAR = "irregular", "不规范"


class Measure(Worded):
    """What is counted."""

    NAMED = "named", "命名"
    SIGNED = "signed", "设标"
    MAPPED = "mapped", "上图"
    PROTECTED = "protected", "保护"
    UNNAMED = "unnamed", "有地无名"
    SEVERAL_NAMES = "several_names", "一地多名"
    SAME_NAME = "same_name", "多地重名"
    IRREGULAR = "irregular", "不规范"
    RESOLVED = "resolved", "已整改"


class UnknownProgrammeItem(Refusal):
    """No issue or sending of the programme has this id."""


class ProgrammeRefused(Refusal):
    """Something of the programme that cannot be done so."""


@dataclass(frozen=True, slots=True)
class CountyFigures:
    """The figures of a county in a year: `months` has a row of twelve for each measure."""

    code: str
    name: str
    months: Mapping[Measure, tuple[int, ...]]
    open_issues: Mapping[Issue, int]

    def total(self, measure: Measure) -> int:
        """Return what a measure came to in the year."""
        return sum(self.months[measure])


def figures(db: Session, year: int, *, on: date, county: str | None = None) -> list[CountyFigures]:
    """Return the figures of a year, county by county in the order of codes.

    Raises:
        UnknownDivision: There is no county with this code.
    """
    only = county_id(db, county, on) if county else None
    counted: dict[int, dict[str, list[int]]] = {}
    for one in counts.figures(db, year, on):
        row = counted.setdefault(one.county_id, {}).setdefault(one.measure, [0] * 12)
        row[one.month - 1] = one.count
    still = kept.open_issues(db)
    return [
        CountyFigures(
            code,
            name,
            {m: tuple(counted.get(id, {}).get(m.value, [0] * 12)) for m in Measure},
            {issue: still.get((id, issue.value), 0) for issue in Issue},
        )
        for id, (code, name) in kept.counties(db, on).items()
        if only in (None, id)
    ]


def counted(
    db: Session,
    measure: Measure,
    year: int,
    *,
    on: date,
    month: int | None = None,
    county: str | None = None,
    limit: int,
    offset: int,
) -> tuple[int, list[Counted]]:
    """Return how many things a figure counts, and a page of them by day, each with its reason.

    Raises:
        UnknownDivision: There is no county with this code.
    """
    first = date(year, month or 1, 1)
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    only = county_id(db, county, on) if county else None
    return counts.counted(
        db, first, last, on, measure=measure.value, county=only, limit=limit, offset=offset
    )


def county_id(db: Session, code: str, on: date) -> int:
    """Return the id of the county with a code.

    Raises:
        UnknownDivision: There is none.
    """
    found = mapping.county_by_code(db, code, on)
    if found is None:
        raise UnknownDivision(
            f"没有代码为 {code} 的区县", "请先用 /api/v1/divisions 查询", "county"
        )
    return found


def own_county(db: Session, code: str | None, on: date, *, id: int | None = None) -> int:
    """Return the id of a county that is acted for, given by its code or its id.

    Raises:
        UnknownDivision: There is none.
        ProgrammeRefused: It is not acted for.
    """
    found = id if id is not None else county_id(db, code or "", on)
    if not kept.acts_for(db, found):
        raise ProgrammeRefused("该区县不在您的管辖范围内", "请由管辖该区县的机构办理", "county")
    return found
