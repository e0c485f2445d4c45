"""Pages of listed names with the lists they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from api.store.queries import heritage_care as store
from api.store.queries.heritage_care import KeptList, ListedName
from api.store.session import Session

SHOWN = 50


@dataclass(frozen=True, slots=True)
class HeritagePage:
    """A page of listed names: how many match, those shown, and all lists to choose from."""

    matched: int
    names: list[ListedName]
    lists: list[KeptList]
    more: bool


def heritage_page(
    db: Session, *, text: str, list_id: int | None, standing: str, page: int
) -> HeritagePage:
    """Return page number `page` (from 1) of the names that match."""
    matched, names = store.listed_names(
        db,
        text=text,
        list_id=list_id,
        standing=standing or None,
        limit=SHOWN,
        offset=(page - 1) * SHOWN,
    )
    return HeritagePage(matched, names, store.lists_kept(db), more=page * SHOWN < matched)
