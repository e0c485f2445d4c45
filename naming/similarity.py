"""Breaches for names that are not the same but are easily taken for each other."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import Likeness, NamingFacts, SimilarName
from naming.proposal import Proposal
from naming.register_question import RegisterQuestion, question_of
from naming.sameness import evidence_of, whereabouts
from naming.shown import shown
from rulebook.rule import Breach

SHOWN = 5


def similarity(
    proposal: Proposal, facts: NamingFacts, hows: frozenset[Likeness]
) -> Iterator[Breach]:
    """Yield a breach for each near name alike in one of `hows`, the closest first."""
    question = question_of(proposal)
    if question is None:
        return
    found = [s for s in facts.similar(question) if s.how in hows]
    told = _told(question, facts) if found else set()
    alike = [s for s in found if s.known.id not in told]
    for rank, similar in enumerate(alike[:SHOWN], start=1):
        yield _breach(proposal, similar, rank)


def _told(question: RegisterQuestion, facts: NamingFacts) -> set[str]:
    """Return the ids of names that the rules about equal names speak of already."""
    asked = (facts.same_name, facts.same_specific, facts.same_sound)
    return {known.id for ask in asked for known in ask(question)}


def _breach(proposal: Proposal, found: SimilarName, rank: int) -> Breach:
    known = found.known
    return Breach(
        f"“{shown(proposal.text)}”与“{known.name}”{found.how}{whereabouts(known)}",
        evidence=evidence_of(known) | {"how": found.how.value, "rank": rank},
        suggestion="距离较近，容易混淆，请斟酌是否另拟专名",
        field="name",
    )
