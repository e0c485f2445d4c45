"""A corrected listing closes its row and opens another: only current rows are unique."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_listings_keep_history"
down_revision = "20261122_names"
branch_labels = None
depends_on = None

INDEX = "ix_heritage_listing_list_id_name_county_text"
COLUMNS = ["list_id", "name", "county_text"]


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(INDEX, table_name="heritage_listing")
    op.create_index(
        INDEX,
        "heritage_listing",
        COLUMNS,
        unique=True,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # the older shape has no room for what was once known
    op.execute("DELETE FROM heritage_listing WHERE NOT upper_inf(recorded)")
    op.drop_index(INDEX, table_name="heritage_listing")
    op.create_index(INDEX, "heritage_listing", COLUMNS, unique=True)
