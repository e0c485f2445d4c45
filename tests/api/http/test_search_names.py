"""Search finds what a slow and simple search finds, in the order that it promises."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from geoalchemy2 import WKTElement
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from api.services.finding_names import NameWish, find, search_of
from api.store.queries.names import MOST
from api.store.tables.names import Place, PlaceName
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.registering import indexed

DAY = date(2026, 1, 15)
ALWAYS = Range(date(2000, 1, 1), None)
KNOWN = Range(datetime(2024, 1, 1, tzinfo=UTC), None)
NAMES = (
    ("石坡村", PlaceKind.COMMITTEE),
    ("石坡镇", PlaceKind.TOWNSHIP),
    ("石坡", PlaceKind.VILLAGE),
    ("大石坡水库", PlaceKind.FACILITY),
    ("上石坡石坡桥", PlaceKind.FACILITY),
    ("新村", PlaceKind.VILLAGE),
    ("新村村", PlaceKind.COMMITTEE),
    ("重庆市", PlaceKind.DIVISION),
    ("重庆村", PlaceKind.VILLAGE),
    ("龙洞湾大桥", PlaceKind.FACILITY),
    ("中国人民解放军一零一医院家属社区", PlaceKind.BUILDING),
    ("石家庄医学高等专科学校沟", PlaceKind.NATURAL),
    ("𡎚上𡎚", PlaceKind.VILLAGE),
)


def enter(db: Session, names: Sequence[tuple[str, PlaceKind]]) -> None:
    """Enter names, each of a place of its own, from west to east."""
    for number, (name, kind) in enumerate(names):
        found = indexed(name, kind)
        place = Place(
            external_key=f"search:{number}",
            kind=kind.value,
            valid=ALWAYS,
            recorded=KNOWN,
            geom=WKTElement(f"POINT({106 + number / 100} 30)", srid=4490),
        )
        db.add(place)
        db.flush()
        (rank,) = db.execute(text("SELECT diming_place_rank(:kind)"), {"kind": kind.value}).one()
        db.add(
            PlaceName(
                place_id=place.id,
                name=name,
                kind="standard",
                status="listed",
                key=found.key,
                specific=found.specific,
                generic=found.generic,
                romanization=found.toned,
                romanization_plain=found.plain,
                pinyin=sound_keys(name)[0].replace(" ", ""),
                initials=found.initials[0],
                sounds=list(found.sounds),
                reading_sure=True,
                place_rank=rank,
                valid=ALWAYS,
                recorded=KNOWN,
            )
        )
    db.flush()


@pytest.fixture
def searched(db: Session) -> Session:
    enter(db, NAMES)
    return db


def search(db: Session, q: str, **more: Any) -> list[tuple[str, str]]:
    """Return names and how they match, in order."""
    letters, by = search_of(q, more.pop("by", "auto"))
    wish = NameWish(on=DAY, known_at=None, q=letters, by=by, **more)
    found = find(db, wish, geometry=False, limit=100, offset=0)
    told = [feature["properties"] for feature in json.loads(found.features)]
    assert found.matched == found.returned == len(told)
    return [(each["name"], each["match"]) for each in told]


def near_misses(word: str, letters: str) -> set[str]:
    """Return what is one typing error away from `word`."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {before + after[1:] for before, after in cuts if after}
    turned = {b + a[1] + a[0] + a[2:] for b, a in cuts if len(a) > 1}
    other = {b + letter + a[1:] for b, a in cuts if a for letter in letters}
    more = {b + letter + a for b, a in cuts for letter in letters}
    return (fewer | turned | other | more) - {word, ""}


def test_every_piece_of_a_name_finds_every_name_that_has_it(searched: Session) -> None:
    pieces = {
        name[first:last]
        for name, _ in NAMES
        for first in range(len(name))
        for last in range(first + 1, len(name) + 1)
    }
    for piece in sorted(pieces):
        expected = {name for name, _ in NAMES if piece in name}
        assert {name for name, _ in search(searched, piece, by="characters")} == expected, piece


def test_every_beginning_of_a_reading_finds_the_name(searched: Session) -> None:
    for name, kind in NAMES:
        reading, initials = sound_keys(name)[0].replace(" ", ""), indexed(name, kind).initials[0]
        if not reading.isascii():
            continue
        for typed in (reading, reading[:5], initials, initials[:2]):
            assert name in {found for found, _ in search(searched, typed)}, typed


@pytest.mark.parametrize("name", [name for name, _ in NAMES if len(name) > 1])
def test_one_wrong_character_still_finds_the_name(searched: Session, name: str) -> None:
    everything = [other for other, _ in NAMES]
    for typed in sorted(near_misses(name, "坡〇𡎚")):
        as_written = {other for other in everything if typed in other}
        found = search(searched, typed, by="characters")
        if as_written:
            assert {other for other, _ in found} == as_written, typed
        elif len(typed) > 1:
            assert (name, "similar") in found, typed


def test_nothing_is_similar_that_is_two_errors_away(searched: Session) -> None:
    for typed in ("石波邨", "新邨邨", "龙洞弯大", "一新村一"):
        for name, match in search(searched, typed):
            assert match == "similar"
            assert typed in near_misses(name, "".join(sorted(set(typed))))


@pytest.mark.parametrize("typed", ["shippcun", "shipocn", "shipoocun", "sihpocun", "shipicun"])
def test_one_wrong_letter_still_finds_the_name(searched: Session, typed: str) -> None:
    assert ("石坡村", "similar") in search(searched, typed)


def test_what_is_found_as_written_is_not_mixed_with_guesses(searched: Session) -> None:
    assert search(searched, "新村村") == [("新村村", "equal")]


def test_the_exact_comes_first_and_then_what_bears_the_name(searched: Session) -> None:
    assert search(searched, "石坡") == [
        ("石坡", "equal"),
        ("石坡镇", "beginning"),
        ("石坡村", "beginning"),
        ("大石坡水库", "inside"),
        ("上石坡石坡桥", "inside"),
    ]
    assert search(searched, "重庆")[0] == ("重庆市", "beginning")


def test_the_nearest_of_equals_comes_first(db: Session) -> None:
    enter(db, [("新村", PlaceKind.VILLAGE)] * 5)
    wish = NameWish(on=DAY, known_at=None, q="新村", near=(106.03, 30.0), radius_m=50_000)
    found = json.loads(find(db, wish, geometry=True, limit=3, offset=0).features)
    assert [each["geometry"]["coordinates"][0] for each in found] == [106.03, 106.02, 106.04]


def test_a_kind_and_a_name_kind_are_kept_to(searched: Session) -> None:
    assert search(searched, "石坡", kind="township") == [("石坡镇", "beginning")]
    assert search(searched, "石坡", kind="no such kind") == []
    assert search(searched, "石坡", name_kind="former") == []


def test_a_common_name_is_counted_so_far_and_paged_to_its_end(db: Session) -> None:
    many = MOST + 30
    enter(db, [("新村", PlaceKind.VILLAGE)] * many)
    wish = NameWish(on=DAY, known_at=None, q="新村")
    first = find(db, wish, geometry=False, limit=20, offset=0)
    assert (first.matched, first.bounded) == (MOST, True)
    seen: list[int] = []
    while page := json.loads(find(db, wish, geometry=False, limit=20, offset=len(seen)).features):
        seen += [each["id"] for each in page]
    assert len(seen) == len(set(seen)) == many


def test_a_common_name_is_sought_by_place_where_a_place_is_asked_for(db: Session) -> None:
    enter(db, [("新村", PlaceKind.VILLAGE)] * (MOST + 30))
    wish = NameWish(on=DAY, known_at=None, q="新村", box=(106.0, 29.9, 106.045, 30.1))
    found = find(db, wish, geometry=False, limit=20, offset=0)
    assert (found.matched, found.bounded) == (5, False)


def test_searching_reads_no_table_from_end_to_end(searched: Session) -> None:
    """A plan that scans is right in a small table and a disaster in a large one."""
    for function in ("written", "miswritten", "read", "misread"):
        (source, settings) = searched.execute(
            text("SELECT prosrc, proconfig FROM pg_proc WHERE proname = :name"),
            {"name": f"diming_names_{function}"},
        ).one()
        assert "enable_seqscan=off" in settings
        assert "plan_cache_mode=force_generic_plan" in settings
        assert " LIKE " not in source
