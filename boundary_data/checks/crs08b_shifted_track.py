"""A track half a kilometre off the line may come from a phone map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.mistaken import MAP_SHIFTS, NAMES
from boundary_data.checks.tracks_for_examples import GOOD_TRACK, as_on_web_maps, moved_by
from boundary_data.checks.walking import usable_track
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from gis.lines import Floats, Ruler
from gis.readings import meant
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if the track fits the line only after taking a map's shift off."""
    track, line = usable_track(record), facts.line
    if track is None or line is None:
        return
    thin = slice(None, None, max(len(track) // 500, 1))
    points = np.column_stack([track.lon[thin], track.lat[thin]])
    off = _median_m(line.ruler, points)
    within = facts.limits.number("coverage_within_m")
    if off <= within:
        return
    backs = {r.kind: _median_m(line.ruler, meant(points, r)) for r in MAP_SHIFTS}
    kind = min(backs, key=lambda name: backs[name])
    back, name = backs[kind], NAMES[kind]
    if within >= back * 2.0:
        yield Breach(
            f"轨迹整体偏离界线约{off:.0f}米，扣除公众地图偏移（{name}）后只差{back:.0f}米",
            {"offset_m": round(off, 1), "without_shift_m": round(back, 1), "crs": name},
            "请导出设备的原始CGCS2000（或WGS84）轨迹，不要用手机地图的轨迹",
            field="$.track",
        )


def _median_m(ruler: Ruler, points: Floats) -> float:
    return float(np.median(ruler.locate(points[:, 0], points[:, 1]).offset_m))


RULE: InspectionRule = Rule(
    id="CRS-8b",
    title="轨迹不是公众地图偏移坐标",
    category="轨迹",
    reason="手机地图的轨迹常为GCJ-02坐标，在重庆偏移约450至550米。",
    source=laws.datum("CGCS2000经纬度"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case(("track", moved_by(GOOD_TRACK, 1.0)))),
    fails=(case(("track", as_on_web_maps(GOOD_TRACK))),),
    needs_register=True,
)
