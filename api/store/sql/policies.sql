-- Row-level security (行级安全): which rows whoever comes through the door (the role diming_web)
-- sees, and which it may write. The owner, whom commands on the machine act as, is not held.

-- Hold a table by a policy: which rows are `seen`, which may be `kept` (NULL: does not apply).
-- It is made anew only where its text has changed, for that needs the table for itself.
CREATE OR REPLACE FUNCTION diming_hold(held regclass, called text, doing text, seen text, kept text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    stamp text := md5(concat_ws('|', doing, coalesce(seen, '-'), coalesce(kept, '-')));
BEGIN
    PERFORM set_config('diming.held', concat(current_setting('diming.held', true), ' ', held, '.',
                                             called), true);
    IF EXISTS (SELECT FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
               WHERE p.polrelid = held AND p.polname = called AND c.relrowsecurity
                 AND obj_description(p.oid, 'pg_policy') = stamp) THEN
        RETURN;
    END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', held);
    EXECUTE format('DROP POLICY IF EXISTS %I ON %s', called, held);
    EXECUTE format('CREATE POLICY %I ON %s FOR %s %s %s', called, held, doing,
                   'USING (' || seen || ')', 'WITH CHECK (' || kept || ')');
    EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', called, held, stamp);
END $$;

-- Drop the policies that an older text made and this one does not: called at the end of all texts.
CREATE OR REPLACE FUNCTION diming_drop_old_policies() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT p.polname AS called, p.polrelid::regclass AS held FROM pg_policy p
               WHERE obj_description(p.oid, 'pg_policy') IS NOT NULL
                 AND p.polrelid::regclass || '.' || p.polname
                     <> ALL (string_to_array(current_setting('diming.held'), ' '))
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', one.called, one.held);
    END LOOP;
END $$;

-- The journal: added to by everybody who writes; read by auditors and administrators, those of a
-- county only what accounts of their own area wrote.
SELECT diming_hold('journal', 'added', 'INSERT', NULL, 'true');
SELECT diming_hold('journal', 'read', 'SELECT', $$
    diming_holds('auditor', 'administrator')
    AND (diming_acts_for_province() OR actor IN (SELECT diming_actors_in_scope())) $$, NULL);

-- Who works where: for those who have signed in.
SELECT diming_hold('account', 'read', 'SELECT', 'diming_account() <> 0', NULL);
SELECT diming_hold('membership', 'read', 'SELECT', 'diming_account() <> 0', NULL);
