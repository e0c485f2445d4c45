"""Checks of proposed names (地名审核), one or many."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.exceptions import RequestValidationError
from pydantic import Discriminator, Tag

from api.dependencies import CHINA, Config, Reader
from api.schemas.name_checks import BatchCheckIn, BatchCheckOut, NameCheckOut, SingleCheckIn
from api.services.checking_names import check_names
from api.services.suggesting_names import offers
from rulebook.report import Mode

router = APIRouter(prefix="/api/v1", tags=["审核"])

EXAMPLES: dict[str, Any] = {
    "one": {
        "summary": "一个地名",
        "value": {"name": "石坡村", "place_type": "村", "division": "500101"},
    },
    "batch": {
        "summary": "一批地名",
        "value": {
            "mode": "new",
            "proposals": [
                {
                    "name": "汇湖路",
                    "place_type": "道路",
                    "county": "大渡口区",
                    "province": "重庆市",
                    "location": {"lon": 106.48, "lat": 29.48},
                },
                {"name": "加州花园", "place_type": "居民区", "county": "渝中区"},
            ],
        },
    },
}


def _form(body: Any) -> str:
    return "batch" if isinstance(body, dict) and "proposals" in body else "one"


Wish = Annotated[
    Annotated[SingleCheckIn, Tag("one")] | Annotated[BatchCheckIn, Tag("batch")],
    Discriminator(_form),
]


@router.post(
    "/name-checks",
    summary="审核拟用地名",
    description=(
        "对照法规、参数和地名库审核一个或一批拟用地名，回答结论、每条审核意见及其法律依据、"
        "证据和建议、计算的罗马字母拼写、专名与通名、由坐标查得的政区。"
        "不写入任何数据。mode=audit 用于核查现有地名，最重只到警告。"
    ),
)
def check(
    wish: Annotated[Wish, Body(openapi_examples=EXAMPLES)], db: Reader, config: Config
) -> NameCheckOut | BatchCheckOut:
    """Answer the report on one name, or the reports on a batch."""
    on = wish.on or datetime.now(CHINA).date()
    if isinstance(wish, SingleCheckIn):
        asked = wish.wish(wish.parameters_version)
        found = check_names(db, [asked], on=on, mode=Mode(wish.mode))[0]
        offered = offers(db, asked, found, on=on) if wish.suggest else ()
        return NameCheckOut.of(found, asked.releases, offered)
    if len(wish.proposals) > config.batch_limit:
        raise RequestValidationError([_too_many(len(wish.proposals), config.batch_limit)])
    wishes = [w.wish(wish.parameters_version) for w in wish.proposals]
    checks = check_names(db, wishes, on=on, mode=Mode(wish.mode))
    return BatchCheckOut.of(checks, [asked.releases for asked in wishes])


def _too_many(count: int, most: int) -> dict[str, Any]:
    return {
        "type": "too_long",
        "loc": ("body", "proposals"),
        "msg": f"一次最多 {most} 个地名，收到 {count} 个",
        "ctx": {"remedy": f"请每次提交不超过 {most} 个，或用命令 ./diming check-names 处理文件"},
    }
