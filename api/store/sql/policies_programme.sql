-- Row-level security of the rural naming programme (乡村著名行动): the figures are the same for every
-- official; a county writes its own.
SELECT diming_hold(held::regclass, 'read', 'SELECT', 'diming_account() <> 0', NULL)
FROM unnest('{map_sending, map_sending_item, programme_audit}'::text[]) AS held;
-- what the public reports is nobody else's before the county has looked at it
SELECT diming_hold('programme_issue', 'read', 'SELECT', $$
    diming_account() <> 0 AND (confirmed_on IS NOT NULL OR standing IN ('open', 'fixed')
                               OR by_audit OR diming_acts_for(county_id)) $$, NULL);
SELECT diming_hold('programme_issue', 'reported', 'INSERT', NULL,
                   $$ standing = 'reported' AND NOT by_audit AND resolved_on IS NULL $$);
SELECT diming_hold(held::regclass, 'entered', 'INSERT', NULL, 'diming_acts_for(county_id)')
FROM unnest('{programme_issue, map_sending}'::text[]) AS held;
SELECT diming_hold(held::regclass, 'changed', 'UPDATE', 'diming_acts_for(county_id)',
                   'diming_acts_for(county_id)')
FROM unnest('{programme_issue, map_sending}'::text[]) AS held;
SELECT diming_hold('map_sending_item', 'entered', 'INSERT', NULL, $$
    EXISTS (SELECT FROM map_sending s WHERE s.id = sending_id AND diming_acts_for(s.county_id)) $$);
-- an audit is put down, gone on with and stopped by those who asked for it
SELECT diming_hold('programme_audit', 'entered', 'INSERT', NULL,
                   'diming_account() <> 0 AND account_id = diming_account()');
SELECT diming_hold('programme_audit', 'changed', 'UPDATE',
    'diming_organisation() <> 0 AND organisation_id = diming_organisation()',
    'diming_organisation() <> 0 AND organisation_id = diming_organisation()');
