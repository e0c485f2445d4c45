"""Databases for the tests of loading: one with all samples, loaded once, and copies of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from api.services.loading.delivering import LoadingOptions
from api.services.loading.files import load_file, load_samples
from api.services.loading.report import LoadReport
from api.store.checks import libpq_url
from tests.conftest import cloned_database, reports_of, template_of

Query = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Register:
    """A database with what loading it reported."""

    url: str
    reports: tuple[LoadReport, ...] = ()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query in the driver's own words."""
        with psycopg.connect(libpq_url(self.url)) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """Return the one value of a query."""
        return self.rows(query, *values)[0][0]

    def load(self, kind: str, path: Path, **parameters: str) -> LoadReport:
        """Load a file and return its report."""
        return load_file(self.url, kind, path, parameters=parameters)

    def try_out(self, kind: str, path: Path, **parameters: str) -> LoadReport:
        """Load a file on trial."""
        options = LoadingOptions(dry_run=True)
        return load_file(self.url, kind, path, parameters=parameters, options=options)


@contextmanager
def database(server_url: str, template: str = "template0") -> Iterator[str]:
    """Yield the address of a new database, dropped at the end."""
    name = f"loading_{uuid4().hex[:12]}"
    with psycopg.connect(libpq_url(server_url), autocommit=True) as server:
        encoding = " encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
        options = encoding if template == "template0" else ""
        server.execute(f"create database {name} template {template}{options}".encode())
        parts = urlsplit(server_url)
        query = f"?{parts.query}" if parts.query else ""
        try:
            yield f"{parts.scheme}://{parts.netloc}/{name}{query}"
        finally:
            server.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="session")
def shaped(server_url: str) -> Iterator[str]:
    """Address of an empty database at the newest shape."""
    with cloned_database(server_url, template_of(server_url)) as url:
        yield url


@pytest.fixture(scope="session")
def sampled(server_url: str, register_url: str, shaped: str) -> Iterator[Register]:
    """Database with all samples; only for reading."""
    if reports := reports_of(register_url):
        with database(server_url, f"{urlsplit(register_url).path[1:]}_kept") as url:
            yield Register(url, reports)
        return
    # somebody else has loaded that register: what it was told then is not known
    with database(server_url, urlsplit(shaped).path[1:]) as url:
        yield Register(url, tuple(load_samples(url)))


@pytest.fixture
def empty(server_url: str, shaped: str) -> Iterator[Register]:
    """Empty database of one test."""
    with database(server_url, urlsplit(shaped).path[1:]) as url:
        yield Register(url)


@pytest.fixture
def filled(server_url: str, sampled: Register) -> Iterator[Register]:
    """Copy of the database with all samples, for one test to write to."""
    with database(server_url, urlsplit(sampled.url).path[1:]) as url:
        yield Register(url, sampled.reports)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV file from rows and return its path."""

    def write(rows: Sequence[Sequence[object]], name: str = "list.csv", **how: str) -> Path:
        path = tmp_path / name
        path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n", **how)
        return path

    return write
