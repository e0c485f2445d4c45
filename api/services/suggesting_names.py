"""Names to offer instead of a refused one: each is checked like any other, and passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from api.services.checking_names import NameCheck, NameWish, check_names
from api.store.queries.standpoints import TOWNSHIP, Standpoint
from api.store.session import Session
from naming.alternatives import Alternative, alternatives
from naming.proposal import Details, propose
from rulebook.report import Mode, Verdict

SHOWN = 5
LOUD = (Verdict.WARN, Verdict.BLOCK)
# what was said of the refused name and is not true of another
OWN = ("romanization", "stated_specific", "stated_generic", "place_code", "consent")
_TOWN = re.compile(r"[^区县市]{1,8}(?:镇|乡|街道)$")


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that passes, and why it is offered."""

    alternative: Alternative
    check: NameCheck


def offers(db: Session, wish: NameWish, check: NameCheck, *, on: date) -> tuple[Offer, ...]:
    """Return at most `SHOWN` names that pass where `check` refuses `wish` or warns of it.

    Costs one more round trip, and none where there is nothing to offer.
    """
    report = check.report
    if report.verdict not in LOUD or report.mode is not Mode.NEW:
        return ()
    proposal = propose(wish.name, wish.place_type, **wish.details)
    places = tuple(_localities(check.standpoint)) if check.standpoint else ()
    made = alternatives(report, proposal, places)
    checks = check_names(db, [_instead(wish, each) for each in made], on=on)
    passed = [
        Offer(each, found)
        for each, found in zip(made, checks, strict=True)
        if found.report.verdict not in LOUD
    ]
    return tuple(sorted(passed, key=lambda o: o.check.report.verdict is not Verdict.PASS)[:SHOWN])


def _instead(wish: NameWish, each: Alternative) -> NameWish:
    """Return the wish for another name of the same place."""
    kept = {key: value for key, value in wish.details.items() if key not in OWN}
    details = Details(**kept)  # type: ignore[typeddict-item]
    if each.derived_from:
        details["derived_from"] = each.derived_from
    return replace(wish, name=each.name, details=details, releases=())


def _localities(at: Standpoint) -> Iterator[str]:
    """Yield the names of the town the place lies in, as found or as stated."""
    yield from (found.name for found in at.located if found.level == TOWNSHIP)
    for stated in at.stated[:1]:
        if town := _TOWN.search(stated.place):
            yield town[0]
