-- Everything the register knows about a batch of proposals, in one round trip.
--
-- What costs is to start a query, not to run it: so all is asked for the whole batch at once,
-- in arrays, by few and small queries with generic plans (planning them anew would cost fifty
-- times their execution), and only what any proposal wants. Proposals, what is said of their
-- places, and points are numbered from 1 on; arrays of one prefix go together:
--
-- said_    what is said of places, each once: code, county, province ('' if not said)
-- point_   points, degrees EPSG:4490, each once; `sought` if a place is sought by it
-- here_    for each proposal: its number in said_ and in point_ (NULL if none), and the
--          divisions it is known to stand in if it is not by its words
-- key_     what is compared: of which proposal, in which scope (county, province, nation, or
--          shapeless: of places in the county that have no shape), part of the name, kind of
--          place, and the keys, parted by U+001F
-- near_    the same within so many metres of the point, in whatever county
-- around_  facilities: specific part, and metres within which names are wanted
-- wider_   divisions: level, specific part, and metres within which an entity so called may
--          be meant
-- old_     new places: metres within which names out of use are wanted
-- listed   names that lists may protect
--
-- At most `most` names are fetched for one row of key_ or near_. The answer is a row each of:
-- `stated`, `located`, `off`, `here`, `hits`, `names`, `wheres`, `wider`, `listed`, `old`.
DROP FUNCTION IF EXISTS diming_facts(jsonb, date, integer);
DROP FUNCTION IF EXISTS diming_facts;
CREATE FUNCTION diming_facts(
    said_code text[], said_county text[], said_province text[],
    point_lon double precision[], point_lat double precision[], point_sought boolean[],
    here_said integer[], here_point integer[], here_township integer[], here_county integer[],
    here_province integer[],
    key_no integer[], key_scope text[], key_part text[], key_kind text[], key_keys text[],
    near_no integer[], near_part text[], near_kind text[], near_keys text[],
    near_m double precision[],
    around_no integer[], around_own text[], around_m double precision[],
    wider_no integer[], wider_level integer[], wider_name text[], wider_m double precision[],
    old_no integer[], old_m double precision[], listed text[], day date, most integer)
RETURNS TABLE (what text, fact jsonb)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
DECLARE
    stated RECORD;
    located RECORD;
    off RECORD;
    stated_ids integer[] := '{}';
    stated_towns integer[] := '{}';
    stated_counties integer[] := '{}';
    stated_provinces integer[] := '{}';
    stated_facts jsonb[] := '{}';
    located_towns integer[] := '{}';
    located_counties integer[] := '{}';
    located_provinces integer[] := '{}';
    located_facts jsonb[] := '{}';
    off_facts jsonb[] := '{}';
    towns integer[] := '{}';
    counties integer[] := '{}';
    provinces integer[] := '{}';
    targets integer[] := '{}';
    said integer;
    spot integer;
    target integer;
    found RECORD;
    hits jsonb;
    ids bigint[];
BEGIN
    FOR number IN 1 .. cardinality(said_code) LOOP
        SELECT * INTO stated FROM diming_stated(
            said_code[number], said_county[number], said_province[number], day);
        stated_ids[number] := stated.division_id;
        stated_towns[number] := stated.township_id;
        stated_counties[number] := stated.county_id;
        stated_provinces[number] := stated.province_id;
        stated_facts[number] := stated.facts;
    END LOOP;
    FOR number IN 1 .. cardinality(point_lon) LOOP
        IF point_sought[number] THEN
            SELECT * INTO located FROM diming_located(point_lon[number], point_lat[number], day);
            located_towns[number] := located.township_id;
            located_counties[number] := located.county_id;
            located_provinces[number] := located.province_id;
            located_facts[number] := located.facts;
        END IF;
    END LOOP;
    FOR number IN 1 .. cardinality(here_said) LOOP
        said := here_said[number];
        spot := here_point[number];
        towns[number] := coalesce(here_township[number], stated_towns[said], located_towns[spot]);
        counties[number] := coalesce(here_county[number], stated_counties[said], located_counties[spot]);
        provinces[number] := coalesce(
            here_province[number], stated_provinces[said], located_provinces[spot]);
        -- a committee area has no drawn shape: its town's is taken
        target := coalesce(stated_towns[said], stated_ids[said]);
        targets[number] := target;
        IF point_sought[spot] AND target IS NOT NULL AND (target IN (
            located_towns[spot], located_counties[spot], located_provinces[spot])) IS NOT TRUE
        THEN
            SELECT * INTO off FROM diming_off_division(
                target, point_lon[spot], point_lat[spot], day);
            off_facts := off_facts || jsonb_build_array(number, off.distance_m, off.status);
        END IF;
    END LOOP;
    RETURN QUERY VALUES
        ('stated', to_jsonb(stated_facts)), ('located', to_jsonb(located_facts)),
        ('off', to_jsonb(off_facts)),
        ('here', jsonb_build_array(towns, counties, provinces, targets));

    SELECT * INTO found FROM diming_hits_in_scope(
        counties, provinces, key_no, key_scope, key_part, key_kind, key_keys, day, most);
    ids := found.ids;
    hits := found.fact;
    IF cardinality(near_no) > 0 THEN
        SELECT * INTO found FROM diming_hits_near(
            here_point, point_lon, point_lat, near_no, near_part, near_kind, near_keys, near_m,
            most);
        ids := ids || found.ids;
        hits := hits || found.fact;
    END IF;
    IF cardinality(around_no) > 0 THEN
        SELECT * INTO found FROM diming_hits_around(
            here_point, point_lon, point_lat, towns, counties, around_no, around_own, around_m,
            day, most);
        ids := ids || found.ids;
        hits := hits || found.fact;
    END IF;
    IF cardinality(wider_no) > 0 THEN
        SELECT * INTO found FROM diming_hits_wider(
            here_point, point_lon, point_lat, stated_towns, here_said, here_township, counties,
            provinces, wider_no, wider_level, wider_name, wider_m, day, most);
        ids := ids || found.ids;
        hits := hits || found.fact;
    END IF;
    IF cardinality(ids) > 0 THEN
        RETURN QUERY SELECT 'hits', hits;
        RETURN QUERY SELECT n.what, n.fact FROM diming_known_names(ids, day) n;
    END IF;
    IF cardinality(listed) > 0 THEN
        RETURN QUERY SELECT 'listed', l.fact FROM diming_listed(listed, day, most) l;
    END IF;
    IF cardinality(old_no) > 0 THEN
        RETURN QUERY SELECT 'old', o.fact
        FROM diming_old_names(here_point, point_lon, point_lat, counties, old_no, old_m, day) o;
    END IF;
END $$;
