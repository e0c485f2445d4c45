"""A line of the journal is numbered and chained when its transaction ends, not when it is written.

The lock that gives the chain its one order was held from the first line of a transaction to its
end: whoever took long (a document was made, two thousand names were entered) held up everybody.
"""

from __future__ import annotations

from alembic import op

revision = "20261122_journal_at_commit"
down_revision = "20261122_names_point_to_cases"
branch_labels = None
depends_on = None

# The functions get their bodies from sql/ after the migrations; triggers only need their names.
AT_COMMIT = """
CREATE FUNCTION diming_journal_number() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
CREATE FUNCTION diming_journal_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'functions of sql/ are not installed'; END $$;
DROP TRIGGER journal_append_only ON journal;
CREATE TRIGGER journal_append_only BEFORE DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
CREATE TRIGGER journal_keep BEFORE UPDATE ON journal
    FOR EACH ROW EXECUTE FUNCTION diming_journal_keep();
CREATE CONSTRAINT TRIGGER journal_numbered AFTER INSERT ON journal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION diming_journal_number();
"""

AT_ONCE = """
DROP TRIGGER journal_numbered ON journal;
DROP TRIGGER journal_keep ON journal;
DROP TRIGGER journal_append_only ON journal;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION diming_refuse_change();
DROP FUNCTION diming_journal_number();
DROP FUNCTION diming_journal_keep();
CREATE OR REPLACE FUNCTION diming_journal_chain() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7301118);
    NEW.id := coalesce((SELECT max(id) FROM journal), 0) + 1;
    SELECT hash INTO NEW.previous_hash FROM journal WHERE id = NEW.id - 1;
    NEW.hash := diming_journal_digest(NEW, NEW.previous_hash);
    RETURN NEW;
END $$;
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(AT_COMMIT)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(AT_ONCE)
