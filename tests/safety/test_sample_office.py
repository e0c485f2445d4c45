"""The sample office has somebody for each role, and can be asked for twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.services.opening_samples import open_sample_office
from api.services.person import ROLES
from api.services.refusals import AccountRefused
from api.store.session import Engine, Session, transaction


@pytest.fixture
def db(safe_engine: Engine) -> Iterator[Session]:
    """A session whose accounts are gone after the test."""
    with transaction(safe_engine, actor="test") as session:
        yield session
        session.rollback()


def test_there_is_somebody_for_each_role(db: Session) -> None:
    opened = open_sample_office(db, "500101")
    assert {role for one in opened for role in one.roles} == set(ROLES.values())
    assert all(len(one.password) >= 12 for one in opened)


def test_asked_for_twice_it_leaves_what_is_there(db: Session) -> None:
    first = open_sample_office(db, "500101")
    again = open_sample_office(db, "500101")
    assert [one.login for one in again] == [one.login for one in first]
    assert {one.password for one in again} == {""}


def test_two_counties_share_the_offices_above_them(db: Session) -> None:
    open_sample_office(db, "500101")
    beside = open_sample_office(db, "500102")
    assert {one.organisation[:3] for one in beside if one.password} == {"涪陵区"}
    assert {one.organisation[:3] for one in beside if not one.password} == {"重庆市"}


def test_a_county_that_is_not_there_is_refused(db: Session) -> None:
    with pytest.raises(AccountRefused, match="没有区划代码 990000、990102"):
        open_sample_office(db, "990102")
