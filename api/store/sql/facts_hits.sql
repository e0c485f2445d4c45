-- Which names proposals are compared with (see `diming_facts` for the arrays). Each function
-- answers a whole batch: `ids` of the names, and for each of them in `fact` [number of the
-- proposal, id, equal reading of the whole name if it is by that, metres if they were measured,
-- whether the named thing lies, even in part, outside the proposed division].

-- Names within the legal scope that are equal in a part.
DROP FUNCTION IF EXISTS diming_hits_in_scope;
CREATE FUNCTION diming_hits_in_scope(
    counties integer[], provinces integer[], key_no integer[], key_scope text[],
    key_part text[], key_kind text[], key_keys text[], day date, most integer,
    OUT ids bigint[], OUT fact jsonb)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    found RECORD;
    held text[];
BEGIN
    IF key_scope && '{county,shapeless}' THEN
        held := diming_held_since(counties, day);
        SELECT array_agg(n.place_name_id) AS ids, jsonb_agg(jsonb_build_array(
                   k.no, n.place_name_id, CASE k.part WHEN 'full_sound' THEN n.key END,
                   NULL, NULL)) AS fact
        INTO found
        FROM unnest(key_no, key_scope, key_part, key_kind, key_keys)
                 AS k(no, scope, part, kind, keys)
        CROSS JOIN LATERAL (
            SELECT n.place_name_id, n.key FROM name_key n
            WHERE n.key = ANY (string_to_array(k.keys, E'\x1F')) AND n.part = k.part
              AND n.county_id = ANY (held[k.no]::integer[]) AND n.place_kind = k.kind
              AND (k.scope = 'county' OR n.cell IS NULL)
            LIMIT most) n
        WHERE k.scope IN ('county', 'shapeless');
        ids := found.ids;
        fact := found.fact;
    END IF;
    IF key_scope && '{province,nation}' THEN
        SELECT array_agg(n.place_name_id) AS ids, jsonb_agg(jsonb_build_array(
                   k.no, n.place_name_id, CASE k.part WHEN 'full_sound' THEN n.key END,
                   NULL, NULL)) AS fact
        INTO found
        FROM unnest(key_no, key_scope, key_part, key_kind, key_keys)
                 AS k(no, scope, part, kind, keys)
        CROSS JOIN LATERAL (
            (SELECT n.place_name_id, n.key FROM name_key n
             WHERE k.scope = 'province'
               AND n.key = ANY (string_to_array(k.keys, E'\x1F')) AND n.part = k.part
               AND n.part <> 'near_sound' AND n.place_kind = k.kind
               AND n.province_id = provinces[k.no]
             LIMIT most)
            UNION ALL
            (SELECT n.place_name_id, n.key FROM name_key n
             WHERE k.scope = 'nation'
               AND n.key = ANY (string_to_array(k.keys, E'\x1F')) AND n.part = k.part
               AND n.part <> 'near_sound' AND n.place_kind = k.kind
             LIMIT most)) n
        WHERE k.scope IN ('province', 'nation');
        ids := ids || found.ids;
        fact := coalesce(fact, '[]') || coalesce(found.fact, '[]');
    END IF;
    fact := coalesce(fact, '[]');
END $$;

-- For each of `counties` those that hold today what it held on `day`, as texts of arrays.
-- Keys are kept by the counties of today; whether a name was in the county on the day is told
-- with the name.
DROP FUNCTION IF EXISTS diming_held_since;
CREATE FUNCTION diming_held_since(counties integer[], day date) RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    held text[] := '{}';
BEGIN
    IF day >= current_date THEN
        FOR number IN 1 .. cardinality(counties) LOOP
            held[number] := '{' || counties[number] || '}';
        END LOOP;
        RETURN held;
    END IF;
    RETURN (
        SELECT array_agg(s.held ORDER BY c.number)
        FROM unnest(counties) WITH ORDINALITY AS c(county, number)
        LEFT JOIN (SELECT county, diming_counties_since(county, day)::text AS held
                   FROM (SELECT DISTINCT county FROM unnest(counties) AS county) d OFFSET 0) s
               ON s.county = c.county);
END $$;

DROP FUNCTION IF EXISTS diming_counties_since;
CREATE FUNCTION diming_counties_since(county integer, day date) RETURNS integer[]
LANGUAGE plpgsql STABLE STRICT
AS $$
BEGIN
    RETURN ARRAY(
        SELECT county
        UNION
        SELECT now.parent_id
        FROM division_parent was
        JOIN division_parent now ON now.division_id = was.division_id
         AND now.valid @> current_date AND upper_inf(now.recorded)
        WHERE was.parent_id = county AND was.valid @> day AND upper_inf(was.recorded));
END $$;

-- Names of one kind whose keys are equal in a part, in the cells within so many metres of the
-- point, in whatever county. Cells are coarse: how far a name is, is for the caller to measure.
DROP FUNCTION IF EXISTS diming_hits_near;
CREATE FUNCTION diming_hits_near(
    here_point integer[], point_lon double precision[], point_lat double precision[],
    near_no integer[], near_part text[], near_kind text[], near_keys text[],
    near_m double precision[], most integer, OUT ids bigint[], OUT fact jsonb)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    SELECT array_agg(n.place_name_id), coalesce(
               jsonb_agg(jsonb_build_array(k.no, n.place_name_id, NULL, NULL, NULL)), '[]')
    INTO ids, fact
    FROM unnest(near_no, near_part, near_kind, near_keys, near_m) AS k(no, part, kind, keys, metres)
    CROSS JOIN LATERAL diming_cells_near(
        point_lon[here_point[k.no]], point_lat[here_point[k.no]], k.metres) c
    CROSS JOIN LATERAL (
        SELECT n.place_name_id FROM name_key n
        WHERE n.key = ANY (string_to_array(k.keys, E'\x1F')) AND n.part = k.part
          AND n.part IN ('specific', 'near_sound') AND n.cell BETWEEN c.low AND c.high
          AND n.place_kind = k.kind
        LIMIT most) n;
END $$;

-- Names around a facility, the nearest few, those before all others that say its specific part
-- or that it says; and those of the divisions it stands in.
DROP FUNCTION IF EXISTS diming_hits_around;
CREATE FUNCTION diming_hits_around(
    here_point integer[], point_lon double precision[], point_lat double precision[],
    towns integer[], counties integer[], around_no integer[], around_own text[],
    around_m double precision[], day date, most integer, OUT ids bigint[], OUT fact jsonb)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    SELECT array_agg(n.id), coalesce(
               jsonb_agg(jsonb_build_array(k.no, n.id, NULL, n.distance_m, NULL)), '[]')
    INTO ids, fact
    FROM unnest(around_no, around_own, around_m) AS k(no, own, metres)
    CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(
        point_lon[here_point[k.no]], point_lat[here_point[k.no]]), 4490) AS point) h
    CROSS JOIN LATERAL (
        (SELECT m.id, p.distance_m
         FROM (SELECT p.id, ST_Distance(h.point::geography, p.geom::geography) AS distance_m
               FROM place p
               WHERE p.geom && ST_Expand(
                   h.point, k.metres / 110574 / greatest(cosd(ST_Y(h.point)), 1e-3),
                   k.metres / 110574)
               ORDER BY p.geom <-> h.point LIMIT most * 10) p
         JOIN place_name m ON m.place_id = p.id
         WHERE p.distance_m <= k.metres AND m.valid @> day AND upper_inf(m.recorded)
           AND m.status NOT IN ('retired', 'vanished')
         ORDER BY coalesce(strpos(k.own, nullif(m.specific, '')), 0) = 0
                      AND strpos(m.name, k.own) = 0, p.distance_m
         LIMIT 5)
        UNION ALL
        SELECT m.id, 0
        FROM place p JOIN place_name m ON m.place_id = p.id
        WHERE p.is_division_id IN (towns[k.no], counties[k.no])
          AND m.valid @> day AND upper_inf(m.recorded)
          AND m.status NOT IN ('retired', 'vanished')) n;
END $$;

-- Natural entities called as the specific part of a division: of a county (level 3) in its
-- province, of a town (4) in its county or within so many metres; elsewhere it is a namesake.
-- A town's own area is known if it says itself that it is that town.
DROP FUNCTION IF EXISTS diming_hits_wider;
CREATE FUNCTION diming_hits_wider(
    here_point integer[], point_lon double precision[], point_lat double precision[],
    stated_towns integer[], here_said integer[], here_township integer[], counties integer[],
    provinces integer[], wider_no integer[], wider_level integer[], wider_name text[],
    wider_m double precision[], day date, most integer, OUT ids bigint[], OUT fact jsonb)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    SELECT array_agg(n.id), coalesce(jsonb_agg(jsonb_build_array(
               k.no, n.id, NULL, NULL,
               CASE WHEN NOT ST_Covers(a.geom, n.geom) THEN true
                    -- a point within says nothing of the rest of the mountain
                    WHEN a.is_own AND ST_Dimension(n.geom) > 0 THEN false END)), '[]')
    INTO ids, fact
    FROM unnest(wider_no, wider_level, wider_name, wider_m) AS k(no, level, name, metres)
    CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(
        point_lon[here_point[k.no]], point_lat[here_point[k.no]]), 4490) AS point) h
    CROSS JOIN LATERAL (
        SELECT n.place_name_id AS id, p.geom
        FROM name_key n
        JOIN place_name m ON m.id = n.place_name_id
        JOIN place p ON p.id = m.place_id
        WHERE n.key = k.name AND n.part = 'full' AND n.part <> 'near_sound'
          AND n.place_kind = 'natural' AND n.province_id = provinces[k.no]
          AND (k.level = 3 OR n.county_id = counties[k.no] OR ST_Distance(
                   h.point::geography, diming_point(p.geom)::geography) <= k.metres)
        LIMIT most) n
    LEFT JOIN LATERAL (
        SELECT a.geom, d.is_own
        FROM (VALUES (1, CASE k.level WHEN 4 THEN coalesce(
                          here_township[k.no], stated_towns[here_said[k.no]]) END, true),
                     (2, counties[k.no], k.level = 3),
                     (3, provinces[k.no], false)) AS d(rank, id, is_own)
        CROSS JOIN LATERAL (SELECT geom FROM diming_areas_on(day)
                            WHERE division_id = d.id LIMIT 1) a
        ORDER BY d.rank LIMIT 1) a ON true;
END $$;
