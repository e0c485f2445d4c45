-- Whether a place lies in the countryside (乡村): its town is not known to be a sub-district (街道).
CREATE OR REPLACE FUNCTION diming_rural(division int, day date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT NOT EXISTS (
        SELECT FROM division_type t
        WHERE t.division_id = diming_ancestor(division, CAST(4 AS smallint), day)
          AND t.type = '街道' AND diming_holds(t.valid, t.recorded, day, NULL))
$$;
