"""Checking what is to stand on a sign (地名标志), and drawing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.services.printing.sign_plates import plate_pdf, plate_png
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


@dataclass(frozen=True, slots=True)
class Wish:
    """A sign to be drawn; the letters are worked out if none are given. Sizes in millimetres."""

    characters: str
    romanization: str
    extra: str
    kind: str
    axis: str
    width_mm: int | None = None
    height_mm: int | None = None

    @property
    def text(self) -> SignText:
        """Return what stands on it."""
        letters = self.romanization or lettering(romanize(self.characters).toned)
        return SignText(self.characters, letters, self.extra)


def picture(wish: Wish) -> str:
    """Return the picture of a sign as SVG."""
    parameters = sign_parameters()
    return drawn(wish.text, plate_of(wish.kind, wish.axis, parameters), parameters)


def picture_png(wish: Wish, width_px: int) -> bytes:
    """Return the picture of a sign as PNG, so many pixels wide.

    Raises:
        CannotPrint: The machine has no Chinese font.
    """
    parameters = sign_parameters()
    plate = plate_of(wish.kind, wish.axis, parameters)
    return plate_png(wish.text, plate, parameters, width_px)


def picture_pdf(wish: Wish) -> bytes:
    """Return the picture of a sign as PDF in its real size, or the usual one.

    Raises:
        CannotPrint: The machine lacks the libraries or the font.
    """
    parameters = sign_parameters()
    plate = plate_of(wish.kind, wish.axis, parameters)
    width = wish.width_mm or parameters.number("usual_width_mm")
    height = wish.height_mm or width / parameters.number("plate_ratio")
    return plate_pdf(wish.text, plate, parameters, width, height)


def lettering(toned: str) -> str:
    """Return a spelling as it is set on signs: capitals without tone marks."""
    return plain(toned).upper()
