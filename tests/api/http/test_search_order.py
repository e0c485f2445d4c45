"""Among many names, the first that search tells are the first of all, wherever it looks."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from geoalchemy2 import WKTElement
from shapely import Point
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.services.finding_names import NameWish, find, meant_by, search_of
from api.store.queries.names import MOST
from api.store.tables.divisions import Division, DivisionParent
from api.store.tables.names import Place, PlaceName
from gis.measure import distance_m
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.registering import indexed
from tests.api.http.test_search_names import ALWAYS, DAY, KNOWN, enter, near_misses

KINDS = (PlaceKind.TOWNSHIP, PlaceKind.COMMITTEE, PlaceKind.VILLAGE, PlaceKind.STREET)
TIERS = {"equal": 0, "beginning": 1, "inside": 2, "similar": 3}
CHARACTERS = "新村石坡"


@pytest.fixture
def hurried(db: Session) -> Session:
    """Let search take a handful for many, so that all its ways are gone with few names."""
    for function, few in (("looked_through", 12), ("few_places", 60), ("some_places", 110)):
        db.execute(
            text(
                f"CREATE OR REPLACE FUNCTION diming_{function}() RETURNS integer"
                f" LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT {few}'"
            )
        )
    return db


def told(db: Session, **wish: Any) -> Iterator[dict[str, Any]]:
    """Yield all names that are found, page after page, with their number of all so far."""
    q, by = search_of(wish.pop("q"), wish.pop("by", "auto"))
    asked = NameWish(on=DAY, known_at=None, q=q, by=by, **wish)
    offset = 0
    while True:
        found = find(db, asked, geometry=True, limit=7, offset=offset)
        page = json.loads(found.features)
        assert found.matched >= offset + len(page)
        if not page:
            assert found.matched == offset
            return
        for feature in page:
            yield feature["properties"] | {"at": feature["geometry"]["coordinates"]}
        offset += len(page)


def test_towns_come_before_villages_however_many_villages_there_are(db: Session) -> None:
    many = [(f"新村{chr(0x4E00 + n)}", PlaceKind.VILLAGE) for n in range(MOST + 30)]
    enter(db, [*many, ("新村龘", PlaceKind.TOWNSHIP), ("新村龘龘", PlaceKind.COMMITTEE)])
    found = find(db, NameWish(on=DAY, known_at=None, q="新村"), geometry=False, limit=3, offset=0)
    names = [each["properties"]["name"] for each in json.loads(found.features)]
    assert names[:2] == ["新村龘", "新村龘龘"]


def test_a_town_with_the_text_far_inside_comes_before_villages_with_it_near(db: Session) -> None:
    many = [(f"{chr(0x4E00 + n)}新村", PlaceKind.VILLAGE) for n in range(MOST + 30)]
    long = "布依族苗族彝族侗族水族壮族新村"
    enter(db, [*many, ("小小小小新村", PlaceKind.TOWNSHIP), (long, PlaceKind.TOWNSHIP)])
    found = find(db, NameWish(on=DAY, known_at=None, q="新村"), geometry=False, limit=3, offset=0)
    names = [each["properties"]["name"] for each in json.loads(found.features)]
    assert names[:2] == ["小小小小新村", long]


@pytest.mark.parametrize("hidden", ["坡石新", "石坡", "石〇坡新"])
def test_no_way_to_mistype_hides_another(db: Session, hidden: str) -> None:
    """Of 石坡新, mistyped: hundreds of names have another last character."""
    many = [(f"石坡{chr(0x4E00 + n)}", PlaceKind.VILLAGE) for n in range(2 * MOST)]
    hidden = "石新坡" if hidden == "坡石新" else hidden
    enter(db, [*many, (hidden, PlaceKind.COMMITTEE)])
    first = next(told(db, q="石坡新"))
    assert (first["name"], first["match"]) == (hidden, "similar")


def settled(db: Session, dice: random.Random, count: int) -> list[dict[str, Any]]:
    """Enter random names in three counties of two provinces, and return what is known of them."""
    divisions = [Division(level=level) for level in (1, 2, 3, 3, 1, 2, 3)]
    db.add_all(divisions)
    db.flush()
    ids = [division.id for division in divisions]
    parents = {1: 0, 2: 1, 3: 1, 5: 4, 6: 5}
    for child, parent in parents.items():
        db.add(
            DivisionParent(
                division_id=ids[child], parent_id=ids[parent], valid=ALWAYS, recorded=KNOWN
            )
        )
    known = []
    for number in range(count):
        name = "".join(dice.choices(CHARACTERS, k=dice.randint(2, 8)))
        kind, county = dice.choice(KINDS), dice.choice((2, 3, 6))
        lon, lat = 106 + dice.random() / 10, 30 + dice.random() / 10
        above = [county, parents[county], parents[parents[county]]]
        place = Place(
            external_key=f"order:{number}",
            kind=kind.value,
            division_id=ids[county],
            county_id=ids[county],
            province_id=ids[above[2]],
            valid=ALWAYS,
            recorded=KNOWN,
            geom=WKTElement(f"POINT({lon} {lat})", srid=4490),
        )
        db.add(place)
        db.flush()
        found = indexed(name, kind)
        one = PlaceName(
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
            place_rank=(2, 3, 5, 6)[KINDS.index(kind)],
            valid=ALWAYS,
            recorded=KNOWN,
        )
        db.add(one)
        db.flush()
        known.append(
            {
                "id": one.id,
                "name": name,
                "pinyin": one.pinyin,
                "initials": one.initials,
                "kind": kind.value,
                "rank": one.place_rank,
                "at": (lon, lat),
                "divisions": {ids[each] for each in above},
            }
        )
    return known


def tier(one: dict[str, Any], q: str, *, similar: bool) -> int | None:
    """Return how well a name answers, by the slow and simple way."""
    if q.isascii():
        if similar:
            return 3 if one["pinyin"] in meant_by(q) else None
        if q in (one["pinyin"], one["initials"]):
            return 0
        return 1 if one["pinyin"].startswith(q) or one["initials"].startswith(q) else None
    if similar:
        return 3 if one["name"] in near_misses(q, CHARACTERS) else None
    if one["name"] == q:
        return 0
    return 1 if one["name"].startswith(q) else 2 if q in one["name"] else None


def away_m(near: tuple[float, float], one: dict[str, Any]) -> float:
    return distance_m(Point(near), Point(one["at"]))


def stands_there(one: dict[str, Any], wish: dict[str, Any]) -> bool:
    """Tell whether a name is where it is asked for, by the slow and simple way."""
    west, south, east, north = wish.get("box") or (-180, -90, 180, 90)
    (lon, lat), near = one["at"], wish.get("near")
    return (
        wish.get("kind") in (None, one["kind"])
        and wish.get("division") in (None, *one["divisions"])
        and west <= lon <= east
        and south <= lat <= north
        and (near is None or away_m(near, one) <= wish["radius_m"])
    )


def expected(known: list[dict[str, Any]], wish: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return (tier, rank, distance, id) of what search is to tell, in its order."""
    q, near, found = wish["q"], wish.get("near"), []
    for similar in (False, True):
        for one in known:
            how = tier(one, q, similar=similar)
            if how is not None and stands_there(one, wish):
                away = round(away_m(near, one), 1) if near else None
                found.append((how, one["rank"], away, one["id"]))
        if found or len(q) < 2:
            break
    return sorted(found, key=lambda hit: (hit[0], hit[1], hit[2] or 0.0))


def test_search_finds_what_a_slow_and_simple_search_finds_in_its_order(hurried: Session) -> None:
    dice = random.Random(20261122)
    known = settled(hurried, dice, 240)
    divisions = sorted(set().union(*(one["divisions"] for one in known)))
    typed = ["新", "新村", "村石", "石坡新", "坡村石新", "x", "xc", "xinc", "cunshi", "xincunshi"]
    for one in dice.sample(known, 12):
        typed += [
            one["name"],
            one["pinyin"],
            *dice.sample(sorted(near_misses(one["name"], "坡〇")), 2),
        ]
        letters = sorted(near_misses(one["pinyin"], "aeng"))
        typed += dice.sample(letters, 2)
    for q in typed:
        lon, lat = 106 + dice.random() / 10, 30 + dice.random() / 10
        for where in (
            {},
            {"kind": dice.choice(KINDS).value},
            {"division": dice.choice(divisions)},
            {"box": (lon - 0.03, lat - 0.03, lon + 0.03, lat + 0.03)},
            {"near": (lon, lat), "radius_m": 2000.0},
            {"near": (lon, lat), "radius_m": 2000.0, "division": dice.choice(divisions)},
        ):
            wish = {"q": q, **where}
            found = list(told(hurried, **wish))
            ranks = {one["id"]: one["rank"] for one in known}
            hits = [(TIERS[f["match"]], ranks[f["id"]], f["distance_m"], f["id"]) for f in found]
            right = expected(known, wish)
            assert sorted(hit[3] for hit in hits) == sorted(hit[3] for hit in right), wish
            assert [hit[:3] for hit in hits] == [hit[:3] for hit in right], wish


def test_of_a_full_circle_the_nearest_are_told(hurried: Session) -> None:
    enter(hurried, [("新村", PlaceKind.VILLAGE)] * 150)
    near = (106.5, 30.0)
    wish = NameWish(on=DAY, known_at=None, q="新村", near=near, radius_m=100_000.0)
    found = find(hurried, wish, geometry=True, limit=5, offset=0)
    at = [each["geometry"]["coordinates"][0] for each in json.loads(found.features)]
    assert (at[0], set(at[1:])) == (106.5, {106.48, 106.49, 106.51, 106.52})
    assert found.bounded


def test_today_is_told_from_what_was(db: Session) -> None:
    """A county that went to another province is found in the one it lay in on the day."""
    old, new, county = Division(level=1), Division(level=1), Division(level=3)
    db.add_all([old, new, county])
    db.flush()
    for parent, period in ((old, "[1950-01-01,1997-06-18)"), (new, "[1997-06-18,)")):
        db.execute(
            text(
                "INSERT INTO division_parent (division_id, parent_id, valid)"
                " VALUES (:child, :parent, CAST(:period AS daterange))"
            ),
            {"child": county.id, "parent": parent.id, "period": period},
        )
    enter(db, [("石坡", PlaceKind.VILLAGE)])
    db.execute(
        text(
            "UPDATE place SET division_id = :county, county_id = :county, province_id = :new,"
            " valid = '[1950-01-01,)' WHERE external_key = 'search:0'"
        ),
        {"county": county.id, "new": new.id},
    )
    db.execute(text("UPDATE place_name SET valid = '[1950-01-01,)' WHERE name = '石坡'"))
    for day, division, there in (
        (date(1990, 1, 1), old, True),
        (date.today(), old, False),  # noqa: DTZ011
        (date.today(), new, True),  # noqa: DTZ011
    ):
        wish = NameWish(on=day, known_at=None, q="石坡", division=division.id)
        assert (find(db, wish, geometry=False, limit=9, offset=0).matched == 1) is there
