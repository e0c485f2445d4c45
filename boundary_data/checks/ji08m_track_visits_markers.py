"""Whoever checks a marker stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import known
from boundary_data.checks.tracks_for_examples import GOOD_TRACK, part_of
from boundary_data.checks.walking import usable_track, walked
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from gis.lines import distances_m
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each checked marker that the track does not come near."""
    track = usable_track(record)
    if track is None or facts.line is None:
        return
    allowed = facts.limits.number("marker_visit_m")
    pieces = walked(track, facts, within_m=allowed)
    checked = list(known(record, facts))
    places = np.array([(marker.point.x, marker.point.y) for _, marker in checked]).reshape(-1, 2)
    for (match, _), off in zip(checked, distances_m(places, pieces), strict=True):
        if off > allowed:
            yield Breach(
                f"轨迹离界桩{match.number}最近{off:.0f}米，没有到桩检查的痕迹",
                {"number": match.number, "nearest_m": round(float(off), 1), "tolerance_m": allowed},
                "请到桩补查，或补传该段轨迹",
                field="$.track",
            )


RULE: InspectionRule = Rule(
    id="JI-8m",
    title="轨迹经过各界桩",
    category="轨迹",
    reason="逐点检查须到桩进行。",
    source=laws.practice("逐点检查"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("track", part_of(GOOD_TRACK, 0.0, 0.5))),),
    needs_register=True,
)
