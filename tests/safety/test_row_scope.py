"""The database shows each office its own rows, even if a route forgot to ask."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.store.session import Engine, Session, transaction
from api.store.standing import VISITOR, Standing
from api.store.transactions import OutsideScope, writing
from boundary_data.inspection_schema import example
from tests.safety.conftest import Crowd

# the same in every worker: they are part of the names of tests
RECORD, TASK, CASE, PAPER, PHOTO = (str(UUID(int=number)) for number in range(1, 6))
ROWS = """
INSERT INTO inspection_task (id, line_id, kind, lead_division_id, assist_division_id, due_on)
SELECT :task, id, 'ad_hoc', left_division_id, right_division_id, '2030-01-01'
FROM boundary_line WHERE code = '500101-500235';
INSERT INTO inspection_record (id, line_id, task_id)
SELECT :record, id, :task FROM boundary_line WHERE code = '500101-500235';
INSERT INTO inspection_revision (record_id, revision, body, verdict, report, written_by)
VALUES (:record, 1, CAST(:body AS jsonb), 'pass', CAST(:report AS jsonb), '甲');
INSERT INTO inspection_step (record_id, verb, start, "end", revision, person, division_code)
VALUES (:record, 'submit', 'drafted', 'submitted', 1, '甲', '500101');
INSERT INTO inspection_photo (id, record_id, file, size) VALUES (:photo, :record, '1.jpg', 3);
INSERT INTO inspection_photo_part (photo_id, start, content) VALUES (:photo, 0, '\\x616263');
INSERT INTO naming_case (id, number, kind, stage, title, code_sha256, created_by, applicant,
                         county_id, province_id, contact)
SELECT :case, 'TEST-1', 'naming', 'submitted', '测试', sha256('code'), 999999, '某公司',
       c.division_id, diming_ancestor(c.division_id, 1, current_date), '13800000000'
FROM division_code c WHERE c.code = '500101' AND upper_inf(c.recorded) LIMIT 1;
INSERT INTO case_item (case_id, row, name) VALUES (:case, 1, '新路');
INSERT INTO case_step (case_id, verb, start, "end", part, account_id, person, organisation,
                       taken_on)
VALUES (:case, 'submit', 'drafted', 'submitted', 'applicant', 999999, '某', '某公司', '2026-11-01');
INSERT INTO case_document (id, case_id, paper, title, written_by, written_by_name)
VALUES (:paper, :case, 'application', '申请书', 999999, '某');
"""
OF_WANZHOU = (
    "inspection_task",
    "inspection_record",
    "inspection_revision",
    "inspection_step",
    "inspection_photo",
    "inspection_photo_part",
    "naming_case",
    "case_item",
    "case_step",
    "case_document",
)
HELD = {
    *OF_WANZHOU,
    "account",
    "membership",
    "journal",
    "inspection_round",
    "line_document",
    "case_document_file",
    "case_opinion",
    "check_report",
    "case_release",
    "filing",
    "consultation",
    "consultation_comment",
    "announcement",
}


@pytest.fixture(scope="module")
def standings(safe_engine: Engine, crowd: Crowd) -> dict[str, Standing]:
    """How the bureaus stand, with rows in 万州 that the others have nothing to do with."""
    told = {"task": TASK, "record": RECORD, "photo": PHOTO, "case": CASE, "paper": PAPER}
    told["body"] = json.dumps(example())
    told["report"] = json.dumps({"catalogue": "1", "parameters": "1", "findings": []})
    with transaction(safe_engine, actor="test") as db:
        for statement in ROWS.split(";\n"):
            if statement.strip():
                used = {name: value for name, value in told.items() if f":{name}" in statement}
                db.execute(text(statement), used)
    found = {"visitor": VISITOR}
    with Session(safe_engine) as db:
        rows = db.execute(
            text(
                "SELECT split_part(a.login, '.', 1), a.id, m.organisation_id,"
                " array_agg(j.division_id) FROM account a JOIN membership m ON m.account_id = a.id"
                " JOIN organisation_jurisdiction j ON j.organisation_id = m.organisation_id"
                " WHERE a.login LIKE '%.boundary_inspector' GROUP BY 1, 2, 3"
            )
        )
        for short, account, organisation, divisions in rows:
            roles = frozenset({"boundary_inspector", "clerk"})
            found[short] = Standing(account, organisation, roles, tuple(divisions))
    return found


def _seen(engine: Engine, standing: Standing, table: str) -> int:
    with transaction(engine, actor="test", standing=standing) as db:
        return int(db.execute(text('SELECT count(*) FROM "' + table + '"')).scalar_one())


@pytest.mark.parametrize("table", OF_WANZHOU)
@pytest.mark.parametrize(
    ("who", "sees"), [("wz", True), ("cq", True), ("ba", False), ("visitor", False)]
)
def test_an_office_sees_its_own_rows(
    safe_engine: Engine, standings: dict[str, Standing], table: str, who: str, sees: bool
) -> None:
    assert (_seen(safe_engine, standings[who], table) > 0) is sees


@pytest.mark.parametrize("table", OF_WANZHOU)
def test_nobody_changes_rows_of_another_office(
    safe_engine: Engine, standings: dict[str, Standing], table: str
) -> None:
    with transaction(safe_engine, actor="test", standing=standings["ba"]) as db:
        changed = db.execute(text('DELETE FROM "' + table + '" RETURNING 1')).all()
    assert changed == []


def test_nobody_takes_a_step_for_the_other_side(
    safe_engine: Engine, standings: dict[str, Standing]
) -> None:
    step = (
        'INSERT INTO inspection_step (record_id, verb, start, "end", revision, person,'
        " division_code) VALUES (:record, 'confirm', 'submitted', 'confirmed', 1, '甲', '500235')"
    )
    with (
        pytest.raises(OutsideScope),
        writing(safe_engine, actor="test", request_id="", standing=standings["wz"]) as db,
    ):
        db.execute(text(step), {"record": RECORD})


def test_whoever_has_the_code_sees_that_case_only(
    safe_engine: Engine, standings: dict[str, Standing]
) -> None:
    seen = "SELECT count(*) FROM naming_case"
    with transaction(safe_engine, actor="test", standing=VISITOR) as db:
        db.execute(
            text("SELECT set_config('diming.case_code', encode(sha256('code'), 'hex'), true)")
        )
        assert db.execute(text(seen)).scalar_one() == 1
        db.execute(
            text("SELECT set_config('diming.case_code', encode(sha256('guess'), 'hex'), true)")
        )
        assert db.execute(text(seen)).scalar_one() == 0


def test_these_tables_are_held(safe_engine: Engine) -> None:
    with Session(safe_engine) as db:
        held = set(
            db.execute(
                text("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
            ).scalars()
        )
    assert held >= HELD


def test_the_door_cannot_put_the_policies_away(
    safe_engine: Engine, standings: dict[str, Standing]
) -> None:
    for attempt in ("ALTER TABLE naming_case DISABLE ROW LEVEL SECURITY", "TRUNCATE case_step"):
        with (
            pytest.raises(OutsideScope),
            writing(safe_engine, actor="test", request_id="", standing=standings["wz"]) as db,
        ):
            db.execute(text(attempt))


@pytest.mark.usefixtures("standings")
@pytest.mark.parametrize("address", [f"/inspection-records/{RECORD}", f"/cases/{CASE}"])
@pytest.mark.parametrize(("who", "status"), [("wz", 200), ("cq", 200), ("ba", 404), ("", 401)])
def test_the_interface_shows_each_office_its_own(
    client: TestClient, crowd: Crowd, address: str, who: str, status: int
) -> None:
    login = f"{who}.clerk" if who else ""
    answer = client.get(f"/api/v1{address}", headers=crowd.bearer(login))
    assert answer.status_code == status, answer.text


@pytest.mark.usefixtures("standings")
@pytest.mark.parametrize(("who", "some"), [("wz", True), ("cq", True), ("ba", False)])
def test_lists_show_each_office_its_own(
    client: TestClient, crowd: Crowd, who: str, some: bool
) -> None:
    heads = crowd.bearer(f"{who}.clerk")
    records = client.get("/api/v1/inspection-records", headers=heads).json()
    tasks = client.get("/api/v1/inspection-tasks", headers=heads).json()
    assert (records["count"] > 0, tasks["count"] > 0) == (some, some)
