"""Drawing historical names (历史地名): those with a place of their own, others in their county."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas

from api.services.drawing_maps import CRS
from api.services.refusals import NothingThatDay
from api.store.queries import mapping
from api.store.queries.heritage_places import PlacedListing, placed_listings
from api.store.session import Session
from gis.maps.canvas import graticule, page, sheet
from gis.maps.divisions import COUNTY_STYLE, divisions_layer
from gis.maps.labels import add_look, labels_layer
from gis.maps.legend import Legend, Sign
from gis.maps.names import names_layer

COUNTY = 3
STANDINGS = {"protected": "受保护", "historical": "历史地名", "vanished": "已消失"}
EXACT, ROUGH = "地名所在", "仅知所在区县"
MARGIN_DEG = 0.05
DOT = "#3f7fd1"


def draw_heritage(
    db: Session, on: date, assets: str, *, list_id: int | None = None, listing: int | None = None
) -> str:
    """Return the page of the map of listed names of the counties the register has.

    A name that is linked to no place stands at a point inside its county, and says so.

    Args:
        db: A session for reading.
        on: The day of the boundaries.
        assets: Address of the map's own files, as the page sees it.
        list_id: Only the names of this list.
        listing: Only this name.

    Raises:
        NothingThatDay: No name can be placed.
    """
    found = placed_listings(db, on, list_id=list_id, listing=listing)
    if not found:
        raise NothingThatDay("这些历史地名没有已知的位置或所在区县", "请在名录中补上所在区县")
    counties = mapping.areas_on(db, COUNTY, on, None)
    frame = geopandas.GeoDataFrame([_row(one) for one in found], crs=CRS)
    west, south, east, north = _box(frame, counties if listing is None else [])
    box = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    title = found[0].name if listing is not None else "历史地名"
    drawn = sheet(box, assets=assets, title=title, credit="来源：历史地名保护名录")
    graticule(box).add_to(drawn)
    if counties:
        areas = geopandas.GeoDataFrame(counties, crs=CRS)
        divisions_layer(
            areas, name="区县", tooltip={"name": "区县"}, style=COUNTY_STYLE, synthetic=True
        ).add_to(drawn)
        labels_layer(areas, name="区县名", text="name").add_to(drawn)
    names_layer(
        frame,
        name="历史地名",
        title="name",
        details={"standing": "情形", "list": "名录", "where": "位置"},
    ).add_to(drawn)
    add_look(drawn)
    Legend(
        title,
        [Sign("历史地名（数字为聚合的个数）", DOT, dot=True)],
        date=on.isoformat(),
        synthetic=any(area["status"] == "synthetic" for area in counties),
        sources="历史地名保护名录",
    ).add_to(drawn)
    return page(drawn)


def _row(one: PlacedListing) -> dict[str, Any]:
    return {
        "name": one.name,
        "standing": STANDINGS[one.standing],
        "list": one.list_title,
        "where": EXACT if one.exact else ROUGH,
        "geometry": one.point,
    }


def _box(frame: Any, counties: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    bounds = [tuple(frame.total_bounds), *(area["geometry"].bounds for area in counties)]
    return (
        min(b[0] for b in bounds),
        min(b[1] for b in bounds),
        max(b[2] for b in bounds),
        max(b[3] for b in bounds),
    )
