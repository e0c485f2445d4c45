"""Nothing on a sign is English: generic parts are pinyin, too."""

from __future__ import annotations

from collections.abc import Iterator

from naming.laws import ASSUMED, SIGNS
from naming.rules.py_16_english import ENGLISH, english_of
from naming.shown import shown
from naming.signs.sign_text import SignFacts, SignRule, SignText, on_sign
from naming.syllables import plain
from rulebook.rule import Breach, Weight


def check(sign: SignText, facts: SignFacts) -> Iterator[Breach]:
    """Yield a breach for each English word in the letters or in what else stands there."""
    found = [("romanization", word) for word in english_of(sign.romanization, facts.name)]
    found += [("extra", each[0]) for each in ENGLISH.finditer(sign.extra)]
    for field, word in found:
        yield Breach(
            f"版面用了英文“{shown(word)}”",
            evidence={"word": word},
            suggestion=f"请删去，拼音写作“{plain(facts.toned).upper()}”",
            field=field,
        )


RULE: SignRule = SignRule(
    id="SG-2",
    title="版面不用英文",
    category="标志",
    reason="地名标志不译成外文，通名也用汉语拼音。",
    source=SIGNS.clause("版面内容", ASSUMED, "标准文本未见，据其他规定转述"),
    weight=Weight.BLOCK,
    check=check,
    passes=(on_sign("望涧路", "WANGJIAN LU"), on_sign("望涧路", "WANGJIAN LU", "东 DONG")),
    fails=(
        on_sign("望涧路", "Wangjian Road"),
        on_sign("望涧路", "WANGJIAN RD."),
        on_sign("望涧路", "WANGJIAN LU", "East"),
    ),
)
