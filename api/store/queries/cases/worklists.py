"""Which cases concern somebody: those in his jurisdiction, his own, those he is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody sees: account, organisation, and the divisions acted for."""

    account_id: int
    organisation_id: int
    division_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class CaseWish:
    """Which cases are asked for; None means any. `q` is part of number, title or a name.

    With `applied` only those that the person wrote or handed in.
    """

    stages: Sequence[str] | None = None
    kind: str | None = None
    county: str | None = None
    q: str = ""
    limit: int = 100
    offset: int = 0
    applied: bool = False


def case_ids(db: Session, reach: Reach, wish: CaseWish) -> tuple[int, list[UUID]]:
    """Return how many cases somebody may see that match, and a page of ids, newest first."""
    values = {
        "account": reach.account_id,
        "organisation": reach.organisation_id,
        "divisions": list(reach.division_ids),
        "stages": None if wish.stages is None else list(wish.stages),
        "kind": wish.kind,
        "county": wish.county,
        "q": f"%{_plain(wish.q)}%" if wish.q else None,
        "limit": wish.limit,
        "offset": wish.offset,
        "applied": wish.applied,
    }
    found = db.execute(text(_CASES), values).all()
    return (found[0][1] if found else 0), [row[0] for row in found]


def sees(db: Session, reach: Reach, case_id: UUID) -> bool:
    """Tell whether somebody may see a case."""
    return bool(db.execute(text(_SEES), _values(reach, case_id)).scalar())


def in_scope(db: Session, reach: Reach, case_id: UUID) -> bool:
    """Tell whether somebody's organisation acts for the place of a case, or all its places."""
    return case_id in in_scope_among(db, reach, [case_id])


def in_scope_among(db: Session, reach: Reach, case_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of many cases `in_scope` holds for, in one read."""
    values = {"ids": list(case_ids), "divisions": list(reach.division_ids)}
    return set(db.execute(text(_IN_SCOPE), values).scalars())


def _values(reach: Reach, case_id: UUID) -> dict[str, object]:
    return {
        "id": case_id,
        "account": reach.account_id,
        "organisation": reach.organisation_id,
        "divisions": list(reach.division_ids),
    }


def _plain(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# somebody who acts for a town acts for a case of its county if all its names lie in the town
_IN = """(
    c.county_id = ANY(:divisions) OR c.province_id = ANY(:divisions)
    OR diming_ancestor(c.county_id, 2, current_date) = ANY(:divisions)
    OR (EXISTS (SELECT 1 FROM case_item i WHERE i.case_id = c.id AND i.removed_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM case_item i WHERE i.case_id = c.id
            AND i.removed_at IS NULL AND NOT coalesce(
            i.division_id = ANY(:divisions)
            OR diming_ancestor(i.division_id, 4, current_date) = ANY(:divisions), false))))"""
_MINE = """(c.created_by = :account OR c.organisation_id = :organisation
    OR EXISTS (SELECT 1 FROM case_opinion o WHERE o.case_id = c.id
               AND (o.organisation_id = :organisation OR o.answered_by = :account)))"""
# what is only drafted is its writer's business
_MAY_SEE = f"({_MINE} OR (c.stage <> 'drafted' AND {_IN}))"
_CASES = f"""
SELECT c.id, count(*) OVER () FROM naming_case c
WHERE {_MAY_SEE}
  AND (CAST(:stages AS text[]) IS NULL OR c.stage = ANY(:stages))
  AND (CAST(:kind AS text) IS NULL OR c.kind = :kind)
  AND (CAST(:county AS text) IS NULL OR diming_code_of(c.county_id, current_date) = :county)
  AND (CAST(:q AS text) IS NULL OR c.number LIKE :q OR c.title LIKE :q OR c.applicant LIKE :q
       OR EXISTS (SELECT 1 FROM case_item i WHERE i.case_id = c.id AND i.removed_at IS NULL
                  AND i.name LIKE :q))
  AND (NOT :applied OR c.created_by = :account OR c.submitted_by = :account)
ORDER BY c.changed_at DESC, c.id LIMIT :limit OFFSET :offset
"""
_SEES = f"SELECT EXISTS (SELECT 1 FROM naming_case c WHERE c.id = :id AND {_MAY_SEE})"
_IN_SCOPE = f"SELECT c.id FROM naming_case c WHERE c.id = ANY(:ids) AND {_IN}"
