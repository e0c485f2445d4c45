"""The columns of a table of names (拟用地名表): headings, meaning, form, example."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boundary_data.readers.table import Column


class Form(StrEnum):
    """How the cells of a column are read."""

    TEXT = "文字"
    NUMBER = "大于0的数，可带单位"
    SHARE = "0至1的数，或百分数"
    COUNT = "整数"
    FLAG = "是 / 否"
    DAY = "日期"
    DEGREES = "度（CGCS2000），十进制"
    CODE = "6、9或12位数字"
    RULES = "规则编号，多个用分号隔开"


@dataclass(frozen=True, slots=True)
class NameColumn:
    """One column: what a program calls it, and what an official needs to know of it.

    `headings` are accepted besides `name`; the first stands in the template. `example` is a
    cell of the template's examples. `detail` says whether it is a field of `Details`.
    """

    name: str
    headings: tuple[str, ...]
    meaning: str
    form: Form = Form.TEXT
    example: str = ""
    required: bool = False
    detail: bool = True

    @property
    def title(self) -> str:
        """Return the heading in the template."""
        return self.headings[0]

    def column(self) -> Column:
        """Return it as the reader of tables wants it."""
        return Column(self.name, self.headings, self.required)


_NAMES = ("地名", "名称", "标准地名", "拟用地名", "拟命名", "拟名称", "正式命名", "申报名称")
_COUNTIES = ("区县", "县区", "所在区县", "所属区县", "县", "区域", "所在区域")
_CODES = ("区划代码", "行政区划代码", "政区代码", "所属政区代码", "adcode", "division")
_STOREYS = ("层数", "楼层数", "建筑层数")
_MEASURES = ("保护措施日期", "保护措施制定日期")
_ORIENTATION = ("具有重要地理方位意义", "重要地理方位意义", "是否具有重要地理方位意义")

NAME_COLUMNS = (
    NameColumn(
        "name",
        (*_NAMES, "拟用名称", "拟定地名", "拟定名称", "地名名称"),
        "拟用的地名，照原样填写",
        example="霁岚坡路",
        required=True,
        detail=False,
    ),
    NameColumn(
        "place_type",
        ("类别", "type", "地名类别", "地名类型", "类型", "实体类别"),
        "地名类别：办公用语或五位代码，如 村、道路、居民区、桥梁",
        example="道路",
        detail=False,
    ),
    NameColumn(
        "province",
        ("省", "省份", "所在省", "省级", "所属省"),
        "所在省（自治区、直辖市），不填按重庆市",
        example="重庆市",
        detail=False,
    ),
    NameColumn(
        "county", _COUNTIES, "所在区县名称；已填代码的可不填", example="万州区", detail=False
    ),
    NameColumn("code", _CODES, "所在政区的代码", Form.CODE, "500101", detail=False),
    NameColumn(
        "lon", ("经度", "lng", "longitude", "x", "东经"), "位置经度", Form.DEGREES, detail=False
    ),
    NameColumn("lat", ("纬度", "latitude", "y", "北纬"), "位置纬度", Form.DEGREES, detail=False),
    NameColumn(
        "stated_specific", ("专名", "申报专名"), "申报的专名；不填按名称推定", example="霁岚坡"
    ),
    NameColumn("stated_generic", ("通名", "申报通名"), "申报的通名；不填按名称推定", example="路"),
    NameColumn(
        "romanization",
        ("申报拼写", "罗马字母拼写", "汉语拼音", "地名拼音", "拼写", "拼音"),
        "申报的罗马字母拼写，与按规则拼写的比对",
        example="Jilanpo Lu",
    ),
    NameColumn(
        "reason",
        ("命名理由", "命名缘由", "得名原由", "地名含义", "含义", "来历含义", "地名来历"),
        "为什么这样命名、含义是什么",
        example="道路经过霁岚坡",
    ),
    NameColumn("derived_from", ("派生自", "沿用地名", "派生来源"), "由哪一现有地名派生"),
    NameColumn(
        "former_name", ("原名", "原地名", "现用名", "old_name", "更名前"), "更名的填更名前的地名"
    ),
    NameColumn("ground", ("更名情形",), "更名的填：区划变更、城乡建设、自然变化、其他"),
    NameColumn(
        "applicant", ("申请人", "申请单位", "申报单位", "申请主体"), "谁申请", example="建设单位"
    ),
    NameColumn("significant_orientation", _ORIENTATION, "住宅区、楼宇、设施等填写", Form.FLAG),
    NameColumn("starts_at", ("起点", "起点位置"), "道路的起点", example="江南大道"),
    NameColumn("ends_at", ("止点", "讫点", "终点", "止点位置"), "道路的止点", example="滨江路"),
    NameColumn("course", ("走向", "道路走向"), "道路的走向", example="东西"),
    NameColumn(
        "length_m",
        ("长度", "长度（米）", "长度(米)", "长度(m)", "道路长度", "道路长度（米）"),
        "道路长度，米",
        Form.NUMBER,
        "850",
    ),
    NameColumn(
        "width_m",
        ("宽度", "宽度（米）", "宽度(米)", "宽度(m)", "道路宽度", "道路宽度（米）"),
        "路面宽度，米",
        Form.NUMBER,
        "16",
    ),
    NameColumn(
        "commercial",
        ("商业区", "位于商业区", "是否位于商业区"),
        "街道是否位于商业区",
        Form.FLAG,
        "否",
    ),
    NameColumn(
        "span_m", ("总跨径", "跨径", "桥梁总跨径", "总跨径（米）"), "桥梁总跨径，米", Form.NUMBER
    ),
    NameColumn(
        "area_m2",
        ("使用面积", "面积", "使用面积（平方米）", "面积（平方米）", "用地面积"),
        "广场等的使用面积，平方米",
        Form.NUMBER,
    ),
    NameColumn(
        "floor_area_m2",
        ("建筑面积", "总建筑面积", "建筑面积（平方米）"),
        "建筑面积，平方米",
        Form.NUMBER,
    ),
    NameColumn("green_share", ("绿地率", "绿化率"), "绿地率", Form.SHARE),
    NameColumn("storeys", _STOREYS, "层数", Form.COUNT),
    NameColumn(
        "consent", ("同意文号", "同意使用文号", "批准文号"), "市级主管部门同意使用限制词语的文号"
    ),
    NameColumn("measures_on", _MEASURES, "更改列入保护名录的地名时填写", Form.DAY),
    NameColumn("decided_on", ("决定日期", "批准日期"), "作出决定的日期", Form.DAY),
    NameColumn("place_code", ("地名代码", "地名编码"), "国家地名信息库二十位代码"),
    NameColumn(
        "division_code",
        ("乡级政区代码", "所在乡镇代码", "乡镇街道代码"),
        "所在乡镇（街道）的九位代码；名称本身是乡镇的填其代码",
    ),
    NameColumn(
        "release_rules",
        ("具名说明规则", "解除规则"),
        "具名说明所针对的规则，如 GN-9-4b（人名）、GN-9-6（企业名）；只解除警告和提示",
        Form.RULES,
        detail=False,
    ),
    NameColumn("release_by", ("说明人", "具名说明人"), "谁说明；有具名说明时必填", detail=False),
    NameColumn(
        "release_reason",
        ("说明理由", "具名说明", "无特定联系说明"),
        "如“与该人没有特定联系”；有具名说明时必填",
        detail=False,
    ),
    NameColumn(
        "release_on", ("说明日期", "具名说明日期"), "有具名说明时必填", Form.DAY, detail=False
    ),
)

COLUMNS = tuple(column.column() for column in NAME_COLUMNS)
