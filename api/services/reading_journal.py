"""What the viewer of the journal (操作日志) shows, and its export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from api.store.queries.journal_reading import (
    JournalLine,
    LineWish,
    all_lines_like,
    lines_like,
    words_used,
)
from api.store.session import Session
from boundary_data.readers.annotated import harmless

__all__ = ["JournalLine", "LineWish", "as_csv", "lines_like", "words_used"]

MOST_EXPORTED = 200_000
HEADINGS = (
    "行号",
    "时间",
    "操作人",
    "动作",
    "对象类别",
    "对象编号",
    "依据",
    "改前",
    "改后",
    "请求编号",
    "哈希",
)


def as_csv(db: Session, wish: LineWish) -> Iterator[bytes]:
    """Yield the lines as CSV (UTF-8 with a mark for spreadsheets), the newest first.

    Text that a spreadsheet would take for a formula is quoted.
    """
    yield "\ufeff".encode() + _row(HEADINGS)
    for line in all_lines_like(db, wish, most=MOST_EXPORTED):
        yield _row(
            (
                str(line.id),
                line.at.isoformat(timespec="microseconds"),
                line.actor,
                line.verb,
                line.subject_kind,
                line.subject_id,
                line.clause,
                _json(line.before),
                _json(line.after),
                line.request_id,
                line.hash.hex(),
            )
        )


def _json(value: Mapping[str, object] | None) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _row(values: tuple[str, ...]) -> bytes:
    kept = io.StringIO()
    csv.writer(kept).writerow([harmless(value) for value in values])
    return kept.getvalue().encode()
