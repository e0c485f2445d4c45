-- Names out of use near a new place, which no place of their county bears today, the nearest
-- and best told first: of the register within `old_m` metres of the point, or in the county
-- where there is no point; and of the lists of the county, or of one that it was made from.
-- A fact is for all proposals (`nos`) of one point, one county.
DROP FUNCTION IF EXISTS diming_old_names;
CREATE FUNCTION diming_old_names(
    here_point integer[], point_lon double precision[], point_lat double precision[],
    counties integer[], old_no integer[], old_m double precision[], day date)
RETURNS TABLE (fact jsonb)
LANGUAGE plpgsql STABLE ROWS 10
AS $$
DECLARE
    of_place RECORD;
    lon double precision;
    lat double precision;
    ids bigint[];
    listings integer[];
BEGIN
    FOR of_place IN
        SELECT here_point[no] AS spot, counties[no] AS county, metres, array_agg(no) AS nos
        FROM unnest(old_no, old_m) AS o(no, metres)
        GROUP BY 1, 2, 3
    LOOP
        lon := point_lon[of_place.spot];
        lat := point_lat[of_place.spot];
        ids := diming_old_ids(lon, lat, of_place.county, of_place.metres);
        listings := diming_old_listings(of_place.county, day);
        IF cardinality(ids) + cardinality(listings) > 0 THEN
            RETURN QUERY
            SELECT jsonb_build_object('nos', to_jsonb(of_place.nos), 'names', t.names)
            FROM diming_old_told(ids, listings, of_place.county, lon, lat, of_place.metres, day)
                     AS t(names)
            WHERE t.names IS NOT NULL;
        END IF;
    END LOOP;
END $$;

-- The names out of use in the cells within `metres` of a point, and those of the county that
-- have no shape, or all of it where there is no point.
DROP FUNCTION IF EXISTS diming_old_ids;
CREATE FUNCTION diming_old_ids(
    lon double precision, lat double precision, county integer, metres double precision)
RETURNS bigint[] LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT k.place_name_id FROM diming_cells_near(lon, lat, metres) c
        JOIN name_key k ON k.part = 'old' AND k.cell BETWEEN c.low AND c.high
        UNION ALL
        (SELECT k.place_name_id FROM name_key k
         WHERE k.part = 'old' AND k.county_id = county AND (lon IS NULL OR k.cell IS NULL)
         LIMIT 200));
END $$;

-- The entries of vanished names in the lists of a county, or of one that it was made from.
DROP FUNCTION IF EXISTS diming_old_listings;
CREATE FUNCTION diming_old_listings(county integer, day date) RETURNS integer[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT g.id FROM (
            SELECT county AS id
            UNION
            SELECT was.division_id FROM division_event_part became
            JOIN division_event_part was
              ON was.event_id = became.event_id AND was.role = 'predecessor'
            WHERE became.division_id = county AND became.role = 'successor') d
        JOIN heritage_listing g ON g.division_id = d.id
        WHERE g.standing = 'vanished' AND g.valid @> day AND upper_inf(g.recorded)
          AND NOT diming_kept_back(g.place_name_id)
        LIMIT 200);
END $$;

-- What there is to tell of the best of them that nobody bears today: looked at one after the
-- other until there are enough.
DROP FUNCTION IF EXISTS diming_old_told;
CREATE FUNCTION diming_old_told(
    ids bigint[], listings integer[], county integer, lon double precision,
    lat double precision, metres double precision, day date)
RETURNS jsonb LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_agg(to_jsonb(b) || diming_old_story(b.id, day)
                         ORDER BY b.distance_m, b.note = '', b.name)
        FROM (
            SELECT o.id, o.name, o.list_title, o.level, o.place, o.note, o.distance_m
            FROM (SELECT * FROM (
                SELECT n.id, n.name, '' AS list_title, '' AS level, '' AS place, '' AS note,
                       e.distance_m, ARRAY[n.key, n.specific] AS keys, p.county_id
                FROM unnest(ids) AS k(id)
                JOIN place_name n ON n.id = k.id
                JOIN place p ON p.id = n.place_id
                CROSS JOIN LATERAL (
                    SELECT ST_Distance(
                        ST_SetSRID(ST_MakePoint(lon, lat), 4490)::geography,
                        diming_point(p.geom)::geography) AS distance_m) e
                WHERE (e.distance_m IS NULL OR e.distance_m <= metres)
                  AND upper_inf(n.recorded) AND lower(n.valid) <= day
                  AND (n.published OR diming_may_see(n.place_id))
                  AND (n.status = 'vanished' OR NOT n.valid @> day)
                UNION ALL
                SELECT NULL, g.name, t.title, t.level, t.province || g.county_text, g.note, NULL,
                       ARRAY[g.key], county
                FROM unnest(listings) AS k(id)
                JOIN heritage_listing g ON g.id = k.id
                JOIN heritage_list t ON t.id = g.list_id) u
                ORDER BY u.distance_m, u.note = '', u.name OFFSET 0) o
            WHERE NOT diming_is_borne(o.keys, o.county_id, day)
            LIMIT 4) b);
END $$;

-- Whether a place of `county` bears one of `keys` on `day`, as its name or its specific part.
CREATE OR REPLACE FUNCTION diming_is_borne(keys text[], county integer, day date)
RETURNS boolean LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM name_key k JOIN place_name n ON n.id = k.place_name_id
        WHERE k.key = ANY (keys) AND k.part IN ('full', 'specific') AND k.county_id = county
          AND n.valid @> day AND upper_inf(n.recorded)
          AND n.status NOT IN ('former', 'vanished', 'retired'));
END $$;

-- What became of a name out of use: its status, the day it ended, the name of the place today,
-- by which document, and where the place is.
DROP FUNCTION IF EXISTS diming_old_story;
CREATE FUNCTION diming_old_story(name_asked bigint, day date) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN coalesce((
        SELECT jsonb_build_object(
                   'status', n.status, 'ended', upper(n.valid), 'now', today.name,
                   'document', coalesce(e.document, ''),
                   'place', coalesce(diming_where(p.division_id, day), ''))
        FROM place_name n
        JOIN place p ON p.id = n.place_id
        LEFT JOIN LATERAL (
            SELECT m.name FROM place_name m
            WHERE m.place_id = n.place_id AND m.kind = 'standard' AND m.valid @> day
              AND upper_inf(m.recorded) AND m.status NOT IN ('former', 'vanished', 'retired')
              AND (m.published OR diming_may_see(m.place_id))
            LIMIT 1) today ON true
        LEFT JOIN LATERAL (
            SELECT v.document FROM name_event v
            WHERE v.place_name_id = n.id
              AND v.kind IN ('altered', 'replaced', 'discontinued', 'vanished')
            ORDER BY v.id DESC LIMIT 1) e ON true
        WHERE n.id = name_asked), '{}');
END $$;
