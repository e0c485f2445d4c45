-- Search: names that somebody meant who made one typing error.

-- Whether one character wrong, missing, too many or before its neighbour parts two texts.
CREATE OR REPLACE FUNCTION diming_one_error(a text, b text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    at integer := 1;
BEGIN
    IF a = b OR abs(char_length(a) - char_length(b)) > 1 THEN
        RETURN false;
    END IF;
    WHILE substr(a, at, 1) = substr(b, at, 1) LOOP
        at := at + 1;
    END LOOP;
    RETURN substr(a, at + 1) = substr(b, at + 1) OR substr(a, at) = substr(b, at + 1)
        OR substr(a, at + 1) = substr(b, at)
        OR (substr(a, at + 2) = substr(b, at + 2) AND substr(a, at, 1) = substr(b, at + 1, 1)
            AND substr(a, at + 1, 1) = substr(b, at, 1));
END $$;

-- Names that are `q` but for two neighbours that changed places, one character that is wrong,
-- too many or missing: in each of these ways up to `most`, in the order of ranks. A name without
-- its third character is found among the names without their third character; of a longer name
-- the first six stand. (A name that begins or ends with `q` contains it and is no guess.)
DROP FUNCTION IF EXISTS diming_names_miswritten;
CREATE FUNCTION diming_names_miswritten(q text, wish diming_name_wish, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    size integer := char_length(q);
    gone text[] := ARRAY(SELECT substr(q, 1, i - 1) || substr(q, i + 1)
                         FROM generate_series(1, size) i);
    turned text[] := ARRAY(
        SELECT substr(q, 1, i - 1) || substr(q, i + 1, 1) || substr(q, i, 1) || substr(q, i + 2)
        FROM generate_series(1, size - 1) i);
    six text := left(q, 6);
    beyond text := left(q, 6) || chr(1114111);
BEGIN
    RETURN QUERY SELECT h.id, 3, r::smallint, size
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND n.name = ANY (turned) AND n.name <> q
          AND diming_sought(n, wish)) h LIMIT most;
    RETURN QUERY SELECT h.id, 3, r::smallint, size
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 2 AND substr(n.name, 2) = gone[1]
          AND n.name <> q AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 2
          AND (substr(n.name, 1, 1) || substr(n.name, 3)) = gone[2]
          AND n.name <> q AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 3
          AND (substr(n.name, 1, 2) || substr(n.name, 4)) = gone[3]
          AND n.name <> q AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 4
          AND (substr(n.name, 1, 3) || substr(n.name, 5)) = gone[4]
          AND n.name <> q AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 5
          AND (substr(n.name, 1, 4) || substr(n.name, 6)) = gone[5]
          AND n.name <> q AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 6
          AND (substr(n.name, 1, 5) || substr(n.name, 7)) = gone[6]
          AND n.name <> q AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE size > 6 AND n.place_rank = r AND n.name ~>=~ six AND n.name ~<~ beyond
          AND char_length(n.name) = size AND n.name <> ALL (turned)
          AND diming_one_error(n.name, q) AND diming_sought(n, wish)) h LIMIT most;
    RETURN QUERY SELECT h.id, 3, r::smallint, size - 1
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND n.name = ANY (gone) AND diming_sought(n, wish)) h LIMIT most;
    RETURN QUERY SELECT h.id, 3, r::smallint, size + 1
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 2
          AND (substr(n.name, 1, 1) || substr(n.name, 3)) = q
          AND substr(n.name, 2, 1) <> substr(n.name, 1, 1) AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 3
          AND (substr(n.name, 1, 2) || substr(n.name, 4)) = q
          AND substr(n.name, 3, 1) <> substr(n.name, 2, 1) AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 4
          AND (substr(n.name, 1, 3) || substr(n.name, 5)) = q
          AND substr(n.name, 4, 1) <> substr(n.name, 3, 1) AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 5
          AND (substr(n.name, 1, 4) || substr(n.name, 6)) = q
          AND substr(n.name, 5, 1) <> substr(n.name, 4, 1) AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE n.place_rank = r AND char_length(n.name) >= 6
          AND (substr(n.name, 1, 5) || substr(n.name, 7)) = q
          AND substr(n.name, 6, 1) <> substr(n.name, 5, 1) AND diming_sought(n, wish)
        UNION ALL
        SELECT n.id FROM place_name n
        WHERE size > 6 AND n.place_rank = r AND n.name ~>=~ six AND n.name ~<~ beyond
          AND char_length(n.name) = size + 1
          AND (substr(n.name, 1, 5) || substr(n.name, 7)) <> q
          AND diming_one_error(n.name, q) AND diming_sought(n, wish)) h LIMIT most;
END $$;

-- Names whose reading is one of `likely`.
DROP FUNCTION IF EXISTS diming_names_misread;
CREATE FUNCTION diming_names_misread(likely text[], wish diming_name_wish, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_variable
BEGIN
    RETURN QUERY SELECT h.id, 3, r::smallint, h.char_length
    FROM diming_ranks(wish) r CROSS JOIN LATERAL (
        SELECT n.id, char_length(n.name) FROM place_name n
        WHERE n.place_rank = r AND n.pinyin = ANY (likely) AND diming_sought(n, wish)) h
    LIMIT most;
END $$;
