"""Protected historical names are not given up, and not taken for another place."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import HeritageName, KnownNames, NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal, propose
from naming.shown import shown
from rulebook.rule import Breach, Example, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if a listed name would be given up, a note if one would be taken.

    With measures for its protection (GN-25-2) the block becomes a warning.
    """
    for entry in facts.protected(proposal.former_name) if proposal.former_name else ():
        yield Breach(
            f"“{proposal.former_name}”列入{entry.list_title}，一般不得更名",
            evidence=_evidence(entry),
            suggestion="确需更名的，应当先由区县政府制定保护措施并附文件",
            weight=Weight.WARN if proposal.measures_on else None,
            field="former_name",
        )
    for entry in _taken(proposal, facts):
        where = f"（{entry.where}）" if entry.where else ""
        yield Breach(
            f"“{shown(proposal.text)}”与{entry.list_title}所列“{entry.name}”{where}同名",
            evidence=_evidence(entry),
            suggestion="就地启用或派生历史地名的，请说明；用于别处的，请另拟专名",
            weight=Weight.NOTE,
            field="name",
        )


def _taken(proposal: Proposal, facts: NamingFacts) -> tuple[HeritageName, ...]:
    """Return entries equal to the name or its specific part, unless it is the place itself."""
    if proposal.record:
        return ()
    found = [*facts.protected(proposal.text), *facts.protected(proposal.specific)]
    return tuple(dict.fromkeys(found))


def _evidence(entry: HeritageName) -> dict[str, object]:
    return {
        "name": entry.name,
        "list": entry.list_title,
        "level": entry.level,
        "where": entry.where,
        "note": entry.note,
    }


LISTED = KnownNames(
    heritage=(HeritageName("凯旋路", "重庆市第二批历史地名保护名录", where="渝中区"),)
)

RULE: NamingRule = NamingRule(
    id="GN-10-2",
    title="历史地名一般不更名",
    category="历史地名",
    reason="具有重要历史文化价值、体现中华历史文脉的地名，一般不得更名。",
    source=DECREE.clause("第十条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(alone("凯旋路", "道路"), Example(propose("晨花路", "道路"), LISTED)),
    fails=(
        Example(propose("晨花路", "道路", former_name="凯旋路"), LISTED),
        Example(propose("凯旋路", "道路"), LISTED),
    ),
    needs_register=True,
)
