-- Row-level security of joint inspections (联检) and of the archives of lines (界线档案): both
-- sides of a line see what is about it, and the authorities above them.

-- a round has no place: its tasks have. Nobody alters one.
SELECT diming_hold('inspection_round', 'read', 'SELECT', 'diming_account() <> 0', NULL);
SELECT diming_hold('inspection_round', 'made', 'INSERT', NULL, 'cardinality(diming_scope()) > 0');
SELECT diming_hold(held::regclass, 'held', 'ALL', 'diming_line_in_scope(line_id)',
                   'diming_line_in_scope(line_id)')
FROM unnest('{inspection_task, inspection_record, line_document}'::text[]) AS held;

-- what belongs to a record is open to whoever sees the record
SELECT diming_hold(held::regclass, 'held', 'ALL',
                   'EXISTS (SELECT FROM inspection_record r WHERE r.id = record_id)',
                   'EXISTS (SELECT FROM inspection_record r WHERE r.id = record_id)')
FROM unnest('{inspection_revision, inspection_photo}'::text[]) AS held;
SELECT diming_hold('inspection_photo_part', 'held', 'ALL',
                   'EXISTS (SELECT FROM inspection_photo p WHERE p.id = photo_id)',
                   'EXISTS (SELECT FROM inspection_photo p WHERE p.id = photo_id)');

-- nobody takes a step for a side that he does not act for
SELECT diming_hold('inspection_step', 'held', 'ALL',
    'EXISTS (SELECT FROM inspection_record r WHERE r.id = record_id)',
    'diming_acts_for_code(division_code)
     AND EXISTS (SELECT FROM inspection_record r WHERE r.id = record_id)');

-- Lines and markers are published; they are changed by one of their sides or an authority above.
SELECT diming_hold('line_change', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('line_change', 'made', 'INSERT', NULL, 'diming_line_in_scope(line_id)');
SELECT diming_hold('marker_version', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('marker_version', 'made', 'INSERT', NULL, $$
    EXISTS (SELECT FROM marker m WHERE m.id = marker_id AND diming_line_in_scope(m.line_id)) $$);
SELECT diming_hold('boundary_monument', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('boundary_monument', 'made', 'INSERT', NULL, 'diming_line_in_scope(line_id)');
SELECT diming_hold('boundary_monument_version', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('boundary_monument_version', 'made', 'INSERT', NULL, $$
    EXISTS (SELECT FROM boundary_monument m
            WHERE m.id = monument_id AND diming_line_in_scope(m.line_id)) $$);
