"""Features as a file has them, before their coordinates are brought to EPSG:4490."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from boundary_data.frame import RowProblem


@dataclass(frozen=True, slots=True)
class RawFeatures:
    """Features with coordinates as they stand in the file and the system it names.

    `system` is empty when the file names none.
    """

    geometries: Sequence[BaseGeometry | None]
    rows: Sequence[Mapping[str, object]]
    numbers: Sequence[int]
    columns: Sequence[str]
    system: str
    problems: Sequence[RowProblem] = field(default_factory=tuple)
