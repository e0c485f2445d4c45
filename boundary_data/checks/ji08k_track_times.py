"""A track is recorded during the field check, one point after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import numpy as np

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.tracks_for_examples import (
    GOOD_TRACK,
    later_by,
    reversed_times,
    without_times,
)
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.track_columns import BEIJING
from gis.tracks import backward_steps
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for tracks without times, with times out of order or of other days."""
    track, span = record.track, record.field_span
    if track is None or not len(track):
        return
    timed = track.seconds[~np.isnan(track.seconds)]
    if len(timed) < len(track):
        yield Breach(
            f"轨迹有{len(track) - len(timed)}个点没有时间",
            {"points": len(track) - len(timed)},
            "请上传带时间的轨迹",
            field="$.track",
        )
    back = backward_steps(track)
    if back:
        yield Breach(
            f"轨迹有{len(back)}处时间倒退",
            {"count": len(back), "index": back[0]},
            "请按时间先后排列",
            field=f"$.track[{back[0]}].time",
        )
    if span and len(timed):
        start = datetime.combine(span[0], time.min, BEIJING).timestamp()
        end = datetime.combine(span[1] + timedelta(days=1), time.min, BEIJING).timestamp()
        outside = int(((timed < start) | (timed >= end)).sum())
        if outside:
            first, last = (
                datetime.fromtimestamp(float(t), BEIJING) for t in (timed.min(), timed.max())
            )
            yield Breach(
                f"轨迹有{outside}个点不在外业检查期间（{span[0]}至{span[1]}），轨迹时间为{first:%Y-%m-%d}至{last:%Y-%m-%d}",
                {
                    "points": outside,
                    "of": len(track),
                    "first": first.isoformat(),
                    "last": last.isoformat(),
                    "from": str(span[0]),
                    "to": str(span[1]),
                },
                "请换用本次外业的轨迹或核对外业日期",
                weight=Weight.BLOCK,
                field="$.track",
            )


RULE: InspectionRule = Rule(
    id="JI-8k",
    title="轨迹时间在外业期间",
    category="轨迹",
    reason="其他日期的轨迹不能证明本次踏勘。",
    source=laws.practice("外业轨迹"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(
        case(("track", later_by(GOOD_TRACK, 86400.0 * 30))),
        case(("track", reversed_times(GOOD_TRACK))),
        case(("track", without_times(GOOD_TRACK))),
    ),
)
