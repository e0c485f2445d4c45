-- What `diming_facts` asks of the divisions; planned as it plans.

-- An area is also kept in pieces of few corners: whether a point lies in an outline of
-- thousands costs as much as all else that is asked about a proposal.
CREATE OR REPLACE FUNCTION diming_cut_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM division_area_piece WHERE area_id = NEW.id;
    IF ST_IsValid(NEW.geom) THEN
        INSERT INTO division_area_piece (area_id, geom) SELECT NEW.id, ST_Subdivide(NEW.geom, 64);
    ELSE
        -- what crosses itself cannot be cut
        INSERT INTO division_area_piece (area_id, geom) SELECT NEW.id, (ST_Dump(NEW.geom)).geom;
    END IF;
    RETURN NULL;
END $$;

-- What is said of a place, as divisions: the best meaning, the town, county and province that
-- it is or lies in, and in `facts` all meanings (`diming_meanings`).
DROP FUNCTION IF EXISTS diming_stated;
CREATE FUNCTION diming_stated(
    code_said text, county_said text, province_said text, day date,
    OUT division_id integer, OUT township_id integer, OUT county_id integer,
    OUT province_id integer, OUT facts jsonb)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    meant RECORD;
BEGIN
    -- nearly always a code means one division that exists
    SELECT min(c.division_id) AS id, max(c.division_id) AS other,
           bool_and(n.id IS NOT NULL) AS lives,
           (array_agg(c.scheme ORDER BY array_position(ARRAY['mca', 'nbs', 'gb2260'], c.scheme)))[1]
               AS scheme
    INTO meant
    FROM division_code c
    LEFT JOIN LATERAL (SELECT id FROM division_name m
                       WHERE m.division_id = c.division_id AND m.valid @> day
                         AND upper_inf(m.recorded) LIMIT 1) n ON true
    -- coalesce keeps the index of the constraint out, which is slow without a scheme
    WHERE c.code = code_said AND coalesce(upper_inf(c.recorded), false) AND lower(c.valid) <= day;
    IF meant.id = meant.other AND meant.lives THEN
        division_id := meant.id;
        SELECT l.township_id, l.county_id, l.province_id, jsonb_build_array(jsonb_build_object(
                   'division_id', meant.id, 'scheme', meant.scheme, 'place', l.place,
                   'ended', NULL, 'successors', NULL))
        INTO township_id, county_id, province_id, facts
        FROM diming_lineage(meant.id, day) l;
        RETURN;
    END IF;
    SELECT (array_agg(m.division_id))[1], (array_agg(m.township_id))[1],
           (array_agg(m.county_id))[1], (array_agg(m.province_id))[1], jsonb_agg(to_jsonb(m))
    INTO division_id, township_id, county_id, province_id, facts
    FROM diming_meanings(code_said, county_said, province_said, day) m;
END $$;

-- The divisions meant by a code (any scheme), or else by the name of a county and, if given,
-- its province, or else by the name of a province; best first: living before ended, then by
-- the scheme, the ministry's list first. An ended one tells the day and what came in its
-- place; of the divisions above it only the province is given, for the others may have
-- passed to several. Texts that are not given are ''.
DROP FUNCTION IF EXISTS diming_meanings;
CREATE FUNCTION diming_meanings(code_said text, county_said text, province_said text, day date)
RETURNS TABLE (division_id integer, scheme text, place text, township_id integer,
               county_id integer, province_id integer, ended date, successors text[])
LANGUAGE plpgsql STABLE ROWS 1
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH hits AS (
        SELECT c.division_id, c.scheme FROM division_code c
        WHERE code_said <> '' AND c.code = code_said AND upper_inf(c.recorded)
          AND lower(c.valid) <= day
        UNION ALL
        SELECT n.division_id, NULL
        FROM division_name n JOIN division d ON d.id = n.division_id AND d.level = 3
        WHERE code_said = '' AND county_said <> '' AND n.name = county_said
          AND upper_inf(n.recorded) AND lower(n.valid) <= day
          AND (province_said = '' OR province_said = diming_division_name(
              diming_ancestor(n.division_id, 1, least(day, upper(n.valid) - 1)), day))
        UNION ALL
        SELECT n.division_id, NULL
        FROM division_name n JOIN division d ON d.id = n.division_id AND d.level = 1
        WHERE code_said = '' AND county_said = '' AND n.name = province_said
          AND upper_inf(n.recorded) AND n.valid @> day),
    each AS (
        SELECT DISTINCT ON (h.division_id) h.division_id,
               array_position(ARRAY['mca', 'nbs', 'gb2260'], h.scheme) AS rank, h.scheme,
               life.ended, life.ended_by
        FROM hits h CROSS JOIN LATERAL (
            SELECT CASE WHEN n.valid @> day THEN NULL ELSE upper(n.valid) END AS ended, n.ended_by
            FROM division_name n
            WHERE n.division_id = h.division_id AND upper_inf(n.recorded) AND lower(n.valid) <= day
            ORDER BY n.valid DESC LIMIT 1) life
        ORDER BY h.division_id, rank),
    best AS (
        SELECT e.*, rank() OVER (ORDER BY e.ended IS NOT NULL) AS living FROM each e)
    SELECT b.division_id, b.scheme, l.place,
           CASE WHEN b.ended IS NULL THEN l.township_id END,
           CASE WHEN b.ended IS NULL THEN l.county_id END, l.province_id, b.ended,
           CASE WHEN b.ended IS NOT NULL THEN ARRAY(
               SELECT diming_division_name(p.division_id, day) FROM division_event_part p
               WHERE p.event_id = b.ended_by AND p.role = 'successor' ORDER BY p.id) END
    FROM best b CROSS JOIN LATERAL diming_lineage(b.division_id, coalesce(b.ended - 1, day)) l
    WHERE b.living = 1
    ORDER BY b.rank, b.division_id;
END $$;

-- The town, county and province that a point (degrees, EPSG:4490) lies in by their best areas,
-- and in `facts` the divisions of all levels, the highest first.
DROP FUNCTION IF EXISTS diming_located;
CREATE FUNCTION diming_located(
    lon double precision, lat double precision, day date,
    OUT township_id integer, OUT county_id integer, OUT province_id integer, OUT facts jsonb)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    SELECT max(l.division_id) FILTER (WHERE l.level = 4),
           max(l.division_id) FILTER (WHERE l.level = 3),
           max(l.division_id) FILTER (WHERE l.level = 1),
           jsonb_agg(jsonb_build_object(
               'level', l.level, 'division_id', l.division_id,
               'name', diming_division_name(l.division_id, day), 'status', l.status,
               'accuracy_m', l.accuracy_m) ORDER BY l.level)
    INTO township_id, county_id, province_id, facts
    FROM (
        SELECT DISTINCT ON (a.level)
               a.level, a.division_id, a.status, a.accuracy_m
        FROM division_area_piece p
        -- each by its id: the planner believes that few areas hold on a day, and reads them all
        CROSS JOIN LATERAL (
            SELECT * FROM diming_areas_on(day) b WHERE b.area_id = p.area_id OFFSET 0) a
        WHERE ST_Covers(p.geom, ST_SetSRID(ST_MakePoint(lon, lat), 4490))
        ORDER BY a.level, diming_status_rank(a.status), a.coverage_id DESC, a.area_id) l;
END $$;

-- How far a point is from the best area of a division, in metres, 0 inside; no row if it
-- has no area.
DROP FUNCTION IF EXISTS diming_off_division;
CREATE FUNCTION diming_off_division(
    division integer, lon double precision, lat double precision, day date)
RETURNS TABLE (distance_m double precision, status text)
LANGUAGE plpgsql STABLE STRICT ROWS 1
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT ST_Distance(a.geom::geography, ST_SetSRID(ST_MakePoint(lon, lat), 4490)::geography),
           a.status
    FROM diming_areas_on(day) a WHERE a.division_id = division LIMIT 1;
END $$;
