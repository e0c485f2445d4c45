"""Examining a case (受理与审查): accept, return for completion, strike a name, review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from api.services.cases import laying, reserving
from api.services.cases.appraising import must_be_appraised
from api.services.cases.holding import Held, allowed, hold, leave
from api.services.cases.limits import procedure_limits
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.person import Person
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import opinions, outcomes, reservations
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.opinions import KeptOpinion
from api.store.session import Session
from naming.procedure.words import CaseKind, Verb
from rulebook.procedure import Step


def accept(
    db: Session, id: UUID, person: Person, *, tag: str | None, on: date, note: str = ""
) -> KeptCase:
    """Accept a case (受理).

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
    """
    held, step = _may(db, id, person, tag, Verb.ACCEPT)
    return leave(
        db, held, step, on=on, note=note, accepted_on=on, handler_id=person.organisation_id
    )


def send_back_to_applicant(
    db: Session, id: UUID, person: Person, *, tag: str | None, on: date, note: str
) -> KeptCase:
    """Return a case for completion (退回补正); `note` says what is missing, once and for all.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: It is not said what is missing.
    """
    held, step = _may(db, id, person, tag, Verb.RETURN)
    must_say_why(note, "退回补正要一次写明需要补正的内容")
    return leave(db, held, step, on=on, note=note, returned_on=on, accepted_on=None)


def strike(
    db: Session,
    id: UUID,
    row: int,
    person: Person,
    *,
    tag: str | None,
    on: date,
    note: str,
) -> KeptCase:
    """Strike a name out of a case (剔除); the rest goes on.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: There is no such name, it is struck already or the last one, or no
            reason is given.
    """
    held, step = _may(db, id, person, tag, Verb.STRIKE)
    must_say_why(note, "剔除要写明理由")
    standing = [i for i in kept_items.items_of(db, id, on) if i.state == "proposed"]
    meant = next((item for item in standing if item.row == row), None)
    if meant is None:
        wrong = [Complaint("row", f"没有第{row}项，或已剔除")]
        raise CaseIncomplete("没有可以剔除的地名", "请先取回最新内容", wrong)
    if len(standing) == 1:
        wrong = [Complaint("row", "这是最后一个地名")]
        raise CaseIncomplete("不能剔除全部地名", "请改为不予批准或由申请人撤回", wrong)
    kept_items.change_item(db, meant.id, {"state": "struck", "struck_reason": note})
    reservations.let_go_of(db, meant.id)
    return leave(db, held, step, on=on, note=note, told={"row": row, "name": meant.name})


def review(
    db: Session, id: UUID, person: Person, *, tag: str | None, on: date, note: str = ""
) -> KeptCase:
    """Finish the examination of a case (审核): papers are complete, opinions have come.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`, and nobody reviews what he applied for.
        CaseIncomplete: A paper is missing, a consultation is open, a department was asked,
            has time left and has not answered; experts have not appraised a name to be listed.
    """
    held, step = _may(db, id, person, tag, Verb.REVIEW)
    items = kept_items.items_of(db, id, on)
    laying.must_be_complete(db, held.case, items, Verb.REVIEW, on=on)
    must_be_appraised(db, held, items)
    _must_have_heard(db, id, held.kind, on)
    reserving.reserve(db, held.case, items, outcomes.releases_of(db, id))
    return leave(db, held, step, on=on, note=note)


def _must_have_heard(db: Session, id: UUID, kind: CaseKind, on: date) -> None:
    wrong = [
        Complaint(f"opinions.{one.id}", f"{one.asked_of}尚未答复", "请等待答复或期满后再审核")
        for one in opinions.opinions_of(db, id)
        if one.answer is None and one.due_on is not None and one.due_on >= on
    ]
    if kind is not CaseKind.HERITAGE_LISTING:  # there the marks are counted
        wrong += _too_few_experts(opinions.opinions_of(db, id))
    for one in opinions.consultations_of(db, id):
        if one.closed_on is None:
            said = f"征求公众意见“{one.title}”尚未结束"
            wrong.append(Complaint(f"consultations.{one.id}", said, "请在期满后结束并答复"))
        elif one.unanswered:
            said = f"征求公众意见“{one.title}”有 {one.unanswered} 条意见没有答复"
            wrong.append(Complaint(f"consultations.{one.id}", said, "请逐条答复"))
    if wrong:
        raise CaseIncomplete("征求意见没有结束，不能审核", "请按 errors 逐项办理", wrong)


def _too_few_experts(asked: Sequence[KeptOpinion]) -> list[Complaint]:
    """Hold a panel, where one was asked, to the number of experts that makes one."""
    experts = [one for one in asked if one.kind == "expert"]
    least = int(procedure_limits().number("experts_least"))
    heard = sum(one.answer is not None for one in experts)
    if not experts or heard >= least:
        return []
    said = f"专家论证只有 {heard} 人的意见，不少于 {least} 人"
    return [Complaint("opinions", said, "请补充征求专家意见")]


def must_say_why(note: str, what: str) -> None:
    """Refuse what is done without a reason.

    Raises:
        CaseIncomplete: `note` is empty.
    """
    if not note.strip():
        raise CaseIncomplete(what, "请填写 note", [Complaint("note", "没有写明理由")])


def _may(db: Session, id: UUID, person: Person, tag: str | None, verb: Verb) -> tuple[Held, Step]:
    held = hold(db, id, person, tag=tag)
    return held, allowed(held, verb)
