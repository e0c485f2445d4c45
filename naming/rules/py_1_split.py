"""A romanization is written apart, capitalised and marked off by the rules of 1984."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_spelling import letters
from naming.facts import NamingFacts
from naming.laws import SPELLING
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.syllables import plain
from rulebook.rule import Breach, Weight

# A straight apostrophe is one too; v for ü is the matter of another rule (PY-15).
SAME_LETTERS = str.maketrans({"'": "’", "v": "ü", "V": "Ü"})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for wrong spacing, a missing apostrophe and wrong capitals.

    Asked only if the letters are right: otherwise spacing cannot be compared.
    """
    del facts
    claimed = " ".join(proposal.romanization.translate(SAME_LETTERS).split())
    ours = proposal.computed_romanization.toned
    if not claimed or letters(claimed) != letters(ours):
        return
    if _spaces(claimed) != _spaces(ours):
        yield _breach(proposal, "分写或连写不当", Weight.WARN)
    elif plain(claimed).lower() != plain(ours).lower():
        yield _breach(proposal, "隔音符号使用不当", Weight.WARN)
    elif claimed != claimed.upper() and plain(claimed) != plain(ours):
        yield _breach(proposal, "大小写不当", Weight.WARN)


def _spaces(text: str) -> str:
    return plain(text).lower().replace("’", "")


def _breach(proposal: Proposal, what: str, weight: Weight) -> Breach:
    ours = proposal.computed_romanization.toned
    return Breach(
        f"“{proposal.romanization}”{what}",
        evidence={"computed": ours},
        suggestion=f"请写作“{ours}”",
        weight=weight,
        field="romanization",
    )


RULE: NamingRule = NamingRule(
    id="PY-1",
    title="专名通名分写、首字母大写、隔音符号",
    category="拼写",
    reason="专名与通名分写，自然村名连写；各部分首字母大写；a、o、e开头的音节前加隔音符号。",
    source=SPELLING.clause("第1至3、10、11条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("绿水街", "道路", romanization="Lǜshuǐ Jiē"),
        alone("绿水街", "道路", romanization="LÜSHUI JIE"),
        alone("周口店", "自然村", romanization="Zhōukǒudiàn"),
    ),
    fails=(
        alone("绿水街", "道路", romanization="Lǜshuǐjiē"),
        alone("新安路", "道路", romanization="Xīnān Lù"),
        alone("绿水街", "道路", romanization="lǜshuǐ jiē"),
        alone("周口店", "自然村", romanization="Zhōukǒu Diàn"),
    ),
)
