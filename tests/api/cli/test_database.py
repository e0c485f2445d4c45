"""A backup restores what it holds, and a failed restore loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from api.store.backup import backup, database_state, restore
from api.store.checks import libpq_url
from api.store.errors import DatabaseUnavailable
from api.store.migrate import current, head, upgrade
from tests.conftest import address_of


@pytest.fixture
def kept(server_url: str) -> Iterator[str]:
    """Address of a migrated database that holds one row of ours."""
    name = f"diming_kept_{uuid4().hex[:8]}"
    with psycopg.connect(libpq_url(server_url), autocommit=True) as server:
        server.execute(f"create database {name} template template0".encode())
        url = address_of(server_url, name)
        upgrade(url)
        write(url, "create table remembered as select 1 as value")
        yield url
        server.execute(f"drop database {name} with (force)".encode())


def write(url: str, statement: str) -> None:
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        connection.execute(statement.encode())


def value(url: str) -> object:
    with psycopg.connect(libpq_url(url)) as connection:
        row = connection.execute("select value from remembered").fetchone()
    return row and row[0]


def copies(url: str) -> set[str]:
    """Return the databases whose names begin like that of `url`."""
    with psycopg.connect(libpq_url(url)) as connection:
        found = connection.execute(
            "select datname from pg_database where starts_with(datname, current_database())"
        )
        return {name for (name,) in found}


def test_a_backup_brings_back_what_was_changed_since(kept: str, tmp_path: Path) -> None:
    backup(kept, tmp_path / "one.dump")
    write(kept, "update remembered set value = 2")
    restore(kept, tmp_path / "one.dump")
    assert value(kept) == 1


def test_a_restored_database_has_the_shape_of_the_backup(kept: str, tmp_path: Path) -> None:
    backup(kept, tmp_path / "one.dump")
    restore(kept, tmp_path / "one.dump")
    assert current(kept) == head()


def test_a_restore_works_while_somebody_is_connected(kept: str, tmp_path: Path) -> None:
    backup(kept, tmp_path / "one.dump")
    other = psycopg.connect(libpq_url(kept), autocommit=True)
    restore(kept, tmp_path / "one.dump")
    assert value(kept) == 1
    with pytest.raises(psycopg.OperationalError):
        other.execute("select 1")


@pytest.mark.parametrize("content", [b"", b"no backup", b"PGDMP\x01\x0e\x00\x04\x08"])
def test_a_broken_file_loses_nothing(kept: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.dump").write_bytes(content)
    with pytest.raises(DatabaseUnavailable):
        restore(kept, tmp_path / "broken.dump")
    assert value(kept) == 1


def test_half_a_backup_loses_nothing(kept: str, tmp_path: Path) -> None:
    backup(kept, tmp_path / "one.dump")
    whole = (tmp_path / "one.dump").read_bytes()
    (tmp_path / "half.dump").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DatabaseUnavailable):
        restore(kept, tmp_path / "half.dump")
    assert value(kept) == 1


def test_a_failed_restore_leaves_no_second_database(kept: str, tmp_path: Path) -> None:
    (tmp_path / "broken.dump").write_bytes(b"no backup")
    with pytest.raises(DatabaseUnavailable):
        restore(kept, tmp_path / "broken.dump")
    assert len(copies(kept)) == 1


def test_a_restore_leaves_no_second_database(kept: str, tmp_path: Path) -> None:
    backup(kept, tmp_path / "one.dump")
    restore(kept, tmp_path / "one.dump")
    assert len(copies(kept)) == 1


def test_a_backup_of_something_else_is_refused(server_url: str, kept: str, tmp_path: Path) -> None:
    backup(address_of(server_url, "postgres"), tmp_path / "other.dump")
    with pytest.raises(DatabaseUnavailable, match="不是本系统的备份"):
        restore(kept, tmp_path / "other.dump")


def test_a_backup_that_fails_leaves_no_file(kept: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        backup(kept, tmp_path / "missing" / "one.dump")
    assert list(tmp_path.iterdir()) == []


def test_the_state_tells_the_version_of_postgis(kept: str) -> None:
    assert database_state(kept).postgis.startswith("3.")
