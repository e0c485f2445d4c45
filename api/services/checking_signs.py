"""Checking what is to stand on a sign (地名标志), and drawing it."""

from __future__ import annotations

from datetime import date

from api.services.registering.reading import use_of
from api.store.session import Session
from naming.romanization import romanize
from naming.signs.judging import judge_sign
from naming.signs.parameters import sign_parameters
from naming.signs.plate import drawn, plate_of
from naming.signs.sign_text import SignFacts, SignText
from naming.syllables import plain
from rulebook.report import Report


def check(
    db: Session, name: str, characters: str, romanization: str, extra: str, *, on: date
) -> tuple[Report, SignFacts]:
    """Return what is to be said of the text of a sign for a name, and what the register knows.

    A name that the register does not have counts as proposed.
    """
    found = use_of(db, name, on, None).found
    known = next((one for one in found if one["name"] == name), None)
    if known is None:
        facts = SignFacts(name, romanize(name).toned, "proposed")
    else:
        facts = SignFacts(name, known["romanization"], known["status"])
    return judge_sign(SignText(characters, romanization, extra), facts, on=on), facts


def picture(characters: str, romanization: str, extra: str, *, kind: str, axis: str) -> str:
    """Return the picture of a sign as SVG; the letters are worked out if none are given."""
    parameters = sign_parameters()
    letters = romanization or lettering(romanize(characters).toned)
    sign = SignText(characters, letters, extra)
    return drawn(sign, plate_of(kind, axis, parameters), parameters)


def lettering(toned: str) -> str:
    """Return a spelling as it is set on signs: capitals without tone marks."""
    return plain(toned).upper()
