"""The published catalogue of rules (审核规则)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.schemas.findings import SourceOut, Weights
from api.schemas.rules import Book, FailOut, RuleOut, RulesOut
from api.services.listing_rules import VERSIONS, ListedRule, every_rule

router = APIRouter(prefix="/api/v1/rules", tags=["审核"])


@router.get(
    "",
    summary="审核规则目录",
    description=(
        "全部规则：编号、名称、法律依据及其核实状态、轻重、理由和例子。"
        "standing 为 assumed 的条文尚待主管部门确认。"
    ),
)
def rules(
    book: Annotated[
        Book | None,
        Query(description="目录：names 地名，inspections 联检记录，divisions 区划代码"),
    ] = None,
    id: Annotated[
        str | None, Query(max_length=40, description="规则编号", examples=["GN-9-8b"])
    ] = None,
    weight: Annotated[Weights | None, Query(description="轻重")] = None,
) -> RulesOut:
    """Answer the rules."""
    found = [
        one
        for one in every_rule()
        if book in (None, one.book)
        and id in (None, one.rule.id)
        and weight in (None, one.rule.weight.value)
    ]
    return RulesOut(versions=VERSIONS, count=len(found), rules=[_shown(one) for one in found])


def _shown(one: ListedRule) -> RuleOut:
    rule = one.rule
    return RuleOut.model_validate(
        {
            "id": rule.id,
            "book": one.book,
            "title": rule.title,
            "category": rule.category,
            "weight": rule.weight.value,
            "reason": rule.reason,
            "source": SourceOut.of(rule.source),
            "needs_register": rule.needs_register,
            "since": rule.since or rule.source.law.since,
            "until": rule.until,
            "passes": list(one.passes),
            "fails": [FailOut(subject=subject, message=said) for subject, said in one.fails],
        }
    )
