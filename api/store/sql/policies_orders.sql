-- Row-level security of orders (责令): officials see those in the divisions they act for, the one
-- that was ordered and the one above it; none is taken back, what it came to is written once.
SELECT diming_hold('rectification_order', 'read', 'SELECT', $$
    diming_holds('clerk', 'reviewer', 'approver', 'editor', 'auditor')
    AND diming_acts_for(county_id) $$, NULL);
SELECT diming_hold('rectification_order', 'issued', 'INSERT', NULL, $$
    diming_holds('clerk', 'reviewer', 'approver') AND diming_acts_for(county_id)
    AND result IS NULL $$);
SELECT diming_hold('rectification_order', 'ended', 'UPDATE', $$
    diming_holds('clerk', 'reviewer', 'approver') AND diming_acts_for(county_id)
    AND result IS NULL $$, $$ diming_acts_for(county_id) AND result IS NOT NULL $$);
