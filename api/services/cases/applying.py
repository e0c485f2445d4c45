"""Submitting a case (提交), stating reasons for warnings (具名说明), withdrawing (撤回)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases import checking, laying, reserving
from api.services.cases.authorities import classes_of
from api.services.cases.holding import Held, allowed, hold, leave, look
from api.services.cases.limits import procedure_limits
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.telling import RESERVING as HOLDING
from api.services.cases.telling import Telling, silently
from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping, outcomes, papers
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.outcomes import KeptRelease
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.procedure.approvers import approvers_of
from naming.procedure.content import Said, lacks_of
from naming.procedure.papers import Paper
from naming.procedure.words import ENDS, RESERVING, CaseKind, Part, Stage, Verb
from naming.rules import CATALOGUE

MOST_TOLD = 50
RULES = frozenset(rule.id for rule in CATALOGUE)
MAY_STATE = frozenset({Part.APPLICANT, Part.CLERK, Part.REVIEWER, Part.APPROVER})


def submit(
    db: Session,
    id: UUID,
    person: Person,
    *,
    tag: str | None,
    on: date,
    note: str = "",
    tell: Telling = silently,
) -> KeptCase:
    """Submit a case: what is said is complete, the names pass the check and are held for it.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: Something is missing in what is said, or a paper is.
        CaseNotPassed: A name is blocked, or warned of without a named statement.
        NamesTaken: Another case holds a name.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.SUBMIT)
    items = kept_items.items_of(db, id, on)
    _must_say_enough(held, items)
    laying.must_be_complete(db, held.case, items, Verb.SUBMIT, on=on)
    releases = outcomes.releases_of(db, id)
    measures = measures_day(db, id)
    checks = checking.check_items(
        db, held.case, items, on=on, releases=releases, measures_on=measures, tell=tell
    )
    checking.must_pass(checks)
    tell(HOLDING, 0)
    reserving.reserve(db, held.case, items, releases)
    checking.keep_reports(db, held.case, checks, "submission")
    return leave(
        db,
        held,
        step,
        on=on,
        note=note,
        told={"names": len(items), "verdicts": counted(checks)},
        submitted_by=person.account_id,
        writer=person.account_id,
        submitted_on=on,
        returned_on=None,
        **_approved_elsewhere(db, held),
    )


def check(
    db: Session, id: UUID, person: Person, *, on: date, tell: Telling = silently
) -> list[checking.ItemCheck]:
    """Return the check of the names of a case as they stand, and keep the reports.

    Raises:
        UnknownCase: as `look`.
        NotAllowed: The case is over.
    """
    held = look(db, id, person)
    if held.stage in ENDS:
        raise NotAllowed(f"办件“{held.stage.zh}”，不再审核")
    items = kept_items.items_of(db, id, on)
    checks = checking.check_items(
        db,
        held.case,
        items,
        on=on,
        releases=counting(held, outcomes.releases_of(db, id)),
        measures_on=measures_day(db, id),
        tell=tell,
    )
    keep_draft_reports(db, held.case, checks)
    return checks


def counting(held: Held, stated: Sequence[KeptRelease]) -> list[KeptRelease]:
    """Return the statements that count next: at the approval those of officials only."""
    if held.stage not in (Stage.ACCEPTED, Stage.REVIEWED):
        return list(stated)
    return [one for one in stated if one.account_id not in held.origin.accounts]


def keep_draft_reports(db: Session, case: KeptCase, checks: Sequence[checking.ItemCheck]) -> None:
    """Keep the reports of a check that is no step of the procedure."""
    checking.keep_reports(db, case, checks, "draft")
    keeping.write_note(db, case, "check", {"verdicts": counted(checks)})


def state(
    db: Session, id: UUID, rule: str, reason: str, person: Person, *, on: date, row: int | None
) -> KeptRelease:
    """State in one's own name why a warning does not hold (具名说明); for one name or for all.

    Raises:
        UnknownCase: as `look`.
        NotAllowed: The case is decided.
        NotYours: The person has no part in the case.
        CaseIncomplete: There is no such rule or name, or no reason is given.
    """
    held = look(db, id, person)
    if held.stage not in RESERVING | {Stage.DRAFTED}:
        raise NotAllowed(f"办件“{held.stage.zh}”，不再接受具名说明")
    if not MAY_STATE & held.parts:
        raise NotYours("具名说明由申请人或办理人员作出")
    wrong = [] if rule in RULES else [Complaint("rule", f"没有编号为“{rule[:40]}”的规则")]
    wrong += [] if reason.strip() else [Complaint("reason", "没有写明理由", "请逐条写明理由")]
    item = _item_at(db, id, row, on) if row is not None else None
    wrong += [] if row is None or item else [Complaint("row", f"没有第{row}项")]
    if wrong:
        raise CaseIncomplete("具名说明不能用", "请按 errors 逐项改正", wrong)
    outcomes.write_release(
        db,
        {
            "case_id": id,
            "item_id": item.id if item else None,
            "rule": rule,
            "person": person.name,
            "account_id": person.account_id,
            "reason": reason.strip(),
            "stated_on": on,
        },
    )
    keeping.write_note(db, held.case, "state", {"rule": rule, "row": row, "reason": reason})
    return outcomes.releases_of(db, id)[-1]


def withdraw(
    db: Session, id: UUID, person: Person, *, tag: str | None, on: date, note: str = ""
) -> KeptCase:
    """Withdraw a case; its names are free again.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.WITHDRAW)
    reserving.let_go(db, held.case)
    return leave(db, held, step, on=on, note=note, ended_on=on)


def measures_day(db: Session, id: UUID) -> date | None:
    """Return the day of the measures for listed names (保护措施) in the file, or None."""
    days = [
        one.issued_on
        for one in papers.documents_of(db, id)
        if one.paper == Paper.MEASURES and one.issued_on is not None
    ]
    return min(days, default=None)


def _item_at(db: Session, id: UUID, row: int, on: date) -> KeptItem | None:
    return next((i for i in kept_items.items_of(db, id, on) if i.row == row), None)


def counted(checks: Sequence[checking.ItemCheck]) -> dict[str, int]:
    """Return how many checks came to which verdict."""
    found: dict[str, int] = {}
    for each in checks:
        verdict = each.check.report.verdict.value
        found[verdict] = found.get(verdict, 0) + 1
    return found


def _must_say_enough(held: Held, items: Sequence[KeptItem]) -> None:
    wrong = [
        Complaint(f"items[{item.row - 1}].{lack.field}", lack.message, f"依据{lack.clause}")
        for item in items
        for lack in lacks_of(said_of(held.kind, item), procedure_limits())
    ]
    if not items:
        wrong.append(Complaint("items", "没有地名", "请填写至少一个地名"))
    if held.case.applicant.strip() == "":
        wrong.append(Complaint("applicant", "没有写明申请人", "请填写申请单位名称"))
    sorts = classes_of(held.case, items)
    if sorts and not approvers_of(sorts, kind=held.kind):
        said = "这些地名分属不同机关批准，不能并作一件"
        wrong.append(Complaint("items", said, "请按地名类别分件申请"))
    if wrong:
        more = f"（共 {len(wrong)} 处，先列 {MOST_TOLD} 处）" if len(wrong) > MOST_TOLD else ""
        raise CaseIncomplete(
            f"申请内容不全{more}", "请按 errors 逐项补齐后重新提交", wrong[:MOST_TOLD]
        )


def said_of(kind: CaseKind, item: KeptItem) -> Said:
    """Return what is said of a name as the law of applications looks at it."""
    details = item.details
    return Said(
        kind=kind,
        name=item.name,
        place=PlaceKind(item.place_kind) if item.place_kind else None,
        reason=item.reason,
        location=item.location,
        size=item.size or _size(details),
        drawn=item.geometry is not None,
        registered=item.place_name_id is not None,
        starts_at=str(details.get("starts_at", "")),
        ends_at=str(details.get("ends_at", "")),
        length_m=item.length_m,
        width_m=item.width_m,
        measured_m=item.measured_length_m,
        significant_orientation=item.significant_orientation,
    )


def _size(details: Mapping[str, Any]) -> str:
    known = ("area_m2", "floor_area_m2", "storeys", "span_m")
    return "".join(str(details[key]) for key in known if details.get(key))


def _approved_elsewhere(db: Session, held: Held) -> dict[str, Any]:
    """Return what the reply tells of an approval that another department gave (接收备案)."""
    if held.kind is not CaseKind.FILING_RECEIVED:
        return {}
    reply = next(d for d in papers.documents_of(db, held.case.id) if d.paper == Paper.REPLY)
    return {
        "approved_on": reply.issued_on,
        "approval_number": reply.number,
        "approver": reply.issuer or held.case.applicant,
        "approver_type": "competent_department",
        "reported_on": held.case.reported_on or reply.issued_on,
    }
