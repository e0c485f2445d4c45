"""Scores of experts belong to a case."""

from __future__ import annotations

from alembic import op

revision = "20261122_appraisals"
down_revision = "20261122_case_items_are_kept"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_foreign_key(
        op.f("fk_heritage_score_case_id"), "heritage_score", "naming_case", ["case_id"], ["id"]
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP POLICY IF EXISTS of_the_case ON heritage_score")
    op.execute("ALTER TABLE heritage_score DISABLE ROW LEVEL SECURITY")
    op.drop_constraint(op.f("fk_heritage_score_case_id"), "heritage_score", type_="foreignkey")
