"""The published catalogue of rules (审核规则)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.schemas.findings import SourceOut, Weights
from api.schemas.name_checks import Code
from api.schemas.rules import Book, FailOut, ParametersOut, RuleOut, RulesOut
from api.services.listing_rules import VERSIONS, ListedRule, every_rule
from api.services.office_rules import parameters_at
from api.store.queries.standpoints import Whereabouts

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
        Query(
            description="目录：names 地名，inspections 联检记录，divisions 区划代码，"
            "sheets 界桩登记表"
        ),
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


@router.get(
    "/parameters",
    summary="审核参数",
    description=(
        "规则所用的门槛、开关和名单，各有来源和核实状态。division 给出政区代码时，"
        "是在全国、省级、区县各层参数（含主管部门覆盖的参数）叠加之后的结果。"
    ),
)
def parameters(
    division: Annotated[
        Code, Query(description="政区代码，6、9或12位；缺省为重庆市", examples=["500101"])
    ] = "",
) -> ParametersOut:
    """Answer the parameters in force in a division."""
    return ParametersOut.of(parameters_at(Whereabouts(code=division)))


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
