-- The division above `division` at level `wanted` on `day`, itself included; NULL if there is none.
CREATE OR REPLACE FUNCTION diming_ancestor(division integer, wanted integer, day date)
RETURNS integer LANGUAGE plpgsql STABLE PARALLEL SAFE
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    here integer := division;
    rank integer;
BEGIN
    LOOP
        SELECT d.level INTO rank FROM division d WHERE d.id = here;
        IF rank IS NULL OR rank <= wanted THEN
            RETURN CASE WHEN rank = wanted THEN here END;
        END IF;
        SELECT dp.parent_id INTO here FROM division_parent dp
        WHERE dp.division_id = here AND dp.valid @> day AND upper_inf(dp.recorded);
    END LOOP;
END $$;

-- The name of a division on `day`.
CREATE OR REPLACE FUNCTION diming_division_name(division integer, day date)
RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN (SELECT n.name FROM division_name n
            WHERE n.division_id = division AND n.valid @> day AND upper_inf(n.recorded));
END $$;

-- Where a division is in words, from the county down to the town: 万州区分水镇. Of a province
-- its own name.
CREATE OR REPLACE FUNCTION diming_where(division integer, day date)
RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    here integer := division;
    rank integer;
    words text := '';
BEGIN
    LOOP
        SELECT d.level INTO rank FROM division d WHERE d.id = here;
        EXIT WHEN rank IS NULL OR (rank < 3 AND words <> '');
        IF rank <= 4 THEN
            words := coalesce(diming_division_name(here, day), '') || words;
        END IF;
        SELECT dp.parent_id INTO here FROM division_parent dp
        WHERE dp.division_id = here AND dp.valid @> day AND upper_inf(dp.recorded);
    END LOOP;
    RETURN words;
END $$;
