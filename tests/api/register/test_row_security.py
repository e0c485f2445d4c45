"""The database itself holds those who come by the door to their divisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.services.registering.entries import NameHead
from api.store.session import Session, transaction
from api.store.standing import VISITOR
from tests.api.register.conftest import Office, Official

Hamlets = Callable[..., NameHead]

INSERTS = (
    "INSERT INTO name_event (place_name_id, kind) VALUES (:id, 'approved')",
    "INSERT INTO name_record (place_name_id, fields) VALUES (:id, '{}')",
    "INSERT INTO name_version (place_name_id, version, verb, actor, person, organisation, after)"
    " VALUES (:id, 99, 'x', 'x', 'x', 'x', '{}')",
    "INSERT INTO name_tag (place_name_id, tag) VALUES (:id, 'food')",
    "INSERT INTO name_story (id, place_name_id, title, body, written_by)"
    " VALUES (gen_random_uuid(), :id, 'x', 'x', 'x')",
    "INSERT INTO sign (id, place_name_id, kind, characters, romanization, registered_by)"
    " VALUES (gen_random_uuid(), :id, 'street', 'x', 'x', 'x')",
    "INSERT INTO place_division (place_id, division_id, valid)"
    " SELECT place_id, 1, '[2026-01-01,)' FROM place_name WHERE id = :id",
)
UPDATES = (
    "UPDATE place_name SET published = false WHERE id = :id",
    "UPDATE place SET type_words = 'x' FROM place_name n"
    " WHERE n.place_id = place.id AND n.id = :id",
    "UPDATE name_record SET fields = '{}' WHERE place_name_id = :id",
)


@pytest.fixture(scope="module")
def hamlet(hamlets: Hamlets) -> int:
    return hamlets("守界沱院", fields={"meaning": "守"}).id


@contextmanager
def acting(office: Office, who: Official | None) -> Iterator[Session]:
    """A session as the door opens it; nothing of it stays."""
    standing = VISITOR if who is None else who.person.standing
    with pytest.raises(RuntimeError, match="undone"):  # noqa: PT012, SIM117
        with transaction(office.engine, actor="test", standing=standing) as db:
            yield db
            raise RuntimeError("undone")


@pytest.mark.parametrize("statement", INSERTS)
@pytest.mark.parametrize("stranger", ["neighbour", None])
def test_nobody_enters_anything_of_another_county(
    office: Office, hamlet: int, statement: str, stranger: str | None
) -> None:
    who = getattr(office, stranger) if stranger else None
    with acting(office, who) as db, pytest.raises(DBAPIError, match="row-level security"):
        db.execute(text(statement), {"id": hamlet})


@pytest.mark.parametrize("statement", UPDATES)
@pytest.mark.parametrize("stranger", ["neighbour", None])
def test_nobody_changes_anything_of_another_county(
    office: Office, hamlet: int, statement: str, stranger: str | None
) -> None:
    who = getattr(office, stranger) if stranger else None
    with acting(office, who) as db:
        assert db.execute(text(statement), {"id": hamlet}).rowcount == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("statement", UPDATES)
def test_the_county_itself_may(office: Office, hamlet: int, statement: str) -> None:
    with acting(office, office.editor) as db:
        assert db.execute(text(statement), {"id": hamlet}).rowcount == 1  # type: ignore[attr-defined]
