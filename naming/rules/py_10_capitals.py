"""Each word of a romanization begins with a capital."""

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
    """Yield a breach for a small first letter or a capital inside a word.

    All capitals are allowed, on signs above all.
    """
    del facts
    claim = claim_of(proposal)
    if claim is None or claim.written == claim.written.upper():
        return
    # 1横 and Dàyáoqiáo|Lù, joined in lists, keep the capital of the next word
    words = claim.bare.replace("’", "").split()
    small = any(word[0].islower() for word in words)
    allowed = {each[0] for each in claim.wanted.replace("’", "").split()}
    inside = {c for word in words for c in word[1:] if c.isupper()}
    if small or not inside <= allowed:
        ours = proposal.computed_romanization.toned
        yield Breach(
            f"“{shown(proposal.romanization)}”大小写不当，每个分写部分只有第一个字母大写",
            evidence={"computed": ours},
            suggestion=f"请写作“{ours}”",
            field="romanization",
        )


RULE: NamingRule = NamingRule(
    id="PY-10",
    title="各部分第一个字母大写",
    category="拼写",
    reason="地名中每个分写部分的第一个字母大写，其余小写；特殊情况可全部大写。",
    source=spelling_rule("第10条"),
    weight=Weight.WARN,
    check=check,
    passes=(
        alone("绿水街", "道路", romanization="Lǜshuǐ Jiē"),
        alone("绿水街", "道路", romanization="LÜSHUI JIE"),
    ),
    fails=(
        alone("绿水街", "道路", romanization="lǜshuǐ jiē"),
        alone("绿水街", "道路", romanization="Lǜshuǐ jiē"),
        alone("绿水街", "道路", romanization="LǜShuǐ Jiē"),
    ),
)
