"""Whether the database is ours, at the newest shape, and filled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Counts:
    """How many current rows there are of each kind."""

    divisions: int
    names: int
    areas: int
    lines: int
    heritage: int


def revision(db: Session) -> str | None:
    """Return the revision of the database, or None if it was never migrated."""
    if db.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return None
    found = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def data_version(db: Session) -> int:
    """Return the id of the newest journal line about the register: it grows with every write.

    Tables that people send to be checked change nothing that anybody else can read.
    """
    return int(db.execute(text("SELECT diming_data_version()")).scalar_one())


def counts(db: Session) -> Counts:
    """Return how much is loaded."""
    row = db.execute(
        text(
            "SELECT (SELECT count(*) FROM division),"
            " (SELECT count(*) FROM place_name WHERE upper_inf(recorded)),"
            " (SELECT count(*) FROM division_area WHERE upper_inf(recorded)),"
            " (SELECT count(*) FROM boundary_line),"
            " (SELECT count(*) FROM heritage_listing WHERE upper_inf(recorded))"
        )
    ).one()
    return Counts(*(int(count) for count in row))
