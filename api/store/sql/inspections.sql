-- A filed record of a joint inspection is final: nothing of it changes, nothing goes.
CREATE OR REPLACE FUNCTION diming_keep_filed_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = 'filed' THEN
        RAISE EXCEPTION 'filed inspection record % cannot be changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- What belongs to a filed record is final too.
CREATE OR REPLACE FUNCTION diming_keep_filed_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_of record := CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END;
BEGIN
    IF EXISTS (SELECT 1 FROM inspection_record r WHERE r.id = row_of.record_id AND r.stage = 'filed')
    THEN
        RAISE EXCEPTION 'parts of filed inspection record % cannot be changed', row_of.record_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
