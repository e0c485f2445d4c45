"""The defects of a layer as a map page, one file that opens anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from boundary_data.coverage import CoverageReport, NamedDefect
from boundary_data.defect_words import COLOURS, SEVERITIES
from boundary_data.frame import Features
from gis.maps.alone import MARK, alone
from gis.maps.canvas import graticule, page, sheet
from gis.maps.defects import DefectList, Drawn, defect_layers, units_layer
from gis.maps.legend import Legend, Sign

MARGIN = 0.05


def defects_page(
    report: CoverageReport, features: Features, labels: Sequence[str], *, title: str, on: date
) -> str:
    """Return the page: units, defects by kind, a legend with counts, a list to zoom by.

    Args:
        report: The audit.
        features: The layer that was audited.
        labels: What each unit is called.
        title: Name of the layer, Chinese or the file's.
        on: Day of the audit.
    """
    every = [*report.defects, *report.notes]
    drawn = [_drawn(each) for each in every]
    shapes = [s for s in features.geometries if s is not None and not s.is_empty]
    box = _box(np.asarray(shapes, dtype=object))
    picture = sheet(box, assets=MARK, title=f"{title} 界线检查", credit=f"来源：{title}")
    graticule(box).add_to(picture)
    units_layer(features.geometries, labels, name="被检单元").add_to(picture)
    for layer in defect_layers(drawn):
        layer.add_to(picture)
    counts = Counter(each.word for each in drawn)
    colours = {each.word: each.colour for each in drawn}
    Legend(
        f"{title} 界线检查",
        [Sign(f"{word} {count} 处", colours[word], dot=True) for word, count in counts.items()]
        or [Sign("未发现缺陷", "#2e8b57", dot=True)],
        date=on.isoformat(),
        synthetic=False,
        sources=title,
    ).add_to(picture)
    summary = f"{report.features} 个单元，{len(report.defects)} 处缺陷，{len(report.notes)} 条提示"
    DefectList(summary, drawn).add_to(picture)
    return alone(page(picture))


def write_page(
    report: CoverageReport,
    features: Features,
    labels: Sequence[str],
    path: Path,
    *,
    title: str,
    on: date,
) -> None:
    """Write the page to `path`; the file appears whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(defects_page(report, features, labels, title=title, on=on), "utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _drawn(each: NamedDefect) -> Drawn:
    entry = each.entry()
    figures = {
        "面积": ("area_m2", "平方米"),
        "长度": ("length_m", "米"),
        "平均宽": ("width_m", "米"),
    }
    sizes = {
        word: f"{entry[member]} {unit}" for word, (member, unit) in figures.items() if entry[member]
    }
    return Drawn(
        word=each.title,
        colour=COLOURS[each.defect.kind],
        geometry=each.defect.geometry,
        location=each.defect.location,
        lines={
            "说明": each.message,
            "涉及单元": "、".join(each.units),
            **sizes,
            "程度": SEVERITIES[each.defect.severity],
            "处理建议": each.repair,
        },
    )


def _box(shapes: np.ndarray) -> tuple[float, float, float, float]:
    west, south, east, north = (float(v) for v in shapely.total_bounds(shapes))
    east_west, north_south = max(east - west, 0.01) * MARGIN, max(north - south, 0.01) * MARGIN
    return west - 4 * east_west, south - north_south, east + 4 * east_west, north + north_south
