-- Everything the register knows about a batch of proposals, in one round trip.
--
-- A PL/pgSQL function with generic plans, and so are those that it calls: planning such a
-- query anew costs fifty times its execution.
--
-- `asked` is an array with an object for each proposal: its number `no`; what it says of its
-- place (`code`, `county`, `province`, each '' if not said; `lon` and `lat`, EPSG:4490) or the
-- divisions it is known to stand in (`township_id`, `county_id`, `province_id`); what it is
-- compared by (`keys` of `part` and `key`), with which `kinds` of places, in which `scope`
-- (`county`, `province`, `nation`); the names that lists may protect (`listed`). At most
-- `most` names are fetched for a key.
--
-- The answer is a row for each fact: `stated` (a division that the words mean), `located` (one
-- that the point lies in), `here` (where it stands in the end), `name`, `listed`.
DROP FUNCTION IF EXISTS diming_facts;
CREATE FUNCTION diming_facts(asked jsonb, day date, most integer)
RETURNS TABLE (no integer, what text, fact jsonb)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH wish AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(asked) AS w(
            no integer, code text, county text, province text,
            lon double precision, lat double precision,
            township_id integer, county_id integer, province_id integer,
            keys jsonb, kinds text[], scope text, listed text[])),
    stated AS MATERIALIZED (
        SELECT w.no, s.*
        FROM (SELECT DISTINCT code, county, province FROM wish
              WHERE code <> '' OR county <> '' OR province <> '') said
        CROSS JOIN LATERAL diming_stated(said.code, said.county, said.province, day)
            WITH ORDINALITY AS s(division_id, scheme, place, township_id, county_id, province_id,
                                 ended, successors, rank)
        JOIN wish w USING (code, county, province)),
    located AS MATERIALIZED (
        SELECT w.no, l.* FROM wish w CROSS JOIN LATERAL diming_located(w.lon, w.lat, day) l),
    here AS MATERIALIZED (
        SELECT w.no, w.lon, w.lat, w.keys, w.kinds, w.scope, w.listed,
               coalesce(w.township_id, s.township_id, l.township_id) AS township_id,
               coalesce(w.county_id, s.county_id, l.county_id) AS county_id,
               coalesce(w.province_id, s.province_id, l.province_id) AS province_id,
               CASE WHEN i.no IS NULL THEN o.distance_m ELSE 0 END AS off_m,
               coalesce(i.status, o.status) AS off_status
        FROM wish w
        LEFT JOIN stated s ON s.no = w.no AND s.rank = 1
        LEFT JOIN (SELECT no, max(division_id) FILTER (WHERE level = 4) AS township_id,
                          max(division_id) FILTER (WHERE level = 3) AS county_id,
                          max(division_id) FILTER (WHERE level = 1) AS province_id
                   FROM located GROUP BY no) l ON l.no = w.no
        -- a committee area has no drawn shape: its town's is taken
        LEFT JOIN located i
          ON i.no = w.no AND i.division_id = coalesce(s.township_id, s.division_id)
        LEFT JOIN LATERAL diming_off_division(
            CASE WHEN i.no IS NULL THEN coalesce(s.township_id, s.division_id) END,
            w.lon, w.lat, day) o ON true),
    since AS MATERIALIZED (
        SELECT c.county_id, diming_counties_since(c.county_id, day) AS counties
        FROM (SELECT DISTINCT county_id FROM here) c)
    SELECT h.no, 'here', jsonb_build_object(
               'township_id', h.township_id, 'county_id', h.county_id,
               'province_id', h.province_id, 'off_m', h.off_m, 'off_status', h.off_status)
    FROM here h
    UNION ALL
    SELECT s.no, 'stated', to_jsonb(s) - 'no' FROM stated s
    UNION ALL
    SELECT l.no, 'located', to_jsonb(l) - 'no' FROM located l
    UNION ALL
    SELECT f.no, 'name', to_jsonb(k) || jsonb_build_object(
               'kind', f.place_kind, 'sounds', f.sounds, 'specific_sounds', f.specific_sounds)
    FROM (SELECT a.no, a.lon, a.lat, n.place_name_id, kind AS place_kind,
                 array_agg(DISTINCT q.key) FILTER (WHERE q.part = 'full_sound') AS sounds,
                 array_agg(DISTINCT q.key) FILTER (WHERE q.part = 'specific_sound')
                     AS specific_sounds
          FROM here a
          LEFT JOIN since USING (county_id)
          CROSS JOIN LATERAL jsonb_to_recordset(a.keys) AS q(part text, key text)
          CROSS JOIN LATERAL unnest(a.kinds) AS kind
          CROSS JOIN LATERAL diming_keys(
              q.part, q.key, kind, a.scope, since.counties, a.province_id, most) n
          GROUP BY a.no, a.lon, a.lat, n.place_name_id, kind) f
    CROSS JOIN LATERAL diming_known_name(f.place_name_id, f.lon, f.lat, day) k
    UNION ALL
    SELECT a.no, 'listed', jsonb_build_object(
               'name', g.name, 'list_title', t.title, 'level', t.level,
               'where', t.province || g.county_text, 'note', g.note,
               'county_id', diming_ancestor(g.division_id, 3, day))
    FROM here a CROSS JOIN LATERAL unnest(a.listed) AS q(name)
    CROSS JOIN LATERAL (SELECT * FROM heritage_listing
                        WHERE key = q.name AND valid @> day AND upper_inf(recorded)
                        LIMIT most) g
    JOIN heritage_list t ON t.id = g.list_id;
END $$;

-- The counties that hold today what `county` held on `day`. Keys are kept by the counties of
-- today; whether a name was in the county on the day is told with the name.
DROP FUNCTION IF EXISTS diming_counties_since;
CREATE FUNCTION diming_counties_since(county integer, day date) RETURNS integer[]
LANGUAGE plpgsql STABLE STRICT
AS $$
BEGIN
    IF day >= current_date THEN
        RETURN ARRAY[county];
    END IF;
    RETURN ARRAY(
        SELECT county
        UNION
        SELECT now.parent_id
        FROM division_parent was
        JOIN division_parent now ON now.division_id = was.division_id
         AND now.valid @> current_date AND upper_inf(now.recorded)
        WHERE was.parent_id = county AND was.valid @> day AND upper_inf(was.recorded));
END $$;

-- The names that have one key, within counties, a province or the nation.
DROP FUNCTION IF EXISTS diming_keys;
CREATE FUNCTION diming_keys(
    part_asked text, key_asked text, kind text, scope text, counties integer[], province integer,
    most integer)
RETURNS TABLE (place_name_id bigint)
LANGUAGE plpgsql STABLE ROWS 1
AS $$
#variable_conflict use_column
BEGIN
    IF scope = 'county' THEN
        RETURN QUERY SELECT n.place_name_id FROM name_key n
        WHERE n.key = key_asked AND n.part = part_asked AND n.county_id = ANY(counties)
          AND n.place_kind = kind LIMIT most;
    ELSIF scope = 'province' THEN
        RETURN QUERY SELECT n.place_name_id FROM name_key n
        WHERE n.key = key_asked AND n.part = part_asked AND n.place_kind = kind
          AND n.province_id = province LIMIT most;
    ELSE
        RETURN QUERY SELECT n.place_name_id FROM name_key n
        WHERE n.key = key_asked AND n.part = part_asked AND n.place_kind = kind LIMIT most;
    END IF;
END $$;

-- One name in use on `day`: where it is, in words and degrees, and how far from a point, metres.
DROP FUNCTION IF EXISTS diming_known_name;
CREATE FUNCTION diming_known_name(
    name_asked bigint, from_lon double precision, from_lat double precision, day date)
RETURNS TABLE (id bigint, name text, specific text, status text, "where" text,
               lon double precision, lat double precision, distance_m double precision,
               township_id integer, county_id integer, province_id integer)
LANGUAGE plpgsql STABLE ROWS 1
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT n.id, n.name, n.specific, n.status,
           coalesce(diming_division_name(above.county_id, day), '')
               || coalesce(diming_division_name(town.id, day), ''),
           ST_X(c.point), ST_Y(c.point),
           ST_Distance(c.point::geography,
                       ST_SetSRID(ST_MakePoint(from_lon, from_lat), 4490)::geography),
           town.id, above.county_id, p.province_id
    FROM place_name n
    JOIN place p ON p.id = n.place_id
    CROSS JOIN LATERAL (SELECT CASE WHEN ST_GeometryType(p.geom) = 'ST_Point' THEN p.geom
                                    ELSE ST_PointOnSurface(p.geom) END AS point) c
    LEFT JOIN LATERAL (
        SELECT CASE d.level WHEN 4 THEN d.id WHEN 5 THEN diming_parent(d.id, day) END AS id
        FROM division d WHERE d.id = p.division_id) town ON true
    CROSS JOIN LATERAL (
        SELECT coalesce(diming_parent(town.id, day), p.county_id) AS county_id) above
    WHERE n.id = name_asked AND n.valid @> day AND upper_inf(n.recorded)
      AND n.status NOT IN ('retired', 'vanished');
END $$;
