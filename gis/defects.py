"""A defect of a set of polygons: what, who, where, how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.measure import lengths_m, straight_areas_m2


class Kind(StrEnum):
    """What can be wrong with polygons that should cover a territory once.

    The first group is about one polygon, the second about the coverage (覆盖) or two
    deliveries of it, the third about two levels, the fourth about lines and markers, the
    last about what a unit is called.
    """

    EMPTY = "empty"
    NOT_FINITE = "not_finite"
    NOT_POLYGON = "not_polygon"
    SELF_INTERSECTION = "self_intersection"
    INVALID_RING = "invalid_ring"
    DUPLICATE_VERTEX = "duplicate_vertex"
    SPIKE = "spike"
    SHORT_SEGMENT = "short_segment"
    SLIVER = "sliver"
    MULTIPART = "multipart"

    OVERLAP = "overlap"
    GAP = "gap"
    HOLE = "hole"
    UNMATCHED_EDGE = "unmatched_edge"
    UNMATCHED_VERTEX = "unmatched_vertex"
    EDGE_MISMATCH = "edge_mismatch"

    UNFILLED = "parent_unfilled"
    STICKS_OUT = "outside_parent"
    ORPHAN = "no_parent"
    CHILDLESS = "no_children"

    NOT_LINE = "not_line"
    CROSSING = "line_crossing"
    DOUBLED_LINE = "line_overlap"
    DANGLE = "dangle"
    ONE_SIDED = "one_sided_line"
    WRONG_SIDES = "sides_mismatch"
    OFF_LINE = "marker_off_line"

    CODE_NAME = "code_name_mismatch"


class Severity(StrEnum):
    """How bad: an error breaks the coverage, a warning has to be decided, a note informs."""

    ERROR = "error"
    WARN = "warn"
    NOTE = "note"


SEVERITY = {
    Kind.DUPLICATE_VERTEX: Severity.NOTE,
    Kind.SPIKE: Severity.NOTE,
    Kind.SHORT_SEGMENT: Severity.NOTE,
    Kind.UNMATCHED_VERTEX: Severity.WARN,
    Kind.CODE_NAME: Severity.WARN,
    Kind.OFF_LINE: Severity.WARN,
    Kind.SLIVER: Severity.WARN,
    Kind.HOLE: Severity.WARN,
    Kind.MULTIPART: Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect.

    Attributes:
        kind: What it is.
        units: Positions of the polygons concerned, the most concerned first.
        geometry: The gap, the overlap, the stretch of edge, the vertex (EPSG:4490); or None.
        area_m2: Geodesic area of it, 0 for lines and points.
        length_m: Geodesic length of a stretch, perimeter of an area.
        location: Longitude and latitude of a point on it, or None if there is none.
        open: True for a gap that is open to the outside of the coverage.
        detail: What the geometry engine said, in its words; or how many, or how far.
        rounding: True for edges that differ from their neighbours' by rounding only.
    """

    kind: Kind
    units: tuple[int, ...]
    geometry: BaseGeometry | None
    area_m2: float
    length_m: float
    location: tuple[float, float] | None
    open: bool = False
    detail: str = ""
    rounding: bool = False

    @property
    def severity(self) -> Severity:
        """Return how bad a defect of this kind is."""
        if self.rounding:
            return Severity.NOTE
        return SEVERITY.get(self.kind, Severity.ERROR)

    @property
    def width_m(self) -> float:
        """Return the mean width of an area seen as a strip: twice the area by its perimeter."""
        return 2 * self.area_m2 / self.length_m if self.length_m else 0.0


def defect_at(
    kind: Kind,
    units: tuple[int, ...],
    geometry: BaseGeometry | None,
    *,
    is_open: bool = False,
    detail: str = "",
) -> Defect:
    """Return a defect with its figures measured from `geometry` (EPSG:4490)."""
    (found,) = defects_at(kind, [units], [geometry], details=[detail])
    return replace(found, open=True) if is_open else found


def defects_at(
    kind: Kind,
    units: Sequence[tuple[int, ...]],
    geometries: Sequence[BaseGeometry | None] | NDArray[np.object_],
    *,
    details: Sequence[str] = (),
) -> list[Defect]:
    """Return a defect for each geometry (EPSG:4490), measured all together."""
    shapes = np.asarray(geometries, dtype=object)
    points = shapely.point_on_surface(shapes)
    areas, lengths = straight_areas_m2(shapes), lengths_m(shapes)
    places: list[tuple[float, float] | None] = [None] * len(shapes)
    for i in np.flatnonzero(~(shapely.is_empty(points) | shapely.is_missing(points))):
        places[i] = (float(points[i].x), float(points[i].y))
    return [
        Defect(
            kind=kind,
            units=units[i],
            geometry=shape,
            area_m2=area,
            length_m=length,
            location=places[i],
            detail=details[i] if details else "",
        )
        for i, (shape, area, length) in enumerate(
            zip(shapes, areas.tolist(), lengths.tolist(), strict=True)
        )
    ]
