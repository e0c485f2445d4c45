-- The journal chains itself: each line's hash covers the line before it. One transaction at a
-- time ends with lines, so that the chain has one order. Lines without seals have the digest that
-- they had before there were any.

CREATE OR REPLACE FUNCTION diming_journal_digest(line journal, previous bytea) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(previous, ''::bytea) || convert_to(concat_ws(E'\x1f',
        line.id, to_char(line.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        line.actor, line.verb, line.subject_kind, line.subject_id, line.clause,
        coalesce(line.before::text, '-'), coalesce(line.after::text, '-'), line.request_id,
        line.seals::text), 'UTF8'))
$$;

-- The first number of lines whose transaction has not ended: far behind all others, so that
-- within it they are the newest, in the order of their writing.
CREATE OR REPLACE FUNCTION diming_journal_pending() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT 4611686018427387904
$$;

CREATE OR REPLACE FUNCTION diming_journal_chain() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.id := diming_journal_pending() + nextval(pg_get_serial_sequence('journal', 'id'));
    NEW.previous_hash := NULL;
    NEW.hash := NULL;
    NEW.seals := NULL;
    RETURN NEW;
END $$;

-- Deferred to the end of the transaction: the lock of the chain is held for the commit alone.
CREATE OR REPLACE FUNCTION diming_journal_number() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- `diming_journal_keep` gives number and hash
    UPDATE journal SET hash = NULL WHERE id = NEW.id;
    RETURN NULL;
END $$;

-- The one change of a line there is: it gets its place in the chain, once.
CREATE OR REPLACE FUNCTION diming_journal_keep() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.id < diming_journal_pending() OR OLD.hash IS NOT NULL THEN
        RAISE EXCEPTION 'journal is append-only: UPDATE refused'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(7301118);
    NEW := OLD;
    -- numbered under the lock: the order of ids is the order of the chain
    NEW.id := coalesce((SELECT max(id) FROM journal WHERE id < diming_journal_pending()), 0) + 1;
    SELECT hash INTO NEW.previous_hash FROM journal WHERE id = NEW.id - 1;
    -- the first line of a transaction seals all that it wrote
    NEW.seals := diming_take_seals();
    NEW.hash := diming_journal_digest(NEW, NEW.previous_hash);
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION diming_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE FUNCTION diming_journal_broken() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT min(b.id) FROM (
        SELECT j.id FROM (
            SELECT journal AS line, id, hash, previous_hash,
                   lag(hash) OVER (ORDER BY id) AS expected, lag(id) OVER (ORDER BY id) AS before_id
            FROM journal) j
        WHERE j.previous_hash IS DISTINCT FROM j.expected
           OR j.hash IS DISTINCT FROM diming_journal_digest(j.line, j.previous_hash)
           OR j.id <> coalesce(j.before_id, 0) + 1) b
$$;

-- The number of the newest line about the register: everybody may know that something changed,
-- if not what. Tables that people send to be checked, and signing in, change nothing for others.
CREATE OR REPLACE FUNCTION diming_data_version() RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(max(id), 0) FROM journal
    WHERE subject_kind NOT IN ('name_file', 'account') AND id < diming_journal_pending()
$$;
