"""The database shows each office its own rows, even if a route forgot to ask."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from starlette.testclient import TestClient

from api.store.queries.journal import write_line
from api.store.session import Engine, Session, transaction
from api.store.standing import VISITOR, Standing, stand
from api.store.transactions import OutsideScope, writing
from api.store.web_role import PUBLISHED, SECRET
from tests.safety.conftest import Crowd
from tests.safety.wanzhou import (
    ANYBODY_ENTERS,
    CASE,
    OFFICIAL,
    OWN,
    PUBLIC,
    RECORD,
    lay_rows,
)

EVERYTHING = frozenset(
    {"boundary_inspector", "clerk", "reviewer", "approver", "editor", "guardian", "expert"}
)


@pytest.fixture(scope="module")
def standings(safe_engine: Engine, crowd: Crowd) -> dict[str, Standing]:
    """How the bureaus stand, with rows in 万州 that the others have nothing to do with."""
    with transaction(safe_engine, actor="test") as db:
        lay_rows(db)
    with transaction(safe_engine, actor="user:wz.clerk") as db:
        write_line(db, verb="test", subject_kind="test", subject_id="1")
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
            found[short] = Standing(account, organisation, EVERYTHING, tuple(divisions))
    nobody = found["ba"]
    found["no division"] = Standing(nobody.account_id, 999_999, EVERYTHING, ())
    return found


def _seen(engine: Engine, standing: Standing, table: str) -> int:
    with transaction(engine, actor="test", standing=standing) as db:
        may = text("SELECT has_table_privilege(:table, 'SELECT')")
        if not db.execute(may, {"table": table}).scalar_one():
            return 0
        asked = "SELECT count(*) FROM " + table + " WHERE " + OWN[table]
        return int(db.execute(text(asked)).scalar_one())


SOME = sorted(OWN.keys() - {"account", "journal", "membership", "name_file", "name_file_piece"})


@pytest.mark.parametrize(
    ("who", "also"),
    [
        ("wz", set(SOME)),
        ("cq", set(SOME)),
        ("ba", PUBLIC | OFFICIAL),
        ("no division", PUBLIC | OFFICIAL),
        ("visitor", PUBLIC),
    ],
)
def test_an_office_sees_its_own_rows(
    safe_engine: Engine, standings: dict[str, Standing], who: str, also: set[str]
) -> None:
    seen = {table for table in SOME if _seen(safe_engine, standings[who], table)}
    assert seen == also & set(SOME)


def _columns(db: Session, table: str) -> list[str]:
    asked = (
        "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass)"
        " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"
    )
    return list(db.execute(text(asked), {"table": table}).scalars())


def _tried(engine: Engine, standing: Standing, statement: str, values: dict[str, Any]) -> str:
    """What becomes of a statement: how many rows it writes, or why it is refused."""
    with Session(engine) as db:
        stand(db, standing)
        try:
            return str(len(db.execute(text(statement + " RETURNING 1"), values).all()))
        except DBAPIError as refused:
            return type(refused.orig).__name__
        finally:
            db.rollback()


STRANGERS = ("ba", "no division", "visitor")
REFUSED = {"0", "InsufficientPrivilege"}


@pytest.mark.parametrize("table", sorted(OWN))
def test_nobody_writes_rows_of_another_office_by_plain_sql(
    safe_engine: Engine, standings: dict[str, Standing], table: str
) -> None:
    with Session(safe_engine) as db:
        columns = _columns(db, table)
        row = db.execute(
            text("SELECT to_jsonb(t) FROM " + table + " t WHERE " + OWN[table] + " LIMIT 1")
        ).scalar()
    assert row, "a row of 万州, or nothing is proved"
    names = ", ".join('"' + column + '"' for column in columns)
    statements = {
        "update": f"UPDATE {table} SET {columns[-1]} = {columns[-1]} WHERE {OWN[table]}",
        "delete": f"DELETE FROM {table} WHERE {OWN[table]}",
    }
    if table not in ANYBODY_ENTERS:
        statements["insert"] = (
            f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE"
            f" SELECT {names} FROM jsonb_populate_record(NULL::{table}, CAST(:row AS jsonb))"
        )
    told = {
        f"{who}: {verb}": found
        for who in STRANGERS
        for verb, statement in statements.items()
        if (
            found := _tried(
                safe_engine,
                standings[who],
                statement,
                {"row": json.dumps(row)} if verb == "insert" else {},
            )
        )
        not in REFUSED
    }
    assert told == {}


def test_every_table_is_held_or_published_for_a_reason(safe_engine: Engine) -> None:
    """A new table that nobody has thought about stands in none of the lists."""
    asked = text(
        "SELECT relname, EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)"
        " AND relrowsecurity AS held,"
        " ARRAY(SELECT verb FROM unnest('{select,insert,update,delete,truncate}'::text[]) verb"
        "       WHERE has_table_privilege('diming_web', c.oid, verb)) AS verbs"
        " FROM pg_class c WHERE relkind IN ('r', 'p', 'v', 'm')"
        " AND relnamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'"
        "                 AND d.classid = 'pg_class'::regclass)"
    )
    with Session(safe_engine) as db:
        tables = {name: (held, set(verbs)) for name, held, verbs in db.execute(asked)}
    assert {name for name, (held, _) in tables.items() if held} == OWN.keys()
    closed = {name for name, (held, verbs) in tables.items() if not held and not verbs}
    assert closed == set(SECRET)
    read = {name for name, (held, verbs) in tables.items() if not held and verbs}
    assert read == PUBLISHED.keys() - {"spatial_ref_sys"}
    assert all(verbs == {"select"} for name, (_, verbs) in tables.items() if name in read)
    assert all(PUBLISHED.values())


def test_a_table_that_nobody_thought_about_is_closed(safe_engine: Engine) -> None:
    with Session(safe_engine) as db:
        db.execute(text("CREATE TABLE forgotten (id int)"))
        stand(db, VISITOR)
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.execute(text("SELECT * FROM forgotten"))
        db.rollback()


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
