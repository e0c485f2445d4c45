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

-- The division right above `division` on `day`.
CREATE OR REPLACE FUNCTION diming_parent(division integer, day date)
RETURNS integer LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RETURN (SELECT p.parent_id FROM division_parent p
            WHERE p.division_id = division AND p.valid @> day AND upper_inf(p.recorded));
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

-- The town, county and province that `division` is or lies in on `day`, and where that is in
-- words as `diming_where` says it; one walk for all of them.
DROP FUNCTION IF EXISTS diming_lineage;
CREATE FUNCTION diming_lineage(
    division integer, day date,
    OUT township_id integer, OUT county_id integer, OUT province_id integer, OUT place text)
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    here integer := division;
    above integer;
    rank integer;
    word text;
BEGIN
    place := '';
    LOOP
        SELECT d.level, n.name, p.parent_id INTO rank, word, above
        FROM division d
        LEFT JOIN division_name n
          ON n.division_id = d.id AND n.valid @> day AND upper_inf(n.recorded)
        LEFT JOIN division_parent p
          ON p.division_id = d.id AND p.valid @> day AND upper_inf(p.recorded)
        WHERE d.id = here;
        IF rank IN (3, 4) OR (rank < 3 AND place = '') THEN
            place := coalesce(word, '') || place;
        END IF;
        CASE rank
            WHEN 4 THEN township_id := here;
            WHEN 3 THEN county_id := here;
            WHEN 1 THEN province_id := here;
            ELSE NULL;
        END CASE;
        EXIT WHEN above IS NULL;
        here := above;
    END LOOP;
END $$;
