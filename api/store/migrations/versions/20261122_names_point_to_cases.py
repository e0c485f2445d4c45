"""Events and versions of names point to the cases that they come from."""

from __future__ import annotations

from alembic import op

revision = "20261122_names_point_to_cases"
down_revision = "20261122_appraisals"
branch_labels = None
depends_on = None

TABLES = ("name_event", "name_version")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.create_foreign_key(
            op.f(f"fk_{table}_case_id"), table, "naming_case", ["case_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.drop_constraint(op.f(f"fk_{table}_case_id"), table)
