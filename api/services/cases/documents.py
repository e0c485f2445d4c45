"""Official documents of a case (文书): which can be made, and what is told in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from api.services.cases.drafting_names import RESTORES
from api.services.cases.finishing import announced
from api.services.cases.holding import look
from api.services.cases.keeping_files import BY_SUFFIX
from api.services.cases.public import announcement as announcement_known
from api.services.cases.receiving import receiver_of
from api.services.cases.refusals import UnknownConsultation, UnknownOpinion
from api.services.examining_files import safe_name
from api.services.office_rules import office_folders
from api.services.person import Person
from api.services.printing.fields import ITEM_FIELDS, Kind, fields_of
from api.services.printing.official import OfficialPaper
from api.services.printing.official_docx import official_docx
from api.services.printing.official_pdf import official_pdf
from api.services.printing.templates import fill, template_of
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import opinions, outcomes, papers
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.outcomes import KeptAnnouncement
from api.store.queries.organisations import organisation_of_id
from api.store.session import Session
from naming.procedure.content import CHANNELS
from naming.procedure.papers import Paper
from naming.procedure.words import CaseKind
from naming.shown import said_day

Form = Literal["docx", "pdf"]
BRACKETS = re.compile(r"[\[\uff3b【(（〔]\s*(\d{4})\s*[\]\uff3d】)）〕]")
STANDING = frozenset({"proposed", "approved"})
OWN_PAPERS = frozenset({Paper.APPLICATION, Paper.REPLY, Paper.FILING_REPORT, Paper.FILING_FORM})
"""Papers that are documents of ours, and not enclosures of them."""


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document that was made: its kind, file name, media type, bytes, and by which template."""

    kind: Kind
    name: str
    media_type: str
    content: bytes
    paper: OfficialPaper
    template: str


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A kind of document of a case: whether it can be made now, and what it lacks."""

    kind: Kind
    lacking: Sequence[str]


def make(
    db: Session,
    id: UUID,
    kind: Kind,
    form: Form,
    person: Person,
    *,
    on: date,
    of: UUID | None = None,
) -> MadeDocument:
    """Return a document of a case.

    Args:
        db: A session.
        id: The case.
        kind: Which document.
        form: DOCX or PDF.
        person: Who asks for it.
        on: The day of the document where the case does not tell one.
        of: The consultation or the opinion it is about; the newest if not told.

    Raises:
        UnknownCase: as `look`.
        UnknownConsultation, UnknownOpinion: The case has none with this id.
        FieldsLacking: The case is not that far, or something is not filled in.
        TemplateBroken: The office's template cannot be used.
        CannotPrint: A PDF is wanted and the machine cannot make one.
    """
    case = look(db, id, person).case
    fields = fields_told(db, case, kind, on=on, of=of)
    return _made(kind, form, fields, f"{case.number}-{kind.zh}")


def states(db: Session, id: UUID, person: Person, *, on: date) -> list[DocumentState]:
    """Return every kind of document with what the case still lacks for it.

    Raises:
        UnknownCase: as `look`.
        TemplateBroken: The office's template cannot be used.
    """
    case = look(db, id, person).case
    found, common = [], _common(db, case, on)
    for kind in Kind:
        known, fields = fields_of(kind), _told(db, case, kind, common, None)
        needed = template_of(kind, office_folders()).said.get("required", ())
        found.append(DocumentState(kind, [known[key] for key in needed if not fields[key]]))
    return found


def of_announcement(db: Session, id: UUID, form: Form) -> MadeDocument:
    """Return a published announcement as a document; anybody may have it.

    Raises:
        UnknownAnnouncement: There is none with this id.
        TemplateBroken, CannotPrint: as `make`.
    """
    found = announcement_known(db, id)
    fields = dict.fromkeys(fields_of(Kind.ANNOUNCEMENT), "") | _of_announcement(found)
    return _made(Kind.ANNOUNCEMENT, form, fields, f"{found.organ}{found.number}-{found.title}")


def _made(kind: Kind, form: Form, fields: Mapping[str, Any], name: str) -> MadeDocument:
    template = template_of(kind, office_folders())
    paper = fill(template, fields)
    content = official_pdf(paper) if form == "pdf" else official_docx(paper)
    suffix = f".{form}"
    return MadeDocument(
        kind, safe_name(f"{name}{suffix}"), BY_SUFFIX[suffix], content, paper, template.version
    )


def fields_told(
    db: Session, case: KeptCase, kind: Kind, *, on: date, of: UUID | None = None
) -> dict[str, Any]:
    """Return the fields of a kind of document for a case; those not known yet are empty."""
    return _told(db, case, kind, _common(db, case, on), of)


def _common(db: Session, case: KeptCase, on: date) -> dict[str, Any]:
    """Return what documents of every kind tell of a case."""
    items = [i for i in kept_items.items_of(db, case.id, on) if i.state in STANDING]
    return {
        **_of_case(db, case, items, on),
        **_decided(case),
        **_of_filing(db, case, on),
        "papers": _enclosures(db, case),
    }


def _told(
    db: Session, case: KeptCase, kind: Kind, common: Mapping[str, Any], of: UUID | None
) -> dict[str, Any]:
    told: dict[str, Any] = {
        **common,
        **_of_consultation(db, case, kind, of),
        **_of_opinion(db, case, kind, of),
    }
    if kind is Kind.ANNOUNCEMENT and (found := outcomes.announcement_of(db, case.id)):
        told |= _of_announcement(found)
    return {key: told.get(key, "") for key in fields_of(kind)}


def matter_in_words(
    kind: CaseKind, names: Sequence[str], former: Sequence[str], *, taken_up: bool = False
) -> str:
    """Return what a case does, for a title: 命名甲路, 将甲路更名为乙路, 命名甲路等3个地名.

    `taken_up` says that all the names were out of use and are to be used again (恢复使用).
    """
    if not names:
        return kind.zh
    several = f"等{len(names)}个地名" if len(names) > 1 else ""
    if taken_up:
        return f"恢复使用{names[0]}{several or '的名称'}"
    match kind:
        case CaseKind.RENAMING if former[0]:
            more = f"等{len(names)}个地名更名" if several else ""
            return f"将{former[0]}更名为{names[0]}{more}"
        case CaseKind.RETIREMENT:
            return f"废止{names[0]}{several or '的名称'}"
        case CaseKind.CORRECTION:
            return f"更正{names[0]}{several}的登记内容"
        case CaseKind.HERITAGE_LISTING:
            return f"将{names[0]}{several}列入历史地名保护名录"
        case CaseKind.RENAMING:
            return f"更名{names[0]}{several}"
        case _:
            return f"命名{names[0]}{several}"


def _of_case(db: Session, case: KeptCase, items: Sequence[KeptItem], on: date) -> dict[str, Any]:
    kind = CaseKind(case.kind)
    handler = organisation_of_id(db, case.handler_id or 0)
    told = [_item(case, item) for item in items]
    names = [item.name for item in items]
    taken_up = all(RESTORES in item.details for item in items)
    return {
        "kind": kind.zh,
        "matter": matter_in_words(
            kind, names, [item.former_name for item in items], taken_up=taken_up
        ),
        "title": case.title,
        "case_number": case.number,
        "applicant": case.applicant,
        "applicant_type": case.applicant_type,
        "contact": case.contact,
        "county": case.county,
        "office": handler.name if handler else f"{case.county}民政局",
        "count": len(items),
        "names": names,
        "items": told,
        "first": told[0] if told else dict.fromkeys(ITEM_FIELDS, ""),
        "today": said_day(on),
        "submitted_on": _day(case.submitted_on),
    }


def _item(case: KeptCase, item: KeptItem) -> dict[str, Any]:
    six = announced(case, item)
    return {
        **dict.fromkeys(ITEM_FIELDS, ""),
        "row": item.row,
        "name": item.name,
        "former_name": item.former_name,
        "romanization": six["romanization"],
        "place_type": six["place_type"],
        "division": six["division"],
        "location": item.location,
        "starts_at": item.details.get("starts_at", ""),
        "ends_at": item.details.get("ends_at", ""),
        "course": item.details.get("course", ""),
        "length": _metres(item.length_m),
        "width": _metres(item.width_m),
        "size": item.size,
        "reason": _unstopped(item.reason),
        "meaning": _unstopped(item.meaning),
        "origin": _unstopped(item.origin),
        "approver": case.approver,
        "approval_number": proper_number(case.approval_number),
        "approved_on": _day(case.approved_on),
    }


def _decided(case: KeptCase) -> dict[str, str]:
    return {
        "approver": case.approver,
        "approval_number": proper_number(case.approval_number),
        "approved_on": _day(case.approved_on),
    }


def _of_filing(db: Session, case: KeptCase, on: date) -> dict[str, str]:
    receiver = receiver_of(db, case, case.approved_on or on)
    if receiver is None:
        return {}
    last = next(reversed(outcomes.filings_of(db, case.id)), None)
    return {
        "filing_receiver": receiver.receiver,
        "filing_papers_to": receiver.papers,
        "filing_number": last.number if last else "",
        "reported_on": _day(case.reported_on),
    }


def _enclosures(db: Session, case: KeptCase) -> list[str]:
    kept = [d for d in papers.documents_of(db, case.id) if Paper(d.paper) not in OWN_PAPERS]
    return list(dict.fromkeys(d.title for d in kept if not d.fields.get("made_by")))


def _of_consultation(db: Session, case: KeptCase, kind: Kind, of: UUID | None) -> dict[str, str]:
    if kind is not Kind.CONSULTATION_NOTICE:
        return {}
    held = opinions.consultations_of(db, case.id)
    meant = [one for one in held if of in (None, one.id)]
    if not meant and of is not None:
        raise UnknownConsultation(f"该办件没有编号为 {of} 的公众意见征求")
    if not meant:
        return {}
    one = meant[-1]
    return {
        "notice_title": one.title,
        "notice": one.body,
        "opens_on": _day(one.opens_on),
        "closes_on": _day(one.closes_on),
    }


def _of_opinion(db: Session, case: KeptCase, kind: Kind, of: UUID | None) -> dict[str, str]:
    if kind is not Kind.OPINION_REQUEST:
        return {}
    meant = [one for one in opinions.opinions_of(db, case.id) if of in (None, one.id)]
    if not meant and of is not None:
        raise UnknownOpinion(f"该办件没有编号为 {of} 的征求意见")
    if not meant:
        return {}
    one = meant[-1]
    return {
        "asked_of": one.asked_of,
        "question": one.question,
        "asked_on": _day(one.asked_on),
        "due_on": _day(one.due_on),
    }


def _of_announcement(found: KeptAnnouncement) -> dict[str, Any]:
    items = [
        {
            **dict.fromkeys(ITEM_FIELDS, ""),
            **{key: str(item[key] or "") for key in ITEM_FIELDS if key in item},
            "row": row,
            "approval_number": proper_number(str(item.get("approval_number", ""))),
            "approved_on": _written_day(str(item.get("approved_on", ""))),
        }
        for row, item in enumerate(found.items, 1)
    ]
    first, kind = items[0], CaseKind(found.items[0].get("kind", CaseKind.NAMING.value))
    names = [str(item["name"]) for item in items]
    return {
        "kind": kind.zh,
        "matter": matter_in_words(kind, names, [str(item["former_name"]) for item in items]),
        "title": found.title,
        "case_number": found.case_number,
        "county": found.county,
        "office": found.organ,
        "organ": found.organ,
        "announcement_number": proper_number(found.number),
        "announcement_title": found.title,
        "published_on": said_day(found.published_on),
        "channels": [CHANNELS[one] for one in found.channels if one in CHANNELS],
        "count": len(items),
        "names": names,
        "items": items,
        "first": first,
        "today": said_day(found.published_on),
        **{key: first[key] for key in ("approver", "approval_number", "approved_on")},
    }


def proper_number(number: str) -> str:
    """Return a document number with its year in 〔 〕, as GB/T 9704 writes it."""
    return BRACKETS.sub(r"〔\1〕", number.strip())


def _metres(metres: float | None) -> str:
    return "" if metres is None else f"{round(metres, 1):g}米"


def _day(day: date | None) -> str:
    return said_day(day) if day else ""


def _written_day(day: str) -> str:
    return said_day(date.fromisoformat(day)) if day else ""


def _unstopped(text: str) -> str:
    return text.strip().rstrip("。；;.")
