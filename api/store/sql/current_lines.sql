-- The best version of each line on a day: official before public before synthetic, of equals the
-- later delivered. Written as "none is better", so that a filter on arcs reaches the indexes.
CREATE OR REPLACE FUNCTION diming_lines_on(day date)
RETURNS TABLE (version_id integer, line_id integer, level smallint, code text, name text,
               left_division_id integer, right_division_id integer, status text,
               accuracy_m double precision, approved boolean, length_m double precision,
               document text, last_inspected_on date, coverage_id integer)
LANGUAGE sql STABLE AS $$
    SELECT v.id, l.id, l.level, l.code, l.name, l.left_division_id, l.right_division_id, v.status,
           v.accuracy_m, v.approved, v.length_m, v.document, v.last_inspected_on, v.coverage_id
    FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line_id
    WHERE v.valid @> day AND upper_inf(v.recorded)
      AND NOT EXISTS (
          SELECT 1 FROM boundary_line_version w
          WHERE w.line_id = v.line_id AND w.valid @> day AND upper_inf(w.recorded) AND w.id <> v.id
            AND (array_position(ARRAY['official', 'public', 'synthetic'], w.status), -w.coverage_id)
              < (array_position(ARRAY['official', 'public', 'synthetic'], v.status), -v.coverage_id))
$$;
