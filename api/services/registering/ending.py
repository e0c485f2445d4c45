"""Ending a name with its place (地名消失), from the state somebody has seen."""

from __future__ import annotations

from api.services.person import Person
from api.services.registering.editing import must_be_state
from api.services.registering.entries import Basis, EntryRefused, NameHead
from api.services.registering.registering import vanish
from api.services.registering.trail import held
from api.store.session import Session
from naming.uncertain_day import NoDay, UncertainDay, uncertain_day


def vanish_from(db: Session, person: Person, id: int, basis: Basis, *, tag: str) -> NameHead:
    """Write down that a name vanished, as `vanish`, if it is in the state of `tag`.

    Raises:
        OtherState: Somebody else changed the name meanwhile; says who, when and what.
        Refusal: as `vanish`.
    """
    must_be_state(db, held(db, person, id), tag)
    return vanish(db, person, id, basis)


def day_told(text: str, field: str = "day") -> UncertainDay:
    """Return the day that `text` tells; what is wrong with it is said of `field`.

    Raises:
        EntryRefused: It tells none.
    """
    try:
        return uncertain_day(text)
    except NoDay as wrong:
        raise EntryRefused(str(wrong), "请写作 2009、2009-06 或 2009-06-01", field) from wrong
