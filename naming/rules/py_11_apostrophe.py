"""A syllable in a, o or e inside a word is marked off by an apostrophe."""

from __future__ import annotations

from collections.abc import Iterator

from naming.claimed_style import claim_of
from naming.facts import NamingFacts
from naming.laws import spelling_rule
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for an apostrophe that is missing, or stands where none belongs.

    Where the claim parts every syllable, none is needed.
    """
    del facts
    claim = claim_of(proposal)
    if claim is None:
        return
    here, wanted = _marks(claim.bare), _marks(claim.wanted)
    missing = [at for at in wanted if at not in here and not _parted(claim.bare, at)]
    extra = [at for at in here if at not in wanted]
    if missing or extra:
        ours = proposal.computed_romanization.toned
        what = "缺隔音符号" if missing else "多用了隔音符号"
        yield Breach(
            f"“{shown(proposal.romanization)}”{what}",
            evidence={"computed": ours},
            suggestion=f"请写作“{ours}”",
            field="romanization",
        )


def _marks(text: str) -> list[int]:
    """Return after how many letters each apostrophe stands."""
    return [_letters(text[:at]) for at, sign in enumerate(text) if sign == "’"]


def _parted(text: str, letters: int) -> bool:
    """Tell whether a blank stands after so many letters, or a capital begins there."""
    seen = 0
    for at, sign in enumerate(text):
        if seen == letters:
            capital = sign.isupper() and not text.isupper()
            return sign == " " or capital or text[at - 1] == " "
        seen += sign.isalnum()
    return False


def _letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


RULE: NamingRule = NamingRule(
    id="PY-11",
    title="隔音符号的用法",
    category="拼写",
    reason="a、o、e开头的音节接在其他音节后面时，用隔音符号分开，以免读错。",
    source=spelling_rule("第11条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("西安路", "道路", romanization="Xī'ān Lù"),
        alone("西安路", "道路", romanization="Xi An Lu"),
        alone("建瓯路", "道路", romanization="JIAN’OU LU"),
    ),
    fails=(
        alone("西安路", "道路", romanization="Xīān Lù"),
        alone("西安路", "道路", romanization="XIAN LU"),
        alone("绿水街", "道路", romanization="Lǜ’shuǐ Jiē"),
    ),
)
