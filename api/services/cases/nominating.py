"""Nominating a name of the register for a protection list (推荐历史地名)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from api.services.cases import drafting, laying
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.wishes import CaseDraft, ItemDraft, PaperDraft
from api.services.person import Person
from api.services.registering import reading
from api.services.registering.trail import check_scope
from api.store.queries.name_lives import state_of
from api.store.queries.place_lives import county_code_of
from api.store.session import Session
from naming.procedure.papers import Paper
from naming.procedure.words import CaseKind


@dataclass(frozen=True, slots=True)
class Nomination:
    """A name to be nominated: why, what is known of it, on what evidence; the id is the case's."""

    id: UUID
    name_id: int
    reason: str
    origin: str = ""
    meaning: str = ""
    evidence: str = ""
    location: str = ""


def nominate(
    db: Session,
    person: Person,
    wish: Nomination,
    file: tuple[bytes, str] | None,
    *,
    on: date,
    folder: Path,
) -> UUID:
    """Keep a nomination as a drafted case with its evidence; return the case's id.

    Raises:
        UnknownName: There is no such name.
        NotYours: It lies outside the person's divisions.
        CaseIncomplete: It is not known in which county the name lies, or a heading is wrong.
        FileRefused: as `keeping_files.keep`.
    """
    kept = reading.record(db, wish.name_id)
    place = state_of(db, wish.name_id)["place"]
    check_scope(db, person, place["division_id"])
    county = county_code_of(db, place["county_id"])
    if not county:
        wrong = [Complaint("name_id", f"“{kept.name}”不在任何区县内")]
        raise CaseIncomplete("不知道由哪个区县推荐", "请先更正该地名的所属政区", wrong)
    item = ItemDraft(
        kept.name,
        place_type=place["type_words"],
        name_id=wish.name_id,
        reason=wish.reason,
        origin=wish.origin,
        meaning=wish.meaning,
        location=wish.location,
    )
    case = CaseDraft(
        CaseKind.HERITAGE_LISTING, person.organisation, "民政部门", county, items=[item]
    )
    drafting.draft(db, wish.id, case, person, on=on)
    if wish.evidence or file:
        fields = {"content": wish.evidence} if wish.evidence else {}
        paper = uuid5(wish.id, "evidence")
        laying.lay(db, wish.id, paper, PaperDraft(Paper.EVIDENCE, fields=fields), person)
        if file is not None:
            laying.attach(db, wish.id, paper, *file, person, folder=folder)
    return wish.id
