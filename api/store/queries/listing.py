"""A page of an answer, made in the database: the features as JSON text, and how many match."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Listing:
    """Features of one page as the text of a JSON array, and the number that match in all.

    `bounded` tells that counting stopped: at least `matched` match.
    """

    matched: int
    returned: int
    features: str
    bounded: bool = False


def listing(db: Session, statement: str, values: Mapping[str, Any]) -> Listing:
    """Return what `statement` selects: (matched, returned, features as JSON text[, bounded])."""
    matched, returned, features, *bounded = db.execute(text(statement), dict(values)).one()
    return Listing(int(matched), int(returned), str(features), *bounded)


def json_text(db: Session, statement: str, values: Mapping[str, Any]) -> str | None:
    """Return the one JSON text that `statement` selects, or None if it selects no row."""
    found = db.execute(text(statement), dict(values)).scalar()
    return None if found is None else str(found)


def containing(words: str) -> str:
    """Return the LIKE pattern of texts that contain `words` as they are."""
    return f"%{literal(words)}%"


def literal(words: str) -> str:
    r"""Return `words` for a LIKE pattern, with `%`, `_` and `\` meaning themselves."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
