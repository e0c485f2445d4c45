-- Search: a page of names for what somebody typed; how they are found is in search_walks.sql and
-- search_mistyped.sql.

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
                    'id', o.division_id,
                    'name', diming_named(o.division_id, day, known)) END,
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
