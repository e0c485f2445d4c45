"""What is counted in the rural naming programme (乡村著名行动), and each thing that is counted.

Figures and lists come from the same rows, so that a figure is always the length of its list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of something there were in a county in a month (1 to 12)."""

    county_id: int
    month: int
    measure: str
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that a figure counts: the name it is about, where, on which day, and why."""

    county: str
    day: date
    measure: str
    name_id: int | None
    name: str
    place: str
    why: str
    thing: str


def figures(db: Session, year: int, on: date) -> list[Figure]:
    """Return what happened in a year, county by county and month by month; no zeros.

    Days are those of the office (Asia/Shanghai), whatever the clock of the database says.
    """
    values = {"first": date(year, 1, 1), "last": date(year, 12, 31), "on": on}
    return [Figure(**row) for row in db.execute(text(_FIGURES), values).mappings()]


def counted(
    db: Session,
    first: date,
    last: date,
    on: date,
    *,
    measure: str,
    county: int | None,
    limit: int,
    offset: int,
) -> tuple[int, list[Counted]]:
    """Return how many things a figure counts between two days, and a page of them by day."""
    values: dict[str, Any] = {"first": first, "last": last, "on": on, "measure": measure}
    values |= {"county": county, "limit": limit, "offset": offset}
    rows = [dict(row) for row in db.execute(text(_COUNTED), values).mappings()]
    if not rows:
        return 0, []
    total = rows[0]["total"]
    return total, [Counted(**{k: v for k, v in row.items() if k != "total"}) for row in rows]


# A place whose town is known to be a sub-district (街道) is no place of the countryside; what is
# protected counts only where its town is known. What is only known to a year belongs to no month
# and is left out.
_TOLD = """
WITH told AS (
    SELECT o.county_id, lower(e.happened) AS day, 'named' AS measure, n.id AS name_id, n.name,
           o.division_id, CAST(NULL AS text) AS place,
           concat_ws(' ', nullif(e.authority, ''), nullif(e.document, '')) AS why,
           'name:' || n.id AS thing
    FROM (SELECT DISTINCT ON (place_name_id) place_name_id, happened, authority, document
          FROM name_event WHERE kind = 'approved' AND happened IS NOT NULL
          ORDER BY place_name_id, id) e
    JOIN place_name n ON n.id = e.place_name_id AND n.version_of IS NULL AND n.published
    JOIN place o ON o.id = n.place_id
    WHERE e.happened && daterange(:first, :last, '[]')
      AND date_trunc('month', lower(e.happened)) = date_trunc('month', upper(e.happened) - 1)
      AND o.kind NOT IN ('division', 'township') AND diming_rural(o.division_id, :on)
    UNION ALL
    SELECT o.county_id,
           coalesce(s.set_up_on, CAST(s.registered_at AT TIME ZONE 'Asia/Shanghai' AS date)),
           'signed', n.id, n.name, o.division_id, NULL,
           concat_ws('，', nullif(s.place_words, ''), nullif(s.set_up_by, ''), s.code),
           'sign:' || s.id
    FROM sign s JOIN place_name n ON n.id = s.place_name_id AND n.published
    JOIN place o ON o.id = n.place_id
    WHERE s.state <> 'planned' AND o.kind NOT IN ('division', 'township')
      AND diming_rural(o.division_id, :on)
    UNION ALL
    SELECT m.county_id, m.day, 'mapped', n.id, n.name, o.division_id, NULL, '首次发给' || m.vendor,
           'sending:' || m.sending_id
    FROM (SELECT DISTINCT ON (i.place_name_id) s.county_id, i.place_name_id, s.sent_on AS day,
                 s.vendor, s.id AS sending_id
          FROM map_sending s JOIN map_sending_item i ON i.sending_id = s.id
          WHERE coalesce(i.sent ->> 'action', 'added') <> 'removed'
          ORDER BY i.place_name_id, s.sent_on, s.recorded_at) m
    JOIN place_name n ON n.id = m.place_name_id AND n.published
    JOIN place o ON o.id = n.place_id
    WHERE o.kind NOT IN ('division', 'township') AND diming_rural(o.division_id, :on)
    UNION ALL
    SELECT p.county_id, p.day, 'protected', p.name_id, p.name, p.division_id, NULL, p.title,
           'listing:' || p.id
    FROM (SELECT DISTINCT ON (w.county_id, coalesce(n.name, h.name)) w.county_id,
                 coalesce(l.published_on, lower(h.valid)) AS day, h.id, n.id AS name_id,
                 coalesce(n.name, h.name) AS name, w.division_id, l.title
          FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id
          LEFT JOIN place_name n ON n.id = h.place_name_id
          LEFT JOIN place o ON o.id = n.place_id
          CROSS JOIN LATERAL (SELECT coalesce(o.division_id, h.division_id) AS division_id) v
          CROSS JOIN LATERAL (SELECT v.division_id,
                 diming_ancestor(v.division_id, CAST(4 AS smallint), :on) AS town_id,
                 diming_ancestor(v.division_id, CAST(3 AS smallint), :on) AS county_id) w
          WHERE upper_inf(h.recorded) AND h.standing = 'protected' AND w.town_id IS NOT NULL
            AND (n.id IS NULL OR n.published)
            AND (o.id IS NULL OR o.kind NOT IN ('division', 'township'))
            AND diming_rural(w.division_id, :on)
          ORDER BY w.county_id, coalesce(n.name, h.name), 2 NULLS LAST, h.id) p
    UNION ALL
    SELECT i.county_id, i.found_on, i.type, i.place_name_id, i.name, NULL, i.place, i.message,
           'issue:' || i.id
    FROM programme_issue i WHERE i.standing IN ('open', 'fixed')
    UNION ALL
    SELECT i.county_id, i.resolved_on, 'resolved', i.place_name_id, i.name, NULL, i.place,
           i.message || '：' || i.resolution, 'issue:' || i.id
    FROM programme_issue i WHERE i.standing = 'fixed')
"""
_FIGURES = (
    _TOLD
    + """
SELECT county_id, CAST(extract(month FROM day) AS integer) AS month, measure, count(*) AS count
FROM told WHERE day BETWEEN :first AND :last AND county_id IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
)
_COUNTED = (
    _TOLD
    + """
SELECT count(*) OVER () AS total, diming_division_name(t.county_id, :on) AS county, t.day,
       t.measure, t.name_id, t.name,
       coalesce(t.place, diming_where(t.division_id, :on), '') AS place,
       t.why, t.thing
FROM told t
WHERE t.day BETWEEN :first AND :last AND t.county_id IS NOT NULL AND t.measure = :measure
  AND (CAST(:county AS integer) IS NULL OR t.county_id = :county)
ORDER BY t.day, t.county_id, t.name, t.thing LIMIT :limit OFFSET :offset
"""
)
