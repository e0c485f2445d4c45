"""Several people at the same thing in the same moment, on a server of two processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.proofs.office import Office, at_once

ROUNDS = 20
pytestmark = pytest.mark.postgis


def test_of_two_clerks_at_once_one_wins_and_the_other_is_told_who(
    office: Office, names: Iterator[str]
) -> None:
    told = Counter[str]()
    for _ in range(5):
        id = office.brought_to("submitted", next(names))
        accepted, returned = at_once(
            lambda: office.step("clerk", id, "accept", '"2"'),  # noqa: B023
            lambda: office.step("approver", id, "return", '"2"', note="请补位置图"),  # noqa: B023
        )
        assert {accepted.status_code, returned.status_code} == {200, 412}
        late = accepted if accepted.status_code == 412 else returned
        told[late.json()["type"]] += 1
        if late is returned:
            assert "500101民政局clerk员" in late.json()["detail"], late.text
    assert told == {"/problems/other-state": 5}


def test_who_comes_second_is_told_who_was_quicker(office: Office, names: Iterator[str]) -> None:
    id = office.brought_to("submitted", next(names))
    assert office.step("clerk", id, "accept", '"2"').status_code == 200
    late = office.step("approver", id, "return", '"2"', note="请补位置图")
    assert late.json()["detail"] == "办件已由500101民政局clerk员办理（受理）"


def test_of_two_cases_for_one_name_exactly_one_gets_it(
    office: Office, names: Iterator[str]
) -> None:
    answers = Counter[tuple[int, ...]]()
    for _ in range(ROUNDS):
        name = next(names)
        first, second = (office.brought_to("drafted", name) for _ in range(2))
        both = at_once(
            lambda: office.step("town", first, "submit", '"1"'),  # noqa: B023
            lambda: office.step("town", second, "submit", '"1"'),  # noqa: B023
        )
        answers[tuple(sorted(answer.status_code for answer in both))] += 1
    assert answers == {(200, 409): ROUNDS}


def test_the_loser_is_told_which_case_has_the_name(office: Office, names: Iterator[str]) -> None:
    name = next(names)
    first, second = (office.brought_to("drafted", name) for _ in range(2))
    winner = office.step("town", first, "submit", '"1"').json()
    loser = office.step("town", second, "submit", '"1"').json()
    assert winner["number"] in loser["errors"][0]["message"]


def test_a_case_approved_twice_at_once_is_approved_once(
    office: Office, names: Iterator[str]
) -> None:
    for _ in range(5):
        name = next(names)
        id = office.brought_to("reviewed", name)
        both = at_once(lambda: office.approve(id), lambda: office.approve(id))  # noqa: B023
        assert sorted(answer.status_code for answer in both) == [200, 412]
        assert office.count("SELECT count(*) FROM place_name WHERE name = %s", name) == 1


def test_a_draft_sent_twice_at_once_is_one_case(office: Office, names: Iterator[str]) -> None:
    for _ in range(5):
        id, name = str(uuid4()), next(names)
        both = at_once(lambda: office.draft(name, id=id), lambda: office.draft(name, id=id))  # noqa: B023
        assert sorted(answer.status_code for answer in both) in ([200, 201], [201, 409]), [
            answer.text for answer in both
        ]
        assert office.count("SELECT count(*) FROM case_item WHERE case_id = %s", id) == 1


def test_numbers_of_cases_begun_at_once_have_no_gap_and_no_double(
    office: Office, names: Iterator[str]
) -> None:
    many = [next(names) for _ in range(6)]
    answers = at_once(*(lambda name=name: office.draft(name) for name in many))
    numbers = sorted(int(answer.json()["number"].rsplit("-", 1)[1]) for answer in answers)
    assert numbers == list(range(numbers[0], numbers[0] + len(many)))
