-- A row of the county 万州 in every table that a policy holds. Who comes through the door cannot
-- have made some of them: triggers and keys to other tables are not asked while they are written.
SET LOCAL session_replication_role = replica;
CREATE TEMPORARY TABLE wanzhou ON COMMIT DROP AS
SELECT c.division_id AS id, diming_ancestor(c.division_id, 1, current_date) AS province_id,
       l.id AS line_id, l.left_division_id, l.right_division_id,
       (SELECT n.id FROM place_name n JOIN place p ON p.id = n.place_id
        WHERE p.county_id = c.division_id AND p.division_id IS NOT NULL
          AND diming_within(p.division_id, ARRAY[c.division_id]) AND upper_inf(n.recorded)
        ORDER BY n.id LIMIT 1) AS name_id,
       (SELECT m.id FROM marker m WHERE m.line_id = l.id ORDER BY m.id LIMIT 1) AS marker_id
FROM division_code c, boundary_line l
WHERE c.code = '500101' AND upper_inf(c.recorded) AND l.code = '500101-500235' LIMIT 1;

INSERT INTO inspection_round (id, title, number, level, starts_on, ends_on)
VALUES ('00000000-0000-0000-0000-000000000010', '测试轮次', 9, 3, '2030-01-01', '2030-12-31');
INSERT INTO inspection_task (id, line_id, kind, lead_division_id, assist_division_id, due_on)
SELECT '00000000-0000-0000-0000-000000000002', line_id, 'ad_hoc', left_division_id,
       right_division_id, '2030-01-01' FROM wanzhou;
INSERT INTO inspection_record (id, line_id, task_id)
SELECT '00000000-0000-0000-0000-000000000001', line_id, '00000000-0000-0000-0000-000000000002'
FROM wanzhou;
INSERT INTO inspection_revision (record_id, revision, body, verdict, report, written_by)
VALUES ('00000000-0000-0000-0000-000000000001', 1, '{BODY}', 'pass',
        '{"catalogue": "1", "parameters": "1", "findings": []}', '甲');
INSERT INTO inspection_step (record_id, verb, start, "end", revision, person, division_code)
VALUES ('00000000-0000-0000-0000-000000000001', 'submit', 'drafted', 'submitted', 1, '甲', '500101');
INSERT INTO inspection_photo (id, record_id, file, size)
VALUES ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000001', '1.jpg', 3);
INSERT INTO inspection_photo_part (photo_id, start, content)
VALUES ('00000000-0000-0000-0000-000000000005', 0, '\x616263');

INSERT INTO naming_case (id, number, kind, stage, title, code_sha256, created_by, applicant,
                         county_id, province_id, contact)
SELECT '00000000-0000-0000-0000-000000000003', 'TEST-1', 'naming', 'submitted', '测试',
       sha256('code'), 999999, '某公司', id, province_id, '13800000000' FROM wanzhou;
INSERT INTO case_item (id, case_id, row, name)
OVERRIDING SYSTEM VALUE VALUES (1000001, '00000000-0000-0000-0000-000000000003', 1, '新路');
INSERT INTO case_step (case_id, verb, start, "end", part, account_id, person, organisation, taken_on)
VALUES ('00000000-0000-0000-0000-000000000003', 'submit', 'drafted', 'submitted', 'applicant',
        999999, '某', '某公司', '2026-11-01');
INSERT INTO case_document (id, case_id, paper, title, written_by, written_by_name)
VALUES ('00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-000000000003',
        'application', '申请书', 999999, '某');
INSERT INTO stored_file (sha256, media_type, size) VALUES (repeat('a', 64), 'application/pdf', 3);
INSERT INTO case_document_file (document_id, sha256, name)
VALUES ('00000000-0000-0000-0000-000000000004', repeat('a', 64), '申请书.pdf');
INSERT INTO case_opinion (id, case_id, kind, asked_of, asked_on)
VALUES ('00000000-0000-0000-0000-000000000011', '00000000-0000-0000-0000-000000000003',
        'department', '测试部门', '2026-11-01');
INSERT INTO case_release (case_id, rule, person, account_id, reason, stated_on)
VALUES ('00000000-0000-0000-0000-000000000003', 'GN-9-7', '某', 999999, '理由', '2026-11-01');
INSERT INTO check_report (case_id, item_id, occasion, name, verdict, catalogue, parameters, report)
VALUES ('00000000-0000-0000-0000-000000000003', 1000001, 'submission', '新路', 'pass', '1', '1', '{}');
INSERT INTO filing (case_id, receiver, papers_to, reported_on)
VALUES ('00000000-0000-0000-0000-000000000003', '某', '某', '2026-11-01');
INSERT INTO consultation (id, case_id, title, opens_on, closes_on)
VALUES ('00000000-0000-0000-0000-000000000012', '00000000-0000-0000-0000-000000000003', '征求意见',
        '2026-11-01', '2026-11-30');
INSERT INTO consultation_comment (id, consultation_id, answer, comment, received_at)
VALUES ('00000000-0000-0000-0000-000000000013', '00000000-0000-0000-0000-000000000012', 'agree',
        '好', '2026-11-02');
INSERT INTO announcement (id, case_id, number, title, organ, county_id, items, channels,
                          published_on, published_by)
SELECT '00000000-0000-0000-0000-000000000014', '00000000-0000-0000-0000-000000000003', '测试公告1',
       '公告', '某局', id, '[{"name": "新路"}]',
       '{national_database, website}', '2026-11-01', 999999 FROM wanzhou;
INSERT INTO name_reservation (case_id, item_id, place_kind, scope, scope_id, part, key, held)
VALUES ('00000000-0000-0000-0000-000000000003', 1000001, 'road', 'county', 1, 'full', '测试键',
        '[2026-11-01,2026-11-02)');
INSERT INTO heritage_score (case_id, name, account_id, criterion, score, evidence)
VALUES ('00000000-0000-0000-0000-000000000003', '新路', 999999, 'historical', 90, '证据');

INSERT INTO heritage_list (title, level, province, complete)
VALUES ('测试名录', 'county', '重庆市', false);
INSERT INTO heritage_listing (id, list_id, name, key, standing, division_id, valid)
OVERRIDING SYSTEM VALUE
SELECT 1000001, (SELECT max(id) FROM heritage_list), '测试古镇', '测试古镇', 'protected', id,
       '[2026-01-01,)' FROM wanzhou;
INSERT INTO heritage_measure (id, listing_id, kind, content, decided_on)
VALUES ('00000000-0000-0000-0000-000000000015', 1000001, 'sign', '立牌', '2026-01-02');

INSERT INTO heritage_measure_file (measure_id, sha256, name, added_by)
VALUES ('00000000-0000-0000-0000-000000000015', repeat('a', 64), '佐证.pdf', '某');

INSERT INTO name_record (place_name_id, fields) SELECT name_id, '{"meaning": "试"}' FROM wanzhou;
INSERT INTO name_version (place_name_id, version, verb, actor, person, organisation, after)
SELECT name_id, 999, 'test', 'test', '某', '某', '{}' FROM wanzhou;
INSERT INTO place_division (place_id, division_id, valid, recorded)
SELECT n.place_id, w.id, '[2001-01-01,2001-01-02)', tstzrange(now(), NULL)
FROM wanzhou w JOIN place_name n ON n.id = w.name_id;
INSERT INTO name_tag (place_name_id, tag) SELECT name_id, '测试标签' FROM wanzhou;
INSERT INTO name_story (id, place_name_id, title, body, written_by)
SELECT '00000000-0000-0000-0000-000000000016', name_id, '故事', '正文', 'test' FROM wanzhou;
INSERT INTO kept_file (sha256, size, media_type, content)
VALUES (repeat('b', 64), 1, 'image/png', '\x00'), (repeat('c', 64), 1, 'application/pdf', '\x00');
INSERT INTO story_photo (id, story_id, sha256, file)
VALUES ('00000000-0000-0000-0000-000000000017', '00000000-0000-0000-0000-000000000016',
        repeat('b', 64), '1.png');
INSERT INTO sign (id, place_name_id, kind, characters, romanization, registered_by)
SELECT '00000000-0000-0000-0000-000000000018', name_id, 'road', '新路', 'Xin Lu', 'test' FROM wanzhou;
INSERT INTO sign_inspection (id, sign_id, inspected_on, person, organisation, condition)
VALUES ('00000000-0000-0000-0000-000000000019', '00000000-0000-0000-0000-000000000018',
        '2026-11-01', '某', '某', 'good');
INSERT INTO sign_repair (id, sign_id, repaired_on, unit, what, condition, person)
VALUES ('00000000-0000-0000-0000-000000000020', '00000000-0000-0000-0000-000000000018',
        '2026-11-01', '某', '换牌', 'good', '某');
INSERT INTO sign_photo (id, sign_id, sha256, file)
VALUES ('00000000-0000-0000-0000-000000000021', '00000000-0000-0000-0000-000000000018',
        repeat('b', 64), '1.png');

INSERT INTO programme_issue (id, type, county_id, about, message, found_on, found_by)
SELECT '00000000-0000-0000-0000-000000000022', 'unnamed', id, '某处', '无名', '2026-11-01', '某'
FROM wanzhou;
INSERT INTO map_sending (id, county_id, vendor, sent_on, sent_by, person)
SELECT '00000000-0000-0000-0000-000000000023', id, '某图商', '2026-11-01', 999999, '某' FROM wanzhou;
INSERT INTO programme_audit (id, account_id, organisation_id, person, organisation, on_day, counties,
                             state, ended_at)
OVERRIDING SYSTEM VALUE VALUES (1000001, 999999, 999998, '某', '万州区民政局', '2026-11-01',
       '[{"code": "500101", "name": "万州区"}]', 'done', '2026-11-01');
INSERT INTO map_sending_item (sending_id, place_name_id, version, sent)
SELECT '00000000-0000-0000-0000-000000000023', name_id, 1, '{}' FROM wanzhou;

INSERT INTO rectification_order (id, county_id, ground, addressee, issue_id, facts, demand, issuer,
                                 document, issued_on, due_on, written_by, person)
SELECT '00000000-0000-0000-0000-000000000077', id, 'GN-36-1', '某',
       '00000000-0000-0000-0000-000000000022', '某', '改正', '某', '某[2026]1号', '2026-11-01',
       '2026-12-01', 999999, '某' FROM wanzhou;

INSERT INTO line_document (id, line_id, kind, title, person, division_code, sha256, file)
SELECT '00000000-0000-0000-0000-000000000024', line_id, 'agreement', '协议书', '某', '500101',
       repeat('c', 64), '协议书.pdf' FROM wanzhou;
INSERT INTO line_change (id, line_id, coverage_id, delivery_id, document, approved_on, valid_from,
                         person, digest, proposed, report)
SELECT '00000000-0000-0000-0000-000000000025', line_id, 1, 1, '测试文号', '2026-01-01', '2026-02-01',
       '某', 'x', ST_GeomFromText('LINESTRING(108 30, 108 31)', 4490), '{}' FROM wanzhou;
INSERT INTO marker_version (marker_id, revision, valid_from, sheet, change, report, write_id, person)
SELECT marker_id, 99, '2026-01-01', '{}', '{}', '{}', '00000000-0000-0000-0000-000000000026', '某'
FROM wanzhou;
INSERT INTO marker_picture (id, marker_id, kind, sha256, file)
SELECT '00000000-0000-0000-0000-000000000027', marker_id, 'photo', repeat('b', 64), '1.png'
FROM wanzhou;
INSERT INTO marker_reference (marker_id, name, grid_azimuth_deg, distance_m, valid)
SELECT marker_id, '大树', 1, 1, '[2026-01-01,)' FROM wanzhou;
INSERT INTO marker_condition (marker_id, condition, found_on)
SELECT marker_id, 'intact', '2026-01-01' FROM wanzhou;
INSERT INTO boundary_monument (id, line_id, kind)
SELECT '00000000-0000-0000-0000-000000000028', line_id, 'culture_marker' FROM wanzhou;
INSERT INTO boundary_monument_version (monument_id, revision, valid_from, sheet, change, report,
                                       write_id, person, geom)
VALUES ('00000000-0000-0000-0000-000000000028', 1, '2026-01-01', '{}', '{}', '{}',
        '00000000-0000-0000-0000-000000000029', '某', ST_SetSRID(ST_MakePoint(108, 30), 4490));
INSERT INTO division_event (id, kind, happened, happened_text)
OVERRIDING SYSTEM VALUE VALUES (1000001, '更名', '[2026-01-01,2026-01-02)', '2026-01-01');
INSERT INTO division_event_part (event_id, division_id, role)
SELECT 1000001, id, 'successor' FROM wanzhou;
INSERT INTO name_file (id, token_sha256, file_name, mode, on_day, state, account_id, expires_at)
OVERRIDING SYSTEM VALUE VALUES (1000001, sha256('table'), '表.csv', 'new', '2026-11-01', 'failed',
        999999, '2036-01-01');
INSERT INTO name_file_piece (name_file_id, form, no, bytes) VALUES (1000001, 'csv', 0, '\x61');
INSERT INTO case_work (case_id, work, account_id, organisation_id, person, on_day, state, ended_at)
VALUES ('00000000-0000-0000-0000-000000000003', 'check', 999999, 999999, '某', '2026-11-01', 'done',
        '2026-11-01');
