"""Issues of the programme may be reported by anybody, are confirmed, and end one way or another."""

from __future__ import annotations

from alembic import op

revision = "20261122_programme_reports"
down_revision = "20261122_case_works"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE programme_issue
    ADD COLUMN standing TEXT DEFAULT 'open' NOT NULL,
    ADD COLUMN contact TEXT DEFAULT '' NOT NULL,
    ADD COLUMN confirmed_on DATE,
    ADD COLUMN confirmed_by TEXT DEFAULT '' NOT NULL,
    ADD COLUMN resolved_by TEXT DEFAULT '' NOT NULL;
UPDATE programme_issue SET standing = 'fixed' WHERE resolved_on IS NOT NULL;
ALTER TABLE programme_issue
    ADD CONSTRAINT ck_programme_issue_standing
        CHECK (standing IN ('reported', 'open', 'fixed', 'unfounded')),
    ADD CONSTRAINT ck_programme_issue_ended
        CHECK ((resolved_on IS NULL) = (standing IN ('reported', 'open')));
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(COLUMNS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # the policies ask for these columns; they are made anew from their own file
    op.execute(
        "DROP POLICY IF EXISTS read ON programme_issue;"
        " DROP POLICY IF EXISTS reported ON programme_issue"
    )
    op.execute(
        "ALTER TABLE programme_issue DROP COLUMN standing, DROP COLUMN contact,"
        " DROP COLUMN confirmed_on, DROP COLUMN confirmed_by, DROP COLUMN resolved_by"
    )
