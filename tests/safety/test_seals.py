"""Whatever is done to the data past the application shows: the lines of the journal seal it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.services.cases.keeping_files import altered, keep
from api.services.verifying_journal import disagreeing
from api.store.queries.agreement import Disagreement, unsealed_changes
from api.store.queries.journal import write_line
from api.store.seals import seal_upgrade, sealing, seals_of
from api.store.session import Engine, Session, transaction
from tests.safety.conftest import Crowd
from tests.safety.wanzhou import PAPER, SIGN, STORY, lay_rows

PAST_TRIGGERS = "SET LOCAL session_replication_role = replica"
FIRST = "(SELECT min(id) FROM {})"
LINE = "(SELECT id FROM boundary_line WHERE code = '500101-500235')"


@pytest.fixture(scope="module")
def sealed(safe_engine: Engine, crowd: Crowd, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with a row in every table, sealed by one line; the folder of its files."""
    with transaction(safe_engine, actor="user:wz.clerk") as db:
        connection = db.connection()
        tables = sealing(connection)
        earlier = seals_of(connection, tables)
        lay_rows(db)
        seal_upgrade(connection, earlier, but=())
    return tmp_path_factory.mktemp("files")


@pytest.fixture
def db(safe_engine: Engine, sealed: Path) -> Iterator[Session]:
    """A session whose tampering is taken back."""
    with Session(safe_engine) as session:
        yield session
        session.rollback()


def _tables(found: list[Disagreement]) -> set[str]:
    return {each.subject_kind for each in found}


def test_what_was_written_with_its_line_agrees(db: Session) -> None:
    assert unsealed_changes(db) == []


ALTERED = {
    "a loaded name": "UPDATE place_name SET romanization = 'X' WHERE id = 7",
    "a place": "UPDATE place SET geom = ST_Translate(geom, 1, 0) WHERE id ="
    " (SELECT min(id) FROM place WHERE geom IS NOT NULL)",
    "an event of a name": "UPDATE name_event SET authority = 'X' WHERE id = 7",
    "an account": "UPDATE account SET name = '别人' WHERE login = 'wz.clerk'",
    "a password": "UPDATE account SET password_hash = 'X' WHERE login = 'ba.clerk'",
    "a role": "UPDATE membership SET role = 'administrator' WHERE id = "
    + FIRST.format("membership"),
    "a token": "UPDATE api_token SET ends_at = ends_at + interval '1 year' WHERE id = "
    + FIRST.format("api_token"),
    "an organisation": "UPDATE organisation SET name = name || '二' WHERE name = '万州测试局'",
    "what it acts for": "UPDATE organisation_jurisdiction SET work = work || 'x' WHERE id = "
    + FIRST.format("organisation_jurisdiction"),
    "a sign": f"UPDATE sign SET characters = '别路' WHERE id = '{SIGN}'",
    "a line": f"UPDATE boundary_line SET code = '500101-500109' WHERE id = {LINE}",
    "its course": "UPDATE arc SET geom = ST_Translate(geom, 0.001, 0) WHERE id = "
    + FIRST.format("arc"),
    "a marker": "UPDATE marker_position SET recorded = tstzrange(NULL, now()) WHERE id = "
    + FIRST.format("marker_position"),
    "a paper of a case": f"UPDATE case_document SET title = title || 'x' WHERE id = '{PAPER}'",
    "a file of a case": "UPDATE case_document_file SET name = 'X.pdf'",
    "an announcement": "UPDATE announcement SET title = 'X'",
    "a story": f"UPDATE name_story SET title = 'X' WHERE id = '{STORY}'",
    "a division": "UPDATE division_name SET name = name || '县' WHERE id = 7",
}


def test_whatever_is_altered_is_found(db: Session) -> None:
    db.execute(text(PAST_TRIGGERS))
    for attack in ALTERED.values():
        assert db.execute(text(attack)).rowcount > 0, attack  # type: ignore[attr-defined]  # of DML
    assert _tables(unsealed_changes(db)) == {each.split()[1] for each in ALTERED.values()}


def test_a_row_taken_out_of_any_table_is_found(db: Session) -> None:
    db.execute(text(PAST_TRIGGERS))
    emptier = set()
    for table in sealing(db.connection()):
        gone = db.execute(text(f"DELETE FROM {table} WHERE ctid = (SELECT min(ctid) FROM {table})"))
        if gone.rowcount:  # type: ignore[attr-defined]  # of DML
            emptier.add(table)
    assert len(emptier) > 60
    assert _tables(unsealed_changes(db)) == emptier


PUT_IN = {
    "account": "INSERT INTO account (login, name) VALUES ('intruder', '不速之客')",
    "membership": "INSERT INTO membership (account_id, organisation_id, role)"
    " SELECT account_id, organisation_id, 'administrator' FROM membership m JOIN account a"
    " ON a.id = m.account_id WHERE a.login = 'wz.clerk'",
    "sign_in": "INSERT INTO sign_in (digest, account_id) SELECT 'x', id FROM account LIMIT 1",
    "marker_position": "INSERT INTO marker_position (marker_id, method, datum, geom, valid)"
    " SELECT marker_id, method, datum, geom, daterange('1900-01-01', '1900-01-02')"
    " FROM marker_position LIMIT 1",
    "place_name": "INSERT INTO place_name SELECT (jsonb_populate_record(n, jsonb_build_object("
    "'id', nextval(pg_get_serial_sequence('place_name', 'id')), 'name', '添入'))).*"
    " FROM place_name n"
    " WHERE n.id = 7",
}


def test_a_row_put_in_by_plain_sql_is_found_though_no_trigger_was_put_away(db: Session) -> None:
    for attack in PUT_IN.values():
        db.execute(text(attack))
    assert _tables(unsealed_changes(db)) == set(PUT_IN)


def test_the_row_is_named_and_what_is_wrong_with_it(db: Session) -> None:
    with db.begin_nested():
        ids = list(
            db.execute(
                text(
                    "INSERT INTO organisation (name, kind, level) SELECT '点名测试局' || i,"
                    " 'civil_affairs', 'county' FROM generate_series(1, 3) i RETURNING id"
                )
            ).scalars()
        )
        write_line(db, verb="test", subject_kind="organisation", subject_id="1")
        db.execute(text("SET CONSTRAINTS journal_numbered IMMEDIATE"))
    assert unsealed_changes(db) == []
    db.execute(text(PAST_TRIGGERS))
    db.execute(text("UPDATE organisation SET kind = 'x' WHERE id = :id"), {"id": ids[0]})
    db.execute(text("DELETE FROM organisation WHERE id = :id"), {"id": ids[1]})
    told = {each.subject_id: each.said for each in unsealed_changes(db)}
    assert told.pop("").startswith("按日志应有")
    assert told == {
        str(ids[0]): "与日志最后一次所记不同",
        str(ids[1]): "日志最后记有这一行，库中已无",
    }


def test_of_a_load_the_row_written_since_is_named(safe_engine: Engine, db: Session) -> None:
    with transaction(safe_engine, actor="test") as loading:
        first = (
            loading.execute(
                text(
                    "INSERT INTO source (key, title, origin, licence)"
                    " SELECT 'probe' || i, 'x', 'x', 'x' FROM generate_series(1, 60) i RETURNING id"
                )
            )
            .scalars()
            .first()
        )
        write_line(loading, verb="load", subject_kind="delivery", subject_id="0")
    assert unsealed_changes(db) == []
    db.execute(text("UPDATE source SET title = 'y' WHERE id = :id"), {"id": first})
    told = {each.subject_id: each.said for each in unsealed_changes(db)}
    assert told[str(first)] == "这一行在日志所记的装载之外被写过"


def test_an_upgrade_does_not_make_good_what_was_altered_before(db: Session) -> None:
    db.execute(text("UPDATE sign SET characters = '别路' WHERE id = :id"), {"id": SIGN})
    connection = db.connection()
    tables = sealing(connection)
    earlier = seals_of(connection, tables)
    db.execute(text("ALTER TABLE account ADD COLUMN probe integer DEFAULT 7"))
    assert _tables(unsealed_changes(db)) == {"account", "sign"}
    seal_upgrade(connection, earlier, but=())
    db.execute(text("SET CONSTRAINTS journal_numbered IMMEDIATE"))
    assert _tables(unsealed_changes(db)) == {"sign"}


def test_every_table_is_sealed_or_it_is_said_why_not(db: Session) -> None:
    tables = set(
        db.execute(
            text(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                " AND relnamespace = 'public'::regnamespace"
            )
        ).scalars()
    )
    told = db.execute(text("SELECT relation, reason FROM diming_unsealed()"))
    why = {row.relation: row.reason for row in told}
    assert set(why) | set(sealing(db.connection())) == tables
    assert all(why.values())


def test_contents_of_files_and_keys_of_names_are_compared_too(db: Session, sealed: Path) -> None:
    db.execute(text(PAST_TRIGGERS))
    kept = keep(sealed, b"%PDF-1.4\n%%EOF\n", "a.pdf")
    db.execute(
        text(
            "INSERT INTO stored_file (sha256, media_type, size) VALUES (:d, 'application/pdf', :s)"
        ),
        {"d": kept.sha256, "s": kept.size},
    )
    db.execute(
        text(
            "INSERT INTO kept_file (sha256, size, media_type, content)"
            " VALUES (repeat('d', 64), 1, 'x', 'y')"
        )
    )
    db.execute(text("DELETE FROM name_key WHERE place_name_id = 7 AND part = 'full'"))
    db.execute(text("UPDATE name_key SET key = 'x' WHERE place_name_id = 8 AND part = 'specific'"))
    told = {(each.subject_kind, each.subject_id): each.said for each in disagreeing(db, sealed)}
    assert told["kept_file", "d" * 64] == "文件内容与其摘要不符"
    assert told["name_key", "7"] == "查重用的检索键不全"
    assert told["name_key", "8"] == "查重用的检索键与地名不符"
    assert ("stored_file", kept.sha256) in told
    assert altered(sealed, kept.sha256, kept.size) == ""
    place = sealed / kept.sha256[:2] / kept.sha256
    place.write_bytes(b"%PDF-1.4\n%%E0F\n")
    assert altered(sealed, kept.sha256, kept.size) == "文件内容与其摘要不符"
    place.unlink()
    assert altered(sealed, kept.sha256, kept.size) == "文件不在附件目录中"
