"""Where the journal and the data tell different stories (日志与数据核对); empty if they agree.

`disagreements` compares stories: steps of cases and of inspection records, and the versions of
names, those word for word with their lines and with what is registered now. A row without its
line was put in past the application; a line without its row was taken out.

`unsealed_changes` compares every row of every sealed table with the seals (封记) in the lines: it
finds what was altered, put in or taken out of anything, loaded or entered, whoever did it.

`false_contents` compares what is kept beside: files with the digest that they lie under, and the
search keys of names with the names.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One difference: the thing it is about, and what is wrong, in Chinese."""

    subject_kind: str
    subject_id: str
    said: str


def disagreements(db: Session, *, most: int = 1000) -> list[Disagreement]:
    """Return at most `most` differences, by kind and id; needs a session that sees all rows."""
    found = db.execute(text(_ALL), {"most": most})
    return [Disagreement(row[0], row[1], row[2]) for row in found]


def unsealed_changes(db: Session) -> list[Disagreement]:
    """Return where tables are not what the lines of the journal made of them.

    One difference for each such table, with `""` for its id, and one for each row that can be
    told: of what was loaded in bulk only the rows written since. All is read at one moment, so
    writers may go on meanwhile.
    """
    found = db.execute(text("SELECT relation, known_as, said FROM diming_seals_differing()"))
    return [Disagreement(row[0], row[1], row[2]) for row in found]


def false_contents(db: Session, *, most: int = 1000) -> list[Disagreement]:
    """Return files in the database that are not what their digest says, and false search keys."""
    found = db.execute(text(_CONTENTS), {"most": most})
    return [Disagreement(row[0], row[1], row[2]) for row in found]


def files_outside(db: Session) -> list[tuple[str, int]]:
    """Return (SHA-256, size in bytes) of the files whose bytes lie outside of the database."""
    found = db.execute(text("SELECT sha256, size FROM stored_file ORDER BY sha256"))
    return [(str(row[0]), int(row[1])) for row in found]


_CONTENTS = """
SELECT 'kept_file', f.sha256, '文件内容与其摘要不符' FROM kept_file f
WHERE encode(sha256(f.content), 'hex') <> f.sha256 OR length(f.content) <> f.size
UNION ALL
(SELECT 'name_key', n.id::text, '查重用的检索键不全' FROM place_name n
 WHERE upper_inf(n.recorded) AND n.version_of IS NULL
   AND EXISTS (SELECT FROM (VALUES ('full', n.key), ('specific', n.specific)) w (part, key)
               WHERE NOT EXISTS (SELECT FROM name_key k WHERE k.place_name_id = n.id
                                 AND k.part = w.part AND k.key = w.key))
 LIMIT :most)
UNION ALL
(SELECT 'name_key', k.place_name_id::text, '查重用的检索键与地名不符'
 FROM name_key k JOIN place_name n ON n.id = k.place_name_id JOIN place p ON p.id = n.place_id
 WHERE (k.part = 'full' AND k.key <> n.key) OR (k.part = 'specific' AND k.key <> n.specific)
    OR (k.part = 'full_sound' AND k.key <> ALL (n.sounds))
    OR k.county_id IS DISTINCT FROM p.county_id OR k.province_id IS DISTINCT FROM p.province_id
 LIMIT :most)
"""

_ALL = """
WITH told AS MATERIALIZED (
    SELECT subject_kind, subject_id, verb, count(*) AS times FROM journal
    WHERE subject_kind IN ('naming_case', 'inspection_record', 'place_name')
    GROUP BY subject_kind, subject_id, verb
), kept AS MATERIALIZED (
    SELECT 'naming_case' AS subject_kind, case_id::text AS subject_id, verb, count(*) AS times
    FROM case_step GROUP BY case_id, verb
    UNION ALL
    SELECT 'inspection_record', record_id::text, verb, count(*)
    FROM inspection_step GROUP BY record_id, verb
    UNION ALL
    SELECT 'place_name', place_name_id::text, verb, count(*)
    FROM name_version GROUP BY place_name_id, verb
), verbs AS (
    SELECT DISTINCT subject_kind, verb FROM kept
), counted AS (
    SELECT coalesce(k.subject_kind, t.subject_kind) AS subject_kind,
           coalesce(k.subject_id, t.subject_id) AS subject_id,
           coalesce(k.verb, t.verb) AS verb,
           coalesce(k.times, 0) AS kept, coalesce(t.times, 0) AS told
    FROM kept k
    FULL JOIN (SELECT t.* FROM told t JOIN verbs v USING (subject_kind, verb)) t
        USING (subject_kind, subject_id, verb)
), said AS (
    SELECT subject_kind, subject_id,
           format('“%s”在数据中有 %s 次，在日志中有 %s 次', verb, kept, told) AS said
    FROM counted WHERE kept <> told
    UNION ALL
    SELECT 'naming_case', c.id::text,
           format('办件处于“%s”，最后一步却到“%s”', c.stage, s.end)
    FROM naming_case c
    JOIN LATERAL (SELECT s.end FROM case_step s WHERE s.case_id = c.id
                  ORDER BY s.id DESC LIMIT 1) s ON true
    WHERE s.end <> c.stage
    UNION ALL
    SELECT 'naming_case', i.case_id::text,
           format('批准的“%s”没有登记在册', i.name)
    FROM case_item i
    JOIN naming_case c ON c.id = i.case_id AND c.kind IN ('naming', 'renaming')
    LEFT JOIN place_name n ON n.id = i.approved_name_id
    WHERE i.state = 'approved' AND n.id IS NULL
    UNION ALL
    SELECT 'place_name', n.id::text, format('地名有 %s 次变更，记下了 %s 次', n.version, v.kept)
    FROM place_name n
    JOIN LATERAL (SELECT count(*) AS kept FROM name_version v
                  WHERE v.place_name_id = n.id) v ON true
    WHERE n.version_of IS NULL AND n.version > 0 AND v.kept <> n.version
    UNION ALL
    SELECT 'place_name', v.place_name_id::text, format('第 %s 次变更与日志所记不同', v.version)
    FROM name_version v
    LEFT JOIN journal j ON j.subject_kind = 'place_name'
        AND j.subject_id = v.place_name_id::text AND j.after -> 'version' = to_jsonb(v.version)
    WHERE (j.after - 'version') IS DISTINCT FROM v.after
       OR j.before IS DISTINCT FROM v.before
       OR (v.actor <> '' AND j.actor IS DISTINCT FROM v.actor)
    UNION ALL
    SELECT 'place_name', n.id::text, '现状与最后一次变更所记不同：有人绕过程序改动了登记'
    FROM place_name n
    JOIN LATERAL (SELECT v.after FROM name_version v WHERE v.place_name_id = n.id
                  ORDER BY v.version DESC LIMIT 1) v ON true
    -- what is kept of the place may have changed with another of its names
    WHERE n.version_of IS NULL AND n.version > 0
      AND (diming_name_state(n.id) - 'place') <> (v.after - 'place')
)
SELECT subject_kind, subject_id, said FROM said
ORDER BY subject_kind, subject_id, said LIMIT :most
"""
