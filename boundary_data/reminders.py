"""Reminders (提醒) of what is due: when, how urgent, as a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LINE_OCTETS = 75
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A task that is due.

    Attributes:
        id: Of the task.
        what: Line and round or occasion, in Chinese.
        who: Both sides, the leading one first.
        due_on: The day.
        days_left: Until then; negative if overdue.
        remind_on: When the reminder begins.
        address: Where it can be looked at, relative to the service.
        work: What is to be done, in Chinese.
    """

    id: str
    what: str
    who: str
    due_on: date
    days_left: int
    remind_on: date
    address: str
    work: str = "联检"

    @property
    def urgency(self) -> str:
        """Return overdue (逾期), soon (临期) or later."""
        if self.days_left < 0:
            return "overdue"
        return "soon" if self.remind_on <= self.due_on - timedelta(days=self.days_left) else "later"

    @property
    def sentence(self) -> str:
        """Return what is to be said."""
        if self.days_left < 0:
            return (
                f"{self.what}已逾期{-self.days_left}天（期限{self.due_on}），"
                f"请{self.who}尽快{self.work}"
            )
        if self.days_left == 0:
            return f"{self.what}今天到期，请{self.who}{self.work}"
        return (
            f"{self.what}还有{self.days_left}天到期（期限{self.due_on}），请{self.who}{self.work}"
        )


def calendar(reminders: Iterable[Reminder], *, title: str, stamped: datetime) -> str:
    """Return reminders as an iCalendar text: one all-day event on each due day, with an alarm.

    Args:
        reminders: What to remind of.
        title: Name of the calendar, Chinese.
        stamped: When it was made, UTC.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Diming//reminders//ZH"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(title)}"]
    for one in reminders:
        lines += _event(one, stamped)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(one: Reminder, stamped: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.id}@diming"
    yield f"DTSTAMP:{stamped:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{one.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(one.what)}到期"
    yield f"DESCRIPTION:{_escaped(one.sentence)}"
    yield f"URL:{one.address}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(one.sentence)}"
    yield f"TRIGGER:-P{max((one.due_on - one.remind_on).days, 0)}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return "".join(ESCAPED.get(character, character) for character in text)


def _folded(line: str) -> str:
    """Return a line folded at 75 octets, never inside a character."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE_OCTETS - (len(parts) > 1):
            parts.append("")
            size = 0
        parts[-1] += character
        size += width
    return "\r\n ".join(parts)
