-- Requests of a minute (访问频率), counted for all processes at once in a table that is not logged.

-- Count a request of somebody who may send `most` within a minute, unless it is one too many: the
-- hits of this minute, and those of the last one for as much of it as still lies within a minute.
-- Tells how many are left, and in how many seconds one more will be let in.
CREATE OR REPLACE FUNCTION diming_count_request(asked text, most int)
RETURNS TABLE (allowed boolean, remaining int, wait_s int) LANGUAGE plpgsql AS $$
DECLARE
    now_s double precision := extract(epoch FROM clock_timestamp());
    this int := floor(now_s / 60)::int;
    gone double precision := now_s / 60 - this;
    before int := coalesce((SELECT hits FROM request_count
                            WHERE who = asked AND minute = this - 1), 0);
    known int;
BEGIN
    INSERT INTO request_count AS c (who, minute, hits)
    SELECT asked, this, 1 WHERE before * (1 - gone) + 1 <= most
    ON CONFLICT (who, minute) DO UPDATE SET hits = c.hits + 1
        WHERE c.hits + before * (1 - gone) + 1 <= most
    RETURNING hits INTO known;
    allowed := known IS NOT NULL;
    IF known = 1 THEN
        DELETE FROM request_count WHERE (who, minute) IN (
            SELECT o.who, o.minute FROM request_count o WHERE o.minute < this - 1
            LIMIT 100 FOR UPDATE SKIP LOCKED);
    END IF;
    known := coalesce(known, (SELECT hits FROM request_count
                              WHERE who = asked AND minute = this), 0);
    remaining := greatest(floor(most - known - before * (1 - gone))::int, 0);
    wait_s := CASE
        WHEN remaining > 0 THEN 0
        -- the last minute fades until there is room, or this one has to end first
        WHEN known + 1 <= most AND before > 0
            THEN ceil(60 * (1 - (most - known - 1)::float8 / before - gone))::int
        ELSE ceil(60 * (1 - gone) + 60 * (1 - (most - 1)::float8 / greatest(known, 1)))::int END;
    wait_s := CASE WHEN allowed THEN greatest(wait_s, 0) ELSE greatest(wait_s, 1) END;
    RETURN NEXT;
END $$;
