"""Nobody inspects a line at the speed of an aeroplane."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.tracks_for_examples import GOOD_TRACK, in_seconds
from boundary_data.checks.walking import usable_track
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from gis.tracks import jumps
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield one breach that tells number and worst of the impossible steps."""
    track = usable_track(record)
    if track is None:
        return
    limit = facts.limits.number("track_speed_mps")
    fast = jumps(track, limit_mps=limit, noise_m=facts.limits.number("track_noise_m"))
    if fast:
        worst = max(fast, key=lambda jump: jump.distance_m / max(jump.seconds, 0.001))
        pace = f"每小时{worst.speed_mps * 3.6:.0f}千米" if worst.seconds > 0 else "不用时间"
        yield Breach(
            f"轨迹有{len(fast)}处速度异常，最快一处{pace}（{worst.distance_m:.0f}米用{worst.seconds:.0f}秒）",
            {
                "count": len(fast),
                "index": worst.index,
                "distance_m": round(worst.distance_m, 1),
                "seconds": worst.seconds,
                "limit_kmh": round(limit * 3.6, 1),
            },
            "请核对轨迹是否拼接或伪造，剔除漂移点后重传",
            field=f"$.track[{worst.index}]",
        )


RULE: InspectionRule = Rule(
    id="JI-8j",
    title="轨迹速度合理",
    category="轨迹",
    reason="不可能的速度说明轨迹经过拼接、篡改或严重漂移。",
    source=laws.practice("外业轨迹"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("track", in_seconds(GOOD_TRACK, 60.0))),),
)
