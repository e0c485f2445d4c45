"""A romanization is written apart, capitalised and marked off by the rules of 1984."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naming.claimed_spelling import LYU, letters
from naming.facts import NamingFacts
from naming.laws import SPELLING
from naming.naming_rule import NamingRule, alone
from naming.pinyin import read
from naming.proposal import Proposal
from naming.shown import shown
from naming.syllables import capital, joined, plain
from rulebook.rule import Breach, Weight

# A straight apostrophe is one too; v for ü is the matter of another rule (PY-15).
DIGITS = re.compile("([0-9]+)")
SAME_LETTERS = str.maketrans({"'": "’", "\u2018": "’", "\u02bc": "’", "`": "’", "v": "ü", "V": "Ü"})


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for wrong spacing, a missing apostrophe and wrong capitals.

    Asked only if the letters are right: otherwise spacing cannot be compared. Signs and
    printed lists join everything or part every syllable: such a style is a note.
    """
    del facts
    umlauts = LYU.sub(_umlaut, proposal.romanization.translate(SAME_LETTERS))
    claimed = " ".join(umlauts.split())
    ours = proposal.computed_romanization.toned
    if not claimed or letters(claimed) != letters(ours):
        return
    style = _style(claimed, proposal)
    if style:
        yield _breach(proposal, style, Weight.NOTE)
    elif _spaces(claimed) != _spaces(ours):
        yield _breach(proposal, "分写或连写不当", Weight.WARN)
    elif plain(claimed).lower() != plain(ours).lower():
        yield _breach(proposal, "隔音符号使用不当", Weight.WARN)
    elif claimed != claimed.upper() and plain(claimed) != plain(ours):
        yield _breach(proposal, "大小写不当", Weight.WARN)


def _style(claimed: str, proposal: Proposal) -> str:
    """Return what is unlike the rules in a style used throughout, empty if none is."""
    bare, wanted = plain(claimed), plain(proposal.computed_romanization.toned)
    syllables = len(proposal.text)
    if _spaces(claimed) == _spaces(wanted):
        return ""
    if _spaces(claimed) == _spaces(_direction_before(proposal)):
        return "方位词与专名连写（各地写法不一）"
    if DIGITS.sub(r" \1 ", bare).split() == DIGITS.sub(r" \1 ", wanted).split():
        return "序数前后空格不一（各地写法不一）"
    if " " not in bare and (bare.isupper() or bare == wanted.replace(" ", "")):
        return "全部连写（标志和名录的习惯写法）"
    if syllables > 1 and len(bare.split()) == syllables:
        return "按音节分写（名录的习惯写法）"
    return ""


def _umlaut(found: re.Match[str]) -> str:
    """Return lü for lyu, LÜ for LYU; that it is written so is the matter of PY-15."""
    return found[1] + ("Ü" if found[0].isupper() else "ü")


def _direction_before(proposal: Proposal) -> str:
    """Return the spelling with a direction joined to the specific part: 劳动东/路."""
    syllables, cut = read(proposal.text).syllables, len(proposal.specific)
    words = (joined(syllables[:cut]), joined(syllables[cut:]))
    return " ".join(capital(word) for word in words if word)


def _spaces(text: str) -> str:
    return plain(text).lower().replace("’", "").replace("-", "")


def _breach(proposal: Proposal, what: str, weight: Weight) -> Breach:
    ours = proposal.computed_romanization.toned
    return Breach(
        f"“{shown(proposal.romanization)}”{what}",
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
        alone("绿水街", "道路", romanization="LÜSHUIJIE"),
        alone("绿水街", "道路", romanization="Lǜ Shuǐ Jiē"),
    ),
)
