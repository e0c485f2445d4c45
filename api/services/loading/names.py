"""Working out what a name is searched and compared by, and opening names in the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.services.loading.delivering import Desk
from api.store.loading import names as store
from naming.place_kind import PlaceKind
from naming.registering import indexed

BATCH = 20_000


def register_division_names(desk: Desk) -> None:
    """Make places and names of the divisions that this load touched, and follow their moves."""
    store.create_staging(desk.db)
    counts = store.stage_division_names(desk.db, desk.stamp, desk.today)
    open_names(desk, counts.opened)
    desk.report.figures |= {"新增地名": counts.opened, "新增地点": counts.places}
    if counts.closed:
        desk.report.figures["改记的地名"] = counts.closed
    if counts.moved:
        desk.report.figures["随隶属变动的地点"] = counts.moved


def open_names(desk: Desk, total: int) -> None:
    """Index the staged names batch by batch and open them; `total` is for the progress."""
    done, last = 0, 0
    while batch := store.staged_names(desk.db, last, BATCH):
        done += store.stage_index(desk.db, _indexed(batch))
        last = batch[-1].id
        desk.progress("注音并建立地名索引", done, total)
    if done:
        store.open_staged_names(desk.db, desk.stamp)


def _indexed(batch: Any) -> Iterator[tuple[object, ...]]:
    """Yield the columns of `staged_name_index` for each staged name."""
    for row in batch:
        found = indexed(row.name, PlaceKind(row.place_kind))
        yield (
            row.id,
            found.key,
            found.specific,
            found.generic,
            found.toned,
            found.plain,
            found.pinyin,
            found.initials[0],
            list(found.sounds),
            list(found.specific_sounds),
            list(found.near_sounds),
            found.reading_sure,
        )
