"""Examples for the rules about marker sheets: a good sheet, and copies with single changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from shapely.geometry import LineString, Point

from boundary_data.inspection import Method
from boundary_data.line import KnownLine, LineLevel, LineStatus
from boundary_data.marker import KnownMarker, Standing
from boundary_data.marker_sheet import (
    Caretaker,
    Change,
    ChangeKind,
    Faces,
    HeightDatum,
    MarkerSheet,
    Place,
    RegisterFacts,
    SheetPosition,
    SheetReference,
)
from gis.grid import placed
from rulebook.rule import Example, Rule

SheetRule = Rule[MarkerSheet, RegisterFacts]
SheetExample = Example[MarkerSheet, RegisterFacts]

HERE: Final = Point(105.93, 29.41)


def _reference(name: str, azimuth: float, distance_m: float) -> SheetReference:
    there = placed(HERE, azimuth, distance_m)
    return SheetReference(
        name=name, grid_azimuth_deg=azimuth, distance_m=distance_m, lon=there.x, lat=there.y
    )


LINE: Final = KnownLine(
    code="500116-500118",
    name="津永线",
    level=LineLevel.COUNTY,
    sides=("500116", "500118"),
    side_names=("江津区", "永川区"),
    status=LineStatus.LEGAL,
    geometry=LineString([(105.90, 29.41), (105.96, 29.41)]),
    markers=(KnownMarker(number="002Q", point=Point(105.95, 29.41), standing=Standing.SINGLE),),
)
GOOD: Final = MarkerSheet(
    number="001Q",
    standing=Standing.SINGLE,
    faces=Faces.DOUBLE,
    material="石",
    position=SheetPosition(
        lon=HERE.x,
        lat=HERE.y,
        method=Method.GNSS_RTK,
        accuracy_m=0.1,
        measured_on=date(2025, 4, 1),
        measured_by="联合测量组",
    ),
    height_m=312.4,
    height_datum=HeightDatum.CHINA_1985,
    caretaker="500116",
    caretakers=(
        Caretaker(division_code="500116", organ="江津区民政局", basis="界桩管护协议"),
        Caretaker(division_code="500118", organ="永川区民政局", basis="界桩管护协议"),
    ),
    places=(
        Place(division_code="500116", address="江津区吴滩镇"),
        Place(division_code="500118", address="永川区临江镇"),
    ),
    references=(
        _reference("黄葛树", 36.5, 18.2),
        _reference("石拱桥", 121.0, 64.0),
        _reference("变压器台", 288.3, 43.7),
    ),
)
CHANGE: Final = Change(
    kind=ChangeKind.REGISTER, valid_from=date(2025, 4, 1), document="界线协议书（2025）1号"
)
FACTS: Final = RegisterFacts(line=LINE, change=CHANGE)


def case(**changes: Any) -> SheetExample:
    """Return the good sheet with `changes`, newly registered on the good line."""
    return Example(replace(GOOD, **changes), FACTS)


def case_of(facts: RegisterFacts, **changes: Any) -> SheetExample:
    """Return the good sheet with `changes` against other facts."""
    return Example(replace(GOOD, **changes), facts)


def on_province_line() -> RegisterFacts:
    """Return the facts of a province line."""
    return replace(FACTS, line=replace(LINE, level=LineLevel.PROVINCE))
