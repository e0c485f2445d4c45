"""Writing many inspection records in one request: each by itself, each with its answer.

Every record has a transaction of its own, so one that is refused loses none of the others, and
what was written before the line broke stays. Sent again, what is there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.services.recording_inspections import By, Written, find, tag_of, write
from api.services.refusals import OtherState, Refusal, UnknownRecord
from api.store.queries.inspection_records import KeptRecord
from api.store.session import Session
from api.store.transactions import ConcurrentChange
from boundary_data.problems import UnusableInput

Transactions = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction for writing, committed at its end."""

Refused = Refusal | UnusableInput | ConcurrentChange


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """A record of a batch: its id, its body, who writes, and the state it was made from."""

    id: UUID
    body: dict[str, Any]
    by: By
    tag: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a record: written (or there already), or why not, and what is there now."""

    id: UUID
    written: Written | None = None
    refused: Refused | None = None
    now: KeptRecord | None = None


def write_all(
    transactions: Transactions, records: Sequence[OneOfMany], *, on: date
) -> list[Answered]:
    """Write records one by one and return the answer for each, in their order.

    An id that comes twice with different bodies is refused the second time, for it names no
    state that it was made from.
    """
    return [_write_one(transactions, one, on) for one in records]


def _write_one(transactions: Transactions, one: OneOfMany, on: date) -> Answered:
    try:
        with transactions() as db:
            return Answered(one.id, written=write(db, one.id, one.body, one.by, tag=one.tag, on=on))
    except (Refusal, UnusableInput, ConcurrentChange) as refused:
        return Answered(one.id, refused=refused, now=_now(transactions, one.id, refused))


def _now(transactions: Transactions, id: UUID, refused: Refused) -> KeptRecord | None:
    """Return the record as it stands where the refusal is about that."""
    if not isinstance(refused, OtherState | ConcurrentChange):
        return None
    try:
        with transactions() as db:
            return find(db, id)
    except UnknownRecord:
        return None


def tag_now(answered: Answered) -> str | None:
    """Return what the next change of the record has to name, or None if there is no record."""
    record = answered.written.record if answered.written else answered.now
    return None if record is None else tag_of(record)
