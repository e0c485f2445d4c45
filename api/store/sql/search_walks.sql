-- Search: names by their characters, their reading or their initials.
--
-- Every question is a walk along an ordered index that stops when enough is found, so a word
-- that a hundred thousand names contain costs no more than one that ten contain. Ranges are
-- written with ~>=~ and ~<~, which, unlike LIKE, reach the index under a generic plan; and the
-- plans are generic, because planning costs more than the walk. A sequential or a bitmap scan
-- would read all hits before the first is given.

-- The order in which equal names are listed: by what bears them.
CREATE OR REPLACE FUNCTION diming_place_rank(kind text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_position(
        ARRAY['division', 'township', 'committee', 'natural', 'village', 'street', 'facility',
              'park', 'zone', 'building'], kind), 11)::smallint
$$;

-- The rank of a kind that is asked for, null for any; a kind nobody knows has a rank nothing has.
CREATE OR REPLACE FUNCTION diming_rank_of(kind text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN kind IS NULL THEN NULL
                WHEN kind = 'other' OR diming_place_rank(kind) < 11 THEN diming_place_rank(kind)
                ELSE 0 END::smallint
$$;

-- Whether a name holds on `day` as known at `known` and is of the kind asked for; inlined.
DROP FUNCTION IF EXISTS diming_sought;
CREATE FUNCTION diming_sought(
    valid daterange, recorded tstzrange, its_rank smallint, its_kind text, its_status text,
    day date, known timestamptz, rank smallint, kind text, status text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT diming_holds(valid, recorded, day, known)
       AND (rank IS NULL OR its_rank = rank) AND (kind IS NULL OR its_kind = kind)
       AND (status IS NULL OR its_status = status)
$$;

-- Names that are, begin with (tier 0, 1) or contain (2) `q`; a name may be told twice. Divisions
-- and towns come first among those that begin with it, however many others do.
DROP FUNCTION IF EXISTS diming_names_written;
CREATE FUNCTION diming_names_written(
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
        (SELECT n.id, n.name AS found, n.place_rank, char_length(n.name)
         FROM place_name n
         WHERE n.name ~>=~ q AND n.name ~<~ beyond AND n.place_rank <= 2
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.name USING ~<~, n.place_rank LIMIT most)
        UNION ALL
        (SELECT n.id, n.name AS found, n.place_rank, char_length(n.name)
         FROM place_name n
         WHERE n.name ~>=~ q AND n.name ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.name USING ~<~, n.place_rank LIMIT most)) h LIMIT 2 * most;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found >= most THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT h.id, 2, h.place_rank, h.char_length FROM (
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 2
           AND substr(n.name, 2) ~>=~ q AND substr(n.name, 2) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 2) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 3
           AND substr(n.name, 3) ~>=~ q AND substr(n.name, 3) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 3) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 4
           AND substr(n.name, 4) ~>=~ q AND substr(n.name, 4) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 4) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 5
           AND substr(n.name, 5) ~>=~ q AND substr(n.name, 5) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 5) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 6
           AND substr(n.name, 6) ~>=~ q AND substr(n.name, 6) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 6) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 7
           AND substr(n.name, 7) ~>=~ q AND substr(n.name, 7) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 7) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 8
           AND substr(n.name, 8) ~>=~ q AND substr(n.name, 8) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 8) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 9
           AND substr(n.name, 9) ~>=~ q AND substr(n.name, 9) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 9) USING ~<~ LIMIT most)) h LIMIT most;
    RETURN QUERY SELECT h.id, 2, h.place_rank, h.length FROM diming_names_tail(
        q, day, known, rank, kind, status, most) h;
END $$;

-- Names that contain `q` beyond the ninth character: few names are that long.
DROP FUNCTION IF EXISTS diming_names_tail;
CREATE FUNCTION diming_names_tail(
    q text, day date, known timestamptz, rank smallint, kind text, status text, most integer)
RETURNS TABLE (id bigint, place_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_bitmapscan = on SET enable_indexscan = off
SET jit = off
AS $$
#variable_conflict use_variable
BEGIN
    RETURN QUERY
    SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
    WHERE char_length(n.name) >= 10 AND diming_grams(substr(n.name, 10)) @> ARRAY[left(q, 2)]
      AND strpos(substr(n.name, 10), q) > 0
      AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most;
END $$;
