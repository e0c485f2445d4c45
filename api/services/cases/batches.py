"""Many names in one case (批量申请): filled from a table, corrected row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from api.services.cases import batch_tables
from api.services.cases.batch_tables import TableRow, Told
from api.services.cases.drafting import must_be_drafting, title_of
from api.services.cases.drafting_names import MOST_ITEMS, Ground, item_rows, problems_in
from api.services.cases.holding import Held, hold, look
from api.services.cases.refusals import CaseIncomplete, Complaint
from api.services.cases.telling import WRITING, Telling, silently
from api.services.cases.wishes import ItemDraft, StatementDraft
from api.services.person import Person
from api.store.queries.cases import items as kept_items
from api.store.queries.cases import keeping, outcomes
from api.store.queries.cases.keeping import KeptCase
from api.store.queries.cases.outcomes import KeptRelease
from api.store.session import Session

MOST_TOLD = 1000


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row of a table: its line, its number in the case, what was said of it."""

    line: int
    row: int | None
    name: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A case whose names came from a table; `results` are the rows about which there is a word.

    `stated` is how many statements (具名说明) came with it, `unused` the headings of columns
    that are none of ours.
    """

    case: KeptCase
    taken: int
    replaced: int
    unusable: int
    stated: int
    results: Sequence[RowResult]
    unused: Sequence[str]


def fill(
    db: Session,
    id: UUID,
    content: bytes,
    name: str,
    person: Person,
    *,
    tag: str | None,
    on: date,
    whole: bool,
    tell: Telling = silently,
) -> Filled:
    """Take the names of a case from a table, with the statements about them.

    Args:
        db: A session for writing.
        id: The case.
        content: The bytes of the table.
        name: Its file name.
        person: Who sends it.
        tag: The state of the case that it is made from.
        on: The day.
        whole: Whether all names are replaced; else rows with a number (序号) replace the name
            of that number, and rows without one are added.
        tell: Is told how many rows are read.

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `must_be_drafting`.
        FileRefused, UnusableInput: The table cannot be read.
        CaseIncomplete: None of its rows can be used, or they are too many.
    """
    held = hold(db, id, person, tag=tag)
    must_be_drafting(held)
    read = batch_tables.rows_of(
        content, name, county_code=held.case.county_code, signer=person.name, tell=tell
    )
    rows = _looked_over(db, held, read.rows, on)
    good = [row for row in rows if row.draft is not None]
    if not good:
        wrong = [Complaint(f"第{row.line}行", "；".join(row.doubts)) for row in rows[:50]]
        raise CaseIncomplete("表中没有可用的行", "请按模板填写", wrong)
    untitled = held.case.title == title_of(held.kind, kept_items.names_of(db, id))
    if whole:
        kept_items.remove_items(db, id)
    numbers, replaced = _numbers(db, held, good, on, whole=whole)
    tell(WRITING, 0)
    _write(db, held, [(n, r.draft) for n, r in zip(numbers, good, strict=True) if r.draft], on)
    titled = {"title": title_of(held.kind, kept_items.names_of(db, id))} if untitled else {}
    keeping.change(db, id, writer=person.account_id, **titled)
    told = {"file": name[:120], "rows": len(good), "replaced": replaced, "whole": whole}
    keeping.write_note(db, held.case, "fill", told)
    case = keeping.case_of(db, id)
    assert case is not None
    by_line = dict(zip((row.line for row in good), numbers, strict=True))
    results = [_result(row, by_line) for row in rows if row.doubts]
    stated = sum(len(row.draft.statements) for row in good if row.draft)
    return Filled(case, len(good), replaced, len(rows) - len(good), stated, results, read.unused)


def _ground(held: Held, on: date) -> Ground:
    return Ground(held.kind, held.case.county_id, held.person, on)


def _looked_over(db: Session, held: Held, rows: Sequence[TableRow], on: date) -> list[TableRow]:
    """Leave out the rows that cannot be drafted as they are, with what is wrong with each."""
    drafts = [row.draft for row in rows if row.draft is not None]
    problems = iter(problems_in(db, _ground(held, on), drafts))
    found = []
    for row in rows:
        wrong = next(problems) if row.draft is not None else ()
        told = tuple(one.message for one in wrong)
        found.append(replace(row, draft=None, doubts=(*row.doubts, *told)) if wrong else row)
    return found


def _result(row: TableRow, by_line: Mapping[int, int]) -> RowResult:
    name = row.draft.name if row.draft else ""
    return RowResult(row.line, by_line.get(row.line), name, row.doubts)


def _numbers(
    db: Session, held: Held, good: Sequence[TableRow], on: date, *, whole: bool
) -> tuple[list[int], int]:
    """Return the number of each row in the case, and how many names are replaced."""
    if whole:
        return list(range(1, len(good) + 1)), 0
    there = {item.row for item in kept_items.items_of(db, held.case.id, on)}
    given = [row.number for row in good if row.number is not None]
    strange = [n for n in given if n not in there]
    twice = {n for n in given if given.count(n) > 1}
    if strange or twice:
        wrong = [Complaint("序号", f"本件没有序号为 {n} 的地名") for n in strange[:50]]
        wrong += [Complaint("序号", f"序号 {n} 出现多次") for n in sorted(twice)[:50]]
        raise CaseIncomplete("序号有误", "补正的行照抄序号，新增的行不填序号", wrong)
    following = max(there, default=0) + 1
    numbers = []
    for row in good:
        if row.number is not None:
            numbers.append(row.number)
        else:
            numbers.append(following)
            following += 1
    if len(there) + sum(row.number is None for row in good) > MOST_ITEMS:
        raise CaseIncomplete(f"一件最多 {MOST_ITEMS} 个地名", "请分成几件申请", ())
    kept_items.remove_rows(db, held.case.id, given)
    return numbers, len(given)


def _write(db: Session, held: Held, drafts: Sequence[tuple[int, ItemDraft]], on: date) -> None:
    rows = item_rows(db, _ground(held, on), [d for _, d in drafts])
    for row, (number, _) in zip(rows, drafts, strict=True):
        row["row"] = number
    kept_items.write_items(db, held.case.id, rows)
    _state(db, held, drafts, on)


def _state(db: Session, held: Held, drafts: Sequence[tuple[int, ItemDraft]], on: date) -> None:
    """Keep the statements (具名说明) that came with names, each signed by whoever sent them."""
    told = [(number, one) for number, draft in drafts for one in draft.statements]
    if not told:
        return
    ids = kept_items.ids_by_row(db, held.case.id)
    keep_statements(db, held, [(ids[number], one) for number, one in told], on)


def keep_statements(
    db: Session, held: Held, statements: Sequence[tuple[int, StatementDraft]], on: date
) -> None:
    """Keep statements about names (by id of the item), with a line in the journal."""
    person = held.person
    outcomes.write_releases(
        db,
        [
            {
                "case_id": held.case.id,
                "item_id": item,
                "rule": one.rule,
                "person": person.name,
                "account_id": person.account_id,
                "reason": one.reason,
                "stated_on": on,
            }
            for item, one in statements
        ],
    )
    told = [{"item": item, "rule": one.rule, "reason": one.reason} for item, one in statements]
    keeping.write_note(db, held.case, "state", {"statements": told})


def correct(
    db: Session, id: UUID, row: int, wish: ItemDraft, person: Person, *, tag: str | None, on: date
) -> KeptCase:
    """Write one name of a case anew (单行补正).

    Raises:
        UnknownCase, TagMissing, OtherState: as `hold`.
        NotAllowed, NotYours: as `must_be_drafting`.
        CaseIncomplete: There is no such name, or what is said of it cannot be.
    """
    held = hold(db, id, person, tag=tag)
    must_be_drafting(held)
    if not kept_items.remove_rows(db, id, [row]):
        raise CaseIncomplete(
            "没有这个地名", "请先取回最新内容", [Complaint("row", f"没有第{row}项")]
        )
    _write(db, held, [(row, wish)], on)
    keeping.change(db, id, writer=person.account_id)
    keeping.write_note(db, held.case, "correct_item", {"row": row, "name": wish.name})
    case = keeping.case_of(db, id)
    assert case is not None
    return case


def results(db: Session, id: UUID, person: Person, *, on: date) -> bytes:
    """Return the names of a case as a table with what the last check said of each.

    Raises:
        UnknownCase: as `look`.
    """
    look(db, id, person)
    items = kept_items.items_of(db, id, on)
    latest = outcomes.latest_reports(db, id)
    stated: dict[int, list[KeptRelease]] = {}
    for one in outcomes.releases_of(db, id):
        if one.item_id is not None and one.account_id == person.account_id:
            stated.setdefault(one.item_id, []).append(one)
    told = {i.id: _told(latest.get(i.id, {}), stated.get(i.id, ())) for i in items}
    return batch_tables.results(items, told)


def _told(report: Mapping[str, Any], stated: Sequence[KeptRelease]) -> Told:
    """Return what the last report says, and the rules that are stated about or wait for it."""
    findings = report.get("findings", ())
    said = "；".join(f"{one['rule']} {one['message']}" for one in findings)
    if stated:
        rules = dict.fromkeys(one.rule for one in stated)
        return Told(said, "；".join(rules), stated[-1].reason)
    waiting = [f["rule"] for f in findings if f["severity"] == "warn" and not f["released"]]
    return Told(said, "；".join(dict.fromkeys(waiting)))
