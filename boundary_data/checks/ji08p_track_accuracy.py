"""A stated accuracy is a positive number of metres."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.tracks_for_examples import GOOD_TRACK, with_accuracy
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield one breach for all points of impossible accuracy and one for coarse ones."""
    track = record.track
    if track is None:
        return
    allowed = facts.limits.number("coverage_within_m")
    for chosen, message in (
        (track.accuracy_m <= 0.0, "精度不大于零"),
        (track.accuracy_m > allowed, f"精度低于{allowed:.0f}米"),
    ):
        count = int(chosen.sum())
        if count:
            yield Breach(
                f"轨迹有{count}个点{message}",
                {"points": count, "of": len(track)},
                "请剔除这些点后重传",
                field=f"$.track[{int(np.flatnonzero(chosen)[0])}].accuracy_m",
            )


RULE: InspectionRule = Rule(
    id="JI-8p",
    title="轨迹精度合理",
    category="轨迹",
    reason="精度无效的点不能证明走过界线。",
    source=laws.practice("外业轨迹"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(("track", with_accuracy(GOOD_TRACK, -1.0))),
        case(("track", with_accuracy(GOOD_TRACK, 900.0))),
    ),
)
