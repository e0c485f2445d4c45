"""The named fields that templates of official documents may use (文书字段), kind by kind."""

from __future__ import annotations

from collections.abc import Mapping

from rulebook.worded import Worded


class Kind(Worded):
    """Kinds of official documents that are made from a case (文书)."""

    APPLICATION = "application", "申请书"
    OPINION_REQUEST = "opinion_request", "征求意见函"
    CONSULTATION_NOTICE = "consultation_notice", "公示"
    APPROVAL_REPLY = "approval_reply", "批复"
    FILING_REPORT = "filing_report", "备案报告"
    FILING_FORM = "filing_form", "备案登记表"
    ANNOUNCEMENT = "announcement", "公告"


_CASE = {
    "kind": "事项：命名、更名、废名、更正、列入历史地名保护名录、接收备案",
    "matter": "办的是什么，如“命名霁岚坡路”“将甲路更名为乙路”",
    "title": "办件标题",
    "case_number": "办件编号",
    "applicant": "申请单位",
    "county": "区县",
    "office": "办理机构",
    "count": "地名个数",
    "names": "全部地名（列表）",
    "items": "各个地名（列表，字段见下）",
    "first": "第一个地名",
    "today": "今天",
}
_DECIDED = {
    "approver": "批准机关",
    "approval_number": "批准文号",
    "approved_on": "批准日期",
}
_FILED = {
    "filing_receiver": "备案机关",
    "filing_papers_to": "备案材料送交",
    "filing_number": "备案号",
    "reported_on": "报送备案日期",
    "papers": "案卷中随附的材料（列表）",
}
_APPLIED = {
    "applicant_type": "申请人类别",
    "contact": "联系人和电话",
    "submitted_on": "申请日期",
}
_OF: Mapping[Kind, Mapping[str, str]] = {
    Kind.APPLICATION: {**_CASE, **_APPLIED, "papers": "案卷中随附的材料（列表）"},
    Kind.OPINION_REQUEST: {
        **_CASE,
        "asked_of": "征求谁的意见",
        "question": "征求什么意见",
        "asked_on": "征求日期",
        "due_on": "答复期限",
    },
    Kind.CONSULTATION_NOTICE: {
        **_CASE,
        "notice_title": "公示标题",
        "notice": "公示说明",
        "opens_on": "公示开始日期",
        "closes_on": "公示截止日期",
    },
    Kind.APPROVAL_REPLY: {**_CASE, **_DECIDED, "submitted_on": "申请日期"},
    Kind.FILING_REPORT: {**_CASE, **_DECIDED, **_FILED},
    Kind.FILING_FORM: {**_CASE, **_DECIDED, **_FILED},
    Kind.ANNOUNCEMENT: {
        **_CASE,
        **_DECIDED,
        "organ": "公告机关",
        "announcement_number": "公告编号",
        "announcement_title": "公告标题",
        "published_on": "公告日期",
        "channels": "公告渠道（列表）",
    },
}

ITEM_FIELDS: Mapping[str, str] = {
    "row": "序号",
    "name": "地名",
    "former_name": "原名",
    "romanization": "罗马字母拼写",
    "place_type": "地名类别",
    "division": "所属政区",
    "location": "位置描述",
    "starts_at": "起点",
    "ends_at": "止点",
    "course": "走向",
    "length": "长度，如“850米”",
    "width": "宽度，如“6米”",
    "size": "规模",
    "reason": "理由",
    "meaning": "含义",
    "origin": "来历",
    "approver": "批准机关",
    "approval_number": "批准文号",
    "approved_on": "批准时间",
}
"""What may be told of one name; empty where it is not known."""


def fields_of(kind: Kind) -> Mapping[str, str]:
    """Return the fields that a template of a kind may use, each with what it means."""
    return _OF[kind]
