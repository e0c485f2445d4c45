"""The characters of a sign are regulated ones."""

from __future__ import annotations

from collections.abc import Iterator

from naming.characters import fault_of
from naming.laws import ASSUMED, CHARACTERS
from naming.signs.sign_text import SignFacts, SignRule, SignText, on_sign
from rulebook.rule import Breach, Weight


def check(sign: SignText, facts: SignFacts) -> Iterator[Breach]:
    """Yield a breach for each character that is not regulated and not of the name itself."""
    for character in dict.fromkeys(sign.characters):
        fault = fault_of(character)
        if fault is not None and character not in facts.name:
            yield Breach(
                f"版面有{fault.value}“{character}”",
                suggestion=f"请改用规范字，写作“{facts.name}”",
                field="characters",
            )


RULE: SignRule = SignRule(
    id="SG-4",
    title="版面用规范汉字",
    category="标志",
    reason="地名标志用字以《通用规范汉字表》为准，不用繁体字、异体字和外文字母。",
    source=CHARACTERS.clause("附件", ASSUMED, "江西省2025年地名标志设置指南转述"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        on_sign("望涧路", "WANGJIAN LU"),
        on_sign("氽鸭村", "TUNYA CUN", facts=SignFacts("氽鸭村", "Tǔnyā Cūn")),
    ),
    fails=(on_sign("望澗路", "WANGJIAN LU"), on_sign("望涧A路", "WANGJIAN LU")),
)
