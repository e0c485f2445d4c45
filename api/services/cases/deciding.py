"""Deciding a case (审批): approve, refuse, send back to the reviewer."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from api.services.cases import checking, entering, laying, reserving
from api.services.cases.applying import counting, measures_day
from api.services.cases.asking import must_be_heard
from api.services.cases.authorities import classes_of
from api.services.cases.crossing import wrong_across
from api.services.cases.examining import must_say_why
from api.services.cases.holding import Held, allowed, hold, leave
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.telling import Telling, silently
from api.services.cases.wishes import Approval
from api.services.person import Person
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import outcomes, papers
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.organisations import organisation_of_id
from api.store.session import Session
from naming.procedure.approvers import (
    ABOVE_COUNTIES,
    Approver,
    approvers_of,
    authority_for,
)
from naming.procedure.papers import Paper
from naming.procedure.words import CaseKind, Verb
from naming.shown import said_day

MATRIX_FREE = frozenset({CaseKind.CORRECTION})
"""Kinds of cases that the matrix of approvers says nothing about."""


def approve(
    db: Session,
    id: UUID,
    approval: Approval,
    person: Person,
    *,
    tag: str | None,
    on: date,
    tell: Telling = silently,
) -> KeptCase:
    """Approve a case: it is checked again as the register is now, and its names are entered.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`, and nobody approves what he applied for.
        CaseIncomplete: A paper is missing, an organ decided that may not, or one that has to be
            asked before has not answered.
        CaseNotPassed: A name is blocked by now, or warned of and no official took it upon himself.
        Refusal: The register refuses a name.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.APPROVE)
    items = kept_items.items_of(db, id, on)
    must_be_ready(db, held, items, approval, on)
    checks = checking.check_items(
        db,
        held.case,
        items,
        on=on,
        releases=counting(held, outcomes.releases_of(db, id)),
        decided_on=approval.decided_on,
        measures_on=measures_day(db, id),
        tell=tell,
    )
    checking.must_pass(checks)
    checking.keep_reports(db, held.case, checks, "approval")
    reserving.let_go(db, held.case)
    after = leave(
        db,
        held,
        step,
        on=on,
        note=approval.note,
        told={"approver": approval.approver, "number": approval.number},
        approver_type=approval.approver_type.value,
        approver=approval.approver,
        approval_number=approval.number,
        approved_by=person.account_id,
        approving_organisation_id=person.organisation_id,
        approved_on=approval.decided_on,
        **_ended(held, on),
    )
    _lay_reply(db, held, approval)
    basis = entering.basis_of(db, after, decided_on=approval.decided_on, clause=str(step.source))
    entering.enter(db, held, items, basis, tell)
    return after


def must_be_ready(
    db: Session, held: Held, items: list[KeptItem], approval: Approval, on: date
) -> None:
    """Refuse an approval for which something is missing or wrong, before any name is checked.

    Raises:
        CaseIncomplete: as `approve`.
    """
    _must_be_decided_rightly(db, held, items, approval, on)
    must_be_heard(db, held, items, approval)
    laying.must_be_complete(db, held.case, items, Verb.APPROVE, on=approval.decided_on)


def _ended(held: Held, on: date) -> dict[str, Any]:
    return {"ended_on": on} if held.kind is CaseKind.CORRECTION else {}


def _must_be_decided_rightly(
    db: Session, held: Held, items: list[KeptItem], approval: Approval, on: date
) -> None:
    wrong = []
    first = held.case.submitted_on or on
    if not first <= approval.decided_on <= on:
        said = f"批准日期应在申请（{said_day(first)}）之后、今天之前"
        wrong.append(Complaint("decided_on", said, "请核对批准日期"))
    for field, value, words in (
        ("approver", approval.approver, "批准机关"),
        ("number", approval.number, "批准文号"),
    ):
        if not value.strip() and held.kind not in MATRIX_FREE:
            wrong.append(Complaint(field, f"没有写明{words}"))
    wrong += _wrong_approver(held, items, approval.approver_type)
    wrong += _too_low(db, held, approval.approver_type)
    wrong += wrong_across(db, held, items, approval.approver_type, on)
    if wrong:
        raise CaseIncomplete("批准信息有误", "请按 errors 逐项改正", wrong)


def _wrong_approver(held: Held, items: list[KeptItem], told: Approver) -> list[Complaint]:
    if held.kind in MATRIX_FREE:
        return []
    sorts = classes_of(held.case, items)
    may = approvers_of(sorts, kind=held.kind)
    if told in may:
        return []
    clauses = "；".join(
        dict.fromkeys(str(authority_for(sort, kind=held.kind).clause) for sort in sorts)
    )
    names = "、".join(sorted(a.zh for a in may)) or "（无共同的批准机关，请分件）"
    said = f"{told.zh}不是这类地名的批准机关"
    return [Complaint("approver_type", said, f"应由{names}批准（{clauses}）")]


def _too_low(db: Session, held: Held, told: Approver) -> list[Complaint]:
    """Let what a province or the State Council decides be written down on that level."""
    if told not in ABOVE_COUNTIES:
        return []
    own = organisation_of_id(db, held.person.organisation_id)
    if own is not None and own.level in ("nation", "province"):
        return []
    said = f"{told.zh}批准的，由省级地名行政主管部门登记"
    return [Complaint("approver_type", said, "请送省级地名行政主管部门办理")]


def _lay_reply(db: Session, held: Held, approval: Approval) -> None:
    """Put the reply (批复) in the file: its number and day; its text may be attached later."""
    if held.kind in MATRIX_FREE:
        return
    papers.write_document(
        db,
        {
            "id": uuid5(held.case.id, Paper.REPLY.value),
            "case_id": held.case.id,
            "paper": Paper.REPLY.value,
            "title": f"关于{held.case.title}的批复",
            "number": approval.number,
            "issuer": approval.approver,
            "issued_on": approval.decided_on,
            "fields": {},
            "written_by": held.person.account_id,
            "written_by_name": held.person.name,
        },
    )


def refuse(
    db: Session, id: UUID, person: Person, *, tag: str | None, on: date, note: str
) -> KeptCase:
    """Refuse a case with a reason; its names are free again.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: No reason is given.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.REFUSE)
    must_say_why(note, "不予批准要写明理由")
    reserving.let_go(db, held.case)
    kept_items.set_state(db, id, "refused")
    return leave(db, held, step, on=on, note=note, ended_on=on)


def send_back(
    db: Session, id: UUID, person: Person, *, tag: str | None, on: date, note: str
) -> KeptCase:
    """Send a reviewed case back to be examined again, with a reason.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: No reason is given.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.SEND_BACK)
    must_say_why(note, "退回重审要写明理由")
    return leave(db, held, step, on=on, note=note)
