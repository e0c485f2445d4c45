"""One listed name with all that is kept for it, and the measures that protect it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session, aliased

from api.store.tables.accounts import Account
from api.store.tables.divisions import DivisionName
from api.store.tables.heritage import (
    HeritageList,
    HeritageListing,
    HeritageMeasure,
    HeritageScore,
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


@dataclass(frozen=True, slots=True)
class KeptMeasure:
    """A measure that protects a listed name."""

    id: UUID
    kind: str
    content: str
    document: str
    authority: str
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
    names: int


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
)
_MEASURE = (
    HeritageMeasure.id,
    HeritageMeasure.kind,
    HeritageMeasure.content,
    HeritageMeasure.document,
    HeritageMeasure.authority,
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
        .where(asked.id == listing_id, func.upper_inf(HeritageListing.recorded))
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
    wanted: list[ColumnElement[bool]] = [func.upper_inf(HeritageListing.recorded)]
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
    count = func.count(HeritageListing.id).filter(func.upper_inf(HeritageListing.recorded))
    found = db.execute(
        select(
            HeritageList.id,
            HeritageList.title,
            HeritageList.level,
            HeritageList.province,
            HeritageList.published_on,
            count,
        )
        .outerjoin(HeritageListing, HeritageListing.list_id == HeritageList.id)
        .group_by(HeritageList.id)
        .order_by(HeritageList.province, HeritageList.id)
    )
    return [KeptList(*row) for row in found]


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


def finish_measure(
    db: Session, measure_id: UUID, *, version: int, done_on: date, note: str
) -> bool:
    """Note that a measure of that version was carried out; False if it has another by now."""
    done = db.execute(
        update(HeritageMeasure)
        .where(HeritageMeasure.id == measure_id, HeritageMeasure.version == version)
        .values(done_on=done_on, done_note=note, version=HeritageMeasure.version + 1)
        .returning(HeritageMeasure.id)
    )
    return done.first() is not None


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


def keep_score(
    db: Session,
    *,
    case_id: UUID,
    name: str,
    account_id: int,
    criterion: str,
    score: int,
    evidence: str,
) -> None:
    """Keep what an expert gave by a criterion; given again, it replaces what was given."""
    new = upsert(HeritageScore).values(
        case_id=case_id,
        name=name,
        account_id=account_id,
        criterion=criterion,
        score=score,
        evidence=evidence,
    )
    db.execute(
        new.on_conflict_do_update(
            index_elements=["case_id", "name", "account_id", "criterion"],
            set_={"score": score, "evidence": evidence, "given_at": func.now()},
        )
    )


def scores_of(db: Session, case_id: UUID) -> list[tuple[str, str, str, int, str]]:
    """Return the scores of a case: name, expert, criterion, score, evidence."""
    found = db.execute(
        select(
            HeritageScore.name,
            Account.name,
            HeritageScore.criterion,
            HeritageScore.score,
            HeritageScore.evidence,
        )
        .join(Account, Account.id == HeritageScore.account_id)
        .where(HeritageScore.case_id == case_id)
        .order_by(HeritageScore.name, HeritageScore.account_id, HeritageScore.criterion)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in found]


def list_of_title(db: Session, title: str, *, level: str, province: str, day: date) -> int:
    """Return the list of this title; it is added if there is none."""
    found = db.execute(select(HeritageList.id).where(HeritageList.title == title)).scalar()
    if found is not None:
        return int(found)
    new = insert(HeritageList).values(
        title=title, level=level, province=province, published_on=day, complete=False
    )
    return int(db.execute(new.returning(HeritageList.id)).scalar_one())


@dataclass(frozen=True, slots=True)
class NewListing:
    """A name to put on a list, by a case."""

    name: str
    key: str
    type_words: str
    county: str
    division_id: int
    place_name_id: int | None
    origin: str
    overview: str
    case_id: UUID
    since: date


def enter_listing(db: Session, list_id: int, new: NewListing) -> None:
    """Put a name on a list from a day on; one that stands there already is left as it is."""
    db.execute(
        upsert(HeritageListing)
        .values(
            list_id=list_id,
            name=new.name,
            key=new.key,
            type_words=new.type_words,
            standing="protected",
            county_text=new.county,
            division_id=new.division_id,
            place_name_id=new.place_name_id,
            origin=new.origin,
            overview=new.overview,
            case_id=new.case_id,
            valid=Range(new.since, None),
        )
        .on_conflict_do_nothing()
    )


def province_named(db: Session, province_id: int | None) -> str:
    """Return the name a province bears today, empty for none."""
    found = db.execute(
        select(DivisionName.name).where(
            DivisionName.division_id == province_id,
            func.upper_inf(DivisionName.recorded),
            DivisionName.valid.contains(func.current_date()),
        )
    ).scalar()
    return found or ""


def _same(one: type[HeritageListing], other: type[HeritageListing]) -> ColumnElement[bool]:
    return and_(
        one.list_id == other.list_id,
        one.name == other.name,
        one.county_text == other.county_text,
    )
