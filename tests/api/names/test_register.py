"""What the register with all samples answers about proposed names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from api.services.checking_names import NameCheck, NameWish, check_names, check_wording
from api.store.queries.standpoints import Whereabouts
from naming.proposal import Details
from rulebook.report import Mode, Verdict
from rulebook.rule import Finding

DAY = date(2026, 1, 15)
WANZHOU, FULING, JIANGBEI = "500101", "500102", "500105"


def checked(db: Session, wish: NameWish, mode: Mode = Mode.NEW, on: date = DAY) -> NameCheck:
    (check,) = check_names(db, [wish], on=on, mode=mode)
    return check


def village(name: str, **where: Any) -> NameWish:
    return NameWish(name, "村", Whereabouts(**where))


def of_rule(check: NameCheck, rule: str) -> list[Finding]:
    return [f for f in check.report.findings if f.rule == rule]


def lone_village(db: Session, county: str) -> Any:
    """Return a village name that only this county has, with a sound nobody else has there."""
    return db.execute(
        text(
            "SELECT n.name, k.key, diming_where(p.division_id, :day) AS place"
            " FROM place_name n JOIN place p ON p.id = n.place_id"
            " JOIN name_key k ON k.place_name_id = n.id AND k.part = 'full'"
            " JOIN division_code c ON c.division_id = p.county_id AND c.code = :county"
            "  AND c.scheme = 'nbs' AND upper_inf(c.recorded)"
            " WHERE p.kind = 'committee' AND k.key LIKE '__村'"
            " AND (SELECT count(*) FROM name_key o WHERE o.key = k.key AND o.part = 'full') = 1"
            " ORDER BY n.id LIMIT 1"
        ),
        {"county": county, "day": DAY},
    ).one()


def test_a_village_of_the_same_county_blocks_and_says_where_it_is(register: Session) -> None:
    there = lone_village(register, WANZHOU)
    check = checked(register, village(there.key, code=WANZHOU))
    (finding,) = of_rule(check, "GN-9-8b")
    assert check.report.verdict is Verdict.BLOCK
    assert finding.evidence["name"] == there.name
    assert finding.evidence["where"] == there.place
    assert there.place in finding.message


def test_a_village_of_another_county_does_not_matter(register: Session) -> None:
    there = lone_village(register, WANZHOU)
    assert of_rule(checked(register, village(there.key, code=FULING)), "GN-9-8b") == []


def test_the_county_may_be_given_by_name(register: Session) -> None:
    there = lone_village(register, WANZHOU)
    assert of_rule(checked(register, village(there.key, county="万州区")), "GN-9-8b")


def test_the_county_may_be_found_from_the_location(register: Session) -> None:
    there = lone_village(register, WANZHOU)
    check = checked(register, village(there.key, lon=108.40, lat=30.81))
    assert [found.name for found in located(check)][1] == "万州区"
    assert of_rule(check, "GN-9-8b")


def located(check: NameCheck) -> Any:
    assert check.standpoint is not None
    return check.standpoint.located


def test_the_longer_official_words_are_the_same_name(register: Session) -> None:
    there = lone_village(register, WANZHOU)
    check = checked(register, village(f"{there.key[:2]}村村民委员会", code=WANZHOU))
    assert [f.evidence["how"] for f in of_rule(check, "GN-9-8b")] == ["重名"]


def test_the_same_sound_in_the_county_is_a_warning(register: Session) -> None:
    pair = register.execute(
        text(
            "SELECT a.key, b.key AS other FROM name_key a"
            " JOIN name_key s ON s.place_name_id = a.place_name_id AND s.part = 'full_sound'"
            " JOIN name_key t ON t.part = 'full_sound' AND t.key = s.key"
            "  AND t.county_id = s.county_id AND t.place_kind = 'committee'"
            " JOIN name_key b ON b.place_name_id = t.place_name_id AND b.part = 'full'"
            " JOIN division_code c ON c.division_id = s.county_id AND c.code = :county"
            "  AND c.scheme = 'nbs' AND upper_inf(c.recorded)"
            " WHERE a.part = 'full' AND a.place_kind = 'committee'"
            "  AND left(a.key, 2) <> left(b.key, 2)"
            " ORDER BY a.id LIMIT 1"
        ),
        {"county": WANZHOU},
    ).one()
    heard = of_rule(checked(register, village(pair.key, code=WANZHOU)), "GN-9-8b")
    same_sound = [f for f in heard if f.evidence["how"] == "同音"]
    assert pair.other[:2] in {str(f.evidence["name"])[:2] for f in same_sound}
    assert {f.weight.value for f in same_sound} == {"warn"}


def test_a_town_is_compared_in_the_whole_province(register: Session) -> None:
    check = checked(register, NameWish("分水镇", "镇", Whereabouts(code="500240")))
    (finding,) = [f for f in of_rule(check, "GN-9-8a") if f.evidence["how"] == "重名"]
    assert finding.evidence["where"] == "万州区分水镇"
    assert check.report.verdict is Verdict.BLOCK


def test_a_town_of_another_province_does_not_matter(register: Session) -> None:
    check = checked(register, NameWish("分水镇", "镇", Whereabouts(province="四川省")))
    assert of_rule(check, "GN-9-8a") == []
    assert of_rule(check, "REG-1")


def test_a_code_that_means_two_towns_says_so_and_takes_the_legal_list(register: Session) -> None:
    check = checked(register, village("晨光村", code="500101123"))
    (finding,) = of_rule(check, "LOC-2")
    assert finding.evidence == {
        "taken_as": "万州区龙驹镇",
        "others": ["万州区新乡镇（nbs）"],
    }
    assert finding.weight.value == "note"


@pytest.mark.parametrize("where", [{"code": JIANGBEI}, {"county": "江北区"}])
def test_an_abolished_county_is_said_and_not_searched_in_silence(
    register: Session, where: dict[str, str]
) -> None:
    check = checked(register, village("晨光村", **where))
    (ended,) = of_rule(check, "LOC-2")
    assert ended.evidence == {"stated": "江北区", "ended": "2025-11-06"}
    (gap,) = of_rule(check, "REG-1")
    assert "江北区已撤销（现为两江新区）" in gap.message


def test_an_abolished_county_was_none_the_day_before(register: Session) -> None:
    check = checked(register, village("晨光村", code=JIANGBEI), on=date(2025, 11, 5))
    assert of_rule(check, "LOC-2") == []


def test_a_town_asked_in_an_abolished_county_is_still_compared(register: Session) -> None:
    check = checked(register, NameWish("分水镇", "镇", Whereabouts(code=JIANGBEI)))
    assert of_rule(check, "GN-9-8a")


def test_with_a_location_the_successor_is_searched(register: Session) -> None:
    there = register.execute(
        text(
            "SELECT k.key FROM name_key k JOIN division_name d ON d.division_id = k.county_id"
            " AND d.name = '两江新区' AND upper_inf(d.recorded)"
            " WHERE k.part = 'full' AND k.place_kind = 'committee' ORDER BY k.id LIMIT 1"
        )
    ).scalar_one()
    inside = register.execute(
        text(
            "SELECT ST_X(label_point) AS lon, ST_Y(label_point) AS lat FROM division_area a"
            " JOIN division_name d ON d.division_id = a.division_id AND d.name = '两江新区'"
            " WHERE upper_inf(d.recorded) AND a.level = 3"
        )
    ).one()
    wish = NameWish(there, "村", Whereabouts(code=JIANGBEI, lon=inside.lon, lat=inside.lat))
    assert of_rule(checked(register, wish), "GN-9-8b")


def test_a_location_outside_is_a_warning_that_names_the_lines(register: Session) -> None:
    check = checked(register, village("晨光村", code=WANZHOU, lon=107.39, lat=29.70))
    (finding,) = of_rule(check, "LOC-1")
    assert finding.weight.value == "warn"
    assert finding.evidence["stated"] == "万州区"
    assert "涪陵区" in str(finding.evidence["found"])
    assert finding.evidence["basis"] == "synthetic"
    assert float(str(finding.evidence["distance_m"])) > 10_000


def test_a_location_inside_says_nothing(register: Session) -> None:
    check = checked(register, village("晨光村", code=WANZHOU, lon=108.40, lat=30.81))
    assert of_rule(check, "LOC-1") == []
    assert check.standpoint is not None
    assert check.standpoint.off_m == 0.0


def test_the_pieces_that_points_are_looked_up_in_make_up_the_areas(register: Session) -> None:
    worst = register.execute(
        text(
            "SELECT max(abs(ST_Area(a.geom) - p.area) / ST_Area(a.geom)), max(p.corners)"
            " FROM division_area a CROSS JOIN LATERAL (SELECT sum(ST_Area(p.geom)) AS area,"
            " max(ST_NPoints(p.geom)) AS corners FROM division_area_piece p"
            " WHERE p.area_id = a.id) p"
        )
    ).one()
    assert worst[0] < 1e-9
    assert worst[1] <= 64
    unknown = register.execute(
        text(
            "SELECT count(*) FROM division_area a WHERE NOT EXISTS"
            " (SELECT 1 FROM division_area_piece p WHERE p.area_id = a.id)"
        )
    )
    assert unknown.scalar_one() == 0


def test_an_unknown_county_is_said(register: Session) -> None:
    (gap,) = of_rule(checked(register, village("晨光村", county="不存在区")), "REG-1")
    assert "库中没有“不存在区”" in gap.message


def test_no_place_at_all_is_said(register: Session) -> None:
    (gap,) = of_rule(checked(register, village("晨光村")), "REG-1")
    assert "未说明所在的区县" in gap.message


def test_a_protected_name_in_its_county_is_noted(register: Session) -> None:
    check = checked(register, NameWish("凯旋路", "道路", Whereabouts(county="渝中区")))
    (finding,) = of_rule(check, "GN-10-2")
    assert finding.evidence["list"] == "重庆市第二批历史地名保护名录"
    assert "渝中区" in str(finding.evidence["where"])


def test_a_protected_name_is_not_given_up(register: Session) -> None:
    wish = NameWish("晨光路", "道路", Whereabouts(county="渝中区"), Details(former_name="凯旋路"))
    check = checked(register, wish)
    assert [f.weight.value for f in of_rule(check, "GN-10-2")] == ["block"]


def test_an_audit_never_blocks(register: Session) -> None:
    names = ["分水镇", "加州花园", "", "A区😀", "中国国际村"]
    wishes = [NameWish(n, "镇", Whereabouts(code=WANZHOU)) for n in names]
    verdicts = {c.report.verdict for c in check_names(register, wishes, on=DAY, mode=Mode.AUDIT)}
    assert Verdict.WARN in verdicts
    assert Verdict.BLOCK not in verdicts


@pytest.mark.parametrize("name", ["", "村" * 10_000, "晨\0光村", "晨\ud800光村", "𠀋﨎村", "😀村"])
def test_any_text_gets_a_report(register: Session, name: str) -> None:
    wish = NameWish(name, "村", Whereabouts(code=WANZHOU), Details(former_name=name))
    assert checked(register, wish).report.verdict is not Verdict.PASS


def test_any_place_gets_a_report(register: Session) -> None:
    where = Whereabouts(county="万\0州\ud800区", province="\udfff")
    assert of_rule(checked(register, NameWish("晨光村", "村", where)), "REG-1")


def test_no_proposals_get_no_reports(register: Session) -> None:
    assert check_names(register, [], on=DAY) == []


WHERES = st.sampled_from(
    [
        Whereabouts(),
        Whereabouts(code=WANZHOU),
        Whereabouts(code="500101123"),
        Whereabouts(code=JIANGBEI),
        Whereabouts(code="999999"),
        Whereabouts(county="涪陵区", province="重庆市"),
        Whereabouts(county="万州区", lon=107.39, lat=29.70),
        Whereabouts(lon=108.40, lat=30.81),
    ]
)
WISHES = st.builds(
    NameWish,
    st.sampled_from(["分水镇", "兴隆村", "石坡村", "凯旋路", "龙洞湾", "加州花园", "", "万州区"]),
    st.sampled_from(["村", "镇", "道路", "居民区", "区县", "自然村", "", "不知道"]),
    WHERES,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(wishes=st.lists(WISHES, max_size=8))
def test_a_batch_answers_as_single_checks_do(register: Session, wishes: list[NameWish]) -> None:
    singly = [checked(register, wish) for wish in wishes]
    assert check_names(register, wishes, on=DAY) == singly
    assert check_names(register, wishes[::-1], on=DAY) == singly[::-1]


@pytest.mark.parametrize("count", [1, 10, 400])
def test_a_batch_of_any_length_is_one_statement(register: Session, count: int) -> None:
    wishes = [
        village(f"晨{chr(0x4E00 + n)}村", code=WANZHOU, lon=108.4, lat=30.8) for n in range(count)
    ]
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    connection = register.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        check_names(register, wishes, on=DAY)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    assert len(statements) == 1


def test_a_check_writes_nothing(register: Session) -> None:
    register.execute(text("SET TRANSACTION READ ONLY"))
    assert checked(register, village("晨光村", code=WANZHOU)).report.name == "晨光村"


def test_wording_alone_finds_what_the_register_check_finds_in_the_wording(
    register: Session,
) -> None:
    wish = NameWish("加州花园", "居民区", Whereabouts(county="渝中区"))
    (by_words,) = check_wording([wish], on=DAY)
    assert set(by_words.report.rules) <= set(checked(register, wish).report.rules)
