"""Protecting listed names (历史地名保护): measures decided, carried out, due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.services.person import Person
from api.services.refusals import MeasureRefused, OtherState, UnknownListing
from api.store.queries import heritage_care as store
from api.store.queries.heritage_care import KeptMeasure, ListedName
from api.store.queries.journal import write_line
from api.store.session import Session
from naming.heritage import PROTECTED, Measure


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A measure to keep, under an id its sender made."""

    id: UUID
    kind: Measure
    content: str
    decided_on: date
    document: str = ""
    due_on: date | None = None


def listed(db: Session, listing_id: int) -> tuple[ListedName, list[KeptMeasure]]:
    """Return a listed name and its measures.

    Raises:
        UnknownListing: No such listing.
    """
    found = store.listed_name(db, listing_id)
    if found is None:
        raise UnknownListing(f"没有编号为 {listing_id} 的名录条目")
    return found, store.measures_of(db, listing_id)


def decide(db: Session, person: Person, listing_id: int, measure: NewMeasure) -> KeptMeasure:
    """Keep a measure for a listed name; sent twice, it is kept once.

    Raises:
        UnknownListing: No such listing.
        MeasureRefused: Its content is empty, or it is due before it was decided.
    """
    name, _ = listed(db, listing_id)
    if not measure.content.strip():
        raise MeasureRefused("没有写明措施的内容", "请写明做什么、由谁做", "content")
    if measure.due_on is not None and measure.due_on < measure.decided_on:
        raise MeasureRefused("完成期限早于制定日期", "请核对两个日期", "due_on")
    kept = KeptMeasure(
        id=measure.id,
        kind=measure.kind.value,
        content=measure.content.strip(),
        document=measure.document.strip(),
        authority=person.organisation,
        decided_on=measure.decided_on,
        due_on=measure.due_on,
        done_on=None,
        done_note="",
        version=1,
    )
    if store.add_measure(db, listing_id, kept):
        _line(db, "decide_measure", name, {"kind": kept.kind, "content": kept.content})
        return kept
    known = store.measure_of_id(db, measure.id)
    assert known is not None, "a measure that was there a moment ago"
    if known[0] != listing_id or known[1].content != kept.content:
        raise MeasureRefused("这个编号已用于另一项措施", "请换一个编号（UUID）", "id")
    return known[1]


def finish(db: Session, measure_id: UUID, *, version: int, done_on: date, note: str) -> KeptMeasure:
    """Note that a measure was carried out.

    Raises:
        UnknownListing: No such measure.
        MeasureRefused: It was done before it was decided.
        OtherState: Somebody changed it meanwhile.
    """
    known = store.measure_of_id(db, measure_id)
    if known is None:
        raise UnknownListing("没有这项保护措施")
    if done_on < known[1].decided_on:
        raise MeasureRefused("完成日期早于制定日期", "请核对完成日期", "done_on")
    if not store.finish_measure(db, measure_id, version=version, done_on=done_on, note=note):
        raise OtherState("这项措施已被他人改动")
    name, _ = listed(db, known[0])
    _line(db, "finish_measure", name, {"kind": known[1].kind, "done_on": done_on.isoformat()})
    found = store.measure_of_id(db, measure_id)
    assert found is not None, "a measure that was just changed"
    return found[1]


def protected_before(db: Session, listing_id: int, day: date) -> bool:
    """Tell whether a measure for the listed name was decided before `day` (GN-25-2)."""
    return any(measure.decided_on < day for measure in store.measures_of(db, listing_id))


def _line(db: Session, verb: str, name: ListedName, after: dict[str, object]) -> None:
    write_line(
        db,
        verb=verb,
        subject_kind="heritage_listing",
        subject_id=str(name.id),
        clause=str(PROTECTED),
        after={"name": name.name, **after},
    )
