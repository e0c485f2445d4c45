"""The specific and the generic part of a romanization are written apart."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_style import claim_of, style_of
from naming.facts import NamingFacts
from naming.laws import spelling_rule
from naming.naming_rule import NamingRule, alone
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for words joined or parted otherwise than the rules say.

    Asked only if the letters are right: otherwise spacing cannot be compared. A style used
    throughout, of signs or of lists, is a note.
    """
    del facts
    claim = claim_of(proposal)
    if claim is None or claim.spaced_alike or proposal.kind is PlaceKind.VILLAGE:
        return
    style = style_of(claim, proposal)
    ours = proposal.computed_romanization.toned
    yield Breach(
        f"“{shown(proposal.romanization)}”{style or '分写或连写不当，专名与通名应分写'}",
        evidence={"computed": ours, "style": style},
        suggestion=f"请写作“{ours}”",
        weight=Weight.NOTE if style else None,
        field="romanization",
    )


RULE: NamingRule = NamingRule(
    id="PY-1",
    title="专名和通名分写",
    category="拼写",
    reason="专名与通名分写；单音节的修饰成分与相关部分连写，双音节以上的分写；专名化的通名随专名。",
    source=spelling_rule("第1、2、4、5、14条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("绿水街", "道路", romanization="Lǜshuǐ Jiē"),
        alone("绿水街", "道路", romanization="LÜSHUI JIE"),
        alone("景山后街", "道路", romanization="Jǐngshān Hòujiē"),
        alone("江北国际机场", "机场", romanization="Jiāngběi Guójì Jīchǎng"),
        alone("周口店", "自然村", romanization="Zhōukǒu Diàn"),
    ),
    fails=(
        alone("绿水街", "道路", romanization="Lǜshuǐjiē"),
        alone("景山后街", "道路", romanization="Jǐngshānhòu jiē"),
        alone("绿水街", "道路", romanization="LÜSHUIJIE"),
        alone("绿水街", "道路", romanization="Lǜ Shuǐ Jiē"),
    ),
)
