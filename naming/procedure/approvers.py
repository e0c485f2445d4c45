"""Who approves which names (审批权限), and with whom an approval is filed (备案机关).

《地名管理条例》 articles 12 and 13, 《行政区划管理条例》 articles 7, 9 and 10. Where the law leaves
it to the province or to other rules, the answer is practice and marked assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from naming.laws import ASSUMED, CHONGQING, DECREE, HISTORICAL
from naming.procedure.approval_class import ApprovalClass
from naming.procedure.asking import ASKED_FOR, Asked, Asking
from naming.procedure.laws import DIVISIONS, practice
from naming.procedure.words import CaseKind
from rulebook.law import Clause
from rulebook.worded import Worded


class Approver(Worded):
    """Kinds of organs that approve names (批准机关类型)."""

    STATE_COUNCIL = "state_council", "国务院"
    STATE_DEPARTMENT = "state_department", "国务院有关部门"
    PROVINCE_GOVERNMENT = "province_government", "省级人民政府"
    COUNTY_GOVERNMENT = "county_government", "市、县级人民政府"
    NAME_AUTHORITY = "name_authority", "地名行政主管部门"
    HOUSING_DEPARTMENT = "housing_department", "住房城乡建设主管部门"
    GREEN_DEPARTMENT = "green_department", "园林绿化等主管部门"
    COMPETENT_DEPARTMENT = "competent_department", "其他有关主管部门"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may approve names of a category, and whose opinion is asked before.

    Attributes:
        approvers: Kinds of organs that may approve.
        clause: Under which clause.
        asking: Whose opinion is asked before; None if nobody's.
    """

    approvers: tuple[Approver, ...]
    clause: Clause
    asking: Asking | None = None

    @property
    def asks(self) -> str:
        """Return in Chinese whose opinion is asked; empty if nobody's."""
        return self.asking.of.zh if self.asking else ""


@dataclass(frozen=True, slots=True)
class Filing:
    """With whom an approval is filed (article 13), and to whom the papers go.

    `one_level_up` says that it is the next higher level; else it is the same level. `due` is
    false where nothing is filed: article 13 names no organ above the State Council.
    """

    receiver: str
    papers: str
    one_level_up: bool
    clause: Clause
    due: bool = True


BY_PROVINCE = "由省、自治区、直辖市规定；重庆市规定的条文未见"
BY_OTHERS = "条文规定按照国家有关规定，由何机关批准未见"
GOVERNMENTS = frozenset(
    {Approver.STATE_COUNCIL, Approver.PROVINCE_GOVERNMENT, Approver.COUNTY_GOVERNMENT}
)
PUBLISH_AT_ONCE = GOVERNMENTS | {Approver.NAME_AUTHORITY}
"""Approvers whose approvals are published within days of the approval (article 14)."""
ABOVE_COUNTIES = frozenset(
    {Approver.STATE_COUNCIL, Approver.STATE_DEPARTMENT, Approver.PROVINCE_GOVERNMENT}
)
"""Approvers whose decisions only an organisation of a province writes down."""


_SAID = DECREE.clause("第十二条")
_LEFT = DECREE.clause("第十二条", ASSUMED, BY_PROVINCE)
_OWN = CHONGQING.clause("审批权限", ASSUMED, "条文未见")
_LOCAL = (Approver.COUNTY_GOVERNMENT, Approver.PROVINCE_GOVERNMENT)
_VILLAGES = (Approver.COUNTY_GOVERNMENT, Approver.NAME_AUTHORITY)
_MATRIX: Mapping[ApprovalClass, Authority] = MappingProxyType(
    {
        ApprovalClass.FAMOUS: Authority((Approver.STATE_COUNCIL,), _SAID),
        ApprovalClass.SEA: Authority((Approver.STATE_DEPARTMENT,), _SAID),
        ApprovalClass.NATURAL: Authority(_LOCAL, _LEFT),
        ApprovalClass.DIVISION: Authority((Approver.STATE_COUNCIL,), DIVISIONS.clause("第七条")),
        ApprovalClass.TOWN: Authority((Approver.PROVINCE_GOVERNMENT,), DIVISIONS.clause("第九条")),
        ApprovalClass.SUBDISTRICT: Authority(
            (Approver.PROVINCE_GOVERNMENT, Approver.COUNTY_GOVERNMENT),
            DIVISIONS.clause("第十条", remark="由批准设立该派出机关的人民政府批准"),
        ),
        ApprovalClass.COMMITTEE: Authority(_VILLAGES, _LEFT),
        ApprovalClass.VILLAGE: Authority(_VILLAGES, _OWN),
        ApprovalClass.PARK: Authority(
            (Approver.GREEN_DEPARTMENT, *_LOCAL), DECREE.clause("第十二条", ASSUMED, BY_OTHERS)
        ),
        ApprovalClass.ZONE: Authority((Approver.COMPETENT_DEPARTMENT, *_LOCAL), _OWN),
        ApprovalClass.STREET: Authority(_LOCAL, _SAID),
        ApprovalClass.BUILDING: Authority(
            (Approver.HOUSING_DEPARTMENT,), _SAID, Asking(Asked.NAME_AUTHORITY, _SAID, binding=True)
        ),
        ApprovalClass.FACILITY: Authority(
            (Approver.COMPETENT_DEPARTMENT,),
            _SAID,
            Asking(Asked.LOCAL_GOVERNMENT, _SAID, binding=False),
        ),
        ApprovalClass.OTHER: Authority((Approver.COMPETENT_DEPARTMENT, *_LOCAL), _LEFT),
    }
)
CROSSING = practice("跨区县的地名由共同的上一级机关批准")
"""Where a place lies in several counties, none of them decides alone."""

_LISTING = Authority(
    (Approver.PROVINCE_GOVERNMENT, Approver.COUNTY_GOVERNMENT, Approver.NAME_AUTHORITY),
    HISTORICAL.clause("认定", ASSUMED, "据新闻转述"),
)


def authority_for(sort: ApprovalClass, *, kind: CaseKind) -> Authority:
    """Return who approves a case of `kind` about a place of the class `sort`."""
    return _LISTING if kind is CaseKind.HERITAGE_LISTING else _MATRIX[sort]


def approvers_of(sorts: Iterable[ApprovalClass], *, kind: CaseKind) -> frozenset[Approver]:
    """Return the kinds of organs that may approve all of `sorts` together; may be empty."""
    sets = [frozenset(authority_for(sort, kind=kind).approvers) for sort in sorts]
    return frozenset.intersection(*sets) if sets else frozenset()


def may_decide_across(approver: Approver, *, level: str) -> bool:
    """Tell whether an organ may decide about what lies in several counties.

    `level` is that of the organisation that writes the decision down.
    """
    if approver in ABOVE_COUNTIES:
        return True
    if approver is Approver.COUNTY_GOVERNMENT:
        return level == "prefecture"
    return level in ("nation", "province", "prefecture")


def askings_of(sorts: Iterable[ApprovalClass], *, kind: CaseKind) -> tuple[Asking, ...]:
    """Return whose opinions an approval of all of `sorts` together needs, each once."""
    if kind not in ASKED_FOR:
        return ()
    found = (authority_for(sort, kind=kind).asking for sort in sorts)
    return tuple(dict.fromkeys(one for one in found if one is not None))


_FILED = DECREE.clause("第十三条")
_FILINGS: Mapping[Approver, Filing] = MappingProxyType(
    {
        Approver.STATE_COUNCIL: Filing("（不需备案）", "", False, _FILED, due=False),
        Approver.STATE_DEPARTMENT: Filing("国务院", "民政部", True, _FILED),
        Approver.PROVINCE_GOVERNMENT: Filing("国务院", "民政部", True, _FILED),
        Approver.COUNTY_GOVERNMENT: Filing(
            "上一级人民政府", "上一级人民政府地名行政主管部门", True, _FILED
        ),
        Approver.NAME_AUTHORITY: Filing(
            "上一级地名行政主管部门", "上一级地名行政主管部门", True, _FILED
        ),
    }
)
_SAME_LEVEL = Filing("同级地名行政主管部门", "同级地名行政主管部门", False, _FILED)


def filing_for(approver: Approver) -> Filing:
    """Return with whom an approval by `approver` is filed, and where the papers go."""
    return _FILINGS.get(approver, _SAME_LEVEL)
