"""Audits of counties (地名问题核查) beside the requests: asked for, watched, stopped.

A municipality of forty counties takes longer than an answer may. Whoever asks is told a number
and comes back; a clerk of any process goes from county to county (`working_audits_off`). What
was found in a county is kept with its issues: an audit that is stopped or cut off has done so
many counties whole, and goes on with the next.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from api.services.person import Person
from api.services.programme import ProgrammeRefused, UnknownProgrammeItem, own_county
from api.services.refusals import NotYours
from api.store.queries import programme, programme_audits
from api.store.queries.programme_audits import KeptAudit
from api.store.session import Session

PARTS = ("names", "found", "gone", "open")
STOPPED = "已停止；停止前核查完的区县，结果保留"


def begin(db: Session, county: str, person: Person, *, on: date) -> KeptAudit:
    """Put an audit down for the clerks; the one of the organisation under way is returned.

    Args:
        db: A session of whoever asks.
        county: Code of a county, or empty for all that are acted for.
        person: Who asks.
        on: The day of the names.

    Raises:
        UnknownDivision: There is no county with this code.
        ProgrammeRefused: It, or no county at all, is acted for.
    """
    counties = _counties(db, county, on)
    under_way = programme_audits.open_audit_of(db, person.organisation_id)
    if under_way is not None:
        return under_way
    return programme_audits.write_audit(
        db,
        {
            "account_id": person.account_id,
            "organisation_id": person.organisation_id,
            "person": person.name,
            "organisation": person.organisation,
            "on_day": on,
            "counties": counties,
        },
    )


def _counties(db: Session, county: str, on: date) -> list[dict[str, str]]:
    every = programme.counties(db, on)
    if county:
        code, name = every[own_county(db, county, on)]
        return [{"code": code, "name": name}]
    own = [told for id, told in every.items() if programme.acts_for(db, id)]
    if not own:
        raise ProgrammeRefused("没有管辖的区县", "请由区县或市级地名主管部门办理", "county")
    return [{"code": code, "name": name} for code, name in own]


def find(db: Session, id: int) -> KeptAudit:
    """Return an audit.

    Raises:
        UnknownProgrammeItem: There is none with this number.
    """
    found = programme_audits.audit_of(db, id)
    if found is None:
        raise UnknownProgrammeItem(f"没有编号为 {id} 的核查", "请在乡村著名行动页面查看")
    return found


def give_up(db: Session, id: int, person: Person) -> KeptAudit:
    """Stop an audit that is not over; the counties that are done stay. One that is over stays so.

    Raises:
        UnknownProgrammeItem: as `find`.
        NotYours: Another organisation began it.
    """
    found = find(db, id)
    if found.organisation_id != person.organisation_id:
        raise NotYours(f"这次核查由{found.organisation}发起", "请由发起的机构停止")
    programme_audits.end(db, id, "failed", f"{person.name}{STOPPED}")
    return find(db, id)


def totals(audit: KeptAudit) -> dict[str, Any]:
    """Return what an audit found so far in all its counties together."""
    return {part: sum(one[part] for one in audit.results) for part in PARTS}
