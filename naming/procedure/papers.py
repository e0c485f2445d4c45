"""The papers of a case (材料): what each must contain, and which step needs which.

《地名管理条例》 article 11, 实施办法 articles 5 and 6, 备案公告管理办法. Which reports names
other than divisions' need, the law leaves to their weight (article 11): the table is practice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from naming.laws import ASSUMED, CHONGQING_RULES, DECREE, HISTORICAL, MEASURES
from naming.place_kind import PlaceKind
from naming.procedure.laws import practice
from naming.procedure.words import CaseKind, Verb
from rulebook.law import Clause
from rulebook.worded import Worded


class Paper(Worded):
    """Kinds of papers (材料类型)."""

    APPLICATION = "application", "申请书"
    LOCATION_MAP = "location_map", "位置图"
    RISK = "risk_assessment", "风险评估报告"
    ASSESSMENT = "comprehensive_assessment", "综合评估报告"
    ARGUMENT = "expert_argument", "专家论证报告"
    CONSULTATION = "consultation_report", "征求意见报告"
    OPINION = "department_opinion", "部门意见"
    MINUTES = "meeting_minutes", "联席会议纪要"
    MAJOR_MATTER = "major_matter_report", "重大事项报告"
    MEASURES = "protection_measures", "历史地名保护措施"
    PROJECT = "project_approval", "一并批准的项目文件"
    EVIDENCE = "evidence", "证明材料"
    REPLY = "approval_reply", "批复"
    FILING_REPORT = "filing_report", "备案报告"
    FILING_FORM = "filing_form", "备案登记表"
    FILING_RECEIPT = "filing_receipt", "备案回执"
    OTHER = "other", "其他材料"


Headings = Mapping[str, str]
"""Key of a heading and its Chinese words."""

HEADINGS: Mapping[Paper, Headings] = MappingProxyType(
    {
        Paper.ASSESSMENT: MappingProxyType(
            {
                "legality": "合法性",
                "feasibility": "可行性",
                "controllability": "可控性",
                "social_impact": "社会影响",
                "risks": "风险",
                "countermeasures": "应对措施",
            }
        ),
        Paper.ARGUMENT: MappingProxyType(
            {
                "necessity": "必要性",
                "scientific": "科学性",
                "reasonable": "合理性",
                "risks": "风险",
                "advice": "对方案和实施的建议",
            }
        ),
        Paper.CONSULTATION: MappingProxyType(
            {
                "process": "征求意见的过程",
                "scope": "征求意见的范围",
                "opinions": "主要意见",
                "handling": "意见采纳情况",
            }
        ),
        Paper.RISK: MappingProxyType(
            {"risks": "风险点", "level": "风险等级", "countermeasures": "防范和化解措施"}
        ),
        Paper.MINUTES: MappingProxyType({"attendance": "参加单位", "conclusion": "议定事项"}),
        Paper.PROJECT: MappingProxyType(
            {"scheme": "命名、更名的方案及理由", "entity": "地理实体的位置、规模、性质"}
        ),
        Paper.MEASURES: MappingProxyType({"measures": "保护措施", "responsible": "责任单位"}),
        Paper.FILING_REPORT: MappingProxyType({"summary": "备案事项"}),
        Paper.MAJOR_MATTER: MappingProxyType({"matter": "报告事项"}),
    }
)
"""What a paper must say under which headings (实施办法 article 5); none for the others."""

NUMBERED = frozenset({Paper.MAJOR_MATTER, Paper.REPLY, Paper.MEASURES, Paper.PROJECT})
"""Papers that have a number and a day of issue."""

ASSESSED = frozenset({Paper.RISK, Paper.ASSESSMENT, Paper.ARGUMENT, Paper.CONSULTATION})
"""Papers that somebody may have been charged to write (第三方评估)."""


class Circumstance(Worded):
    """What may hold for a case so that it needs more papers (情形)."""

    ALWAYS = "always", "一律"
    MAJOR = "major", "重大事项"
    LISTED = "listed", "涉及保护名录中的地名"
    WITH_PROJECT = "with_project", "与其他事项一并批准"
    MEETING = "meeting", "经联席会议议定"


@dataclass(frozen=True, slots=True)
class Demand:
    """One row of the table of papers: which step of which case needs which paper.

    `binding` says that the step is stopped without it; else it is only reminded of.
    """

    paper: Paper
    before: Verb
    kinds: frozenset[CaseKind]
    places: frozenset[PlaceKind]
    clause: Clause
    when: Circumstance = Circumstance.ALWAYS
    binding: bool = True


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper in the file of a case: its kind, its text by headings, number, day of issue."""

    paper: Paper
    fields: Mapping[str, str]
    number: str = ""
    issued_on: date | None = None
    files: int = 0
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a file lacks: the paper, what of it, under which clause, in Chinese.

    `binding` gaps stop the step.
    """

    paper: Paper
    message: str
    clause: Clause
    binding: bool = True


GOVERNMENT = "人民政府"
EVERY = frozenset(PlaceKind)
DIVISIONS = frozenset({PlaceKind.DIVISION, PlaceKind.TOWNSHIP})
PUBLIC = frozenset({PlaceKind.COMMITTEE, PlaceKind.VILLAGE, PlaceKind.STREET, PlaceKind.PARK})
APPLIED = frozenset({CaseKind.NAMING, CaseKind.RENAMING, CaseKind.RETIREMENT})
CHANGED = frozenset({CaseKind.RENAMING, CaseKind.RETIREMENT})
CONTENTS = MEASURES.clause("第五条", ASSUMED, "只见条文开头，要点据转述")
AS_NEEDED = DECREE.clause(
    "第十一条", ASSUMED, "条文规定按社会影响、专业技术性和与群众关系确定；分类为办理需要"
)
DIVISION_REPORTS = DECREE.clause("第十一条")
FILES = MEASURES.clause("第六条", ASSUMED, "只见条文开头，材料据备案公告管理办法转述")
BANNED = DECREE.clause("第三十九条")
BY_GOVERNMENT = DECREE.clause("第二十五条")


def _reports(places: frozenset[PlaceKind], clause: Clause, *papers: Paper) -> tuple[Demand, ...]:
    return tuple(Demand(paper, Verb.REVIEW, APPLIED, places, clause) for paper in papers)


DEMANDS = (
    *_reports(DIVISIONS, DIVISION_REPORTS, Paper.RISK, Paper.ARGUMENT, Paper.CONSULTATION),
    *(
        Demand(paper, Verb.REVIEW, CHANGED, EVERY - DIVISIONS, AS_NEEDED)
        for paper in (Paper.ASSESSMENT, Paper.ARGUMENT, Paper.CONSULTATION)
    ),
    Demand(
        Paper.CONSULTATION,
        Verb.REVIEW,
        frozenset({CaseKind.NAMING}),
        PUBLIC,
        AS_NEEDED,
        binding=False,
    ),
    Demand(
        Paper.ASSESSMENT,
        Verb.REVIEW,
        frozenset({CaseKind.NAMING}),
        EVERY - DIVISIONS - PUBLIC,
        AS_NEEDED,
        binding=False,
    ),
    Demand(
        Paper.PROJECT,
        Verb.SUBMIT,
        APPLIED,
        EVERY,
        MEASURES.clause("第五条第二款", ASSUMED, "只见条文开头"),
        Circumstance.WITH_PROJECT,
    ),
    Demand(
        Paper.MAJOR_MATTER,
        Verb.APPROVE,
        APPLIED,
        EVERY,
        DECREE.clause("第四条"),
        Circumstance.MAJOR,
    ),
    Demand(
        Paper.MEASURES,
        Verb.APPROVE,
        CHANGED,
        EVERY,
        DECREE.clause("第二十五条"),
        Circumstance.LISTED,
    ),
    Demand(
        Paper.MINUTES,
        Verb.APPROVE,
        APPLIED,
        EVERY,
        CHONGQING_RULES.clause("联席会议", ASSUMED, "条文未见"),
        Circumstance.MEETING,
    ),
    Demand(
        Paper.EVIDENCE,
        Verb.SUBMIT,
        frozenset({CaseKind.CORRECTION}),
        EVERY,
        practice("更正须附依据"),
    ),
    Demand(
        Paper.EVIDENCE,
        Verb.SUBMIT,
        frozenset({CaseKind.HERITAGE_LISTING}),
        EVERY,
        HISTORICAL.clause("鉴定考虑", ASSUMED, "据新闻转述"),
    ),
    Demand(
        Paper.CONSULTATION,
        Verb.REVIEW,
        frozenset({CaseKind.HERITAGE_LISTING}),
        EVERY,
        HISTORICAL.clause("鉴定程序", ASSUMED, "据新闻转述"),
    ),
    *(
        Demand(paper, Verb.REPORT, APPLIED, EVERY, FILES)
        for paper in (Paper.FILING_REPORT, Paper.REPLY, Paper.APPLICATION)
    ),
    *(
        Demand(paper, Verb.SUBMIT, frozenset({CaseKind.FILING_RECEIVED}), EVERY, FILES)
        for paper in (Paper.FILING_REPORT, Paper.REPLY, Paper.APPLICATION)
    ),
)
"""Which step needs which papers, case by case."""


def demands_of(
    kind: CaseKind, places: Iterable[PlaceKind], circumstances: Iterable[Circumstance] = ()
) -> tuple[Demand, ...]:
    """Return the papers that a case of `kind` about `places` needs, step by step."""
    held, about = {Circumstance.ALWAYS, *circumstances}, set(places)
    return tuple(d for d in DEMANDS if kind in d.kinds and d.places & about and d.when in held)


def gaps_in(held: HeldPaper) -> Iterator[Gap]:
    """Yield what a paper itself lacks: headings without text, its number, its day."""
    for key, words in HEADINGS.get(held.paper, {}).items():
        if not held.fields.get(key, "").strip():
            yield Gap(held.paper, f"{held.paper.zh}缺少“{words}”", CONTENTS)
    if held.paper in NUMBERED:
        if not held.number.strip():
            yield Gap(held.paper, f"{held.paper.zh}没有文号", CONTENTS)
        if held.issued_on is None:
            yield Gap(held.paper, f"{held.paper.zh}没有成文日期", CONTENTS)
    if held.paper is Paper.MEASURES and held.issuer and GOVERNMENT not in held.issuer:
        said = f"保护措施由县级以上人民政府制定，成文单位是“{held.issuer}”"
        yield Gap(held.paper, said, BY_GOVERNMENT, binding=False)


def gaps_before(
    verb: Verb,
    demands: Iterable[Demand],
    papers: Iterable[HeldPaper],
    *,
    on: date,
    banned: Collection[str] = (),
) -> tuple[Gap, ...]:
    """Return what the file of a case lacks for the step `verb` on the day `on`.

    A paper that is there but incomplete is a gap of its own. Measures for a listed name have to
    be dated before the day (《地名管理条例》 article 25). A report by someone `banned` from
    assessing is told of, not refused.
    """
    held = list(papers)
    found: list[Gap] = []
    for demand in demands:
        if demand.before is not verb:
            continue
        mine = [one for one in held if one.paper is demand.paper]
        if not mine:
            said = f"缺少{demand.paper.zh}"
            found.append(Gap(demand.paper, said, demand.clause, demand.binding))
        elif all(any(gap.binding for gap in gaps_in(one)) for one in mine):
            found += gaps_in(mine[-1])
        elif demand.paper is Paper.MEASURES and not any(_dated_before(one, on) for one in mine):
            said = "保护措施的成文日期应早于批准之日"
            found.append(Gap(demand.paper, said, demand.clause))
        found += (gap for one in mine for gap in _written_by(one, banned))
    return tuple(found)


def _written_by(paper: HeldPaper, banned: Collection[str]) -> Iterator[Gap]:
    if paper.paper in ASSESSED and paper.issuer.strip() in banned:
        said = f"{paper.paper.zh}的成文单位“{paper.issuer}”在禁止从事地名评估的期间内"
        yield Gap(paper.paper, said, BANNED, binding=False)


def _dated_before(paper: HeldPaper, on: date) -> bool:
    return paper.issued_on is not None and paper.issued_on < on
