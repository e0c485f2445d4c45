-- Seals (封记): what every line of the journal says about the rows its transaction wrote, so that
-- the journal and the data can be compared row by row and table by table.
--
-- A row's digest is SHA-256 of the whole row as text. A seal has, for a table, by how many rows
-- it grew ("n") and by how much the sum of all digests grew, in four lanes of 64 bits ("s"); where
-- few rows were written, also what each was when the transaction ended ("k": key and the first
-- half of the digest, null for a row that was deleted), otherwise the transaction ("x"). Sums need
-- no order and no lock: the seals of all lines added up are what the table has to be.

CREATE OR REPLACE FUNCTION diming_unsealed() RETURNS TABLE (relation text, reason text)
LANGUAGE sql IMMUTABLE AS $$ VALUES
    ('alembic_version', 'the shape of the tables, not a record'),
    ('spatial_ref_sys', 'coordinate systems, of PostGIS'),
    ('journal', 'chained by itself'),
    ('request_count', 'counts of requests of the last minutes'),
    ('sign_in_attempt', 'attempts to sign in; what they led to has its line'),
    ('name_file', 'tables sent to be checked, gone after a day'),
    ('name_file_piece', 'tables sent to be checked, gone after a day'),
    ('inspection_photo_part', 'parts of photos that are still on their way'),
    ('case_work', 'how far works have come; what they bring is sealed'),
    ('programme_audit', 'how far audits have come; they can be asked for again'),
    ('name_key', 'worked out from names; compared with them instead'),
    ('division_area_piece', 'worked out from areas')
$$;

-- Columns that change without a line, and contents that are their own digest.
CREATE OR REPLACE FUNCTION diming_unsealed_columns() RETURNS TABLE (relation text, attribute text)
LANGUAGE sql IMMUTABLE AS $$ VALUES
    ('sign_in', 'seen_at'), ('api_token', 'used_at'), ('kept_file', 'content')
$$;

-- The sealed tables; how the key and the text of a row `r` are written in SQL.
CREATE OR REPLACE FUNCTION diming_sealed()
RETURNS TABLE (relation text, known_as text, told text) LANGUAGE sql STABLE AS $$
    SELECT c.relname::text,
           (SELECT format('concat_ws(''/'', %s)', string_agg(format('r.%I', a.attname), ', '
                       ORDER BY array_position(i.indkey::int2[], a.attnum)))
            FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::int2[])
            WHERE i.indrelid = c.oid AND i.indisprimary),
           CASE WHEN EXISTS (SELECT FROM diming_unsealed_columns() u WHERE u.relation = c.relname)
           THEN (SELECT format('ROW(%s)::text',
                        string_agg(format('r.%I', a.attname), ', ' ORDER BY a.attnum))
                 FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND NOT EXISTS (SELECT FROM diming_unsealed_columns() u
                                   WHERE u.relation = c.relname AND u.attribute = a.attname))
           ELSE 'r::text' END
    FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND c.relname NOT IN (SELECT u.relation FROM diming_unsealed() u)
    ORDER BY 1
$$;

CREATE OR REPLACE FUNCTION diming_lane(digest text, lane integer) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$ SELECT ('x' || substr(digest, 1 + 16 * lane, 16))::bit(64)::bigint $$;

-- The seal of rows, as SQL: of the table or transition table `rows`, with the keys of a few.
CREATE OR REPLACE FUNCTION diming_seal_query(rows text, known_as text, told text, few integer)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format($q$
        SELECT jsonb_strip_nulls(jsonb_build_object('n', count(*), 's', jsonb_build_array(
            coalesce(sum(diming_lane(d.digest, 0)), 0), coalesce(sum(diming_lane(d.digest, 1)), 0),
            coalesce(sum(diming_lane(d.digest, 2)), 0), coalesce(sum(diming_lane(d.digest, 3)), 0)),
            'k', CASE WHEN count(*) <= %4$s THEN coalesce(jsonb_object_agg(d.known_as,
                 left(d.digest, 32)) FILTER (WHERE d.place <= %4$s), '{}') END))
        FROM (SELECT %2$s AS known_as, encode(sha256(convert_to(%3$s, 'UTF8')), 'hex') AS digest,
                     row_number() OVER () AS place FROM %1$s r OFFSET 0) d $q$,
        rows, known_as, told, few)
$$;

-- Add what a statement took from a table and gave to it to what its transaction did so far.
CREATE OR REPLACE FUNCTION diming_seal_more(relation text, taken jsonb, given jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kept text := 'diming.seal_' || relation;
    touched text := coalesce(current_setting('diming.sealing', true), '');
    so_far jsonb := nullif(current_setting(kept, true), '');
    keys jsonb;
BEGIN
    IF taken = given OR (given ->> 'n' = '0' AND taken ->> 'n' = '0') THEN
        RETURN;
    END IF;
    IF so_far IS NULL THEN
        so_far := '{"n": 0, "s": [0, 0, 0, 0], "k": {}}';
        PERFORM set_config('diming.sealing', touched || ' ' || relation, true);
    END IF;
    IF so_far ? 'k' AND taken ? 'k' AND given ? 'k' THEN
        keys := (so_far -> 'k')
            || coalesce((SELECT jsonb_object_agg(t.key, NULL) FROM jsonb_each(taken -> 'k') t), '{}')
            || (given -> 'k');
        IF (SELECT count(*) FROM jsonb_object_keys(keys)) > 200 THEN
            keys := NULL;
        END IF;
    END IF;
    so_far := jsonb_build_object(
        'n', (so_far ->> 'n')::bigint + (given ->> 'n')::bigint - (taken ->> 'n')::bigint,
        's', (SELECT jsonb_agg((so_far -> 's' ->> lane)::numeric + (given -> 's' ->> lane)::numeric
                               - (taken -> 's' ->> lane)::numeric ORDER BY lane)
              FROM generate_series(0, 3) lane))
        || CASE WHEN keys IS NULL THEN jsonb_build_object('x', pg_current_xact_id()::text)
           ELSE jsonb_build_object('k', keys) END;
    PERFORM set_config(kept, so_far::text, true);
END $$;

-- What the running transaction did so far, by table, and forget it: the next line begins anew.
CREATE OR REPLACE FUNCTION diming_take_seals() RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    one text;
    found jsonb := '{}';
BEGIN
    FOREACH one IN ARRAY
        string_to_array(trim(coalesce(current_setting('diming.sealing', true), '')), ' ')
    LOOP
        found := found || jsonb_build_object(one, current_setting('diming.seal_' || one)::jsonb);
        PERFORM set_config('diming.seal_' || one, '', true);
    END LOOP;
    PERFORM set_config('diming.sealing', '', true);
    RETURN nullif(found, '{}');
END $$;

-- Make a function and the triggers of each sealed table; triggers only where they are missing,
-- for that needs the table for itself.
CREATE OR REPLACE FUNCTION diming_seal_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
    event record;
BEGIN
    FOR one IN SELECT * FROM diming_sealed() LOOP
        EXECUTE format($f$
            CREATE OR REPLACE FUNCTION diming_seal_of_%1$s() RETURNS trigger LANGUAGE plpgsql
            SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC'
            SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres' SET extra_float_digits = 1
            SET bytea_output = 'hex' AS $body$
            DECLARE
                taken jsonb := '{"n": 0, "s": [0, 0, 0, 0], "k": {}}';
                given jsonb := taken;
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    taken := (%2$s);
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    given := (%3$s);
                END IF;
                PERFORM diming_seal_more(%1$L, taken, given);
                RETURN NULL;
            END $body$ $f$, one.relation,
            diming_seal_query('old_rows', one.known_as, one.told, 50),
            diming_seal_query('new_rows', one.known_as, one.told, 50));
        FOR event IN SELECT * FROM (VALUES ('insert', 'NEW TABLE AS new_rows'),
            ('update', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'),
            ('delete', 'OLD TABLE AS old_rows')) v (called, seen)
        LOOP
            CONTINUE WHEN EXISTS (
                SELECT FROM pg_trigger t WHERE t.tgrelid = one.relation::regclass
                AND t.tgname = 'diming_seal_' || event.called);
            EXECUTE format('CREATE TRIGGER diming_seal_%1$s AFTER %1$s ON %2$I REFERENCING %3$s
                FOR EACH STATEMENT EXECUTE FUNCTION diming_seal_of_%2$s()',
                event.called, one.relation, event.seen);
        END LOOP;
    END LOOP;
END $$;

-- The tables whose triggers seal them now.
CREATE OR REPLACE FUNCTION diming_sealing_now() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(tgrelid::regclass::text ORDER BY 1), '{}') FROM pg_trigger
    WHERE tgname = 'diming_seal_insert'
$$;

-- The seal of each whole table, as it is now.
CREATE OR REPLACE FUNCTION diming_seals_of(relations text[]) RETURNS jsonb LANGUAGE plpgsql STABLE
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET extra_float_digits = 1 SET bytea_output = 'hex' AS $$
DECLARE
    one record;
    each jsonb;
    found jsonb := '{}';
BEGIN
    FOR one IN SELECT * FROM diming_sealed() s WHERE s.relation = ANY (relations) LOOP
        EXECUTE diming_seal_query(quote_ident(one.relation), one.known_as, one.told, 0) INTO each;
        found := found || jsonb_build_object(one.relation, each - 'k');
    END LOOP;
    RETURN found;
END $$;

-- Write the line of an upgrade, if it changed anything: what the tables grew by since `earlier`,
-- so that what did not fit before does not fit afterwards either.
CREATE OR REPLACE FUNCTION diming_seal_upgrade(earlier jsonb, relations text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    one record;
    nothing jsonb := '{"n": 0, "s": [0, 0, 0, 0]}';
    sealed jsonb;
BEGIN
    PERFORM diming_take_seals();
    FOR one IN SELECT coalesce(e.key, l.key) AS relation, coalesce(e.value, nothing) AS taken,
                      coalesce(l.value, nothing) AS given
               FROM jsonb_each(earlier) e
               FULL JOIN jsonb_each(diming_seals_of(relations)) l ON l.key = e.key
    LOOP
        PERFORM diming_seal_more(one.relation, one.taken, one.given);
    END LOOP;
    IF coalesce(current_setting('diming.sealing', true), '') <> '' THEN
        INSERT INTO journal (actor, verb, subject_kind, subject_id)
        VALUES (coalesce(nullif(current_setting('diming.actor', true), ''), '?'), 'seal',
                'database', current_database());
    END IF;
END $$;

-- Where tables are not what the lines say (empty if they agree): the table, the key of a row or
-- '', and what is wrong in Chinese.
CREATE OR REPLACE FUNCTION diming_seals_differing()
RETURNS TABLE (relation text, known_as text, said text) LANGUAGE plpgsql STABLE
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET extra_float_digits = 1 SET bytea_output = 'hex' SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    one record;
    now_is jsonb := diming_seals_of((SELECT array_agg(s.relation) FROM diming_sealed() s));
BEGIN
    FOR one IN
        WITH lines AS (
            SELECT e.key AS called, e.value AS seal FROM journal j
            CROSS JOIN LATERAL jsonb_each(j.seals) e WHERE j.seals IS NOT NULL
        ), told AS (
            SELECT l.called, sum((l.seal ->> 'n')::bigint) AS n,
                   jsonb_build_array(
                       sum((l.seal -> 's' ->> 0)::numeric), sum((l.seal -> 's' ->> 1)::numeric),
                       sum((l.seal -> 's' ->> 2)::numeric), sum((l.seal -> 's' ->> 3)::numeric)
                   ) AS s,
                   bool_and(l.seal ? 'k') AS each_row,
                   array_agg(((l.seal ->> 'x')::numeric % 4294967296)::bigint)
                       FILTER (WHERE l.seal ? 'x') AS written_by
            FROM lines l GROUP BY l.called
        )
        SELECT coalesce(t.called, n.key) AS called, coalesce(t.n, 0) AS n,
               coalesce(t.each_row, true) AS each_row,
               coalesce(t.written_by, '{}') AS written_by,
               coalesce((n.value ->> 'n')::bigint, 0) AS found, q.known_as AS key, q.told
        FROM told t
        FULL JOIN jsonb_each(now_is) n ON n.key = t.called
        LEFT JOIN diming_sealed() q ON q.relation = coalesce(t.called, n.key)
        WHERE coalesce(t.n, 0) <> coalesce((n.value ->> 'n')::bigint, 0)
           OR coalesce(t.s, '[0, 0, 0, 0]') <> coalesce(n.value -> 's', '[0, 0, 0, 0]')
        ORDER BY 1
    LOOP
        RETURN QUERY SELECT one.called, ''::text, format(
            '按日志应有 %s 行，现有 %s 行，内容与日志各行的封记不符', one.n, one.found);
        CONTINUE WHEN one.key IS NULL;
        RETURN QUERY EXECUTE format($q$
            WITH last AS (
                SELECT DISTINCT ON (k.key) k.key, k.value #>> '{}' AS digest
                FROM journal j CROSS JOIN LATERAL jsonb_each(j.seals -> %1$L -> 'k') k
                WHERE j.seals -> %1$L ? 'k' ORDER BY k.key, j.id DESC
            ), now_is AS (
                SELECT %2$s AS key, left(encode(sha256(convert_to(%3$s, 'UTF8')), 'hex'), 32)
                       AS digest, r.xmin::text::bigint AS written_by
                FROM %1$I r
            ), loaded AS (
                SELECT n.key, n.written_by = ANY ($2) AS known FROM now_is n
                LEFT JOIN last l USING (key) WHERE l.key IS NULL AND NOT $1
            ), strange AS (
                SELECT key FROM loaded WHERE NOT known
                -- a database that was restored knows no transaction any more
                AND EXISTS (SELECT FROM loaded WHERE known) LIMIT 31
            )
            SELECT %1$L, coalesce(l.key, n.key), CASE
                WHEN n.key IS NULL THEN '日志最后记有这一行，库中已无'
                WHEN l.key IS NULL THEN '日志没有记载这一行'
                WHEN l.digest IS NULL THEN '日志记这一行已删，库中仍有'
                ELSE '与日志最后一次所记不同' END
            FROM last l FULL JOIN now_is n USING (key)
            WHERE l.digest IS DISTINCT FROM n.digest AND (l.key IS NOT NULL OR $1)
            UNION ALL
            SELECT %1$L, s.key, '这一行在日志所记的装载之外被写过' FROM strange s
            WHERE (SELECT count(*) FROM strange) <= 30
            $q$, one.called, one.key, one.told) USING one.each_row, one.written_by;
    END LOOP;
END $$;

SELECT diming_seal_tables();
