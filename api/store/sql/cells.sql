-- Cells (格) of the country, in which comparison keys are kept by where their place is.

-- The point that stands for a place (EPSG:4490); NULL if it has no shape.
CREATE OR REPLACE FUNCTION diming_point(place geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN ST_GeometryType(place) = 'ST_Point' THEN place
                ELSE ST_PointOnSurface(place) END
$$;

-- The cell of a place: rows a quarter of a degree high from the south pole up, in each row
-- columns a twentieth of a degree wide from 180° W on. The cells of a row are numbered one
-- after the other, so that a stretch of a row is one stretch of an index.
CREATE OR REPLACE FUNCTION diming_cell_at(lon double precision, lat double precision)
RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT floor((lat + 90) * 4)::integer * 10000 + floor((lon + 180) * 20)::integer
$$;

CREATE OR REPLACE FUNCTION diming_cell(place geometry) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT diming_cell_at(ST_X(point), ST_Y(point)) FROM diming_point(place) AS point
$$;

-- The stretches of cells within `metres` of a point (degrees, EPSG:4490): `low` to `high`, one
-- a row. Generous: a degree of latitude is never shorter than 110 574 m (GRS80 at the equator),
-- one of longitude not shorter than 110 574 m by the cosine of the row's far side.
CREATE OR REPLACE FUNCTION diming_cells_near(
    lon double precision, lat double precision, metres double precision)
RETURNS TABLE (low integer, high integer)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2 AS $$
    SELECT r * 10000 + floor((greatest(lon - wide, -180) + 180) * 20)::integer,
           r * 10000 + floor((least(lon + wide, 180) + 180) * 20)::integer
    FROM (SELECT metres / 110574 AS tall,
                 least(metres / 110574 / greatest(
                     cosd(least(abs(lat) + metres / 110574, 89.9)), 1e-3), 360) AS wide) s
    CROSS JOIN LATERAL generate_series(
        floor((greatest(lat - tall, -90) + 90) * 4)::integer,
        floor((least(lat + tall, 90) + 90) * 4)::integer) AS r
    -- not STRICT, which would keep it from being planned into the query
    WHERE lon IS NOT NULL
$$;

-- Keys follow their place: whoever moves it, its keys stand where it stands.
CREATE OR REPLACE FUNCTION diming_keys_follow_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE name_key k
    SET place_kind = NEW.kind, county_id = NEW.county_id, province_id = NEW.province_id,
        cell = diming_cell(NEW.geom)
    FROM place_name n
    WHERE n.place_id = NEW.id AND k.place_name_id = n.id;
    RETURN NULL;
END $$;
