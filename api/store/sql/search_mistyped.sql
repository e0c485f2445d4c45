-- Names that are `q` but for one character that is wrong, missing, too many or before its
-- neighbour. A name without its third character is found among the names without their third
-- character; of a longer name the first six stand.
DROP FUNCTION IF EXISTS diming_names_miswritten;
CREATE FUNCTION diming_names_miswritten(
    q text, day date, known timestamptz, rank smallint, kind text, status text, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    beyond text := q || chr(1114111);
    found integer;
    gone text[] := ARRAY(SELECT substr(q, 1, i - 1) || substr(q, i + 1)
                         FROM generate_series(1, char_length(q)) i);
    turned text[] := ARRAY(
        SELECT substr(q, 1, i - 1) || substr(q, i + 1, 1) || substr(q, i, 1) || substr(q, i + 2)
        FROM generate_series(1, char_length(q) - 1) i);
BEGIN
    RETURN QUERY SELECT h.id, 3, h.place_rank, h.char_length FROM (
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE n.name = ANY (gone || turned)
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 2 AND substr(n.name, 2) = ANY (ARRAY[gone[1], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 2
           AND (substr(n.name, 1, 1) || substr(n.name, 3)) = ANY (ARRAY[gone[2], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 3
           AND (substr(n.name, 1, 2) || substr(n.name, 4)) = ANY (ARRAY[gone[3], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 4
           AND (substr(n.name, 1, 3) || substr(n.name, 5)) = ANY (ARRAY[gone[4], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 5
           AND (substr(n.name, 1, 4) || substr(n.name, 6)) = ANY (ARRAY[gone[5], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 6
           AND (substr(n.name, 1, 5) || substr(n.name, 7)) = ANY (ARRAY[gone[6], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(q) > 6
           AND n.name ~>=~ left(q, 6) AND n.name ~<~ (left(q, 6) || chr(1114111))
           AND EXISTS (SELECT FROM generate_series(7, char_length(q) + 1) i
                       WHERE substr(n.name, 1, i - 1) || substr(n.name, i + 1) IN (gone[i], q))
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)) h LIMIT most;
END $$;

-- Names whose reading, in letters without marks and blanks, is or begins with `q`.
DROP FUNCTION IF EXISTS diming_names_read;
CREATE FUNCTION diming_names_read(
    q text, day date, known timestamptz, rank smallint, kind text, status text, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    beyond text := q || chr(1114111);
    found integer;
BEGIN
    RETURN QUERY
    SELECT h.id, CASE WHEN h.found = q THEN 0 ELSE 1 END, h.place_rank, h.char_length FROM (
        (SELECT n.id, n.pinyin AS found, n.place_rank, char_length(n.name)
         FROM place_name n
         WHERE n.pinyin ~>=~ q AND n.pinyin ~<~ beyond AND n.place_rank <= 2
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.pinyin USING ~<~, n.place_rank LIMIT most)
        UNION ALL
        (SELECT n.id, n.pinyin AS found, n.place_rank, char_length(n.name)
         FROM place_name n
         WHERE n.pinyin ~>=~ q AND n.pinyin ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.pinyin USING ~<~, n.place_rank LIMIT most)) h LIMIT 2 * most;
END $$;

-- Names whose initials are or begin with `q`.
DROP FUNCTION IF EXISTS diming_names_initialled;
CREATE FUNCTION diming_names_initialled(
    q text, day date, known timestamptz, rank smallint, kind text, status text, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    beyond text := q || chr(1114111);
    found integer;
BEGIN
    RETURN QUERY
    SELECT h.id, CASE WHEN h.found = q THEN 0 ELSE 1 END, h.place_rank, h.char_length FROM (
        (SELECT n.id, n.initials AS found, n.place_rank, char_length(n.name)
         FROM place_name n
         WHERE n.initials ~>=~ q AND n.initials ~<~ beyond AND n.place_rank <= 2
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.initials USING ~<~, n.place_rank LIMIT most)
        UNION ALL
        (SELECT n.id, n.initials AS found, n.place_rank, char_length(n.name)
         FROM place_name n
         WHERE n.initials ~>=~ q AND n.initials ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.initials USING ~<~, n.place_rank LIMIT most)) h LIMIT 2 * most;
END $$;

-- Names whose reading is one of `likely`.
DROP FUNCTION IF EXISTS diming_names_misread;
CREATE FUNCTION diming_names_misread(
    likely text[], day date, known timestamptz, rank smallint, kind text, status text, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off
AS $$
#variable_conflict use_variable
BEGIN
    RETURN QUERY SELECT n.id, 3, n.place_rank, char_length(n.name) FROM place_name n
    WHERE n.pinyin = ANY (likely)
      AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most;
END $$;
