"""The journal and the data tell the same story, and where they do not it is found."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.store.queries.agreement import disagreements
from api.store.session import Engine, Session
from tests.cases.office import Office, naming


@pytest.fixture(scope="module")
def approved(office: Office) -> str:
    id = str(uuid4())
    assert office.draft("town", naming("霞映坡路"), id).status_code in (200, 201)
    office.to(id, "approved")
    return id


@pytest.fixture
def db(cases_engine: Engine) -> Iterator[Session]:
    """A session whose tampering is taken back."""
    with Session(cases_engine) as session:
        yield session
        session.rollback()


def test_after_honest_work_they_agree(db: Session, approved: str) -> None:
    assert disagreements(db) == []


def test_a_step_put_in_past_the_application_is_found(db: Session, approved: str) -> None:
    db.execute(
        text(
            'INSERT INTO case_step (case_id, verb, start, "end", part, account_id, person,'
            " organisation, taken_on) SELECT case_id, 'review', start, \"end\", part, account_id,"
            " person, organisation, taken_on FROM case_step"
            " WHERE case_id = :case AND verb = 'approve'"
        ),
        {"case": approved},
    )
    found = [d.said for d in disagreements(db) if d.subject_id == approved]
    assert found == ["“review”在数据中有 2 次，在日志中有 1 次"]


def test_a_stage_set_by_hand_is_found(db: Session, approved: str) -> None:
    db.execute(text("UPDATE naming_case SET stage = 'closed' WHERE id = :case"), {"case": approved})
    found = [d.said for d in disagreements(db) if d.subject_id == approved]
    assert found == ["办件处于“closed”，最后一步却到“approved”"]


NAME = "(SELECT approved_name_id FROM case_item WHERE case_id = :case)"
PAST_THE_APPLICATION = {
    "a name in the register": (
        f"UPDATE place_name SET romanization = 'X' WHERE id = {NAME}",
        "现状与最后一次变更所记不同：有人绕过程序改动了登记",
    ),
    "its record": (
        f"UPDATE name_record SET fields = '{{}}' WHERE place_name_id = {NAME}",
        "现状与最后一次变更所记不同：有人绕过程序改动了登记",
    ),
    "what a version says": (
        f"UPDATE name_version SET after = after - 'name' WHERE place_name_id = {NAME}",
        "第 1 次变更与日志所记不同",
    ),
    "who made a version": (
        f"UPDATE name_version SET actor = 'user:x' WHERE place_name_id = {NAME}",
        "第 1 次变更与日志所记不同",
    ),
    "a version is gone": (
        f"DELETE FROM name_version WHERE place_name_id = {NAME}",
        "地名有 1 次变更，记下了 0 次",
    ),
}


@pytest.mark.parametrize(
    ("attack", "said"), PAST_THE_APPLICATION.values(), ids=PAST_THE_APPLICATION
)
def test_what_was_altered_past_the_application_is_found(
    db: Session, approved: str, attack: str, said: str
) -> None:
    db.execute(text("SET LOCAL session_replication_role = replica"))
    db.execute(text(attack), {"case": approved})
    assert said in [d.said for d in disagreements(db)]
