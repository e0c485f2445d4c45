-- The life of names: what the database itself holds to, whoever writes.

-- Whether a place is a division, of a town or above, that is or was called so. 《行政区划管理条例》
-- has these published: lists, maps and addresses tell them, so that none of their names can be
-- kept from the public. Villages' and residents' committees are none of them.
CREATE OR REPLACE FUNCTION diming_names_division(place_asked bigint, called text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM place p JOIN division d ON d.id = p.is_division_id
                   JOIN division_name n ON n.division_id = d.id
                   WHERE p.id = place_asked AND d.level <= 4 AND n.name = called)
$$;

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
    IF OLD.published AND NOT NEW.published AND diming_names_division(NEW.place_id, NEW.name) THEN
        RAISE EXCEPTION 'name % is that of a division, which is public', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'division_is_public';
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
-- transaction; for a new standard name, it is there at the end of it. A name is taken up again
-- (恢复使用) by a case only.
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
          AND (e.case_id IS NOT NULL
               OR (e.kind <> 'restored' AND e.authority <> '' AND e.document <> ''))) THEN
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
                            WHERE r.place_name_id = n.id AND upper_inf(r.recorded)), '{}'),
        'tags', (SELECT coalesce(jsonb_agg(jsonb_build_object('tag', t.tag, 'note', t.note)
                                           ORDER BY t.id), '[]')
                 FROM name_tag t WHERE t.place_name_id = n.id AND t.until IS NULL),
        'stories', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', s.id, 'title', s.title, 'body', s.body, 'author', s.author,
                'source', s.source, 'published', s.published, 'withdrawn', s.withdrawn,
                'photos', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                               'id', h.id, 'file', h.file, 'caption', h.caption,
                               'source', h.source, 'position', h.position,
                               'withdrawn', h.withdrawn) ORDER BY h.position, h.added_at), '[]')
                           FROM story_photo h WHERE h.story_id = s.id)) ORDER BY s.id), '[]')
            FROM name_story s WHERE s.place_name_id = n.id))
    FROM place_name n JOIN place o ON o.id = n.place_id
    WHERE n.id = name_asked
$$;

-- Whether somebody may write what belongs to a place: who comes in by the door, only in the
-- divisions acted for, the place's own or one that it crosses.
CREATE OR REPLACE FUNCTION diming_keeps_place(place_asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM place o WHERE o.id = place_asked
                   AND diming_acts_for(o.division_id));
END $$;

CREATE OR REPLACE FUNCTION diming_keeps_name(name_asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM place_name n WHERE n.id = name_asked
                   AND diming_keeps_place(n.place_id));
END $$;

CREATE OR REPLACE FUNCTION diming_keeps_sign(sign_asked uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM sign s WHERE s.id = sign_asked
                   AND diming_keeps_name(s.place_name_id));
END $$;

CREATE OR REPLACE FUNCTION diming_keeps_story(story_asked uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM name_story s WHERE s.id = story_asked
                   AND diming_keeps_name(s.place_name_id));
END $$;

-- Whether a name that is not published may be told: to the officials of its divisions, and to
-- commands on the machine itself.
CREATE OR REPLACE FUNCTION diming_may_see(place_asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN current_user <> 'diming_web'
        OR (diming_holds('clerk', 'reviewer', 'approver', 'editor', 'auditor')
            AND diming_keeps_place(place_asked));
END $$;

-- Whether a name is kept from whoever asks: as it stands today, whatever it was in the past.
CREATE OR REPLACE FUNCTION diming_kept_back(name_asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM place_name h WHERE h.id = name_asked
                   AND NOT h.published AND NOT diming_may_see(h.place_id));
END $$;

-- Whether words told with a name mention one of the same place that is kept from whoever asks.
CREATE OR REPLACE FUNCTION diming_betrays(said text, name_asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN said <> '' AND EXISTS (
        SELECT 1 FROM place_name m
        JOIN place_name x ON x.place_id = m.place_id AND x.version_of IS NULL
        WHERE m.id = name_asked AND NOT x.published AND strpos(said, x.name) > 0
          AND NOT diming_may_see(x.place_id));
END $$;

-- The names of an announcement that whoever asks may be told.
CREATE OR REPLACE FUNCTION diming_items_told(items jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((
        SELECT jsonb_agg(
            CASE WHEN diming_betrays(t.item ->> 'former_name', (t.item ->> 'name_id')::bigint)
                 THEN t.item || '{"former_name": ""}' ELSE t.item END ORDER BY t.no)
        FROM jsonb_array_elements(items) WITH ORDINALITY AS t(item, no)
        WHERE NOT diming_kept_back((t.item ->> 'name_id')::bigint)), '[]');
END $$;

-- The place of a name as it was known at a moment: as the last version before it left it, or
-- as the first one after it found it.
CREATE OR REPLACE FUNCTION diming_place_known(name_asked bigint, known timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT v.after -> 'place' FROM name_version v
         WHERE v.place_name_id = name_asked AND v.at <= known ORDER BY v.version DESC LIMIT 1),
        (SELECT v.before -> 'place' FROM name_version v
         WHERE v.place_name_id = name_asked AND v.at > known AND v.before IS NOT NULL
         ORDER BY v.version LIMIT 1),
        diming_name_state(name_asked) -> 'place')
$$;

-- The events of a name, in the order in which they happened.
CREATE OR REPLACE FUNCTION diming_name_events(name_asked bigint) RETURNS json
LANGUAGE sql STABLE AS $$
    SELECT coalesce(json_agg(json_build_object(
        'kind', e.kind, 'happened', e.happened_text, 'authority', e.authority,
        'document', e.document, 'source', coalesce(nullif(e.source, ''), s.title, ''),
        'source_url', e.source_url,
        'note', CASE WHEN diming_betrays(e.note, name_asked) THEN '' ELSE e.note END,
        'case_id', e.case_id,
        'recorded_at', e.recorded_at) ORDER BY e.happened, e.id), '[]')
    FROM name_event e
    LEFT JOIN delivery y ON y.id = e.delivery_id
    LEFT JOIN source s ON s.id = y.source_id
    WHERE e.place_name_id = name_asked
$$;

-- Everything known of a name on a day, as known at a moment (null: now), as a GeoJSON feature;
-- null if there is none, or none that may be told.
DROP FUNCTION IF EXISTS diming_name_in_full;
CREATE FUNCTION diming_name_in_full(name_asked bigint, day date, known_at timestamptz)
RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
    n place_name;
    place jsonb;
BEGIN
    SELECT * INTO n FROM place_name
    WHERE name_asked IN (id, version_of)
      AND CASE WHEN known_at IS NULL THEN version_of IS NULL ELSE recorded @> known_at END
    ORDER BY id DESC LIMIT 1;
    IF n.id IS NULL OR diming_kept_back(name_asked)
       OR NOT (n.published OR diming_may_see(n.place_id)) THEN
        RETURN NULL;
    END IF;
    place := diming_place_known(name_asked, coalesce(known_at, 'infinity'));
    RETURN (SELECT json_build_object(
        'type', 'Feature', 'id', name_asked, 'geometry', place -> 'geometry',
        'properties', json_build_object(
            'id', name_asked, 'name', n.name, 'romanization', n.romanization,
            'romanization_plain', n.romanization_plain, 'specific', n.specific,
            'generic', n.generic, 'kind', n.kind,
            'status', CASE WHEN n.valid @> day THEN coalesce(n.status_in_use, n.status)
                           ELSE n.status END,
            'in_use', n.valid @> day,
            'sounds', n.sounds, 'reading_sure', n.reading_sure,
            'valid', diming_period(n.valid, n.valid_text),
            'place', json_build_object(
                'id', n.place_id, 'kind', place -> 'kind', 'type_code', place -> 'type_code',
                'type_words', place -> 'type_words', 'place_code', place -> 'place_code',
                'division', o.is_division_id),
            'division_id', place -> 'division_id',
            'division', diming_where((place ->> 'division_id')::integer, day),
            'crosses', (
                SELECT coalesce(json_agg(json_build_object(
                    'id', c.id, 'name', diming_named(c.id, day, known_at)) ORDER BY c.id), '[]')
                FROM (SELECT jsonb_array_elements_text(place -> 'crosses')::integer AS id) c),
            'location_status', place -> 'location_status',
            'record', coalesce((
                SELECT r.fields FROM name_record r
                WHERE r.place_name_id = name_asked AND diming_known(r.recorded, known_at)), '{}'),
            'secrecy', n.secrecy, 'published', n.published, 'version', n.version,
            'source', s.title, 'licence', s.licence,
            'other_names', (
                SELECT coalesce(json_agg(json_build_object(
                    'id', x.id, 'name', x.name, 'kind', x.kind, 'status', x.status,
                    'valid', diming_period(x.valid, x.valid_text)) ORDER BY x.valid, x.id), '[]')
                FROM place_name x
                WHERE x.place_id = n.place_id AND x.id <> name_asked AND upper_inf(x.recorded)
                  AND (x.published OR diming_may_see(x.place_id))),
            'tags', (
                SELECT coalesce(json_agg(json_build_object('tag', t.tag, 'note', t.note)
                                         ORDER BY t.id), '[]')
                FROM name_tag t WHERE t.place_name_id = name_asked AND t.until IS NULL),
            'stories', (
                SELECT coalesce(json_agg(json_build_object('id', t.id, 'title', t.title)
                                         ORDER BY t.written_at, t.id), '[]')
                FROM name_story t
                WHERE t.place_name_id = name_asked AND t.published AND NOT t.withdrawn),
            'signs', (SELECT count(*) FROM sign g
                      WHERE g.place_name_id = name_asked AND g.state = 'standing'),
            'events', diming_name_events(name_asked),
            'heritage', (
                SELECT coalesce(json_agg(json_build_object(
                    'id', h.id, 'list', l.title, 'standing', h.standing) ORDER BY h.id), '[]')
                FROM heritage_listing h JOIN heritage_list l ON l.id = h.list_id
                WHERE h.place_name_id = name_asked AND upper_inf(h.recorded))))
        FROM place o
        LEFT JOIN delivery y ON y.id = n.delivery_id
        LEFT JOIN source s ON s.id = y.source_id
        WHERE o.id = n.place_id);
END $$;

-- Whether a name stands as a list has it: as that kind and status, or decided on since (an
-- approved name is more than a listed one, one given up by a decision keeps its kind).
CREATE OR REPLACE FUNCTION diming_same_standing(n place_name, kind text, status text)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT ((n).kind = kind AND (n).status = status)
        OR ((n).kind = kind AND (n).status = 'standard' AND status = 'listed')
        OR ((n).status = status AND (n).status_in_use IS NOT NULL)
$$;

-- Whether somebody decided on a name of a place: a list of the public no longer moves or renames
-- it then.
CREATE OR REPLACE FUNCTION diming_is_decided(place_asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM place_name n
                   WHERE n.place_id = place_asked AND n.version > 0 AND upper_inf(n.recorded)
                     AND EXISTS (SELECT 1 FROM name_version v
                                 WHERE v.place_name_id = n.id AND v.verb <> 'load'));
END $$;
