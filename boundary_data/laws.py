"""The acts and standards about boundaries, markers, joint inspection and divisions.

`CONFIRMED` clauses rest on a full text that was read; every other one is `ASSUMED`, with
a remark on what was seen. Where only the year of a standard is known, its first day in
force is set to the first of January of that year.
"""

from __future__ import annotations

from datetime import date

from rulebook.law import Clause, Law, Standing

REGULATION = Law("行政区域界线管理条例", "国务院令第353号", date(2002, 7, 1))
JOINT_INSPECTION = Law("省级行政区域界线联合检查实施办法", "民政部令第28号", date(2005, 6, 28))
MARKERS = Law("行政区域界线界桩管理办法", "2008年8月29日印发", date(2008, 8, 29))
SURVEY = Law("行政区域界线测绘规范", "GB/T 17796-2009", date(2009, 1, 1))
PRACTICE = Law(
    "行政区域界线联合检查实施方案（各地做法）", "各省市实施方案与总结", date(2005, 6, 28)
)
DATUM = Law("启用2000国家大地坐标系的公告", "国家测绘局公告2008年第2号", date(2008, 7, 1))

DIVISIONS = Law("行政区划管理条例", "国务院令第704号", date(2019, 1, 1))
DIVISION_CODES = Law("中华人民共和国行政区划代码", "GB/T 2260-2007", date(2007, 1, 1))
TOWN_CODES = Law("县级以下行政区划代码编制规则", "GB/T 10114-2003", date(2003, 1, 1))

_PARTLY_SEEN = "仅见第一条至第六条，须由民政部门核实"
_SECONDARY = "标准正文未见，据测绘考试资料与公开报道整理"
_FROM_PRACTICE = "非法定条文，据各地联检方案、报道与系统字段整理"


def joint_inspection(article: str) -> Clause:
    """Return a clause of the joint-inspection measures; only articles 1 to 6 were seen."""
    return JOINT_INSPECTION.clause(article, Standing.ASSUMED, _PARTLY_SEEN)


def markers(article: str) -> Clause:
    """Return a clause of the marker measures; only articles 1 to 7 were seen."""
    return MARKERS.clause(article, Standing.ASSUMED, "仅见第一条至第七条，须由民政部门核实")


def survey(part: str) -> Clause:
    """Return a part of the boundary survey standard, whose body was not seen."""
    return SURVEY.clause(part, Standing.ASSUMED, _SECONDARY)


def practice(matter: str) -> Clause:
    """Return a matter that rests on the provinces' usual practice, not on an article."""
    return PRACTICE.clause(matter, Standing.ASSUMED, _FROM_PRACTICE)


def datum(matter: str) -> Clause:
    """Return the announcement that puts the CGCS2000 system in use."""
    return DATUM.clause(matter, Standing.ASSUMED, "公告原文未见")
