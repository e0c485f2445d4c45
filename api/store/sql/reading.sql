-- What every read asks of a dated, sourced row; all of these are inlined into the query.

CREATE OR REPLACE FUNCTION diming_holds(
    valid daterange, recorded tstzrange, day date, known timestamptz
) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT valid @> day AND CASE WHEN known IS NULL THEN upper_inf(recorded) ELSE recorded @> known END
$$;

CREATE OR REPLACE FUNCTION diming_known(recorded tstzrange, known timestamptz)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN known IS NULL THEN upper_inf(recorded) ELSE recorded @> known END
$$;

CREATE OR REPLACE FUNCTION diming_period(valid daterange, valid_text text)
RETURNS json LANGUAGE sql STABLE AS $$
    SELECT json_build_object('from', lower(valid), 'to', upper(valid), 'text', valid_text)
$$;

-- The better geometry first: 法定, then 公开来源, then 示意.
CREATE OR REPLACE FUNCTION diming_status_rank(status text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE status WHEN 'official' THEN 1 WHEN 'public' THEN 2 WHEN 'synthetic' THEN 3 ELSE 4 END
$$;

CREATE OR REPLACE FUNCTION diming_status_label(status text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE status WHEN 'official' THEN '法定界线'
                       WHEN 'public' THEN '公开来源，非法定界线，仅供参考'
                       WHEN 'synthetic' THEN '示意数据，非法定界线' END
$$;

CREATE OR REPLACE FUNCTION diming_level_word(level integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (ARRAY['province', 'prefecture', 'county', 'township', 'village'])[level]
$$;

CREATE OR REPLACE FUNCTION diming_geojson(geom geometry) RETURNS json LANGUAGE sql IMMUTABLE AS $$
    -- seven decimals, no crs member, exterior rings counter-clockwise (RFC 7946);
    -- ST_ForcePolygonCCW would turn lines round
    SELECT ST_AsGeoJSON(
        CASE WHEN ST_Dimension(geom) = 2 THEN ST_ForcePolygonCCW(geom) ELSE geom END, 7, 0)::json
$$;

-- The code that a division is known by on a day: the ministry's list before the others.
CREATE OR REPLACE FUNCTION diming_code_of(division integer, day date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT c.code FROM division_code c
    WHERE c.division_id = division AND c.valid @> day AND upper_inf(c.recorded)
    ORDER BY array_position(ARRAY['mca', 'gb2260', 'nbs'], c.scheme) LIMIT 1
$$;

-- A line version as one line, in its own direction; as several where its arcs do not meet.
CREATE OR REPLACE FUNCTION diming_line_shape(version integer) RETURNS geometry LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN bool_and(follows) THEN ST_MakeLine(geom ORDER BY seq)
                ELSE ST_Collect(geom ORDER BY seq) END
    FROM (
        SELECT seq, geom, coalesce(
                   ST_EndPoint(lag(geom) OVER (ORDER BY seq)) = ST_StartPoint(geom), true) AS follows
        FROM (
            SELECT la.seq, CASE WHEN la.forward THEN arc.geom ELSE ST_Reverse(arc.geom) END AS geom
            FROM boundary_line_arc la JOIN arc ON arc.id = la.arc_id
            WHERE la.version_id = version) ordered) joined
$$;
