"""A track that never comes near the line belongs to another."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.tracks_for_examples import GOOD_TRACK, moved_by, swapped
from boundary_data.checks.walking import usable_track
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if no point, or no usable point, of the track is near the line."""
    track, line = usable_track(record), facts.line
    if (
        record.track is not None
        and len(record.track)
        and (track is None or len(track) < len(record.track))
    ):
        bad = len(record.track) - (len(track) if track else 0)
        yield Breach(
            f"轨迹有{bad}个点不是我国范围内的经纬度",
            {"points": bad, "of": len(record.track)},
            "请核对坐标系与经纬度次序",
            field="$.track",
        )
    if track is None or line is None:
        return
    thin = slice(None, None, max(len(track) // 2000, 1))
    off = line.ruler.locate(track.lon[thin], track.lat[thin]).offset_m
    nearest, allowed = float(off.min()), facts.limits.number("track_far_m")
    if nearest > allowed:
        yield Breach(
            f"轨迹离界线最近也有{nearest / 1000:.1f}千米，不是这条界线的轨迹",
            {"nearest_m": round(nearest, 1), "tolerance_m": allowed},
            "请核对轨迹文件与坐标系",
            field="$.track",
        )


RULE: InspectionRule = Rule(
    id="JI-8i",
    title="轨迹在界线附近",
    category="轨迹",
    reason="远离界线的轨迹不能证明检查过这条界线。",
    source=laws.practice("逐点逐段踏勘"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(case(("track", moved_by(GOOD_TRACK, 1.0))), case(("track", swapped(GOOD_TRACK)))),
)
