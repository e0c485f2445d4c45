"""The application with officials of two counties, on a copy of the register with all samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

import pytest
from shapely.geometry import Point
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts
from api.services.person import Person
from api.services.registering.entries import Basis, NameEntry, NameHead, PlaceEntry
from api.services.registering.registering import register_name
from api.settings import load_settings
from api.store.session import Engine, engine_for, transaction
from naming.place_kind import PlaceKind
from naming.uncertain_day import day
from tests.api.register.people import division

BASIS = Basis("万州区人民政府", "万州府〔2026〕12号", day(date(2026, 3, 1)), why="新命名")


@dataclass(frozen=True)
class Official:
    """Somebody with a token."""

    person: Person
    headers: dict[str, str]


@dataclass(frozen=True)
class Office:
    """The application, its database, and who works with it."""

    client: TestClient
    engine: Engine
    editor: Official
    colleague: Official
    neighbour: Official
    applicant: Official
    approver: Official


@pytest.fixture(scope="module")
def office(register_copy: str) -> Iterator[Office]:
    engine = engine_for(register_copy)
    settings = load_settings(database_url=register_copy, log_json=True)
    with TestClient(create_app(settings, engine)) as client:
        wanzhou, yunyang = _bureau(engine, "万州区"), _bureau(engine, "云阳县")
        yield Office(
            client,
            engine,
            editor=_official(engine, wanzhou, "万州区", "limin", "李敏", "editor"),
            colleague=_official(engine, wanzhou, "万州区", "zhouqiang", "周强", "clerk"),
            neighbour=_official(engine, yunyang, "云阳县", "wuping", "吴平", "editor"),
            applicant=_official(engine, wanzhou, "万州区", "sunli", "孙丽", "applicant"),
            approver=_official(engine, wanzhou, "万州区", "zhaojun", "赵军", "approver"),
        )
    engine.dispose()


def _bureau(engine: Engine, county: str) -> int:
    code = {"万州区": "500101", "云阳县": "500235"}[county]
    with transaction(engine, actor="test") as db:
        return managing_accounts.add_organisation(
            db, name=f"{county}民政局", kind="civil_affairs", level="county", codes=[code]
        )


def _official(
    engine: Engine, organisation: int, county: str, login: str, name: str, role: str
) -> Official:
    with transaction(engine, actor="test") as db:
        account = managing_accounts.open_account(db, login=login, name=name).account_id
        managing_accounts.give_roles(db, account, organisation, [role])
        person = Person(
            account_id=account,
            login=login,
            name=name,
            organisation_id=organisation,
            organisation=f"{county}民政局",
            roles=frozenset({role}),
            division_ids=(division(db, county),),
        )
        scopes = ("read", "names")
        token = managing_accounts.make_token(db, person, label="test", scopes=scopes, days=1)
    return Official(person, {"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def hamlets(office: Office) -> Callable[..., NameHead]:
    """Enter another hamlet with a name of its own."""
    numbers = count(1)

    def enter(name: str, **told: object) -> NameHead:
        at = Point(108.40 + next(numbers) / 1000, 30.80)
        place = PlaceEntry(PlaceKind.VILLAGE, "自然村", type_code="22200", geometry=at)
        entry = NameEntry(name, **told)  # type: ignore[arg-type]  # fields of an entry
        with transaction(office.engine, actor="test") as db:
            return register_name(db, office.editor.person, entry, place, BASIS)

    return enter
