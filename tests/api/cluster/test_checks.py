"""A server of somebody else is refused with every reason and a remedy, or accepted."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from api.settings import load_settings
from api.store.checks import check_server, driver_url, libpq_url
from api.store.errors import DatabaseUnavailable
from api.store.resolving import resolve_database
from tests.conftest import address_of

UTF8_C = "encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
SQL_ASCII = "encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'"
FIT = "encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"


@pytest.fixture
def made(server_url: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an empty database made with the options of the test."""
    name = f"diming_check_{uuid4().hex[:8]}"
    with psycopg.connect(libpq_url(server_url), autocommit=True) as server:
        server.execute(f"create database {name} template template0 {request.param}".encode())
        yield address_of(server_url, name)
        server.execute(f"drop database {name} with (force)".encode())


def checks(url: str) -> set[str]:
    return {problem.check for problem in check_server(url)}


@pytest.mark.parametrize("made", [FIT], indirect=True)
def test_a_fit_database_has_no_problem(made: str) -> None:
    assert check_server(made) == []


@pytest.mark.parametrize("made", [FIT], indirect=True)
def test_checking_changes_nothing(made: str) -> None:
    check_server(made)
    with psycopg.connect(libpq_url(made)) as connection:
        found = connection.execute("select extname from pg_extension where extname <> 'plpgsql'")
        assert found.fetchall() == []


@pytest.mark.parametrize("made", [FIT], indirect=True)
def test_a_fit_database_gets_its_extensions_when_it_is_resolved(made: str) -> None:
    with (
        resolve_database(load_settings(database_url=made)) as url,
        psycopg.connect(libpq_url(url)) as connection,
    ):
        assert connection.execute("select postgis_version()").fetchone()


@pytest.mark.parametrize("made", [UTF8_C], indirect=True)
def test_letters_of_ascii_alone_are_a_problem(made: str) -> None:
    assert checks(made) == {"trigrams"}


@pytest.mark.parametrize("made", [SQL_ASCII], indirect=True)
def test_another_encoding_is_a_problem(made: str) -> None:
    assert "encoding" in checks(made)


@pytest.mark.parametrize("made", [FIT], indirect=True)
def test_a_role_that_may_not_create_postgis_is_a_problem(made: str) -> None:
    role = f"weak_{uuid4().hex[:8]}"
    with psycopg.connect(libpq_url(made), autocommit=True) as connection:
        connection.execute(f"create role {role} login".encode())
        separator = "&" if "?" in made else "?"
        options = f"{separator}options=-c%20role%3D{role}"
        try:
            assert checks(made + options) == {"extensions"}
        finally:
            connection.execute(f"drop role {role}".encode())


@pytest.mark.parametrize("made", [FIT], indirect=True)
def test_a_missing_collation_is_a_problem(made: str) -> None:
    with psycopg.connect(libpq_url(made), autocommit=True) as connection:
        connection.execute("delete from pg_collation where collname like 'zh%-x-icu'")
    assert checks(made) == {"collation"}


def test_a_server_that_does_not_answer_is_a_problem() -> None:
    assert checks("postgresql://nobody@/nothing?host=/nonexistent") == {"connection"}


def test_every_reason_and_its_remedy_are_told() -> None:
    settings = load_settings(database_url="postgresql://nobody@/nothing?host=/nonexistent")
    with (
        pytest.raises(DatabaseUnavailable, match=r"无法连接数据库.*处理办法：请核对"),
        resolve_database(settings),
    ):
        pass


@pytest.mark.parametrize(
    "given", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"]
)
def test_every_usual_prefix_of_an_address_is_understood(given: str) -> None:
    assert driver_url(given) == "postgresql+psycopg://u@h/d"
