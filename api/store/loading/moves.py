"""What a load changes of places that are known: kept like every change, with its source.

The points by which divisions are labelled are no facts of their own: they follow from areas,
whose history is kept.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session


def before_moving(db: Session, places: str) -> None:
    """Keep how the names of places stand that a load is about to change.

    Args:
        db: The session of the load.
        places: A query, ours, of the places (`place_id`).
    """
    db.execute(text("DROP TABLE IF EXISTS pg_temp.moved_name"))
    db.execute(text(_EMPTY))
    db.execute(text("INSERT INTO moving_place " + places))
    db.execute(text(_BEFORE))


def remember_moves(db: Session, delivery: int) -> None:
    """Keep what was changed since `before_moving`: who, when, why, before, after, with a line.

    It is kept with one of the names of the place, the standard one if there is one.
    """
    db.execute(text(_REMEMBER), {"delivery": delivery})
    db.execute(text("DROP TABLE moving_place"))


_EMPTY = "CREATE TEMPORARY TABLE moving_place (place_id bigint) ON COMMIT DROP"

_BEFORE = """
CREATE TEMPORARY TABLE moved_name ON COMMIT DROP AS
SELECT DISTINCT ON (n.place_id) n.id, diming_name_state(n.id) AS before
FROM moving_place s
JOIN place_name n ON n.place_id = s.place_id AND n.version_of IS NULL AND upper_inf(n.recorded)
ORDER BY n.place_id, n.kind = 'standard' DESC, n.id
"""

_REMEMBER = """
WITH counted AS (
    UPDATE place_name n SET version = n.version + 1 FROM moved_name m WHERE n.id = m.id
    RETURNING n.id, n.version),
told AS (
    SELECT m.id, c.version, m.before, diming_name_state(m.id) AS after,
           coalesce(nullif(current_setting('diming.actor', true), ''), '?') AS actor,
           concat('资料装载：', o.title, '，', d.file_name) AS why
    FROM moved_name m JOIN counted c ON c.id = m.id
    JOIN delivery d ON d.id = :delivery JOIN source o ON o.id = d.source_id),
kept AS (
    INSERT INTO name_version (place_name_id, version, verb, actor, person, organisation, why,
                              before, after)
    SELECT id, version, 'load', actor, actor, '', why, before, after FROM told)
INSERT INTO journal (actor, request_id, verb, subject_kind, subject_id, clause, before, after)
SELECT actor, coalesce(current_setting('diming.request_id', true), ''), 'load', 'place_name',
       id::text, '', before, after || jsonb_build_object('version', version)
FROM told ORDER BY id
"""
