"""Holding the names of a case against other cases (预留)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from api.services.cases.limits import procedure_limits
from api.services.cases.refusals import Complaint, NamesTaken
from api.store.queries.cases import reservations
from api.store.queries.cases.items import KeptItem
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.outcomes import KeptRelease
from api.store.session import Session
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind
from naming.procedure.words import CaseKind
from naming.register_question import COMPARED, Scope
from naming.search_key import key_of
from naming.shown import said_day

SOUND_RULES = frozenset(
    {
        *("GN-9-7", "GN-9-7b", "GN-9-8a", "GN-9-8b", "GN-9-8c", "GN-9-8d"),
        *("RV-3", "RV-3b", "CQ-PARK-1", "CQ-ZONE-1"),
    }
)
"""Rules that warn of equal sounds; whoever is released from one is not held to the sound."""

RESERVED_FOR = frozenset({CaseKind.NAMING, CaseKind.RENAMING, CaseKind.FILING_RECEIVED})
PARTS = {"full": "同名", "full_sound": "同音"}


def reserve(
    db: Session, case: KeptCase, items: Sequence[KeptItem], releases: Sequence[KeptRelease]
) -> None:
    """Hold the names of a case, by characters and by sound, within the scope the law compares in.

    The database guarantees that no other case holds one of them at the same time.

    Raises:
        NamesTaken: Another case holds one of them; it is told which.
    """
    if CaseKind(case.kind) not in RESERVED_FOR:
        return
    free = {r.item_id for r in releases if r.rule in SOUND_RULES}
    rows = [
        row
        for item in items
        if item.state == "proposed"
        for row in _rows(item, by_sound=not ({None, item.id} & free))
    ]
    reservations.one_at_a_time(db, (row["scope_id"] for row in rows))
    reservations.let_go(db, case.id)
    taken = reservations.held_by_others(db, case.id, rows)
    days = int(procedure_limits().number("reservation_days"))
    if not taken and reservations.reserve(db, case.id, rows, days=days):
        return
    taken = taken or reservations.held_by_others(db, case.id, rows)
    numbers = {item.id: (item.row, item.name) for item in items}
    told = []
    for held in taken:
        row, name = numbers[held.item_id]
        until = f"，预留至{said_day(held.until.date())}" if held.until else ""
        said = f"“{name}”与办件 {held.number} 申请中的“{held.name}”{PARTS[held.part]}{until}"
        told.append(Complaint(f"items[{row - 1}]", said, "请另拟专名，或待该办件办结后再申请"))
    raise NamesTaken("申请的名称已被其他办件预留", "请按 errors 逐项改名", told)


def _rows(item: KeptItem, *, by_sound: bool) -> Iterator[dict[str, Any]]:
    kind = PlaceKind(item.place_kind) if item.place_kind else None
    if kind is None or kind not in COMPARED:
        return
    scope = COMPARED[kind][1]
    place = {
        "item_id": item.id,
        "place_kind": kind.value,
        "scope": scope.value,
        "scope_id": _scope_id(item, scope),
    }
    key = key_of(item.name, kind)
    yield {**place, "part": "full", "key": key}
    for sound in sound_keys(key) if by_sound else ():
        yield {**place, "part": "full_sound", "key": sound}


def _scope_id(item: KeptItem, scope: Scope) -> int:
    if scope is Scope.NATION:
        return 0
    if scope is Scope.PROVINCE:
        return item.province_id or 0
    if scope is Scope.TOWNSHIP and item.township_id:
        return item.township_id
    return item.county_id or 0


def let_go(db: Session, case: KeptCase) -> None:
    """End what is held for a case."""
    reservations.let_go(db, case.id)
