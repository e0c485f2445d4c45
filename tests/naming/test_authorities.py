"""The matrices of articles 12 and 13, written out by hand: class by class, organ by organ."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from naming.place_kind import PlaceKind, type_words
from naming.procedure.approval_class import ApprovalClass, class_of
from naming.procedure.approvers import (
    PUBLISH_AT_ONCE,
    Approver,
    approvers_of,
    authority_for,
    filing_for,
)
from naming.procedure.deadlines import Days, Duty, deadlines_of, procedure_parameters
from naming.procedure.words import CaseKind, Stage
from rulebook.law import Standing

# place type as an office writes it, name, whether famous or at the border; who approves;
# whose opinion comes before; whether the text itself says so
APPROVED_BY = [
    ("山峰", "缙云山", True, {"state_council"}, "", True),
    ("自然村", "某边境村寨", True, {"state_council"}, "", True),
    ("海域", "某海湾", False, {"state_department"}, "", True),
    ("无居民海岛", "某岛", False, {"state_department"}, "", True),
    ("山峰", "石坡山", False, {"county_government", "province_government"}, "", False),
    ("县", "綦江区", False, {"state_council"}, "", True),
    ("镇", "分水镇", False, {"province_government"}, "", True),
    ("民族乡", "恒合土家族乡", False, {"province_government"}, "", True),
    ("乡镇街道", "高峰镇", False, {"province_government"}, "", True),
    ("街道", "高笋塘街道", False, {"county_government", "province_government"}, "", True),
    ("乡镇街道", "太白街道", False, {"county_government", "province_government"}, "", True),
    ("村", "石坡村", False, {"county_government", "name_authority"}, "", False),
    ("集镇", "周口店", False, {"county_government", "name_authority"}, "", False),
    (
        *("公园", "石坡公园", False),
        {"green_department", "county_government", "province_government"},
        *("", False),
    ),
    (
        *("园区", "同兴工业园", False),
        {"competent_department", "county_government", "province_government"},
        *("", False),
    ),
    ("道路", "石坡路", False, {"county_government", "province_government"}, "", True),
    ("住宅区", "春莱花园", False, {"housing_department"}, "同级地名行政主管部门", True),
    (
        *("桥梁", "安宁大桥", False),
        {"competent_department"},
        *("有关县级以上地方人民政府", True),
    ),
    (
        *("其他地理实体", "石坡寺", False),
        {"competent_department", "county_government", "province_government"},
        *("", False),
    ),
]


@pytest.mark.parametrize(("word", "name", "famous", "approvers", "asks", "said"), APPROVED_BY)
@pytest.mark.parametrize("kind", [CaseKind.NAMING, CaseKind.RENAMING, CaseKind.RETIREMENT])
def test_the_matrix_of_article_12(
    word: str, name: str, famous: bool, approvers: set[str], asks: str, said: bool, kind: CaseKind
) -> None:
    place = {w: k for k, w in type_words()}[word]
    sort = class_of(place, place_type=word, name=name, famous=famous)
    found = authority_for(sort, kind=kind)
    assert (set(found.approvers), found.asks) == (approvers, asks)
    assert (found.clause.standing is Standing.CONFIRMED) is said
    assert sort.place is place or famous


def test_every_class_of_the_matrix_is_tried_above() -> None:
    words = {w: k for k, w in type_words()}
    tried = {class_of(words[w], place_type=w, name=n, famous=f) for w, n, f, *_ in APPROVED_BY}
    assert tried == set(ApprovalClass)


@pytest.mark.parametrize("place", list(PlaceKind))
def test_every_kind_of_place_has_a_class_that_is_its_own(place: PlaceKind) -> None:
    assert class_of(place).place is place


# who approved; filed with; papers to; days of the announcement run from; filed at all
FILED_WITH = [
    ("state_council", "（不需备案）", "", "approval", False),
    ("state_department", "国务院", "民政部", "filing", True),
    ("province_government", "国务院", "民政部", "approval", True),
    ("county_government", "上一级人民政府", "上一级人民政府地名行政主管部门", "approval", True),
    ("name_authority", "上一级地名行政主管部门", "上一级地名行政主管部门", "approval", True),
    ("housing_department", "同级地名行政主管部门", "同级地名行政主管部门", "filing", True),
    ("green_department", "同级地名行政主管部门", "同级地名行政主管部门", "filing", True),
    ("competent_department", "同级地名行政主管部门", "同级地名行政主管部门", "filing", True),
]
APPROVED = date(2026, 11, 2)


@pytest.mark.parametrize(("approver", "receiver", "papers", "since", "filed"), FILED_WITH)
def test_the_matrix_of_article_13_and_the_days_of_13_and_14(
    approver: str, receiver: str, papers: str, since: str, filed: bool
) -> None:
    organ = Approver(approver)
    found = filing_for(organ)
    assert (found.receiver, found.papers, found.due) == (receiver, papers, filed)
    assert found.one_level_up is (organ not in SAME_LEVEL and filed)
    days = Days(
        Stage.APPROVED,
        approved_on=APPROVED,
        publishes_from_approval=organ in PUBLISH_AT_ONCE,
        needs_filing=found.due,
    )
    due = {d.duty: d.due for d in deadlines_of(days, APPROVED, procedure_parameters())}
    fifteen = APPROVED + timedelta(15)
    assert due.get(Duty.FILE) == (fifteen if filed else None)
    assert due.get(Duty.PUBLISH) == (fifteen if since == "approval" else None)


SAME_LEVEL = {
    Approver.HOUSING_DEPARTMENT,
    Approver.GREEN_DEPARTMENT,
    Approver.COMPETENT_DEPARTMENT,
}


def test_every_organ_is_tried_above() -> None:
    assert [row[0] for row in FILED_WITH] == [one.value for one in Approver]


def test_streets_and_estates_have_no_approver_in_common() -> None:
    both = [ApprovalClass.STREET, ApprovalClass.BUILDING]
    assert approvers_of(both, kind=CaseKind.NAMING) == frozenset()


def test_a_town_and_a_subdistrict_are_both_the_provinces() -> None:
    both = [ApprovalClass.TOWN, ApprovalClass.SUBDISTRICT]
    assert approvers_of(both, kind=CaseKind.NAMING) == {Approver.PROVINCE_GOVERNMENT}
