"""Finishing a case: file the approval (备案), announce the names (公告)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases import entering, laying
from api.services.cases.appraising import list_names
from api.services.cases.examining import must_say_why
from api.services.cases.holding import allowed, hold, leave
from api.services.cases.receiving import receiver_of
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.telling import (
    ANNOUNCING,
    COLLATING,
    FILING,
    Telling,
    silently,
)
from api.services.cases.wishes import AnnouncementDraft
from api.services.person import Person
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import outcomes
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.outcomes import KeptAnnouncement
from api.store.session import Session
from naming.place_kind import PlaceKind
from naming.procedure.content import (
    ANNOUNCED,
    CHANNELS,
    doubts_of_channels,
    lacks_of_announcement,
)
from naming.procedure.words import CaseKind, Stage, Verb
from naming.romanization import romanize


def report(
    db: Session,
    id: UUID,
    person: Person,
    *,
    tag: str | None,
    on: date,
    note: str = "",
    tell: Telling = silently,
) -> KeptCase:
    """Send an approval to be filed (报送备案): report, reply, application, reports are there.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: A paper is missing.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.REPORT)
    tell(COLLATING, 0)
    items = kept_items.items_of(db, id, on)
    laying.must_be_complete(db, held.case, items, Verb.REPORT, on=on)
    receiver = receiver_of(db, held.case, on)
    assert receiver is not None
    outcomes.write_filing(
        db,
        {
            "case_id": id,
            "receiver": receiver.receiver,
            "papers_to": receiver.papers,
            "reported_on": on,
        },
    )
    told = {"receiver": receiver.receiver}
    return leave(db, held, step, on=on, note=note, told=told, reported_on=on)


def file(
    db: Session,
    id: UUID,
    person: Person,
    *,
    tag: str | None,
    on: date,
    number: str = "",
    note: str = "",
    tell: Telling = silently,
) -> KeptCase:
    """File an approval (备案): only sender, receiver, completeness and form are looked at.

    What another department approved is entered in the register with it.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        Refusal: The register refuses a name.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.FILE)
    tell(FILING, 0)
    outcomes.end_filing(
        db, id, {"outcome": "filed", "outcome_on": on, "number": number, "note": note}
    )
    ended: dict[str, Any] = {"ended_on": on} if step.end == Stage.CLOSED.zh else {}
    after = leave(db, held, step, on=on, note=note, told={"number": number}, filed_on=on, **ended)
    if held.kind is CaseKind.FILING_RECEIVED:
        assert after.approved_on is not None
        items = kept_items.items_of(db, id, on)
        basis = entering.basis_of(db, after, decided_on=after.approved_on, clause=str(step.source))
        entering.enter(db, held, items, basis, tell)
    return after


def return_filing(
    db: Session, id: UUID, person: Person, *, tag: str | None, on: date, note: str
) -> KeptCase:
    """Return an approval that was sent to be filed, saying what is missing (备案退回).

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`.
        CaseIncomplete: No reason is given.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.RETURN_FILING)
    must_say_why(note, "备案退回要写明理由")
    outcomes.end_filing(db, id, {"outcome": "returned", "outcome_on": on, "note": note})
    return leave(db, held, step, on=on, note=note)


def publish(
    db: Session,
    id: UUID,
    wish: AnnouncementDraft,
    person: Person,
    *,
    tag: str | None,
    on: date,
    tell: Telling = silently,
) -> KeptAnnouncement:
    """Announce the names of a case (公告), each with its six mandatory fields.

    Names listed for protection stand on the list of the announcement's title from then on.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `allowed`; where a department approved, only after the filing.
        CaseIncomplete: A field or the number is missing, the number is used, or it is not
            published through the channels that it should be and no reason is given.
    """
    held = hold(db, id, person, tag=tag)
    step = allowed(held, Verb.PUBLISH)
    tell(COLLATING, 0)
    items = kept_items.items_of(db, id, on)
    told = [announced(held.case, i) for i in items if i.state == "approved"]
    organ = wish.organ.strip() or person.organisation
    must_be_whole(db, wish, organ, told)
    tell(ANNOUNCING, len(told))
    outcomes.write_announcement(
        db,
        {
            "id": wish.id,
            "case_id": id,
            "number": wish.number.strip(),
            "title": wish.title.strip() or f"关于{held.case.title}的公告",
            "organ": organ,
            "county_id": held.case.county_id,
            "items": told,
            "channels": list(dict.fromkeys(wish.channels)),
            "channels_reason": _reason(wish),
            "published_on": on,
            "published_by": person.account_id,
        },
    )
    list_names(db, held, items, wish.title.strip() or held.case.title, on)
    ended: dict[str, Any] = {"ended_on": on} if step.end == Stage.CLOSED.zh else {}
    told_of = {"number": wish.number}
    note = f"公告渠道：{why}" if (why := _reason(wish)) else ""
    leave(db, held, step, on=on, note=note, told=told_of, published_on=on, **ended)
    found = outcomes.announcement_of(db, id)
    assert found is not None
    return found


def _reason(wish: AnnouncementDraft) -> str:
    """Return why channels are lacking, empty if none is."""
    return wish.channels_reason.strip() if list(doubts_of_channels(wish.channels)) else ""


def announced(case: KeptCase, item: KeptItem) -> dict[str, Any]:
    """Return what an announcement tells of a name: the six fields, the old name, the reason."""
    kind = PlaceKind(item.place_kind) if item.place_kind else None
    spelling = item.romanization or romanize(item.name, kind, code=item.division_code).toned
    return {
        "name": item.name,
        "romanization": spelling,
        "division": item.division or case.county,
        "location": _location(case, item),
        "approver": case.approver,
        "approved_on": case.approved_on.isoformat() if case.approved_on else "",
        "approval_number": case.approval_number,
        "former_name": item.former_name,
        "place_type": item.place_type or (kind.label if kind else ""),
        "kind": case.kind,
        "meaning": item.meaning or item.reason,
        "name_id": item.approved_name_id,
    }


def _location(case: KeptCase, item: KeptItem) -> str:
    """Return where a name is, in words: as told, from where to where, or by its drawing."""
    ends = [str(item.details[key]) for key in ("starts_at", "ends_at") if item.details.get(key)]
    told = item.location or (f"起止：{'至'.join(ends)}" if ends else "")
    within = item.division or case.county
    if told or item.geometry is None:
        return told or within
    point = item.geometry.representative_point()
    return f"{within}，东经{point.x:.4f}度、北纬{point.y:.4f}度附近"


def must_be_whole(
    db: Session, wish: AnnouncementDraft, organ: str, told: Sequence[dict[str, Any]] = ()
) -> None:
    """Refuse an announcement that lacks something; `told` are its names with their six fields.

    Raises:
        CaseIncomplete: as `publish`.
    """
    wrong = []
    for number, one in enumerate(told):
        fields = {key: str(one[key]) for key in ANNOUNCED}
        wrong += [
            Complaint(f"items[{number}].{lack.field}", lack.message, f"依据{lack.clause}")
            for lack in lacks_of_announcement(fields)
        ]
    if not wish.number.strip():
        wrong.append(Complaint("number", "没有填写公告编号"))
    elif outcomes.number_used(db, organ, wish.number.strip()):
        wrong.append(Complaint("number", f"公告编号“{wish.number}”已用过", "请换一个编号"))
    strange = [one for one in wish.channels if one not in CHANNELS]
    wrong += [Complaint("channels", f"没有“{one}”这种公告渠道") for one in strange]
    if not wish.channels_reason.strip():
        remedy = f"请补选渠道（{'、'.join(CHANNELS.values())}），或写明暂不在该渠道发布的理由"
        wrong += [
            Complaint(doubt.field, f"{doubt.message}（{doubt.clause}）", remedy)
            for doubt in doubts_of_channels(wish.channels)
        ]
    if wrong:
        raise CaseIncomplete("公告内容不全", "请按 errors 逐项补齐", wrong)
