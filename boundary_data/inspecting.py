"""The procedure of a joint inspection (联合检查) as a table."""

from __future__ import annotations

from boundary_data import laws
from boundary_data.worded import Worded
from rulebook.procedure import Step


class Stage(Worded):
    """How far an inspection has come."""

    DUE = "due", "待联检"
    PLANNED = "planned", "方案已定"
    OFFICE_CHECKED = "office_checked", "内业已查"
    FIELD_CHECKED = "field_checked", "外业已查"
    RESURVEYED = "resurveyed", "已修测"
    DRAFTED = "drafted", "报告已拟"
    SIGNED = "signed", "双方已会签"
    SUBMITTED = "submitted", "已联合上报"
    FILED = "filed", "已备案"
    ARCHIVED = "archived", "已归档"


LEAD = "牵头方"
ASSIST = "配合方"
FILING_AUTHORITY = "备案机关"

START = Stage.DUE.zh
ENDS = frozenset({Stage.ARCHIVED.zh})

STEPS = (
    Step("制定方案", START, Stage.PLANNED.zh, LEAD, laws.practice("牵头与配合分工")),
    Step("内业检查", Stage.PLANNED.zh, Stage.OFFICE_CHECKED.zh, LEAD, laws.practice("内业检查")),
    Step(
        "外业检查",
        Stage.OFFICE_CHECKED.zh,
        Stage.FIELD_CHECKED.zh,
        LEAD,
        laws.joint_inspection("第三条"),
    ),
    Step("修测", Stage.FIELD_CHECKED.zh, Stage.RESURVEYED.zh, LEAD, laws.practice("修测")),
    Step("起草报告", Stage.FIELD_CHECKED.zh, Stage.DRAFTED.zh, LEAD, laws.practice("联检报告")),
    Step("起草报告", Stage.RESURVEYED.zh, Stage.DRAFTED.zh, LEAD, laws.practice("联检报告")),
    Step("退回修改", Stage.DRAFTED.zh, Stage.FIELD_CHECKED.zh, ASSIST, laws.practice("会签")),
    Step("会签", Stage.DRAFTED.zh, Stage.SIGNED.zh, ASSIST, laws.REGULATION.clause("第十二条")),
    Step(
        "联合上报",
        Stage.SIGNED.zh,
        Stage.SUBMITTED.zh,
        LEAD,
        laws.REGULATION.clause("第十二条"),
    ),
    Step(
        "退回补正",
        Stage.SUBMITTED.zh,
        Stage.DRAFTED.zh,
        FILING_AUTHORITY,
        laws.practice("备案审查"),
    ),
    Step("备案", Stage.SUBMITTED.zh, Stage.FILED.zh, FILING_AUTHORITY, laws.practice("备案审查")),
    Step("归档", Stage.FILED.zh, Stage.ARCHIVED.zh, LEAD, laws.REGULATION.clause("第十三条")),
)
