"""The joint report (联检报告) of a record as a document, with the figures every report gives.

Its parts follow 省级行政区域界线联合检查实施办法 article 3 (what a field check covers) and the
figures of JI-11: length, markers, tripoints at both ends, places touched, days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from boundary_data.course import course, stations, told
from boundary_data.document import Block, Document, Heading, Paragraph, Picture, Table
from boundary_data.inspection import JointInspection, Signature, Span
from boundary_data.line import KnownLine
from boundary_data.marker import Standing
from boundary_data.marker_table import (
    INSPECTION_HEADER,
    NONE,
    day_or_dash,
    inspection_rows,
    measure_said,
    printed_row,
)
from rulebook.parameters import Parameters

NUMERALS = "一二三四五六七八九十"


def joint_report(
    record: JointInspection,
    line: KnownLine,
    limits: Parameters,
    *,
    remarks: Sequence[str],
    map_png: bytes,
    section_maps: Sequence[tuple[str, bytes]] = (),
    photos: Mapping[str, bytes],
    foot: str,
) -> Document:
    """Return the joint report of `record`.

    Args:
        record: What both sides wrote.
        line: The line of the register.
        limits: Gives the words of directions.
        remarks: What the check of the record found, a sentence each.
        map_png: The line as a picture, with its markers.
        section_maps: Sections of the line as pictures, each with its caption.
        photos: Pictures by file name.
        foot: What stands at the foot of every page: id, revision, digest.
    """
    chapters: tuple[tuple[str, Iterator[Block]], ...] = (
        ("基本情况", _basics(record, line)),
        ("联检依据", _bases(record)),
        ("检查情况", _parts(record)),
        ("界桩检查结果", _markers(record, line)),
        ("界线段检查结果", _sections(record)),
        ("界线走向", _course(line, limits)),
        ("问题及处理", _measures(record, remarks)),
        ("签字盖章", _signatures(record)),
        ("附图及照片", _pictures(record, map_png, section_maps, photos)),
    )
    blocks: list[Block] = []
    for number, (title, content) in zip(NUMERALS, chapters, strict=False):
        blocks += [Heading(f"{number}、{title}"), *content]
    name = line.name or record.line_name or line.code
    which = f"第{record.round}轮" if record.round else (record.occasion or "专项")
    return Document(f"{name}联合检查报告", which, tuple(blocks), foot)


def told_of(record: JointInspection, line: KnownLine) -> tuple[Block, ...]:
    """Return what both sides wrote in `record`, without pictures and without the check's remarks.

    The same chapters as in the joint report, in its words.
    """
    chapters = {
        "参加各方与基本数据": _basics(record, line),
        "检查情况": _parts(record),
        "界桩检查结果": _markers(record, line),
        "界线段检查结果": _sections(record),
        "处理": _measures(record, (), nothing="没有填写处理措施。"),
        "签字盖章": _signatures(record),
    }
    return tuple(
        block for title, content in chapters.items() for block in (Heading(title), *content)
    )


def _basics(record: JointInspection, line: KnownLine) -> Iterator[Block]:
    length = line.ruler.length_m / 1000.0
    places = stations(line)
    sides = "与".join(side.division_name or side.division_code for side in record.sides)
    yield Paragraph(
        f"{line.name or line.code}（编号 {line.code}）为{line.level.zh if line.level else ''}"
        f"行政区域界线，由{sides}毗邻双方联合检查。界线全长 {length:.2f} 千米，"
        f"共有界桩 {len(line.markers)} 颗"
        + (f"，自{places[0].number}号至{places[-1].number}号" if places else "")
        + f"。内业检查：{_span(record.office_check)}；外业检查：{_span(record.field_check)}。"
    )
    yield Table(
        "基本数据（填报与登记对照）", ("项目", "填报", "登记"), tuple(_figures(record, line))
    )
    yield Table(
        "参加人员",
        ("一方", "分工", "姓名", "单位、职务"),
        tuple(
            (
                side.division_name or side.division_code,
                side.role.zh if side.role else NONE,
                person.name,
                person.unit or NONE,
            )
            for side in record.sides
            for person in side.attendees
        ),
    )


def _figures(record: JointInspection, line: KnownLine) -> Iterator[tuple[str, str, str]]:
    """Yield the figures that every report gives: as stated, and as the register has them."""
    stated, places = record.report, stations(line)
    tripoints = [m.number for m in line.markers if m.standing is Standing.TRIPOINT]
    ends = (places[0].number, places[-1].number) if places else (NONE, NONE)
    length = stated and stated.length_km
    count = stated and stated.marker_count
    yield (
        "界线长度（千米）",
        NONE if length is None else f"{length:.2f}",
        (f"{line.ruler.length_m / 1000.0:.2f}"),
    )
    yield "界桩颗数（含三交点）", NONE if count is None else str(count), str(len(line.markers))
    yield "起点三交点", (stated and stated.start_tripoint) or NONE, ends[0]
    yield "止点三交点", (stated and stated.end_tripoint) or NONE, ends[1]
    yield "三交点界桩", NONE, "、".join(tripoints) or NONE
    yield (
        "涉及的县、乡镇",
        "、".join(stated.areas) if stated and stated.areas else NONE,
        ("、".join(name for name in line.side_names if name) or NONE),
    )
    yield "外业日期", _span(record.field_check), NONE
    yield "上次联检", day_or_dash(record.previous_inspected_on), day_or_dash(_before(record, line))


def _before(record: JointInspection, line: KnownLine) -> date | None:
    """Return the registered last inspection; none once this record, or a later one, is it."""
    span, last = record.field_span, line.last_inspected_on
    return None if last and span and last >= span[0] else last


def _bases(record: JointInspection) -> Iterator[Block]:
    bases = record.bases
    words = [bases.agreement, bases.previous_report] if bases else []
    for number, one in enumerate((word for word in words if word), start=1):
        yield Paragraph(f"（{NUMERALS[number - 1]}）{one}；")
    yield Paragraph("（其他）《行政区域界线管理条例》及部署本轮联检的文件。")


def _parts(record: JointInspection) -> Iterator[Block]:
    parts = record.report.parts if record.report else None
    told_of = (
        ("法定界线执行情况", parts and parts.line_carried_out),
        ("界桩、方位物及管护情况", parts and parts.markers_and_references),
        ("其他标志物、地物变化及修测情况", parts and parts.other_features),
        ("跨界生产建设及问题处理情况", parts and parts.crossing_activity),
        ("其他", parts and parts.other),
    )
    for number, (title, words) in zip(NUMERALS, told_of, strict=False):
        yield Paragraph(f"（{number}）{title}：{words or '（未填写）'}")


def _markers(record: JointInspection, line: KnownLine) -> Iterator[Block]:
    yield Table(
        "界桩成果表（CGCS2000，度；偏差为实测与登记位置的距离，米）",
        INSPECTION_HEADER,
        tuple(printed_row(row) for row in inspection_rows(record, line)),
    )


def _sections(record: JointInspection) -> Iterator[Block]:
    yield Table(
        "界线段检查表",
        ("起", "止", "走向清晰", "地形变化", "越界生产", "越界建设", "说明"),
        tuple(
            (
                one.from_marker,
                one.to_marker,
                _yes(one.course_clear),
                _yes(one.terrain_changed),
                _yes(one.crossing_production),
                _yes(one.crossing_buildings),
                "；".join(t for t in (one.narrative, one.crossing_note, one.remark) if t) or NONE,
            )
            for one in record.sections
        ),
    )


def _course(line: KnownLine, limits: Parameters) -> Iterator[Block]:
    for stretch in course(line, limits):
        yield Paragraph(told(stretch))


def _measures(
    record: JointInspection, remarks: Sequence[str], nothing: str = "未发现问题。"
) -> Iterator[Block]:
    wrong = [check for check in record.marker_checks if check.follow_up is not None]
    for check in wrong:
        state = check.condition.zh if check.condition else ""
        yield Paragraph(f"界桩{check.number}{state}：{measure_said(check.follow_up)}。")
    for one in record.unilateral_markers:
        action = one.action.zh if one.action else "未处理"
        yield Paragraph(f"单方界桩（{one.description}）：{action}。")
    for remark in remarks:
        yield Paragraph(f"核验意见：{remark}。")
    if not wrong and not remarks and not record.unilateral_markers:
        yield Paragraph(nothing)


def _signatures(record: JointInspection) -> Iterator[Block]:
    signed = record.report.signatures if record.report else ()
    yield Table(
        "",
        ("一方", "签字（盖章）", "日期"),
        tuple(_signature(one, record) for one in signed),
    )
    if record.report and record.report.filed_to:
        yield Paragraph(f"报送：{record.report.filed_to}。")


def _signature(one: Signature, record: JointInspection) -> tuple[str, str, str]:
    names = {side.division_code: side.division_name for side in record.sides}
    side = names.get(one.division_code or "") or one.division_code or NONE
    return side, f"{one.by or NONE}{'（已盖章）' if one.stamped else ''}", day_or_dash(one.on)


def _pictures(
    record: JointInspection,
    map_png: bytes,
    section_maps: Sequence[tuple[str, bytes]],
    photos: Mapping[str, bytes],
) -> Iterator[Block]:
    yield Picture("界线及界桩示意图（上北；橙色为有问题的界桩）", map_png)
    for caption, picture in section_maps:
        yield Picture(caption, picture)
    for check in record.marker_checks:
        for photo in check.photos:
            if photo.file in photos:
                yield Picture(f"界桩{check.number}（{photo.file}）", photos[photo.file])


def _span(span: Span | None) -> str:
    if span is None or span.first is None or span.last is None:
        return "（未填写）"
    if span.first == span.last:
        return day_or_dash(span.first)
    return f"{day_or_dash(span.first)}至{day_or_dash(span.last)}"


def _yes(answer: bool | None) -> str:
    return NONE if answer is None else ("是" if answer else "否")
