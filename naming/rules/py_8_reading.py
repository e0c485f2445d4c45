"""A claimed romanization is a reading of the characters (读音)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_spelling import follows, letters, tones_given
from naming.facts import NamingFacts
from naming.laws import spelling_rule
from naming.naming_rule import NamingRule, alone
from naming.pinyin import readings_of
from naming.proposal import Proposal
from naming.rules.py_7_numbers import differs_in_numbers
from naming.rules.py_12_er import differs_in_er
from naming.rules.py_16_english import english_in
from naming.syllables import plain
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a syllable is no reading of its character, or another than ours."""
    del facts
    claimed = proposal.romanization
    if not claimed or english_in(proposal):
        return
    ours = proposal.computed_romanization
    same_letters = letters(claimed) == letters(ours.toned)
    place = None if same_letters else follows(claimed, proposal.text)
    if place is not None:
        yield _not_a_reading(proposal, place)
    elif not same_letters and not (differs_in_numbers(proposal) or differs_in_er(proposal)):
        yield Breach(
            f"“{claimed}”与系统给出的“{ours.toned}”读音不同",
            evidence={"computed": ours.toned, "uncertain": [c for c, _ in ours.uncertain]},
            suggestion=f"请按审定的地名读音核对，系统给出“{ours.toned}”",
            weight=Weight.WARN,
            field="romanization",
        )
    elif same_letters and tones_given(claimed) and _tones(claimed) != _tones(ours.toned):
        yield Breach(
            f"“{claimed}”的声调与系统给出的“{ours.toned}”不同",
            evidence={"computed": ours.toned},
            suggestion=f"请核对声调，系统给出“{ours.toned}”",
            weight=Weight.NOTE,
            field="romanization",
        )


def _not_a_reading(proposal: Proposal, place: int) -> Breach:
    at = proposal.text[place : place + 1]
    what = f"在“{at}”字处不是该字的读音" if at else "比地名多出字母"
    options = "、".join(dict.fromkeys(plain(r) for r in readings_of(at))) if at else ""
    return Breach(
        f"“{proposal.romanization}”{what}",
        evidence={"character": at, "readings": options},
        suggestion=f"请核对拼写，系统给出“{proposal.computed_romanization.toned}”",
        field="romanization",
    )


def _tones(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalpha())


RULE: NamingRule = NamingRule(
    id="PY-8",
    title="罗马字母拼写与读音相符",
    category="拼写",
    reason="按普通话语音拼写，多音字和方言字以审定的读音为准。",
    source=spelling_rule("第8条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(
        alone("绿水街", "道路", romanization="Lǜshuǐ Jiē"),
        alone("黄海路8巷", "道路", romanization="Huánghǎilù 8 Xiàng"),
        alone("绿水街", "道路"),
    ),
    fails=(
        alone("石坡村", "村", romanization="Shibocun"),
        alone("厦门路", "道路", romanization="Shàmén Lù"),
        alone("石坡村", "村", romanization="Shīpōcūn"),
    ),
)
