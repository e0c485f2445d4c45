"""Guiding developers (命名指引): the guide at a county, and the check of a name they think of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.services.checking_names import NameWish, check_names
from api.services.office_rules import parameters_at
from api.store.queries.standpoints import Whereabouts
from api.store.session import Session
from naming.estate_guide import ESTATE, Guide, guide
from naming.judging import NameReport
from naming.proposal import Details


@dataclass(frozen=True, slots=True)
class Measures:
    """How large an estate is: shares from 0 to 1, areas in square metres."""

    green_share: float | None = None
    area_m2: float | None = None
    floor_area_m2: float | None = None
    storeys: int | None = None

    @classmethod
    def of(cls, green_percent: str, area_m2: str, floor_area_m2: str, storeys: str) -> Measures:
        """Return what was typed; empty texts say nothing."""
        return cls(
            float(green_percent) / 100 if green_percent else None,
            float(area_m2) if area_m2 else None,
            float(floor_area_m2) if floor_area_m2 else None,
            int(float(storeys)) if storeys else None,
        )


def guide_at(county: str, on: date) -> Guide:
    """Return the guide by the parameters of a county (a code; of our home if empty)."""
    return guide(parameters_at(Whereabouts(code=county)), on)


def try_name(db: Session, name: str, county: str, measures: Measures, *, on: date) -> NameReport:
    """Return the report on a name thought of for an estate; nothing is kept."""
    details = Details(significant_orientation=True)
    if measures.green_share is not None:
        details["green_share"] = measures.green_share
    if measures.area_m2 is not None:
        details["area_m2"] = measures.area_m2
    if measures.floor_area_m2 is not None:
        details["floor_area_m2"] = measures.floor_area_m2
    if measures.storeys is not None:
        details["storeys"] = measures.storeys
    wish = NameWish(name.strip(), ESTATE, Whereabouts(code=county), details)
    return check_names(db, [wish], on=on)[0].report
