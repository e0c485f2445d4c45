"""The life of a record (联检记录) as a table: written, submitted, confirmed, reported, filed."""

from __future__ import annotations

from collections.abc import Sequence

from boundary_data import laws
from boundary_data.line import KnownLine, LineLevel, belongs, level_between, stem
from boundary_data.worded import Worded
from rulebook.procedure import Step

SIDE = "参加方"
SUBMITTER = "提交方"
OTHER = "另一方"
LEAD = "牵头方"
FILING_AUTHORITY = "备案机关"
NATION = "100000"
"""The code that the nation's organs act under."""


class RecordStage(Worded):
    """How far a record has come."""

    DRAFTED = "drafted", "起草"
    SUBMITTED = "submitted", "一方已提交"
    CONFIRMED = "confirmed", "双方已确认"
    REPORTED = "reported", "已联合上报"
    FILED = "filed", "已备案"


class RecordVerb(Worded):
    """What can be done with a record."""

    SUBMIT = "submit", "提交"
    WITHDRAW = "withdraw", "撤回"
    CONFIRM = "confirm", "确认"
    RETURN = "return", "退回"
    REPORT = "report", "联合上报"
    SEND_BACK = "send_back", "退回补正"
    FILE = "file", "备案"
    MEND = "mend", "改正坐标"


def _step(verb: RecordVerb, start: RecordStage, end: RecordStage, by: str, article: str) -> Step:
    source = laws.REGULATION.clause(article) if article else laws.practice("会签与备案")
    return Step(verb.zh, start.zh, end.zh, by, source)


STEPS = (
    _step(RecordVerb.SUBMIT, RecordStage.DRAFTED, RecordStage.SUBMITTED, SIDE, ""),
    _step(RecordVerb.MEND, RecordStage.DRAFTED, RecordStage.DRAFTED, SIDE, ""),
    _step(RecordVerb.WITHDRAW, RecordStage.SUBMITTED, RecordStage.DRAFTED, SUBMITTER, ""),
    _step(RecordVerb.RETURN, RecordStage.SUBMITTED, RecordStage.DRAFTED, OTHER, ""),
    _step(RecordVerb.CONFIRM, RecordStage.SUBMITTED, RecordStage.CONFIRMED, OTHER, "第十二条"),
    _step(RecordVerb.RETURN, RecordStage.CONFIRMED, RecordStage.DRAFTED, SIDE, ""),
    _step(RecordVerb.REPORT, RecordStage.CONFIRMED, RecordStage.REPORTED, LEAD, "第十二条"),
    _step(RecordVerb.SEND_BACK, RecordStage.REPORTED, RecordStage.DRAFTED, FILING_AUTHORITY, ""),
    _step(RecordVerb.FILE, RecordStage.REPORTED, RecordStage.FILED, FILING_AUTHORITY, "第十二条"),
)

JUDGED = frozenset({RecordVerb.SUBMIT, RecordVerb.CONFIRM, RecordVerb.REPORT, RecordVerb.FILE})
"""Before these the record is checked again; a refused one goes no further."""


def filing_code(sides: Sequence[str], level: LineLevel | None = None) -> str:
    """Return the code of the division whose organs file records of a line between `sides`.

    That is where the line was approved: the nation for lines between provinces, else the
    province (行政区域界线管理条例 article 12; 行政区域边界争议处理条例 article 16).
    """
    if (level or level_between(tuple(sides))) is LineLevel.PROVINCE or not sides:
        return NATION
    return f"{stem(sides[0])[:2]}0000"


def roles_of(
    code: str, line: KnownLine, *, lead: str | None, submitter: str | None
) -> frozenset[str]:
    """Return the roles that the organs of the division `code` have in a record of `line`.

    Args:
        code: Division code of the one who acts.
        line: The line, with the codes of its sides.
        lead: Code of the leading side; None lets either side lead.
        submitter: Code of the side that submitted the record, if one did.
    """
    roles = set()
    side = line.side_of(code)
    if side is not None:
        roles.add(SIDE)
        if lead is None or belongs(code, lead) or belongs(lead, code):
            roles.add(LEAD)
        if submitter is not None:
            roles.add(SUBMITTER if side == line.side_of(submitter) else OTHER)
    if stem(code) == stem(filing_code(line.sides, line.level)):
        roles.add(FILING_AUTHORITY)
    return frozenset(roles)
