"""Hearing others about a case (征求意见): departments, experts, the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.services.cases.holding import Held, allowed, look
from api.services.cases.limits import procedure_limits
from api.services.cases.refusals import (
    CaseIncomplete,
    Complaint,
    UnknownConsultation,
    UnknownOpinion,
)
from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours
from api.store.queries.cases import keeping, opinions
from api.store.queries.cases.opinions import KeptComment, KeptConsultation, KeptOpinion
from api.store.queries.organisations import organisation_of_id
from api.store.session import Session
from naming.procedure.asking import Asked
from naming.procedure.deadlines import period_end
from naming.procedure.words import Part, Verb
from rulebook.worded import Worded

CAPACITIES = {
    "civil_affairs": Asked.NAME_AUTHORITY,
    "government": Asked.LOCAL_GOVERNMENT,
}
"""In what capacity an organisation of a kind is asked."""


class Answer(Worded):
    """How an opinion comes out."""

    AGREE = "agree", "同意"
    AGREE_WITH_CHANGES = "agree_with_changes", "原则同意，有修改意见"
    DISAGREE = "disagree", "不同意"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom: a department, or an expert with his organisation.

    `asked_as` is the capacity in which the law wants it asked; None follows the organisation.
    """

    asked_of: str
    organisation_id: int | None
    question: str
    due_on: date | None
    asked_as: Asked | None = None


def ask(
    db: Session,
    case_id: UUID,
    id: UUID,
    question: Question,
    person: Person,
    *,
    expert: bool,
    on: date,
) -> KeptOpinion:
    """Ask a department for its opinion (联审), or an expert for his (专家论证).

    Without a day, the days of the procedure are given. The same id again asks nothing anew.

    Raises:
        UnknownCase: as `look`.
        UnknownOpinion: The id is of an opinion in another case.
        NotAllowed, NotYours: as `allowed`; only clerks ask.
        CaseIncomplete: Nobody is named, there is no such organisation, or the day is past.
    """
    held = look(db, case_id, person)
    step = allowed(held, Verb.ARGUE if expert else Verb.ASK)
    if Part.CLERK not in held.parts:
        raise NotYours("征求意见由经办人办理")
    if opinions.opinion_of(db, id) is not None:
        return _opinion(db, case_id, id)
    due = question.due_on or period_end("opinion_days", on, procedure_limits())
    name = _asked_name(db, question)
    if due < on or not name:
        where = "due_on" if name else "asked_of"
        said = "答复期限已过" if name else "没有写明征求谁的意见"
        raise CaseIncomplete("不能征求意见", "请改正后重试", [Complaint(where, said)])
    opinions.write_opinion(
        db,
        {
            "id": id,
            "case_id": case_id,
            "kind": "expert" if expert else "department",
            "asked_as": "" if expert else _asked_as(db, question),
            "organisation_id": question.organisation_id,
            "asked_of": name,
            "question": question.question,
            "asked_on": on,
            "due_on": due,
        },
    )
    told = {"clause": str(step.source), "asked_of": name, "due_on": due.isoformat()}
    keeping.write_note(db, held.case, "ask", told)
    return _opinion(db, case_id, id)


def _asked_as(db: Session, question: Question) -> str:
    """Return in what capacity somebody is asked: as what a known organisation is, else as said.

    Raises:
        CaseIncomplete: It is said to be what it is not.
    """
    if question.organisation_id is None:
        return question.asked_as.value if question.asked_as else ""
    known = organisation_of_id(db, question.organisation_id)
    own = CAPACITIES.get(known.kind) if known else None
    if question.asked_as not in (None, own):
        said = f"{known.name if known else '该机构'}不是“{question.asked_as.zh}”"
        wrong = [Complaint("asked_as", said, "请选定该类机关，或不填征求意见的身份")]
        raise CaseIncomplete("不能征求意见", "请改正后重试", wrong)
    return own.value if own else ""


def _asked_name(db: Session, question: Question) -> str:
    if question.organisation_id is None:
        return question.asked_of.strip()
    found = organisation_of_id(db, question.organisation_id)
    if found is None:
        said = f"没有编号为 {question.organisation_id} 的机构"
        wrong = [Complaint("organisation_id", said)]
        raise CaseIncomplete("不能征求意见", "请先查询机构编号", wrong)
    return question.asked_of.strip() or found.name


def answer(
    db: Session,
    case_id: UUID,
    id: UUID,
    answered: Answer,
    opinion: str,
    person: Person,
    *,
    on: date,
    by_name: str = "",
) -> KeptOpinion:
    """Give the opinion that was asked; clerks write down what came on paper, in `by_name`.

    Raises:
        UnknownCase: as `look`.
        UnknownOpinion: Nothing was asked under this id.
        NotAllowed: It is answered, or the case is past examination.
        NotYours: Somebody else was asked.
        CaseIncomplete: A disagreement or a change without a reason.
    """
    held = look(db, case_id, person)
    found = _opinion(db, case_id, id)
    _must_answer(held, found)
    _must_wait(found, found.answer is None)
    if answered is not Answer.AGREE and not opinion.strip():
        wrong = [Complaint("opinion", "没有写明理由或修改意见")]
        raise CaseIncomplete(f"“{answered.zh}”须写明理由", "请填写 opinion", wrong)
    values = {
        "answer": answered.value,
        "opinion": opinion,
        "person": by_name or person.name,
        "answered_by": person.account_id,
        "answered_on": on,
    }
    _must_wait(found, opinions.answer_opinion(db, id, values))
    told = {"id": str(id), "answer": answered.value, "by": by_name or person.name}
    keeping.write_note(db, held.case, "opine", told)
    return _opinion(db, case_id, id)


def _must_wait(found: KeptOpinion, waits: bool) -> None:
    if not waits:
        raise NotAllowed(f"{found.asked_of}已经答复", "需要更正的，请经办人重新征求")


def _must_answer(held: Held, found: KeptOpinion) -> None:
    mine = found.organisation_id == held.person.organisation_id
    if mine and held.own:
        raise NotYours("申请由本人提出或录入，不能由本人答复", "请由本机构的另一人答复")
    verb = Verb.ARGUE if found.kind == "expert" else Verb.OPINE
    if mine and verb in held.verbs:
        return
    if Part.CLERK not in held.parts:
        raise NotYours(f"这是向{found.asked_of}征求的意见", "请由该单位的人员答复")
    allowed(held, Verb.ASK)


def consult(
    db: Session,
    case_id: UUID,
    id: UUID,
    *,
    title: str,
    body: str,
    opens_on: date,
    closes_on: date | None,
    person: Person,
) -> KeptConsultation:
    """Open a consultation of the public (征求公众意见), for at least the days of the procedure.

    Raises:
        UnknownCase: as `look`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: The period is too short or has no title.
    """
    held = look(db, case_id, person)
    step = allowed(held, Verb.CONSULT)
    earliest = period_end("consultation_days", opens_on, procedure_limits())
    end = closes_on or earliest
    wrong = []
    if not title.strip():
        wrong.append(Complaint("title", "没有标题"))
    if end < earliest:
        days = procedure_limits().items["consultation_days"]
        said = f"征求意见不少于 {days.value} {days.unit}"
        wrong.append(Complaint("closes_on", said, f"请设在{earliest}或以后"))
    if wrong:
        raise CaseIncomplete("不能征求公众意见", "请按 errors 逐项改正", wrong)
    opinions.write_consultation(
        db,
        {
            "id": id,
            "case_id": case_id,
            "title": title.strip(),
            "body": body,
            "opens_on": opens_on,
            "closes_on": end,
        },
    )
    told = {"id": str(id), "clause": str(step.source), "closes_on": end.isoformat()}
    keeping.write_note(db, held.case, "consult", told)
    return consultation(db, case_id, id)


def close(
    db: Session, case_id: UUID, id: UUID, summary: str, person: Person, *, on: date
) -> KeptConsultation:
    """Close a consultation when its time is over; `summary` says what came of it.

    Raises:
        UnknownCase, UnknownConsultation: There is none.
        NotAllowed: It is closed, or its time is not over.
        NotYours: as `allowed`.
    """
    held = look(db, case_id, person)
    allowed(held, Verb.CONSULT)
    found = consultation(db, case_id, id)
    _must_be_open(found.closed_on is None)
    if on <= found.closes_on:
        raise NotAllowed(
            f"征求意见到{found.closes_on}为止，尚未期满", f"请在{found.closes_on}之后结束"
        )
    _must_be_open(opinions.close_consultation(db, id, on, summary))
    keeping.write_note(db, held.case, "close_consultation", {"id": str(id), "summary": summary})
    return consultation(db, case_id, id)


def _must_be_open(is_open: bool) -> None:
    if not is_open:
        raise NotAllowed("征求意见已经结束")


def reply(
    db: Session,
    case_id: UUID,
    comment: UUID,
    text: str,
    person: Person,
    *,
    adopted: bool,
    on: date,
) -> KeptComment:
    """Answer a comment of the public, saying whether it is taken up; returns it as it is then.

    Raises:
        UnknownCase: as `look`.
        UnknownConsultation: There is no such comment in the case.
        NotAllowed, NotYours: as `allowed`, or somebody else has answered it.
        CaseIncomplete: The answer is empty.
    """
    held = look(db, case_id, person)
    allowed(held, Verb.CONSULT)
    if not text.strip():
        raise CaseIncomplete("没有写明答复", "请填写 reply", [Complaint("reply", "答复是空的")])
    mine = {m.id for one in opinions.consultations_of(db, case_id) for m in comments(db, one.id)}
    if comment not in mine:
        raise UnknownConsultation(f"该办件没有编号为 {comment} 的公众意见")
    values = {
        "reply": text,
        "adopted": adopted,
        "replied_by": person.name,
        "replied_on": on,
    }
    if not opinions.reply_to_comment(db, comment, values):
        raise NotAllowed("这条意见已由他人答复", "请刷新后查看；需要更正的，请由答复人改正")
    keeping.write_note(db, held.case, "reply", {"comment": str(comment), "adopted": adopted})
    return next(
        m
        for one in opinions.consultations_of(db, case_id)
        for m in comments(db, one.id)
        if m.id == comment
    )


def comments(db: Session, id: UUID) -> list[KeptComment]:
    """Return the comments of a consultation, the first first."""
    return opinions.comments_of(db, id)


def consultation(db: Session, case_id: UUID, id: UUID) -> KeptConsultation:
    """Return a consultation of a case.

    Raises:
        UnknownConsultation: The case has no such consultation.
    """
    found = opinions.consultation_of(db, id)
    if found is None or found.case_id != case_id:
        raise UnknownConsultation(f"该办件没有编号为 {id} 的征求意见")
    return found


def _opinion(db: Session, case_id: UUID, id: UUID) -> KeptOpinion:
    found = opinions.opinion_of(db, id)
    if found is None or found.case_id != case_id:
        raise UnknownOpinion(f"该办件没有编号为 {id} 的征求意见")
    return found
