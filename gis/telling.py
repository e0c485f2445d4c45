"""A doubt of the doctor as a suspicion that people and programs read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gis.crs import zone_with_prefix
from gis.doubt_words import REFERENCES, WORDS, sureness
from gis.doubts import Doubt
from gis.readings import Reading, zone_of_epsg
from gis.suspicion import Suspicion

Floats = npt.NDArray[np.float64]

EXAMPLES = 10
MOST_CANDIDATES = 6  # more than these say nothing
DIRECTIONS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
UNITS = {1000.0: "千米", 0.001: "毫米", 0.3048: "英尺", 1.0 / 3600.0: "秒"}
SMALL_UNITS = {1e-6: "百万分之一度", 1e-7: "千万分之一度"}
FORMS = {
    "d.mmss": "度.分秒（106.3312 即 106°33′12″）",
    "d.mm": "度.分（106.3320 即 106°33.20′）",
    "dddmmss": "度分秒连写（1063312 即 106°33′12″）",
    "dddmm": "度分连写（10633.2 即 106°33.2′）",
}


def suspicion_of(
    doubt: Doubt, *, numbers: Sequence[int], example: Sequence[float] | None = None
) -> Suspicion:
    """Return the doubt in words, with the evidence as JSON-able facts.

    Args:
        doubt: What the doctor found.
        numbers: Number in the file of each feature that was looked at.
        example: A pair of the doubtful numbers as they stand.
    """
    words = WORDS[doubt.kind]
    rows = [int(numbers[i]) for i in doubt.features[:EXAMPLES]]
    evidence: dict[str, object] = {
        "features": len(doubt.features),
        "whole": doubt.whole,
        "rows": rows,
        "example": None if example is None else [float(v) for v in example],
    }
    if doubt.reference:
        evidence |= {
            "reference": doubt.reference,
            "before": _spread(doubt.before),
            "after": _spread(doubt.after),
            "improved_share": round(doubt.improved, 4),
        }
    if doubt.reading is not None and len(doubt.candidates) <= MOST_CANDIDATES:
        evidence["assumed"] = _assumed(doubt.reading)
    if 0 < len(doubt.candidates) <= MOST_CANDIDATES:
        evidence["candidates"] = list(doubt.candidates)
    if doubt.upon:
        evidence["upon"] = doubt.upon
    if doubt.vector_m != (0.0, 0.0):
        evidence["east_m"], evidence["north_m"] = (round(v, 1) for v in doubt.vector_m)
    under = f"在“{WORDS[doubt.upon].title}”之下另有一层：" if doubt.upon else ""
    message = f"{len(doubt.features)} 个图形：{under}{words.message}{_detail(doubt)}{_proof(doubt)}"
    repair = words.repair
    if doubt.upon and doubt.reading is not None:
        repair += f"；改正此项即连同“{WORDS[doubt.upon].title}”一并改正"
    return Suspicion(doubt.kind, message, evidence, repair, round(doubt.confidence, 2))


def _spread(metres: Floats) -> dict[str, float] | None:
    known = metres[np.isfinite(metres)]
    if not len(known):
        return None
    return {
        "median_m": round(float(np.median(known)), 2),
        "max_m": round(float(np.max(known)), 2),
        "points": len(known),
    }


def _assumed(reading: Reading) -> dict[str, object]:
    return {
        "system": reading.system,
        "swapped": reading.swapped,
        "form": reading.form,
        "unit": reading.unit,
        "shift": reading.shift,
    }


def _detail(doubt: Doubt) -> str:
    parts = []
    reading = doubt.reading
    if doubt.vector_m != (0.0, 0.0):
        east, north = doubt.vector_m
        angle = np.degrees(np.arctan2(east, north)) % 360.0
        parts.append(f"向{DIRECTIONS[round(angle / 45.0) % 8]}约 {np.hypot(east, north):.0f} 米")
    if doubt.kind == "old_datum" and doubt.candidates:
        parts.append(f"可能为{'、'.join(dict.fromkeys(doubt.candidates))}")
    elif len(doubt.candidates) > MOST_CANDIDATES:
        parts.append("可能的坐标系很多，须先知道数据应在何处")
    elif len(doubt.candidates) > 1:
        parts.append(f"可能为{'、'.join(doubt.candidates)}")
    elif reading is not None and (named := zone_name(reading)):
        parts.append(f"实为{named}")
    if reading is not None and reading.form != "decimal":
        parts.append(f"写法为{FORMS[reading.form]}")
    if reading is not None and reading.unit != 1.0:
        parts.append(f"单位像是{UNITS.get(reading.unit, SMALL_UNITS.get(reading.unit, '弧度'))}")
    if reading is not None and reading.swapped and doubt.kind not in {"swapped", "northing_first"}:
        parts.append("且两个数的次序颠倒")
    return f"（{'；'.join(parts)}）" if parts else ""


def zone_name(reading: Reading) -> str:
    """Return the Chinese name of the zone that a reading assumes; empty if it assumes none."""
    zone = zone_of_epsg(reading.epsg)
    if zone is None:
        return ""
    own = zone_with_prefix(reading.prefix) if reading.prefix else None
    width = own.width_deg if own and own.meridian_deg == zone.meridian_deg else zone.width_deg
    prefix = f"、带号 {reading.prefix}" if reading.prefix else ""
    return f"{width}°带、中央子午线 {zone.meridian_deg}°{prefix}（{reading.system}）"


def _proof(doubt: Doubt) -> str:
    after = _spread(doubt.after)
    if after is None or not doubt.improved:
        return f"；把握{sureness(doubt.confidence)}" if doubt.reading is not None else ""
    before = _spread(doubt.before)
    place = REFERENCES[doubt.reference]
    said = "无法定位" if before is None else f"中位 {_metres(before['median_m'])}"
    state = f"只改正“{WORDS[doubt.upon].title}”后" if doubt.upon else "照现状"
    return (
        f"。与{place}相距：{state}{said}，按此更正后中位 {_metres(after['median_m'])}、"
        f"最大 {_metres(after['max_m'])}，{doubt.improved:.0%} 的点改善；"
        f"把握{sureness(doubt.confidence)}"
    )


def _metres(value: float) -> str:
    return f"{value / 1000.0:.1f} 千米" if value >= 10_000.0 else f"{value:.1f} 米"
