-- Divisions that are stated by code (any scheme) or by the name of a county and, if given,
-- its province, for a batch. A code that had another holder or has ended by `day` is
-- returned with `ended`, so that the answer can say so.
CREATE OR REPLACE FUNCTION diming_stated_divisions(
    nos integer[], codes text[], counties text[], provinces text[], day date)
RETURNS TABLE (no integer, division_id integer, level smallint, scheme text, name text, place text,
               township_id integer, county_id integer, province_id integer, ended date)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS (
        SELECT * FROM unnest(nos, codes, counties, provinces) AS a(no, code, county, province)),
    hits AS (
        SELECT a.no, c.division_id, c.scheme,
               CASE WHEN c.valid @> day THEN NULL ELSE upper(c.valid) END AS ended
        FROM asked a JOIN division_code c ON c.code = a.code AND upper_inf(c.recorded)
        WHERE a.code <> '' AND (c.valid @> day OR upper(c.valid) <= day)
        UNION ALL
        SELECT a.no, n.division_id, NULL, CASE WHEN n.valid @> day THEN NULL ELSE upper(n.valid) END
        FROM asked a
        JOIN division_name n ON n.name = a.county AND upper_inf(n.recorded)
        JOIN division d ON d.id = n.division_id AND d.level = 3
        WHERE a.code = '' AND a.county <> '' AND (n.valid @> day OR upper(n.valid) <= day)
          AND (a.province = '' OR a.province = diming_division_name(
              diming_ancestor(n.division_id, 1, least(day, upper(n.valid) - 1)), day))
        UNION ALL
        SELECT a.no, n.division_id, NULL, NULL
        FROM asked a
        JOIN division_name n ON n.name = a.province AND upper_inf(n.recorded) AND n.valid @> day
        JOIN division d ON d.id = n.division_id AND d.level = 1
        WHERE a.code = '' AND a.county = '' AND a.province <> '')
    SELECT h.no, h.division_id, d.level, h.scheme, coalesce(diming_division_name(h.division_id, day),
               diming_division_name(h.division_id, h.ended - 1)),
           diming_where(h.division_id, coalesce(h.ended - 1, day)),
           diming_ancestor(h.division_id, 4, day), diming_ancestor(h.division_id, 3, day),
           diming_ancestor(h.division_id, 1, day), h.ended
    FROM (SELECT DISTINCT ON (x.no, x.division_id) x.* FROM hits x
          ORDER BY x.no, x.division_id, x.ended NULLS FIRST,
                   array_position(ARRAY['mca', 'nbs', 'gb2260'], x.scheme)) h
    JOIN division d ON d.id = h.division_id;
END $$;

-- The divisions that points (degrees, EPSG:4490) lie in, by the best area for each level:
-- official before public before synthetic, the later recorded first.
CREATE OR REPLACE FUNCTION diming_located(
    nos integer[], lons double precision[], lats double precision[], day date)
RETURNS TABLE (no integer, level smallint, division_id integer, name text, status text,
               accuracy_m double precision)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (p.no, a.level)
           p.no, a.level, a.division_id, diming_division_name(a.division_id, day), c.status,
           c.accuracy_m
    FROM unnest(nos, lons, lats) AS p(no, lon, lat)
    JOIN division_area a
      ON ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4490))
     AND a.valid @> day AND upper_inf(a.recorded)
    JOIN coverage c ON c.id = a.coverage_id
    ORDER BY p.no, a.level, array_position(ARRAY['official', 'public', 'synthetic'], c.status),
             lower(a.recorded) DESC, a.id;
END $$;

-- How far points are from the best area of a stated division, in metres; 0 inside.
CREATE OR REPLACE FUNCTION diming_off_division(
    nos integer[], divisions integer[], lons double precision[], lats double precision[], day date)
RETURNS TABLE (no integer, distance_m double precision, status text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT q.no, ST_Distance(best.geom::geography,
                             ST_SetSRID(ST_MakePoint(q.lon, q.lat), 4490)::geography), best.status
    FROM unnest(nos, divisions, lons, lats) AS q(no, division, lon, lat)
    CROSS JOIN LATERAL (
        SELECT a.geom, c.status FROM division_area a JOIN coverage c ON c.id = a.coverage_id
        WHERE a.division_id = q.division AND a.valid @> day AND upper_inf(a.recorded)
        ORDER BY array_position(ARRAY['official', 'public', 'synthetic'], c.status),
                 lower(a.recorded) DESC, a.id
        LIMIT 1) best;
END $$;
