"""Rare characters are avoided."""

from __future__ import annotations

from collections.abc import Iterator

from naming.characters import Fault, fault_of, levels
from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from rulebook.rule import Breach, Weight

RARE_LEVEL = 3


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each character of level 3 or outside the table.

    Dialect characters usual in village names, and those of the name that this one is
    derived from, weigh no more than a note.
    """
    usual = facts.parameters.words("village_mark_rare_local")
    known = levels()
    for character in dict.fromkeys(proposal.text):
        level = known.get(character, 0)
        outside = not level and fault_of(character) is Fault.OUTSIDE
        if not outside and level != RARE_LEVEL:
            continue
        excused = character in usual or character in proposal.derived_from or not outside
        where = "不在《通用规范汉字表》内" if outside else "是《通用规范汉字表》三级字"
        yield Breach(
            f"“{character}”{where}，属于生僻字",
            evidence={"character": character, "code_point": f"U+{ord(character):04X}"},
            suggestion="请改用常见字；沿用当地原有地名的，请写明所沿用的地名",
            weight=Weight.NOTE if excused else None,
            field="name",
        )


RULE: NamingRule = NamingRule(
    id="GN-9-3b",
    title="避免使用生僻字",
    category="用字不规范",
    reason="生僻字难认难写，许多系统打不出来。现有地名及由其派生的地名不受限制。",
    source=DECREE.clause("第九条第(三)项", remark="“生僻”以三级字和表外字为界是本系统的理解"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("石坡村", "村"), alone("綦江区", "区县")),
    fails=(
        alone("氽鸭村", "村"),
        alone("瀼渡镇", "镇"),
        alone("氽鸭路", "道路", derived_from="氽鸭村"),
    ),
)
