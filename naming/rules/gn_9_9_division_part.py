"""A division does not take the name of a famous natural entity or a heritage site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from naming.facts import HeritageName, KnownNames, NamingFacts
from naming.laws import ASSUMED, DECREE
from naming.naming_rule import NamingRule, alone, known_name
from naming.place_kind import PlaceKind
from naming.proposal import Proposal, propose
from naming.register_question import question_of
from naming.sameness import evidence_of
from naming.shown import shown
from rulebook.rule import Breach, Example, Weight

DIVISIONS = frozenset({PlaceKind.DIVISION, PlaceKind.TOWNSHIP})
SUGGESTION = "请另拟专名；实体全部在本政区内的，请说明"


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a breach for each famous or wider entity, a note for each listed name, so taken."""
    question = question_of(proposal)
    if proposal.kind not in DIVISIONS or question is None:
        return
    entity = replace(question, full=question.specific, kinds=(PlaceKind.NATURAL,))
    for other in facts.same_name(entity):
        if other.famous:
            yield Breach(
                f"“{shown(proposal.text)}”以著名自然地理实体“{other.name}”的专名作专名",
                evidence=evidence_of(other),
                suggestion=SUGGESTION,
                field="name",
            )
        elif other.outside:
            yield Breach(
                f"“{shown(proposal.text)}”以“{other.name}”的专名作专名，而该实体超出本政区范围",
                evidence=evidence_of(other) | {"outside": True},
                suggestion=SUGGESTION,
                field="name",
            )
    for entry in facts.protected(question.specific):
        yield Breach(
            f"“{shown(proposal.text)}”以{entry.list_title}所列“{entry.name}”作专名",
            evidence={"name": entry.name, "list": entry.list_title, "where": entry.where},
            suggestion=SUGGESTION,
            weight=Weight.NOTE,
            field="name",
        )


RIVER = replace(known_name("龙溪河", PlaceKind.NATURAL), outside=True)
MOUNTAIN = replace(known_name("黄山", PlaceKind.NATURAL), famous=True)

RULE: NamingRule = NamingRule(
    id="GN-9-9",
    title="政区专名不用著名山川、遗产和超出本区的实体名称",
    category="名实",
    reason="政区借用山川、遗产之名，使人把两者混为一谈，也损害历史地名。",
    source=DECREE.clause("第九条第(九)项", ASSUMED, "“著名”由登记的名录标明"),
    weight=Weight.WARN,
    check=check,
    passes=(alone("黄山区", "区县"),),
    fails=(
        Example(propose("黄山区", "区县"), KnownNames((MOUNTAIN,))),
        Example(propose("龙溪河镇", "镇"), KnownNames((RIVER,))),
        Example(
            propose("大足石刻镇", "镇"),
            KnownNames(heritage=(HeritageName("大足石刻", "世界遗产名录"),)),
        ),
    ),
    needs_register=True,
)
