"""Land across lines (跨界用地): whose it is by area, and whose consent it needs (BL-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from boundary_data import laws
from boundary_data.line import LineLevel
from gis.measure import area_m2, length_m
from rulebook.law import Clause
from rulebook.parameters import Parameters


@dataclass(frozen=True, slots=True)
class UnitPart:
    """The part of a piece of land that lies in a unit (EPSG:4490).

    `accuracy_m` is how accurate the unit's line is, None if nobody knows.
    """

    code: str
    name: str
    level: LineLevel
    accuracy_m: float | None
    legal: bool
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the land a unit holds.

    Attributes:
        part: The part.
        area_m2: Its geodesic area.
        share: Its area over that of the land, 0 to 1.
        sure: False if the part is thinner than the line is accurate, so that nobody can say
            whether the land reaches into the unit at all; None if the accuracy is unknown.
    """

    part: UnitPart
    area_m2: float
    share: float
    sure: bool | None


@dataclass(frozen=True, slots=True)
class Consent:
    """That land lies in several units of a level, and what follows.

    `required` is None where a part is too thin to be sure of, or the lines are not legal.
    """

    level: LineLevel
    units: tuple[Share, ...]
    required: bool | None
    source: Clause
    message: str


def shares(land: BaseGeometry, parts: Sequence[UnitPart], limits: Parameters) -> tuple[Share, ...]:
    """Return the shares of units in `land`, the largest first; specks are left out.

    Args:
        land: The whole piece, degrees, EPSG:4490.
        parts: Its parts by unit, of any levels.
        limits: Gives `crossing_least_m2`.
    """
    whole = area_m2(land)
    least = limits.number("crossing_least_m2")
    found = []
    for part in parts:
        area = area_m2(part.shape)
        if area >= least:
            sure = None if part.accuracy_m is None else _width_m(part.shape, area) > part.accuracy_m
            found.append(Share(part, area, min(area / whole, 1.0), sure))
    return tuple(sorted(found, key=lambda one: (-one.area_m2, one.part.code)))


def consents(found: Sequence[Share]) -> tuple[Consent, ...]:
    """Return for each level on which the land crosses a line whose consent that needs.

    Use of land across a line needs the consent of all neighbours beforehand (行政区域界线管理条例
    article 10); township lines are managed by reference to it (article 19).
    """
    levels = dict.fromkeys(one.part.level for one in found)
    told = []
    for level in levels:
        units = tuple(one for one in found if one.part.level is level)
        if len(units) > 1:
            told.append(_consent(level, units))
    return tuple(told)


def _consent(level: LineLevel, units: tuple[Share, ...]) -> Consent:
    town = level in {LineLevel.TOWNSHIP, LineLevel.VILLAGE}
    source = laws.REGULATION.clause("第十九条" if town else "第十条")
    names = "、".join(one.part.name for one in units)
    certain = [one for one in units if one.sure is True and one.part.legal]
    doubtful = next((one for one in units if one.sure is False), None)
    start = f"该地块涉及{len(units)}个{level.zh}区划：{names}"
    if doubtful is not None and len(units) == 2:
        message = (
            f"{start}；其中在{doubtful.part.name}的部分窄于界线精度，不能确定是否越界，请实地确认"
        )
        return Consent(level, units, None, source, message)
    if len(certain) < len(units):
        message = f"{start}；所用界线不是法定界线或精度不详，请按法定界线确认后再定"
        return Consent(level, units, None, source, message)
    manner = "参照条例，" if town else ""
    message = f"{start}；{manner}用地应当事先征得毗邻各方同意，并分别办理审批手续"
    return Consent(level, units, True, source, message)


def _width_m(shape: BaseGeometry, area: float) -> float:
    """Return how wide a shape is in the mean: of a long strip its width, of a disc its radius."""
    return 2.0 * area / max(length_m(shape), 1e-9)
