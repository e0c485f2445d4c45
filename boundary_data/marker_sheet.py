"""The sheet of a marker (界桩登记表) as data: what the register keeps of it, version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely.geometry import Point

from boundary_data.inspection import Method
from boundary_data.line import KnownLine
from boundary_data.marker import KnownMarker, Standing, normal
from boundary_data.worded import Worded

DATUM = "CGCS2000"


class Faces(Worded):
    """How many faces of a marker bear an inscription (面数)."""

    SINGLE = "single", "单面"
    DOUBLE = "double", "双面"
    TRIPLE = "triple", "三面"


class HeightDatum(Worded):
    """The datum of a height (高程基准)."""

    CHINA_1985 = "1985", "1985国家高程基准", "85高程", "1985"
    HUANGHAI_1956 = "1956", "1956年黄海高程系", "56黄海高程", "1956"
    ELLIPSOID = "ellipsoid", "大地高", "椭球高"


class SheetState(Worded):
    """Whether a marker is in use or scrapped (报废) with consent."""

    IN_USE = "in_use", "在用"
    SCRAPPED = "scrapped", "报废"


class ChangeKind(Worded):
    """Why there is a version of a sheet."""

    REGISTER = "register", "登记"
    CHANGE = "change", "变更"
    CORRECT = "correct", "更正"
    MOVE = "move", "迁移"
    SCRAP = "scrap", "报废"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPosition:
    """Where a marker stands: degrees (EPSG:4490), how measured, how sure (metres)."""

    lon: float
    lat: float
    method: Method | None = None
    accuracy_m: float | None = None
    measured_on: date | None = None
    measured_by: str = ""

    @property
    def point(self) -> Point:
        """Return it as a point."""
        return Point(self.lon, self.lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReference:
    """A reference object (方位物): what and which part of it, grid azimuth, distance.

    `lon` and `lat` are its own position in degrees (EPSG:4490), where it was measured; from
    them azimuth and distance are recomputed. `accuracy_m` is how sure that position is.
    """

    name: str
    part: str = ""
    grid_azimuth_deg: float | None = None
    distance_m: float | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None

    @property
    def point(self) -> Point | None:
        """Return its own position, if it was measured."""
        return None if self.lon is None or self.lat is None else Point(self.lon, self.lat)

    @property
    def full_name(self) -> str:
        """Return what and which part of it."""
        return f"{self.name}（{self.part}）" if self.part else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Caretaker:
    """Who looks after a marker for one side (管护单位、管护员), and on what basis."""

    division_code: str
    organ: str = ""
    person: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a marker stands as one side names it (所在地), to the village."""

    division_code: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerSheet:
    """Everything the register form of a marker says.

    Attributes:
        number: Full number with its type letter where it has one.
        standing: Single, double, triple or tripoint.
        position: Where it stands.
        faces: Faces with an inscription, if known.
        material: What it is made of, e.g. 石、混凝土.
        caretaker: Code of the side that looks after it.
        caretakers: Who does so for each side, with the basis document.
        places: Where it stands as each side names it.
        height_m: Height in metres, with `height_datum`.
        references: Reference objects.
        inscriptions: What is written on it, face by face.
        buried_on: Day on which it was put up.
        state: In use or scrapped.
        note: Anything else.
    """

    number: str
    standing: Standing
    position: SheetPosition
    faces: Faces | None = None
    material: str = ""
    caretaker: str = ""
    caretakers: tuple[Caretaker, ...] = ()
    places: tuple[Place, ...] = ()
    height_m: float | None = None
    height_datum: HeightDatum | None = None
    references: tuple[SheetReference, ...] = ()
    inscriptions: tuple[str, ...] = ()
    buried_on: date | None = None
    state: SheetState = SheetState.IN_USE
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """On what a version of a sheet rests.

    Attributes:
        kind: Why it is made.
        valid_from: Day from which it holds.
        document: The document behind it (文号 or title).
        reason: Why, in words.
        agreement: Agreement of the neighbours, for a move (条例第六条).
        joint_survey: The joint survey, for a move.
        filing_no: Number under which it was filed with the organ that approved the line.
    """

    kind: ChangeKind
    valid_from: date
    document: str
    reason: str = ""
    agreement: str = ""
    joint_survey: str = ""
    filing_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacts:
    """What a rule about a sheet may ask.

    Attributes:
        line: The line of the register, with its markers.
        before: The sheet that this one replaces; None at first.
        change: On what the sheet rests; None when an existing one is audited.
    """

    line: KnownLine
    before: MarkerSheet | None = None
    change: Change | None = None

    def others(self, number: str) -> tuple[KnownMarker, ...]:
        """Return the other markers of the line."""
        own = normal(number)
        return tuple(one for one in self.line.markers if normal(one.number) != own)
