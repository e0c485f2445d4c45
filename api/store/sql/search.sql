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
    RETURN QUERY SELECT h.id, CASE WHEN h.found = q THEN 0 ELSE 1 END, h.place_rank, h.char_length FROM (
        (SELECT n.id, n.name AS found, n.place_rank, char_length(n.name) FROM place_name n
         WHERE n.name ~>=~ q AND n.name ~<~ beyond AND n.place_rank <= 2
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.name USING ~<~, n.place_rank LIMIT most)
        UNION ALL
        (SELECT n.id, n.name AS found, n.place_rank, char_length(n.name) FROM place_name n
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
         WHERE char_length(n.name) >= 2 AND substr(n.name, 2) ~>=~ q AND substr(n.name, 2) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 2) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 3 AND substr(n.name, 3) ~>=~ q AND substr(n.name, 3) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 3) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 4 AND substr(n.name, 4) ~>=~ q AND substr(n.name, 4) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 4) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 5 AND substr(n.name, 5) ~>=~ q AND substr(n.name, 5) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 5) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 6 AND substr(n.name, 6) ~>=~ q AND substr(n.name, 6) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 6) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 7 AND substr(n.name, 7) ~>=~ q AND substr(n.name, 7) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 7) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 8 AND substr(n.name, 8) ~>=~ q AND substr(n.name, 8) ~<~ beyond
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY substr(n.name, 8) USING ~<~ LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 9 AND substr(n.name, 9) ~>=~ q AND substr(n.name, 9) ~<~ beyond
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
         WHERE n.name = ANY (gone || turned) AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 2 AND substr(n.name, 2) = ANY (ARRAY[gone[1], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 2 AND (substr(n.name, 1, 1) || substr(n.name, 3)) = ANY (ARRAY[gone[2], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 3 AND (substr(n.name, 1, 2) || substr(n.name, 4)) = ANY (ARRAY[gone[3], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 4 AND (substr(n.name, 1, 3) || substr(n.name, 5)) = ANY (ARRAY[gone[4], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 5 AND (substr(n.name, 1, 4) || substr(n.name, 6)) = ANY (ARRAY[gone[5], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(n.name) >= 6 AND (substr(n.name, 1, 5) || substr(n.name, 7)) = ANY (ARRAY[gone[6], q])
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most)
        UNION ALL
        (SELECT n.id, n.place_rank, char_length(n.name) FROM place_name n
         WHERE char_length(q) > 6 AND n.name ~>=~ left(q, 6) AND n.name ~<~ (left(q, 6) || chr(1114111))
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
    RETURN QUERY SELECT h.id, CASE WHEN h.found = q THEN 0 ELSE 1 END, h.place_rank, h.char_length FROM (
        (SELECT n.id, n.pinyin AS found, n.place_rank, char_length(n.name) FROM place_name n
         WHERE n.pinyin ~>=~ q AND n.pinyin ~<~ beyond AND n.place_rank <= 2
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.pinyin USING ~<~, n.place_rank LIMIT most)
        UNION ALL
        (SELECT n.id, n.pinyin AS found, n.place_rank, char_length(n.name) FROM place_name n
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
    RETURN QUERY SELECT h.id, CASE WHEN h.found = q THEN 0 ELSE 1 END, h.place_rank, h.char_length FROM (
        (SELECT n.id, n.initials AS found, n.place_rank, char_length(n.name) FROM place_name n
         WHERE n.initials ~>=~ q AND n.initials ~<~ beyond AND n.place_rank <= 2
           AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status)
         ORDER BY n.initials USING ~<~, n.place_rank LIMIT most)
        UNION ALL
        (SELECT n.id, n.initials AS found, n.place_rank, char_length(n.name) FROM place_name n
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
    WHERE n.pinyin = ANY (likely) AND diming_sought(n.valid, n.recorded, n.place_rank, n.kind, n.status,
                         day, known, rank, kind, status) LIMIT most;
END $$;

-- Whether `finer` is `division` or lies in it.
CREATE OR REPLACE FUNCTION diming_lies_in(
    finer integer, division integer, day date, known timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE
AS $$
DECLARE
    here integer := finer;
BEGIN
    WHILE here IS NOT NULL AND here <> division LOOP
        SELECT p.parent_id INTO here FROM division_parent p
        WHERE p.division_id = here AND diming_holds(p.valid, p.recorded, day, known);
    END LOOP;
    RETURN here IS NOT NULL;
END $$;

-- The name of a division on `day` as known at `known`. What is known now has an index.
CREATE OR REPLACE FUNCTION diming_named(division integer, day date, known timestamptz)
RETURNS text LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF known IS NULL THEN
        RETURN diming_division_name(division, day);
    END IF;
    RETURN (SELECT n.name FROM division_name n
            WHERE n.division_id = division AND n.valid @> day AND n.recorded @> known);
END $$;

-- A name as a GeoJSON feature of a list.
DROP FUNCTION IF EXISTS diming_name_feature;
CREATE FUNCTION diming_name_feature(
    asked bigint, match text, distance_m double precision, geometry boolean, day date,
    known timestamptz)
RETURNS json LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
            'type', 'Feature', 'id', n.id,
            'geometry', CASE WHEN geometry THEN diming_geojson(o.geom) END,
            'properties', json_build_object(
                'id', n.id, 'name', n.name, 'romanization', n.romanization,
                'romanization_plain', n.romanization_plain, 'specific', n.specific,
                'generic', n.generic, 'kind', n.kind, 'status', n.status,
                'place', json_build_object('id', o.id, 'kind', o.kind, 'type_code', o.type_code,
                                           'type_words', o.type_words,
                                           'division', o.is_division_id),
                'division', CASE WHEN o.division_id IS NOT NULL THEN json_build_object(
                    'id', o.division_id, 'name', diming_named(o.division_id, day, known)) END,
                'county', CASE WHEN o.county_id IS NOT NULL THEN json_build_object(
                    'id', o.county_id, 'name', diming_named(o.county_id, day, known)) END,
                'location_status', o.location_status,
                'valid', diming_period(n.valid, n.valid_text),
                'match', match,
                'distance_m', round(distance_m::numeric, 1)))
        FROM place_name n
        JOIN place o ON o.id = n.place_id
        WHERE n.id = asked);
END $$;

-- The names that a text means, exact before near; as written, or else with one typing error.
DROP FUNCTION IF EXISTS diming_names_meant;
CREATE FUNCTION diming_names_meant(
    way text, q text, likely text[], day date, known timestamptz, rank smallint, kind text,
    status text, most integer)
RETURNS TABLE (id bigint, tier integer, its_rank smallint, length integer)
LANGUAGE plpgsql STABLE ROWS 100
AS $$
#variable_conflict use_variable
BEGIN
    IF way = 'characters' THEN
        RETURN QUERY SELECT * FROM diming_names_written(q, day, known, rank, kind, status, most);
        IF NOT FOUND AND char_length(q) > 1 AND q !~ '[[:punct:]]' THEN
            RETURN QUERY SELECT * FROM diming_names_miswritten(
                q, day, known, rank, kind, status, most);
        END IF;
        RETURN;
    END IF;
    IF way IN ('pinyin', 'letters') THEN
        RETURN QUERY SELECT * FROM diming_names_read(q, day, known, rank, kind, status, most);
    END IF;
    IF way IN ('initials', 'letters') THEN
        RETURN QUERY SELECT * FROM diming_names_initialled(
            q, day, known, rank, kind, status, most);
    END IF;
    IF cardinality(likely) > 0 THEN
        RETURN QUERY SELECT * FROM diming_names_misread(
            likely, day, known, rank, kind, status, most);
    END IF;
END $$;

-- A page of the names that a text means, as GeoJSON features: the exact before the near, then by
-- what bears them, then the nearest. `way` is `characters`, `pinyin`, `initials` or `letters`
-- (a reading or initials); `likely` are readings that may be meant by mistyped letters. About
-- `most` hits are looked at; `bounded` tells that there may be more. No row: there are too many
-- to pick out those in the box, the circle or the division; they are to be sought by place.
DROP FUNCTION IF EXISTS diming_search_names;
CREATE FUNCTION diming_search_names(
    way text, q text, likely text[], day date, known timestamptz, rank smallint, name_kind text,
    status text, west double precision, south double precision, east double precision,
    north double precision, lon double precision, lat double precision, radius double precision,
    division integer, geometry boolean, most integer, page_size integer, page_offset integer)
RETURNS TABLE (matched bigint, returned bigint, features text, bounded boolean)
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    ids bigint[];
    tiers integer[];
    ranks smallint[];
    lengths integer[];
    away double precision[];
    here geometry := ST_SetSRID(ST_MakePoint(lon, lat), 4490);
BEGIN
    SELECT array_agg(h.id), array_agg(h.tier), array_agg(h.its_rank), array_agg(h.length), count(*)
    INTO ids, tiers, ranks, lengths, matched
    FROM (SELECT m.id, min(m.tier) AS tier, m.its_rank, m.length
          FROM diming_names_meant(way, q, likely, day, known, rank, name_kind, status, most) m
          GROUP BY m.id, m.its_rank, m.length) h;
    bounded := matched >= most;
    IF west IS NOT NULL OR lon IS NOT NULL OR division IS NOT NULL THEN
        IF bounded THEN
            RETURN;
        END IF;
        SELECT array_agg(h.id), array_agg(h.tier), array_agg(h.rank), array_agg(h.length),
               array_agg(ST_Distance(o.geom::geography, here::geography)), count(*)
        INTO ids, tiers, ranks, lengths, away, matched
        FROM unnest(ids, tiers, ranks, lengths) AS h(id, tier, rank, length)
        JOIN place_name n ON n.id = h.id
        JOIN place o ON o.id = n.place_id
        WHERE diming_holds(o.valid, o.recorded, day, known)
          AND (division IS NULL OR o.county_id = division OR o.province_id = division
               OR diming_lies_in(o.division_id, division, day, known))
          AND (west IS NULL OR ST_Intersects(
              o.geom, ST_MakeEnvelope(west, south, east, north, 4490)))
          AND (lon IS NULL OR ST_DWithin(o.geom::geography, here::geography, radius));
    END IF;
    RETURN QUERY
    WITH page AS (
        SELECT row_number() OVER () AS place, p.* FROM (
            SELECT * FROM unnest(ids, tiers, ranks, lengths, away)
                AS h(id, tier, rank, length, distance_m)
            ORDER BY h.tier, h.rank, h.distance_m NULLS LAST, h.length, h.id
            LIMIT page_size OFFSET page_offset) p)
    SELECT matched, count(*), coalesce(json_agg(diming_name_feature(
               p.id, (ARRAY['equal', 'beginning', 'inside', 'similar'])[p.tier + 1],
               p.distance_m, geometry, day, known) ORDER BY p.place), '[]')::text, bounded
    FROM page p;
END $$;

-- Whether `finer` is `division` or lies in it.
CREATE OR REPLACE FUNCTION diming_lies_in(
    finer integer, division integer, day date, known timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE
AS $$
DECLARE
    here integer := finer;
BEGIN
    WHILE here IS NOT NULL AND here <> division LOOP
        SELECT p.parent_id INTO here FROM division_parent p
        WHERE p.division_id = here AND diming_holds(p.valid, p.recorded, day, known);
    END LOOP;
    RETURN here IS NOT NULL;
END $$;

-- The name of a division on `day` as known at `known`. What is known now has an index.
CREATE OR REPLACE FUNCTION diming_named(division integer, day date, known timestamptz)
RETURNS text LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF known IS NULL THEN
        RETURN diming_division_name(division, day);
    END IF;
    RETURN (SELECT n.name FROM division_name n
            WHERE n.division_id = division AND n.valid @> day AND n.recorded @> known);
END $$;

-- A name as a GeoJSON feature of a list.
DROP FUNCTION IF EXISTS diming_name_feature;
CREATE FUNCTION diming_name_feature(
    asked bigint, match text, distance_m double precision, geometry boolean, day date,
    known timestamptz)
RETURNS json LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
            'type', 'Feature', 'id', n.id,
            'geometry', CASE WHEN geometry THEN diming_geojson(o.geom) END,
            'properties', json_build_object(
                'id', n.id, 'name', n.name, 'romanization', n.romanization,
                'romanization_plain', n.romanization_plain, 'specific', n.specific,
                'generic', n.generic, 'kind', n.kind, 'status', n.status,
                'place', json_build_object('id', o.id, 'kind', o.kind, 'type_code', o.type_code,
                                           'type_words', o.type_words,
                                           'division', o.is_division_id),
                'division', CASE WHEN o.division_id IS NOT NULL THEN json_build_object(
                    'id', o.division_id, 'name', diming_named(o.division_id, day, known)) END,
                'county', CASE WHEN o.county_id IS NOT NULL THEN json_build_object(
                    'id', o.county_id, 'name', diming_named(o.county_id, day, known)) END,
                'location_status', o.location_status,
                'valid', diming_period(n.valid, n.valid_text),
                'match', match,
                'distance_m', round(distance_m::numeric, 1)))
        FROM place_name n
        JOIN place o ON o.id = n.place_id
        WHERE n.id = asked);
END $$;

-- A page of the names that a text means, as GeoJSON features: the exact before the near, then by
-- what bears them, then the nearest. `way` is `characters`, `pinyin`, `initials` or `letters`
-- (a reading or initials). Where nothing is found as written, what differs by one typing error
-- (`likely`: readings that may be meant) is given. Not more than `most` hits are looked at;
-- `bounded` tells that there may be more. No row: there are too many to pick out those in the
-- box, the circle or the division asked for; they are to be sought by place.
DROP FUNCTION IF EXISTS diming_search_names;
CREATE FUNCTION diming_search_names(
    way text, q text, likely text[], day date, known timestamptz, rank smallint, name_kind text,
    status text, west double precision, south double precision, east double precision,
    north double precision, lon double precision, lat double precision, radius double precision,
    division integer, geometry boolean, most integer, page_size integer, page_offset integer)
RETURNS TABLE (matched bigint, returned bigint, features text, bounded boolean)
LANGUAGE plpgsql STABLE ROWS 1
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    ids bigint[];
    tiers integer[];
    here geometry := ST_SetSRID(ST_MakePoint(lon, lat), 4490);
BEGIN
    CASE way
    WHEN 'characters' THEN
        SELECT array_agg(h.id), array_agg(h.tier) INTO ids, tiers FROM diming_names_written(
            q, day, known, rank, name_kind, status, most) h;
        IF ids IS NULL AND char_length(q) > 1 AND q !~ '[[:punct:]]' THEN
            SELECT array_agg(h.id), array_agg(h.tier) INTO ids, tiers
            FROM diming_names_miswritten(q, day, known, rank, name_kind, status, most) h;
        END IF;
    WHEN 'initials' THEN
        SELECT array_agg(h.id), array_agg(h.tier) INTO ids, tiers FROM diming_names_initialled(
            q, day, known, rank, name_kind, status, most) h;
    ELSE
        SELECT array_agg(h.id), array_agg(h.tier) INTO ids, tiers FROM (
            SELECT * FROM diming_names_read(q, day, known, rank, name_kind, status, most)
            UNION ALL
            SELECT * FROM diming_names_initialled(q, day, known, rank, name_kind, status, most)
            WHERE way = 'letters') h;
        IF ids IS NULL AND cardinality(likely) > 0 THEN
            SELECT array_agg(h.id), array_agg(h.tier) INTO ids, tiers
            FROM diming_names_misread(likely, day, known, rank, name_kind, status, most) h;
        END IF;
    END CASE;
    SELECT array_agg(h.id), array_agg(h.tier), count(*) >= most INTO ids, tiers, bounded
    FROM (SELECT f.id, min(f.tier) AS tier FROM unnest(ids, tiers) AS f(id, tier)
          GROUP BY f.id ORDER BY 2, 1) h;
    IF bounded AND (west IS NOT NULL OR lon IS NOT NULL OR division IS NOT NULL) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH hit AS MATERIALIZED (
        SELECT n.id, h.tier, n.place_rank, char_length(n.name) AS length,
               ST_Distance(o.geom::geography, here::geography) AS distance_m
        FROM unnest(ids, tiers) AS h(id, tier)
        JOIN place_name n ON n.id = h.id
        JOIN place o ON o.id = n.place_id
        WHERE diming_holds(o.valid, o.recorded, day, known)
          AND (division IS NULL OR o.county_id = division OR o.province_id = division
               OR diming_lies_in(o.division_id, division, day, known))
          AND (west IS NULL OR ST_Intersects(o.geom, ST_MakeEnvelope(west, south, east, north, 4490)))
          AND (lon IS NULL OR ST_DWithin(o.geom::geography, here::geography, radius))),
    page AS (
        SELECT row_number() OVER () AS place, p.* FROM (
            SELECT * FROM hit h
            ORDER BY h.tier, h.place_rank, h.distance_m NULLS LAST, h.length, h.id
            LIMIT page_size OFFSET page_offset) p)
    SELECT (SELECT count(*) FROM hit), (SELECT count(*) FROM page), (
        SELECT coalesce(json_agg(diming_name_feature(
            p.id, (ARRAY['equal', 'beginning', 'inside', 'similar'])[p.tier + 1], p.distance_m,
            geometry, day, known) ORDER BY p.place), '[]')::text FROM page p), bounded;
END $$;
