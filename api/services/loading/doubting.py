"""The doctor of coordinates asked before anything is loaded (入库前的坐标诊断).

What it names with evidence is refused, with the command that repairs it; nothing is ever
repaired here. Shifts may be overruled by somebody who says that the coordinates were
checked; numbers that are no degrees may not. Both stand in the journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from api.services.loading.delivering import Desk
from api.services.loading.report import Outcome
from api.store.queries.known_places import areas_of_level, points_called
from boundary_data.doctoring import doctor_parameters
from boundary_data.examining import Examination, examine, place_of_polygons
from boundary_data.readers.raw import RawFeatures
from gis.doubts import UNDECIDABLE, Doubt
from gis.lines import Line
from gis.places import Place
from gis.suspicion import Suspicion

SHIFTS = frozenset({"gcj02", "bd09", "gcj02_removed_twice", "old_datum", "common_shift"})
"""What may be overruled: the points are degrees, and only where they lie is doubtful."""
MOST_POINTS = 20_000
MOST_ASKED = 1_000
TRUSTED = "trusted"
RULE = "坐标存疑"


def layer_is_doubted(desk: Desk, raw: RawFeatures, place: Place, *, how: str, trust: bool) -> bool:
    """Report what the doctor says of a layer; tell whether it must not be loaded.

    Args:
        desk: Where the load works.
        raw: The features, longitude/latitude.
        place: Where they should be.
        how: What the doctor is to be told to compare with, e.g. `--level county`.
        trust: Whether somebody answers for the coordinates.
    """
    found = examine(raw, place, parameters=doctor_parameters())
    refused = False
    for doubt, told in zip(found.diagnosis.doubts, found.suspicions, strict=True):
        if told.gross:
            refused |= _said(desk, doubt, told, how, trust)
    return refused


@dataclass
class Sample:
    """Points of a long table, evenly spread over it, as they stand in their rows."""

    rows: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    step: int = 1
    seen: int = 0

    def take(self, row: int, name: str, point: tuple[float, float]) -> None:
        """Note a point; of long tables every second, every fourth… is kept."""
        if self.seen % self.step == 0:
            self.rows.append(row)
            self.names.append(name)
            self.points.append(point)
        self.seen += 1
        if len(self.rows) > MOST_POINTS:
            for kept in (self.rows, self.names, self.points):
                del kept[1::2]
            self.step *= 2

    def examined(self, desk: Desk) -> Examination | None:
        """Return what the doctor says of them; None where the register knows nothing.

        They are compared with the places of the same names that the register has, as far as
        a name is there once, and with its largest areas.
        """
        areas = areas_of_level(desk.db, 1, desk.today)
        known = points_called(desk.db, self.names[:: len(self.names) // MOST_ASKED + 1])
        counts = Counter(self.names)
        nowhere = (np.nan, np.nan)
        markers = np.array(
            [known[n] if n in known and counts[n] == 1 else nowhere for n in self.names]
        )
        if not self.points or not (areas or known):
            return None
        margin = doctor_parameters().number("margin_m")
        polygons = [area.polygon for area in areas]
        place = Place(
            area=place_of_polygons(polygons, margin_m=margin).area if polygons else None,
            markers=markers if np.isfinite(markers).any() else None,
            margin_m=margin,
        )
        raw = RawFeatures(
            list(shapely.points(self.points)), [{}] * len(self.rows), self.rows, (), ""
        )
        return examine(raw, place, parameters=doctor_parameters())


def table_is_doubted(desk: Desk, sample: Sample, *, trust: bool) -> bool:
    """Report what the doctor says of a table of points; tell whether it must not be loaded.

    Single wrong rows are remarked upon; a mistake of many rows is one of the whole table.
    """
    found = sample.examined(desk)
    if found is None:
        return False
    return _points_are_doubted(desk, found, sample.rows, "--against 可靠的同名点", trust)


def points_like_theirs_are_doubted(
    desk: Desk,
    rows: Sequence[int],
    points: Sequence[tuple[float, float]],
    theirs: Sequence[tuple[float, float] | None],
    *,
    trust: bool,
) -> bool:
    """Report what the doctor says of points that should lie near others, as `table_is_doubted`.

    Args:
        desk: Where the load works.
        rows: The row of each point.
        points: Longitude and latitude, degrees.
        theirs: Where the thing of each point is registered, None where that is not known.
        trust: Whether somebody answers for the coordinates.
    """
    areas = areas_of_level(desk.db, 1, desk.today)
    markers = np.array([one or (np.nan, np.nan) for one in theirs], dtype=float).reshape(-1, 2)
    if not points or not (areas or np.isfinite(markers).any()):
        return False
    margin = doctor_parameters().number("margin_m")
    polygons = [area.polygon for area in areas]
    place = Place(
        area=place_of_polygons(polygons, margin_m=margin).area if polygons else None,
        markers=markers if np.isfinite(markers).any() else None,
        margin_m=margin,
    )
    raw = RawFeatures(list(shapely.points(points)), [{}] * len(rows), list(rows), (), "")
    found = examine(raw, place, parameters=doctor_parameters())
    return _points_are_doubted(desk, found, rows, "--against 可靠的同名点", trust)


def points_are_doubted(
    desk: Desk,
    rows: Sequence[int],
    points: Sequence[tuple[float, float]],
    line: Line,
    *,
    trust: bool,
) -> bool:
    """Report what the doctor says of points that should lie on lines, as `table_is_doubted`.

    Args:
        desk: Where the load works.
        rows: The row of each point.
        points: Longitude and latitude, degrees.
        line: The lines, EPSG:4490.
        trust: Whether somebody answers for the coordinates.
    """
    parameters = doctor_parameters()
    place = Place(lines=line, margin_m=parameters.number("margin_m"))
    raw = RawFeatures(list(shapely.points(points)), [{}] * len(rows), list(rows), (), "")
    found = examine(raw, place, parameters=parameters)
    return _points_are_doubted(desk, found, rows, "--against 界线", trust)


def _points_are_doubted(
    desk: Desk, found: Examination, rows: Sequence[int], how: str, trust: bool
) -> bool:
    parameters = doctor_parameters()
    compared = int(np.isfinite(found.diagnosis.distances_m).sum())
    refused = False
    for doubt, told in zip(found.diagnosis.doubts, found.suspicions, strict=True):
        if doubt.kind in UNDECIDABLE:
            continue
        of = compared if doubt.kind in SHIFTS else len(rows)
        least = max(parameters.number("refuse_least"), parameters.number("refuse_share") * of)
        if len(doubt.features) >= least:
            refused |= _said(desk, doubt, told, how, trust)
        else:
            desk.report.remark(RULE, told.message, rows[int(doubt.features[0])])
    return refused


def _said(desk: Desk, doubt: Doubt, told: Suspicion, how: str, trust: bool) -> bool:
    """Report a doubt; tell whether it stands against loading."""
    shift = doubt.kind in SHIFTS
    if shift and trust:
        desk.report.remark(RULE, f"{told.message}；经办人声明坐标已核实，按原样入库")
        desk.report.overruled.append(told.message)
        return False
    ways = [told.repair]
    if doubt.reading is not None:
        command = (
            f"./diming doctor {desk.report.file_name} {how} --apply {doubt.kind} --out 改正后.gpkg"
        )
        ways.append(f"核实确属此误的，用 {command} 改正，复核后再入库")
    if shift:
        ways.append("核实坐标无误的，加 --trust-coordinates 再入库（记入日志）")
    desk.report.refuse(0, "坐标", f"{told.message}；{'；'.join(ways)}")
    desk.report.remark(RULE, told.message)
    return True


def refuse_for_coordinates(desk: Desk) -> None:
    """Close the report of a file that is not loaded because of its coordinates."""
    desk.report.outcome = Outcome.REFUSED
    desk.report.remark("未入库", "坐标有疑点；交付内容已留存备查，登记库未作改动")
