"""Appraising names for a protection list (历史地名鉴定): scores by experts, and the listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.services.cases.holding import Held, allowed, look
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.person import Person
from api.services.refusals import MeasureRefused, NotAllowed, NotYours
from api.store.queries import heritage_care as store
from api.store.queries.cases import items as kept_items
from api.store.queries.cases.items import KeptItem
from api.store.queries.journal import write_line
from api.store.queries.organisations import organisation_of_id
from api.store.session import Session
from naming.heritage import WEIGHED, Appraisal, Criterion, Score, appraised, heritage_parameters
from naming.procedure.words import CaseKind, Part, Verb
from naming.search_key import key_of

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
    if Part.EXPERT not in held.parts:
        raise NotYours("鉴定评分由受邀的专家办理")
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


def _must_be_sound(mark: Mark, names: set[str]) -> None:
    if mark.name not in names:
        raise MeasureRefused(f"办件中没有“{mark.name}”", "请核对名称", "marks.name")
    if not 0 <= mark.score <= 100:
        raise MeasureRefused("评分应在0至100之间", "请改正评分", "marks.score")
    if not mark.evidence.strip():
        said = f"“{mark.name}”的{mark.criterion.zh}没有写明依据"
        raise MeasureRefused(said, "请写明史料、文献或实物等依据", "marks.evidence")


def _appraised(db: Session, id: UUID, names: Sequence[str]) -> tuple[Appraised, ...]:
    given = [
        GivenMark(expert, Mark(name, Criterion(criterion), points, evidence))
        for name, expert, criterion, points, evidence in store.scores_of(db, id)
    ]
    made = []
    for name in dict.fromkeys(names):
        marks = tuple(one for one in given if one.mark.name == name)
        scores = [Score(one.expert, one.mark.criterion, one.mark.score) for one in marks]
        made.append(Appraised(name, marks, appraised(scores)))
    return tuple(made)
