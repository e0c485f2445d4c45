"""The fixtures of the tests keep their promises."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def test_the_template_was_built_by_the_migrations(database_url: str) -> None:
    from api.store.migrate import current, head

    assert current(database_url) == head()


def test_a_committed_write_is_seen_in_its_own_test(db: Session) -> None:
    db.execute(text("create table trace (id int)"))
    db.commit()
    assert db.scalar(text("select to_regclass('trace')")) is not None


def test_a_committed_write_of_another_test_is_gone(db: Session) -> None:
    assert db.scalar(text("select to_regclass('trace')")) is None
