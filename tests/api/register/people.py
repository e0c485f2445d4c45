"""People who act in tests of the register."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from api.services.person import Person


def division(db: Session, name: str) -> int:
    """Return the id of the division called so today."""
    asked = "SELECT division_id FROM division_name WHERE name = :name AND upper_inf(recorded)"
    found = db.execute(text(asked + " AND valid @> current_date"), {"name": name})
    return int(found.scalars().first() or 0)


def editor_for(db: Session, name: str, account: int = 7, who: str = "李敏") -> Person:
    """Return an editor of the bureau of a division."""
    return Person(
        account_id=account,
        login=f"editor{account}",
        name=who,
        organisation_id=1,
        organisation=f"{name}民政局",
        roles=frozenset({"editor", "clerk"}),
        division_ids=(division(db, name),),
    )
