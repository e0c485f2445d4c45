-- The division above `division` at level `wanted` on `day`, itself included; NULL if there is none.
CREATE OR REPLACE FUNCTION diming_ancestor(division integer, wanted integer, day date)
RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE up AS (
        SELECT d.id, d.level FROM division d WHERE d.id = division
        UNION ALL
        SELECT p.id, p.level
        FROM up
        JOIN division_parent dp ON dp.division_id = up.id AND dp.valid @> day AND upper_inf(dp.recorded)
        JOIN division p ON p.id = dp.parent_id
        WHERE up.level > wanted)
    SELECT id FROM up WHERE level = wanted LIMIT 1
$$;

-- The name of a division on `day`.
CREATE OR REPLACE FUNCTION diming_division_name(division integer, day date)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT n.name FROM division_name n
    WHERE n.division_id = division AND n.valid @> day AND upper_inf(n.recorded)
$$;

-- Where a division is in words, from the county down: 万州区分水镇.
CREATE OR REPLACE FUNCTION diming_where(division integer, day date)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE up AS (
        SELECT d.id, d.level FROM division d WHERE d.id = division
        UNION ALL
        SELECT p.id, p.level
        FROM up
        JOIN division_parent dp ON dp.division_id = up.id AND dp.valid @> day AND upper_inf(dp.recorded)
        JOIN division p ON p.id = dp.parent_id)
    SELECT coalesce(string_agg(diming_division_name(id, day), '' ORDER BY level)
                        FILTER (WHERE level BETWEEN 3 AND 4),
                    string_agg(diming_division_name(id, day), '' ORDER BY level), '')
    FROM up
$$;
