"""The page of a case (办件页): where it is, what is in its file, what the reader may do next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import shapely
from fastapi import Request
from fastapi.responses import HTMLResponse

from api.problems.table import kind_of
from api.routes.console.case_words import LOOKS
from api.routes.console.forms import NOTHING, Filled, Told, wrong_fields
from api.routes.console.rendering import render
from api.schemas.case_documents import DocumentOut
from api.schemas.cases_out import CaseOut
from api.schemas.orders import OrderOut
from api.services.cases import documents, hearing, reading
from api.services.cases.applying import MAY_STATE
from api.services.cases.reading import CaseInFull
from api.services.cases.refusals import CaseNotPassed
from api.services.person import Person
from api.services.registering.history_words import ToldPart, told_change
from api.store.queries import orders
from api.store.queries.cases.works import open_work_of
from api.store.queries.name_lives import state_of
from api.store.queries.organisations import organisations_like
from api.store.session import Session
from naming.procedure.approvers import Approver, approvers_of
from naming.procedure.asking import Asked
from naming.procedure.content import CHANNELS
from naming.procedure.words import ENDS, RESERVING, CaseKind, Part, Stage, Verb
from naming.renaming_ground import RenamingGround

NOT_PASSED = kind_of(CaseNotPassed("", "", ()))
REPORTS_SHOWN = 200
ORGANISATIONS_SHOWN = 300
STEPPING = (
    *(Verb.SUBMIT, Verb.ACCEPT, Verb.REVIEW, Verb.APPROVE, Verb.REPORT, Verb.FILE, Verb.PUBLISH),
    *(Verb.SEND_BACK, Verb.RETURN, Verb.RETURN_FILING, Verb.REFUSE, Verb.WITHDRAW),
)
"""What moves a case on, in the order in which it is offered; the rest has its own place."""

WHY = frozenset({Verb.SEND_BACK, Verb.RETURN, Verb.RETURN_FILING, Verb.REFUSE})
"""Steps that are nothing without a reason."""

ASKED = {
    Verb.SUBMIT: "提交后申请内容不能再改，确定提交吗？",
    Verb.APPROVE: "批准后地名即登记入库，不能撤销，确定批准吗？",
    Verb.REFUSE: "不予批准后本件即结束，确定吗？",
    Verb.WITHDRAW: "撤回后本件即结束，预留的名称随之释放，确定撤回吗？",
    Verb.REPORT: "报送的文书即存入案卷，不能撤回，确定报送吗？",
    Verb.FILE: "备案登记后不能撤销，确定备案吗？",
    Verb.PUBLISH: "公告发布后不能撤回，确定发布吗？",
}
"""What is asked before a step that cannot be taken back."""


def case_page(
    request: Request,
    db: Session,
    person: Person,
    id: UUID,
    on: date,
    *,
    told: Told | None = None,
    doing: str = "",
    sent: Filled = NOTHING,
) -> HTMLResponse:
    """Return the page of a case; after a refusal with what was wrong and what was sent.

    Args:
        request: The request.
        db: A session.
        person: Who reads.
        id: The case.
        on: Today.
        told: Why what was done last was refused.
        doing: The form that was refused.
        sent: What it sent.

    Raises:
        UnknownCase: There is none with this id that the person may see.
    """
    found = reading.in_full(db, id, person, on=on)
    verbs = [verb for verb in STEPPING if verb in found.held.verbs]
    return render(
        request,
        "case.html",
        person,
        told.kind.status if told else 200,
        case=CaseOut.in_full(found),
        mine={verb.value for verb in found.held.verbs},
        steps=[_step(verb) for verb in verbs],
        over=found.held.stage in ENDS,
        drafting=_drafting(found),
        lays=bool(found.held.parts),
        states=_states(found),
        stated=_stated(found, person),
        reports=_reports(db, id, person),
        documents=[DocumentOut.of(one) for one in documents.states(db, id, person, on=on)],
        comments={one.id: hearing.comments(db, one.id) for one in found.consultations},
        shapes=_shapes(found),
        corrections=_corrections(db, found),
        approvers=_approvers(found),
        organisations=_organisations(db) if Verb.ASK in found.held.verbs else [],
        channels=CHANNELS,
        capacities=[(one.value, one.zh) for one in Asked],
        answers=[(one.value, one.zh) for one in hearing.Answer],
        grounds={one.value: one.zh for one in RenamingGround},
        orders=[OrderOut.of(one, on) for one in orders.orders(db, on, case_id=id)[1]],
        on=on,
        under_way=open_work_of(db, id),
        new_id=uuid4(),
        not_passed=told is not None and told.kind is NOT_PASSED,
        told=told,
        doing=doing,
        sent=sent,
        wrong=wrong_fields(told),
        **LOOKS,
    )


def _step(verb: Verb) -> dict[str, Any]:
    return {
        "verb": verb.value,
        "title": verb.zh,
        "why": verb in WHY,
        "ask": ASKED.get(verb, ""),
        "danger": verb in (Verb.REFUSE, Verb.WITHDRAW),
    }


def _organisations(db: Session) -> list[tuple[int, str]]:
    found = organisations_like(db, "", limit=ORGANISATIONS_SHOWN, offset=0)
    return [(one.id, one.name) for one in found]


def _drafting(found: CaseInFull) -> bool:
    return found.held.stage in (Stage.DRAFTED, Stage.RETURNED) and (Verb.SUBMIT in found.held.verbs)


def _official(found: CaseInFull, person: Person) -> bool:
    deciding = MAY_STATE - {Part.APPLICANT}
    return bool(deciding & found.held.parts) and (
        person.account_id not in found.held.origin.accounts
    )


def _states(found: CaseInFull) -> bool:
    """Say whether a statement of who reads can still let a warning go."""
    if found.held.stage not in RESERVING | {Stage.DRAFTED}:
        return False
    return bool(MAY_STATE & found.held.parts)


def _stated(found: CaseInFull, person: Person) -> set[tuple[str, int]]:
    """Return the rules and rows that need no statement any more from who reads.

    The applicant's own statement serves the submission; for officials only theirs count.
    """
    official, origin = _official(found, person), found.held.origin.accounts
    return {
        (one.rule, item.row)
        for one in found.releases
        if not official or one.account_id not in origin
        for item in found.items
        if one.item_id in (None, item.id)
    }


def _reports(db: Session, id: UUID, person: Person) -> list[dict[str, Any]]:
    """Return the newest check of every occasion, the latest first, with its names row by row."""
    told: list[dict[str, Any]] = []
    for occasion in ("approval", "submission", "draft"):
        kept = reading.reports(db, id, person, occasion=occasion, limit=REPORTS_SHOWN, offset=0)
        newest = {one.row: one for one in reversed(kept)}
        if newest:
            rows = [newest[row] for row in sorted(newest)]
            told.append({"occasion": occasion, "at": rows[0].made_at, "names": rows})
    return sorted(told, key=lambda group: group["at"], reverse=True)


def _shapes(found: CaseInFull) -> str:
    drawn = [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(item.geometry)),
            "properties": {"name": item.name},
        }
        for item in found.items
        if item.geometry is not None
    ]
    return json.dumps({"type": "FeatureCollection", "features": drawn}) if drawn else ""


def _corrections(db: Session, found: CaseInFull) -> dict[int, list[ToldPart]]:
    """Return what each name's correction puts in place of what, by row."""
    return {
        item.row: told_change(state_of(db, item.place_name_id), item.change)
        for item in found.items
        if item.change and item.place_name_id is not None
    }


def _approvers(found: CaseInFull) -> Sequence[tuple[str, str]]:
    """Return who may approve all the names, the usual one first; everybody where that is nobody."""
    sorts = [sort for sort, _ in found.authorities]
    may = approvers_of(sorts, kind=CaseKind(found.held.case.kind))
    first = [one for _, authority in found.authorities for one in authority.approvers]
    order = dict.fromkeys([*first, *Approver])
    return [(one.value, one.zh) for one in order if not may or one in may]
