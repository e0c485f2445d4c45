-- Row-level security of cases (办件): whoever applied, was asked, or acts for the place sees one;
-- drafts are their writer's business. The public sees what it is asked about and what is announced,
-- an applicant without an account the case whose code he holds.

-- The provinces, prefectures and counties that are acted for, with all below them down to counties.
CREATE OR REPLACE FUNCTION diming_counties_in_scope() RETURNS SETOF int
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE reach (id) AS (
        SELECT unnest(diming_scope())
        UNION
        SELECT p.division_id FROM reach r
        JOIN division_parent p ON p.parent_id = r.id AND upper_inf(p.recorded)
        JOIN division d ON d.id = p.division_id AND d.level <= 3)
    SELECT id FROM reach
$$;

-- The cases that the account or its organisation was asked about.
CREATE OR REPLACE FUNCTION diming_cases_asked() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.case_id FROM case_opinion o
    WHERE diming_account() <> 0
      AND (o.organisation_id = diming_organisation() OR o.answered_by = diming_account())
$$;

-- The cases all of whose names lie in towns or villages that are acted for.
CREATE OR REPLACE FUNCTION diming_cases_of_towns() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.case_id FROM case_item i
    WHERE EXISTS (SELECT FROM division d WHERE d.id = ANY (diming_scope()) AND d.level >= 4)
    GROUP BY i.case_id
    HAVING bool_and(coalesce(i.division_id = ANY (diming_scope())
        OR diming_ancestor(i.division_id, 4, current_date) = ANY (diming_scope()), false))
$$;

-- The cases that the public may know of: asked about, or announced.
CREATE OR REPLACE FUNCTION diming_cases_in_public() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT case_id FROM consultation
    UNION SELECT case_id FROM announcement
$$;

-- What the public and other offices are told of a case they may not see.
CREATE OR REPLACE FUNCTION diming_case_number(told uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.number FROM naming_case c WHERE c.id = told
$$;

CREATE OR REPLACE FUNCTION diming_case_county(told uuid) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.county_id FROM naming_case c WHERE c.id = told
$$;

CREATE OR REPLACE FUNCTION diming_item_name(told bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.name FROM case_item i WHERE i.id = told
$$;

-- Whether a name of a case is kept from the public by now.
CREATE OR REPLACE FUNCTION diming_item_secret(entered bigint, asked bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM place_name n WHERE n.id IN (entered, asked) AND NOT n.published)
$$;

-- Whether what is said of a case would tell the public a name that is kept from it: the words
-- have it, or the case is about nothing else.
CREATE OR REPLACE FUNCTION diming_case_secret(told uuid, said text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM case_item i
        JOIN place_name m ON m.id IN (i.approved_name_id, i.place_name_id)
        JOIN place_name n ON n.place_id = m.place_id AND n.version_of IS NULL
        WHERE i.case_id = told AND NOT n.published AND strpos(said, n.name) > 0)
    OR coalesce((SELECT bool_and(diming_item_secret(i.approved_name_id, i.place_name_id))
                 FROM case_item i WHERE i.case_id = told), false)
$$;

-- How many comments a consultation has, and how many wait for an answer: no more of them is public.
CREATE OR REPLACE FUNCTION diming_comments(consulted uuid, only_unanswered boolean) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM consultation_comment m
    WHERE m.consultation_id = consulted AND (m.replied_on IS NULL OR NOT only_unanswered)
$$;

SELECT diming_hold('naming_case', 'held', 'ALL', $$
    (diming_account() <> 0 AND created_by = diming_account())
    OR (diming_organisation() <> 0 AND organisation_id = diming_organisation())
    OR code_sha256 = decode(coalesce(current_setting('diming.case_code', true), ''), 'hex')
    OR id IN (SELECT diming_cases_asked())
    OR (stage <> 'drafted' AND (county_id IN (SELECT diming_counties_in_scope())
        OR province_id = ANY (diming_scope()) OR id IN (SELECT diming_cases_of_towns()))) $$,
    'diming_account() <> 0');
-- what lies in a case is open to whoever sees the case
SELECT diming_hold(held::regclass, 'held', 'ALL',
    'EXISTS (SELECT FROM naming_case c WHERE c.id = case_id)',
    'diming_account() <> 0 AND EXISTS (SELECT FROM naming_case c WHERE c.id = case_id)')
FROM unnest('{case_item, case_step, case_work, case_document, case_opinion, check_report, case_release,
    filing, consultation, announcement}'::text[]) AS held;
SELECT diming_hold('case_document_file', 'held', 'ALL',
    'EXISTS (SELECT FROM case_document d WHERE d.id = document_id)',
    'diming_account() <> 0 AND EXISTS (SELECT FROM case_document d WHERE d.id = document_id)');
SELECT diming_hold('case_item', 'public', 'SELECT',
                   'case_id IN (SELECT diming_cases_in_public())
                    AND NOT diming_item_secret(approved_name_id, place_name_id)', NULL);
SELECT diming_hold('consultation', 'public', 'SELECT',
                   $$ NOT diming_case_secret(case_id, title || body) $$, NULL);
SELECT diming_hold('announcement', 'public', 'SELECT',
                   'NOT diming_case_secret(case_id, title)', NULL);
-- anybody may say something, and sees his own words for as long as he is writing them down
SELECT diming_hold('consultation_comment', 'said', 'INSERT', NULL, $$
    EXISTS (SELECT FROM consultation k WHERE k.id = consultation_id) $$);
SELECT diming_hold('consultation_comment', 'own', 'SELECT', 'received_at = now()', NULL);
SELECT diming_hold('consultation_comment', 'held', 'ALL', $$
    EXISTS (SELECT FROM consultation k JOIN naming_case c ON c.id = k.case_id
            WHERE k.id = consultation_id) $$, $$
    EXISTS (SELECT FROM consultation k JOIN naming_case c ON c.id = k.case_id
            WHERE k.id = consultation_id) $$);

-- Names held for a case (预留) are the case's; of the others, whoever wants the same name is told
-- no more than number, name and until when.
SELECT diming_hold('name_reservation', 'held', 'ALL',
    'EXISTS (SELECT FROM naming_case c WHERE c.id = case_id)',
    'diming_account() <> 0 AND EXISTS (SELECT FROM naming_case c WHERE c.id = case_id)');

CREATE OR REPLACE FUNCTION diming_held_elsewhere(
    own_case uuid, wanted_kind text, wanted_scope text, wanted_scope_id int, wanted_part text,
    wanted_key text)
RETURNS TABLE (number text, name text, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.number, i.name, upper(r.held)
    FROM name_reservation r
    JOIN naming_case c ON c.id = r.case_id
    JOIN case_item i ON i.id = r.item_id
    WHERE r.key = wanted_key AND r.part = wanted_part AND r.place_kind = wanted_kind
      AND r.scope = wanted_scope AND r.scope_id = wanted_scope_id
      AND r.case_id <> own_case AND r.held @> clock_timestamp()
$$;

-- The running numbers of cases (办件编号): whoever begins a case counts one on, and no more.
CREATE OR REPLACE FUNCTION diming_next_case(county int, in_year int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO case_counter AS c (county_id, year, last) VALUES (county, in_year, 1)
    ON CONFLICT (county_id, year) DO UPDATE SET last = c.last + 1
    RETURNING last
$$;
