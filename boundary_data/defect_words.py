"""What a defect is called, what it means and what to do about it, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from gis.defects import Defect, Kind, Severity

TITLES = {
    Kind.EMPTY: "空图形",
    Kind.NOT_FINITE: "坐标无效",
    Kind.NOT_POLYGON: "不是面",
    Kind.SELF_INTERSECTION: "自相交",
    Kind.INVALID_RING: "环不合规范",
    Kind.DUPLICATE_VERTEX: "重复折点",
    Kind.SPIKE: "尖刺",
    Kind.SLIVER: "狭长碎片",
    Kind.MULTIPART: "多部分",
    Kind.OVERLAP: "重叠",
    Kind.GAP: "缝隙",
    Kind.HOLE: "空洞",
    Kind.UNMATCHED_EDGE: "边界未重合",
    Kind.UNMATCHED_VERTEX: "折点未匹配",
    Kind.UNFILLED: "未覆盖上级",
    Kind.STICKS_OUT: "超出上级",
    Kind.ORPHAN: "无上级",
    Kind.CHILDLESS: "无下级",
    Kind.SHORT_SEGMENT: "边过短",
    Kind.EDGE_MISMATCH: "接边不一致",
    Kind.NOT_LINE: "不是线",
    Kind.CROSSING: "界线交叉未断开",
    Kind.DOUBLED_LINE: "界线重复",
    Kind.DANGLE: "悬挂端点",
    Kind.ONE_SIDED: "界线缺少一侧",
    Kind.WRONG_SIDES: "两侧单元不符",
    Kind.OFF_LINE: "界桩偏离界线",
    Kind.CODE_NAME: "代码名称不符",
}

REPAIRS = {
    Kind.EMPTY: "补充图形，或删去该单元",
    Kind.NOT_FINITE: "检查导出软件中的空坐标后重新导出",
    Kind.NOT_POLYGON: "本检查只接受面，请提交面图层",
    Kind.SELF_INTERSECTION: "在该点处重新勾绘界线，使环不与自身相交",
    Kind.INVALID_RING: "按提示修正环：内环须在外环之内，且不得相互穿越",
    Kind.DUPLICATE_VERTEX: "删去重复折点（不影响面积）",
    Kind.SPIKE: "核对该折点是否误绘",
    Kind.SLIVER: "核对是否应并入相邻单元",
    Kind.MULTIPART: "核对飞地是否属实",
    Kind.OVERLAP: "依据法定界线确定归属，让两单元共用同一条界线",
    Kind.GAP: "依据法定界线确定归属，让相邻单元共用同一条界线",
    Kind.HOLE: "核对是否漏了单元；若为不在本图层的飞地，可以保留",
    Kind.UNMATCHED_EDGE: "让相邻单元在此使用完全相同的折点",
    Kind.UNMATCHED_VERTEX: "在相邻单元的边上补上同一折点，或删去该折点",
    Kind.UNFILLED: "核对是否漏了下级单元，或上下级界线不一致",
    Kind.STICKS_OUT: "以法定界线为准，使下级界线与上级界线一致",
    Kind.ORPHAN: "核对上级代码，或补充上级单元",
    Kind.CHILDLESS: "补充下级单元，或核对上级代码",
    Kind.SHORT_SEGMENT: "并去过短的边；相邻单元须同时处理",
    Kind.EDGE_MISMATCH: "以法定界线为准，由双方共用同一条界线后重新提交",
    Kind.NOT_LINE: "界线图层只接受线，请提交线图层",
    Kind.CROSSING: "在交点处打断两条界线，使其只在端点相接",
    Kind.DOUBLED_LINE: "删去重复的一段，每段界线只保留一条",
    Kind.DANGLE: "把端点接到相邻界线的端点，或截去多余的线头",
    Kind.ONE_SIDED: "补齐左右两侧单元；每条界线须分隔两个单元",
    Kind.WRONG_SIDES: "核对界线的左右单元与两侧的面是否一致",
    Kind.OFF_LINE: "核对界桩坐标与界线版本；界桩与界线的法定位置均不得擅自改动",
    Kind.CODE_NAME: "核对代码与名称",
}

SEVERITIES = {Severity.ERROR: "错误", Severity.WARN: "警告", Severity.NOTE: "提示"}

COLOURS = {
    Kind.OVERLAP: "#d1495b",
    Kind.GAP: "#e08a00",
    Kind.HOLE: "#b5651d",
    Kind.UNMATCHED_EDGE: "#7b2cbf",
    Kind.UNMATCHED_VERTEX: "#9d4edd",
    Kind.EDGE_MISMATCH: "#b5179e",
    Kind.SELF_INTERSECTION: "#9d0208",
    Kind.INVALID_RING: "#6a040f",
    Kind.SLIVER: "#c9a227",
    Kind.SPIKE: "#577590",
    Kind.SHORT_SEGMENT: "#43aa8b",
    Kind.DUPLICATE_VERTEX: "#4d908e",
    Kind.MULTIPART: "#277da1",
    Kind.UNFILLED: "#f3722c",
    Kind.STICKS_OUT: "#ef476f",
    Kind.ORPHAN: "#8d0801",
    Kind.CHILDLESS: "#bc6c25",
    Kind.CROSSING: "#d00000",
    Kind.DOUBLED_LINE: "#dc2f02",
    Kind.DANGLE: "#3a0ca3",
    Kind.ONE_SIDED: "#7209b7",
    Kind.WRONG_SIDES: "#560bad",
    Kind.OFF_LINE: "#0077b6",
    Kind.CODE_NAME: "#606c38",
    Kind.EMPTY: "#495057",
    Kind.NOT_FINITE: "#343a40",
    Kind.NOT_POLYGON: "#6c757d",
    Kind.NOT_LINE: "#6c757d",
}

REASONS = {
    "Self-intersection": "环与自身相交",
    "Ring Self-intersection": "环与自身相触",
    "Hole lies outside shell": "内环在外环之外",
    "Holes are nested": "内环相互嵌套",
    "Nested shells": "外环相互嵌套",
    "Interior is disconnected": "内部被分割",
    "Duplicate Rings": "环重复",
    "Too few points in geometry component": "环的点数不足",
    "Ring is not closed": "环未闭合",
}


SENTENCES = {
    Kind.OVERLAP: "{who}重叠 {area}（平均宽 {width}）",
    Kind.GAP: "{who}之间有{open}缝隙 {area}（平均宽 {width}）",
    Kind.HOLE: "{who}之间有 {area} 没有任何单元，可能漏了单元，也可能是图层外的飞地",
    Kind.UNMATCHED_EDGE: "{who}有 {length} 界线与相邻单元没有逐点重合",
    Kind.UNMATCHED_VERTEX: "{who}的共同界线上有 {reason} 个折点只为前者所有",
    Kind.SELF_INTERSECTION: "{who}{reason}",
    Kind.INVALID_RING: "{who}{reason}",
    Kind.UNFILLED: "上级{who}有 {area} 没有下级单元",
    Kind.STICKS_OUT: "{who}有 {area} 超出所属上级",
    Kind.NOT_POLYGON: "{who}的图形是 {reason}，不是面",
    Kind.MULTIPART: "{who}由 {reason} 部分组成",
    Kind.DUPLICATE_VERTEX: "{who}有 {reason} 处重复折点",
    Kind.SLIVER: "{who}有狭长碎片 {area}（平均宽 {width}）",
    Kind.SHORT_SEGMENT: "{who}有 {reason} 条边过短，合计 {length}",
    Kind.EDGE_MISMATCH: "{who}与另一份成果的接边有 {length} 不一致{reason}",
    Kind.NOT_LINE: "{who}的图形是 {reason}，不是线",
    Kind.CROSSING: "{who}相交而未在交点处断开",
    Kind.DOUBLED_LINE: "{who}有 {length} 重复",
    Kind.DANGLE: "{who}的端点没有接到其他界线{reason}",
    Kind.ONE_SIDED: "{who}{reason}",
    Kind.WRONG_SIDES: "{who}{reason}",
    Kind.OFF_LINE: "{who}偏离界线{reason}",
    Kind.CODE_NAME: "{reason}",
}

ROUNDED = "{who}有 {length} 界线与相邻单元只差坐标舍入"


def sentence(defect: Defect, labels: Sequence[str]) -> str:
    """Return one Chinese sentence about `defect` of the units called `labels`."""
    who = "、".join(f"“{label}”" for label in labels[:4]) + ("等" if len(labels) > 4 else "")
    wording = SENTENCES.get(defect.kind, f"{{who}}：{TITLES[defect.kind]}")
    if defect.rounding:
        wording = ROUNDED
    return wording.format(
        who=who,
        area=_area(defect.area_m2),
        length=_length(defect.length_m),
        width=_length(defect.width_m),
        open="向外敞开的" if defect.open else "",
        reason=REASONS.get(defect.detail, defect.detail),
    )


def _area(area_m2: float) -> str:
    if area_m2 >= 1_000_000:
        return f"{area_m2 / 1_000_000:.2f} 平方千米"
    return f"{area_m2:.1f} 平方米"


def _length(length_m: float) -> str:
    return f"{length_m / 1000:.2f} 千米" if length_m >= 1000 else f"{length_m:.2f} 米"
