"""Cases (办件) in the register: numbers, states, steps, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from api.store.queries.journal import write_line
from api.store.tables.cases import CaseStep, NamingCase

KIND = "naming_case"


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case as it stands; `county` is the name of its county, `county_code` its code.

    `written_by` are the accounts that wrote what is applied for, or submitted it at any time.
    """

    id: UUID
    number: str
    kind: str
    stage: str
    version: int
    title: str
    code_sha256: bytes
    created_by: int
    submitted_by: int | None
    written_by: Sequence[int]
    organisation_id: int | None
    applicant: str
    applicant_type: str
    contact: str
    county_id: int
    province_id: int | None
    handler_id: int | None
    major_matter: bool
    famous: bool
    with_project: bool
    joint_meeting: bool
    rural: bool
    approver_type: str | None
    approver: str
    approval_number: str
    approved_by: int | None
    approving_organisation_id: int | None
    created_at: datetime
    changed_at: datetime
    submitted_on: date | None
    returned_on: date | None
    accepted_on: date | None
    approved_on: date | None
    reported_on: date | None
    filed_on: date | None
    published_on: date | None
    ended_on: date | None
    county: str
    county_code: str
    organisation: str
    items: int


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step that was taken."""

    verb: str
    start: str
    end: str
    part: str
    account_id: int
    person: str
    organisation: str
    note: str
    clause: str
    taken_on: date
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step to write down: what, from where to where, by whom, under which clause."""

    verb: str
    start: str
    end: str
    part: str
    account_id: int
    person: str
    organisation: str
    note: str
    clause: str
    taken_on: date


def case_of(db: Session, id: UUID, *, lock: bool = False) -> KeptCase | None:
    """Return a case, or None; with `lock` nobody else changes it in this transaction."""
    if lock:
        db.execute(select(NamingCase.id).where(NamingCase.id == id).with_for_update())
    row = db.execute(text(_CASES + " WHERE c.id = :id"), {"id": id}).mappings().first()
    return None if row is None else KeptCase(**row)


def case_numbered(db: Session, number: str) -> KeptCase | None:
    """Return the case with a number, or None."""
    row = db.execute(text(_CASES + " WHERE c.number = :number"), {"number": number})
    found = row.mappings().first()
    return None if found is None else KeptCase(**found)


def cases_at(db: Session, ids: list[UUID]) -> list[KeptCase]:
    """Return the cases with these ids, the latest changed first."""
    found = db.execute(text(_CASES + _AMONG), {"ids": ids}).mappings()
    return [KeptCase(**row) for row in found]


def next_number(db: Session, county_id: int, year: int) -> int:
    """Return the next number of a county in a year; given out once."""
    counted = text("SELECT diming_next_case(:county, :year)")
    return int(db.execute(counted, {"county": county_id, "year": year}).scalar_one())


def create(db: Session, values: Mapping[str, Any]) -> None:
    """Put down a new case, and its line in the journal."""
    db.execute(insert(NamingCase).values(**values, written_by=[values["created_by"]]))
    after = {k: str(values[k]) for k in ("number", "kind", "title", "applicant", "county_id")}
    write_line(db, verb="draft", subject_kind=KIND, subject_id=str(values["id"]), after=after)


def change(db: Session, id: UUID, *, writer: int | None = None, **values: Any) -> None:
    """Change a case: its version grows by one.

    Args:
        db: A session for writing.
        id: The case.
        writer: The account that changed or submitted what is applied for, if one did.
        values: What else is changed.
    """
    grown: dict[str, Any] = {"version": NamingCase.version + 1, "changed_at": func.now()}
    if writer is not None:
        others = func.array_remove(NamingCase.written_by, writer)
        grown["written_by"] = func.array_append(others, writer)
    db.execute(update(NamingCase).where(NamingCase.id == id).values(**grown, **values))


def write_step(
    db: Session, case: KeptCase, step: StepTaken, told: Mapping[str, Any] | None = None
) -> None:
    """Write a step of a case and its line in the journal; the stage is set by `change`."""
    db.execute(
        insert(CaseStep).values(
            case_id=case.id,
            verb=step.verb,
            start=step.start,
            end=step.end,
            part=step.part,
            account_id=step.account_id,
            person=step.person,
            organisation=step.organisation,
            note=step.note,
            clause=step.clause,
            taken_on=step.taken_on,
        )
    )
    after = {"stage": step.end, "by": step.person, "for": step.organisation, "note": step.note}
    write_line(
        db,
        verb=step.verb,
        subject_kind=KIND,
        subject_id=str(case.id),
        clause=step.clause,
        before={"stage": step.start, "version": case.version},
        after=after | dict(told or {}),
    )


def write_note(
    db: Session,
    case: KeptCase,
    verb: str,
    told: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    """Write a line in the journal about something laid in a case, and what was there before."""
    write_line(db, verb=verb, subject_kind=KIND, subject_id=str(case.id), before=before, after=told)


def steps_of(db: Session, id: UUID) -> list[KeptStep]:
    """Return the steps of a case, the first first."""
    columns = [getattr(CaseStep, name) for name in KeptStep.__slots__]
    asked = select(*columns).where(CaseStep.case_id == id).order_by(CaseStep.id)
    return [KeptStep(**row) for row in db.execute(asked).mappings()]


def county_above(db: Session, division: int, on: date) -> tuple[int | None, int | None]:
    """Return the county and the province of a division, which may be the county itself."""
    values = {"division": division, "on": on}
    row = db.execute(text(_ABOVE), values).one()
    return row[0], row[1]


def division_coded(db: Session, code: str, on: date) -> tuple[int, str] | None:
    """Return id and name of the division that a code means on a day, or None."""
    row = db.execute(text(_CODED), {"code": code, "on": on}).first()
    return None if row is None else (row[0], row[1])


def divisions_coded(db: Session, codes: list[str], on: date) -> dict[str, int]:
    """Return the ids of the divisions that codes mean on a day, those that mean one."""
    found = db.execute(text(_ALL_CODED), {"codes": codes, "on": on})
    return {code: int(id) for code, id in found}


_CASES = """
SELECT c.*, coalesce(diming_division_name(c.county_id, current_date), '') AS county,
       coalesce(diming_code_of(c.county_id, current_date), '') AS county_code,
       coalesce(o.name, '') AS organisation,
       (SELECT count(*) FROM case_item i
        WHERE i.case_id = c.id AND i.removed_at IS NULL) AS items
FROM naming_case c LEFT JOIN organisation o ON o.id = c.organisation_id
"""
_AMONG = " WHERE c.id = ANY(:ids) ORDER BY c.changed_at DESC, c.id"
_ABOVE = """
SELECT coalesce(diming_ancestor(:division, 3, :on),
                (SELECT d.id FROM division d WHERE d.id = :division AND d.level < 3)),
       diming_ancestor(:division, 1, :on)
"""
_CODED = """
SELECT x.division_id, coalesce(diming_division_name(x.division_id, :on), '')
FROM division_code x
WHERE x.code = :code AND upper_inf(x.recorded)
ORDER BY x.valid @> CAST(:on AS date) DESC, x.scheme <> 'nbs' DESC, lower(x.valid) DESC LIMIT 1
"""
_ALL_CODED = """
SELECT DISTINCT ON (x.code) x.code, x.division_id
FROM division_code x
WHERE x.code = ANY(:codes) AND upper_inf(x.recorded)
ORDER BY x.code, x.valid @> CAST(:on AS date) DESC, x.scheme <> 'nbs' DESC, lower(x.valid) DESC
"""
