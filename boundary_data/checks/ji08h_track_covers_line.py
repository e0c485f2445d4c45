"""The inspection walks the whole line.

Covered is what lies within the permitted distance of an unbroken stretch of the track; a
straight jump between two far points covers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.checks.tracks_for_examples import GOOD_TRACK, moved_by, part_of
from boundary_data.checks.walking import usable_track, walked
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach if too small a share of the line is covered."""
    track, line = usable_track(record), facts.line
    if track is None or line is None:
        return
    within = facts.limits.number("coverage_within_m")
    coverage = line.ruler.coverage(walked(track, facts, within_m=within), within_m=within)
    least = facts.limits.number("coverage_share")
    if coverage.share < least:
        longest = sorted(coverage.gaps, key=lambda gap: gap[0] - gap[1])[:5]
        where = "、".join(f"{a / 1000:.2f}至{b / 1000:.2f}千米" for a, b in sorted(longest))
        yield Breach(
            f"外业轨迹只覆盖界线的{coverage.share:.0%}（至少{least:.0%}），未覆盖：{where}",
            {
                "share": round(coverage.share, 4),
                "least": least,
                "within_m": within,
                "covered_m": round(coverage.covered_m, 1),
                "uncovered_m": [[round(a, 1), round(b, 1)] for a, b in coverage.gaps[:100]],
                "uncovered_stretches": len(coverage.gaps),
            },
            "请补查未覆盖的地段，或补传该段轨迹",
            field="$.track",
        )


RULE: InspectionRule = Rule(
    id="JI-8h",
    title="轨迹覆盖全线",
    category="轨迹",
    reason="外业检查须逐点逐段踏勘，轨迹是踏勘的凭据；覆盖比例为工作经验值。",
    source=laws.practice("逐点逐段踏勘"),
    weight=Weight.WARN,
    check=check,
    passes=(case(), case(("track", DROP))),
    fails=(
        case(("track", part_of(GOOD_TRACK, 0.0, 0.5))),
        case(("track", moved_by(GOOD_TRACK, 1.0))),
    ),
    needs_register=True,
)
