"""The joint-inspection record (联合检查记录): its parts, as both sides hand them in.

Whatever an inspection can lack is optional here, because a gap in the record is a finding
for the officer and not a defect of the file. Only what names a thing is required. Every
field says in Chinese what it is; the JSON Schema is printed from these notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

from boundary_data.line import LineLevel, LineStatus
from boundary_data.marker import Condition, Standing
from boundary_data.worded import Worded
from gis.lines import Line
from gis.tracks import Track


@dataclass(frozen=True, slots=True)
class Says:
    """What a field means, in Chinese, and the form its text must have."""

    zh: str
    pattern: str = ""
    form: str = ""


UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
CODE = r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}"
SHA256 = r"[0-9a-fA-F]{64}"

Code = Annotated[str, Says("行政区划代码", CODE, "2、4、6、9或12位数字")]


class Kind(Worded):
    """Why the inspection was held."""

    ROUTINE = "routine", "例行", "例行联检"
    AD_HOC = "ad_hoc", "专项", "专项联检"


class Role(Worded):
    """What a side does in the inspection."""

    LEAD = "lead", "牵头", "牵头方"
    ASSIST = "assist", "配合", "配合方"
    THIRD = "third", "第三方", "三交点相邻方"


class Method(Worded):
    """How a position was measured."""

    GNSS_RTK = "gnss_rtk", "卫星定位RTK", "RTK"
    GNSS_STATIC = "gnss_static", "卫星定位静态", "静态"
    GNSS_HANDHELD = "gnss_handheld", "手持卫星定位", "手持"
    TOTAL_STATION = "total_station", "全站仪"
    MAP = "map", "图上量取"


class Action(Worded):
    """What is done about a marker."""

    CLEAR = "clear", "清障"
    REPAINT = "repaint", "描红"
    REPAIR = "repair", "修复"
    REPLACE = "replace", "更换"
    REBUILD = "rebuild", "重建", "重新制作埋设"
    RESTORE = "restore", "复位", "移回原位"
    NEW_REFERENCES = "new_references", "补选方位物"
    REPORT = "report", "报批"


class Removal(Worded):
    """What is done about a marker that one side set alone (单方界桩)."""

    REMOVED = "removed", "拆除"
    REPORTED = "reported", "上报"


class DocumentKind(Worded):
    """Products of a joint inspection that are filed with it."""

    PLAN = "plan", "实施方案"
    MINUTES = "minutes", "会议纪要"
    CHECK_RECORD = "check_record", "检查记录"
    JOINT_REPORT = "joint_report", "联检报告"
    MARKER_TABLE = "marker_table", "界桩成果表"
    MARKER_REGISTER = "marker_register", "界桩登记表"
    PHOTOS = "photos", "照片"
    RESURVEY = "resurvey", "修测记录"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who took part."""

    name: Annotated[str, Says("姓名")]
    unit: Annotated[str | None, Says("单位、职务")] = None
    division_code: Annotated[str | None, Says("所代表一方的区划代码", CODE, "区划代码")] = None


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A signature with its day; `division_code` says for whom, where that is not plain."""

    by: Annotated[str | None, Says("签字人")] = None
    on: Annotated[date | None, Says("签字日期")] = None
    division_code: Annotated[str | None, Says("签字方区划代码", CODE, "区划代码")] = None
    stamped: Annotated[bool | None, Says("是否盖章")] = None


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side (一方) of the joint inspection."""

    division_code: Annotated[str, Says("行政区划代码", CODE, "2、4、6、9或12位数字")]
    division_name: Annotated[str | None, Says("行政区划名称")] = None
    role: Annotated[Role | None, Says("牵头或配合；三交点相邻方填第三方")] = None
    attendees: Annotated[tuple[Person, ...], Says("参加人员")] = ()
    signature: Annotated[Signature | None, Says("该方负责人签字")] = None
    stamped: Annotated[bool | None, Says("该方是否盖章")] = None


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days of a check, first and last."""

    started_on: Annotated[date | None, Says("开始日期")] = None
    ended_on: Annotated[date | None, Says("结束日期")] = None

    @property
    def last(self) -> date | None:
        """Return the last day, or the first if only that is given."""
        return self.ended_on or self.started_on

    @property
    def first(self) -> date | None:
        """Return the first day, or the last if only that is given."""
        return self.started_on or self.ended_on


@dataclass(frozen=True, kw_only=True)
class Bases:
    """The documents an inspection rests on."""

    agreement: Annotated[str | None, Says("界线协议书及附图（名称、文号或版本）")] = None
    previous_report: Annotated[str | None, Says("上次联检报告（文号）；首轮可不填")] = None


@dataclass(frozen=True, kw_only=True)
class TargetState:
    """The five things a marker has to be."""

    position_accurate: Annotated[bool | None, Says("位置准确")] = None
    firmly_buried: Annotated[bool | None, Says("埋设牢固")] = None
    visible: Annotated[bool | None, Says("明显易见")] = None
    inscription_clear: Annotated[bool | None, Says("注记清晰")] = None
    file_complete: Annotated[bool | None, Says("档案完备")] = None


@dataclass(frozen=True, kw_only=True)
class Position:
    """A measured position, degrees."""

    lon: Annotated[float, Says("经度，十进制度")]
    lat: Annotated[float, Says("纬度，十进制度")]
    method: Annotated[Method | None, Says("测量方法")] = None
    accuracy_m: Annotated[float | None, Says("测量精度，米")] = None
    crs: Annotated[str | None, Says("坐标系，如 CGCS2000 或 EPSG:4490")] = None
    measured_at: Annotated[datetime | None, Says("测量时间；不写时区按北京时间")] = None


@dataclass(frozen=True, kw_only=True)
class Photo:
    """What is known of a photo; the picture itself travels apart."""

    file: Annotated[str, Says("文件名")]
    taken_at: Annotated[datetime | None, Says("拍摄时间；不写时区按北京时间")] = None
    lon: Annotated[float | None, Says("拍摄点经度，十进制度")] = None
    lat: Annotated[float | None, Says("拍摄点纬度，十进制度")] = None
    sha256: Annotated[str | None, Says("文件的SHA-256", SHA256, "64位十六进制")] = None


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A reference object (方位物) of a marker."""

    name: Annotated[str | None, Says("名称及部位")] = None
    grid_azimuth_deg: Annotated[float | None, Says("坐标方位角，度")] = None
    distance_m: Annotated[float | None, Says("距离，米")] = None


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What was or will be done about a marker."""

    action: Annotated[Action | None, Says("处理措施")] = None
    note: Annotated[str | None, Says("说明")] = None
    by: Annotated[str | None, Says("负责方区划代码", CODE, "区划代码")] = None
    due: Annotated[date | None, Says("限期")] = None
    done_on: Annotated[date | None, Says("完成日期")] = None
    attendees: Annotated[tuple[Person, ...], Says("在场人员（须双方在场，各注明区划代码）")] = ()
    new_register_form: Annotated[bool | None, Says("是否已填新的界桩登记表")] = None


@dataclass(frozen=True, kw_only=True)
class MarkerCheck:
    """The check of one body of one marker."""

    number: Annotated[str, Says("界桩编号（全号；双立、三立带末位字母）")]
    body: Annotated[str | None, Says("立桩字母，编号未带字母时填", r"[A-EQa-eq]", "A至E或Q")] = None
    condition: Annotated[Condition | None, Says("界桩状况")] = None
    target_state: Annotated[TargetState | None, Says("五项要求是否达到")] = None
    measured: Annotated[Position | None, Says("实测位置")] = None
    photos: Annotated[tuple[Photo, ...], Says("照片")] = ()
    reference_objects: Annotated[tuple[Reference, ...], Says("方位物，至少三个")] = ()
    caretaker_signature: Annotated[Signature | None, Says("管护方签字")] = None
    neighbour_signature: Annotated[Signature | None, Says("相邻方签字")] = None
    third_signature: Annotated[Signature | None, Says("三交点第三方签字")] = None
    follow_up: Annotated[FollowUp | None, Says("处理")] = None
    remark: Annotated[str | None, Says("备注")] = None


@dataclass(frozen=True, kw_only=True)
class SectionCheck:
    """The check of the stretch between two neighbouring markers."""

    from_marker: Annotated[str, Says("起点界桩编号")]
    to_marker: Annotated[str, Says("止点界桩编号")]
    course_clear: Annotated[bool | None, Says("界线走向是否清晰")] = None
    terrain_changed: Annotated[bool | None, Says("地形地物是否变化")] = None
    narrative: Annotated[str | None, Says("变化情况说明")] = None
    resurveyed: Annotated[bool | None, Says("是否已修测")] = None
    crossing_production: Annotated[bool | None, Says("有无越界生产")] = None
    crossing_buildings: Annotated[bool | None, Says("有无越界建设")] = None
    crossing_note: Annotated[str | None, Says("越界情况及处理")] = None
    remark: Annotated[str | None, Says("备注")] = None


@dataclass(frozen=True, kw_only=True)
class UnilateralMarker:
    """A marker that one side set alone, found on the line (单方界桩)."""

    description: Annotated[str, Says("位置与样式")]
    lon: Annotated[float | None, Says("经度，十进制度")] = None
    lat: Annotated[float | None, Says("纬度，十进制度")] = None
    set_by: Annotated[str | None, Says("设置方")] = None
    action: Annotated[Removal | None, Says("处理")] = None
    done_on: Annotated[date | None, Says("处理日期")] = None


@dataclass(frozen=True, kw_only=True)
class ReportParts:
    """The five things a field check covers, one narrative each."""

    line_carried_out: Annotated[str | None, Says("一、法定界线执行情况")] = None
    markers_and_references: Annotated[str | None, Says("二、界桩、方位物及管护情况")] = None
    other_features: Annotated[str | None, Says("三、其他标志物、地物变化及修测情况")] = None
    crossing_activity: Annotated[str | None, Says("四、跨界生产建设及问题处理情况")] = None
    other: Annotated[str | None, Says("五、其他")] = None


@dataclass(frozen=True, kw_only=True)
class JointReport:
    """The report both governments hand up together (联检报告)."""

    length_km: Annotated[float | None, Says("界线长度，千米")] = None
    marker_count: Annotated[int | None, Says("界桩颗数（含三交点；双立、三立逐颗计）")] = None
    start_tripoint: Annotated[str | None, Says("起点三交点界桩编号")] = None
    end_tripoint: Annotated[str | None, Says("止点三交点界桩编号")] = None
    areas: Annotated[tuple[str, ...], Says("涉及的县、乡镇")] = ()
    parts: Annotated[ReportParts | None, Says("联检报告的五项内容")] = None
    signatures: Annotated[tuple[Signature, ...], Says("双方政府签字盖章，须注明区划代码")] = ()
    filed_to: Annotated[str | None, Says("报送备案机关全称")] = None
    filed_on: Annotated[date | None, Says("报送备案日期")] = None


@dataclass(frozen=True, kw_only=True)
class EmbeddedReference:
    """A reference object in an embedded line."""

    name: Annotated[str, Says("名称")]
    grid_azimuth_deg: Annotated[float, Says("坐标方位角，度")]
    distance_m: Annotated[float, Says("距离，米")]


@dataclass(frozen=True, kw_only=True)
class EmbeddedMarker:
    """A marker of an embedded line."""

    number: Annotated[str, Says("界桩编号（全号）")]
    lon: Annotated[float, Says("登记经度，十进制度（CGCS2000）")]
    lat: Annotated[float, Says("登记纬度，十进制度（CGCS2000）")]
    standing: Annotated[Standing | None, Says("单立、双立、三立或三交点")] = None
    sides: Annotated[tuple[Code, ...], Says("交会各方区划代码；三交点填三方")] = ()
    caretaker_side: Annotated[str | None, Says("管护方区划代码", CODE, "区划代码")] = None
    accuracy_m: Annotated[float | None, Says("登记坐标精度，米")] = None
    last_condition: Annotated[Condition | None, Says("上次联检时状况")] = None
    reference_objects: Annotated[tuple[EmbeddedReference, ...], Says("登记的方位物")] = ()


@dataclass(frozen=True, kw_only=True)
class DivisionRef:
    """A division by code and name."""

    code: Annotated[str, Says("行政区划代码", CODE, "2、4、6、9或12位数字")]
    name: Annotated[str | None, Says("名称")] = None


@dataclass(frozen=True, kw_only=True)
class EmbeddedLine:
    """The line a record is checked against when there is no register at hand."""

    code: Annotated[str, Says("界线代码")]
    name: Annotated[str | None, Says("界线名称")] = None
    level: Annotated[LineLevel | None, Says("界线等级")] = None
    left_division: Annotated[DivisionRef, Says("界线左侧（沿前进方向）的行政区")]
    right_division: Annotated[DivisionRef, Says("界线右侧的行政区")]
    status: Annotated[LineStatus | None, Says("几何数据性质；不填按法定")] = None
    geometry: Annotated[Line, Says("界线，经度在前的十进制度（CGCS2000）")]
    accuracy_m: Annotated[float | None, Says("界线几何精度，米")] = None
    markers: Annotated[tuple[EmbeddedMarker, ...], Says("登记的界桩，含两端三交点")] = ()
    last_inspected_on: Annotated[date | None, Says("上次联检日期")] = None
    last_round: Annotated[int | None, Says("上次联检轮次")] = None


@dataclass(frozen=True, kw_only=True)
class JointInspection:
    """One record of a joint inspection (联合检查) of one boundary line."""

    record_id: Annotated[str, Says("记录编号（填报端生成的UUID）", UUID, "UUID")]
    line_code: Annotated[str, Says("界线代码")]
    line_name: Annotated[str | None, Says("界线名称")] = None
    kind: Annotated[Kind | None, Says("例行或专项")] = None
    occasion: Annotated[str | None, Says("专项联检事由（灾害、河流改道、道路变化等）")] = None
    round: Annotated[int | None, Says("轮次")] = None
    previous_inspected_on: Annotated[date | None, Says("上次联检日期；首轮不填")] = None
    office_check: Annotated[Span | None, Says("内业检查")] = None
    field_check: Annotated[Span | None, Says("外业检查")] = None
    bases: Annotated[Bases | None, Says("联检依据")] = None
    sides: Annotated[tuple[Side, ...], Says("参加各方")] = ()
    marker_checks: Annotated[tuple[MarkerCheck, ...], Says("逐桩检查")] = ()
    sections: Annotated[tuple[SectionCheck, ...], Says("逐段检查，相邻界桩之间为一段")] = ()
    unilateral_markers: Annotated[tuple[UnilateralMarker, ...], Says("发现的单方界桩")] = ()
    report: Annotated[JointReport | None, Says("联检报告")] = None
    documents: Annotated[tuple[DocumentKind, ...], Says("随附成果")] = ()
    track: Annotated[Track | None, Says("外业轨迹（CGCS2000或WGS84经纬度）")] = field(
        default=None, compare=False
    )
    track_files: Annotated[
        tuple[str, ...], Says("外业轨迹文件名（GPX、KML、CSV、GeoJSON），文件另行上传")
    ] = ()
    line: Annotated[EmbeddedLine | None, Says("随附界线与界桩登记数据，用于无登记库时核对")] = None
    remark: Annotated[str | None, Says("备注")] = None

    @property
    def field_span(self) -> tuple[date, date] | None:
        """Return first and last day of the field check, or None if neither is given."""
        first, last = (
            (self.field_check.first, self.field_check.last) if self.field_check else (None, None)
        )
        return None if first is None or last is None else (first, last)
