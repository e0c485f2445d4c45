"""The words of the procedure: kinds of cases, stages, verbs, who takes part."""

from __future__ import annotations

from rulebook.worded import Worded


class CaseKind(Worded):
    """What a case is about (事项)."""

    NAMING = "naming", "命名"
    RENAMING = "renaming", "更名"
    RETIREMENT = "retirement", "废名", "销名"
    CORRECTION = "correction", "更正"
    HERITAGE_LISTING = "heritage_listing", "列入历史地名保护名录"
    FILING_RECEIVED = "filing_received", "接收备案"


class Stage(Worded):
    """How far a case has come (阶段)."""

    DRAFTED = "drafted", "起草"
    SUBMITTED = "submitted", "待受理"
    RETURNED = "returned", "待补正"
    ACCEPTED = "accepted", "审查中"
    REVIEWED = "reviewed", "待批准"
    APPROVED = "approved", "已批准"
    REPORTED = "reported", "待备案"
    FILING_RETURNED = "filing_returned", "备案退回补正"
    FILED = "filed", "已备案"
    CLOSED = "closed", "办结"
    REFUSED = "refused", "未获批准"
    WITHDRAWN = "withdrawn", "已撤回"


class Verb(Worded):
    """What can be done with a case (办理动作)."""

    SUBMIT = "submit", "提交"
    ACCEPT = "accept", "受理"
    RETURN = "return", "退回补正"
    ASK = "ask", "征求部门意见"
    OPINE = "opine", "出具部门意见"
    ARGUE = "argue", "专家论证"
    CONSULT = "consult", "征求公众意见"
    ASSESS = "assess", "综合评估"
    STRIKE = "strike", "剔除"
    REVIEW = "review", "审核"
    SEND_BACK = "send_back", "退回重审"
    APPROVE = "approve", "批准"
    REFUSE = "refuse", "不予批准"
    WITHDRAW = "withdraw", "撤回"
    REPORT = "report", "报送备案"
    FILE = "file", "备案"
    RETURN_FILING = "return_filing", "备案退回"
    PUBLISH = "publish", "公告"


class Part(Worded):
    """In what part somebody acts in a case (办理方)."""

    APPLICANT = "applicant", "申请人"
    CLERK = "clerk", "经办人"
    REVIEWER = "reviewer", "审核人"
    APPROVER = "approver", "审批人"
    DEPARTMENT = "department", "会审部门"
    EXPERT = "expert", "论证专家"
    FILING = "filing", "备案机关"


class Circumstance(Worded):
    """What else must hold for a step (条件)."""

    UNPUBLISHED = "unpublished", "尚未公告"
    PUBLISHED = "published", "已公告"
    BY_AUTHORITY = "by_authority", "由人民政府或地名行政主管部门批准"
    FILING_DUE = "filing_due", "须报送备案"
    FILING_FREE = "filing_free", "由国务院批准、不需备案"


ENDS = frozenset({Stage.CLOSED, Stage.REFUSED, Stage.WITHDRAWN})
"""Stages in which a case is over."""

RESERVING = frozenset({Stage.SUBMITTED, Stage.RETURNED, Stage.ACCEPTED, Stage.REVIEWED})
"""Stages in which the names of a case are held against other cases."""
