-- Which way a line runs from its one end to the other, degrees from north; NULL for what is no one
-- line.
CREATE OR REPLACE FUNCTION diming_bearing(shape geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT degrees(ST_Azimuth(CAST(ST_StartPoint(one.line) AS geography),
                              CAST(ST_EndPoint(one.line) AS geography)))
    FROM (SELECT CASE GeometryType(shape)
                     WHEN 'LINESTRING' THEN shape
                     WHEN 'MULTILINESTRING' THEN ST_LineMerge(shape) END AS line) one
    WHERE GeometryType(one.line) = 'LINESTRING'
$$;
