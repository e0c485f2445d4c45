"""Loading division events (区划变更): all are kept; those that are clear are carried out.

An event is carried out only where its units are found uniquely, its day of effect is known
and lies after the first list in the register. The rest stays as a record, and is counted.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from api.services.loading.carrying_out import Notice, carry_out
from api.services.loading.change_text import Mention, When, mentions, when
from api.services.loading.delivering import Desk
from api.services.loading.names import register_division_names
from api.services.loading.publishing import republish_all
from api.services.loading.report import LoadReport
from api.services.loading.tables import table_rows
from api.store.loading import events as store
from api.store.loading.events import KnownUnit
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.table import Column

HERE = Path(__file__).resolve().parent
COLUMNS = (
    Column("date", ("日期", "生效日期"), required=True),
    Column("change_type", ("变更类型", "类型"), required=True),
    Column("before", ("变更前",), required=True),
    Column("after", ("变更后",), required=True),
    Column("docno", ("文号",)),
    Column("level", ("层级",)),
    Column("seat_or_county", ("驻地或所在区县", "所在区县", "驻地")),
    Column("source_url", ("来源", "网址")),
)
LEVEL_RANKS = {"省级": 1, "地级": 2, "县级": 3, "乡级": 4, "村级": 5}


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a file tells it."""

    number: int
    kind: str
    date: str
    document: str
    level: str
    before: str
    after: str
    place: str
    url: str
    source_note: str
    new_code: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """Return what tells this event from all others (see `store.IDENTITY`)."""
        return (self.kind, self.date, self.document, self.before, self.after, self.place)


def load_events(desk: Desk, path: Path) -> None:
    """Load the events at `path`: a table of notices, or JSON with a list `events`."""
    rows = _rows_of(path, desk.report)
    desk.progress("读取区划变更", len(rows), len(rows))
    book = Book.of(desk, rows)
    known = store.known_events(desk.db)
    tally: Counter[str] = Counter()
    notices = []
    for row in rows:
        notice = _enter(desk, row, book, known, tally)
        if notice is not None:
            notices.append(notice)
    carried = carry_out(desk, notices)
    register_division_names(desk)
    if carried:
        republish_all(desk)
    desk.report.figures |= {
        "已与区划对应的变更": tally["mapped"],
        "未能对应的变更": tally["unmapped"],
    }


def _rows_of(path: Path, report: LoadReport) -> list[EventRow]:
    if path.suffix.lower() != ".json":
        return list(_table_rows(path, report))
    rows = list(_json_rows(path))
    report.rows_read = len(rows)
    return rows


def _enter(
    desk: Desk, row: EventRow, book: Book, known: dict[tuple[str, ...], int], tally: Counter[str]
) -> Notice | None:
    """Enter one event with its parts; return it as a notice if it is new."""
    if row.identity in known:
        desk.report.unchanged += 1
        return None
    moment = when(row.date, row.document)
    if moment is None:
        desk.report.refuse(
            row.number, row.before or row.after, f"日期“{row.date}”不能识别；请写作 2025-11-06"
        )
        return None
    event = store.add_event(
        desk.db, _values(row), moment.first, moment.after_last, desk.stamp.delivery_id
    )
    known[row.identity] = event
    desk.report.added += 1
    before, after = book.units(row.before, row, moment), book.units(row.after, row, moment)
    parts = {(u.division_id, "predecessor") for _, u in before if u}
    parts |= {(u.division_id, "successor") for _, u in after if u}
    store.add_parts(desk.db, event, sorted(parts))
    tally["mapped" if parts else "unmapped"] += 1
    return Notice(event, row.number, row.kind, row.place, row.new_code, moment, before, after)


def _values(row: EventRow) -> dict[str, str]:
    return {
        "kind": row.kind,
        "level_text": row.level,
        "happened_text": row.date,
        "document": row.document,
        "authority": _authority(row.document),
        "source_url": row.url or row.source_note,
        "grade": _grade(f"{row.url} {row.source_note}"),
        "before_text": row.before,
        "after_text": row.after,
        "place_text": row.place,
    }


@dataclass(frozen=True, slots=True)
class Book:
    """The divisions that a file of events may mean, by their names."""

    counties: frozenset[str]
    by_name: Mapping[str, list[KnownUnit]]

    @classmethod
    def of(cls, desk: Desk, rows: list[EventRow]) -> Book:
        """Return the book for all names in `rows`, asked of the store at once."""
        counties = frozenset(store.county_names(desk.db))
        names = {
            mention.name
            for row in rows
            for text in (row.before, row.after)
            for mention in mentions(text, counties)
        }
        by_name: dict[str, list[KnownUnit]] = {}
        for unit in store.units_named(desk.db, names):
            by_name.setdefault(unit.name, []).append(unit)
        return cls(counties, by_name)

    def units(
        self, text: str, row: EventRow, moment: When
    ) -> list[tuple[Mention, KnownUnit | None]]:
        """Return the mentions in `text`, each with its division if that is unique."""
        county = row.place if row.place in self.counties else ""
        found = mentions(text, self.counties, county)
        return [(mention, self._unit(mention, row, moment)) for mention in found]

    def _unit(self, mention: Mention, row: EventRow, moment: When) -> KnownUnit | None:
        wanted = 3 if mention.name in self.counties else LEVEL_RANKS.get(row.level)
        wanted = max(wanted or 0, 4) if mention.county else wanted
        fitting = {
            unit.division_id: unit
            for unit in self.by_name.get(mention.name, ())
            if (wanted is None or unit.level == wanted)
            and (not mention.county or mention.county in unit.counties)
            and _alive(unit, moment)
        }
        return next(iter(fitting.values())) if len(fitting) == 1 else None


def _alive(unit: KnownUnit, moment: When) -> bool:
    """Tell whether the unit may have had the name then.

    Before the first day known of a unit, its first name stands for it.
    """
    begun = unit.since < moment.after_last or unit.since == unit.first
    return begun and (unit.until is None or unit.until >= moment.first)


def _table_rows(path: Path, report: LoadReport) -> Iterator[EventRow]:
    for row in table_rows(path, COLUMNS, report):
        cells = row.values
        yield EventRow(
            number=row.number,
            kind=cells["change_type"],
            date=cells["date"],
            document=cells.get("docno", ""),
            level=cells.get("level", ""),
            before=cells["before"],
            after=cells["after"],
            place=cells.get("seat_or_county", ""),
            url=cells.get("source_url", ""),
            source_note="",
        )


def _json_rows(path: Path) -> Iterator[EventRow]:
    try:
        events = json.loads(path.read_text(encoding="utf-8-sig"))["events"]
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        problem = Problem(
            "$.events", f"“{path.name}”不是区划变更的 JSON：{error!r}", "应含 events 列表"
        )
        raise UnusableInput([problem]) from error
    for number, event in enumerate(events, start=1):
        yield _json_row(number, event)


def _json_row(number: int, event: Mapping[str, Any]) -> EventRow:
    old, new = event.get("old") or {}, event.get("new") or {}
    levels = {rank: word for word, rank in LEVEL_RANKS.items()}
    notes = (event.get("note"), event.get("detail"))
    return EventRow(
        number=number,
        kind=str(event["type"]),
        date=str(event["year"]),
        document=event.get("doc_no") or "",
        level=levels.get(event.get("level", 0), ""),
        before=_coded(old),
        after=_coded(new),
        place="；".join(note for note in notes if note),
        url=event.get("source_url") or "",
        source_note=event.get("source") or "",
        new_code=(new.get("code") or "") if event.get("curated") else "",
    )


def _coded(unit: Mapping[str, Any]) -> str:
    """Return a unit's name with its code in brackets, so that a change of code alone shows."""
    name, code = unit.get("name") or "", unit.get("code") or ""
    return f"{name}({code[:6]})" if name and code else name


def _authority(document: str) -> str:
    return next(
        (r["authority"] for r in _rows("document_authorities") if r["pattern"] in document), ""
    )


def _grade(source: str) -> str:
    return next(row["grade"] for row in _rows("source_grades") if row["pattern"] in source)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
