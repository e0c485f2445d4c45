"""A sign shows the standard name, character by character."""

from __future__ import annotations

from collections.abc import Iterator

from naming.laws import ASSUMED, SIGNS
from naming.shown import shown
from naming.signs.sign_text import SignFacts, SignRule, SignText, on_sign
from rulebook.rule import Breach, Weight


def check(sign: SignText, facts: SignFacts) -> Iterator[Breach]:
    """Yield a breach if the characters are not those of the name."""
    if sign.characters != facts.name:
        yield Breach(
            f"版面汉字“{shown(sign.characters)}”不是登记的地名“{facts.name}”",
            suggestion=f"请改为“{facts.name}”",
            field="characters",
        )


RULE: SignRule = SignRule(
    id="SG-1a",
    title="版面汉字与地名一致",
    category="标志",
    reason="地名标志上的名称必须是标准地名，多一字少一字都会误导。",
    source=SIGNS.clause("版面内容", ASSUMED, "标准文本未见，据其他规定转述"),
    weight=Weight.BLOCK,
    check=check,
    passes=(on_sign("望涧路", "WANGJIAN LU"),),
    fails=(on_sign("望涧", "WANGJIAN"), on_sign("望澗路", "WANGJIAN LU"), on_sign("", "")),
)
