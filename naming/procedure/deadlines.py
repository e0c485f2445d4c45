"""The days of a case (办理期限): due when, under which clause, and what follows if missed.

Days are calendar days and the day after the event is day 1 (whether 15日 means working days is
not said in the texts seen); a period whose parameter has the unit 工作日 is counted in working
days. What is late is first reminded of, then ordered by the higher
authority, then disciplined (《地名管理条例》 article 35; 备案公告管理办法).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from naming.laws import DECREE
from naming.procedure.assessors import banned_on
from naming.procedure.laws import practice
from naming.procedure.words import Stage
from naming.procedure.workdays import calendar_of
from rulebook.law import Clause
from rulebook.parameters import Parameters, load
from rulebook.worded import Worded

FILE = Path(__file__).with_name("parameters.toml")
OVERLAY = "procedure.toml"
WORKING_DAYS = "工作日"


class Duty(Worded):
    """What has to be done in time."""

    ACCEPT = "accept", "受理"
    COMPLETE = "complete", "补正"
    OPINION = "opinion", "部门、专家答复"
    DECIDE = "decide", "批准或者不予批准"
    FILE = "file", "报送备案"
    PUBLISH = "publish", "公告"


class Urgency(Worded):
    """How pressing a duty is."""

    IN_TIME = "in_time", "期限内"
    SOON = "soon", "临近期限"
    OVERDUE = "overdue", "逾期提醒"
    ORDERED = "ordered", "逾期，责令限期办理"
    DISCIPLINE = "discipline", "逾期，依法追究责任"


CLAUSES: dict[Duty, Clause] = {
    Duty.ACCEPT: practice("受理期限"),
    Duty.COMPLETE: practice("补正期限"),
    Duty.OPINION: practice("会审答复期限"),
    Duty.DECIDE: practice("审批期限"),
    Duty.FILE: DECREE.clause("第十三条"),
    Duty.PUBLISH: DECREE.clause("第十四条"),
}
LATE = DECREE.clause("第三十五条")


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a case that deadlines run from, None where not come yet.

    `publishes_from_approval` says whether a government or its authority approved it.
    """

    stage: Stage
    submitted_on: date | None = None
    returned_on: date | None = None
    accepted_on: date | None = None
    approved_on: date | None = None
    reported_on: date | None = None
    filed_on: date | None = None
    published_on: date | None = None
    publishes_from_approval: bool = True
    needs_filing: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty of a case with its day and how pressing it is, by how many days it is late."""

    duty: Duty
    since: date
    due: date
    warn_from: date
    urgency: Urgency
    clause: Clause
    days_late: int = 0

    @property
    def over(self) -> bool:
        """Tell whether the day has passed."""
        return self.urgency in (Urgency.OVERDUE, Urgency.ORDERED, Urgency.DISCIPLINE)


def procedure_parameters(overlays: Sequence[Path] = ()) -> Parameters:
    """Return the days and counts of the procedure, those of the office laid over ours.

    Each folder of `overlays` may hold a `procedure.toml`.

    Raises:
        ParameterError: if a file is broken or has a parameter we do not know.
    """
    return _laid(tuple(overlays))


@cache
def _laid(overlays: tuple[Path, ...]) -> Parameters:
    over = [folder / OVERLAY for folder in overlays]
    found = load([FILE, *(path for path in over if path.is_file())], known=True)
    calendar_of(found)
    banned_on(date.min, found)
    return found


def counted(since: date, days: int, unit: str, parameters: Parameters) -> date:
    """Return the last day of a period whose day 1 is the day after `since`.

    The unit is 日 (calendar days) or 工作日 (working days). A calendar period that ends on a day
    of rest ends on the next working day where the parameter `rest_day_postpones` says so.
    """
    if unit == WORKING_DAYS:
        return calendar_of(parameters).counted(since, days)
    last = since + timedelta(days=days)
    postpones = parameters.flag("rest_day_postpones")
    return calendar_of(parameters).on_or_after(last) if postpones else last


def period_end(key: str, since: date, parameters: Parameters) -> date:
    """Return the last day of the period of the parameter `key`, as long and in the unit it says.

    Raises:
        ParameterError: if there is no such parameter.
    """
    days = int(parameters.number(key))
    return counted(since, days, parameters.items[key].unit, parameters)


def deadlines_of(days: Days, on: date, parameters: Parameters) -> tuple[Deadline, ...]:
    """Return the open duties of a case as of the day `on`, the earliest due first."""
    found = [_deadline(duty, since, on, parameters) for duty, since in _duties(days)]
    return tuple(sorted(found, key=lambda each: (each.due, each.duty.value)))


def _duties(days: Days) -> list[tuple[Duty, date]]:
    found: list[tuple[Duty, date]] = []
    if days.stage is Stage.SUBMITTED and days.submitted_on:
        found.append((Duty.ACCEPT, days.submitted_on))
    if days.stage is Stage.RETURNED and days.returned_on:
        found.append((Duty.COMPLETE, days.returned_on))
    if days.stage in (Stage.ACCEPTED, Stage.REVIEWED) and days.accepted_on:
        found.append((Duty.DECIDE, days.accepted_on))
    if days.approved_on and days.needs_filing and days.stage in _NOT_FILED:
        found.append((Duty.FILE, days.approved_on))
    if since := _publishes_since(days):
        found.append((Duty.PUBLISH, since))
    return found


_NOT_FILED = (Stage.APPROVED, Stage.FILING_RETURNED)


def _publishes_since(days: Days) -> date | None:
    if days.published_on or days.stage in (Stage.CLOSED, Stage.REFUSED, Stage.WITHDRAWN):
        return None
    return days.approved_on if days.publishes_from_approval else days.filed_on


def _deadline(duty: Duty, since: date, on: date, parameters: Parameters) -> Deadline:
    allowed = int(parameters.number(f"{duty.value}_days"))
    unit = parameters.items[f"{duty.value}_days"].unit
    due = period_end(f"{duty.value}_days", since, parameters)
    if f"{duty.value}_warn_days" in parameters.items:
        soon = int(parameters.number(f"{duty.value}_warn_days"))
    else:
        soon = int(allowed * parameters.number("other_warn_share"))
    warn = min(counted(since, soon, unit, parameters), due)
    urgency = _urgency(on, due, warn, parameters)
    return Deadline(duty, since, due, warn, urgency, CLAUSES[duty], max((on - due).days, 0))


def opinion_deadline(asked_on: date, due: date, on: date, parameters: Parameters) -> Deadline:
    """Return the duty of a department that was asked on a day to answer until another."""
    allowed = (due - asked_on).days
    warn = asked_on + timedelta(days=int(allowed * parameters.number("other_warn_share")))
    urgency = _urgency(on, due, warn, parameters)
    late = max((on - due).days, 0)
    return Deadline(Duty.OPINION, asked_on, due, warn, urgency, CLAUSES[Duty.OPINION], late)


def _urgency(on: date, due: date, warn: date, parameters: Parameters) -> Urgency:
    late = (on - due).days
    if late > int(parameters.number("discipline_after_days")):
        return Urgency.DISCIPLINE
    if late > int(parameters.number("order_after_days")):
        return Urgency.ORDERED
    if late > 0:
        return Urgency.OVERDUE
    return Urgency.SOON if on >= warn else Urgency.IN_TIME
