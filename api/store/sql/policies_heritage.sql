-- Scores of experts (鉴定评分) are seen by those who see the case; each writes his own only.
SELECT diming_hold('heritage_score', 'of_the_case', 'ALL',
    'EXISTS (SELECT FROM naming_case c WHERE c.id = case_id)',
    'EXISTS (SELECT FROM naming_case c WHERE c.id = case_id) AND account_id = diming_account()');
