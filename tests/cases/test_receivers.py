"""An approval is filed with an organ that has a name (备案机关, 地名管理条例 article 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from api.services.cases.receiving import receiver_of
from api.store.queries.cases.keeping import KeptCase, case_of, division_coded
from api.store.session import Engine, Session
from naming.procedure.approvers import Approver
from tests.cases.office import Office, naming

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def case(office: Office, cases_engine: Engine) -> KeptCase:
    id = office.draft("town", naming("绯岚坡路")).json()["id"]
    with Session(cases_engine) as db:
        found = case_of(db, UUID(id))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("approver", "by", "receiver", "papers"),
    [
        (Approver.STATE_COUNCIL, "city", "（不需备案）", ""),
        (Approver.STATE_DEPARTMENT, "city", "国务院", "民政部"),
        (Approver.PROVINCE_GOVERNMENT, "city", "国务院", "民政部"),
        (Approver.COUNTY_GOVERNMENT, "clerk", "重庆市人民政府", "重庆市民政局甲"),
        (Approver.NAME_AUTHORITY, "clerk", "重庆市民政局甲", "重庆市民政局甲"),
        (Approver.NAME_AUTHORITY, "city", "民政部", "民政部"),
        (Approver.HOUSING_DEPARTMENT, "housing", "万州区民政局甲", "万州区民政局甲"),
        (Approver.HOUSING_DEPARTMENT, "city", "重庆市民政局甲", "重庆市民政局甲"),
    ],
)
def test_an_approval_is_filed_with_the_organ_that_the_law_means(
    office: Office,
    cases_engine: Engine,
    case: KeptCase,
    approver: Approver,
    by: str,
    receiver: str,
    papers: str,
) -> None:
    approved = replace(
        case, approver_type=approver.value, approving_organisation_id=office.organisations[by]
    )
    with Session(cases_engine) as db:
        found = receiver_of(db, approved, DAY)
    assert found is not None
    assert (found.receiver, found.papers) == (receiver, papers)


def test_a_county_without_a_bureau_here_has_one_by_its_name(
    cases_engine: Engine, case: KeptCase
) -> None:
    with Session(cases_engine) as db:
        county = division_coded(db, "500229", DAY)
        assert county is not None
        elsewhere = replace(case, approver_type="green_department", county_id=county[0])
        found = receiver_of(db, replace(elsewhere, county=county[1]), DAY)
    assert found is not None
    assert found.receiver == "城口县民政局"


def test_nothing_is_filed_before_it_is_approved(cases_engine: Engine, case: KeptCase) -> None:
    with Session(cases_engine) as db:
        assert receiver_of(db, case, DAY) is None
