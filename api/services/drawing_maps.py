"""Drawing the overview map (总览地图): counties, townships and names of a day."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, NoReturn

import geopandas
import numpy as np
import shapely

from api.services.refusals import NothingThatDay, NotReady, UnknownDivision
from api.store.queries import mapping
from api.store.session import Session
from gis.maps.canvas import ASSETS, Box, graticule, page, sheet
from gis.maps.divisions import COUNTY_STYLE, TOWN_STYLE, AreaStyle, divisions_layer
from gis.maps.labels import add_look, labels_layer
from gis.maps.legend import Legend, Sign
from gis.maps.names import names_layer
from naming.place_kind import PlaceKind

__all__ = ["ASSETS", "Atlas", "MapWish"]

PAGES_KEPT = 16
COUNTY, TOWNSHIP = 3, 4
STATUSES = ("official", "public", "synthetic")
PUBLIC = "（公开来源，非法定）"
LOCATION = {"official": "法定", "public": "公开来源", "synthetic": "示意位置", "unknown": "不详"}
NAME_COLOUR = "#3f7fd1"
CRS = "EPSG:4490"
LEGEND_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class MapWish:
    """Which map is asked for: the day, and the code of a county to look at (None: all)."""

    on: date
    county: str | None = None


@dataclass
class Atlas:
    """Keeps drawn pages for as long as the data stay what they were.

    `assets` is the address of the map's own files, as the page sees it.
    """

    assets: str
    _pages: OrderedDict[MapWish, str] = field(default_factory=OrderedDict)
    _version: int = -1
    _lock: Lock = field(default_factory=Lock)

    def overview(self, db: Session, wish: MapWish, version: int) -> str:
        """Return the page of the overview map.

        Args:
            db: A session that sees the data of `version`.
            wish: Day and county.
            version: Grows with every change of the data; older pages are thrown away.

        Raises:
            UnknownDivision: No county has the code on that day.
            NotReady: There is nothing to draw at all.
        NothingThatDay: There is nothing to draw for the day.
        """
        with self._lock:
            if version > self._version:
                self._pages.clear()
                self._version = version
            if wish in self._pages:
                self._pages.move_to_end(wish)
                return self._pages[wish]
            drawn = draw(db, wish, self.assets)
            if version == self._version:
                self._pages[wish] = drawn
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
            return drawn


def draw(db: Session, wish: MapWish, assets: str) -> str:
    """Return the page of the overview map, newly drawn; raises like `Atlas.overview`."""
    county = _county(db, wish)
    counties = mapping.areas_on(db, COUNTY, wish.on, county)
    towns = mapping.areas_on(db, TOWNSHIP, wish.on, county)
    names = mapping.places_on(db, wish.on, county)
    if not counties and not towns:
        _refuse_empty(db, wish.on)
    title = f"{counties[0]['name']}地名与区划" if county and counties else "地名与区划总览"
    box = _box([area["geometry"] for area in [*counties, *towns]])
    sources = "；".join(mapping.sources_on(db, wish.on))
    drawn = sheet(_with_room(box), assets=assets, title=title, credit=f"来源：{sources}")
    graticule(box).add_to(drawn)
    signs: list[Sign] = []
    for areas, word, style, tooltip in (
        (towns, "乡镇街道", TOWN_STYLE, {"name": "乡镇街道", "above": "所属区县", "code": "代码"}),
        (counties, "区县", COUNTY_STYLE, {"name": "区县", "type": "类型", "code": "代码"}),
    ):
        signs = _areas(drawn, areas, word, style, tooltip) + signs
    signs += _names(drawn, names)
    labelled, word = (towns, "乡镇街道名") if county else (counties, "区县名")
    if labelled:
        frame = geopandas.GeoDataFrame(labelled, crs=CRS)
        labels_layer(frame, name=word, text="name", small=bool(county)).add_to(drawn)
    add_look(drawn)
    Legend(
        title,
        signs,
        date=wish.on.isoformat(),
        synthetic=any(area["status"] == "synthetic" for area in [*counties, *towns]),
        sources=sources,
    ).add_to(drawn)
    return page(drawn)


def _county(db: Session, wish: MapWish) -> int | None:
    if wish.county is None:
        return None
    found = mapping.county_by_code(db, wish.county, wish.on)
    if found is None:
        raise UnknownDivision(
            f"{wish.on.isoformat()} 没有代码为 {wish.county} 的区县",
            "请先用 /api/v1/divisions?level=county 查询代码",
            "county",
        )
    return found


def _refuse_empty(db: Session, on: date) -> NoReturn:
    first = mapping.first_day_of_areas(db)
    if first is None:
        raise NotReady((("areas", "尚未装载区划范围", "请执行 ./diming load 装载数据"),))
    raise NothingThatDay(
        f"{on.isoformat()} 没有区划范围可画",
        f"区划范围自 {first.isoformat()} 起，请用 on=日期 指定之后的日期",
        "on",
    )


def _areas(
    drawn: Any,
    areas: list[dict[str, Any]],
    word: str,
    style: AreaStyle,
    tooltip: dict[str, str],
) -> list[Sign]:
    """Add a layer for each status that the areas have, and return their signs."""
    signs = []
    for status in STATUSES:
        rows = [area for area in areas if area["status"] == status]
        if not rows:
            continue
        synthetic = status == "synthetic"
        name = f"{word}{PUBLIC}" if status == "public" else word
        divisions_layer(
            geopandas.GeoDataFrame(rows, crs=CRS),
            name=name,
            tooltip=tooltip,
            style=style,
            synthetic=synthetic,
        ).add_to(drawn)
        said = f"{name}界（示意）" if synthetic else f"{name}界"
        signs.append(Sign(said, style.line, dashed=synthetic))
    return signs


def _names(drawn: Any, names: list[dict[str, Any]]) -> list[Sign]:
    if not names:
        return []
    rows = [
        {
            **row,
            "kind": PlaceKind(row["kind"]).label,
            "location_status": LOCATION[row["location_status"]],
        }
        for row in names
    ]
    names_layer(
        geopandas.GeoDataFrame(rows, crs=CRS),
        name="地名",
        title="name",
        details={
            "romanization": "拼写",
            "kind": "类别",
            "county": "所在区县",
            "location_status": "位置",
        },
    ).add_to(drawn)
    return [Sign("地名", NAME_COLOUR, dot=True)]


def _with_room(box: Box) -> Box:
    """Return the box with room for the legend at its left."""
    west, south, east, north = box
    return west - LEGEND_SHARE * (east - west), south, east, north


def _box(shapes: list[Any]) -> Box:
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return float(west), float(south), float(east), float(north)
