-- Which way a line runs, degrees from north, geodesic: from its one end to the other where these lie
-- apart by a third of its length at least; else (rings, roads in pieces) the mean way of its pieces
-- by their length, 0 to 180; NULL for what is no line or runs every way alike.
CREATE OR REPLACE FUNCTION diming_bearing(shape geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN GeometryType(one.line) = 'LINESTRING'
             AND ST_Distance(CAST(ST_StartPoint(one.line) AS geography),
                             CAST(ST_EndPoint(one.line) AS geography))
                 >= ST_Length(CAST(one.line AS geography)) / 3
        THEN degrees(ST_Azimuth(CAST(ST_StartPoint(one.line) AS geography),
                                CAST(ST_EndPoint(one.line) AS geography)))
        ELSE (
            SELECT CASE WHEN sqrt(sum(p.m * sin(2 * p.way)) ^ 2 + sum(p.m * cos(2 * p.way)) ^ 2)
                             > sum(p.m) / 5
                        THEN mod(CAST(degrees(atan2(sum(p.m * sin(2 * p.way)),
                                                    sum(p.m * cos(2 * p.way)))) / 2 + 180
                                      AS numeric), 180) END
            FROM (SELECT ST_Azimuth(CAST(ST_StartPoint(s.geom) AS geography),
                                    CAST(ST_EndPoint(s.geom) AS geography)) AS way,
                         ST_Length(CAST(s.geom AS geography)) AS m
                  FROM ST_DumpSegments(one.line) s) p
            WHERE p.way IS NOT NULL)
        END
    FROM (SELECT CASE GeometryType(shape)
                     WHEN 'LINESTRING' THEN shape
                     WHEN 'MULTILINESTRING' THEN ST_LineMerge(shape) END AS line) one
    WHERE one.line IS NOT NULL
$$;
