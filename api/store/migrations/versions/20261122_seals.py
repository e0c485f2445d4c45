"""A line of the journal seals what its transaction wrote: data and journal can be compared."""

from __future__ import annotations

from alembic import op

revision = "20261122_seals"
down_revision = "20261122_rectification_orders"
branch_labels = None
depends_on = None

# triggers are made by sql/; the functions get back the bodies that know no seals
UNSEALED = r"""
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT t.tgname, t.tgrelid::regclass AS sealed FROM pg_trigger t
               WHERE t.tgname IN ('diming_seal_insert', 'diming_seal_update', 'diming_seal_delete')
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.sealed);
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION diming_journal_digest(line journal, previous bytea) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(previous, ''::bytea) || convert_to(concat_ws(E'\x1f',
        line.id, to_char(line.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        line.actor, line.verb, line.subject_kind, line.subject_id, line.clause,
        coalesce(line.before::text, '-'), coalesce(line.after::text, '-'), line.request_id), 'UTF8'))
$$;
CREATE OR REPLACE FUNCTION diming_journal_chain() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.id := diming_journal_pending() + nextval(pg_get_serial_sequence('journal', 'id'));
    NEW.previous_hash := NULL;
    NEW.hash := NULL;
    RETURN NEW;
END $$;

-- The one change of a line there is: it gets its place in the chain, once.
CREATE OR REPLACE FUNCTION diming_journal_keep() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.id < diming_journal_pending() OR OLD.hash IS NOT NULL THEN
        RAISE EXCEPTION 'journal is append-only: UPDATE refused'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(7301118);
    NEW := OLD;
    -- numbered under the lock: the order of ids is the order of the chain
    NEW.id := coalesce((SELECT max(id) FROM journal WHERE id < diming_journal_pending()), 0) + 1;
    SELECT hash INTO NEW.previous_hash FROM journal WHERE id = NEW.id - 1;
    NEW.hash := diming_journal_digest(NEW, NEW.previous_hash);
    RETURN NEW;
END $$;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE journal ADD COLUMN seals JSONB")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(UNSEALED)
    op.execute("ALTER TABLE journal DROP COLUMN seals")
