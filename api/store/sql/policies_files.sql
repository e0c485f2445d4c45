-- Row-level security of files (文件): whoever sees what a file lies with may have it.

SELECT diming_hold('stored_file', 'laid', 'SELECT', $$
    EXISTS (SELECT FROM case_document_file f WHERE f.sha256 = stored_file.sha256)
    OR EXISTS (SELECT FROM heritage_measure_file f WHERE f.sha256 = stored_file.sha256) $$, NULL);
SELECT diming_hold('stored_file', 'made', 'INSERT', NULL, 'diming_account() <> 0');

-- pictures of markers, signs and stories are published; documents of lines are their sides'
SELECT diming_hold('kept_file', 'laid', 'SELECT', $$
    EXISTS (SELECT FROM line_document d WHERE d.sha256 = kept_file.sha256)
    OR EXISTS (SELECT FROM marker_picture p WHERE p.sha256 = kept_file.sha256)
    OR EXISTS (SELECT FROM sign_photo p WHERE p.sha256 = kept_file.sha256)
    OR EXISTS (SELECT FROM story_photo p WHERE p.sha256 = kept_file.sha256) $$, NULL);
SELECT diming_hold('kept_file', 'made', 'INSERT', NULL, 'diming_account() <> 0');

-- Tables of names that were sent (批量审核) are their sender's: the account's and its colleagues',
-- or those of the visitor whose mark the transaction bears.
CREATE OR REPLACE FUNCTION diming_visitor() RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT decode(nullif(current_setting('diming.visitor', true), ''), 'hex')
$$;

SELECT diming_hold('name_file', 'sent', 'ALL', $$
    (account_id IS NOT NULL AND account_id = diming_account())
    OR (organisation_id IS NOT NULL AND organisation_id = diming_organisation())
    OR (visitor IS NOT NULL AND visitor = diming_visitor()) $$, $$
    (account_id IS NOT NULL AND account_id = diming_account())
    OR (visitor IS NOT NULL AND visitor = diming_visitor()) $$);
SELECT diming_hold('name_file_piece', 'sent', 'ALL',
    'EXISTS (SELECT FROM name_file f WHERE f.id = name_file_id)',
    'EXISTS (SELECT FROM name_file f WHERE f.id = name_file_id)');

-- How many tables wait or are being checked, all of them or those before one: everybody may know
-- how long the queue is.
CREATE OR REPLACE FUNCTION diming_name_files_waiting(before bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM name_file f WHERE f.expires_at IS NULL AND (before IS NULL OR f.id < before)
$$;
