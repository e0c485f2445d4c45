-- Row-level security of what hangs on names and divisions: everybody reads, whoever acts for the
-- place writes.

SELECT diming_hold('name_key', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('name_key', 'made', 'INSERT', NULL, 'diming_keeps_name(place_name_id)');
SELECT diming_hold('name_key', 'moved', 'UPDATE', 'diming_keeps_name(place_name_id)',
                   'diming_keeps_name(place_name_id)');
SELECT diming_hold('name_key', 'dropped', 'DELETE', 'diming_keeps_name(place_name_id)', NULL);

-- Listed names (历史地名): a list itself has no place; nobody alters one, and only who acts for
-- some division begins one.
SELECT diming_hold('heritage_list', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('heritage_list', 'made', 'INSERT', NULL, 'cardinality(diming_scope()) > 0');

-- A division follows its name in the register: renamed by who acts for it. An event says nothing
-- of a division until a part of it does.
SELECT diming_hold('division_name', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('division_name', 'made', 'INSERT', NULL, 'diming_acts_for(division_id)');
SELECT diming_hold('division_name', 'changed', 'UPDATE', 'diming_acts_for(division_id)',
                   'diming_acts_for(division_id)');
SELECT diming_hold('division_event', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('division_event', 'made', 'INSERT', NULL, 'cardinality(diming_scope()) > 0');
SELECT diming_hold('division_event_part', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('division_event_part', 'made', 'INSERT', NULL, 'diming_acts_for(division_id)');
