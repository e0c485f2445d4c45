-- Scores of experts (鉴定评分) are seen by those who see the case; each writes his own only.
SELECT diming_hold('heritage_score', 'of_the_case', 'ALL',
    'EXISTS (SELECT FROM naming_case c WHERE c.id = case_id)',
    'EXISTS (SELECT FROM naming_case c WHERE c.id = case_id) AND account_id = diming_account()');

-- Lists and measures are read by everybody (names that are kept back are left out by the reads);
-- a county writes what is about its own names.
CREATE OR REPLACE FUNCTION diming_keeps_listing(listing int) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM heritage_listing h
                   WHERE h.id = listing AND diming_acts_for(h.division_id));
END $$;

SELECT diming_hold('heritage_listing', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('heritage_listing', 'kept', 'INSERT', NULL, 'diming_acts_for(division_id)');
SELECT diming_hold('heritage_listing', 'changed', 'UPDATE', 'diming_acts_for(division_id)',
                   'diming_acts_for(division_id)');
SELECT diming_hold('heritage_measure', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('heritage_measure', 'kept', 'INSERT', NULL, 'diming_keeps_listing(listing_id)');
SELECT diming_hold('heritage_measure', 'changed', 'UPDATE', 'diming_keeps_listing(listing_id)',
                   'diming_keeps_listing(listing_id)');
SELECT diming_hold('heritage_measure_file', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('heritage_measure_file', 'kept', 'INSERT', NULL, $$
    EXISTS (SELECT FROM heritage_measure m
            WHERE m.id = measure_id AND diming_keeps_listing(m.listing_id)) $$);
