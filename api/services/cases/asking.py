"""Whose opinion an approval needs (征求意见), and whether it is in the file of the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.services.cases.authorities import classes_of
from api.services.cases.hearing import Answer
from api.services.cases.holding import Held
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.wishes import Approval
from api.store.queries.cases import opinions
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.opinions import KeptOpinion
from api.store.queries.organisations import organisation_of_id
from api.store.session import Session
from naming.procedure.approvers import askings_of
from naming.procedure.asking import Asked, HeldOpinion, NotHeard, not_heard


def must_be_heard(db: Session, held: Held, items: Sequence[KeptItem], approval: Approval) -> None:
    """Refuse an approval before which somebody has to be asked and has not answered.

    Raises:
        CaseIncomplete: It tells whose opinion is lacking, with the clause.
    """
    told = lacking(
        db,
        held,
        items,
        opinions.opinions_of(db, held.case.id),
        by=approval.decided_on,
        explained=bool(approval.note.strip()),
    )
    wrong = [Complaint("opinions", one.message, one.remedy) for one in told if one.asking.binding]
    if wrong:
        raise CaseIncomplete("应先征求的意见不全，不能批准", "请按 errors 逐项办理", wrong)


def lacking(
    db: Session,
    held: Held,
    items: Sequence[KeptItem],
    asked: Sequence[KeptOpinion],
    *,
    by: date,
    explained: bool = False,
) -> tuple[NotHeard, ...]:
    """Return whose opinion is lacking for an approval on a day, binding or only reminded of."""
    askings = askings_of(classes_of(held.case, items), kind=held.kind)
    if not askings:
        return ()
    own = organisation_of_id(db, held.person.organisation_id)
    level = own.level if own else ""
    return not_heard(askings, [_held(db, one, level) for one in asked], by=by, explained=explained)


def _held(db: Session, one: KeptOpinion, level: str) -> HeldOpinion:
    known = organisation_of_id(db, one.organisation_id) if one.organisation_id else None
    return HeldOpinion(
        asked=Asked(one.asked_as) if one.asked_as else None,
        answered_on=one.answered_on,
        disagrees=one.answer == Answer.DISAGREE,
        of_level=None if known is None else known.level == level,
    )
