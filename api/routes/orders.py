"""Orders to put something right in a time limit (责令限期改正、限期报送备案)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query

from api.dependencies import Db, Paging, Reader
from api.dependencies.callers import Signed, needs
from api.dependencies.days import Today
from api.schemas.orders import OrderIn, OrderOut, OrderResultIn, OrdersOut, States
from api.services import ordering_rectification as services
from api.services.ordering_rectification import ORDERING
from api.services.programme import county_id
from api.store.queries import orders as kept

router = APIRouter(prefix="/api/v1/orders", tags=["责令"])
ORDERS = [needs(*ORDERING, scope="names")]
READS = [needs(*ORDERING, "editor", "auditor")]
OrderId = Annotated[UUID, Path(description="责令编号（UUID），由客户端生成；同一编号只记一次")]
ORDER = {
    "one": {
        "summary": "擅自命名，责令改正",
        "value": {
            "ground": "GN-36-1",
            "addressee": "某置业公司",
            "name_id": 1,
            "facts": "未经批准在楼盘广告中使用“帝豪国际”",
            "issuer": "万州区民政局",
            "document": "万州民责[2026]1号",
            "due_on": "2026-12-31",
        },
    }
}
RESULT = {"one": {"summary": "已改正", "value": {"result": "done", "note": "已恢复使用标准地名"}}}


@router.get(
    "",
    dependencies=READS,
    summary="责令清单",
    description="管辖范围内的责令，未办结的按期限先后在前；逾期未改的用 state=overdue。",
)
def listed(
    db: Reader,
    today: Today,
    page: Paging,
    state: Annotated[States | None, Query(description="进度")] = None,
    county: Annotated[str | None, Query(pattern="^[0-9]{6}$", description="区县代码")] = None,
    case_id: Annotated[UUID | None, Query(description="针对的办件")] = None,
) -> OrdersOut:
    """Answer a page of orders."""
    total, found = kept.orders(
        db,
        today,
        state=state or "",
        county=county_id(db, county, today) if county else None,
        case_id=case_id,
        limit=page.limit,
        offset=page.offset,
    )
    return OrdersOut(total=total, orders=[OrderOut.of(one, today) for one in found])


@router.get("/{id}", dependencies=READS, summary="一项责令", description="依据、要求、期限和结果。")
def one(id: OrderId, db: Reader, today: Today) -> OrderOut:
    """Answer an order."""
    return OrderOut.of(services.one(db, id), today)


@router.put(
    "/{id}",
    dependencies=ORDERS,
    summary="登记责令",
    description=(
        "依据条例第三十五至三十八条，针对一个办件、登记地名或地名问题，写明要求和期限。"
        "责令报送备案的，由上一级机关登记。"
    ),
)
def order(
    id: OrderId,
    body: Annotated[OrderIn, Body(openapi_examples=ORDER)],
    db: Db,
    today: Today,
    person: Signed,
) -> OrderOut:
    """Keep an order."""
    return OrderOut.of(services.order(db, id, body.draft(today), person, on=today), today)


@router.post(
    "/{id}/result",
    dependencies=ORDERS,
    summary="登记责令的结果",
    description="改正、取缔、通报批评或处分，只记一次；期限未满的只能登记改正。",
)
def end(
    id: OrderId,
    body: Annotated[OrderResultIn, Body(openapi_examples=RESULT)],
    db: Db,
    today: Today,
    person: Signed,
) -> OrderOut:
    """Write down what an order came to."""
    return OrderOut.of(services.end(db, id, body.draft(today), person, on=today), today)
