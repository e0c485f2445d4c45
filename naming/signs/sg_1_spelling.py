"""The letters of a sign are the romanization of its name, in the same words."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_spelling import letters, tones_given
from naming.laws import ASSUMED, SIGNS
from naming.rules.py_16_english import english_of
from naming.shown import shown
from naming.signs.sign_text import SignFacts, SignRule, SignText, on_sign
from naming.syllables import plain
from rulebook.rule import Breach, Weight

APOSTROPHES = str.maketrans(dict.fromkeys("'\u2018\uff07", "\u2019"))


def check(sign: SignText, facts: SignFacts) -> Iterator[Breach]:
    """Yield a breach if the letters, the words or the tones differ; English is another rule's."""
    if english_of(sign.romanization, facts.name):
        return
    better = plain(facts.toned).upper()
    told = shown(sign.romanization)
    if letters(sign.romanization) != letters(facts.toned):
        yield _breach(f"版面拼音“{told}”拼的不是“{facts.name}”", better)
    elif _words(plain(sign.romanization)) != _words(plain(facts.toned)):
        yield _breach(f"版面拼音“{told}”的分写与“{facts.toned}”不同", better, Weight.WARN)
    elif tones_given(sign.romanization) and _words(sign.romanization) != _words(facts.toned):
        yield _breach(f"版面拼音“{told}”的声调与“{facts.toned}”不同", facts.toned)


def _words(spelling: str) -> list[str]:
    return spelling.translate(APOSTROPHES).lower().split()


def _breach(said: str, better: str, weight: Weight | None = None) -> Breach:
    return Breach(said, suggestion=f"请写作“{better}”", weight=weight, field="romanization")


RULE: SignRule = SignRule(
    id="SG-1b",
    title="版面拼音与地名的罗马字母拼写一致",
    category="标志",
    reason="汉语拼音是地名罗马字母拼写的统一规范，标志上的拼音须与登记的拼写一致。",
    source=SIGNS.clause("版面内容", ASSUMED, "标准文本未见，据其他规定转述"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        on_sign("望涧路", "WANGJIAN LU"),
        on_sign("望涧路", "Wàngjiàn Lù"),
        on_sign("西安街", "XI'AN JIE", facts=SignFacts("西安街", "Xī’ān Jiē")),
        on_sign("望涧路", "Wangjian Road"),
    ),
    fails=(
        on_sign("望涧路", ""),
        on_sign("望涧路", "WANGJIANG LU"),
        on_sign("望涧路", "WANG JIAN LU"),
        on_sign("望涧路", "Wángjiàn Lù"),
    ),
)
