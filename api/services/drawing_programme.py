"""Drawing the board of the programme (乡村著名行动): a map by county, and charts as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import geopandas
import numpy as np
import shapely

from api.services.programme import CountyFigures, Measure
from api.services.refusals import NotReady
from api.store.queries import mapping
from api.store.session import Session
from gis.maps.canvas import page, sheet
from gis.maps.divisions import AreaStyle, divisions_layer
from gis.maps.labels import add_look
from gis.maps.legend import Legend, Sign

COUNTY = 3
CRS = "EPSG:4490"
LINE = "#5b3a29"
COLOURS = ("#f3efe9", "#f6d9b8", "#eda96b", "#d8742f", "#9c4410")
WIDE, HIGH, FOOT, SIDE = 720, 220, 28, 40
BARS: Mapping[Measure, str] = {
    Measure.NAMED: "#1f5f8b",
    Measure.SIGNED: "#3c8d5a",
    Measure.MAPPED: "#b7791f",
    Measure.PROTECTED: "#8a3b62",
}
FOUND: Mapping[Measure, str] = {
    Measure.UNNAMED: "#1f5f8b",
    Measure.SEVERAL_NAMES: "#3c8d5a",
    Measure.SAME_NAME: "#b7791f",
    Measure.IRREGULAR: "#8a3b62",
}


def classes(counts: Sequence[int]) -> list[int]:
    """Return the upper bounds of at most five classes for counts: nothing, then quarters."""
    most = max(counts, default=0)
    steps = [0, *(-(-most * quarter // 4) for quarter in range(1, 5))]
    return sorted(dict.fromkeys(steps))


def class_of(count: int, bounds: Sequence[int]) -> int:
    """Return the number of the class that a count falls in."""
    return next(at for at, bound in enumerate(bounds) if count <= bound)


def choropleth(
    db: Session,
    told: Sequence[CountyFigures],
    measure: Measure,
    *,
    year: int,
    on: date,
    assets: str,
) -> str:
    """Return the page of the map: counties coloured by how many there were of a measure.

    Raises:
        NotReady: There are no areas of counties to colour.
    """
    areas = mapping.areas_on(db, COUNTY, on, None)
    if not areas:
        raise NotReady((("areas", "尚未装载区划范围", "请执行 ./diming load 装载数据"),))
    counts = {one.code: one.total(measure) for one in told}
    bounds = classes(list(counts.values()))
    title = f"{year}年乡村著名行动：{measure.zh}"
    box = shapely.total_bounds(np.array([a["geometry"] for a in areas], dtype=object))
    sources = "；".join(mapping.sources_on(db, on))
    west, south, east, north = map(float, box)
    drawn = sheet(
        (west - 0.15 * (east - west), south, east, north),
        assets=assets,
        title=title,
        credit=f"来源：{sources}",
    )
    signs = []
    for at, bound in enumerate(bounds):
        rows = [_row(a, counts, at, bounds) for a in areas]
        first = 0 if at == 0 else bounds[at - 1] + 1
        words = f"{bound}个" if first == bound else f"{first}–{bound}个"
        for synthetic in (False, True):
            made = [r for r in rows if r and r["made_up"] is synthetic]
            _layer(drawn, made, at, measure, words)
        signs.append(Sign(words, COLOURS[at], dot=True))
    add_look(drawn)
    made_up = any(a["status"] == "synthetic" for a in areas)
    Legend(title, signs, date=on.isoformat(), synthetic=made_up, sources=sources).add_to(drawn)
    return page(drawn)


def _row(
    area: Mapping[str, Any], counts: Mapping[str, int], at: int, bounds: Sequence[int]
) -> dict[str, Any] | None:
    count = counts.get(str(area["code"]), 0)
    if class_of(count, bounds) != at:
        return None
    return {**area, "count": f"{count}个", "made_up": area["status"] == "synthetic"}


def _layer(
    drawn: Any, rows: Sequence[Mapping[str, Any]], at: int, measure: Measure, words: str
) -> None:
    if rows:
        divisions_layer(
            geopandas.GeoDataFrame(list(rows), crs=CRS),
            name=f"{measure.zh} {words}",
            tooltip={"name": "区县", "count": measure.zh},
            style=AreaStyle(LINE, 0.8, COLOURS[at], 0.75),
            synthetic=bool(rows[0]["made_up"]),
        ).add_to(drawn)


def chart(told: Sequence[CountyFigures], measures: Mapping[Measure, str], title: str) -> str:
    """Return a bar chart by month as SVG; every bar tells its number to who does not see it."""
    months = {
        m: [sum(one.months[m][month] for one in told) for month in range(12)] for m in measures
    }
    most = max(1, *(count for row in months.values() for count in row))
    step = (WIDE - SIDE) / 12
    wide = step * 0.8 / len(measures)
    parts = [_grid(most)]
    for number, (measure, colour) in enumerate(measures.items()):
        for month, count in enumerate(months[measure]):
            tall = (HIGH - FOOT - 12) * count / most
            x = SIDE + month * step + step * 0.1 + number * wide
            parts.append(
                f'<rect x="{x:.1f}" y="{HIGH - FOOT - tall:.1f}" width="{wide:.1f}"'
                f' height="{tall:.1f}" fill="{colour}">'
                f"<title>{month + 1}月{measure.zh}{count}</title></rect>"
            )
            if count:
                parts.append(
                    f'<text x="{x + wide / 2:.1f}" y="{HIGH - FOOT - tall - 2:.1f}" font-size="7"'
                    f' text-anchor="middle">{count}</text>'
                )
    parts += [
        f'<text x="{SIDE + (month + 0.5) * step:.1f}" y="{HIGH - 10}" text-anchor="middle">'
        f"{month + 1}月</text>"
        for month in range(12)
    ]
    said = "；".join(f"{m.zh}全年{sum(row)}" for m, row in months.items())
    return (
        f'<svg class="chart" viewBox="0 0 {WIDE} {HIGH}" role="img" font-size="12"'
        f' fill="currentColor" xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>'
        f"<desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )


def _grid(most: int) -> str:
    base = HIGH - FOOT
    return (
        f'<line x1="{SIDE}" y1="{base}" x2="{WIDE}" y2="{base}" stroke="currentColor"/>'
        f'<text x="{SIDE - 6}" y="16" text-anchor="end">{most}</text>'
        f'<text x="{SIDE - 6}" y="{base}" text-anchor="end">0</text>'
    )
