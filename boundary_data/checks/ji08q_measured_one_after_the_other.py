"""Nobody measures two far markers in the same minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from shapely.geometry import Point

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import matched
from boundary_data.checks.offsets import is_plausible
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.track_columns import BEIJING
from gis.measure import distance_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each pair of successive measurements too far apart for the time."""
    limit = facts.limits.number("track_speed_mps")
    noise = facts.limits.number("track_noise_m")
    timed = sorted(
        (
            (place.measured_at, match, place)
            for match in matched(record, facts.line)
            if (place := match.check.measured) and place.measured_at and is_plausible(place)
        ),
        key=lambda entry: entry[0],
    )
    for (before, first, a), (after, second, b) in pairwise(timed):
        far = distance_m(Point(a.lon, a.lat), Point(b.lon, b.lat))
        seconds = (after - before).total_seconds()
        if far > noise and far > seconds * limit:
            yield Breach(
                f"界桩{first.number}与{second.number}相距{far:.0f}米，测量时间只差{seconds:.0f}秒",
                {
                    "first": first.number,
                    "second": second.number,
                    "distance_m": round(far, 1),
                    "seconds": seconds,
                },
                "请核对测量时间",
                field=f"{second.path}.measured.measured_at",
            )


RULE: InspectionRule = Rule(
    id="JI-8q",
    title="测量时间前后相容",
    category="日期",
    reason="相距很远的界桩不可能同时测量，时间相同说明是事后补填。",
    source=laws.practice("逐点检查"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(
            ("marker_checks[1].measured.measured_at", datetime(2025, 4, 15, 9, 20, tzinfo=BEIJING))
        ),
    ),
)
