"""A name that is taken out of an application is kept with the reports about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_case_items_are_kept"
down_revision = "20261122_signs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "case_item",
        sa.Column("removed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
    )
    op.drop_constraint(op.f("uq_case_item_case_id_row"), "case_item", type_="unique")
    op.create_index(
        "uq_case_item_row",
        "case_item",
        ["case_id", "row"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_case_item_row", table_name="case_item")
    op.create_unique_constraint(op.f("uq_case_item_case_id_row"), "case_item", ["case_id", "row"])
    op.drop_column("case_item", "removed_at")
