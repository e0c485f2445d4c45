"""Loading protection lists of historical names (历史地名保护名录).

Lists copied from notices are partial: none is entered as complete. What a listing stands
for (protected, historical, vanished) follows from the words of its list and type.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from api.services.loading.delivering import Desk
from api.services.loading.line_words import short_name
from api.services.loading.report import MOST_LISTED
from api.services.loading.tables import table_rows
from api.store.loading import heritage as store
from api.store.loading.heritage import Listing
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.table import Column, Row
from naming.search_key import key_of

HERE = Path(__file__).resolve().parent
COLUMNS = (
    Column("name", ("名称", "地名"), required=True),
    Column("list", ("名录", "名录名称")),
    Column("kind", ("类目",)),
    Column("type", ("类型", "类别")),
    Column("note", ("说明", "备注")),
    Column("province", ("省", "省份")),
    Column("county", ("区县", "所在区县")),
    Column("source_url", ("来源", "网址")),
    Column("origin", ("得名原由", "得名由来")),
    Column("overview", ("地名概况", "概况")),
    Column("vanished_reason", ("消失原因", "消失原因（年份）", "消失原因及年份")),
    Column("vanished", ("消失年份", "消失时间")),
)
HOME_PROVINCE = "重庆市"
YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?=年)")


def load_heritage(desk: Desk, path: Path) -> None:
    """Load the listings at `path`; a name that stands in its list already is not doubled.

    Raises:
        UnusableInput: The table tells neither the list nor the kind of its names.
    """
    listings = []
    others = 0
    for row in table_rows(path, COLUMNS, desk.report):
        if "list" not in row.values and "kind" not in row.values:
            problem = Problem("list", "表中既没有“名录”列也没有“类目”列", "请补上名录名称")
            raise UnusableInput([problem])
        listing = _listing(desk, row)
        if listing is None:
            others += 1
        else:
            listings.append(listing)
    counties = _counties(desk)
    store.stage_listings(desk.db, (_placed(each, counties) for each in listings))
    counts = store.merge_listings(desk.db, desk.stamp)
    desk.report.added, desk.report.changed = counts.added, counts.changed
    desk.report.unchanged += counts.unchanged
    desk.report.figures |= {
        "名录": counts.lists,
        "与地名库对应": counts.linked,
        "不属于名录的事实（未载）": others,
    }
    for found in store.doubled_listings(desk.db, MOST_LISTED):
        desk.report.remark("名录中已有", f"“{found.name}”已在“{found.title}”中", found.row_no)


def _listing(desk: Desk, row: Row) -> Listing | None:
    cells = row.values
    name = cells["name"]
    if not name:
        desk.report.refuse(row.number, "", "名称为空；请补上名称")
        return None
    title, standing = _title_and_standing(cells)
    if not title:
        return None
    return Listing(
        row=row.number,
        title=title,
        level=_level(title),
        province=cells.get("province") or HOME_PROVINCE,
        name=name,
        key=key_of(name, None),
        type_words=cells.get("type", ""),
        note=cells.get("note", ""),
        standing=standing,
        county_text=cells.get("county", ""),
        source_url=cells.get("source_url", ""),
        division_id=None,
        origin=cells.get("origin", ""),
        overview=cells.get("overview", ""),
        vanished_reason=cells.get("vanished_reason", ""),
        vanished_text=cells.get("vanished", "") or _year_in(cells.get("vanished_reason", "")),
    )


def _year_in(words: str) -> str:
    """Return the only year that `words` name, e.g. 1998 of 1998年拆除; else nothing."""
    years = set(YEAR.findall(words))
    return years.pop() if len(years) == 1 else ""


def _title_and_standing(values: Mapping[str, str]) -> tuple[str, str]:
    title = values.get("list", "")
    if title:
        return title, _standing(title, values.get("type", ""))
    known = {row["kind"]: row for row in _rows("heritage_kinds")}
    row = known.get(values.get("kind", ""))
    return (row["list"], row["standing"]) if row else ("", "")


def _standing(title: str, type_words: str) -> str:
    texts = {"list": title, "type": type_words}
    rows = _rows("heritage_standings")
    return next(row["standing"] for row in rows if row["pattern"] in texts[row["field"]])


def _level(title: str) -> str:
    return next(r["level"] for r in _rows("heritage_levels") if re.search(r["pattern"], title))


def _counties(desk: Desk) -> dict[tuple[str, str], int]:
    """Return the ids of provinces (county `""`) and counties by province and short name."""
    found: dict[tuple[str, str], int] = {}
    often: dict[tuple[str, str], int] = {}
    for row in store.known_counties(desk.db):
        key = (row.province, short_name(row.county) if row.county else "")
        found[key] = row.division_id
        often[key] = often.get(key, 0) + 1
    return {key: division for key, division in found.items() if often[key] == 1}


def _placed(listing: Listing, counties: dict[tuple[str, str], int]) -> Listing:
    """Return the listing with its division, if county (or else province) are known."""
    county = short_name(listing.county_text) if listing.county_text else ""
    return listing.within(counties.get((listing.province, county)))


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
