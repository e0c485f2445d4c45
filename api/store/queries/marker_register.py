"""The register of markers (界桩登记): which a line has, their sheets, conditions, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from api.store.tables.line_archives import MarkerPicture
from api.store.tables.markers import Marker


@dataclass(frozen=True, slots=True)
class KeptMarker:
    """A marker of a line and what its sheet says on a day; `sheet` is None without a place.

    `revision` is that of the newest version, 0 if it never had one. `condition` is the last
    one found on that day or before.
    """

    id: int
    number: str
    status: str
    revision: int
    sheet: Mapping[str, Any] | None
    condition: str | None
    found_on: date | None


def markers_of(db: Session, line_code: str, on: date) -> list[KeptMarker]:
    """Return the markers of a line, by number."""
    found = db.execute(text(_MARKERS), {"code": line_code, "on": on, "number": None})
    return [KeptMarker(**row) for row in found.mappings()]


def marker_of(db: Session, line_code: str, number: str, on: date) -> KeptMarker | None:
    """Return one marker of a line by its full number, or None."""
    found = db.execute(text(_MARKERS), {"code": line_code, "on": on, "number": number})
    row = found.mappings().first()
    return None if row is None else KeptMarker(**row)


def enter(db: Session, line_id: int, sheet: Mapping[str, Any], *, status: str) -> int:
    """Enter a new marker and return its id."""
    values = {
        "line_id": line_id,
        "number": sheet["number"],
        "standing": sheet["standing"],
        "material": sheet.get("material") or "",
        "status": status,
    }
    return int(db.execute(insert(Marker).values(values).returning(Marker.id)).scalar_one())


def replace_position(
    db: Session, marker_id: int, place: Mapping[str, Any] | None, since: date
) -> None:
    """Let a marker stand at another place from a day on; with None, nowhere.

    What was known before stays recorded until now; the days before `since` keep their place.
    """
    known = {"marker": marker_id, "since": since}
    db.execute(text(_KEEP_POSITION), known)
    if place is not None:
        db.execute(text(_POSITION), {**known, **place})


def replace_references(
    db: Session, marker_id: int, references: Sequence[Mapping[str, Any]], since: date
) -> None:
    """Give a marker other reference objects from a day on."""
    known = {"marker": marker_id, "since": since}
    db.execute(text(_KEEP_REFERENCES), known)
    for one in references:
        if one["grid_azimuth_deg"] is not None and one["distance_m"] is not None:
            db.execute(text(_REFERENCE), {**known, **one})


def conditions_of(db: Session, marker_id: int, on: date) -> list[dict[str, Any]]:
    """Return in what conditions a marker was found until a day, the last first."""
    found = db.execute(text(_CONDITIONS), {"marker": marker_id, "on": on})
    return [dict(row) for row in found.mappings()]


def add_picture(db: Session, id: UUID, marker_id: int, **values: object) -> None:
    """Add a photo or sketch, whose file is kept, to a marker."""
    db.execute(insert(MarkerPicture).values(id=id, marker_id=marker_id, **values))


def pictures_of(db: Session, marker_id: int) -> list[dict[str, Any]]:
    """Return the photos and sketches of a marker, in the order in which they came."""
    found = db.execute(
        select(*_PICTURE)
        .where(MarkerPicture.marker_id == marker_id)
        .order_by(MarkerPicture.added_at, MarkerPicture.id)
    )
    return [dict(row) for row in found.mappings()]


def picture_of(db: Session, id: UUID) -> dict[str, Any] | None:
    """Return a photo or sketch, or None."""
    found = db.execute(select(*_PICTURE).where(MarkerPicture.id == id)).mappings().first()
    return None if found is None else dict(found)


_PICTURE = (
    MarkerPicture.id,
    MarkerPicture.marker_id,
    MarkerPicture.kind,
    MarkerPicture.sha256,
    MarkerPicture.file,
    MarkerPicture.caption,
    MarkerPicture.taken_at,
    MarkerPicture.lon,
    MarkerPicture.lat,
)

_MARKERS = """
SELECT m.id, m.number, m.status,
       coalesce((SELECT max(v.revision) FROM marker_version v WHERE v.marker_id = m.id), 0)
           AS revision,
       diming_marker_sheet(m.id, :on) AS sheet, k.condition, k.found_on
FROM marker m
JOIN boundary_line l ON l.id = m.line_id
LEFT JOIN LATERAL (
    SELECT k.condition, k.found_on FROM marker_condition k
    WHERE k.marker_id = m.id AND k.found_on <= CAST(:on AS date)
    ORDER BY k.found_on DESC, k.id DESC LIMIT 1
) k ON true
WHERE l.code = :code
  AND (CAST(:number AS text) IS NULL OR upper(m.number) = upper(CAST(:number AS text)))
ORDER BY m.number
"""

_CLOSED = """
UPDATE {table} SET recorded = tstzrange(lower(recorded), greatest(now(), lower(recorded)))
WHERE marker_id = :marker AND upper_inf(recorded)
  AND (upper(valid) IS NULL OR upper(valid) > CAST(:since AS date))
RETURNING *
"""

_KEEP_POSITION = f"""
WITH closed AS ({_CLOSED.format(table="marker_position")})
INSERT INTO marker_position (marker_id, method, accuracy_m, datum, height_m, height_datum,
                             measured_by, measured_on, geom, valid, valid_text, delivery_id)
SELECT marker_id, method, accuracy_m, datum, height_m, height_datum, measured_by, measured_on,
       geom, daterange(lower(valid), CAST(:since AS date)), valid_text, delivery_id
FROM closed WHERE lower(valid) < CAST(:since AS date)
"""

_POSITION = """
INSERT INTO marker_position (marker_id, method, accuracy_m, datum, height_m, height_datum,
                             measured_by, measured_on, geom, valid)
VALUES (:marker, :method, :accuracy_m, :datum, :height_m, :height_datum, :measured_by,
        CAST(:measured_on AS date), ST_SetSRID(ST_MakePoint(:lon, :lat), 4490),
        daterange(CAST(:since AS date), NULL))
"""

_KEEP_REFERENCES = f"""
WITH closed AS ({_CLOSED.format(table="marker_reference")})
INSERT INTO marker_reference (marker_id, name, part, grid_azimuth_deg, distance_m, valid,
                              valid_text)
SELECT marker_id, name, part, grid_azimuth_deg, distance_m,
       daterange(lower(valid), CAST(:since AS date)), valid_text
FROM closed WHERE lower(valid) < CAST(:since AS date)
"""

_REFERENCE = """
INSERT INTO marker_reference (marker_id, name, part, grid_azimuth_deg, distance_m, valid)
VALUES (:marker, :name, :part, :grid_azimuth_deg, :distance_m,
        daterange(CAST(:since AS date), NULL))
"""

_CONDITIONS = """
SELECT condition, found_on, found_by, note FROM marker_condition
WHERE marker_id = :marker AND found_on <= CAST(:on AS date)
ORDER BY found_on DESC, id DESC
"""
