-- For whom a transaction is (see api/store/standing.py): what policies of tables ask.

CREATE OR REPLACE FUNCTION diming_account() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('diming.account', true), '')::int, 0)
$$;

CREATE OR REPLACE FUNCTION diming_organisation() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('diming.organisation', true), '')::int, 0)
$$;

CREATE OR REPLACE FUNCTION diming_holds(VARIADIC wanted text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('diming.roles', true), '')::text[] && wanted, false)
$$;

-- Whether one of these divisions (province, county, town, village of a row) is acted for.
CREATE OR REPLACE FUNCTION diming_in_scope(VARIADIC divisions int[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('diming.scope', true), '')::int[] && divisions, false)
$$;
