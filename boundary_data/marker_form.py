"""The register form of a marker (界桩登记表), its description in words, its result table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from boundary_data.document import Block, Document, Heading, Paragraph, Picture, Table
from boundary_data.line import KnownLine, LineStatus
from boundary_data.marker import Condition
from boundary_data.marker_sheet import MarkerSheet, SheetReference
from gis.crs import project, zone_of
from gis.grid import convergence_deg, grid_azimuth_deg
from gis.measure import distance_m

UNLAWFUL = "示意数据，非法定界线"
UNKNOWN, NONE = "不详", "—"
LEAST_REFERENCES = 3
REFERENCE_HEADER = ("序号", "方位物及部位", "坐标方位角", "距离（米）", "按坐标反算")
CONDITION_HEADER = ("日期", "状况", "检查各方", "说明")
VERSION_HEADER = ("版次", "事由", "自何日起", "依据文件", "经办人")


@dataclass(frozen=True, slots=True)
class Found:
    """In what condition a marker was found, when, by whom."""

    condition: str
    found_on: date
    found_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A version of the sheet: its number, why, from when, on which document, by whom."""

    revision: int
    kind: str
    valid_from: date
    document: str
    person: str


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the form is filled in from.

    Attributes:
        sheet: The sheet.
        line: Its line.
        chainage_m: Metres along the line from its start; None if the line has no length.
        conditions: How it was found, the last first.
        versions: Versions of the sheet, the first one first.
    """

    sheet: MarkerSheet
    line: KnownLine
    chainage_m: float | None = None
    conditions: tuple[Found, ...] = ()
    versions: tuple[Issued, ...] = ()


def register_form(facts: FormFacts) -> list[tuple[str, str]]:
    """Return the items of the form as (title, content) in their order; what is not known says so.

    Items follow 界桩登记表 of GB/T 17796-2009 as far as it is known (body not seen; rules SV-6,
    SV-8) and the offices' practice; reference objects have a table of their own.
    """
    sheet, line, place = facts.sheet, facts.line, facts.sheet.position
    names = _names(line)
    rows = [
        ("界桩编号", sheet.number),
        ("所在界线", f"{line.name}（{line.code}）"),
        ("界线等级", f"{line.level.zh}界线" if line.level else UNKNOWN),
        ("毗邻各方", "、".join(names.values()) or UNKNOWN),
        ("界桩类型", sheet.standing.zh),
        ("面数、材质", "，".join(filter(None, (_faces(sheet), sheet.material))) or UNKNOWN),
        ("数据性质", UNLAWFUL if line.status is LineStatus.SYNTHETIC else line.status.zh),
        ("界桩说明", described(sheet, line.side_names)),
        *(
            (f"所在地（{names.get(one.division_code, one.division_code)}）", one.address)
            for one in sheet.places
        ),
        ("里程", UNKNOWN if facts.chainage_m is None else f"自界线起点 {facts.chainage_m:,.1f} 米"),
        ("经度", f"{dms(place.lon)}（{place.lon:.7f}°）"),
        ("纬度", f"{dms(place.lat)}（{place.lat:.7f}°）"),
        *_plane(sheet),
        ("坐标系", "2000国家大地坐标系（CGCS2000）"),
        (
            "测量方法",
            "，".join(filter(None, (place.method.zh if place.method else "", place.measured_by)))
            or UNKNOWN,
        ),
        ("测量日期", day_said(place.measured_on)),
        ("点位精度", UNKNOWN if place.accuracy_m is None else f"{place.accuracy_m:g} 米"),
        ("高程", _height(sheet)),
        ("埋设日期", day_said(sheet.buried_on)),
        ("注记", "；".join(sheet.inscriptions) or UNKNOWN),
        ("管护方", _named(sheet.caretaker, names) if sheet.caretaker else "未登记"),
        *_caretakers(sheet, names),
        ("最近状况", _last(facts.conditions)),
        ("登记状态", sheet.state.zh),
        ("备注", sheet.note or NONE),
    ]
    if len(sheet.references) < LEAST_REFERENCES:
        rows.append(("方位物", f"只登记了 {len(sheet.references)} 个，应至少三个"))
    return rows


def reference_rows(sheet: MarkerSheet) -> list[tuple[str, ...]]:
    """Return the reference objects: azimuth and distance as registered and as recomputed."""
    return [
        (
            str(number),
            one.full_name,
            NONE if one.grid_azimuth_deg is None else _degrees(one.grid_azimuth_deg),
            NONE if one.distance_m is None else f"{one.distance_m:.1f}",
            _recomputed(sheet, one),
        )
        for number, one in enumerate(sheet.references, start=1)
    ]


def condition_rows(conditions: Sequence[Found]) -> list[tuple[str, ...]]:
    """Return the conditions found as rows of a table."""
    return [
        (
            day_said(one.found_on),
            Condition(one.condition).zh,
            one.found_by or NONE,
            one.note or NONE,
        )
        for one in conditions
    ]


def version_rows(versions: Sequence[Issued]) -> list[tuple[str, ...]]:
    """Return the versions of the sheet as rows of a table."""
    return [
        (str(one.revision), one.kind, day_said(one.valid_from), one.document or NONE, one.person)
        for one in versions
    ]


def form_document(
    facts: FormFacts, *, sketch_png: bytes, photos: Sequence[tuple[str, bytes]], foot: str
) -> Document:
    """Return the form as a document to be printed.

    Args:
        facts: What it is filled in from.
        sketch_png: The marker with its reference objects and the line, as a picture.
        photos: Captions and pictures (PNG or JPEG).
        foot: What stands at the foot of every page.
    """
    sheet = facts.sheet
    blocks: list[Block] = [
        Table("", ("项目", "内容"), tuple(register_form(facts))),
        Heading("方位物", 2),
        Table("", REFERENCE_HEADER, tuple(reference_rows(sheet))),
        Heading("界桩位置略图", 2),
        Picture("上北；蓝点为界桩，橙点为方位物（按序号），红线为界线", sketch_png),
        *_tables(facts),
        *(Picture(caption, content) for caption, content in photos),
        Heading("签字", 2),
        Table(
            "",
            ("一方", "技术负责人", "民政部门负责人", "日期"),
            tuple((name, "", "", "") for name in _names(facts.line).values()),
        ),
    ]
    return Document("界桩登记表", f"{facts.line.name}　{sheet.number}号", tuple(blocks), foot)


def described(sheet: MarkerSheet, side_names: Sequence[str] = ()) -> str:
    """Return a marker in words (rule SV-8): how it stands, faces, material, between which units."""
    kind = sheet.standing.zh + ("" if sheet.faces is None else sheet.faces.zh)
    material = f"{sheet.material.removesuffix('质')}质" if sheet.material else ""
    between = [one.address for one in sheet.places] or list(side_names)
    place = f"，位于{'与'.join(between)}之间" if between else ""
    return f"{kind}{material}界桩{place}"


def in_words(facts: FormFacts) -> str:
    """Return the whole description of a marker's place, as agreements give it.

    How it stands, between which units, longitude and latitude, height, and the way from every
    reference object's direction and distance.
    """
    sheet, place = facts.sheet, facts.sheet.position
    height = "" if sheet.height_m is None else f"，高程{sheet.height_m:.2f}米"
    ways = [
        f"{one.full_name}在坐标方位角{_degrees(one.grid_azimuth_deg)}、距离{one.distance_m:.1f}米处"
        for one in sheet.references
        if one.grid_azimuth_deg is not None and one.distance_m is not None
    ]
    seen = f"。自界桩起，{'；'.join(ways)}" if ways else ""
    return (
        f"{sheet.number}号界桩为{described(sheet, facts.line.side_names)}。"
        f"位于东经{dms(place.lon)}、北纬{dms(place.lat)}{height}{seen}。"
    )


def _tables(facts: FormFacts) -> Iterator[Block]:
    yield Heading("界桩说明", 2)
    yield Paragraph(in_words(facts))
    if facts.conditions:
        yield Table("历次检查状况", CONDITION_HEADER, tuple(condition_rows(facts.conditions)))
    if facts.versions:
        yield Table("登记沿革", VERSION_HEADER, tuple(version_rows(facts.versions)))


def _names(line: KnownLine) -> dict[str, str]:
    return dict(zip(line.sides, line.side_names or line.sides, strict=False))


def _named(code: str, names: dict[str, str]) -> str:
    return f"{names[code]}（{code}）" if code in names else code


def _caretakers(sheet: MarkerSheet, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for one in sheet.caretakers:
        said = filter(None, (one.organ, one.person, one.basis and f"依据：{one.basis}"))
        yield (
            f"管护（{names.get(one.division_code, one.division_code)}）",
            "，".join(said) or UNKNOWN,
        )


def _plane(sheet: MarkerSheet) -> Iterator[tuple[str, str]]:
    try:
        zone = zone_of(sheet.position.lon)
    except ValueError:
        return
    (flat,) = project([sheet.position.point], zone)
    assert flat is not None
    north, east = flat.centroid.y, flat.centroid.x
    yield "纵坐标X（北）", f"{north:.3f} 米"
    yield "横坐标Y（东）", f"{zone.number}{east:.3f} 米（3°带，中央子午线 {zone.meridian_deg}°）"
    yield "子午线收敛角", _degrees(convergence_deg(sheet.position.point, zone))


def _recomputed(sheet: MarkerSheet, one: SheetReference) -> str:
    if one.point is None:
        return "无坐标"
    away_m = distance_m(sheet.position.point, one.point)
    try:
        azimuth = grid_azimuth_deg(sheet.position.point, one.point)
    except ValueError:
        return f"{away_m:.1f} 米"
    return f"{_degrees(azimuth)}，{away_m:.1f} 米"


def _height(sheet: MarkerSheet) -> str:
    if sheet.height_m is None:
        return UNKNOWN
    datum = sheet.height_datum.zh if sheet.height_datum else "基准不详"
    return f"{sheet.height_m:.2f} 米（{datum}）"


def _faces(sheet: MarkerSheet) -> str:
    return sheet.faces.zh if sheet.faces else ""


def _last(conditions: Sequence[Found]) -> str:
    if not conditions:
        return UNKNOWN
    return f"{Condition(conditions[0].condition).zh}（{day_said(conditions[0].found_on)}）"


def day_said(day: date | None) -> str:
    """Return a day as official papers write it, or that it is not known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else UNKNOWN


def _degrees(degrees: float) -> str:
    """Return an angle as 36°30′; a minute is 3 cm at a hundred metres."""
    minutes = round(abs(degrees) * 60)
    sign = "-" if degrees < 0 and minutes else ""
    return f"{sign}{minutes // 60}°{minutes % 60:02d}′"


def dms(degrees: float) -> str:
    """Return degrees as 106°33′12.3450″; a ten-thousandth of a second is 3 mm."""
    units = round(abs(degrees) * 36_000_000)
    whole, rest = divmod(units, 36_000_000)
    minutes, seconds = divmod(rest, 600_000)
    sign = "-" if degrees < 0 else ""
    return f"{sign}{whole}°{minutes:02d}′{seconds / 10_000:07.4f}″"
