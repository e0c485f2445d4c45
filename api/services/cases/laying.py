"""Laying papers in a case (材料): typed, with their headings, their files beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from api.services.cases import keeping_files
from api.services.cases.holding import Held, look
from api.services.cases.keeping_files import TakenFile
from api.services.cases.refusals import CaseIncomplete, Complaint, UnknownPaper
from api.services.cases.wishes import PaperDraft
from api.services.person import Person
from api.services.refusals import NotAllowed, NotYours
from api.store.queries.cases import keeping, papers
from api.store.queries.cases.items import KeptItem, listed_names
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.papers import KeptDocument, KeptFile
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.procedure.papers import (
    HEADINGS,
    Circumstance,
    Demand,
    Gap,
    HeldPaper,
    Paper,
    demands_of,
    gaps_before,
    gaps_in,
)
from naming.procedure.words import ENDS, CaseKind, Part, Stage, Verb

BY_APPLICANT = frozenset({Stage.DRAFTED, Stage.RETURNED})
OFFICIALS = frozenset({Part.CLERK, Part.REVIEWER, Part.APPROVER})
LISTED_KINDS = frozenset({CaseKind.RENAMING, CaseKind.RETIREMENT})


def lay(db: Session, case_id: UUID, id: UUID, wish: PaperDraft, person: Person) -> KeptDocument:
    """Lay a paper in a case, or another text of one; the id is made by the client.

    Raises:
        UnknownCase: as `look`.
        UnknownPaper: The id is a paper of another case.
        NotAllowed: The case is over, or was approved on this paper.
        NotYours: It is not for this person to lay papers in it.
        CaseIncomplete: A heading is none that such a paper has.
    """
    held = look(db, case_id, person)
    must_lay(held)
    found = papers.document_of(db, id)
    if found is not None and found.case_id != case_id:
        raise UnknownPaper("该材料编号已用于另一办件", "请为新的材料生成新的编号")
    _must_not_bear_approval(db, held, found)
    _refuse_strange_headings(wish)
    papers.write_document(
        db,
        {
            "id": id,
            "case_id": case_id,
            "paper": wish.paper.value,
            "title": wish.title or wish.paper.zh,
            "number": wish.number.strip(),
            "issuer": wish.issuer.strip(),
            "issued_on": wish.issued_on,
            "fields": dict(wish.fields),
            "written_by": person.account_id,
            "written_by_name": person.name,
        },
    )
    laid = paper_of(db, case_id, id)
    keeping.write_note(
        db, held.case, "lay_paper", _told(laid), before=_told(found) if found else None
    )
    return laid


def take_out(db: Session, case_id: UUID, id: UUID, person: Person) -> None:
    """Take a paper out of the file of a case; it is kept for the record.

    Raises:
        UnknownCase, NotAllowed, NotYours: as `lay`.
        UnknownPaper: The case has no such paper.
    """
    held = look(db, case_id, person)
    must_lay(held)
    found = paper_of(db, case_id, id)
    _must_not_bear_approval(db, held, found)
    papers.remove_document(db, id)
    told = {"id": str(id), "paper": found.paper}
    keeping.write_note(db, held.case, "take_out_paper", told, before=_told(found))


def attach(
    db: Session,
    case_id: UUID,
    id: UUID,
    content: bytes,
    name: str,
    person: Person,
    *,
    folder: Path,
) -> TakenFile:
    """Keep a file with a paper of a case; the same bytes again change nothing.

    Raises:
        UnknownCase, NotAllowed, NotYours: as `lay`.
        UnknownPaper: The case has no such paper.
        FileRefused: as `keeping_files.keep`.
    """
    held = look(db, case_id, person)
    must_lay(held)
    paper_of(db, case_id, id)
    taken = keeping_files.keep(folder, content, name)
    papers.note_file(db, taken.sha256, taken.media_type, taken.size)
    papers.attach_file(db, id, taken.sha256, taken.name)
    told = {"paper": str(id), "sha256": taken.sha256, "name": taken.name, "size": taken.size}
    keeping.write_note(db, held.case, "attach_file", told)
    return taken


def file_of(
    db: Session, case_id: UUID, id: UUID, sha256: str, person: Person, *, folder: Path
) -> tuple[KeptFile, bytes]:
    """Return a file of a paper and its bytes.

    Raises:
        UnknownCase: as `look`.
        UnknownPaper: The case has no such paper, or the paper no such file.
    """
    look(db, case_id, person)
    paper_of(db, case_id, id)
    found = papers.file_of(db, id, sha256)
    if found is None:
        raise UnknownPaper("该材料没有这个附件")
    try:
        return found, keeping_files.bytes_of(folder, sha256)
    except FileNotFoundError as gone:
        raise UnknownPaper(
            f"附件“{found.name}”的内容不在文件库中", "请由管理员从备份恢复文件库"
        ) from gone


def paper_of(db: Session, case_id: UUID, id: UUID) -> KeptDocument:
    """Return a paper of a case.

    Raises:
        UnknownPaper: The case has no such paper.
    """
    if (found := found_paper(db, case_id, id)) is None:
        raise UnknownPaper(f"该办件没有编号为 {id} 的材料", "请先提交材料，再上传附件")
    return found


def found_paper(db: Session, case_id: UUID, id: UUID) -> KeptDocument | None:
    """Return a paper of a case, or None if the case has none with this id."""
    found = papers.document_of(db, id)
    return found if found is not None and found.case_id == case_id else None


def must_lay(held: Held) -> None:
    """Refuse whoever may not change the file of a case.

    Raises:
        NotAllowed: The case is over.
        NotYours: It is not for this person.
    """
    if held.stage in ENDS:
        raise NotAllowed(f"办件“{held.stage.zh}”，案卷不能再改", "需要补充的请另行办理")
    if held.stage in BY_APPLICANT and Part.APPLICANT in held.parts:
        return
    if not OFFICIALS & held.parts:
        raise NotYours("材料由申请人（补正时）或经办人提交", "需要补充材料的，请由经办人退回补正")


def bears_approval(db: Session, case: KeptCase, paper: KeptDocument) -> bool:
    """Tell whether a case was approved with this paper in its file.

    It then stays as it was; files, such as the signed copy, may still be added to it.
    """
    steps = keeping.steps_of(db, case.id) if case.approved_on else []
    return any(one.verb == Verb.APPROVE and paper.written_at <= one.taken_at for one in steps)


def _must_not_bear_approval(db: Session, held: Held, paper: KeptDocument | None) -> None:
    if paper is not None and bears_approval(db, held.case, paper):
        said = f"办件已凭“{paper.title}”批准，批准时的材料不能再改或撤下"
        raise NotAllowed(said, "需要更正或补充的，请另交一份材料并写明情况")


def _told(paper: KeptDocument) -> dict[str, object]:
    """Return a paper as its line in the journal tells it."""
    told: dict[str, object] = {
        key: getattr(paper, key) for key in ("paper", "title", "number", "issuer")
    }
    day = paper.issued_on.isoformat() if paper.issued_on else None
    return {"id": str(paper.id), **told, "issued_on": day, "fields": dict(paper.fields)}


def _refuse_strange_headings(wish: PaperDraft) -> None:
    known = HEADINGS.get(wish.paper)
    strange = [key for key in wish.fields if known is not None and key not in known]
    if strange and known is not None:
        told = "、".join(f"{key}（{words}）" for key, words in known.items())
        wrong = [Complaint(f"fields.{key}", "没有这一要点") for key in strange]
        raise CaseIncomplete(f"{wish.paper.zh}的要点不对", f"可用的要点：{told}", wrong)


def held_papers(documents: Sequence[KeptDocument]) -> list[HeldPaper]:
    """Return the papers as the law of papers looks at them."""
    return [
        HeldPaper(Paper(d.paper), d.fields, d.number, d.issued_on, len(d.files), d.issuer)
        for d in documents
    ]


def gaps_of(document: KeptDocument) -> tuple[Gap, ...]:
    """Return what a paper itself lacks."""
    return tuple(gaps_in(held_papers([document])[0]))


def demands(db: Session, case: KeptCase, items: Sequence[KeptItem]) -> tuple[Demand, ...]:
    """Return the papers that a case needs, step by step, in its circumstances."""
    places = {PlaceKind(i.place_kind) for i in items if i.place_kind and i.state != "struck"}
    return demands_of(CaseKind(case.kind), places, circumstances_of(db, case, items))


def circumstances_of(
    db: Session, case: KeptCase, items: Sequence[KeptItem]
) -> frozenset[Circumstance]:
    """Return what holds for a case so that it needs more papers."""
    told = {
        Circumstance.MAJOR: case.major_matter or _is_major(case, items),
        Circumstance.WITH_PROJECT: case.with_project,
        Circumstance.MEETING: case.joint_meeting,
        Circumstance.LISTED: bool(listed(db, case, items)),
    }
    return frozenset(circumstance for circumstance, holds in told.items() if holds)


def _is_major(case: KeptCase, items: Sequence[KeptItem]) -> bool:
    # renaming a county or a larger division always is one (条例 article 4)
    return case.kind == CaseKind.RENAMING and any(
        item.place_kind == PlaceKind.DIVISION for item in items
    )


def listed(db: Session, case: KeptCase, items: Sequence[KeptItem]) -> list[str]:
    """Return the names that the case gives up and that stand in a protection list."""
    if CaseKind(case.kind) not in LISTED_KINDS:
        return []
    names = [i.former_name or i.name for i in items if i.state != "struck"]
    return listed_names(db, names, [case.county_id])


def must_be_complete(
    db: Session, case: KeptCase, items: Sequence[KeptItem], verb: Verb, *, on: date
) -> None:
    """Refuse a step for which the file of a case lacks papers.

    Raises:
        CaseIncomplete: It tells each gap with its clause.
    """
    held = held_papers(papers.documents_of(db, case.id))
    gaps = gaps_before(verb, demands(db, case, items), held, on=on)
    stopping = [gap for gap in gaps if gap.binding]
    if stopping:
        wrong = [Complaint(f"papers.{g.paper}", g.message, f"依据{g.clause}") for g in stopping]
        raise CaseIncomplete(f"材料不齐，不能“{verb.zh}”", "请按 errors 逐项补齐", wrong)
