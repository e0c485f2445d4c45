"""With whom an approval is filed (备案机关), by its own name: 重庆市人民政府, not 上一级人民政府.

The law tells the kind of organ (`naming.procedure.approvers`); which one it is follows from the
county of the case, and from the bureau of civil affairs that acts for a division.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from api.store.queries.cases.keeping import KeptCase
from api.store.queries.divisions import ancestors_of
from api.store.queries.organisations import bureau_of, organisation_of_id
from api.store.session import Session
from naming.procedure.approvers import ABOVE_COUNTIES, Approver, Filing, filing_for

MINISTRY = "民政部"
HIGHEST = frozenset({"nation", "province"})
ABOVE_COUNTY = ("prefecture", "province")
CIVIL_AFFAIRS = {"省": "民政厅", "自治区": "民政厅"}
"""What the bureau of a division is called by its ending; 民政局 otherwise."""


def receiver_of(db: Session, case: KeptCase, on: date) -> Filing | None:
    """Return with whom the approval of a case is filed, by name; None before it is approved."""
    if case.approver_type is None:
        return None
    approver = Approver(case.approver_type)
    filing = filing_for(approver)
    if approver in ABOVE_COUNTIES:
        return filing
    own, above = _divisions(db, case, on)
    if above is None:
        return filing
    upper = _bureau(db, *above)
    match approver:
        case Approver.COUNTY_GOVERNMENT:
            return replace(filing, receiver=f"{above[1]}人民政府", papers=upper)
        case Approver.NAME_AUTHORITY:
            named = MINISTRY if _is_high(db, case) else upper
        case _:
            named = upper if _is_high(db, case) else _bureau(db, *own)
    return replace(filing, receiver=named, papers=named)


def _divisions(
    db: Session, case: KeptCase, on: date
) -> tuple[tuple[int, str], tuple[int, str] | None]:
    """Return id and name of the county of a case, and of the division next above it."""
    found = {one["level"]: one for one in ancestors_of(db, case.county_id, on, None)}
    above = next((found[level] for level in ABOVE_COUNTY if level in found), None)
    own = (case.county_id, case.county)
    return own, None if above is None else (above["id"], above["name"])


def _bureau(db: Session, division: int, name: str) -> str:
    known = bureau_of(db, division)
    ending = next((words for end, words in CIVIL_AFFAIRS.items() if name.endswith(end)), "民政局")
    return known or f"{name}{ending}"


def _is_high(db: Session, case: KeptCase) -> bool:
    """Tell whether the organ that approved is one of the province."""
    approved_by = organisation_of_id(db, case.approving_organisation_id or 0)
    return approved_by is not None and approved_by.level in HIGHEST
