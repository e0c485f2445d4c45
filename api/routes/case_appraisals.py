"""Appraisals of names for a protection list (历史地名鉴定), in a case."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Body

from api.dependencies import Db, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.routes.cases import CaseId
from api.schemas.heritage import AppraisalsOut, AppraisedOut, MarkOut, MarksIn, SpreadOut
from api.services.cases import appraising
from api.services.cases.appraising import Appraised, Mark
from naming.heritage import Criterion, heritage_parameters

router = APIRouter(prefix="/api/v1/cases", tags=["办件"])
MARKS = {
    "one": {
        "summary": "一项评分",
        "value": {
            "marks": [
                {
                    "name": "霁岚坡",
                    "criterion": "historical",
                    "score": 85,
                    "evidence": "乾隆《万县志》卷二有载",
                }
            ]
        },
    }
}


@router.put(
    "/{id}/appraisals",
    dependencies=[needs("expert", scope="names")],
    summary="专家鉴定评分",
    description=(
        "按历史价值、文化价值、传承价值、影响程度四项评分并写明依据；再次提交即改分。"
        "限受邀的专家，只在办件受理后、审核前。"
    ),
)
def score(
    id: CaseId,
    person: Signed,
    db: Db,
    today: Today,
    body: Annotated[MarksIn, Body(openapi_examples=MARKS)],
) -> AppraisalsOut:
    """Keep the marks of an expert."""
    marks = [
        Mark(one.name, Criterion(one.criterion), one.score, one.evidence) for one in body.marks
    ]
    return _out(appraising.score(db, id, marks, person, today))


@router.get(
    "/{id}/appraisals",
    dependencies=[needs(scope="names")],
    summary="鉴定结果",
    description="逐个地名的评分、依据、加权总分，以及还缺什么。",
)
def appraisals(id: CaseId, person: Signed, db: Reader, today: Today) -> AppraisalsOut:
    """Answer what the experts found."""
    return _out(appraising.appraisals(db, id, person, today))


def _out(found: tuple[Appraised, ...]) -> AppraisalsOut:
    version = heritage_parameters().version
    return AppraisalsOut(
        items=[
            AppraisedOut(
                name=one.name,
                marks=[
                    MarkOut(
                        expert=given.expert,
                        criterion=given.mark.criterion.value,
                        criterion_name=given.mark.criterion.zh,
                        score=given.mark.score,
                        evidence=given.mark.evidence,
                    )
                    for given in one.marks
                ],
                means={criterion.value: mean for criterion, mean in one.found.means.items()},
                spreads={
                    criterion.value: SpreadOut(**asdict(spread))
                    for criterion, spread in one.found.spreads.items()
                },
                conclusion=one.conclusion,
                total=one.found.total,
                enough=one.found.enough,
                lacking=list(one.found.lacking),
                parameters_version=version,
            )
            for one in found
        ]
    )
