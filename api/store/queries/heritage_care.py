"""One listed name with all that is kept for it, and the measures that protect it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, not_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session, aliased

from api.store.tables.case_files import StoredFile
from api.store.tables.heritage import (
    HeritageList,
    HeritageListing,
    HeritageMeasure,
    HeritageMeasureFile,
)


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name on a list, as its page shows it."""

    id: int
    name: str
    standing: str
    type_words: str
    note: str
    county: str
    division_id: int | None
    place_name_id: int | None
    origin: str
    overview: str
    vanished_reason: str
    vanished_text: str
    source_url: str
    list_title: str
    list_level: str
    province: str
    published_on: date | None
    list_id: int
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class KeptMeasure:
    """A measure that protects a listed name."""

    id: UUID
    kind: str
    content: str
    document: str
    authority: str
    responsible: str
    decided_on: date
    due_on: date | None
    done_on: date | None
    done_note: str
    version: int


@dataclass(frozen=True, slots=True)
class KeptList:
    """A published list with how many names it has at present."""

    id: int
    title: str
    level: str
    province: str
    published_on: date | None
    complete: bool
    names: int
    protected: int
    vanished: int


_LISTED = (
    HeritageListing.id,
    HeritageListing.name,
    HeritageListing.standing,
    HeritageListing.type_words,
    HeritageListing.note,
    HeritageListing.county_text,
    HeritageListing.division_id,
    HeritageListing.place_name_id,
    HeritageListing.origin,
    HeritageListing.overview,
    HeritageListing.vanished_reason,
    HeritageListing.vanished_text,
    HeritageListing.source_url,
    HeritageList.title,
    HeritageList.level,
    HeritageList.province,
    HeritageList.published_on,
    HeritageListing.list_id,
    HeritageListing.case_id,
)
_TOLD = not_(func.diming_kept_back(HeritageListing.place_name_id))
_MEASURE = (
    HeritageMeasure.id,
    HeritageMeasure.kind,
    HeritageMeasure.content,
    HeritageMeasure.document,
    HeritageMeasure.authority,
    HeritageMeasure.responsible,
    HeritageMeasure.decided_on,
    HeritageMeasure.due_on,
    HeritageMeasure.done_on,
    HeritageMeasure.done_note,
    HeritageMeasure.version,
)


def listed_name(db: Session, listing_id: int) -> ListedName | None:
    """Return a listed name; an outdated version of a listing leads to the one in force."""
    asked = aliased(HeritageListing)
    row = db.execute(
        select(*_LISTED)
        .join(HeritageList, HeritageList.id == HeritageListing.list_id)
        .join(asked, _same(asked, HeritageListing))
        .where(asked.id == listing_id, func.upper_inf(HeritageListing.recorded), _TOLD)
    ).first()
    return None if row is None else ListedName(*tuple(row))


def listed_names(
    db: Session,
    *,
    text: str = "",
    list_id: int | None = None,
    standing: str | None = None,
    limit: int,
    offset: int,
) -> tuple[int, list[ListedName]]:
    """Return how many names are listed so, and a page of them, by list and order in it."""
    wanted: list[ColumnElement[bool]] = [func.upper_inf(HeritageListing.recorded), _TOLD]
    if text:
        wanted.append(HeritageListing.name.contains(text, autoescape=True))
    if list_id is not None:
        wanted.append(HeritageListing.list_id == list_id)
    if standing:
        wanted.append(HeritageListing.standing == standing)
    matched = db.execute(
        select(func.count()).select_from(HeritageListing).where(*wanted)
    ).scalar_one()
    found = db.execute(
        select(*_LISTED)
        .join(HeritageList, HeritageList.id == HeritageListing.list_id)
        .where(*wanted)
        .order_by(HeritageListing.list_id, HeritageListing.id)
        .limit(limit)
        .offset(offset)
    )
    return int(matched), [ListedName(*tuple(row)) for row in found]


def lists_kept(db: Session) -> list[KeptList]:
    """Return every list with its names counted, those of one's own province first."""
    current = func.upper_inf(HeritageListing.recorded)
    count = func.count(HeritageListing.id)
    of = [HeritageListing.standing == standing for standing in ("protected", "vanished")]
    found = db.execute(
        select(
            HeritageList.id,
            HeritageList.title,
            HeritageList.level,
            HeritageList.province,
            HeritageList.published_on,
            HeritageList.complete,
            count.filter(current),
            *(count.filter(current, one) for one in of),
        )
        .outerjoin(HeritageListing, HeritageListing.list_id == HeritageList.id)
        .group_by(HeritageList.id)
        .order_by(HeritageList.province, HeritageList.id)
    )
    return [KeptList(*tuple(row)) for row in found]


def measures_of(db: Session, listing_id: int) -> list[KeptMeasure]:
    """Return the measures for a listed name, whatever version of its listing they were for."""
    asked, every = aliased(HeritageListing), aliased(HeritageListing)
    found = db.execute(
        select(*_MEASURE)
        .join(every, every.id == HeritageMeasure.listing_id)
        .join(asked, _same(asked, every))
        .where(asked.id == listing_id)
        .order_by(HeritageMeasure.decided_on, HeritageMeasure.id)
    )
    return [KeptMeasure(*tuple(row)) for row in found]


def measure_of_id(db: Session, measure_id: UUID) -> tuple[int, KeptMeasure] | None:
    """Return a measure and the listing it was decided for."""
    row = db.execute(
        select(HeritageMeasure.listing_id, *_MEASURE).where(HeritageMeasure.id == measure_id)
    ).first()
    return None if row is None else (row[0], KeptMeasure(*tuple(row)[1:]))


def add_measure(db: Session, listing_id: int, measure: KeptMeasure) -> bool:
    """Keep a new measure; False if one of this id is there already."""
    done = db.execute(
        upsert(HeritageMeasure)
        .values(
            listing_id=listing_id,
            **{column.key: getattr(measure, column.key) for column in _MEASURE},
        )
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(HeritageMeasure.id)
    )
    return done.first() is not None


def change_measure(
    db: Session, measure_id: UUID, *, version: int, values: Mapping[str, Any]
) -> bool:
    """Change a measure of that version; False if it has another by now."""
    done = db.execute(
        update(HeritageMeasure)
        .where(HeritageMeasure.id == measure_id, HeritageMeasure.version == version)
        .values(**values, version=HeritageMeasure.version + 1)
        .returning(HeritageMeasure.id)
    )
    return done.first() is not None


@dataclass(frozen=True, slots=True)
class MeasureFile:
    """A file that proves what was done for a measure; `size` is in bytes."""

    measure_id: UUID
    sha256: str
    name: str
    media_type: str
    size: int
    added_by: str


def add_measure_file(db: Session, measure_id: UUID, sha256: str, name: str, by: str) -> None:
    """Keep a file with a measure; the same one again changes nothing."""
    row = {"measure_id": measure_id, "sha256": sha256, "name": name, "added_by": by}
    db.execute(upsert(HeritageMeasureFile).values(**row).on_conflict_do_nothing())


def measure_files(db: Session, measures: Sequence[UUID]) -> list[MeasureFile]:
    """Return the files of measures, the oldest first."""
    found = db.execute(
        select(
            HeritageMeasureFile.measure_id,
            HeritageMeasureFile.sha256,
            HeritageMeasureFile.name,
            StoredFile.media_type,
            StoredFile.size,
            HeritageMeasureFile.added_by,
        )
        .join(StoredFile, StoredFile.sha256 == HeritageMeasureFile.sha256)
        .where(HeritageMeasureFile.measure_id.in_(list(measures)))
        .order_by(HeritageMeasureFile.id)
    )
    return [MeasureFile(*row) for row in found]


def change_listing(db: Session, listing_id: int, values: Mapping[str, Any]) -> int | None:
    """Write a listing in force anew, the one before being kept; None if it is none any more."""
    moment = db.execute(select(func.clock_timestamp())).scalar_one()
    closed = db.execute(
        update(HeritageListing)
        .where(HeritageListing.id == listing_id, func.upper_inf(HeritageListing.recorded))
        .values(recorded=func.tstzrange(func.lower(HeritageListing.recorded), moment))
        .returning(HeritageListing)
    ).scalar()
    if closed is None:
        return None
    kept = {
        column.name: getattr(closed, column.name)
        for column in HeritageListing.__table__.columns
        if column.name not in ("id", "recorded")
    }
    row = {**kept, **values, "recorded": func.tstzrange(moment, None)}
    made = insert(HeritageListing).values(**row).returning(HeritageListing.id)
    return int(db.execute(made).scalar_one())


@dataclass(frozen=True, slots=True)
class ListingVersion:
    """A listing as it stood, with who wrote it when and why; the first was loaded or published."""

    id: int
    since: datetime | None
    written_by: str
    why: str
    values: Mapping[str, Any]


LISTING_FIELDS = (
    *("standing", "type_words", "note", "origin", "overview", "vanished_reason"),
    *("vanished_text", "place_name_id"),
)
"""What of a listing may be changed on its page."""


def listing_versions(db: Session, listing_id: int) -> list[ListingVersion]:
    """Return a listing as it stood, the newest first."""
    asked = aliased(HeritageListing)
    found = db.execute(
        select(HeritageListing)
        .join(asked, _same(asked, HeritageListing))
        .where(asked.id == listing_id)
        .order_by(HeritageListing.id.desc())
    ).scalars()
    return [
        ListingVersion(
            one.id,
            one.recorded.lower if one.recorded else None,
            one.written_by,
            one.why,
            {key: getattr(one, key) for key in LISTING_FIELDS},
        )
        for one in found
    ]


def measures_due(
    db: Session, division_ids: tuple[int, ...], by: date, *, limit: int
) -> list[tuple[str, int, KeptMeasure]]:
    """Return undone measures due by a day in some divisions: name, listing and measure."""
    found = db.execute(
        select(HeritageListing.name, HeritageListing.id, *_MEASURE)
        .join(HeritageListing, HeritageListing.id == HeritageMeasure.listing_id)
        .where(
            HeritageMeasure.done_on.is_(None),
            HeritageMeasure.due_on <= by,
            HeritageListing.division_id.in_(division_ids),
        )
        .order_by(HeritageMeasure.due_on)
        .limit(limit)
    )
    return [(row[0], row[1], KeptMeasure(*tuple(row)[2:])) for row in found]


def _same(one: type[HeritageListing], other: type[HeritageListing]) -> ColumnElement[bool]:
    return and_(
        one.list_id == other.list_id,
        one.name == other.name,
        one.county_text == other.county_text,
    )
