"""A line that a record brings along is the line of the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import GOOD_FACTS, InspectionRule, case, case_of_facts, edited
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts, KnownFacts, line_of
from boundary_data.line import KnownLine, stem
from boundary_data.marker import KnownMarker
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight

FIELD = "$.line"
NAMED = 10


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each way in which the line brought along differs from the register's."""
    registered = facts.registered
    if record.line is None or registered is None:
        return
    brought = line_of(record.line)
    if {stem(code) for code in brought.sides} != {stem(code) for code in registered.sides}:
        yield Breach(
            f"随附界线的双方为{'、'.join(brought.sides)}，登记为{'、'.join(registered.sides)}",
            {"brought": list(brought.sides), "registered": list(registered.sides)},
            "请核对界线代码，或换用登记库的界线",
            field=FIELD,
        )
    yield from _course(brought, registered, facts)
    yield from _numbers(brought, registered)
    yield from _places(brought, registered, facts)


def _course(brought: KnownLine, registered: KnownLine, facts: InspectionFacts) -> Iterator[Breach]:
    allowed = max(
        facts.limits.number("embedded_line_m"),
        brought.accuracy_m or 0.0,
        registered.accuracy_m or 0.0,
    )
    there, back = _farthest(brought, registered), _farthest(registered, brought)
    off, place = max(there, back, key=lambda found: found[0])
    if off > allowed:
        yield Breach(
            f"随附界线与登记界线最远相差{off:.0f}米（容许{allowed:.0f}米），"
            f"长{brought.ruler.length_m / 1000:.2f}千米，"
            f"登记长{registered.ruler.length_m / 1000:.2f}千米",
            {
                "distance_m": round(off, 1),
                "tolerance_m": allowed,
                "lon": round(place.x, 7),
                "lat": round(place.y, 7),
                "length_m": round(brought.ruler.length_m, 1),
                "registered_m": round(registered.ruler.length_m, 1),
            },
            "请用登记库现行版本的界线；界线确有变更的，先按批准文件登记新版本",
            field=f"{FIELD}.geometry",
        )


def _numbers(brought: KnownLine, registered: KnownLine) -> Iterator[Breach]:
    lacking = sorted(registered.by_number.keys() - brought.by_number.keys())
    unknown = sorted(brought.by_number.keys() - registered.by_number.keys())
    for numbers, message in ((lacking, "随附界线缺登记的界桩"), (unknown, "登记库没有随附的界桩")):
        if numbers:
            shown = "、".join(numbers[:NAMED]) + ("等" if len(numbers) > NAMED else "")
            yield Breach(
                f"{message}{len(numbers)}颗：{shown}",
                {"numbers": numbers},
                "请核对界桩编号，或换用登记库的界桩",
                field=f"{FIELD}.markers",
            )


def _places(brought: KnownLine, registered: KnownLine, facts: InspectionFacts) -> Iterator[Breach]:
    for index, marker in enumerate(brought.markers):
        known = registered.marker(marker.number)
        if known is None:
            continue
        off = distance_m(known.point, marker.point)
        allowed = _tolerance_m(marker, known, facts)
        if off > allowed:
            yield Breach(
                f"随附的界桩{marker.number}坐标与登记相差{off:.1f}米（容许{allowed:.1f}米）",
                {"number": marker.number, "distance_m": round(off, 2), "tolerance_m": allowed},
                "界桩的法定位置以登记为准，请换用登记坐标",
                field=f"{FIELD}.markers[{index}]",
            )


def _tolerance_m(marker: KnownMarker, known: KnownMarker, facts: InspectionFacts) -> float:
    own = facts.limits.number("embedded_marker_m")
    return max(own, marker.accuracy_m or 0.0, known.accuracy_m or 0.0)


def _farthest(line: KnownLine, other: KnownLine) -> tuple[float, Point]:
    """Return the vertex of `line` that lies farthest from `other`, and its metres."""
    vertices = shapely.get_coordinates(line.geometry)
    off = other.ruler.locate(vertices[:, 0], vertices[:, 1]).offset_m
    worst = int(np.argmax(off))
    return float(off[worst]), Point(vertices[worst])


def _registered(*edits: tuple[str, object]) -> KnownFacts:
    line = GOOD_FACTS.line
    for path, value in edits:
        line = edited(line, path, value)
    return replace(GOOD_FACTS, registered=line)


_MOVED = shapely.LineString([(105.92, 29.431), (105.94, 29.37)])

RULE: InspectionRule = Rule(
    id="JI-0d",
    title="随附界线与登记一致",
    category="界线",
    reason="法定界线只有一条；记录随附的界线与登记不同，核对就失去依据。",
    source=laws.REGULATION.clause("第二条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case_of_facts(_registered())),
    fails=(
        case_of_facts(_registered(("sides", ("500116", "500120")))),
        case_of_facts(_registered(("geometry", _MOVED))),
        case_of_facts(_registered(("markers[1].number", "1618009Q"))),
        case_of_facts(_registered(("markers[1].point", Point(105.9169, 29.4161)))),
    ),
    needs_register=True,
)
