"""Merging named points and variants of known names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Double, Integer, Table, Text, text
from sqlalchemy.orm import Session

from api.store.loading.facts import TEMPORARY, Stamp
from api.store.loading.moves import before_moving, remember_moves
from api.store.loading.names import STAGED_NAME
from api.store.loading.staging import analyse, copy_rows, create

STAGED_POINT = Table(
    "staged_point",
    TEMPORARY,
    Column("row_no", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("type_words", Text, nullable=False),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("county_code", Text, nullable=False),
    Column("names", ARRAY(Text), nullable=False),
    Column("place_id", BigInteger),
    Column("is_new", Boolean),
    Column("is_changed", Boolean),
    Column("town_id", Integer),
    Column("county_then", Integer),
    Column("said_county", Integer),
    Column("division_id", Integer),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
STAGED_VARIANT = Table(
    "staged_variant",
    TEMPORARY,
    Column("row_no", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("variant", Text, nullable=False),
    Column("current", Text, nullable=False),
    Column("place_id", BigInteger),
    Column("problem", Text),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)


@dataclass(frozen=True, slots=True)
class PointName:
    """A named point: degrees (EPSG:4490), the county code that the file says, its names."""

    row: int
    key: str
    kind: str
    type_words: str
    lon: float
    lat: float
    county_code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantName:
    """Another writing of the name of the division with a code."""

    row: int
    code: str
    variant: str
    current: str


@dataclass(frozen=True, slots=True)
class PointCounts:
    """What became of points: rows by outcome, names opened, points inside a township."""

    added: int
    changed: int
    unchanged: int
    names: int
    located: int = 0


def stage_points(db: Session, points: Iterable[PointName]) -> int:
    """Copy points into staging and return their number."""
    create(db, STAGED_POINT)
    columns = ("row_no", "key", "kind", "type_words", "lon", "lat", "county_code", "names")
    rows = (
        (p.row, p.key, p.kind, p.type_words, p.lon, p.lat, p.county_code, list(p.names))
        for p in points
    )
    count = copy_rows(db, STAGED_POINT.name, columns, rows)
    analyse(db, STAGED_POINT.name)
    return count


def locate_points(db: Session, today: date) -> None:
    """Find the township of each point by the best area of today, and what the file says."""
    db.execute(text(_TOWNS), {"today": today})
    db.execute(text(_SAID))
    db.execute(text(_DECIDE))


def enter_points(db: Session, known_on: date, stamp: Stamp) -> PointCounts:
    """Enter new places, move changed ones, and stage the names that are not yet known.

    Places and names are valid from the day of the list on.
    """
    values = {"moment": stamp.moment, "delivery": stamp.delivery_id}
    days = {"day": known_on, "day_text": f"[..{known_on.isoformat()}]"}
    db.execute(text(_KNOWN))
    db.execute(text(_NEW_PLACES), values | days)
    before_moving(db, _MOVING)
    db.execute(text(_MOVE_PLACES))
    remember_moves(db, stamp.delivery_id)
    db.execute(text(_CLOSE_OLD_NAMES), values)
    names = db.execute(text(_STAGE_NAMES), values | days).scalar_one()
    analyse(db, STAGED_NAME.name)
    row = db.execute(text(_POINT_COUNTS)).one()
    return PointCounts(row.added, row.changed, row.unchanged, int(names), row.located)


def disputed_points(db: Session, most: int) -> list[Any]:
    """Return (row_no, name, found, said) where location and stated county disagree."""
    return list(db.execute(text(_DISPUTED), {"most": most}))


def points_outside(db: Session, most: int) -> list[Any]:
    """Return (row_no, name) of points in no known township."""
    return list(db.execute(text(_OUTSIDE), {"most": most}))


def stage_variants(db: Session, variants: Iterable[VariantName]) -> int:
    """Copy variants into staging and return their number."""
    create(db, STAGED_VARIANT)
    rows = ((v.row, v.code, v.variant, v.current) for v in variants)
    return copy_rows(db, STAGED_VARIANT.name, ("row_no", "code", "variant", "current"), rows)


def enter_variants(db: Session, scheme: str, day: date, since: date) -> PointCounts:
    """Stage the variants of divisions found by code that are not yet among their names."""
    values = {"scheme": scheme, "day": day}
    db.execute(text(_FIND_VARIANTS), values)
    db.execute(text(_UNKNOWN_VARIANTS), {"scheme": scheme})
    db.execute(text(_OTHER_CURRENT), {"day": day})
    staged = db.execute(
        text(_STAGE_VARIANTS), {"since": since, "since_text": str(since.year)}
    ).scalar_one()
    total = db.execute(
        text("SELECT count(*) FROM staged_variant WHERE problem IS NULL")
    ).scalar_one()
    return PointCounts(int(staged), 0, int(total) - int(staged), int(staged))


def refused_variants(db: Session, most: int) -> list[Any]:
    """Return (row_no, code, variant, problem) of variants left out."""
    return list(db.execute(text(_REFUSED_VARIANTS), {"most": most}))


_TOWNS = """
UPDATE staged_point s SET town_id = t.division_id
FROM (SELECT DISTINCT ON (p.row_no) p.row_no, a.division_id
      FROM staged_point p
      JOIN diming_areas_on(:today) a
        ON a.level = 4 AND ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4490))
      ORDER BY p.row_no, array_position(ARRAY['official', 'public', 'synthetic'], a.status),
               a.division_id) t
WHERE t.row_no = s.row_no
"""

# A stated code may be of a county that has ended since: it is compared with the county that
# held the township at any time, and never found by digits in another scheme's towns.
_SAID = """
UPDATE staged_point s SET said_county = c.division_id
FROM division_code c JOIN division d ON d.id = c.division_id AND d.level = 3
WHERE c.code = s.county_code AND upper_inf(c.recorded)
"""

_DECIDE = """
UPDATE staged_point s
SET county_then = CASE WHEN s.said_county IS NULL OR EXISTS (
        SELECT 1 FROM division_parent p WHERE p.division_id = s.town_id
        AND p.parent_id = s.said_county AND upper_inf(p.recorded)) THEN s.said_county END,
    division_id = CASE WHEN s.town_id IS NULL THEN s.said_county
        WHEN s.said_county IS NULL OR EXISTS (
            SELECT 1 FROM division_parent p WHERE p.division_id = s.town_id
            AND p.parent_id = s.said_county AND upper_inf(p.recorded)) THEN s.town_id
        ELSE s.said_county END
"""

_KNOWN = """
UPDATE staged_point s
SET place_id = p.id,
    is_changed = (p.kind, p.type_words, p.division_id) IS DISTINCT FROM
                 (s.kind, s.type_words, s.division_id)
                 OR NOT ST_Equals(p.geom, ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4490))
FROM place p WHERE p.external_key = s.key
"""

_NEW_PLACES = """
WITH numbered AS (
    UPDATE staged_point
    SET place_id = nextval(pg_get_serial_sequence('place', 'id')), is_new = true
    WHERE place_id IS NULL RETURNING *)
INSERT INTO place (id, external_key, kind, type_words, division_id, county_id, province_id,
                   location_status, geom, valid, valid_text, recorded, delivery_id)
SELECT n.place_id, n.key, n.kind, n.type_words, n.division_id, c.county_id, c.province_id,
       'public', ST_SetSRID(ST_MakePoint(n.lon, n.lat), 4490), daterange(:day, NULL),
       :day_text, tstzrange(:moment, NULL), :delivery
FROM numbered n LEFT JOIN division_chain c ON c.id = n.division_id
"""

_MOVE_PLACES = """
UPDATE place p
SET kind = s.kind, type_words = s.type_words, division_id = s.division_id,
    county_id = c.county_id, province_id = c.province_id,
    geom = ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4490)
FROM staged_point s LEFT JOIN division_chain c ON c.id = s.division_id
WHERE s.place_id = p.id AND s.is_changed AND NOT diming_is_decided(p.id)
"""

_MOVING = """
SELECT place_id FROM staged_point
WHERE is_new IS NULL AND is_changed AND NOT diming_is_decided(place_id)
"""

_WANTED_NAMES = """
WITH wanted AS (
    SELECT s.row_no, s.place_id, s.kind AS place_kind, n.name,
           CASE n.no WHEN 1 THEN 'standard' ELSE 'alias' END AS kind
    FROM staged_point s CROSS JOIN LATERAL unnest(s.names) WITH ORDINALITY AS n(name, no))
"""

_CLOSE_OLD_NAMES = (
    _WANTED_NAMES
    + """,
closed AS (
    UPDATE place_name o SET recorded = tstzrange(lower(o.recorded), :moment)
    WHERE upper_inf(o.recorded) AND o.place_id IN (SELECT place_id FROM staged_point)
      AND o.kind IN ('standard', 'alias') AND CAST(:delivery AS integer) IS NOT NULL
      AND NOT diming_is_decided(o.place_id)
      AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.place_id = o.place_id AND w.name = o.name
                      AND w.kind = o.kind)
    RETURNING o.id, o.place_id),
unkeyed AS (DELETE FROM name_key k USING closed c WHERE k.place_name_id = c.id)
UPDATE staged_point s SET is_changed = true FROM closed c WHERE c.place_id = s.place_id
"""
)

_STAGE_NAMES = (
    _WANTED_NAMES
    + """,
staged AS (
    INSERT INTO staged_name (id, place_id, name, place_kind, kind, status, valid, valid_text,
                             delivery_id)
    SELECT nextval(pg_get_serial_sequence('place_name', 'id')), w.place_id, w.name, w.place_kind,
           w.kind, 'listed', daterange(:day, NULL), :day_text, :delivery
    FROM wanted w
    WHERE CAST(:moment AS timestamptz) IS NOT NULL AND NOT diming_is_decided(w.place_id)
      AND NOT EXISTS (
        SELECT 1 FROM place_name o WHERE o.place_id = w.place_id AND o.name = w.name
          AND o.kind = w.kind AND upper_inf(o.recorded))
    RETURNING place_id),
changed AS (
    UPDATE staged_point s SET is_changed = true
    WHERE s.place_id IN (SELECT place_id FROM staged))
SELECT count(*) FROM staged
"""
)

_POINT_COUNTS = """
SELECT count(*) FILTER (WHERE is_new) AS added,
       count(*) FILTER (WHERE is_new IS NULL AND is_changed) AS changed,
       count(*) FILTER (WHERE is_new IS NULL AND is_changed IS NOT TRUE) AS unchanged,
       count(town_id) AS located
FROM staged_point
"""

_DISPUTED = """
SELECT s.row_no, s.names[1] AS name, coalesce(cn.name, '') || tn.name AS found, sn.name AS said
FROM staged_point s
JOIN LATERAL (SELECT name FROM division_name n WHERE n.division_id = s.town_id
     AND upper_inf(n.recorded) ORDER BY lower(n.valid) DESC LIMIT 1) tn ON true
JOIN LATERAL (SELECT name FROM division_name n WHERE n.division_id = s.said_county
     AND upper_inf(n.recorded) ORDER BY lower(n.valid) DESC LIMIT 1) sn ON true
LEFT JOIN division_chain h ON h.id = s.town_id
LEFT JOIN LATERAL (SELECT name FROM division_name n WHERE n.division_id = h.county_id
     AND upper_inf(n.recorded) ORDER BY lower(n.valid) DESC LIMIT 1) cn ON true
WHERE s.division_id <> s.town_id ORDER BY s.row_no LIMIT :most
"""

_OUTSIDE = """
SELECT row_no, names[1] AS name FROM staged_point WHERE town_id IS NULL
ORDER BY row_no LIMIT :most
"""

_FIND_VARIANTS = """
UPDATE staged_variant s SET place_id = p.id
FROM division_code c JOIN place p ON p.is_division_id = c.division_id
WHERE c.scheme = :scheme AND c.code = s.code AND c.valid @> CAST(:day AS date)
  AND upper_inf(c.recorded)
"""

_UNKNOWN_VARIANTS = """
UPDATE staged_variant
SET problem = '代码 ' || code || '（' || :scheme || '）不在库中；请先加载区划名单'
WHERE place_id IS NULL
"""

_OTHER_CURRENT = """
UPDATE staged_variant s
SET problem = '库中该代码是“' || n.name || '”，文件写作“' || s.current || '”；请核对'
FROM place p JOIN division_name n ON n.division_id = p.is_division_id
     AND n.valid @> CAST(:day AS date) AND upper_inf(n.recorded)
WHERE p.id = s.place_id AND s.current <> '' AND n.name <> s.current
"""

_STAGE_VARIANTS = """
WITH staged AS (
    INSERT INTO staged_name (id, place_id, name, place_kind, kind, status, valid, valid_text)
    SELECT nextval(pg_get_serial_sequence('place_name', 'id')), s.place_id, s.variant, p.kind,
           'alias', 'listed', daterange(:since, NULL), :since_text
    FROM (SELECT DISTINCT ON (place_id, variant) * FROM staged_variant
          WHERE problem IS NULL ORDER BY place_id, variant, row_no) s
    JOIN place p ON p.id = s.place_id
    WHERE NOT EXISTS (SELECT 1 FROM place_name o WHERE o.place_id = s.place_id
                      AND o.name = s.variant AND upper_inf(o.recorded))
    RETURNING 1)
SELECT count(*) FROM staged
"""

_SOUND_VARIANTS = "SELECT count(*) FROM staged_variant WHERE problem IS NULL"

_REFUSED_VARIANTS = """
SELECT row_no, code, variant, problem FROM staged_variant
WHERE problem IS NOT NULL ORDER BY row_no LIMIT :most
"""
