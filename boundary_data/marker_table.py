"""The result table of markers (界桩成果表): of a line's register, and of an inspection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shapely.geometry import Point

from boundary_data.checks.matching import matched
from boundary_data.inspection import FollowUp, JointInspection
from boundary_data.line import KnownLine
from boundary_data.marker import Condition
from boundary_data.marker_form import dms
from boundary_data.marker_sheet import MarkerSheet
from boundary_data.writers.workbook import Sheet
from gis.crs import project, zone_of
from gis.measure import distance_m

NONE = "—"
INSPECTION_HEADER = ("界桩号", "类型", "状况", "经度", "纬度", "方法", "偏差", "处理")
LINE_HEADER = (
    "序号",
    "界桩编号",
    "类型",
    "面数",
    "材质",
    "经度",
    "纬度",
    "经度（度）",
    "纬度（度）",
    "纵坐标X（米）",
    "横坐标Y（米，含带号）",
    "中央子午线（度）",
    "高程（米）",
    "高程基准",
    "测量方法",
    "点位精度（米）",
    "测量日期",
    "里程（米）",
    "管护方",
    "方位物数",
    "最近状况",
    "备注",
)
PREFIX_M = 1_000_000.0

InspectionRow = tuple[str, str, str, float | None, float | None, str, float | None, str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A marker of the table: its sheet and how it was last found."""

    sheet: MarkerSheet
    condition: str | None


def line_sheet(line: KnownLine, rows: Sequence[TableRow]) -> Sheet:
    """Return the table of a line's register, markers in their order along the line."""
    placed = sorted(((line.ruler.nearest(r.sheet.position.point)[1], r) for r in rows), key=_along)
    names = dict(zip(line.sides, line.side_names, strict=False))
    return Sheet(
        "界桩成果表",
        f"{line.name or line.code}（{line.code}）界桩成果表"
        "　坐标系：CGCS2000，高斯-克吕格3°带；里程为椭球长度",
        LINE_HEADER,
        [_line_row(n, m, row, names) for n, (m, row) in enumerate(placed, start=1)],
    )


def inspection_sheet(record: JointInspection, line: KnownLine) -> Sheet:
    """Return the table of an inspection: condition, measured place, how far off, measures."""
    which = f"第{record.round}轮" if record.round else (record.occasion or "专项")
    return Sheet(
        "界桩成果表",
        f"{line.name or line.code}{which}联合检查界桩成果表"
        "　坐标系：CGCS2000，度；偏差为实测与登记位置的距离，米",
        INSPECTION_HEADER,
        list(inspection_rows(record, line)),
    )


def inspection_rows(record: JointInspection, line: KnownLine) -> Iterator[InspectionRow]:
    """Yield the markers that an inspection checked, in its order."""
    for match in matched(record, line):
        place, known = match.check.measured, match.marker
        off = distance_m(known.point, Point(place.lon, place.lat)) if known and place else None
        yield (
            match.number,
            known.standing.zh if known and known.standing else NONE,
            match.check.condition.zh if match.check.condition else NONE,
            place.lon if place else None,
            place.lat if place else None,
            place.method.zh if place and place.method else NONE,
            None if off is None else round(off, 2),
            measure_said(match.check.follow_up),
        )


def printed_row(row: InspectionRow) -> tuple[str, ...]:
    """Return a row of an inspection as it is printed."""
    number, standing, condition, lon, lat, method, off, measure = row
    return (
        number,
        standing,
        condition,
        NONE if lon is None else f"{lon:.7f}",
        NONE if lat is None else f"{lat:.7f}",
        method,
        NONE if off is None else f"{off:.2f}",
        measure,
    )


def measure_said(follow: FollowUp | None) -> str:
    """Return what is done about a marker, and until when."""
    if follow is None:
        return NONE
    action = follow.action.zh if follow.action else "处理"
    if follow.done_on:
        return f"{action}，{day_or_dash(follow.done_on)}完成"
    return f"{action}，限{day_or_dash(follow.due)}完成" if follow.due else action


def day_or_dash(day: date | None) -> str:
    """Return a day as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else NONE


def _along(placed: tuple[float, TableRow]) -> tuple[float, str]:
    return placed[0], placed[1].sheet.number


def _line_row(
    number: int, chainage_m: float, row: TableRow, names: Mapping[str, str]
) -> tuple[object, ...]:
    sheet, place = row.sheet, row.sheet.position
    zone = zone_of(place.lon)
    (flat,) = project([place.point], zone)
    assert isinstance(flat, Point)
    return (
        number,
        sheet.number,
        sheet.standing.zh,
        sheet.faces.zh if sheet.faces else None,
        sheet.material or None,
        dms(place.lon),
        dms(place.lat),
        round(place.lon, 9),
        round(place.lat, 9),
        round(flat.y, 3),
        round(zone.number * PREFIX_M + flat.x, 3),
        zone.meridian_deg,
        sheet.height_m,
        sheet.height_datum.zh if sheet.height_datum else None,
        place.method.zh if place.method else None,
        place.accuracy_m,
        place.measured_on,
        round(chainage_m, 1),
        names.get(sheet.caretaker, sheet.caretaker) or None,
        len(sheet.references),
        Condition(row.condition).zh if row.condition else None,
        sheet.note or None,
    )
