"""Names that lie in several counties (跨区县): their common superior decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.services.cases.holding import Held
from api.services.cases.limits import procedure_limits
from api.services.cases.refusals import Complaint
from api.store.queries.cases import places
from api.store.queries.cases.items import KeptItem
from api.store.queries.organisations import organisation_of_id
from api.store.session import Session
from naming.procedure.approvers import CROSSING, Approver, may_decide_across
from naming.procedure.words import CaseKind

HELD_TO = frozenset({CaseKind.NAMING, CaseKind.RENAMING, CaseKind.RETIREMENT})


def counties_of(db: Session, items: Sequence[KeptItem], on: date) -> dict[int, tuple[str, ...]]:
    """Return the names of the counties that a name lies in, by number, where they are several.

    What reaches into another county by less than the parameter `crossing_share` does not count.
    """
    least = procedure_limits().number("crossing_share")
    shapes = {
        item.row: item.geometry
        for item in items
        if item.geometry is not None and item.state != "struck"
    }
    under = places.counties_under(db, shapes) if shapes else {}
    across = {
        row: [county for county, share in found.items() if share >= least]
        for row, found in under.items()
    }
    several = {row: found for row, found in across.items() if len(found) > 1}
    names = places.names_of(db, list({one for found in several.values() for one in found}), on)
    return {row: tuple(sorted(names[one] for one in found)) for row, found in several.items()}


def wrong_across(
    db: Session, held: Held, items: Sequence[KeptItem], told: Approver, on: date
) -> list[Complaint]:
    """Return which names an organ may not decide about, as they lie in several counties."""
    if held.kind not in HELD_TO:
        return []
    own = organisation_of_id(db, held.person.organisation_id)
    if may_decide_across(told, level=own.level if own else ""):
        return []
    names = {item.row: item.name for item in items}
    return [
        Complaint(
            "approver_type",
            f"“{names[row]}”跨{'、'.join(counties)}，不能由一个区县批准",
            f"{CROSSING.article}（{CROSSING}）；请送上一级机关办理，或按区县分段命名",
        )
        for row, counties in counties_of(db, items, on).items()
    ]
