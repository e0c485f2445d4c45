"""Orders to put something right (责令), as they come in and go out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from api.schemas.strict import In, Out
from api.services.ordering_rectification import OrderDraft, ResultDraft
from api.services.reading_days import written_day
from api.store.queries.orders import KeptOrder
from naming.procedure.liabilities import OrderResult, order_grounds

Day = Annotated[date, BeforeValidator(written_day)]
States = Literal["open", "overdue", "ended"]
STATE_WORDS = {"open": "未办结", "overdue": "逾期未改", "ended": "已有结果"}
GROUND_WORDS = "；".join(f"{id} {one.act}" for id, one in order_grounds().items())
RESULT_WORDS = "，".join(f"{one.value} {one.zh}" for one in OrderResult)


class OrderIn(In):
    """An order."""

    ground: str = Field(max_length=20, description=GROUND_WORDS, examples=["GN-36-1"])
    addressee: str = Field(
        min_length=1, max_length=200, description="被责令的单位", examples=["某置业公司"]
    )
    case_id: UUID | None = Field(None, description="针对的办件；与地名、问题只填一项")
    name_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(
        None, description="针对的登记地名"
    )
    issue_id: UUID | None = Field(None, description="针对的地名问题")
    facts: str = Field(
        min_length=1, max_length=4000, description="违反规定的情形", examples=["未经批准使用新名"]
    )
    demand: str = Field("", max_length=4000, description="要求做到什么，不填按条款")
    issuer: str = Field(
        min_length=1, max_length=200, description="责令的机关", examples=["万州区民政局"]
    )
    document: str = Field(
        min_length=1, max_length=100, description="文号", examples=["万州民责[2026]1号"]
    )
    issued_on: Day | None = Field(None, description="责令日期，不填为今天", examples=["2026-11-02"])
    due_on: Day = Field(description="改正期限", examples=["2026-12-01"])

    def draft(self, today: date) -> OrderDraft:
        """Return it as the service takes it."""
        told = self.model_dump(exclude={"issued_on"})
        return OrderDraft(**told, issued_on=self.issued_on or today)


class OrderResultIn(In):
    """What an order came to."""

    result: OrderResult = Field(description=RESULT_WORDS)
    on: Day | None = Field(None, description="日期，不填为今天", examples=["2026-11-20"])
    document: str = Field("", max_length=100, description="文号；逾期处理的必填")
    note: str = Field("", max_length=4000, description="说明", examples=["已恢复使用标准地名"])

    def draft(self, today: date) -> ResultDraft:
        """Return it as the service takes it."""
        return ResultDraft(self.result, self.on or today, self.document, self.note)


class OrderOut(Out):
    """An order with its article, and what it came to."""

    id: UUID
    county: str
    county_code: str
    ground: str
    source: str = Field(description="条款")
    act: str = Field(description="违反的是什么")
    addressee: str
    case_id: UUID | None
    case_number: str
    name_id: int | None
    name: str
    issue_id: UUID | None
    issue: str
    facts: str
    demand: str
    issuer: str
    document: str
    issued_on: date
    due_on: date
    days_late: int = Field(description="逾期天数，未逾期或已有结果为 0")
    person: str
    result: str | None
    result_title: str
    results: dict[str, str] = Field(description="可登记的结果")
    result_on: date | None
    result_document: str
    result_note: str
    result_by: str

    @classmethod
    def of(cls, one: KeptOrder, today: date) -> OrderOut:
        """Return it as it goes out on a day."""
        ground = order_grounds()[one.ground]
        own = ("source", "act", "name_id", "days_late", "result_title", "results")
        late = (today - one.due_on).days if one.result is None else 0
        return cls(
            **{name: getattr(one, name) for name in cls.model_fields if name not in own},
            source=str(ground.clause),
            act=ground.act,
            name_id=one.place_name_id,
            days_late=max(late, 0),
            result_title=OrderResult(one.result).zh if one.result else "",
            results={result.value: result.zh for result in ground.results},
        )


class OrdersOut(Out):
    """A page of orders."""

    total: int
    orders: list[OrderOut]
