"""What all tests share: a guard for the pure rooms and, for those who ask, a PostGIS database.

`engine` and `db` are the fixtures for tests of the store and of the API. The server is started
once a run, the template database is built by the migrations once, every worker gets a clone of
it, and what a test writes through `db` is rolled back.
"""

from __future__ import annotations

import os
import pickle
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.services.loading.report import LoadReport

TESTS = Path(__file__).resolve().parent
PURE_ROOMS = tuple(TESTS / room for room in ("rulebook", "gis", "naming", "boundary_data"))
NEEDS_POSTGIS = {"server_url", "database_url", "engine", "db", "register_url", "register_copy"}
TEMPLATE = "diming_template"
JOURNEYS = TESTS / "journeys"
# A run is one pytest command with all its workers, or all commands that are told to be one run:
# they share a server, and what one has prepared the others find.
RUN = os.environ.get("TESTS_OF_ONE_RUN") or os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex

hypothesis_settings.register_profile("quick", max_examples=50, deadline=None)
hypothesis_settings.register_profile("deep", max_examples=1000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure() -> None:
    """Forget settings of the shell, so that a test run never touches a lasting database."""
    for name in [n for n in os.environ if n.startswith(("DIMING_", "PG"))] + ["DATABASE_URL"]:
        if name != "PG_BINDIR":
            os.environ.pop(name, None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for the database, so that nobody has to remember it.

    The steps of a journey ask for it, not the journey itself. The starts of a fresh copy take
    longest: they come first, so that no worker waits for them.
    """
    for item in items:
        asked = NEEDS_POSTGIS & set(getattr(item, "fixturenames", ()))
        if asked or item.path.is_relative_to(JOURNEYS):
            item.add_marker(pytest.mark.postgis)
    items.sort(key=lambda item: item.get_closest_marker("smoke") is None)


class _NoSocket(socket.socket):
    """A socket that cannot be made."""

    def __init__(self, *_: object, **__: object) -> None:
        _refuse()


def _refuse() -> NoReturn:
    pytest.fail("a test of a pure room opened a socket", pytrace=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Forbid sockets while a test of the first four rooms runs."""
    if not any(item.path.is_relative_to(room) for room in PURE_ROOMS):
        return (yield)
    genuine = socket.socket
    socket.socket = _NoSocket  # type: ignore[misc]  # the guard is this replacement
    try:
        return (yield)
    finally:
        socket.socket = genuine  # type: ignore[misc]  # and its end


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """Address of a server where databases may be created: `DATABASE_URL_TEST` or our own."""
    from api.store.checks import driver_url
    from api.store.cluster.throwaway import throwaway_cluster

    told = os.environ.get("DATABASE_URL_TEST")
    if told:
        yield driver_url(told)
        for made in (f"{_template_name()}_register_kept", f"{_template_name()}_register"):
            _drop(driver_url(told), made)
        _drop(driver_url(told), _template_name())
        return
    with throwaway_cluster(folder_of_the_run()) as home:
        yield home.url("postgres")


def folder_of_the_run() -> Path:
    """Return where the server of this run lies."""
    return Path(tempfile.gettempdir()) / f"diming-test-{RUN}"


def _template_name() -> str:
    # A server of somebody else is left as it was found, so no worker shares its template there.
    mine = os.environ.get("PYTEST_XDIST_WORKER", "") if os.environ.get("DATABASE_URL_TEST") else ""
    return f"{TEMPLATE}_{RUN[:12]}{mine}"


def template_of(server_url: str) -> str:
    """Return the template database of this run, made by one worker for all."""
    with _one_at_a_time():
        return _template(server_url)


@pytest.fixture(scope="session")
def database_url(server_url: str) -> Iterator[str]:
    """Address of this worker's database, a clone of the template the migrations have built."""
    template = template_of(server_url)
    with cloned_database(server_url, template) as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """Engine on this worker's database; what is committed through it stays for the session."""
    from api.store.session import engine_for

    engine = engine_for(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    """Session whose commits are savepoints of a transaction that is rolled back at the end."""
    from sqlalchemy.orm import Session

    with engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            yield session
        outer.rollback()


@pytest.fixture(scope="session")
def register_url(server_url: str) -> str:
    """Address of a database with all samples loaded, shared by all workers: read it only."""
    return address_of(server_url, register_of(server_url))


def register_of(server_url: str) -> str:
    """Return the database with all samples of this run, made by one worker for all."""
    with _one_at_a_time():
        return _register(server_url, _template(server_url))


def reports_of(register_url: str) -> tuple[LoadReport, ...]:
    """Return what was reported when the samples were loaded, nothing if nobody wrote it down."""
    import psycopg

    from api.store.checks import libpq_url

    asked = (
        "select shobj_description(oid, 'pg_database') from pg_database"
        " where datname = current_database()"
    )
    with psycopg.connect(libpq_url(register_url)) as connection:
        row = connection.execute(asked).fetchone()
    return pickle.loads(bytes.fromhex(row[0])) if row and row[0] else ()


@pytest.fixture(scope="module")
def register_copy(server_url: str, register_url: str) -> Iterator[str]:
    """Address of a copy of the database with all samples, for one module to write in."""
    with _one_at_a_time():
        kept = f"{_register(server_url, _template(server_url))}_kept"
        copy = cloned_database(server_url, kept)
        url = copy.__enter__()
    try:
        yield url
    finally:
        copy.__exit__(None, None, None)


@pytest.fixture(scope="session")
def register_engine(register_url: str) -> Iterator[Engine]:
    """Engine on the database with all samples."""
    from api.store.session import engine_for

    engine = engine_for(register_url)
    yield engine
    engine.dispose()


@pytest.fixture
def register(register_engine: Engine) -> Iterator[Session]:
    """Session on the database with all samples; what a test writes is rolled back."""
    from sqlalchemy.orm import Session

    with register_engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            yield session
        outer.rollback()


@contextmanager
def cloned_database(server_url: str, template: str) -> Iterator[str]:
    """Yield the address of a new database, a copy of `template`, dropped at the end."""
    import psycopg

    from api.store.checks import libpq_url

    name = f"diming_{uuid4().hex[:12]}"
    with psycopg.connect(libpq_url(server_url), autocommit=True) as server:
        server.execute(f"create database {name} template {template}".encode())
        try:
            yield address_of(server_url, name)
        finally:
            _drop(server_url, name)


def _drop(server_url: str, database: str) -> None:
    """Drop a database with everybody in it."""
    import psycopg

    from api.store.checks import libpq_url

    with psycopg.connect(libpq_url(server_url), autocommit=True) as server:
        server.execute(f"drop database if exists {database} with (force)".encode())


def address_of(server_url: str, database: str) -> str:
    """Return the address of another database of a server."""
    from urllib.parse import urlsplit

    parts = urlsplit(server_url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{database}{query}"


def _template(server_url: str) -> str:
    """Return the template database of this run, built by the migrations unless it is there."""
    import psycopg

    from api.store.checks import libpq_url
    from api.store.cluster.leasing import create_database
    from api.store.extensions import ensure_extensions
    from api.store.migrate import upgrade

    name = _template_name()
    with psycopg.connect(libpq_url(server_url), autocommit=True) as server:
        found = server.execute("select 1 from pg_database where datname = %s", (name,)).fetchone()
        if found:
            return name
        create_database(server, f"{name}_new")
        url = address_of(server_url, f"{name}_new")
        with psycopg.connect(libpq_url(url), autocommit=True) as connection:
            ensure_extensions(connection)
        upgrade(url)
        server.execute(f"alter database {name}_new rename to {name}".encode())
    return name


def _register(server_url: str, template: str) -> str:
    """Return the database of this run that has all samples, made from `template` unless there."""
    import psycopg

    from api.services.loading.files import load_samples
    from api.store.checks import libpq_url

    name = f"{template}_register"
    with psycopg.connect(libpq_url(server_url), autocommit=True) as server:
        found = server.execute("select 1 from pg_database where datname = %s", (name,)).fetchone()
        if not found:
            _drop(server_url, f"{name}_new")
            server.execute(f"create database {name}_new template {template}".encode())
            reports = tuple(load_samples(address_of(server_url, f"{name}_new")))
            told = pickle.dumps(reports).hex()
            server.execute(f"comment on database {name}_new is '{told}'".encode())
            _drop(server_url, f"{name}_kept")
            server.execute(f"create database {name}_kept template {name}_new".encode())
            server.execute(f"alter database {name}_new rename to {name}".encode())
    return name


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one worker after the other look for the template."""
    from api.store.cluster import locks

    lock = Path(tempfile.gettempdir()) / f"diming-test-{RUN}.lock"
    with locks.held(lock):
        yield
    lock.unlink(missing_ok=True)
