"""Land across lines: shares by area, and whose consent follows."""

from shapely.geometry import box

from boundary_data.crossing import Consent, UnitPart, consents, shares
from boundary_data.inspection_facts import limits
from boundary_data.line import LineLevel

WEST, EAST = box(107.0, 30.0, 107.1, 30.1), box(107.1, 30.0, 107.2, 30.1)
SLIVER = box(107.1, 30.0, 107.10002, 30.1)


def part(
    name: str,
    shape: object,
    *,
    level: LineLevel = LineLevel.COUNTY,
    accuracy: float | None = 5.0,
    legal: bool = True,
) -> UnitPart:
    return UnitPart(name, name, level, accuracy, legal, shape)  # type: ignore[arg-type]


def told(*parts: UnitPart) -> tuple[Consent, ...]:
    land = box(107.0, 30.0, 107.2, 30.1)
    return consents(shares(land, parts, limits()))


def test_land_in_one_unit_needs_no_consent():
    assert told(part("甲", WEST)) == ()


def test_land_in_two_counties_needs_the_consent_of_both():
    (consent,) = told(part("甲", WEST), part("乙", EAST))
    assert consent.required is True
    assert "征得毗邻各方同意" in consent.message


def test_township_lines_go_by_reference():
    (consent,) = told(
        part("甲", WEST, level=LineLevel.TOWNSHIP), part("乙", EAST, level=LineLevel.TOWNSHIP)
    )
    assert "第十九条" in str(consent.source)


def test_a_strip_thinner_than_the_line_is_accurate_is_doubtful():
    (consent,) = told(part("甲", WEST), part("乙", SLIVER))
    assert consent.required is None
    assert "不能确定" in consent.message


def test_lines_that_are_not_legal_do_not_decide():
    (consent,) = told(part("甲", WEST), part("乙", EAST, legal=False))
    assert consent.required is None
    assert "不是法定界线" in consent.message


def test_specks_are_left_out():
    assert told(part("甲", WEST), part("乙", box(107.1, 30.0, 107.1000001, 30.0000001))) == ()


def test_the_shares_are_by_geodesic_area():
    land = box(107.0, 30.0, 107.2, 30.1)
    found = shares(land, (part("甲", WEST), part("乙", EAST)), limits())
    assert [round(one.share, 6) for one in found] == [0.5, 0.5]
