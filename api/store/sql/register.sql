-- The life of names: what the database itself holds to, whoever writes.

-- Whoever changes a name leaves it behind as it was: a row of its own, with the time of
-- knowledge closed. What only closes that time, as a load does, is no change of the name.
CREATE OR REPLACE FUNCTION diming_keep_name_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    before place_name;
BEGIN
    IF OLD.version_of IS NOT NULL THEN
        RAISE EXCEPTION 'version % of name % is kept as it was', OLD.id, OLD.version_of
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.recorded IS DISTINCT FROM OLD.recorded
       OR (OLD.name, OLD.kind, OLD.status, OLD.status_in_use, OLD.valid, OLD.valid_text,
           OLD.place_id, OLD.romanization, OLD.romanization_plain, OLD.secrecy, OLD.published)
          IS NOT DISTINCT FROM
          (NEW.name, NEW.kind, NEW.status, NEW.status_in_use, NEW.valid, NEW.valid_text,
           NEW.place_id, NEW.romanization, NEW.romanization_plain, NEW.secrecy, NEW.published) THEN
        RETURN NEW;
    END IF;
    moment := greatest(clock_timestamp(), lower(OLD.recorded) + interval '1 microsecond');
    before := OLD;
    before.id := nextval(pg_get_serial_sequence('place_name', 'id'));
    before.version_of := OLD.id;
    before.recorded := tstzrange(lower(OLD.recorded), moment);
    INSERT INTO place_name SELECT before.*;
    NEW.recorded := tstzrange(moment, NULL);
    RETURN NEW;
END $$;

-- 《地名管理条例》 art. 4 and 15: no name is given, changed or given up without approval. The event
-- that tells of it, with its case or its authority and document, is written in the same
-- transaction; for a new standard name, it is there at the end of it.
CREATE OR REPLACE FUNCTION diming_name_needs_ground() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted text[];
BEGIN
    wanted := CASE
        WHEN TG_OP = 'UPDATE' AND OLD.name <> NEW.name THEN ARRAY['corrected']
        WHEN NEW.status = 'standard' THEN ARRAY['approved', 'restored']
        WHEN NEW.status = 'former' THEN ARRAY['altered', 'replaced']
        WHEN NEW.status = 'retired' THEN ARRAY['discontinued']
        WHEN NEW.status = 'vanished' THEN ARRAY['vanished']
        ELSE ARRAY['recorded', 'restored'] END;
    IF NOT EXISTS (
        SELECT 1 FROM name_event e
        WHERE e.place_name_id = NEW.id AND e.kind = ANY (wanted) AND e.recorded_at = now()
          AND (e.case_id IS NOT NULL OR (e.authority <> '' AND e.document <> ''))) THEN
        RAISE EXCEPTION 'name % cannot become % without an event of kind %',
            NEW.id, NEW.status, array_to_string(wanted, '/')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'name_needs_ground';
    END IF;
    RETURN NULL;
END $$;

-- A name with its record and its place, as it stands: what a version keeps before and after.
CREATE OR REPLACE FUNCTION diming_name_state(name_asked bigint) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'name', n.name, 'kind', n.kind, 'status', n.status, 'status_in_use', n.status_in_use,
        'romanization', n.romanization, 'romanization_plain', n.romanization_plain,
        'specific', n.specific, 'generic', n.generic,
        'valid', diming_period(n.valid, n.valid_text),
        'secrecy', n.secrecy, 'published', n.published,
        'place', jsonb_build_object(
            'id', o.id, 'kind', o.kind, 'type_code', o.type_code, 'type_words', o.type_words,
            'place_code', o.place_code, 'division_id', o.division_id, 'county_id', o.county_id,
            'location_status', o.location_status,
            'crosses', (SELECT coalesce(jsonb_agg(c.division_id ORDER BY c.division_id), '[]')
                        FROM place_division c
                        WHERE c.place_id = o.id AND upper_inf(c.recorded)),
            'geometry', diming_geojson(o.geom)),
        'record', coalesce((SELECT r.fields FROM name_record r
                            WHERE r.place_name_id = n.id AND upper_inf(r.recorded)), '{}'))
    FROM place_name n JOIN place o ON o.id = n.place_id
    WHERE n.id = name_asked
$$;
