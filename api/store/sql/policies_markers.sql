-- Row-level security of lines, markers and what is found at them: published, and changed by a side
-- of the line or an authority above.

SELECT diming_hold('marker', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('marker', 'made', 'INSERT', NULL, 'diming_line_in_scope(line_id)');
SELECT diming_hold('marker', 'changed', 'UPDATE', 'diming_line_in_scope(line_id)',
                   'diming_line_in_scope(line_id)');

CREATE OR REPLACE FUNCTION diming_keeps_marker(asked int) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT FROM marker m WHERE m.id = asked AND diming_line_in_scope(m.line_id))
$$;

SELECT diming_hold(held::regclass, 'read', 'SELECT', 'true', NULL),
       diming_hold(held::regclass, 'made', 'INSERT', NULL, 'diming_keeps_marker(marker_id)')
FROM unnest('{marker_picture, marker_position, marker_reference, marker_condition}'::text[]) AS held;
SELECT diming_hold(held::regclass, 'changed', 'UPDATE', 'diming_keeps_marker(marker_id)',
                   'diming_keeps_marker(marker_id)')
FROM unnest('{marker_position, marker_reference}'::text[]) AS held;

-- the day of the last inspection is written by a side; courses are laid by the owner
SELECT diming_hold('boundary_line_version', 'read', 'SELECT', 'true', NULL);
SELECT diming_hold('boundary_line_version', 'inspected', 'UPDATE',
                   'diming_line_in_scope(line_id)', 'diming_line_in_scope(line_id)');
