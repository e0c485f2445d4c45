"""The database has the shape of the code, and says so."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from api.store import migrate
from tests.conftest import cloned_database, template_of


@pytest.fixture(scope="module")
def url(server_url: str):
    with cloned_database(server_url, template_of(server_url)) as clone:
        yield clone


def test_models_and_migrations_agree(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        command.check(migrate.config(connection))
    engine.dispose()


def test_a_migrated_database_is_up_to_date(url: str) -> None:
    assert migrate.up_to_date(url)


def test_changed_functions_are_noticed_though_the_revision_is_the_same(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "more.sql"
    changed.write_text("SELECT 1;", encoding="utf-8")
    files = [*migrate._functions(), changed]
    monkeypatch.setattr(migrate, "_functions", lambda: files)
    assert not migrate.up_to_date(url)
    migrate.upgrade(url)
    assert migrate.up_to_date(url)


def test_every_migration_can_be_taken_back_and_made_again(url: str) -> None:
    migrate.downgrade(url, "base")
    assert migrate.current(url) is None
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()


def test_the_journal_refuses_to_be_changed(url: str) -> None:
    engine = create_engine(url)
    line = (
        "INSERT INTO journal (actor, verb, subject_kind, subject_id) VALUES ('甲', '试', '题', '1')"
    )
    with engine.begin() as connection:
        connection.execute(text(line))
    for attack in ("UPDATE journal SET actor = '乙'", "DELETE FROM journal", "TRUNCATE journal"):
        with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
            connection.execute(text(attack))
    engine.dispose()


def test_a_line_waits_for_nobody_before_its_transaction_ends(url: str) -> None:
    engine = create_engine(url)
    line = text(
        "INSERT INTO journal (actor, verb, subject_kind, subject_id) VALUES ('甲', '试', '题', '3')"
    )
    with engine.connect() as slow, engine.begin() as quick:
        slow.execute(line)
        quick.execute(text("SET LOCAL lock_timeout = '2s'"))
        quick.execute(line)
        quick.execute(text("SET CONSTRAINTS journal_numbered IMMEDIATE"))
        assert quick.execute(text("SELECT diming_journal_broken()")).scalar() is None
        slow.rollback()
    engine.dispose()


def test_a_journal_line_altered_behind_the_triggers_is_found(url: str) -> None:
    engine = create_engine(url)
    line = text(
        "INSERT INTO journal (actor, verb, subject_kind, subject_id) VALUES ('甲', '试', '题', '2')"
    )
    with engine.connect() as connection:
        connection.execute(line)
        connection.execute(line)
        connection.execute(text("SET CONSTRAINTS journal_numbered IMMEDIATE"))
        assert connection.execute(text("SELECT diming_journal_broken()")).scalar() is None
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        first = connection.execute(text("SELECT min(id) FROM journal")).scalar()
        connection.execute(text("UPDATE journal SET actor = '乙' WHERE id = :id"), {"id": first})
        assert connection.execute(text("SELECT diming_journal_broken()")).scalar() == first
        connection.rollback()
    engine.dispose()
