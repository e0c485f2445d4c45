"""A proposed name (拟用地名), with what was said about it and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypedDict, Unpack

from naming.generics import Split, guess_kind, split
from naming.pinyin import sound_keys
from naming.place_kind import PlaceKind, kind_of
from naming.romanization import Romanization, romanize
from naming.search_key import key_of

# Beyond this the rules look only at the head of a name; its length is a finding itself.
READ_AT_MOST = 60


@dataclass(frozen=True)
class Proposal:
    """A name asked for, exactly as written; nothing is normalised.

    Attributes:
        name: The name as given, of any length, possibly empty or faulty.
        place_type: Word or code for the kind of place, as given.
        stated_kind: What `place_type` means; None if it is empty or unknown.
        stated_specific: The specific part (专名) the applicant gives, or empty.
        stated_generic: The generic part (通名) the applicant gives, or empty.
        romanization: The spelling the applicant gives, or empty.
        length_m: Stated length of a street, metres.
        width_m: Stated width of the roadway, metres.
        measured_length_m: Geodesic length of the geometry handed in, metres.
        area_m2: Usable area of a square, square metres.
        floor_area_m2: Floor area of a complex, square metres.
        green_share: Share of planted ground, 0 to 1.
        storeys: Number of storeys of a building.
        reason: Why this name (命名理由).
        derived_from: The existing name it is taken from; its rare characters may stay.
        former_name: The present name that would be given up (更名).
        ground: On which ground it would be given up, as a word of `RenamingGround`; or empty.
        record: Id of the name's own record in the register, which is no duplicate of itself.
        significant_orientation: Whether an estate, building or facility has 重要地理方位意义;
            None if nobody says.
        applicant: Who applies, e.g. 建设单位; empty if not said.
        course: Where a road runs, in words (走向).
        starts_at: Where a road starts (起点).
        ends_at: Where a road ends (止点).
        span_m: Total span of a bridge, metres.
        commercial: Whether a street lies in a commercial area; None if nobody says.
        consent: Document by which the municipal authority consents to a restricted word.
        measures_on: Day of the protection measures (保护措施) for a listed name given up.
        decided_on: Day of the decision on the application.
        place_code: Twenty-digit code of the national database, or empty.
        division_code: Nine-digit code of the town the place is in, or is; or empty.
        region: Code of the division the place lies in, or its first digits; or empty. Some
            characters are read by region.
    """

    name: str
    place_type: str = ""
    stated_kind: PlaceKind | None = None
    stated_specific: str = ""
    stated_generic: str = ""
    romanization: str = ""
    length_m: float | None = None
    width_m: float | None = None
    measured_length_m: float | None = None
    area_m2: float | None = None
    floor_area_m2: float | None = None
    green_share: float | None = None
    storeys: int | None = None
    reason: str = ""
    derived_from: str = ""
    former_name: str = ""
    ground: str = ""
    record: str = ""
    significant_orientation: bool | None = None
    applicant: str = ""
    course: str = ""
    starts_at: str = ""
    ends_at: str = ""
    span_m: float | None = None
    commercial: bool | None = None
    consent: str = ""
    measures_on: date | None = None
    decided_on: date | None = None
    place_code: str = ""
    division_code: str = ""
    region: str = ""

    @cached_property
    def text(self) -> str:
        """Return the part of the name that rules read: at most `READ_AT_MOST` characters."""
        return self.name[:READ_AT_MOST]

    @cached_property
    def kind(self) -> PlaceKind | None:
        """Return the stated kind, else the one the ending points to, else None."""
        return self.stated_kind or guess_kind(self.text)

    @cached_property
    def parts(self) -> Split:
        """Return the two parts: as stated where they make up the name, else as found."""
        if self.stated_generic and self.stated_specific + self.stated_generic == self.name:
            return Split(self.stated_specific, self.stated_generic)
        return split(self.text, self.kind)

    @property
    def specific(self) -> str:
        """Return the specific part (专名)."""
        return self.parts.specific

    @property
    def generic(self) -> str:
        """Return the generic part (通名), empty if none is known."""
        return self.parts.generic

    @cached_property
    def key(self) -> str:
        """Return the form that duplicates are found by."""
        return key_of(self.text, self.kind)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """Return all toneless readings of the comparison key."""
        return sound_keys(self.key)

    @cached_property
    def computed_romanization(self) -> Romanization:
        """Return the spelling by the rules of 1984."""
        return romanize(self.text, self.kind, code=self.region or self.division_code)


class Details(TypedDict, total=False):
    """What may be said about a proposal beside its name and type; see `Proposal`."""

    stated_specific: str
    stated_generic: str
    romanization: str
    length_m: float | None
    width_m: float | None
    measured_length_m: float | None
    area_m2: float | None
    floor_area_m2: float | None
    green_share: float | None
    storeys: int | None
    reason: str
    derived_from: str
    former_name: str
    ground: str
    record: str
    significant_orientation: bool | None
    applicant: str
    course: str
    starts_at: str
    ends_at: str
    span_m: float | None
    commercial: bool | None
    consent: str
    measures_on: date | None
    decided_on: date | None
    place_code: str
    division_code: str
    region: str


def propose(name: str, place_type: str = "", **details: Unpack[Details]) -> Proposal:
    """Return the proposal of `name` for a place of the kind that `place_type` names.

    An unknown type leaves `stated_kind` None; a rule says so.
    """
    return Proposal(name, place_type, stated_kind=kind_of(place_type), **details)
