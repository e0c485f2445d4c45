"""Finding boundary lines (界线): a list, one with its markers."""

from __future__ import annotations

from datetime import date, datetime

from api.services.refusals import UnknownBoundary
from api.store.queries import boundaries as store
from api.store.queries.boundaries import BoundaryWish
from api.store.queries.listing import Listing
from api.store.session import Session

__all__ = ["BoundaryWish", "find", "show"]


def find(db: Session, wish: BoundaryWish, *, geometry: bool, limit: int, offset: int) -> Listing:
    """Return a page of the lines that are asked for."""
    return store.boundaries_like(db, wish, geometry=geometry, limit=limit, offset=offset)


def show(db: Session, code: str, on: date, known_at: datetime | None) -> str:
    """Return a line with its markers and versions as the JSON text of a GeoJSON feature.

    Raises:
        UnknownBoundary: There is no line with this code.
    """
    found = store.boundary_in_full(db, code, on, known_at)
    if found is None:
        raise UnknownBoundary(f"没有编号为“{code}”的界线")
    return found
