"""Protecting listed names (历史地名保护): measures decided, carried out, due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from api.services.cases import keeping_files
from api.services.cases.keeping_files import TakenFile
from api.services.person import Person
from api.services.refusals import (
    MeasureRefused,
    OtherState,
    TagMissing,
    UnknownListing,
    UnknownName,
)
from api.services.registering.trail import check_scope
from api.store.queries import heritage_care as store
from api.store.queries.cases.papers import note_file
from api.store.queries.heritage_care import KeptMeasure, ListedName, MeasureFile
from api.store.queries.journal import write_line
from api.store.queries.name_lives import division_of
from api.store.session import Session
from naming.heritage import PROTECTED, Measure
from naming.uncertain_day import NoDay, uncertain_day


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A measure to keep, under an id its sender made."""

    id: UUID
    kind: Measure
    content: str
    decided_on: date
    document: str = ""
    due_on: date | None = None
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure as it is to stand: what, who answers for it, days, what came of it."""

    kind: Measure
    content: str
    decided_on: date
    responsible: str = ""
    document: str = ""
    due_on: date | None = None
    done_on: date | None = None
    done_note: str = ""


@dataclass(frozen=True, slots=True)
class ListingChange:
    """What is told of a listed name, as it is to stand."""

    standing: str
    type_words: str = ""
    note: str = ""
    origin: str = ""
    overview: str = ""
    vanished_reason: str = ""
    vanished_text: str = ""
    place_name_id: int | None = None


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
    check_scope(db, person, name.division_id)
    _must_be_sound(measure.content, measure.decided_on, measure.due_on)
    kept = KeptMeasure(
        id=measure.id,
        kind=measure.kind.value,
        content=measure.content.strip(),
        document=measure.document.strip(),
        authority=person.organisation,
        responsible=measure.responsible.strip(),
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


def finish(
    db: Session, person: Person, measure_id: UUID, *, version: int, done_on: date, note: str
) -> KeptMeasure:
    """Note that a measure was carried out.

    Raises:
        UnknownListing: No such measure.
        NotYours: It is for a name outside the person's divisions.
        MeasureRefused: It was done before it was decided.
        OtherState: Somebody changed it meanwhile.
    """
    if done_on < (known := _measure(db, measure_id)[1]).decided_on:
        raise MeasureRefused("完成日期早于制定日期", "请核对完成日期", "done_on")
    done = {"done_on": done_on, "done_note": note}
    return _write(db, person, measure_id, known, done, version=version, verb="finish_measure")


def change(
    db: Session, person: Person, measure_id: UUID, wish: MeasureChange, *, version: int
) -> KeptMeasure:
    """Change a measure: its content, who answers for it, its days, what came of it.

    Raises:
        UnknownListing: No such measure.
        NotYours: It is for a name outside the person's divisions.
        MeasureRefused: Its content is empty, or its days contradict each other.
        OtherState: Somebody changed it meanwhile.
    """
    known = _measure(db, measure_id)[1]
    _must_be_sound(wish.content, wish.decided_on, wish.due_on)
    if wish.done_on is not None and wish.done_on < wish.decided_on:
        raise MeasureRefused("完成日期早于制定日期", "请核对完成日期", "done_on")
    values = {**asdict(wish), "kind": wish.kind.value, "content": wish.content.strip()}
    if all(getattr(known, key) == value for key, value in values.items()):
        return known
    return _write(db, person, measure_id, known, values, version=version, verb="change_measure")


def attach(
    db: Session, person: Person, measure_id: UUID, content: bytes, name: str, *, folder: Path
) -> TakenFile:
    """Keep a file that proves what was done for a measure (佐证).

    Raises:
        UnknownListing: No such measure.
        NotYours: It is for a name outside the person's divisions.
        FileRefused: as `keeping_files.keep`.
    """
    listing_id, known = _measure(db, measure_id)
    about, _ = listed(db, listing_id)
    check_scope(db, person, about.division_id)
    taken = keeping_files.keep(folder, content, name)
    note_file(db, taken.sha256, taken.media_type, taken.size)
    store.add_measure_file(db, measure_id, taken.sha256, taken.name, person.name)
    told = {"measure": str(measure_id), "kind": known.kind, "file": taken.name}
    _line(db, "attach_evidence", about, {**told, "sha256": taken.sha256})
    return taken


def files_of(db: Session, measures: Sequence[KeptMeasure]) -> dict[UUID, list[MeasureFile]]:
    """Return the files of measures, by measure."""
    found: dict[UUID, list[MeasureFile]] = {one.id: [] for one in measures}
    for file in store.measure_files(db, [one.id for one in measures]):
        found[file.measure_id].append(file)
    return found


def file_of(
    db: Session, measure_id: UUID, sha256: str, *, folder: Path
) -> tuple[MeasureFile, bytes]:
    """Return a file of a measure and its bytes.

    Raises:
        UnknownListing: No such measure, or it has no such file.
    """
    listed(db, _measure(db, measure_id)[0])
    found = [one for one in store.measure_files(db, [measure_id]) if one.sha256 == sha256]
    if not found:
        raise UnknownListing("该措施没有这个佐证文件")
    try:
        return found[0], keeping_files.bytes_of(folder, sha256)
    except FileNotFoundError as gone:
        raise UnknownListing("文件的内容不在文件库中", "请由管理员从备份恢复文件库") from gone


def describe(
    db: Session, person: Person, listing_id: int, wish: ListingChange, *, tag: str | None, why: str
) -> int:
    """Write what is told of a listed name anew; return the id of the listing now in force.

    Raises:
        UnknownListing: No such listing.
        NotYours: It lies outside the person's divisions.
        TagMissing: The change does not name the state it was made from.
        OtherState: Somebody changed it meanwhile; says who.
        MeasureRefused: A vanished name has no reason, or its year is none.
        UnknownName: The name of the register that it is linked to is not there.
    """
    name, _ = listed(db, listing_id)
    check_scope(db, person, name.division_id)
    if tag is None:
        raise TagMissing("没有写明所改的是哪一版")
    if tag != listing_tag(name):
        last = store.listing_versions(db, name.id)[0]
        raise OtherState(f"名录条目已由{last.written_by or '他人'}改动")
    _must_be_told(db, wish)
    values = asdict(wish)
    before = {key: getattr(name, key) for key in values}
    if before == values:
        return name.id
    who = {"written_by": f"{person.organisation}{person.name}", "why": why}
    made = store.change_listing(db, name.id, values | who)
    if made is None:
        raise OtherState("名录条目已被他人改动")
    write_line(
        db,
        verb="describe_listing",
        subject_kind="heritage_listing",
        subject_id=str(made),
        clause=str(PROTECTED),
        before={"name": name.name, **before},
        after={"name": name.name, **values, "why": why},
    )
    return made


def listing_tag(name: ListedName) -> str:
    """Return what a change of a listing has to name: it differs after every change."""
    return f"l{name.id}"


def _must_be_told(db: Session, wish: ListingChange) -> None:
    if wish.standing not in ("protected", "historical", "vanished"):
        raise MeasureRefused(f"没有“{wish.standing}”这种情形", "请重新选择", "standing")
    if wish.standing == "vanished" and not wish.vanished_reason.strip():
        said = "请写明原因，如修路、拆迁、淹没"
        raise MeasureRefused("没有写明消失原因", said, "vanished_reason")
    if wish.vanished_text:
        try:
            uncertain_day(wish.vanished_text)
        except NoDay as wrong:
            said = "请写作 1998、约1998年、199X"
            raise MeasureRefused(str(wrong), said, "vanished_text") from wrong
    if wish.place_name_id is not None and division_of(db, wish.place_name_id) is None:
        raise UnknownName(f"没有编号为 {wish.place_name_id} 的地名", field="place_name_id")


def _must_be_sound(content: str, decided_on: date, due_on: date | None) -> None:
    if not content.strip():
        raise MeasureRefused("没有写明措施的内容", "请写明做什么、由谁做", "content")
    if due_on is not None and due_on < decided_on:
        raise MeasureRefused("完成期限早于制定日期", "请核对两个日期", "due_on")


def _measure(db: Session, measure_id: UUID) -> tuple[int, KeptMeasure]:
    known = store.measure_of_id(db, measure_id)
    if known is None:
        raise UnknownListing("没有这项保护措施")
    return known


def _write(
    db: Session,
    person: Person,
    measure_id: UUID,
    known: KeptMeasure,
    values: Mapping[str, Any],
    *,
    version: int,
    verb: str,
) -> KeptMeasure:
    """Write a measure, with its line; refuse who has seen another version of it."""
    listing_id, _ = _measure(db, measure_id)
    name, _ = listed(db, listing_id)
    check_scope(db, person, name.division_id)
    if not store.change_measure(db, measure_id, version=version, values=values):
        raise OtherState("这项措施已被他人改动")
    before = {key: getattr(known, key) for key in values}
    told = {"measure": str(measure_id), **values}
    _line(db, verb, name, _plain(told), _plain(before))
    return _measure(db, measure_id)[1]


def _plain(values: Mapping[str, Any]) -> dict[str, object]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def protected_before(db: Session, listing_id: int, day: date) -> bool:
    """Tell whether a measure for the listed name was decided before `day` (GN-25-2)."""
    return any(measure.decided_on < day for measure in store.measures_of(db, listing_id))


def _line(
    db: Session,
    verb: str,
    name: ListedName,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
) -> None:
    write_line(
        db,
        verb=verb,
        subject_kind="heritage_listing",
        subject_id=str(name.id),
        clause=str(PROTECTED),
        before=before,
        after={"name": name.name, **after},
    )
