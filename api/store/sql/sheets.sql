-- What the register says of a marker on a day: the newest version of its sheet that holds from
-- that day or before; of a marker that never had a sheet, what its rows say, in the same form.
-- NULL if it has no place on that day.
CREATE OR REPLACE FUNCTION diming_marker_sheet(marker integer, on_day date) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT v.sheet FROM marker_version v
        WHERE v.marker_id = marker AND v.valid_from <= on_day
        ORDER BY v.revision DESC LIMIT 1
    ), (
        SELECT jsonb_strip_nulls(jsonb_build_object(
            'number', m.number, 'standing', m.standing, 'material', m.material,
            'caretaker', coalesce(diming_code_of(m.caretaker_division_id, on_day), ''),
            'height_m', p.height_m,
            'height_datum', CASE p.height_datum WHEN '1985' THEN '1985' WHEN '1956' THEN '1956' END,
            'position', jsonb_build_object(
                'lon', ST_X(p.geom), 'lat', ST_Y(p.geom),
                'method', CASE WHEN p.method IN ('gnss_rtk', 'gnss_static', 'gnss_handheld',
                                                 'total_station', 'map') THEN p.method END,
                'accuracy_m', p.accuracy_m, 'measured_on', p.measured_on,
                'measured_by', p.measured_by),
            'references', coalesce((
                SELECT jsonb_agg(jsonb_build_object(
                    'name', r.name, 'part', r.part, 'grid_azimuth_deg', r.grid_azimuth_deg,
                    'distance_m', r.distance_m) ORDER BY r.id)
                FROM marker_reference r
                WHERE r.marker_id = marker AND diming_holds(r.valid, r.recorded, on_day, NULL)
            ), '[]')))
        FROM marker m JOIN marker_position p ON p.marker_id = m.id
             AND diming_holds(p.valid, p.recorded, on_day, NULL)
        WHERE m.id = marker
    ))
$$;

-- One word of a marker's sheet on a day, or what it was entered with where it has no sheet.
CREATE OR REPLACE FUNCTION diming_marker_word(marker integer, key text, on_day date, entered text)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT v.sheet ->> key FROM marker_version v
        WHERE v.marker_id = marker AND v.valid_from <= on_day
        ORDER BY v.revision DESC LIMIT 1
    ), entered)
$$;
