"""Steps of 地名一生: a name approved, renamed, vanished, corrected, never deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when
from shapely.geometry import Point
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from api.app import create_app
from api.services import managing_accounts
from api.services.person import Person
from api.services.refusals import Refusal
from api.services.registering import registering
from api.services.registering.editing import correct_record
from api.services.registering.entries import Basis, Correction, NameEntry, PlaceEntry
from api.settings import load_settings
from api.store.session import Engine, engine_for, transaction
from naming.place_kind import PlaceKind
from naming.uncertain_day import day

V1 = "/api/v1"
FIRST = Basis("万州区人民政府", "万州府〔2026〕1号", day(date(2026, 1, 5)))
KINDS = {"道路": PlaceKind.STREET, "自然村": PlaceKind.VILLAGE}
SPOTS = count(1)

scenarios("地名一生.feature")


@pytest.fixture(scope="module")
def engine(register_copy: str) -> Iterator[Engine]:
    engine = engine_for(register_copy)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def client(register_copy: str, engine: Engine) -> Iterator[TestClient]:
    settings = load_settings(database_url=register_copy, log_json=True)
    with TestClient(create_app(settings, engine)) as client:
        yield client


@pytest.fixture(scope="module")
def office() -> dict[str, Any]:
    """Who works in the office, by name: person and headers."""
    return {}


@pytest.fixture
def desk() -> dict[str, Any]:
    """What the office has before it: names by what they are called, the last refusal."""
    return {"names": {}}


@given(parsers.parse('万州区民政局有编辑"{one}"和"{other}"'))
def _editors(engine: Engine, office: dict[str, Any], one: str, other: str) -> None:
    if office:
        return
    with transaction(engine, actor="test") as db:
        bureau = managing_accounts.add_organisation(
            db, name="万州区民政局", kind="civil_affairs", level="county", codes=["500101"]
        )
        asked = "SELECT division_id FROM division_code WHERE code = '500101' LIMIT 1"
        county = db.execute(text(asked)).scalar_one()
        for number, name in enumerate((one, other)):
            account = managing_accounts.open_account(db, login=f"bj{number}", name=name)
            managing_accounts.give_roles(db, account.account_id, bureau, ["editor"])
            person = Person(
                account.account_id,
                f"bj{number}",
                name,
                bureau,
                "万州区民政局",
                frozenset({"editor"}),
                (county,),
            )
            token = managing_accounts.make_token(
                db, person, label="t", scopes=["read", "names"], days=1
            )
            office[name] = (person, {"Authorization": f"Bearer {token}"})


def enter(engine: Engine, office: dict[str, Any], kind: str, name: str, basis: Basis) -> int:
    spot = Point(108.30 + next(SPOTS) / 500, 30.83)
    place = PlaceEntry(KINDS[kind], kind, geometry=spot)
    with transaction(engine, actor="test") as db:
        person = office["李敏"][0]
        return registering.register_name(db, person, NameEntry(name), place, basis).id


def ground(authority: str, document: str, since: str) -> Basis:
    return Basis(authority, document, day(date.fromisoformat(since)))


@given(parsers.parse('已批准{kind}"{name}"'))
def _approved(
    engine: Engine, office: dict[str, Any], desk: dict[str, Any], kind: str, name: str
) -> None:
    desk["names"][name] = enter(engine, office, kind, name, FIRST)


@when(parsers.parse('"{authority}"以"{document}"自"{since}"起批准{kind}"{name}"'))
def _approve(
    engine: Engine,
    office: dict[str, Any],
    desk: dict[str, Any],
    authority: str,
    document: str,
    since: str,
    kind: str,
    name: str,
) -> None:
    basis = ground(authority, document, since)
    desk["names"][name] = enter(engine, office, kind, name, basis)


@when(parsers.parse('"{authority}"以"{document}"自"{since}"起把"{old}"更名为"{new}"'))
def _rename(
    engine: Engine,
    office: dict[str, Any],
    desk: dict[str, Any],
    authority: str,
    document: str,
    since: str,
    old: str,
    new: str,
) -> None:
    basis = ground(authority, document, since)
    with transaction(engine, actor="test") as db:
        made, _ = registering.rename_place(
            db, office["李敏"][0], desk["names"][old], NameEntry(new), basis
        )
    desk["names"][new] = made.id


@when(parsers.parse('"{authority}"以"{document}"记"{name}"于"{on}"消失，原因"{why}"'))
def _vanish(
    engine: Engine,
    office: dict[str, Any],
    desk: dict[str, Any],
    authority: str,
    document: str,
    name: str,
    on: str,
    why: str,
) -> None:
    basis = replace(ground(authority, document, on), why=why)
    with transaction(engine, actor="test") as db:
        registering.vanish(db, office["李敏"][0], desk["names"][name], basis)


@when(parsers.parse('有人没有办件就要恢复使用"{name}"'))
def _restore(engine: Engine, office: dict[str, Any], desk: dict[str, Any], name: str) -> None:
    basis = ground("万州区人民政府", "万州府〔2026〕60号", "2026-11-01")
    with pytest.raises(Refusal) as refused, transaction(engine, actor="test") as db:
        registering.restore(db, office["李敏"][0], desk["names"][name], basis)
    desk["refusal"] = refused.value.message


@when(parsers.parse('没有文号就登记道路"{name}"'))
def _groundless(engine: Engine, office: dict[str, Any], desk: dict[str, Any], name: str) -> None:
    with pytest.raises(Refusal) as refused:
        enter(engine, office, "道路", name, replace(FIRST, document=""))
    desk["refusal"] = refused.value.message


@when(parsers.parse('有人直接在数据库里把"{name}"改成"{other}"'))
def _tamper(engine: Engine, desk: dict[str, Any], name: str, other: str) -> None:
    _attack(engine, desk, "UPDATE place_name SET name = :other WHERE id = :id", name, other)


@when(parsers.parse('有人直接在数据库里删除"{name}"'))
def _delete(engine: Engine, desk: dict[str, Any], name: str) -> None:
    _attack(engine, desk, "DELETE FROM place_name WHERE id = :id AND :other = ''", name, "")


def _attack(engine: Engine, desk: dict[str, Any], statement: str, name: str, other: str) -> None:
    values = {"id": desk["names"][name], "other": other}
    with pytest.raises(DBAPIError) as refused, engine.begin() as connection:
        connection.execute(text(statement), values)
    desk["refusal"] = str(refused.value)


@given(parsers.parse('"{one}"和"{other}"都打开了"{name}"的档案'))
def _opened(client: TestClient, desk: dict[str, Any], one: str, other: str, name: str) -> None:
    address = f"{V1}/names/{desk['names'][name]}/record"
    desk["address"] = address
    desk["tags"] = {who: client.get(address).headers["etag"] for who in (one, other)}


@when(parsers.parse('"{who}"把含义改为"{meaning}"'))
def _edit(
    client: TestClient, office: dict[str, Any], desk: dict[str, Any], who: str, meaning: str
) -> None:
    headers = office[who][1] | {"If-Match": desk["tags"][who]}
    body = {"fields": {"meaning": meaning}, "why": "补充含义"}
    desk["answer"] = client.patch(desk["address"], json=body, headers=headers)


@when(parsers.parse('"{who}"独自把"{wrong}"更正为"{right}"'))
def _alone(
    engine: Engine, office: dict[str, Any], desk: dict[str, Any], who: str, wrong: str, right: str
) -> None:
    with pytest.raises(Refusal) as refused:
        _correct(engine, office, desk, who, wrong, right, who)
    desk["refusal"] = refused.value.message


@when(parsers.parse('"{who}"把"{wrong}"更正为"{right}"，由"{checker}"复核'))
def _correct(
    engine: Engine,
    office: dict[str, Any],
    desk: dict[str, Any],
    who: str,
    wrong: str,
    right: str,
    checker: str,
) -> None:
    id = desk["names"][wrong]
    with transaction(engine, actor="test") as db:
        correct_record(
            db,
            office[who][0],
            id,
            Correction(name=right),
            ground("万州区民政局", "万州民更〔2026〕1号", "2026-11-01"),
            checked_by=office[checker][0].account_id,
        )
    desk["names"][right] = id
    desk["last"] = id


def use(client: TestClient, name: str, on: str = "") -> dict[str, Any]:
    return dict(client.get(f"{V1}/standard-names?name={name}{on}").json())


@then(parsers.parse('"{name}"今天是标准地名，依据是"{document}"'))
def _is_standard(client: TestClient, name: str, document: str) -> None:
    told = use(client, name)
    assert told["verdict"] == "standard"
    assert document in told["sentence"]


@then(parsers.parse('"{name}"今天不是标准地名，现名"{now}"'))
def _is_former(client: TestClient, name: str, now: str) -> None:
    told = use(client, name)
    assert told["verdict"] == "not_standard"
    assert f"现名“{now}”" in told["sentence"]


@then(parsers.re('"(?P<name>[^"]+)"今天不是标准地名'))
def _is_none(client: TestClient, name: str) -> None:
    assert use(client, name)["verdict"] == "not_standard"


@then(parsers.parse('"{name}"在"{on}"是标准地名'))
def _was_standard(client: TestClient, desk: dict[str, Any], name: str, on: str) -> None:
    assert use(client, name, f"&on={on}")["verdict"] == "standard"
    told = client.get(f"{V1}/names/{desk['names'][name]}?on={on}").json()["properties"]
    assert (told["status"], told["in_use"]) == ("standard", True)


@then(parsers.parse('"{name}"的事件依次为"{kinds}"'))
def _events(client: TestClient, desk: dict[str, Any], name: str, kinds: str) -> None:
    told = client.get(f"{V1}/names/{desk['names'][name]}/events").json()["events"]
    assert "、".join(one["kind_title"] for one in told) == kinds


@then(parsers.re('(登记被拒绝|恢复被拒绝|更正被拒绝|数据库拒绝)，说到"(?P<words>[^"]+)"'))
def _refused(desk: dict[str, Any], words: str) -> None:
    assert words in desk["refusal"]


@then(parsers.parse('地名库中没有"{name}"'))
def _unknown(client: TestClient, name: str) -> None:
    assert use(client, name)["verdict"] == "unknown"


@then(parsers.parse('"{late}"被告知"{quick}"已改了"{what}"'))
def _told(desk: dict[str, Any], late: str, quick: str, what: str) -> None:
    assert desk["answer"].status_code == 412
    assert quick in desk["answer"].json()["detail"]
    assert what in desk["answer"].json()["detail"]


@then(parsers.parse('"{name}"的含义是"{meaning}"'))
def _meaning(client: TestClient, desk: dict[str, Any], name: str, meaning: str) -> None:
    told = client.get(f"{V1}/names/{desk['names'][name]}/record").json()
    assert told["fields"]["meaning"] == meaning


@then(parsers.parse('变更历史第一条是"{who}"的"{verb}"，改前"{before}"，改后"{after}"'))
def _history(
    client: TestClient,
    office: dict[str, Any],
    desk: dict[str, Any],
    who: str,
    verb: str,
    before: str,
    after: str,
) -> None:
    address = f"{V1}/names/{desk['last']}/history"
    newest = client.get(address, headers=office[who][1]).json()["changes"][0]
    assert (newest["person"], newest["verb_title"]) == (who, verb)
    (name,) = [part for part in newest["changes"] if part["key"] == "name"]
    assert (name["before"], name["after"]) == (before, after)
