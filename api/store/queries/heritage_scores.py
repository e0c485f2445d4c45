"""Scores of experts (鉴定评分), and the lists that approved names come on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from api.store.tables.accounts import Account
from api.store.tables.divisions import DivisionName
from api.store.tables.heritage import HeritageList, HeritageListing, HeritageScore


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


@dataclass(frozen=True, slots=True)
class KeptScore:
    """What an expert gave a name by a criterion."""

    name: str
    account_id: int
    expert: str
    login: str
    criterion: str
    score: int
    evidence: str


def scores_of(db: Session, case_id: UUID) -> list[KeptScore]:
    """Return the scores of a case, by name and expert."""
    found = db.execute(
        select(
            HeritageScore.name,
            HeritageScore.account_id,
            Account.name,
            Account.login,
            HeritageScore.criterion,
            HeritageScore.score,
            HeritageScore.evidence,
        )
        .join(Account, Account.id == HeritageScore.account_id)
        .where(HeritageScore.case_id == case_id)
        .order_by(HeritageScore.name, HeritageScore.account_id, HeritageScore.criterion)
    )
    return [KeptScore(*row) for row in found]


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
