"""Divisions by code with the names they bear today, and the counties of a province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.store.tables.divisions import LEVELS, Division, DivisionCode, DivisionName


@dataclass(frozen=True, slots=True)
class NamedDivision:
    """A division as today's register knows it."""

    id: int
    code: str
    name: str


def named_divisions(db: Session, codes: Sequence[str]) -> list[NamedDivision]:
    """Return the divisions that have these codes today, by code."""
    return _named(db, DivisionCode.code.in_(list(codes)))


def counties_of(db: Session, province: str) -> list[NamedDivision]:
    """Return the counties whose codes begin as the province's (six digits), by code."""
    return _named(
        db,
        DivisionCode.code.like(f"{province[:2]}____"),
        Division.level == LEVELS["county"],
    )


def _named(db: Session, *which: ColumnElement[bool]) -> list[NamedDivision]:
    today = func.current_date()
    found = db.execute(
        select(Division.id, DivisionCode.code, DivisionName.name)
        .join(DivisionCode, DivisionCode.division_id == Division.id)
        .join(DivisionName, DivisionName.division_id == Division.id)
        .where(
            func.upper_inf(DivisionCode.recorded),
            DivisionCode.valid.contains(today),
            func.upper_inf(DivisionName.recorded),
            DivisionName.valid.contains(today),
            *which,
        )
        .distinct()
        .order_by(DivisionCode.code)
    )
    return [NamedDivision(*row) for row in found]
