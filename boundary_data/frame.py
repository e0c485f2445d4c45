"""The canonical form of features read from a file, whatever the file was.

Geometries are CGCS2000 (EPSG:4490), longitude first; columns keep the names of the file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas
from shapely.geometry.base import BaseGeometry

from gis.suspicion import Suspicion


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row or feature that could not be read; the others were.

    Attributes:
        row: Number in the file, from 1 (a table's heading is row 1).
        field: Column or member it is about; empty for the whole row.
        message: What is wrong, in Chinese.
        cells: Its attributes, as far as they could be read.
    """

    row: int
    field: str
    message: str
    cells: Mapping[str, object] = dataclasses.field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a file in file order.

    Attributes:
        geometries: EPSG:4490, or None. Untransformed if `doubted` says so.
        rows: Attributes of each feature, by the file's column names.
        numbers: Number of each feature in the file, from 1.
        columns: The file's column names in order.
        remark: How the coordinates came to EPSG:4490, in Chinese; empty if they were.
        problems: Features that could not be read.
        suspicions: Doubts about the coordinates.
    """

    geometries: Sequence[BaseGeometry | None]
    rows: Sequence[Mapping[str, object]]
    numbers: Sequence[int]
    columns: Sequence[str]
    remark: str = ""
    problems: Sequence[RowProblem] = field(default_factory=tuple)
    suspicions: Sequence[Suspicion] = field(default_factory=tuple)

    def doubted(self) -> set[int]:
        """Return the numbers (from 1) of features that a suspicion lists as an example."""
        found: set[int] = set()
        for suspicion in self.suspicions:
            rows = suspicion.evidence.get("rows", ())
            found |= set(rows) if isinstance(rows, list) else set()
        return found

    def frame(self) -> Any:
        """Return a GeoDataFrame in EPSG:4490 with the file's columns."""
        return geopandas.GeoDataFrame(
            list(self.rows), geometry=list(self.geometries), crs="EPSG:4490"
        )
