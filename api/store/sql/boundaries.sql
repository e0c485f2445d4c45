-- An approved line version keeps its geometry, status and document (行政区域界线管理条例 art. 2);
-- only its periods may be closed and its last inspection noted. Its geometry is its arcs and
-- which of them it runs along: the first may only be ended, the second is written once, in the
-- transaction that publishes.

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
    IF TG_OP = 'UPDATE' AND lower(NEW.valid) IS NOT DISTINCT FROM lower(OLD.valid)
       AND (NEW.id, NEW.coverage_id, NEW.left_face_id, NEW.right_face_id, NEW.length_m,
            NEW.geom::bytea)
           IS NOT DISTINCT FROM (OLD.id, OLD.coverage_id, OLD.left_face_id, OLD.right_face_id,
                                 OLD.length_m, OLD.geom::bytea) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM boundary_line_arc la JOIN boundary_line_version v ON v.id = la.version_id
               WHERE v.approved AND la.arc_id = OLD.id) THEN
        RAISE EXCEPTION 'arc % belongs to an approved boundary line', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION diming_keep_approved_walk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM boundary_line_version v
               WHERE v.approved AND (TG_OP <> 'INSERT' AND v.id = OLD.version_id
                   OR TG_OP <> 'DELETE' AND v.id = NEW.version_id
                      AND lower(v.recorded) < transaction_timestamp())) THEN
        RAISE EXCEPTION 'the course of an approved boundary line version cannot be changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- What was published stays as it was published.
CREATE OR REPLACE FUNCTION diming_keep_line_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'line change % cannot be changed', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
