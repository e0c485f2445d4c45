"""Loading names of places from tables: points with their variants, variants of known names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isfinite
from pathlib import Path

from api.services.loading.delivering import Desk
from api.services.loading.doubting import Sample, refuse_for_coordinates, table_is_doubted
from api.services.loading.names import open_names
from api.services.loading.report import MOST_LISTED
from api.services.loading.tables import table_rows
from api.store.loading import names as names_store
from api.store.loading import places as store
from api.store.loading.divisions import ListOf
from api.store.loading.places import PointName, VariantName
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.degrees import UnreadableDegrees, written
from boundary_data.readers.table import Column, Row
from naming.place_kind import PlaceKind, kind_of

NAME_WORDS = ("地名", "名称", "zh")
COLUMNS = (
    Column("name", NAME_WORDS),
    Column("zh", ("中文名",)),
    Column("geonameid", ("id", "编号", "地名代码", "key")),
    Column("longitude", ("lon", "经度", "x"), required=True),
    Column("latitude", ("lat", "纬度", "y"), required=True),
    Column("place_type", ("类别", "地名类别", "type")),
    Column("county_code_joined", ("county_code", "区县代码", "所在区县代码")),
    Column("alias", ("别名", "曾用名")),
)
VARIANT_COLUMNS = (
    Column("code", ("代码", "统计用区划代码"), required=True),
    Column("name2016", ("variant", "异写", "曾用名"), required=True),
    Column("name2023", ("name", "名称", "现名")),
)
BETWEEN_VARIANTS = "|"
LONGEST_NAME = 60
STEP = 2000


def load_points(
    desk: Desk, path: Path, key_prefix: str, known_on: date, *, trust: bool = False
) -> None:
    """Load named points: the first Chinese variant is the name, the others are aliases.

    Each point is put into the township whose best area holds it; where the file names
    another county, the file's word stands and the township stays unknown.

    Args:
        desk: Where the load works.
        path: The table.
        key_prefix: What the numbers of the file are made unique with, e.g. `geonames`.
        known_on: Day of the list: from it on the names are known to be in use.
        trust: Whether somebody answers for the coordinates where the doctor doubts them.
    """
    names_store.create_staging(desk.db)
    sample = Sample()
    store.stage_points(desk.db, _points(desk, path, key_prefix, sample))
    if table_is_doubted(desk, sample, trust=trust):
        refuse_for_coordinates(desk)
        return
    desk.progress("落入区划", desk.report.rows_read, desk.report.rows_read)
    names_store.work_out_chain(desk.db, desk.today)
    store.locate_points(desk.db, desk.today)
    counts = store.enter_points(desk.db, known_on, desk.stamp)
    desk.report.added, desk.report.changed = counts.added, counts.changed
    desk.report.unchanged = counts.unchanged
    open_names(desk, counts.names)
    desk.report.figures |= {"新增地名": counts.names, "落入乡级范围的点": counts.located}
    for row in store.disputed_points(desk.db, MOST_LISTED):
        message = f"“{row.name}”落在{row.found}，文件写作{row.said}；以文件的区县为准，乡级存疑"
        desk.report.remark("位置与区县不符", message, row.row_no)
    outside = counts.added + counts.changed + counts.unchanged - counts.located
    desk.report.figures["不在任何已知乡级范围的点"] = outside
    for row in store.points_outside(desk.db, MOST_LISTED):
        desk.report.remark("不在任何范围内", f"“{row.name}”不在任何已知乡级范围内", row.row_no)


def _points(desk: Desk, path: Path, key_prefix: str, sample: Sample) -> Iterator[PointName]:
    seen: set[str] = set()
    for row in table_rows(path, COLUMNS, desk.report):
        point = _point(desk, row, key_prefix, sample)
        if point is None:
            continue
        if point.key in seen:
            desk.report.refuse(row.number, point.names[0], "编号重复；请核对后只保留一行")
            continue
        seen.add(point.key)
        if len(seen) % STEP == 0:
            desk.progress("读取地名", len(seen), None)
        yield point


def _point(desk: Desk, row: Row, key_prefix: str, sample: Sample) -> PointName | None:
    names = _chinese_names(row)
    subject = names[0] if names else row.values.get("name", "")
    if not names:
        desk.report.refuse(row.number, subject, "没有中文名；请补上中文地名")
        return None
    if len(names[0]) > LONGEST_NAME:
        desk.report.refuse(row.number, subject[:LONGEST_NAME], f"地名超过 {LONGEST_NAME} 字")
        return None
    lon = _degrees(row.values["longitude"], "lon")
    lat = _degrees(row.values["latitude"], "lat")
    if lon is not None and lat is not None:
        sample.take(row.number, names[0], (lon, lat))
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        reason = f"经纬度“{row.values['longitude']}，{row.values['latitude']}”不是度数；请核对"
        desk.report.refuse(row.number, subject, reason)
        return None
    words = row.values.get("place_type", "")
    kind = (kind_of(words) if words else PlaceKind.VILLAGE) or PlaceKind.OTHER
    number = row.values.get("geonameid") or f"{names[0]}@{lon:.6f},{lat:.6f}"
    county = row.values.get("county_code_joined", "")
    return PointName(
        row.number, f"{key_prefix}:{number}", kind.value, words, lon, lat, county, names
    )


def _chinese_names(row: Row) -> tuple[str, ...]:
    """Return the Chinese names of a row, the main one first, each once."""
    listed = row.values.get("zh") or row.values.get("name", "")
    parts = [*listed.split(BETWEEN_VARIANTS), *row.values.get("alias", "").split(BETWEEN_VARIANTS)]
    chinese = [part.strip() for part in parts if any("\u3400" <= c <= "\u9fff" for c in part)]
    return tuple(dict.fromkeys(chinese))


def _degrees(text: str, axis: str) -> float | None:
    """Return the number, or the degrees of 106°33′12″; None for those of the other axis."""
    try:
        value = float(text)  # nearly all are plain numbers, and there may be millions
        return value if isfinite(value) else None
    except ValueError:
        pass
    try:
        found = written(text)
    except UnreadableDegrees:
        return None
    return found.value if found.axis in {"", axis} else None


def load_variants(desk: Desk, path: Path, what: ListOf, since: date) -> None:
    """Load other writings of names of divisions found by their code, as aliases.

    Whether a writing in an older list was ever the legal name is not known, nor whether it
    fell out of use; so it is an alias from the year of that list on, and stays searchable.
    """
    names_store.create_staging(desk.db)
    store.stage_variants(desk.db, _variants(desk, path))
    counts = store.enter_variants(desk.db, what.scheme, what.day, since)
    desk.report.added, desk.report.unchanged = counts.added, counts.unchanged
    open_names(desk, counts.names)
    for row in store.refused_variants(desk.db, MOST_LISTED):
        desk.report.refuse(row.row_no, f"{row.variant}（{row.code}）", row.problem)


def _variants(desk: Desk, path: Path) -> Iterator[VariantName]:
    found = False
    for row in table_rows(path, VARIANT_COLUMNS, desk.report):
        found = True
        if not row.values["name2016"]:
            desk.report.refuse(row.number, row.values["code"], "异写为空；请补上")
            continue
        current = row.values.get("name2023", "")
        yield VariantName(row.number, row.values["code"], row.values["name2016"], current)
    if not found:
        raise UnusableInput([Problem("", f"“{path.name}”中没有数据", "请检查文件内容")])
