"""A case knows every account that wrote or submitted it: none of them judges it."""

from __future__ import annotations

from alembic import op

revision = "20261122_case_writers"
down_revision = "20261122_seals"
branch_labels = None
depends_on = None

WRITERS = """
ALTER TABLE naming_case ADD COLUMN written_by INTEGER[] DEFAULT '{}' NOT NULL;
UPDATE naming_case c SET written_by = array_remove(ARRAY(
    SELECT c.created_by UNION SELECT c.submitted_by
    UNION SELECT s.account_id FROM case_step s WHERE s.case_id = c.id AND s.verb = 'submit'), NULL);
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(WRITERS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("naming_case", "written_by")
