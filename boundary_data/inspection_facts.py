"""What a rule about inspections may ask: the line, the day, the limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from shapely.geometry import Point

from boundary_data.inspection import EmbeddedLine, EmbeddedMarker
from boundary_data.line import KnownLine, LineStatus
from boundary_data.marker import Condition, KnownMarker, KnownReference
from rulebook.parameters import Parameters, load

LIMITS_FILE = Path(__file__).parent / "parameters" / "cn.toml"


class InspectionFacts(Protocol):
    """The only questions a rule about inspections may ask."""

    @property
    def line(self) -> KnownLine | None:
        """Return the line the record is about, or None if nothing is known of it."""
        ...

    @property
    def on(self) -> date:
        """Return the day of the check; no date in a record may be later."""
        ...

    @property
    def limits(self) -> Parameters:
        """Return tolerances, intervals and word lists."""
        ...

    @property
    def pictures(self) -> Mapping[str, Picture]:
        """Return what the received pictures themselves tell, by file name."""
        ...

    @property
    def registered(self) -> KnownLine | None:
        """Return the line as the register has it, or None if no register was asked."""
        ...

    @property
    def open_measures(self) -> tuple[OpenMeasure, ...]:
        """Return measures that earlier filed records promised and nobody reported as done."""
        ...


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What a picture itself tells (EXIF): when and where it was taken, where it tells it.

    `lon` and `lat` are degrees as the device wrote them, which is WGS 84 as a rule.
    """

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, kw_only=True)
class OpenMeasure:
    """A measure (处理措施) about a marker that was promised until a day and is still open."""

    number: str
    condition: Condition
    action: str
    due: date | None
    found_on: date


@dataclass(frozen=True, kw_only=True)
class KnownFacts:
    """InspectionFacts held in memory."""

    line: KnownLine | None
    on: date
    limits: Parameters
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    open_measures: tuple[OpenMeasure, ...] = ()
    registered: KnownLine | None = None


@cache
def limits() -> Parameters:
    """Return the national limits as shipped."""
    return load([LIMITS_FILE])


def line_of(embedded: EmbeddedLine) -> KnownLine:
    """Return the line embedded in a record in the form the register gives."""
    sides = (embedded.left_division, embedded.right_division)
    return KnownLine(
        code=embedded.code,
        name=embedded.name or "",
        level=embedded.level,
        sides=tuple(side.code for side in sides),
        side_names=tuple(side.name or "" for side in sides),
        status=embedded.status or LineStatus.LEGAL,
        geometry=embedded.geometry,
        accuracy_m=embedded.accuracy_m,
        markers=tuple(_marker(marker) for marker in embedded.markers),
        last_inspected_on=embedded.last_inspected_on,
        last_round=embedded.last_round,
    )


def _marker(marker: EmbeddedMarker) -> KnownMarker:
    return KnownMarker(
        number=marker.number,
        point=Point(marker.lon, marker.lat),
        standing=marker.standing,
        sides=marker.sides,
        caretaker=marker.caretaker_side,
        accuracy_m=marker.accuracy_m,
        condition=marker.last_condition,
        references=tuple(
            KnownReference(
                name=r.name, grid_azimuth_deg=r.grid_azimuth_deg, distance_m=r.distance_m
            )
            for r in marker.reference_objects
        ),
    )
