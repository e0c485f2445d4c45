"""The names of a case (拟用地名): kept, changed, struck, registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, func, insert, select, text, update
from sqlalchemy.orm import Session

from api.store.tables.base import SRID
from api.store.tables.cases import CaseItem

COLUMNS = (
    "id",
    "row",
    "name",
    "place_type",
    "place_kind",
    "romanization",
    "division_id",
    "county_id",
    "place_name_id",
    "former_name",
    "reason",
    "meaning",
    "origin",
    "location",
    "size",
    "length_m",
    "width_m",
    "measured_length_m",
    "significant_orientation",
    "details",
    "change",
    "state",
    "struck_reason",
    "verdict",
    "approved_name_id",
)


@dataclass(frozen=True, slots=True)
class KeptItem:
    """A name of a case; geometry in EPSG:4490, lengths in metres."""

    id: int
    row: int
    name: str
    place_type: str
    place_kind: str | None
    romanization: str
    division_id: int | None
    county_id: int | None
    place_name_id: int | None
    former_name: str
    reason: str
    meaning: str
    origin: str
    location: str
    size: str
    length_m: float | None
    width_m: float | None
    measured_length_m: float | None
    significant_orientation: bool | None
    details: Mapping[str, Any]
    change: Mapping[str, Any] | None
    state: str
    struck_reason: str
    verdict: str | None
    approved_name_id: int | None
    division: str
    division_code: str
    township_id: int | None
    province_id: int | None
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class RegisteredName:
    """A name of the register that a case is about; `standing` is what its place is called now."""

    id: int
    place_id: int
    name: str
    name_kind: str
    status: str
    standing: str | None
    place_kind: str
    division_id: int | None
    county_id: int | None


def write_items(db: Session, case_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the names of a case; `geom` of a row is a shapely geometry or None."""
    if rows:
        values = [{**row, "case_id": case_id, "geom": _stored(row.get("geom"))} for row in rows]
        db.execute(insert(CaseItem), values)


def remove_items(db: Session, case_id: UUID) -> None:
    """Take all names out of a case that is being drafted; they are kept with their reports."""
    db.execute(update(CaseItem).where(*_of(case_id)).values(removed_at=func.now()))


def _of(case_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (CaseItem.case_id == case_id, CaseItem.removed_at.is_(None))


def remove_rows(db: Session, case_id: UUID, rows: Sequence[int]) -> int:
    """Take names out of a case that is being drafted, by number; returns how many."""
    asked = update(CaseItem).where(*_of(case_id), CaseItem.row.in_(rows))
    return len(db.execute(asked.values(removed_at=func.now()).returning(CaseItem.id)).all())


def ids_by_row(db: Session, case_id: UUID) -> dict[int, int]:
    """Return the ids of the names of a case by their number."""
    found = db.execute(select(CaseItem.row, CaseItem.id).where(*_of(case_id)))
    return {int(row): int(id) for row, id in found}


def names_of(db: Session, case_id: UUID) -> list[str]:
    """Return the names of a case, row by row."""
    asked = select(CaseItem.name).where(*_of(case_id)).order_by(CaseItem.row)
    return list(db.execute(asked).scalars())


def change_item(db: Session, id: int, values: Mapping[str, Any]) -> None:
    """Change a name of a case."""
    told = dict(values)
    if "geom" in told:
        told["geom"] = _stored(told["geom"])
    db.execute(update(CaseItem).where(CaseItem.id == id).values(**told))


def set_verdicts(db: Session, verdicts: Mapping[int, str]) -> None:
    """Note what the last check of names came to, by item."""
    values = {"ids": list(verdicts), "verdicts": list(verdicts.values())}
    db.execute(text(_VERDICTS), values)


def set_state(db: Session, case_id: UUID, state: str) -> None:
    """Bring the names of a case that are still proposed to another state."""
    asked = update(CaseItem).where(*_of(case_id), CaseItem.state == "proposed")
    db.execute(asked.values(state=state))


def set_registered(db: Session, registered: Mapping[int, int]) -> None:
    """Note the names of the register that came of items, by item."""
    values = {"ids": list(registered), "names": list(registered.values())}
    db.execute(text(_ENTERED), values)


def verdicts_of(db: Session, case_id: UUID) -> dict[str, int]:
    """Return how many names of a case the last check came to which verdict; "" where none was."""
    verdict = func.coalesce(CaseItem.verdict, "")
    asked = select(verdict, func.count()).where(*_of(case_id), CaseItem.state != "struck")
    return {str(one): int(count) for one, count in db.execute(asked.group_by(verdict))}


def items_of(
    db: Session,
    case_id: UUID,
    on: date,
    *,
    limit: int | None = None,
    offset: int = 0,
    verdict: str = "",
) -> list[KeptItem]:
    """Return the names of a case, row by row; with `verdict` those it was the last one of."""
    columns = [getattr(CaseItem, name) for name in COLUMNS]
    asked = (
        select(
            *columns,
            func.coalesce(func.diming_where(CaseItem.division_id, on), "").label("division"),
            func.coalesce(func.diming_code_of(CaseItem.division_id, on), "").label("division_code"),
            func.diming_ancestor(CaseItem.division_id, 4, on).label("township_id"),
            func.diming_ancestor(CaseItem.county_id, 1, on).label("province_id"),
            CaseItem.geom,
        )
        .where(*_of(case_id), *([CaseItem.verdict == verdict] if verdict else []))
        .order_by(CaseItem.row)
        .offset(offset)
    )
    found = db.execute(asked if limit is None else asked.limit(limit)).mappings()
    return [_kept(row) for row in found]


def _kept(row: Any) -> KeptItem:
    values = {key: value for key, value in row.items() if key != "geom"}
    shape = row["geom"]
    return KeptItem(**values, geometry=None if shape is None else to_shape(shape))


def _stored(geometry: BaseGeometry | None) -> Any:
    return None if geometry is None else from_shape(geometry, srid=SRID)


def registered(db: Session, ids: Sequence[int]) -> dict[int, RegisteredName]:
    """Return current names of the register by id."""
    found = db.execute(text(_REGISTERED), {"ids": list(ids)}).mappings()
    return {row["id"]: RegisteredName(**row) for row in found}


def listed_names(db: Session, names: Sequence[str], county_ids: Sequence[int]) -> list[str]:
    """Return those of `names` that stand in a protection list of one of the counties."""
    values = {"names": list(names), "counties": list(county_ids)}
    return list(db.execute(text(_LISTED), values).scalars())


# one statement however many names: a plan for each would take longer than all of them
_VERDICTS = """
UPDATE case_item SET verdict = w.verdict
FROM unnest(CAST(:ids AS bigint[]), CAST(:verdicts AS text[])) AS w(id, verdict)
WHERE case_item.id = w.id
"""
_ENTERED = """
UPDATE case_item SET approved_name_id = w.name, state = 'approved'
FROM unnest(CAST(:ids AS bigint[]), CAST(:names AS bigint[])) AS w(id, name)
WHERE case_item.id = w.id
"""
_REGISTERED = """
SELECT n.id, n.place_id, n.name, n.kind AS name_kind, n.status, p.kind AS place_kind,
       p.division_id, p.county_id,
       (SELECT s.name FROM place_name s
        WHERE s.place_id = n.place_id AND s.kind = 'standard' AND upper_inf(s.recorded)
          AND upper_inf(s.valid)
          AND s.status NOT IN ('former', 'vanished', 'retired', 'proposed') LIMIT 1) AS standing
FROM place_name n JOIN place p ON p.id = n.place_id
WHERE n.id = ANY(:ids) AND upper_inf(n.recorded)
"""
_LISTED = """
SELECT DISTINCT h.name FROM heritage_listing h
WHERE upper_inf(h.recorded) AND h.standing = 'protected' AND h.name = ANY(:names)
  AND (h.division_id IS NULL OR diming_ancestor(h.division_id, 3, current_date) = ANY(:counties)
       OR h.division_id IN (SELECT diming_ancestor(c, 1, current_date)
                            FROM unnest(CAST(:counties AS integer[])) c))
"""
