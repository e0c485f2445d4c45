"""Breaches for applications by someone who may not apply (申请主体)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.lexicon.tables import table
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach, Weight

BUILDER = "建设单位"
PRIVATE = "个人"
ENTERPRISE = "企业事业单位"
"""Who may be the builder for all that the name tells: it has to be asked, not refused."""


def applicant_class(who: str) -> str:
    """Return what an applicant is by its name or type, e.g. 乡镇人民政府 for 分水镇人民政府.

    Empty if nothing in the name tells. Words are in `lexicon/applicant_words.csv`, the first
    that fits counts.
    """
    name = who.strip()
    for row in table("applicant_words"):
        word = row["word"]
        if name.endswith(word) if row["match"] == "ends" else word in name:
            return row["applicant"]
    return ""


def applicant_breaches(rule: str, proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the applicant is not one whom `rule` lets apply.

    Nothing is asked where nobody says who applies, or where the jurisdiction has no such
    rule (parameter `applicants_checked`). A company is only warned of where the builder may
    apply: its name does not tell whether it builds.
    """
    who = proposal.applicant.strip()
    if not who or not facts.parameters.flag("applicants_checked"):
        return
    verb = "更名" if proposal.former_name else "命名"
    told = applicant_class(who)
    for allowed in _allowed(rule, proposal):
        if told in allowed or any(word in who for word in allowed):
            continue
        unsure = told == ENTERPRISE and BUILDER in allowed
        said = (
            f"不能判断“{shown(who)}”是否建设单位"
            if unsure
            else (f"“{shown(who)}”不能申请“{shown(proposal.text)}”的{verb}")
        )
        yield Breach(
            said,
            evidence={"allowed": list(allowed), "taken_as": told},
            suggestion=f"应由{'、'.join(allowed)}申请",
            weight=Weight.WARN if unsure else None,
            field="applicant",
        )


def _allowed(rule: str, proposal: Proposal) -> Iterator[tuple[str, ...]]:
    action = "renaming" if proposal.former_name else "naming"
    for row in table("applicants"):
        if (row["rule"], row["kind"], row["action"]) == (rule, proposal.kind, action):
            yield tuple(row["applicants"].split())
