-- What the register holds for a batch of comparison keys, in one round trip.
--
-- The functions here are PL/pgSQL with generic plans: planning such a query anew costs
-- fifty times its execution.
--
-- Arrays of one length: the number of the proposal, the part and key compared, the scope
-- (`county`, `province`, `nation`), the place kind compared with, the county and province
-- it stands in, its point (EPSG:4490) or NULL. At most `most` names for a key.
DROP FUNCTION IF EXISTS diming_names_asked;
CREATE FUNCTION diming_names_asked(
    nos integer[], parts text[], keys text[], scopes text[], kinds text[],
    counties integer[], provinces integer[], lons double precision[], lats double precision[],
    day date, most integer)
RETURNS TABLE (no integer, part text, key text, name_id bigint, name text, specific text, kind text,
               status text, name_kind text, place text, lon double precision, lat double precision,
               distance_m double precision, township_id integer, county_id integer,
               province_id integer)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH asked AS (
        SELECT * FROM unnest(nos, parts, keys, scopes, kinds, counties, provinces, lons, lats)
            AS a(no, part, key, scope, kind, county, province, lon, lat)),
    hits AS (
        SELECT a.no, a.part, a.key, a.lon, a.lat, k.place_name_id, k.place_kind
        FROM asked a CROSS JOIN LATERAL (
            SELECT n.place_name_id, n.place_kind FROM name_key n
            WHERE n.key = a.key AND n.part = a.part AND n.county_id = a.county
              AND n.place_kind = a.kind
            LIMIT most) k
        WHERE a.scope = 'county'
        UNION ALL
        SELECT a.no, a.part, a.key, a.lon, a.lat, k.place_name_id, k.place_kind
        FROM asked a CROSS JOIN LATERAL (
            SELECT n.place_name_id, n.place_kind FROM name_key n
            WHERE n.key = a.key AND n.part = a.part AND n.place_kind = a.kind
              AND n.province_id = a.province
            LIMIT most) k
        WHERE a.scope = 'province'
        UNION ALL
        SELECT a.no, a.part, a.key, a.lon, a.lat, k.place_name_id, k.place_kind
        FROM asked a CROSS JOIN LATERAL (
            SELECT n.place_name_id, n.place_kind FROM name_key n
            WHERE n.key = a.key AND n.part = a.part AND n.place_kind = a.kind
            LIMIT most) k
        WHERE a.scope = 'nation')
    SELECT h.no, h.part, h.key, pn.id, pn.name, pn.specific, h.place_kind, pn.status, pn.kind,
           diming_where(p.division_id, day), ST_X(c.point), ST_Y(c.point),
           CASE WHEN h.lon IS NOT NULL AND c.point IS NOT NULL THEN
               ST_Distance(c.point::geography,
                           ST_SetSRID(ST_MakePoint(h.lon, h.lat), 4490)::geography) END,
           diming_ancestor(p.division_id, 4, day), p.county_id, p.province_id
    FROM hits h
    JOIN place_name pn ON pn.id = h.place_name_id
         AND pn.valid @> day AND upper_inf(pn.recorded) AND pn.status NOT IN ('retired', 'vanished')
    JOIN place p ON p.id = pn.place_id
    CROSS JOIN LATERAL (SELECT CASE WHEN ST_GeometryType(p.geom) = 'ST_Point' THEN p.geom
                                    ELSE ST_PointOnSurface(p.geom) END AS point) c;
END $$;

-- Entries of protection lists under these keys (a name or its specific part).
CREATE OR REPLACE FUNCTION diming_protected_asked(keys text[], day date)
RETURNS TABLE (key text, name text, title text, level text, place text, note text, standing text,
               county_id integer, province_name text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT h.key, h.name, l.title, l.level, l.province || h.county_text, h.note, h.standing,
           diming_ancestor(h.division_id, 3, day), l.province
    FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id
    WHERE h.key = ANY(keys) AND h.valid @> day AND upper_inf(h.recorded);
END $$;
