"""Reminders of inspections that are due (联检提醒): a list, a calendar, a table."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import CHINA, Reader
from api.schemas.features import DIVISION_CODE
from api.schemas.inspection_tasks import ReminderOut, RemindersOut
from api.services.reading_tasks import reminders
from boundary_data.reminders import Reminder, calendar

router = APIRouter(prefix="/api/v1", tags=["联检"])

TITLE = "界线联合检查提醒"
URGENCIES = {"overdue": "逾期", "soon": "临期", "later": "尚早"}
MEDIA = {"ics": "text/calendar; charset=utf-8", "csv": "text/csv; charset=utf-8"}
TEXT = {"schema": {"type": "string"}}
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Division = Annotated[
    str | None, Query(pattern=DIVISION_CODE, description="一方区划的代码", examples=["500103"])
]
Within = Annotated[
    int | None,
    Query(ge=0, le=3660, description="提前多少天；不填为参数 remind_days（六个月）"),
]


@router.get(
    "/inspection-reminders",
    summary="联检提醒",
    description="逾期和临近期限的任务，最急的在前；可按一方区划取。",
)
def listed(db: Reader, division: Division = None, within_days: Within = None) -> RemindersOut:
    """Answer what is due."""
    today = datetime.now(CHINA).date()
    found = reminders(db, today, division=division, within_days=within_days)
    return RemindersOut(
        on=today,
        count=len(found),
        overdue=sum(one.urgency == "overdue" for one in found),
        reminders=[_out(one) for one in found],
    )


@router.get(
    "/inspection-reminders.{form}",
    summary="联检提醒的日历和表格",
    description="ics 可在日历软件中订阅，每项任务在到期日一条，提前提醒；csv 为表格（UTF-8）。",
    response_class=Response,
    responses={200: {"content": {"text/calendar": TEXT, "text/csv": TEXT}}},
)
def feed(
    db: Reader,
    form: Annotated[Literal["ics", "csv"], Path(description="ics 日历或 csv 表格")],
    division: Division = None,
    within_days: Within = None,
) -> Response:
    """Answer what is due as a calendar or a table."""
    today = datetime.now(CHINA).date()
    found = reminders(db, today, division=division, within_days=within_days)
    made = calendar(found, title=TITLE, stamped=datetime.now(UTC)) if form == "ics" else _csv(found)
    name = f"attachment; filename*=UTF-8''{quote(TITLE)}.{form}"
    return Response(made, media_type=MEDIA[form], headers={"Content-Disposition": name})


def _out(one: Reminder) -> ReminderOut:
    told = {name: getattr(one, name) for name in ReminderOut.model_fields if name != "task_id"}
    return ReminderOut.model_validate({"task_id": one.id, **told})


def _csv(found: list[Reminder]) -> str:
    """Return a table that spreadsheets open as UTF-8 by its mark."""
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow(("任务", "双方", "期限", "剩余天数", "缓急", "任务编号"))
    for one in found:
        words = (_plain(one.what), _plain(one.who))
        rows.writerow((*words, one.due_on, one.days_left, URGENCIES[one.urgency], one.id))
    return "\ufeff" + kept.getvalue()


def _plain(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
