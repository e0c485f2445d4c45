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

-- Whether the division, or one above it, is one of `scope`. A division that is gone is taken to
-- lie where it lay last.
CREATE OR REPLACE FUNCTION diming_within(division int, scope int[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    here int := division;
BEGIN
    IF coalesce(cardinality(scope), 0) = 0 THEN
        RETURN false;
    END IF;
    WHILE here IS NOT NULL LOOP
        IF here = ANY (scope) THEN
            RETURN true;
        END IF;
        here := (SELECT p.parent_id FROM division_parent p
                 WHERE p.division_id = here AND upper_inf(p.recorded)
                 ORDER BY lower(p.valid) DESC NULLS LAST LIMIT 1);
    END LOOP;
    RETURN false;
END $$;

CREATE OR REPLACE FUNCTION diming_scope() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('diming.scope', true), '')::int[], '{}')
$$;

-- Whether the division, or one above it, is acted for (管辖).
CREATE OR REPLACE FUNCTION diming_acts_for(division int) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN diming_within(division, diming_scope());
END $$;

CREATE OR REPLACE FUNCTION diming_acts_for_code(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(bool_or(diming_acts_for(c.division_id)), false)
    FROM division_code c WHERE c.code = wanted AND upper_inf(c.recorded)
$$;

-- Whether one of the two sides of a line (界线双方), or an authority above one, is acted for.
CREATE OR REPLACE FUNCTION diming_line_in_scope(line int) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(bool_or(diming_acts_for(l.left_division_id)
                            OR diming_acts_for(l.right_division_id)), false)
    FROM boundary_line l WHERE l.id = line
$$;

-- Whose lines of the journal may be read: of accounts of organisations at or below one's own.
CREATE OR REPLACE FUNCTION diming_actors_in_scope() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT 'user:' || a.login FROM account a JOIN membership m ON m.account_id = a.id
    WHERE EXISTS (SELECT FROM organisation_jurisdiction j
                  WHERE j.organisation_id = m.organisation_id AND upper_inf(j.recorded)
                    AND diming_acts_for(j.division_id))
$$;

-- Whether a whole province (or what has nothing above it) is acted for.
CREATE OR REPLACE FUNCTION diming_acts_for_province() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT FROM division d
                   WHERE d.level = 1 AND d.id = ANY (diming_scope()))
$$;
