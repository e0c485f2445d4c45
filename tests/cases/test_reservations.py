"""Two cases never hold the same name, however many clerks press the button at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from api.dependencies.days import CHINA
from api.store.session import Engine
from tests.cases.office import CASES, Office, naming

AT_ONCE = 8


def drafted(office: Office, name: str, who: str = "town") -> str:
    id = str(uuid4())
    assert office.draft(who, naming(name), id).status_code == 201
    return id


def all_at_once(office: Office, ids: list[str], verb: str, who: str) -> list[Any]:
    """Take a step with every case at the same moment, each through a request of its own."""
    tags = {id: office.tag(who, id) for id in ids}
    start = Barrier(len(ids))

    def press(id: str) -> Any:
        start.wait()
        return office.step(who, id, verb, tag=tags[id])

    with ThreadPoolExecutor(len(ids)) as pool:
        return list(pool.map(press, ids))


@pytest.mark.parametrize("names", [["碧桐湾路"] * AT_ONCE, ["碧梧湾路", "碧吾湾路"] * 3])
def test_of_many_cases_with_one_name_or_sound_one_gets_it(office: Office, names: list[str]) -> None:
    ids = [drafted(office, name) for name in names]
    answers = all_at_once(office, ids, "submit", "town")
    assert sorted(a.status_code for a in answers) == [200] + [409] * (len(ids) - 1)
    refused = next(a.json() for a in answers if a.status_code == 409)
    assert refused["type"] == "/problems/names-taken"
    assert "DM500101-" in refused["errors"][0]["message"]


def test_the_database_itself_refuses_a_second_holder(office: Office, cases_engine: Engine) -> None:
    first, second = drafted(office, "碧荷湾路"), drafted(office, "碧荷坝路")
    office.step("town", first, "submit")
    steal = text(
        "INSERT INTO name_reservation (case_id, item_id, place_kind, scope, scope_id, part, key,"
        " held) SELECT :thief, item_id, place_kind, scope, scope_id, part, key, held"
        " FROM name_reservation WHERE case_id = :victim"
    )
    with (
        pytest.raises(Exception, match="ex_name_reservation_once") as refusal,
        cases_engine.begin() as connection,
    ):
        connection.execute(steal, {"thief": second, "victim": first})
    assert isinstance(refusal.value.__cause__, psycopg.errors.ExclusionViolation)


def test_one_name_in_two_counties_is_no_conflict(office: Office) -> None:
    here = drafted(office, "碧莲湾路")
    body = naming("碧莲湾路", county="500103")
    body["items"][0]["division"] = "500103"
    there = str(uuid4())
    office.draft("yz_town", body, there)
    assert office.step("town", here, "submit").status_code == 200
    assert office.step("yz_town", there, "submit").status_code == 200


def test_what_is_withdrawn_or_refused_is_free_again(office: Office) -> None:
    first, second, third = (drafted(office, "碧萝湾路") for _ in range(3))
    assert office.step("town", first, "submit").status_code == 200
    assert office.step("town", second, "submit").status_code == 409
    assert office.step("clerk", first, "refuse", {"note": "不予受理"}).status_code == 200
    assert office.step("town", second, "submit").status_code == 200
    assert office.step("town", second, "withdraw").status_code == 200
    assert office.step("town", third, "submit").status_code == 200


def test_a_reservation_ends_by_itself(office: Office, cases_engine: Engine) -> None:
    first, second = drafted(office, "碧薇湾路"), drafted(office, "碧薇湾路")
    assert office.step("town", first, "submit").status_code == 200
    past = text(
        "UPDATE name_reservation SET held = tstzrange(now() - interval '181 days',"
        " now() - interval '1 day') WHERE case_id = :id"
    )
    with cases_engine.begin() as connection:
        connection.execute(past, {"id": first})
    assert office.step("town", second, "submit").status_code == 200


def test_of_two_decisions_at_once_one_is_told(office: Office) -> None:
    id = drafted(office, "碧萍湾路")
    office.step("town", id, "submit")
    tag = office.tag("clerk", id)
    start = Barrier(6)

    def press(who: str) -> Any:
        start.wait()
        return office.step(who, id, "accept", tag=tag)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(press, ["clerk", "second"] * 3))
    assert sorted(a.status_code for a in answers) == [200] + [412] * 5


def test_numbers_of_cases_drafted_at_once_are_all_different(office: Office) -> None:
    start = Barrier(AT_ONCE)

    def press(_: int) -> str:
        start.wait()
        return str(office.draft("town", naming("碧波湾路")).json()["number"])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(press, range(AT_ONCE)))
    assert len(set(found)) == AT_ONCE
    assert all(number.startswith(f"DM500101-{datetime.now(CHINA).year}-") for number in found)


def test_the_item_of_a_returned_case_stays_held(office: Office) -> None:
    first, second = drafted(office, "碧溪湾路"), drafted(office, "碧溪湾路")
    office.step("town", first, "submit")
    assert office.step("clerk", first, "return", {"note": "补图"}).status_code == 200
    body = naming("碧溪湾路")
    tag = office.tag("town", first)
    path = f"{CASES}/{first}"
    headers = {"If-Match": tag}
    assert office.ask("town", "PUT", path, json=body, headers=headers).status_code == 200
    assert office.step("town", second, "submit").status_code == 409
    assert office.step("town", first, "submit").status_code == 200
