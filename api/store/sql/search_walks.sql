-- Search: names as they are written or read, and the kinds of things that are asked of a name.
--
-- Every question is a walk along indexes ordered by what bears the name and then by its text,
-- one rank after the other, that stops when enough is found: a word that a hundred thousand
-- names contain costs no more than one that ten contain, and those that are told are the first
-- by rank of all there are. Ranges are written with ~>=~ and ~<~, which, unlike LIKE, reach the
-- index under a generic plan; and the plans are generic, because planning costs more than the
-- walk. A sequential or a bitmap scan would read all hits before the first is given.

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

-- The ranks that are asked for, the first first.
CREATE OR REPLACE FUNCTION diming_ranks(wish diming_name_wish) RETURNS SETOF integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 11 AS $$
    SELECT generate_series(coalesce((wish).rank, 1), coalesce((wish).rank, 11))
$$;

-- Names that are, begin with (tier 0, 1) or contain (2) `q`, each once, in the order of tiers
-- and ranks but for what stands only beyond the twelfth character, which is told last.
DROP FUNCTION IF EXISTS diming_names_written;
CREATE FUNCTION diming_names_written(q text, wish diming_name_wish, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    beyond text := q || chr(1114111);
    found bigint;
    wanted integer := most;
BEGIN
    RETURN QUERY SELECT h.id, 0, r::smallint, char_length(q)
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND n.name = q AND diming_sought(n, wish)) h LIMIT wanted;
    GET DIAGNOSTICS found = ROW_COUNT;
    wanted := wanted - found;
    RETURN QUERY SELECT h.id, 1, r::smallint, h.char_length
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id, char_length(n.name) FROM place_name n
        WHERE n.place_rank = r AND n.name ~>~ q AND n.name ~<~ beyond
          AND diming_sought(n, wish)
        ORDER BY n.place_rank, n.name USING ~<~) h LIMIT wanted;
    GET DIAGNOSTICS found = ROW_COUNT;
    wanted := wanted - found;
    RETURN QUERY SELECT h.id, 2, r::smallint, h.char_length
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 2
           AND substr(n.name, 2) ~>=~ q AND substr(n.name, 2) ~<~ beyond
           AND strpos(n.name, q) = 2 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 2) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 3
           AND substr(n.name, 3) ~>=~ q AND substr(n.name, 3) ~<~ beyond
           AND strpos(n.name, q) = 3 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 3) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 4
           AND substr(n.name, 4) ~>=~ q AND substr(n.name, 4) ~<~ beyond
           AND strpos(n.name, q) = 4 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 4) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 5
           AND substr(n.name, 5) ~>=~ q AND substr(n.name, 5) ~<~ beyond
           AND strpos(n.name, q) = 5 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 5) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 6
           AND substr(n.name, 6) ~>=~ q AND substr(n.name, 6) ~<~ beyond
           AND strpos(n.name, q) = 6 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 6) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 7
           AND substr(n.name, 7) ~>=~ q AND substr(n.name, 7) ~<~ beyond
           AND strpos(n.name, q) = 7 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 7) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 8
           AND substr(n.name, 8) ~>=~ q AND substr(n.name, 8) ~<~ beyond
           AND strpos(n.name, q) = 8 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 8) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 9
           AND substr(n.name, 9) ~>=~ q AND substr(n.name, 9) ~<~ beyond
           AND strpos(n.name, q) = 9 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 9) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 10
           AND substr(n.name, 10) ~>=~ q AND substr(n.name, 10) ~<~ beyond
           AND strpos(n.name, q) = 10 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 10) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 11
           AND substr(n.name, 11) ~>=~ q AND substr(n.name, 11) ~<~ beyond
           AND strpos(n.name, q) = 11 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 11) USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE n.place_rank = r AND char_length(n.name) >= 12
           AND substr(n.name, 12) ~>=~ q AND substr(n.name, 12) ~<~ beyond
           AND strpos(n.name, q) = 12 AND diming_sought(n, wish)
         ORDER BY n.place_rank, substr(n.name, 12) USING ~<~)) h LIMIT wanted;
    RETURN QUERY SELECT h.id, 2, h.place_rank, h.length FROM diming_names_tail(q, wish, most) h;
END $$;

-- Names that contain `q` beyond the twelfth character and nowhere before: few are that long.
DROP FUNCTION IF EXISTS diming_names_tail;
CREATE FUNCTION diming_names_tail(q text, wish diming_name_wish, most integer)
RETURNS TABLE (id bigint, place_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_bitmapscan = on SET enable_indexscan = off
SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    pairs text[] := ARRAY(SELECT substr(q, i, 2)
                          FROM generate_series(1, greatest(char_length(q) - 1, 1)) i);
BEGIN
    RETURN QUERY
    SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
    WHERE char_length(n.name) >= 13 AND diming_grams(substr(n.name, 13)) @> pairs
      AND strpos(n.name, q) >= 13
      AND ((wish).rank IS NULL OR n.place_rank = (wish).rank) AND diming_sought(n, wish)
    ORDER BY n.place_rank, n.name LIMIT most;
END $$;

-- Names whose reading, in letters without marks and blanks, or whose initials are (tier 0) or
-- begin with (1) `q`, each once; `way` is `pinyin`, `initials` or, for both, `letters`.
DROP FUNCTION IF EXISTS diming_names_read;
CREATE FUNCTION diming_names_read(way text, q text, wish diming_name_wish, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    beyond text := q || chr(1114111);
    found bigint;
BEGIN
    RETURN QUERY SELECT h.id, 0, r::smallint, h.char_length
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id, char_length(n.name) FROM place_name n
        WHERE way <> 'initials' AND n.place_rank = r AND n.pinyin = q AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id, char_length(n.name) FROM place_name n
        WHERE way <> 'pinyin' AND n.place_rank = r AND n.initials = q
          AND (way = 'initials' OR n.pinyin <> q) AND diming_sought(n, wish)) h LIMIT most;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN QUERY SELECT h.id, 1, r::smallint, h.char_length
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE way <> 'initials' AND n.place_rank = r AND n.pinyin ~>~ q AND n.pinyin ~<~ beyond
           AND (way = 'pinyin' OR n.initials <> q) AND diming_sought(n, wish)
         ORDER BY n.place_rank, n.pinyin USING ~<~)
        UNION ALL
        (SELECT n.id, char_length(n.name) FROM place_name n
         WHERE way <> 'pinyin' AND n.place_rank = r AND n.initials ~>~ q AND n.initials ~<~ beyond
           AND (way = 'initials' OR NOT starts_with(n.pinyin, q)) AND diming_sought(n, wish)
         ORDER BY n.place_rank, n.initials USING ~<~)) h LIMIT most - found;
END $$;
