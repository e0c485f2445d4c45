"""Breaches for applications by someone who may not apply (申请主体)."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.lexicon.tables import table
from naming.proposal import Proposal
from naming.shown import shown
from rulebook.rule import Breach


def applicant_breaches(rule: str, proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach if the applicant is not one whom `rule` lets apply.

    Nothing is asked where nobody says who applies, or where the jurisdiction has no such
    rule (parameter `applicants_checked`).
    """
    who = proposal.applicant.strip()
    if not who or not facts.parameters.flag("applicants_checked"):
        return
    action = "renaming" if proposal.former_name else "naming"
    for row in table("applicants"):
        if (row["rule"], row["kind"], row["action"]) == (rule, proposal.kind, action):
            allowed = row["applicants"].split()
            if not any(word in who for word in allowed):
                verb = "更名" if proposal.former_name else "命名"
                yield Breach(
                    f"“{shown(who)}”不能申请“{shown(proposal.text)}”的{verb}",
                    evidence={"allowed": allowed},
                    suggestion=f"应由{'、'.join(allowed)}申请",
                    field="applicant",
                )
