"""A street plate has the colour of the way that its road runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from naming.laws import ASSUMED, SIGNS
from naming.signs.plate import AXES, axis_of
from naming.signs.sign_text import WANGJIAN, SignFacts, SignRule, SignText
from rulebook.rule import Breach, Example, Weight


def check(sign: SignText, facts: SignFacts) -> Iterator[Breach]:
    """Yield a breach if the axis of the plate is not that of the road, as far as it is known."""
    if not sign.axis or facts.bearing_deg is None:
        return
    better = axis_of(facts.bearing_deg)
    if sign.axis != better:
        yield Breach(
            f"版面按{AXES[sign.axis]}走向用色，而“{facts.name}”是{AXES[better]}走向",
            evidence={"bearing_deg": round(facts.bearing_deg % 180)},
            suggestion=f"请把走向改为{AXES[better]}；弯曲的道路以该路段为准",
            field="axis",
        )


EASTWARD = replace(WANGJIAN, bearing_deg=80.0)
PLATE = SignText("望涧路", "WANGJIAN LU")

RULE: SignRule = SignRule(
    id="SG-3",
    title="街路牌按走向用色",
    category="标志",
    reason="东西走向与南北走向的道路，街路牌用不同的颜色，看牌就知道方向。",
    source=SIGNS.clause("街路牌颜色", ASSUMED, "标准文本未见，颜色为参数"),
    weight=Weight.WARN,
    check=check,
    passes=(
        Example(replace(PLATE, axis="east_west"), EASTWARD),
        Example(replace(PLATE, axis="north_south"), WANGJIAN),
        Example(PLATE, EASTWARD),
    ),
    fails=(
        Example(replace(PLATE, axis="north_south"), EASTWARD),
        Example(replace(PLATE, axis="east_west"), replace(WANGJIAN, bearing_deg=5.0)),
    ),
)
