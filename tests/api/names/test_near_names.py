"""What the register knows of the surroundings of a proposal reaches the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.services.auditing_names import Audit, audit_names
from api.services.checking_names import NameWish, check_names, check_registered
from api.services.loading.names import _indexed
from api.store.loading import names as loading
from api.store.loading.facts import Stamp
from api.store.queries.standpoints import Divisions, Whereabouts
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from rulebook.report import Mode, Verdict
from rulebook.rule import Finding

DAY = date(2026, 1, 15)
WANZHOU = (108.40, 30.81)
ACROSS = """
SELECT ST_X(p.a) AS lon, ST_Y(p.a) AS lat, ST_X(p.b) AS other_lon, ST_Y(p.b) AS other_lat, p.azimuth
FROM (SELECT label_point AS a, azimuth,
             ST_Project(label_point::geography, :metres, radians(azimuth))::geometry AS b
      FROM division_area CROSS JOIN generate_series(0, 315, 45) AS azimuth
      WHERE level = 4 AND upper_inf(recorded) ORDER BY id) p
CROSS JOIN LATERAL diming_located(ST_X(p.a), ST_Y(p.a), :day) here
CROSS JOIN LATERAL diming_located(ST_X(p.b), ST_Y(p.b), :day) there
WHERE here.county_id <> there.county_id LIMIT 1
"""
ENTER_PLACE = """
INSERT INTO place (external_key, kind, division_id, county_id, province_id, location_status, geom,
                   valid, recorded)
SELECT 'test:' || :name, :kind, coalesce(l.township_id, l.county_id), l.county_id, l.province_id,
       'synthetic', ST_GeomFromText(:shape, 4490), '[1900-01-01,)', tstzrange(now(), NULL)
FROM diming_located(
    ST_X(ST_PointOnSurface(ST_GeomFromText(:shape, 4490))),
    ST_Y(ST_PointOnSurface(ST_GeomFromText(:shape, 4490))), CAST(:day AS date)) l
RETURNING id
"""
STAGE_NAME = """
INSERT INTO staged_name (id, place_id, name, place_kind, kind, status, valid)
VALUES (nextval(pg_get_serial_sequence('place_name', 'id')), :place, :name, :kind, 'standard',
        :status, daterange('1900-01-01', CAST(:ended AS date)))
"""


@dataclass
class Settler:
    """Enters places into the register as loading does; the test takes them back at its end."""

    db: Session

    def __call__(
        self,
        name: str,
        kind: str,
        shape: str,
        *,
        status: str = "standard",
        ended: date | None = None,
    ) -> None:
        loading.create_staging(self.db)
        values = {"name": name, "kind": kind, "shape": shape, "day": DAY}
        place = self.db.execute(text(ENTER_PLACE), values).scalar_one()
        values |= {"place": place, "status": status, "ended": ended}
        self.db.execute(text(STAGE_NAME), values)
        loading.stage_index(self.db, _indexed(loading.staged_names(self.db, 0, 10)))
        delivery = self.db.execute(text("SELECT max(id), now() FROM delivery")).one()
        loading.open_staged_names(self.db, Stamp(*delivery))


Settle = Callable[..., None]


@pytest.fixture
def settle(register: Session) -> Settler:
    return Settler(register)


def point(lon: float, lat: float) -> str:
    return f"POINT({lon} {lat})"


def findings(db: Session, rule: str, wish: NameWish, mode: Mode = Mode.NEW) -> list[Finding]:
    (check,) = check_names(db, [wish], on=DAY, mode=mode)
    return [finding for finding in check.report.findings if finding.rule == rule]


def village(name: str, lon: float, lat: float) -> NameWish:
    return NameWish(name, "自然村", Whereabouts(lon=lon, lat=lat))


def across(db: Session, metres: float) -> Any:
    """Return two points so far apart in two counties, and the direction of the second."""
    return db.execute(text(ACROSS), {"metres": metres, "day": DAY}).one()


@pytest.mark.parametrize(
    ("there", "asked", "how"),
    [
        ("未氽湾", "末氽湾", "一字形近"),
        ("林氽湾", "宁氽湾", "读音相近"),
        ("石氽湾", "石氽坝", "专名相同、通名不同"),
        ("石氽湾", "石氽湾", "同名"),
    ],
)
def test_a_similar_village_across_the_border_of_the_county_is_told_with_distance_and_direction(
    register: Session, settle: Settler, there: str, asked: str, how: str
) -> None:
    pair = across(register, 4000)
    settle(there, "village", point(pair.other_lon, pair.other_lat))
    (finding,) = findings(register, "SIM-1", village(asked, pair.lon, pair.lat))
    directions = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
    assert f"“{asked}”与“{there}”{how}" in finding.message
    assert f"在其{directions[pair.azimuth // 45]}方向相距约4.0公里" in finding.message
    assert (finding.evidence["distance_m"], finding.weight.value) == (4000, "note")


@pytest.mark.parametrize("name", ["未氽湾", "林氽湾", "石氽湾"])
def test_at_twelve_kilometres_nothing_is_similar(
    register: Session, settle: Settler, name: str
) -> None:
    pair = across(register, 12_000)
    settle(name, "village", point(pair.other_lon, pair.other_lat))
    for asked in ("末氽湾", "宁氽湾", "石氽坝"):
        assert findings(register, "SIM-1", village(asked, pair.lon, pair.lat)) == []


def test_without_a_point_the_county_is_searched_for_similar_names(
    register: Session, settle: Settler
) -> None:
    settle("未氽湾", "village", point(*WANZHOU))
    here, elsewhere = Whereabouts(code="500101"), Whereabouts(code="500102")
    (finding,) = findings(register, "SIM-1", NameWish("末氽湾", "自然村", here))
    assert finding.evidence["distance_m"] is None
    assert findings(register, "SIM-1", NameWish("末氽湾", "自然村", elsewhere)) == []


def test_a_street_is_similar_within_a_shorter_distance_than_a_village(
    register: Session, settle: Settler
) -> None:
    lon, lat = WANZHOU
    settle("未氽路", "street", point(lon, lat + 0.06))
    where = Whereabouts(lon=lon, lat=lat)
    assert findings(register, "SIM-1", NameWish("末氽路", "道路", where)) == []
    nearer = Whereabouts(lon=lon, lat=lat + 0.03)
    assert findings(register, "SIM-1", NameWish("末氽路", "道路", nearer))


def test_a_place_that_was_moved_is_similar_where_it_stands_now(
    register: Session, settle: Settler
) -> None:
    lon, lat = WANZHOU
    settle("未氽湾", "village", point(lon, lat))
    register.execute(
        text(
            "UPDATE place SET geom = ST_SetSRID(ST_MakePoint(:lon, :lat), 4490)"
            " WHERE external_key = 'test:未氽湾'"
        ),
        {"lon": lon + 0.3, "lat": lat},
    )
    assert findings(register, "SIM-1", village("末氽湾", lon, lat)) == []
    assert findings(register, "SIM-1", village("末氽湾", lon + 0.3, lat + 0.01))


def test_a_vanished_name_near_by_is_proposed_with_its_story(
    register: Session, settle: Settler
) -> None:
    lon, lat = WANZHOU
    settle("氽亭铺", "village", point(lon, lat + 0.01), status="vanished", ended=date(1958, 3, 1))
    road = NameWish("幸福路", "道路", Whereabouts(lon=lon, lat=lat))
    (finding,) = findings(register, "CQ-H-4", road)
    assert "“氽亭铺”（消失地名，距约1.1公里，1958年3月1日停用）" in finding.message
    assert "氽亭铺" in finding.suggestion


def test_an_old_name_that_a_place_bears_again_is_not_proposed(
    register: Session, settle: Settler
) -> None:
    lon, lat = WANZHOU
    settle("氽亭铺", "village", point(lon, lat + 0.01), status="vanished", ended=date(1958, 3, 1))
    settle("氽亭铺路", "street", point(lon, lat + 0.02))
    road = NameWish("幸福路", "道路", Whereabouts(lon=lon, lat=lat))
    assert findings(register, "CQ-H-4", road) == []


def test_a_vanished_name_twelve_kilometres_away_is_not_proposed(
    register: Session, settle: Settler
) -> None:
    lon, lat = WANZHOU
    settle("氽亭铺", "village", point(lon, lat + 0.11), status="vanished", ended=date(1958, 3, 1))
    road = NameWish("幸福路", "道路", Whereabouts(lon=lon, lat=lat))
    assert findings(register, "CQ-H-4", road) == []


def test_a_vanished_name_on_a_list_of_the_county_is_proposed_with_its_story(
    register: Session,
) -> None:
    road = NameWish("幸福路", "道路", Whereabouts(county="忠县"))
    (finding,) = findings(register, "CQ-H-4", road)
    assert "“冯家院子”（忠县消失地名保护名录调查表(示例)，" in finding.message
    assert "2002年三峡工程淹没拆迁" in str(finding.evidence["names"])


def test_names_in_use_again_are_no_unused_old_names(register: Session) -> None:
    road = NameWish("幸福路", "道路", Whereabouts(county="渝中区"))
    (finding,) = findings(register, "CQ-H-4", road)
    assert "七星巷" not in str(finding.evidence)


@pytest.mark.parametrize(("name", "rule"), [("缙云山", "GN-9-7b"), ("黄山", "GN-9-7b")])
def test_a_mountain_does_not_take_the_name_of_a_famous_one(
    register: Session, name: str, rule: str
) -> None:
    wish = NameWish(name, "山峰", Whereabouts(code="500101"))
    famous = [f for f in findings(register, rule, wish) if "全国著名" in f.message]
    assert [f.weight.value for f in famous] == ["warn"]


def test_a_town_does_not_take_the_name_of_a_famous_mountain(register: Session) -> None:
    wish = NameWish("峨眉山镇", "镇", Whereabouts(code="500101"))
    (finding,) = findings(register, "GN-9-9", wish)
    assert "以著名自然地理实体“峨眉山”的专名作专名" in finding.message
    assert finding.evidence["where"] == "四川省"


def test_a_famous_mountain_is_no_duplicate_of_itself(register: Session, settle: Settler) -> None:
    settle("缙云山", "natural", "POLYGON((106.3 29.8,106.4 29.8,106.4 29.9,106.3 29.8))")
    wish = NameWish("缙云山", "山峰", Whereabouts(code="500109"))
    assert findings(register, "GN-9-7b", wish)
    place = register.execute(
        text(
            "SELECT p.county_id, p.province_id, n.id FROM place p"
            " JOIN place_name n ON n.place_id = p.id WHERE p.external_key = 'test:缙云山'"
        )
    ).one()
    own = Proposal("缙云山", stated_kind=PlaceKind.NATURAL, record=str(place.id))
    at = Divisions(None, place.county_id, place.province_id)
    (check,) = check_registered(register, [own], [at], on=DAY, mode=Mode.AUDIT)
    assert [f for f in check.report.findings if f.rule == "GN-9-7b"] == []


def test_a_town_is_not_named_after_a_river_that_leaves_its_county(
    register: Session, settle: Settler
) -> None:
    pair = across(register, 4000)
    line = f"LINESTRING({pair.lon} {pair.lat},{pair.other_lon} {pair.other_lat})"
    settle("氽溪河", "natural", line)
    wish = NameWish("氽溪河镇", "镇", Whereabouts(lon=pair.lon, lat=pair.lat))
    (finding,) = findings(register, "GN-9-9", wish)
    assert "以“氽溪河”的专名作专名，而该实体超出本政区范围" in finding.message


def test_a_town_may_be_named_after_a_hill_within_its_county(
    register: Session, settle: Settler
) -> None:
    settle("氽溪山", "natural", point(*WANZHOU))
    wish = NameWish("氽溪山镇", "镇", Whereabouts(code="500101"))
    assert findings(register, "GN-9-9", wish) == []


def test_a_bridge_is_compared_with_the_names_around_it(register: Session, settle: Settler) -> None:
    lon, lat = WANZHOU
    settle("大氽坝", "village", point(lon, lat + 0.005))
    where = Whereabouts(lon=lon, lat=lat)
    (finding,) = findings(register, "GN-9-10", NameWish("安宁大桥", "桥梁", where))
    assert "“大氽坝”" in finding.suggestion
    assert findings(register, "GN-9-10", NameWish("大氽坝大桥", "桥梁", where)) == []
    assert findings(register, "GN-9-10", NameWish("万州大桥", "桥梁", where)) == []


def test_a_batch_hears_of_its_surroundings_what_each_would_alone(
    register: Session, settle: Settler
) -> None:
    pair = across(register, 4000)
    settle("未氽湾", "village", point(pair.other_lon, pair.other_lat))
    settle("氽亭铺", "village", point(pair.lon, pair.lat), status="vanished", ended=DAY)
    wishes = [
        village("末氽湾", pair.lon, pair.lat),
        NameWish("幸福路", "道路", Whereabouts(lon=pair.lon, lat=pair.lat)),
        NameWish("幸福路", "道路", Whereabouts(county="忠县")),
        NameWish("安宁大桥", "桥梁", Whereabouts(lon=pair.other_lon, lat=pair.other_lat)),
        NameWish("黄山镇", "镇", Whereabouts(code="500101")),
        NameWish("末氽湾", "自然村"),
    ]
    alone = [check_names(register, [wish], on=DAY)[0] for wish in wishes]
    assert check_names(register, wishes, on=DAY) == alone
    assert check_names(register, wishes[::-1] * 2, on=DAY) == alone[::-1] * 2


def test_an_audit_sees_the_surroundings_from_where_the_place_is(
    register: Session, settle: Settler
) -> None:
    lon, lat = WANZHOU
    settle("未氽湾", "village", point(lon, lat))
    settle("末氽湾", "village", point(lon, lat + 0.02))
    settle("未氽塘", "village", point(lon + 0.3, lat))
    audited = audit_names(register, Audit(), on=DAY, kinds=["village"])
    (found,) = [each for each in audited if each.registered.name == "末氽湾"]
    (finding,) = [f for f in found.check.report.findings if f.rule == "SIM-1"]
    assert "“未氽湾”一字形近" in finding.message
    assert "在其南方向相距约2.2公里" in finding.message
    assert found.check.report.verdict is not Verdict.BLOCK
