"""Appraising names for a protection list (历史地名鉴定): scores by experts, and the listing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from api.services.cases import keeping_files
from api.services.cases.holding import Held, allowed, look
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.person import Person
from api.services.refusals import MeasureRefused, NotAllowed, NotYours
from api.store.queries import heritage_scores as store
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping, opinions, papers
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.opinions import KeptOpinion
from api.store.queries.cases.papers import KeptDocument
from api.store.queries.heritage_scores import KeptScore
from api.store.queries.journal import write_line
from api.store.queries.organisations import organisation_of_id
from api.store.session import Session
from naming.heritage import WEIGHED, Appraisal, Criterion, Score, appraised, heritage_parameters
from naming.procedure.papers import Paper
from naming.procedure.words import CaseKind, Part, Stage, Verb
from naming.search_key import key_of

EVIDENCE = frozenset({Paper.EVIDENCE.value, Paper.CONSULTATION.value})
GOING = {
    Stage.DRAFTED: ("推荐",),
    Stage.RETURNED: ("推荐",),
    Stage.SUBMITTED: ("受理",),
    Stage.ACCEPTED: ("征求意见", "专家鉴定", "审核"),
    Stage.REVIEWED: ("认定",),
    Stage.APPROVED: ("公布",),
}
"""What goes on while a case is at a stage; all is done once it is published."""

LIST_LEVELS = frozenset({"nation", "province", "prefecture", "county"})


@dataclass(frozen=True, slots=True)
class Mark:
    """What an expert gives a name by a criterion, 0 to 100, and on what evidence."""

    name: str
    criterion: Criterion
    score: int
    evidence: str


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark with the expert who gave it."""

    expert: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Appraised:
    """A name of the case, the marks it was given, and what they come to."""

    name: str
    marks: tuple[GivenMark, ...]
    found: Appraisal

    @property
    def experts(self) -> tuple[str, ...]:
        """Return who has scored, each once, in the order of their accounts."""
        return tuple(dict.fromkeys(one.expert for one in self.marks))

    @property
    def conclusion(self) -> str:
        """Return in Chinese what it comes to so far."""
        if self.found.total is None:
            return "待评：" + "；".join(self.found.lacking)
        words = "达到认定分数" if self.found.enough else "未达到认定分数"
        return f"加权总分 {self.found.total:g}，{words}"

    def of(self, expert: str) -> dict[Criterion, Mark]:
        """Return the marks of one expert by criterion."""
        return {g.mark.criterion: g.mark for g in self.marks if g.expert == expert}


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage of the listing of a name (推荐至公布): done on a day, going on now, or to come."""

    title: str
    state: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class AppraisalView:
    """The appraisal of a case as its page shows it; `scores` tells whether the reader scores."""

    held: Held
    names: Sequence[Appraised]
    progress: Sequence[Progress]
    evidence: Sequence[KeptDocument]
    opinions: Sequence[KeptOpinion]
    mine: str
    scores: bool


def score(
    db: Session, id: UUID, marks: Sequence[Mark], person: Person, on: date
) -> tuple[Appraised, ...]:
    """Keep the marks of an expert; a criterion marked again replaces his earlier mark.

    Raises:
        UnknownCase: as `look`.
        NotAllowed: The case lists no names, or is not under examination.
        NotYours: The person is not asked as an expert.
        MeasureRefused: A name is none of the case, a score out of range, evidence missing.
    """
    held = _listing_case(db, id, person)
    step = allowed(held, Verb.ARGUE)
    _must_be_expert(held, "鉴定评分由受邀的专家办理")
    names = {item.name for item in kept_items.items_of(db, id, on)}
    for mark in marks:
        _must_be_sound(mark, names)
        store.keep_score(
            db,
            case_id=id,
            name=mark.name,
            account_id=person.account_id,
            criterion=mark.criterion.value,
            score=mark.score,
            evidence=mark.evidence.strip(),
        )
    write_line(
        db,
        verb="appraise",
        subject_kind="naming_case",
        subject_id=str(id),
        clause=str(step.source),
        after={"marks": [[m.name, m.criterion.value, m.score] for m in marks]},
    )
    return _appraised(db, id, sorted(names))


def appraisals(db: Session, id: UUID, person: Person, on: date) -> tuple[Appraised, ...]:
    """Return what the experts found of each name of a case.

    Raises:
        UnknownCase: as `look`.
        NotAllowed: The case lists no names.
    """
    _listing_case(db, id, person)
    return _appraised(db, id, [item.name for item in kept_items.items_of(db, id, on)])


def view(db: Session, id: UUID, person: Person, on: date) -> AppraisalView:
    """Return the appraisal of a case: how far it is, who has scored, on what evidence.

    Raises:
        UnknownCase: as `look`.
        NotAllowed: The case lists no names.
    """
    held = _listing_case(db, id, person)
    items = kept_items.items_of(db, id, on)
    found = _appraised(db, id, [item.name for item in items if item.state != "struck"])
    asked = opinions.opinions_of(db, id)
    laid = papers.documents_of(db, id)
    return AppraisalView(
        held,
        found,
        _progress(db, held, found, asked),
        [one for one in laid if one.paper in EVIDENCE],
        [one for one in asked if one.kind == "expert"],
        mine=_called(store.scores_of(db, id)).get(person.account_id, person.name),
        scores=Part.EXPERT in held.parts and Verb.ARGUE in held.verbs,
    )


def give_evidence(
    db: Session, id: UUID, paper: UUID, file: NewFile, person: Person, *, folder: Path
) -> None:
    """Lay a file that an expert's marks rest on (佐证) in a case.

    Raises:
        UnknownCase: as `look`.
        NotAllowed: The case lists no names, or is not under examination.
        NotYours: The person is not asked as an expert.
        FileRefused: as `keeping_files.keep`.
    """
    held = _listing_case(db, id, person)
    allowed(held, Verb.ARGUE)
    _must_be_expert(held, "鉴定佐证由受邀的专家提交")
    taken = keeping_files.keep(folder, file.content, file.name)
    papers.write_document(
        db,
        {
            "id": paper,
            "case_id": id,
            "paper": Paper.EVIDENCE.value,
            "title": f"专家佐证：{file.about}"[:200],
            "number": "",
            "issuer": person.organisation,
            "issued_on": None,
            "fields": {"content": file.said} if file.said else {},
            "written_by": person.account_id,
            "written_by_name": person.name,
        },
    )
    papers.note_file(db, taken.sha256, taken.media_type, taken.size)
    papers.attach_file(db, paper, taken.sha256, taken.name)
    told = {"id": str(paper), "sha256": taken.sha256, "name": taken.name, "about": file.about}
    keeping.write_note(db, held.case, "give_evidence", told)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was sent: bytes, name, which name of the case it is about, what it shows."""

    content: bytes
    name: str
    about: str
    said: str = ""


def _progress(
    db: Session, held: Held, found: Sequence[Appraised], asked: Sequence[KeptOpinion]
) -> list[Progress]:
    """Return the seven stages from nomination to publication (CQ-H-3)."""
    days = {step.verb: step.taken_on.isoformat() for step in keeping.steps_of(db, held.case.id)}
    heard = opinions.consultations_of(db, held.case.id)
    answered = sum(1 for one in asked if one.answer)
    scored = sum(1 for one in found if one.found.total is not None)
    told = {
        "推荐": days.get(Verb.SUBMIT.value, ""),
        "受理": days.get(Verb.ACCEPT.value, ""),
        "征求意见": f"部门、专家答复 {answered}/{len(asked)}，公示 {len(heard)} 次",
        "专家鉴定": f"{scored}/{len(found)} 个地名评分完整",
        "审核": days.get(Verb.REVIEW.value, ""),
        "认定": f"{days.get(Verb.APPROVE.value, '')} {held.case.approver}".strip(),
        "公布": days.get(Verb.PUBLISH.value, ""),
    }
    going = GOING.get(held.stage, ())
    first = list(told).index(going[0]) if going else len(told)
    if held.stage in (Stage.REFUSED, Stage.WITHDRAWN):
        first = sum(verb.value in days for verb in (Verb.SUBMIT, Verb.ACCEPT))
    return [
        Progress(
            title, "going" if title in going else "done" if at < first else "to_come", told[title]
        )
        for at, title in enumerate(told)
    ]


def must_be_appraised(db: Session, held: Held, items: Sequence[KeptItem]) -> None:
    """Refuse a listing whose names the experts have not appraised, or found not enough.

    Raises:
        CaseIncomplete: With each name that lacks something.
    """
    if held.kind is not CaseKind.HERITAGE_LISTING:
        return
    names = [item.name for item in items if item.state == "proposed"]
    enough = heritage_parameters().number("enough")
    wrong = []
    for one in _appraised(db, held.case.id, names):
        field = f"appraisals.{one.name}"
        wrong += [Complaint(field, f"“{one.name}”{said}") for said in one.found.lacking]
        if one.found.total is not None and not one.found.enough:
            said = f"“{one.name}”鉴定得分{one.found.total:g}，不足{enough:g}分"
            wrong.append(Complaint(field, said, "请剔除该地名，或由专家重新鉴定"))
    if wrong:
        raise CaseIncomplete("专家鉴定尚未完成", f"依据{WEIGHED}逐项补齐", wrong)


def list_names(db: Session, held: Held, items: Sequence[KeptItem], title: str, on: date) -> int:
    """Put the approved names of a listing on the protection list of `title`; return how many."""
    if held.kind is not CaseKind.HERITAGE_LISTING:
        return 0
    approving = organisation_of_id(db, held.case.approving_organisation_id or 0)
    level = approving.level if approving and approving.level in LIST_LEVELS else "county"
    list_id = store.list_of_title(
        db, title, level=level, province=store.province_named(db, held.case.province_id), day=on
    )
    approved = [item for item in items if item.state == "approved"]
    for item in approved:
        store.enter_listing(
            db,
            list_id,
            store.NewListing(
                name=item.name,
                key=key_of(item.name, None),
                type_words=item.place_type,
                county=held.case.county,
                division_id=held.case.county_id,
                place_name_id=item.place_name_id,
                origin=item.origin,
                overview=item.meaning or item.reason,
                case_id=held.case.id,
                since=on,
            ),
        )
    return len(approved)


def _listing_case(db: Session, id: UUID, person: Person) -> Held:
    held = look(db, id, person)
    if held.kind is not CaseKind.HERITAGE_LISTING:
        raise NotAllowed("只有列入保护名录的办件才作历史地名鉴定")
    return held


def _must_be_expert(held: Held, said: str) -> None:
    if held.own:
        raise NotYours("本人推荐或录入的地名，不能由本人鉴定", "请由其他专家鉴定")
    if Part.EXPERT not in held.parts:
        raise NotYours(said)


def _must_be_sound(mark: Mark, names: set[str]) -> None:
    if mark.name not in names:
        raise MeasureRefused(f"办件中没有“{mark.name}”", "请核对名称", "marks.name")
    if not 0 <= mark.score <= 100:
        raise MeasureRefused("评分应在0至100之间", "请改正评分", "marks.score")
    if not mark.evidence.strip():
        said = f"“{mark.name}”的{mark.criterion.zh}没有写明依据"
        raise MeasureRefused(said, "请写明史料、文献或实物等依据", "marks.evidence")


def _called(kept: Sequence[KeptScore]) -> dict[int, str]:
    """Return what each expert is called: two of one name are told apart by their sign-in name."""
    names = {one.account_id: one.expert for one in kept}
    often = Counter(names.values())
    return {
        one.account_id: one.expert if often[one.expert] == 1 else f"{one.expert}（{one.login}）"
        for one in kept
    }


def _appraised(db: Session, id: UUID, names: Sequence[str]) -> tuple[Appraised, ...]:
    kept = store.scores_of(db, id)
    called = _called(kept)
    given = [
        GivenMark(
            called[one.account_id],
            Mark(one.name, Criterion(one.criterion), one.score, one.evidence),
        )
        for one in kept
    ]
    made = []
    for name in dict.fromkeys(names):
        marks = tuple(one for one in given if one.mark.name == name)
        scores = [Score(one.expert, one.mark.criterion, one.mark.score) for one in marks]
        made.append(Appraised(name, marks, appraised(scores)))
    return tuple(made)
