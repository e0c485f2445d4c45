"""Entering markers (界桩) and noting inspections on line versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.store.loading.coverages import hex_ewkb, next_ids
from api.store.loading.facts import Stamp
from api.store.loading.publications import period
from api.store.loading.staging import copy_rows

DATUM = "CGCS2000"


class SyntheticLine:
    """A synthetic county line with the course of its latest version."""

    __slots__ = ("begins", "ends", "geom", "line_id", "version_id")

    def __init__(self, row: Any) -> None:
        """Take over a row of the query."""
        self.line_id: int = row.line_id
        self.version_id: int = row.version_id
        self.begins: date = row.begins
        self.ends: date | None = row.ends
        self.geom = shapely.from_wkb(row.wkb)


def synthetic_county_lines(db: Session, coverage: int) -> list[SyntheticLine]:
    """Return the county lines of a synthetic coverage, each by its latest version, by code."""
    return [SyntheticLine(row) for row in db.execute(text(_LINES), {"coverage": coverage})]


def enter_markers(db: Session, rows: Sequence[tuple[Any, ...]], stamp: Stamp) -> None:
    """Enter synthetic markers with one position each.

    Rows: line, number, standing, first day, day after the last or None, day, point.
    """
    ids = next_ids(db, "marker", len(rows))
    numbered = list(zip(ids, rows, strict=True))
    copy_rows(
        db,
        "marker",
        ("id", "line_id", "number", "standing", "status", "delivery_id"),
        ((i, row[0], row[1], row[2], "synthetic", stamp.delivery_id) for i, row in numbered),
    )
    copy_rows(
        db,
        "marker_position",
        ("marker_id", "method", "datum", "measured_on", "geom", "valid", "recorded", "delivery_id"),
        (
            (
                i,
                "synthetic",
                DATUM,
                row[5],
                hex_ewkb(row[6]),
                period(row[3], row[4]),
                f'["{stamp.moment}",)',
                stamp.delivery_id,
            )
            for i, row in numbered
        ),
    )


def note_inspections(db: Session, days: Sequence[tuple[int, date]]) -> None:
    """Note the day of the last inspection on line versions."""
    rows = [{"version": version, "day": day} for version, day in days]
    if rows:
        db.execute(
            text("UPDATE boundary_line_version SET last_inspected_on = :day WHERE id = :version"),
            rows,
        )


_LINES = """
SELECT DISTINCT ON (l.code) l.id AS line_id, v.id AS version_id, lower(v.valid) AS begins,
       upper(v.valid) AS ends, ST_AsBinary(shape.geom) AS wkb
FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line_id
JOIN LATERAL (
    SELECT ST_LineMerge(ST_Collect(
               CASE WHEN la.forward THEN arc.geom ELSE ST_Reverse(arc.geom) END
               ORDER BY la.seq)) AS geom
    FROM boundary_line_arc la JOIN arc ON arc.id = la.arc_id WHERE la.version_id = v.id) shape
    ON true
WHERE v.coverage_id = :coverage AND v.status = 'synthetic' AND l.level = 3
  AND upper_inf(v.recorded)
ORDER BY l.code, lower(v.valid) DESC
"""
