"""Culture markers (边界文化标志) and good-neighbour covenant steles (睦邻友好公约碑) at a line.

They are no boundary markers (界桩): they fix no line. Each kind has fields of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely.geometry import Point

from boundary_data.worded import Worded


class MonumentKind(Worded):
    """What kind of monument stands at a line."""

    CULTURE_MARKER = "culture_marker", "边界文化标志", "文化界碑", "文化界标"
    COVENANT_STELE = "covenant_stele", "睦邻友好公约碑", "公约碑"


class MonumentState(Worded):
    """Whether it stands."""

    STANDING = "standing", "完好"
    DAMAGED = "damaged", "损坏"
    REMOVED = "removed", "已拆除"


class Form(Worded):
    """The form of a culture marker."""

    STELE = "stele", "石碑"
    SCULPTURE = "sculpture", "雕塑"
    GATE = "gate", "牌坊"
    PAVILION = "pavilion", "亭"
    WALL = "wall", "文化墙"
    BOARD = "board", "展板"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Monument:
    name: str
    lon: float
    lat: float
    accuracy_m: float | None = None
    address: str = ""
    material: str = ""
    size: str = ""
    inscription: str = ""
    erected_on: date | None = None
    erected_by: tuple[str, ...] = ()
    caretaker: str = ""
    near_marker: str = ""
    state: MonumentState = MonumentState.STANDING
    note: str = ""

    @property
    def point(self) -> Point:
        """Return its place in degrees (EPSG:4490)."""
        return Point(self.lon, self.lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class CultureMarker(_Monument):
    """A culture marker: what it is about, in what form, which story it tells."""

    form: Form = Form.STELE
    theme: str = ""
    story: str = ""
    designer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CovenantStele(_Monument):
    """A covenant stele: the covenant, who agreed it and when, before whom, until when.

    Attributes:
        signatories: Codes or names of those that agreed it, two or more.
        covenant: The text of the covenant.
        signed_on: The day on which it was agreed.
        witness: Who witnessed it.
        valid_until: Day until which it was agreed; None if without an end.
    """

    signatories: tuple[str, ...]
    covenant: str
    signed_on: date | None = None
    witness: str = ""
    valid_until: date | None = None


Monument = CultureMarker | CovenantStele
