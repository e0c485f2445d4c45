"""How the rows of a list find their divisions: the steps, for one level after the other.

Every step is given `:level`, `:scheme` and `:day`, hence the conditions that are always true.
"""

_PARENT_IN_FILE = """
UPDATE staged_division s SET parent_id = p.division_id
FROM staged_division p
WHERE s.level = :level AND s.problem IS NULL AND p.code = s.parent_code AND p.level < s.level
  AND p.division_id IS NOT NULL AND CAST(:day AS date) IS NOT NULL AND :scheme <> ''
"""

_PARENT_KNOWN = """
UPDATE staged_division s SET parent_id = c.division_id
FROM division_code c JOIN division d ON d.id = c.division_id
WHERE s.level = :level AND s.problem IS NULL AND s.parent_id IS NULL
  AND c.code = s.parent_code AND c.scheme = :scheme AND c.valid @> CAST(:day AS date)
  AND upper_inf(c.recorded) AND d.level < s.level
"""

_NO_PARENT = """
UPDATE staged_division s
SET problem = '上级代码 ' || s.parent_code || ' 未找到；请先加载上级名单，或核对上级代码'
WHERE s.level = :level AND s.problem IS NULL AND s.parent_id IS NULL AND s.parent_code IS NOT NULL
  AND CAST(:day AS date) IS NOT NULL AND :scheme <> ''
"""

_HOLDER = """
UPDATE staged_division s SET holder_id = c.division_id, division_id = c.division_id
FROM division_code c JOIN division d ON d.id = c.division_id
WHERE s.level = :level AND s.problem IS NULL AND d.level = s.level
  AND c.code = s.code AND c.scheme = :scheme AND c.valid @> CAST(:day AS date)
  AND upper_inf(c.recorded)
"""

_HOLDER_OF_OTHER_LEVEL = """
UPDATE staged_division s
SET problem = '代码 ' || s.code || ' 当日属于另一层级的区划，不能再给“' || s.name || '”'
FROM division_code c JOIN division d ON d.id = c.division_id
WHERE s.level = :level AND s.problem IS NULL AND s.division_id IS NULL AND d.level <> s.level
  AND c.code = s.code AND c.scheme = :scheme AND c.valid @> CAST(:day AS date)
  AND upper_inf(c.recorded)
"""

# Who bears the name under the same parent on the day, once only, and has no row of its own.
_NAMESAKES = """
CREATE TEMPORARY TABLE namesake ON COMMIT DROP AS
SELECT p.parent_id, n.name, min(n.division_id) AS division_id
FROM division_parent p
JOIN division_name n ON n.division_id = p.division_id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
JOIN division d ON d.id = n.division_id AND d.level = :level
WHERE p.valid @> CAST(:day AS date) AND upper_inf(p.recorded)
  AND p.parent_id IN (SELECT parent_id FROM staged_division
                      WHERE level = :level AND problem IS NULL)
  AND NOT EXISTS (SELECT 1 FROM staged_division m WHERE m.division_id = n.division_id)
  AND :scheme <> ''
GROUP BY p.parent_id, n.name HAVING count(*) = 1
"""

_TOP_NAMESAKES = """
INSERT INTO namesake
SELECT NULL, n.name, min(n.division_id)
FROM division d JOIN division_name n ON n.division_id = d.id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
WHERE d.level = 1 AND :level = 1 AND :scheme <> ''
  AND NOT EXISTS (SELECT 1 FROM staged_division m WHERE m.division_id = d.id)
GROUP BY n.name HAVING count(*) = 1
"""

# The code belongs to one division, the name to another: nobody may guess which is meant.
_CONFLICT = """
UPDATE staged_division s
SET problem = '代码 ' || s.code || ' 当日属于“' || h.name || '”，而“' || s.name
    || '”已另有其码；请核对代码与名称', division_id = NULL
FROM namesake n, division_name h
WHERE s.level = :level AND s.problem IS NULL AND s.holder_id IS NOT NULL
  AND n.parent_id IS NOT DISTINCT FROM s.parent_id AND n.name = s.name
  AND h.division_id = s.holder_id AND h.valid @> CAST(:day AS date) AND upper_inf(h.recorded)
  AND h.name <> s.name AND :scheme <> ''
"""

_NAMED = """
UPDATE staged_division s SET division_id = n.division_id
FROM namesake n
WHERE s.level = :level AND s.problem IS NULL AND s.division_id IS NULL
  AND n.parent_id IS NOT DISTINCT FROM s.parent_id AND n.name = s.name
  AND CAST(:day AS date) IS NOT NULL AND :scheme <> ''
  AND NOT EXISTS (SELECT 1 FROM staged_division t
                  WHERE t.level = s.level AND t.name = s.name AND t.row_no <> s.row_no
                    AND t.parent_id IS NOT DISTINCT FROM s.parent_id AND t.division_id IS NULL
                    AND t.problem IS NULL)
"""

_DROP_NAMESAKES = "DROP TABLE namesake"

# A unit that moved away is named under its old parent while its own row stands elsewhere.
_LISTED_TWICE = """
UPDATE staged_division s
SET problem = '“' || s.name || '”已于 ' || lower(q.valid) || ' 划出，且第 ' || own.row_no
    || ' 行（' || own.code || '）已列其现属；同一单位列在两个上级之下，本行不加载'
FROM division_parent p
JOIN division_name n ON n.division_id = p.division_id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
JOIN division_parent q ON q.division_id = p.division_id AND q.valid @> CAST(:day AS date)
     AND upper_inf(q.recorded)
JOIN staged_division own ON own.parent_id = q.parent_id AND own.name = n.name
WHERE s.division_id IS NULL AND s.problem IS NULL AND s.level = :level AND :scheme <> ''
  AND p.parent_id = s.parent_id AND n.name = s.name AND upper_inf(p.recorded)
  AND upper(p.valid) <= CAST(:day AS date) AND q.parent_id <> s.parent_id
"""

# 大木镇 is listed and 大木乡, known under the same county, is not: the same town, whose type has
# changed on some day up to the list's. Only where there is one of each.
_SUCCESSORS = """
CREATE TEMPORARY TABLE successor ON COMMIT DROP AS
SELECT s.row_no, min(p.division_id) AS division_id, min(n.name) AS name
FROM staged_division s
JOIN division_parent p ON p.parent_id = s.parent_id AND p.valid @> CAST(:day AS date)
     AND upper_inf(p.recorded)
JOIN division d ON d.id = p.division_id AND d.level = s.level
JOIN division_name n ON n.division_id = p.division_id AND n.valid @> CAST(:day AS date)
     AND upper_inf(n.recorded)
WHERE s.level = :level AND s.level = 4 AND s.problem IS NULL AND s.division_id IS NULL
  AND regexp_replace(n.name, '(土家族乡|苗族乡|民族乡|街道|镇|乡)$', '')
    = regexp_replace(s.name, '(土家族乡|苗族乡|民族乡|街道|镇|乡)$', '')
  AND NOT EXISTS (SELECT 1 FROM staged_division m WHERE m.division_id = p.division_id)
  AND NOT EXISTS (SELECT 1 FROM division_code c WHERE c.division_id = p.division_id
                  AND c.scheme = :scheme AND c.valid @> CAST(:day AS date)
                  AND upper_inf(c.recorded))
GROUP BY s.row_no HAVING count(*) = 1
"""

_SUCCEEDED = """
UPDATE staged_division s SET division_id = x.division_id, succeeds = x.name
FROM successor x
WHERE s.row_no = x.row_no AND s.level = :level AND CAST(:day AS date) IS NOT NULL
  AND :scheme <> ''
  AND NOT EXISTS (SELECT 1 FROM successor y
                  WHERE y.division_id = x.division_id AND y.row_no <> x.row_no)
"""

_DROP_SUCCESSORS = "DROP TABLE successor"

_CREATE = """
UPDATE staged_division
SET division_id = nextval(pg_get_serial_sequence('division', 'id')), is_new = 1
WHERE level = :level AND problem IS NULL AND division_id IS NULL
  AND CAST(:day AS date) IS NOT NULL AND :scheme <> ''
"""

_INSERT = """
INSERT INTO division (id, level)
SELECT division_id, level FROM staged_division
WHERE level = :level AND is_new = 1 AND CAST(:day AS date) IS NOT NULL AND :scheme <> ''
"""

STEPS = (
    _PARENT_IN_FILE,
    _PARENT_KNOWN,
    _NO_PARENT,
    _HOLDER,
    _HOLDER_OF_OTHER_LEVEL,
    _NAMESAKES,
    _TOP_NAMESAKES,
    _CONFLICT,
    _NAMED,
    _DROP_NAMESAKES,
    _LISTED_TWICE,
    _SUCCESSORS,
    _SUCCEEDED,
    _DROP_SUCCESSORS,
    _CREATE,
    _INSERT,
)
