"""Without a track nobody can tell which part of the line was walked."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a note if there is no track or too little of one."""
    named = "、".join(f"“{name}”" for name in record.track_files)
    if record.track is None and named:
        yield Breach(
            f"轨迹文件{named}尚未收到，无法核对是否踏勘全线",
            {"files": list(record.track_files)},
            "请上传所列轨迹文件；文件名须与记录中所填一致",
            weight=Weight.WARN,
            field="$.track_files",
        )
    elif record.track is None or len(record.track) < 2:
        yield Breach("没有外业轨迹，无法核对是否踏勘全线", {}, "请附卫星定位轨迹", field="$.track")


RULE: InspectionRule = Rule(
    id="JI-8n",
    title="附有外业轨迹",
    category="轨迹",
    reason="轨迹不是法定要件，但没有它就无法核对覆盖。",
    source=laws.practice("外业轨迹"),
    weight=Weight.NOTE,
    check=check,
    passes=(case(),),
    fails=(case(("track", DROP)), case(("track", DROP), ("track_files", ("第一天.gpx",)))),
)
