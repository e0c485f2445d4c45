"""Counting requests for all processes at once (访问频率)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether a request is let in, how many more would be, and when one is (seconds)."""

    allowed: bool
    remaining: int
    wait_s: int


def count_request(db: Session, who: str, a_minute: int) -> Counted:
    """Count a request of `who`, who may send `a_minute`; one too many is not counted."""
    row = db.execute(
        text("SELECT * FROM diming_count_request(:who, :most)"), {"who": who, "most": a_minute}
    ).one()
    return Counted(bool(row[0]), int(row[1]), int(row[2]))
