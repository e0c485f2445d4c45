"""Undoing a mistake that the doctor named: new coordinates and how far each point moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gis.doubts import Doubt
from gis.measure import CGCS2000
from gis.readings import Reading, finite_rows, meant, zone_of_epsg
from gis.seven_parameters import SevenParameters

Floats = npt.NDArray[np.float64]


class RepairRefused(Exception):
    """The repair cannot be made without guessing; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Geometries after a repair.

    Attributes:
        geometries: All of them, EPSG:4490; those without the mistake as labelled.
        moved_m: Metres that each point of the repaired features moved; NaN where it had no
            position before.
        repaired: How many features were repaired.
        left: Features (from 0) that are no positions even so; their geometry is None.
    """

    geometries: list[BaseGeometry | None]
    moved_m: Floats
    repaired: int
    left: tuple[int, ...]


def reading_to_apply(
    doubt: Doubt, seven: SevenParameters | None = None, *, system: int | None = None
) -> Reading:
    """Return the reading that undoes the doubt.

    Args:
        doubt: What the doctor found.
        seven: Parameters of an old datum.
        system: EPSG number, where the doctor found several that explain as much.

    Raises:
        RepairRefused: if there is none, if several explain as much and none was chosen, or
            if seven parameters are needed and not given or do not fit.
    """
    if doubt.kind == "old_datum" and (seven is None or doubt.reading is None):
        raise RepairRefused(
            "旧坐标系的改正需要测绘部门提供的七参数（--seven-parameters），且须与实测相符；不作近似换算"
        )
    if doubt.reading is None:
        raise RepairRefused("这种疑点没有可以自动改正的办法，请重新导出数据")
    if system is not None:
        return _in_system(doubt, doubt.reading, system)
    if len(doubt.candidates) > 1 and doubt.kind != "old_datum":
        raise RepairRefused(
            f"有几个坐标系同样说得通：{'、'.join(doubt.candidates)}；请用 --system 指定其中之一"
        )
    return doubt.reading


def _in_system(doubt: Doubt, reading: Reading, system: int) -> Reading:
    offered = doubt.candidates or (reading.system,)
    if f"EPSG:{system}" not in offered:
        raise RepairRefused(f"EPSG:{system} 不在可能的坐标系之内：{'、'.join(offered)}；请从中选择")
    zone = zone_of_epsg(system)
    if zone is not None and zone.prefixed:
        return replace(reading, prefix=zone.number)
    return replace(reading, epsg=system, prefix=0 if zone is None else reading.prefix)


def repaired(
    geometries: Sequence[BaseGeometry | None],
    labelled: Sequence[BaseGeometry | None],
    doubt: Doubt,
    reading: Reading,
    seven: SevenParameters | None = None,
) -> Moved:
    """Return the layer with the doubt's features read as `reading` says, EPSG:4490.

    Args:
        geometries: As they stand in the file.
        labelled: The same as the label says, EPSG:4490; for a label of degrees the same.
        doubt: Whose features are repaired.
        reading: From `reading_to_apply`.
        seven: Parameters of an old datum.

    Raises:
        TransformRefused: if a point lies outside the area of the seven parameters.
    """
    raw = np.asarray([geometries[i] for i in doubt.features], dtype=object)
    base = np.asarray([labelled[i] for i in doubt.features], dtype=object)
    flat = shapely.force_2d(raw)
    points, owner = shapely.get_coordinates(flat, return_index=True)
    places = meant(points, reading, seven)
    good = finite_rows(places)
    if reading.shift == "old_datum" and seven is not None:
        seven.refuse_elsewhere(places[good])
    lost = {int(position) for position in owner[~good]}
    new = shapely.set_coordinates(flat, places)
    out = list(labelled)
    for position, feature in enumerate(doubt.features):
        out[int(feature)] = None if position in lost else new[position]
    return Moved(
        geometries=out,
        moved_m=moved_m(shapely.get_coordinates(base), places),
        repaired=len(doubt.features) - len(lost),
        left=tuple(int(doubt.features[i]) for i in sorted(lost)),
    )


def moved_m(before: Floats, after: Floats) -> Floats:
    """Return the metres between two positions of each point; NaN where one is none."""
    moved = np.full(len(after), np.nan)
    if len(before) != len(after):
        return moved
    known = finite_rows(before) & finite_rows(after)
    known &= np.asarray((np.abs(before) <= [180.0, 90.0]).all(axis=1), dtype=np.bool_)
    a, b = before[known], after[known]
    moved[known] = np.abs(CGCS2000.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2])
    return moved
