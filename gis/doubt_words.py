"""The words for what may be wrong with coordinates: title, what was seen, what to do."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """How a kind of mistake is told, in Chinese."""

    title: str
    message: str
    repair: str


WORDS = {
    "not_finite": Words("坐标缺失", "坐标含 NaN 或无穷大", "请在导出软件中检查空坐标，重新导出"),
    "swapped": Words("经纬度颠倒", "经纬度颠倒：第一个数是纬度", "请按“经度, 纬度”的次序重新导出"),
    "northing_first": Words(
        "横纵坐标颠倒",
        "横纵坐标颠倒：第一个数是纵坐标（X，北方向）",
        "请按“横坐标（东）, 纵坐标（北）”的次序导出，并注明投影带",
    ),
    "gk_zone": Words(
        "高斯投影坐标标为经纬度",
        "坐标是带号前缀的高斯投影米值，却标为经纬度（或没有注明）",
        "请注明该投影带的 EPSG 代码，或换算为经纬度",
    ),
    "gk_no_prefix": Words(
        "高斯投影坐标标为经纬度",
        "坐标像是不带带号的高斯投影米值，却标为经纬度（或没有注明）",
        "仅凭数值无法确定投影带，请注明中央子午线（EPSG 代码），或换算为经纬度",
    ),
    "prefix_missing": Words(
        "缺带号",
        "横坐标没有带号，所注坐标系却是带号坐标系",
        "请补上带号，或改注为同一中央子午线、不带带号的坐标系",
    ),
    "prefix_unexpected": Words(
        "多带号",
        "横坐标有带号，所注坐标系却是不带带号的坐标系",
        "请改注为带号坐标系，或去掉带号",
    ),
    "prefix_wrong": Words("带号错误", "横坐标的带号与位置不符，带号之后的数值是对的", "请更正带号"),
    "prefix_mismatch": Words(
        "带号与坐标系不一致", "横坐标的带号与所注坐标系不一致", "请核对带号与 EPSG 代码"
    ),
    "wrong_meridian": Words(
        "中央子午线错误",
        "坐标是另一中央子午线的投影坐标",
        "请把坐标系更正为数据实际所在的投影带",
    ),
    "zone_width": Words(
        "三度带与六度带混淆",
        "坐标的分带宽度（3°、6°）与所注坐标系不同",
        "请把坐标系更正为数据实际所在的投影带",
    ),
    "web_mercator": Words(
        "Web 墨卡托坐标标为其他坐标系",
        "坐标像是 Web 墨卡托（EPSG:3857）米值，所注却不是",
        "请注明 EPSG:3857，或换算为经纬度",
    ),
    "utm": Words(
        "UTM 坐标标为其他坐标系",
        "坐标是 UTM 投影（比例因子 0.9996）米值，所注却不是",
        "请注明 UTM 分带的 EPSG 代码（WGS 84），或换算为经纬度",
    ),
    "degrees": Words(
        "经纬度标为投影坐标",
        "坐标是经纬度，所注坐标系却是投影坐标系",
        "请将坐标系更正为 EPSG:4490 或其他经纬度坐标系",
    ),
    "dms": Words(
        "度分秒当作十进制度",
        "坐标是按度分（秒）书写的数，却当作十进制度",
        "请换算为十进制度：度 + 分/60 + 秒/3600",
    ),
    "wrong_unit": Words(
        "单位错误", "坐标的单位不是米或度", "请核对单位（千米、毫米、英尺、弧度、秒），换算后提交"
    ),
    "gcj02": Words(
        "GCJ-02（火星坐标）偏移",
        "位置与参考相差一致，符合 GCJ-02（火星坐标）偏移",
        "请取得未加偏的 CGCS2000 数据；反算结果只可用于核对，不得作为界线依据",
    ),
    "bd09": Words(
        "BD-09（百度坐标）偏移",
        "位置与参考相差一致，符合 BD-09（百度坐标）偏移",
        "请取得未加偏的 CGCS2000 数据；反算结果只可用于核对，不得作为界线依据",
    ),
    "gcj02_removed_twice": Words(
        "多做了一次 GCJ-02 纠偏",
        "数据本无偏移，却又按 GCJ-02 反算了一次",
        "请使用纠偏之前的数据",
    ),
    "old_datum": Words(
        "旧坐标系（北京54、西安80）未转换",
        "位置整体偏移，与北京54或西安80坐标未经转换的情形相符",
        "请用测绘部门提供的七参数转换（--seven-parameters）；不得近似换算",
    ),
    "common_shift": Words(
        "整体偏移",
        "各点朝同一方向偏移同样的距离",
        "请核对坐标系、转换参数和平移改正；查明原因后再决定是否扣除",
    ),
    "out_of_range": Words(
        "超出经纬度范围", "坐标超出经纬度范围", "请核对坐标系，以“经度, 纬度”（度）提交"
    ),
    "elsewhere": Words("不在应在之处", "位置不在应在的范围内", "请核对坐标系和数据所属地区"),
}

REFERENCES = {"markers": "已知界桩（控制点）", "lines": "已知界线", "area": "应在的范围"}


def sureness(confidence: float) -> str:
    """Return a confidence of 0 to 1 as a word: 高, 中 or 低."""
    return "高" if confidence >= 0.9 else "中" if confidence >= 0.6 else "低"
