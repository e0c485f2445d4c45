-- An approved line version keeps its geometry, status and document (行政区域界线管理条例 art. 2);
-- only its periods may be closed and its last inspection noted.

CREATE OR REPLACE FUNCTION diming_keep_approved_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.approved THEN
            RAISE EXCEPTION 'approved boundary line version % cannot be deleted', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.approved AND (NEW.line_id, NEW.coverage_id, NEW.status, NEW.approved, NEW.document,
                         NEW.length_m, lower(NEW.valid), lower(NEW.recorded))
       IS DISTINCT FROM (OLD.line_id, OLD.coverage_id, OLD.status, OLD.approved, OLD.document,
                         OLD.length_m, lower(OLD.valid), lower(OLD.recorded)) THEN
        RAISE EXCEPTION 'approved boundary line version % cannot be changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION diming_keep_approved_arcs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM boundary_line_arc la JOIN boundary_line_version v ON v.id = la.version_id
               WHERE v.approved AND la.arc_id = OLD.id) THEN
        RAISE EXCEPTION 'arc % belongs to an approved boundary line', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
