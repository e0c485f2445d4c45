"""Features as a file has them, before their coordinates are brought to EPSG:4490."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from boundary_data.frame import RowProblem


@dataclass(frozen=True, slots=True)
class RawFeatures:
    """Features with coordinates as they stand in the file and the system it names.

    Attributes:
        geometries: As read: easting or longitude first.
        rows: Attributes by the file's column names.
        numbers: Number of each feature in the file, from 1 (a table's heading is row 1).
        columns: Column names in order.
        system: The system that the file names; empty when it names none.
        problems: Features that could not be read.
        remark: How the file was read, in Chinese.
    """

    geometries: Sequence[BaseGeometry | None]
    rows: Sequence[Mapping[str, object]]
    numbers: Sequence[int]
    columns: Sequence[str]
    system: str
    problems: Sequence[RowProblem] = field(default_factory=tuple)
    remark: str = ""
