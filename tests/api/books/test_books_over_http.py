"""Gazetteers over HTTP: for those who edit, of areas that are quickly set."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts
from api.services.person import Person
from api.settings import load_settings
from api.store.session import Engine, Session, engine_for, transaction


@pytest.fixture(scope="module")
def engine(register_copy: str) -> Iterator[Engine]:
    made = engine_for(register_copy)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def editor(engine: Engine) -> dict[str, str]:
    with transaction(engine, actor="test") as db:
        bureau = managing_accounts.add_organisation(
            db, name="城口县民政局", kind="civil_affairs", level="county", codes=["500229"]
        )
        return signed(db, bureau, "editor", "editor")


def signed(db: Session, organisation: int, login: str, role: str) -> dict[str, str]:
    """Return the headers of a new account with a role in an organisation."""
    opened = managing_accounts.open_account(
        db, login=login, name=f"{login}员", password="correct horse battery"
    )
    managing_accounts.give_roles(db, opened.account_id, organisation, [role])
    person = Person(opened.account_id, login, "", organisation, "", frozenset({role}), ())
    token = managing_accounts.make_token(db, person, label="试", scopes=["read", "names"], days=1)
    return {"authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def others(engine: Engine, editor: dict[str, str]) -> dict[str, dict[str, str]]:
    """Somebody else of the same bureau, an editor and an administrator of another one."""
    assert editor
    with transaction(engine, actor="test") as db:
        asked = text("SELECT id FROM organisation WHERE name = '城口县民政局'")
        own = db.execute(asked).scalar_one()
        strange = managing_accounts.add_organisation(
            db, name="云阳县民政局", kind="civil_affairs", level="county", codes=["500235"]
        )
        return {
            "colleague": signed(db, own, "colleague", "clerk"),
            "stranger": signed(db, strange, "stranger", "editor"),
            "administrator": signed(db, strange, "chief", "administrator"),
        }


@pytest.fixture(scope="module")
def client(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    files = tmp_path_factory.mktemp("files")
    settings = load_settings(database_url="postgresql:///unused", files_dir=files)
    with TestClient(create_app(settings, engine)) as it:
        yield it


def test_a_county_book_comes_as_a_file(client: TestClient, editor: dict[str, str]) -> None:
    answer = client.get("/api/v1/gazetteers/500229/list.docx", headers=editor)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["content-disposition"]


def test_the_whole_municipality_is_made_on_the_machine(
    client: TestClient, editor: dict[str, str]
) -> None:
    answer = client.get("/api/v1/gazetteers/500000/list.docx", headers=editor)
    assert answer.status_code == 404
    assert "./diming book list 500000" in answer.json()["remedy"]


def test_a_visitor_gets_none(client: TestClient) -> None:
    assert client.get("/api/v1/gazetteers/500229/list.docx").status_code == 401


def test_the_page_lists_the_areas_one_acts_for(client: TestClient, editor: dict[str, str]) -> None:
    page = client.get("/books", headers=editor).text
    assert "城口县" in page
    assert "万州区" not in page
    assert "/api/v1/gazetteers/500229/dictionary.pdf" in page


def test_a_large_book_is_set_beside_the_requests_and_is_of_who_ordered_it(
    client: TestClient, editor: dict[str, str], others: dict[str, dict[str, str]]
) -> None:
    order = {"code": "500229", "kind": "list", "form": "docx"}
    begun = client.post("/books", data=order, headers=editor, follow_redirects=False)
    assert begun.status_code == 303, begun.text
    page = begun.headers["location"]
    for who, status in (("stranger", 404), ("colleague", 200), ("administrator", 200)):
        assert client.get(page, headers=others[who]).status_code == status, who
    until = time.monotonic() + 240
    while time.monotonic() < until:
        shown = client.get(page, headers=editor).text
        if 'data-state="done"' in shown or 'data-state="failed"' in shown:
            break
        time.sleep(0.2)
    assert "城口县标准地名录已编好" in shown
    for who, status in (("stranger", 404), ("colleague", 200), ("administrator", 200)):
        assert client.get(f"{page}/file", headers=others[who]).status_code == status, who
    assert client.get(f"{page}/file").status_code == 401
    book = client.get(f"{page}/file", headers=editor)
    assert book.content.startswith(b"PK")
    assert quote("城口县标准地名录.docx") in book.headers["content-disposition"]


def test_a_book_of_an_area_one_does_not_act_for_is_not_set(
    client: TestClient, editor: dict[str, str]
) -> None:
    order = {"code": "500101", "kind": "list", "form": "docx"}
    assert client.post("/books", data=order, headers=editor).status_code == 404


def test_a_work_that_there_is_not_is_told(client: TestClient, editor: dict[str, str]) -> None:
    assert client.get(f"/books/works/{uuid4()}", headers=editor).status_code == 404
