"""Layers as others take them away: areas, lines, markers, names on a day, in EPSG:4490."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

Rows = list[dict[str, Any]]


def layer_on(
    db: Session, kind: str, on: date, *, level: int, county: int | None, most: int | None
) -> Rows:
    """Return at most `most` features (None: all) of a layer on a day, each with its `geometry`.

    Args:
        db: A session that reads.
        kind: `areas`, `lines`, `markers` or `names`.
        on: The day.
        level: Level of areas and lines, and of the lines that markers stand on.
        county: Id of the county that they are of or in; of lines, beside; None for all.
        most: So many are returned; None for all.
    """
    values = {"on": on, "level": level, "county": county, "most": most}
    rows = db.execute(text(_STATEMENTS[kind]), values).mappings()
    return [{**row, "geometry": shapely.from_wkb(bytes(row["geometry"]))} for row in rows]


_AREAS = """
SELECT diming_code_of(a.division_id, :on) AS code, n.name, t.type, up.name AS above,
       a.status, diming_status_label(a.status) AS label, a.title, a.document,
       ST_AsBinary(a.geom) AS geometry
FROM (
    SELECT DISTINCT ON (a.division_id) a.division_id, a.geom, v.status, v.title, v.document
    FROM division_area a JOIN coverage v ON v.id = a.coverage_id
    WHERE a.level = :level AND diming_holds(a.valid, a.recorded, :on, NULL)
    ORDER BY a.division_id, diming_status_rank(v.status), v.id DESC
) a
JOIN division_name n ON n.division_id = a.division_id
     AND diming_holds(n.valid, n.recorded, :on, NULL)
LEFT JOIN division_type t ON t.division_id = a.division_id
     AND diming_holds(t.valid, t.recorded, :on, NULL)
LEFT JOIN division_parent p ON p.division_id = a.division_id
     AND diming_holds(p.valid, p.recorded, :on, NULL)
LEFT JOIN division_name up ON up.division_id = p.parent_id
     AND diming_holds(up.valid, up.recorded, :on, NULL)
WHERE CAST(:county AS integer) IS NULL OR :county IN (a.division_id, p.parent_id)
ORDER BY a.division_id LIMIT :most
"""

_OF_THE_LEVEL = """
SELECT DISTINCT ON (l.line_id) l.*, c.title
FROM diming_lines_on(:on) l JOIN coverage c ON c.id = l.coverage_id
WHERE l.level = :level AND (CAST(:county AS integer) IS NULL
      OR :county IN (diming_ancestor(l.left_division_id, CAST(3 AS smallint), :on),
                     diming_ancestor(l.right_division_id, CAST(3 AS smallint), :on)))
ORDER BY l.line_id, diming_status_rank(l.status), l.coverage_id DESC
"""

_LINES = f"""
WITH chosen AS ({_OF_THE_LEVEL})
SELECT l.code, l.name, diming_code_of(l.left_division_id, :on) AS left_code,
       diming_division_name(l.left_division_id, :on) AS left_name,
       diming_code_of(l.right_division_id, :on) AS right_code,
       diming_division_name(l.right_division_id, :on) AS right_name,
       l.status, diming_status_label(l.status) AS label, l.approved, l.accuracy_m,
       round(l.length_m::numeric, 1)::float8 AS length_m, l.document,
       l.last_inspected_on AS inspected, l.title,
       ST_AsBinary(diming_line_shape(l.version_id)) AS geometry
FROM chosen l ORDER BY l.code LIMIT :most
"""

_MARKERS = f"""
WITH chosen AS ({_OF_THE_LEVEL})
SELECT l.code AS line_code, l.name AS line_name, m.number, m.standing, m.material,
       m.status, diming_status_label(m.status) AS label, p.method, p.accuracy_m,
       p.datum, p.height_m, p.height_datum AS height_in, p.measured_on AS measured,
       ST_AsBinary(p.geom) AS geometry
FROM chosen l JOIN marker m ON m.line_id = l.line_id
JOIN marker_position p ON p.marker_id = m.id AND diming_holds(p.valid, p.recorded, :on, NULL)
ORDER BY l.code, m.number LIMIT :most
"""

_NAMES = """
SELECT n.name, n.romanization AS roman, o.kind, o.type_words AS type, n.status,
       diming_code_of(o.county_id, :on) AS county, o.location_status AS placed,
       o.external_key AS key, ST_AsBinary(ST_PointOnSurface(o.geom)) AS geometry
FROM place_name n JOIN place o ON o.id = n.place_id
WHERE o.geom IS NOT NULL AND n.kind = 'standard' AND n.published
  AND diming_holds(n.valid, n.recorded, :on, NULL)
  AND diming_holds(o.valid, o.recorded, :on, NULL)
  AND (CAST(:county AS integer) IS NULL OR o.county_id = :county)
ORDER BY n.id LIMIT :most
"""

_STATEMENTS = {"areas": _AREAS, "lines": _LINES, "markers": _MARKERS, "names": _NAMES}
