-- What there is to tell of names that were hit, and of lists.

-- The names in use on `day` among `ids` (`names`), and where they are: `wheres` gives for each
-- town, or for each county of places without one, the county on the day and both in words.
DROP FUNCTION IF EXISTS diming_known_names;
CREATE FUNCTION diming_known_names(ids bigint[], day date)
RETURNS TABLE (what text, fact jsonb)
LANGUAGE plpgsql STABLE ROWS 2
AS $$
DECLARE
    towns integer[];
    counties integer[];
BEGIN
    SELECT array_agg(k.township_id), array_agg(k.county_id), jsonb_agg(jsonb_build_array(
               k.id, k.name, k.specific, k.status, k.kind, ST_X(k.point), ST_Y(k.point),
               k.township_id, k.county_id, k.province_id))
    INTO towns, counties, fact
    FROM (
        SELECT n.id, n.name, n.specific, n.status, p.kind, diming_point(p.geom) AS point,
               CASE d.level WHEN 4 THEN d.id WHEN 5 THEN up.parent_id END AS township_id,
               p.county_id, p.province_id
        FROM (SELECT DISTINCT id FROM unnest(ids) AS id) a
        JOIN place_name n ON n.id = a.id
        JOIN place p ON p.id = n.place_id
        LEFT JOIN division d ON d.id = p.division_id
        LEFT JOIN LATERAL (SELECT parent_id FROM division_parent u
                           WHERE u.division_id = d.id AND u.valid @> day
                             AND upper_inf(u.recorded) LIMIT 1) up ON d.level = 5
        WHERE n.valid @> day AND upper_inf(n.recorded)
          AND n.status NOT IN ('retired', 'vanished')
          AND (n.published OR diming_may_see(n.place_id))) k;
    IF towns IS NULL THEN
        RETURN;
    END IF;
    what := 'names';
    RETURN NEXT;
    RETURN QUERY
    SELECT 'wheres', jsonb_agg(jsonb_build_array(
               s.township_id, s.county_id, coalesce(up.parent_id, s.county_id),
               coalesce(c.name, '') || coalesce(t.name, '')))
    FROM (SELECT DISTINCT * FROM unnest(towns, counties) AS s(township_id, county_id)) s
    -- one by one (LIMIT): the planner believes that few facts hold on a day, and reads them all
    LEFT JOIN LATERAL (SELECT parent_id FROM division_parent u
                       WHERE u.division_id = s.township_id AND u.valid @> day
                         AND upper_inf(u.recorded) LIMIT 1) up ON true
    LEFT JOIN LATERAL (SELECT name FROM division_name n
                       WHERE n.division_id = s.township_id AND n.valid @> day
                         AND upper_inf(n.recorded) LIMIT 1) t ON true
    LEFT JOIN LATERAL (SELECT name FROM division_name n
                       WHERE n.division_id = coalesce(up.parent_id, s.county_id)
                         AND n.valid @> day AND upper_inf(n.recorded) LIMIT 1) c ON true;
END $$;

-- Entries of protection lists that bear one of the names.
DROP FUNCTION IF EXISTS diming_listed;
CREATE FUNCTION diming_listed(listed text[], day date, most integer) RETURNS TABLE (fact jsonb)
LANGUAGE plpgsql STABLE ROWS 1
AS $$
BEGIN
    RETURN QUERY
    SELECT jsonb_agg(jsonb_build_object(
               'key', g.key, 'name', g.name, 'list_title', t.title, 'level', t.level,
               'where', t.province || g.county_text, 'note', g.note,
               'county_id', diming_ancestor(g.division_id, 3, day)) ORDER BY g.id)
    FROM unnest(listed) AS q(name)
    CROSS JOIN LATERAL (SELECT * FROM heritage_listing
                        WHERE key = q.name AND valid @> day AND upper_inf(recorded)
                          AND NOT diming_kept_back(place_name_id)
                        LIMIT most) g
    JOIN heritage_list t ON t.id = g.list_id;
END $$;
