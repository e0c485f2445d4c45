-- Search: a page of names for what somebody typed. How they are found by their text is in
-- search_walks.sql and search_mistyped.sql, how by their place in search_places.sql.

-- What is asked of a name besides its text; null where nothing is.
DROP TYPE IF EXISTS diming_name_wish CASCADE;
CREATE TYPE diming_name_wish AS (
    day date, known timestamptz, rank smallint, kind text, status text);

-- Where it is to stand: `box` and `centre` are in EPSG:4490, `radius` is in metres.
DROP TYPE IF EXISTS diming_name_place CASCADE;
CREATE TYPE diming_name_place AS (
    division integer, box geometry, centre geometry, radius double precision);

-- A name that is found: how well, how far away, its number in the order of the walk.
DROP TYPE IF EXISTS diming_name_hit CASCADE;
CREATE TYPE diming_name_hit AS (
    id bigint, tier integer, rank smallint, length integer, distance_m double precision,
    no bigint);

-- Whether a name holds on the day as known then and is what is asked for; inlined.
CREATE FUNCTION diming_sought(n place_name, wish diming_name_wish) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT diming_holds((n).valid, (n).recorded, (wish).day, (wish).known)
       AND ((wish).kind IS NULL OR (n).kind = (wish).kind)
       AND ((wish).status IS NULL OR coalesce((n).status_in_use, (n).status) = (wish).status)
       AND ((n).published OR diming_may_see((n).place_id))
       AND ((n).version_of IS NULL OR NOT diming_kept_back((n).version_of))
$$;

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

-- A name as a GeoJSON feature of a list, with the names of its division and county; inlined.
DROP FUNCTION IF EXISTS diming_name_feature;
CREATE FUNCTION diming_name_feature(
    n place_name, o place, division_name text, county_name text, match text,
    distance_m double precision, geometry boolean)
RETURNS json LANGUAGE sql STABLE
AS $$
    SELECT json_build_object(
        'type', 'Feature', 'id', coalesce((n).version_of, (n).id),
        'geometry', CASE WHEN geometry THEN diming_geojson((o).geom) END,
        'properties', json_build_object(
            'id', coalesce((n).version_of, (n).id), 'name', (n).name, 'romanization', (n).romanization,
            'romanization_plain', (n).romanization_plain, 'specific', (n).specific,
            'generic', (n).generic, 'kind', (n).kind,
            'status', coalesce((n).status_in_use, (n).status),
            'place', json_build_object('id', (o).id, 'kind', (o).kind,
                                       'type_code', (o).type_code, 'type_words', (o).type_words,
                                       'division', (o).is_division_id),
            'division', CASE WHEN (o).division_id IS NOT NULL THEN json_build_object(
                'id', (o).division_id, 'name', division_name) END,
            'county', CASE WHEN (o).county_id IS NOT NULL THEN json_build_object(
                'id', (o).county_id, 'name', county_name) END,
            'location_status', (o).location_status,
            'valid', diming_period((n).valid, (n).valid_text),
            'match', match,
            'distance_m', round(distance_m::numeric, 1)))
$$;

-- The names that are as `q` says (or, if `mistyped`, but for one error), in the order of tiers
-- and ranks: the first `most`. `way` is `characters`, `pinyin`, `initials` or `letters` (a
-- reading or initials); `likely` are the readings that may be meant by mistyped letters.
DROP FUNCTION IF EXISTS diming_names_meant;
CREATE FUNCTION diming_names_meant(
    way text, q text, likely text[], mistyped boolean, wish diming_name_wish, most integer)
RETURNS diming_name_hit[] LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT (h.id, h.tier, h.its_rank, h.length, NULL, h.no)::diming_name_hit
        FROM (SELECT m.*, row_number() OVER (ORDER BY m.tier, m.its_rank, m.found) AS no
              FROM (
                  SELECT row_number() OVER () AS found, w.* FROM (
                      SELECT * FROM diming_names_written(q, wish, most)
                      WHERE way = 'characters' AND NOT mistyped
                      UNION ALL
                      SELECT * FROM diming_names_miswritten(q, wish, most)
                      WHERE way = 'characters' AND mistyped
                      UNION ALL
                      SELECT * FROM diming_names_read(way, q, wish, most)
                      WHERE way <> 'characters' AND NOT mistyped
                      UNION ALL
                      SELECT * FROM diming_names_misread(likely, wish, most)
                      WHERE way <> 'characters' AND mistyped) w) m) h
        ORDER BY h.no LIMIT most);
END $$;

-- A page of the names that a text means, as GeoJSON features: the exact before the near, then by
-- what bears them, then the nearest. Names with a typing error are told where there are none as
-- written; for letters the caller asks again with the readings that are `likely` meant. At
-- least `most` hits are looked at, in hundreds, so that one page follows the other whatever was
-- asked for; `bounded` tells that there may be more than `matched`.
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
    wish diming_name_wish := (day, known, rank, name_kind, status);
    there diming_name_place := (
        division, ST_MakeEnvelope(west, south, east, north, 4490),
        ST_SetSRID(ST_MakePoint(lon, lat), 4490), radius);
    wanted integer := ceil(most / 100.0) * 100;
    mistyped boolean := cardinality(likely) > 0;
    hits diming_name_hit[];
BEGIN
    LOOP
        IF west IS NOT NULL OR lon IS NOT NULL OR division IS NOT NULL THEN
            SELECT p.hits, p.bounded INTO hits, bounded
            FROM diming_names_there(way, q, likely, mistyped, wish, there, wanted) p;
        ELSE
            hits := diming_names_meant(way, q, likely, mistyped, wish, wanted);
            bounded := cardinality(hits) >= wanted;
        END IF;
        EXIT WHEN cardinality(hits) > 0 OR mistyped OR way <> 'characters'
               OR char_length(q) < 2 OR q ~ '[[:punct:]]';
        mistyped := true;
    END LOOP;
    matched := cardinality(hits);
    RETURN QUERY
    WITH page AS (
        SELECT row_number() OVER () AS place, p.* FROM (
            SELECT h.* FROM unnest(hits) h
            ORDER BY (h.no - 1) / 100, h.tier, h.rank, h.distance_m NULLS LAST, h.length, h.id
            LIMIT page_size OFFSET page_offset) p)
    SELECT matched, count(*), coalesce(json_agg(diming_name_feature(
               n, o, diming_named(o.division_id, day, known),
               diming_named(o.county_id, day, known),
               (ARRAY['equal', 'beginning', 'inside', 'similar'])[p.tier + 1],
               p.distance_m, geometry) ORDER BY p.place), '[]')::text, bounded
    FROM page p
    JOIN place_name n ON n.id = p.id
    JOIN place o ON o.id = n.place_id;
END $$;
