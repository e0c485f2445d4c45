"""The audit finds in the register what can be counted in the files, by other means."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import boundary_data
from api.services.auditing_names import Audit, Audited, audit_names
from api.store.queries.auditing import count_of_names
from naming.place_kind import PlaceKind

DAY = date(2023, 7, 1)
"""A day on which the list of 2023 holds and nothing later has begun."""

CODES = Path(boundary_data.__file__).parent / "samples" / "codes"


def listed(name: str) -> Iterator[dict[str, str]]:
    with (CODES / f"cq_nbs2023_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@pytest.fixture(scope="module")
def towns() -> Counter[str]:
    return Counter(row["name"] for row in listed("streets") if row["name"][-1] in "乡镇")


def audited(register: Session, kind: PlaceKind) -> tuple[Audit, list[Audited]]:
    audit = Audit()
    found = list(audit_names(register, audit, on=DAY, kinds=[kind.value]))
    return audit, found


def test_the_files_repeat_30_names_of_towns(towns: Counter[str]) -> None:
    repeated = [count for count in towns.values() if count > 1]
    assert (len(repeated), sum(repeated)) == (30, 65)


def test_the_audit_finds_each_repeated_name_of_a_town_with_all_its_places(
    register: Session, towns: Counter[str]
) -> None:
    audit, _ = audited(register, PlaceKind.TOWNSHIP)
    found = audit.groups["GN-9-8a 重名"]
    expected = {name: count for name, count in towns.items() if count > 1}
    assert {name: len(at) for name, at in found.items() if name[-1] in "乡镇"} == expected


def test_the_audit_finds_each_village_repeated_in_its_county(register: Session) -> None:
    repeated = Counter((row["areaCode"], row["name"]) for row in listed("villages"))
    counties = {row["code"]: row["name"] for row in listed("areas")}
    expected = {
        (counties[county], name): count for (county, name), count in repeated.items() if count > 1
    }
    assert sum(expected.values()) == 180
    _, found = audited(register, PlaceKind.COMMITTEE)
    same = Counter(
        (county_of(each.registered.place, counties), each.registered.name)
        for each in found
        if any(
            finding.evidence.get("name") == each.registered.name
            for finding in each.check.report.findings
        )
    )
    assert same == expected


def county_of(place: str, counties: dict[str, str]) -> str:
    return next(name for name in counties.values() if place.startswith(name))


def test_no_name_is_a_duplicate_of_itself(register: Session) -> None:
    _, found = audited(register, PlaceKind.TOWNSHIP)
    own = [
        each.registered.name
        for each in found
        for finding in each.check.report.findings
        if finding.evidence.get("id") == str(each.registered.name_id)
    ]
    assert own == []


def test_an_audit_looks_at_every_name_and_blocks_none(register: Session) -> None:
    audit, _ = audited(register, PlaceKind.TOWNSHIP)
    assert audit.names.total() == count_of_names(register, day=DAY, kinds=["township"])
    assert audit.verdicts["block"] == 0
