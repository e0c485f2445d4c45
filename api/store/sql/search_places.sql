-- Search: names that stand in a division, a box or a circle.
--
-- Where there are few places, their names are compared with the text. Else a text that few names
-- have is sought first, and those that stand elsewhere are put aside; a common one is sought
-- among the names of the place, and where that is large, further along the texts: in a large
-- place a common text is soon found.

-- Names with a text that are looked at before the place is.
CREATE OR REPLACE FUNCTION diming_looked_through() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 1000 $$;

-- So many places are gone through before any text is sought; of a full circle the nearest.
CREATE OR REPLACE FUNCTION diming_few_places() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 1000 $$;

-- So many for a common text.
CREATE OR REPLACE FUNCTION diming_some_places() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 40000 $$;

-- How well a name answers a text: 0 equal, 1 beginning, 2 inside, 3 similar, null not at all.
CREATE OR REPLACE FUNCTION diming_tier(
    way text, q text, likely text[], mistyped boolean, name text, pinyin text, initials text)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN mistyped AND way = 'characters' THEN CASE WHEN diming_one_error(name, q) THEN 3 END
        WHEN mistyped THEN CASE WHEN pinyin = ANY (likely) THEN 3 END
        WHEN way = 'characters' THEN
            CASE WHEN name = q THEN 0 WHEN starts_with(name, q) THEN 1
                 WHEN strpos(name, q) > 0 THEN 2 END
        WHEN (way <> 'initials' AND pinyin = q) OR (way <> 'pinyin' AND initials = q) THEN 0
        WHEN way <> 'initials' AND starts_with(pinyin, q) THEN 1
        WHEN way <> 'pinyin' AND starts_with(initials, q) THEN 1 END
$$;

-- Divisions that lie in one, down to `lowest` (3: counties), and itself.
DROP FUNCTION IF EXISTS diming_divisions_in;
CREATE FUNCTION diming_divisions_in(
    division integer, lowest integer, day date, known timestamptz)
RETURNS integer[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    inside integer[] := ARRAY[division];
    finer integer[] := inside;
BEGIN
    LOOP
        finer := ARRAY(
            SELECT p.division_id FROM unnest(finer) f
            JOIN division_parent p ON p.parent_id = f
             AND diming_holds(p.valid, p.recorded, day, known)
            JOIN division d ON d.id = p.division_id AND d.level <= lowest);
        EXIT WHEN finer <@ inside;
        inside := inside || finer;
    END LOOP;
    RETURN inside;
END $$;

-- Places that may stand there, at most `most`; in a circle the nearest. `inside`: the division
-- and what lies in it. Null for a province, which is never small.
DROP FUNCTION IF EXISTS diming_places_there;
CREATE FUNCTION diming_places_there(
    there diming_name_place, level integer, inside integer[], most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
AS $$
#variable_conflict use_variable
BEGIN
    IF (there).centre IS NOT NULL THEN
        -- a degree is nowhere shorter than 110 km times the cosine of the latitude
        RETURN ARRAY(
            SELECT o.id FROM place o
            WHERE o.geom && ST_Expand((there).centre, (there).radius / 110000
                      / greatest(cos(radians(ST_Y((there).centre))), 0.01))
            ORDER BY o.geom <-> (there).centre LIMIT most);
    ELSIF level > 1 THEN
        RETURN ARRAY(
            SELECT o.id FROM unnest(inside) i JOIN place o ON o.county_id = i
            UNION
            SELECT o.id FROM unnest(inside) i JOIN place o ON o.division_id = i
            UNION
            SELECT c.place_id FROM unnest(inside) i JOIN place_division c ON c.division_id = i
            LIMIT most);
    ELSIF level IS NULL THEN
        RETURN ARRAY(SELECT o.id FROM place o WHERE o.geom && (there).box LIMIT most);
    END IF;
    RETURN NULL;
END $$;

-- Those of the hits that stand there, with the distance from the centre.
DROP FUNCTION IF EXISTS diming_hits_there;
CREATE FUNCTION diming_hits_there(
    hits diming_name_hit[], there diming_name_place, inside integer[], day date,
    known timestamptz)
RETURNS diming_name_hit[] LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_variable
DECLARE
    division integer := (there).division;
    box geometry := (there).box;
    centre geography := (there).centre::geography;
    -- places know the county and the province of today
    then_other boolean := known IS NOT NULL OR day < current_date;
BEGIN
    RETURN ARRAY(
        SELECT (h.id, h.tier, h.rank, h.length, ST_Distance(o.geom::geography, centre),
                row_number() OVER (ORDER BY h.no))::diming_name_hit
        FROM unnest(hits) h
        JOIN place_name n ON n.id = h.id
        JOIN place o ON o.id = n.place_id
        WHERE diming_holds(o.valid, o.recorded, day, known)
          AND (division IS NULL OR o.province_id = division
               OR o.county_id = ANY (inside) OR o.division_id = ANY (inside)
               OR (then_other AND diming_lies_in(o.division_id, division, day, known))
               OR EXISTS (SELECT 1 FROM place_division c
                          WHERE c.place_id = o.id AND c.division_id = ANY (inside)
                            AND diming_holds(c.valid, c.recorded, day, known)))
          AND (box IS NULL OR ST_Intersects(o.geom, box))
          AND (centre IS NULL OR ST_DWithin(o.geom::geography, centre, (there).radius)));
END $$;

-- Names of places that answer a text, in no order.
DROP FUNCTION IF EXISTS diming_names_of;
CREATE FUNCTION diming_names_of(
    places bigint[], way text, q text, likely text[], mistyped boolean, wish diming_name_wish)
RETURNS diming_name_hit[] LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_variable
BEGIN
    RETURN ARRAY(
        SELECT (t.id, t.tier, t.place_rank, char_length(t.name), NULL, 1)::diming_name_hit
        FROM (SELECT n.id, n.name, n.place_rank,
                     diming_tier(way, q, likely, mistyped, n.name, n.pinyin, n.initials) AS tier
              FROM unnest(places) p
              JOIN place_name n ON n.place_id = p
              WHERE diming_sought(n, wish)
                AND ((wish).rank IS NULL OR n.place_rank = (wish).rank)
              OFFSET 0) t  -- the tier is found once for each name
        WHERE t.tier IS NOT NULL);
END $$;

-- The names with a text that stand there, as many as there are or, if `bounded`, at least `most`
-- of the first by tier and rank (of a full circle: those of the nearest places).
DROP FUNCTION IF EXISTS diming_names_there;
CREATE FUNCTION diming_names_there(
    way text, q text, likely text[], mistyped boolean, wish diming_name_wish,
    there diming_name_place, most integer)
RETURNS TABLE (hits diming_name_hit[], bounded boolean)
LANGUAGE plpgsql STABLE ROWS 1
AS $$
#variable_conflict use_variable
DECLARE
    few integer := diming_few_places();
    many integer := diming_some_places();
    enough integer := diming_looked_through();
    level integer := (SELECT d.level FROM division d WHERE d.id = (there).division);
    inside integer[] := diming_divisions_in(
        (there).division, CASE WHEN level < 4 THEN 3 ELSE 5 END, (wish).day, (wish).known);
    places bigint[] := diming_places_there(there, level, inside, few);
BEGIN
    bounded := false;
    IF places IS NULL OR cardinality(places) >= few THEN
        hits := diming_names_meant(way, q, likely, mistyped, wish, enough);
        IF cardinality(hits) < enough THEN
            places := NULL;
        ELSE
            bounded := true;
            IF (there).centre IS NULL THEN
                places := diming_places_there(there, level, inside, many);
                bounded := places IS NULL OR cardinality(places) >= many;
            END IF;
        END IF;
    END IF;
    IF NOT bounded OR (there).centre IS NOT NULL THEN
        -- all of them: the order among equals need not be that of the walk
        IF places IS NOT NULL THEN
            hits := diming_names_of(places, way, q, likely, mistyped, wish);
        END IF;
        hits := diming_hits_there(hits, there, inside, (wish).day, (wish).known);
        hits := ARRAY(SELECT (h.id, h.tier, h.rank, h.length, h.distance_m, 1)::diming_name_hit
                      FROM unnest(hits) h);
        RETURN NEXT;
        RETURN;
    END IF;
    LOOP
        bounded := cardinality(hits) >= enough;
        hits := diming_hits_there(hits, there, inside, (wish).day, (wish).known);
        EXIT WHEN NOT bounded OR cardinality(hits) >= most;
        enough := enough * 4;
        hits := diming_names_meant(way, q, likely, mistyped, wish, enough);
    END LOOP;
    RETURN NEXT;
END $$;
