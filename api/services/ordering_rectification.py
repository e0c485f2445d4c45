"""Ordering that something be put right in time (责令限期改正、限期报送), and what came of it.

A superior orders a late filing (条例 art. 35); who supervises orders names given without approval
and names not used as they should be to be put right (arts 36, 37, 38). The article, what can be
demanded and what an order can come to are data (`naming/procedure/liabilities.csv`). Fines are
not imposed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.services.person import Person
from api.services.refusals import Refusal
from api.store.queries import orders as store
from api.store.queries import programme
from api.store.queries.journal import write_line
from api.store.queries.orders import KeptOrder, Subject
from api.store.session import Session
from naming.procedure.liabilities import Liability, OrderResult, order_grounds
from naming.shown import said_day

ORDERING = ("clerk", "reviewer", "approver")
FILING = "GN-35-1"
"""The article under which only who stands above may order."""


class UnknownOrder(Refusal):
    """No order has this id."""


class OrderRefused(Refusal):
    """An order that cannot be given so, or has come to something already."""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as it is given: under which article, to whom, about what, until when."""

    ground: str
    addressee: str
    facts: str
    demand: str
    issuer: str
    document: str
    issued_on: date
    due_on: date
    case_id: UUID | None = None
    name_id: int | None = None
    issue_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ResultDraft:
    """What an order came to, on which day, by which document."""

    result: OrderResult
    on: date
    document: str = ""
    note: str = ""


def order(db: Session, id: UUID, wish: OrderDraft, person: Person, *, on: date) -> KeptOrder:
    """Keep an order; the same id again gives the one that is there.

    Raises:
        OrderRefused: The article orders nothing, what it is about is not there or not acted for,
            a day is wrong, or the office would order itself.
    """
    known = store.order_of(db, id)
    if known is not None:
        return known
    about = subject(db, case_id=wish.case_id, name_id=wish.name_id, issue_id=wish.issue_id)
    ground = _ground(wish.ground)
    _must_be_told(wish, on)
    _must_stand_above(ground, about, wish, person)
    store.write_order(
        db,
        {
            "id": id,
            "county_id": about.county_id,
            "ground": ground.id,
            "addressee": wish.addressee.strip(),
            "case_id": wish.case_id,
            "place_name_id": wish.name_id,
            "issue_id": wish.issue_id,
            "facts": wish.facts.strip(),
            "demand": wish.demand.strip() or ground.demand,
            "issuer": wish.issuer.strip(),
            "document": wish.document.strip(),
            "issued_on": wish.issued_on,
            "due_on": wish.due_on,
            "written_by": person.account_id,
            "person": person.name,
        },
    )
    told = {"addressee": wish.addressee, "document": wish.document, "due_on": str(wish.due_on)}
    _line(db, "order", id, ground, about=about.title, **told)
    return one(db, id)


def end(db: Session, id: UUID, wish: ResultDraft, person: Person, *, on: date) -> KeptOrder:
    """Write down, once, what an order came to.

    Raises:
        UnknownOrder: There is none with this id.
        OrderRefused: It came to something already, the article knows no such result, or it is
            too early for it.
    """
    found = one(db, id)
    ground = order_grounds()[found.ground]
    if found.result is not None:
        raise OrderRefused("该责令已登记结果", "请刷新责令清单", "result")
    if wish.result not in ground.results:
        may = "、".join(result.zh for result in ground.results)
        said = f"依据{ground.clause}的责令，结果不能是“{wish.result.zh}”"
        raise OrderRefused(said, f"可登记：{may}", "result")
    if not found.issued_on <= wish.on <= on:
        raise OrderRefused("结果的日期应在责令之后、今天之前", "请核对日期", "on")
    late = wish.result is not OrderResult.DONE
    if late and wish.on <= found.due_on:
        said = f"期限（{said_day(found.due_on)}）未满，不能{wish.result.zh}"
        raise OrderRefused(said, "逾期不改的才能作此处理", "on")
    if late and not wish.document.strip():
        raise OrderRefused(f"没有写明{wish.result.zh}的文号", "请填写文号", "document")
    ended = {
        "result": wish.result.value,
        "result_on": wish.on,
        "result_document": wish.document.strip(),
        "result_note": wish.note.strip(),
        "result_by": person.name,
    }
    store.end_order(db, id, ended)
    _line(db, "end_order", id, ground, **{key: str(value) for key, value in ended.items()})
    return one(db, id)


def one(db: Session, id: UUID) -> KeptOrder:
    """Return an order.

    Raises:
        UnknownOrder: There is none with this id that may be seen.
    """
    found = store.order_of(db, id)
    if found is None:
        raise UnknownOrder(f"没有编号为 {id} 的责令", "请先查看责令清单")
    return found


def subject(
    db: Session, *, case_id: UUID | None, name_id: int | None, issue_id: UUID | None
) -> Subject:
    """Return what an order is about.

    Raises:
        OrderRefused: It is about nothing, what it is about is not there, or not acted for.
    """
    if sum(part is not None for part in (case_id, name_id, issue_id)) != 1:
        raise OrderRefused("没有写明责令针对哪一办件、地名或问题", "请写明其中一项", "about")
    found = store.subject_of(db, case_id=case_id, name_id=name_id, issue_id=issue_id)
    if found is None:
        raise OrderRefused("没有责令所针对的办件、地名或问题", "请核对编号", "about")
    if not programme.acts_for(db, found.county_id):
        raise OrderRefused("不在您的管辖范围内", "请由管辖该地的机构责令", "about")
    return found


def _ground(id: str) -> Liability:
    found = order_grounds().get(id)
    if found is None:
        may = "、".join(f"{key}（{one.act}）" for key, one in order_grounds().items())
        raise OrderRefused(f"依据“{id[:20]}”不能责令", f"可选：{may}", "ground")
    return found


def _must_be_told(wish: OrderDraft, on: date) -> None:
    for field, value, words in (
        ("addressee", wish.addressee, "被责令的单位"),
        ("facts", wish.facts, "违反规定的情形"),
        ("issuer", wish.issuer, "责令的机关"),
        ("document", wish.document, "责令文书的文号"),
    ):
        if not value.strip():
            raise OrderRefused(f"没有写明{words}", "请填写", field)
    if wish.issued_on > on:
        raise OrderRefused("责令的日期不能在今天之后", "请核对日期", "issued_on")
    if wish.due_on <= wish.issued_on:
        raise OrderRefused("改正的期限应在责令的日期之后", "请核对期限", "due_on")


def _must_stand_above(ground: Liability, about: Subject, wish: OrderDraft, person: Person) -> None:
    if ground.id != FILING:
        return
    if wish.case_id is None:
        raise OrderRefused("责令限期报送备案须针对一个办件", "请写明办件", "case_id")
    if person.organisation_id in about.handlers:
        raise OrderRefused(
            "不能责令本机关报送备案", "由上一级机关责令（《地名管理条例》第三十五条）", "ground"
        )


def _line(db: Session, verb: str, id: UUID, ground: Liability, **told: object) -> None:
    write_line(
        db,
        verb=verb,
        subject_kind="rectification_order",
        subject_id=str(id),
        clause=str(ground.clause),
        after={"ground": ground.id, **told},
    )
