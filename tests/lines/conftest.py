"""An application that may write, on a copy of the register with all samples, and its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from api.store.checks import libpq_url
from api.store.session import engine_for
from tests.signed_in import signed_in

V1 = "/api/v1"


@dataclass(frozen=True)
class Office:
    """The application, its database, and how a line is read and changed."""

    client: TestClient
    url: str

    def one(self, query: str, *values: object) -> Any:
        """Return the first value of a query."""
        with psycopg.connect(libpq_url(self.url)) as connection:
            row = connection.execute(query.encode(), values).fetchone()
        return None if row is None else row[0]

    def points(self, code: str, on: str = "2026-02-01") -> list[list[float]]:
        """Return the vertices of a line on a day, as the API tells them."""
        found = self.client.get(f"{V1}/boundaries/{code}?on={on}").json()
        return list(found["geometry"]["coordinates"])

    def tag(self, code: str, on: str = "2026-03-01") -> str:
        """Return the ETag of the line as it stands on a day."""
        return self.client.get(f"{V1}/boundaries/{code}/changes?on={on}").headers["ETag"]

    def change(
        self, code: str, points: list[list[float]], *, tag: str | None = None, **more: Any
    ) -> Any:
        """Propose a new course from 1 March 2026 on and return the answer."""
        body = {
            "id": str(uuid4()),
            "geometry": {"type": "LineString", "coordinates": points},
            "document": "渝府〔2026〕8号",
            "approved_on": "2026-02-20",
            "valid_from": "2026-03-01",
            "person": "张建国",
            **more,
        }
        headers = {} if tag is None else {"If-Match": tag}
        return self.client.post(f"{V1}/boundaries/{code}/changes", json=body, headers=headers)


@pytest.fixture(scope="module")
def office(register_copy: str) -> Iterator[Office]:
    engine = engine_for(register_copy)
    settings = load_settings(database_url=register_copy, log_json=True)
    with TestClient(create_app(settings, engine), headers=signed_in(engine)) as client:
        yield Office(client, register_copy)
    engine.dispose()


def bent(
    points: list[list[float]], east: float = 0.001, north: float = 0.0006
) -> list[list[float]]:
    """The course with one more vertex in its first stretch: it leaves no junction."""
    (x, y), (u, v) = points[0], points[1]
    return [points[0], [(x + u) / 2 + east, (y + v) / 2 + north], *points[1:]]


def off(points: list[list[float]], east: float = 0.002, north: float = 0.001) -> list[list[float]]:
    """The course with a vertex in the middle moved, at which lines of towns end."""
    k = len(points) // 2
    return [*points[:k], [points[k][0] + east, points[k][1] + north], *points[k + 1 :]]
