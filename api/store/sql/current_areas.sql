-- The best area of each division on a day (EPSG:4490), with what it may be taken for: official
-- before public before synthetic, of equals the later recorded. Written as "none is better", so
-- that a filter on the place, the level or the division reaches the indexes.
CREATE OR REPLACE FUNCTION diming_areas_on(day date)
RETURNS TABLE (area_id integer, division_id integer, level smallint, coverage_id integer,
               status text, accuracy_class text, accuracy_m double precision,
               area_m2 double precision, geom geometry, label_point geometry)
LANGUAGE sql STABLE AS $$
    SELECT a.id, a.division_id, a.level, a.coverage_id, c.status, c.accuracy_class, c.accuracy_m,
           a.area_m2, a.geom, a.label_point
    FROM division_area a JOIN coverage c ON c.id = a.coverage_id
    WHERE a.valid @> day AND upper_inf(a.recorded)
      AND NOT EXISTS (
          SELECT 1 FROM division_area b JOIN coverage d ON d.id = b.coverage_id
          WHERE b.division_id = a.division_id AND b.valid @> day AND upper_inf(b.recorded)
            AND b.id <> a.id
            AND (array_position(ARRAY['official', 'public', 'synthetic'], d.status), -d.id)
              < (array_position(ARRAY['official', 'public', 'synthetic'], c.status), -c.id))
$$;
