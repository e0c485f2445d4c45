"""The acts about procedure that `naming.laws` does not need for words."""

from __future__ import annotations

from datetime import date

from rulebook.law import Clause, Law, Standing

ANNOUNCEMENTS = Law("地名备案公告管理办法（试行）", "民政部2023年6月13日", date(2023, 6, 13))
COMMITTEES = Law("村民委员会组织法", "主席令第21号", date(2018, 12, 29))
DIVISIONS = Law("行政区划管理条例", "国务院令第704号", date(2019, 1, 1))
OFFICE = Law("地名办理惯例（非法规条文）", "待主管部门确认", date(2022, 5, 1))


def practice(what: str) -> Clause:
    """Return the clause for what no text seen says, but the office's work needs."""
    return OFFICE.clause(what, Standing.ASSUMED, "法规文本未见规定，按办理需要设定，待确认")
