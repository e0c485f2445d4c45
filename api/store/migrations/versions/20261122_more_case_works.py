"""Sending to be filed, filing and announcing may be works beside the requests too."""

from __future__ import annotations

from alembic import op

revision = "20261122_more_case_works"
down_revision = "20261122_senders"
branch_labels = None
depends_on = None

MORE = """
ALTER TABLE case_work DROP CONSTRAINT ck_case_work_work, ADD CONSTRAINT ck_case_work_work
    CHECK (work IN ('fill', 'check', 'submit', 'approve', 'report', 'file', 'publish'));
"""
FEWER = """
DELETE FROM case_work WHERE work IN ('report', 'file', 'publish');
ALTER TABLE case_work DROP CONSTRAINT ck_case_work_work, ADD CONSTRAINT ck_case_work_work
    CHECK (work IN ('fill', 'check', 'submit', 'approve'));
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(MORE)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(FEWER)
