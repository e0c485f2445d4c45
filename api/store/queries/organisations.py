"""Organisations (机构) and the divisions they act for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from api.store.queries.listing import containing
from api.store.tables.base import Dated
from api.store.tables.divisions import DivisionCode, DivisionName
from api.store.tables.people import Organisation, OrganisationJurisdiction


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation as lists show it."""

    id: int
    name: str
    kind: str
    level: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class ActsFor:
    """A division an organisation acts for, and for which work."""

    division_id: int
    code: str
    name: str
    work: str


_COLUMNS = (
    Organisation.id,
    Organisation.name,
    Organisation.kind,
    Organisation.level,
    Organisation.parent_id,
)


def organisations_like(
    db: Session, text: str, *, limit: int, offset: int
) -> list[KnownOrganisation]:
    """Return organisations whose name holds `text`, the higher levels first."""
    order = func.array_position(
        ["nation", "province", "prefecture", "county", "township", "village"], Organisation.level
    )
    found = db.execute(
        select(*_COLUMNS)
        .where(Organisation.name.like(containing(text)))
        .order_by(order, Organisation.id)
        .limit(limit)
        .offset(offset)
    )
    return [KnownOrganisation(*row) for row in found]


def organisation_of_id(db: Session, organisation_id: int) -> KnownOrganisation | None:
    """Return the organisation with this id."""
    row = db.execute(select(*_COLUMNS).where(Organisation.id == organisation_id)).first()
    return None if row is None else KnownOrganisation(*row)


def organisation_named(db: Session, name: str) -> KnownOrganisation | None:
    """Return the organisation of exactly this name."""
    row = db.execute(select(*_COLUMNS).where(Organisation.name == name)).first()
    return None if row is None else KnownOrganisation(*row)


def bureau_of(db: Session, division_id: int) -> str | None:
    """Return the name of the bureau of civil affairs that acts for exactly this division today."""
    mine = OrganisationJurisdiction
    asked = (
        select(Organisation.name)
        .join(mine, mine.organisation_id == Organisation.id)
        .where(Organisation.kind == "civil_affairs", mine.division_id == division_id, *_today(mine))
        .order_by(Organisation.id)
        .limit(1)
    )
    found: str | None = db.execute(asked).scalar()
    return found


def add_organisation(
    db: Session, *, name: str, kind: str, level: str, parent_id: int | None
) -> int:
    """Add an organisation and return its id."""
    new = insert(Organisation).values(name=name, kind=kind, level=level, parent_id=parent_id)
    return int(db.execute(new.returning(Organisation.id)).scalar_one())


def act_for(
    db: Session, organisation_id: int, division_ids: Sequence[int], *, work: str, since: date
) -> None:
    """Let the organisation act for exactly these divisions from `since` on, for one work."""
    mine = OrganisationJurisdiction
    db.execute(
        update(mine)
        .where(
            mine.organisation_id == organisation_id,
            mine.work == work,
            func.upper_inf(mine.recorded),
        )
        .values(recorded=func.tstzrange(func.lower(mine.recorded), func.clock_timestamp()))
    )
    if division_ids:
        db.execute(
            insert(mine),
            [
                {
                    "organisation_id": organisation_id,
                    "division_id": division_id,
                    "work": work,
                    "valid": Range(since, None),
                }
                for division_id in division_ids
            ],
        )


def acts_for(db: Session, organisation_id: int) -> list[ActsFor]:
    """Return the divisions the organisation acts for today, by code."""
    mine = OrganisationJurisdiction
    # a division may have a code in several schemes: the shortest is the one people know
    code = (
        select(func.min(DivisionCode.code))
        .where(DivisionCode.division_id == mine.division_id, *_today(DivisionCode))
        .scalar_subquery()
    )
    name = (
        select(func.min(DivisionName.name))
        .where(DivisionName.division_id == mine.division_id, *_today(DivisionName))
        .scalar_subquery()
    )
    found = db.execute(
        select(mine.division_id, func.coalesce(code, ""), func.coalesce(name, ""), mine.work)
        .where(mine.organisation_id == organisation_id, *_today(mine))
        .order_by(code, mine.work)
    )
    return [ActsFor(*row) for row in found]


def lies_within(db: Session, organisation_id: int, division_ids: Sequence[int]) -> bool:
    """Tell whether all that the organisation acts for today lies in some divisions."""
    mine = OrganisationJurisdiction
    inside = func.bool_and(func.diming_within(mine.division_id, list(division_ids)))
    asked = select(func.coalesce(inside, True))
    found = db.execute(asked.where(mine.organisation_id == organisation_id, *_today(mine)))
    return bool(found.scalar_one())


def division_ids_of(db: Session, codes: Sequence[str]) -> dict[str, int]:
    """Return the divisions that have these codes today, in whatever scheme."""
    found = db.execute(
        select(DivisionCode.code, DivisionCode.division_id).where(
            DivisionCode.code.in_(list(codes)), *_today(DivisionCode)
        )
    )
    return {row.code: row.division_id for row in found}


def _today(table: type[Dated]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return func.upper_inf(table.recorded), table.valid.contains(func.current_date())
